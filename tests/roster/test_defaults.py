"""Defaults of empty cells, values fixed by an agreement, and the choice of the election."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from roster.builders import codes_of, refusal, roster, rows_of, validate
from support.people import END, KPU, NON_ASN, PPK, START, Cell, Row, people, person

from pemilu_cover.enrolment.validation import ValidatedRoster

TERM_OF_PEMILU = {"Tgl Mulai": date(2024, 1, 25), "Tgl Selesai": date(2024, 2, 25)}
TERM_OF_2020 = {"Tgl Mulai": date(2020, 11, 24), "Tgl Selesai": date(2020, 12, 23)}
NO_DATES: Row = {"Tgl Mulai": None, "Tgl Selesai": None}


def without(row: Row, *headers: str) -> Row:
    return {header: cell for header, cell in row.items() if header not in headers}


def election(validation: ValidatedRoster) -> tuple[str, str]:
    """Return the chosen election, and the reason."""
    return validation.terms.election.id, validation.terms.election_because.en


# ---- cells that the election fills ----------------------------------------------------------------

HONORARIA = {  # Pilkada 2024: S-647/MK.02/2022 and S-715/MK.02/2022
    "Ketua KPPS": 900_000,
    "Anggota KPPS": 850_000,
    "Petugas Ketertiban TPS": 650_000,
    "Pengawas TPS": 800_000,
    "PKD": 1_100_000,
    "Ketua PPK": 2_500_000,
    "Staf Sekretariat PPS": 1_050_000,
}


@pytest.mark.parametrize("role", HONORARIA)
def test_wage__empty_cell__is_the_honorarium_with_a_finding(role: str, tmp_path: Path) -> None:
    validation = validate(
        roster(tmp_path, [person(1, Jabatan=role, Honor=None)]), election="pilkada-2024"
    )
    assert rows_of(validation, "wage_sen", "wage_source") == [(HONORARIA[role] * 100, "default")]
    (finding,) = [finding for finding in validation.findings if finding.code == "wage-default"]
    assert f"Rp{HONORARIA[role]:,}".replace(",", ".") in finding.message("id")
    assert "Surat Menteri Keuangan" in finding.message("id")


def test_dates__empty_cells__are_the_term_of_the_role_with_findings(tmp_path: Path) -> None:
    validation = validate(roster(tmp_path, [person(1, **{**PPK, **NO_DATES})]))
    assert rows_of(validation, "start", "end", "start_source", "end_source") == [
        (date(2024, 5, 16), date(2025, 1, 27), "default", "default")
    ]
    assert codes_of(validation) == [(2, "end-default"), (2, "start-default")]
    assert {day for day in ("16-05-2024", "27-01-2025") for finding in validation.findings
            if day in finding.message("en")} == {"16-05-2024", "27-01-2025"}  # fmt: skip


def test_dates__one_empty_cell__only_that_is_filled(tmp_path: Path) -> None:
    validation = validate(
        roster(tmp_path, [person(1, **{"Tgl Mulai": date(2024, 11, 20), "Tgl Selesai": "-"})])
    )
    assert rows_of(validation, "start", "end") == [(date(2024, 11, 20), END)]
    assert codes_of(validation) == [(2, "end-default")]


def test_defaults__person_with_defaults__is_enrolled(tmp_path: Path) -> None:
    validation = validate(roster(tmp_path, [person(1, Honor=None, **NO_DATES)]))
    assert validation.enrolled.height == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({**NON_ASN, "Honor": None}, "wage-missing"),
        ({**KPU, "Tgl Mulai": None}, "start-missing"),
        ({**KPU, "Tgl Selesai": None}, "end-missing"),
        ({"Jabatan": "Staf PPK", "Honor": 1_300_000, **NO_DATES}, "start-missing"),
    ],
)
def test_defaults__role_without_election_values__are_missing(
    change: Row, code: str, tmp_path: Path
) -> None:
    validation = validate(roster(tmp_path, [person(1, **change)]))
    assert (2, code) in codes_of(validation)
    assert validation.enrolled.height == 0


@pytest.mark.parametrize(
    ("header", "typed", "code"),
    [
        ("Honor", "delapan ratus", "wage-unreadable"),
        ("Honor", 0, "wage-not-positive"),
        ("Tgl Mulai", "November", "start-unreadable"),
        ("Tgl Selesai", "8/12", "end-unreadable"),
    ],
)
def test_defaults__unreadable_cell__is_not_filled(
    header: str, typed: Cell, code: str, tmp_path: Path
) -> None:
    validation = validate(roster(tmp_path, [person(1, **{header: typed})]))
    assert codes_of(validation) == [(2, code)]
    assert validation.enrolled.height == 0


def test_defaults__unknown_role__are_missing(tmp_path: Path) -> None:
    validation = validate(
        roster(tmp_path, [person(1, Jabatan="Juru Kunci", Honor=None, **NO_DATES)])
    )
    assert rows_of(validation, "wage_sen", "start", "end") == [(None, None, None)]
    assert (2, "role-unknown") in codes_of(validation)


def test_missing_column__many_people__is_reported_once(tmp_path: Path) -> None:
    rows = [without(row, "Honor", "Tgl Mulai", "Tgl Selesai") for row in people(5)]
    validation = validate(roster(tmp_path, rows))
    assert rows_of(validation, "wage_sen", "start", "end") == [(85_000_000, START, END)] * 5
    assert codes_of(validation) == [(2, "column-missing")] * 3
    assert all("5" in finding.message("id") for finding in validation.findings)


def test_missing_column__with_defaults__holds_nobody_back(tmp_path: Path) -> None:
    validation = validate(roster(tmp_path, [without(row, "Honor") for row in people(3)]))
    assert validation.enrolled.height == 3


def test_missing_column__roles_without_defaults__is_an_error(tmp_path: Path) -> None:
    rows = [person(1), person(2, **NON_ASN)]
    validation = validate(roster(tmp_path, [without(row, "Honor") for row in rows]))
    assert codes_of(validation) == [(2, "column-missing"), (3, "wage-missing")]


# ---- the agreement --------------------------------------------------------------------------------


def agreement(folder: Path, text: str) -> Path:
    path = folder / "pks.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_agreement__fixed_values__replace_the_cells(tmp_path: Path) -> None:
    fixed = """
    [roles.KPPS_ANGGOTA]
    wage = 800_000
    start = 2024-11-10
    end = 2024-12-07
    """
    rows = [person(1), person(2, Honor=None, **NO_DATES), person(3, Honor="delapan ratus")]
    validation = validate(roster(tmp_path, rows), agreement=agreement(tmp_path, fixed))
    assert rows_of(validation, "wage_sen", "start", "end", "wage_source", "start_source") == [
        (80_000_000, date(2024, 11, 10), date(2024, 12, 7), "agreement", "agreement")
    ] * len(rows)
    assert validation.findings == []


def test_agreement__values_fixed_for_one_role__other_roles_keep_theirs(tmp_path: Path) -> None:
    fixed = "[roles.PKD]\nwage = 1_000_000"
    validation = validate(roster(tmp_path, [person(1)]), agreement=agreement(tmp_path, fixed))
    assert rows_of(validation, "wage_sen", "wage_source") == [(85_000_000, "cell")]


def test_agreement__role_without_an_election_wage__gets_the_fixed_wage(tmp_path: Path) -> None:
    fixed = "[roles.KPU_KAB_NONASN]\nwage = 2_500_000"
    row = person(1, **{**NON_ASN, "Honor": None})
    validation = validate(roster(tmp_path, [row]), agreement=agreement(tmp_path, fixed))
    assert rows_of(validation, "wage_sen") == [(250_000_000,)]
    assert validation.findings == []


# ---- which election -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "expected"),
    [({}, "pilkada-2024"), (TERM_OF_PEMILU, "pemilu-2024"), (TERM_OF_2020, "pilkada-2020")],
)
def test_election__contracts_within_its_terms__is_detected(
    term: Row, expected: str, tmp_path: Path
) -> None:
    validation = validate(roster(tmp_path, people(3, **term)))
    assert election(validation) == (expected, "from the contract dates")


def test_contracts__of_two_elections__each_belong_to_their_own(tmp_path: Path) -> None:
    rows = [*people(3, Honor=None, **TERM_OF_PEMILU), person(4, Honor=None), person(5, Honor=None)]
    validation = validate(roster(tmp_path, rows))
    assert election(validation)[0] == "pemilu-2024"
    assert rows_of(validation, "election", "wage_sen") == [
        *[("pemilu-2024", 110_000_000)] * 3,
        *[("pilkada-2024", 85_000_000)] * 2,
    ]
    assert {code for _, code in codes_of(validation)} == {"wage-default"}


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ({"Tgl Mulai": date(2024, 1, 25), "Tgl Selesai": None}, "pemilu-2024"),  # one day is enough
        ({"Tgl Mulai": None, "Tgl Selesai": date(2024, 2, 25)}, "pemilu-2024"),
        # Five days before the term begins: no other election's term is near.
        ({"Tgl Mulai": date(2024, 1, 20), "Tgl Selesai": date(2024, 2, 25)}, "pemilu-2024"),
        # The first day's year is wrong: the contract reaches into two terms.
        ({"Tgl Mulai": date(2023, 11, 7), "Tgl Selesai": date(2024, 12, 8)}, "pilkada-2024"),
        ({"Tgl Mulai": date(2024, 2, 25), "Tgl Selesai": date(2024, 1, 25)}, "pilkada-2024"),
        ({"Tgl Mulai": date(2022, 3, 1), "Tgl Selesai": date(2022, 3, 31)}, "pilkada-2024"),
        (NO_DATES, "pilkada-2024"),
        ({"Tgl Mulai": "kemarin", "Tgl Selesai": "besok"}, "pilkada-2024"),
    ],
)
def test_contract__by_its_dates__belongs_to_their_election_or_that_of_most(
    term: Row, expected: str, tmp_path: Path
) -> None:
    rows = [person(1, **term), *people(3)[1:]]
    validation = validate(roster(tmp_path, rows))
    assert rows_of(validation, "election")[0] == (expected,)


@pytest.mark.parametrize("order", [1, -1])
def test_contracts_without_dates__whatever_the_order__go_to_the_election_of_most(
    order: int, tmp_path: Path
) -> None:
    files = [
        roster(tmp_path, [person(1, **TERM_OF_PEMILU), person(2, **NO_DATES)], name="a.xlsx"),
        roster(tmp_path, [person(3), person(4)], name="b.xlsx"),
    ]
    validation = validate(*files[::order])
    elections = dict(rows_of(validation, "name", "election"))
    assert elections[person(2)["Nama Lengkap"]] == "pilkada-2024"
    assert election(validation) == ("pilkada-2024", "from the contract dates")


def test_election__day_fixed_by_the_agreement__decides_before_the_cell(tmp_path: Path) -> None:
    pks = agreement(tmp_path, "[roles.KPPS_ANGGOTA]\nstart = 2024-01-25\nend = 2024-02-25\n")
    validation = validate(roster(tmp_path, people(2)), agreement=pks)
    assert election(validation) == ("pemilu-2024", "from the contract dates")


def test_equally_many_contracts__decide_for_the_newest_election(tmp_path: Path) -> None:
    rows = [person(1, **TERM_OF_PEMILU), person(2), person(3, **NO_DATES)]
    assert election(validate(roster(tmp_path, rows)))[0] == "pilkada-2024"


@pytest.mark.parametrize(
    "term",
    [
        NO_DATES,
        {"Tgl Mulai": date(2022, 3, 1), "Tgl Selesai": date(2022, 3, 31)},
        {**KPU, "Tgl Mulai": date(2024, 1, 1), "Tgl Selesai": date(2024, 12, 31)},
    ],
)
def test_election__dates_of_no_election__is_the_newest(term: Row, tmp_path: Path) -> None:
    validation = validate(roster(tmp_path, people(2, **term)))
    assert election(validation) == ("pilkada-2024", "the newest election")


def test_election__option__overrides_the_dates(tmp_path: Path) -> None:
    validation = validate(roster(tmp_path, people(2)), election="pemilu-2024")
    assert election(validation) == ("pemilu-2024", "by --election")
    assert codes_of(validation) == [(2, "dates-outside-term"), (3, "dates-outside-term")]


def test_election__agreement__overrides_the_dates(tmp_path: Path) -> None:
    pks = agreement(tmp_path, 'election = "pilkada-2020"')
    validation = validate(roster(tmp_path, people(2)), agreement=pks)
    assert election(validation) == ("pilkada-2020", "by the agreement")


def test_election__option__overrides_the_agreement(tmp_path: Path) -> None:
    pks = agreement(tmp_path, 'election = "pilkada-2020"')
    validation = validate(roster(tmp_path, people(2)), agreement=pks, election="pilkada-2024")
    assert election(validation) == ("pilkada-2024", "by --election")


def test_election__unknown_option__is_refused_with_the_known_ones(tmp_path: Path) -> None:
    error = refusal(roster(tmp_path, people(1)), election="pilkada-2030")
    assert error
    assert error.code == "election-unknown"
    assert "pilkada-2024" in str(error)


@pytest.mark.parametrize(
    ("election", "wage"), [("pilkada-2024", 85_000_000), ("pemilu-2024", 110_000_000)]
)
def test_defaults__each_election__are_its_own(election: str, wage: int, tmp_path: Path) -> None:
    validation = validate(roster(tmp_path, [person(1, Honor=None)]), election=election)
    assert rows_of(validation, "wage_sen") == [(wage,)]


def test_ceiling__each_election__is_its_own(tmp_path: Path) -> None:
    rows = [
        person(1, Honor=1_100_000, **TERM_OF_PEMILU),
        person(2, Honor=1_100_001, **TERM_OF_PEMILU),
    ]
    assert codes_of(validate(roster(tmp_path, rows))) == [(3, "wage-ceiling")]


def test_ceiling__two_of_one_role__is_the_higher(tmp_path: Path) -> None:
    """In 2020 the chair of a PPK had 2,200,000 by S-735 and 2,500,000 by letter 138/2020."""
    dates: Row = {"Tgl Mulai": date(2020, 6, 15), "Tgl Selesai": date(2021, 1, 31)}
    rows = [
        person(1, **{**PPK, **dates, "Honor": 2_500_000}),
        person(2, **{**PPK, **dates, "Honor": 2_500_001, "Kecamatan": "Sukatani"}),
    ]
    assert codes_of(validate(roster(tmp_path, rows))) == [(3, "wage-ceiling")]
