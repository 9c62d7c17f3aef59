"""Three rosters as offices type them, with what a clerk corrects after the first check.

Nobody here exists: NIKs have serials from 9000 up.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from pemilu_cover.values.dates import format_long

GIVEN = (
    ("L", "Slamet"),
    ("P", "Tumini"),
    ("L", "Bambang"),
    ("P", "Endang"),
    ("L", "Sutrisno"),
    ("P", "Wahyuni"),
    ("L", "Agus"),
    ("P", "Lestari"),
    ("L", "Mulyono"),
)
FAMILY = ("Raharjo", "Saputra", "Wibowo", "Nugroho", "Purnomo", "Hidayat", "Setiawan")
MOTHERS = ("Sumiyati", "Kasmi", "Painem", "Rukmini", "Suparti")
BLOOD = ("A", "B", "O", "AB")


@dataclass(frozen=True)
class Officer:
    """An invented person of a roster."""

    number: int
    region: str

    @property
    def born(self) -> date:
        """Their birth date: a day of 1980 to 1999."""
        return date(1980, 1, 5) + timedelta(days=self.number * 97 % 7000)

    @property
    def sex(self) -> str:
        """L or P."""
        return GIVEN[self.number % len(GIVEN)][0]

    @property
    def name(self) -> str:
        """Their name; no two of 63 in sequence are alike."""
        return f"{GIVEN[self.number % len(GIVEN)][1]} {FAMILY[self.number // len(GIVEN) % 7]}"

    @property
    def nik(self) -> str:
        """A NIK that agrees with birth date and sex."""
        day = self.born.day + (40 if self.sex == "P" else 0)
        return f"{self.region}{day:02}{self.born:%m%y}{9000 + self.number}"

    @property
    def mother(self) -> str:
        """Their mother's name."""
        return MOTHERS[self.number % len(MOTHERS)]

    @property
    def blood(self) -> str:
        """Their blood group."""
        return BLOOD[self.number % len(BLOOD)]


def merge(sheet: Worksheet, row: int, last: int, text: str) -> None:
    """Write a text over the columns of a row."""
    sheet.cell(row, 1, text)
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)


