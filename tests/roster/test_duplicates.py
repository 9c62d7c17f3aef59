"""One NIK on several rows: the same person again, two people, or one person in two offices."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from roster.builders import codes_of, grid, roster, validate, workbook
from support.people import LINMAS, NON_ASN, PPK, Cell, Row, nik, person
from support.run import invoke

NAME = "Nama Lengkap"


def again(number: int = 1, /, **changes: Cell) -> Row:
    """Return the first person once more, under another running number."""
    return person(1, No=number, **changes)


def enrolled(folder: Path, *rows: Row) -> list[int]:
    """Return the Excel rows that are enrolled."""
    return validate(roster(folder, rows)).enrolled["row"].to_list()


def test_duplicate__same_contract_twice__keeps_the_first_row(tmp_path: Path) -> None:
    validation = validate(roster(tmp_path, [person(1), person(2), again(3), again(4)]))
    assert codes_of(validation) == [(4, "duplicate"), (5, "duplicate")]
    assert validation.enrolled["row"].to_list() == [2, 3]


@pytest.mark.parametrize(
    "fault",
    [{"Honor": "delapan ratus"}, {"Tanggal Lahir": None}, {"Tgl Selesai": date(2024, 11, 1)}],
)
def test_duplicate__first_row_with_an_error__keeps_the_second(fault: Row, tmp_path: Path) -> None:
    """Otherwise both rows of a person would be held back, without any cover."""
    rows = [again(1, **fault), person(2), again(3)]
    validation = validate(roster(tmp_path, rows))
    assert validation.enrolled["row"].to_list() == [3, 4]
    assert (2, "duplicate") in codes_of(validation)


def test_duplicate__first_row_with_a_warning__keeps_the_first(tmp_path: Path) -> None:
    assert enrolled(tmp_path, again(1, Email="x"), again(2)) == [2]


def test_duplicate__first_row_with_a_warning_under_strict__keeps_the_second(tmp_path: Path) -> None:
    validation = validate(roster(tmp_path, [again(1, Email="x"), again(2)]), strict=True)
    assert validation.enrolled["row"].to_list() == [3]


def test_duplicate__both_rows_with_errors__is_the_second(tmp_path: Path) -> None:
    validation = validate(
        roster(tmp_path, [again(1, Honor="delapan ratus"), again(2, Honor="delapan ratus")])
    )
    assert codes_of(validation) == [
        (2, "wage-unreadable"),
        (3, "duplicate"),
        (3, "wage-unreadable"),
    ]


SPELLINGS = {
    "capitals": "BUDI ARIFIN",
    "a letter": "Budy Arifin",
    "two letters": "Boedi Ariffin",
    "a degree": "Budi Arifin, S.Pd.",
    "spaces": "Budi  Arifin ",
    "part of the name": "Budi",
    "more of the name": "Budi Arifin Santoso",
    "another order": "Arifin Budi",
    "an apostrophe": "Bud'i Arifin",
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_duplicate__two_spellings_of_one_name__is_one_person(spelling: str, tmp_path: Path) -> None:
    rows = [person(1, **{NAME: "Budi Arifin"}), again(2, **{NAME: SPELLINGS[spelling]})]
    validation = validate(roster(tmp_path, rows))
    assert codes_of(validation) == [(3, "duplicate")]


@pytest.mark.parametrize("name", ["Imas Kusnadi", "Siti Aminah", "Budiman", "Arif"])
def test_shared_nik__two_people__holds_both_back(name: str, tmp_path: Path) -> None:
    rows = [person(1, **{NAME: "Budi Arifin"}), person(2), again(3, **{NAME: name})]
    validation = validate(roster(tmp_path, rows))
    assert codes_of(validation) == [(2, "nik-two-people"), (4, "nik-two-people")]
    assert validation.enrolled["row"].to_list() == [3]


def test_shared_nik__two_people__each_finding_names_the_other_row(tmp_path: Path) -> None:
    validation = validate(roster(tmp_path, [person(1), person(2, NIK=nik(1))]))
    first, second = (finding.message("en") for finding in validation.findings)
    assert "row 3" in first
    assert "row 2" in second


def test_duplicate__many_rows__names_three_places_and_more(tmp_path: Path) -> None:
    rows = [person(1), *(person(number, NIK=nik(1)) for number in range(2, 7))]
    message = validate(roster(tmp_path, rows)).findings[0].message("id")
    assert "baris 3; baris 4; baris 5 …" in message
    assert "baris 6" not in message


def test_duplicate__rows_in_two_files__names_both_files(tmp_path: Path) -> None:
    first = roster(tmp_path, [person(2), person(1)], name="plered.xlsx")
    second = roster(tmp_path, [person(1)], name="sukatani.xlsx", sheet="KPPS")
    (finding,) = validate(first, second).findings
    assert (finding.file, finding.sheet, finding.row, finding.code) == (
        "sukatani.xlsx",
        "KPPS",
        2,
        "duplicate",
    )
    assert "plered.xlsx, DATA ADHOC, row 3" in finding.message("en")


def test_duplicate__rows_on_two_sheets__names_the_sheet(tmp_path: Path) -> None:
    sheets = {"Plered": grid([person(1)]), "Sukatani": grid([again(1)])}
    (finding,) = validate(workbook(tmp_path / "two.xlsx", sheets)).findings
    assert (finding.sheet, finding.code) == ("Sukatani", "duplicate")
    assert "Plered, row 2" in finding.message("en")


def test_duplicate__nik_in_two_notations__is_one_nik(tmp_path: Path) -> None:
    typed = f"'{nik(1)[:6]} {nik(1)[6:12]}.{nik(1)[12:]}"
    validation = validate(roster(tmp_path, [person(1), again(2, NIK=typed)]))
    assert codes_of(validation) == [(3, "duplicate")]


def test_two_roles__overlapping_terms__warns_at_both_rows(tmp_path: Path) -> None:
    validation = validate(roster(tmp_path, [person(1), again(2, **LINMAS)]))
    assert codes_of(validation) == [(2, "two-roles"), (3, "two-roles")]
    assert validation.enrolled.height == 2
    first, second = (finding.message("id") for finding in validation.findings)
    assert "Petugas Ketertiban TPS" in first
    assert "Anggota KPPS" in second


@pytest.mark.parametrize(
    ("start", "end", "overlap"),
    [
        (date(2024, 5, 16), date(2024, 11, 6), False),
        (date(2024, 5, 16), date(2024, 11, 7), True),
        (date(2024, 12, 8), date(2025, 1, 27), True),
        (date(2024, 12, 9), date(2025, 1, 27), False),
        (date(2024, 5, 16), date(2025, 1, 27), True),
    ],
)
def test_two_roles__consecutive_terms__have_no_finding(
    start: date, end: date, overlap: bool, tmp_path: Path
) -> None:
    second = again(2, **{**PPK, "Tgl Mulai": start, "Tgl Selesai": end})
    validation = validate(roster(tmp_path, [person(1), second]))
    assert codes_of(validation) == ([(2, "two-roles"), (3, "two-roles")] if overlap else [])


def test_two_roles__three_overlapping_terms__each_names_the_others(tmp_path: Path) -> None:
    validation = validate(roster(tmp_path, [person(1), again(2, **LINMAS), again(3, **PPK)]))
    assert codes_of(validation) == [(row, "two-roles") for row in (2, 2, 3, 3, 4, 4)]


def test_duplicate__excluded_civil_servant__has_no_finding(tmp_path: Path) -> None:
    marked = {"Status Pegawai": "PNS"}
    validation = validate(roster(tmp_path, [person(1, **marked), again(2, **marked), again(3)]))
    assert codes_of(validation) == [(2, "asn-excluded"), (3, "asn-excluded"), (4, "asn-billed")]
    assert validation.enrolled["row"].to_list() == [4]
    assert "row 2; row 3" in validation.findings[-1].message("en")


@pytest.mark.parametrize("stub", ["", "3214", nik(1)[:15], nik(1) + "0"])
def test_duplicate__invalid_nik__is_not_compared(stub: str, tmp_path: Path) -> None:
    validation = validate(roster(tmp_path, [person(1, NIK=stub), person(2, NIK=stub)]))
    assert {code for _, code in codes_of(validation)} <= {"nik-missing", "nik-length"}


def test_duplicate__nik_typed_as_a_number__is_not_compared(tmp_path: Path) -> None:
    lost = int(nik(1)[:15] + "0")
    validation = validate(roster(tmp_path, [person(1, NIK=lost), person(2, NIK=lost)]))
    assert codes_of(validation) == [(2, "nik-number"), (3, "nik-number")]


def test_shared_nik__one_missing_name__is_not_two_people(tmp_path: Path) -> None:
    validation = validate(roster(tmp_path, [again(1, **{NAME: ""}), again(2)]))
    assert codes_of(validation) == [(2, "duplicate"), (2, "name-missing")]
    assert validation.enrolled["row"].to_list() == [3]


def test_duplicate__equal_name_and_birth_date_only__has_no_finding(tmp_path: Path) -> None:
    rows = [person(1), person(2, **{NAME: person(1)[NAME], "NIK": nik(2, region="321402")})]
    assert validate(roster(tmp_path, rows)).held_back == frozenset()


def test_shared_nik__swapped_day_and_month__is_not_two_people(
    tmp_path: Path,
) -> None:
    swapped: Row = {NAME: "Boedi Ariffin", "Tanggal Lahir": date(1990, 12, 5)}
    validation = validate(roster(tmp_path, [person(1), again(2, **swapped)]))
    assert codes_of(validation) == [(3, "birth-swapped"), (3, "duplicate")]


@pytest.mark.parametrize("born", [date(1990, 5, 11), date(1991, 12, 5), date(1990, 6, 12)])
def test_shared_nik__other_birth_date_and_spelling__is_two_people(
    born: date, tmp_path: Path
) -> None:
    second = again(2, **{NAME: "Boedi Ariffin", "Tanggal Lahir": born})
    validation = validate(roster(tmp_path, [person(1), second]))
    assert codes_of(validation) == [(2, "nik-two-people"), (3, "birth-nik"), (3, "nik-two-people")]


def test_asn_billed__nik_of_an_excluded_row__warns_at_the_billed_row(
    tmp_path: Path,
) -> None:
    rows = [person(1), person(2), again(3, **{"Status Pegawai": "PNS", NAME: "Imas Kusnadi"})]
    validation = validate(roster(tmp_path, rows))
    assert codes_of(validation) == [(2, "asn-billed"), (4, "asn-excluded")]
    assert validation.enrolled["row"].to_list() == [2, 3]


# ---- one NIK, two people -------------------------------------------------------------------------

MOTHER, BIRTHPLACE = "Nama Ibu Kandung", "Tempat Lahir"
INDAH: Row = {NAME: "Indah", MOTHER: "Rina Utami", BIRTHPLACE: "Purwakarta"}
HANDAYANI: Row = {NAME: "Indah Handayani", MOTHER: "Sri Rahayu", BIRTHPLACE: "Garut"}


@pytest.mark.parametrize("role", [{}, LINMAS, PPK])
def test_one_nik__short_and_long_name_of_other_origin__are_two_people(
    role: Row, tmp_path: Path
) -> None:
    validation = validate(
        roster(tmp_path, [person(1, **INDAH), again(2, **HANDAYANI, **role), person(3)])
    )
    assert codes_of(validation) == [(2, "nik-two-people"), (3, "nik-two-people")]
    assert validation.enrolled["row"].to_list() == [4]


def test_one_nik__short_and_long_name_of_one_origin__is_one_person_in_two_roles(
    tmp_path: Path,
) -> None:
    same = {MOTHER: "Rina Utami", BIRTHPLACE: "Purwakarta"}
    rows = [person(1, **INDAH), again(2, **{**HANDAYANI, **same}, **LINMAS)]
    validation = validate(roster(tmp_path, rows))
    assert codes_of(validation) == [(2, "two-roles"), (3, "two-roles")]


@pytest.mark.parametrize("role", [{}, LINMAS])
def test_one_nik__mixed_evidence__is_uncertain_and_names_the_cells(
    role: Row, tmp_path: Path
) -> None:
    second = again(2, **{**INDAH, MOTHER: "Sri Rahayu", NAME: "Indah Handayani"}, **role)
    validation = validate(roster(tmp_path, [person(1, **INDAH), second]))
    assert codes_of(validation) == [(2, "nik-one-or-two"), (3, "nik-one-or-two")]
    assert validation.enrolled.height == 0
    assert "nama ibu" in validation.findings[0].message("id")
    assert "mother's name" in validation.findings[0].message("en")


def test_one_nik__of_one_person_twice_and_of_another__keeps_all_three_out(tmp_path: Path) -> None:
    rows = [person(1), again(2), again(3, **{NAME: "Imas Kusnadi"})]
    validation = validate(roster(tmp_path, rows))
    assert codes_of(validation) == [(row, "nik-two-people") for row in (2, 3, 4)]


def test_one_nik__on_every_row__is_reported_without_comparing_all_pairs(tmp_path: Path) -> None:
    """A NIK filled down over a long list: 3,000 rows would have 4.5 million pairs."""
    rows = [person(number, NIK=nik(1)) for number in range(1, 3_001)]
    validation = validate(roster(tmp_path, rows))
    assert validation.enrolled.height == 0
    assert {code for _, code in codes_of(validation)} >= {"nik-two-people"}


# ---- which row stays -----------------------------------------------------------------------------

UNPRICEABLE = {"Tgl Mulai": date(2014, 11, 7), "Tgl Selesai": date(2014, 12, 8)}


@pytest.mark.parametrize("bad", [1, 2, 3])
def test_duplicate__of_a_row_without_a_rate__is_enrolled(bad: int, tmp_path: Path) -> None:
    rows = [again(number, **(UNPRICEABLE if number == bad else {})) for number in (1, 2, 3)]
    validation = validate(roster(tmp_path, rows))
    (enrolled,) = validation.enrolled["row"].to_list()
    assert enrolled == (3 if bad == 1 else 2)
    assert (bad + 1, "rate-missing") in codes_of(validation)


def test_duplicate__held_back__names_an_enrolled_row(tmp_path: Path) -> None:
    rows = [again(1, **UNPRICEABLE), again(2, Honor="x"), again(3), again(4)]
    validation = validate(roster(tmp_path, rows))
    assert validation.enrolled["row"].to_list() == [4]
    for finding in validation.findings:
        assert finding.code != "duplicate" or "baris 4" in finding.message("id")


# ---- terms of one role ---------------------------------------------------------------------------

PPS = {"Jabatan": "Anggota PPS", "Honor": 1_150_000}


def term(start: date, end: date) -> Row:
    return {**PPS, "Tgl Mulai": start, "Tgl Selesai": end}


MARCH = term(date(2020, 3, 23), date(2020, 3, 31))


@pytest.mark.parametrize(
    ("second", "codes"),
    [
        (term(date(2020, 6, 15), date(2021, 1, 31)), []),
        (term(date(2020, 4, 1), date(2020, 12, 31)), []),  # the next day: a contract that follows
        (term(date(2020, 3, 31), date(2020, 12, 31)), [(3, "duplicate")]),
        (term(date(2020, 3, 1), date(2020, 12, 31)), [(3, "duplicate")]),
        (MARCH, [(3, "duplicate")]),
    ],
)
def test_terms__of_one_role__are_contracts_of_their_own_unless_they_overlap(
    second: Row, codes: list[tuple[int, str]], tmp_path: Path
) -> None:
    rows = [again(1, **MARCH), again(2, **second)]
    validation = validate(roster(tmp_path, rows), election="pilkada-2020")
    assert codes_of(validation) == codes
    assert validation.enrolled.height == 2 - len(codes)


@pytest.mark.parametrize("slip", [1, 2])
def test_terms__that_differ_by_the_year_alone__are_one_contract_with_a_slip(
    slip: int, tmp_path: Path
) -> None:
    """The year before has rates, too: the person would be billed twice. The row of this election stays."""
    year = {"Tgl Mulai": date(2023, 11, 7), "Tgl Selesai": date(2023, 12, 8)}
    rows = [again(number, **(year if number == slip else {})) for number in (1, 2)]
    validation = validate(roster(tmp_path, rows), election="pilkada-2024")
    assert validation.enrolled["row"].to_list() == [2 if slip == 2 else 3]
    assert (slip + 1, "duplicate") in codes_of(validation)


def test_terms__of_staff_for_each_year__are_contracts_of_their_own(tmp_path: Path) -> None:
    years = [
        {**NON_ASN, "Tgl Mulai": date(year, 1, 1), "Tgl Selesai": date(year, 12, 31)}
        for year in (2023, 2024)
    ]
    validation = validate(roster(tmp_path, [again(at, **year) for at, year in enumerate(years)]))
    assert codes_of(validation) == []
    assert validation.enrolled.height == 2


CASES = Path(__file__).parent / "shapes" / "files"
# The rows that are enrolled, and those that are not.
COUNTS = {"duplicate_of_unpriceable.csv": (2, 1), "two_terms_one_role.csv": (2, 0)}


@pytest.mark.parametrize("way", [(), ("--output-format", "csv")])
@pytest.mark.parametrize("name", COUNTS)
def test_enrol__rows_of_one_nik__have_equal_findings_with_and_without_batches(
    way: tuple[str, ...], name: str, tmp_path: Path
) -> None:
    done = invoke("enrol", CASES / name, "--out", tmp_path / "out", "--json", *way)
    assert (done.json["enrolled"], done.json["held_back"]) == COUNTS[name]
    assert done.status == min(done.json["held_back"], 1)
