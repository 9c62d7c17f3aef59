"""Pages of codes as ``explain --json`` prints them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from typing_extensions import TypedDict

from pemilu_cover.i18n.messages import CodePage, Level
from pemilu_cover.i18n.text import Language


class CodePageJson(TypedDict):
    """The page of a code; ``exit`` is the status of a refusal, else 0."""

    code: str
    level: Level
    exit: int
    message: str
    why: str
    fix: str


class CodeJson(CodePageJson):
    """The document of ``explain CODE``."""

    schema: Literal["pemilu-cover/code/1"]


class CodesJson(TypedDict):
    """The document of ``explain``."""

    schema: Literal["pemilu-cover/codes/1"]
    codes: list[CodePageJson]


def code_json(page: CodePage, language: Language) -> CodeJson:
    """Return the page of a code."""
    return {"schema": "pemilu-cover/code/1", **_page(page, language)}


def codes_json(pages: Iterable[CodePage], language: Language) -> CodesJson:
    """Return the pages of all codes."""
    return {"schema": "pemilu-cover/codes/1", "codes": [_page(page, language) for page in pages]}


def _page(page: CodePage, language: Language) -> CodePageJson:
    return {
        "code": page.code,
        "level": page.level,
        "exit": int(page.exit),
        "message": page.says.in_language(language),
        "why": page.why.in_language(language),
        "fix": page.fix.in_language(language),
    }