def write_kpps(path: Path) -> None:
    """Write the KPPS of a kecamatan: merged titles, a header of two rows, a heading for each TPS."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    title = "DAFTAR NAMA ANGGOTA KPPS DAN LINMAS", "TAHUN 2024", "KECAMATAN BANSARI"
    for row, text in enumerate(title, start=1):
        merge(sheet, row, 14, text)
    write_kpps_header(sheet)
    row, number = 7, 0
    for area in ("BANSARI TPS 001", "BANSARI TPS 002", "BALESARI TPS 001", "BALESARI TPS 002"):
        merge(sheet, row, 14, f"DESA {area}")
        for place, role in enumerate(("KETUA", *["ANGGOTA"] * 6, "LINMAS", "LINMAS")):
            number += 1
            one = Officer(number, "332316")
            sheet.append(
                [
                    *(place + 1, one.name, one.nik, "Temanggung", one.born, one.sex),
                    *(one.mother, "Krajan", f"0{place % 3 + 1}/02", "56265"),
                    *(one.blood, "Kawin" if place % 3 else "Belum Kawin", role, None),
                ]
            )
        row += 10
    for address, wrong in {
        "C10": int(str(sheet["C10"].value)),
        "C13": f"{sheet['C13'].value}1",
        "E20": "31-02-1990",
        "G23": None,
        "K25": None,
        "M32": "ANGOTA",
        "N35": "PNS",
    }.items():
        sheet[address].value = wrong
    merge(sheet, row, 14, "JUMLAH 36 ORANG")
    sheet.cell(row + 2, 12, "Bansari, 4 November 2024")
    sheet.cell(row + 3, 12, "KETUA PPK KECAMATAN BANSARI")
    sheet.cell(row + 7, 12, "SURYANTO")
    book.save(path)


def write_kpps_header(sheet: Worksheet) -> None:
    """Write the header in rows 5 and 6: two groups of two columns, all others over both rows."""
    groups = {4: ("KELAHIRAN", "TEMPAT", "TANGGAL"), 8: ("ALAMAT", "DUSUN", "RT/RW")}
    for column, (group, left, right) in groups.items():
        sheet.cell(5, column, group)
        sheet.cell(6, column, left)
        sheet.cell(6, column + 1, right)
        sheet.merge_cells(start_row=5, end_row=5, start_column=column, end_column=column + 1)
    single = {1: "NO", 2: "NAMA LENGKAP", 3: "NIK", 6: "L/P", 7: "NAMA IBU", 10: "KODE POS"}
    single |= {11: "GOL. DARAH", 12: "STATUS KAWIN", 13: "JABATAN", 14: "KET"}
    for column, text in single.items():
        sheet.cell(5, column, text)
        sheet.merge_cells(start_row=5, end_row=6, start_column=column, end_column=column)


PPK_HEADERS = (
    *("No.", "Nama Petugas", "No. Identitas (KTP)", "Lahir di", "Lahir tanggal", "Kelamin"),
    *("Ibu Kandung", "Tempat tinggal", "Kodepos", "Gol. Darah", "Sudah kawin?"),
    *("Kecamatan", "Kelurahan", "Ditugaskan sebagai", "Honor per bln", "Terhitung mulai", "s.d."),
)


def write_ppk(path: Path) -> None:
    """Write PPK, PPS and their staff: headers of an own wording, dates as text, wages with Rp."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    ppk = (*(("Ketua PPK", "Rp2.500.000,-"), *[("Anggota PPK", "Rp2.200.000,-")] * 4),)
    staff = (("Sekretaris PPK", "Rp1.850.000,-"), *[("Staf PPK", "Rp1.300.000,-")] * 2)
    pps = (("Ketua PPS", "Rp1.500.000,-"), *[("Anggota PPS", "Rp1.300.000,-")] * 2)
    number = 0
    for title, roles, kelurahan, start in (
        ("PPK", ppk, ("",), date(2024, 5, 16)),
        ("PPS", pps, ("Kuala", "Melayu", "Pasiran", "Tengah"), date(2024, 5, 26)),
        ("Sekretariat", staff, ("",), date(2024, 5, 16)),
    ):
        sheet = book.create_sheet(title)
        sheet.append([f"DAFTAR {title.upper()} SE-KOTA SINGKAWANG"])
        sheet.append([])
        sheet.append(list(PPK_HEADERS))
        for place in kelurahan:
            for role, wage in roles:
                number += 1
                one = Officer(number, "617202")
                sheet.append(
                    [
                        *(number, one.name, one.nik, "Singkawang", format_long(one.born)),
                        *("Pria" if one.sex == "L" else "Wanita", one.mother),
                        *(f"Jl. Diponegoro No. {number}", "79123", one.blood),
                        *("Sudah" if number % 3 else "Belum", "Singkawang Barat", place),
                        *(role, wage, format_long(start), "27 Januari 2025"),
                    ]
                )
    book["PPK"].cell(5, 3).value = str(book["PPK"].cell(5, 3).value).replace("0", "O", 2)
    book["PPS"].cell(6, 5).value = "12 Mei"
    book["PPS"].cell(8, 15).value = "Rp130.000,-"
    book["Sekretariat"].cell(4, 2).value = None
    book.save(path)


def write_bawaslu(path: Path) -> None:
    """Write the PKD and PTPS of a kecamatan as CSV that Excel in Indonesian saves: two NIKs are shortened."""
    text = StringIO()
    rows = csv.writer(text, delimiter=";")
    rows.writerow(["DAFTAR PKD DAN PENGAWAS TPS KECAMATAN BONTO BAHARI", *[""] * 16])
    rows.writerow([""] * 17)
    rows.writerow(
        (
            *("NO", "NAMA PENGAWAS", "NIK", "TEMPAT LAHIR", "TGL LAHIR", "JK", "NAMA IBU"),
            *("ALAMAT", "KODE POS", "GOL DARAH", "STATUS", "DESA", "TPS", "JABATAN"),
            *("HONOR", "TMT", "S/D"),
        )
    )
    number = 0
    for desa in ("Ara", "Bira", "Darubiah", "Lembanna"):
        for tps in ("", "1", "2", "3", "4"):
            number += 1
            one = Officer(number, "730203")
            work = ("PTPS", " Rp800.000 ", "04/11/2024", "04/12/2024")
            if not tps:
                work = ("PKD", " Rp1.100.000 ", "02/06/2024", "27/01/2025")
            nik = one.nik
            if number in (4, 9):
                nik = f"{int(nik):.5E}".replace(".", ",")
            rows.writerow(
                (
                    *(number, one.name.upper(), nik, "BULUKUMBA", f"{one.born:%d/%m/%Y}", one.sex),
                    *(one.mother.upper(), "DUSUN KALUBIMBI", "92571", one.blood),
                    *("K" if number % 4 else "BK", desa.upper(), tps, *work),
                )
            )
    path.write_bytes(text.getvalue().encode("cp1252"))
