"""Sums of people by regency: made of each batch, merged over all, and read for any area.

A workbook is one batch. The sums stay small however many people there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from pemilu_cover.enrolment.amounts import AreaTotal
from pemilu_cover.enrolment.elections import DATES, ELECTION_SOURCE, Share, shares
from pemilu_cover.enrolment.exclusions import DUPLICATE, STRUCK_OUT, Exclusions
from pemilu_cover.enrolment.outcome import ENROLLED, EXCLUDED, HELD_BACK
from pemilu_cover.enrolment.reporting_periods import (
    IS_LISTED,
    PERIOD_SUMS,
    SippPeriods,
    build_periods,
    sum_groups,
    sum_months,
)
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.reference.regions import REGENCY
from pemilu_cover.roster.findings import OF_COLUMN

MONEY = ("jkk_sen", "jkm_sen")
_CONTRACT = ("wage_sen", "start", "end")
# What identifies each sum, in addition to the regency.
KEYS = {
    "people": ("kecamatan",),
    "areas": ("kecamatan",),
    "roles": ("role", "role_name"),
    "lines": ("election", "role_name", "segment", "months"),
    "months": ("month", "segment"),
    "uncovered": ("role_name", "uncovered_from", "uncovered_days"),
    "kinds": ("role", "segment", "first_month", "last_month"),
    "codes": ("level", "code"),
    "elections": ("election",),
}
# The same of the sums of `aggregate_periods`.
PERIOD_KEYS = {
    "sipp_groups": ("role_name", "first_month", "last_month"),
    "sipp_months": ("month",),
}
# People of `aggregate_periods` who may have contracts in several batches.
SHARED = "sipp_shared"
# What distinguishes lines of the bill if each base has its own line.
_BY_AMOUNT = ("base_sen", "each_jkk_sen", "each_jkm_sen")
_COUNTS = ("ready", "incomplete", "returning", "held_back", "excluded")


def aggregate(people: pl.DataFrame, *, by_amount: bool = False) -> dict[str, pl.DataFrame]:
    """Return the sums of people with the columns of `outcome.SCHEMA`, ``order`` and perhaps ``findings``.

    ``order`` sorts roles and lines of the bill that nothing else sorts; it is 0 for all if the order of
    people must not matter. With ``by_amount`` each contribution base has a line of the bill: too many for
    millions of people.
    """
    is_enrolled = pl.col("status") == ENROLLED
    enrolled = people.filter(is_enrolled).with_columns(
        each_jkk_sen="jkk_sen",
        each_jkm_sen="jkm_sen",
        first_month=pl.col("start").dt.truncate("1mo"),
        last_month=pl.col("end").dt.truncate("1mo"),
    )
    charges = enrolled.select("regency", "segment", "charges").explode("charges").unnest("charges")
    count, first = pl.len().alias("people"), pl.col("order").min().alias("first")
    sums = count, pl.col("person_months").sum(), pl.col(*MONEY).sum()
    least, most = _extremes("base_sen")
    base = pl.col("base_sen")
    lines = (*_by("lines"), *(_BY_AMOUNT if by_amount else ()))
    frames = {
        "people": people.group_by(_by("people")).agg(_status_counts()),
        "areas": enrolled.group_by(_by("areas")).agg(*sums),
        "roles": enrolled.group_by(_by("roles")).agg(*sums, first),
        "lines": enrolled.group_by(lines).agg(
            *sums, first, base.min().alias("least_sen"), base.max().alias("most_sen")
        ),
        "months": charges.group_by(_by("months")).agg(count, pl.col(*MONEY).sum()),
        "uncovered": enrolled.drop_nulls("uncovered_from")
        .group_by(_by("uncovered"))
        .agg(count, first),
        "kinds": enrolled.group_by(_by("kinds")).agg(least, most, count),
        "elections": people.group_by(_by("elections")).agg(_election_counts()),
    }
    if "findings" in people.columns:
        frames["codes"] = (
            people.select("regency", "findings")
            .explode("findings")
            .drop_nulls("findings")
            .filter(is_reported(pl.col("findings")))
            .unnest("findings")
            .group_by(_by("codes"))
            .agg(count)
        )
    return {name: frame.sort(_by(name)) for name, frame in frames.items()}


def _status_counts() -> list[pl.Expr]:
    """Count people by what becomes of them, and the excluded by kind of reason."""
    is_enrolled, is_ready = pl.col("status") == ENROLLED, pl.col("missing").list.len() == 0
    reason = pl.col("excluded_because")
    return [
        (is_enrolled & is_ready).sum().alias("ready"),
        (is_enrolled & ~is_ready).sum().alias("incomplete"),
        (is_enrolled & pl.col("kpj").is_not_null()).sum().alias("returning"),
        (pl.col("status") == HELD_BACK).sum().alias("held_back"),
        (pl.col("status") == EXCLUDED).sum().alias("excluded"),
        (reason == DUPLICATE).sum().alias("duplicates"),
        reason.is_in(STRUCK_OUT).sum().alias("struck_out"),
    ]


def _election_counts() -> list[pl.Expr]:
    is_enrolled, is_dated = pl.col("status") == ENROLLED, pl.col(ELECTION_SOURCE) == DATES
    return [
        pl.len().alias("people"),
        is_dated.sum().alias("people_by_dates"),
        is_enrolled.sum().alias("billed"),
        (is_enrolled & is_dated).sum().alias("billed_by_dates"),
    ]


def is_reported(finding: pl.Expr) -> pl.Expr:
    """Return whether a finding is reported: an error of a column is, once, at the person who has its cell."""
    code, cell = finding.struct.field("code"), finding.struct.field("cell")
    return ~(code.is_in(sorted(OF_COLUMN)) & cell.is_null())


def aggregate_periods(people: pl.DataFrame, is_shared: pl.Expr) -> dict[str, pl.DataFrame]:
    """Return the sums of people for SIPP's reporting periods.

    ``is_shared`` marks people who may have another contract outside this batch; they are summed up last.
    """
    groups = sum_groups(people, "regency")
    months = sum_months(people.filter(~is_shared), "regency")
    shared = people.filter(IS_LISTED & is_shared)
    return {
        "sipp_groups": groups.sort(_by("sipp_groups")),
        "sipp_months": months.sort(_by("sipp_months")),
        SHARED: shared.select("regency", "status", "segment", "nik", "charges"),
    }


class Aggregates:
    """The merged sums of all batches.

    An area is ``""`` for all, a code for a region, None for people who name no regency.
    """

    def __init__(self, frames: Mapping[str, pl.DataFrame]) -> None:
        self._all = frames
        self._parts: dict[str, dict[tuple[object, ...], pl.DataFrame]] = {}

    def regencies(self) -> list[str | None]:
        """Return the codes of the regencies in which anybody is; None is that of people who name none."""
        return self._all["people"]["regency"].unique().sort(nulls_last=True).to_list()

    def counts(self, area: str | None = "") -> dict[str, int]:
        """Count what becomes of the people of an area."""
        frame = self.of_area("people", area)
        counts = {name: int(frame[name].sum()) for name in _COUNTS}
        return {"enrolled": counts["ready"] + counts["incomplete"], **counts}

    def exclusions(self, area: str | None = "") -> Exclusions:
        """Count the excluded people of an area by kind of reason."""
        frame = self.of_area("people", area)
        excluded, duplicates, struck_out = (
            int(frame[name].sum()) for name in ("excluded", "duplicates", "struck_out")
        )
        return Exclusions(excluded - duplicates - struck_out, duplicates, struck_out)

    def codes(self) -> dict[str, int]:
        """Count the findings by code."""
        by_code = self._all["codes"].group_by("code").agg(pl.col("people").sum()).sort("code")
        return dict(by_code.iter_rows())

    def level_codes(self, area: str | None = "") -> list[tuple[str, str, int]]:
        """Count the findings of an area by level and code; none where no findings are summed up."""
        if "codes" not in self._all:
            return []
        return list(self.merged("codes", area).select("level", "code", "people").iter_rows())

    def has_errors(self) -> bool:
        """Return whether anything is to be corrected before everybody has cover."""
        return "error" in self._all["codes"]["level"]

    def areas(self, area: str | None, by: pl.Expr) -> list[tuple[str | None, AreaTotal]]:
        """Return the sums of an area's parts; ``by`` is a part's code or name."""
        frame = (
            self.of_area("areas", area)
            .group_by(by.alias("part"))
            .agg(pl.col("people", "person_months", *MONEY).sum())
        )
        return [
            (part, AreaTotal("", part or "", *numbers))
            for part, *numbers in frame.sort("part", nulls_last=True).iter_rows()
        ]

    def elections(self, area: str | None, book: RateBook, *, billed: bool = False) -> list[Share]:
        """Return the elections of the people of an area, or of those of them who are billed."""
        people = "billed" if billed else "people"
        counts = (
            self.of_area("elections", area)
            .group_by("election")
            .agg(pl.col(people, f"{people}_by_dates").sum())
            .filter(pl.col(people) > 0)
        )
        return shares(counts.iter_rows(), book)

    def periods(self, area: str | None, book: RateBook) -> SippPeriods:
        """Return SIPP's months of an area."""
        months = self.of_area("sipp_months", area).select(PERIOD_SUMS)
        shared = sum_months(self.of_area(SHARED, area)).select(PERIOD_SUMS)
        return build_periods(
            self.merged("sipp_groups", area), merge(pl.concat([months, shared])), book
        )

    def of_area(self, name: str, area: str | None) -> pl.DataFrame:
        """Return one of the sums for an area, still by regency."""
        frame = self._all[name]
        if _is_regency(area):
            return self._by_regency(name).get((area,), frame.clear())
        return frame.filter(pl.col("regency").str.starts_with(area)) if area else frame

    def merged(self, name: str, area: str | None) -> pl.DataFrame:
        """Return one of the sums for an area, over all its regencies."""
        frame = self.of_area(name, area).drop("regency")
        return frame if _is_regency(area) else merge(frame)

    def _by_regency(self, name: str) -> dict[tuple[object, ...], pl.DataFrame]:
        """Return one of the sums in parts; to filter it for each of 514 regencies takes far longer."""
        if name not in self._parts:
            self._parts[name] = self._all[name].partition_by("regency", as_dict=True)
        return self._parts[name]


