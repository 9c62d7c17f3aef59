"""The people of tests: a clean person, with some cells changed.

Nobody here exists: NIKs have serials from 9000 up and phone numbers begin with 0835, as in examples/.
"""

from __future__ import annotations

from datetime import date

Cell = str | int | float | bool | date | None
Row = dict[str, Cell]

FIRST = ("Asep", "Budi", "Cucu", "Dadan", "Eko", "Fajar", "Gita", "Hendi", "Imas", "Joko")
LAST = ("Arifin", "Budiman", "Effendi", "Gunawan", "Irawan", "Kusnadi", "Mulyadi", "Rosidin")

BORN = date(1990, 5, 12)
START, END = date(2024, 11, 7), date(2024, 12, 8)  # the KPPS of Pilkada 2024
KPPS, LINMAS = (
    {"Jabatan": "Anggota KPPS", "Honor": 850_000},
    {"Jabatan": "Linmas", "Honor": 650_000},
)
CHAIR = {"Jabatan": "Ketua KPPS", "Honor": 900_000}
KPU = {"Jabatan": "Anggota KPU", "Honor": 11_573_000}  # an office without a known term
NON_ASN = {"Jabatan": "Pegawai Non ASN KPU", "Honor": 2_800_000}  # and one without a known pay
PPK = {
    "Jabatan": "Ketua PPK",
    "Honor": 2_500_000,
    "Tgl Mulai": date(2024, 5, 16),
    "Tgl Selesai": date(2025, 1, 27),
}


def nik(number: int = 1, *, born: date = BORN, sex: str = "L", region: str = "321401") -> str:
    """Return a NIK that agrees with a birth date and a sex."""
    day = born.day + (40 if sex == "P" else 0)
    return f"{region}{day:02}{born:%m%y}{9000 + number}"


def person(number: int = 1, /, **changes: Cell) -> Row:
    """Return a clean person under the headers of examples/purwakarta-2024.xlsx, with some cells changed.

    Another number is another person: no two share a NIK or a name that is alike.
    """
    clean: Row = {
        "No": number,
        "NIK": nik(number),
        "Nama Lengkap": f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST) % len(LAST)]}",
        "Tempat Lahir": "Purwakarta",
        "Tanggal Lahir": BORN,
        "L/P": "L",
        "Alamat": "Kp. Krajan RT 001 RW 002",
        "Kecamatan": "Plered",
        "Desa/Kelurahan": "Sindangsari",
        "TPS": "001",
        **KPPS,
        "Tgl Mulai": START,
        "Tgl Selesai": END,
        "No. HP": f"0835{number:08}",
        "Nama Ibu Kandung": "Siti Aminah",
        "Status Kawin": "Y",
        "Gol. Darah": "O",
        "Kode Pos": "41162",
        "Email": "",
    }
    return clean | changes


def people(count: int, **changes: Cell) -> list[Row]:
    """Return so many clean people, numbered from 1, with the same cells changed in all."""
    return [person(number, **changes) for number in range(1, count + 1)]


# The headers of `short_person`; the others are the same.
_SHORT_HEADERS = {
    "Nama Lengkap": "Nama",
    "Desa/Kelurahan": "Desa",
    "Tgl Mulai": "Mulai",
    "Tgl Selesai": "Selesai",
    "Nama Ibu Kandung": "Nama Ibu",
    "Gol. Darah": "Gol Darah",
}
_SYLLABLES = "no sa du ti em li ne tu pa se".split()


def short_person(number: int, **changes: Cell) -> Row:
    """Return a clean person of another office, under short headers and without phone and email.

    A change names a column, with ``_`` for a space.
    """
    born = date(1990, 7, 15)
    name = in_letters(number)
    cells = person(
        number,
        NIK=nik(number, born=born),
        Kecamatan="Purwakarta",
        **{
            "Nama Lengkap": f"{name} {name}",
            "Tanggal Lahir": born,
            "Desa/Kelurahan": "Ciseureuh",
            "Nama Ibu Kandung": f"Ibu {name}",
            "Kode Pos": "41111",
        },
    )
    cells = {_SHORT_HEADERS.get(header, header): cell for header, cell in cells.items()}
    del cells["No. HP"], cells["Email"]
    return cells | {header.replace("_", " "): cell for header, cell in changes.items()}


def in_letters(number: int) -> str:
    """Return a number as a name: no two are similar, and none has a digit."""
    return "".join(_SYLLABLES[int(digit)] for digit in str(number)).title()
