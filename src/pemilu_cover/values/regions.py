"""Region codes of the Ministry of Home Affairs: which exist, and what they are called.

Kepmendagri 300.2.2-2138/2025, as kept by cahyadsn/wilayah (MIT; the licence lies beside the data).
A NIK keeps the code of its first registration, so an old code is a question, not a fault.

>>> name("3214"), name("321401"), name("9999")
('Kabupaten Purwakarta', 'Purwakarta', None)
>>> regency_named("KABUPATEN PONOROGO")
'3502'
"""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources

from pemilu_cover.values.text import word_form

PROVINCE, REGENCY, KECAMATAN = 2, 4, 6
_SHORT = {"KAB": "KABUPATEN", "KEC": "KECAMATAN"}


@cache
def _names() -> dict[str, str]:
    with resources.files(__package__).joinpath("regions.csv").open(encoding="utf-8") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


@cache
def _regencies() -> dict[str, str]:
    return {word_form(name): code for code, name in _names().items() if len(code) == REGENCY}


@cache
def kecamatan_codes() -> frozenset[str]:
    """Give the six-digit codes of all kecamatan."""
    return frozenset(code for code in _names() if len(code) == KECAMATAN)


@cache
def kecamatan_names() -> frozenset[str]:
    """Give the names of all kecamatan in the form in which headers are compared."""
    return frozenset(word_form(_names()[code]) for code in kecamatan_codes())


def name(code: str) -> str | None:
    """Give the official name of a province, regency or kecamatan code (digits only), or None."""
    return _names().get(code)


def regency_named(text: str) -> str | None:
    """Give the code of a regency by its full name ("Kab. X", "Kota Y"), or None."""
    words = [_SHORT.get(word, word) for word in word_form(text).split()]
    return _regencies().get(" ".join(words))
