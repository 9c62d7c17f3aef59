"""The page of a code: what it means, why it matters, how to mend it."""

from __future__ import annotations

from difflib import get_close_matches

from pemilu_cover.i18n.messages import CodePage, Level, messages
from pemilu_cover.i18n.text import Language

_LEVELS: dict[Level, tuple[str, str]] = {
    "error": ("kesalahan: orangnya belum didaftarkan", "error: holds the row back"),
    "warning": ("peringatan: baris tetap didaftarkan", "warning: the row goes through"),
    "info": ("keterangan", "information"),
    "refusal": ("penolakan: program berhenti", "refusal: the run ends"),
}
_HEADS = {"id": ("Mengapa", "Yang harus dilakukan"), "en": ("Why", "What to do")}


class UnknownCodeError(LookupError):
    """A code that is none, and those that are like it."""

    def __init__(self, code: str) -> None:
        close = get_close_matches(code.lower(), messages(), n=3, cutoff=0.4)
        super().__init__(code)
        self.close = close


def all_pages() -> list[CodePage]:
    """Return the pages of all codes."""
    return list(messages().values())


def code_page(code: str) -> CodePage:
    """Return the page of a code; raise `UnknownCodeError` where there is none."""
    try:
        return messages()[code.strip().lower()]
    except KeyError:
        raise UnknownCodeError(code) from None


def as_text(message: CodePage, language: Language) -> str:
    """Return a page as text; what a finding fills in stands as "…"."""
    index = 0 if language == "id" else 1
    why, mend = _HEADS[language]
    status = f" (exit {message.exit})" if message.exit else ""
    return "\n".join(
        (
            f"{message.code} — {_LEVELS[message.level][index]}{status}",
            "",
            f"  {message.says.with_ellipses(language)}",
            "",
            f"{why}: {message.why[index]}",
            f"{mend}: {message.mend.with_ellipses(language)}",
        )
    )


def as_json(message: CodePage, language: Language) -> dict[str, str]:
    """Return a page as ``explain --json`` prints it."""
    index = 0 if language == "id" else 1
    return {
        "code": message.code,
        "level": message.level,
        "message": message.says[index],
        "why": message.why[index],
        "mend": message.mend[index],
    }


def listing(language: Language) -> str:
    """Return all codes, one a line, under a heading for each level; those of a row first."""
    return "\n\n".join(_codes_of_level(level, language) for level in _LEVELS)


def _codes_of_level(level: Level, language: Language) -> str:
    heading = _LEVELS[level][0 if language == "id" else 1]
    width = max(map(len, messages()))
    lines = [
        f"  {message.code:<{width}}  {message.says.with_ellipses(language)}"
        for message in messages().values()
        if message.level == level
    ]
    return "\n".join([f"{heading[:1].upper()}{heading[1:]}", *lines])
