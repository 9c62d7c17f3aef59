"""The order in which a column writes day and month, decided from all its cells together.

A form in English writes 4/15/1990, and an English Excel turns 7/2/1981 into the seventh of February or the
second of July. One cell is ambiguous; a column is not, if its birth dates are compared with the NIKs, and its
days of service with the terms of elections.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

import polars as pl

from pemilu_cover.i18n.text import localize
from pemilu_cover.roster.cells.dates import contract_date
from pemilu_cover.roster.columns import CONTEXT, RAW
from pemilu_cover.roster.people import Roster
from pemilu_cover.roster.reading.cell_encoding import are_dates, iso_days, swap_day_and_month
from pemilu_cover.roster.tables.column_draft import Note, Order
from pemilu_cover.roster.tables.roster_table import RosterTable
from pemilu_cover.values import nik

# Returns how well the days from one to another fit a person with a role, as typed; 0 is not at all.
Fits = Callable[[str, date, date], int]
BIRTH, CONTRACT = ("birth_date", "birth_place_date"), ("start", "end", "period")
# Two cells that agree may be chance in a column of days; one alone is a typing error.
_FEWEST_TEXTS = 2
# Cells that Excel holds as dates need more evidence: somebody has checked them.
_FEWEST_CELLS = 3
# This many cells that agree outweigh one that does not: typing errors are rarer than one in twenty.
_AGREEING = 19
_LAST_MONTH = 12
_NUMERIC = r"[0-9]{1,2}\s?[-/.]\s?[0-9]{1,2}\s?[-/.]\s?(?:[0-9]{4}|[0-9]{2})"
_MONTH_FIRST = (
    r"(^|[^0-9])(0?[1-9]|1[0-2])(\s?[-/.]\s?)([0-9]{1,2})"
    r"(\s?[-/.]\s?(?:[0-9]{4}|[0-9]{2})(?:[^0-9]|$))"
)
_TEXT = (
    r"(?:^|[^0-9])(?<first>[0-9]{1,2})\s?[-/.]\s?(?<second>[0-9]{1,2})\s?[-/.]\s?"
    r"(?<year>[0-9]{4})(?:[^0-9]|$)"
)
_ISO_DATE = r"^(?<year>[0-9]{4})-(?<second>[0-9]{2})-(?<first>[0-9]{2})$"
_COMPARED_WITH_NIK = localize("findings.field-nik")
_COMPARED_WITH_TERM = localize("findings.election-terms")


SWAPPED = Order(texts=True, cells=True, agree=0, tested=0)
Orders = Mapping[str, Order]


def with_orders(roster: Roster, fits: Fits | None) -> Roster:
    """Return the roster with all days written with the day first, and the order noted at each header."""
    orders = find_orders(roster.frame, fits)
    tables = [
        with_table_orders(table, orders[number]) if number in orders else table
        for number, table in enumerate(roster.tables)
    ]
    return replace(roster, tables=tables, frame=day_first(roster.frame, tables))


def find_orders(frame: pl.DataFrame, fits: Fits | None) -> dict[int, dict[str, Order]]:
    """Return each table's orders, by the fields of `BIRTH` and `CONTRACT`, if not day first."""
    orders: defaultdict[int, dict[str, Order]] = defaultdict(dict)
    for table, order in _birth_orders(frame):
        orders[table] |= dict.fromkeys(BIRTH, order)
    for table, order in _contract_orders(frame, fits) if fits else ():
        orders[table] |= dict.fromkeys(CONTRACT, order)
    return dict(orders)


def with_table_orders(table: RosterTable, orders: Orders) -> RosterTable:
    """Return a table with the orders of its days, and a note on each at the header of its column."""
    header = table.header
    notes = [
        _note(order, name, header.columns[name])
        for name, order in orders.items()
        if name in header.columns
    ]
    header = replace(header, orders=dict(orders), notes=(*header.notes, *notes))
    return replace(table, header=header)


def day_first(frame: pl.DataFrame, tables: Sequence[RosterTable]) -> pl.DataFrame:
    """Return a frame of typed cells with all days written with the day first."""
    for number in frame["table"].unique() if any(table.header.orders for table in tables) else ():
        within = pl.col("table") == number
        frame = frame.with_columns(
            pl.when(within)
            .then(_with_day_first(pl.col(RAW + name), order))
            .otherwise(RAW + name)
            .alias(RAW + name)
            for name, order in tables[number].header.orders.items()
        )
    return frame


def _note(order: Order, name: str, column: int) -> Note:
    by = _COMPARED_WITH_NIK if name in BIRTH else _COMPARED_WITH_TERM
    code = "dates-month-first" if order.texts else "dates-swapped"
    return Note(code, name, column, {"agree": order.agree, "tested": order.tested, "by": by})


def _with_day_first(cells: pl.Expr, order: Order) -> pl.Expr:
    """Return cells with the day first; those without a day to swap are unchanged."""
    is_date = are_dates(cells)
    texts = cells.str.replace_all(_MONTH_FIRST, "${1}${4}${3}${2}${5}") if order.texts else cells
    swapped = swap_day_and_month(cells) if order.cells else cells
    return pl.when(is_date).then(swapped).otherwise(texts)


