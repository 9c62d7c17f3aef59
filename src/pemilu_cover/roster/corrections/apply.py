"""Corrections that came back: the answers of all corrections files, the earliest round first.

A new answer replaces one of an earlier run, and is listed. A cell that has changed in the roster since the
file was sent is reported and not overwritten. A row that matches nobody, or maybe another person, is
reported, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from pemilu_cover.roster.columns import RAW
from pemilu_cover.roster.corrections import row_doubts
from pemilu_cover.roster.corrections.applied import AppliedCorrections, CorrectionsFileSummary
from pemilu_cover.roster.corrections.cell_outcomes import (
    APPLIED_OUTCOMES,
    Baseline,
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
    MatchedRow,
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
from pemilu_cover.roster.corrections.returned_rows import returned_rows
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
    """Apply corrections files to a normalised frame; ``as_read`` has its cells as in the files."""
    applier = _CorrectionApplier(PersonIndex(frame, as_read), files, newcomers)
    for file in files:
        applier.apply_file(file)
    return applier.finish()


class _CorrectionApplier:
    """The answers of corrections files, applied file by file and row by row."""

    def __init__(
        self, people: PersonIndex, files: Sequence[ReturnedFile], newcomers: Newcomers
    ) -> None:
        self.people, self.newcomers = people, newcomers
        self.log = CorrectionLog(people, files, frozenset(new.number for new in newcomers.people))
        self.successors = SuccessorRows(self.log, newcomers)

    def apply_file(self, file: ReturnedFile) -> None:
        """Apply all answers of one file."""
        summary = self.log.summaries[file.label]
        self.log.returned.files.append(summary)
        added = [new for new in self.newcomers.people if new.file is file]
        summary.newcomers = len(added)
        summary.superseded = sum(of is file for of, _ in self.newcomers.again)
        for unused in file.unused:
            summary.unused += 1
            self.log.report(unused.code, unused.origin, summary, detail=unused.detail)
        for lines in _by_sheet(file.lines):
            self._apply_sheet(lines, summary)
        for new in added:
            if new.replaces:
                self.successors.replace(new, summary)

    def finish(self) -> AppliedCorrections:
        """Return the result, with the findings about unused answers."""
        self.successors.strike_replaced()
        faults = self.log.returned.faults
        faults += [(number, fault) for (number, _), fault in self.log.conflicts.items()]
        faults += list(_all_struck(self.people, self.log.returned))
        faults += list(self.successors.maybe_served())
        faults += list(self.log.replaced_answers())
        return self.log.finish()

    # ---- rows

    def _apply_sheet(self, lines: Sequence[CorrectionRow], summary: CorrectionsFileSummary) -> None:
        matches = [(line, self.people.find(line.who)) for line in lines]
        rows = returned_rows(
            [(line, match) for line, match in matches if match is not None], self.people
        )
        doubts = row_doubts.find_doubts(rows, self.people)
        for at, row in enumerate(rows):
            code = doubts.get(at)
            matched_row = MatchedRow(
                row.line, row.match, self.people.row(row.match.number), summary
            )
            if code is None:
                self._apply_row(matched_row)
                self.log.answered[row_key(row.line)] = summary.round
            elif code:
                summary.held += 1
                self.log.report(code, row.line.origin("nik"), summary, line=row.line)
            for note in row.line.notes:
                self.log.note(matched_row, note)
        for line, match in matches:
            if match is None:
                self.log.report_lost(line, summary)

    def _apply_row(self, matched_row: MatchedRow) -> None:
        line, summary = matched_row.line, matched_row.summary
        if line.successor and not is_blank_value(line.successor):
            if self.successors.succeed(matched_row):
                return
            summary.unused += 1
            self.log.report("successor-unknown", line.origin(SUCCESSOR.id), summary, line=line)
        if _is_strike_mark(line.mark):
            # Only an unchanged row is struck out: the person of a changed one may be struck already.
            if matched_row.match.is_row:
                self.log.strike(matched_row.number, line.origin(STRIKE.id), CORRECTED, summary)
            else:
                self.log.report_lost(line, summary)
            return
        self.successors.unstrike(matched_row)
        if line.mark:
            where = {"where": format_origin(line.origin(STRIKE.id))}
            self.log.returned.faults.append(
                (matched_row.number, Violation("strike-unreadable", "no", where))
            )
        if line.has_read_only_edit:
            self.log.fault(
                matched_row, Outcome.DIFFERS.value, read_only_field(line, matched_row.row)
            )
        for name in line.cells:
            self._apply_cell(matched_row, name)

    def _apply_cell(self, matched_row: MatchedRow, name: str) -> None:
        """Apply one cell: it is unchanged, or repeats, replaces, contradicts or changes a value."""
        line, summary, key = matched_row.line, matched_row.summary, (matched_row.number, name)
        baseline = Baseline(
            matched_row.row, matched_row.match.as_sent, self.log.changes.get(key), summary.round
        )
        outcome = cell_outcome(line, name, baseline)
        if outcome in APPLIED_OUTCOMES:
            text = line.text(name)
            is_empty = bool(text) and is_no_answer(name, text)
            self._change(matched_row, name, "" if is_empty else line.cells[name])
            if is_empty:  # an empty cell is requested again
                self.log.report("complete-no-answer", line.origin(name), summary, line=line)
        elif outcome is Outcome.SAME:
            summary.same += 1
        elif outcome is Outcome.NO_ANSWER:
            summary.no_answer += 1
            self.log.report("complete-no-answer", line.origin(name), summary, line=line)
        elif outcome is Outcome.IS_NOTE:
            self.log.note(matched_row, RowNote(line.columns[name], line.text(name)))
        elif outcome is Outcome.CONFLICTS:
            summary.unused += 1
            self.log.conflicts[key] = Violation(
                outcome.value, name, {"where": format_origin(line.origin(name))}
            )
        elif outcome is Outcome.DIFFERS:
            summary.unused += 1
            self.log.fault(matched_row, outcome.value, name)

    def _change(self, matched_row: MatchedRow, name: str, cell: str) -> None:
        """Replace the roster's cell and an earlier answer."""
        line, key = matched_row.line, (matched_row.number, name)
        if earlier := self.log.changes.get(key):
            self.log.supersede(earlier, cell, line.origin(name))
        change = CellChange(
            matched_row.number,
            name,
            matched_row.row[RAW + name],
            cell,
            FILLED if line.completes else CORRECTED,
            line.origin(name),
            matched_row.summary.round,
        )
        self.log.changes[key] = change
        self.log.conflicts.pop(key, None)
        matched_row.summary.add(change)


def _by_sheet(lines: Sequence[CorrectionRow]) -> Iterator[list[CorrectionRow]]:
    groups: dict[str, list[CorrectionRow]] = {}
    for line in lines:
        groups.setdefault(line.sheet.name, []).append(line)
    yield from groups.values()


def _is_strike_mark(mark: str) -> bool:
    words = normal_form(mark).split()
    return bool(mark) and (mark in _TICKS or (bool(words) and set(words) <= _STRUCK))


def _all_struck(
    people: PersonIndex, applied: AppliedCorrections
) -> Iterator[tuple[int, Violation]]:
    """Yield a fault for people of whom every one of several rows was struck out."""
    struck = {number for number, name in applied.changes if name == STRUCK}
    for number in sorted(struck):
        if applied.changes[number, STRUCK].because == SUCCEEDED:
            continue
        same = people.by_nik.get(people.row(number)["nik"] or "", [])
        if len(same) > 1 and set(same) <= struck:
            yield number, Violation("struck-all", "nik", {})
