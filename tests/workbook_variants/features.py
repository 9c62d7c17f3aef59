"""Features of workbooks that Excel's users use, written by xlsxwriter."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

from workbook_variants.people import GRID, HEIGHT, SHEET, WIDTH, column

Feature = Callable[[Any, Any], object]  # of a workbook and of the sheet of the people
BOTTOM, RIGHT = HEIGHT - 1, WIDTH - 1
HONOR, NAME, NIK, NUMBER = (column(header) for header in ("Honor", "Nama Lengkap", "NIK", "No"))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1_528)  # a placeholder for a macro project


def png() -> BytesIO:
    """Return a picture of one dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(4))) + chunk(b"IEND", b"")
    return BytesIO(b"\x89PNG\r\n\x1a\n" + body)


def chart(kind: str, subtype: str | None = None) -> Feature:
    """Add a chart of a kind to the sheet."""

    def add(book: Any, sheet: Any) -> None:
        made = book.add_chart({"type": kind, "subtype": subtype} if subtype else {"type": kind})
        area = [SHEET, 1, HONOR, BOTTOM, HONOR]
        for _ in range(4 if kind == "stock" else 1):
            made.add_series({"values": area, "categories": area})
        sheet.insert_chart(1, RIGHT + 3, made)

    return add


def rule(**options: Any) -> Feature:
    """Add a conditional format to the wages."""

    def add(book: Any, sheet: Any) -> None:
        format_ = {"format": book.add_format({"bg_color": "yellow"})}
        own = (
            {}
            if "scale" in options["type"] or options["type"] in {"data_bar", "icon_set"}
            else format_
        )
        sheet.conditional_format(1, HONOR, BOTTOM, HONOR, {**own, **options})

    return add


def check(header: str, **options: Any) -> Feature:
    """Add a data validation to a column."""
    return lambda _, sheet: sheet.data_validation(1, column(header), 99, column(header), options)


def other_sheet(name: str = "Catatan", *rows: list[Any]) -> Callable[[Any], Any]:
    """Return a function that adds a sheet with these rows."""

    def add(book: Any) -> Any:
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows or [["Dibuat oleh sekretariat"]]):
            sheet.write_row(at, 0, row)
        return sheet

    return add


def vba(book: Any, _: Any) -> None:
    """Add macros."""
    book.add_vba_project(BytesIO(OLE), is_stream=True)


def _rich(book: Any, sheet: Any) -> None:
    bold = book.add_format({"bold": True})
    for row in range(1, HEIGHT):
        first, _, last = str(GRID[row][NAME]).partition(" ")
        sheet.write_rich_string(row, NAME, bold, first, f" {last}")


def _chartsheet(book: Any, _: Any) -> None:
    made = book.add_chart({"type": "pie"})
    made.add_series({"values": [SHEET, 1, HONOR, BOTTOM, HONOR]})
    book.add_chartsheet("Grafik").set_chart(made)


def _sparklines(book: Any, _: Any) -> None:
    other_sheet()(book).add_sparkline("B2", {"range": f"'{SHEET}'!L2:L6"})


def _table(book: Any, sheet: Any) -> None:  # noqa: ARG001
    titles = [{"header": str(title)} for title in GRID[0]]
    sheet.add_table(0, 0, BOTTOM, RIGHT, {"columns": titles, "name": "Petugas"})


def _other_table(book: Any, _: Any) -> None:
    options = {"columns": [{"header": "Desa"}, {"header": "Kode"}], "total_row": True}
    other_sheet("Daftar desa")(book).add_table("B3:C9", options)


def _formulas(_: Any, sheet: Any) -> None:
    for row in range(1, HEIGHT):
        sheet.write_formula(row, NUMBER, "=ROW()-1", None, row)


def _array(_: Any, sheet: Any) -> None:
    for row in range(1, HEIGHT):
        sheet.write_array_formula(row, NUMBER, row, NUMBER, "{=ROW()-1}", None, row)


