"""The job of `enrol` as it is usually programmed: pandas reads, pydantic checks each row, openpyxl writes.

`python benchmarks/baseline_pandas.py ROSTER OUT` reads a roster in the columns of
``examples/purwakarta-2024.xlsx``, checks every person, prices each distinct contract once, and writes SIPP's
workbooks, the invoice with its four sheets and a manifest: the cells that the program itself writes. It is
what a competent programmer makes of these libraries: headers are known, dates are cut by the column, rows are
written by the quicker kind of workbook (``write_only``), with lxml, as openpyxl advises, and with one cell a
column that is reused for each row, as a cell for each takes a sixth longer.

It uses the same rate files, and does less: it does not find headers, count units, compare names or guard
against hostile files. It is for benchmarks only.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Border, Font, PatternFill, Side
from pydantic import BaseModel, ValidationError, field_validator, model_validator

REPOSITORY = Path(__file__).resolve().parents[1]
RATES = REPOSITORY / "rates"
LOCATIONS = REPOSITORY / "src" / "pemilu_cover" / "reference" / "sipp_locations.csv"
ELECTION = "pilkada-2024"
MOST_ROWS = 10_000
ADULT, OLD = 17, 99
WOMEN = 40
LIFELONG = date(2090, 1, 1)

HEADERS = {
    "NIK": "nik",
    "Nama Lengkap": "name",
    "Tempat Lahir": "birth_place",
    "Tanggal Lahir": "born",
    "L/P": "sex",
    "Alamat": "address",
    "Kecamatan": "kecamatan",
    "Desa/Kelurahan": "desa",
    "TPS": "tps",
    "Jabatan": "role",
    "Honor": "wage",
    "Tgl Mulai": "start",
    "Tgl Selesai": "end",
    "No. HP": "phone",
    "Nama Ibu Kandung": "mother",
    "Status Kawin": "married",
    "Gol. Darah": "blood",
    "Kode Pos": "postal",
    "Email": "email",
}
DATES = ("born", "start", "end")
SIPP = (
    "NO_PEGAWAI NAMA_LENGKAP GELAR TELEPON_AREA_RUMAH TELEPON_RUMAH TELEPON_AREA_KANTOR TELEPON_KANTOR "
    "TELEPON_EXT_KANTOR HP EMAIL TEMPAT_LAHIR TANGGAL_LAHIR NAMA_IBU_KANDUNG JENIS_IDENTITAS "
    "NOMOR_IDENTITAS MASA_LAKU_IDENTITAS JENIS_KELAMIN SURAT_MENYURAT_KE TANGGAL_KEPESERTAAN STATUS_KAWIN "
    "GOLONGAN_DARAH NPWP KODE_NEGARA UPAH ALAMAT KODE_POS LOKASI_PEKERJAAN STATUS_PEGAWAI TGL_AWAL_BEKERJA "
    "TGL_AKHIR_KONTRAK"
).split()
PEOPLE = (
    "No Nama NIK Jabatan Kecamatan Desa/Kelurahan TPS Upah_sebulan Mulai Selesai Bulan JKK JKM Jumlah Berkas "
    "Lembar Baris"
).split()

TEXT, MONEY, INTEGER, DATE = "@", "#,##0.00", "0", "dd-mm-yyyy"
BOLD, GREY, BLUE = Font(bold=True), PatternFill("solid", "F2F2F2"), PatternFill("solid", "DDEBF7")
FRAME = Border(*(Side("thin") for _ in range(4)))


# ---- The law ----------------------------------------------------------------------------------------


class Law:
    """The values of the rate files that this job needs."""

    def __init__(self) -> None:
        self.jkk, self.jkm = self._rates("jkk", risk_class="I"), self._rates("jkm")
        proration = self._read("proration")
        self.rule = proration["rules"][proration["default"]][-1]
        self.due = self._read("contribution")["due"][-1]
        self.roles: dict[str, str] = {}
        self.names: dict[str, str] = {}
        for code, role in self._read("roles")["roles"].items():
            self.names[code] = role["name"]
            self.roles |= dict.fromkeys([*role["aliases"], role["name"].upper()], code)
        self.election = self._read(f"elections/{ELECTION}")

    def _read(self, name: str) -> dict[str, Any]:
        with (RATES / f"{name}.toml").open("rb") as file:
            return tomllib.load(file, parse_float=Fraction)

    def _rates(self, name: str, **criteria: str) -> list[dict[str, Any]]:
        return [rate for rate in self._read(name)["rates"] if criteria.items() <= rate.items()]


def rate_on(rates: list[dict[str, Any]], day: date) -> Fraction:
    """Return the rate in force on a day."""
    valid = [rate for rate in rates if rate["from"] <= day]
    if not valid:
        raise ValueError(f"no rate on {day}")
    return Fraction(max(valid, key=lambda rate: rate["from"])["percent"]) / 100


@dataclass(frozen=True)
class Price:
    """What a contract costs: its months, and each programme's amount in sen for one month and in all."""

    months: tuple[date, ...]
    jkk: tuple[int, ...]
    jkm: tuple[int, ...]

    @property
    def total(self) -> int:
        """Both programmes, in sen."""
        return sum(self.jkk) + sum(self.jkm)


