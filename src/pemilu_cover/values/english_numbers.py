"""An amount in English words, as English papers have it.

>>> number_in_english(1_001_000)
'one million one thousand'
>>> rupiah_in_english(7_806_240_050)
'seventy-eight million sixty-two thousand four hundred rupiah and fifty sen'
"""

from __future__ import annotations

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_GROUPS = ("", "thousand", "million", "billion", "trillion", "quadrillion")
_THOUSAND, _HUNDRED, _TEN, _TWENTY = 1000, 100, 10, 20
LARGEST = _THOUSAND ** len(_GROUPS) - 1


def number_in_english(number: int) -> str:
    """Return an integer from 0 to `LARGEST` in words; raise `ValueError` for others.

    >>> number_in_english(0), number_in_english(111_000), number_in_english(2_024)
    ('zero', 'one hundred eleven thousand', 'two thousand twenty-four')
    """
    if not 0 <= number <= LARGEST:
        raise ValueError("outside the named numbers")
    words: list[str] = []
    for power in range(len(_GROUPS) - 1, -1, -1):
        if group := number // _THOUSAND**power % _THOUSAND:
            words += [_below_thousand(group), _GROUPS[power]]
    return " ".join(filter(None, words)) or _SMALL[0]


def rupiah_in_english(sen: int) -> str:
    """Return an amount in words, in rupiah and, if there are any, sen."""
    rupiah, sen_part = divmod(sen, 100)
    sen_words = f" and {number_in_english(sen_part)} sen" if sen_part else ""
    return f"{number_in_english(rupiah)} rupiah{sen_words}"


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, _HUNDRED)
    words = [f"{_SMALL[hundreds]} hundred"] if hundreds else []
    return " ".join(words + ([_below_hundred(rest)] if rest else []))


def _below_hundred(number: int) -> str:
    if number < _TWENTY:
        return _SMALL[number]
    tens, ones = divmod(number, _TEN)
    return _TENS[tens - 2] + (f"-{_SMALL[ones]}" if ones else "")
