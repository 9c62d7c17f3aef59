"""The sums of one area as plain values, for its bill, its page and the manifest.

`aggregates.Aggregates` makes those of all areas at once, since a query takes as long for one area as for all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from pemilu_cover.enrolment.amounts import AreaTotal
from pemilu_cover.enrolment.elections import Share, shares
from pemilu_cover.enrolment.exclusions import Exclusions
from pemilu_cover.enrolment.reporting_periods import SippPeriods, build_periods
from pemilu_cover.law.rate_book import RateBook

Row = Mapping[str, Any]

_AMOUNTS = itemgetter(*AreaTotal._fields[2:])
COUNTS = ("ready", "incomplete", "returning", "held_back", "excluded")


@dataclass(frozen=True)
class AreaSums:
    """The sums of an area: ``""`` for all, a code for a region, None for people who name no regency.

    ``rows`` has those of each sum of `aggregates.KEYS` by its name, over all regencies of the area.
    """

    code: str | None
    rows: Mapping[str, Sequence[Row]]

    def of(self, name: str) -> Sequence[Row]:
        """Return the rows of a sum."""
        return self.rows.get(name, ())

    def total(self, name: str = "") -> AreaTotal | None:
        """Return the sums of all who are billed, under a name; None where nobody is."""
        return next((_area_total(self.code, name, row) for row in self.of("total")), None)

    def kecamatan(self) -> list[AreaTotal]:
        """Return the sums of who is billed by kecamatan; the name of the last is ``""`` if none is known."""
        rows = sorted(
            self.of("areas"), key=lambda row: (row["kecamatan"] is None, row["kecamatan"])
        )
        return [_area_total("", row["kecamatan"], row) for row in rows]

    def counts(self) -> dict[str, int]:
        """Count what becomes of the people."""
        counts = {name: self._count(name) for name in COUNTS}
        return {"enrolled": counts["ready"] + counts["incomplete"], **counts}

    def exclusions(self) -> Exclusions:
        """Count the excluded people by kind of reason."""
        excluded, duplicates, struck_out = map(
            self._count, ("excluded", "duplicates", "struck_out")
        )
        return Exclusions(excluded - duplicates - struck_out, duplicates, struck_out)

    def elections(self, book: RateBook, *, billed: bool = False) -> list[Share]:
        """Return the elections of the people, or of those of them who are billed."""
        people = "billed" if billed else "people"
        rows = self.of("elections")
        return shares(
            (
                (row["election"], row[people], row[f"{people}_by_dates"])
                for row in rows
                if row[people]
            ),
            book,
        )

    def periods(self, book: RateBook) -> SippPeriods:
        """Return SIPP's months."""
        return build_periods(self.of("sipp_groups"), self.of("sipp_months"), book)

    def _count(self, name: str) -> int:
        return sum(row[name] for row in self.of("people"))


def _area_total(code: str | None, name: str | None, row: Row) -> AreaTotal:
    return AreaTotal(code or "", name or "", *_AMOUNTS(row))