def _birth_orders(frame: pl.DataFrame) -> Iterator[tuple[int, Order]]:
    """Yield the order in which birth dates agree with the NIKs beside them, by table."""
    day, month, year = (pl.col("digits").str.slice(at, 2) for at in (6, 8, 10))
    number = day.cast(pl.Int32, strict=False)
    own = pl.col(RAW + "birth_date")
    people = (
        frame.select(
            "table",
            pl.col(RAW + "nik").str.replace_all(r"[^0-9]", "").alias("digits"),
            pl.when(own != "").then(own).otherwise(pl.col(RAW + "birth_place_date")).alias("born"),
        )
        .filter(pl.col("digits").str.len_bytes() == nik.LENGTH, pl.col("born") != "")
        .with_columns(
            (number % nik.WOMEN_DAY_OFFSET).alias("day"),
            month.cast(pl.Int32, strict=False).alias("month"),
            year.alias("year"),
            pl.col("born").str.extract_groups(_TEXT).alias("text"),
            pl.when(are_dates(pl.col("born")))
            .then(iso_days(pl.col("born")))
            .str.extract_groups(_ISO_DATE)
            .alias("iso"),
        )
        .filter(pl.col("day") != pl.col("month"))
    )
    late = (pl.col("iso").struct.field("first").cast(pl.Int32) > _LAST_MONTH).any()
    votes = people.group_by("table").agg(*_votes("text"), *_votes("iso"), late.alias("late"))
    for row in votes.iter_rows(named=True):
        texts, cells = (
            (row[f"{kind}_swapped"], row[f"{kind}_straight"]) for kind in ("text", "iso")
        )
        order = Order(
            _outweighs(*texts, fewest=_FEWEST_TEXTS),
            _outweighs(*cells, fewest=_FEWEST_CELLS) and not row["late"],
            0,
            0,
        )
        decisive = [
            votes for votes, counts in ((texts, order.texts), (cells, order.cells)) if counts
        ]
        if decisive:
            agree, tested = sum(votes[0] for votes in decisive), sum(map(sum, decisive))
            yield row["table"], order._replace(agree=agree, tested=tested)


def _votes(kind: str) -> Iterator[pl.Expr]:
    """Yield the number of dates that agree with their NIK with the month first, and with the day first."""
    first, second, year = (pl.col(kind).struct.field(name) for name in ("first", "second", "year"))
    first, second = first.cast(pl.Int32), second.cast(pl.Int32)
    same_year = year.str.tail(2) == pl.col("year")
    swapped = same_year & (first == pl.col("month")) & (second == pl.col("day"))
    straight = same_year & (first == pl.col("day")) & (second == pl.col("month"))
    yield swapped.sum().alias(f"{kind}_swapped")
    yield straight.sum().alias(f"{kind}_straight")


def _contract_orders(frame: pl.DataFrame, fits: Fits) -> Iterator[tuple[int, Order]]:
    """Yield the order in which days of service are within the terms of elections, by table."""
    period = pl.col(RAW + "period")
    days = [
        pl.when(pl.col(RAW + name) != "")
        .then(pl.col(RAW + name))
        .otherwise(period.str.extract_all(_NUMERIC).list.get(at, null_on_oob=True).fill_null(""))
        .alias(name)
        for at, name in enumerate(("start", "end"))
    ]
    role = pl.when(pl.col(RAW + "role") == "").then(CONTEXT + "role").otherwise(RAW + "role")
    rows = frame.select("table", role.alias("role"), *days).filter(
        pl.col("start") != "", pl.col("end") != ""
    )
    votes: defaultdict[int, Counter[bool]] = defaultdict(Counter)
    spans = rows.group_by("role", "start", "end").agg(pl.col("table").value_counts())
    for typed, start, end, tables in spans.iter_rows():
        vote = _vote(typed, (start, end), fits)
        if vote is not None:
            for entry in tables:
                votes[entry["table"]][vote] += entry["count"]
    for table, vote_counts in votes.items():
        swapped, straight = vote_counts[True], vote_counts[False]
        if _outweighs(swapped, straight, fewest=_FEWEST_TEXTS):
            yield table, SWAPPED._replace(agree=swapped, tested=swapped + straight)


@lru_cache(maxsize=1024)
def _vote(role: str, days: tuple[str, str], fits: Fits) -> bool | None:
    """Return whether two days fit a term better when swapped, or None where both fit alike."""
    cells = pl.Series("cell", days, dtype=pl.String)
    swapped = (
        cells.to_frame().select(_with_day_first(pl.col("cell"), SWAPPED)).to_series().to_list()
    )
    as_written, as_swapped = (_fit(role, pair, fits) for pair in (days, swapped))
    return None if as_written == as_swapped else as_swapped > as_written


def _fit(role: str, days: Sequence[str], fits: Fits) -> int:
    first, last = map(contract_date, days)
    if first is None or last is None or first > last:
        return 0
    return fits(role, first, last)


def _outweighs(swapped: int, straight: int, *, fewest: int) -> bool:
    return swapped >= max(fewest, _AGREEING * straight)
