"""People who no longer serve, since their own row or a newcomer's names a replacement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pemilu_cover.roster.corrections.applied import CorrectionsFileSummary
from pemilu_cover.roster.corrections.changes import STRUCK, SUCCEEDED, CellChange, SupersededAnswer
from pemilu_cover.roster.corrections.correction_log import CorrectionLog, MatchedRow, format_origin
from pemilu_cover.roster.corrections.correction_rows import STRIKE, SUCCESSOR
from pemilu_cover.roster.corrections.newcomers import (
    Newcomer,
    Newcomers,
    match_person,
    match_successor,
)
from pemilu_cover.roster.corrections.succession import TWICE, Succession, resolve
from pemilu_cover.roster.findings import Violation
from pemilu_cover.roster.people import CellLocation

_PLACES = ("kecamatan", "desa", "tps")


class SuccessorRows:
    """The successions in the rows so far."""

    def __init__(self, log: CorrectionLog, newcomers: Newcomers) -> None:
        self._log, self._newcomers = log, newcomers
        self._successions: list[Succession] = []

    def unstrike(self, matched_row: MatchedRow) -> None:
        """Restore a row whose mark was removed in a newer version of the same file."""
        if matched_row.line.completes:
            return
        struck = self._log.changes.get((matched_row.number, STRUCK))
        if struck and struck.origin and self._withdraws(struck.origin, struck.round, matched_row):
            del self._log.changes[matched_row.number, STRUCK]
            self._log.supersede(struck, "", matched_row.line.origin(STRIKE.id))
        for each in list(self._successions):
            if each.by != matched_row.number or each.round >= matched_row.summary.round:
                continue
            if matched_row.line.successor or self._withdraws(each.origin, each.round, matched_row):
                self._successions.remove(each)
                self._supersede_succession(each, matched_row.line.origin(SUCCESSOR.id))

    def _withdraws(self, origin: CellLocation, round_: int, matched_row: MatchedRow) -> bool:
        """Return whether a row is in a newer file with the name and sheet of a mark."""
        sheet = matched_row.line.sheet
        is_same = Path(origin.file).name == Path(sheet.file).name and origin.sheet == sheet.name
        return is_same and round_ < matched_row.summary.round

    def succeed(self, matched_row: MatchedRow) -> bool:
        """Note that a row names a successor; return whether the successor is in the roster."""
        text, near, number = (
            matched_row.line.successor,
            _places(matched_row.row),
            matched_row.number,
        )
        everybody = [n for n in range(self._log.people.count) if n != number]
        added = [n for n in everybody if n in self._log.returned.newcomers]
        for among in (added, everybody, [number]):
            successor = match_successor(text, self._log.people, among, near)
            if successor is not None:
                self._replaces(
                    number,
                    successor,
                    number,
                    matched_row.line.origin(SUCCESSOR.id),
                    matched_row.summary,
                )
                return True
        return False

    def replace(self, new: Newcomer, summary: CorrectionsFileSummary) -> None:
        """Note whom a new person replaces."""
        near = _places(self._log.people.row(new.number))
        known = [n for n in range(self._log.people.count) if n not in self._log.returned.newcomers]
        predecessor = match_person(new.replaces, self._log.people, known, near)
        if predecessor is None:
            # Of several with this NIK or name, the one whose row names the new person matches.
            naming = [s.predecessor for s in self._successions if s.successor == new.number]
            predecessor = match_person(new.replaces, self._log.people, naming, near)
        if predecessor is None:
            summary.unused += 1
            self._log.report("replaced-unknown", new.replaces_at, summary)
            return
        self._replaces(predecessor, new.number, new.number, new.origin, summary)

    def _replaces(
        self,
        predecessor: int,
        successor: int,
        by: int,
        origin: CellLocation,
        summary: CorrectionsFileSummary,
    ) -> None:
        self._successions.append(Succession(predecessor, successor, by, origin, summary))

    def strike_replaced(self) -> None:
        """Strike people who are replaced, and hold those for whom this is unclear."""
        struck = {number for number, name in self._log.changes if name == STRUCK}
        statements = [each for each in self._successions if each.predecessor not in struck]
        # Of several who replace one person, those who were struck out do not.
        served = {each.predecessor for each in statements if each.successor not in struck}
        statements = [s for s in statements if s.by not in struck or s.predecessor not in served]
        resolution = resolve(statements, self._persons(statements))
        for each in resolution.valid:
            self._log.strike(each.predecessor, each.origin, SUCCEEDED, each.summary)
            if each.successor in struck:
                where = {"where": format_origin(each.origin)}
                fault = Violation("successor-struck", "no", where)
                self._log.returned.faults.append((each.predecessor, fault))
        for each, code, conflicting in resolution.held:
            each.summary.held += 1
            if code == TWICE:  # they no longer serve
                self._log.strike(each.predecessor, each.origin, SUCCEEDED, each.summary)
            places = ", ".join(sorted({format_origin(each.origin) for each in conflicting}))
            detail = {"where": format_origin(each.origin), "others": places}
            self._log.returned.faults.append((each.by, Violation(code, "no", detail)))
        for each, newer in resolution.superseded:
            self._supersede_succession(each, newer.origin)

    def _persons(self, statements: Sequence[Succession]) -> dict[int, str]:
        """Return the person of each row that a succession names: a NIK may be on several rows."""
        numbers = {number for each in statements for number in (each.predecessor, each.successor)}
        persons: dict[int, str] = {}
        for number in numbers:
            nik = (
                self._log.people.row(number)["nik"]
                if self._log.people.has_complete_nik(number)
                else None
            )
            same = self._log.people.by_nik.get(nik, []) if nik else []
            persons |= dict.fromkeys([number, *same], nik or f"row {number}")
        return persons

    def _supersede_succession(self, each: Succession, by: CellLocation) -> None:
        change = CellChange(each.predecessor, STRUCK, "", "Y", SUCCEEDED, each.origin, each.round)
        self._log.returned.superseded.append(SupersededAnswer(change, "", by))
        each.summary.superseded += 1

    def maybe_served(self) -> Iterator[tuple[int, Violation]]:
        """Yield a finding for people whose replacement begins later: they may have served."""
        by_origin = {new.origin: new for new in self._newcomers.people}
        for (number, name), change in self._log.changes.items():
            new = by_origin.get(change.origin) if change.origin else None
            if name != STRUCK or new is None:
                continue
            begins = self._log.people.row(new.number).get("start")
            began = self._log.people.row(number).get("start")
            if begins and began and begins > began:
                yield (
                    number,
                    Violation("replaced-served", "start", {"where": format_origin(new.origin)}),
                )


def _places(row: Mapping[str, Any]) -> dict[str, str]:
    return {place: row[place] or "" for place in _PLACES}
