"""The catalogue of texts: every sentence in Indonesian and English, by key.

The files ``texts/<area>.toml`` hold the sentences. A key names the area and the entry, as in
``quote.newest-election``; an entry has both languages with the same placeholders. Behind a number, English
has two forms: ``{people:person|people}`` is "1 person" or "2 people".

A run has one active language, which `activate` sets: everything that it writes into files is in it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from pemilu_cover.values import dates
from pemilu_cover.values.lazy_pattern import lazy_pattern
from pemilu_cover.values.rupiah import format_count

Language = Literal["id", "en"]

# A result has the same few days and months, and many times the same numbers.
_of_few_values = lru_cache(maxsize=4_096)
_active: ContextVar[Language] = ContextVar("active_language", default="id")
_PLACEHOLDER = lazy_pattern(r"\{\w+(?::[^|}]*\|([^}]*))?\}")


@dataclass(frozen=True, slots=True)
class LocalizedText:
    """A text in Indonesian and English, of the catalogue or of a rate file."""

    id: str
    en: str

    @property
    def both(self) -> tuple[str, str]:
        """The text in each language, to recognise it in a file that comes back."""
        return self.id, self.en

    def in_language(self, language: Language) -> str:
        """Return the text in a language."""
        return self.id if language == "id" else self.en

    def translate(self) -> str:
        """Return the text in the active language."""
        return self.in_language(_active.get())

    def matches(self, text: str) -> bool:
        """Return whether a text is this one in either language."""
        return text in self.both

    def format(self, language: Language, details: dict[str, object]) -> str:
        """Return the text in a language with its placeholders filled."""
        text = self.in_language(language)
        shown = {name: _in_language(value, language) for name, value in details.items()}
        if "|" in text:
            shown = {name: _Quantity(value) for name, value in shown.items()}
        return text.format_map(shown)

    def fill(self, details: dict[str, object]) -> LocalizedText:
        """Return the text in both languages with its placeholders filled."""
        return LocalizedText(self.format("id", details), self.format("en", details))

    def with_ellipses(self, language: Language) -> str:
        """Return the text in a language with "…" for each placeholder."""
        text = _PLACEHOLDER.sub(
            lambda match: f"… {match[1] or ''}".rstrip(), self.in_language(language)
        )
        return text.replace("….", "…")


def activate(language: Language) -> None:
    """Write files in a language from now on.

    A thread begins in Indonesian: a pool of threads that write files has this as its initializer.
    """
    _active.set(language)


def active_language() -> Language:
    """Return the language in which files are written."""
    return _active.get()


def localize(key: str, /, **details: object) -> LocalizedText:
    """Return the text of a key in both languages.

    Details fill the placeholders: a bilingual text in its language, a date as the language writes
    it, anything else as it is. Without details the placeholders stay in the text.
    """
    area, _, entry = key.partition(".")
    text = _texts(area)[entry]
    if not details:
        return text
    return text.fill(details)


def translate(key: str, /, **details: object) -> str:
    """Return the text of a key, as `localize` makes it, in the active language."""
    text, language = localize(key), active_language()
    return text.format(language, details) if details else text.in_language(language)


def verbatim(text: str) -> LocalizedText:
    """Return a text that is the same in both languages: a name, a code, an amount."""
    return LocalizedText(text, text)


def did_you_mean(names: Sequence[str]) -> LocalizedText:
    """Return the end of a sentence that suggests names; nothing without any."""
    return localize("usage.did-you-mean", names=", ".join(names)) if names else verbatim("")


def localized_list(texts: Iterable[LocalizedText], separator: str = ", ") -> LocalizedText:
    """Return several texts as one: "PPK, PPS"."""
    listed = list(texts)
    return LocalizedText(
        separator.join(text.id for text in listed), separator.join(text.en for text in listed)
    )


def localized_choice(texts: Iterable[LocalizedText]) -> LocalizedText:
    """Return alternatives: "APBN atau APBD", or "APBN or APBD" in English."""
    *others, last = texts
    return localize("words.or", first=localized_list(others), last=last) if others else last


@_of_few_values
def localized_count(number: int) -> LocalizedText:
    """Return an integer with its thousands separated as in each language."""
    return LocalizedText(format_count(number), f"{number:,}")


@_of_few_values
def localized_date(day: dt.date) -> LocalizedText:
    """Return a day in figures: "07-11-2024", or "2024-11-07" in English."""
    return LocalizedText(dates.format_ddmmyyyy(day), day.isoformat())


def localized_days(first: dt.date, last: dt.date | None) -> LocalizedText:
    """Return a first and a last day in figures; the first one alone where the last is not known."""
    if last is None:
        return localized_date(first)
    return localize("words.days", first=localized_date(first), last=localized_date(last))


@_of_few_values
def localized_month(day: dt.date) -> LocalizedText:
    """Return the month of a day: "November 2024", or "2024-11" in English."""
    return LocalizedText(dates.format_month(day), f"{day:%Y-%m}")


def localized_month_span(first: dt.date, last: dt.date) -> LocalizedText:
    """Return the months from that of a first to that of a last day."""
    if (first.year, first.month) == (last.year, last.month):
        return localized_month(first)
    return localize("words.span", first=localized_month(first), last=localized_month(last))


@cache
def _texts(area: str) -> dict[str, LocalizedText]:
    """Return the texts of an area by entry."""
    # Start-up: a command that shows no text of an area does not read its file.
    import tomli  # noqa: PLC0415

    source = Path(__file__).parent / "texts" / f"{area}.toml"
    entries = tomli.loads(source.read_text(encoding="utf-8"))
    return {entry: LocalizedText(text["id"], text["en"]) for entry, text in entries.items()}


@dataclass(frozen=True, slots=True)
class _Quantity:
    """A value that may have words behind it, in two forms: ``person|people``."""

    value: object

    def __format__(self, forms: str) -> str:
        if not forms:
            return str(self.value)
        one, several = forms.split("|")
        return f"{self.value} {one if str(self.value) == '1' else several}"


def _in_language(value: object, language: Language) -> object:
    if isinstance(value, LocalizedText):
        return value.in_language(language)
    if isinstance(value, dt.date):
        return dates.format_long(value) if language == "id" else value.isoformat()
    return value
