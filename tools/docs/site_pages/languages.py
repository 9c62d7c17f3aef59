"""The language of a page, by its address."""

from __future__ import annotations

from pemilu_cover.i18n.text import Language

_NAMES: dict[Language, str] = {"id": "Bahasa Indonesia", "en": "English"}
LANGUAGES: tuple[Language, ...] = ("id", "en")
_HOMES: dict[Language, str] = {"id": "index", "en": "english"}


def language_of(uri: str) -> Language:
    """Return the language of a page.

    >>> [language_of(uri) for uri in ("index.md", "panduan/index.md", "reference/id/x.md", "law.md")]
    ['id', 'id', 'id', 'en']
    """
    parts = uri.split("/")
    is_home = uri == f"{_HOMES['id']}.md"
    return "id" if is_home or parts[0] == "panduan" or "id" in parts[:2] else "en"


def counterparts(url: str) -> list[dict[str, str]]:
    """Return the page in each language, as the theme offers them; nothing for a page that has one."""
    if url.removesuffix(".html") in _HOMES.values():
        return [
            {"name": name, "link": f"{_HOMES[lang]}.html", "lang": lang}
            for lang, name in _NAMES.items()
        ]
    section, _, page = url.partition("/")
    language, _, rest = page.partition("/")
    if language not in _NAMES:
        return []
    return [
        {"name": name, "link": f"{section}/{lang}/{rest}", "lang": lang}
        for lang, name in _NAMES.items()
    ]
