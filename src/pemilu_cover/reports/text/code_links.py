"""Links from codes on the terminal to their pages on the documentation site (OSC 8)."""

from __future__ import annotations

import os
import re
from typing import IO

from pemilu_cover.i18n.code_address import code_address, documentation_site
from pemilu_cover.i18n.messages import messages
from pemilu_cover.i18n.text import Language

# Terminals that show the address as text, or nothing.
_WITHOUT_LINKS = frozenset({"", "dumb", "linux", "unknown"})
# In the pages of `explain` a code is the first word of its line.
_FIRST_WORD = re.compile(r"^( *)([a-z][a-z0-9-]*)(?= )", re.MULTILINE)


def code_link(code: str, language: Language, stream: IO[str]) -> str | None:
    """Return the address to which a code links on a stream; None where nothing can follow a link."""
    # Windows Terminal sets WT_SESSION and no TERM; older consoles of Windows have neither.
    has_links = os.environ.get("TERM", "") not in _WITHOUT_LINKS or "WT_SESSION" in os.environ
    site = documentation_site()
    return code_address(code, language, site) if site and has_links and stream.isatty() else None


def link_codes(text: str, language: Language, stream: IO[str]) -> str:
    """Return the pages of codes with a link on each code that begins a line."""

    def link(match: re.Match[str]) -> str:
        code = match[2]
        address = code_link(code, language, stream) if code in messages() else None
        return f"{match[1]}\x1b]8;;{address}\x1b\\{code}\x1b]8;;\x1b\\" if address else match[0]

    return _FIRST_WORD.sub(link, text)
