"""A result against a bill, month by month: who is on both, and each difference with its money."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import polars as pl

from pemilu_cover.enrolment.shell_commands import Command
from pemilu_cover.law.agreement import Agreement
from pemilu_cover.reconciliation.billing import outcome_codes as codes
from pemilu_cover.reconciliation.billing.bill_rows import Bill
from pemilu_cover.reconciliation.billing.comparison import (
    amount_differences,
    identity_differences,
    scaled,
)
from pemilu_cover.reconciliation.billing.matching import match_rows, unread_people
from pemilu_cover.reconciliation.billing.our_months import our_months, our_people
from pemilu_cover.reconciliation.billing.presence import (
    billed_outside,
    missing_people,
    repeated_rows,
    shared_numbers,
    strangers,
)

# JKK and JKM of a wage in a month, all in sen.
Contribution = Callable[[int, date], tuple[int, int]]


@dataclass(frozen=True)
class SideTotals:
    """One side of a reconciliation: people, and contributions in sen."""

    people: int
    jkk_sen: int
    jkm_sen: int
    total_sen: int


@dataclass(frozen=True)
class Reconciliation:
    """The months compared, both sides, and ``outcomes`` with `outcome_codes.OUTCOME_SCHEMA`.

    ``months`` is our side, ``matched`` the rows of the bill. People on unread pages are on our side only.
    """

    bill: Bill
    periods: tuple[date, ...]
    months: pl.DataFrame
    matched: pl.DataFrame
    outcomes: pl.DataFrame

    @cached_property
    def same(self) -> int:
        """The number of people about whom nothing differs."""
        both = self.months.join(
            self.matched.select(nik="owner", period="period"), on=["nik", "period"], how="semi"
        )
        return both.join(self.outcomes.select(nik="person"), on="nik", how="anti")["nik"].n_unique()

    @cached_property
    def counts(self) -> dict[str, int]:
        """The number of people of each outcome that occurs, in the order of `outcome_codes.CODES`."""
        people = dict(self.outcomes.group_by("code").agg(pl.col("person").n_unique()).iter_rows())
        people[codes.UNREAD] = max(people.get(codes.UNREAD, 0), self._unread_people)
        return {code: people[code] for code in codes.CODES if people.get(code)}

    @cached_property
    def money(self) -> dict[str, int]:
        """The difference in sen of each outcome, the bill less the result."""
        sums = self.outcomes.group_by("code").agg(pl.col("money_sen").sum())
        return dict(sums.iter_rows())

    @property
    def ours(self) -> SideTotals:
        """What the result bills in these months."""
        jkk, jkm = (int(self.months[name].sum()) for name in ("our_jkk", "our_jkm"))
        return SideTotals(self.months["nik"].n_unique(), jkk, jkm, jkk + jkm)

    @property
    def theirs(self) -> SideTotals:
        """What the bill has in these months; of a wage file, what it will have."""
        sums = (int(self.matched[name].sum()) for name in ("their_jkk", "their_jkm", "their_total"))
        return SideTotals(self.matched["person"].n_unique(), *sums)

    @property
    def uncovered(self) -> pl.DataFrame:
        """The outcomes of people who worked and are not on the bill."""
        return self.outcomes.filter(codes.no_cover())

    @property
    def agrees(self) -> bool:
        """Whether everybody has cover, every page was read, and no money differs but for rounding."""
        differs = (pl.col("money_sen") != 0) & (pl.col("code") != codes.ROUNDING)
        return not (
            self.uncovered.height or self.bill.unread or self.outcomes.filter(differs).height
        )

    @property
    def _unread_people(self) -> int:
        """The people on pages that cannot be read, at least one on each."""
        niks = {nik for page in self.bill.unread for nik in page.niks}
        return len(niks) + sum(not page.niks for page in self.bill.unread)


@dataclass(frozen=True)
class ReconciliationRun:
    """A reconciliation, the result that it is about, the command that repeats it, and the files it wrote.

    ``agreement`` is that of the result.
    """

    folder: Path
    manifest_sha256: str
    agreement: Agreement
    npp: str
    reconciliation: Reconciliation
    command: Command
    files: Sequence[Path] = ()


def reconcile(
    register: pl.DataFrame,
    members: pl.DataFrame,
    bill: Bill,
    contribution: Contribution,
    tolerance_sen: int = 1,
) -> Reconciliation:
    """Compare a result with a bill.

    Args:
        register: The result's people, with `our_months.COMPARED_COLUMNS`.
        members: Their membership numbers, with `members_file.MEMBERS_SCHEMA`.
        bill: What BPJS's files say.
        contribution: JKK and JKM of a wage by the law, for people whom only SIPP's wage file has.
        tolerance_sen: The difference of a programme that rounding explains.
    """
    people = our_people(register, members)
    found = {*bill.rows["period"], *(page.period for page in bill.unread)}
    periods = tuple(sorted(period for period in found if period))
    months = our_months(people).filter(pl.col("period").is_in(list(periods)))
    unread = unread_people(bill.unread, people)
    matched = match_rows(bill.rows, people, unread)
    known = months.rename(
        {"nik": "owner", "name": "our_name", "kpj": "our_kpj", "birth_date": "our_birth"}
    )
    matched = _with_amounts(matched, known, contribution)
    pairs = matched.filter(pl.col("owner").is_not_null() & pl.col("is_first")).join(
        known.drop("our_wage", "our_jkk", "our_jkm"),
        on=["owner", "period"],
        how="left",
        maintain_order="left",
    )
    both = pairs.filter(pl.col("our_wage").is_not_null())
    outcomes = pl.concat(
        [
            *missing_people(matched, months, unread),
            billed_outside(pairs, people),
            strangers(matched, people),
            repeated_rows(matched, months),
            *amount_differences(both, tolerance_sen),
            shared_numbers(matched, people),
            *identity_differences(both),
        ]
    )
    order = pl.col("code").cast(pl.Enum(codes.CODES))
    return Reconciliation(bill, periods, months, matched, outcomes.sort(order, maintain_order=True))


def _with_amounts(
    matched: pl.DataFrame, known: pl.DataFrame, contribution: Contribution
) -> pl.DataFrame:
    """Add what the result bills, and what BPJS bills or, by a wage file, will bill."""
    rows = matched.rename({"wage_sen": "their_wage"}).join(
        known.select("owner", "period", "our_wage", "our_jkk", "our_jkm"),
        on=["owner", "period"],
        how="left",
        maintain_order="left",
    )
    base = pl.col("their_wage") + pl.col("rapel_sen")
    by_ours = rows.with_columns(their_wage=base).select(
        jkk=scaled("our_jkk"), jkm=scaled("our_jkm")
    )
    is_listed = rows["jkk_sen"].is_null()
    by_law = [
        contribution(wage, period) if listed and ours is None else (None, None)
        for wage, period, ours, listed in zip(
            rows.select(base).to_series(), rows["period"], by_ours["jkk"], is_listed, strict=True
        )
    ]
    law = pl.DataFrame(by_law, schema={"jkk": pl.Int64, "jkm": pl.Int64}, orient="row")
    jkk, jkm = (
        pl.coalesce(rows[f"{name}_sen"], by_ours[name], law[name]).alias(f"their_{name}")
        for name in ("jkk", "jkm")
    )
    return rows.with_columns(jkk, jkm).with_columns(
        pl.coalesce("total_sen", pl.col("their_jkk") + pl.col("their_jkm")).alias("their_total")
    )
