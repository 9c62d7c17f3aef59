"""Numbers of people, units, days and months as people type them."""

from __future__ import annotations

import re

from pemilu_cover.values.lazy_pattern import lazy_pattern

# ``1500``, ``1.500``, ``1,500``, ``1 500``; no decimals.
_NUMBER = lazy_pattern(r"[0-9]+|[0-9]{1,3}(?P<mark>[., '])[0-9]{3}(?:(?P=mark)[0-9]{3})*")


def parse(text: str) -> int:
    """Return an integer, with or without thousands separators.

    Raise `ValueError` for anything else: "1.5" and "1.46" may be decimals.

    >>> parse("1.462"), parse(" 1462"), parse("1 000 000")
    (1462, 1462, 1000000)
    >>> parse("1.46")
    Traceback (most recent call last):
    ValueError: not a whole number
    """
    if text.isascii() and text.isdigit():  # as most are
        return int(text)
    if not _NUMBER.fullmatch(text.strip()):
        raise ValueError("not a whole number")
    return int(re.sub(r"[^0-9]", "", text))
