"""The data of a corrections workbook, complete before it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import polars as pl

from pemilu_cover.reports.xlsx.corrections.newcomers import NewcomerTitles
from pemilu_cover.reports.xlsx.corrections.read_only_sheets import (
    AlteredCell,
    ColumnNote,
    ExcludedPerson,
    RowAddress,
    UnreadEntry,
)


class FindingMark(NamedTuple):
    """One finding of a row, as the sheet shows it; ``column`` is what the roster calls the field."""

    field: str
    column: str
    level: str
    reason: str
    fix: str
    suggestion: str


class FaultyRows(NamedTuple):
    """Rows with findings: the address and code of each, its cells as typed by field, its marks.

    ``page`` names its kecamatan: rows of another one are printed on a new page.
    """

    addresses: Sequence[RowAddress]
    pages: Sequence[str | None]
    typed: pl.DataFrame
    marks: Sequence[Sequence[FindingMark]]


class ColumnTitles(NamedTuple):
    """The titles of sheets and columns: the address, the reasons, each field.

    ``strike`` marks a row to strike out, ``successor`` is the person who replaces its person. ``reasons`` are
    level, reason and suggestion. ``faulty_rows_copy`` is the hidden sheet with a copy of Perbaikan,
    ``read_only_copy`` the one with copies of the read-only sheets. ``enrolment_status`` is whether a
    person is enrolled. ``origin`` is the address of rows on read-only sheets.
    """

    instructions: str
    faulty_rows: str
    incomplete: str
    choices: str
    faulty_rows_copy: str
    read_only_copy: str
    address: Sequence[str]
    origin: Sequence[str]
    strike: str
    successor: str
    reasons: tuple[str, str, str]
    enrolment_status: str
    titles: Mapping[str, str]
    never_shown: frozenset[str]
    newcomers: NewcomerTitles


class CorrectionsData(NamedTuple):
    """What a workbook holds.

    ``incomplete`` has the address and code of each person, who they are, ``page`` as in `FaultyRows`,
    ``missing``, the fields to be filled, and ``kept_out``, whether they are not enrolled yet. ``roles`` are
    the names that the column of roles offers. ``update_period``, ``YYYY-MM``, is that of the update that
    takes the file back, if one does.
    """

    faulty: FaultyRows
    incomplete: pl.DataFrame
    altered: Sequence[AlteredCell]
    excluded: Sequence[ExcludedPerson]
    roles: Sequence[str]
    unread: Sequence[UnreadEntry] = ()
    columns: Sequence[ColumnNote] = ()
    update_period: str = ""
