"""``template_tk_na_<NPP>.xlsx``: exits in the layout that SIPP Online takes.

Three sheets, all cells text, dates dd-mm-yyyy, at most 10,000 rows a file.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import polars as pl

from pemilu_cover.i18n.text import translate
from pemilu_cover.law.agreement import Agreement
from pemilu_cover.reference.sipp_files import (
    CAUSES_HEADERS,
    CAUSES_SHEET,
    EXIT_CAUSES,
    INSTRUCTIONS_SHEET,
    MAX_ROWS,
    NA_COLUMNS,
    NA_FILE,
    NA_SHEET,
)
from pemilu_cover.values import dates
from pemilu_cover.xlsx.fast_rows import CellColumn
from pemilu_cover.xlsx.workbook import TEXT, WorkbookBuilder

_FONT: dict[str, Any] = {"font_name": "Calibri", "font_size": 11, "valign": "bottom"}
_ROW_HEIGHT = 15
_TITLE_FILL, _LABEL_FILL = "#AED6F1", "#ABEBC6"
_TITLE_ROW = 2


def exits_file_name(npp: str) -> str:
    """Return the name that SIPP expects of the file."""
    return NA_FILE.format(npp=npp or "NPP")


def write_exits(people: pl.DataFrame, agreement: Agreement, npp: str = "") -> dict[str, bytes]:
    """Return the files for these people, each with a membership number and a cause, by name."""
    rows = list(_rows(people, agreement))
    parts = [rows[first : first + MAX_ROWS] for first in range(0, len(rows), MAX_ROWS)]
    name = exits_file_name(npp or agreement.employer.npp)
    return {
        name if len(parts) == 1 else f"part-{number:02d}/{name}": _write(part)
        for number, part in enumerate(parts, 1)
    }


def _rows(people: pl.DataFrame, agreement: Agreement) -> Iterator[dict[str, str]]:
    """Yield the cells of each person by field; a number is in the file once, with its last exit."""
    latest = people.sort("left_on", "id").unique("kpj", keep="last").sort("id")
    later = timedelta(days=agreement.exit_date == "day-after")
    for person in latest.iter_rows(named=True):
        birth = person["birth_date"]
        yield {
            "kpj": person["kpj"],
            "name": person["name"] or "",
            "birth_date": dates.format_ddmmyyyy(birth) if birth else "",
            "cause": person["exit_cause"],
            "event_date": dates.format_ddmmyyyy(person["left_on"] + later),
            "remark": person["exit_document"] or "",
        }


def _write(rows: list[dict[str, str]]) -> bytes:
    book = WorkbookBuilder(translate("changes.na-title"))
    _write_instructions(book)
    sheet = book.sheet(NA_SHEET)
    sheet.raw.set_default_row(_ROW_HEIGHT)
    body = book.format(num_format=TEXT, **_FONT)
    for index, column in enumerate(NA_COLUMNS):
        look = {"bg_color": f"#{column.fill}"} if column.fill else {}
        sheet.text(0, index, column.header, **_FONT, **look)
        sheet.raw.set_column(index, index, column.width)
    texts = pl.DataFrame(rows)
    sheet.fill(
        1,
        [CellColumn(index, texts[column.field], body) for index, column in enumerate(NA_COLUMNS)],
    )
    _write_causes(book)
    return book.content()


def _write_instructions(book: WorkbookBuilder) -> None:
    sheet = book.sheet(INSTRUCTIONS_SHEET)
    sheet.widths((24, 90))
    title = book.format(bold=True, bg_color=_TITLE_FILL, **_FONT)
    text = translate("changes.na-title")
    sheet.raw.merge_range(_TITLE_ROW, 0, _TITLE_ROW, 1, text, title)
    for row, column in enumerate(NA_COLUMNS, start=_TITLE_ROW + 1):
        sheet.text(row, 0, column.header, bg_color=_LABEL_FILL, **_FONT)
        text = translate(f"changes.na-{column.field.replace('_', '-')}")
        sheet.text(row, 1, text, **_FONT)
    last = _TITLE_ROW + len(NA_COLUMNS) + 2
    for row, key in enumerate(("changes.na-deaths", "changes.na-layout", "privacy.exits"), last):
        sheet.text(row, 1, translate(key), **_FONT)


def _write_causes(book: WorkbookBuilder) -> None:
    sheet = book.sheet(CAUSES_SHEET)
    sheet.widths((12, 56))
    sheet.texts(0, CAUSES_HEADERS, **_FONT)
    for row, (code, cause) in enumerate(EXIT_CAUSES.items(), start=1):
        sheet.texts(row, (code, cause), num_format=TEXT, **_FONT)
