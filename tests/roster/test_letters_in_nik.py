"""Letters typed for digits in a NIK: read only where the row confirms each of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from roster.builders import roster, validate
from support.people import BORN, Row, nik, person
from support.run import invoke

from pemilu_cover.roster.fields import nik_letters

NIK = nik(1)  # 321401 120590 9001
IN_PLERED: Row = {"Kab/Kota": "Kabupaten Purwakarta", "Kecamatan": "Purwakarta"}


def with_letter(at: int, letter: str) -> str:
    return NIK[:at] + letter + NIK[at + 1 :]


# The NIK with a letter, and the other cells of the row.
CONFIRMED: list[tuple[str, Row]] = [
    (with_letter(8, "O"), {}),  # the month of birth
    (with_letter(6, "l"), {}),  # the day
    (with_letter(11, "O"), {}),  # the year
    (with_letter(2, "l"), IN_PLERED),
    (with_letter(4, "O"), IN_PLERED),  # 321401 is kecamatan Purwakarta
]
UNCONFIRMED: list[tuple[str, Row]] = [
    (with_letter(8, "O"), {"L/P": "P"}),
    (with_letter(8, "O"), {"L/P": ""}),
    (with_letter(8, "O"), {"Tanggal Lahir": None}),
    (with_letter(13, "O"), {}),  # the serial
    (with_letter(15, "I"), {}),
    (with_letter(15, "S"), {}),
    (with_letter(2, "l"), {"Kab/Kota": ""}),  # a regency without any other evidence
    (with_letter(2, "l"), {"Kab/Kota": "Kabupaten Garut"}),
    (with_letter(4, "O"), {**IN_PLERED, "Kecamatan": "Plered"}),
    (with_letter(4, "O"), {"Kecamatan": "Purwakarta"}),
]


@pytest.mark.parametrize(("typed", "cells"), CONFIRMED)
def test_letters__in_a_nik__are_read_where_the_row_confirms_them(
    typed: str, cells: Row, tmp_path: Path
) -> None:
    path = roster(tmp_path, [person(1, NIK=typed, **cells), person(2, **cells)])
    (finding,) = (each for each in validate(path).findings if each.code == "nik-letters")
    assert finding.suggestion == NIK
    fixed = validate(path, fixes=["nik-letters"])
    assert [change.cell for change in fixed.auto_fixes] == [NIK]


@pytest.mark.parametrize(("typed", "cells"), UNCONFIRMED)
def test_letters__not_confirmed_by_the_row__are_neither_suggested_nor_read(
    typed: str, cells: Row, tmp_path: Path
) -> None:
    path = roster(tmp_path, [person(1, NIK=typed, **cells), person(2, **cells)])
    validation = validate(path, fixes=["nik-letters"])
    (finding,) = (each for each in validation.findings if each.code == "nik-letters")
    assert finding.suggestion is None
    assert not validation.auto_fixes


def test_letters__in_the_serial__are_not_suggested_on_the_screen(tmp_path: Path) -> None:
    path = roster(tmp_path, [person(1, NIK=with_letter(15, "I")), person(2)])
    done = invoke("check", path, "--json")
    (finding,) = (each for each in done.json["findings"] if each["code"] == "nik-letters")
    assert finding["suggestion"] is None


@given(st.sets(st.integers(0, 15), min_size=1), st.sampled_from("OQILSB"))
def test_letters__anywhere_in_the_serial__are_never_confirmed(
    places: set[int], letter: str
) -> None:
    typed = "".join(letter if at in places else digit for at, digit in enumerate(NIK))
    row = {"nik": typed, "birth_date": BORN, "sex": "L", "start": None}
    row |= {"regency": "3214", "kecamatan": "Purwakarta"}
    assert nik_letters.confirmed(NIK, row) <= (max(places) < len("321401120590"))
