"""Who serves no longer: people who are replaced by somebody that their row, or the newcomer's, names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pemilu_cover.roster.corrections.applied import CorrectionsFileSummary
from pemilu_cover.roster.corrections.changes import STRUCK, SUCCEEDED, CellChange, Superseded
from pemilu_cover.roster.corrections.correction_log import CorrectionLog, Turn, format_origin
from pemilu_cover.roster.corrections.correction_rows import STRIKE, SUCCESSOR
from pemilu_cover.roster.corrections.newcomers import Newcomer, Newcomers, meant, successor_meant
from pemilu_cover.roster.corrections.succession import TWICE, Succession, resolve
from pemilu_cover.roster.findings import Violation
from pemilu_cover.roster.people import CellLocation

_PLACES = ("kecamatan", "desa", "tps")


class SuccessorRows:
    """The successions that rows name so far."""

    def __init__(self, log: CorrectionLog, newcomers: Newcomers) -> None:
        self._log, self._newcomers = log, newcomers
        self._successions: list[Succession] = []

    def unstrike(self, turn: Turn) -> None:
        """Let a row count again where its mark was taken out of the same file, sent once more."""
        if turn.line.completes:
            return
        struck = self._log.changes.get((turn.number, STRUCK))
        if struck and struck.origin and self._takes_back(struck.origin, struck.round, turn):
            del self._log.changes[turn.number, STRUCK]
            self._log.supersede(struck, "", turn.line.origin(STRIKE))
        for each in list(self._successions):
            if each.by != turn.number or each.round >= turn.account.round:
                continue
            if turn.line.successor or self._takes_back(each.origin, each.round, turn):
                self._successions.remove(each)
                self._supersede_succession(each, turn.line.origin(SUCCESSOR))

    def _takes_back(self, origin: CellLocation, round_: int, turn: Turn) -> bool:
        """Return whether a row is in a newer file with the name and sheet of a mark."""
        sheet = turn.line.sheet
        is_same = Path(origin.file).name == Path(sheet.file).name and origin.sheet == sheet.name
        return is_same and round_ < turn.account.round

    def succeed(self, turn: Turn) -> bool:
        """Note that a row names a successor; say whether the successor is known."""
        wanted, near, number = turn.line.successor, _places(turn.row), turn.number
        everybody = [other for other in range(self._log.people.count) if other != number]
        added = [other for other in everybody if other in self._log.returned.newcomers]
        for among in (added, everybody, [number]):
            found = successor_meant(wanted, self._log.people, among, near)
            if found is not None:
                self._replaces(number, found, number, turn.line.origin(SUCCESSOR), turn.account)
                return True
        return False

    def replace(self, new: Newcomer, account: CorrectionsFileSummary) -> None:
        """Note whom somebody new replaces."""
        near = _places(self._log.people.row(new.number))
        known = [n for n in range(self._log.people.count) if n not in self._log.returned.newcomers]
        found = meant(new.replaces, self._log.people, known, near)
        if found is None:
            # Of several with this NIK or name, the row that names the new person is meant.
            naming = [s.predecessor for s in self._successions if s.successor == new.number]
            found = meant(new.replaces, self._log.people, naming, near)
        if found is None:
            account.unused += 1
            self._log.report("replaced-unknown", new.replaces_at, account)
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
        self._successions.append(Succession(predecessor, successor, by, origin, account))

    def settle(self) -> None:
        """Strike people who are replaced, and hold those for whom this is not clear."""
        struck = {number for number, name in self._log.changes if name == STRUCK}
        told = [each for each in self._successions if each.predecessor not in struck]
        # Of several who replace somebody, those who were struck out do not.
        served = {each.predecessor for each in told if each.successor not in struck}
        told = [s for s in told if s.by not in struck or s.predecessor not in served]
        resolved = resolve(told, self._persons(told))
        for each in resolved.kept:
            self._log.strike(each.predecessor, each.origin, SUCCEEDED, each.account)
            if each.successor in struck:
                where = {"where": format_origin(each.origin)}
                fault = Violation("successor-struck", "no", where)
                self._log.returned.faults.append((each.predecessor, fault))
        for each, code, others in resolved.held:
            each.account.held += 1
            if code == TWICE:  # they no longer serve
                self._log.strike(each.predecessor, each.origin, SUCCEEDED, each.account)
            places = ", ".join(sorted({format_origin(other.origin) for other in others}))
            detail = {"where": format_origin(each.origin), "others": places}
            self._log.returned.faults.append((each.by, Violation(code, "no", detail)))
        for each, newer in resolved.superseded:
            self._supersede_succession(each, newer.origin)

    def _persons(self, told: Sequence[Succession]) -> dict[int, str]:
        """Return the person of each row that a succession names: a NIK may be on several rows."""
        numbers = {number for each in told for number in (each.predecessor, each.successor)}
        persons: dict[int, str] = {}
        for number in numbers:
            nik = (
                self._log.people.row(number)["nik"]
                if self._log.people.has_whole_nik(number)
                else None
            )
            same = self._log.people.by_nik.get(nik, []) if nik else []
            persons |= dict.fromkeys([number, *same], nik or f"row {number}")
        return persons

    def _supersede_succession(self, each: Succession, by: CellLocation) -> None:
        change = CellChange(each.predecessor, STRUCK, "", "Y", SUCCEEDED, each.origin, each.round)
        self._log.returned.superseded.append(Superseded(change, "", by))
        each.account.superseded += 1

    def maybe_served(self) -> Iterator[tuple[int, Violation]]:
        """Ask about people who were replaced by somebody who begins later: they may have served."""
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
