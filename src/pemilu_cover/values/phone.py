"""Indonesian mobile numbers in SIPP's format: they begin with 08 and have 9 to 14 digits.

>>> parse("+62 857-8269-8656"), parse("81259579908"), parse("0812 3456 7890 / 0856 1111 2222")
('085782698656', '081259579908', '081234567890')
"""

from __future__ import annotations

import re

# "Nomor Indonesia ... jumlah digit 9 s/d 14, digit dimulai 08 atau 628" (SIPP, sheet Koreksi).
_MOBILE = re.compile(r"08[0-9]{7,12}")
# A text that `parse` returns unchanged.
PLAIN = f"^{_MOBILE.pattern}$"
_NOISE = re.compile(r"[\s.\-()'`+]")
_PREFIX = re.compile(r"^(?:62|0062)?0?(?=8)")


def parse(text: str) -> str:
    """Return a mobile number, the first if there are two; raise `ValueError` if it is none."""
    first = re.split(r"[/;,&|]|\bdan\b", text)[0]
    digits = _PREFIX.sub("0", _NOISE.sub("", first))
    if not _MOBILE.fullmatch(digits):
        raise ValueError("not a mobile number")
    return digits
