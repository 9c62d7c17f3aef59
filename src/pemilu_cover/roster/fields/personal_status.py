"""Marital status and blood group, in the codes of SIAK, of KPU's voter lists and of the tax office."""

from __future__ import annotations

import re

import polars as pl

from pemilu_cover.roster.cells.distinct import map_distinct
from pemilu_cover.values.text import normal_form

MARRIED, UNMARRIED = "Y", "T"
# KPU's voter lists write B (belum), S (sudah) and P (pernah). Beside codes of another system, S may be
# "single", and P is ambiguous.
_OF_KPU = {"S": MARRIED, "P": UNMARRIED}
_OTHER_CODES = frozenset({"M", "K", "TK", "BK", "T", "Y", "L"})
_UNMARRIED = re.compile(
    r"T|B|TK(?: ?[0-3])?|BK|(?:BELUM|BLM|BLUM|TIDAK|TDK)(?: (?:KAWIN|MENIKAH|NIKAH|BERKELUARGA|PERNAH KAWIN"
    r"|PERNAH MENIKAH))?|B KAWIN|LAJANG|BUJANG|GADIS|PERAWAN|JEJAKA|SINGLE|UNMARRIED|NOT MARRIED|DIVORCED"
    r"|WIDOWED|(?:(?:JANDA|DUDA|CERAI|PERNAH|BEKAS)\b.*)"
)
_MARRIED = re.compile(
    r"Y|YA|K(?: ?[0-3])?|SUDAH|SDH|MARRIED"
    r"|(?:SUDAH |SDH |TELAH )?(?:KAWIN|MENIKAH|NIKAH|BERKELUARGA)"
    r"(?: (?:TERCATAT|BELUM TERCATAT|SIRI|SIRRI|SAH))?"
)
_BLOOD = (
    r"^(?:GOL(?:ONGAN)?(?: DARAH)?\.? ?:? ?)?(A|B|AB|O|0) ?"
    r"(?:[+-]|\([+-]\)|(?:RH(?:ESUS)?\.? ?)(?:[+-]|POS(?:ITIF)?|NEG(?:ATIF)?)|POS(?:ITIF)?|NEG(?:ATIF)?)?$"
)
# The register's own word for an unknown blood group.
_BLOOD_NOT_KNOWN = re.compile(
    r"(?:TIDAK|TDK|BELUM|BLM|GAK|LUPA)(?: (?:PERNAH )?(?:DI)?(?:TAHU|TAU|KETAHUI|PERIKSA|CEK|TES|ADA|INGAT))?"
    r"|TT|X"
)


def marital_status(shown: pl.Series, table: pl.Series) -> pl.Series:
    """Return Y or T for each marital status; a code that two systems share is read by its column."""
    read = map_distinct(shown, marital_code).alias("marital")
    short = shown.str.strip_chars().str.to_uppercase()
    if not short.is_in([*_OF_KPU]).any():
        return read
    frame = pl.DataFrame({"short": short, "table": table, "read": read})
    has_other_codes = (
        pl.col("short").is_in([*_OTHER_CODES]).fill_null(value=False).any().over("table")
    )
    kpu_codes = pl.col("short").replace_strict(_OF_KPU, default=None, return_dtype=pl.String)
    return frame.select(
        pl.coalesce("read", pl.when(~has_other_codes).then(kpu_codes)).alias("marital")
    ).to_series()


def marital_code(text: str) -> str | None:
    """Return Y or T where a status is unambiguous, or None.

    >>> [marital_code(text) for text in ("KAWIN TERCATAT", "Blm Kawin", "Cerai Hidup", "TK/0", "S")]
    ['Y', 'T', 'T', 'T', None]
    """
    words = normal_form(text)
    if _UNMARRIED.fullmatch(words):
        return UNMARRIED
    return MARRIED if _MARRIED.fullmatch(words) else None


def blood_group(shown: pl.Series) -> pl.Series:
    """Return A, B, AB or O for each blood group; the rhesus factor has no cell in SIPP."""
    return shown.str.to_uppercase().str.extract(_BLOOD).replace("0", "O").alias("blood")


def is_blood_unknown(text: str) -> bool:
    """Return whether a text means an unknown blood group: it is missing, not misspelt.

    >>> [is_blood_unknown(text) for text in ("TIDAK TAHU", "Belum periksa", "C", "O")]
    [True, True, False, False]
    """
    return _BLOOD_NOT_KNOWN.fullmatch(normal_form(text) or text) is not None
