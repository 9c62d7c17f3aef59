"""Text as it comes out of a cell: what is noise, what is nothing, what may not stand there.

Excel, WhatsApp and Word leave no-break spaces, zero-width characters and full-width digits in cells.
Unicode NFKC (UAX #15) turns them into what the clerk sees; what it leaves behind is removed here.
"""

from __future__ import annotations

import re
import unicodedata

# Invisible characters that NFKC keeps: zero-width, word joiner, byte order mark, soft hyphen,
# and the bidirectional controls, which can make a terminal show another text than the file holds.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SPACES = re.compile(r"\s+")
_LIKE_NIK = re.compile(r"(?<!\d)(\d{4})\d{8}(\d{4})(?!\d)")
_BREAKS = re.compile(r"[\t\r\n]+")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")

# What people type, and what Excel shows, when there is nothing. Dashes alone stood in 9,657 cells of
# one real workbook; error values reach us as text from CSV files.
NOTHING_WORDS = frozenset(
    ("n/a", "na", "nihil", "null", "none", "nan", "kosong", "tidak ada", "tdk ada", "belum ada")
)
_ERROR_VALUE = re.compile(r"#[A-Z0/]+[!?]?")


def clean(text: str) -> str:
    """Give the text as a person reads it: NFKC, no invisible characters, single spaces.

    >>> clean("\u00a0Wahyu\u00a0 Sutisna ")
    'Wahyu Sutisna'
    >>> clean("３２１４")
    '3214'
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    shown = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    return _SPACES.sub(" ", shown).strip()


def has_control(text: str) -> bool:
    r"""Say whether a control character is left that no cell of a roster can mean.

    >>> has_control("Budi\x1b[31m"), has_control("two\nlines"), has_control("Budi")
    (True, False, False)
    """
    return _CONTROL.search(_SPACES.sub(" ", text)) is not None


def is_nothing(text: str) -> bool:
    """Say whether a cleaned text stands for an empty cell.

    >>> [is_nothing(t) for t in ("", "-", "N/A", "#REF!", "Nihil", "Ani")]
    [True, True, True, True, True, False]
    """
    if not any(map(str.isalnum, text)):
        return True
    return text.lower() in NOTHING_WORDS or _ERROR_VALUE.fullmatch(text) is not None


def word_form(text: str) -> str:
    """Give upper-case words without punctuation: the form in which headers and roles are compared.

    >>> word_form("No. HP / WA"), word_form("Gol.Darah"), word_form("L/P")
    ('NO HP WA', 'GOL DARAH', 'L P')
    """
    return " ".join(re.findall(r"[A-Z0-9]+", clean(text).upper()))


def for_screen(text: str) -> str:
    r"""Give a text that a terminal cannot be moved by, and in which no whole NIK stands.

    A NIK may stand in the name of a file, a sheet or a column. A header in two lines is shown in one.

    >>> for_screen("a\x1b[2Jb"), for_screen("3214016505020017.xlsx")
    ('a[2Jb', '3214********0017.xlsx')
    >>> for_screen("TANGGAL\nLAHIR")
    'TANGGAL LAHIR'
    """
    lines = _BREAKS.sub(" ", _INVISIBLE.sub("", text))
    return _LIKE_NIK.sub(r"\1********\2", _CONTROL.sub("", lines))
