"""Amounts in rupiah, as an integer of sen (1/100 rupiah); never a float.

>>> parse("Rp 850.000,-"), parse("1.1jt"), parse("1,250,000.50")
(85000000, 110000000, 125000050)
>>> to_decimal_string(3077520), format_rupiah(7806240000)
('30775.20', 'Rp78.062.400')
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from pemilu_cover.values.lazy_pattern import lazy_pattern
from pemilu_cover.values.terbilang import terbilang

SEN = 100
# A smaller amount is a wage in thousands or millions ("850", "1.1") and refused.
SMALLEST_WAGE_SEN = 1_000 * SEN
# More than any wage, and far below the limits of decimal arithmetic.
_MOST_DIGITS = 20
_LARGEST_SEN = 10**14

_UNITS = {"": 1, "RB": 1_000, "RIBU": 1_000, "K": 1_000, "JT": 1_000_000, "JUTA": 1_000_000}
_NUMBER = lazy_pattern(
    r"(?P<sign>-?)(?P<whole>[0-9]{1,3}(?:(?P<sep>[., '])[0-9]{3})(?:(?P=sep)[0-9]{3})*|[0-9]+)"
    r"(?:(?P<mark>[.,])(?P<part>[0-9]{1,2}))?(?P<unit>)"
)
# Before a unit a mark separates decimals: "1,250 juta" is 1.25 million. "1.250 ribu" is ambiguous.
_AMOUNT_WITH_UNIT = lazy_pattern(
    r"(?P<sign>-?)(?P<whole>[0-9]+)(?P<sep>)"
    r"(?:(?:(?P<mark>[.,])(?P<part>[0-9]{1,3}))?\s*(?P<unit>JT|JUTA)\.?"
    r"|(?:(?P<fraction_mark>[.,])(?P<fraction>[0-9]{1,2}))?\s*(?P<thousands>RB|RIBU|K)\.?)"
)
_AFFIXES = lazy_pattern(
    r"^(?P<minus>-?)\s*@?\s*(?:RP|IDR|RUPIAH)\s*[.:]?\s*|^@\s*|\s*[.,;:]\s*[-=–—]+$|\s+[-=–—]+$|=+$"
    r"|(?<=[0-9]{3})\.$"
    r"|\s*(?:/|PER|SE|@|TIAP|SETIAP)\s*(?:BULAN|BLN|BL|ORANG|ORG|OB|O/B)(?:\s*/\s*(?:BULAN|BLN|ORANG|ORG))?\.?$"
    r"|\s*[X×*]\s*1(?:\s*(?:BULAN|BLN|ORANG|ORG|OB))?$|\s*(?:RUPIAH|IDR|RP)\.?$"
)
_WORDS = lazy_pattern(r"\s*\((?P<words>[^()]*)\)\s*$")
_NOT_A_NUMERAL = lazy_pattern(r"\b(?:TERBILANG|RUPIAH|RP|SAJA)\b|[^A-Z]")


def parse(text: str) -> int:
    """Return an amount, as people type it into a roster, in sen.

    Thousands may be separated by dots, commas, spaces or nothing; the decimal mark must be another one. Words
    in brackets must name the same amount. Raise `ValueError` for words alone, for three decimals without a
    unit, and for an amount under Rp1.000, which may mean thousands or millions.

    >>> parse("-Rp1.500.000"), parse("@ Rp 850.000,=/org"), parse("850k"), parse("50,76 ribu")
    (-150000000, 85000000, 85000000, 5076000)
    >>> parse("850.000 (delapan ratus lima puluh ribu rupiah)")
    85000000
    >>> parse("850.000 (sembilan ratus ribu rupiah)")
    Traceback (most recent call last):
    ValueError: the words say another amount
    >>> parse("sembilan ratus ribu")
    Traceback (most recent call last):
    ValueError: not an amount
    """
    if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS:  # as most are
        return _check_size(int(text) * SEN)
    cleaned = text.upper().strip()
    words = _WORDS.search(cleaned)
    if words:
        cleaned = cleaned[: words.start()]
    while (shorter := _AFFIXES.sub(lambda match: match["minus"] or "", cleaned).strip()) != cleaned:
        cleaned = shorter
    match = _AMOUNT_WITH_UNIT.fullmatch(cleaned) or _NUMBER.fullmatch(cleaned)
    if match is None or (match["mark"] and match["mark"] == match["sep"]):
        raise ValueError("not an amount")
    digits = re.sub(r"\D", "", match["whole"])
    groups = match.groupdict()
    unit = groups["unit"] or groups.get("thousands") or ""
    part = groups["part"] or groups.get("fraction") or 0
    sen = to_sen(Decimal(f"{match['sign']}{digits}.{part}") * _UNITS[unit])
    if words:
        _check_words(words["words"], sen)
    return sen


def _check_words(words: str, sen: int) -> None:
    """Raise `ValueError` if words in brackets are another amount; "per bulan" is no amount."""
    if _AFFIXES.fullmatch(f" {words}") or _AFFIXES.fullmatch(words):
        return
    spelled_amount = _NOT_A_NUMERAL.sub("", words)
    if sen < 0 or sen % SEN or spelled_amount != terbilang(sen // SEN).upper().replace(" ", ""):
        raise ValueError("the words say another amount")


def to_sen(value: Decimal) -> int:
    """Return an amount in rupiah as sen; raise `ValueError` if it is finer, too small or too large.

    >>> to_sen(Decimal("850000.0000001"))
    85000000
    >>> to_sen(Decimal("-1e999999"))
    Traceback (most recent call last):
    ValueError: not an amount
    """
    if not value.is_finite() or value.adjusted() > _MOST_DIGITS:
        raise ValueError("not an amount")
    sen = value * SEN
    nearest = sen.to_integral_value(ROUND_HALF_UP)
    # A formula has rounding errors far below a sen; anything more is a typing error.
    if abs(sen - nearest) > Decimal("0.01"):
        raise ValueError("finer than a sen")
    return _check_size(int(nearest))


def _check_size(sen: int) -> int:
    """Return an amount that is no wage in thousands, and no larger than any; else raise `ValueError`."""
    if 0 < sen < SMALLEST_WAGE_SEN or abs(sen) > _LARGEST_SEN:
        raise ValueError("thousands or millions?")
    return sen


def round_half_up(amount: Fraction) -> int:
    """Round an exact number of sen to whole sen, half up (amounts owed are never negative).

    >>> round_half_up(Fraction(5, 2)), round_half_up(Fraction(249, 100))
    (3, 2)
    """
    numerator, denominator = amount.as_integer_ratio()
    return (2 * numerator + denominator) // (2 * denominator)


def to_decimal_string(sen: int) -> str:
    """Return the amount as a decimal text in rupiah, as in JSON.

    >>> to_decimal_string(204000), to_decimal_string(-1)
    ('2040.00', '-0.01')
    """
    whole, part = divmod(abs(sen), SEN)
    return f"{'-' if sen < 0 else ''}{whole}.{part:02d}"


def format_rupiah(sen: int) -> str:
    """Return the amount in Indonesian format; with sen only if there are any.

    >>> format_rupiah(3077520), format_rupiah(459000)
    ('Rp30.775,20', 'Rp4.590')
    """
    sign, sen = "-" if sen < 0 else "", abs(sen)
    return f"{sign}Rp{format_count(sen // SEN)}" + (f",{sen % SEN:02d}" if sen % SEN else "")


def format_amount(sen: int) -> str:
    """Return the amount as in a table: in Indonesian format, always with sen.

    >>> format_amount(3077520), format_amount(-459000)
    ('30.775,20', '-4.590,00')
    """
    sign, sen = "-" if sen < 0 else "", abs(sen)
    return f"{sign}{format_count(sen // SEN)},{sen % SEN:02d}"


def format_count(number: int) -> str:
    """Return an integer with points as thousands separators.

    >>> format_count(14456), format_count(999)
    ('14.456', '999')
    """
    return f"{number:,}".replace(",", ".")
