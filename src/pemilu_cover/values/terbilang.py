"""Terbilang: an amount in Indonesian words, as a bill must have it.

>>> terbilang(1_001_000)
'satu juta seribu'
>>> in_rupiah(7_806_240_050)
'tujuh puluh delapan juta enam puluh dua ribu empat ratus rupiah lima puluh sen'
"""

from __future__ import annotations

_SMALL = (
    "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas"  # 0 to 11
).split()
_GROUPS = ("", "ribu", "juta", "miliar", "triliun", "kuadriliun")
LARGEST = 1000 ** len(_GROUPS) - 1
_TEEN, _TEN, _HUNDRED, _THOUSAND = 12, 10, 100, 1000


def terbilang(number: int) -> str:
    """Return an integer from 0 to `LARGEST` in words; raise `ValueError` for others.

    >>> terbilang(0), terbilang(111_000), terbilang(2_011)
    ('nol', 'seratus sebelas ribu', 'dua ribu sebelas')
    """
    if not 0 <= number <= LARGEST:
        raise ValueError("outside what terbilang can say")
    if number == 0:
        return _SMALL[0]
    words: list[str] = []
    for power in range(len(_GROUPS) - 1, -1, -1):
        group = number // _THOUSAND**power % _THOUSAND
        if group == 1 and power == 1:
            words.append("seribu")
        elif group:
            words += [_below_thousand(group), _GROUPS[power]]
    return " ".join(filter(None, words))


def in_rupiah(sen: int) -> str:
    """Return an amount in words, in rupiah and, if there are any, sen."""
    rupiah, sen_part = divmod(sen, 100)
    return f"{terbilang(rupiah)} rupiah" + (f" {terbilang(sen_part)} sen" if sen_part else "")


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, _HUNDRED)
    words = {0: [], 1: ["seratus"]}.get(hundreds, [f"{_SMALL[hundreds]} ratus"])
    return " ".join(words + ([_below_hundred(rest)] if rest else []))


def _below_hundred(number: int) -> str:
    if number < _TEEN:
        return _SMALL[number]
    tens, ones = divmod(number, _TEN)
    if tens == 1:
        return f"{_SMALL[ones]} belas"
    return f"{_SMALL[tens]} puluh" + (f" {_SMALL[ones]}" if ones else "")
