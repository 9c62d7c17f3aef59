"""The bill: every total is the same money to the sen, and every figure can be followed to the law."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from openpyxl.utils import range_boundaries
from openpyxl.workbook import Workbook
from support.parameters import first
from support.pdf import pdf_pages
from support.people import short_person
from support.run import Run, invoke
from support.workbooks import (
    Grid,
    RosterRow,
    as_typed,
    billed_people,
    enrolled,
    grid,
    roster,
    sen,
    sheets,
    table,
    texts,
)

Money = tuple[int, int, int]  # JKK, JKM and both, in sen

SHEETS = ["Tagihan", "Rincian", "Wilayah", "Jadwal", "Periode SIPP"]

# For how many months the agreement with Purwakarta and the terms of Pilkada 2024 bill each role.
MONTHS = {
    "Ketua KPU": 3,  # 1 Nov - 31 Jan
    "Anggota KPU": 3,
    "Pegawai Non ASN KPU": 3,
    "Ketua PPK": 3,  # from the agreement's day, 20 Nov, to 27 Jan
    "Anggota PPK": 3,
    "Sekretaris PPK": 9,  # 16 May - 27 Jan
    "Staf Sekretariat PPK": 9,
    "Ketua PPS": 3,
    "Anggota PPS": 3,
    "Sekretaris PPS": 8,  # 26 May - 27 Jan
    "Staf Sekretariat PPS": 8,
    "Ketua KPPS": 1,
    "Anggota KPPS": 1,
    "Petugas Ketertiban TPS": 1,
}

# People whose amounts do not come out round: wages with sen, fractions of a month, several places.
ODD = [
    short_person(1, Honor=850_018.75),
    short_person(2, Honor="Rp 2.773.184,-", Jabatan="Ketua PPK", Mulai=date(2024, 5, 16)),
    short_person(3, Jabatan="Staf Sekretariat PPS", Honor=1_050_000.01, Selesai=date(2025, 1, 27)),
    short_person(4, Kecamatan="Plered", Desa="Plered", Honor=649_999.99, Jabatan="Linmas"),
    short_person(5, Kecamatan="Plered", Desa="Plered", Mulai=date(2024, 11, 20)),
]
DAILY = """
number = "9/PKS/2024"
proration = "daily"
"""


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Path]:
    """A bill by the daily rule on people whose amounts do not come out round."""
    folder = tmp_path_factory.mktemp("odd")
    (folder / "pks.toml").write_text(DAILY, encoding="utf-8")
    people = roster(folder / "odd.xlsx", *ODD)
    out = folder / "out"
    return invoke("enrol", people, "--agreement", folder / "pks.toml", "--out", out, "--json"), out


SMALL = ["messy", "ponorogo", "odd"]


@pytest.fixture(params=["purwakarta", *SMALL])
def bill(request: pytest.FixtureRequest) -> Bill:
    """Each of the bills in turn."""
    run, out = request.getfixturevalue(request.param)
    return Bill(run, out, out / "invoice.xlsx")


@pytest.fixture(params=SMALL)
def small_bill(request: pytest.FixtureRequest) -> Bill:
    """Each of the bills that openpyxl reads in a moment."""
    run, out = request.getfixturevalue(request.param)
    return Bill(run, out, out / "invoice.xlsx")


class Bill(NamedTuple):
    run: Run
    out: Path
    file: Path

    def sheet(self, name: str) -> Grid:
        return grid(self.file, name)


@cache
def formulas(file: Path) -> Workbook:
    """Read a workbook with openpyxl once: formulas as formulas."""
    return openpyxl.load_workbook(file)


@pytest.fixture(scope="module")
def purwakarta_bill(purwakarta: tuple[Run, Path]) -> Path:
    return purwakarta[1] / "invoice.xlsx"


@pytest.fixture(scope="module")
def messy_bill(messy: tuple[Run, Path]) -> Path:
    return messy[1] / "invoice.xlsx"


@pytest.fixture(scope="module")
def book(messy_bill: Path) -> Workbook:
    """A bill as openpyxl reads it."""
    return formulas(messy_bill)


@pytest.fixture(scope="module")
def details(purwakarta_bill: Path) -> list[dict[str, Any]]:
    """The people of the large bill."""
    return billed_people(purwakarta_bill)


def money(row: dict[str, Any], jkk: str = "Iuran JKK", jkm: str = "Iuran JKM") -> Money:
    return sen(row[jkk]), sen(row[jkm]), sen(row["Jumlah"])


def added(rows: list[Money]) -> Money:
    jkk, jkm, total = (sum(column) for column in zip(*rows, strict=True))
    return jkk, jkm, total


# ---- The same money everywhere ------------------------------------------------------------------


def bill_lines(bill: Bill) -> list[dict[str, Any]]:
    matches = table(bill.sheet("Tagihan"), "No", "Jabatan", "Upah sebulan")
    return [row for row in matches if not isinstance(row["No"], str)]


def by_role(bill: Bill) -> list[dict[str, Any]]:
    return table(bill.sheet("Tagihan"), "No", "Jabatan", "Or.-bln")


def desa_lines(bill: Bill) -> list[dict[str, Any]]:
    matches = table(bill.sheet("Wilayah"), "Kecamatan", "Desa/Kelurahan")[:-1]
    return [row for row in matches if row["Desa/Kelurahan"] != "Jumlah kecamatan"]


def kecamatan_lines(bill: Bill) -> list[dict[str, Any]]:
    matches = table(bill.sheet("Wilayah"), "Kecamatan", "Desa/Kelurahan")[:-1]
    return [row for row in matches if row["Desa/Kelurahan"] == "Jumlah kecamatan"]


def months_of(bill: Bill) -> list[dict[str, Any]]:
    return table(bill.sheet("Jadwal"), "Bulan iuran", "Orang")


def the_foot(bill: Bill) -> dict[str, Any]:
    matches = table(bill.sheet("Tagihan"), "No", "Jabatan", "Upah sebulan")
    return next(row for row in matches if row["Jabatan"] == "JUMLAH")


PLACES: dict[str, Callable[[Bill], Money]] = {
    "the lines of Tagihan": lambda bill: added([money(row) for row in bill_lines(bill)]),
    "the foot of Tagihan": lambda bill: money(the_foot(bill)),
    "the roles of Tagihan": lambda bill: added([money(row) for row in by_role(bill)]),
    "the people of Rincian": lambda bill: added(
        [money(row, "JKK", "JKM") for row in billed_people(bill.file)]
    ),
    "the foot of Rincian": lambda bill: money(
        table(bill.sheet("Rincian"), "No", "Nama")[-1], "JKK", "JKM"
    ),
    "the desa of Wilayah": lambda bill: added([money(row) for row in desa_lines(bill)]),
    "the kecamatan of Wilayah": lambda bill: added([money(row) for row in kecamatan_lines(bill)]),
    "the foot of Wilayah": lambda bill: money(
        table(bill.sheet("Wilayah"), "Kecamatan", "Desa/Kelurahan")[-1]
    ),
    "the months of Jadwal": lambda bill: added([money(row) for row in months_of(bill)[:-1]]),
    "the foot of Jadwal": lambda bill: money(months_of(bill)[-1]),
    "manifest.json": lambda bill: of_json(
        json.loads((bill.out / "manifest.json").read_text(encoding="utf-8"))["premium"]
    ),
    "the roles of --json": lambda bill: added([of_json(role) for role in bill.run.json["by_role"]]),
}


def of_json(premium: dict[str, Any]) -> Money:
    return sen(premium["jkk"]), sen(premium["jkm"]), sen(premium["total"])


@pytest.mark.parametrize("place", PLACES)
def test_every_total_is_that_of_the_summary_to_the_sen(place: str, bill: Bill) -> None:
    assert PLACES[place](bill) == of_json(bill.run.json["premium"])


def test_the_total_is_jkk_and_jkm(bill: Bill) -> None:
    jkk, jkm, total = of_json(bill.run.json["premium"])
    assert 0 < jkk < jkm < total == jkk + jkm


@pytest.mark.parametrize(
    "rows", [bill_lines, by_role, desa_lines, kecamatan_lines, months_of], ids=lambda f: f.__name__
)
def test_each_line_adds_up_by_itself(
    rows: Callable[[Bill], list[dict[str, Any]]], bill: Bill
) -> None:
    lines = [money(row) for row in rows(bill)]
    assert [jkk + jkm for jkk, jkm, _ in lines] == [total for *_, total in lines]


def test_a_kecamatan_is_the_sum_of_its_desa(bill: Bill) -> None:
    desa = desa_lines(bill)
    for complete in kecamatan_lines(bill):
        within = [row for row in desa if row["Kecamatan"] == complete["Kecamatan"]]
        assert money(complete) == added([money(row) for row in within])
        assert complete["Orang"] == sum(row["Orang"] for row in within)


def test_the_people_are_counted_alike_everywhere(bill: Bill) -> None:
    enrolled_people = bill.run.json["enrolled"]
    counts = {
        "lines": sum(row["Orang"] for row in bill_lines(bill)),
        "foot": the_foot(bill)["Orang"],
        "roles": sum(row["Orang"] for row in by_role(bill)),
        "people": len(billed_people(bill.file)),
        "desa": sum(row["Orang"] for row in desa_lines(bill)),
        "all regions": table(bill.sheet("Wilayah"), "Kecamatan")[-1]["Orang"],
    }
    assert counts == dict.fromkeys(counts, enrolled_people)


def test_a_line_of_the_bill_is_the_people_of_one_role_wage_and_length(bill: Bill) -> None:
    def contract(row: dict[str, Any]) -> tuple[str, int, float]:
        return row["Jabatan"], sen(row["Upah sebulan"]), round(row["Bulan"], 9)

    expected = Counter(contract(row) for row in billed_people(bill.file))
    assert {contract(row): row["Orang"] for row in bill_lines(bill)} == expected


def cells_of(area: str, values: Grid) -> list[Any]:
    """Return the values of an area of one column; of nothing beyond the sheet."""
    left, top, right, bottom = range_boundaries(area.replace("$", ""))
    assert left == right
    return [
        values[row - 1][int(str(left)) - 1] for row in range(int(str(top)), int(str(bottom)) + 1)
    ]


def compute(formula: str, values: Grid) -> int:
    """Return what a formula of a bill is, in sen: a sum of cells, of people, or of single cells."""
    if people := re.fullmatch(r'=SUMIF\((\$A\$\d+:\$A\$\d+),">0",(.+)\)', formula):
        numbers, amounts = (cells_of(area, values) for area in people.groups())
        pairs = zip(numbers, amounts, strict=True)
        return sum(sen(amount) for number, amount in pairs if isinstance(number, float))
    if area := re.fullmatch(r"=SUM\((.+)\)", formula):
        return sum(map(sen, cells_of(area[1], values)))
    return sum(sen(cells_of(cell, values)[0]) for cell in formula[1:].split("+"))


def test_invoice__every_formula__has_the_value_it_computes(small_bill: Bill) -> None:
    book, counts = formulas(small_bill.file), {}
    for name in SHEETS:
        values = small_bill.sheet(name)
        cells = [cell for row in book[name].iter_rows() for cell in row if cell.data_type == "f"]
        for cell in cells:
            assert sen(values[cell.row - 1][cell.column - 1]) == compute(cell.value, values)
        counts[name] = len(cells)
    pages = 1 + len(book["Rincian"].row_breaks.brk)
    of_pages = 3 * (2 * pages - 1) if pages > 1 else 0
    # The total beside the terbilang is a value, which no edit of a line changes.
    assert counts == {**dict.fromkeys(SHEETS, 0), "Rincian": of_pages + 3, "Jadwal": 3}


def test_rincian__pages__end_with_their_sum_and_the_sum_so_far(
    ponorogo: tuple[Run, Path],
) -> None:
    """People in the order of their numbers; the last page ends with the sum of all."""
    invoice = ponorogo[1] / "invoice.xlsx"
    rows = table(grid(invoice, "Rincian"), "No", "Nama")
    breaks = [at.id for at in formulas(invoice)["Rincian"].row_breaks.brk]
    first = 4  # rows above the first person
    pages = [
        rows[max(start - first, 0) : end - first] for start, end in pairwise([0, *breaks, 10**6])
    ]
    so_far: Money = (0, 0, 0)
    for page in pages:
        people = [row for row in page if isinstance(row["No"], float)]
        feet = {row["Nama"]: money(row, "JKK", "JKM") for row in page[len(people) :]}
        of_page = added([money(row, "JKK", "JKM") for row in people])
        so_far = added([so_far, of_page])
        last = "JUMLAH" if page is pages[-1] else "Jumlah sampai halaman ini"
        assert feet == {"Jumlah halaman ini": of_page, last: so_far}
    assert [len(page) - 2 for page in pages] == [60, *[62] * 26, 28]


# ---- Each person --------------------------------------------------------------------------------


def contribution(wage: int, percent: str) -> int:
    """Return a month's contribution in sen, as the law's note on rounding says: half up."""
    exact = Decimal(wage) * Decimal(percent) / 100
    return int((exact * 100).to_integral_value(ROUND_HALF_UP))


def test_each_of_14456_people_owes_the_rounded_month_times_his_months(
    details: list[dict[str, Any]], purwakarta_roster: dict[str, dict[str, Any]]
) -> None:
    expected = {}
    for nik, cells in purwakarta_roster.items():
        months, wage = MONTHS[cells["Jabatan"]], cells["Honor"]
        jkk, jkm = (contribution(wage, percent) * months for percent in ("0.24", "0.30"))
        expected[nik] = (sen(wage), months, jkk, jkm, jkk + jkm)
    matches = {
        row["NIK"]: (sen(row["Upah sebulan"]), row["Bulan"], *money(row, "JKK", "JKM"))
        for row in details
    }
    assert len(expected) == 14_456
    assert matches == expected


def test_rincian__each_person__has_the_address_of_the_row(
    details: list[dict[str, Any]], purwakarta_rows: list[RosterRow]
) -> None:
    expected = [
        (
            "purwakarta-2024.xlsx",
            sheet,
            number,
            *(
                as_typed(cells[name])
                for name in ("NIK", "Nama Lengkap", "Kecamatan", "Desa/Kelurahan", "TPS")
            ),
            as_typed(cells["Tgl Selesai"]),
        )
        for sheet, number, cells in purwakarta_rows
    ]
    matches = [
        (
            *(row[name] for name in ("Berkas", "Lembar", "Baris", "NIK", "Nama")),
            *(row[name] for name in ("Kecamatan", "Desa/Kelurahan", "TPS")),
            as_typed(row["Selesai"]),
        )
        for row in details
    ]
    assert matches == expected


def test_two_readers_find_the_same_in_every_cell_of_the_details(small_bill: Bill) -> None:
    sums = ("Jumlah halaman ini", "Jumlah sampai halaman ini", "JUMLAH")
    by_openpyxl, by_calamine = (
        [row for row in rows if row[1] not in sums]
        for rows in (
            formulas(small_bill.file)["Rincian"].iter_rows(values_only=True),
            small_bill.sheet("Rincian"),
        )
    )
    assert [[as_typed(cell) for cell in row] for row in by_openpyxl] == [
        [as_typed(cell) for cell in row] for row in by_calamine
    ]


# Worked by hand: the month's amount is rounded half up, then taken times the months.
ROUNDED = [
    (850_000, 1, "2040.00", "2550.00"),
    (850_018.75, 1, "2040.05", "2550.06"),  # 2040.045 and 2550.05625
    (850_018.75, 8, "16320.40", "20400.48"),  # not 16320.36 and 20400.45
    (2_773_184, 8, "53245.12", "66556.40"),  # 6655.6416 and 8319.552 a month
    (850_002.08, 8, "16320.00", "20400.08"),  # 2040.004992 and 2550.00624
]


@pytest.mark.parametrize(("wage", "months", "jkk", "jkm"), first(2, ROUNDED))
def test_a_month_is_rounded_half_up_before_it_is_multiplied(
    wage: float, months: int, jkk: str, jkm: str, tmp_path: Path
) -> None:
    role = f'[roles.KPPS_ANGGOTA]\nmonths = {months}\nend = "2025-07-07"\n'.replace('"', "")
    out = enrolled(tmp_path, short_person(1, Honor=wage), agreement=role)
    line = table(grid(out / "invoice.xlsx", "Rincian"), "No", "Nama")[0]
    assert (line["Bulan"], *money(line, "JKK", "JKM")) == (
        months,
        sen(jkk),
        sen(jkm),
        sen(jkk) + sen(jkm),
    )


# ---- Wilayah and Jadwal -------------------------------------------------------------------------


def test_the_regions_are_those_of_the_roster(
    purwakarta_bill: Path,
    purwakarta_roster: dict[str, dict[str, Any]],
    purwakarta: tuple[Run, Path],
) -> None:
    regency, kecamatan = "(tingkat kabupaten/kota)", "(tingkat kecamatan)"
    expected = Counter(
        (
            cells["Kecamatan"] or regency,
            cells["Desa/Kelurahan"] or (kecamatan if cells["Kecamatan"] else regency),
        )
        for cells in purwakarta_roster.values()
    )
    lines = desa_lines(Bill(*purwakarta, purwakarta_bill))
    assert len(expected) == 192 + 17 + 1
    assert {(row["Kecamatan"], row["Desa/Kelurahan"]): row["Orang"] for row in lines} == expected


# How many are billed for each month, worked out from the terms above.
BILLED = {
    **dict.fromkeys(
        ["Mei 2024", "Juni 2024", "Juli 2024", "Agustus 2024", "September 2024", "Oktober 2024"],
        17 + 34 + 192 + 384,
    ),
    "November 2024": 14_456,
    "Desember 2024": 14_456 - 1_462 - 8_772 - 2_924,
    "Januari 2025": 14_456 - 1_462 - 8_772 - 2_924 - 192 - 384,
}


def test_a_month_of_the_schedule_is_of_those_who_serve_in_it(
    purwakarta: tuple[Run, Path], purwakarta_bill: Path
) -> None:
    months = months_of(Bill(*purwakarta, purwakarta_bill))[:-1]
    assert {row["Bulan iuran"]: row["Orang"] for row in months} == BILLED


# The 15th of the next month, or the Monday after a weekend. Months whose day would then be a
# national holiday are not here: holidays are not known to the program yet.
DUE = {
    "purwakarta": {
        "Juni 2024": date(2024, 7, 15),
        "Juli 2024": date(2024, 8, 15),
        "September 2024": date(2024, 10, 15),
        "Oktober 2024": date(2024, 11, 15),
        "November 2024": date(2024, 12, 16),  # the 15th was a Sunday
        "Desember 2024": date(2025, 1, 15),
        "Januari 2025": date(2025, 2, 17),  # the 15th was a Saturday
    },
    "ponorogo": {
        "Februari 2020": date(2020, 3, 16),  # a Sunday
        "Maret 2020": date(2020, 4, 15),
        "April 2020": date(2020, 5, 15),
        "Mei 2020": date(2020, 6, 15),
        "Juni 2020": date(2020, 7, 15),
        "Agustus 2020": date(2020, 9, 30),  # PP 49/2020: the 30th
        "September 2020": date(2020, 10, 30),  # PP 49/2020: the 30th
        "Oktober 2020": date(2020, 11, 30),  # PP 49/2020: the 30th
        "November 2020": date(2020, 12, 30),  # PP 49/2020: the 30th
        "Desember 2020": date(2021, 2, 1),  # PP 49/2020: the 30th
    },
}


@pytest.mark.parametrize("example", DUE)
def test_a_month_is_due_on_its_day_of_the_next_or_the_working_day_after(
    example: str, request: pytest.FixtureRequest
) -> None:
    run, out = request.getfixturevalue(example)
    months = months_of(Bill(run, out, out / "invoice.xlsx"))[:-1]
    matches = {row["Bulan iuran"]: row["Jatuh tempo"] for row in months}
    assert DUE[example].items() <= matches.items()
    assert all(due.weekday() < 5 for due in matches.values())


def test_the_schedule_repeats_the_sum_of_the_bill(purwakarta_bill: Path) -> None:
    assert "Jumlah seluruhnya Rp105.314.553." in texts(grid(purwakarta_bill, "Jadwal"))


# ---- Terbilang ----------------------------------------------------------------------------------

UNITS = {
    word: value
    for value, word in enumerate("nol satu dua tiga empat lima enam tujuh delapan sembilan".split())
}
GROUPS = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "triliun": 10**12}


def number_of(words: str) -> int:
    """Read an Indonesian number in words, by a way of its own: words to one-words, then a sum."""
    for short, full in (("sepuluh", "satu puluh"), ("sebelas", "satu belas")):
        words = words.replace(short, full)
    total = group = digit = 0
    for word in words.replace("seratus", "satu ratus").replace("seribu", "satu ribu").split():
        if word in UNITS:
            digit = UNITS[word]
        elif word == "belas":
            group, digit = group + 10 + digit, 0
        elif word in ("puluh", "ratus"):
            group, digit = group + digit * (10 if word == "puluh" else 100), 0
        else:
            total, group, digit = total + (group + digit) * GROUPS[word], 0, 0
    return total + group + digit


def sen_in_words(text: str) -> int:
    matches = re.fullmatch(r"Terbilang: (.+?) rupiah(?: (.+) sen)?", text)
    assert matches, text
    return number_of(matches[1].lower()) * 100 + (number_of(matches[2]) if matches[2] else 0)


def the_sum_in_words(rows: Grid) -> str:
    return next(text for text in texts(rows) if text.startswith("Terbilang: "))


def test_the_sum_in_words_is_the_sum(bill: Bill) -> None:
    words = the_sum_in_words(bill.sheet("Tagihan"))
    assert sen_in_words(words) == of_json(bill.run.json["premium"])[2]


SPOKEN = [
    (900_000, 1, "Empat ribu delapan ratus enam puluh rupiah"),
    (850_018.75, 1, "Empat ribu lima ratus sembilan puluh rupiah sebelas sen"),
    (2_057_500, 1, "Sebelas ribu seratus sepuluh rupiah lima puluh sen"),
    (185_500_000, 1, "Satu juta seribu tujuh ratus rupiah"),
]


@pytest.mark.parametrize(
    ("wage", "months", "words"), first(1, SPOKEN), ids=[words for *_, words in SPOKEN]
)
def test_the_sum_in_words_reads_as_a_treasurer_writes_it(
    wage: float, months: int, words: str, tmp_path: Path
) -> None:
    fixed = f"[roles.KPPS_ANGGOTA]\nmonths = {months}\n"
    out = enrolled(tmp_path, short_person(1, Honor=wage), agreement=fixed)
    assert the_sum_in_words(grid(out / "invoice.xlsx", "Tagihan")) == f"Terbilang: {words}"


# ---- What the bill says -------------------------------------------------------------------------


def heads(rows: Grid) -> dict[str, str]:
    """Return the facts at the top of the bill by their labels."""
    return {row[0]: row[2].removeprefix(": ") for row in rows if str(row[2]).startswith(": ")}


def test_the_bill_names_who_insures_whom_by_which_agreement(purwakarta_bill: Path) -> None:
    assert heads(grid(purwakarta_bill, "Tagihan")) == {
        "Nomor": "…………………………………",
        "Pemberi kerja": "KPU Kabupaten Purwakarta",
        "NPP": "00000000",
        "Lokasi pekerjaan": "3214 PURWAKARTA",
        "Dibayar oleh": "Pemerintah Kabupaten Purwakarta",
        "Mata anggaran": "…………………………………",
        "Perjanjian": "1/PKS/KPU-PWK/2024 tanggal 20 November 2024",
        "Pemilihan": "Pemilihan Gubernur, Bupati, dan Wali Kota Serentak 2024 (27 November 2024)",
        "Masa iuran": "Mei 2024 s.d. Januari 2025",
        "Jatuh tempo": "18 Juni 2024 s.d. 17 Februari 2025, menurut bulan iuran",
    }


def test_bill__no_agreement__has_blanks_and_a_note(
    messy: tuple[Run, Path], purwakarta_bill: Path
) -> None:
    note = "Tanpa berkas perjanjian: segmen penerima upah (PU), dasar iuran honorarium sebulan."
    rows = grid(messy[1] / "invoice.xlsx", "Tagihan")
    assert f"• {note}" in texts(rows)
    assert f"• {note}" not in texts(grid(purwakarta_bill, "Tagihan"))
    blank = {label for label, text in heads(rows).items() if set(text) == {"…"}}
    assert blank == {"Nomor", "Pemberi kerja", "NPP", "Dibayar oleh", "Mata anggaran", "Perjanjian"}


def test_who_pays_is_the_employer_unless_another_is_named(tmp_path: Path) -> None:
    out = enrolled(tmp_path, short_person(1), agreement='[employer]\nname = "KPU Kota Contoh"\n')
    assert heads(grid(out / "invoice.xlsx", "Tagihan"))["Dibayar oleh"] == "KPU Kota Contoh"


CITED = [
    "Jaminan Kecelakaan Kerja (kelompok risiko I): 0,24 % dari upah sebulan, PP 44/2015, "
    "pasal 16 ayat (1) huruf a, berlaku sejak 1 Juli 2015",
    "Jaminan Kematian: 0,30 % dari upah sebulan, PP 44/2015, pasal 18 ayat (1), "
    "berlaku sejak 1 Juli 2015",
    "PP 44/2015 jo. PP 82/2019, pasal 16, 18, 19, dan 21: Penyelenggaraan program JKK dan JKM",
    "Iuran ditanggung pemberi kerja: PP 44/2015, pasal 16 ayat (3) dan pasal 18 ayat (2)",
    "Jatuh tempo tanggal 15 bulan berikutnya; bila hari libur, hari kerja berikutnya: "
    "PP 44/2015, pasal 21 ayat (2) dan (3)",
]


@pytest.mark.parametrize("line", CITED)
def test_the_bill_cites_the_law_with_its_article(line: str, purwakarta_bill: Path) -> None:
    assert f"• {line}" in texts(grid(purwakarta_bill, "Tagihan"))


def test_bill__notes__have_the_rounding(bill: Bill) -> None:
    message = [
        text for text in texts(bill.sheet("Tagihan")) if "0,01 rupiah, setengah ke atas" in text
    ]
    assert len(message) == 1


LATER_LAW = ["Inpres 2/2021", "PP 49/2023", "Surat Mendagri 400.5.7/4295/SJ"]


@pytest.mark.parametrize("law", LATER_LAW)
def test_bill__law__is_cited_only_in_its_time(
    law: str, purwakarta_bill: Path, ponorogo: tuple[Run, Path]
) -> None:
    cited = [
        any(law in text for text in texts(grid(file, "Tagihan")))
        for file in (purwakarta_bill, ponorogo[1] / "invoice.xlsx")
    ]
    assert cited == [True, False]


NOTES = {
    "purwakarta": [
        "Sekretaris PPS: 1 hari sejak 27 Januari 2025 di luar bulan yang dihitung dan TIDAK "
        "terlindungi (192 orang).",
        "Staf Sekretariat PPS: 1 hari sejak 27 Januari 2025 di luar bulan yang dihitung dan TIDAK "
        "terlindungi (384 orang).",
        "Anggota KPPS: 1 hari sejak 8 Desember 2024 di luar bulan yang dihitung dan TIDAK "
        "terlindungi (8.772 orang).",
    ],
    "messy": [
        "Ketua KPPS: 1 hari sejak 8 Desember 2024 di luar bulan yang dihitung dan TIDAK "
        "terlindungi (6 orang).",
        "15 baris belum dapat didaftarkan dan belum ditagih; lihat corrections.xlsx.",
        "1 ASN dikecualikan (dijamin Taspen) dan tidak ditagih.",
    ],
}


@pytest.mark.parametrize(
    ("example", "note"), [(name, note) for name, notes in NOTES.items() for note in notes]
)
def test_bill__notes__have_people_and_days_without_cover(
    example: str, note: str, request: pytest.FixtureRequest
) -> None:
    _, out = request.getfixturevalue(example)
    assert f"• {note}" in texts(grid(out / "invoice.xlsx", "Tagihan"))


def test_bill__no_uncovered_days__has_no_note(
    purwakarta_bill: Path, ponorogo: tuple[Run, Path]
) -> None:
    report = [
        sum("TIDAK terlindungi" in text for text in texts(grid(file, "Tagihan")))
        for file in (purwakarta_bill, ponorogo[1] / "invoice.xlsx")
    ]
    assert report == [6, 0]  # a line for all people, and one for each of five roles


SIGNED = """
[papers]
place = "Purwakarta"
bill_number = "900/12/2024"
bill_date = 2024-11-25
[budget]
account = "521811"
[signatories.treasurer]
name = "Rina Marlina"
nip = "198504122010012003"
"""


def test_bill__agreement_without_signatories__has_room_for_signatures(
    purwakarta_bill: Path,
) -> None:
    rows = grid(purwakarta_bill, "Tagihan")
    signed = {
        "Disusun oleh,\nPetugas pendaftaran": 0,
        "Setuju dibayar,\nPejabat Pembuat Komitmen\nPemerintah Kabupaten Purwakarta": 2,
        "Diterima untuk dibayar,\nBendahara Pengeluaran\nPemerintah Kabupaten Purwakarta": 5,
    }
    blank = "………………………………"
    for title, column in signed.items():
        [row] = [at for at, line in enumerate(rows) if line[column] == title]
        below = [line[column] for line in rows[row + 1 : row + 7]]
        assert below == ["", "", "", "", blank, f"NIP {blank}"]


def test_bill__agreement_with_papers__names_number_account_and_signatories(
    tmp_path: Path,
) -> None:
    agreement = '[employer]\nname = "KPU Kota Contoh"\n' + SIGNED
    out = enrolled(tmp_path, short_person(1), agreement=agreement)
    rows = grid(out / "invoice.xlsx", "Tagihan")
    assert rows[0][0] == "KPU KOTA CONTOH"
    facts = heads(rows)
    assert (facts["Nomor"], facts["Mata anggaran"]) == ("900/12/2024", "521811")
    [row] = [at for at, line in enumerate(rows) if line[5] == "Rina Marlina"]
    assert rows[row + 1][5] == "NIP 19850412 201001 2 003"
    assert "Purwakarta, 25 November 2024" in texts(rows)


def test_bill__law_by_secondary_sources__is_named_in_a_note(purwakarta_bill: Path) -> None:
    shown = texts(grid(purwakarta_bill, "Tagihan"))
    assert not [text for text in shown if "menurut pers" in text]
    [note] = [text for text in shown if "sumber sekunder" in text]
    assert "Surat Mendagri 400.5.7/4295/SJ" in note
    assert "PP 44/2015" not in note


# ---- Looks --------------------------------------------------------------------------------------


def test_invoice__sheets__are_in_order(bill: Bill) -> None:
    assert sheets(bill.file) == SHEETS


def test_the_chart_shows_each_role_s_jkk_and_jkm(book: Workbook, messy_bill: Path) -> None:
    values = grid(messy_bill, "Tagihan")
    (chart,) = book["Tagihan"]._charts

    def cells(reference: str) -> list[Any]:
        sheet, _, area = reference.replace("$", "").partition("!")
        left, top, right, bottom = (int(str(edge)) for edge in range_boundaries(area))
        assert (sheet, left) == ("Tagihan", right)
        return [values[row - 1][left - 1] for row in range(top, bottom + 1)]

    roles = table(values, "No", "Jabatan", "Or.-bln")
    assert len(roles) == 6
    for series, title in zip(chart.series, ("JKK", "JKM"), strict=True):
        assert series.tx.v == title
        assert cells(series.cat.strRef.f) == [row["Jabatan"] for row in roles]
        assert cells(series.val.numRef.f) == [row[f"Iuran {title}"] for row in roles]


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_prints_on_a4_one_page_wide(sheet: str, book: Workbook) -> None:
    page = book[sheet]
    assert page.page_setup.paperSize == int(page.PAPERSIZE_A4)
    if sheet in ("Tagihan", "Rincian"):  # Excel drops the breaks of a sheet that is fitted
        assert page.page_setup.scale >= 70
        return
    assert page.sheet_properties.pageSetUpPr.fitToPage is True
    assert page.page_setup.fitToWidth in (None, 1)  # Excel leaves out a one
    assert page.page_setup.fitToHeight == 0  # as many pages long as it needs


@pytest.mark.parametrize(
    ("sheet", "rows"), [("Rincian", "$4:$4"), ("Wilayah", "$3:$3"), ("Jadwal", "$3:$3")]
)
def test_a_long_table_repeats_its_header_on_each_page(
    sheet: str, rows: str, book: Workbook
) -> None:
    assert book[sheet].print_title_rows == rows


def test_the_sheet_of_people_warns_that_it_holds_personal_data(purwakarta_bill: Path) -> None:
    assert any(
        "DATA PRIBADI (UU 27/2022)" in text for text in texts(grid(purwakarta_bill, "Rincian"))
    )


def test_amounts_are_numbers_shown_to_the_sen(book: Workbook) -> None:
    cells = [book["Rincian"].cell(5, column) for column in (8, 12, 13, 14)]
    assert [(cell.data_type, cell.number_format) for cell in cells] == [
        ("n", "[$-421]#,##0.00")
    ] * 4


@pytest.mark.parametrize("cell", ["Rincian!I5", "Rincian!J5", "Jadwal!F4"])
def test_dates_are_days_shown_with_the_day_first(cell: str, book: Workbook) -> None:
    sheet, _, address = cell.partition("!")
    matches = book[sheet][address]
    assert (matches.is_date, matches.number_format) == (True, "dd-mm-yyyy")


def test_months__daily_rule__are_days_over_30_in_workbook_pdf_and_explanation(
    odd: tuple[Run, Path],
) -> None:
    _, out = odd
    book = openpyxl.load_workbook(out / "invoice.xlsx")
    formats = {cell.number_format for row in book["Tagihan"].iter_rows() for cell in row}
    assert "0/30" in formats
    shown = (*pdf_pages(out / "tagihan.pdf"), invoke("explain", "--of", out, "--row", "1").out)
    assert all(re.search(r"\b\d+/30\b", text) for text in (shown[0], shown[-1]))
    assert not any(re.search(r"\b\d+/(?:5|15)\b(?!/)", text) for text in (shown[0], shown[-1]))
