"""The areas of a result in batches: all people, each province and each regency."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pemilu_cover.enrolment.aggregates import Aggregates
from pemilu_cover.enrolment.area_sums import AreaSums
from pemilu_cover.reference.regions import PROVINCE, REGENCY
from pemilu_cover.reference.sipp_locations import Location, sipp_location

UNKNOWN = "unknown"


class Area(NamedTuple):
    """The sums of an area, and of its provinces and regencies; a regency has neither."""

    sums: AreaSums
    provinces: Sequence[AreaSums] = ()
    regencies: Sequence[AreaSums] = ()

    @property
    def code(self) -> str | None:
        """``""`` for all, the code of a region, None for people who name no regency."""
        return self.sums.code

    @property
    def is_nation(self) -> bool:
        """Whether it is that of all people."""
        return self.code == ""

    @property
    def is_province(self) -> bool:
        """Whether it is a province."""
        return self.code is not None and len(self.code) == PROVINCE

    @property
    def location(self) -> Location | None:
        """SIPP's place of work, that of a regency alone."""
        return sipp_location(self.code) if self.code and not self.is_province else None


def nation(sums: Aggregates) -> Area:
    """Return the area of all people."""
    return Area(sums.whole, sums.parts(PROVINCE), sums.parts(REGENCY))


def provinces_and_regencies(sums: Aggregates) -> Iterator[Area]:
    """Yield the area of each province and of each regency; people who name none have a regency."""
    for province in sums.parts(PROVINCE):
        if province.code is not None:
            yield Area(province, regencies=sums.parts(REGENCY, province.code))
    yield from map(Area, sums.parts(REGENCY))
