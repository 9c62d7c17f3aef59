"""Every sentence that the program says about a roster or a file has its one home: ``messages.toml``.

A code names a finding (a row has a fault) or a refusal (a file cannot be used). Its page gives the
sentence in Indonesian and English, why it matters and what to do.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple

Language = Literal["id", "en"]
Level = Literal["error", "warning", "info", "refusal"]


_BLANK = re.compile(r"\{\w+\}")


class LocalizedText(NamedTuple):
    """One sentence in both languages; ``{name}`` is filled from the finding's detail."""

    id: str
    en: str

    def say(self, language: Language) -> str:
        """Return the sentence in a language."""
        return self.id if language == "id" else self.en

    def fill(self, language: Language, detail: dict[str, object]) -> str:
        """Return the sentence in a language with its blanks filled."""
        shown = {key: _in_language(value, language) for key, value in detail.items()}
        return self.say(language).format_map(shown)

    def blank(self, language: Language) -> str:
        """Return the sentence in a language with "…" for what a finding fills in."""
        return _BLANK.sub("…", self.say(language)).replace("….", "…")


class CodePage(NamedTuple):
    """The page of one code."""

    code: str
    level: Level
    exit: int
    says: LocalizedText
    why: LocalizedText
    mend: LocalizedText


class RefusalError(Exception):
    """An input or output that cannot be used; the command ends with the code's exit status."""

    def __init__(self, code: str, /, **detail: object) -> None:
        super().__init__(code)
        self.code, self.detail = code, detail

    def __str__(self) -> str:
        """Return the refusal in English: what, where, what to do."""
        return self.say("en")

    def say(self, language: Language) -> str:
        """Return the refusal in a language: what, where, what to do."""
        page = messages()[self.code]
        return f"{page.says.fill(language, self.detail)} {page.mend.fill(language, self.detail)}"


@cache
def messages() -> dict[str, CodePage]:
    """Return all pages by code, in the order of the file."""
    # Whoever only refuses, such as the process that reads a file, has no sentences to find.
    import tomllib  # noqa: PLC0415
    from importlib import resources  # noqa: PLC0415

    source = resources.files(__package__).joinpath("messages.toml").read_text(encoding="utf-8")
    return {
        code: CodePage(
            code,
            page["level"],
            page.get("exit", 0),
            LocalizedText(page["id"], page["en"]),
            LocalizedText(page["why_id"], page["why_en"]),
            LocalizedText(page["mend_id"], page["mend_en"]),
        )
        for code, page in tomllib.loads(source).items()
    }


def _in_language(value: object, language: Language) -> object:
    """Return a detail in a language: a pair is (Indonesian, English), anything else is itself."""
    if isinstance(value, LocalizedText):
        return value.say(language)
    return value
