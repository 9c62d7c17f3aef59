"""Why a contract is insured in its segment, and from what base its contributions are computed."""

from __future__ import annotations

from pemilu_cover.explain.calculation_step import CalculationStep, money
from pemilu_cover.explain.law_text import (
    format_band,
    format_payer,
)
from pemilu_cover.i18n.text import localize, verbatim
from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.bpu import FixedContribution
from pemilu_cover.law.dated_values import get_in_force
from pemilu_cover.law.premium import Premium
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.values import rupiah

_AGREED = localize("premium.by-agreement-or-choice")


def segment_step(premium: Premium, agreement: Agreement, book: RateBook) -> CalculationStep:
    """Return the segment, who pays, and the risk class of an employer."""
    day = premium.contract.period.start
    payers = book.bpu.payer if premium.segment == "bpu" else book.contribution.payer
    payer = get_in_force(payers, day, "payer")
    named = format_payer(agreement, premium.segment, "")
    by_law = CalculationStep(
        localize("premium.payer-by-law"),
        payer.name,
        law=payer,
    )
    steps = [by_law]
    if named.id:
        steps.insert(0, CalculationStep(localize("premium.payer"), named, _AGREED))
    if premium.segment == "pu" and (body := book.jkk.risk_class(day)):
        steps.append(
            CalculationStep(
                localize("premium.risk-class"),
                verbatim(body.risk_class),
                localize("premium.risk-class-of-government"),
                body,
            )
        )
    is_chosen = premium.segment == "bpu" or "segment" in agreement.model_fields_set
    return CalculationStep(
        localize("premium.segment"),
        localize(f"premium.segment-{premium.segment}"),
        _AGREED if is_chosen else localize("premium.default"),
        steps=tuple(steps),
    )


def base_step(premium: Premium, agreement: Agreement, book: RateBook) -> CalculationStep:
    """Return the contribution base and where it comes from."""
    base, income_sen = premium.base, premium.base.apply(premium.contract.wage_sen)
    why = localize(f"premium.base-{base.kind}", amount=rupiah.format_rupiah(base.amount or 0))
    if base.kind != "honor" and agreement.number:
        number = agreement.number
        why = localize("premium.base-by-agreement", number=number, why=why)
    shown = base.amount if base.kind == "per-head" and base.amount else premium.base_sen
    if premium.segment == "bpu":
        steps = _band_step(premium, income_sen, book)
        return CalculationStep(localize("premium.base"), money(shown), why, steps=steps)
    if base.kind != "honor":  # agreed on; the law knows the wage alone
        return CalculationStep(localize("premium.base"), money(shown), why)
    day = premium.contract.period.start
    practice = get_in_force(book.contribution.honor_base, day, "honor_base")
    steps = (CalculationStep(localize("premium.base-in-practice"), practice.name, law=practice),)
    law = get_in_force(book.contribution.base, day, "base")
    return CalculationStep(localize("premium.base"), money(shown), why, law, steps)


def _band_step(premium: Premium, income_sen: int, book: RateBook) -> tuple[CalculationStep, ...]:
    """Show the band of income, and the rule for an income that Lampiran II names in none."""
    tariff = premium.charges[0].tariff
    if not isinstance(tariff, FixedContribution) or tariff.band is None:
        return ()
    band, last = tariff.band, tariff.band.last
    between = last is not None and income_sen > last
    income = rupiah.format_rupiah(income_sen)
    return (
        CalculationStep(
            localize("premium.income-band"),
            format_band(band),
            localize("premium.income", income=income),
            get_in_force(book.bpu.between_bands, premium.contract.period.start, "between_bands")
            if between
            else tariff,
        ),
    )
