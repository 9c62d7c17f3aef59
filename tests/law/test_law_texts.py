"""Where the texts of the laws were read."""

from __future__ import annotations

from typing import Any

import pytest

from pemilu_cover.law.dated_values import Citation
from pemilu_cover.law.rate_book import RateBook

CITED: dict[str, Any] = {"article": "pasal 1", "confidence": "regulation text"}


@pytest.mark.parametrize(
    ("value", "ends"),
    [
        (Citation(**CITED, law="PP 44/2015"), ["2015/44/fulltext.md"]),
        (Citation(**CITED, law="PP 44/2015 jo. PP 82/2019"), ["2015/44/fulltext.md", "2019/82.md"]),
        (Citation(**CITED, law="PP 50/2025; PP 7/2025"), ["50/fulltext.md", "7/fulltext.md"]),
        (Citation(**CITED, law="PP 1/1900"), []),
        (Citation(**CITED, law="PP 44/2015", source=("a page",)), ["a page"]),
        (Citation(**{**CITED, "confidence": "inferred"}, law="PP 44/2015"), []),
    ],
)
def test_read_in__citation__is_its_source_or_the_copies_of_its_laws(
    book: RateBook, value: Citation, ends: list[str]
) -> None:
    matches = book.laws.text_sources(value)
    assert len(matches) == len(ends)
    assert all(place.endswith(end) for place, end in zip(matches, ends, strict=True))
