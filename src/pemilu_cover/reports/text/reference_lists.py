"""Elections and roles as tables for the screen."""

from __future__ import annotations

from collections.abc import Sequence

from pemilu_cover.i18n.text import Language, localize, localized_date, localized_list
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.values.rupiah import format_rupiah


def elections_text(book: RateBook, language: Language) -> str:
    """Return the elections with their voting days."""
    regional = f" ({localize('rates.regional').in_language(language)})"
    rows = [
        (
            election.id,
            election.name + (regional if election.regional else ""),
            localized_list(map(localized_date, election.days)).in_language(language),
        )
        for election in book.elections.values()
    ]
    return _aligned(rows)


def roles_text(book: RateBook, language: Language) -> str:
    """Return the roles by family, with their pay in the newest election that has one."""
    rows = []
    for code, role in book.roles.roles.items():
        pay = next(
            (
                f"{format_rupiah(honorarium.amount_sen)}  {election.id}"
                for election in book.elections.values()
                if code in election.roles and (honorarium := election.role(code).honorarium)
            ),
            "",
        )
        if role.asn == "always":
            pay = localize("rates.civil-servants").in_language(language)
        rows.append((code, role.name, pay))
    return _aligned(rows)


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    """Return rows with columns of one width each."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
