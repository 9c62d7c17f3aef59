"""Two NIKs with a slip, one birth date and similar names: a warning, never a decision."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from roster.builders import codes_of, roster, validate
from support.people import BORN, LINMAS, Row, nik, people, person

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
DISSIMILAR: dict[str, Row] = {
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
def test_similar_people__one_slip_in_the_nik__warns_at_both_rows(case: str, tmp_path: Path) -> None:
    validation = validate(
        roster(tmp_path, [person(1, **FIRST), person(2), person(3, **ALIKE[case])])
    )
    assert codes_of(validation) == [(2, "name-alike"), (4, "name-alike")]
    assert validation.held_back == frozenset()
    first, second = (finding.message("en") for finding in validation.findings)
    assert "at row 4" in first
    assert "at row 2" in second


@pytest.mark.parametrize("case", DISSIMILAR)
def test_similar_people__larger_difference__has_no_finding(case: str, tmp_path: Path) -> None:
    validation = validate(
        roster(tmp_path, [person(1, **FIRST), person(2), person(3, **DISSIMILAR[case])])
    )
    assert "name-alike" not in {code for _, code in codes_of(validation)}


def test_similar_people__three_alike__each_names_the_others_once(tmp_path: Path) -> None:
    validation = validate(roster(tmp_path, people(3, **{NAME: "Siti Aminah"})))
    assert codes_of(validation) == [(2, "name-alike"), (3, "name-alike"), (4, "name-alike")]
    assert "row 2; row 4" in validation.findings[1].message("en")


@pytest.mark.parametrize(("crowd", "is_reported"), [(100, True), (101, False)])
def test_similar_people__birth_date_of_a_crowd__is_not_compared(
    crowd: int, is_reported: bool, tmp_path: Path
) -> None:
    rows = people(crowd, **{NAME: "Siti Aminah", "Tanggal Lahir": BORN, "TPS": None})
    assert (
        "name-alike" in {code for _, code in codes_of(validate(roster(tmp_path, rows)))}
    ) is is_reported
