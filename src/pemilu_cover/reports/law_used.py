"""The law that the premiums of a result used: rates, reliefs, and consequences worth a warning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from pemilu_cover.enrolment.totals import EnrolmentTotals
from pemilu_cover.explain.cautions import cautions, other_elections
from pemilu_cover.explain.law_text import format_percent
from pemilu_cover.i18n.text import LocalizedText, localize, localized_list, localized_month
from pemilu_cover.law.rate_files import Programme
from pemilu_cover.law.relief import DenialReason, denial_reason, reliefs_in_month
from pemilu_cover.law.relief_law import Relief

if TYPE_CHECKING:
    from pemilu_cover.law.rate_book import Tariff

# Reasons why a relief was denied that the bill mentions.
_DENIALS: dict[DenialReason, LocalizedText] = {
    "joining-unknown": localize("bill.relief-joining-unknown"),
    "newcomer": localize("bill.relief-newcomer"),
}


def tariffs_used(totals: EnrolmentTotals) -> list[tuple[Programme, Tariff]]:
    """Return every entry of the law that a premium used, each once."""
    return list(dict.fromkeys(used for premium in totals.premiums for used in premium.tariffs))


def reliefs_used(totals: EnrolmentTotals) -> list[Relief]:
    """Return every relief that lowered a premium, each once."""
    reliefs = (relief for premium in totals.premiums for relief in premium.reliefs)
    return list(dict.fromkeys(reliefs))


def format_reliefs(totals: EnrolmentTotals) -> list[LocalizedText]:
    """Return the reliefs that were applied, and those that were denied with the reason."""
    taken, denied = _relief_months(totals)
    texts = [
        localize(
            "bill.relief-taken-condition" if relief.condition else "bill.relief-taken",
            name=relief.name,
            paid=format_percent(relief.percent_paid),
            months=localized_months(months),
            law=relief.reference,
            condition=relief.condition,
        )
        for relief, months in taken.items()
    ]
    return texts + [
        localize(
            "bill.relief-denied",
            name=relief.name,
            months=localized_months(months),
            reason=reason,
            law=relief.reference,
        )
        for (relief, reason), months in denied.items()
    ]


def _relief_months(
    totals: EnrolmentTotals,
) -> tuple[dict[Relief, set[date]], dict[tuple[Relief, LocalizedText], set[date]]]:
    """Return the months in which each relief was applied, and those in which it was denied."""
    taken: defaultdict[Relief, set[date]] = defaultdict(set)
    denied: defaultdict[tuple[Relief, LocalizedText], set[date]] = defaultdict(set)
    for premium in totals.premiums:
        for charge in premium.charges:
            if charge.relief:
                taken[charge.relief].add(charge.month)
                continue
            for relief in reliefs_in_month(charge.month, totals.terms.book):
                denial = denial_reason(relief, charge.month, premium.relief_status)
                if reason := _DENIALS.get(denial or "segment"):
                    denied[relief, reason].add(charge.month)
    return taken, denied


def localized_months(months: Iterable[date]) -> LocalizedText:
    """Return months in their order: ``Oktober 2024, November 2024``."""
    return localized_list(map(localized_month, sorted(months)))


def bill_cautions(totals: EnrolmentTotals) -> list[LocalizedText]:
    """Return what follows from the law that an office would not expect."""
    terms = totals.terms
    texts = list(cautions(totals.premiums, terms.book))
    if terms.by_dates:  # each contract is of the election that its dates fit
        return texts
    return texts + list(other_elections(totals.premiums, terms.election, terms.book))
