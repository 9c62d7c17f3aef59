"""Look up the page of a code: what it means, why it matters, how to fix it."""

from __future__ import annotations

from difflib import get_close_matches

from pemilu_cover.i18n.messages import CodePage, messages


class UnknownCodeError(LookupError):
    """A code that does not exist; ``close`` has the codes that are like it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        word = code.strip().lower()
        with_word = [known for known in messages() if word in known.split("-")]
        self.close = with_word[:3] or get_close_matches(word, messages(), n=3, cutoff=0.6)


def all_pages() -> list[CodePage]:
    """Return the pages of all codes."""
    return list(messages().values())


def code_page(code: str) -> CodePage:
    """Return the page of a code; raise `UnknownCodeError` where there is none."""
    try:
        return messages()[code.strip().lower()]
    except KeyError:
        raise UnknownCodeError(code) from None
