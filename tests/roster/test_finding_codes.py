"""Every code that a row can have is caught end to end: in a workbook, at its row, column and cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from roster.builders import SHEET, grid, roster, validate, workbook
from support.parameters import first
from support.people import (
    BORN,
    CHAIR,
    KPPS,
    KPU,
    LINMAS,
    NON_ASN,
    PPK,
    Cell,
    Row,
    nik,
    people,
    person,
)

from pemilu_cover.commands.enrol import evaluate
from pemilu_cover.enrolment.validation import ValidatedRoster
from pemilu_cover.i18n.messages import messages
from pemilu_cover.roster.checks.fast_screen import doubts

FIRST_CELL = {
    "down": 2,
    "right": 2,
}  # the header starts at C3, so that no address is right by chance
HEADER_ROW = 3
BAD = 1  # of three people the second is the bad one
TWIN = {"NIK": nik(1), "Nama Lengkap": person(1)["Nama Lengkap"]}  # he is the first one again
COMPLETE = ("001", "003", "004", "005")  # four TPS of five, without the bad one's


@dataclass(frozen=True)
class Case:
    """A clean person's cells that are changed, the column that is named, the people it is named for.

    ``lacking`` is a column that the sheet does not have; ``among`` are clean people behind the
    first three, where a fault shows only beside them.
    """

    column: str
    change: Mapping[str, Cell]
    named: tuple[int, ...] = (BAD,)
    lacking: str = ""
    among: tuple[Row, ...] = ()

    @property
    def rows(self) -> list[Row]:
        """Three people, the bad one between two clean ones, and those behind them."""
        rows = [person(1), person(2, **self.change), person(3), *self.among]
        return [{key: row[key] for key in row if key != self.lacking} for row in rows]


CASES: dict[str, Case] = {
    "nik-missing": Case("NIK", {"NIK": None}),
    "formula-error": Case("NIK", {"NIK": "#REF!"}),
    "formula-error-optional": Case("No. HP", {"No. HP": "#N/A"}),
    "nik-letters": Case("NIK", {"NIK": nik(2)[:8] + "O" + nik(2)[9:]}),
    "nik-length": Case("NIK", {"NIK": nik(2)[:15]}),
    "nik-number": Case("NIK", {"NIK": int(nik(2)[:15] + "0")}),
    "nik-date": Case("NIK", {"NIK": "3214013113909002"}),
    "nik-serial": Case("NIK", {"NIK": nik(2)[:12] + "0000"}),
    "nik-region": Case("NIK", {"NIK": nik(2, region="549901")}),
    "nik-two-people": Case("NIK", {"NIK": nik(1)}, named=(0, BAD)),
    "nik-one-or-two": Case(
        "NIK", {**TWIN, "Nama Ibu Kandung": "Dewi Lestari", "Tempat Lahir": "Garut"}, named=(0, BAD)
    ),
    "duplicate": Case("NIK", TWIN),
    "two-roles": Case("Jabatan", {**TWIN, **LINMAS}, named=(0, BAD)),
    "name-alike": Case("NIK", {"Nama Lengkap": "Budi Ariffin"}, named=(0, BAD)),
    "asn-billed": Case("NIK", {}, among=(person(2, **{"Status Pegawai": "PNS"}),)),
    "unit-too-many": Case("TPS", CHAIR, named=(3,), among=(person(4, **CHAIR),)),
    "unit-too-few": Case(
        "TPS",
        {**LINMAS, "TPS": "002"},
        among=tuple(person(n, **LINMAS, TPS=tps) for n, tps in enumerate(COMPLETE * 2, start=4)),
    ),
    "unit-without": Case(
        "TPS",
        {"TPS": "002"},
        among=tuple(person(n, **CHAIR, TPS=tps) for n, tps in enumerate(COMPLETE, start=4)),
    ),
    "name-missing": Case("Nama Lengkap", {"Nama Lengkap": "-"}),
    "name-formula": Case("Nama Lengkap", {"Nama Lengkap": "=A1&B1"}),
    "name-characters": Case("Nama Lengkap", {"Nama Lengkap": "Cucu Arifin 2"}),
    "cell-control": Case("Alamat", {"Alamat": "Kp. Krajan \x1b[31m"}),
    "birth-missing": Case("Tanggal Lahir", {"Tanggal Lahir": None}),
    "birth-unreadable": Case("Tanggal Lahir", {"Tanggal Lahir": "13-05-90"}),
    "birth-implausible": Case(
        "Tanggal Lahir",
        {"Tanggal Lahir": date(2020, 5, 12), "NIK": nik(2, born=date(2020, 5, 12))},
    ),
    "birth-swapped": Case("Tanggal Lahir", {"Tanggal Lahir": date(1990, 12, 5)}),
    "birth-nik": Case("Tanggal Lahir", {"Tanggal Lahir": date(1991, 5, 12)}),
    "sex-nik": Case("L/P", {"L/P": "P"}),
    "sex-unreadable": Case("L/P", {"L/P": "Q"}),
    "regency-unknown": Case("Kabupaten/Kota", {"Kabupaten/Kota": "Kabupaten Atlantis"}),
    "age-outside": Case(
        "Tanggal Lahir",
        {"Tanggal Lahir": date(1960, 5, 12), "NIK": nik(2, born=date(1960, 5, 12))},
    ),
    "role-missing": Case("Jabatan", {"Jabatan": ""}),
    "role-unknown": Case("Jabatan", {"Jabatan": "Tukang Parkir"}),
    "role-ambiguous": Case("Jabatan", {"Jabatan": "Ketua"}),
    "role-not-in-election": Case("Jabatan", {"Jabatan": "Ketua PPLN", "Honor": 8_400_000}),
    "wage-impossible": Case("Honor", {"Honor": 8_500}),
    "wage-unlikely": Case("Honor", {**NON_ASN, "Honor": 28_000_000}),
    "wage-missing": Case("Honor", {**NON_ASN, "Honor": None}),
    "wage-default": Case("Honor", {"Honor": None}),
    "wage-unreadable": Case("Honor", {"Honor": "delapan ratus ribu"}),
    "wage-not-positive": Case("Honor", {"Honor": 0}),
    "wage-ceiling": Case("Honor", {"Honor": 850_001}),
    "wage-low": Case("Honor", {"Honor": 424_999}),
    "column-missing": Case("Honor", {}, named=(0,), lacking="Honor"),
    "start-missing": Case("Tgl Mulai", {**KPU, "Tgl Mulai": None}),
    "end-missing": Case("Tgl Selesai", {**KPU, "Tgl Selesai": None}),
    "start-default": Case("Tgl Mulai", {"Tgl Mulai": None}),
    "end-default": Case("Tgl Selesai", {"Tgl Selesai": None}),
    "start-unreadable": Case("Tgl Mulai", {"Tgl Mulai": "awal November"}),
    "end-unreadable": Case("Tgl Selesai", {"Tgl Selesai": "31-11-2024"}),
    "end-before-start": Case("Tgl Selesai", {"Tgl Selesai": date(2024, 11, 6)}),
    "contract-too-long": Case("Tgl Selesai", {**KPU, "Tgl Selesai": date(2029, 11, 8)}),
    "dates-outside-term": Case("Tgl Selesai", {"Tgl Selesai": date(2024, 12, 9)}),
    "rate-missing": Case(
        "Tgl Mulai", {**KPU, "Tgl Mulai": date(2015, 6, 30), "Tgl Selesai": date(2015, 8, 1)}
    ),
    "phone-unreadable": Case("No. HP", {"No. HP": "021-555"}),
    "marital-unreadable": Case("Status Kawin", {"Status Kawin": "?a"}),
    "blood-unreadable": Case("Gol. Darah", {"Gol. Darah": "C"}),
    "postal-unreadable": Case("Kode Pos", {"Kode Pos": "4116"}),
    "kpj-unreadable": Case("No. KPJ", {"No. KPJ": "0001234567890"}),
    "optional-unreadable": Case("Email", {"Email": "cucu(at)contoh.id"}),
    "asn-excluded": Case("Status Pegawai", {"Status Pegawai": "PNS"}),
    "role-unread": Case("Jabatan", {"Jabatan": "Anggota KPPS (hijau)"}),
    "name-unreadable": Case("Nama Lengkap", {"Nama Lengkap": "tidak tahu"}),
    "name-degree": Case("Nama Lengkap", {"Nama Lengkap": "Cucu Arifin SE"}),
    "name-two": Case("Nama Lengkap", {"Nama Lengkap": "Cucu Arifin alias Acu"}),
    "name-word": Case("Nama Lengkap", {"Nama Lengkap": "Nihil"}),
    "mother-unreadable": Case("Nama Ibu Kandung", {"Nama Ibu Kandung": "tidak tahu"}),
    "mother-is-person": Case("Nama Ibu Kandung", {"Nama Ibu Kandung": "Cucu Arifin"}),
    "kecamatan-misspelt": Case("Kecamatan", {"Kecamatan": "Pelered"}),
    "desa-misspelt": Case("Desa/Kelurahan", {"Desa/Kelurahan": "Sindangsary"}),
    "tps-several": Case("TPS", {"TPS": "001, 002"}),
    "tps-unreadable": Case("TPS", {"TPS": -1}),
    "remark-unread": Case("Keterangan", {"Keterangan": "suka menolong"}),
    "remark-role": Case("Keterangan", {"Keterangan": "Ketua"}),
    "left-asked": Case("Keterangan", {"Keterangan": "Mengundurkan diri, diganti"}),
    "asn-asked": Case("Pekerjaan", {"Pekerjaan": "Polri"}),
    "asn-tick": Case("Status Pegawai", {"Status Pegawai": "Ya"}),
    "kpj-returning": Case("No. KPJ", {"No. KPJ": "99000000123"}),
}
# What corrections files, --auto-fix and --column add: test_corrections_roundtrip.py has a case of each.
OF_CORRECTIONS = {
    *("corrected", "struck-out", "fixed", "column-guess"),
    *("complete-differs", "complete-conflict", "complete-lost", "strike-unreadable", "struck-all"),
    *("complete-replaced", "complete-no-answer", "complete-nothing", "complete-sorted"),
    *(
        "complete-another",
        "complete-copied",
        "complete-twice",
        "complete-nik-taken",
        "complete-nik-row",
        "complete-new",
    ),
    *("complete-sheet", "complete-sheet-people", "complete-column", "complete-column-gone"),
    "complete-read-only",
    *("note-left", "note-unread", "successor-unknown", "replaced-unknown", "replaced-out"),
    *("replaced-served", "replaced-twice"),
    *("successor-shared", "successor-loop", "successor-struck"),
}
# Impossible in a workbook: tests/roster/test_reading.py.
OF_A_CSV = {"cell-too-long", "csv-encoding"}
# About no person: tests/roster/test_unread_cells.py.
OF_UNREAD_CELLS = {"not-understood", "hidden-by-merge"}
# About the members that SIPP lists: tests/reconciliation.
OF_A_SIPP_DOWNLOAD = {"sipp-cell"}
# Findings about a column, at its header: see the shapes and tests/roster/test_columns.py.
OF_A_COLUMN = {
    *("column-duty", "column-twice", "column-split", "column-unclear", "column-unsplit"),
    *("column-contradicts", "dates-month-first", "dates-swapped", "dates-mixed", "wage-other"),
}
OF_A_ROW = {
    code: page.level
    for code, page in messages().items()
    if page.level != "refusal"
    and code
    not in {*OF_CORRECTIONS, *OF_A_CSV, *OF_A_COLUMN, *OF_UNREAD_CELLS, *OF_A_SIPP_DOWNLOAD}
}
OF_SEVERAL_ROWS = {
    *("nik-two-people", "nik-one-or-two", "duplicate", "two-roles", "name-alike", "asn-billed"),
    *("asn-excluded", "kpj-returning", "column-missing", "remark-unread"),
    *("unit-too-many", "unit-too-few", "unit-without"),
}
WARNINGS = [code for code, level in OF_A_ROW.items() if level == "warning"]


Validator = Callable[[str], ValidatedRoster]


@pytest.fixture(scope="module")
def validate_case(tmp_path_factory: pytest.TempPathFactory) -> Validator:
    """Return a function that validates the three people of a code."""

    @cache
    def of(code: str) -> ValidatedRoster:
        return validate(roster(tmp_path_factory.mktemp(code), CASES[code].rows, **FIRST_CELL))

    return of


def test_cases__every_code__has_a_row() -> None:
    assert set(CASES) == set(OF_A_ROW)


@pytest.mark.parametrize("code", CASES)
def test_finding__row_of_each_code__has_code_level_and_place(
    code: str, validate_case: Validator
) -> None:
    case = CASES[code]
    letters = dict(zip(grid(case.rows)[0], "CDEFGHIJKLMNOPQRSTUVWXYZ", strict=False))
    letter = letters.get(case.column)
    assert {
        (finding.level, finding.file, finding.sheet, finding.row, finding.column, finding.cell)
        for finding in validate_case(code).findings
        if finding.code == code
    } == {
        (OF_A_ROW[code], "roster.xlsx", SHEET, row, case.column, letter and f"{letter}{row}")
        for row in (HEADER_ROW + 1 + number for number in case.named)
    }


@pytest.mark.parametrize("code", sorted(CASES.keys() - {"cell-control", "asn-billed"}))
def test_finding__row_of_each_code__has_only_that_code(code: str, validate_case: Validator) -> None:
    assert {finding.code for finding in validate_case(code).findings} == {code}


@pytest.mark.parametrize("code", CASES)
def test_held_back__row_of_each_code__only_for_errors(code: str, validate_case: Validator) -> None:
    held_back = {number for number in CASES[code].named if OF_A_ROW[code] == "error"}
    excluded = {"asn-excluded": {BAD}, "asn-billed": {3}}.get(code, set())
    assert validate_case(code).held_back == held_back
    assert set(validate_case(code).excluded) == excluded
    assert (
        set(validate_case(code).enrolled["id"])
        == set(range(len(CASES[code].rows))) - held_back - excluded
    )


@pytest.mark.parametrize("code", first(4, sorted(WARNINGS)))
def test_strict__warning__becomes_an_error(code: str, tmp_path: Path) -> None:
    findings = validate(roster(tmp_path, CASES[code].rows), strict=True).findings
    assert {finding.level for finding in findings if finding.code == code} == {"error"}


@pytest.mark.parametrize("code", CASES)
def test_message__each_code_and_language__is_complete_without_identity(
    code: str, validate_case: Validator
) -> None:
    identities = [str(row[key]) for row in CASES[code].rows for key in ("NIK", "Nama Lengkap")]
    for finding in validate_case(code).findings:
        for sentence in (finding.message("id"), finding.message("en")):
            assert "{" not in sentence
            assert "None" not in sentence
            assert not any(identity in sentence for identity in identities if len(identity) > 1)


@pytest.mark.parametrize("code", [code for code in CASES if code != "rate-missing"])
def test_screen__row_of_each_code__does_not_pass(code: str, validate_case: Validator) -> None:
    """The screen does not detect faults that only another row, the column or the law shows."""
    rules = validate_case(code).terms.rules
    good = validate_case(code).frame.select(doubts(rules) == 0).to_series()
    expected = [True, code in OF_SEVERAL_ROWS, True, *(True for _ in CASES[code].among)]
    assert good.to_list() == expected


CLEAN = {
    "KPPS": KPPS,
    "chair of a PPK": PPK,
    "guard": LINMAS,
    "commissioner": KPU,
    "staff": NON_ASN,
    "woman": {"L/P": "P", "NIK": nik(1, sex="P")},
    "woman with one name": {"L/P": "P", "NIK": nik(1, sex="P"), "Nama Lengkap": "Umi"},
    "17 years old on voting day": {
        "Tanggal Lahir": date(2007, 11, 7),
        "NIK": nik(1, born=date(2007, 11, 7)),
    },
    "55 years old on voting day": {
        "Tanggal Lahir": date(1968, 11, 28),
        "NIK": nik(1, born=date(1968, 11, 28)),
    },
    "wage at the floor": {"Honor": 425_000},
    "born in a leap year": {
        "Tanggal Lahir": date(2000, 2, 29),
        "NIK": nik(1, born=date(2000, 2, 29)),
    },
    "cells that may be empty": {
        "L/P": "",
        "No. HP": None,
        "Status Kawin": "-",
        "Gol. Darah": "",
        "Kode Pos": None,
        "Nama Ibu Kandung": "n/a",
        "Alamat": None,
    },
    "marked as no civil servant": {"Status Pegawai": "Non ASN", "NIP": "-"},
}


@pytest.mark.parametrize("clean", CLEAN)
def test_finding__clean_person__has_none(clean: str, tmp_path: Path) -> None:
    validation = validate(roster(tmp_path, [person(1, **CLEAN[clean])]))
    assert validation.findings == []
    assert validation.enrolled.height == 1


FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
# Cells that are normalised without a finding, and their values.
PUT_RIGHT: dict[str, tuple[str, Cell, str, object]] = {
    "NIK with an apostrophe and spaces": ("NIK", "'321401 120590 9001 ", "nik", nik(1)),
    "NIK with dots": ("NIK", "321401.120590.9001", "nik", nik(1)),
    "NIK in full-width digits": ("NIK", nik(1).translate(FULL_WIDTH), "nik", nik(1)),
    "NIK with zero-width characters": ("NIK", f"\u200b{nik(1)}\ufeff", "nik", nik(1)),
    "name with no-break spaces": ("Nama Lengkap", "\u00a0Budi\u00a0 Arifin ", "name", "Budi Arifin"),
    "name with a degree": ("Nama Lengkap", "Budi Arifin, S.Pd.", "name", "Budi Arifin"),
    "birth with a month's name": ("Tanggal Lahir", "12 MEI 1990", "birth_date", BORN),
    "birth with dashes": ("Tanggal Lahir", "12-05-1990", "birth_date", BORN),
    "birth as ISO": ("Tanggal Lahir", "1990-05-12", "birth_date", BORN),
    "birth with a time": ("Tanggal Lahir", "12/05/1990 00:00:00", "birth_date", BORN),
    "birth as a serial number": ("Tanggal Lahir", 33_005, "birth_date", BORN),
    "sex as a word": ("L/P", "Laki-laki", "sex", "L"),
    "role abbreviated and numbered": ("Jabatan", "Angg. KPPS 4", "role", "KPPS_ANGGOTA"),
    "role with a remark": ("Jabatan", "anggota  kpps (pengganti)", "role", "KPPS_ANGGOTA"),
    "wage as rupiah": ("Honor", "Rp 850.000,-", "wage_sen", 85_000_000),
    "wage with commas": ("Honor", "850,000.00", "wage_sen", 85_000_000),
    "wage in thousands": ("Honor", "850 rb", "wage_sen", 85_000_000),
    "wage with the dust of a formula": ("Honor", 850_000.0000001, "wage_sen", 85_000_000),
    "phone with +62": ("No. HP", "+62 835-0000-0001", "phone", "083500000001"),
    "phone that lost its zero": ("No. HP", 83_500_000_001, "phone", "083500000001"),
    "TPS as text": ("TPS", "TPS. 1", "tps", "001"),
    "TPS as a number": ("TPS", 1, "tps", "001"),
    "marital status as a word": ("Status Kawin", "Belum Kawin", "marital", "T"),
    "blood group with rhesus": ("Gol. Darah", "o+", "blood", "O"),
    "postal code as a number": ("Kode Pos", 41_162, "postal_code", "41162"),
}  # fmt: skip


@pytest.mark.parametrize("case", PUT_RIGHT)
def test_normalise__unambiguous_cell__is_read_without_a_finding(case: str, tmp_path: Path) -> None:
    header, cell, field, value = PUT_RIGHT[case]
    validation = validate(roster(tmp_path, [person(1, **{header: cell})]))
    assert validation.findings == []
    assert validation.frame[field].to_list() == [value]


@pytest.mark.parametrize("name", ["Ani, Siti", "Budi, Santoso", "Ujang, Dedi", "Putra, Agus"])
def test_name__text_behind_a_comma__is_no_degree(name: str, tmp_path: Path) -> None:
    validation = validate(roster(tmp_path, [person(1, **{"Nama Lengkap": name})]))
    assert validation.frame["name"].to_list() == [name]


SUGGESTED = {
    "birth-swapped": ("12-05-1990", "12-05-1990"),
    "birth-missing": ("12-05-1990", "12-05-1990"),
    "sex-nik": ("L", "L"),
    "nik-letters": (nik(2), f"3214{'*' * 8}9002"),
    "role-unknown": (None, None),
}


@pytest.mark.parametrize("code", SUGGESTED)
def test_suggestion__each_code__has_a_masked_nik(code: str, validate_case: Validator) -> None:
    (finding,) = validate_case(code).findings
    assert (finding.suggestion, finding.safe_suggestion) == SUGGESTED[code]


def test_role__misspelt__suggests_the_nearest_and_is_an_error(tmp_path: Path) -> None:
    validation = validate(roster(tmp_path, [person(1, Jabatan="Ketua KPSP")]))
    (finding,) = validation.findings
    assert (finding.code, finding.suggestion) == ("role-unknown", "Ketua KPPS")
    assert validation.frame["role"].to_list() == [None]


def test_finding__row_with_several_faults__reports_each(tmp_path: Path) -> None:
    bad = person(1, NIK=None, Honor=-1, **{"Nama Lengkap": "", "Tanggal Lahir": "kemarin"})
    validation = validate(roster(tmp_path, [bad]))
    assert {finding.code for finding in validation.findings} == {
        "nik-missing",
        "name-missing",
        "birth-unreadable",
        "wage-not-positive",
    }


def test_finding__missing_column__names_no_cell(tmp_path: Path) -> None:
    rows = [Case("", {}, lacking="Tanggal Lahir").rows[0]]
    (finding,) = validate(roster(tmp_path, rows)).findings
    assert (finding.code, finding.column, finding.cell) == ("birth-missing", "Tanggal Lahir", None)


def test_findings__several_rows__are_in_row_order(tmp_path: Path) -> None:
    rows = people(6, **{"Kode Pos": "x1"})
    rows[4]["NIK"] = rows[0]["NIK"]
    numbers = [finding.row for finding in validate(roster(tmp_path, rows)).findings]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(2, 8))


def test_findings__several_sheets__name_their_sheet(tmp_path: Path) -> None:
    sheets = {name: grid([person(at, Email="x")]) for at, name in enumerate(("A", "B"), start=1)}
    validation = validate(workbook(tmp_path / "two.xlsx", sheets))
    assert [(finding.sheet, finding.row) for finding in validation.findings] == [("A", 2), ("B", 2)]


def test_people__any_roster__are_enrolled_held_back_or_excluded(tmp_path: Path) -> None:
    rows = [
        person(number, **CASES[code].change)
        for number, code in enumerate(CASES, start=1)
        if code not in ("nik-two-people", "nik-one-or-two", "duplicate", "two-roles")
    ]
    validation = evaluate([roster(tmp_path, rows)]).validation
    people = [*validation.enrolled["id"], *validation.held_back, *validation.excluded]
    assert sorted(people) == list(range(len(rows)))
