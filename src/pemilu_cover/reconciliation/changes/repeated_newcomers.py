"""Newcomers who are both in the newer rosters and in the list of changes: one person, by NIK."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import polars as pl

from pemilu_cover.enrolment.validation import normalise_roster
from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.i18n.text import localized_list
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.reconciliation.changes.events import Place, Question
from pemilu_cover.reconciliation.changes.field_changes import FIELDS, is_same
from pemilu_cover.roster.people import collect_people
from pemilu_cover.roster.reading.sheet import RosterFile, Sheet
from pemilu_cover.roster.tables.column_names import ColumnNames, fields
from pemilu_cover.values.nik import mask

_COMPARED = [
    name for names in FIELDS.values() for name in names if name not in ("location", "postal_code")
]
_PLACE = ("sheet", "row")


class ListedNewcomers(NamedTuple):
    """A list of newcomers without those whom the rosters have, and what has to be asked about these."""

    file: RosterFile
    questions: Sequence[Question]


def drop_repeated(
    newcomers: RosterFile, rosters: Sequence[RosterFile], words: ColumnNames, book: RateBook
) -> ListedNewcomers:
    """Empty the rows of people whom the rosters have, too: those count, and a difference is a question."""
    listed = _people([newcomers], words, book)
    known = _people(rosters, words, book)
    if listed is None or known is None:
        return ListedNewcomers(newcomers, ())
    in_rosters = known.with_row_index("order").select(
        "nik", "order", *(pl.col(name).alias(f"{name}_known") for name in _COMPARED)
    )
    # Of several rows in the rosters the one of the same role is compared.
    pairs = (
        listed.join(in_rosters, on="nik", maintain_order="left")
        .sort(pl.col("role") != pl.col("role_known"), "order", nulls_last=True)
        .unique(_PLACE, keep="first", maintain_order=True)
        .sort(_PLACE)
    )
    rows = set(pairs.select(_PLACE).iter_rows())
    sheets = [_without(sheet, rows) for sheet in newcomers.sheets]
    return ListedNewcomers(replace(newcomers, sheets=sheets), list(_questions(pairs)))


def _people(files: Sequence[RosterFile], words: ColumnNames, book: RateBook) -> pl.DataFrame | None:
    """Return the people with a NIK in some files, or None where the pipeline will refuse them."""
    try:
        roster = collect_people(list(files), words)
    except RefusalError:
        return None
    people = normalise_roster(roster, book)
    return people.select("nik", "file", *_PLACE, *_COMPARED).drop_nulls("nik")


def _without(sheet: Sheet, rows: set[tuple[str, int]]) -> Sheet:
    cells = [
        [""] * len(row) if (sheet.name, number) in rows else row
        for number, row in enumerate(sheet.rows, sheet.first_row)
    ]
    return replace(sheet, rows=cells)


def _questions(pairs: pl.DataFrame) -> Iterator[Question]:
    for row in pairs.iter_rows(named=True):
        if differing := [name for name in _COMPARED if _differs(row, name)]:
            titles = localized_list(fields()[name.removesuffix("_sen")].title for name in differing)
            place = Place(row["file"], row["sheet"], row["row"])
            yield Question("newcomer-differs", mask(row["nik"]), row["name"] or "", place, titles)


def _differs(row: dict[str, Any], name: str) -> bool:
    listed, known = row[name], row[f"{name}_known"]
    return listed is not None and known is not None and not is_same(name, listed, known)
