"""Notes on a bill: contribution bases that an agreement sets, months, rounding, gaps, exclusions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pemilu_cover.enrolment.coverage_gaps import coverage_problems
from pemilu_cover.enrolment.totals import EnrolmentTotals
from pemilu_cover.explain.law_text import format_rounding
from pemilu_cover.i18n.text import active_language, localize, localized_count, translate
from pemilu_cover.law.agreement import ContributionBase
from pemilu_cover.law.bpu import FixedContribution
from pemilu_cover.reports.law_used import bill_cautions, format_reliefs
from pemilu_cover.values import rupiah


def base_notes(totals: EnrolmentTotals) -> Iterator[str]:
    """Yield, for each base that an agreement sets, the roles that have it; the honorarium needs no note."""
    terms = totals.terms
    roles: defaultdict[ContributionBase, list[str]] = defaultdict(list)
    for total in totals.roles:
        roles[terms.agreement.base_for(total.code)].append(total.role)
    number = terms.agreement.number
    for base, names in roles.items():
        if base.amount is not None:
            yield translate(
                "bill.base",
                roles=localize("bill.all-roles") if len(roles) == 1 else ", ".join(names),
                base=localize(f"bill.base-{base.kind}", amount=rupiah.format_rupiah(base.amount)),
                agreement=localize("bill.by-numbered-agreement", number=number)
                if number
                else localize("bill.by-agreement"),
            )
    band_laws = {
        tariff.reference: None
        for premium in totals.premiums
        if premium.base.kind != "per-head"
        for programme, tariff in premium.tariffs
        if programme == "JKK" and isinstance(tariff, FixedContribution)
    }
    if band_laws:
        yield translate("bill.base-income-bands", law="; ".join(band_laws))
    if "pu" in {p.segment for p in totals.premiums if p.base.kind == "per-head"}:
        yield translate("bill.sipp-wage-with-per-head-base")


def bill_notes(totals: EnrolmentTotals) -> Iterator[str]:
    """Yield what a reader has to know about the amounts, and about people whom the bill does not have."""
    terms = totals.terms
    if totals.incomplete:
        yield translate("bill.incomplete", people=localized_count(totals.incomplete))
    for gap in coverage_problems(totals):
        yield translate("bill.coverage-gap", gap=gap.says)
    if not terms.agreement.model_fields_set:
        yield translate("bill.no-agreement")
    yield from _month_notes(totals)
    for role, first_day, days, people in totals.uncovered:
        yield translate(
            "bill.uncovered-days",
            role=role,
            days=days,
            first=first_day,
            people=localized_count(people),
        )
    for text in (*format_reliefs(totals), *bill_cautions(totals)):
        yield text.translate()
    if totals.held_back:
        rows = localized_count(totals.held_back)
        yield translate("bill.not-enrolled", rows=rows, where=totals.held_back_in)
    yield from _payment_notes(totals)
    for note, count in totals.excluded.notes():
        yield note.format(active_language(), {"n": localized_count(count)})


def _month_notes(totals: EnrolmentTotals) -> Iterator[str]:
    """Yield how months are counted and rounded, and which roles have months fixed by the agreement."""
    terms = totals.terms
    premiums_by_rule = {premium.rule_name: premium for premium in totals.premiums}
    for name, premium in sorted(premiums_by_rule.items()):
        rule, rounding = premium.rule, format_rounding(premium.charges[0].rounding)
        yield translate("bill.month-rule", name=rule.name, law=rule.reference)
        yield translate(f"bill.rounding-{rule.rounded}", rule=name, rounding=rounding)
    for code in sorted(totals.role_codes):
        if months := terms.agreement.role(code).months:
            role = terms.book.roles.roles[code].name
            yield translate("bill.agreed-months", role=role, months=months)


def _payment_notes(totals: EnrolmentTotals) -> Iterator[str]:
    """Yield how sen are paid, where there are any, and taxes that a treasurer has to think of."""
    if any(month.total_sen % rupiah.SEN for month in totals.months):
        yield translate("bill.payment-in-sen")
    months = [month.month for month in totals.months if month.segment == "pu"]
    for notice in totals.terms.book.receipts.tax_notices:
        if any(map(notice.in_force, months)):
            yield translate("bill.tax", text=notice.text, law=notice.reference)
