"""Parts of generated pages in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

# Code, or a character that Markdown gives a meaning.
_SPECIAL = re.compile(r"(?P<code>`[^`\n]+`)|[\\`*_\[\]#&<]")
_ENTITIES = {"&": "&amp;", "<": "&lt;"}


def plain(text: str) -> str:
    r"""Return a text in which nothing is markup but code between backticks.

    >>> plain("a_b <NPP> `a_b <NPP>`")
    'a\\_b &lt;NPP> `a_b <NPP>`'
    """
    return _SPECIAL.sub(
        lambda match: match["code"] or _ENTITIES.get(match[0], f"\\{match[0]}"), text
    )


def code(text: object) -> str:
    """Return a text as code."""
    return f"`{text}`"


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    r"""Return a table; its cells are Markdown in one line.

    >>> print(table(["a", "b"], [["1", "x|y"]]))
    | a | b |
    | --- | --- |
    | 1 | x\|y |
    """
    lines = [_line(headings), _line(["---"] * len(headings)), *map(_line, rows)]
    return "\n".join(lines)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|').replace(chr(10), ' ') for cell in cells)} |"


def page(*parts: str) -> str:
    """Return headings, paragraphs and tables as a page."""
    return "\n\n".join(part for part in parts if part) + "\n"
