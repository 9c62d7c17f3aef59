"""The bills of a nation: one for all, one for each province, one for each regency; and its manifest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

import polars as pl

from pemilu_cover.enrolment.aggregates import Aggregates
from pemilu_cover.enrolment.reporting_periods import SippPeriods
from pemilu_cover.enrolment.terms import EnrolmentTerms
from pemilu_cover.enrolment.totals import EnrolmentTotals, summarise
from pemilu_cover.i18n.text import translate
from pemilu_cover.reference import regions
from pemilu_cover.reference.sipp_locations import Location, sipp_location
from pemilu_cover.reports.bill.build import build_bill
from pemilu_cover.reports.bill.model import Amendment, AreaSheet, Bill
from pemilu_cover.reports.documents.bill.files import write_papers
from pemilu_cover.reports.office import logo_files
from pemilu_cover.reports.xlsx.invoice import workbook

NATION = ""
UNKNOWN = "unknown"
WORKBOOK = "invoice.xlsx"


def write(
    sums: Aggregates,
    nation: EnrolmentTotals,
    amends: Amendment | None = None,
    *,
    papers_of_areas: bool = False,
) -> Iterator[tuple[str, bytes]]:
    """Yield the names and bytes of all bills: of everybody with its papers, and of each area.

    ``amends`` is the bill of everybody that they change. The papers of 550 areas take longer than a million
    people, so that they are made on request.
    """
    nation_bill = _bill(
        nation,
        [
            _areas(translate("invoice.area-province"), sums, NATION, regions.PROVINCE),
            _areas(translate("invoice.area-regency"), sums, NATION, regions.REGENCY),
        ],
        sums.periods(NATION, nation.terms.book),
        amends,
    )
    yield WORKBOOK, workbook.write(nation_bill)
    yield from write_papers(nation_bill).items()
    yield from logo_files(nation.terms.agreement).items()
    for folder, bill in _area_bills(sums, nation, Amendment(None) if amends else None):
        yield f"{folder}/{WORKBOOK}", workbook.write(bill)
        if papers_of_areas:
            yield from ((f"{folder}/{name}", file) for name, file in write_papers(bill).items())


def _area_bills(
    sums: Aggregates, nation: EnrolmentTotals, amends: Amendment | None
) -> Iterator[tuple[str, Bill]]:
    """Yield the folder and the bill of each province and of each regency."""
    regencies = sums.regencies()
    regency = translate("invoice.area-regency")
    provinces = sorted({code[: regions.PROVINCE] for code in regencies if code})
    areas: list[tuple[str, str | None, Location | None, AreaSheet]] = [
        (f"provinces/{code}", code, None, _areas(regency, sums, code, regions.REGENCY))
        for code in provinces
    ]
    areas += [
        (regency_folder(code), code, sipp_location(code) if code else None, _kecamatan(sums, code))
        for code in regencies
    ]
    for folder, code, location, sheet in areas:
        totals = area_totals(sums, nation.terms, location, code, nation.payment_date)
        yield folder, _bill(totals, [sheet], sums.periods(code, nation.terms.book), amends)


def area_totals(
    sums: Aggregates,
    terms: EnrolmentTerms,
    location: Location | None,
    area: str | None = NATION,
    payment_date: date | None = None,
) -> EnrolmentTotals:
    """Return the totals of an area of a result whose people who are held back are in a table."""
    return summarise(
        sums, terms, location, area, payment_date=payment_date, held_back_in="held_back/"
    )


def regency_folder(regency: str | None) -> str:
    """Return the folder of a regency within the result."""
    return f"regencies/{regency or UNKNOWN}"


def _bill(
    totals: EnrolmentTotals,
    areas: Sequence[AreaSheet],
    periods: SippPeriods,
    amends: Amendment | None,
) -> Bill:
    return replace(build_bill(totals, periods=periods, amends=amends), areas=areas)


def _areas(title: str, sums: Aggregates, area: str, length: int) -> AreaSheet:
    """Sum an area up by province or regency: by codes of so many digits."""
    totals_by_area = sums.areas(area, pl.col("regency").str.head(length))
    return AreaSheet(
        title, [sum_._replace(code=code or "", name=_name(code)) for code, sum_ in totals_by_area]
    )


def _kecamatan(sums: Aggregates, regency: str | None) -> AreaSheet:
    totals_by_area = sums.areas(regency, pl.col("kecamatan"))
    return AreaSheet(
        translate("invoice.area-kecamatan"),
        [
            area._replace(name=area.name or translate("invoice.not-named"))
            for _, area in totals_by_area
        ],
    )


def _name(code: str | None) -> str:
    return regions.region_name(code or "") or translate("invoice.not-named")
