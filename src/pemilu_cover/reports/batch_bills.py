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
from pemilu_cover.reference import regions
from pemilu_cover.reference.sipp_locations import Location, sipp_location
from pemilu_cover.reports.bill.build import build_bill
from pemilu_cover.reports.bill.model import Amendment, AreaSheet
from pemilu_cover.reports.documents.bill.files import write_papers
from pemilu_cover.reports.office import logo_files
from pemilu_cover.reports.xlsx.invoice import workbook
from pemilu_cover.reports.xlsx.texts import workbook_text

NATION = ""
UNKNOWN = "unknown"


def write(
    sums: Aggregates, nation: EnrolmentTotals, amends: Amendment | None = None
) -> Iterator[tuple[str, bytes]]:
    """Yield the names and bytes of all bills, as workbooks and papers: of everybody, and of each area.

    ``amends`` is the bill of everybody that they change.
    """
    of_area = Amendment(None) if amends else None

    def totals_of(area: str | None, location: Location | None) -> EnrolmentTotals:
        return area_totals(sums, nation.terms, location, area, nation.payment_date)

    regencies = sums.regencies()
    provinces = sorted({code[: regions.PROVINCE] for code in regencies if code})
    areas = [_areas("Provinsi", sums, NATION, regions.PROVINCE)]
    areas.append(_areas("Kabupaten-Kota", sums, NATION, regions.REGENCY))
    yield from _bill(nation, areas, sums.periods(NATION, nation.terms.book), amends).items()
    yield from logo_files(nation.terms.agreement).items()
    for code in provinces:
        areas = [_areas("Kabupaten-Kota", sums, code, regions.REGENCY)]
        bill = _bill(totals_of(code, None), areas, sums.periods(code, nation.terms.book), of_area)
        yield from ((f"provinces/{code}/{name}", content) for name, content in bill.items())
    for regency in regencies:
        totals = totals_of(regency, sipp_location(regency) if regency else None)
        areas, periods = [_kecamatan(sums, regency)], sums.periods(regency, nation.terms.book)
        folder = regency_folder(regency)
        bill = _bill(totals, areas, periods, of_area)
        yield from ((f"{folder}/{name}", content) for name, content in bill.items())


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
) -> dict[str, bytes]:
    """Return the files of a bill by name."""
    bill = replace(build_bill(totals, periods=periods, amends=amends), areas=areas)
    return {"invoice.xlsx": workbook.write(bill), **write_papers(bill)}


def _areas(title: str, sums: Aggregates, area: str, length: int) -> AreaSheet:
    """Sum an area up by province or regency: by codes of so many digits."""
    totals_by_area = sums.areas(area, pl.col("regency").str.head(length))
    return AreaSheet(
        title, [sum_._replace(code=code or "", name=_name(code)) for code, sum_ in totals_by_area]
    )


def _kecamatan(sums: Aggregates, regency: str | None) -> AreaSheet:
    totals_by_area = sums.areas(regency, pl.col("kecamatan"))
    return AreaSheet(
        "Kecamatan",
        [
            area._replace(name=area.name or workbook_text("invoice.not-named"))
            for _, area in totals_by_area
        ],
    )


def _name(code: str | None) -> str:
    return regions.region_name(code or "") or workbook_text("invoice.not-named")
