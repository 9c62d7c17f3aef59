"""Typed columns as columns of encoded cells: exact values remain exact, a datetime becomes its local day."""

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

# Indonesia's time zones; each has its own history, and people are born in it.
_ZONES = ("Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura")
_UTC = frozenset({"UTC", "Etc/UTC", "GMT", "Etc/GMT", "Z", "+00:00", "Zulu", "Etc/Zulu"})
_MIDNIGHT = time(0)
# From the first hour it may be the next day in Indonesia, from the second it is.
_LATE, _TOMORROW = 15, 17
# An integer with this many digits is no amount and no day: it becomes a text.
_LONG_NUMBER = 15
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(9999, 12, 31)
# Polars and Python fail at days further from 1970, such as the last number of a type for infinity.
_DAYS_OF_CALENDAR = 95_000_000
_LAST_INTEGER = 2**63 - 1
_PER_DAY = {"ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}
# Bytes that are no text are handled like control characters.
_NO_TEXT = "\x03byte"


def marked_texts(frame: pl.DataFrame, in_utc: Collection[int] = ()) -> pl.DataFrame:
    """Return typed columns as columns of encoded cells, named by their numbers.

    Polars takes a name such as "*" for a pattern. ``in_utc`` has the numbers of the columns of UTC datetimes
    without a time zone.
    """
    return pl.DataFrame(
        [_texts(column.alias(str(at)), at in in_utc) for at, column in enumerate(frame)]
    )


def hidden_utc(frame: pl.LazyFrame) -> frozenset[int]:
    """Return the numbers of columns without a time zone whose values are all midnight in Indonesia, in UTC.

    Spark and Impala write datetimes that way. A column with other hours holds times of day.
    """
    queries = {
        str(at): _all_midnight_abroad(_within_calendar(pl.nth(at), dtype))
        for at, dtype in enumerate(frame.collect_schema().dtypes())
        if isinstance(dtype, pl.Datetime) and dtype.time_zone is None
    }
    if not queries:
        return frozenset()
    (result,) = frame.select(**queries).collect(engine="streaming").rows(named=True)
    return frozenset(int(at) for at, is_so in result.items() if is_so)


def _all_midnight_abroad(moments: pl.Expr) -> pl.Expr:
    moments = moments.dt.replace_time_zone("UTC")
    abroad = pl.any_horizontal(_is_midnight(moments, zone) for zone in _ZONES)
    return (abroad | (moments.dt.time() == _MIDNIGHT)).all() & abroad.any()


def _within_calendar(days: pl.Expr, dtype: pl.Date | pl.Datetime | pl.Duration) -> pl.Expr:
    """Return days, moments or durations of which none is outside the calendar."""
    most = _DAYS_OF_CALENDAR
    if not isinstance(dtype, pl.Date):
        most = min(most * _PER_DAY[dtype.time_unit], _LAST_INTEGER)
    return days.to_physical().clip(-most, most).cast(dtype)


def _is_midnight(moments: pl.Expr, zone: str) -> pl.Expr:
    return moments.dt.convert_time_zone(zone).dt.time() == _MIDNIGHT


def _texts(cells: pl.Series, is_utc: bool) -> pl.Series:
    dtype = cells.dtype
    if isinstance(dtype, pl.Date | pl.Datetime | pl.Duration):
        within = _within_calendar(pl.lit(cells), dtype)
        cells = pl.select(within.alias(cells.name)).to_series()
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
    """Return bytes decoded as UTF-8."""
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
    """Return exact numbers as texts, without trailing zeros behind the point."""
    texts = cells.cast(pl.String)
    without_zeros = texts.str.strip_chars_end("0").str.strip_chars_end(".")
    return without_zeros.zip_with(texts.str.contains(".", literal=True), texts)


def _plain_texts(cells: pl.Series) -> pl.Series:
    """Return texts as encoded cells; only those that the encoding changes are encoded."""
    cells = cells.fill_null("")
    odd = cells.str.contains(f"^{MARKED_PATTERN}") | (cells.str.len_bytes() > MAX_TEXT)
    if not odd.any():
        return cells
    return cells.scatter(
        odd.arg_true(), pl.Series(encode_cells(cells.filter(odd)), dtype=pl.String)
    )


def _numbers(texts: pl.Series) -> pl.Series:
    """Return exact numbers as encoded cells: a NIK among them is a text, since all its digits are certain."""
    is_long = texts.str.contains(rf"^[0-9]{{{_LONG_NUMBER},}}$")
    return texts.zip_with(is_long.fill_null(value=True), with_number_marks(texts)).fill_null("")


def _days(days: pl.Series, shown: pl.Series) -> pl.Series:
    """Return days as encoded cells; without a day, the displayed text."""
    cells = (
        pl.when(days < _FIRST_DAY)
        .then(pl.lit(NO_DAY))
        .when(days <= _LAST_DAY)
        .then(with_date_marks(days.cast(pl.String)))
        .otherwise(shown)
        .fill_null("")
    )
    return pl.select(cells.alias(days.name)).to_series()


def _local_days(moments: pl.Series, is_utc: bool) -> pl.Series:
    """Return the days of datetimes in local time; null where that depends on the island.

    Midnight of Jakarta is 17:00 of the day before in UTC. Any other time is on the same day in all of
    Indonesia until 15:00, and on the next from 17:00 on.
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
    by_hour = (
        pl.when(hour < _LATE).then(day).when(hour >= _TOMORROW).then(day + pl.duration(days=1))
    )
    return pl.select(pl.coalesce(*local, by_hour).alias(moments.name)).to_series()
