"""What generated pages say beyond the program's own texts, in both languages, from ``texts/*.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from pemilu_cover.i18n.text import Language, LocalizedText


@cache
def texts(area: str) -> dict[str, LocalizedText]:
    """Return the texts of an area by key."""
    source = resources.files(__package__).joinpath("texts", f"{area}.toml")
    entries = tomllib.loads(source.read_text(encoding="utf-8"))
    return {key: LocalizedText(**text) for key, text in entries.items()}


def translate(key: str, language: Language, **details: object) -> str:
    """Return a heading or a sentence in a language."""
    return texts("words")[key].format(language, details)


def headings(language: Language, *keys: str) -> list[str]:
    """Return the headings of a table."""
    return [translate(key, language) for key in keys]
