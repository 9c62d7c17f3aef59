"""The history of a topic as people read it: since when, what, how sure, by which article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pemilu_cover.explain.citations import CitedValue, unread_lines
from pemilu_cover.explain.law_text import (
    confidence_label,
    format_band,
)
from pemilu_cover.i18n.text import (
    Language,
    localize,
)
from pemilu_cover.law.bpu import IncomeBandTable
from pemilu_cover.law.dated_values import Citation, DatedValue
from pemilu_cover.law.law_texts import LawTexts
from pemilu_cover.reports.text.cited_values import describe_value
from pemilu_cover.values import rupiah
from pemilu_cover.values.text_layout import wrap, wrap_cells

# The columns: the days, what held, how sure it is, the article. With their gaps they make 140.
_WIDTHS = (26, 48, 16, 42)
_WIDEST = 140
_LINES = 4  # of a long text; ``--json`` has all of it
_GAP = "  "


def as_text(values: Sequence[CitedValue], laws: LawTexts, language: Language) -> str:
    """Return dated values as a table of at most 140 columns, below what was not read of the laws."""
    lines = (line for cited in values for line in _lines(cited, laws, language))
    return "\n".join([*unread_lines(laws, language), "", *lines])


def _lines(cited: CitedValue, laws: LawTexts, language: Language) -> Iterator[str]:
    value = cited.value
    cells = (
        _span(value, language),
        describe_value(cited).in_language(language),
        confidence_label(value.confidence, language),
        value.reference,
    )
    yield from wrap_cells(cells, _WIDTHS, max_lines=_LINES)
    where = localize("rates.read-in").in_language(language)
    indent = " " * (_WIDTHS[0] + 2 * len(_GAP))
    for place in laws.text_sources(value) or (
        localize("rates.not-recorded").in_language(language),
    ):
        yield from wrap(f"{where}: {place}", _WIDEST, indent=indent)
    if isinstance(value, IncomeBandTable):
        yield from _bands(value, language)


def _bands(table: IncomeBandTable, language: Language) -> Iterator[str]:
    """Set the bands of income below their entry, their amounts below each other."""
    base = localize("rates.base").in_language(language)
    names = [format_band(band).in_language(language) for band in table.bands]
    indent, width = " " * (_WIDTHS[0] + 3 * len(_GAP)), max(map(len, names))
    for name, band in zip(names, table.bands, strict=True):
        amounts = f"{base} {rupiah.format_rupiah(band.base):>12}{_GAP}JKK {rupiah.format_rupiah(band.jkk):>9}"
        yield f"{indent}{name:<{width}}{_GAP}{amounts}"


def _span(value: Citation, language: Language) -> str:
    if not isinstance(value, DatedValue):
        return ""
    first, last = str(value.valid_from), str(value.valid_to)
    if value.valid_to is None:
        return localize("rates.in-force-from", day=first).in_language(language)
    return localize("words.span", first=first, last=last).in_language(language)