def _spilled(book: Any, _: Any) -> None:
    other_sheet()(book).write_dynamic_array_formula("A3:A5", "=SEQUENCE(3)", None, 1)


def _text_formulas(_: Any, sheet: Any) -> None:
    at = column("Kecamatan")
    for row in range(1, HEIGHT):
        sheet.write_formula(row, at, '=PROPER("plered")', None, "Plered")


def _merges(book: Any, _: Any) -> None:
    sheet = other_sheet("Sampul")(book)
    sheet.merge_range("B3:F6", "SEKRETARIAT", book.add_format({"align": "center"}))
    sheet.merge_range("H1:H2000", "")


def _links(_: Any, sheet: Any) -> None:
    for row in range(1, HEIGHT):
        sheet.write_url(row, NAME, f"https://example.org/{row}", string=str(GRID[row][NAME]))


def _protected(book: Any, sheet: Any) -> None:
    open_cell = book.add_format({"locked": False})
    sheet.set_column(HONOR, HONOR, 14, open_cell)
    sheet.protect("rahasia", {"sort": True, "autofilter": True})
    sheet.unprotect_range("L2:L9", "Honor", "kunci")


def _names(book: Any, _: Any) -> None:
    book.define_name("Honor", f"='{SHEET}'!$L$2:$L$6")
    book.define_name(f"'{SHEET}'!Lokal", f"='{SHEET}'!$A$1")
    book.define_name("Tetap", "=21.5")


def _very_hidden(book: Any, _: Any) -> None:
    other_sheet("Pilihan", ["L", "P"])(book).very_hidden()


def _wide_layout(_: Any, sheet: Any) -> None:
    sheet.set_column(0, RIGHT, 30)
    for row in range(HEIGHT):
        sheet.set_row(row, 40 + row)


def _outline(_: Any, sheet: Any) -> None:
    for row in range(1, HEIGHT):
        sheet.set_row(row, None, None, {"level": 1})
    sheet.set_column(column("Alamat"), column("Alamat"), None, None, {"level": 1})


def _printed(_: Any, sheet: Any) -> None:
    sheet.repeat_rows(0)
    sheet.repeat_columns(0, 2)
    sheet.print_area(0, 0, BOTTOM, RIGHT)
    sheet.set_h_pagebreaks([3])
    sheet.set_v_pagebreaks([4])
    sheet.set_header("&L&GPetugas", {"image_left": "logo.png", "image_data_left": png()})
    sheet.set_footer("&CHalaman &P dari &N")


def _commented(_: Any, sheet: Any) -> None:
    for row in range(HEIGHT):
        sheet.write_comment(row, NAME, "periksa", {"author": "Kasubag", "visible": row % 2 == 0})


def _box(_: Any, sheet: Any) -> None:
    sheet.insert_textbox(8, 2, "Mengetahui", {"url": "https://example.org"})
    sheet.insert_button(12, 2, {"macro": "Cetak", "caption": "Cetak"})


def _properties(book: Any, _: Any) -> None:
    book.set_properties({"title": "Daftar", "comments": "NIK 16 angka", "manager": "Kasubag"})
    book.set_custom_property("Diperiksa", value=True)
    book.set_custom_property("Tanggal", date(2024, 11, 7).isoformat())


def _filtered(_: Any, sheet: Any) -> None:
    sheet.autofilter(0, 0, BOTTOM, RIGHT)
    sheet.filter_column(HONOR, "x > 0")


def _far_blank(book: Any, sheet: Any) -> None:
    sheet.write_blank(400, RIGHT + 20, None, book.add_format({"bg_color": "red"}))


