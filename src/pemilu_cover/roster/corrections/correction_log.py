"""What corrections files change so far, and what of them could not be used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pemilu_cover.i18n.messages import messages
from pemilu_cover.roster.corrections import row_doubts
from pemilu_cover.roster.corrections.applied import AppliedCorrections, CorrectionsFileSummary
from pemilu_cover.roster.corrections.changes import STRUCK, CellChange, Superseded
from pemilu_cover.roster.corrections.correction_rows import (
    ADDRESS,
    CorrectionRow,
    ReturnedFile,
    RowNote,
    says_left,
)
from pemilu_cover.roster.corrections.row_matching import Match, PersonIndex
from pemilu_cover.roster.findings import NOBODY, Finding, Violation
from pemilu_cover.roster.people import CellLocation

# Rows of people that are settled once the people are in the roster.
_OF_SOMEBODY = frozenset({"complete-new", "complete-lost", row_doubts.ANOTHER, row_doubts.COPIED})


@dataclass(frozen=True)
class Turn:
    """A row whose answers are taken: its person, and the summary of its file."""

    line: CorrectionRow
    match: Match
    row: Mapping[str, Any]
    account: CorrectionsFileSummary

    @property
    def number(self) -> int:
        """The person's number."""
        return self.match.number


class CorrectionLog:
    """The changes so far, and the findings about what could not be used."""

    def __init__(
        self, people: PersonIndex, files: Sequence[ReturnedFile], newcomers: frozenset[int]
    ) -> None:
        self.people = people
        self.newest = max((file.round for file in files), default=0)
        self.returned = AppliedCorrections(newcomers=newcomers)
        self.changes = self.returned.changes
        self.accounts = {file.label: CorrectionsFileSummary.of(file, self.newest) for file in files}
        self.conflicts: dict[tuple[int, str], Violation] = {}
        # What could not be used, with the row that would show that it is settled since.
        self.pending: list[tuple[Finding, CorrectionRow | None]] = []
        self.notes: list[tuple[int, Violation, CorrectionRow | None]] = []
        # The newest round in which each row was taken.
        self.taken: dict[tuple[Any, ...], int] = {}

    def finish(self) -> AppliedCorrections:
        """Return all that was taken, with what none of the files could use."""
        returned = self.returned
        returned.faults += [
            (number, fault)
            for number, fault, line in self.notes
            if line is None or not self._was_answered(line)
        ]
        returned.lost += [
            finding
            for finding, line in self.pending
            if line is None or not self._is_settled(finding.code, line)
        ]
        for account in returned.files:
            finding = None if account.is_kept else account.nothing_given()
            if finding:
                returned.lost.append(finding)
        return returned

    def replaced_answers(self) -> Iterator[tuple[int, Violation]]:
        """Return a finding for each answer that a newer one replaced."""
        for superseded in self.returned.superseded:
            earlier = superseded.earlier
            if earlier.origin and (earlier.id, earlier.field) in self.changes:
                where = {"where": format_origin(earlier.origin)}
                yield earlier.id, Violation("complete-replaced", _shown(earlier.field), where)

    def supersede(self, earlier: CellChange, now: str, by: CellLocation) -> None:
        """Let an answer count no longer."""
        self.returned.superseded.append(Superseded(earlier, now, by))
        account = self.accounts.get(earlier.origin.file) if earlier.origin else None
        if account is not None:
            account.superseded += 1
            account.add(earlier, -1)

    def strike(
        self, number: int, at: CellLocation, because: str, account: CorrectionsFileSummary
    ) -> None:
        """Strike out a person, once."""
        if (number, STRUCK) in self.changes:
            account.same += 1
            return
        change = CellChange(number, STRUCK, "", "Y", because, at, account.round)
        self.changes[number, STRUCK] = change
        account.add(change)

    def fault(self, turn: Turn, code: str, name: str) -> None:
        """Keep a finding at a cell of a corrections file."""
        where = {"where": format_origin(turn.line.origin(name))}
        self.returned.faults.append((turn.number, Violation(code, name, where)))

    def note(self, turn: Turn, note: RowNote) -> None:
        """Ask about a remark that somebody wrote beside a row."""
        turn.account.unused += 1
        code = "note-left" if says_left(note.text) else "note-unread"
        fault = Violation(code, "name", {"where": format_origin(turn.line.origin_at(note.column))})
        self.notes.append((turn.number, fault, turn.line if turn.account.is_kept else None))

    def lose(self, line: CorrectionRow, account: CorrectionsFileSummary) -> None:
        """Tell of a row that fits nobody; of its address is told what the roster has, too."""
        account.lost += 1
        if line.is_keyless:
            self.report("complete-new", line.origin("nik"), account, line=line)
            return
        address = " › ".join(self.people.known(line.address)) or "–"
        detail = {"address": address}
        self.report("complete-lost", line.origin_at(0), account, line=line, detail=detail)

    def report(
        self,
        code: str,
        origin: CellLocation,
        account: CorrectionsFileSummary,
        *,
        line: CorrectionRow | None = None,
        detail: Mapping[str, object] | None = None,
    ) -> None:
        """Keep a finding that is about no person; of an earlier round it is a warning at most."""
        level = messages()[code].level
        if account.is_kept and level == "error":
            level = "warning"
        place = (origin.file, origin.sheet, origin.row, ADDRESS[0], origin.cell)
        finding = Finding(NOBODY, level, code, "nik", *place, detail or {})
        self.pending.append((finding, line if account.is_kept else None))

    def _is_settled(self, code: str, line: CorrectionRow) -> bool:
        """Return whether what an earlier round could not use was answered since, or is asked again anyway."""
        if code == "complete-no-answer" or self._was_answered(line):
            return True
        return code in _OF_SOMEBODY and line.text("nik") in self.people.by_nik

    def _was_answered(self, line: CorrectionRow) -> bool:
        return self.taken.get(row_key(line), 0) == self.newest


def row_key(line: CorrectionRow) -> tuple[Any, ...]:
    """Return what tells a row of corrections from others."""
    return (*line.address, line.code.place)


def format_origin(origin: CellLocation) -> str:
    """Return a place as findings name it."""
    return f"{origin.file}, {origin.sheet}!{origin.cell or origin.row}"


def _shown(field: str) -> str:
    return "no" if field == STRUCK else field
