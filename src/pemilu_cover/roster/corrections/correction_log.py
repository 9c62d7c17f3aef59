"""The changes of corrections files so far, and the findings about unused answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pemilu_cover.i18n.messages import messages
from pemilu_cover.roster.corrections import row_doubts
from pemilu_cover.roster.corrections.applied import AppliedCorrections, CorrectionsFileSummary
from pemilu_cover.roster.corrections.changes import STRUCK, CellChange, SupersededAnswer
from pemilu_cover.roster.corrections.correction_rows import (
    ADDRESS,
    CorrectionRow,
    ReturnedFile,
    RowNote,
    may_have_left,
)
from pemilu_cover.roster.corrections.row_matching import Match, PersonIndex
from pemilu_cover.roster.findings import NOBODY, Finding, Violation
from pemilu_cover.roster.people import CellLocation

# Findings about rows of people that are obsolete once the people are in the roster.
_OF_SOMEBODY = frozenset({"complete-new", "complete-lost", row_doubts.ANOTHER, row_doubts.COPIED})


@dataclass(frozen=True)
class MatchedRow:
    """A row whose answers are applied: its person, and the summary of its file."""

    line: CorrectionRow
    match: Match
    row: Mapping[str, Any]
    summary: CorrectionsFileSummary

    @property
    def number(self) -> int:
        """The person's number."""
        return self.match.number


class CorrectionLog:
    """The changes so far, and the findings about unused answers."""

    def __init__(
        self, people: PersonIndex, files: Sequence[ReturnedFile], newcomers: frozenset[int]
    ) -> None:
        self.people = people
        self.newest = max((file.round for file in files), default=0)
        self.returned = AppliedCorrections(newcomers=newcomers)
        self.changes = self.returned.changes
        self.summaries = {
            file.label: CorrectionsFileSummary.of(file, self.newest) for file in files
        }
        self.conflicts: dict[tuple[int, str], Violation] = {}
        # Findings about unused answers, with the row whose later answer makes them obsolete.
        self.pending: list[tuple[Finding, CorrectionRow | None]] = []
        self.notes: list[tuple[int, Violation, CorrectionRow | None]] = []
        # The newest round in which each row was applied.
        self.answered: dict[tuple[Any, ...], int] = {}

    def finish(self) -> AppliedCorrections:
        """Return the result, with the findings about unused answers."""
        returned = self.returned
        returned.faults += [
            (number, fault)
            for number, fault, line in self.notes
            if line is None or not self._was_answered(line)
        ]
        returned.lost += [
            finding
            for finding, line in self.pending
            if line is None or not self._is_obsolete(finding.code, line)
        ]
        newest = [summary for summary in returned.files if not summary.is_earlier]
        for summary in newest:
            if finding := summary.no_answer_finding(is_alone=len(newest) == 1):
                returned.lost.append(finding)
        return returned

    def replaced_answers(self) -> Iterator[tuple[int, Violation]]:
        """Yield a finding for each answer that a newer one replaced."""
        for superseded in self.returned.superseded:
            earlier = superseded.earlier
            if earlier.origin and (earlier.id, earlier.field) in self.changes:
                where = {"where": format_origin(earlier.origin)}
                yield earlier.id, Violation("complete-replaced", _shown(earlier.field), where)

    def supersede(self, earlier: CellChange, now: str, by: CellLocation) -> None:
        """Replace an answer by a newer one."""
        self.returned.superseded.append(SupersededAnswer(earlier, now, by))
        summary = self.summaries.get(earlier.origin.file) if earlier.origin else None
        if summary is not None:
            summary.superseded += 1
            summary.add(earlier, -1)

    def strike(
        self, number: int, at: CellLocation, because: str, summary: CorrectionsFileSummary
    ) -> None:
        """Strike out a person, once."""
        if (number, STRUCK) in self.changes:
            summary.same += 1
            return
        change = CellChange(number, STRUCK, "", "Y", because, at, summary.round)
        self.changes[number, STRUCK] = change
        summary.add(change)

    def fault(self, matched_row: MatchedRow, code: str, name: str) -> None:
        """Add a finding at a cell of a corrections file."""
        where = {"where": format_origin(matched_row.line.origin(name))}
        self.returned.faults.append((matched_row.number, Violation(code, name, where)))

    def note(self, matched_row: MatchedRow, note: RowNote) -> None:
        """Add a finding about a remark beside a row."""
        matched_row.summary.unused += 1
        code = "note-left" if may_have_left(note.text) else "note-unread"
        fault = Violation(
            code, "name", {"where": format_origin(matched_row.line.origin_at(note.column))}
        )
        self.notes.append(
            (
                matched_row.number,
                fault,
                matched_row.line if matched_row.summary.is_earlier else None,
            )
        )

    def report_lost(self, line: CorrectionRow, summary: CorrectionsFileSummary) -> None:
        """Report a row that matches nobody, with the parts of its address that the roster has."""
        summary.lost += 1
        if line.is_keyless:
            self.report("complete-new", line.origin("nik"), summary, line=line)
            return
        address = " › ".join(self.people.known(line.address)) or "–"
        detail = {"address": address}
        self.report("complete-lost", line.origin_at(0), summary, line=line, detail=detail)

    def report(
        self,
        code: str,
        origin: CellLocation,
        summary: CorrectionsFileSummary,
        *,
        line: CorrectionRow | None = None,
        detail: Mapping[str, object] | None = None,
    ) -> None:
        """Add a finding about no person; for an earlier round it is a warning at most."""
        level = messages()[code].level
        if summary.is_earlier and level == "error":
            level = "warning"
        place = (origin.file, origin.sheet, origin.row, ADDRESS[0].translate(), origin.cell)
        finding = Finding(NOBODY, level, code, "nik", *place, detail or {})
        self.pending.append((finding, line if summary.is_earlier else None))

    def _is_obsolete(self, code: str, line: CorrectionRow) -> bool:
        """Return whether a finding of an earlier round was answered since, or is reported anyway."""
        if code == "complete-no-answer" or self._was_answered(line):
            return True
        return code in _OF_SOMEBODY and line.text("nik") in self.people.by_nik

    def _was_answered(self, line: CorrectionRow) -> bool:
        return self.answered.get(row_key(line), 0) == self.newest


def row_key(line: CorrectionRow) -> tuple[Any, ...]:
    """Return the key of a row of corrections."""
    return (*line.address, line.code.place)


def format_origin(origin: CellLocation) -> str:
    """Return a place as findings name it."""
    return f"{origin.file}, {origin.sheet}!{origin.cell or origin.row}"


def _shown(field: str) -> str:
    return "no" if field == STRUCK else field
