"""**Lengkapi**: people who lack a field that SIPP requires, with just those cells to fill in."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import polars as pl

from pemilu_cover.i18n.text import translate
from pemilu_cover.reports.xlsx.corrections.layout import (
    ADDRESS_WIDTHS,
    DEFAULT_WIDTH,
    FIELD_WIDTHS,
    IDENTITY_FIELDS,
    LISTS,
)
from pemilu_cover.reports.xlsx.corrections.model import ColumnTitles
from pemilu_cover.reports.xlsx.corrections.people_table import (
    TableColumn,
    hidden_columns,
    only_page,
    write_people,
)
from pemilu_cover.reports.xlsx.corrections.print_setup import room_beside
from pemilu_cover.xlsx.workbook import GREY, YELLOW, SheetBuilder

# The widest column of the person, and the width of a letter, capitals included.
_WIDEST, _LETTER_WIDTH = 30, 1.15
_CODE_WIDTH, _STATUS_WIDTH = 24, 10


def field_hints(missing: Collection[str]) -> Iterator[str]:
    """Yield hints on how to find the missing values."""
    if "blood" in missing:
        yield translate("corrections_file.hint-blood")
    if "regency" in missing:
        yield translate("corrections_file.hint-regency")


def write_incomplete(sheet: SheetBuilder, people: pl.DataFrame, headers: ColumnTitles) -> None:
    """Write the people with missing fields by kecamatan, the cells to fill in yellow, others grey."""
    missing = set(people["missing"].explode().to_list())
    pages = people["page"].to_list()
    identity = [
        TableColumn(
            headers.titles[name],
            FIELD_WIDTHS[name],
            people["role_name" if name == "role" else name].fill_null(""),
        )
        for name in IDENTITY_FIELDS
    ]
    status = list(_status(people, headers))
    empty = pl.repeat("", people.height, eager=True)
    to_fill = [
        TableColumn(
            headers.titles[name],
            FIELD_WIDTHS.get(name, DEFAULT_WIDTH),
            empty,
            _colors(people, name),
            LISTS.get(name, ()),
            is_open=True,
        )
        for name in headers.titles
        if name in missing
    ]
    hidden = [IDENTITY_FIELDS.index("kecamatan")] if only_page(pages) else []
    shown = [column for at, column in enumerate(identity) if at not in hidden]
    shown = _widened(shown, [column.width for column in (*status, *to_fill)])
    address = people.select("file", "sheet", pl.col("row").cast(pl.String), "code")
    widths = [*ADDRESS_WIDTHS[:-1], _CODE_WIDTH]
    write_people(
        sheet,
        (
            translate("corrections_file.incomplete-title"),
            translate("corrections_file.fill-yellow-cells"),
        ),
        [
            *shown,
            *status,
            *to_fill,
            *(identity[at]._replace(is_hidden=True) for at in hidden),
            *hidden_columns(headers.address, widths, address),
        ],
        pages,
        first_page=len(shown),
    )


def _widened(identity: Sequence[TableColumn], others: Sequence[float]) -> list[TableColumn]:
    """Return the columns of the person with the room that others leave: a name or role in one line."""
    room = max(room_beside([*(column.width for column in identity), *others]), 0)
    widened: list[TableColumn] = []
    for column in identity:
        longest = max(column.texts.str.len_chars().to_list(), default=0)
        more = min(room, max(min(longest * _LETTER_WIDTH, _WIDEST) - column.width, 0))
        room -= more
        widened.append(column._replace(width=column.width + more))
    return widened


def _colors(people: pl.DataFrame, name: str) -> pl.Series:
    is_missing = pl.col("missing").list.contains(name)
    return people.select(
        pl.when(is_missing).then(pl.lit(YELLOW)).otherwise(pl.lit(GREY))
    ).to_series()


def _status(people: pl.DataFrame, headers: ColumnTitles) -> Iterator[TableColumn]:
    """Yield the column of who is enrolled, where not everybody is."""
    if not people["kept_out"].any():
        return
    is_out = translate("corrections_file.not-enrolled")
    is_in = translate("corrections_file.already-billed")
    texts = people.select(pl.when("kept_out").then(pl.lit(is_out)).otherwise(pl.lit(is_in)))
    yield TableColumn(headers.enrolment_status, _STATUS_WIDTH, texts.to_series())
