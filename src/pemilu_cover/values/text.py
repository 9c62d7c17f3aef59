"""Text as it comes out of a cell: what is noise, what is nothing, what may not stand there.

Excel, WhatsApp and Word leave no-break spaces, zero-width characters and full-width digits in cells.
Unicode NFKC (UAX #15) turns them into what the clerk sees; what it leaves is removed here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

# Invisible characters that NFKC keeps: zero-width, word joiner, byte order mark, soft hyphen,
# and the bidirectional controls, which can make a terminal show another text than the file holds.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SPACES = re.compile(r"\s+")
# Accents that are typed for an apostrophe; NFKC would part each into a space and a mark above nothing.
_ACCENTS = str.maketrans(dict.fromkeys("\u00b4\u0384\u1ffd", "'"))
# Digits in the ways in which people part those of one number; letters that are typed for digits stand within.
_RUN = re.compile(r"(?<!\d)\d(?:(?:,|[\s.'`´‘’‐-―_/:-]{1,3})?[\dOIlQSB])*")
_GROUP = re.compile(r"([\dOIlQSB]+)([^\dOIlQSB]*)")
_DAY = re.compile(
    r"(?<!\d)(?:(?:0?[1-9]|[12]\d|3[01])([-/.])(?:0?[1-9]|1[0-2])\1(?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)(?!\d)"
)
# The time of an export in the name of its file has as many digits.
_TIME = re.compile(r"20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d[0-5]\d")
# Codes of a system in the name of a file; a day without separators.
_CODE = 5
_COMPACT_DAY = re.compile(r"20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_THOUSANDS = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
# A NIK with its 16 digits is looked for first, then one with a digit or two too few or too many; a civil
# servant's NIP has 18, with the birth date among them.
_LENGTHS = ((16,), (14, 15, 17, 18))
_FEWEST_DIGITS, _KEPT = 12, 4
_BREAKS = re.compile(r"[\t\r\n]+")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_WORDS = re.compile(r"[A-Z0-9]+")

# What people type, and what Excel shows, when there is nothing. Dashes alone stood in 9,657 cells of
# one real workbook; error values reach us as text from CSV files.
NOTHING_WORDS = frozenset(
    ("n/a", "na", "nihil", "null", "none", "nan", "kosong", "tidak ada", "tdk ada", "belum ada")
)
_ERROR_VALUE = re.compile(r"#[A-Z0/]+[!?]?")


def clean(text: str) -> str:
    """Return the text as a person reads it: NFKC, no invisible characters, single spaces.

    >>> clean("\u00a0Wahyu\u00a0 Sutisna ")
    'Wahyu Sutisna'
    >>> clean("３２１４"), clean("´3214")
    ('3214', "'3214")
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    shown = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text).translate(_ACCENTS))
    return _SPACES.sub(" ", shown).strip()


def has_control(text: str) -> bool:
    r"""Return whether a control character is left that no cell of a roster can mean.

    >>> has_control("Budi\x1b[31m"), has_control("two\nlines"), has_control("Budi")
    (True, False, False)
    """
    return _CONTROL.search(_SPACES.sub(" ", text)) is not None


def is_blank_value(text: str) -> bool:
    """Return whether a cleaned text stands for an empty cell.

    >>> [is_blank_value(t) for t in ("", "-", "N/A", "#REF!", "Nihil", "Ani")]
    [True, True, True, True, True, False]
    """
    if not any(map(str.isalnum, text)):
        return True
    return text.lower() in NOTHING_WORDS or _ERROR_VALUE.fullmatch(text) is not None


def normal_form(text: str) -> str:
    """Return upper-case words without punctuation: the form in which headers and roles are compared.

    >>> normal_form("No. HP / WA"), normal_form("Gol.Darah"), normal_form("L/P")
    ('NO HP WA', 'GOL DARAH', 'L P')
    """
    return " ".join(_WORDS.findall(clean(text).upper()))


