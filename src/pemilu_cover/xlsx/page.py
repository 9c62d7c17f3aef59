"""How a sheet prints: widths of columns and texts, lines of wrapped cells, and the scale on A4.

Excel measures a column in digits of the Normal font plus a padding of 5 pixels, and makes a sheet smaller by
one scale: the printable width of the page by the width of the columns. Text of 10 points is printed in 10
points times that scale. Widths here are in points of Arial 10, the Normal font of all our workbooks. On
screens Excel rounds its digits down to 7 pixels, so that a page there has 6 % more room.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

FONT, FONT_SIZE = "Arial", 10
# A line of Arial 10 as Excel spaces it, in points.
LINE_HEIGHT = 12.75
_MOST_HEIGHT = 409.0  # Excel's
_A4_WIDTH, _A4_HEIGHT = 595.3, 841.9
_INCH = 72
_DIGIT_WIDTH = 5.56
# Of a column: 5 of 7 pixels of a digit, and what of it is left and right of a text.
_PADDING, _CELL_PADDING = _DIGIT_WIDTH * 5 / 7, 3.5
# Bold letters are wider by this factor.
_BOLD = 1.08
# In thousandths of the font size; those of all other characters are taken as digits.
_WIDE = {
    278: " !,./:;[]\\fIt",
    222: "ijl",
    260: "|",
    333: "()-`r“”",
    191: "'’",
    355: '"',
    350: "•",
    389: "*",
    500: "Jckvsxyz",
    584: "+<=>~×",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1000: "…—",
    1015: "@",
}
_DIGIT, _WIDEST = 556, 1015
_WIDTHS: defaultdict[str, int] = defaultdict(lambda: _DIGIT)
_WIDTHS |= {character: width for width, characters in _WIDE.items() for character in characters}


class Margins(NamedTuple):
    """The margins of a page in inches."""

    left: float = 0.4
    right: float = 0.4
    top: float = 0.5
    bottom: float = 0.6


MARGINS = Margins()


def column_width(width: float) -> float:
    """Return the points of a column that is so many digits wide."""
    return width * _DIGIT_WIDTH + _PADDING


def column_pixels(widths: Iterable[float]) -> int:
    """Return the pixels of columns on Excel's screen.

    >>> column_pixels([10, 4])
    108
    """
    return sum(int(width * 7 + 5.5) for width in widths)


# The words and sentences of a bill are those of all bills.
@lru_cache(maxsize=20_000)
def text_width(text: str, size: float = FONT_SIZE, *, bold: bool = False) -> float:
    """Return the points of a line of text.

    >>> round(text_width("1.234.567,50"), 1)
    58.4
    """
    widths = sum(map(_WIDTHS.__getitem__, text))
    return widths * size / 1000 * (_BOLD if bold else 1)


def fitting_width(texts: Iterable[str], *, bold: bool = False) -> float:
    """Return the width of a column, in digits, in which each of these texts has one line."""
    points = max((text_width(text, bold=bold) for text in texts), default=0)
    return (points + _CELL_PADDING - _PADDING) / _DIGIT_WIDTH + 0.5


def money_width(*sen: int, bold: bool = True) -> float:
    """Return the width of a column, in digits, in which amounts in sen are whole."""
    return fitting_width((f"{amount / 100:,.2f}" for amount in sen), bold=bold)


@lru_cache(maxsize=2_000)
def count_lines(text: str, width: float, size: float = FONT_SIZE, *, bold: bool = False) -> int:
    """Return the number of lines of a text that wraps in cells of so many digits.

    >>> count_lines("Sekretariat Panitia Pemungutan Suara", 18)
    2
    """
    room = max(column_width(width) - _CELL_PADDING, _WIDEST * size / 1000)
    if "\n" not in text and text_width(text, size, bold=bold) < room:
        return 1
    return sum(_count_wrapped(line, room, size, bold=bold) for line in text.split("\n"))


def _count_wrapped(text: str, room: float, size: float, *, bold: bool) -> int:
    """Return the lines of a paragraph: words are not split, unless one is longer than a line."""
    lines, used, blank = 1, 0.0, text_width(" ", size, bold=bold)
    for word in text.split(" "):
        width = text_width(word, size, bold=bold)
        if used and used + blank + width > room:
            lines, used = lines + 1, 0.0
        used += width + (blank if used else 0)
        while used > room:
            lines, used = lines + 1, used - room
    return lines


def fit_height(*lines: int, size: float = FONT_SIZE) -> float:
    """Return the height of a row whose cells have so many lines; only Excel finds it by itself.

    >>> fit_height(1, 3)
    39.75
    """
    return min(LINE_HEIGHT * size / FONT_SIZE * max(lines, default=1) + 1.5, _MOST_HEIGHT)


def merged_width(widths: Sequence[float]) -> float:
    """Return the width of a cell that is merged from columns, in digits."""
    return sum(widths) + (len(widths) - 1) * _PADDING / _DIGIT_WIDTH


def printable_width(*, landscape: bool, margins: Margins = MARGINS) -> float:
    """Return the points between the margins of A4."""
    return (_A4_HEIGHT if landscape else _A4_WIDTH) - (margins.left + margins.right) * _INCH


def printable_height(*, landscape: bool, margins: Margins = MARGINS) -> float:
    """Return the points between the upper and the lower margin of A4."""
    return (_A4_WIDTH if landscape else _A4_HEIGHT) - (margins.top + margins.bottom) * _INCH


def print_scale(widths: Sequence[float], *, landscape: bool, margins: Margins = MARGINS) -> float:
    """Return the scale at which columns fit on A4, at most 1.

    >>> round(print_scale([10] * 12, landscape=False), 2)
    0.75
    """
    room = printable_width(landscape=landscape, margins=margins)
    return room / max(sum(map(column_width, widths)), room)