def add_months(day: date, months: int) -> date:
    """Return the same day of a later month, or its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def half_up(amount: Fraction) -> int:
    """Round to an integer, half up."""
    return int((amount + Fraction(1, 2)) // 1)


class Pricing:
    """Prices contracts, each distinct one once."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self.price = lru_cache(maxsize=None)(self._price)

    def _price(self, wage: int, start: date, end: date) -> Price:
        full = 0
        while add_months(start, full + 1) - timedelta(days=1) <= end:
            full += 1
        tail = (end - add_months(start, full)).days + 1
        forgiven = full >= 1 and tail <= self.law.rule["forgiven_tail_days"]
        first_days = [add_months(start, month) for month in range(full if forgiven else full + 1)]
        return Price(
            tuple(day.replace(day=1) for day in first_days),
            tuple(half_up(wage * 100 * rate_on(self.law.jkk, day)) for day in first_days),
            tuple(half_up(wage * 100 * rate_on(self.law.jkm, day)) for day in first_days),
        )


# ---- People -----------------------------------------------------------------------------------------


def born_by_nik(nik: str) -> set[date]:
    """Return the possible dates of the six digits of a NIK."""
    day, month, year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    day -= WOMEN if day > WOMEN else 0
    possible_dates = set()
    for century in (1900, 2000):
        try:
            possible_dates.add(date(century + year, month, day))
        except ValueError:
            continue
    return possible_dates


class Person(BaseModel):
    """One row of the roster."""

    row: int
    nik: str
    name: str
    birth_place: str | None
    born: date
    sex: Literal["L", "P"] | None
    address: str | None
    kecamatan: str | None
    desa: str | None
    tps: str | None
    role: str
    wage: int
    start: date
    end: date
    phone: str | None
    mother: str | None
    married: Literal["Y", "T"] | None
    blood: Literal["A", "B", "AB", "O"] | None
    postal: str | None
    email: str | None

    @field_validator("nik")
    @classmethod
    def _nik_can_exist(cls, nik: str) -> str:
        if not re.fullmatch(r"[0-9]{16}", nik):
            raise ValueError("NIK bukan 16 angka")
        if nik.endswith("0000"):
            raise ValueError("nomor urut NIK 0000")
        if not born_by_nik(nik):
            raise ValueError("tanggal lahir di dalam NIK tidak mungkin ada")
        return nik

    @field_validator("name")
    @classmethod
    def _name_is_one(cls, name: str) -> str:
        name = " ".join(name.split())
        if not name or name.startswith(("=", "+", "-", "@")):
            raise ValueError("nama bukan nama")
        return name

    @field_validator("role")
    @classmethod
    def _role_is_known(cls, role: str) -> str:
        code = law().roles.get(" ".join(re.sub(r"[^A-Z0-9]+", " ", role.upper()).split()))
        if code is None:
            raise ValueError("jabatan tidak dikenal")
        return code

    @field_validator("wage")
    @classmethod
    def _wage_is_one(cls, wage: int) -> int:
        if wage <= 0:
            raise ValueError("honor bukan jumlah")
        return wage

    @field_validator("phone")
    @classmethod
    def _phone_is_digits(cls, phone: str | None) -> str | None:
        return re.sub(r"\D", "", phone) if phone else None

    @model_validator(mode="after")
    def _dates_agree(self) -> Person:
        if self.end < self.start:
            raise ValueError("tanggal selesai sebelum tanggal mulai")
        age = self.start.year - self.born.year
        if not ADULT - 1 <= age <= OLD:
            raise ValueError("tanggal lahir tidak masuk akal")
        return self

    def warnings(self) -> Iterator[str]:
        """Return what is unusual, but does not hold the row back."""
        if self.born not in born_by_nik(self.nik):
            yield "tanggal lahir berbeda dari NIK"
        if self.sex and (self.sex == "P") != (int(self.nik[6:8]) > WOMEN):
            yield "jenis kelamin berbeda dari NIK"
        honorarium = law().election["roles"].get(self.role, {}).get("honorarium")
        if honorarium and self.wage > honorarium["amount"]:
            yield "honor di atas batas"

    def missing_fields(self) -> list[str]:
        """Return the fields that SIPP requires and that are missing."""
        required = ("birth_place", "mother", "sex", "married", "blood", "address", "postal")
        return [name for name in required if not getattr(self, name)]


