"""Text of cells: cleaning, blank values, control characters, masking.

Excel, WhatsApp and Word leave no-break spaces, zero-width characters and full-width digits in cells.
Unicode NFKC (UAX #15) turns them into what the clerk sees; what it leaves is removed here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from pemilu_cover.values.lazy_pattern import lazy_pattern

# Invisible characters that NFKC does not remove: zero-width, word joiner, byte order mark, soft hyphen,
# and the bidirectional controls, which can make a terminal show another text than the file holds.
_INVISIBLE = lazy_pattern("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SPACES = lazy_pattern(r"\s+")
# Accents that are typed for an apostrophe; NFKC would turn each into a space and a combining accent.
_ACCENTS = str.maketrans(dict.fromkeys("\u00b4\u0384\u1ffd", "'"))
# The digits of a number with the separators that people use, and letters that are typed for digits.
_RUN = lazy_pattern(r"(?<!\d)\d(?:(?:,|[\s.'`´‘’‐-―_/:-]{1,3})?[\dOIlQSB])*")
_GROUP = lazy_pattern(r"([\dOIlQSB]+)([^\dOIlQSB]*)")
_DAY = lazy_pattern(
    r"(?<!\d)(?:(?:0?[1-9]|[12]\d|3[01])([-/.])(?:0?[1-9]|1[0-2])\1(?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)(?!\d)"
)
# The time of an export in the name of its file has as many digits.
_TIME = lazy_pattern(
    r"20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d[0-5]\d"
)
# Codes of a system in the name of a file; a day without separators.
_CODE = 5
_COMPACT_DAY = lazy_pattern(r"20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_THOUSANDS = lazy_pattern(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")
# First a NIK with 16 digits, then one with a digit or two too few or too many. A civil servant's NIP has 18
# digits and includes the birth date.
_LENGTHS = ((16,), (14, 15, 17, 18))
_FEWEST_DIGITS, _VISIBLE_DIGITS = 12, 4
_BREAKS = lazy_pattern(r"[\t\r\n]+")
_CONTROL = lazy_pattern("[\x00-\x1f\x7f-\x9f]")
_WORDS = lazy_pattern(r"[A-Z0-9]+")

# Texts for an empty cell, by people and by Excel. One real workbook has dashes alone in 9,657 cells; error
# values are text in CSV files.
EMPTY_WORDS = frozenset(
    ("n/a", "na", "nihil", "null", "none", "nan", "kosong", "tidak ada", "tdk ada", "belum ada")
)
_ERROR_VALUE = lazy_pattern(r"#[A-Z0/]+[!?]?")

_ROMAN = lazy_pattern(r"[IVX]+")


def clean(text: str) -> str:
    """Return the visible text: NFKC, without invisible characters, with single spaces.

    >>> clean("\u00a0Wahyu\u00a0 Sutisna ")
    'Wahyu Sutisna'
    >>> clean("３２１４"), clean("´3214")
    ('3214', "'3214")
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    normalised = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text).translate(_ACCENTS))
    return _SPACES.sub(" ", normalised).strip()


def has_control(text: str) -> bool:
    r"""Return whether a text has a control character other than white space.

    >>> has_control("Budi\x1b[31m"), has_control("two\nlines"), has_control("Budi")
    (True, False, False)
    """
    return _CONTROL.search(_SPACES.sub(" ", text)) is not None


def is_blank_value(text: str) -> bool:
    """Return whether a cleaned text stands for an empty cell.

    >>> [is_blank_value(t) for t in ("", "-", "N/A", "#REF!", "Nihil", "Ani")]
    [True, True, True, True, True, False]
    """
    if text[:1].isdigit():  # as most short cells
        return False
    if not any(map(str.isalnum, text)):
        return True
    return text.lower() in EMPTY_WORDS or _ERROR_VALUE.fullmatch(text) is not None


def normal_form(text: str) -> str:
    """Return upper-case words without punctuation, for comparing headers, roles and names.

    >>> normal_form("No. HP / WA"), normal_form("Gol.Darah"), normal_form("L/P")
    ('NO HP WA', 'GOL DARAH', 'L P')
    """
    return " ".join(_WORDS.findall(clean(text).upper()))


def sanitise_for_terminal(text: str) -> str:
    r"""Return a text without control characters and with NIKs masked.

    Names of files, sheets and columns may contain a NIK. A header of two lines is shown in one.

    >>> sanitise_for_terminal("a\x1b[2Jb"), sanitise_for_terminal("3214016505020017.xlsx")
    ('a[2Jb', '3214********0017.xlsx')
    >>> sanitise_for_terminal("TANGGAL\nLAHIR")
    'TANGGAL LAHIR'
    """
    lines = _BREAKS.sub(" ", _INVISIBLE.sub("", text))
    return mask_niks(_CONTROL.sub("", lines))


