"""The number of a TPS: three digits, with a letter behind it if there is one.

Only an integer from 1 on is a TPS. Any other text is unchanged, and reported.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import polars as pl

from pemilu_cover.roster.cells.distinct import map_distinct
from pemilu_cover.roster.fields.notes import note

# A desa has far fewer TPS than three digits can count.
_DIGITS = 3
_LETTER = r"(?:[ .-]?(?P<letter>[A-Z])(?![A-Z0-9]))?"
# "TPS-1" is the first TPS, but "-1" alone is a number below 0.
_NAMED = re.compile(rf"TPS(?:(?!TPS)\D)*+(?P<number>\d+){_LETTER}")
_ALONE = re.compile(
    r"(?![-–—−])[^\w%<>~?±]*(?P<number>\d+)(?:[.,]0{1,2})?(?:[ .-]?(?P<letter>[A-Z]))?[^\w%<>~?±]*"
)
_ROMAN_NAMED = re.compile(r"(?:NO\W*|NOMOR\W*)?(?:TPS\W*)?([IVX]+)")
_ROMAN = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX".split()
_BESIDE = re.compile(r"\b(?:RT|RW|DUSUN|BLOK|GANG|NO RUMAH)\W*\d+(?:\s*[/-]\s*(?:RW\W*)?\d+)?")
# The number of a building with a TPS is not that of the TPS: "SDN 2".
_BUILDING = re.compile(
    r"\b(?:SDN?|SMPN?|SMAN?|SMKN?|MIN?|MTSN?|MAN?|TKN?|PAUD|POSYANDU|KM|JL|JALAN|TAHUN|THN)\W*\d+"
)
_SEVERAL = re.compile(r"\d[A-Z]?\s*(?:[,;&/+–—-]|DAN|S\W?D\W?|SAMPAI|HINGGA)\s*(?:TPS\W*)?\d")
_FRACTION = re.compile(r"[.,](?!0{1,2}(?!\d))\d")
# Excel makes a day of "1-2"; a decimal comma does not separate two TPS.
_NO_LIST = re.compile(r"-?\d+,\d|\d\d-\d\d-\d{4}|-\s*\d+")
# "001 - SDN 2", "Citeko 3": the first number that has words beside it. Looked for once a line: from each
# character on, a cell of 30,000 takes half a minute.
_AMONG_WORDS = re.compile(
    rf"^(?=.*[A-Z]{{2}})(?:.*?[^\d.,])??(?P<number>(?<![\d.,])\d++)(?![\d.,]*\d){_LETTER}",
    re.MULTILINE,
)


def tps_notes(shown: pl.Series, role: pl.Series, unit_of: Mapping[str, str]) -> list[pl.Series]:
    """Return the notes on cells that name several TPS, or an invalid one.

    Only the latter depends on the ``role``: a person for a whole desa needs no TPS.
    """
    several = map_distinct(shown, lambda text: names_several_tps(text) or None, pl.Boolean)
    unread = map_distinct(shown, lambda text: _is_unreadable(text) or None, pl.Boolean)
    unit = pl.lit(role.replace_strict(unit_of, default="tps", return_dtype=pl.String))
    cell = pl.lit("tps")
    return pl.select(
        note("tps-several", pl.when(pl.lit(several)).then(cell)),
        note("tps-unreadable", pl.when(pl.lit(unread) & (unit == "tps")).then(cell)),
    ).get_columns()


def tps_number(text: str) -> str:
    """Return a TPS number in three digits, with the letter behind it, or the text without one.

    >>> [tps_number(text) for text in ("RT 2 TPS. 3", "TPS 1A", "1-b", "001.0", "001, 002")]
    ['003', '001A', '001B', '001', '001, 002']
    >>> [tps_number(text) for text in ("-1", "1.5", "0", "TRUE", "SDN 2")]
    ['-1', '1.5', '0', 'TRUE', 'SDN 2']
    """
    return _number(text) or text


def names_several_tps(text: str) -> bool:
    """Return whether a cell names more than one TPS: "001, 002", "TPS 01 & 02", "1 s.d. 3".

    >>> [names_several_tps(text) for text in ("1/2", "TPS 3/RT 02", "001 - SDN 2", "TPS 3 RT 02/05")]
    [True, False, False, False]
    """
    shown = _BESIDE.sub(" ", text.upper())
    return _SEVERAL.search(shown) is not None and not _NO_LIST.fullmatch(shown.strip())


def _is_unreadable(text: str) -> bool:
    return _number(text) is None and not names_several_tps(text)


def _number(text: str) -> str | None:
    """Return the number of the only TPS that a text names, or None."""
    if names_several_tps(text):
        return None
    shown = _BUILDING.sub(" ", _BESIDE.sub(" ", text.upper()))
    match = _ALONE.fullmatch(shown) or _NAMED.search(shown) or _AMONG_WORDS.search(shown)
    if match is None:
        roman = _ROMAN_NAMED.fullmatch(shown.strip())
        return f"{_ROMAN.index(roman[1]) + 1:03}" if roman and roman[1] in _ROMAN else None
    digits = match["number"].lstrip("0")
    is_valid = 0 < len(digits) <= _DIGITS and not _FRACTION.match(shown[match.end("number") :])
    return digits.zfill(_DIGITS) + (match["letter"] or "") if is_valid else None
