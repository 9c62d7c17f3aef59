"""Frame contracts: each stage gives exactly the columns, with the types, that `roster.columns` declares."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from roster.builders import roster
from support.people import people, person

from pemilu_cover.enrolment.validation import normalise_roster, validate_files
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.roster import columns
from pemilu_cover.roster.checks.row_rule import VALUE_COLUMNS
from pemilu_cover.roster.people import collect_people
from pemilu_cover.roster.reading.reader import read_files
from pemilu_cover.roster.tables.column_names import ColumnNames, fields

ROSTERS = {
    "all columns": people(3),
    "nik and name only": [{"NIK": row["NIK"], "Nama": row["Nama Lengkap"]} for row in people(2)],
    "unreadable cells": [{**person(1), "NIK": "x", "Tgl Mulai": "x", "Honor": "x", "TPS": "x"}],
}


def types(schema: columns.Schema | pl.Schema) -> dict[str, pl.DataType]:
    """Return the columns of a schema by name, in one order."""
    return dict(sorted(schema.items()))


@pytest.mark.parametrize("rows", ROSTERS.values(), ids=ROSTERS)
def test_frame_contracts__each_stage__gives_its_columns(
    rows: list[dict[str, object]], tmp_path: Path
) -> None:
    path = roster(tmp_path, rows)  # type: ignore[arg-type]
    read = collect_people(read_files([path]), ColumnNames())
    expected = columns.people_columns(fields())
    assert types(read.frame.schema) == types(expected)
    expected |= columns.normalised_columns(fields())
    assert types(normalise_roster(read, RateBook.load(None)).schema) == types(expected)
    expected |= columns.TERM_COLUMNS
    assert types(validate_files([path]).frame.schema) == types(expected)


def test_frame_contracts__columns_of_rules__are_available() -> None:
    available = {
        **columns.VALUE_COLUMNS,
        **columns.TERM_COLUMNS,
        columns.FLAWS: None,
        columns.NOTES: None,
    }
    assert set(VALUE_COLUMNS) <= available.keys()