@lru_cache(maxsize=1)
def law() -> Law:
    """Return the law, read once."""
    return Law()


@dataclass
class CheckedRoster:
    """The enrolled people, and the findings by row."""

    people: list[Person]
    errors: dict[int, list[str]]
    warnings: dict[int, list[str]]
    sheet: str


def check(roster: Path) -> CheckedRoster:
    """Read a roster and check each row."""
    book = pd.read_excel(roster, sheet_name=None, dtype=str, engine="openpyxl")
    (sheet, frame), *_ = book.items()
    frame = frame.rename(columns=HEADERS)[list(HEADERS.values())]
    frame["row"] = range(2, len(frame) + 2)
    for name in DATES:
        frame[name] = frame[name].str.slice(0, 10)
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    people, errors = [], defaultdict(list)
    for row in rows:
        try:
            people.append(Person.model_validate(row))
        except ValidationError as error:
            errors[row["row"]] += [
                f"{problem['loc']}: {problem['msg']}" for problem in error.errors()
            ]
    keys = pd.DataFrame(
        [(person.row, person.nik, person.name, person.role) for person in people],
        columns=list("rnmj"),
    )
    for nik, group in keys[keys["n"].duplicated(keep=False)].groupby("n", sort=False):
        is_same_name = group["m"].nunique() == 1
        for number in group["r"].iloc[1 if is_same_name else 0 :]:
            errors[int(number)].append(f"NIK {nik[:6]}… lebih dari satu kali")
    people = [person for person in people if person.row not in errors]
    warnings = {
        person.row: warning_texts for person in people if (warning_texts := list(person.warnings()))
    }
    return CheckedRoster(people, dict(errors), warnings, str(sheet))


# ---- Sheets -----------------------------------------------------------------------------------------


class Rows:
    """Writes rows of a sheet, each column in a format of its own, with cells that are used again."""

    def __init__(self, sheet: Any, formats: Sequence[str]) -> None:
        self.sheet = sheet
        self.cells = []
        for number_format in formats:
            cell = WriteOnlyCell(sheet)
            cell.number_format = number_format
            self.cells.append(cell)

    def write(self, values: Iterable[object]) -> None:
        """Write one row."""
        for cell, value in zip(self.cells, values, strict=True):
            cell.value = value
        self.sheet.append([cell if cell.value not in (None, "") else None for cell in self.cells])


def formatted_cells(sheet: Any, values: Iterable[object], **properties: object) -> list[Any]:
    """Return cells of one format."""
    cells = []
    for value in values:
        cell = WriteOnlyCell(sheet, value=value)
        for name, setting in properties.items():
            setattr(cell, name, setting)
        cells.append(cell)
    return cells


def heading(sheet: Any, titles: Iterable[str]) -> None:
    """Write a row of headers."""
    sheet.append(formatted_cells(sheet, titles, font=BOLD, fill=BLUE, border=FRAME))


def widths(sheet: Any, columns: Iterable[float]) -> None:
    """Set the widths of the columns; before the first row."""
    for number, width in enumerate(columns):
        sheet.column_dimensions["ABCDEFGHIJKLMNOPQRSTUVWXYZ"[number]].width = width


def short(day: date) -> str:
    """Return a date in the format of SIPP."""
    return f"{day.day:02}-{day.month:02}-{day.year}"


