"""Taking what came back: the answers of all corrections files, the earliest round first.

What was filled in now replaces what an earlier run has kept, and is listed. A cell that the roster itself has
changed since it was sent is told and not taken. What fits nobody, or may be somebody else's, is told, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from pemilu_cover.i18n.messages import messages
from pemilu_cover.roster.columns import RAW
from pemilu_cover.roster.corrections import row_doubts
from pemilu_cover.roster.corrections.applied import AppliedCorrections, CorrectionsFileSummary
from pemilu_cover.roster.corrections.cell_outcomes import (
    TAKES,
    Before,
    Outcome,
    cell_outcome,
    is_no_answer,
    read_only_field,
)
from pemilu_cover.roster.corrections.changes import (
    CORRECTED,
    FILLED,
    STRUCK,
    SUCCEEDED,
    CellChange,
    Superseded,
)
from pemilu_cover.roster.corrections.correction_rows import (
    ADDRESS,
    STRIKE,
    SUCCESSOR,
    CorrectionRow,
    ReturnedFile,
    RowNote,
    says_left,
)
from pemilu_cover.roster.corrections.newcomers import Newcomer, Newcomers, meant, successor_meant
from pemilu_cover.roster.corrections.row_matching import Match, PersonIndex
from pemilu_cover.roster.corrections.succession import TWICE, Succession, resolve
from pemilu_cover.roster.findings import NOBODY, Finding, Violation
from pemilu_cover.roster.people import CellLocation
from pemilu_cover.values.text import is_blank_value, normal_form

_STRUCK = frozenset("Y YA X V HAPUS 1 TRUE".split())
_TICKS = frozenset("✓✔√☑")
# Rows of people who are settled as soon as they are in the roster.
_OF_SOMEBODY = frozenset({"complete-new", "complete-lost", row_doubts.ANOTHER, row_doubts.COPIED})
_PLACES = ("kecamatan", "desa", "tps")


def apply_corrections(
    frame: pl.DataFrame,
    as_read: pl.DataFrame,
    files: Sequence[ReturnedFile],
    newcomers: Newcomers,
) -> AppliedCorrections:
    """Take what corrections files say of a normalised frame; ``as_read`` has its cells as in the files."""
    taking = _Taking(PersonIndex(frame, as_read), files, newcomers)
    for file in files:
        taking.take(file)
    return taking.finish()


@dataclass(frozen=True)
class _Turn:
    """A row whose answers are being taken: its person, and the account of its file."""

    line: CorrectionRow
    match: Match
    row: Mapping[str, Any]
    account: CorrectionsFileSummary

    @property
    def number(self) -> int:
        """The person's number."""
        return self.match.number


