"""The number of people in one unit: too many are always reported, too few only in a complete roster."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from roster.builders import grid, roster, validate, workbook
from support.people import CHAIR, KPPS, KPU, LINMAS, PPK, Cell, Row, nik, person

from pemilu_cover.enrolment.validation import ValidatedRoster

TPS = ("001", "002", "003", "004", "005")
KECAMATAN = ("Plered", "Sukatani", "Darangdan", "Maniis", "Tegalwaru")
DESA = ("Citeko", "Gandasoli", "Linggarsari", "Palinggihan", "Sempur")


def office(name: str, honor: int, start: date, end: date) -> Row:
    return {"Jabatan": name, "Honor": honor, "Tgl Mulai": start, "Tgl Selesai": end}


MEMBER = {**PPK, "Jabatan": "Anggota PPK", "Honor": 2_200_000}
SECRETARY = {**PPK, "Jabatan": "Sekretaris PPK", "Honor": 1_850_000}
PPS_CHAIR = office("Ketua PPS", 1_500_000, date(2024, 5, 26), date(2025, 1, 27))
PPS_MEMBER = {**PPS_CHAIR, "Jabatan": "Anggota PPS", "Honor": 1_300_000}
PKD = office("PKD", 1_100_000, date(2024, 6, 2), date(2025, 1, 27))
PTPS = office("Pengawas TPS", 800_000, date(2024, 11, 4), date(2024, 12, 4))
KPU_CHAIR = {**KPU, "Jabatan": "Ketua KPU", "Honor": 12_823_000}


def serve(role: Row, count: int = 1, **changes: Cell) -> list[Row]:
    """Return this many people with a role; ``Desa`` is short for the column of that name."""
    places = {"Desa/Kelurahan" if key == "Desa" else key: cell for key, cell in changes.items()}
    return [role | places for _ in range(count)]


def kpps(tps: str, members: int = 6, **changes: Cell) -> list[Row]:
    return serve(CHAIR, TPS=tps, **changes) + serve(KPPS, members, TPS=tps, **changes)


def ppk(kecamatan: str, members: int = 4, chairs: int = 1) -> list[Row]:
    return serve(PPK, chairs, Kecamatan=kecamatan) + serve(MEMBER, members, Kecamatan=kecamatan)


def pps(desa: str, members: int = 2, **changes: Cell) -> list[Row]:
    return serve(PPS_CHAIR, Desa=desa, **changes) + serve(PPS_MEMBER, members, Desa=desa, **changes)


def each(make: Callable[[str], list[Row]], names: Sequence[str]) -> list[Row]:
    return [row for name in names for row in make(name)]


FOUR_KPPS = each(kpps, TPS[1:])  # 28 rows
FOUR_PPK = each(ppk, KECAMATAN[1:])  # 20 rows
FOUR_PPS = each(pps, DESA[1:])  # 12 rows
AT = "TPS 001 Sindangsari, Kecamatan Plered: "


class Fault(NamedTuple):
    """People, and the one finding about their units: the number of its person, code, column, words."""

    people: list[Row]
    number: int
    code: str
    column: str
    message: str


FAULTS = {
    "a TPS with eight KPPS": Fault(
        kpps("001", 7), 7, "unit-too-many", "TPS", AT + "7 hold the office Anggota KPPS"
    ),
    "a TPS with two chairs": Fault(
        kpps("001") + serve(CHAIR), 7, "unit-too-many", "TPS", AT + "2 hold the office Ketua KPPS"
    ),
    "a TPS with three guards": Fault(
        serve(LINMAS, 3), 2, "unit-too-many", "TPS", AT + "3 hold the office Petugas Ketertiban"
    ),
    "a TPS with two supervisors": Fault(serve(PTPS, 2), 1, "unit-too-many", "TPS", "Pengawas TPS"),
    "a TPS with six KPPS": Fault(
        FOUR_KPPS + kpps("001", 5),
        29,
        "unit-too-few",
        "TPS",
        AT + "only 5 hold the office Anggota KPPS instead of 6",
    ),
    "a TPS without a chair": Fault(
        FOUR_KPPS + serve(KPPS, 6), 28, "unit-without", "TPS", AT + "the roster has no Ketua KPPS."
    ),
    "a TPS with guards alone": Fault(
        FOUR_KPPS + serve(LINMAS, 2),
        28,
        "unit-without",
        "TPS",
        AT + "the roster has no Ketua KPPS, Anggota KPPS.",
    ),
    "a desa with four PPS": Fault(
        pps("Citeko", 3),
        3,
        "unit-too-many",
        "Desa/Kelurahan",
        "Desa/Kelurahan Citeko, Kecamatan Plered: 3 hold the office Anggota PPS",
    ),
    "a desa with two PPS": Fault(
        FOUR_PPS + pps("Citeko", 1), 13, "unit-too-few", "Desa/Kelurahan", "only 1 holds the office"
    ),
    "a desa without PPS": Fault(
        FOUR_PPS + kpps("001", Desa="Citeko"),
        12,
        "unit-without",
        "Desa/Kelurahan",
        "Desa/Kelurahan Citeko, Kecamatan Plered: the roster has no Ketua PPS, Anggota PPS.",
    ),
    "a desa with two PKD": Fault(serve(PKD, 2), 1, "unit-too-many", "Desa/Kelurahan", "PKD"),
    "a desa without PKD": Fault(
        [row for desa in DESA[1:] for row in serve(PKD, Desa=desa)] + serve(PTPS),
        4,
        "unit-without",
        "Desa/Kelurahan",
        "no Panwaslu Kelurahan/Desa (PKD).",
    ),
    "a kecamatan with six PPK": Fault(
        ppk("Plered", 5), 5, "unit-too-many", "Kecamatan", "Kecamatan Plered: 5 hold the office"
    ),
    "a kecamatan with two secretaries": Fault(
        serve(SECRETARY, 2),
        1,
        "unit-too-many",
        "Kecamatan",
        "Sekretaris PPK at the same time instead",
    ),
    "a kecamatan with a PPK of four": Fault(
        FOUR_PPK + ppk("Plered", 3), 21, "unit-too-few", "Kecamatan", "only 3 hold the office"
    ),
    "a kecamatan whose PPK has no chair": Fault(
        FOUR_PPK + ppk("Plered", chairs=0), 20, "unit-without", "Kecamatan", "has no Ketua PPK."
    ),
    "a kecamatan without a PPK": Fault(
        FOUR_PPK + pps("Citeko") + kpps("001", Desa="Citeko"),
        20,
        "unit-without",
        "Kecamatan",
        "Kecamatan Plered: the roster has no Ketua PPK, Anggota PPK.",
    ),
    "two chairs of one KPU": Fault(
        serve(KPU_CHAIR, 2),
        1,
        "unit-too-many",
        "Jabatan",
        "This regency: 2 hold the office Ketua KPU",
    ),
    "one place in two spellings": Fault(
        serve(CHAIR, Desa="Ds. Karang Anyar", TPS="TPS 1", Kecamatan="KEC. PLERED")
        + serve(CHAIR, Desa="KELURAHAN KARANGANYAR", TPS=1),
        1,
        "unit-too-many",
        "TPS",
        "TPS 001 KARANGANYAR, Kecamatan Plered: 2",
    ),
    "a successor who comes before the other has gone": Fault(
        serve(CHAIR, Tgl_Selesai=date(2024, 11, 20)) + serve(CHAIR, Tgl_Mulai=date(2024, 11, 20)),
        1,
        "unit-too-many",
        "TPS",
        "2 hold the office",
    ),
    "one who is too many by his first day": Fault(
        serve(CHAIR, Tgl_Mulai=date(2024, 11, 9)) + serve(CHAIR),
        0,
        "unit-too-many",
        "TPS",
        "2 hold the office",
    ),
    "one too many who is held back": Fault(
        serve(CHAIR) + serve(CHAIR, Email="@@", NIK="3214"), 1, "unit-too-many", "TPS", "2 hold"
    ),
    "a civil servant who is one too many": Fault(
        serve(CHAIR) + serve(CHAIR, Status_Pegawai="PNS"), 1, "unit-too-many", "TPS", "2 hold"
    ),
}

SILENT = {
    "five whole TPS, and no PPK": FOUR_KPPS + kpps("001"),
    "three people": serve(CHAIR) + serve(KPPS) + serve(LINMAS),
    "replacements here and there": [
        row
        for number, tps in enumerate(TPS)
        for row in serve(CHAIR if number == 0 else KPPS, TPS=tps)
    ],
    "one short of three": each(kpps, TPS[:2]) + kpps("003", 5),
    "TPS without a number": serve(KPPS, 9, TPS=None) + serve(KPPS, 9, TPS="-"),
    "TPS of an unknown desa": kpps("001", 9, Desa=None),
    "desa of an unknown kecamatan": pps("Citeko", 9, Kecamatan=None),
    "a cell that only says TPS": serve(KPPS, 9, TPS="TPS"),
    "one person twice": serve(CHAIR, 2, NIK=nik(1), Nama_Lengkap="Siti Aminah"),
    "a successor": serve(CHAIR, Tgl_Selesai=date(2024, 11, 19))
    + serve(CHAIR, Tgl_Mulai=date(2024, 11, 20)),
    "TPS of the same number in two desa": kpps("001", Desa="Citeko") + kpps("001", Desa="Sempur"),
    "desa of the same name in two kecamatan": pps("Sukamaju") + pps("Sukamaju", Kecamatan="Maniis"),
    "a PPK without its secretary, who is a civil servant as a rule": FOUR_PPK
    + [row for name in KECAMATAN[1:] for row in serve(SECRETARY, Kecamatan=name)]
    + ppk("Plered"),
    "one of six who is excluded": FOUR_KPPS + kpps("001", 5) + serve(KPPS, Status_Pegawai="PNS"),
    "one of six who is held back": FOUR_KPPS + kpps("001", 5) + serve(KPPS, Honor=0),
    "one of six whose role cannot be read": FOUR_KPPS + kpps("001", 5) + serve(KPPS, Jabatan="Agt"),
    "two of six under one NIK": FOUR_KPPS + kpps("001", 4) + serve(KPPS, 2, NIK=nik(900)),
    "kecamatan in which only the supervisors are listed": FOUR_PPK + serve(PKD, Kecamatan="Plered"),
    "a home desa in the row of a PPK": FOUR_PPS + ppk("Plered"),
    "five commissioners": serve(KPU_CHAIR) + serve(KPU, 4),
    "a role that the election does not have": serve(
        {"Jabatan": "Ketua PPLN", "Honor": 8_400_000}, 3
    ),
}


def validate_people(folder: Path, rows: list[Row]) -> ValidatedRoster:
    """Validate people with numbers, births and names of their own, unless a case has others."""
    spelled = [{key.replace("_", " "): cell for key, cell in row.items()} for row in rows]
    return validate(roster(folder, [person(n, **row) for n, row in enumerate(spelled, start=1)]))


@pytest.mark.parametrize("case", FAULTS)
def test_unit_counts__wrong_number__is_reported_once_with_the_unit(
    case: str, tmp_path: Path
) -> None:
    fault = FAULTS[case]
    findings = [
        f for f in validate_people(tmp_path, fault.people).findings if f.code.startswith("unit-")
    ]
    assert [(f.id, f.level, f.code, f.column) for f in findings] == [
        (fault.number, "warning", fault.code, fault.column)
    ]
    assert fault.message in findings[0].message("en")


@pytest.mark.parametrize("case", SILENT)
def test_unit_counts__right_or_undecidable_number__has_no_finding(
    case: str, tmp_path: Path
) -> None:
    findings = validate_people(tmp_path, SILENT[case]).findings
    assert [f for f in findings if f.code.startswith("unit-")] == []


def test_unit_counts__wrong_number__names_the_law(tmp_path: Path) -> None:
    people = serve(CHAIR, 2) + serve(KPU, 5)
    (board, commission) = (
        f.message("id")
        for f in validate_people(tmp_path, people).findings
        if f.code == "unit-too-many"
    )
    assert (
        board
        == AT + "ada 2 Ketua KPPS pada masa yang sama, seharusnya 1 (UU 1/2015 jo. UU 10/2016)."
    )
    assert commission.startswith("Kabupaten/kota ini: ada 5 Anggota KPU Kabupaten/Kota")


def test_unit_counts__equal_names_in_two_regencies__are_two_units(tmp_path: Path) -> None:
    sheets = {
        regency: [[f"KABUPATEN {regency}"], [], *grid([person(number, **KPU_CHAIR)])]
        for number, regency in enumerate(("PURWAKARTA", "PONOROGO"), start=1)
    }
    assert validate(workbook(tmp_path / "two.xlsx", sheets)).findings == []


def test_unit_counts__place_of_one_row_in_each_regency__is_not_repeated(tmp_path: Path) -> None:
    people = FOUR_KPPS + kpps("001, 002", 1)[1:]
    sheets = {
        regency: [[f"KABUPATEN {regency}"], [], *grid([person(n, **row) for n, row in numbered])]
        for regency, numbered in (
            ("PURWAKARTA", enumerate(people, start=1)),
            ("PONOROGO", enumerate(people, start=101)),
        )
    }
    findings = validate(workbook(tmp_path / "two.xlsx", sheets)).findings
    messages = [f.message("en") for f in findings if f.code == "unit-too-few"]
    assert len(messages) == len(sheets)
    assert all(message.startswith("TPS … Sindangsari") for message in messages)


def test_unit_counts__regency_of_a_title__is_named(tmp_path: Path) -> None:
    sheet = [["KABUPATEN PURWAKARTA"], [], *grid([person(n, **KPU_CHAIR) for n in (1, 2)])]
    (finding,) = validate(workbook(tmp_path / "one.xlsx", {"KPU": sheet})).findings
    assert finding.message("en").startswith("Kabupaten Purwakarta: 2 hold the office")


def test_unit__a_person_with_two_terms__counts_in_both(tmp_path: Path) -> None:
    """PPS of 2020 stopped in March and began again in June; who served in both is one of each three."""
    march = {"Tgl Mulai": date(2020, 3, 23), "Tgl Selesai": date(2020, 3, 31)}
    june = {"Tgl Mulai": date(2020, 6, 15), "Tgl Selesai": date(2021, 1, 31)}
    members = [(1, march), (1, june), (2, june), (3, june)]
    rows = [person(number, **{**PPS_MEMBER, **term}) for number, term in members]
    validation = validate(roster(tmp_path, rows), election="pilkada-2020")
    assert "unit-too-many" in {finding.code for finding in validation.findings}
    two = validate(roster(tmp_path, rows[:3]), election="pilkada-2020")
    assert "unit-too-many" not in {finding.code for finding in two.findings}
