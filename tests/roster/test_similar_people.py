"""Two NIKs a slip apart under one birth date and nearly one name: asked, never decided."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from roster.builders import BORN, LINMAS, Row, codes_of, judge, nik, people, person, roster

NAME = "Nama Lengkap"
FIRST: Row = {NAME: "Siti Aminah", "NIK": "3214011205909001"}

ALIKE: dict[str, Row] = {
    "another spelling, two digits turned": {NAME: "Sity Aminah", "NIK": "3214011205909010"},
    "the same name, one digit": {NAME: "SITI AMINAH", "NIK": "3214011205909007"},
    "the same name, two digits": {NAME: "Siti Aminah", "NIK": "3214011205909087"},
    "the same name, a slip in the kecamatan": {NAME: "Siti Aminah", "NIK": "3214101205909001"},
    "one word, two digits": {NAME: "Sitiaminah", "NIK": "3214011205909012"},
    "the words turned": {NAME: "Aminah, Siti", "NIK": "3214011205909005"},
    "another office": {**LINMAS, NAME: "Siti Aminnah", "NIK": "3214011205909005"},
}
APART: dict[str, Row] = {
    "another name": {NAME: "Siti Aisyah", "NIK": "3214011205909005"},
    "half of the name": {NAME: "Siti", "NIK": "3214011205909005"},
    "twins whose names rhyme": {NAME: "Sati Aminih", "NIK": "3214011205909005"},
    "three other digits": {NAME: "Siti Aminah", "NIK": "3214011205909886"},
    "another kecamatan": {NAME: "Siti Aminah", "NIK": nik(888, region="321417")},
    "another spelling and a slip in the kecamatan": {
        NAME: "Sity Aminah",
        "NIK": "3214101205909001",
    },
    "another birth date": {
        NAME: "Siti Aminah",
        "NIK": "3214011305909001",
        "Tanggal Lahir": date(1990, 5, 13),
    },
    "a NIK of 15 digits": {NAME: "Siti Aminah", "NIK": "321401120590900"},
    "no birth date": {NAME: "Siti Aminah", "NIK": "3214011205909005", "Tanggal Lahir": None},
    "no name": {NAME: None, "NIK": "3214011205909005"},
    "a civil servant": {NAME: "Siti Aminah", "NIK": "3214011205909005", "Status Pegawai": "PNS"},
    "the same NIK": {NAME: "Siti Aminah", "NIK": FIRST["NIK"]},
}


@pytest.mark.parametrize("case", ALIKE)
def test_one_person_with_a_slip_in_the_nik_is_asked_about_at_both_rows(
    case: str, tmp_path: Path
) -> None:
    judged = judge(roster(tmp_path, [person(1, **FIRST), person(2), person(3, **ALIKE[case])]))
    assert codes_of(judged) == [(2, "name-alike"), (4, "name-alike")]
    assert judged.held_back == frozenset()
    first, second = (found.message("en") for found in judged.findings)
    assert "at row 4" in first
    assert "at row 2" in second


@pytest.mark.parametrize("case", APART)
def test_people_who_differ_in_more_are_not_asked_about(case: str, tmp_path: Path) -> None:
    judged = judge(roster(tmp_path, [person(1, **FIRST), person(2), person(3, **APART[case])]))
    assert "name-alike" not in {code for _, code in codes_of(judged)}


def test_three_who_are_alike_are_told_of_each_other_once(tmp_path: Path) -> None:
    judged = judge(roster(tmp_path, people(3, **{NAME: "Siti Aminah"})))
    assert codes_of(judged) == [(2, "name-alike"), (3, "name-alike"), (4, "name-alike")]
    assert "row 2; row 4" in judged.findings[1].message("en")


@pytest.mark.parametrize(("crowd", "told"), [(100, True), (101, False)])
def test_a_birth_date_that_a_crowd_shares_was_filled_in(
    crowd: int, told: bool, tmp_path: Path
) -> None:
    rows = people(crowd, **{NAME: "Siti Aminah", "Tanggal Lahir": BORN, "TPS": None})
    assert ("name-alike" in {code for _, code in codes_of(judge(roster(tmp_path, rows)))}) is told
