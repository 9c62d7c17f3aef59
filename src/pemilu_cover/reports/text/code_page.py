"""Pages of codes as text: one page, or the list of all codes by level."""

from __future__ import annotations

from collections.abc import Iterable

from pemilu_cover.i18n.messages import CodePage, Level
from pemilu_cover.i18n.text import Language, LocalizedText, localize
from pemilu_cover.values.text import capitalise
from pemilu_cover.values.text_layout import align

_LEVELS: dict[Level, LocalizedText] = {
    "error": localize("code_page.level-error"),
    "warning": localize("code_page.level-warning"),
    "info": localize("code_page.level-info"),
    "refusal": localize("code_page.level-refusal"),
}


def as_text(page: CodePage, language: Language) -> str:
    """Return a page; the details of a finding are shown as "…"."""
    level = _LEVELS[page.level].in_language(language)
    status = f" (exit {page.exit})" if page.exit else ""
    why = localize("code_page.why", text=page.why)
    fix = localize("code_page.fix", text=page.fix.with_ellipses(language))
    return "\n".join(
        (
            f"{page.code} — {level}{status}",
            "",
            f"  {page.says.with_ellipses(language)}",
            "",
            why.in_language(language),
            fix.in_language(language),
        )
    )


def listing(pages: Iterable[CodePage], language: Language) -> str:
    """Return all codes, one a line, under a heading for each level."""
    listed = list(pages)
    width = max(len(page.code) for page in listed)
    blocks = []
    for level, title in _LEVELS.items():
        heading = title.in_language(language)
        rows = [
            (f"{page.code:<{width}}", page.says.with_ellipses(language))
            for page in listed
            if page.level == level
        ]
        blocks.append("\n".join([capitalise(heading), *align(rows)]))
    return "\n\n".join(blocks)