def write_sipp(people: Sequence[tuple[int, Person]], location: str, path: Path) -> None:
    """Write one upload file."""
    book = Workbook(write_only=True)
    notes = book.create_sheet("Petunjuk Pengisian")
    for line in ("PETUNJUK PENGISIAN TEMPLATE TENAGA KERJA BARU", "Semua sel berupa teks."):
        notes.append([line])
    sheet = book.create_sheet("data_tk_baru")
    sheet.freeze_panes = "A2"
    heading(sheet, SIPP)
    rows = Rows(sheet, [TEXT] * len(SIPP))
    lifelong = short(LIFELONG)
    for number, one in people:
        filled = {
            "NO_PEGAWAI": f"{number:06}",
            "NAMA_LENGKAP": one.name,
            "HP": one.phone,
            "EMAIL": one.email,
            "TEMPAT_LAHIR": one.birth_place,
            "TANGGAL_LAHIR": short(one.born),
            "NAMA_IBU_KANDUNG": one.mother,
            "JENIS_IDENTITAS": "KTP",
            "NOMOR_IDENTITAS": one.nik,
            "MASA_LAKU_IDENTITAS": lifelong,
            "JENIS_KELAMIN": one.sex,
            "SURAT_MENYURAT_KE": "S",
            "STATUS_KAWIN": one.married,
            "GOLONGAN_DARAH": one.blood,
            "KODE_NEGARA": "ID",
            "UPAH": str(one.wage),
            "ALAMAT": one.address,
            "KODE_POS": one.postal,
            "LOKASI_PEKERJAAN": location,
            "STATUS_PEGAWAI": "Y",
            "TGL_AWAL_BEKERJA": short(one.start),
            "TGL_AKHIR_KONTRAK": short(one.end),
        }
        rows.write(map(filled.get, SIPP))
    places = book.create_sheet("Lokasi Pekerjaan")
    heading(places, ("NAMA", "KODE_LOKASI"))
    with LOCATIONS.open(encoding="utf-8") as file:
        for place in csv.DictReader(file):
            places.append([place["name"], place["code"]])
    book.save(path)


BilledPeople = list[tuple[int, Person, Price]]


def write_invoice(billed_people: BilledPeople, roster: str, sheet_name: str, path: Path) -> None:
    """Write the bill, the people, the regions and the schedule."""
    book = Workbook(write_only=True)
    write_bill(book.create_sheet("Tagihan"), billed_people)
    write_people(book.create_sheet("Rincian"), billed_people, roster, sheet_name)
    write_regions(book.create_sheet("Wilayah"), billed_people)
    write_months(book.create_sheet("Jadwal"), billed_people)
    book.save(path)


def write_bill(sheet: Any, billed_people: BilledPeople) -> None:
    """Write the lines of the bill, their sum in figures and words, the signatures and the chart."""
    widths(sheet, (5, 38, 16, 8, 9, 15, 15, 18))
    sheet.append(
        formatted_cells(sheet, ["TAGIHAN IURAN JAMINAN SOSIAL KETENAGAKERJAAN"], font=BOLD)
    )
    for label in ("Pemberi kerja", "NPP", "Lokasi pekerjaan", "Dibayar oleh", "Perjanjian"):
        sheet.append([label, None, ": …………………………………"])
    sheet.append(["Pemilihan", None, f": {law().election['name']}"])
    titles = ("No", "Jabatan", "Upah sebulan", "Bulan", "Orang", "Iuran JKK", "Iuran JKM", "Jumlah")
    heading(sheet, titles)
    first = 8
    lines = Counter((one.role, one.wage, price) for _, one, price in billed_people)
    money = Rows(sheet, (INTEGER, TEXT, MONEY, INTEGER, "#,##0", MONEY, MONEY, MONEY))
    for number, ((role, wage, price), count) in enumerate(lines.items(), start=1):
        jkk, jkm = (count * sum(amounts) / 100 for amounts in (price.jkk, price.jkm))
        name = law().names[role]
        money.write((number, name, wage, len(price.months), count, jkk, jkm, jkk + jkm))
    last = first + len(lines) - 1
    sums = [f"=SUM({letter}{first}:{letter}{last})" for letter in "EFGH"]
    sheet.append(formatted_cells(sheet, (None, "JUMLAH", None, None, *sums), font=BOLD, fill=GREY))
    total = sum(price.total for _, _, price in billed_people)
    sheet.append([f"Terbilang: {in_words(total // 100).strip().capitalize()} rupiah"])
    for office in ("Petugas pendaftaran", "Pejabat Pembuat Komitmen", "Bendahara Pengeluaran"):
        sheet.append([None, office, "(………………………………)"])
    chart = BarChart()
    chart.type = "bar"
    chart.add_data(Reference(sheet, min_col=6, max_col=7, min_row=first, max_row=last))
    chart.set_categories(Reference(sheet, min_col=2, min_row=first, max_row=last))
    sheet.add_chart(chart, f"A{last + 8}")


