"""**Lengkapi**: people who lack a field that SIPP requires, with just those cells to fill in."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import polars as pl

from pemilu_cover.reports.xlsx.corrections import layout
from pemilu_cover.reports.xlsx.corrections.layout import (
    ADDRESS_WIDTHS,
    DEFAULT_WIDTH,
    FIELD_WIDTHS,
    LISTS,
    offer_choices,
)
from pemilu_cover.reports.xlsx.corrections.model import ColumnTitles
from pemilu_cover.reports.xlsx.texts import workbook_text
from pemilu_cover.xlsx.workbook import GREY, TEXT, YELLOW, SheetBuilder

_IDENTITY_FIELDS = ("nik", "name", "role_name", "kecamatan", "desa", "tps")
_CODE_WIDTH = 24


def field_hints(missing: Collection[str]) -> Iterator[str]:
    """Yield hints on how to find the missing values."""
    if "blood" in missing:
        yield workbook_text("corrections_file.hint-blood")
    if "regency" in missing:
        yield workbook_text("corrections_file.hint-regency")


def write_incomplete(sheet: SheetBuilder, people: pl.DataFrame, headers: ColumnTitles) -> None:
    """Write the people with missing fields by kecamatan, the cells to fill in yellow."""
    missing = set(people["missing"].explode().to_list())
    fields = [name for name in headers.titles if name in missing]
    # The column is left out where everybody is enrolled.
    status_title = [headers.enrolment_status] if people["kept_out"].any() else []
    lines = [
        workbook_text("corrections_file.fill-yellow-cells"),
        workbook_text("corrections_file.needed-for-sipp"),
        *field_hints(fields),
    ]
    columns = [
        *headers.address,
        *headers.identity,
        *status_title,
        *(headers.titles[name] for name in fields),
    ]
    top = layout.write_head(
        sheet, workbook_text("corrections_file.incomplete-title"), lines, columns
    )
    widths = [FIELD_WIDTHS.get(name, DEFAULT_WIDTH) for name in fields]
    address = [*ADDRESS_WIDTHS[:-1], _CODE_WIDTH]
    sheet.widths([*address, 19, 26, 24, 16, 18, 7, *(16 for _ in status_title), *widths])
    _write_gaps(sheet, people, top + 1, fields, with_status=bool(status_title))
    last, first = top + people.height, len(columns) - len(fields)
    for column, name in enumerate(fields, start=first):
        if name in LISTS:
            offer_choices(sheet, (top + 1, column, last, column), list(LISTS[name]))
    layout.write_foot(sheet, top, last, columns)


def _write_gaps(
    sheet: SheetBuilder,
    people: pl.DataFrame,
    row: int,
    fields: Sequence[str],
    *,
    with_status: bool,
) -> None:
    """Write each person with their empty cells: what is to be filled yellow, what is not grey."""
    plain, empty, not_needed = (
        sheet.book.format(border=1, num_format=TEXT, **properties)
        for properties in ({}, {"bg_color": YELLOW}, {"bg_color": GREY})
    )
    statuses = {
        True: workbook_text("corrections_file.not-enrolled"),
        False: workbook_text("corrections_file.already-billed"),
    }
    ordered = people.sort("kecamatan", maintain_order=True, nulls_last=True)
    identity = [pl.col(name).fill_null("") for name in _IDENTITY_FIELDS]
    cells = ordered.select(
        "file", "sheet", pl.col("row").cast(pl.String), "code", *identity, "kept_out", "missing"
    )
    for at, (*texts, kept_out, missing) in enumerate(cells.iter_rows(), start=row):
        if with_status:
            texts.append(statuses[kept_out])
        for column, text in enumerate(texts):
            sheet.raw.write_string(at, column, text, plain)
        for column, name in enumerate(fields, start=len(texts)):
            sheet.raw.write_blank(at, column, None, empty if name in missing else not_needed)
