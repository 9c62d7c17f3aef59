"""How the screen and the papers of a reconciliation put the same things."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import polars as pl

from pemilu_cover.i18n.text import (
    LocalizedText,
    localize,
    localized_count,
    localized_list,
    localized_month,
    verbatim,
)
from pemilu_cover.reconciliation.billing import outcome_codes as codes
from pemilu_cover.reconciliation.billing.bill_rows import UnreadPage
from pemilu_cover.reconciliation.billing.reconcile import Reconciliation
from pemilu_cover.values.rupiah import SEN


def format_months(periods: Iterable[date]) -> LocalizedText:
    """Return months: "November 2024, Desember 2024"."""
    return localized_list(map(localized_month, periods))


def format_detail(detail: str) -> LocalizedText:
    """Return which kind of an outcome it is, or why somebody is unknown."""
    return localize(f"reconcile.detail-{detail.replace('_', '-')}")


def format_unread_place(page: UnreadPage) -> LocalizedText:
    """Return where a page is that cannot be read: file and page, or sheet and row."""
    if page.sheet:
        return verbatim(f"{page.file} › {page.sheet}" + (f"!{page.row}" if page.row else ""))
    key = "reconcile.place-pdf-row" if page.row else "reconcile.place-pdf"
    return localize(key, file=page.file, page=page.page, row=page.row)


def format_doubts(found: Reconciliation) -> Iterator[LocalizedText]:
    """Yield why some of those without cover may be on the bill after all."""
    if found.bill.unread:
        yield localize("reconcile.uncovered-unread")
    unknown = found.outcomes.filter(pl.col("detail") == codes.NO_NIK)
    if unknown.height:
        rows = localized_count(unknown.height)
        yield localize("reconcile.uncovered-no-nik", rows=rows)


def rounds_to_rupiah(found: Reconciliation) -> bool:
    """Return whether BPJS seems to round to whole rupiah: its amounts are, and differ by less than one."""
    billed = found.matched.filter(pl.col("jkk_sen").is_not_null())
    near = [
        (pl.col(f"their_{name}") - pl.col(f"our_{name}")).abs() < SEN for name in ("jkk", "jkm")
    ]
    is_near = found.outcomes.filter((pl.col("code") == codes.RATE) & near[0] & near[1])
    is_whole = (pl.col("jkk_sen") % SEN == 0) & (pl.col("jkm_sen") % SEN == 0)
    return bool(is_near.height) and bool(billed.select(is_whole.all()).item())
