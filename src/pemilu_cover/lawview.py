"""The law as it is shown: rates and their sources, as JSON and in words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from pemilu_cover.law.book import Programme, RateBook, Relief, Tariff
from pemilu_cover.law.bpu import Nominal
from pemilu_cover.law.elections import Election
from pemilu_cover.messages import Language, RefusedError
from pemilu_cover.values import rupiah


def tariff_json(programme: Programme, tariff: Tariff) -> dict[str, Any]:
    """Give one entry with its law: ``rate`` is a share of the wage, or ``amount`` is rupiah a month.

    Both are decimal text; the one that the entry does not have is null.
    """
    rate = None if isinstance(tariff, Nominal) else f"{tariff.percent.normalize() / 100:f}"
    return {
        "programme": programme,
        "rate": rate,
        "amount": rupiah.as_text(tariff.amount) if isinstance(tariff, Nominal) else None,
        "law": tariff.law,
        "article": tariff.article,
        "from": tariff.valid_from.isoformat(),
        "confidence": tariff.confidence,
    }


def tariff_in_words(tariff: Tariff, language: Language = "id") -> str:
    """Give what an entry asks: ``0,24 %``, or ``Rp10.000 (penghasilan s.d. Rp1.099.000)``."""
    if isinstance(tariff, Nominal):
        income = "penghasilan" if language == "id" else "income"
        band = f" ({income} {tariff.band})" if tariff.band else ""
        return f"{rupiah.show(tariff.amount)}{band}"
    return percent(tariff.percent)


def relief_json(relief: Relief) -> dict[str, Any]:
    """Give one relief with its law; what is still paid is a share as decimal text."""
    return {
        "name": relief.name,
        "paid": f"{relief.percent_paid.normalize() / 100:f}",
        "segments": list(relief.segments),
        "self_paid_only": relief.self_paid,
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


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Set rows in columns, the last one open."""
    if not rows:
        return []
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)] + [0]
    return [
        "  "
        + "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def percent(value: Decimal) -> str:
    """Give a percentage as Indonesians write it.

    >>> percent(Decimal("0.3")), percent(Decimal("0.125"))
    ('0,30 %', '0,125 %')
    """
    shown = value.normalize()
    decimals = max(2, -int(shown.as_tuple().exponent))
    return f"{shown:.{decimals}f} %".replace(".", ",")
