"""The law as it is shown: rates and their sources, as JSON and in words."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pemilu_cover.law.book import Rate


def programme_of(rate: Rate) -> str:
    """Give the programme of a rate: only JKK has risk classes."""
    return "JKK" if rate.risk_class else "JKM"


def rate_json(rate: Rate) -> dict[str, str]:
    """Give one rate with its law; the rate is a share of the wage as decimal text."""
    return {
        "programme": programme_of(rate),
        "rate": f"{rate.percent.normalize() / 100:f}",
        "law": rate.law,
        "article": rate.article,
        "from": rate.valid_from.isoformat(),
        "confidence": rate.confidence,
    }


def percent(value: Decimal) -> str:
    """Give a percentage as Indonesians write it.

    >>> percent(Decimal("0.30"))
    '0,30 %'
    """
    return f"{value:.2f} %".replace(".", ",")
