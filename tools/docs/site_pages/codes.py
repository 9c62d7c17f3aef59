"""The finding codes: a page for each, and the list of all."""

from __future__ import annotations

from collections.abc import Iterator

from pemilu_cover.i18n.code_address import code_page_path
from pemilu_cover.i18n.messages import CodePage, messages
from pemilu_cover.i18n.text import Language, localize
from site_pages.markdown import code, page, plain, table
from site_pages.words import headings, translate


def pages(language: Language) -> Iterator[tuple[str, str]]:
    """Yield the page of each code, and the list of codes by level."""
    entries = list(messages().values())
    for entry in entries:
        yield (
            code_page_path(entry.code, language).replace(".html", ".md"),
            _code_page(entry, language),
        )
    levels = dict.fromkeys(entry.level for entry in entries)
    parts = [f"# {translate('codes', language)}", translate("codes-intro", language)]
    for level in levels:
        rows = [
            [code(entry.code), plain(entry.says.with_ellipses(language))]
            for entry in sorted(entries)
            if entry.level == level
        ]
        parts += [f"## {_level(level, language)}", table(headings(language, "code", "says"), rows)]
    yield f"reference/{language}/codes/index.md", page(*parts)


def _code_page(entry: CodePage, language: Language) -> str:
    """Return the page of a code: what it says, why, and what to do; details are shown as "…"."""
    status = translate("exit-status-of-code", language, status=entry.exit) if entry.exit else ""
    return page(
        f"# {entry.code}",
        f"**{_level(entry.level, language)}**",
        f"> {plain(entry.says.with_ellipses(language))}",
        f"## {translate('why', language)}",
        plain(entry.why.with_ellipses(language)),
        f"## {translate('what-to-do', language)}",
        plain(entry.fix.with_ellipses(language)),
        status,
        translate("code-in-terminal", language, code=entry.code),
        f"[{translate('codes', language)}](index.md)",
    )


def _level(level: str, language: Language) -> str:
    text = localize(f"code_page.level-{level}").in_language(language)
    return text[0].upper() + text[1:]
