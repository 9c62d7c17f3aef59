"""Every sentence that the program shows: those of the catalogue, and of findings."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from support.source import PACKAGE

from pemilu_cover.i18n.messages import messages
from pemilu_cover.i18n.text import Language

_FILES = sorted((PACKAGE / "i18n" / "texts").glob("*.toml"))
AREAS = [file.stem for file in _FILES]


@cache
def entries() -> Mapping[str, Mapping[str, str]]:
    """Return every entry of the catalogue by key."""
    return {
        f"{file.stem}.{entry}": text
        for file in _FILES
        for entry, text in tomllib.loads(file.read_text(encoding="utf-8")).items()
    }


@cache
def sentences(language: Language) -> list[str]:
    """Return all sentences in a language."""
    found = [text[language] for text in entries().values()]
    for page in messages().values():
        found += [text.in_language(language) for text in (page.says, page.why, page.fix)]
    return found
