"""Rows made column by column are read as those that xlsxwriter writes cell by cell."""

from __future__ import annotations

import gc
import weakref
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import polars as pl
import pytest
import xlsxwriter
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape
from python_calamine import CalamineWorkbook
from support.spreadsheetml.validator import faults

from pemilu_cover.xlsx.cell_texts import MAX_TEXT
from pemilu_cover.xlsx.fast_rows import CellColumn, in_rupiah
from pemilu_cover.xlsx.workbook import MONEY, WorkbookBuilder

FIRST = 2  # rows that are above
ODD = [
    "_x0041_",
    "_x005F_",
    "_x",
    "<a>&amp;",
    "]]>",
    " a",
    "a ",
    "\ta",
    "a\nb",
    "a\r\nb",
    "\x00\x1f",
]
ODD += [
    "\x7f\x85\u2028",
    "\ufffe\uffff",
    "\ufeff",
    "😀",
    "👩‍🌾",
    "=1+1",
    "'",
    '"',
    "1",
    "",
    "\x0b",
    "é",
]
TEXTS = st.lists(
    st.none()
    | st.sampled_from(ODD)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
    | st.lists(st.sampled_from([*ODD, "x"]), max_size=4).map("".join),
    min_size=1,
    max_size=8,
)
SEN = st.integers(0, 10**14)


def written(texts: list[str | None], amounts: list[int | None]) -> bytes:
    """Write texts and amounts in sen column by column."""
    book = WorkbookBuilder("x")
    sheet = book.sheet("DATA")
    sheet.text(0, 0, "head", bold=True)
    last = sheet.fill(
        FIRST,
        [
            CellColumn(0, pl.Series(texts, dtype=pl.String), book.format()),
            CellColumn(
                2,
                in_rupiah(pl.Series(amounts, dtype=pl.Int64)),
                book.format(num_format=MONEY),
                is_text=False,
            ),
        ],
    )
    assert last == FIRST + len(texts) - 1
    sheet.text(last + 1, 0, "foot")
    return book.content()


def cell_by_cell(texts: list[str | None], amounts: list[int | None]) -> bytes:
    """Write the same with xlsxwriter alone, which in constant memory puts texts into their cells, too."""
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"constant_memory": True})
    sheet, money = book.add_worksheet("DATA"), book.add_format({"num_format": MONEY})
    sheet.write_string(0, 0, "head")
    for row, (text, sen) in enumerate(zip(texts, amounts, strict=True), FIRST):
        if text:
            sheet.write_string(row, 0, text)
        if sen is not None:
            sheet.write_number(row, 2, sen / 100, money)
    sheet.write_string(FIRST + len(texts), 0, "foot")
    book.close()
    return content.getvalue()


def by_openpyxl(content: bytes) -> list[tuple[Any, ...]]:
    """Return each cell that holds anything: where, of which kind, and what.

    ``_x0007_`` is here whatever it may mean: openpyxl reads it in shared texts alone, Excel and calamine also
    in a text that is in its cell. Calamine shows what it was.
    """
    sheet = openpyxl.load_workbook(BytesIO(content))["DATA"]
    return [
        (
            cell.coordinate,
            kind,
            _meant(cell.value) if kind == "s" else cell.value,
            cell.number_format,
        )
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
        for kind in [cell.data_type.replace("inlineStr", "s")]
    ]


def _meant(text: str) -> str:
    return text if unescape(text) == text else _meant(unescape(text))


def by_calamine(content: bytes) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return book.get_sheet_by_name("DATA").to_python(skip_empty_area=False)


@given(st.data(), TEXTS)
@example(None, ["plain", *ODD, "plain", None, "", " "])
def test_cells_are_read_as_those_that_are_written_one_by_one(
    data: st.DataObject | None, texts: list[str | None]
) -> None:
    texts = ["first", *texts]  # that row is xlsxwriter's own
    amounts: list[int | None] = [204_001] * len(texts)
    if data:
        some = st.lists(st.none() | SEN, min_size=len(texts), max_size=len(texts))
        amounts = data.draw(some)
    ours, theirs = written(texts, amounts), cell_by_cell(texts, amounts)
    assert by_openpyxl(ours) == by_openpyxl(theirs)
    assert by_calamine(ours) == by_calamine(theirs)
    assert faults(ours) == []


@given(st.lists(st.none() | st.integers(0, 10**17), min_size=1))
@example([0, 1, 99, 100, 150, None])
def test_amounts_are_exact_to_the_sen(amounts: list[int | None]) -> None:
    matches = in_rupiah(pl.Series(amounts, dtype=pl.Int64)).to_list()
    assert [None if text is None else Decimal(text) * 100 for text in matches] == amounts


def test_what_is_too_long_for_a_cell_is_cut_in_every_row() -> None:
    texts: list[str | None] = [
        "a" * (MAX_TEXT + 9),
        "b" * (MAX_TEXT + 9),
        "é" * MAX_TEXT,
        "&" * 40_000,
    ]
    matches = [
        value for _, _, value, _ in by_openpyxl(written(texts, [1] * 4)) if isinstance(value, str)
    ]
    assert matches == [
        "head",
        "a" * MAX_TEXT,
        "b" * MAX_TEXT,
        "é" * MAX_TEXT,
        "&" * MAX_TEXT,
        "foot",
    ]


