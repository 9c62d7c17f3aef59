"""Rosters as offices type them: every kecamatan in its own way, and a fault in one row of a hundred.

The faults are of all kinds that a row of CSV can have; `FAULTS` has them by the code of their finding.
All cells are text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import polars as pl

# Further columns, by key: their titles.
COLUMNS = {
    "status": "Status Pegawai",
    "job": "Pekerjaan",
    "email": "Email",
    "kpj": "No. KPJ",
    "remark": "Keterangan",
}

Cell = str | pl.Expr | None
Chance = Callable[[int, str], pl.Expr]

# Of so many rows, the TPS that begins in the first nine has a fault. It shares no factor with rosters.
_EVERY = 97
_TPS_ROWS = 9

_LINMAS = {"role": "Linmas", "honor": "650000"}
_KPU = {"role": "Anggota KPU", "honor": "11573000", "tps": None, "desa": None}
_NON_ASN = {"role": "Pegawai Non ASN KPU", "honor": "2800000", "tps": None, "desa": None}


def _nik(*, region: str | None = None, date: str | None = None, serial: str | None = None) -> Cell:
    """Return the NIK with other parts."""
    nik = pl.col("nik")
    return pl.concat_str(
        pl.lit(region) if region else nik.str.slice(0, 6),
        pl.lit(date) if date else nik.str.slice(6, 6),
        pl.lit(serial) if serial else nik.str.slice(12, 4),
    )


def _other_last_digit() -> Cell:
    last = pl.when(pl.col("nik").str.ends_with("1")).then(pl.lit("2")).otherwise(pl.lit("1"))
    return pl.concat_str(pl.col("nik").str.head(15), last)


def _born(day: str, nik: str) -> dict[str, Cell]:
    return {"born": day, "nik": _nik(date=nik), "sex": "L"}


def _misspelt(column: str) -> Cell:
    """Return the text with its third letter twice."""
    return pl.concat_str(pl.col(column).str.slice(0, 3), pl.col(column).str.slice(2))


# The cells that a fault changes, by the code of its finding. They are those of an Anggota KPPS.
FAULTS: dict[str, Mapping[str, Cell]] = {
    "nik-missing": {"nik": None},
    "formula-error": {"nik": "#REF!"},
    "formula-error-optional": {"phone": "#N/A"},
    "nik-letters": {
        "nik": pl.concat_str(pl.col("nik").str.head(15).str.replace("0", "O"), pl.lit("1"))
    },
    "nik-length": {"nik": pl.col("nik").str.head(15)},
    "nik-date": {"nik": _nik(date="311390")},
    "nik-serial": {"nik": _nik(serial="0000")},
    "nik-region": {"nik": _nik(region="549901")},
    "nik-two-people": {"name": "Cucu Arifin Pamungkas", "mother": "Dewi Lestari"},
    "nik-one-or-two": {"mother": "Dewi Lestari", "birthplace": "Garut"},
    "duplicate": {},
    "two-roles": _LINMAS,
    "name-alike": {"nik": _other_last_digit(), "name": _misspelt("name")},
    "unit-too-many": {"role": "Ketua KPPS", "honor": "900000"},
    "unit-too-few": _LINMAS,
    "unit-without": {"role": "Anggota KPPS", "honor": "850000"},
    "name-missing": {"name": "-"},
    "name-formula": {"name": "=A1&B1"},
    "name-characters": {"name": pl.col("name") + " 2"},
    "name-unreadable": {"name": "tidak tahu"},
    "name-degree": {"name": pl.col("name") + " SE"},
    "name-two": {"name": pl.col("name") + " alias Acu"},
    "name-word": {"name": "Nihil"},
    "mother-unreadable": {"mother": "tidak tahu"},
    "mother-is-person": {"mother": pl.col("name")},
    "cell-control": {"address": pl.col("address") + " \x1b[31m"},
    "birth-missing": {"born": None},
    "birth-unreadable": {"born": "13-05-90"},
    "birth-implausible": _born("12-05-2020", "120520"),
    "birth-swapped": _born("05-12-1990", "120590"),
    "birth-nik": _born("12-05-1991", "120590"),
    "age-outside": _born("12-05-1960", "120560"),
    "sex-nik": {
        "sex": pl.when(pl.col("sex").str.starts_with("L")).then(pl.lit("P")).otherwise(pl.lit("L"))
    },
    "sex-unreadable": {"sex": "Q"},
    "regency-unknown": {"regency": "Kabupaten Atlantis"},
    "kecamatan-misspelt": {"kecamatan": _misspelt("kecamatan")},
    "desa-misspelt": {"desa": _misspelt("desa")},
    "tps-several": {"tps": "001, 002"},
    "tps-unreadable": {"tps": "-1"},
    "role-missing": {"role": None},
    "role-unknown": {"role": "Tukang Parkir"},
    "role-ambiguous": {"role": "Ketua"},
    "role-unread": {"role": "Anggota KPPS (hijau)"},
    "role-not-in-election": {"role": "Ketua PPLN", "honor": "8400000"},
    "wage-impossible": {"honor": "8500"},
    "wage-unlikely": {**_NON_ASN, "honor": "28000000"},
    "wage-missing": {**_NON_ASN, "honor": None},
    "wage-default": {"honor": None},
    "wage-unreadable": {"honor": "delapan ratus ribu"},
    "wage-not-positive": {"honor": "0"},
    "wage-ceiling": {"honor": "850001"},
    "wage-low": {"honor": "424999"},
    "start-missing": {**_KPU, "start": None},
    "end-missing": {**_KPU, "end": None},
    "start-default": {"start": None},
    "end-default": {"end": None},
    "start-unreadable": {"start": "awal November"},
    "end-unreadable": {"end": "31-11-2024"},
    "end-before-start": {"end": "06-11-2024"},
    "contract-too-long": {**_KPU, "end": "08-11-2029"},
    "dates-outside-term": {"end": "09-12-2024"},
    "rate-missing": {**_KPU, "start": "30-06-2015", "end": "01-08-2015"},
    "phone-unreadable": {"phone": "021-555"},
    "marital-unreadable": {"married": "?a"},
    "blood-unreadable": {"blood": "C"},
    "postal-unreadable": {"postal": "4116"},
    "optional-unreadable": {"email": "cucu(at)contoh.id"},
    "kpj-unreadable": {"kpj": "0001234567890"},
    "kpj-returning": {"kpj": "99000000123"},
    "asn-excluded": {"status": "PNS"},
    "asn-billed": {"status": "PNS"},
    "asn-asked": {"job": "Polri"},
    "asn-tick": {"status": "Ya"},
    "remark-unread": {"remark": "suka menolong"},
    "remark-role": {"remark": "Ketua"},
    "left-asked": {"remark": "Mengundurkan diri, diganti"},
}
# These people are those of the row above, another member of the TPS.
_OF_ROW_ABOVE = (
    *("nik-two-people", "nik-one-or-two", "duplicate", "two-roles", "name-alike"),
    "asn-billed",
)
# This fault is one of the chair; all others of the third member.
_OF_CHAIR = "unit-without"
_CHAIR, _THIRD_MEMBER = 0, 3  # places in a TPS


def fault(seat: pl.Expr) -> pl.Expr:
    """Return the number of a row's fault in `FAULTS`, or null.

    ``seat`` is the seat in the TPS, from 0.
    """
    first = pl.col("row") - seat
    kind = first // _EVERY % len(FAULTS)
    of_chair = kind == list(FAULTS).index(_OF_CHAIR)
    has_fault = (first % _EVERY < _TPS_ROWS) & (
        seat == pl.when(of_chair).then(_CHAIR).otherwise(_THIRD_MEMBER)
    )
    return pl.when(has_fault).then(kind)


def person_row() -> pl.Expr:
    """Return the row whose person each row has: its own or, for some faults, the one above."""
    above = [list(FAULTS).index(code) for code in _OF_ROW_ABOVE]
    return pl.col("row") - pl.col("fault").is_in(above).fill_null(value=False).cast(pl.Int64)


def type_cells(people: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Return people with the cells that their kecamatan types, and their faults.

    ``chance`` returns a pseudo-random number for a salt and the number in a column.
    """

    def one_of(salt: int, choices: Sequence[pl.Expr], of: str = "place") -> pl.Expr:
        """Return the choice of each kecamatan, or each person."""
        number = chance(salt, of) % len(choices)
        chosen = choices[-1]
        for at, choice in enumerate(choices[:-1]):
            chosen = pl.when(number == at).then(choice).otherwise(chosen)
        return chosen

    def blank(column: str, salt: int, one_in: int) -> pl.Expr:
        """Return a column that is empty for one person in so many."""
        return pl.when(chance(salt, "row") % one_in > 0).then(pl.col(column))

    typed = people.with_columns(
        name=one_of(20, (pl.col("name"), pl.col("name").str.to_uppercase(), pl.col("name") + " ")),
        sex=one_of(
            21, (pl.col("sex"), pl.col("sex").replace({"L": "Laki-laki", "P": "Perempuan"}))
        ),
        married=one_of(
            22, (pl.col("married"), pl.col("married").replace({"Y": "Kawin", "T": "Belum Kawin"}))
        ),
        regency=one_of(
            23,
            (
                pl.col("regency"),
                pl.col("regency").str.replace("Kabupaten", "Kab.", literal=True),
                pl.col("regency").str.to_uppercase(),
            ),
        ),
        kecamatan=one_of(24, (pl.col("kecamatan"), pl.col("kecamatan").str.to_uppercase())),
        desa=one_of(25, (pl.col("desa"), pl.col("desa").str.to_uppercase())),
        tps=one_of(
            26, (pl.col("tps"), "TPS " + pl.col("tps"), pl.col("tps").str.strip_chars_start("0"))
        ),
        role=one_of(
            27,
            (
                pl.col("role"),
                pl.col("role").str.to_uppercase(),
                pl.col("role").replace("Petugas Ketertiban TPS", "Linmas"),
            ),
        ),
        honor=one_of(28, (_digits("honor"), "Rp " + _thousands("honor"), _thousands("honor"))),
        phone=one_of(
            29,
            (
                pl.col("phone"),
                "+62" + pl.col("phone").str.slice(1),
                pl.col("phone").str.replace(r"^(....)(....)", "$1-$2-"),
            ),
        ),
        **{column: one_of(30, _days(column)) for column in ("born", "start", "end")},
        **{key: blank(key, salt, one_in) for salt, (key, one_in) in enumerate(_BLANKS.items(), 40)},
        job=one_of(34, [pl.lit(job) for job in _JOBS], "row"),
        **{key: pl.lit(None, pl.String) for key in ("status", "email", "kpj", "remark")},
    )
    changes: dict[str, pl.Expr] = {}
    for number, cells in enumerate(FAULTS.values()):
        for column, cell in cells.items():
            value = cell if isinstance(cell, pl.Expr) else pl.lit(cell, pl.String)
            rest = changes.get(column, pl.col(column))
            changes[column] = pl.when(pl.col("fault") == number).then(value).otherwise(rest)
    return typed.with_columns(**changes)


_BLANKS = {"blood": 20, "mother": 50, "postal": 10}
_JOBS = (
    "Wiraswasta",
    "Petani",
    "Ibu rumah tangga",
    "Karyawan swasta",
    "Buruh harian lepas",
    "Mahasiswa",
)
_MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"


def _days(column: str) -> tuple[pl.Expr, ...]:
    day = pl.col(column)
    month = pl.lit(pl.Series(_MONTHS.split())).gather(day.dt.month().cast(pl.Int64) - 1)
    return (
        day.dt.strftime("%d-%m-%Y"),
        day.dt.strftime("%d/%m/%Y"),
        day.dt.strftime("%Y-%m-%d"),
        pl.format("{} {} {}", day.dt.day(), month, day.dt.year()),
    )


def _digits(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String)


def _thousands(column: str) -> pl.Expr:
    """Return a number with a dot before each three digits."""
    text = _digits(column)
    return text.str.replace(r"(\d)(\d{6})$", "$1.$2").str.replace(r"(\d)(\d{3})$", "$1.$2")
