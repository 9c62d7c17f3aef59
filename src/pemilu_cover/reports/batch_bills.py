"""The bills of a nation: one for all, one for each province, one for each regency."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from pemilu_cover.enrolment.area_sums import AreaSums
from pemilu_cover.enrolment.terms import EnrolmentTerms
from pemilu_cover.enrolment.totals import EnrolmentTotals, summarise
from pemilu_cover.i18n.text import translate
from pemilu_cover.reference import regions
from pemilu_cover.reference.sipp_locations import Location
from pemilu_cover.reports.areas import UNKNOWN, Area
from pemilu_cover.reports.bill.build import build_bill
from pemilu_cover.reports.bill.model import Amendment, AreaSheet, Bill
from pemilu_cover.reports.documents.bill.files import write_papers
from pemilu_cover.reports.office import logo_files
from pemilu_cover.reports.xlsx.invoice import workbook

WORKBOOK = "invoice.xlsx"


def nation_files(
    area: Area, totals: EnrolmentTotals, amends: Amendment | None
) -> Iterator[tuple[str, bytes]]:
    """Yield the names and bytes of the bill of everybody and its papers; ``amends`` is what it changes."""
    sheets = [
        _parts_sheet(translate("invoice.area-province"), area.provinces),
        _parts_sheet(translate("invoice.area-regency"), area.regencies),
    ]
    bill = _bill(area, totals, sheets, amends)
    yield WORKBOOK, workbook.write(bill)
    yield from write_papers(bill).items()
    yield from logo_files(totals.terms.agreement).items()


def area_files(
    area: Area, totals: EnrolmentTotals, amends: Amendment | None, *, has_papers: bool
) -> Iterator[tuple[str, bytes]]:
    """Yield the names and bytes of the bill of a province or regency, and if it ``has_papers`` of these."""
    if area.is_province:
        sheet = _parts_sheet(translate("invoice.area-regency"), area.regencies)
    else:
        sheet = _kecamatan_sheet(area.sums)
    bill = _bill(area, totals, [sheet], amends)
    folder = f"provinces/{area.code}" if area.is_province else regency_folder(area.code)
    yield f"{folder}/{WORKBOOK}", workbook.write(bill)
    if has_papers:
        yield from ((f"{folder}/{name}", file) for name, file in write_papers(bill).items())


def area_totals(
    sums: AreaSums,
    terms: EnrolmentTerms,
    location: Location | None,
    payment_date: date | None = None,
) -> EnrolmentTotals:
    """Return the totals of an area of a result whose people who are held back are in a table."""
    return summarise(sums, terms, location, payment_date=payment_date, held_back_in="held_back/")


def regency_folder(regency: str | None) -> str:
    """Return the folder of a regency within the result."""
    return f"regencies/{regency or UNKNOWN}"


def _bill(
    area: Area, totals: EnrolmentTotals, sheets: Sequence[AreaSheet], amends: Amendment | None
) -> Bill:
    periods = area.sums.periods(totals.terms.book)
    return replace(build_bill(totals, periods=periods, amends=amends), areas=sheets)


def _parts_sheet(title: str, parts: Iterable[AreaSums]) -> AreaSheet:
    """Sum an area up by its provinces or regencies."""
    no_name = translate("invoice.not-named")
    named = (part.total(regions.region_name(part.code or "") or no_name) for part in parts)
    return AreaSheet(title, [total for total in named if total])


def _kecamatan_sheet(sums: AreaSums) -> AreaSheet:
    no_name = translate("invoice.not-named")
    rows = [area._replace(name=area.name or no_name) for area in sums.kecamatan()]
    return AreaSheet(translate("invoice.area-kecamatan"), rows)
