"""Letters typed for digits in a NIK, and their readings that another cell of the row confirms.

O is read as 0, I and L as 1, S as 5, B as 8. A NIK has three parts, each with other evidence:

- the birth date and the sex confirm the six digits of both;
- the regency of the row confirms the first four digits, its kecamatan the next two;
- nothing confirms the serial: a wrong digit there is another person's NIK.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pemilu_cover.reference import regions
from pemilu_cover.values import nik
from pemilu_cover.values.text import normal_form

_SERIAL = 12
_KINDS_OF_PLACE = ("KECAMATAN ", "KEC ", "DISTRIK ")
# The columns that confirm a reading.
COLUMNS = ("nik", "birth_date", "sex", "start", "regency", "kecamatan")


def confirmed(reading: str, row: Mapping[str, Any]) -> bool:
    """Return whether the row confirms every letter of its NIK that ``reading`` has as a digit.

    >>> from datetime import date
    >>> row = {"nik": "32140112O5900012", "birth_date": date(1990, 5, 12), "sex": "L", "start": None}
    >>> row |= {"regency": "3214", "kecamatan": "Purwakarta"}
    >>> confirmed("3214011205900012", row), confirmed("3214011205900012", row | {"sex": "P"})
    (True, False)
    >>> confirmed("3214011205900015", row | {"nik": "321401120590001S"})
    False
    """
    typed = nik.compact(row["nik"] or "")
    letters = [at for at, (was, is_) in enumerate(zip(typed, reading, strict=False)) if was != is_]
    if len(typed) != len(reading) or not letters or letters[-1] >= _SERIAL:
        return False
    reading_nik, born = nik.Nik(reading), row["birth_date"]
    if born is None or row["sex"] != reading_nik.sex:
        return False
    if reading_nik.birth_date(on=row["start"] or born) != born:
        return False
    return letters[0] >= regions.KECAMATAN or _is_of_region(reading_nik.region, letters, row)


def _is_of_region(region: str, letters: list[int], row: Mapping[str, Any]) -> bool:
    if not row["regency"] or region[: regions.REGENCY] != row["regency"]:
        return False
    if not any(regions.REGENCY <= at < regions.KECAMATAN for at in letters):
        return region in regions.kecamatan_codes()
    words = normal_form(row["kecamatan"] or "")
    for kind in _KINDS_OF_PLACE:
        words = words.removeprefix(kind)
    return bool(words) and normal_form(regions.region_name(region) or "") == words
