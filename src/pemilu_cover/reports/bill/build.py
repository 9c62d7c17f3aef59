"""Build the bill of a result: who pays for whom, for how many months, by which law, due when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from pemilu_cover.enrolment.amounts import MonthTotal
from pemilu_cover.enrolment.reporting_periods import SippPeriods
from pemilu_cover.enrolment.totals import EnrolmentTotals
from pemilu_cover.explain import death_cover
from pemilu_cover.explain.law_text import format_payer, format_percent, format_tariff
from pemilu_cover.i18n.text import localized_count, localized_month_span, translate
from pemilu_cover.law.bpu import FixedContribution
from pemilu_cover.law.rate_files import Programme
from pemilu_cover.reports.bill.legal_basis import (
    benefit_rules,
    billed_segments,
    legal_basis,
    schedule_notes,
    secondary_sources,
)
from pemilu_cover.reports.bill.model import Amendment, Bill
from pemilu_cover.reports.bill.notes import base_notes, bill_notes
from pemilu_cover.reports.law_used import reliefs_used, tariffs_used
from pemilu_cover.values.text import place_case

if TYPE_CHECKING:
    from pemilu_cover.law.rate_book import Tariff


def build_bill(
    totals: EnrolmentTotals,
    people: pl.DataFrame | None = None,
    periods: SippPeriods | None = None,
    amends: Amendment | None = None,
) -> Bill:
    """Return the bill of an account; ``people`` are listed by name, ``periods`` are those of SIPP.

    ``amends`` is the bill that it changes.
    """
    agreement, location = totals.terms.agreement, totals.location
    return Bill(
        agreement=agreement,
        receipts=totals.terms.book.receipts,
        employer=agreement.employer.name,
        npp=agreement.employer.npp,
        location=f"{location.code} {location.name}" if location else "",
        town=place_case(location.name) if location else "",
        payer=_format_payers(totals),
        agreement_label=_format_agreement(totals),
        election=_format_elections(totals),
        month_span=_format_months(totals.months),
        due_span=_format_due(totals.months),
        rates=[_format_tariff(*used, totals) for used in tariffs_used(totals)],
        legal_basis=legal_basis(totals),
        base=list(base_notes(totals)),
        cover=_format_cover(totals),
        notes=[*bill_notes(totals), *secondary_sources(totals)],
        lines=totals.lines,
        roles=totals.roles,
        months=totals.months,
        payment_date=totals.payment_date,
        has_reliefs=bool(reliefs_used(totals)),
        schedule_notes=list(schedule_notes(totals)),
        people=people,
        periods=periods,
        amends=amends,
    )


def _format_elections(totals: EnrolmentTotals) -> str:
    """Return the election of the bill, or each of several with its number of people."""
    elections = [share.election for share in totals.elections] or [totals.terms.election]
    if len(elections) == 1:
        day = elections[0].voting_day
        return translate("invoice.election", name=elections[0].name, day=day)
    return "; ".join(
        translate(
            "invoice.election-share",
            name=share.election.name,
            day=share.election.voting_day,
            people=localized_count(share.people),
        )
        for share in totals.elections
    )


def _format_agreement(totals: EnrolmentTotals) -> str:
    agreement = totals.terms.agreement
    if not (agreement.number and agreement.date):
        return agreement.number
    return translate("invoice.agreement", number=agreement.number, day=agreement.date)


def _format_tariff(programme: Programme, tariff: Tariff, totals: EnrolmentTotals) -> str:
    book = totals.terms.book
    name = book.jkk.name if programme == "JKK" else book.jkm.name
    details = {"name": name, "law": tariff.reference, "since": tariff.valid_from}
    if isinstance(tariff, FixedContribution):
        return translate("invoice.rate-bpu", amount=format_tariff(tariff), **details)
    details["percent"] = format_percent(tariff.percent)
    if tariff.risk_class:
        return translate("invoice.rate-risk-class", risk_class=tariff.risk_class, **details)
    return translate("invoice.rate", **details)


def _format_cover(totals: EnrolmentTotals) -> list[str]:
    """Return what the premium buys, and from when."""
    cover = death_cover.format_covers(totals.premiums, totals.terms.book)
    if cover is None:
        return []
    rules = (
        text
        for segment in billed_segments(totals)
        for text in benefit_rules("begins", segment, totals)
    )
    return [cover.translate(), *rules]


def _format_payers(totals: EnrolmentTotals) -> str:
    """Return who pays, once where it is the same for all."""
    agreement = totals.terms.agreement
    employer = agreement.employer.name
    payers = {
        segment: format_payer(agreement, segment, employer).translate()
        for segment in billed_segments(totals)
    }
    if len(set(payers.values())) <= 1:
        return next(iter(payers.values()), employer)
    no_name = translate("invoice.not-named")
    return "; ".join(f"{name or no_name} ({segment.upper()})" for segment, name in payers.items())


def _format_months(months: Sequence[MonthTotal]) -> str:
    if not months:
        return ""
    return localized_month_span(months[0].month, months[-1].month).translate()


def _format_due(months: Sequence[MonthTotal]) -> str:
    days = sorted({month.due for month in months})
    if not days:
        return ""
    if len(days) == 1:
        return translate("invoice.due-on", day=days[0])
    return translate("invoice.due-between", first=days[0], last=days[-1])
