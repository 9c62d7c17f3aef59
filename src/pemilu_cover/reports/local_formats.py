"""Numbers, days and amounts in words as files write them in the active language.

Amounts in figures are written as on Indonesian bills in both languages: ``Rp4.590,00``.
"""

from __future__ import annotations

from datetime import date

from pemilu_cover.i18n.text import active_language, localized_count, localized_date, localized_month
from pemilu_cover.values.english_numbers import number_in_english, rupiah_in_english
from pemilu_cover.values.terbilang import in_rupiah, terbilang


def count_text(number: int) -> str:
    """Return a number of people or things."""
    return localized_count(number).translate()


def day_text(day: date) -> str:
    """Return a day in figures."""
    return localized_date(day).translate()


def month_text(day: date) -> str:
    """Return the month of a day."""
    return localized_month(day).translate()


def number_in_words(number: int) -> str:
    """Return an integer in words."""
    return terbilang(number) if active_language() == "id" else number_in_english(number)


def amount_in_words(sen: int) -> str:
    """Return an amount in words."""
    return in_rupiah(sen) if active_language() == "id" else rupiah_in_english(sen)
