"""The screen: proves for most rows at once that no rule of `WorkerRow` finds a fault in them.

It may doubt a good row (then `WorkerRow` looks at it and finds nothing); it must never pass a bad one.
A property test holds it to that.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from pemilu_cover.reference import regions
from pemilu_cover.roster.checks.role_limits import LIMIT, ValidationRules
from pemilu_cover.roster.checks.row_rules import OPTIONAL, WorkerRow, check_row
from pemilu_cover.roster.columns import DISPLAY, FLAWS, NOTES
from pemilu_cover.roster.fields import nik_letters
from pemilu_cover.roster.findings import Violation
from pemilu_cover.roster.tables.column_names import fields
from pemilu_cover.values.nik import AGE_OLDEST, AGE_YOUNGEST, WOMEN_DAY_OFFSET

_KNOWN = ("cell", "agreement", "column")


def check_rows(frame: pl.DataFrame, rules: ValidationRules) -> Iterator[tuple[int, Violation]]:
    """Return the faults of all people who are not excluded, each with the person's number."""
    doubtful = frame.filter(~pl.col("excluded")).filter(~passes_all_rules(rules))
    witnesses = doubtful.select(nik_letters.COLUMNS).iter_rows()
    rows = zip(*doubtful.select("id", "election"), worker_rows(doubtful), witnesses, strict=True)
    for number, election, row, witness in rows:
        for fault in check_row(row, rules.of(election)):
            yield number, _with_confirmed_letters(fault, witness)


def _with_confirmed_letters(fault: Violation, witness: tuple[Any, ...]) -> Violation:
    """Leave out the reading of a NIK with letters unless the row confirms all of them."""
    if fault.code != "nik-letters" or fault.suggestion is None:
        return fault
    row = dict(zip(nik_letters.COLUMNS, witness, strict=True))
    return (
        fault if nik_letters.confirmed(fault.suggestion, row) else fault._replace(suggestion=None)
    )


def worker_rows(frame: pl.DataFrame) -> Iterator[dict[str, object]]:
    """Return people as `WorkerRow` takes them."""
    shown = pl.struct(pl.col(DISPLAY + name).alias(name) for name in fields()).alias("shown")
    return frame.select(
        shown, *(name for name in WorkerRow.model_fields if name != "shown")
    ).iter_rows(named=True)


def passes_all_rules(rules: ValidationRules) -> pl.Expr:
    """Return the proof as one expression over a settled frame."""
    conditions = [*_identity(), *_contract(rules), *_wage(), *_cells()]
    return pl.all_horizontal(condition.fill_null(value=False) for condition in conditions)


def _identity() -> Iterator[pl.Expr]:
    nik, born, sex = pl.col("nik"), pl.col("birth_date"), pl.col("sex")
    yield pl.col(FLAWS).list.len() == 0
    yield ~pl.col("nik_is_number") & (pl.col(NOTES).list.len() == 0)
    yield nik.str.contains(r"^[0-9]{16}$") & ~nik.str.ends_with("0000")
    yield nik.str.head(6).is_in(regions.kecamatan_codes())
    # One comparison proves that the NIK's date exists and that birth date and sex agree with it.
    day = born.dt.day().cast(pl.Int32) + pl.when(sex == "P").then(WOMEN_DAY_OFFSET).otherwise(0)
    written = pl.concat_str(day.cast(pl.String).str.zfill(2), born.dt.strftime("%m%y"))
    yield sex.is_not_null() & (nik.str.slice(6, 6) == written)
    yield _age(born, pl.col("start")).is_between(AGE_YOUNGEST, AGE_OLDEST)
    voting = pl.col(LIMIT + "voting_day")
    covers = voting.is_between(pl.col("start"), pl.col("end"))
    years = _age(born, pl.when(covers).then(voting).otherwise(pl.col("start")))
    yield pl.col(LIMIT + "youngest").is_null() | (years >= pl.col(LIMIT + "youngest"))
    yield pl.col(LIMIT + "oldest").is_null() | (years <= pl.col(LIMIT + "oldest"))
    yield pl.col("name").str.contains(r"^[A-Za-z][A-Za-z .,'-]*$")


def _contract(rules: ValidationRules) -> Iterator[pl.Expr]:
    start, end = pl.col("start"), pl.col("end")
    yield pl.col("role").is_not_null() & pl.col(LIMIT + "known")
    yield pl.col("start_source").is_in(_KNOWN) & pl.col("end_source").is_in(_KNOWN)
    yield (start <= end) & (end <= start.dt.offset_by(f"{rules.longest_months}mo"))
    yield pl.col(LIMIT + "earliest").is_null() | (start >= pl.col(LIMIT + "earliest"))
    yield pl.col(LIMIT + "latest").is_null() | (end <= pl.col(LIMIT + "latest"))


def _wage() -> Iterator[pl.Expr]:
    wage = pl.col("wage_sen")
    yield pl.col("wage_source").is_in(_KNOWN) & (wage > 0)
    yield pl.col(LIMIT + "ceiling").is_null() | (wage <= pl.col(LIMIT + "ceiling"))
    yield pl.col(LIMIT + "floor").is_null() | (wage >= pl.col(LIMIT + "floor"))


def _cells() -> Iterator[pl.Expr]:
    for name in OPTIONAL:
        yield pl.col(name).is_not_null() | pl.col(DISPLAY + name).is_null()
    for name in fields():
        control = pl.col(DISPLAY + name).str.contains(r"[\x00-\x1f\x7f-\x{9f}]")
        yield control.not_().fill_null(value=True)


def _age(born: pl.Expr, day: pl.Expr) -> pl.Expr:
    birthday = born.dt.month().cast(pl.Int32) * 100 + born.dt.day()
    today = day.dt.month().cast(pl.Int32) * 100 + day.dt.day()
    return day.dt.year() - born.dt.year() - (today < birthday).cast(pl.Int32)
