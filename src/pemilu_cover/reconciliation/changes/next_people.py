"""Everybody of the next result: who is carried over, who comes from the newer rosters, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from pemilu_cover.enrolment import outcome
from pemilu_cover.enrolment.completion import missing_required, sipp_wage
from pemilu_cover.enrolment.outcome import ENROLLED, EXCLUDED, HELD_BACK
from pemilu_cover.enrolment.pricing import PriceList, price_people
from pemilu_cover.enrolment.register.schema import CHANGES, NEVER_SERVED, pricing_exit
from pemilu_cover.law.premium import Premium
from pemilu_cover.reconciliation.changes.field_changes import with_known_cells

_CARRIED = [*outcome.SCHEMA.names(), *CHANGES.names(), "findings"]


@dataclass(frozen=True)
class NextPeople:
    """Everybody of the next result with `outcome.SCHEMA`, `CHANGES` and ``earlier``, in its order.

    ``earlier`` is the person's ``id`` in the earlier result, or null. ``premiums`` are those of all distinct
    contracts.
    """

    people: pl.DataFrame
    premiums: list[Premium]


def pair_rows(earlier: pl.DataFrame, later: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """Return a row for each pair: the newer row with what was known before, and the earlier one beside it.

    ``pairs`` has the ``id`` of both, as ``earlier`` and ``later``.
    """
    pairs = pairs.join(later, left_on="later", right_on="id", how="left").join(
        earlier, left_on="earlier", right_on="id", how="left", suffix="_earlier"
    )
    return with_known_cells(pairs)


def carry_over(
    earlier: pl.DataFrame,
    later: pl.DataFrame,
    pairs: pl.DataFrame,
    joined: frozenset[int],
    *,
    is_complete: bool,
) -> pl.DataFrame:
    """Return everybody of the next result, not yet priced.

    Who is enrolled and has an error in the newer rosters stays enrolled with the earlier data. Where the
    newer rosters are complete, they say who is excluded or held back.
    """
    taken = pairs.filter(~_keeps_earlier())
    kept = earlier.filter(~pl.col("id").is_in(taken["earlier"].implode()))
    if is_complete:
        never_served = (pl.col("excluded_because") == NEVER_SERVED).fill_null(value=False)
        kept = kept.filter((pl.col("status") == ENROLLED) | never_served)
    known = kept.filter(pl.col("status") == EXCLUDED)["nik"].drop_nulls().implode()
    excluded = (pl.col("status") == EXCLUDED) & ~pl.col("nik").is_in(known).fill_null(value=False)
    newcomers = later.filter(pl.col("id").is_in(list(joined)) | excluded)
    nobody = pl.lit(None, pl.UInt32).alias("earlier")
    parts = [
        kept.select(pl.col("id").alias("earlier"), *_CARRIED),
        _with_changes(taken).select("earlier", *_CARRIED),
        _with_changes(newcomers.with_columns(nobody)).select("earlier", *_CARRIED),
    ]
    people = pl.concat(parts).sort("earlier", nulls_last=True, maintain_order=True)
    return people.with_row_index("id", offset=1)


def _keeps_earlier() -> pl.Expr:
    """Return whether the earlier row of a pair counts: the person is enrolled, the newer row has an error."""
    return (pl.col("status_earlier") == ENROLLED) & (pl.col("status") == HELD_BACK)


def _with_changes(people: pl.DataFrame) -> pl.DataFrame:
    return people.with_columns(
        pl.lit(None, dtype).alias(name)
        for name, dtype in CHANGES.items()
        if name not in people.columns
    )


def price_next(
    people: pl.DataFrame,
    earlier: pl.DataFrame,
    prices: PriceList,
    period: date,
    last_number: int = 0,
) -> NextPeople:
    """Price everybody; a changed wage or role counts from the period on.

    Months before the period stay as they were billed: they are posted. ``last_number`` is the highest
    employee number of people who are not among these.
    """
    enrolled = people.filter(pl.col("status") == ENROLLED).drop(outcome.PRICED)
    priced = price_people(enrolled.with_columns(pricing_exit()), prices)
    completed = priced.people.with_columns(enrolled["exit_cause"])
    completed = outcome.with_contract_columns(completed, priced.premiums, prices.agreement)
    before = _charges_before(enrolled, earlier, prices)
    completed = _with_posted_charges(completed, before, period)
    completed = completed.with_columns(
        sipp_wage().alias("sipp_wage"),
        _employee_numbers(completed, last_number).alias("no_pegawai"),
    )
    needed = pl.when(pl.col("kpj").is_null()).then(missing_required(completed))
    completed = completed.with_columns(needed.otherwise(pl.lit([])).alias("missing"))
    columns = ["id", "earlier", *_CARRIED]
    others = people.filter(pl.col("status") != ENROLLED).select(columns)
    everybody = pl.concat([completed.select(columns), others], how="vertical_relaxed")
    return NextPeople(everybody.sort("id"), priced.premiums)


def _charges_before(people: pl.DataFrame, earlier: pl.DataFrame, prices: PriceList) -> pl.DataFrame:
    """Return what each person paid before, by ``earlier``, with what it depends on.

    Where wage or role and days change at once, the new days are charged by the wage and role before.
    """
    before = earlier.filter(pl.col("status") == ENROLLED).select(
        pl.col("id").alias("earlier"), "wage_sen", "role", "start", "end", "charges", "wage_since"
    )
    both = people.join(before, on="earlier", suffix="_before", maintain_order="left")
    moved = both.filter(_differs("wage_sen", "role") & _differs("start", "end"))
    if not moved.height:
        return before
    as_before = moved.with_columns(
        pl.col("wage_sen_before").alias("wage_sen"), pl.col("role_before").alias("role")
    )
    priced = price_people(as_before.select(people.columns).with_columns(pricing_exit()), prices)
    charges = outcome.with_contract_columns(priced.people, priced.premiums, prices.agreement)
    return before.update(charges.select("earlier", "charges"), on="earlier")


def _differs(*names: str) -> pl.Expr:
    """Return whether one of these columns is another than before."""
    return pl.any_horizontal(pl.col(name) != pl.col(f"{name}_before") for name in names)


def _with_posted_charges(people: pl.DataFrame, before: pl.DataFrame, period: date) -> pl.DataFrame:
    """Return people with the earlier charges of posted months, where what a month costs has ever changed.

    It changes with the wage, the role or the agreement. ``before`` is that of `_charges_before`.
    ``wage_since`` is the first day of the period from which the present amount counts.
    """
    joined = people.drop("wage_since").join(
        before, on="earlier", how="left", suffix="_before", maintain_order="left"
    )
    is_new = _differs("wage_sen", "role")
    differs = pl.col("id").is_in(_differing_posted(joined, period).implode())
    is_new |= differs & pl.col("wage_since").is_null()
    since = pl.when(is_new).then(pl.lit(period)).otherwise("wage_since").alias("wage_since")
    joined = joined.with_columns(since)
    changed = joined.filter(pl.col("wage_since").is_not_null())
    people = joined.select(people.columns)
    if not changed.height:
        return people
    posted = _exploded(changed.select("id", pl.col("charges_before").alias("charges")))
    charges = (
        _exploded(changed.select("id", "charges"))
        .join(posted.filter(pl.col("month") < period), on=["id", "month"], how="left", suffix="_b")
        .select(
            "id",
            pl.struct(
                "month",
                *(pl.coalesce(f"{name}_b", name).alias(name) for name in ("jkk_sen", "jkm_sen")),
            ).alias("charges"),
        )
    )
    jkk, jkm = (pl.col("charges").struct.field(name).sum() for name in ("jkk_sen", "jkm_sen"))
    sums = charges.group_by("id", maintain_order=True).agg(
        pl.col("charges"),
        jkk.alias("jkk_sen"),
        jkm.alias("jkm_sen"),
        (jkk + jkm).alias("total_sen"),
    )
    return people.update(sums, on="id")


def _differing_posted(people: pl.DataFrame, period: date) -> pl.Series:
    """Return the people with unchanged days whose posted months would now cost something else."""
    same_days = people.filter(
        (pl.col("start") == pl.col("start_before")) & (pl.col("end") == pl.col("end_before"))
    )
    before = _exploded(same_days.select("id", pl.col("charges_before").alias("charges")))
    both = before.join(
        _exploded(same_days.select("id", "charges")), on=["id", "month"], suffix="_new"
    )
    differs = (pl.col("jkk_sen") != pl.col("jkk_sen_new")) | (
        pl.col("jkm_sen") != pl.col("jkm_sen_new")
    )
    return both.filter((pl.col("month") < period) & differs)["id"].unique()


def _exploded(people: pl.DataFrame) -> pl.DataFrame:
    """Return the charges of people, a row for each month."""
    return people.explode("charges").unnest("charges").drop_nulls("month")


def highest_number(people: pl.DataFrame) -> int:
    """Return the highest employee number of people, 0 where there is none."""
    return int(str(people["no_pegawai"].cast(pl.Int64, strict=False).max() or 0))


def _employee_numbers(people: pl.DataFrame, last_number: int) -> pl.Series:
    """Return the employee numbers: those of the earlier result, and the next ones for newcomers."""
    is_new = people["earlier"].is_null() | people["no_pegawai"].is_null()
    last = max(last_number, highest_number(people.filter(~is_new)))
    number = (is_new.cum_sum() + last).cast(pl.String).str.zfill(6)
    return people["no_pegawai"].set(is_new, None).fill_null(number)
