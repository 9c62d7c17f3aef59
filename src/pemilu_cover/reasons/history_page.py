"""The history of a topic as people read it: since when, what, how sure, by which article."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from functools import singledispatch
from itertools import zip_longest

from pemilu_cover.law.benefits import (
    Benefit,
    Ceiling,
    Choice,
    Event,
    Fixed,
    Lapse,
    Rule,
    Santunan,
    Schooling,
    Unread,
    Waiting,
)
from pemilu_cover.law.book import Elsewhere, LegalBasis, ProrationRule, Rate, Relief
from pemilu_cover.law.bpu import BandTable, Nominal
from pemilu_cover.law.files import SEGMENTS, Citation, Dated, Segment
from pemilu_cover.law.texts import LawTexts
from pemilu_cover.messages import Language, Text
from pemilu_cover.reasons.citations import Cited, unread_lines
from pemilu_cover.reasons.lawview import band_in_words, percent, sure_in_words
from pemilu_cover.values import rupiah

# The columns: the days, what held, how sure it is, the article. With their gaps they make 140.
_WIDTHS = (26, 48, 16, 42)
_WIDEST = 140
# So many lines of a long text are shown; all of it stands in ``--json``.
_LINES = 4
_GAP = "  "


def as_text(found: Sequence[Cited], laws: LawTexts, language: Language) -> str:
    """Give dated values as a table of at most 140 columns, below what was not read of the laws."""
    lines = [line for cited in found for line in _lines(cited, laws, language)]
    return "\n".join([*unread_lines(laws, language), "", *lines])


def told(cited: Cited) -> Text:
    """Say in plain words what a value says; the file tells what the value itself does not name."""
    text = _in_words(cited.value)
    if isinstance(cited.value, Rate):
        programme = cited.file.removesuffix(".toml").upper()
        return Text(f"{programme} {text.id}", f"{programme} {text.en}")
    if isinstance(cited.value, ProrationRule):  # in English the rule has but its name in agreements
        return Text(text.id, f"{text.en}: {cited.place.rpartition('.')[2]}")
    return text


def _lines(cited: Cited, laws: LawTexts, language: Language) -> Iterator[str]:
    value = cited.value
    cells = (
        _span(value, language),
        told(cited).say(language),
        sure_in_words(value.confidence, language),
        value.cited,
    )
    columns = [
        textwrap.wrap(cell, width, max_lines=_LINES, placeholder=" …", break_on_hyphens=False)
        for cell, width in zip(cells, _WIDTHS, strict=True)
    ]
    for row in zip_longest(*columns, fillvalue=""):
        padded = (f"{cell:<{width}}" for cell, width in zip(row, _WIDTHS, strict=True))
        yield f"{_GAP}{_GAP.join(padded)}".rstrip()
    where = Text("dibaca di", "read in").say(language)
    indent = " " * (_WIDTHS[0] + 2 * len(_GAP))
    for place in laws.read_in(value) or (Text("tidak dicatat", "not recorded").say(language),):
        yield from textwrap.wrap(
            f"{where}: {place}", _WIDEST, initial_indent=indent, subsequent_indent=indent
        )
    if isinstance(value, BandTable):
        yield from _bands(value, language)


def _bands(table: BandTable, language: Language) -> Iterator[str]:
    """Set the bands of income below their entry, their amounts below each other."""
    base = Text("dasar", "base").say(language)
    names = [band_in_words(band, language) for band in table.bands]
    indent = " " * (_WIDTHS[0] + 2 * len(_GAP))
    for name, band in zip(names, table.bands, strict=True):
        amounts = f"{base} {rupiah.show(band.base):>12}{_GAP}JKK {rupiah.show(band.jkk):>9}"
        yield f"{indent}{_GAP}{name:<{max(map(len, names))}}{_GAP}{amounts}"


def _span(value: Citation, language: Language) -> str:
    if not isinstance(value, Dated):
        return ""
    since, until = ("sejak", "s.d.") if language == "id" else ("from", "to")
    if value.valid_to is None:
        return f"{since} {value.valid_from}"
    return f"{value.valid_from} {until} {value.valid_to}"


def _whom(segments: Sequence[Segment]) -> str:
    """Name the segments; nothing where it is all of them."""
    return f" ({'+'.join(segments).upper()})" if set(segments) != set(SEGMENTS) else ""


@singledispatch
def _in_words(value: Citation) -> Text:
    """Say what a value says. One for which there are no words as yet is named by its kind."""
    kind = type(value).__name__
    return Text(kind, kind)


@_in_words.register
def _(value: Rate) -> Text:
    shown = percent(value.percent)
    if value.risk_class is None:
        return Text(shown, shown)
    return Text(
        f"{shown} kelompok risiko {value.risk_class}", f"{shown} risk class {value.risk_class}"
    )


@_in_words.register
def _(value: BandTable) -> Text:
    bands = len(value.bands)
    return Text(
        f"JKK BPU sebulan, {bands} kelompok penghasilan:",
        f"JKK of BPU a month, {bands} bands of income:",
    )


@_in_words.register
def _(value: Nominal) -> Text:
    amount = rupiah.show(value.amount)
    return Text(f"JKM BPU {amount} sebulan", f"JKM of BPU {amount} a month")


@_in_words.register
def _(value: Relief) -> Text:
    paid, programmes = percent(value.percent_paid), "+".join(value.programmes)
    whom = "+".join(value.segments).upper()
    funds = "/".join(fund.upper() for fund in value.excluded_funds)
    not_by = (
        Text(f", bukan yang dibayar {funds}", f", not paid by {funds}") if funds else Text("", "")
    )
    return Text(
        f"keringanan {programmes}: dibayar {paid}, {whom}{not_by.id}: {value.name}",
        f"relief of {programmes}: {paid} is paid, {whom}{not_by.en}: {value.name}",
    )


@_in_words.register
def _(value: Elsewhere) -> Text:
    facts = f"{value.name}: {value.why}"
    if not value.relief:
        return Text(f"bukan keringanan: {facts}", f"no relief: {facts}")
    return Text(
        f"keringanan, bukan bagi badan pemilu: {facts}", f"relief, not for election bodies: {facts}"
    )


@_in_words.register
def _(value: LegalBasis) -> Text:
    whom = _whom(value.segments)
    return Text(
        f"dasar hukum tagihan{whom}: {value.text}", f"legal basis on bills{whom}: {value.text}"
    )


@_in_words.register
def _(value: ProrationRule) -> Text:
    counted = {
        "anniversaries": Text("dari tanggal ke tanggal yang sama", "from a day to the same day"),
        "calendar": Text("setiap bulan kalender yang tersentuh", "each calendar month touched"),
        "days": Text(f"hari dibagi {value.days_per_month}", f"days over {value.days_per_month}"),
    }[value.count]
    rounded = {
        "month": Text("dibulatkan tiap bulan", "rounded each month"),
        "programme": Text("dibulatkan sekali per program", "rounded once a programme"),
    }[value.rounded]
    tail = Text("", "")
    if days := value.forgiven_tail_days:
        tail = Text(
            f"; sisa sampai {days} hari tidak dihitung",
            f"; a tail of up to {days} day(s) is not counted",
        )
    return Text(
        f"hitungan bulan, {value.name}: {counted.id}{tail.id}; {rounded.id}",
        f"months: {counted.en}{tail.en}; {rounded.en}",
    )


_EVENTS: dict[Event, Text] = {
    "death": Text("meninggal", "death"),
    "total-disability": Text("cacat total tetap", "total disability"),
    "partial-disability": Text("cacat sebagian", "partial disability"),
    "temporary-inability": Text("tidak mampu bekerja", "unable to work"),
    "accident": Text("kecelakaan kerja", "work accident"),
}


@_in_words.register
def _(value: Benefit) -> Text:
    events = [_EVENTS[event] for event in value.events]
    paid, name = _paid(value), value.name
    more = Text("", "")
    if months := value.months_paid:
        more = Text(f"; sesudah {months} bulan iuran", f"; after {months} months of contributions")
    if value.condition:
        more = Text(f"{more.id}; {value.condition.id}", f"{more.en}; {value.condition.en}")
    return Text(
        f"{value.programme}, {' atau '.join(one.id for one in events)}: {name.id}: {paid.id}{more.id}",
        f"{value.programme}, {' or '.join(one.en for one in events)}: {name.en}: {paid.en}{more.en}",
    )


def _paid(value: Benefit) -> Text:
    pays = value.pays
    if isinstance(pays, Fixed):
        amount = rupiah.show(pays.amount)
        return Text(amount, amount)
    if isinstance(pays, Ceiling | Schooling):
        most = rupiah.show(pays.due(0))
        return Text(f"s.d. {most}, {pays.how.id}", f"up to {most}, {pays.how.en}")
    return Text(pays.how.id, pays.how.en)


@_in_words.register
def _(value: Waiting) -> Text:
    whom, months = _whom(value.segments), value.months
    return Text(
        f"masa tunggu {months} bulan{whom}: {value.text.id}",
        f"{months} months of waiting{whom}: {value.text.en}",
    )


@_in_words.register
def _(value: Rule) -> Text:
    whom = _whom(value.segments)
    return Text(f"syarat{whom}: {value.text.id}", f"condition{whom}: {value.text.en}")


@_in_words.register
def _(value: Choice) -> Text:
    return Text(value.text.id, value.text.en)


@_in_words.register
def _(value: Lapse) -> Text:
    return Text(
        f"klaim {value.programme} gugur setelah {value.years} tahun {value.text.id}",
        f"a claim to {value.programme} is lost {value.years} years {value.text.en}",
    )


@_in_words.register
def _(value: Santunan) -> Text:
    bodies = " + ".join({"KPU": "KPU", "BAWASLU": "Bawaslu"}[body] for body in value.bodies)
    amount = rupiah.show(value.amount)
    most = Text("s.d. ", "up to ") if value.at_most else Text("", "")
    return Text(
        f"santunan {bodies} sendiri, {value.name.id}: {most.id}{amount}",
        f"{bodies}'s own grant, {value.name.en}: {most.en}{amount}",
    )


@_in_words.register
def _(value: Unread) -> Text:
    return Text(f"tidak diketahui: {value.text.id}", f"not known: {value.text.en}")
