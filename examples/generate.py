"""Make the example rosters: invented people in the real structure of two regencies.

Run ``python examples/generate.py``. It needs ``regions.csv`` and writes its products beside
itself; the same versions of Python and xlsxwriter write the same bytes every time (but for
``messy-2024-filled.xlsx``, a corrections file of the program itself, filled in).

Nobody here exists. Names are drawn from lists of common names. A NIK has a serial from 9000 up:
serials count the people registered in one kecamatan for one birth date, so none of these
dates has come near it and no real NIK is hit. Phone numbers begin with 0835, a prefix that
no operator is listed for.
"""

import csv
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import openpyxl
import polars
import typst
import xlsxwriter  # type: ignore[import-untyped, unused-ignore]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped, unused-ignore]

HERE = Path(__file__).resolve().parent
CREATED = datetime(2024, 11, 20)  # a fixed day, so that the bytes do not change from run to run

Cell = str | int | date | None
Cells = dict[str, Cell]  # one row of a sheet, by the keys of its columns
Columns = dict[str, str]  # key of a column -> its header, in the order of the sheet


# --- Roles: what an office pays, from when to when, and to people of which age ----------------


@dataclass(frozen=True)
class Role:
    """A role as a roster names it; the honor is in rupiah a month."""

    title: str
    honor: int
    start: date
    end: date
    youngest: int = 21
    oldest: int = 60


KPU_TERM = date(2024, 11, 1), date(2025, 1, 31)
PPK_TERM = date(2024, 5, 16), date(2025, 1, 27)
PPS_TERM = date(2024, 5, 26), date(2025, 1, 27)
KPPS_TERM = date(2024, 11, 7), date(2024, 12, 8)
PANWASCAM_TERM = date(2020, 2, 1), date(2020, 12, 31)
PKD_TERM = date(2020, 3, 14), date(2020, 12, 31)
PTPS_TERM = date(2020, 11, 16), date(2020, 12, 16)

# A unit's staff: how many of each role. Amounts and terms are those of Pilkada 2024 and 2020.
Staff = tuple[tuple[int, Role], ...]
KPU: Staff = (
    (1, Role("Ketua KPU", 12_823_000, *KPU_TERM, youngest=30)),
    (4, Role("Anggota KPU", 11_573_000, *KPU_TERM, youngest=30)),
    (5, Role("Pegawai Non ASN KPU", 2_800_000, *KPU_TERM)),
)
PPK: Staff = (
    (1, Role("Ketua PPK", 2_500_000, *PPK_TERM)),
    (4, Role("Anggota PPK", 2_200_000, *PPK_TERM)),
    (1, Role("Sekretaris PPK", 1_850_000, *PPK_TERM)),
    (2, Role("Staf Sekretariat PPK", 1_300_000, *PPK_TERM)),
)
PPS: Staff = (
    (1, Role("Ketua PPS", 1_500_000, *PPS_TERM)),
    (2, Role("Anggota PPS", 1_300_000, *PPS_TERM)),
    (1, Role("Sekretaris PPS", 1_150_000, *PPS_TERM)),
    (2, Role("Staf Sekretariat PPS", 1_050_000, *PPS_TERM)),
)
KPPS: Staff = (
    (1, Role("Ketua KPPS", 900_000, *KPPS_TERM, youngest=17, oldest=55)),
    (6, Role("Anggota KPPS", 850_000, *KPPS_TERM, youngest=17, oldest=55)),
    (2, Role("Petugas Ketertiban TPS", 650_000, *KPPS_TERM)),
)
PANWASCAM: Staff = (
    (1, Role("KETUA PANWASCAM", 2_200_000, *PANWASCAM_TERM, youngest=25)),
    (2, Role("ANGGOTA PANWASCAM", 1_900_000, *PANWASCAM_TERM, youngest=25)),
)
PKD: Staff = ((1, Role("PKD", 1_100_000, *PKD_TERM)),)
PTPS: Staff = ((1, Role("PENGAWAS TPS", 650_000, *PTPS_TERM, youngest=25)),)

PURWAKARTA_TPS = 1_462  # reported for Pilkada 2024
# Reported for Ponorogo is only the total of 1,700. The split into 63 Panwascam (21 kecamatan x 3),
# 307 PKD (one a desa) and 1,330 PTPS (the rest) is invented.
PONOROGO_TPS = 1_330


# --- Places and posts ------------------------------------------------------------------------


@dataclass(frozen=True)
class Desa:
    """A desa or kelurahan, with its code such as ``32.14.01.1001``."""

    code: str
    kecamatan: str
    name: str


@dataclass(frozen=True)
class Post:
    """A place to be filled by one person."""

    role: Role
    kecamatan: str | None = None
    desa: str | None = None
    tps: str | None = None


def read_desa(regency: str) -> list[Desa]:
    """Return the desa of the regency with this code (``32.14``), in the order of their codes."""
    with (HERE / "regions.csv").open(encoding="utf-8", newline="") as file:
        rows = [Desa(*row) for row in csv.reader(file) if row[0].startswith(regency)]
    return sorted(rows, key=lambda desa: desa.code)


def by_kecamatan(desa: Sequence[Desa]) -> Iterator[tuple[str, list[Desa]]]:
    """Yield each kecamatan's name with its desa."""
    for kecamatan, group in groupby(desa, key=lambda one: one.kecamatan):
        yield kecamatan, list(group)


