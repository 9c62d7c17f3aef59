"""Canaries: invented personal data that differ from anything else, and how to find them again.

They are put into every place of a roster where somebody may have typed them; whatever the program prints
is then searched for them.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
from support.people import Cell, Row, short_person
from support.workbooks import as_typed

NIK = "3214012303870417"
MOTHER = "Kenarinem Sulastrikenari"
PHONE = "081298765432"
ADDRESS = "Gang Kenari Emas 77"
BORN = date(1987, 3, 23)
BIRTH = "23 Maret 1987"

# The same NIK as people type it, and as they mistype it.
SEPARATED = {
    "plain": NIK,
    "spaces": "3214 0123 0387 0417",
    "dots": "3214.0123.0387.0417",
    "dashes": "321401-230387-0417",
    "as in a form": "32.14.01.230387.0417",
    "underscores": "3214_0123_0387_0417",
    "full-width digits": "".join(chr(ord(digit) + 0xFEE0) for digit in NIK),
    "no-break spaces": "3214\u00a00123\u00a00387\u00a00417",
    "a zero-width space": f"{NIK[:6]}\u200b{NIK[6:]}",
    "spaced out": " ".join(NIK),
    "with an apostrophe": f"'{NIK}",
    "thousands": "3.214.012.303.870.417",
}
MISTYPED = {
    "a digit too few": NIK[:-1],
    "a digit too many": f"{NIK}1",
    "letters for digits": "32140I23O3870417",
}
VALUES: dict[str, str] = {"mother": MOTHER, "phone": PHONE, "address": ADDRESS, "birth": BIRTH}

_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s.,'`´‘’‐-―_/:-]+(?=\d)")
_LETTERS = str.maketrans("OQIlSB", "001158")
# What identifies, whatever is around it: the NIK's birth date is hidden by every mask. A date that is
# suggested beside a cell is no NIK: it says how to mend the cell.
_DIGITS = (NIK[4:12], "230387", PHONE.removeprefix("0"))
_WORDS = ("kenari", "23 maret 1987", "march 23, 1987", "23 march 1987")


def leaks(text: str) -> list[str]:
    """Return the canaries that are in a text, however they are written."""
    shown = unicodedata.normalize("NFKC", text.replace("\u200b", ""))
    joined = _BETWEEN_DIGITS.sub("", shown)
    forms = (joined, re.sub(r"(?<=\d)[OQIlSB]|[OQIlSB](?=\d)", _as_digit, joined))
    matches = [digits for digits in _DIGITS if any(digits in form for form in forms)]
    return matches + [word for word in _WORDS if word in shown.lower()]


def _as_digit(matches: re.Match[str]) -> str:
    return matches[0].translate(_LETTERS)


# ---- Rosters ------------------------------------------------------------------------------------


def canary_person(number: int, **changes: Cell) -> Row:
    """Return a person without findings in whom every personal cell is a canary."""
    own: Row = {
        "NIK": f"{NIK[:12]}{number:04d}",
        "Tanggal Lahir": BORN,
        "Alamat": ADDRESS,
        "Nama Ibu": MOTHER,
        "No HP": PHONE,
    }
    return (
        short_person(number)
        | own
        | {name.replace("_", " "): cell for name, cell in changes.items()}
    )


def faulty() -> list[Row]:
    """Return people with every kind of fault, and with each canary in every column."""
    changes: list[dict[str, Cell]] = [
        *({"NIK": text} for text in (*SEPARATED.values(), *MISTYPED.values())),
        {"NIK": int(NIK)},
        {"NIK": NIK},
        {"NIK": NIK, "Nama": "Orang Lain Sekali"},
        {"NIK": "3214013213870001"},
        {"NIK": "3214012303870000"},
        {"Tanggal Lahir": None},
        {"Tanggal Lahir": "23-03-87"},
        {"Tanggal Lahir": date(1987, 4, 24)},
        {"Tanggal Lahir": date(2020, 3, 23)},
        {"NIK": "3214010503870499", "Tanggal Lahir": date(1987, 5, 3)},
        {"L/P": "P"},
        {"Nama": None},
        {"Nama": "=1+1"},
        {"Honor": "delapan ratus ribu"},
        {"Selesai": date(2024, 1, 1)},
        {"Jabatan": "Sekretaris PPS (PNS)"},
        {"No KPJ": "99000000123"},
        {"Nama Ibu": None, "Gol Darah": None},
        {"Keterangan": f"mengundurkan diri, HP {PHONE}, ibu {MOTHER}"},
    ]
    columns = [*short_person(1), "No HP", "No KPJ", "Keterangan"]
    for text in (NIK, SEPARATED["spaces"], MISTYPED["letters for digits"], *VALUES.values()):
        changes += [{column: text} for column in columns if column != "No"]
    return [canary_person(number) | one for number, one in enumerate(changes, start=1)]


def as_xlsx(path: Path, people: Iterable[Row], *, sheet: str = "DATA", title: str = "") -> Path:
    """Write people as a workbook, every text as text, below a title if one is given."""
    book = openpyxl.Workbook()
    page = book.create_sheet(sheet, 0)
    crowd = list(people)
    if title:
        page.append([title])
    columns = _columns(crowd)
    page.append(columns)
    for one in crowd:
        page.append([one.get(column) for column in columns])
        for cell in page[page.max_row]:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    book.save(path)
    return path


def as_csv(path: Path, people: Iterable[Row], *, delimiter: str = ",") -> Path:
    """Write people as CSV, as Excel saves it."""
    crowd = list(people)
    columns = _columns(crowd)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(columns)
        writer.writerows([as_typed(one.get(column)) for column in columns] for one in crowd)
    return path


def as_parquet(path: Path, people: Iterable[Row]) -> Path:
    """Write people as Parquet, every cell a text."""
    crowd = list(people)
    cells: Mapping[str, list[str]] = {
        column: [as_typed(one.get(column)) for one in crowd] for column in _columns(crowd)
    }
    pl.DataFrame(cells).write_parquet(path)
    return path


def _columns(people: list[Row]) -> list[str]:
    return list(dict.fromkeys(name for one in people for name in one))
