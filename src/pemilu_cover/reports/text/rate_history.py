"""The history of a topic as people read it: since when, what, how sure, by which article."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from functools import singledispatch
from itertools import zip_longest

from pemilu_cover.explain.citations import CitedValue, unread_lines
from pemilu_cover.explain.law_text import confidence_label, format_band, format_percent
from pemilu_cover.i18n.messages import Language, LocalizedText
from pemilu_cover.law.benefits import (
    Benefit,
    BenefitCondition,
    Choice,
    ClaimDeadline,
    Event,
    FixedAmount,
    KnownOmission,
    ReimbursementLimit,
    Santunan,
    Scholarship,
    WaitingPeriod,
)
from pemilu_cover.law.bpu import FixedContribution, IncomeBandTable
from pemilu_cover.law.law_texts import LawTexts
from pemilu_cover.law.rate_book import InapplicableRelief, LegalBasis, ProrationRule, Rate, Relief
from pemilu_cover.law.rate_files import SEGMENTS, Citation, DatedValue, Segment
from pemilu_cover.values import rupiah

# The columns: the days, what held, how sure it is, the article. With their gaps they make 140.
_WIDTHS = (26, 48, 16, 42)
_WIDEST = 140
# So many lines of a long text are shown; all of it stands in ``--json``.
_LINES = 4
_GAP = "  "


def as_text(found: Sequence[CitedValue], laws: LawTexts, language: Language) -> str:
    """Return dated values as a table of at most 140 columns, below what was not read of the laws."""
    lines = [line for cited in found for line in _lines(cited, laws, language)]
    return "\n".join([*unread_lines(laws, language), "", *lines])


def describe_value(cited: CitedValue) -> LocalizedText:
    """Say in plain words what a value says; the file tells what the value itself does not name."""
    text = _in_words(cited.value)
    if isinstance(cited.value, Rate):
        programme = cited.file.removesuffix(".toml").upper()
        return LocalizedText(f"{programme} {text.id}", f"{programme} {text.en}")
    if isinstance(cited.value, ProrationRule):  # in English the rule has but its name in agreements
        return LocalizedText(text.id, f"{text.en}: {cited.place.rpartition('.')[2]}")
    return text


def _lines(cited: CitedValue, laws: LawTexts, language: Language) -> Iterator[str]:
    value = cited.value
    cells = (
        _span(value, language),
        describe_value(cited).say(language),
        confidence_label(value.confidence, language),
        value.cited,
    )
    columns = [
        textwrap.wrap(cell, width, max_lines=_LINES, placeholder=" …", break_on_hyphens=False)
        for cell, width in zip(cells, _WIDTHS, strict=True)
    ]
    for row in zip_longest(*columns, fillvalue=""):
        padded = (f"{cell:<{width}}" for cell, width in zip(row, _WIDTHS, strict=True))
        yield f"{_GAP}{_GAP.join(padded)}".rstrip()
    where = LocalizedText("dibaca di", "read in").say(language)
    indent = " " * (_WIDTHS[0] + 2 * len(_GAP))
    for place in laws.read_in(value) or (
        LocalizedText("tidak dicatat", "not recorded").say(language),
    ):
        yield from textwrap.wrap(
            f"{where}: {place}", _WIDEST, initial_indent=indent, subsequent_indent=indent
        )
    if isinstance(value, IncomeBandTable):
        yield from _bands(value, language)


def _bands(table: IncomeBandTable, language: Language) -> Iterator[str]:
    """Set the bands of income below their entry, their amounts below each other."""
    base = LocalizedText("dasar", "base").say(language)
    names = [format_band(band, language) for band in table.bands]
    indent = " " * (_WIDTHS[0] + 2 * len(_GAP))
    for name, band in zip(names, table.bands, strict=True):
        amounts = f"{base} {rupiah.format_rupiah(band.base):>12}{_GAP}JKK {rupiah.format_rupiah(band.jkk):>9}"
        yield f"{indent}{_GAP}{name:<{max(map(len, names))}}{_GAP}{amounts}"


def _span(value: Citation, language: Language) -> str:
    if not isinstance(value, DatedValue):
        return ""
    since, until = ("sejak", "s.d.") if language == "id" else ("from", "to")
    if value.valid_to is None:
        return f"{since} {value.valid_from}"
    return f"{value.valid_from} {until} {value.valid_to}"


def _whom(segments: Sequence[Segment]) -> str:
    """Name the segments; nothing where it is all of them."""
    return f" ({'+'.join(segments).upper()})" if set(segments) != set(SEGMENTS) else ""


@singledispatch
def _in_words(value: Citation) -> LocalizedText:
    """Return what a value says. One for which there are no words as yet is named by its kind."""
    kind = type(value).__name__
    return LocalizedText(kind, kind)


@_in_words.register
def _(value: Rate) -> LocalizedText:
    shown = format_percent(value.percent)
    if value.risk_class is None:
        return LocalizedText(shown, shown)
    return LocalizedText(
        f"{shown} kelompok risiko {value.risk_class}", f"{shown} risk class {value.risk_class}"
    )


@_in_words.register
def _(value: IncomeBandTable) -> LocalizedText:
    bands = len(value.bands)
    return LocalizedText(
        f"JKK BPU sebulan, {bands} kelompok penghasilan:",
        f"JKK of BPU a month, {bands} bands of income:",
    )


@_in_words.register
def _(value: FixedContribution) -> LocalizedText:
    amount = rupiah.format_rupiah(value.amount)
    return LocalizedText(f"JKM BPU {amount} sebulan", f"JKM of BPU {amount} a month")


@_in_words.register
def _(value: Relief) -> LocalizedText:
    paid, programmes = format_percent(value.percent_paid), "+".join(value.programmes)
    whom = "+".join(value.segments).upper()
    funds = "/".join(fund.upper() for fund in value.excluded_funds)
    not_by = (
        LocalizedText(f", bukan yang dibayar {funds}", f", not paid by {funds}")
        if funds
        else LocalizedText("", "")
    )
    return LocalizedText(
        f"keringanan {programmes}: dibayar {paid}, {whom}{not_by.id}: {value.name}",
        f"relief of {programmes}: {paid} is paid, {whom}{not_by.en}: {value.name}",
    )


@_in_words.register
def _(value: InapplicableRelief) -> LocalizedText:
    facts = f"{value.name}: {value.why}"
    if not value.relief:
        return LocalizedText(f"bukan keringanan: {facts}", f"no relief: {facts}")
    return LocalizedText(
        f"keringanan, bukan bagi badan pemilu: {facts}", f"relief, not for election bodies: {facts}"
    )


@_in_words.register
def _(value: LegalBasis) -> LocalizedText:
    whom = _whom(value.segments)
    return LocalizedText(
        f"dasar hukum tagihan{whom}: {value.text}", f"legal basis on bills{whom}: {value.text}"
    )


@_in_words.register
def _(value: ProrationRule) -> LocalizedText:
    counted = {
        "anniversaries": LocalizedText(
            "dari tanggal ke tanggal yang sama", "from a day to the same day"
        ),
        "calendar": LocalizedText(
            "setiap bulan kalender yang tersentuh", "each calendar month touched"
        ),
        "days": LocalizedText(
            f"hari dibagi {value.days_per_month}", f"days over {value.days_per_month}"
        ),
    }[value.count]
    rounded = {
        "month": LocalizedText("dibulatkan tiap bulan", "rounded each month"),
        "programme": LocalizedText("dibulatkan sekali per program", "rounded once a programme"),
    }[value.rounded]
    tail = LocalizedText("", "")
    if days := value.forgiven_tail_days:
        tail = LocalizedText(
            f"; sisa sampai {days} hari tidak dihitung",
            f"; a tail of up to {days} day(s) is not counted",
        )
    return LocalizedText(
        f"hitungan bulan, {value.name}: {counted.id}{tail.id}; {rounded.id}",
        f"months: {counted.en}{tail.en}; {rounded.en}",
    )


_EVENTS: dict[Event, LocalizedText] = {
    "death": LocalizedText("meninggal", "death"),
    "total-disability": LocalizedText("cacat total tetap", "total disability"),
    "partial-disability": LocalizedText("cacat sebagian", "partial disability"),
    "temporary-inability": LocalizedText("tidak mampu bekerja", "unable to work"),
    "accident": LocalizedText("kecelakaan kerja", "work accident"),
}


@_in_words.register
def _(value: Benefit) -> LocalizedText:
    events = [_EVENTS[event] for event in value.events]
    paid, name = _paid(value), value.name
    more = LocalizedText("", "")
    if months := value.months_paid:
        more = LocalizedText(
            f"; sesudah {months} bulan iuran", f"; after {months} months of contributions"
        )
    if value.condition:
        more = LocalizedText(f"{more.id}; {value.condition.id}", f"{more.en}; {value.condition.en}")
    return LocalizedText(
        f"{value.programme}, {' atau '.join(one.id for one in events)}: {name.id}: {paid.id}{more.id}",
        f"{value.programme}, {' or '.join(one.en for one in events)}: {name.en}: {paid.en}{more.en}",
    )


def _paid(value: Benefit) -> LocalizedText:
    pays = value.pays
    if isinstance(pays, FixedAmount):
        amount = rupiah.format_rupiah(pays.amount)
        return LocalizedText(amount, amount)
    if isinstance(pays, ReimbursementLimit | Scholarship):
        most = rupiah.format_rupiah(pays.due(0))
        return LocalizedText(f"s.d. {most}, {pays.how.id}", f"up to {most}, {pays.how.en}")
    return LocalizedText(pays.how.id, pays.how.en)


@_in_words.register
def _(value: WaitingPeriod) -> LocalizedText:
    whom, months = _whom(value.segments), value.months
    return LocalizedText(
        f"masa tunggu {months} bulan{whom}: {value.text.id}",
        f"{months} months of waiting{whom}: {value.text.en}",
    )


@_in_words.register
def _(value: BenefitCondition) -> LocalizedText:
    whom = _whom(value.segments)
    return LocalizedText(f"syarat{whom}: {value.text.id}", f"condition{whom}: {value.text.en}")


@_in_words.register
def _(value: Choice) -> LocalizedText:
    return LocalizedText(value.text.id, value.text.en)


@_in_words.register
def _(value: ClaimDeadline) -> LocalizedText:
    return LocalizedText(
        f"klaim {value.programme} gugur setelah {value.years} tahun {value.text.id}",
        f"a claim to {value.programme} is lost {value.years} years {value.text.en}",
    )


@_in_words.register
def _(value: Santunan) -> LocalizedText:
    bodies = " + ".join({"KPU": "KPU", "BAWASLU": "Bawaslu"}[body] for body in value.bodies)
    amount = rupiah.format_rupiah(value.amount)
    most = LocalizedText("s.d. ", "up to ") if value.at_most else LocalizedText("", "")
    return LocalizedText(
        f"santunan {bodies} sendiri, {value.name.id}: {most.id}{amount}",
        f"{bodies}'s own grant, {value.name.en}: {most.en}{amount}",
    )


@_in_words.register
def _(value: KnownOmission) -> LocalizedText:
    return LocalizedText(f"tidak diketahui: {value.text.id}", f"not known: {value.text.en}")