def spread(total: int, parts: int) -> list[int]:
    """Cut ``total`` into ``parts`` whole numbers that differ by one at most.

    >>> spread(10, 4)
    [2, 3, 2, 3]
    """
    return [(i + 1) * total // parts - i * total // parts for i in range(parts)]


def tps_by_desa(total: int, desa: Sequence[Desa]) -> dict[str, list[str]]:
    """Return the TPS numbers ("001", ...) of each desa's code."""
    shares = zip(desa, spread(total, len(desa)), strict=True)
    return {one.code: [f"{n:03}" for n in range(1, share + 1)] for one, share in shares}


def posts(
    staff: Staff, kecamatan: str | None = None, desa: str | None = None, tps: str | None = None
) -> list[Post]:
    """Return the posts of one unit (a regency, kecamatan, desa or TPS)."""
    return [Post(role, kecamatan, desa, tps) for count, role in staff for _ in range(count)]


# --- People ----------------------------------------------------------------------------------


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text."""
    return tuple(text.split())


MEN = words(
    "Aan Abdul Ade Agung Ahmad Aldi Andi Anton Arif Asep Bambang Budi Cahyo Dadan Dani Deni Didin "
    "Edi Endang Fajar Feri Hadi Hendi Heri Imam Indra Irfan Iwan Jajang Joko Kosasih Lukman Maman "
    "Mulyono Nana Nurdin Oman Pardi Rachmat Ridwan Rudi Slamet Sugeng Sukardi Suparman Sutrisno "
    "Tarmin Toto Ujang Usep Wahyudi Wawan Yadi Yusuf Zaenal"
)
WOMEN = words(
    "Ai Anisa Asih Astri Atikah Cucu Dede Desi Diah Elis Enok Entin Erna Fatimah Hani Heni Ida "
    "Iis Ika Imas Isti Juju Kartinah Lia Lilis Lina Mimin Murni Nani Nining Nurul Nia Oom Partini "
    "Pipit Reni Rita Rohayati Rukmini Salamah Siti Sumiati Suparmi Susi Tati Tini Uum Warsini "
    "Wiwin Yati Yayah Yeni Yulia Zubaidah"
)
SECOND = words(  # names that follow a given name, of men and women
    "Abdullah Adiputra Alamsyah Arifin Budiman Darmawan Effendi Faturahman Gumelar Gunawan Hamdani "
    "Hamzah Haryanto Hendrawan Hidayatullah Irawan Ismail Jaelani Junaedi Komara Kusnadi Kuswara "
    "Mubarok Mulyadi Munawar Mustofa Pamungkas Pratama Priyanto Ramdani Rosidin Rusmana Sanjaya "
    "Sasmita Setiadi Sobari Sodikin Subagyo Sudrajat Sugiarto Sukmana Sulaeman Sumarna Suryana "
    "Suwandi Syarif Utomo Wibowo Widodo Wiguna Yusup"
)
SECOND_OF_WOMEN = SECOND + words(
    "Agustina Fadilah Hasanah Herlina Juliani Kartika Komalasari Marlina Mardiana Mulyani Nuraeni "
    "Nurhayati Nurjanah Oktaviani Purnamasari Purwanti Rosdiana Rosmiati Sartika Solihat Suharti "
    "Suryani Winarti Yulianti"
)
NAMES = {"L": (MEN, SECOND), "P": (WOMEN, SECOND_OF_WOMEN)}
KAMPUNG = words(
    "Babakan Bojongsari Cibodas Cikadu Cikupa Cimanglid Cipeundeuy Ciseureuh Gandok Karangsari "
    "Krajan Lebaksari Mekarsari Neglasari Pasirjati Rawasari Sindangsari Sukamaju Sukasirna "
    "Tanjungsari Tegalsari Warungkondang"
)


@dataclass(frozen=True)
class Regency:
    """Where a roster's people come from."""

    code: str
    birthplaces: tuple[str, ...]
    postal: str  # the first three digits of its postal codes


PURWAKARTA = Regency("32.14", ("Purwakarta",) * 6 + ("Subang", "Karawang", "Bandung"), "411")
PONOROGO = Regency("35.02", ("Ponorogo",) * 6 + ("Madiun", "Magetan", "Pacitan"), "634")


@dataclass(frozen=True)
class Person:
    """An invented person; sex is L or P, married is Y or T."""

    nik: str
    name: str
    birthplace: str
    born: date
    sex: str
    address: str
    phone: str
    mother: str
    married: str
    blood: str
    postal: str


def years_before(day: date, years: int) -> date:
    """Return the same day so many years earlier (never asked for a 29 February)."""
    return day.replace(year=day.year - years)


class People:
    """An endless supply of invented people of one regency, the same for the same seed."""

    def __init__(self, regency: Regency, seed: int, taken: set[str]) -> None:
        """Draw from ``seed``; ``taken`` are the NIKs that no further person may have."""
        self.regency = regency
        self.random = Random(seed)
        self.taken = taken
        self.kecamatan = sorted({one.code[:8].replace(".", "") for one in read_desa(regency.code)})

    def invent(self, role: Role, sex: str | None = None, born: date | None = None) -> Person:
        """Return a new person who may hold this role, of this sex and birth date if given."""
        pick = self.random.choice
        sex = sex or pick("LP")
        born = born or self._born(role)
        return Person(
            nik=self._nik(sex, born),
            name=self._name(sex),
            birthplace=pick(self.regency.birthplaces),
            born=born,
            sex=sex,
            address=f"Kp. {pick(KAMPUNG)} RT {self._upto(8):03} RW {self._upto(5):03}",
            phone=f"0835{self.random.randrange(10**8):08}",
            mother=self._name("P"),
            married=pick("YYT"),
            blood=pick(("A", "B", "AB", "O")),
            postal=f"{self.regency.postal}{self.random.randrange(11, 82)}",
        )

    def _upto(self, last: int) -> int:
        return self.random.randint(1, last)

    def _name(self, sex: str) -> str:
        """Return a name; one in ten is a single word, as many Indonesian names are."""
        pick = self.random.choice
        first, second = pick(NAMES[sex][0]), pick(NAMES[sex][1])
        return first if self.random.random() < 0.1 else f"{first} {second}"

    def _born(self, role: Role) -> date:
        """Return a birth date within the role's age limits on every day of its term."""
        latest = years_before(role.start, role.youngest)
        earliest = years_before(role.end, role.oldest + 1) + timedelta(days=1)
        return earliest + timedelta(days=self.random.randint(0, (latest - earliest).days))

    def _nik(self, sex: str, born: date) -> str:
        """Return a NIK that nobody has: kecamatan, birth date (women: day + 40), serial."""
        day = born.day + (40 if sex == "P" else 0)
        while True:
            kecamatan, serial = self.random.choice(self.kecamatan), self.random.randint(9000, 9999)
            nik = f"{kecamatan}{day:02}{born:%m%y}{serial}"
            if nik not in self.taken:
                self.taken.add(nik)
                return nik


def row_of(number: int, post: Post, person: Person) -> Cells:
    """Return everything that a sheet may have of a person in a post, by column key."""
    return {
        "no": number,
        **vars(person),
        "kecamatan": post.kecamatan,
        "desa": post.desa,
        "tps": post.tps,
        "role": post.role.title,
        "honor": post.role.honor,
        "start": post.role.start,
        "end": post.role.end,
    }


# --- Workbooks -------------------------------------------------------------------------------

WIDTHS = {"no": 6, "nik": 19, "name": 28, "birth": 24, "address": 34, "role": 24, "mother": 24}


class Book:
    """A workbook whose bytes depend on nothing but what is written into it."""

    def __init__(self, name: str, date_format: str) -> None:
        """Open the file beside this script; dates are shown as ``date_format``."""
        self.file = xlsxwriter.Workbook(HERE / name, {"in_memory": True})
        self.file.set_properties({"created": CREATED, "comments": "Every person is invented."})
        self.bold = self.file.add_format({"bold": True, "align": "center", "valign": "vcenter"})
        self.date = self.file.add_format({"num_format": date_format})
        self.numbers = {
            "honor": self.file.add_format({"num_format": "#,##0"}),
            "nik": self.file.add_format({"num_format": "0"}),
        }

    def sheet(self, name: str, columns: Sequence[str]) -> Worksheet:
        """Add a sheet with columns wide enough to read."""
        sheet = self.file.add_worksheet(name)
        for index, key in enumerate(columns):
            sheet.set_column(index, index, WIDTHS.get(key, 14))
        return sheet

    def write(self, sheet: Worksheet, at: int, columns: Sequence[str], cells: Cells) -> None:
        """Write one row: text as text, never as a number or a formula."""
        for index, key in enumerate(columns):
            match cells.get(key):
                case str(text):
                    sheet.write_string(at, index, text)
                case int(number):
                    sheet.write_number(at, index, number, self.numbers.get(key))
                case date() as day:
                    sheet.write_datetime(at, index, day, self.date)

    def heading(self, sheet: Worksheet, at: int, headers: Sequence[str]) -> None:
        """Write a row of bold headers."""
        for index, header in enumerate(headers):
            sheet.write_string(at, index, header, self.bold)

    def titles(self, sheet: Worksheet, width: int, *lines: str) -> None:
        """Write title lines over the whole width of the table."""
        for at, line in enumerate(lines):
            sheet.merge_range(at, 0, at, width - 1, line, self.bold)

    def close(self) -> None:
        """Write the file."""
        self.file.close()


# --- purwakarta-2024.xlsx: one flat sheet ----------------------------------------------------

FLAT: Columns = {
    "no": "No",
    "nik": "NIK",
    "name": "Nama Lengkap",
    "birthplace": "Tempat Lahir",
    "born": "Tanggal Lahir",
    "sex": "L/P",
    "address": "Alamat",
    "kecamatan": "Kecamatan",
    "desa": "Desa/Kelurahan",
    "tps": "TPS",
    "role": "Jabatan",
    "honor": "Honor",
    "start": "Tgl Mulai",
    "end": "Tgl Selesai",
    "phone": "No. HP",
    "mother": "Nama Ibu Kandung",
    "married": "Status Kawin",
    "blood": "Gol. Darah",
    "postal": "Kode Pos",
    "email": "Email",
}


def purwakarta_posts() -> list[Post]:
    """Return the regency's 14,456 posts: KPU, then by kecamatan PPK, and by desa PPS and KPPS."""
    every_desa = read_desa(PURWAKARTA.code)
    tps = tps_by_desa(PURWAKARTA_TPS, every_desa)
    found = posts(KPU)
    for kecamatan, desa in by_kecamatan(every_desa):
        found += posts(PPK, kecamatan)
        for one in desa:
            found += posts(PPS, kecamatan, one.name)
            for number in tps[one.code]:
                found += posts(KPPS, kecamatan, one.name, number)
    return found


def write_purwakarta(taken: set[str]) -> int:
    """Write the flat roster and return how many people it has."""
    people = People(PURWAKARTA, 2024, taken)
    book = Book("purwakarta-2024.xlsx", "dd/mm/yyyy")
    sheet = book.sheet("DATA ADHOC", list(FLAT))
    book.heading(sheet, 0, list(FLAT.values()))
    sheet.freeze_panes(1, 0)
    all_posts = purwakarta_posts()
    for number, post in enumerate(all_posts, start=1):
        book.write(sheet, number, list(FLAT), row_of(number, post, people.invent(post.role)))
    book.close()
    return len(all_posts)


# --- ponorogo-2020.xlsx: a sheet a kecamatan, as offices send it -----------------------------

PANWASLU: Columns = {
    "no": "NO",
    "name": "NAMA",
    "nik": "NIK",
    "birth": "TEMPAT, TGL LAHIR",
    "sex": "JK",
    "address": "ALAMAT",
    "desa": "DESA/KEL",
    "tps": "TPS",
    "role": "JABATAN",
    "honor": "HONORARIUM",
    "start": "MULAI",
    "end": "SELESAI",
    "phone": "NO HP",
    "mother": "NAMA IBU",
}
TERM_COLUMNS = ("start", "end")  # they are under one merged header, MASA KERJA
FIRST_ROW = 6  # of the people, counted from 0


def ponorogo_posts(kecamatan: str, desa: Sequence[Desa], tps: dict[str, list[str]]) -> list[Post]:
    """Return a kecamatan's posts: Panwascam, its PKD, then its PTPS by desa.

    As in real lists the desa is only on the first row of its block of TPS.
    """
    found = posts(PANWASCAM, kecamatan)
    for one in desa:
        found += posts(PKD, kecamatan, one.name)
    for one in desa:
        for index, number in enumerate(tps[one.code]):
            found += posts(PTPS, kecamatan, None if index else one.name, number)
    return found


def write_two_row_header(book: Book, sheet: Worksheet) -> None:
    """Write the merged header (rows 4 and 5) and the numbering row under it."""
    for index, (key, header) in enumerate(PANWASLU.items()):
        if key in TERM_COLUMNS:
            sheet.write_string(4, index, header, book.bold)
        else:
            sheet.merge_range(3, index, 4, index, header, book.bold)
        sheet.write_number(5, index, index + 1, book.bold)
    first, last = (list(PANWASLU).index(key) for key in TERM_COLUMNS)
    sheet.merge_range(3, first, 3, last, "MASA KERJA", book.bold)


def write_foot(book: Book, sheet: Worksheet, at: int, total: int) -> None:
    """Write the JUMLAH row and the signature block from row ``at`` on."""
    book.write(sheet, at, list(PANWASLU), {"name": "JUMLAH", "honor": total})
    column = list(PANWASLU).index("honor")
    sheet.write_string(at + 2, column, "Ponorogo, 29 Januari 2020")
    sheet.write_string(at + 3, column, "Ketua Panwaslu Kecamatan")
    sheet.write_string(at + 7, column, "(.........................)")


def write_panwaslu(book: Book, people: People, kecamatan: str, all_posts: list[Post]) -> None:
    """Write one kecamatan's sheet."""
    sheet = book.sheet(kecamatan, list(PANWASLU))
    title = f"PANWASLU KECAMATAN {kecamatan.upper()} KABUPATEN PONOROGO"
    book.titles(sheet, len(PANWASLU), "DAFTAR PENGAWAS PEMILIHAN NON ASN", title)
    write_two_row_header(book, sheet)
    for index, post in enumerate(all_posts):
        person = people.invent(post.role)
        cells = row_of(index + 1, post, person)
        cells["name"] = person.name.upper()
        cells["birth"] = f"{person.birthplace}, {person.born:%d-%m-%Y}"
        book.write(sheet, FIRST_ROW + index, list(PANWASLU), cells)
    total = sum(post.role.honor for post in all_posts)
    write_foot(book, sheet, FIRST_ROW + len(all_posts), total)


def write_ponorogo(taken: set[str]) -> int:
    """Write the roster of 21 sheets and return how many people it has."""
    people = People(PONOROGO, 2020, taken)
    every_desa = read_desa(PONOROGO.code)
    tps = tps_by_desa(PONOROGO_TPS, every_desa)
    book = Book("ponorogo-2020.xlsx", "dd-mm-yyyy")
    count = 0
    for kecamatan, desa in by_kecamatan(every_desa):
        all_posts = ponorogo_posts(kecamatan, desa, tps)
        write_panwaslu(book, people, kecamatan, all_posts)
        count += len(all_posts)
    book.close()
    return count


# --- messy-2024.xlsx: every kind of fault, and messy-2024.truth.csv that names them ----------


@dataclass(frozen=True)
class Fault:
    """One cell typed in another way than it should be, and how a reader must judge it.

    ``spoil`` makes the cell from the person; ``sex`` and ``born`` are what the person must
    have for the fault to show, or for nothing else to be wrong in the row.
    """

    name: str
    column: str
    level: str  # error, warning, none (harmless), excluded, info
    spoil: Callable[[Person], Cell]
    sex: str | None = None
    born: date | None = None


def typed(name: str, column: str, level: str, cell: Cell, sex: str | None = None) -> Fault:
    """Return a fault whose cell is the same whoever the person is."""
    return Fault(name, column, level, lambda _: cell, sex)


def swapped(day: date) -> date:
    """Return the date with day and month exchanged, as Excel does to a typed 07/03/1988."""
    return day.replace(month=day.day, day=day.month)


def two_people() -> Fault:
    """Return the fault of a man whose NIK another man with the same birth date has too."""
    shared = "3214031203879444"
    return Fault("nik_two_people", "nik", "error", lambda _: shared, "L", date(1987, 3, 12))


# By the number in the column No. Sheet 1 has the PPS (1-6; 4 is its secretary) and TPS 001
# (7 ketua, 8-13 anggota, 14-15 ketertiban), 002 (16, 17-22, 23-24) and 003 (25, 26-31, 32-33).
SHEET_1_FAULTS: dict[int, Fault] = {
    4: typed("status_pns", "status", "excluded", "PNS"),
    6: typed("role_unknown", "role", "error", "Tukang Parkir"),
    7: typed("role_alias", "role", "none", "KET. KPPS"),
    8: Fault("nik_15_digits", "nik", "error", lambda p: p.nik[:15]),
    9: Fault("nik_letter_o", "nik", "error", lambda p: f"{p.nik[:13]}O{p.nik[14:]}"),
    # Excel keeps 15 digits of a number, so the 16th is 0.
    10: Fault("nik_number_lost_digit", "nik", "error", lambda p: int(p.nik[:15] + "0")),
    11: Fault("nik_serial_0000", "nik", "error", lambda p: p.nik[:12] + "0000"),
    12: Fault("nik_impossible_date", "nik", "error", lambda p: f"{p.nik[:8]}13{p.nik[10:]}"),
    13: Fault(
        "nik_apostrophe_spaces", "nik", "none", lambda p: f"'{p.nik[:6]} {p.nik[6:12]} {p.nik[12:]}"
    ),
    14: typed("role_alias", "role", "none", "LINMAS"),
    17: typed("name_missing", "name", "error", None),
    18: typed("name_formula", "name", "error", "=1+1"),
    19: typed("name_degree", "name", "none", "Endang Susanti, S.Pd.", sex="P"),
    20: typed("name_nbsp", "name", "none", "Cucu\u00a0Kartika  Marlina ", sex="P"),
    21: typed("birth_missing", "born", "error", None),
    22: Fault(
        "birth_text_nopember", "born", "none", lambda _: "9 Nopember 1990", born=date(1990, 11, 9)
    ),
    23: Fault("birth_text_dmy", "born", "none", lambda p: f"{p.born:%d-%m-%Y}"),
    26: typed("tps_text", "tps", "none", "TPS. 3"),
    28: typed("honor_words", "honor", "error", "delapan ratus lima puluh ribu"),
    29: typed("honor_text_rp", "honor", "none", "Rp 850.000,-"),
    30: two_people(),
    31: two_people(),
}
# Sheet 2 has TPS 001 (1 ketua, 2-7 anggota, 8-9 ketertiban), 002 (10-18) and 003 (19-27).
SHEET_2_FAULTS: dict[int, Fault] = {
    2: typed("role_alias", "role", "none", "Angg. KPPS 4"),
    3: Fault(
        "birth_day_month_swapped",
        "born",
        "warning",
        lambda p: swapped(p.born),
        born=date(1988, 3, 7),
    ),
    4: Fault(
        "birth_other_year", "born", "warning", lambda _: date(1986, 8, 21), born=date(1985, 8, 21)
    ),
    5: typed("sex_wrong", "sex", "warning", "L", sex="P"),
    6: typed("sex_word", "sex", "none", "Perempuan", sex="P"),
    11: typed("honor_negative", "honor", "error", -850_000),
    12: typed("honor_above_ceiling", "honor", "warning", 1_100_000),
    13: typed("end_before_start", "end", "error", date(2023, 12, 8)),
    14: typed("start_text_iso", "start", "none", "2024-11-07"),
    16: Fault("phone_number_lost_zero", "phone", "none", lambda p: int(p.phone)),
    17: Fault("phone_plus62", "phone", "none", lambda p: "+62" + p.phone[1:]),
    20: typed("kpj_present", "kpj", "info", "99000000123"),
}
TWICE = 21  # this person of sheet 2 is there once more at its end

MESSY_1: Columns = {**FLAT, "status": "Status Pegawai"}
MESSY_2: Columns = {
    "no": "NO",
    "role": "JABATAN",
    "tps": "NO TPS",
    "desa": "DESA/KEL",
    "name": "NAMA LENGKAP",
    "sex": "JK",
    "nik": "NIK",
    "kpj": "No. KPJ",
    "birthplace": "TEMPAT LAHIR",
    "born": "TGL LAHIR",
    "mother": "NAMA IBU KANDUNG",
    "address": "ALAMAT",
    "postal": "KODE POS",
    "phone": "NO HP",
    "married": "STATUS KAWIN",
    "blood": "GOL DARAH",
    "start": "MULAI",
    "end": "SELESAI",
    "honor": "HONORARIUM",
}

# sheet, row, fault, column, level, and what the cell would be without the fault
Truth = list[tuple[str, int, str, str, str, str]]


def messy_posts(desa: Desa, *, with_pps: bool) -> list[Post]:
    """Return the posts of three TPS of a desa, after those of its PPS if wanted."""
    found = posts(PPS, desa.kecamatan, desa.name) if with_pps else []
    for number in ("001", "002", "003"):
        found += posts(KPPS, desa.kecamatan, desa.name, number)
    return found


def messy_rows(
    people: People, all_posts: list[Post], faults: dict[int, Fault]
) -> tuple[list[Cells], dict[int, Cell]]:
    """Return the rows of a sheet with its faults put in, and what each spoilt cell would be."""
    rows: list[Cells] = []
    right: dict[int, Cell] = {}
    for number, post in enumerate(all_posts, start=1):
        fault = faults.get(number)
        if fault:
            person = people.invent(post.role, fault.sex, fault.born)
            spoilt: Cells = {fault.column: fault.spoil(person)}
        else:
            person, spoilt = people.invent(post.role), {}
        clean = row_of(number, post, person) | {"status": "Non ASN", "kpj": None}
        if fault:
            right[number] = clean[fault.column]
        rows.append(clean | spoilt)
    return rows, right


def truth_of(
    sheet: str, columns: Columns, faults: dict[int, Fault], first: int, right: dict[int, Cell]
) -> Truth:
    """Return what is wrong in a sheet whose No 1 is in row ``first`` (counted from 1)."""
    return [
        (
            sheet,
            first + number - 1,
            fault.name,
            columns[fault.column],
            fault.level,
            shown(right[number]),
        )
        for number, fault in faults.items()
    ]


def shown(cell: Cell) -> str:
    """Return a cell as a clerk reads it."""
    return f"{cell:%d-%m-%Y}" if isinstance(cell, date) else str(cell or "")


def write_messy_1(book: Book, people: People, desa: Desa) -> tuple[int, Truth]:
    """Write the flat sheet; return its number of rows and its faults."""
    name = "DATA ADHOC"
    sheet = book.sheet(name, list(MESSY_1))
    book.heading(sheet, 0, list(MESSY_1.values()))
    rows, right = messy_rows(people, messy_posts(desa, with_pps=True), SHEET_1_FAULTS)
    for at, cells in enumerate(rows, start=1):
        book.write(sheet, at, list(MESSY_1), cells)
    return len(rows), truth_of(name, MESSY_1, SHEET_1_FAULTS, 2, right)


def write_messy_2(book: Book, people: People, desa: Desa) -> tuple[int, Truth]:
    """Write the sheet with titles, the only place that names the kecamatan."""
    name = "KPPS"
    sheet = book.sheet(name, list(MESSY_2))
    title = f"KECAMATAN {desa.kecamatan.upper()} KABUPATEN PURWAKARTA"
    book.titles(sheet, len(MESSY_2), "DAFTAR KPPS PEMILIHAN SERENTAK TAHUN 2024", title)
    book.heading(sheet, 3, list(MESSY_2.values()))
    rows, right = messy_rows(people, messy_posts(desa, with_pps=False), SHEET_2_FAULTS)
    rows.append(rows[TWICE - 1] | {"no": len(rows) + 1})
    for at, cells in enumerate(rows, start=4):
        book.write(sheet, at, list(MESSY_2), cells)
    truth = truth_of(name, MESSY_2, SHEET_2_FAULTS, 5, right)
    return len(rows), [*truth, (name, 4 + len(rows), "nik_duplicate", MESSY_2["nik"], "error", "")]


def write_messy(taken: set[str]) -> int:
    """Write the messy roster and its truth, and return how many rows of people it has."""
    people = People(PURWAKARTA, 60, taken)
    bungursari = read_desa("32.14.13")[0]
    plered = read_desa("32.14.04")[0]
    book = Book("messy-2024.xlsx", "dd/mm/yyyy")
    count_1, truth_1 = write_messy_1(book, people, bungursari)
    count_2, truth_2 = write_messy_2(book, people, plered)
    book.close()
    with (HERE / "messy-2024.truth.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("sheet", "row", "fault", "column", "level", "right"))
        writer.writerows(truth_1 + truth_2)
    write_filled(truth_1 + truth_2)
    return count_1 + count_2


# How corrections.xlsx heads what the two sheets head in their own way.
TITLES = {
    "TGL LAHIR": "Tanggal Lahir",
    "JK": "L/P",
    "NAMA LENGKAP": "Nama Lengkap",
    "HONORARIUM": "Honor",
    "SELESAI": "Tgl Selesai",
}


def write_filled(truth: Truth) -> None:
    """Fill in the corrections of the messy roster as somebody does who holds the identity cards."""
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pemilu_cover", "enrol", str(HERE / "messy-2024.xlsx")]
        subprocess.run([*command, "--quiet", "--out", f"{folder}/out"], check=False)  # noqa: S603
        book = openpyxl.load_workbook(f"{folder}/out/corrections.xlsx")
    rows = list(book["Perbaikan"].iter_rows())
    top = next(at for at, row in enumerate(rows) if any(cell.value == "Berkas" for cell in row))
    titles = [cell.value for cell in rows[top]]
    faults = {(sheet, str(row)): rest for sheet, row, *rest in truth}
    for row in rows[top + 1 :]:
        values = {title: cell.value for title, cell in zip(titles, row, strict=True)}
        fault, column, _, right = faults[values["Lembar"], values["Baris"]]
        title, value = ("Hapus", "Y") if fault == "nik_duplicate" else (column, right)
        row[titles.index(TITLES.get(title, title))].value = value
    book.properties.modified = CREATED
    book.save(HERE / "messy-2024-filled.xlsx")


# --- dua-kecamatan/: what two kecamatan send, for the guide -----------------------------------

GUIDE = "dua-kecamatan"
PLERED: Columns = {
    "no": "No",
    "nik": "NIK",
    "name": "Nama Lengkap",
    "birthplace": "Tempat Lahir",
    "born": "Tanggal Lahir",
    "sex": "L/P",
    "mother": "Nama Ibu Kandung",
    "address": "Alamat",
    "postal": "Kode Pos",
    "blood": "Gol. Darah",
    "married": "Status Kawin",
    "desa": "Desa",
    "tps": "TPS",
    "role": "Jabatan",
    "honor": "Honor",
    "start": "Tgl Mulai",
    "end": "Tgl Selesai",
    "note": "Ket",
}
SUKATANI: Columns = {
    "name": "NAMA",
    "nik": "NO KTP",
    "birth": "TEMPAT/TGL LAHIR",
    "sex": "JENIS KELAMIN",
    "mother": "IBU KANDUNG",
    "address": "ALAMAT",
    "postal": "KODE POS",
    "blood": "GOLDAR",
    "married": "STATUS KAWIN",
    "desa": "DESA",
    "tps": "NO TPS",
    "role": "TUGAS",
    "wage": "HONOR",
    "term": "MASA KERJA",
}
MONTHS = words(
    "Januari Pebruari Maret April Mei Juni Juli Agustus September Oktober Nopember Desember"
)


Right = dict[tuple[str, int, str], Cell]  # file, No and column of a wrong cell -> what is right


def guide_rows(people: People, desa: Desa) -> list[Cells]:
    """Return the KPPS of two TPS of a desa."""
    found = [post for tps in ("001", "002") for post in posts(KPPS, None, desa.name, tps)]
    return [
        row_of(number, post, people.invent(post.role)) for number, post in enumerate(found, start=1)
    ]


def in_words(cells: Cells) -> Cells:
    """Return the cells as a kecamatan types them that writes texts."""
    match cells:
        case {"birthplace": place, "born": date() as born, "honor": int(honor)}:
            birth = f"{place}, {born.day} {MONTHS[born.month - 1]} {born.year}"
            wage = f"Rp {honor:,}".replace(",", ".")
            return cells | {"birth": birth, "wage": wage, "term": "7-11-2024 s/d 8-12-2024"}
    raise TypeError(cells)


def write_guide(taken: set[str]) -> int:
    """Write both workbooks, each with a few faults, and the corrections as they come back."""
    people = People(PURWAKARTA, 19, taken)
    plered = guide_rows(people, read_desa("32.14.04")[0])
    sukatani = [in_words(cells) for cells in guide_rows(people, read_desa("32.14.03")[0])]
    right: Right = {}
    faults: tuple[tuple[list[Cells], str, int, str, Cell], ...] = (
        (plered, "kec-plered", 3, "nik", str(plered[2]["nik"])[:-1]),
        (plered, "kec-plered", 12, "mother", None),
        (plered, "kec-plered", 15, "mother", None),
        (sukatani, "kec-sukatani", 7, "role", "Angota KPPS"),
        (sukatani, "kec-sukatani", 11, "nik", int(str(sukatani[10]["nik"]))),
    )
    for rows, stem, number, key, wrong in faults:
        right[stem, number, key] = rows[number - 1][key]
        rows[number - 1][key] = wrong
    plered[7]["note"] = "PNS"
    plered.append(plered[4] | {"no": len(plered) + 1})
    right["kec-plered", len(plered), "struck"] = "Y"
    (HERE / GUIDE).mkdir(exist_ok=True)
    for stem, rows, columns in (
        ("kec-plered", plered, PLERED),
        ("kec-sukatani", sukatani, SUKATANI),
    ):
        book = Book(f"{GUIDE}/{stem}.xlsx", "dd-mm-yyyy")
        sheet = book.sheet("KPPS", list(columns))
        title = f"KECAMATAN {stem[4:].upper()}"
        book.titles(sheet, len(columns), "DAFTAR KPPS DAN PETUGAS KETERTIBAN TPS", title)
        book.heading(sheet, 3, list(columns.values()))
        for at, cells in enumerate(rows, start=4):
            book.write(sheet, at, list(columns), cells)
        book.close()
    write_guide_corrections(right)
    return len(plered) + len(sukatani)


def write_guide_corrections(right: Right) -> None:
    """Fill in the corrections of both kecamatan."""
    (HERE / GUIDE / "terisi").mkdir(exist_ok=True)
    titles = {"nik": "NIK", "mother": "Nama Ibu Kandung", "role": "Jabatan", "struck": "Hapus"}
    with TemporaryDirectory() as folder:
        rosters = map(str, sorted((HERE / GUIDE).glob("*.xlsx")))
        command = [sys.executable, "-m", "pemilu_cover", "enrol", *rosters, "--quiet"]
        options = ["--split-corrections-by", "kecamatan", "--out", f"{folder}/out"]
        subprocess.run([*command, *options], check=False)  # noqa: S603
        for file in Path(folder, "out", "corrections").glob("*.xlsx"):
            book = openpyxl.load_workbook(file)
            for (stem, number, key), value in right.items():
                sheet = "Lengkapi" if key == "mother" else "Perbaikan"
                if stem == file.stem:
                    fill_cell(book[sheet], number + 4, titles[key], value)
            book.properties.modified = CREATED
            book.save(HERE / GUIDE / "terisi" / file.name)


def fill_cell(
    sheet: openpyxl.worksheet.worksheet.Worksheet, row: int, title: str, value: Cell
) -> None:
    """Write a value into the row of corrections that a row of the roster has."""
    rows = list(sheet.iter_rows())
    top = next(at for at, cells in enumerate(rows) if any(c.value == "Baris" for c in cells))
    heads = [cell.value for cell in rows[top]]
    line = next(
        cells for cells in rows[top + 1 :] if str(cells[heads.index("Baris")].value) == str(row)
    )
    line[heads.index(title)].value = value


# --- two-regencies-2024.csv: what a province or the nation exports, in small ------------------

EXPORT: Columns = {
    "regency": "Kabupaten/Kota",
    "kecamatan": "Kecamatan",
    "desa": "Desa/Kelurahan",
    "tps": "TPS",
    "role": "Jabatan",
    "nik": "NIK",
    "name": "Nama",
    "birthplace": "Tempat Lahir",
    "born": "Tanggal Lahir",
    "sex": "Jenis Kelamin",
    "address": "Alamat",
    "postal": "Kode Pos",
    "phone": "HP",
    "mother": "Nama Ibu Kandung",
    "married": "Status Kawin",
    "blood": "Golongan Darah",
    "honor": "Honor",
    "start": "Mulai",
    "end": "Selesai",
}
TPS_OF_A_DESA = 4


def write_export(taken: set[str]) -> int:
    """Write one kecamatan of each regency; one NIK lacks a digit, and one person is there twice."""
    rows: list[Cells] = []
    for regency, name, seed in (
        (PURWAKARTA, "Kabupaten Purwakarta", 71),
        (PONOROGO, "Kabupaten Ponorogo", 72),
    ):
        people = People(regency, seed, taken)
        kecamatan, desa = next(by_kecamatan(read_desa(regency.code)))
        found = posts(PPK, kecamatan)
        for one in desa[:3]:
            found += posts(PPS, kecamatan, one.name)
            for number in range(1, TPS_OF_A_DESA + 1):
                found += posts(KPPS, kecamatan, one.name, f"{number:03}")
        cells = (row_of(0, post, people.invent(post.role)) for post in found)
        rows += [{**row, "regency": name} for row in cells]
    rows[20]["nik"] = str(rows[20]["nik"])[:-1]
    rows.append(dict(rows[40]))
    with (HERE / "two-regencies-2024.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(EXPORT.values())
        for row in rows:
            cells_ = (row[key] for key in EXPORT)
            writer.writerow(f"{c:%d-%m-%Y}" if isinstance(c, date) else c for c in cells_)
    return len(rows)


# --- messy-2024-upah.xlsx: what SIPP lets the office download after the enrolment --------------

UPAH = "NIK ID_PEGAWAI KPJ KODE_TK NAMA_LENGKAP TGL_LAHIR UPAH RAPEL BLTH NPP".split()
NO_NUMBER_YET = 3


def enrolled_people() -> polars.DataFrame:
    """Return the people of the corrected messy roster who are enrolled."""
    with TemporaryDirectory() as folder:
        out = ["--corrections", str(HERE / "messy-2024-filled.xlsx"), "--out", f"{folder}/out"]
        command = [sys.executable, "-m", "pemilu_cover", "enrol", str(HERE / "messy-2024.xlsx")]
        subprocess.run([*command, "--quiet", *out], check=False)  # noqa: S603
        people = polars.read_parquet(f"{folder}/out/people.parquet")
    return people.filter(polars.col("segment").is_not_null())


def write_upah() -> int:
    """Write SIPP's list of the corrected messy roster for November 2024, as SIPP has it.

    The last three have no number yet, one wage is another, and one person left long ago.
    """
    people = enrolled_people()
    with xlsxwriter.Workbook(HERE / "messy-2024-upah.xlsx") as book:
        book.set_properties({"created": CREATED})
        book.add_worksheet("Petunjuk Pengisian").write_column(2, 0, ["Petunjuk", *UPAH])
        sheet = book.add_worksheet("data_upah")
        sheet.write_row(0, 0, UPAH)
        listed = people.select("nik", "kpj", "name", "birth_date", "wage_sen").rows()
        listed.append(("3214010203909077", None, "LAMA", date(1990, 3, 2), 85_000_000))
        for row, (nik, kpj, name, born, wage) in enumerate(listed, start=1):
            has_number = row <= people.height - NO_NUMBER_YET or row > people.height
            number = kpj or str(24_990_000_000 + row) if has_number else ""
            shown = " ".join(f"*{'x' * len(word)}" for word in name.split()) if number else name
            code, day = str(249_900_000_000_000 + row), f"{born:%d-%m-%Y}"
            for column, text in enumerate((nik, "", number, code, shown, day)):
                sheet.write_string(row, column, text)
            sheet.write_row(row, 6, (wage // 100 + 50_000 * (row == 1), 0))
            sheet.write_row(row, 8, ("01-11-2024", "00000000"))
    return len(listed)


# --- messy-2024-rincian.pdf: Formulir 2a, what BPJS bills for the same people -------------------

RINCIAN = """
#let bill = json(bytes(sys.inputs.bill))
#set document(title: "Rincian Iuran Tenaga Kerja")
#set page(paper: "a4", flipped: true, margin: 0.9cm)
#set text(size: 6pt)
#align(center, text(9pt)[RINCIAN IURAN TENAGA KERJA])
NPP : 00000000 #h(3em) Periode Laporan : 11 2024 \\
Nama Perusahaan : KOMISI PEMILIHAN UMUM #h(3em) Nama Unit Kerja : KPU KABUPATEN PURWAKARTA
#let both = ([Pemberi Kerja], [Tenaga Kerja])
#table(
  columns: (1.2fr, 3fr, 4.2fr, 2fr, 5fr, 2.8fr, 3fr, 3.4fr, 2fr, 2.6fr, 2.6fr) + (2fr,) * 6 + (2.8fr,),
  stroke: 0.3pt, inset: (x: 2pt, y: 3pt),
  align: (x, y) => if y < 2 { center + horizon } else if x < 7 { left + horizon } else { right + horizon },
  table.header(
    ..([No], [Nomor Referensi (KPJ)], [NIK], [Nomor Pegawai], [Nama Tenaga Kerja], [Tanggal Lahir],
      [Tanggal Kepesertaan], [Upah], [Rapel], [Iuran Jkk], [Iuran JKM])
      .map(title => table.cell(rowspan: 2, title)),
    ..([Iuran JHT TK], [Iuran JP], [Iuran JKP]).map(title => table.cell(colspan: 2, title)),
    table.cell(rowspan: 2)[Total Iuran], ..both, ..both, both.at(0), [Pemerintah],
  ),
  ..bill.people.flatten(), table.cell(colspan: 7)[Jumlah Seluruhnya], ..bill.total,
)
\\*) Isian formulir sesuai dengan data yang dilaporkan
"""


def write_rincian() -> int:
    """Write what BPJS bills for the corrected messy roster in November 2024; return the number of people.

    The second person is missing, the first has another wage, the third another birth date, and somebody who
    left long ago is still billed.
    """
    people = enrolled_people()
    listed = people.select("nik", "kpj", "name", "birth_date", "wage_sen").rows()
    nik, kpj, name, born, wage = listed[2]
    listed[2] = (nik, kpj, name, born.replace(year=born.year - 1), wage)
    listed[0] = (*listed[0][:4], listed[0][4] + 5_000_000)
    listed.append(("3214010203909077", "24990000061", "LAMA", date(1990, 3, 2), 85_000_000))
    rows, amounts = [], []
    for row, (nik, kpj, name, born, wage) in enumerate(listed, start=1):
        if row == 2:
            continue
        jkk, jkm = (wage * rate // 100_000 for rate in (240, 300))
        sums = [wage, 0, jkk, jkm, *[0] * 6, jkk + jkm]
        amounts.append(sums)
        number = kpj or str(24_990_000_000 + row)
        days = f"{born:%d-%m-%Y}", "07-11-2024"
        identity = [str(len(rows) + 1), number, nik, "", name.upper(), *days]
        rows.append([*identity, *map(printed, sums)])
    total = [printed(sum(column)) for column in zip(*amounts, strict=True)]
    bill = json.dumps({"people": rows, "total": total})
    pdf = typst.compile(RINCIAN.encode(), sys_inputs={"bill": bill}, timestamp=0)
    (HERE / "messy-2024-rincian.pdf").write_bytes(pdf)
    return len(rows)


def printed(sen: int) -> str:
    """Return an amount as BPJS prints it."""
    return f"{sen // 100:,}.{sen % 100:02d}"


def main() -> None:
    """Write every product; no two people of any of them share a NIK unless a fault says so."""
    taken: set[str] = set()
    sys.stdout.write(
        f"purwakarta-2024.xlsx: {write_purwakarta(taken):,} people\n"
        f"ponorogo-2020.xlsx: {write_ponorogo(taken):,} people\n"
        f"messy-2024.xlsx: {write_messy(taken):,} rows of people, see messy-2024.truth.csv\n"
        f"two-regencies-2024.csv: {write_export(taken):,} rows of people\n"
        f"messy-2024-upah.xlsx: {write_upah():,} people on SIPP's list\n"
        f"messy-2024-rincian.pdf: {write_rincian():,} people on BPJS's bill\n"
        f"{GUIDE}/: {write_guide(taken)} rows of people\n"
    )


if __name__ == "__main__":
    main()
