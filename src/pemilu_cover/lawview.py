"""The law as it is shown: rates and their sources, as JSON and in words."""

from __future__ import annotations

from decimal import Decimal

from pemilu_cover.law.book import Rate, RateBook, Relief
from pemilu_cover.law.elections import Election
from pemilu_cover.messages import RefusedError


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


def relief_json(relief: Relief) -> dict[str, str]:
    """Give one relief with its law; what is still paid is a share as decimal text."""
    return {
        "name": relief.name,
        "paid": f"{relief.percent_paid.normalize() / 100:f}",
        "law": relief.law,
        "article": relief.article,
        "from": relief.valid_from.isoformat(),
        "to": relief.valid_to.isoformat() if relief.valid_to else "",
        "confidence": relief.confidence,
    }


def election_named(name: str, book: RateBook) -> Election:
    """Give an election by its id, in capitals or not; raise `RefusedError` with those that are known."""
    try:
        return book.elections[name.strip().lower()]
    except KeyError:
        known = ", ".join(book.elections)
        raise RefusedError("election-unknown", election=name, known=known) from None


def percent(value: Decimal) -> str:
    """Give a percentage as Indonesians write it.

    >>> percent(Decimal("0.3")), percent(Decimal("0.125"))
    ('0,30 %', '0,125 %')
    """
    shown = value.normalize()
    decimals = max(2, -int(shown.as_tuple().exponent))
    return f"{shown:.{decimals}f} %".replace(".", ",")
