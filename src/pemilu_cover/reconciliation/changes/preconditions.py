"""What an update needs: a folder of its own, a chain without branches, and a period that can be reported."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import polars as pl

from pemilu_cover.enrolment.register.result_record import (
    ResultRecord,
    earlier_results,
    read_manifest,
)
from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.i18n.text import localized_month_span
from pemilu_cover.reconciliation.changes.events import Advice
from pemilu_cover.reconciliation.continuations import find_continuations
from pemilu_cover.values.dates import add_months

# Changes are still reported some time after the last contract, but not a year later.
_MONTHS_AFTER = 12


def check_target(out: Path, result: Path) -> None:
    """Raise `RefusalError` for a folder whose replacement would break the chain of a result.

    That is a folder that is, holds, or is within the result or one of those that it continues, and a result
    that others continue.
    """
    target = Path(os.path.realpath(out))
    for earlier in (result, *earlier_results(result)):
        folder = Path(os.path.realpath(earlier))
        if target == folder or folder in target.parents or target in folder.parents:
            raise RefusalError("out-is-result", path=str(out))
    try:
        sha256 = read_manifest(out).sha256
    except RefusalError:
        return
    if later := next(find_continuations(sha256, [out]), None):
        raise RefusalError("out-continued", path=str(out), next=str(later.folder))


def check_branches(record: ResultRecord, out: Path, *, force: bool) -> list[Advice]:
    """Return advice on results other than ``out`` that continue the same one.

    Raise `RefusalError` for them without ``force``: there would be two versions of one period.
    """
    target = os.path.realpath(out)
    others = [
        other
        for other in find_continuations(record.sha256, [record.folder, out])
        if os.path.realpath(other.folder) != target
    ]
    if others and not force:
        other = max(others, key=lambda one: one.period)
        raise RefusalError(
            "result-continued",
            result=str(record.folder),
            next=str(other.folder),
            period=other.period,
        )
    return [
        Advice("branched", {"next": str(other.folder), "period": other.period}, is_urgent=True)
        for other in others
    ]


def check_period(period: date, people: pl.DataFrame, record: ResultRecord) -> list[Advice]:
    """Return advice on months between the earlier result's period and this one.

    Raise `RefusalError` for a period before that of the earlier result, before the contracts, or long after
    them.
    """
    previous = _period_of(record)
    if previous and period < previous:
        raise RefusalError(
            "update-period-earlier", period=f"{period:%Y-%m}", previous=f"{previous:%Y-%m}"
        )
    first, last = people.select(pl.col("start").min(), pl.col("end").max()).row(0)
    if first and not first.replace(day=1) <= period <= add_months(last, _MONTHS_AFTER):
        raise RefusalError(
            "update-period-outside" if period < first else "update-period-after",
            period=f"{period:%Y-%m}",
            first=f"{first:%Y-%m}",
            last=f"{last:%Y-%m}",
        )
    skipped = add_months(previous, 1) if previous else period
    if skipped >= period:
        return []
    return [Advice("skipped", {"months": localized_month_span(skipped, add_months(period, -1))})]


def _period_of(record: ResultRecord) -> date | None:
    """Return the reporting period of a result, None of a first one or where it cannot be read."""
    changes = record.manifest.get("changes")
    period = changes.get("period") if isinstance(changes, dict) else None
    try:
        return date.fromisoformat(f"{period}-01")
    except ValueError:
        return None
