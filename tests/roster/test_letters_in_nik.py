"""Letters typed for digits in a NIK: read only where the row confirms each of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from roster.builders import BORN, Row, judge, nik, person, roster
from support.run import invoke

from pemilu_cover.roster.fields import nik_letters

NIK = nik(1)  # 321401 120590 9001
IN_PLERED: Row = {"Kab/Kota": "Kabupaten Purwakarta", "Kecamatan": "Purwakarta"}


def with_letter(at: int, letter: str) -> str:
    return NIK[:at] + letter + NIK[at + 1 :]


# Where the letter is, what the row says, and whether the reading is confirmed.
READINGS: list[tuple[str, Row, bool]] = [
    (with_letter(8, "O"), {}, True),  # the month of birth
    (with_letter(6, "l"), {}, True),  # the day
    (with_letter(11, "O"), {}, True),  # the year
    (with_letter(8, "O"), {"L/P": "P"}, False),
    (with_letter(8, "O"), {"L/P": ""}, False),
    (with_letter(8, "O"), {"Tanggal Lahir": None}, False),
    (with_letter(13, "O"), {}, False),  # the serial
    (with_letter(15, "I"), {}, False),
    (with_letter(15, "S"), {}, False),
    (with_letter(2, "l"), {"Kab/Kota": ""}, False),  # a regency of which nobody else tells
    (with_letter(2, "l"), IN_PLERED, True),
    (with_letter(2, "l"), {"Kab/Kota": "Kabupaten Garut"}, False),
    (with_letter(4, "O"), IN_PLERED, True),  # 321401 is kecamatan Purwakarta
    (with_letter(4, "O"), {**IN_PLERED, "Kecamatan": "Plered"}, False),
    (with_letter(4, "O"), {"Kecamatan": "Purwakarta"}, False),
]


@pytest.mark.parametrize(("typed", "says", "confirmed"), READINGS)
def test_letters__in_a_nik__are_read_where_the_row_confirms_them(
    typed: str, says: Row, confirmed: bool, tmp_path: Path
) -> None:
    path = roster(tmp_path, [person(1, NIK=typed, **says), person(2, **says)])
    (found,) = (each for each in judge(path).findings if each.code == "nik-letters")
    assert found.suggestion == (NIK if confirmed else None)
    fixed = judge(path, fixes=["nik-letters"])
    assert [change.cell for change in fixed.auto_fixes] == ([NIK] if confirmed else [])


def test_letters__in_the_serial__are_not_suggested_on_the_screen(tmp_path: Path) -> None:
    path = roster(tmp_path, [person(1, NIK=with_letter(15, "I")), person(2)])
    done = invoke("check", path, "--json")
    (found,) = (each for each in done.json["findings"] if each["code"] == "nik-letters")
    assert found["suggestion"] is None


@given(st.sets(st.integers(0, 15), min_size=1), st.sampled_from("OQILSB"))
def test_letters__anywhere_in_the_serial__are_never_confirmed(
    places: set[int], letter: str
) -> None:
    typed = "".join(letter if at in places else digit for at, digit in enumerate(NIK))
    row = {"nik": typed, "birth_date": BORN, "sex": "L", "start": None}
    row |= {"regency": "3214", "kecamatan": "Purwakarta"}
    assert nik_letters.confirmed(NIK, row) <= (max(places) < len("321401120590"))
