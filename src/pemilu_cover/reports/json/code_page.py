"""Pages of codes as ``explain --json`` prints them."""

from __future__ import annotations

from pemilu_cover.i18n.messages import CodePage
from pemilu_cover.i18n.text import Language


def as_json(page: CodePage, language: Language) -> dict[str, str]:
    """Return a page."""
    return {
        "code": page.code,
        "level": page.level,
        "message": page.says.in_language(language),
        "why": page.why.in_language(language),
        "fix": page.fix.in_language(language),
    }
