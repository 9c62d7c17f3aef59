"""All generated pages of the site."""

from __future__ import annotations

from collections.abc import Iterator

from site_pages import cases, codes, law
from site_pages.languages import LANGUAGES


def generated_pages() -> Iterator[tuple[str, str]]:
    """Yield the place and the Markdown of each page."""
    for language in LANGUAGES:
        yield from codes.pages(language)
        yield from law.pages(language)
        yield from cases.pages(language)
