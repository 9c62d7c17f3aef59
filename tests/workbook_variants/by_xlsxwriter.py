"""Workbooks by xlsxwriter: the people, and one feature that Excel's users use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter
from workbook_variants.features import FEATURES, Feature
from workbook_variants.people import GRID, SHEET, column
from workbook_variants.styles import STYLES


def workbook(
    *features: Feature,
    options: Mapping[str, Any] | None = None,
    styles: Mapping[str, Mapping[str, Any]] | None = None,
    down: int = 0,
    right: int = 0,
) -> bytes:
    """Write the people ``down`` and ``right`` on a sheet; ``styles`` are the formats of columns by header."""
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, **(options or {})})
    sheet = book.add_worksheet(SHEET)
    plain, day = book.add_format(), book.add_format({"num_format": "dd/mm/yyyy"})
    formats = {column(name): book.add_format(dict(style)) for name, style in (styles or {}).items()}
    for at, row in enumerate(GRID):
        for number, cell in enumerate(row):
            own = formats.get(number, day if isinstance(cell, date) else plain) if at else plain
            _put(sheet, at + down, number + right, cell, own)
    for feature in features:
        feature(book, sheet)
    book.close()
    return content.getvalue()


def _put(sheet: Any, row: int, at: int, cell: Any, style: Any) -> None:
    if isinstance(cell, date):
        sheet.write_datetime(row, at, cell, style)
    elif isinstance(cell, str):
        sheet.write_string(row, at, cell, style)
    elif cell is not None:
        sheet.write_number(row, at, cell, style)


OPTIONS: dict[str, dict[str, Any]] = {
    "1904": {"date_1904": True},
    "texts in cells": {"constant_memory": True},
    "zip64": {"use_zip64": True},
    "future functions": {"use_future_functions": True},
    "no theme colours": {"default_format_properties": {"font_name": "Calibri", "font_size": 18}},
}


def variants() -> dict[str, Callable[[], bytes]]:
    """Return what makes each workbook, by its name."""
    made: dict[str, Callable[[], bytes]] = {
        name: lambda feature=feature: workbook(feature) for name, feature in FEATURES.items()
    }
    made |= {name: lambda style=style: workbook(styles=style) for name, style in STYLES.items()}
    made |= {name: lambda more=more: workbook(options=more) for name, more in OPTIONS.items()}
    made |= {f"1904, {name}": lambda style=style: workbook(styles=style, options=OPTIONS["1904"])
             for name, style in STYLES.items() if name.startswith("days")}  # fmt: skip
    made |= {f"moved by {down} and {right}": lambda down=down, right=right: workbook(down=down, right=right)
             for down, right in ((4, 0), (0, 3), (25, 2))}  # fmt: skip
    return {f"xlsxwriter, {name}": make for name, make in made.items()}
