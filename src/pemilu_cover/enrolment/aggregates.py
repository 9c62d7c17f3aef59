"""Sums of people by regency: made of each batch, merged over all, and read for any area.

A workbook is one batch. The sums stay small however many people there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import polars as pl

from pemilu_cover.enrolment.area_sums import COUNTS, AreaSums, Row
from pemilu_cover.enrolment.elections import DATES, ELECTION_SOURCE
from pemilu_cover.enrolment.exclusions import DUPLICATE, STRUCK_OUT
from pemilu_cover.enrolment.outcome import ENROLLED, EXCLUDED, HELD_BACK
from pemilu_cover.enrolment.reporting_periods import (
    IS_LISTED,
    PERIOD_SUMS,
    sum_groups,
    sum_months,
)
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


def aggregate(people: pl.DataFrame, *, by_amount: bool = False) -> dict[str, pl.DataFrame]:
    """Return the sums of people with the columns of `outcome.SCHEMA`, ``order`` and perhaps ``findings``.

    ``order`` sorts roles and lines of the bill that nothing else sorts; it is 0 for all if the order of
    people must not matter. With ``by_amount`` each contribution base has a line of the bill: too many for
    millions of people.
    """
    everybody = people.lazy()  # each sum reads a few columns
    enrolled = everybody.filter(pl.col("status") == ENROLLED).with_columns(
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
        "people": everybody.group_by(_by("people")).agg(_status_counts()),
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
        "elections": everybody.group_by(_by("elections")).agg(_election_counts()),
    }
    if "findings" in people.columns:
        frames["codes"] = (
            everybody.select("regency", "findings")
            .explode("findings")
            .drop_nulls("findings")
            .filter(is_reported(pl.col("findings")))
            .unnest("findings")
            .group_by(_by("codes"))
            .agg(count)
        )
    sums_by_name = pl.collect_all(frame.sort(_by(name)) for name, frame in frames.items())
    return dict(zip(frames, sums_by_name, strict=True))


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
    """The merged sums of all batches."""

    def __init__(self, frames: Mapping[str, pl.DataFrame]) -> None:
        self._frames = frames
        self._levels: dict[int, dict[str | None, AreaSums]] = {}

    @property
    def whole(self) -> AreaSums:
        """The sums of all people."""
        return self.area("")

    def with_sums(self, **frames: pl.DataFrame) -> Aggregates:
        """Return these sums and others by regency, in which ``people`` is what is summed up."""
        return Aggregates({**self._frames, **frames})

    def area(self, code: str | None) -> AreaSums:
        """Return the sums of an area, also of one without people."""
        digits = REGENCY if code is None else len(code)
        return self._level(digits).get(code) or AreaSums(code, {})

    def parts(self, digits: int, area: str = "") -> list[AreaSums]:
        """Return the sums of the regions of an area, with codes of so many digits; None is the last code."""
        parts = self._level(digits).values()
        return [part for part in parts if not area or (part.code or "").startswith(area)]

    def regencies(self) -> list[str | None]:
        """Return the codes of the regencies in which anybody is; None is that of people who name none."""
        return [*self._level(REGENCY)]

    def codes(self) -> dict[str, int]:
        """Count the findings by code."""
        by_code = self._frames["codes"].group_by("code").agg(pl.col("people").sum()).sort("code")
        return dict(by_code.iter_rows())

    def has_errors(self) -> bool:
        """Return whether anything is to be corrected before everybody has cover."""
        return "error" in self._frames["codes"]["level"]

    def _level(self, digits: int) -> dict[str | None, AreaSums]:
        """Return the sums of all areas with codes of so many digits, by their code."""
        if digits not in self._levels:
            self._levels[digits] = _sum_by_area(self._frames, digits)
        return self._levels[digits]


def _sum_by_area(sums: Mapping[str, pl.DataFrame], digits: int) -> dict[str | None, AreaSums]:
    frames = {name: in_areas(frame, digits) for name, frame in sums.items()}
    frames["total"] = frames["areas"].drop("kecamatan")
    if SHARED in frames:
        months = frames["sipp_months"]
        shared = sum_months(frames.pop(SHARED), "regency").select(months.columns)
        frames["sipp_months"] = pl.concat([months, shared])
    by_area: defaultdict[str | None, dict[str, list[Row]]] = defaultdict(dict)
    for name, frame in frames.items():
        for code, rows in rows_by_area(merge(frame)).items():
            by_area[code][name] = rows
    codes = sorted(by_area, key=lambda code: (code is None, code))
    return {code: AreaSums(code, by_area[code]) for code in codes}


def in_areas(frame: pl.DataFrame, digits: int) -> pl.DataFrame:
    """Return sums by regency with the codes of larger areas: of so many digits, or ``""`` for all."""
    code = pl.col("regency").str.head(digits) if digits else pl.lit("").alias("regency")
    return frame.with_columns(code)


def rows_by_area(frame: pl.DataFrame) -> dict[str | None, list[Row]]:
    """Return the rows of each area, by its code."""
    rows: defaultdict[str | None, list[Row]] = defaultdict(list)
    for row in frame.iter_rows(named=True):
        rows[row.pop("regency")].append(row)
    return rows


def merge(frame: pl.DataFrame) -> pl.DataFrame:
    """Return sums of which several rows have the same keys, each with one row."""
    merges = {name: merging for name, merging in _MERGES.items() if name in frame.columns}
    keys = [name for name in frame.columns if name not in merges]
    merged = frame.group_by(keys, maintain_order=True).agg(merges.values())
    return merged.select(frame.columns)


def _by(name: str) -> list[str]:
    return ["regency", *(KEYS | PERIOD_KEYS)[name]]


def _sum(*names: str) -> dict[str, pl.Expr]:
    return {name: pl.col(name).sum() for name in names}


_BASE = {name: pl.col(name).struct.field("base_sen") for name in ("least", "most")}
# How each value of a sum is merged; all other columns are keys.
_MERGES = {
    **_sum("people", "person_months", *MONEY, *COUNTS, "duplicates", "struck_out"),
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
