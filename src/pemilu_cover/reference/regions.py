"""Region codes of the Ministry of Home Affairs: which exist, and what they are called.

Kepmendagri 300.2.2-2138/2025, as published by cahyadsn/wilayah (MIT; the licence is next to the data).
A NIK has the code of its first registration, so an old code is doubtful, but no error.

>>> region_name("3214"), region_name("321401"), region_name("9999")
('Kabupaten Purwakarta', 'Purwakarta', None)
>>> regency_by_name("KABUPATEN PONOROGO")
'3502'
"""

from __future__ import annotations

import csv
from difflib import get_close_matches
from functools import cache
from importlib import resources
from itertools import groupby

from pemilu_cover.values.text import normal_form

PROVINCE, REGENCY, KECAMATAN = 2, 4, 6
_SHORT = {"KAB": "KABUPATEN", "KEC": "KECAMATAN"}
_KINDS = frozenset("KABUPATEN KOTA ADMINISTRASI ADM".split())


@cache
def _names() -> dict[str, str]:
    with resources.files(__package__).joinpath("regions.csv").open(encoding="utf-8") as file:
        _, *rows = csv.reader(file)
    return dict(rows)  # two columns: code, name


@cache
def _regencies() -> dict[str, str]:
    return {normal_form(name): code for code, name in _names().items() if len(code) == REGENCY}


@cache
def kecamatan_codes() -> frozenset[str]:
    """Return the six-digit codes of all kecamatan."""
    return frozenset(code for code in _names() if len(code) == KECAMATAN)


@cache
def kecamatan_by_regency() -> dict[str, list[str]]:
    """Return the codes of the kecamatan of each regency, in order."""
    return {
        regency: list(codes)
        for regency, codes in groupby(sorted(kecamatan_codes()), key=lambda code: code[:REGENCY])
    }


@cache
def regency_codes() -> frozenset[str]:
    """Return the four-digit codes of all regencies."""
    return frozenset(code for code in _names() if len(code) == REGENCY)


@cache
def kecamatan_names() -> frozenset[str]:
    """Return the names of all kecamatan in normal form."""
    return frozenset(normal_form(_names()[code]) for code in kecamatan_codes())


@cache
def _codes_by_short_name() -> dict[str, list[str]]:
    codes: dict[str, list[str]] = {}
    for form, code in _regencies().items():
        codes.setdefault(_short_name(form), []).append(code)
    return codes


def region_name(code: str) -> str | None:
    """Return the official name of a province, regency or kecamatan code (digits only), or None."""
    return _names().get(code)


def regency_by_name(text: str) -> str | None:
    """Return the code of a regency by its full name ("Kab. X", "Kota Y"), or None."""
    return _regencies().get(_expand_abbreviations(text))


def regency_by_code_or_name(text: str) -> str | None:
    """Return the code of a regency by its code or its full name, or None.

    >>> [regency_by_code_or_name(text) for text in ("32.14", "3214", "Kab. Purwakarta", "3299")]
    ['3214', '3214', '3214', None]
    """
    code = text.strip().replace(".", "")
    return code if len(code) == REGENCY and code in _names() else regency_by_name(text)


def guess_regency(text: str) -> str | None:
    """Return the code of a regency by its code or name; without its kind if the name is unique.

    >>> guess_regency("KAB. PURWAKARTA"), guess_regency("Purwakarta"), guess_regency("Bandung")
    ('3214', '3214', None)
    """
    codes = _codes_by_short_name().get(_short_name(_expand_abbreviations(text)), [])
    return regency_by_code_or_name(text) or (codes[0] if len(codes) == 1 else None)


def find_regencies(beginning: str) -> dict[str, str]:
    """Return the names by code of the regencies whose code or name begins with a text.

    A name without its kind is found if it is the only one.

    >>> find_regencies("32.14"), find_regencies("kota bandu")
    ({'3214': 'Kabupaten Purwakarta'}, {'3273': 'Kota Bandung'})
    >>> find_regencies("purwak"), find_regencies("bandung")
    ({'3214': 'Kabupaten Purwakarta'}, {})
    """
    digits, name = beginning.replace(".", ""), _expand_abbreviations(beginning)
    codes = {code for form, code in _regencies().items() if form.startswith(name)}
    codes |= {code for code in regency_codes() if digits and code.startswith(digits)}
    short = {
        code
        for form, codes in _codes_by_short_name().items()
        for code in codes
        if form.startswith(_short_name(name))
    }
    codes = codes or (short if len(short) == 1 else set())
    return {code: _names()[code] for code in sorted(codes)}


def suggest_regencies(text: str) -> list[str]:
    """Return the names, with their codes, of the regencies that a text may have meant.

    >>> suggest_regencies("bandung")
    ['Kabupaten Bandung (3204)', 'Kota Bandung (3273)']
    >>> suggest_regencies("Kab Purwakrta"), suggest_regencies("32.14.01")
    (['Kabupaten Purwakarta (3214)'], ['Kabupaten Purwakarta (3214)'])
    """
    short_names = {code: _short_name(form) for form, code in _regencies().items()}
    matches = get_close_matches(
        _short_name(_expand_abbreviations(text)), set(short_names.values()), n=1, cutoff=0.7
    )
    candidates = {code for code, name in short_names.items() if name in matches}
    candidates |= {text.replace(".", "")[:REGENCY]} & set(short_names)
    return [f"{_names()[code]} ({code})" for code in sorted(candidates)]


def _expand_abbreviations(text: str) -> str:
    return " ".join(_SHORT.get(word, word) for word in normal_form(text).split())


def _short_name(form: str) -> str:
    """Return a regency's name without its kind: BANDUNG is a kabupaten and a kota."""
    return "".join(word for word in form.split() if word not in _KINDS)