FEATURES: dict[str, Feature] = {
    "nothing more": lambda *_: None,
    **{
        f"a {kind} chart": chart(kind)
        for kind in "area bar column line pie doughnut scatter radar stock".split()
    },
    "a stacked chart": chart("column", "percent_stacked"),
    "a chart sheet": _chartsheet,
    "sparklines": _sparklines,
    "a table": _table,
    "a table elsewhere": _other_table,
    "rules for cells": rule(type="cell", criteria=">", value=800_000),
    "rules by formula": rule(type="formula", criteria="=$L2>1"),
    "rules for duplicates": rule(type="duplicate"),
    "rules for texts": rule(type="text", criteria="containing", value="x"),
    "rules for dates": rule(type="time_period", criteria="last 7 days"),
    "colour scales": rule(type="3_color_scale"),
    "bars of 2010": rule(type="data_bar", data_bar_2010=True, bar_solid=True),
    "icons": rule(type="icon_set", icon_style="3_traffic_lights"),
    "a list to choose from": check("L/P", validate="list", source=["L", "P"]),
    "a list on a range": check("L/P", validate="list", source="=$T$1:$T$2"),
    "a check of lengths": check(
        "NIK", validate="length", criteria="==", value=16, input_title="NIK"
    ),
    "a check by formula": check(
        "NIK", validate="custom", value="=COUNTIF($B:$B,B2)=1", error_type="warning"
    ),
    "a check of dates": check("Tgl Mulai", validate="date", criteria=">", value=date(2020, 1, 1)),
    "comments": _commented,
    "a picture": lambda _, sheet: sheet.insert_image(8, 1, "ttd.png", {"image_data": png()}),
    "a picture in a cell": lambda book, _: other_sheet()(book).embed_image(
        3, 1, "ttd.png", {"image_data": png()}
    ),
    "a background": lambda _, sheet: sheet.set_background(png()),
    "a box and a button": _box,
    "a checkbox": lambda book, _: other_sheet()(book).insert_checkbox(2, 1, True),
    "rich texts": _rich,
    "links": _links,
    "links to a sheet": lambda _, sheet: sheet.write_url(
        0, RIGHT + 4, "internal:'DATA ADHOC'!A1", string=""
    ),
    "formulas": _formulas,
    "formulas of texts": _text_formulas,
    "array formulas": _array,
    "dynamic arrays": _spilled,
    "merges elsewhere": _merges,
    "protection": _protected,
    "names": _names,
    "a hidden sheet": lambda book, _: other_sheet()(book).hide(),
    "a very hidden sheet": _very_hidden,
    "a sheet of notes": lambda book, _: other_sheet()(book),
    "an empty sheet": lambda book, _: book.add_worksheet(),
    "many empty sheets": lambda book, _: [book.add_worksheet() for _ in range(12)],
    "a sheet in front that is shown": lambda book, _: other_sheet()(book).activate(),
    "panes that are frozen": lambda _, sheet: sheet.freeze_panes(1, 3),
    "panes that are split": lambda _, sheet: sheet.split_panes(15, 8.43),
    "a filter": _filtered,
    "a hidden column": lambda _, sheet: sheet.set_column(0, 0, None, None, {"hidden": True}),
    "a hidden empty row": lambda _, sheet: sheet.set_row(BOTTOM + 1, None, None, {"hidden": True}),
    "hidden unused rows": lambda _, sheet: sheet.set_default_row(hide_unused_rows=True),
    "groups": _outline,
    "widths and heights": _wide_layout,
    "a print setup": _printed,
    "a page of A4": lambda _, sheet: (
        sheet.set_paper(9),
        sheet.set_landscape(),
        sheet.fit_to_pages(1, 0),
    ),
    "a coloured tab": lambda _, sheet: sheet.set_tab_color("red"),
    "right to left": lambda _, sheet: sheet.right_to_left(),
    "no gridlines": lambda _, sheet: (
        sheet.hide_gridlines(2),
        sheet.hide_zero(),
        sheet.set_zoom(60),
    ),
    "errors that are ignored": lambda _, sheet: sheet.ignore_errors(
        {"number_stored_as_text": "B2:B6"}
    ),
    "properties": _properties,
    "macros": vba,
    "calculated by hand": lambda book, _: book.set_calc_mode("manual"),
    "read-only": lambda book, _: book.read_only_recommended(),
    "a coloured far cell": _far_blank,
}