def write_people(sheet: Any, billed_people: BilledPeople, roster: str, sheet_name: str) -> None:
    """Write each person with the premium."""
    widths(sheet, (7, 28, 18, 24, 16, 18, 6, 15, 11, 11, 7, 13, 13, 14, 22, 14, 7))
    sheet.freeze_panes = "C3"
    sheet.append(formatted_cells(sheet, ["RINCIAN IURAN MENURUT ORANG"], font=BOLD))
    heading(sheet, [title.replace("_", " ") for title in PEOPLE])
    texts, amounts = [TEXT] * 6, [MONEY] * 3
    formats = [INTEGER, *texts, MONEY, DATE, DATE, INTEGER, *amounts, TEXT, TEXT, INTEGER]
    rows = Rows(sheet, formats)
    names = law().names
    for number, one, price in billed_people:
        rows.write(
            (
                number,
                one.name,
                one.nik,
                names[one.role],
                one.kecamatan,
                one.desa,
                one.tps,
                one.wage,
                one.start,
                one.end,
                len(price.months),
                sum(price.jkk) / 100,
                sum(price.jkm) / 100,
                price.total / 100,
                roster,
                sheet_name,
                one.row,
            )
        )
    last = len(billed_people) + 2
    sums = [f"=SUM({letter}3:{letter}{last})" for letter in "LMN"]
    sheet.append(formatted_cells(sheet, (None, "JUMLAH", *[None] * 9, *sums), font=BOLD, fill=GREY))
    sheet.auto_filter.ref = f"A2:Q{last}"


def write_regions(sheet: Any, billed_people: BilledPeople) -> None:
    """Write what each kecamatan and desa costs."""
    widths(sheet, (22, 26, 10, 14, 16, 16, 18))
    heading(sheet, ("Kecamatan", "Desa/Kelurahan", "Orang", "Orang-bulan", "JKK", "JKM", "Jumlah"))
    table = pd.DataFrame(
        [
            (
                one.kecamatan or "(tidak disebut)",
                one.desa or "(tingkat kecamatan)",
                1,
                len(price.months),
                sum(price.jkk),
                sum(price.jkm),
                price.total,
            )
            for _, one, price in billed_people
        ],
        columns=["kecamatan", "desa", "people", "months", "jkk", "jkm", "total"],
    )
    rows = Rows(sheet, (TEXT, TEXT, "#,##0", "#,##0", MONEY, MONEY, MONEY))
    by_desa = table.groupby(["kecamatan", "desa"], sort=False).sum()
    for kecamatan, part in by_desa.groupby(level=0, sort=False):
        for (_, desa), sums in zip(part.index, part.to_numpy().tolist(), strict=True):
            rows.write((kecamatan, desa, *sums[:2], *(sen / 100 for sen in sums[2:])))
        sums = part.sum().tolist()
        subtotal = (kecamatan, "Jumlah kecamatan", *sums[:2], *(sen / 100 for sen in sums[2:]))
        rows.write(subtotal)
    sums = by_desa.sum().tolist()
    rows.write(("JUMLAH", None, *sums[:2], *(sen / 100 for sen in sums[2:])))


