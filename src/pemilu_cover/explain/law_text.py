"""The law in words: rates, reliefs, payers, elections."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from difflib import get_close_matches
from typing import TYPE_CHECKING

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.i18n.text import (
    Language,
    LocalizedText,
    did_you_mean,
    localize,
    localized_choice,
    verbatim,
)
from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.contribution_law import Rate, Rounding
from pemilu_cover.law.dated_values import Confidence
from pemilu_cover.law.elections import Election
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.rate_files import FUNDS, Fund, Segment
from pemilu_cover.values import rupiah

if TYPE_CHECKING:
    from pemilu_cover.law.bpu import IncomeBand
    from pemilu_cover.law.rate_book import Tariff


def format_tariff(tariff: Tariff) -> LocalizedText:
    """Return what an entry asks: ``0,24 %``, ``Rp10.000 sebulan (penghasilan s.d. Rp1.099.000)``."""
    if isinstance(tariff, Rate):
        return verbatim(format_percent(tariff.percent))
    amount = rupiah.format_rupiah(tariff.amount)
    if tariff.band is None:
        return localize("premium.amount-a-month", amount=amount)
    return localize("premium.amount-for-income", amount=amount, band=format_band(tariff.band))


def format_band(band: IncomeBand) -> LocalizedText:
    """Return a band of income as Lampiran II words it: ``Rp1.100.000 s.d. Rp1.299.000``."""
    first, last = (rupiah.format_rupiah(limit or 0) for limit in (band.first, band.last))
    if band.first is None:
        return localize("premium.band-up-to", last=last)
    if band.last is None:
        return localize("premium.band-from", first=first)
    return localize("premium.band", first=first, last=last)


def format_rounding(rounding: Rounding) -> LocalizedText:
    """Say to what an amount is rounded, and how: by the rate file, which knows one way as yet."""
    unit = f"{rounding.unit}".replace(".", ",")
    return localize("premium.rounded-half-up", unit=LocalizedText(unit, rounding.unit))


def format_payer(agreement: Agreement, segment: Segment, employer: str) -> LocalizedText:
    """Return who pays a segment's contributions: a named payer, the members themselves, or the employer.

    A fund follows the name in brackets: ``Pemerintah Kabupaten Contoh (APBD)``.
    """
    payer = agreement.payer
    if payer is None or payer.fund == "self":
        return _FUNDS["self"] if payer and segment == "bpu" else verbatim(employer)
    name = payer.name or employer
    if payer.fund is None:
        return verbatim(name)
    fund = _FUNDS[payer.fund]
    return localize("premium.payer-and-fund", name=name, fund=fund) if name else fund


def format_funds(funds: Iterable[Fund]) -> LocalizedText:
    """Return funds as alternatives: ``APBN atau APBD``."""
    return localized_choice(_FUNDS[fund] for fund in funds)


_FUNDS: dict[Fund, LocalizedText] = {fund: localize(f"premium.fund-{fund}") for fund in FUNDS}


def find_election(name: str, book: RateBook) -> Election:
    """Return an election by its id, in capitals or not; raise `RefusalError` with those that are known."""
    if election := book.elections.get(name.strip().lower()):
        return election
    raise RefusalError(
        "election-unknown",
        election=name,
        known=", ".join(book.elections),
        hint=similar_election(name, book),
        option="--election",
    )


def similar_election(name: str, book: RateBook) -> LocalizedText:
    """Return the end of a sentence that suggests the most similar election; nothing without one."""
    return did_you_mean(get_close_matches(name.strip().lower(), book.elections, n=1))


_SURE: dict[Confidence, LocalizedText] = {
    "regulation text": localize("premium.confidence-regulation-text"),
    "secondary source": localize("premium.confidence-secondary-source"),
    "inferred": localize("premium.confidence-inferred"),
}


def confidence_label(confidence: Confidence, language: Language) -> str:
    """Return how sure a value is; ``--json`` keeps the code."""
    return _SURE[confidence].in_language(language)


def format_percent(value: Decimal) -> str:
    """Return a percentage as Indonesians write it.

    >>> format_percent(Decimal("0.3")), format_percent(Decimal("0.125"))
    ('0,30 %', '0,125 %')
    """
    shown = value.normalize()
    decimals = max(2, -int(shown.as_tuple().exponent))
    return f"{shown:.{decimals}f} %".replace(".", ",")
