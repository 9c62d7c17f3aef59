"""Corrections that came back: the answers of all corrections files, the earliest round first.

What was filled in now replaces what an earlier run has kept, and is listed. A cell that the roster itself has
changed since it was sent is told and not taken. What fits nobody, or may be somebody else's, is told, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

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
)
from pemilu_cover.roster.corrections.correction_log import (
    CorrectionLog,
    Turn,
    format_origin,
    row_key,
)
from pemilu_cover.roster.corrections.correction_rows import (
    STRIKE,
    SUCCESSOR,
    CorrectionRow,
    ReturnedFile,
    RowNote,
)
from pemilu_cover.roster.corrections.newcomers import Newcomers
from pemilu_cover.roster.corrections.row_matching import PersonIndex
from pemilu_cover.roster.corrections.successor_rows import SuccessorRows
from pemilu_cover.roster.findings import Violation
from pemilu_cover.values.text import is_blank_value, normal_form

_STRUCK = frozenset("Y YA X V HAPUS 1 TRUE".split())
_TICKS = frozenset("✓✔√☑")


def apply_corrections(
    frame: pl.DataFrame,
    as_read: pl.DataFrame,
    files: Sequence[ReturnedFile],
    newcomers: Newcomers,
) -> AppliedCorrections:
    """Take what corrections files say of a normalised frame; ``as_read`` has its cells as in the files."""
    applier = _CorrectionApplier(PersonIndex(frame, as_read), files, newcomers)
    for file in files:
        applier.take(file)
    return applier.finish()


class _CorrectionApplier:
    """The answers of corrections files, taken file by file and row by row."""

    def __init__(
        self, people: PersonIndex, files: Sequence[ReturnedFile], newcomers: Newcomers
    ) -> None:
        self.people, self.newcomers = people, newcomers
        self.log = CorrectionLog(people, files, frozenset(new.number for new in newcomers.people))
        self.successors = SuccessorRows(self.log, newcomers)

    def take(self, file: ReturnedFile) -> None:
        """Take all that one file says."""
        account = self.log.accounts[file.label]
        self.log.returned.files.append(account)
        added = [new for new in self.newcomers.people if new.file is file]
        account.newcomers = len(added)
        account.superseded = sum(of is file for of, _ in self.newcomers.again)
        for unused in file.unused:
            account.unused += 1
            self.log.report(unused.code, unused.origin, account, detail=unused.detail)
        for lines in _by_sheet(file.lines):
            self._take_sheet(lines, account)
        for new in added:
            if new.replaces:
                self.successors.replace(new, account)

    def finish(self) -> AppliedCorrections:
        """Return all that was taken, with what none of the files could use."""
        self.successors.settle()
        faults = self.log.returned.faults
        faults += [(number, fault) for (number, _), fault in self.log.conflicts.items()]
        faults += list(_all_struck(self.people, self.log.returned))
        faults += list(self.successors.maybe_served())
        faults += list(self.log.replaced_answers())
        return self.log.finish()

    # ---- rows

    def _take_sheet(self, lines: Sequence[CorrectionRow], account: CorrectionsFileSummary) -> None:
        found = [(line, self.people.find(line.who)) for line in lines]
        claims = row_doubts.row_claims(
            [(line, match) for line, match in found if match is not None], self.people
        )
        held = row_doubts.doubtful(claims, self.people)
        for at, claim in enumerate(claims):
            code = held.get(at)
            turn = Turn(claim.line, claim.match, self.people.row(claim.match.number), account)
            if code is None:
                self._take_line(turn)
                self.log.taken[row_key(claim.line)] = account.round
            elif code:
                account.held += 1
                self.log.report(code, claim.line.origin("nik"), account, line=claim.line)
            for note in claim.line.notes:
                self.log.note(turn, note)
        for line, match in found:
            if match is None:
                self.log.lose(line, account)

    def _take_line(self, turn: Turn) -> None:
        line, account = turn.line, turn.account
        if line.successor and not is_blank_value(line.successor):
            if self.successors.succeed(turn):
                return
            account.unused += 1
            self.log.report("successor-unknown", line.origin(SUCCESSOR), account, line=line)
        if _strikes(line.mark):
            # A row is struck out only as it was: what has changed since may have been struck already.
            if turn.match.is_row:
                self.log.strike(turn.number, line.origin(STRIKE), CORRECTED, account)
            else:
                self.log.lose(line, account)
            return
        self.successors.unstrike(turn)
        if line.mark:
            where = {"where": format_origin(line.origin(STRIKE))}
            self.log.returned.faults.append(
                (turn.number, Violation("strike-unreadable", "no", where))
            )
        if line.retold:
            self.log.fault(turn, Outcome.DIFFERS.value, read_only_field(line, turn.row))
        for name in line.cells:
            self._take_cell(turn, name)

    def _take_cell(self, turn: Turn, name: str) -> None:
        """Take one cell: it is as it was, says what counts anyway, replaces, contradicts or changes."""
        line, account, key = turn.line, turn.account, (turn.number, name)
        before = Before(turn.row, turn.match.as_sent, self.log.changes.get(key), account.round)
        outcome = cell_outcome(line, name, before)
        if outcome in TAKES:
            text = line.text(name)
            is_empty = bool(text) and is_no_answer(name, text)
            self._change(turn, name, "" if is_empty else line.cells[name])
            if is_empty:  # what is known to be nothing is asked for again
                self.log.report("complete-no-answer", line.origin(name), account, line=line)
        elif outcome is Outcome.SAME:
            account.same += 1
        elif outcome is Outcome.NO_ANSWER:
            account.no_answer += 1
            self.log.report("complete-no-answer", line.origin(name), account, line=line)
        elif outcome is Outcome.IS_NOTE:
            self.log.note(turn, RowNote(line.columns[name], line.text(name)))
        elif outcome is Outcome.CONFLICTS:
            account.unused += 1
            self.log.conflicts[key] = Violation(
                outcome.value, name, {"where": format_origin(line.origin(name))}
            )
        elif outcome is Outcome.DIFFERS:
            account.unused += 1
            self.log.fault(turn, outcome.value, name)

    def _change(self, turn: Turn, name: str, cell: str) -> None:
        """Let a cell count in the place of the roster's and of an earlier answer."""
        line, key = turn.line, (turn.number, name)
        if earlier := self.log.changes.get(key):
            self.log.supersede(earlier, cell, line.origin(name))
        change = CellChange(
            turn.number,
            name,
            turn.row[RAW + name],
            cell,
            FILLED if line.completes else CORRECTED,
            line.origin(name),
            turn.account.round,
        )
        self.log.changes[key] = change
        self.log.conflicts.pop(key, None)
        turn.account.add(change)


def _by_sheet(lines: Sequence[CorrectionRow]) -> Iterator[list[CorrectionRow]]:
    groups: dict[str, list[CorrectionRow]] = {}
    for line in lines:
        groups.setdefault(line.sheet.name, []).append(line)
    yield from groups.values()


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
