"""Typed columns as columns of encoded cells: what is exact stays exact, a moment becomes its local day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, time

import polars as pl

from pemilu_cover.roster.reading.cell_encoding import (
    MARKED_PATTERN,
    MAX_TEXT,
    NO_DAY,
    encode_cells,
    with_date_marks,
    with_number_marks,
)

# Indonesia's time zones; each has a history of its own, and people are born in it.
_ZONES = ("Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura")
_UTC = frozenset({"UTC", "Etc/UTC", "GMT", "Etc/GMT", "Z", "+00:00", "Zulu", "Etc/Zulu"})
_MIDNIGHT = time(0)
# From the one hour on it may be tomorrow in Indonesia, from the other it is.
_LATE, _TOMORROW = 15, 17
# A whole number of so many digits is no amount and no day: it stands for itself.
_LONG_NUMBER = 15
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(9999, 12, 31)
# Bytes that are no text are found where they stand, as control characters are.
_NO_TEXT = "\x03byte"


def marked_texts(frame: pl.DataFrame, in_utc: Collection[str] = ()) -> pl.DataFrame:
    """Return typed columns as columns of cells as `cell_encoding` writes them.

    ``in_utc`` names the columns of moments in UTC that do not say so.
    """
    return frame.select(_texts(column, column.name in in_utc) for column in frame)


def hidden_utc(frame: pl.LazyFrame) -> frozenset[str]:
    """Return the columns without a time zone whose values are all midnight in Indonesia, told in UTC.

    Spark and Impala write moments so. A column in which other hours stand holds hours of the clock.
    """
    columns = [
        name
        for name, dtype in frame.collect_schema().items()
        if isinstance(dtype, pl.Datetime) and dtype.time_zone is None
    ]
    if not columns:
        return frozenset()
    asked = frame.select(_all_midnight_abroad(pl.col(name)).alias(name) for name in columns)
    (told,) = asked.collect(engine="streaming").rows(named=True)
    return frozenset(name for name, is_so in told.items() if is_so)


def _all_midnight_abroad(moments: pl.Expr) -> pl.Expr:
    moments = moments.dt.replace_time_zone("UTC")
    abroad = pl.any_horizontal(_is_midnight(moments, zone) for zone in _ZONES)
    return (abroad | (moments.dt.time() == _MIDNIGHT)).all() & abroad.any()


def _is_midnight(moments: pl.Expr, zone: str) -> pl.Expr:
    return moments.dt.convert_time_zone(zone).dt.time() == _MIDNIGHT


def _texts(cells: pl.Series, is_utc: bool) -> pl.Series:
    dtype = cells.dtype
    if isinstance(dtype, pl.Date | pl.Datetime):
        days = cells if dtype == pl.Date else _local_days(cells, is_utc)
        return _days(days, cells.cast(pl.String))
    if dtype.is_integer() or dtype.is_decimal():
        return _numbers(_digits(cells))
    if dtype == pl.Binary:
        return _plain_texts(_decoded(cells))
    if isinstance(dtype, pl.String | pl.Categorical | pl.Enum):
        return _plain_texts(cells.cast(pl.String))
    return pl.Series(cells.name, encode_cells(cells), dtype=pl.String)


def _decoded(cells: pl.Series) -> pl.Series:
    """Return bytes as the texts that they are in UTF-8."""
    try:
        return cells.cast(pl.String)
    except pl.exceptions.ComputeError:
        return cells.map_elements(_text, return_dtype=pl.String)


def _text(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return _NO_TEXT


def _digits(cells: pl.Series) -> pl.Series:
    """Return exact numbers as texts, without zeros behind the point."""
    texts = cells.cast(pl.String)
    bare = texts.str.strip_chars_end("0").str.strip_chars_end(".")
    return bare.zip_with(texts.str.contains(".", literal=True), texts)


def _plain_texts(cells: pl.Series) -> pl.Series:
    """Return texts as encoded cells; only those are taken in hand that would be others."""
    cells = cells.fill_null("")
    odd = cells.str.contains(f"^{MARKED_PATTERN}") | (cells.str.len_bytes() > MAX_TEXT)
    if not odd.any():
        return cells
    return cells.scatter(
        odd.arg_true(), pl.Series(encode_cells(cells.filter(odd)), dtype=pl.String)
    )


def _numbers(texts: pl.Series) -> pl.Series:
    """Return exact numbers as encoded cells: a NIK among them is a text, as no digit of it is in doubt."""
    is_long = texts.str.contains(rf"^[0-9]{{{_LONG_NUMBER},}}$")
    return texts.zip_with(is_long.fill_null(value=True), with_number_marks(texts)).fill_null("")


def _days(days: pl.Series, shown: pl.Series) -> pl.Series:
    """Return days as encoded cells; where there is none, what is shown."""
    told = (
        pl.when(days < _FIRST_DAY)
        .then(pl.lit(NO_DAY))
        .when(days <= _LAST_DAY)
        .then(with_date_marks(days.cast(pl.String)))
        .otherwise(shown)
        .fill_null("")
    )
    return pl.select(told.alias(days.name)).to_series()


def _local_days(moments: pl.Series, is_utc: bool) -> pl.Series:
    """Return the days of moments where their people live; null where that depends on the island.

    Midnight of Jakarta is 17:00 of the day before in UTC. Another hour of the day is of the same day in
    all of Indonesia until 15:00, and of the next from 17:00 on.
    """
    zone = getattr(moments.dtype, "time_zone", None)
    if is_utc and zone is None:
        moments = moments.dt.replace_time_zone("UTC")
    elif zone not in _UTC:
        return moments.dt.date()
    own = pl.lit(moments)
    day, hour = own.dt.date(), own.dt.hour()
    local = [
        pl.when(_is_midnight(own, zone)).then(own.dt.convert_time_zone(zone).dt.date())
        for zone in _ZONES
    ]
    other = pl.when(hour < _LATE).then(day).when(hour >= _TOMORROW).then(day + pl.duration(days=1))
    return pl.select(pl.coalesce(*local, other).alias(moments.name)).to_series()
