"""What an office should know of an update although nothing is asked: shown on screen and in the workbook."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl

from pemilu_cover.enrolment.outcome import ENROLLED
from pemilu_cover.i18n.text import localized_count, localized_month
from pemilu_cover.reconciliation.changes.events import Advice
from pemilu_cover.reconciliation.changes.roster_update import RosterUpdate, first_period_without
from pemilu_cover.values.dates import add_months


def all_advice(update: RosterUpdate) -> list[Advice]:
    """Return the advice on an update, urgent advice first."""
    found = [*update.given_advice, *_on_ended_contracts(update)]
    return sorted(found, key=lambda advice: not advice.is_urgent)


def _on_ended_contracts(update: RosterUpdate) -> Iterator[Advice]:
    """Yield advice where SIPP still lists people who are no longer billed."""
    enrolled = update.people.filter((pl.col("status") == ENROLLED) & (pl.col("segment") == "pu"))
    enrolled = enrolled.with_columns(first_period_without(enrolled).alias("off_in"))
    is_over = (pl.col("off_in") <= update.period) & pl.col("exit_cause").is_null()
    over = enrolled.filter(is_over & pl.col("earlier").is_not_null()).height
    if over:
        yield Advice("term-over", {"people": localized_count(over)}, is_urgent=True)
    off: date | None = enrolled.select(pl.col("off_in").max()).item()
    if off and off < update.period:
        last = localized_month(add_months(off, -1))
        yield Advice("after-contracts", {"last": last, "off": localized_month(off)})
