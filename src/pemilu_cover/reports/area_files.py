"""The files of the areas of a result in batches: bill and page of all, of each province and regency."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from pemilu_cover.enrolment.aggregates import Aggregates
from pemilu_cover.enrolment.terms import EnrolmentTerms
from pemilu_cover.enrolment.totals import EnrolmentTotals
from pemilu_cover.reports import areas, batch_bills
from pemilu_cover.reports.bill.model import Amendment
from pemilu_cover.reports.html import area_pages


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
    amends: Amendment | None = None,
    *,
    has_papers: bool = False,
) -> Iterator[tuple[str, bytes]]:
    """Yield the names and bytes of all bills and pages; ``totals`` and ``amends`` are those of everybody."""
    nation = areas.nation(sums)
    yield from batch_bills.nation_files(nation, totals, amends)
    yield area_pages.nation_file(nation, totals, page)
    options = AreaOptions(totals.terms, totals.payment_date, amends is not None, has_papers)
    for area in areas.provinces_and_regencies(sums):
        yield from area_files(area, options)


def area_files(area: areas.Area, options: AreaOptions) -> Iterator[tuple[str, bytes]]:
    """Yield the names and bytes of the files of a province or regency."""
    terms, payment_date, is_amended, has_papers = options
    totals = batch_bills.area_totals(area.sums, terms, area.location, payment_date)
    amends = Amendment(None) if is_amended else None
    yield from batch_bills.area_files(area, totals, amends, has_papers=has_papers)
    yield area_pages.area_file(area, totals)
