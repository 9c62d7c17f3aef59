"""Sums by area: **Wilayah** by kecamatan and desa; by province or regency on bills of several regencies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from pemilu_cover.enrolment.amounts import AreaTotal
from pemilu_cover.i18n.text import translate
from pemilu_cover.reports.bill.model import AreaSheet
from pemilu_cover.reports.xlsx.blocks import SUM, write_header, write_sheet_title
from pemilu_cover.reports.xlsx.invoice.people_sheet import SUMMED_FIELDS
from pemilu_cover.xlsx.page import fitting_width, money_width
from pemilu_cover.xlsx.workbook import BLUE, TEXT, SheetBuilder, WorkbookBuilder

_GRAND_TOTAL = {"bold": True, "border": 1, "bg_color": BLUE}
_HEADER_ROW = 2
_LEAST_NAME = 9.0
_SUM_COLUMNS = ("people", "person-months", "jkk", "jkm", "sum")


def _sum_titles() -> list[str]:
    return [translate(f"workbook.column-{name}") for name in _SUM_COLUMNS]


def write_regions(book: WorkbookBuilder, people: pl.DataFrame) -> None:
    """Write the sums of people by kecamatan and desa."""
    sheet = book.sheet(translate("invoice.sheet-areas"))
    regions = _sum_by_region(people)
    subtotal_title = translate("invoice.kecamatan-total")
    names = (regions["kecamatan"], (*regions["desa"], subtotal_title))
    widths = _widths(names, _sum_row(regions))
    sheet.widths(widths)
    write_sheet_title(sheet, translate("invoice.regions-title"), "", widths)
    places = [translate(f"workbook.column-{name}") for name in ("kecamatan", "desa")]
    write_header(sheet, _HEADER_ROW, (*places, *_sum_titles()), widths)
    sheet.raw.freeze_panes(_HEADER_ROW + 1, 0)
    row = _HEADER_ROW
    for kecamatan in regions["kecamatan"].unique(maintain_order=True):
        kecamatan_regions = regions.filter(pl.col("kecamatan") == kecamatan)
        for values in kecamatan_regions.iter_rows():
            row += 1
            _write_sums(sheet, row, values, border=1)
        row += 1
        subtotal = (
            kecamatan,
            subtotal_title,
            *_sum_row(kecamatan_regions),
        )
        _write_sums(sheet, row, subtotal, **SUM)
    if regions.height:
        total = (translate("workbook.total"), "", *_sum_row(regions))
        _write_sums(sheet, row + 1, total, **_GRAND_TOTAL)
    sheet.for_a4(landscape=False, repeat=_HEADER_ROW)


def _widths(names: Sequence[Iterable[str]], totals: Sequence[float]) -> list[float]:
    """Return the widths of columns of names, people, months, and amounts, all of which are whole."""
    people, months, *amounts = totals
    longest = (max(fitting_width(texts, bold=True), _LEAST_NAME) for texts in names)
    counts = (
        max(fitting_width([f"{number:,.2f}"], bold=True), 11.0) for number in (people, months)
    )
    return [*longest, *counts, *(max(money_width(int(sen)), 13.0) for sen in amounts)]


def _sum_by_region(people: pl.DataFrame) -> pl.DataFrame:
    sums = (pl.col(name).sum() for name in SUMMED_FIELDS)
    return people.group_by(_place_name("kecamatan"), _place_name("desa"), maintain_order=True).agg(
        pl.len(), pl.col("person_months").sum(), *sums
    )


def _place_name(place: str) -> pl.Expr:
    """Return the name of a place; people who serve a kecamatan or regency have no desa."""
    levels = {
        "kecamatan": translate("invoice.kecamatan-level"),
        "kabkota": translate("invoice.regency-level"),
    }
    level = pl.col("unit").replace_strict(
        levels, default=translate("invoice.not-named"), return_dtype=pl.String
    )
    return pl.coalesce(pl.col(place), level).alias(place)


def _sum_row(regions: pl.DataFrame) -> tuple[int, ...]:
    return regions.select(pl.col("len", "person_months", *SUMMED_FIELDS).sum()).row(0)


def write_area_sheet(book: WorkbookBuilder, areas: AreaSheet) -> None:
    """Write the sums of provinces, regencies or kecamatan."""
    sheet = book.sheet(areas.title)
    sums = [sum(column) for column in zip(*(area[2:] for area in areas.rows), strict=True)]
    totals = _with_total(sums or [0] * len(AreaTotal._fields[2:]))
    names = [area.code for area in areas.rows], [area.name for area in areas.rows]
    widths = _widths(names, totals)
    sheet.widths(widths)
    title = translate("invoice.areas-title", areas=areas.title.upper())
    write_sheet_title(sheet, title, "", widths)
    titles = (translate("workbook.column-code"), areas.title, *_sum_titles())
    write_header(sheet, _HEADER_ROW, titles, widths)
    sheet.raw.freeze_panes(_HEADER_ROW + 1, 0)
    row = _HEADER_ROW
    for row, area in enumerate(areas.rows, start=_HEADER_ROW + 1):
        values = (area.code, area.name, *_with_total(area[2:]))
        _write_sums(sheet, row, values, border=1)
    _write_sums(sheet, row + 1, ("", translate("workbook.total"), *totals), **_GRAND_TOTAL)
    sheet.for_a4(landscape=False, repeat=_HEADER_ROW)


def _with_total(sums: Sequence[float]) -> tuple[float, ...]:
    people, months, jkk, jkm = sums
    return people, months, jkk, jkm, jkk + jkm


def _write_sums(
    sheet: SheetBuilder, row: int, values: Sequence[object], **cell_format: object
) -> None:
    """Write two names, people, months, and amounts in sen."""
    first, second, people, months, *amounts = values
    sheet.text(row, 0, str(first), num_format=TEXT, **cell_format)
    sheet.text(row, 1, str(second), **cell_format)
    sheet.count(row, 2, int(str(people)), **cell_format)
    sheet.count(row, 3, float(str(months)), **cell_format)
    for column, sen in enumerate(amounts, start=4):
        sheet.money(row, column, int(str(sen)), **cell_format)