def sanitise_file_name(text: str) -> str:
    """Return a file name with NIKs masked by "x", since no file name may have a star.

    >>> sanitise_file_name("KPPS 3214016505020017")
    'KPPS 3214xxxxxxxx0017'
    """
    return mask_niks(text).replace("*", "x")


def mask_niks(text: str) -> str:
    """Mask the middle of every number in a text that may be a NIK.

    >>> mask_niks("3214 0165-0502 0017"), mask_niks("32140165050200171")
    ('3214********0017', '3214*********0171')
    >>> mask_niks("07-11-2024 – 08-12-2024"), mask_niks("Rp78.062.400,00")
    ('07-11-2024 – 08-12-2024', 'Rp78.062.400,00')
    """
    if not text.isascii():
        text = "".join(map(_digit, text))
    parts, at = [], 0
    for day in _DAY.finditer(text):
        parts += [_RUN.sub(_masked_run, text[at : day.start()]), day[0]]
        at = day.end()
    return "".join(parts) + _RUN.sub(_masked_run, text[at:])


def _digit(sign: str) -> str:
    """Return a character, or the ASCII digit for a digit of another script or in full width."""
    value = unicodedata.decimal(sign, None)
    return sign if value is None else str(value)


def _masked_run(run: re.Match[str]) -> str:
    """Mask the groups of a run of digits that together are a NIK."""
    if sum(map(str.isdigit, run[0])) < _FEWEST_DIGITS:
        return run[0]
    groups = [(match[1], match[2]) for match in _GROUP.finditer(run[0])]
    for lengths in _LENGTHS:
        for at in range(len(groups)):
            if end := _end_of_number(groups, at, lengths):
                digits = "".join(group for group, _ in groups[at:end])
                middle = "*" * (len(digits) - 2 * _VISIBLE_DIGITS)
                hidden = digits[:_VISIBLE_DIGITS] + middle + digits[-_VISIBLE_DIGITS:]
                groups[at:end] = [(hidden, groups[end - 1][1])]
    return "".join(group + separator for group, separator in groups)


def _end_of_number(
    groups: Sequence[tuple[str, str]], first: int, lengths: Sequence[int]
) -> int | None:
    """Return the end of the groups that are one number of one of the lengths, or None."""
    total = 0
    for end, (group, _) in enumerate(groups[first : first + max(lengths)], start=first + 1):
        total += len(group)
        is_complete = total in lengths or (end == first + 1 and total > max(lengths))
        if is_complete and _is_single_number(groups[first:end]):
            return end
    return None


def _are_codes(groups: Sequence[tuple[str, str]]) -> bool:
    """Return whether groups are separate codes or days, as in the file names of some systems.

    >>> _are_codes([("57171", "_"), ("57163", "_"), ("57165", "")])
    True
    """
    separators = {separator for _, separator in groups[:-1]}
    is_coded = all(len(group) == _CODE for group, _ in groups)
    are_days = all(_COMPACT_DAY.fullmatch(group) for group, _ in groups)
    return (separators == {"_"} and is_coded) or are_days


def _is_single_number(groups: Sequence[tuple[str, str]]) -> bool:
    """Return whether groups of digits are one number; several numbers have groups of any length.

    >>> _is_single_number([("57171", "_"), ("57163", "_"), ("57165", "")])
    False
    """
    digits = "".join(group for group, _ in groups)
    if sum(map(str.isdigit, digits)) < _FEWEST_DIGITS or _TIME.fullmatch(digits):
        return False
    if _are_codes(groups):
        return False
    if len({min(len(group), 2) for group, _ in groups}) == 1:
        return True
    text = "".join(group + separator for group, separator in groups[:-1]) + groups[-1][0]
    return _THOUSANDS.fullmatch(text) is not None


def capitalise(text: str) -> str:
    """Return a text with a capital first letter, and the others as they are.

    >>> capitalise("empat ratus ribu Rupiah"), capitalise("")
    ('Empat ratus ribu Rupiah', '')
    """
    return f"{text[:1].upper()}{text[1:]}"


def place_case(name: str) -> str:
    """Return the name of a place in capitals as a letter writes it; Roman numbers stay.

    >>> place_case("KOTA BANDUNG"), place_case("IV JURAI")
    ('Kota Bandung', 'IV Jurai')
    """
    return " ".join(
        word if _ROMAN.fullmatch(word) else word.title() for word in name.upper().split()
    )
