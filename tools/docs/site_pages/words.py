"""The headings and labels of generated pages, in both languages, from ``words.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from pemilu_cover.i18n.text import Language, LocalizedText


@cache
def words() -> dict[str, LocalizedText]:
    """Return each text by its key."""
    source = resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    return {key: LocalizedText(**text) for key, text in tomllib.loads(source).items()}


def say(key: str, language: Language, **details: object) -> str:
    """Return a text in a language."""
    return words()[key].format(language, details)
