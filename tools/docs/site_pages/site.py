"""All generated pages of the site."""

from __future__ import annotations

from collections.abc import Iterator

from site_pages import (
    agreement,
    cases,
    codes,
    columns,
    commands,
    exit_status,
    law,
    register,
    result_files,
    schemas,
)
from site_pages.languages import LANGUAGES

# What is read off the program's own tables, and what takes a run of the program.
_TABLES = (commands, exit_status, codes, columns, agreement, register, schemas, law)
_RUNS = (cases, result_files)


def table_pages() -> Iterator[tuple[str, str]]:
    """Yield the place and the Markdown of each page that is read off the program's tables."""
    for language in LANGUAGES:
        for module in _TABLES:
            yield from module.pages(language)


def run_pages() -> Iterator[tuple[str, str]]:
    """Yield the place and the Markdown of each page that shows what the program writes."""
    for language in LANGUAGES:
        for module in _RUNS:
            yield from module.pages(language)
