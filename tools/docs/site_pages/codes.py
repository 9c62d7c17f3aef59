"""The finding codes: a page for each, and the list of all."""

from __future__ import annotations

from collections.abc import Iterator

from pemilu_cover.i18n.code_address import code_page_path
from pemilu_cover.i18n.messages import CodePage, messages
from pemilu_cover.i18n.text import Language, localize
from site_pages.markdown import code, page, plain, table
from site_pages.words import headings, say


def pages(language: Language) -> Iterator[tuple[str, str]]:
    """Yield the page of each code, and the list of codes by level."""
    listed = list(messages().values())
    for found in listed:
        yield (
            code_page_path(found.code, language).replace(".html", ".md"),
            _code_page(found, language),
        )
    levels = dict.fromkeys(found.level for found in listed)
    parts = [f"# {say('codes', language)}", say("codes-intro", language)]
    for level in levels:
        rows = [
            [code(found.code), plain(found.says.with_ellipses(language))]
            for found in sorted(listed)
            if found.level == level
        ]
        parts += [f"## {_level(level, language)}", table(headings(language, "code", "says"), rows)]
    yield f"reference/{language}/codes/index.md", page(*parts)


def _code_page(found: CodePage, language: Language) -> str:
    """Return the page of a code: what it says, why, and what to do; details are shown as "…"."""
    status = say("exit-status-of-code", language, status=found.exit) if found.exit else ""
    return page(
        f"# {found.code}",
        f"**{_level(found.level, language)}**",
        f"> {plain(found.says.with_ellipses(language))}",
        f"## {say('why', language)}",
        plain(found.why.with_ellipses(language)),
        f"## {say('what-to-do', language)}",
        plain(found.fix.with_ellipses(language)),
        status,
        say("code-in-terminal", language, code=found.code),
        f"[{say('codes', language)}](index.md)",
    )


def _level(level: str, language: Language) -> str:
    text = localize(f"code_page.level-{level}").in_language(language)
    return text[0].upper() + text[1:]