@given(
    st.lists(
        st.tuples(
            st.sampled_from([None, "", "a", "b"]),  # the text
            st.sampled_from([0, 1, 2]),  # the look
            st.booleans(),  # whether there is a comment
            st.sampled_from([14.25, 27.75, 41.25]),  # the height
        ),
        min_size=1,
        max_size=12,
    ),
    st.booleans(),
    st.booleans(),
)
@example([("a", 0, True, 14.25), ("a", 0, True, 27.75), ("a", 1, True, 41.25)], True, True)
def test_fill__comments_and_heights_in_any_row__each_row_is_there_once(
    rows: list[tuple[str | None, int, bool, float]], keeps_empty: bool, has_foot: bool
) -> None:
    """The library writes an empty row for each comment and height, whoever writes its cells."""
    book = WorkbookBuilder("x")
    sheet = book.sheet("DATA")
    sheet.text(0, 0, "head")
    looks = [book.format(), book.format(bold=True), book.format(italic=True)]
    cells = [
        CellColumn(
            0,
            pl.Series([text if of == look else None for text, of, *_ in rows], dtype=pl.String),
            looks[look],
            keeps_empty=keeps_empty,
        )
        for look in range(3)
    ]
    for at, (_, _, has_comment, _) in enumerate(rows, start=FIRST):
        if has_comment:
            sheet.raw.write_comment(at, 1, "why")
    last = sheet.fill(FIRST, cells, pl.Series([height for *_, height in rows]))
    if has_foot:
        sheet.text(last + 1, 0, "foot")
    content = book.content()
    assert faults(content) == []
    page = openpyxl.load_workbook(BytesIO(content))["DATA"]
    for at, (text, _, has_comment, height) in enumerate(rows, start=FIRST + 1):
        assert page.cell(at, 1).value == (text or None)
        assert (page.cell(at, 2).comment is not None) == has_comment
        assert page.row_dimensions[at].height == height


def test_fill__a_cell_written_between_its_rows__raises() -> None:
    book = WorkbookBuilder("x")
    sheet = book.sheet("DATA")
    sheet.fill(0, [CellColumn(0, pl.Series(["a", "b", "c"]), book.format())])
    sheet.text(1, 3, "mine")
    with pytest.raises(ValueError, match="row 2 is written twice"):
        book.content()


def test_fill__a_height_set_between_its_rows__raises() -> None:
    book = WorkbookBuilder("x")
    sheet = book.sheet("DATA")
    sheet.fill(0, [CellColumn(0, pl.Series(["a", "b", "c"]), book.format())])
    sheet.raw.set_row(1, 30)
    with pytest.raises(ValueError, match="row 2 has a height"):
        book.content()


def test_fill__a_second_time_on_a_sheet__raises() -> None:
    book = WorkbookBuilder("x")
    sheet = book.sheet("DATA")
    sheet.fill(0, [CellColumn(0, pl.Series(["a"]), book.format())])
    with pytest.raises(ValueError, match="DATA is filled twice"):
        sheet.fill(5, [CellColumn(0, pl.Series(["a"]), book.format())])


def test_fill_blocks__rows_between_rows__are_in_order_with_their_formulas() -> None:
    """People and the sums after them: each kind of rows has its own columns."""
    book = WorkbookBuilder("x")
    sheet = book.sheet("DATA")
    sheet.text(0, 0, "head")
    people = CellColumn(0, pl.Series(["1", "2", "3", "4"]), book.format(), is_text=False)
    sums = CellColumn(
        0,
        pl.Series(["3", "7"]),
        book.format(bold=True),
        is_text=False,
        formulas=pl.Series(["SUM(A2:A3)", "SUM(A5:A6)"]),
    )
    titles = CellColumn(1, pl.Series(["sum", "sum"]), book.format(bold=True))
    sheet.fill_blocks(
        [(pl.Series([2, 3, 5, 6]), [people], None), (pl.Series([4, 7]), [sums, titles], None)]
    )
    sheet.text(7, 0, "foot")
    content = book.content()
    assert faults(content) == []
    formulas = openpyxl.load_workbook(BytesIO(content))["DATA"]
    values = openpyxl.load_workbook(BytesIO(content), data_only=True)["DATA"]
    assert [cell.value for cell in formulas["A"]] == [
        *("head", 1, 2, "=SUM(A2:A3)", 3, 4, "=SUM(A5:A6)", "foot"),
    ]
    assert [cell.value for cell in values["A"]] == ["head", 1, 2, 3, 3, 4, 7, "foot"]
    assert [cell.value for cell in values["B"]] == [*[None] * 3, "sum", None, None, "sum", None]


def test_workbook_builder__no_longer_used__frees_its_rows_without_a_collection() -> None:
    """A nation has hundreds of workbooks, and collections are rare."""
    gc.disable()
    try:
        book = WorkbookBuilder("x")
        book.sheet("DATA").fill(0, [CellColumn(0, pl.Series(["a"]), book.format())])
        book.content()
        reference = weakref.ref(book)
        del book
        assert reference() is None
    finally:
        gc.enable()
