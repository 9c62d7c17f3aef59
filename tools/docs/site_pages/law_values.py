"""What each cited value of a rate file says, and its citation, as cells of a table."""

from __future__ import annotations

from decimal import Decimal
from functools import singledispatch

from pemilu_cover.explain.citations import CitedValue
from pemilu_cover.explain.law_text import confidence_label, format_band
from pemilu_cover.i18n.text import Language, LocalizedText, localized_days
from pemilu_cover.law.bpu import IncomeBandTable
from pemilu_cover.law.dated_values import Citation, DatedValue
from pemilu_cover.law.elections import (
    Age,
    Dissolution,
    Honorarium,
    SharedRoles,
    Term,
    UnitSize,
    VotingDay,
)
from pemilu_cover.law.law_texts import KnownChanges, LawTexts
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.reports.text.cited_values import describe_value
from pemilu_cover.values import rupiah
from site_pages.markdown import plain, table
from site_pages.words import headings, translate


def value_row(cited: CitedValue, laws: LawTexts, language: Language) -> list[str]:
    """Return the cells of a value: what it says, its days, its article, how sure it is, where it was read."""
    value = cited.value
    read_in = [_place(place) for place in laws.text_sources(value)]
    note = [f'<span lang="en">{plain(value.note)}</span>'] if value.note else []
    return [
        plain(value_text(cited, language)),
        days(value, language),
        plain(value.reference),
        confidence_label(value.confidence, language),
        "<br>".join([*(read_in or [translate("not-recorded", language)]), *note]),
    ]


def _place(place: str) -> str:
    """Return where a value was read: the host of an address as a link to it, or the words themselves."""
    if "://" not in place:
        return plain(place)
    host = place.split("/")[2].removeprefix("www.")
    return f"[{host}]({place})"


def days(value: Citation, language: Language) -> str:
    """Return the days on which a value is in force."""
    if not isinstance(value, DatedValue):
        return ""
    if value.valid_to is None:
        return translate("since", language, day=value.valid_from)
    return localized_days(value.valid_from, value.valid_to).in_language(language)


def value_text(cited: CitedValue, language: Language) -> str:
    """Return what a value says: in the program's words, in those of an election, or its facts by key."""
    text = describe_value(cited).in_language(language)
    if text != type(cited.value).__name__:
        return text
    own = _describe(cited.value, language)
    part = cited.place.rpartition(".")[2].partition("[")[0]
    facts = {
        key: _shown(part, key, fact)
        for key, fact in cited.facts.items()
        if key != "variants"  # those are values of their own
    }
    return own or translate(f"law-value-{part}", language, **facts)


def _shown(part: str, key: str, fact: object) -> object:
    """Return a fact as its text has it: shares as per cent, amounts as rupiah."""
    if part.endswith("_share"):
        return f"{Decimal(str(fact)):.0%}".replace("%", " %")
    if part.endswith("_rupiah") or key == "amount":
        return rupiah.format_rupiah(int(Decimal(str(fact)) * 100))
    return fact


@singledispatch
def _describe(value: Citation, language: Language) -> str:  # noqa: ARG001  the types below use both
    """Return a value of a type that only rate files know; nothing for any other."""
    return ""


@_describe.register
def _(value: Honorarium, language: Language) -> str:
    amounts = [value.amount, *([value.alternative] if value.alternative else [])]
    shown = " / ".join(rupiah.format_rupiah(amount * 100) for amount in amounts)
    return translate(f"honorarium-per-{value.per}", language, amount=shown)


@_describe.register
def _(value: Term, language: Language) -> str:
    known = {
        "term": (value.start, value.end),
        "term-at-widest": (value.not_before, value.not_after),
    }
    return "; ".join(
        translate(key, language, first=first or "…", last=last or "…")
        for key, (first, last) in known.items()
        if first or last
    )


@_describe.register
def _(value: Age, language: Language) -> str:
    if value.max is None:
        return translate("age-from", language, least=value.min)
    return translate("age-between", language, least=value.min, most=value.max)


@_describe.register
def _(value: UnitSize, language: Language) -> str:
    number = str(value.min) if value.min == value.max else f"{value.min}–{value.max}"
    return translate("per-unit", language, number=number)


@_describe.register
def _(value: Dissolution, language: Language) -> str:
    return translate("dissolution", language, months=value.months)


@_describe.register
def _(value: VotingDay, language: Language) -> str:
    return translate("voting-day", language, day=value.day, regions=", ".join(value.where))


@_describe.register
def _(value: SharedRoles, language: Language) -> str:
    fields = ", ".join(translate(f"shared-{field}", language) for field in value.fields)
    return translate(
        "shared-roles",
        language,
        election=value.election,
        fields=fields,
        roles=", ".join(value.roles),
    )


@_describe.register
def _(value: KnownChanges, language: Language) -> str:
    return value.text.in_language(language)


def bands_table(tariffs: IncomeBandTable, language: Language) -> str:
    """Return the bands of income of members without a wage."""
    names = headings(language, "income", "contribution-base", "jkk-a-month")
    rows = [
        [
            format_band(band).in_language(language),
            rupiah.format_rupiah(band.base),
            rupiah.format_rupiah(band.jkk),
        ]
        for band in tariffs.bands
    ]
    return table(names, rows)


def role_name(cited: CitedValue, book: RateBook, language: Language) -> str:
    """Return the role of a value of an election, or what a value is about that has no role."""
    parts = cited.place.split(".")
    role = book.roles.roles.get(parts[1]) if parts[0] == "roles" else None
    return plain(role.name) if role else translate(f"part-{parts[0].partition('[')[0]}", language)


def in_both(text: LocalizedText, language: Language) -> str:
    """Return a text of a rate file."""
    return plain(text.in_language(language))
