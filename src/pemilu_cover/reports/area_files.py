"""The files of the areas of a result in batches: bill and page of all, of each province and regency."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from pemilu_cover.enrolment.aggregates import Aggregates
from pemilu_cover.enrolment.batches.workers import Workers, pack, unpack
from pemilu_cover.enrolment.terms import EnrolmentTerms
from pemilu_cover.enrolment.totals import EnrolmentTotals
from pemilu_cover.reports import areas, batch_bills
from pemilu_cover.reports.bill.model import Amendment
from pemilu_cover.reports.html import area_pages

# The files of one area take a few milliseconds; workers are given so many areas at once.
_AREAS_AT_ONCE = 8


class AreaOptions(NamedTuple):
    """What the files of all areas have in common.

    Their bills change those of an earlier result if they are ``amended``. The papers of 550 areas take longer
    than a million people, so that they are made on request.
    """

    terms: EnrolmentTerms
    payment_date: date | None = None
    is_amended: bool = False
    has_papers: bool = False


def write(
    sums: Aggregates,
    totals: EnrolmentTotals,
    page: area_pages.NationPage,
    workers: Workers,
    amends: Amendment | None = None,
    *,
    has_papers: bool = False,
) -> Iterator[tuple[str, bytes]]:
    """Yield the names and bytes of all bills and pages; ``totals`` and ``amends`` are those of everybody.

    ``workers`` write the files of provinces and regencies, a few at a time.
    """
    nation = areas.nation(sums)
    yield from batch_bills.nation_files(nation, totals, amends)
    yield area_pages.nation_file(nation, totals, page)
    options = AreaOptions(totals.terms, totals.payment_date, amends is not None, has_papers)
    packed = pack(options)
    tasks = (_AreaTask(area, packed) for area in areas.provinces_and_regencies(sums))
    for files in workers.map(_AreaTask.files, tasks, _AREAS_AT_ONCE):
        yield from files


class _AreaTask(NamedTuple):
    """An area whose files a worker writes, and the `AreaOptions` of all."""

    area: areas.Area
    options: bytes

    def files(self) -> list[tuple[str, bytes]]:
        """Return the names and bytes of its files."""
        return list(area_files(self.area, unpack(self.options)))


def area_files(area: areas.Area, options: AreaOptions) -> Iterator[tuple[str, bytes]]:
    """Yield the names and bytes of the files of a province or regency."""
    terms, payment_date, is_amended, has_papers = options
    totals = batch_bills.area_totals(area.sums, terms, area.location, payment_date)
    amends = Amendment(None) if is_amended else None
    yield from batch_bills.area_files(area, totals, amends, has_papers=has_papers)
    yield area_pages.area_file(area, totals)
