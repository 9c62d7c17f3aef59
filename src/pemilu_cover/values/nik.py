"""NIK, the national identity number: 16 digits ``PPKKCC DDMMYY SSSS``.

Province, regency and kecamatan of the *first* registration, the birth date (a woman's day + 40), and
a serial that starts at 0001 (PP 37/2007 art. 37). It never changes, even if its holder moves or their
birth date is corrected, and it has no check digit.

>>> read = parse("3214 016505-02 0017")
>>> read.digits, read.sex, read.birth_date(on=date(2024, 11, 7))
('3214016505020017', 'P', datetime.date(2002, 5, 25))
>>> mask("3214016505020017")
'3214********0017'
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from pemilu_cover.values.text import clean

LENGTH = 16
WOMEN_DAY_OFFSET = 40
# A NIK has no century: it is the one in which its holder can be an election worker.
AGE_YOUNGEST, AGE_OLDEST = 17, 99
_CENTURIES = (1900, 2000)
FIRST_YEAR, LAST_YEAR = 1900, 2099

_SEPARATORS = re.compile(r"[\s.,'`´‘’\-‐-―]")


class NikError(ValueError):
    """A text that is no NIK; ``code`` is the finding's code, ``detail`` fills its sentence."""

    def __init__(self, code: str, **detail: object) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Nik:
    """A valid NIK: 16 digits, a date of the 20th or 21st century, a serial from 0001."""

    digits: str

    @property
    def region(self) -> str:
        """The six digits of the kecamatan in which its holder was first registered."""
        return self.digits[:6]

    @property
    def sex(self) -> str:
        """``L`` (laki-laki) or ``P`` (perempuan)."""
        return "P" if int(self.digits[6:8]) > WOMEN_DAY_OFFSET else "L"

    def birth_date(self, on: date) -> date:
        """Return the birth date: the latest possible one that is not after the day ``on``.

        Election workers, from 17 to 99 years old, have only one; a child is likelier than a person of 110.
        """
        dates = _dates(self.digits)
        return next((born for born in reversed(dates) if born <= on), dates[0])


def age(born: date, on: date) -> int:
    """Return the age in full years on a day.

    >>> age(date(2000, 11, 8), date(2024, 11, 7))
    23
    """
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def compact(text: str) -> str:
    """Return the text without the spaces, dots, dashes and apostrophes that people type into a NIK.

    >>> compact("'321407 481070 9463")
    '3214074810709463'
    """
    return text if _is_digits(text) else _SEPARATORS.sub("", clean(text))


def parse(text: str) -> Nik:
    """Read a NIK. Raise `NikError` with the code ``nik-letters``, ``-length``, ``-serial`` or ``-date``."""
    digits = compact(text)
    if not _is_digits(digits):
        raise NikError("nik-letters", suggestion=_letters_as_digits(digits))
    if len(digits) != LENGTH:
        raise NikError("nik-length", digits=len(digits))
    if digits.endswith("0000"):
        raise NikError("nik-serial")
    if not _dates(digits):
        raise NikError("nik-date", part=digits[6:12])
    return Nik(digits)


def mask(text: str) -> str:
    """Return a NIK with the kecamatan and the birth date masked, or all but the first four digits.

    >>> mask("32140165050200"), mask("32")
    ('3214**********', '**')
    """
    if len(text) == LENGTH:
        return f"{text[:4]}{'*' * 8}{text[12:]}"
    visible = 4 if len(text) > 8 else 0  # noqa: PLR2004  short texts are masked completely
    return text[:visible] + "*" * (len(text) - visible)


def _dates(digits: str) -> list[date]:
    """Return the possible dates of the six digits, the earlier century first."""
    day, month, year = int(digits[6:8]), int(digits[8:10]), int(digits[10:12])
    day -= WOMEN_DAY_OFFSET if day > WOMEN_DAY_OFFSET else 0
    possible_dates = []
    for century in _CENTURIES:
        try:
            possible_dates.append(date(century + year, month, day))
        except ValueError:
            continue
    return possible_dates


def _letters_as_digits(digits: str) -> str | None:
    """Return the likely NIK if letters were typed for digits (O for 0, I or l for 1): a suggestion only."""
    guess = digits.upper().translate(str.maketrans("OQILSB", "001158"))
    possible = _is_digits(guess) and len(guess) == LENGTH and not guess.endswith("0000")
    return guess if possible and _dates(guess) else None


def _is_digits(text: str) -> bool:
    """Return whether a text has only the digits 0 to 9, and none of other scripts."""
    return text.isascii() and text.isdigit()
