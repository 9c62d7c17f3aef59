"""Who is on duty on a day, who of them is covered, and why the others are not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from pemilu_cover.enrolment.outcome import EXCLUDED
from pemilu_cover.enrolment.register.schema import DEATH, NEVER_SERVED
from pemilu_cover.reconciliation.coverage.cover_spells import (
    BEFORE_AGREEMENT,
    NOT_ENROLLED,
    REASONS,
)

# Why somebody in the register is not on duty on a day.
INSURED_ELSEWHERE, LEFT, DIED, NOT_BEGUN, ENDED = (
    "insured-elsewhere",
    "left",
    "died",
    "not-begun",
    "ended",
)
DID_NOT_SERVE = "never-served"
OFF_DUTY = (NOT_BEGUN, ENDED, LEFT, DIED, DID_NOT_SERVE, INSURED_ELSEWHERE)
# Rows that are nobody: a row twice, a row that a corrections file took out.
_NOBODY = ("duplicate", "replaced", "struck")


@dataclass(frozen=True)
class CoverageOnDay:
    """The people of a result on a day, one row per person.

    ``people`` has the columns of `cover_spells`, ``is_on_duty``, ``is_covered``, and ``reason``: one of
    `REASONS` for who is on duty without cover, one of `OFF_DUTY` for who is not on duty.
    """

    day: date
    people: pl.DataFrame

    @property
    def on_duty(self) -> pl.DataFrame:
        """The people on duty."""
        return self.people.filter("is_on_duty")

    @property
    def uncovered(self) -> pl.DataFrame:
        """The people on duty without cover."""
        return self.people.filter(pl.col("is_on_duty") & ~pl.col("is_covered"))

    @property
    def has_several_regencies(self) -> bool:
        """Whether the people serve in several regencies, which may have places of one name."""
        return self.people["regency"].n_unique() > 1

    @property
    def reasons(self) -> dict[str, int]:
        """The number of people on duty without cover by reason, in the order of `REASONS`."""
        return _count(self.uncovered, REASONS)

    @property
    def off_duty(self) -> dict[str, int]:
        """The number of people who are not on duty by reason, in the order of `OFF_DUTY`."""
        return _count(self.people.filter(~pl.col("is_on_duty")), OFF_DUTY)

    @property
    def error_counts(self) -> dict[str, int]:
        """The number of people on duty who are not enrolled by the code of each error about them."""
        findings = self.uncovered.filter(pl.col("reason") == NOT_ENROLLED)["findings"]
        errors = (
            pl.DataFrame({"finding": findings.explode()})
            .drop_nulls()
            .unnest("finding")
            .filter(pl.col("level") == "error")
        )
        codes = (
            errors["code"].value_counts(sort=True).sort("count", "code", descending=[True, False])
        )
        return dict(codes.iter_rows())

    def by(self, *columns: str) -> pl.DataFrame:
        """Return the numbers ``on_duty``, ``covered`` and ``uncovered`` by columns such as ``kecamatan``."""
        counts = self.on_duty.group_by(columns, maintain_order=True).agg(
            pl.len().alias("on_duty"), pl.col("is_covered").sum().alias("covered")
        )
        return counts.with_columns(uncovered=pl.col("on_duty") - pl.col("covered"))


def coverage_on_day(spells: pl.DataFrame, day: date) -> CoverageOnDay:
    """Return who is on duty and covered on a day.

    A person with several contracts counts once: as covered if one of them covers the day. Somebody whose
    dates cannot be read counts as on duty.
    """
    on = pl.lit(day)
    is_served = pl.col("status") != EXCLUDED
    is_on_duty = is_served & (
        (pl.col("duty_from").fill_null(on) <= on) & (pl.col("duty_until").fill_null(on) >= on)
    )
    is_covered = (pl.col("cover_from") <= on) & (pl.col("cover_until") >= on)
    states = spells.with_columns(
        is_on_duty=is_on_duty, is_covered=is_on_duty & is_covered.fill_null(value=False)
    ).with_columns(reason=_reason(on))
    chosen = (
        states.filter(~pl.col("excluded_because").is_in(_NOBODY).fill_null(value=False))
        .sort(
            "is_covered",
            "is_on_duty",
            "duty_from",
            descending=[True, True, True],
            maintain_order=True,
        )
        .unique("person", keep="first", maintain_order=True)
        .sort("id")
    )
    return CoverageOnDay(day, chosen)


def _reason(on: pl.Expr) -> pl.Expr:
    """Return why somebody has no cover on a day, or is not on duty; null for who is covered."""
    uncovered = (
        pl.when(pl.col("obstacle").is_not_null())
        .then("obstacle")
        .when((pl.col("cover_from") > on).fill_null(value=True))
        .then(pl.lit(BEFORE_AGREEMENT))
        .otherwise("end_reason")
    )
    off_duty = (
        pl.when(pl.col("excluded_because") == NEVER_SERVED)
        .then(pl.lit(DID_NOT_SERVE))
        .when(pl.col("status") == EXCLUDED)
        .then(pl.lit(INSURED_ELSEWHERE))
        .when(pl.col("duty_from") > on)
        .then(pl.lit(NOT_BEGUN))
        .when((pl.col("exit_cause") == DEATH) & (pl.col("left_on") < on))
        .then(pl.lit(DIED))
        .when((pl.col("left_on") < on) & (pl.col("agreed_end") >= on))
        .then(pl.lit(LEFT))
        .otherwise(pl.lit(ENDED))
    )
    return (
        pl.when("is_covered")
        .then(None)
        .when("is_on_duty")
        .then(uncovered)
        .otherwise(off_duty)
        .alias("reason")
    )


def _count(people: pl.DataFrame, order: tuple[str, ...]) -> dict[str, int]:
    counts: Mapping[str, int] = dict(people["reason"].value_counts().iter_rows())
    return {reason: counts[reason] for reason in order if reason in counts}
