"""Build the bill of a result: who pays for whom, for how many months, by which law, due when."""

from __future__ import annotations

import polars as pl

from pemilu_cover.enrolment.totals import EnrolmentTotals
from pemilu_cover.explain import death_cover
from pemilu_cover.explain.law_text import format_payer, format_percent, format_tariff
from pemilu_cover.i18n.text import localized_count
from pemilu_cover.law.bpu import FixedContribution
from pemilu_cover.law.rate_book import Tariff
from pemilu_cover.law.rate_files import Programme
from pemilu_cover.reports.law_used import tariffs_used
from pemilu_cover.reports.xlsx.invoice.bill_notes import base_notes, bill_notes
from pemilu_cover.reports.xlsx.invoice.legal_basis import (
    benefit_rules,
    billed_segments,
    legal_basis,
    schedule_notes,
)
from pemilu_cover.reports.xlsx.invoice.model import Bill
from pemilu_cover.reports.xlsx.texts import LANGUAGE, workbook_text


def build_bill(account: EnrolmentTotals, people: pl.DataFrame | None = None) -> Bill:
    """Return the bill of an account; ``people`` are those whom it lists by name."""
    employer, location = account.terms.agreement.employer, account.location
    return Bill(
        employer=employer.name,
        npp=employer.npp,
        location=f"{location.code} {location.name}" if location else "",
        payer=_format_payers(account),
        agreement=_format_agreement(account),
        election=_format_elections(account),
        rates=[_format_tariff(*used, account) for used in tariffs_used(account)],
        legal_basis=legal_basis(account),
        base=list(base_notes(account)),
        cover=_format_cover(account),
        notes=list(bill_notes(account)),
        lines=account.lines,
        roles=account.roles,
        months=account.months,
        paid_on=account.paid_on,
        schedule_notes=list(schedule_notes(account)),
        people=people,
    )


def _format_elections(account: EnrolmentTotals) -> str:
    """Return the election of the bill, or each of several with its number of people."""
    elections = [share.election for share in account.elections] or [account.terms.election]
    if len(elections) == 1:
        day = elections[0].voting_day
        return workbook_text("invoice.election", name=elections[0].name, day=day)
    return "; ".join(
        workbook_text(
            "invoice.election-share",
            name=share.election.name,
            day=share.election.voting_day,
            people=localized_count(share.people),
        )
        for share in account.elections
    )


def _format_agreement(account: EnrolmentTotals) -> str:
    agreement = account.terms.agreement
    if not (agreement.number and agreement.date):
        return agreement.number
    return workbook_text("invoice.agreement", number=agreement.number, day=agreement.date)


def _format_tariff(programme: Programme, tariff: Tariff, account: EnrolmentTotals) -> str:
    book = account.terms.book
    name = book.jkk.name if programme == "JKK" else book.jkm.name
    details = {"name": name, "law": tariff.reference, "since": tariff.valid_from}
    if isinstance(tariff, FixedContribution):
        return workbook_text("invoice.rate-bpu", amount=format_tariff(tariff), **details)
    details["percent"] = format_percent(tariff.percent)
    if tariff.risk_class:
        return workbook_text("invoice.rate-risk-class", risk_class=tariff.risk_class, **details)
    return workbook_text("invoice.rate", **details)


def _format_cover(account: EnrolmentTotals) -> list[str]:
    """Return what the premium buys, and from when."""
    cover = death_cover.format_covers(account.premiums, account.terms.book)
    if cover is None:
        return []
    rules = (
        text
        for segment in billed_segments(account)
        for text in benefit_rules("begins", segment, account)
    )
    return [cover.in_language(LANGUAGE), *rules]


def _format_payers(account: EnrolmentTotals) -> str:
    """Return who pays, once where it is the same for all."""
    agreement = account.terms.agreement
    employer = agreement.employer.name
    payers = {
        segment: format_payer(agreement, segment, employer).in_language(LANGUAGE)
        for segment in billed_segments(account)
    }
    if len(set(payers.values())) <= 1:
        return next(iter(payers.values()), employer)
    unnamed = workbook_text("invoice.not-named")
    return "; ".join(f"{name or unnamed} ({segment.upper()})" for segment, name in payers.items())
