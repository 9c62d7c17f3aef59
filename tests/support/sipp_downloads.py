"""Files as SIPP lets an office download them, with invented people: sheets, fills and cell types of SIPP."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from pemilu_cover.reference import sipp_files
from pemilu_cover.reference.sipp_files import FileColumn
from pemilu_cover.reference.sipp_locations import locations

NPP = "24109999"
PERIOD = date(2024, 11, 1)
_LABEL_FILL, _TITLE_FILL = "ABEBC6", "AED6F1"


@dataclass(frozen=True)
class SippPerson:
    """A person on SIPP's list; without a ``kpj`` SIPP shows the plain name."""

    nik: str
    name: str
    birth_date: date
    kpj: str = ""
    kode_tk: str = ""
    wage: int | float = 850_000
    rapel: int | float = 0
    mask: str = "stars"
    address: str = ""
    phone: str = ""
    location: str = "3214"
    email: str = ""
    bank: str = ""
    bank_code: str = ""
    account: str = ""
    account_name: str = ""
    sex: str = "L"

    @property
    def shown_name(self) -> str:
        """The name as SIPP's file has it."""
        return MASKS[self.mask](self.name) if self.kpj else self.name


def _stars(name: str) -> str:
    """Mask a name as in ``*xx ***xxx``."""
    words = (
        f"{'*' * (len(word) // 2)}{'x' * (len(word) - len(word) // 2)}" for word in name.split()
    )
    return " ".join(words)


# How SIPP hides letters; which of these a file has makes no difference.
MASKS = {
    "stars": _stars,
    "first letters": lambda name: " ".join(
        word[0] + "x" * max(len(word) - 1, 2) for word in name.split()
    ),
    "all": lambda name: " ".join("X" * max(len(word), 2) for word in name.split()),
    "none": lambda name: name,
}


def people_of(
    register: pl.DataFrame, *, numbered: bool = True, first_kpj: int = 24_000_000_000
) -> list[SippPerson]:
    """Return SIPP's list of the enrolled people of a register, each with a number if wanted."""
    enrolled = register.filter(pl.col("segment") == "pu").unique(
        "nik", keep="first", maintain_order=True
    )
    return [
        SippPerson(
            person["nik"],
            person["name"].upper(),
            person["birth_date"],
            kpj=str(first_kpj + number) if numbered else "",
            kode_tk=f"{210_000_000_000_000 + number}",
            wage=int(person["sipp"]["UPAH"]),
            address=person["sipp"]["ALAMAT"],
            location=person["sipp"]["LOKASI_PEKERJAAN"],
            phone=person["sipp"]["HP"],
            sex=person["sex"] or "L",
        )
        for number, person in enumerate(enrolled.iter_rows(named=True), start=1)
    ]


def with_numbers(people: Iterable[SippPerson], first_kpj: int = 24_000_000_000) -> list[SippPerson]:
    """Return people after their period is posted: those without a number have one."""
    return [
        person if person.kpj else replace(person, kpj=str(first_kpj + number))
        for number, person in enumerate(people, start=1)
    ]


def write_upah(
    path: Path, people: Iterable[SippPerson], *, period: date = PERIOD, npp: str = NPP
) -> Path:
    """Write ``template_upah_<NPP>.xlsx``: UPAH and RAPEL are numbers, all else is text."""
    rows = [
        {
            "NIK": person.nik,
            "KPJ": person.kpj,
            "KODE_TK": person.kode_tk,
            "NAMA_LENGKAP": person.shown_name,
            "TGL_LAHIR": f"{person.birth_date:%d-%m-%Y}",
            "UPAH": person.wage,
            "RAPEL": person.rapel,
            "BLTH": f"{period:01-%m-%Y}",
            "NPP": npp,
        }
        for person in people
    ]
    book = _book(sipp_files.UPAH_SHEET, sipp_files.UPAH_COLUMNS)
    return _save(book, path, sipp_files.UPAH_SHEET, sipp_files.UPAH_COLUMNS, rows)


def write_koreksi(path: Path, people: Iterable[SippPerson]) -> Path:
    """Write ``template_koreksi_tk_<NPP>.xlsx``: all cells are text; it has neither period nor NPP."""
    rows = [
        {
            "KODE": person.kode_tk,
            "NOMOR_IDENTITAS": person.nik,
            "KPJ": person.kpj,
            "NAMA_TENAGA_KERJA": person.shown_name,
            "TEMPAT_LAHIR": "PXXXXXXXX",
            "TGL_LAHIR": f"{person.birth_date:%d-%m-%Y}",
            "JENIS_KELAMIN": person.sex,
            "NAMA_IBU_KANDUNG": "Sxxx",
            "ALAMAT_LENGKAP_DOMISILI": person.address,
            "HANDPHONE": person.phone,
            "LOKASI_PEKERJAAN": person.location,
            "EMAIL": person.email,
            "NAMA_BANK": person.bank,
            "KODE_BANK": person.bank_code,
            "NOMOR_REKENING": person.account,
            "NAMA_REKENING": person.account_name,
        }
        for person in people
    ]
    book = _book(sipp_files.KOREKSI_SHEET, sipp_files.KOREKSI_COLUMNS)
    banks = book.create_sheet(sipp_files.BANKS_SHEET)
    banks.append(["NAMA_BANK", "KODE_BANK"])
    for bank in (("BANK INVENTED", "990"), ("BANK INVENTED SYARIAH", "990")):
        banks.append(list(bank))
    places = book.create_sheet(sipp_files.LOCATIONS_SHEET)
    places.append(["NAMA", "KODE_LOKASI"])
    for place in locations():
        places.append([place.name, place.code])
    return _save(book, path, sipp_files.KOREKSI_SHEET, sipp_files.KOREKSI_COLUMNS, rows)


def _book(sheet: str, columns: Sequence[FileColumn]) -> openpyxl.Workbook:
    """Make a workbook with SIPP's sheet of instructions and the empty data sheet, the former in front."""
    book = openpyxl.Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = sipp_files.INSTRUCTIONS_SHEET
    page["A3"] = f"Petunjuk Pengisian {sheet}"
    page.merge_cells("A3:B3")
    page["A3"].fill = PatternFill("solid", fgColor=_TITLE_FILL)
    for row, column in enumerate(columns, start=4):
        page.cell(row, 1, column.header).fill = PatternFill("solid", fgColor=_LABEL_FILL)
        page.cell(row, 2, "Wajib diisi." if column.required else "Jangan diubah.")
    data = book.create_sheet(sheet)
    for index, column in enumerate(columns, start=1):
        head = data.cell(1, index, column.header)
        head.number_format = column.number_format
        head.font = Font(name="Calibri", size=11)
        if column.fill:
            head.fill = PatternFill("solid", fgColor=column.fill)
        if column.width:
            data.column_dimensions[get_column_letter(index)].width = column.width
    return book


def _save(
    book: openpyxl.Workbook,
    path: Path,
    sheet: str,
    columns: Sequence[FileColumn],
    rows: Iterable[dict[str, Any]],
) -> Path:
    page = book[sheet]
    for number, row in enumerate(rows, start=2):
        for index, column in enumerate(columns, start=1):
            value = row.get(column.header)
            cell = page.cell(number, index)
            cell.number_format = column.number_format
            if value not in (None, ""):
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"
    book.save(path)
    return path
