"""Look up the page of a code: what it means, why it matters, how to fix it."""

from __future__ import annotations

from difflib import get_close_matches

from pemilu_cover.i18n.messages import CodePage, messages


class UnknownCodeError(LookupError):
    """A code that does not exist; ``close`` has the codes that are like it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.close = get_close_matches(code.lower(), messages(), n=3, cutoff=0.4)


def all_pages() -> list[CodePage]:
    """Return the pages of all codes."""
    return list(messages().values())


def code_page(code: str) -> CodePage:
    """Return the page of a code; raise `UnknownCodeError` where there is none."""
    try:
        return messages()[code.strip().lower()]
    except KeyError:
        raise UnknownCodeError(code) from None
