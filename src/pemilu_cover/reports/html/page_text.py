"""Texts and numbers of a page in its language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from pemilu_cover.i18n.text import (
    Language,
    LocalizedText,
    localize,
    localized_count,
    localized_date,
    localized_month,
)
from pemilu_cover.reports.html.model import Number
from pemilu_cover.values import rupiah
from pemilu_cover.values.months import format_months
from pemilu_cover.values.text import capitalise, sanitise_for_terminal

# The units of amounts of bars, in sen.
_UNITS = (
    ("trillion", 10**14),
    ("billion", 10**11),
    ("million", 10**8),
    ("thousand", 10**5),
    ("rupiah", 10**2),
)


# Pages of all areas have the same words, and many times the same numbers, months and days.
_sanitise = lru_cache(maxsize=4096)(sanitise_for_terminal)


class PageText:
    """Writes texts of the catalogue, numbers, amounts and days in one language."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language

    def __call__(self, key: str, /, **details: object) -> str:
        """Return the text of a key."""
        text = localize(key)
        if details:
            return _sanitise(text.format(self.language, details))
        return self.of(text)

    def of(self, text: LocalizedText) -> str:
        """Return a text without what a terminal or a browser could take for a command."""
        return _sanitise(text.in_language(self.language))

    def sentence(self, text: LocalizedText) -> str:
        """Return a text with a capital letter."""
        return capitalise(self.of(text))

    def count(self, number: float) -> str:
        """Return an integer with its thousands separated."""
        return self.of(localized_count(int(number)))

    def number(self, number: float) -> Number:
        """Return an integer for a table."""
        return Number(self.count(number))

    def months(self, number: float) -> Number:
        """Return a number of months, of which the daily rule makes a fraction, for a table."""
        return Number(format_months(number)) if number % 1 else self.number(number)

    def money(self, sen: int) -> Number:
        """Return an amount for a table."""
        return Number(rupiah.format_rupiah(sen))

    def day(self, day: date) -> str:
        """Return a day in figures."""
        return self.of(localized_date(day))

    def month(self, day: date) -> str:
        """Return the month of a day."""
        return self.of(localized_month(day))

    def unit(self, amounts: Iterable[int]) -> tuple[str, int]:
        """Return the unit in which amounts are drawn: its name, and its size in sen."""
        most = max(amounts, default=0)
        name, size = next((unit for unit in _UNITS if most >= unit[1]), _UNITS[-1])
        return self(f"page.unit-{name}"), size

    def decimal(self, value: float) -> str:
        """Return an amount in a unit with one decimal."""
        text = f"{value:.1f}"
        return text.replace(".", ",") if self.language == "id" else text
