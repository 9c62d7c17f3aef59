"""Findings and refusals by code, from ``messages.toml``.

A code names a finding (a row has a fault) or a refusal (a file cannot be used). Its page gives the
sentence in Indonesian and English, why it matters and what to do.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Literal, NamedTuple

from pemilu_cover.i18n.exit_status import ExitStatus
from pemilu_cover.i18n.text import Language, LocalizedText, localized_list

Level = Literal["error", "warning", "info", "refusal"]
# The codes of what is wrong with the arguments of a command.
UsageCode = Literal[
    "usage",
    "value-missing",
    "value-unreadable",
    "name-unknown",
    "election-unknown",
    "honorarium-missing",
    "date-missing",
]


class CodePage(NamedTuple):
    """The page of one code."""

    code: str
    level: Level
    exit: ExitStatus
    says: LocalizedText
    why: LocalizedText
    fix: LocalizedText


class RefusalError(Exception):
    """An input or output that cannot be used; the command ends with the code's exit status."""

    def __init__(self, code: str, /, **detail: object) -> None:
        super().__init__(code)
        self.code, self.detail = code, detail

    def __str__(self) -> str:
        """Return the refusal in English: what, where, what to do."""
        return self.in_language("en")

    @property
    def exit_status(self) -> ExitStatus:
        """The status with which a command ends."""
        return messages()[self.code].exit

    def in_language(self, language: Language) -> str:
        """Return the refusal in a language: what, where, what to do."""
        page = messages()[self.code]
        return f"{page.says.format(language, self.detail)} {page.fix.format(language, self.detail)}"


@cache
def messages() -> dict[str, CodePage]:
    """Return all pages by code, in the order of the file."""
    # Start-up: the process that reads a file raises refusals, but formats none.
    from importlib import resources  # noqa: PLC0415

    import tomli  # noqa: PLC0415

    source = resources.files(__package__).joinpath("messages.toml").read_text(encoding="utf-8")
    return {
        code: CodePage(
            code,
            page["level"],
            ExitStatus(page.get("exit", 0)),
            LocalizedText(page["id"], page["en"]),
            LocalizedText(page["why_id"], page["why_en"]),
            LocalizedText(page["fix_id"], page["fix_en"]),
        )
        for code, page in tomli.loads(source).items()
    }


def localized_codes(codes: Iterable[str]) -> LocalizedText:
    """Return what the pages of codes say, each once, with ellipses for details."""
    says = (messages()[code].says for code in dict.fromkeys(codes))
    return localized_list(
        (LocalizedText(text.with_ellipses("id"), text.with_ellipses("en")) for text in says), " "
    )
