"""Parquet: exact values remain exact, datetimes become local days, and lists are refused without reading."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from roster.builders import codes_of, grid, validate
from support.parameters import first
from support.paths import SOURCE
from support.people import BORN, nik, people
from support.run import HANG

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.roster.reading.cell_encoding import (
    DATE_PATTERN,
    MAX_TEXT,
    NO_DAY,
    date_cell,
    number_cell,
)
from pemilu_cover.roster.reading.file_type import read_sheets
from pemilu_cover.roster.reading.parquet_footer import read_footer
from pemilu_cover.roster.reading.parquet_reader import ParquetBatches
from pemilu_cover.roster.reading.typed_columns import marked_texts

CASES = Path(__file__).parent / "shapes" / "files"
MOST_MEMORY = 800 << 20


def written(**columns: pl.Series | Sequence[object]) -> bytes:
    """Return a Parquet file of columns."""
    target = BytesIO()
    pl.DataFrame(columns).write_parquet(target)
    return target.getvalue()


def cells(values: pl.Series) -> list[str]:
    """Return the cells of a column as read from a file, at once."""
    target = BytesIO()
    frame = pl.DataFrame({"x": values})
    frame.write_parquet(target)
    (sheet,) = read_sheets(target.getvalue())
    return [row[0] for row in sheet.rows[1:]]


def in_batches(values: pl.Series, folder: Path) -> list[str]:
    """Return the cells of a column as they are read of a file, row by row."""
    path = folder / "x.parquet"
    pl.DataFrame({"x": values}).write_parquet(path)
    source = ParquetBatches(path)
    return [cell for at in range(source.height) for cell in source.rows(at, 1)["0"]]


NIK = int(nik(1))
COLUMNS: dict[str, tuple[pl.Series, list[str]]] = {
    "whole numbers": (
        pl.Series([NIK, 850_000, None, -1]),
        [str(NIK), number_cell("850000"), "", number_cell("-1")],
    ),
    "unsigned": (pl.Series([NIK, 41162], dtype=pl.UInt64), [str(NIK), number_cell("41162")]),
    "fractions": (
        pl.Series([float(NIK), 0.5, None]),
        [number_cell(f"{NIK}"), number_cell("0.5"), ""],
    ),
    "decimals": (
        pl.Series([Decimal("850000.0000"), Decimal("0.5000"), None], dtype=pl.Decimal(18, 4)),
        [number_cell("850000"), number_cell("0.5"), ""],
    ),
    "decimal NIK": (pl.Series([Decimal(f"{NIK}.00")], dtype=pl.Decimal(38, 2)), [str(NIK)]),
    "bytes": (pl.Series([b"Budi", "Ujé".encode(), b"", None]), ["Budi", "Ujé", "", ""]),
    "bytes of no text": (pl.Series([b"\xff\xfe", b"Ani"]), ["\x03byte", "Ani"]),
    "words of a list": (pl.Series(["L", "P", None], dtype=pl.Categorical), ["L", "P", ""]),
    "days": (
        pl.Series([date(1990, 5, 12), None, date(1850, 1, 1)]),
        [date_cell("1990-05-12"), "", NO_DAY],
    ),
    "truth": (pl.Series([True, None]), ["TRUE", ""]),
    "nothing": (pl.Series([None, None]), ["", ""]),
    "long text": (pl.Series(["A" * (MAX_TEXT + 9)]), ["A" * (MAX_TEXT + 1)]),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_column__of_a_type__gives_exact_cells(name: str, tmp_path: Path) -> None:
    values, expected = COLUMNS[name]
    assert cells(values) == expected
    assert in_batches(values, tmp_path) == expected


def datetimes_of(zone: str, *days: date, as_utc: bool = True) -> pl.Series:
    """Return midnight of days in a zone, as datetimes in UTC."""
    local = (datetime.combine(day, time(), ZoneInfo(zone)) for day in days)
    datetimes = [
        at.astimezone(UTC) if as_utc else at.astimezone(UTC).replace(tzinfo=None) for at in local
    ]
    return pl.Series(datetimes, dtype=pl.Datetime("us", "UTC" if as_utc else None))


ZONES = st.sampled_from(["Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura", "UTC"])
DAYS = st.dates(date(1935, 1, 1), date(2030, 1, 1))


@given(zone=ZONES, days=st.lists(DAYS, min_size=1, max_size=5), as_utc=st.booleans())
def test_datetimes__midnight_of_a_zone_in_utc__are_the_local_days(
    zone: str, days: list[date], *, as_utc: bool
) -> None:
    cell_texts = cells(datetimes_of(zone, *days, as_utc=as_utc))
    assert cell_texts == [date_cell(f"{day}") for day in days]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(1990, 5, 12, 3, 30), "1990-05-12"),
        (datetime(1990, 5, 12, 14, 59), "1990-05-12"),
        (datetime(1990, 5, 11, 17, 30), "1990-05-12"),
        (datetime(1990, 5, 11, 23, 59), "1990-05-12"),
    ],
)
def test_moments__another_hour_in_utc__are_of_the_day_in_all_of_indonesia(
    moment: datetime, expected: str
) -> None:
    assert cells(pl.Series([moment.replace(tzinfo=UTC)])) == [date_cell(expected)]


def test_moments__the_day_depends_on_the_island__are_no_days() -> None:
    (cell,) = cells(pl.Series([datetime(1990, 5, 11, 16, 30, tzinfo=UTC)]))
    assert cell.startswith("1990-05-11 16:30")


def test_moments__hours_of_a_clock_without_a_zone__are_of_their_own_day(tmp_path: Path) -> None:
    values = pl.Series([datetime(2024, 11, 7, 17), datetime(2024, 11, 7, 8, 15)])
    assert cells(values) == [date_cell("2024-11-07")] * 2
    assert in_batches(values, tmp_path) == [date_cell("2024-11-07")] * 2


def test_datetimes__hidden_utc_in_batches__is_detected_in_the_full_column(tmp_path: Path) -> None:
    values = datetimes_of("Asia/Jakarta", BORN, date(2000, 1, 1), as_utc=False)
    assert in_batches(values, tmp_path) == [date_cell(f"{BORN}"), date_cell("2000-01-01")]


def test_moments__of_another_zone__are_of_their_own_day() -> None:
    values = pl.Series([datetime(1990, 5, 12, 22, tzinfo=timezone(timedelta(hours=7)))])
    (texts,) = marked_texts(pl.DataFrame({"x": values.dt.convert_time_zone("Asia/Jakarta")}))
    assert texts.to_list() == [date_cell("1990-05-12")]


NESTED = {
    "lists": pl.Series([["a", "b"]]),
    "structures": pl.Series([{"depan": "Asep"}]),
    "lists of structures": pl.Series([[{"a": 1}]]),
    "arrays": pl.Series([[1, 2]], dtype=pl.Array(pl.Int64, 2)),
}


INFINITE = [
    pl.Series([2**31 - 1, -(2**31)], dtype=pl.Int32).cast(pl.Date),
    *(
        pl.Series([2**63 - 1, 1 - 2**63]).cast(dtype)
        for unit in ("ms", "us", "ns")
        for dtype in (
            *(pl.Datetime(unit, zone) for zone in (None, "UTC", "Asia/Jakarta")),
            pl.Duration(unit),
        )
    ),
]


@pytest.mark.parametrize("infinite", INFINITE, ids=lambda values: str(values.dtype))
def test_column__infinity_as_the_last_number_of_its_type__is_read(
    infinite: pl.Series, tmp_path: Path
) -> None:
    read = cells(infinite)
    assert read == in_batches(infinite, tmp_path)
    assert all(read)
    if infinite.dtype == pl.Date:
        assert read[1] == NO_DAY
        assert not re.fullmatch(DATE_PATTERN, read[0])


@pytest.mark.parametrize("name", ["*", "^.*$", "^[$"])
@pytest.mark.parametrize("dtype", [pl.Date(), pl.Datetime("us")], ids=str)
def test_parquet__name_that_polars_takes_for_a_pattern__is_a_name(
    dtype: pl.DataType, name: str
) -> None:
    days = pl.Series([BORN]).cast(dtype)
    (sheet,) = read_sheets(written(**{"NIK": [nik(1)], name: days}))
    assert sheet.rows == [["NIK", name], [nik(1), date_cell(BORN.isoformat())]]


@pytest.mark.parametrize("name", NESTED)
def test_footer__cells_hold_more_than_one_value__names_the_column(name: str) -> None:
    content = written(NIK=["1"], riwayat=NESTED[name], Nama=["Ani"])
    assert read_footer(BytesIO(content)).nested == ["riwayat"]
    with pytest.raises(RefusalError) as error:
        read_sheets(content)
    assert (error.value.code, error.value.detail) == ("parquet-nested", {"column": "riwayat"})


@pytest.mark.parametrize("more", first(1, [[], ["--output-format", "parquet"]]))
def test_parquet__millions_of_values_in_one_cell__are_refused_before_they_are_unpacked(
    more: list[str], tmp_path: Path
) -> None:
    path = CASES / "k21-a-list-in-one-cell.parquet"
    status, used = _measured("enrol", str(path), "--out", str(tmp_path / "o"), *more)
    assert status == 3
    assert used * 1024 < MOST_MEMORY


# Another process starts the program: a fork of this one would begin with the memory of all tests before.
_MEASURE = """
import resource, subprocess, sys
status = subprocess.run(sys.argv[1:], capture_output=True).returncode
print(status, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def _measured(*arguments: str) -> tuple[int, int]:
    """Run the program; return its status, and the peak memory of it and its children in KiB."""
    program = [sys.executable, "-m", "pemilu_cover", *arguments]
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, *program],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        timeout=HANG,
        check=True,
    )
    status, used = map(int, done.stdout.split())
    return status, used


@given(cut=st.integers(0, 400), junk=st.binary(max_size=40))
def test_footer__is_damaged__is_refused_by_a_value_error(cut: int, junk: bytes) -> None:
    content = written(NIK=[str(NIK)], Nama=["Ani"])
    at = max(len(content) - cut, 0)
    broken = content[:at] + junk + content[at + len(junk) :]
    try:
        read_footer(BytesIO(broken))
    except ValueError:
        return


def test_parquet__invalid_bytes_in_a_name__are_a_finding_at_their_cell(tmp_path: Path) -> None:
    head, *rows = grid(people(2))
    columns = {str(name): [row[at] for row in rows] for at, name in enumerate(head)}
    columns["Nama Lengkap"] = [b"\xff\xfe", b"Cucu Irawan"]
    pl.DataFrame(columns).write_parquet(tmp_path / "roster.parquet")
    validation = validate(tmp_path / "roster.parquet")
    assert (2, "cell-control") in codes_of(validation)