def sanitise_for_terminal(text: str) -> str:
    r"""Return a text that a terminal cannot be moved by, and in which no whole NIK stands.

    A NIK may stand in the name of a file, a sheet or a column. A header in two lines is shown in one.

    >>> sanitise_for_terminal("a\x1b[2Jb"), sanitise_for_terminal("3214016505020017.xlsx")
    ('a[2Jb', '3214********0017.xlsx')
    >>> sanitise_for_terminal("TANGGAL\nLAHIR")
    'TANGGAL LAHIR'
    """
    lines = _BREAKS.sub(" ", _INVISIBLE.sub("", text))
    return mask_niks(_CONTROL.sub("", lines))


def sanitise_file_name(text: str) -> str:
    """Return a name for a file of ours in which no whole NIK stands; no file may be called by a star.

    >>> sanitise_file_name("KPPS 3214016505020017")
    'KPPS 3214xxxxxxxx0017'
    """
    return mask_niks(text).replace("*", "x")


def mask_niks(text: str) -> str:
    """Hide the middle of every number in a text that may be a NIK.

    >>> mask_niks("3214 0165-0502 0017"), mask_niks("32140165050200171")
    ('3214********0017', '3214*********0171')
    >>> mask_niks("07-11-2024 – 08-12-2024"), mask_niks("Rp78.062.400,00")
    ('07-11-2024 – 08-12-2024', 'Rp78.062.400,00')
    """
    if not text.isascii():
        text = "".join(map(_digit, text))
    shown, at = [], 0
    for day in _DAY.finditer(text):
        shown += [_RUN.sub(_masked_run, text[at : day.start()]), day[0]]
        at = day.end()
    return "".join(shown) + _RUN.sub(_masked_run, text[at:])


def _digit(sign: str) -> str:
    """Return a sign, or the ASCII digit that it shows: other scripts and full-width type have their own."""
    value = unicodedata.decimal(sign, None)
    return sign if value is None else str(value)


def _masked_run(run: re.Match[str]) -> str:
    """Mask in a run of digits the groups that make up a NIK together."""
    if sum(map(str.isdigit, run[0])) < _FEWEST_DIGITS:
        return run[0]
    groups = [(found[1], found[2]) for found in _GROUP.finditer(run[0])]
    for lengths in _LENGTHS:
        at = 0
        while at < len(groups):
            if end := _end_of_number(groups, at, lengths):
                signs = "".join(group for group, _ in groups[at:end])
                hidden = f"{signs[:_KEPT]}{'*' * (len(signs) - 2 * _KEPT)}{signs[-_KEPT:]}"
                groups[at:end] = [(hidden, groups[end - 1][1])]
            at += 1
    return "".join(group + parting for group, parting in groups)


def _end_of_number(
    groups: Sequence[tuple[str, str]], first: int, lengths: Sequence[int]
) -> int | None:
    """Return the group after the last of those that are one number of such a length, or None."""
    total = 0
    for end, (group, _) in enumerate(groups[first : first + max(lengths)], start=first + 1):
        total += len(group)
        whole = total in lengths or (end == first + 1 and total > max(lengths))
        if whole and _is_one_number(groups[first:end]):
            return end
        if "*" in group or total > max(lengths):
            return None
    return None


def _are_codes(groups: Sequence[tuple[str, str]]) -> bool:
    """Return whether groups are codes or days of their own, as files of a system are called by them.

    >>> _are_codes([("57171", "_"), ("57163", "_"), ("57165", "")])
    True
    """
    partings = {parting for _, parting in groups[:-1]}
    is_coded = all(len(group) == _CODE for group, _ in groups)
    are_days = all(_COMPACT_DAY.fullmatch(group) for group, _ in groups)
    return len(groups) > 1 and ((partings == {"_"} and is_coded) or are_days)


def _is_one_number(groups: Sequence[tuple[str, str]]) -> bool:
    """Return whether groups of digits are one number; several numbers have groups of any length.

    >>> _is_one_number([("57171", "_"), ("57163", "_"), ("57165", "")])
    False
    """
    signs = "".join(group for group, _ in groups)
    if sum(map(str.isdigit, signs)) < _FEWEST_DIGITS or _TIME.fullmatch(signs):
        return False
    if _are_codes(groups):
        return False
    if len({min(len(group), 2) for group, _ in groups}) == 1:
        return True
    text = "".join(group + parting for group, parting in groups[:-1]) + groups[-1][0]
    return _THOUSANDS.fullmatch(text) is not None
