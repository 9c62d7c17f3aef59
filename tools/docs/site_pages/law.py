"""The law: what is not known, a timeline of each programme, and each value of each rate file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import get_args

from pemilu_cover.explain.citations import CitedValue, RateFileCheck, dated_values
from pemilu_cover.explain.law_text import confidence_label
from pemilu_cover.i18n.text import Language
from pemilu_cover.law.bpu import IncomeBandTable
from pemilu_cover.law.dated_values import Confidence
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.rate_files import PROGRAMMES
from site_pages.law_values import (
    bands_table,
    days,
    in_both,
    role_name,
    value_row,
    value_text,
)
from site_pages.markdown import code, page, plain, table
from site_pages.words import headings, translate

_VALUE_HEADINGS = ("value", "days", "article", "confidence", "read-in")


def pages(language: Language) -> Iterator[tuple[str, str]]:
    """Yield the pages of the law."""
    check = RateFileCheck()
    book, folder = check.book, f"law/{language}"
    yield f"{folder}/index.md", _index(check, language)
    for programme in PROGRAMMES:
        yield f"{folder}/{programme.lower()}-timeline.md", _timeline(programme, language)
    for file, values in groupby(check.values, key=lambda cited: cited.file):
        if file.startswith("elections/"):
            text = _election_page(file, list(values), book, language)
        else:
            text = _file_page(file, list(values), book, language)
        yield f"{folder}/{page_name(file)}", text


def page_name(file: str) -> str:
    """Return the page of a rate file.

    >>> page_name("elections/psu-2025.toml")
    'elections/psu-2025.md'
    """
    return file.replace(".toml", ".md")


def _index(check: RateFileCheck, language: Language) -> str:
    """Return the first page: what was not read, then how well each file is founded."""
    laws = check.book.laws
    unread = [
        f"- **{plain(entry.name)}**: {in_both(entry.text, language)}" for entry in laws.unread
    ]
    sure = get_args(Confidence)
    rows = []
    for file, group in groupby(check.values, key=lambda cited: cited.file):
        count = Counter(cited.value.confidence for cited in group)
        title = _title(file, check.book, language)
        checked = str(check.book.files[file].checked_on)
        rows.append(
            [f"[{title}]({page_name(file)})", *(str(count[one] or "") for one in sure), checked]
        )
    labels = [confidence_label(one, language) for one in sure]
    without = sum(not laws.text_sources(cited.value) for cited in check.values)
    return page(
        f"# {translate('law', language)}",
        translate("law-intro", language),
        "\n".join(f"- [{title}]({name})" for title, name in _overviews(language)),
        f"## {translate('not-known', language)}",
        in_both(laws.known.text, language),
        "\n".join(unread),
        translate("places-not-recorded", language, without=without, all=len(check.values)),
        f"## {translate('by-subject', language)}",
        table([translate("subject", language), *labels, translate("checked-on", language)], rows),
    )


def _overviews(language: Language) -> Iterator[tuple[str, str]]:
    """Yield title and page of what goes across the files."""
    for programme in PROGRAMMES:
        yield (
            translate("timeline", language, programme=programme),
            f"{programme.lower()}-timeline.md",
        )
    yield translate("cases", language), "cases.md"


def _timeline(programme: str, language: Language) -> str:
    """Return everything that ever held for a programme, in the order of its days."""
    rows = [
        [
            days(cited.value, language),
            plain(value_text(cited, language)),
            plain(cited.value.reference),
            confidence_label(cited.value.confidence, language),
        ]
        for cited in dated_values(programme)
    ]
    names = headings(language, "days", "value", "article", "confidence")
    return page(
        f"# {translate('timeline', language, programme=programme)}",
        translate("timeline-intro", language, programme=programme.lower()),
        table(names, rows),
    )


def _file_page(file: str, values: Sequence[CitedValue], book: RateBook, language: Language) -> str:
    """Return the values of a rate file, each with its article and where it was read."""
    rows = [value_row(cited, book.laws, language) for cited in values]
    bands = [
        bands_table(cited.value, language)
        for cited in values
        if isinstance(cited.value, IncomeBandTable)
    ]
    return page(
        f"# {_title(file, book, language)}",
        _source(file, book, language),
        table(headings(language, *_VALUE_HEADINGS), rows),
        *bands,
    )


def _election_page(
    file: str, values: Sequence[CitedValue], book: RateBook, language: Language
) -> str:
    """Return the values of an election by role."""
    rows = [
        [role_name(cited, book, language), *_without_days(value_row(cited, book.laws, language))]
        for cited in values
    ]
    names = headings(language, "role", *_VALUE_HEADINGS)
    return page(
        f"# {_title(file, book, language)}",
        _source(file, book, language),
        table([names[0], *_without_days(names[1:])], rows),
    )


def _without_days(cells: Sequence[str]) -> list[str]:
    return [cells[0], *cells[2:]]


def _title(file: str, book: RateBook, language: Language) -> str:
    stem = file.rpartition("/")[2].removesuffix(".toml")
    return plain(book.elections[stem].name) if "/" in file else translate(f"law-{stem}", language)


def _source(file: str, book: RateBook, language: Language) -> str:
    """Return the line that names the rate file and the day on which it was compared with the law."""
    checked = book.files[file].checked_on
    return translate("law-source", language, file=code(f"rates/{file}"), day=checked)
