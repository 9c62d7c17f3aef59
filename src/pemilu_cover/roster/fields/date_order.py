"""The order in which a column writes day and month, decided from all its cells together.

A form in English writes 4/15/1990, and an English Excel turns 7/2/1981 into the seventh of February or the
second of July. One cell does not show which; a column does, where its birth dates are held against the
NIKs, and its days of service against the terms of elections.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

import polars as pl

from pemilu_cover.i18n.text import localize
from pemilu_cover.roster.cells.dates import contract_date
from pemilu_cover.roster.columns import CONTEXT, RAW
from pemilu_cover.roster.people import Roster
from pemilu_cover.roster.reading.cell_encoding import are_dates, iso_days, swap_day_and_month
from pemilu_cover.roster.tables.column_draft import Note, Order
from pemilu_cover.roster.tables.roster_table import RosterTable
from pemilu_cover.values import nik

# Tells how well the days from one to another fit somebody of a role, as it was typed; 0 is not at all.
Fits = Callable[[str, date, date], int]
BIRTH, CONTRACT = ("birth_date", "birth_place_date"), ("start", "end", "period")
# Two cells that agree may be chance in a column of days; one alone is a typing fault.
_FEWEST_TEXTS = 2
# Cells that Excel holds as dates are believed longer: somebody has seen them.
_FEWEST_CELLS = 3
# So many cells that agree outweigh one that does not: typing faults are rarer than one in twenty.
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
_HELD = r"^(?<year>[0-9]{4})-(?<second>[0-9]{2})-(?<first>[0-9]{2})$"
_NIK_SAYS = localize("findings.nik")
_TERM_SAYS = localize("findings.term-says")


TURNED = Order(texts=True, cells=True, agree=0, tested=0)
Orders = Mapping[str, Order]


def with_orders(roster: Roster, fits: Fits | None) -> Roster:
    """Return the roster with all days written with the day first, and the order noted at each header."""
    for number, orders in find_orders(roster.frame, fits).items():
        take_orders(roster.tables[number], orders)
    return replace(roster, frame=day_first(roster.frame, roster.tables))


def find_orders(frame: pl.DataFrame, fits: Fits | None) -> dict[int, dict[str, Order]]:
    """Return how each table writes its days, by the fields of `BIRTH` and `CONTRACT`, where not day first."""
    found: defaultdict[int, dict[str, Order]] = defaultdict(dict)
    for table, order in _birth_orders(frame):
        found[table] |= dict.fromkeys(BIRTH, order)
    for table, order in _contract_orders(frame, fits) if fits else ():
        found[table] |= dict.fromkeys(CONTRACT, order)
    return dict(found)


def take_orders(table: RosterTable, orders: Orders) -> None:
    """Let a table's days be read in these orders, and note them at the headers of its columns."""
    header = table.header
    notes = [
        _note(order, name, header.columns[name])
        for name, order in orders.items()
        if name in header.columns
    ]
    table.header = replace(header, orders=dict(orders), notes=(*header.notes, *notes))


def day_first(frame: pl.DataFrame, tables: Sequence[RosterTable]) -> pl.DataFrame:
    """Return a frame of typed cells with all days written with the day first."""
    for number in frame["table"].unique() if any(table.header.orders for table in tables) else ():
        within = pl.col("table") == number
        frame = frame.with_columns(
            pl.when(within)
            .then(_turned(pl.col(RAW + name), order))
            .otherwise(RAW + name)
            .alias(RAW + name)
            for name, order in tables[number].header.orders.items()
        )
    return frame


def _note(order: Order, name: str, column: int) -> Note:
    by = _NIK_SAYS if name in BIRTH else _TERM_SAYS
    code = "dates-month-first" if order.texts else "dates-swapped"
    return Note(code, name, column, {"agree": order.agree, "tested": order.tested, "by": by})


def _turned(cells: pl.Expr, order: Order) -> pl.Expr:
    """Return cells with the day first; what cannot be turned round stays as it is."""
    held = are_dates(cells)
    texts = cells.str.replace_all(_MONTH_FIRST, "${1}${4}${3}${2}${5}") if order.texts else cells
    swapped = swap_day_and_month(cells) if order.cells else cells
    return pl.when(held).then(swapped).otherwise(texts)


def _birth_orders(frame: pl.DataFrame) -> Iterator[tuple[int, Order]]:
    """Yield the order on which birth dates agree with the NIKs beside them, by table."""
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
            .str.extract_groups(_HELD)
            .alias("held"),
        )
        .filter(pl.col("day") != pl.col("month"))
    )
    late = (pl.col("held").struct.field("first").cast(pl.Int32) > _LAST_MONTH).any()
    votes = people.group_by("table").agg(*_votes("text"), *_votes("held"), late.alias("late"))
    for row in votes.iter_rows(named=True):
        texts, cells = (
            (row[f"{kind}_turned"], row[f"{kind}_straight"]) for kind in ("text", "held")
        )
        order = Order(
            _outweighs(*texts, fewest=_FEWEST_TEXTS),
            _outweighs(*cells, fewest=_FEWEST_CELLS) and not row["late"],
            0,
            0,
        )
        counted = [
            votes for votes, counts in ((texts, order.texts), (cells, order.cells)) if counts
        ]
        if counted:
            agree, tested = sum(votes[0] for votes in counted), sum(map(sum, counted))
            yield row["table"], order._replace(agree=agree, tested=tested)


def _votes(kind: str) -> Iterator[pl.Expr]:
    """Yield how many dates of a kind agree with their NIK the month first, and how many the day first."""
    first, second, year = (pl.col(kind).struct.field(name) for name in ("first", "second", "year"))
    first, second = first.cast(pl.Int32), second.cast(pl.Int32)
    same_year = year.str.tail(2) == pl.col("year")
    turned = same_year & (first == pl.col("month")) & (second == pl.col("day"))
    straight = same_year & (first == pl.col("day")) & (second == pl.col("month"))
    yield turned.sum().alias(f"{kind}_turned")
    yield straight.sum().alias(f"{kind}_straight")


def _contract_orders(frame: pl.DataFrame, fits: Fits) -> Iterator[tuple[int, Order]]:
    """Yield the order in which days of service lie within the terms of elections, by table."""
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
    counted = rows.group_by("role", "start", "end").agg(pl.col("table").value_counts())
    for typed, start, end, tables in counted.iter_rows():
        vote = _vote(typed, (start, end), fits)
        if vote is not None:
            for entry in tables:
                votes[entry["table"]][vote] += entry["count"]
    for table, vote_counts in votes.items():
        turned, straight = vote_counts[True], vote_counts[False]
        if _outweighs(turned, straight, fewest=_FEWEST_TEXTS):
            yield table, TURNED._replace(agree=turned, tested=turned + straight)


def _vote(role: str, days: Sequence[str], fits: Fits) -> bool | None:
    """Return whether two days fit a term better when turned round, or None where both fit alike."""
    cells = pl.Series("cell", days, dtype=pl.String)
    turned = cells.to_frame().select(_turned(pl.col("cell"), TURNED)).to_series().to_list()
    as_written, other = (_fit(role, pair, fits) for pair in (days, turned))
    return None if as_written == other else other > as_written


def _fit(role: str, days: Sequence[str], fits: Fits) -> int:
    first, last = map(contract_date, days)
    if first is None or last is None or first > last:
        return 0
    return fits(role, first, last)


def _outweighs(turned: int, straight: int, *, fewest: int) -> bool:
    return turned >= max(fewest, _AGREEING * straight)