def _is_regency(area: str | None) -> bool:
    """Return whether an area is one regency, or that of people who name none."""
    return area is None or len(area) == REGENCY


def merge(frame: pl.DataFrame) -> pl.DataFrame:
    """Return sums of which several rows have the same keys, each with one row."""
    merges = {name: merging for name, merging in _MERGES.items() if name in frame.columns}
    keys = [name for name in frame.columns if name not in merges]
    return frame.group_by(keys).agg(merges.values()).select(frame.columns)


def _by(name: str) -> list[str]:
    return ["regency", *(KEYS | PERIOD_KEYS)[name]]


def _sum(*names: str) -> dict[str, pl.Expr]:
    return {name: pl.col(name).sum() for name in names}


_BASE = {name: pl.col(name).struct.field("base_sen") for name in ("least", "most")}
# How each value of a sum is merged; all other columns are keys.
_MERGES = {
    **_sum("people", "person_months", *MONEY, *_COUNTS, "duplicates", "struck_out"),
    **_sum("people_by_dates", "billed", "billed_by_dates"),
    **_sum("monthly_sen", *PERIOD_SUMS[1:]),
    **{name: pl.col(name).min() for name in ("start", "end")},
    "first": pl.col("first").min(),
    "least_sen": pl.col("least_sen").min(),
    "most_sen": pl.col("most_sen").max(),
    "least": pl.col("least").sort_by(_BASE["least"]).first(),
    "most": pl.col("most").sort_by(_BASE["most"]).last(),
}


def _extremes(by: str) -> Sequence[pl.Expr]:
    contract = pl.struct(*_CONTRACT, by)
    order = [by, *_CONTRACT]
    return (
        contract.sort_by(order).first().alias("least"),
        contract.sort_by(order).last().alias("most"),
    )