class _Taking:
    """The changes so far, and what could not be used."""

    def __init__(
        self, people: PersonIndex, files: Sequence[ReturnedFile], newcomers: Newcomers
    ) -> None:
        self.people = people
        self.newest = max((file.round for file in files), default=0)
        self.newcomers = newcomers
        self.returned = AppliedCorrections(
            newcomers=frozenset(new.number for new in newcomers.people)
        )
        self.changes = self.returned.changes
        self.accounts = {file.label: CorrectionsFileSummary.of(file, self.newest) for file in files}
        self.conflicts: dict[tuple[int, str], Violation] = {}
        # What could not be used, with the row that would show that it is settled since.
        self.pending: list[tuple[Finding, CorrectionRow | None]] = []
        self.notes: list[tuple[int, Violation, CorrectionRow | None]] = []
        self.successions: list[Succession] = []
        # The newest round in which each row was taken.
        self.taken: dict[tuple[Any, ...], int] = {}

    def take(self, file: ReturnedFile) -> None:
        """Take all that one file says."""
        account = self.accounts[file.label]
        self.returned.files.append(account)
        added = [new for new in self.newcomers.people if new.file is file]
        account.newcomers = len(added)
        account.superseded = sum(of is file for of, _ in self.newcomers.again)
        for unused in file.unused:
            account.unused += 1
            self._report(unused.code, unused.origin, account, detail=unused.detail)
        for lines in _by_sheet(file.lines):
            self._take_sheet(lines, account)
        for new in added:
            if new.replaces:
                self._replace(new, account)

    def finish(self) -> AppliedCorrections:
        """Return all that was taken, with what none of the files could use."""
        returned = self.returned
        self._settle_successions()
        returned.faults += [(number, fault) for (number, _), fault in self.conflicts.items()]
        returned.faults += list(_all_struck(self.people, returned))
        returned.faults += list(self._maybe_served())
        returned.faults += list(self._told_replaced())
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

    def _told_replaced(self) -> Iterator[tuple[int, Violation]]:
        for superseded in self.returned.superseded:
            earlier = superseded.earlier
            if earlier.origin and (earlier.id, earlier.field) in self.changes:
                where = {"where": _named(earlier.origin)}
                yield earlier.id, Violation("complete-replaced", _shown(earlier.field), where)

    # ---- rows

    def _take_sheet(self, lines: Sequence[CorrectionRow], account: CorrectionsFileSummary) -> None:
        found = [(line, self.people.find(line.who)) for line in lines]
        claims = row_doubts.row_claims(
            [(line, match) for line, match in found if match is not None], self.people
        )
        held = row_doubts.doubtful(claims, self.people)
        for at, claim in enumerate(claims):
            code = held.get(at)
            turn = _Turn(claim.line, claim.match, self.people.row(claim.match.number), account)
            if code is None:
                self._take_line(turn)
                self.taken[_key(claim.line)] = account.round
            elif code:
                account.held += 1
                self._report(code, claim.line.origin("nik"), account, line=claim.line)
            for note in claim.line.notes:
                self._note(turn, note)
        for line, match in found:
            if match is None:
                self._lose(line, account)

    def _take_line(self, turn: _Turn) -> None:
        line, account = turn.line, turn.account
        if line.successor and not is_blank_value(line.successor):
            if self._succeed(turn):
                return
            account.unused += 1
            self._report("successor-unknown", line.origin(SUCCESSOR), account, line=line)
        if _strikes(line.mark):
            # A row is struck out only as it was: what has changed since may have been struck already.
            if turn.match.is_row:
                self._strike(turn.number, line.origin(STRIKE), CORRECTED, account)
            else:
                self._lose(line, account)
            return
        self._unstrike(turn)
        if line.mark:
            where = {"where": _named(line.origin(STRIKE))}
            self.returned.faults.append((turn.number, Violation("strike-unreadable", "no", where)))
        if line.retold:
            self._fault(turn, Outcome.DIFFERS.value, read_only_field(line, turn.row))
        for name in line.cells:
            self._take_cell(turn, name)

    def _take_cell(self, turn: _Turn, name: str) -> None:
        """Take one cell: it is as it was, says what counts anyway, replaces, contradicts or changes."""
        line, account, key = turn.line, turn.account, (turn.number, name)
        before = Before(turn.row, turn.match.as_sent, self.changes.get(key), account.round)
        outcome = cell_outcome(line, name, before)
        if outcome in TAKES:
            text = line.text(name)
            is_empty = bool(text) and is_no_answer(name, text)
            self._change(turn, name, "" if is_empty else line.cells[name])
            if is_empty:  # what is known to be nothing is asked for again
                self._report("complete-no-answer", line.origin(name), account, line=line)
        elif outcome is Outcome.SAME:
            account.same += 1
        elif outcome is Outcome.NO_ANSWER:
            account.no_answer += 1
            self._report("complete-no-answer", line.origin(name), account, line=line)
        elif outcome is Outcome.IS_NOTE:
            self._note(turn, RowNote(line.columns[name], line.text(name)))
        elif outcome is Outcome.CONFLICTS:
            account.unused += 1
            self.conflicts[key] = Violation(
                outcome.value, name, {"where": _named(line.origin(name))}
            )
        elif outcome is Outcome.DIFFERS:
            account.unused += 1
            self._fault(turn, outcome.value, name)

    def _change(self, turn: _Turn, name: str, cell: str) -> None:
        """Let a cell count in the place of the roster's and of an earlier answer."""
        line, key = turn.line, (turn.number, name)
        if earlier := self.changes.get(key):
            self._supersede(earlier, cell, line.origin(name))
        change = CellChange(
            turn.number,
            name,
            turn.row[RAW + name],
            cell,
            FILLED if line.completes else CORRECTED,
            line.origin(name),
            turn.account.round,
        )
        self.changes[key] = change
        self.conflicts.pop(key, None)
        turn.account.add(change)

    def _supersede(self, earlier: CellChange, now: str, by: CellLocation) -> None:
        """Let an answer count no longer."""
        self.returned.superseded.append(Superseded(earlier, now, by))
        account = self.accounts.get(earlier.origin.file) if earlier.origin else None
        if account is not None:
            account.superseded += 1
            account.add(earlier, -1)

    # ---- who serves no longer

    def _strike(
        self, number: int, at: CellLocation, because: str, account: CorrectionsFileSummary
    ) -> None:
        if (number, STRUCK) in self.changes:
            account.same += 1
            return
        change = CellChange(number, STRUCK, "", "Y", because, at, account.round)
        self.changes[number, STRUCK] = change
        account.add(change)

    def _unstrike(self, turn: _Turn) -> None:
        """Let a row count again where its mark was taken out of the same file, sent once more."""
        if turn.line.completes:
            return
        struck = self.changes.get((turn.number, STRUCK))
        if struck and struck.origin and self._takes_back(struck.origin, struck.round, turn):
            del self.changes[turn.number, STRUCK]
            self._supersede(struck, "", turn.line.origin(STRIKE))
        for each in list(self.successions):
            if each.by != turn.number or each.round >= turn.account.round:
                continue
            if turn.line.successor or self._takes_back(each.origin, each.round, turn):
                self.successions.remove(each)
                self._supersede_succession(each, turn.line.origin(SUCCESSOR))

    def _takes_back(self, origin: CellLocation, round_: int, turn: _Turn) -> bool:
        """Return whether a row stands in a newer file of the name and sheet in which a mark stood."""
        sheet = turn.line.sheet
        is_same = Path(origin.file).name == Path(sheet.file).name and origin.sheet == sheet.name
        return is_same and round_ < turn.account.round

    def _succeed(self, turn: _Turn) -> bool:
        """Note that a row names a successor; say whether the successor is known."""
        wanted, near, number = turn.line.successor, _places(turn.row), turn.number
        everybody = [other for other in range(self.people.count) if other != number]
        added = [other for other in everybody if other in self.returned.newcomers]
        for among in (added, everybody, [number]):
            found = successor_meant(wanted, self.people, among, near)
            if found is not None:
                self._replaces(number, found, number, turn.line.origin(SUCCESSOR), turn.account)
                return True
        return False

    def _replace(self, new: Newcomer, account: CorrectionsFileSummary) -> None:
        """Note whom somebody new replaces."""
        near = _places(self.people.row(new.number))
        known = [n for n in range(self.people.count) if n not in self.returned.newcomers]
        found = meant(new.replaces, self.people, known, near)
        if found is None:
            # Of several with this NIK or name, the row that names the new person is meant.
            naming = [s.predecessor for s in self.successions if s.successor == new.number]
            found = meant(new.replaces, self.people, naming, near)
        if found is None:
            account.unused += 1
            self._report("replaced-unknown", new.replaces_at, account)
            return
        self._replaces(found, new.number, new.number, new.origin, account)

    def _replaces(
        self,
        predecessor: int,
        successor: int,
        by: int,
        origin: CellLocation,
        account: CorrectionsFileSummary,
    ) -> None:
        self.successions.append(Succession(predecessor, successor, by, origin, account))

    def _settle_successions(self) -> None:
        """Strike whoever is replaced, and hold those of whom it cannot be told."""
        struck = {number for number, name in self.changes if name == STRUCK}
        told = [each for each in self.successions if each.predecessor not in struck]
        # Of several who replace somebody, those who were struck out do not.
        served = {each.predecessor for each in told if each.successor not in struck}
        told = [s for s in told if s.by not in struck or s.predecessor not in served]
        resolved = resolve(told, self._persons(told))
        for each in resolved.kept:
            self._strike(each.predecessor, each.origin, SUCCEEDED, each.account)
            if each.successor in struck:
                where = {"where": _named(each.origin)}
                fault = Violation("successor-struck", "no", where)
                self.returned.faults.append((each.predecessor, fault))
        for each, code, others in resolved.held:
            each.account.held += 1
            if code == TWICE:  # whoever replaces them, they serve no longer
                self._strike(each.predecessor, each.origin, SUCCEEDED, each.account)
            places = ", ".join(sorted({_named(other.origin) for other in others}))
            detail = {"where": _named(each.origin), "others": places}
            self.returned.faults.append((each.by, Violation(code, "no", detail)))
        for each, newer in resolved.superseded:
            self._supersede_succession(each, newer.origin)

    def _persons(self, told: Sequence[Succession]) -> dict[int, str]:
        """Return who each row that a succession is about belongs to: a NIK may stand on several rows."""
        numbers = {number for each in told for number in (each.predecessor, each.successor)}
        persons: dict[int, str] = {}
        for number in numbers:
            nik = self.people.row(number)["nik"] if self.people.has_whole_nik(number) else None
            same = self.people.by_nik.get(nik, []) if nik else []
            persons |= dict.fromkeys([number, *same], nik or f"row {number}")
        return persons

    def _supersede_succession(self, each: Succession, by: CellLocation) -> None:
        change = CellChange(each.predecessor, STRUCK, "", "Y", SUCCEEDED, each.origin, each.round)
        self.returned.superseded.append(Superseded(change, "", by))
        each.account.superseded += 1

    def _maybe_served(self) -> Iterator[tuple[int, Violation]]:
        """Ask about people who were replaced by somebody who begins later: they may have served."""
        by_origin = {new.origin: new for new in self.newcomers.people}
        for (number, name), change in self.changes.items():
            new = by_origin.get(change.origin) if change.origin else None
            if name != STRUCK or new is None:
                continue
            begins = self.people.row(new.number).get("start")
            began = self.people.row(number).get("start")
            if begins and began and begins > began:
                yield number, Violation("replaced-served", "start", {"where": _named(new.origin)})

    # ---- what is not used

    def _fault(self, turn: _Turn, code: str, name: str) -> None:
        where = {"where": _named(turn.line.origin(name))}
        self.returned.faults.append((turn.number, Violation(code, name, where)))

    def _note(self, turn: _Turn, note: RowNote) -> None:
        """Ask about a remark that somebody wrote beside a row."""
        turn.account.unused += 1
        code = "note-left" if says_left(note.text) else "note-unread"
        fault = Violation(code, "name", {"where": _named(turn.line.origin_at(note.column))})
        self.notes.append((turn.number, fault, turn.line if turn.account.is_kept else None))

    def _lose(self, line: CorrectionRow, account: CorrectionsFileSummary) -> None:
        """Tell of a row that fits nobody; of its address is told what the roster has, too."""
        account.lost += 1
        if line.is_keyless:
            self._report("complete-new", line.origin("nik"), account, line=line)
            return
        address = " › ".join(self.people.known(line.address)) or "–"
        detail = {"address": address}
        self._report("complete-lost", line.origin_at(0), account, line=line, detail=detail)

    def _report(
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
        return self.taken.get(_key(line), 0) == self.newest


def _by_sheet(lines: Sequence[CorrectionRow]) -> Iterator[list[CorrectionRow]]:
    groups: dict[str, list[CorrectionRow]] = {}
    for line in lines:
        groups.setdefault(line.sheet.name, []).append(line)
    yield from groups.values()


def _key(line: CorrectionRow) -> tuple[Any, ...]:
    return (*line.address, line.code.place)


def _named(origin: CellLocation) -> str:
    return f"{origin.file}, {origin.sheet}!{origin.cell or origin.row}"


def _places(row: Mapping[str, Any]) -> dict[str, str]:
    return {place: row[place] or "" for place in _PLACES}


def _shown(field: str) -> str:
    return "no" if field == STRUCK else field


def _strikes(mark: str) -> bool:
    words = normal_form(mark).split()
    return bool(mark) and (mark in _TICKS or (bool(words) and set(words) <= _STRUCK))


def _all_struck(people: PersonIndex, taken: AppliedCorrections) -> Iterator[tuple[int, Violation]]:
    """Tell of people of whom every row was struck out, though there were several."""
    struck = {number for number, name in taken.changes if name == STRUCK}
    for number in sorted(struck):
        if taken.changes[number, STRUCK].because == SUCCEEDED:
            continue
        same = people.by_nik.get(people.row(number)["nik"] or "", [])
        if len(same) > 1 and set(same) <= struck:
            yield number, Violation("struck-all", "nik", {})