def write_months(sheet: Any, billed_people: BilledPeople) -> None:
    """Write what is due in each month."""
    widths(sheet, (20, 10, 16, 16, 18, 14))
    heading(sheet, ("Bulan iuran", "Orang", "Iuran JKK", "Iuran JKM", "Jumlah", "Jatuh tempo"))
    months: dict[date, list[int]] = defaultdict(lambda: [0, 0, 0])
    for price, count in Counter(price for _, _, price in billed_people).items():
        for month, jkk, jkm in zip(price.months, price.jkk, price.jkm, strict=True):
            for at, value in enumerate((1, jkk, jkm)):
                months[month][at] += count * value
    rows = Rows(sheet, (TEXT, "#,##0", MONEY, MONEY, MONEY, DATE))
    for month, (count, jkk, jkm) in sorted(months.items()):
        due = add_months(month, law().due["months_after"]).replace(day=law().due["day"])
        while due.weekday() > 4:
            due += timedelta(days=1)
        rows.write(
            (f"{month:%m-%Y}", count, jkk / 100, jkm / 100, (jkk + jkm) / 100, due),
        )


def write_corrections(checked_roster: CheckedRoster, path: Path) -> None:
    """Write the rows that are held back or unusual."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Perbaikan")
    heading(sheet, ("Baris", "Temuan"))
    for row, finding_texts in sorted({**checked_roster.warnings, **checked_roster.errors}.items()):
        sheet.append([row, "; ".join(finding_texts)])
    book.save(path)


_ONES = " satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas".split(" ")


def in_words(number: int) -> str:
    """Return a number in Indonesian words."""
    if number < 12:
        return _ONES[number]
    if number < 20:
        return f"{_ONES[number - 10]} belas"
    scales: tuple[tuple[int, str], ...] = (
        (10**12, "triliun"),
        (10**9, "miliar"),
        (10**6, "juta"),
        (10**3, "ribu"),
        (100, "ratus"),
        (10, "puluh"),
    )
    for scale, word in scales:
        if number >= scale:
            many, rest = divmod(number, scale)
            head = f"se{word}" if many == 1 and scale in {100, 1000} else f"{in_words(many)} {word}"
            return f"{head} {in_words(rest)}".strip()
    raise AssertionError(number)


# ---- The complete job ------------------------------------------------------------------------------------


def enrol(roster: Path, out: Path) -> dict[str, Any]:
    """Do the complete job; return the manifest."""
    checked_roster = check(roster)
    pricing = Pricing(law())
    billed_people: BilledPeople = [
        (number, one, pricing.price(one.wage, one.start, one.end))
        for number, one in enumerate(checked_roster.people, start=1)
    ]
    regency = Counter(one.nik[:4] for one in checked_roster.people).most_common(1)
    location = regency[0][0] if regency else ""
    out.mkdir(parents=True, exist_ok=True)
    files = []

    def file(name: str, write: Callable[[Path], None]) -> None:
        path = out / name
        path.parent.mkdir(exist_ok=True)
        write(path)
        files.append(path)

    ready = [(number, one) for number, one, _ in billed_people if not one.missing_fields()]
    parts = range(0, max(len(ready), 1), MOST_ROWS)
    for part, first in enumerate(parts, start=1):
        folder = f"part-{part:02}/" if len(parts) > 1 else ""
        people = ready[first : first + MOST_ROWS]
        file(
            f"{folder}template_tk_NPP.xlsx",
            lambda path, people=people: write_sipp(people, location, path),
        )
    file(
        "invoice.xlsx",
        lambda path: write_invoice(billed_people, roster.name, checked_roster.sheet, path),
    )
    if checked_roster.errors or checked_roster.warnings:
        file("corrections.xlsx", lambda path: write_corrections(checked_roster, path))
    jkk, jkm = (
        sum(sum(getattr(price, of)) for _, _, price in billed_people) for of in ("jkk", "jkm")
    )
    manifest = {
        "inputs": [{"file": roster.name, "sha256": digest(roster)}],
        "election": ELECTION,
        "counts": {
            "enrolled": len(billed_people),
            "ready": len(ready),
            "held_back": len(checked_roster.errors),
        },
        "premium": {
            "jkk": in_rupiah(jkk),
            "jkm": in_rupiah(jkm),
            "total": in_rupiah(jkk + jkm),
        },
        "files": {path.relative_to(out).as_posix(): digest(path) for path in files},
    }
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    return manifest


def in_rupiah(sen: int) -> str:
    """Write an amount in sen as rupiah with two decimals."""
    return f"{sen // 100}.{sen % 100:02}"


def digest(path: Path) -> str:
    """Return a file's SHA-256."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    enrol(Path(sys.argv[1]), Path(sys.argv[2]))
