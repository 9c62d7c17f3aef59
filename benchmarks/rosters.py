"""Rosters of any size, of invented people: `python benchmarks/rosters.py --rows 1000000 --out big.parquet`.

The suffix of the file decides: ``.parquet`` (typed columns) and ``.csv`` (all text) are exports of all 514
regencies, ``.xlsx`` is the workbook of one regency, with the columns of ``examples/purwakarta-2024.xlsx``.
The same `RosterSpec` always gives the same people, in bounded memory.

Only a chosen number of rows has findings: units are full; terms, wages and ages are those of the election;
NIKs and names are distinct. Roles, terms, amounts and most names are those of ``examples/generate.py``, which
also explains why no real person is hit; `local_names.py` has other names, and addresses, by province.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from types import ModuleType

import polars as pl
import xlsxwriter
from polars.io.plugins import register_io_source
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pemilu_cover.reference import regions, villages
from pemilu_cover.values.text import normal_form

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # for a run as a script
from benchmarks import realistic
from benchmarks.local_names import STREET, Names, names_of, postal_digit, settlement


def _examples() -> ModuleType:
    """Return ``examples/generate.py``, which is no module of a package."""
    path = Path(__file__).resolve().parents[1] / "examples" / "generate.py"
    spec = importlib.util.spec_from_file_location("examples_generate", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses need their module
    spec.loader.exec_module(module)
    return module


generated = _examples()

BATCH_ROWS = 250_000  # rows that are made at once
ROW_GROUP = 100_000  # rows of one group in a Parquet file

# The people of a kecamatan, in the order of the file: its PPK; desa by desa its PPS and so many TPS; and at
# the end staff that belongs to no unit, so that a fault or a person too many there leaves every unit full.
TPS_OF_A_DESA = 8
UNATTACHED = 5
_PPK, _PPS, _KPPS = (
    [role for count, role in staff for _ in range(count)]
    for staff in (generated.PPK, generated.PPS, generated.KPPS)
)
_ROLES = [*_PPK, *_PPS, *_KPPS, generated.KPU[-1][1]]
_STAFF = len(_ROLES) - 1
_DESA_ROWS = len(_PPS) + TPS_OF_A_DESA * len(_KPPS)

# A regency has from 850 people a kecamatan, as Purwakarta, a nation from 100. Kabupaten Bogor is so large
# that it has 100,000 election workers; where it has too few desa their names begin again.
DESK_REGENCY, DESK_KECAMATAN, NATION_KECAMATAN = "3201", 850, 100

# Everybody is 25 to 54 years old on voting day, which every role allows.
_OLDEST = date(1970, 1, 1)
_DAYS = (date(1998, 12, 31) - _OLDEST).days + 1
_STRIDE = 7_919  # coprime to the days: a kecamatan repeats a birth date only after all of them
_SERIALS = 1_000  # from 9000 up, where no real serial of a day and kecamatan comes

USUAL_NAMES = Names(
    generated.MEN[:54], generated.WOMEN[:54], generated.SECOND[:25], generated.SECOND[25:]
)
_FIRSTS, _SECONDS, _THIRDS = 54, 25, 26  # of each province
_NAMES = _FIRSTS * _SECONDS * _THIRDS
_SETTLEMENTS = 22  # of each province

_PRIME = 2_147_483_647  # its square still fits into 64 bits

# Of distinct contracts: by how many days a start may be later, by how many rupiah a wage lower.
_STARTS, _WAGES = 24, 300_000

NATIONAL = {
    "nik": "NIK",
    "name": "Nama",
    "birthplace": "Tempat Lahir",
    "born": "Tanggal Lahir",
    "sex": "Jenis Kelamin",
    "address": "Alamat",
    "regency": "Kabupaten/Kota",
    "kecamatan": "Kecamatan",
    "desa": "Desa/Kelurahan",
    "tps": "TPS",
    "role": "Jabatan",
    "honor": "Upah/Honor",
    "start": "Mulai",
    "end": "Selesai",
    "mother": "Nama Ibu Kandung",
    "blood": "Golongan Darah",
    "married": "Status Kawin",
    "postal": "Kode Pos",
    "phone": "HP",
}


# ---- The specification and the content of a roster -------------------------------------------------


@dataclass(frozen=True)
class RosterSpec:
    """The specification of a roster.

    ``faults`` rows have one fault each, in the order of `FAULTS`; ``duplicates`` people are repeated in
    the same role, half a file further down. With ``distinct_contracts`` no two people of one role have the
    same wage and start. ``desk`` is a roster of one regency; ``all_faulty`` has a fault in every row,
    ``realistic`` about one in a hundred, of all kinds, and cells as people type them (`realistic.py`).
    """

    rows: int
    faults: int = 0
    duplicates: int = 0
    distinct_contracts: bool = False
    desk: bool = False
    all_faulty: bool = False
    realistic: bool = False

    def __post_init__(self) -> None:
        if self.realistic and (self.desk or self.all_faulty or self.faults or self.duplicates):
            raise ValueError("a realistic roster is one of a nation, and has faults of its own")
        kecamatan = len(_codes(self))
        capacity = kecamatan if self.rows // kecamatan > UNATTACHED else 0
        if self.faults > capacity or self.duplicates > capacity // 2:
            raise ValueError(
                f"{self.rows:,} rows have room for {capacity} faults, half as many twice"
            )
        if self.distinct_contracts and self.rows > _STARTS * _WAGES:
            raise ValueError(f"there are only {_STARTS * _WAGES:,} distinct contracts")


@dataclass(frozen=True)
class RosterContent:
    """The content of a roster. Rows are counted from 1, without the header.

    ``faults`` has the rows of each fault by the code of its finding, ``duplicates`` pairs of the row that
    comes first and its repetition.
    """

    rows: int
    regencies: int
    kecamatan: int
    faults: dict[str, list[int]] = field(default_factory=dict)
    duplicates: list[tuple[int, int]] = field(default_factory=list)

    @property
    def held_back(self) -> int:
        """How many rows are not to be enrolled."""
        return sum(map(len, self.faults.values())) + len(self.duplicates)


# Each spoils one cell and holds its row back. A column of numbers has no place for a wage of text: it is
# negative there, and a sheet shows it as "Rp x".
FAULTS: dict[str, tuple[str, pl.Expr]] = {
    "nik-length": ("nik", pl.col("nik").str.head(15)),
    "nik-date": ("nik", pl.format("{}13{}", pl.col("nik").str.head(8), pl.col("nik").str.tail(6))),
    "name-missing": ("name", pl.lit(None, dtype=pl.String)),
    "wage-not-positive": ("honor", -pl.col("honor")),
    "end-before-start": ("end", pl.col("start").dt.offset_by("-1d")),
    "role-unknown": ("role", pl.lit("Tukang Parkir")),
}
INVALID_WAGE = "Rp x"


def roster_content(spec: RosterSpec) -> RosterContent:
    """Return the content of the roster of a specification."""
    codes = _codes(spec)
    rows: dict[str, list[int]] = {}
    for row, kind in _faulty(spec).items():
        rows.setdefault(list(FAULTS)[kind], []).append(row + 1)
    twice = [(first + 1, again + 1) for again, first in _copies(spec).items()]
    regencies = {code[: regions.REGENCY] for code in codes}
    return RosterContent(spec.rows, len(regencies), len(codes), rows, twice)


def _unattached_row(spec: RosterSpec, kecamatan: int, offset: int) -> int:
    """Return the row of one of the last people of a kecamatan, who belong to no unit."""
    return (kecamatan + 1) * spec.rows // len(_codes(spec)) - UNATTACHED + offset


def _copies(spec: RosterSpec) -> dict[int, int]:
    """Return the rows that repeat the person of another row: row -> the other row."""
    half = len(_codes(spec)) // 2
    places = [number * half // spec.duplicates for number in range(spec.duplicates)]
    return {_unattached_row(spec, at + half, 1): _unattached_row(spec, at, 0) for at in places}


def _faulty(spec: RosterSpec) -> dict[int, int]:
    """Return the rows with a fault: row -> the number of the fault."""
    if spec.all_faulty:
        return {row: row % len(FAULTS) for row in range(spec.rows)}
    kecamatan = len(_codes(spec))
    places = [number * kecamatan // spec.faults for number in range(spec.faults)]
    return {_unattached_row(spec, at, 2): number % len(FAULTS) for number, at in enumerate(places)}


# ---- Places ---------------------------------------------------------------------------------------


@cache
def _unique_kecamatan() -> tuple[str, ...]:
    """Return the codes of those kecamatan whose name no other has: 6,613, in all 514 regencies.

    By name alone, two kecamatan of one name would be one with too many people.
    """
    forms = {
        code: normal_form(regions.region_name(code) or "") for code in regions.kecamatan_codes()
    }
    counts = Counter(forms.values())
    return tuple(sorted(code for code, form in forms.items() if counts[form] == 1))


@cache
def _codes(spec: RosterSpec) -> tuple[str, ...]:
    """Return the codes of a roster's kecamatan, in the order of the file."""
    if spec.desk:
        unique = tuple(code for code in _unique_kecamatan() if code.startswith(DESK_REGENCY))
        return unique[: max(1, spec.rows // DESK_KECAMATAN)]
    unique = _unique_kecamatan()
    kecamatan_count = max(1, min(spec.rows // NATION_KECAMATAN, len(unique)))
    return tuple(unique[at * len(unique) // kecamatan_count] for at in range(kecamatan_count))


@cache
def _desa_names() -> dict[str, tuple[str, ...]]:
    """Return the names of the desa of each kecamatan code, without names that differ only in spaces.

    "Lubuk Pakam I,II" and "Lubuk Pakam III" are neighbours.
    """
    names_by_form: dict[str, dict[str, str]] = {}
    for code, name in villages.rows():
        form = normal_form(name).replace(" ", "")
        names_by_form.setdefault(code[: regions.KECAMATAN], {}).setdefault(form, name)
    return {code: tuple(names.values()) for code, names in names_by_form.items()}


def _repeat_desa_names(code: str, number: int) -> Iterator[str]:
    """Return so many names of desa; where there are too few they begin again, as "Cibening Blok 2"."""
    names = _desa_names().get(code) or (regions.region_name(code) or "",)
    for at in range(number):
        lap = at // len(names)
        yield names[at % len(names)] + (f" Blok {lap + 1}" if lap else "")


class _Places:
    """The places of a roster's kecamatan, by its number, and what is usual there.

    ``names`` and ``settlements`` have so many of each province in turn, whose number is ``province``.
    """

    def __init__(self, spec: RosterSpec) -> None:
        codes = _codes(spec)
        provinces = sorted({code[:2] for code in codes})
        names = [names_of(province, USUAL_NAMES) for province in provinces]
        self.province = pl.Series([provinces.index(code[:2]) for code in codes], dtype=pl.Int64)
        self.men = _texts([name for of in names for name in of.men])
        self.women = _texts([name for of in names for name in of.women])
        self.second = _texts([name for of in names for name in of.second])
        self.third = _texts([name for of in names for name in of.third])
        settlements = [settlement(code, generated.KAMPUNG) for code in codes]
        self.settlement_kind = _texts([kind for kind, _ in settlements])
        self.settlements = _texts([name for _, names in settlements for name in names])
        self.postal_digit = _texts([postal_digit(code[:2]) for code in codes])
        regency = [regions.region_name(code[: regions.REGENCY]) or "" for code in codes]
        self.code = _texts(codes)
        self.name = _texts([regions.region_name(code) or "" for code in codes])
        self.regency = _texts(regency)
        self.regency_short_name = _texts([name.partition(" ")[2] for name in regency])
        self.desa_per_kecamatan = spec.rows // len(codes) // _DESA_ROWS + 1
        self.desa = _texts(
            [name for code in codes for name in _repeat_desa_names(code, self.desa_per_kecamatan)]
        )


def _texts(values: Sequence[str]) -> pl.Series:
    return pl.Series(values, dtype=pl.String)


# ---- People ---------------------------------------------------------------------------------------


def batches(spec: RosterSpec, size: int = BATCH_ROWS) -> Iterator[pl.DataFrame]:
    """Yield a roster in batches: the row's number, and columns by the keys of `NATIONAL`."""
    places, copies, faulty = _Places(spec), _copies(spec), _faulty(spec)
    for first in range(0, spec.rows, size):
        rows = pl.int_range(first, min(first + size, spec.rows), dtype=pl.Int64, eager=True)
        numbers = _numbers(rows.alias("row"), spec, copies)
        batch = _people(numbers, spec, places)
        if spec.realistic:
            batch = realistic.type_cells(batch.hstack(numbers.select("place", "fault")), _chance)
        yield (
            _with_faults(batch, faulty)
            .select("row", *_titles(spec))
            .with_columns(pl.col("row") + 1)
        )


def _numbers(row: pl.Series, spec: RosterSpec, copies: dict[int, int]) -> pl.DataFrame:
    """Return the numbers from which the cells of each row are derived.

    ``place`` is its kecamatan, ``at`` the position there, ``units`` the number of people in units there;
    ``who`` is the person (the first row with them), ``home`` and ``nth`` their kecamatan and number.
    """
    rows, kecamatan = spec.rows, len(_codes(spec))

    def place(of: str) -> pl.Expr:
        return ((pl.col(of) + 1) * kecamatan - 1) // rows

    def begin(of: pl.Expr) -> pl.Expr:
        return of * rows // kecamatan

    seat = pl.col("post") - len(_PPK) - len(_PPS)
    in_tps = pl.col("nth_tps").is_not_null()
    return (
        row.to_frame()
        .with_columns(place=place("row"))
        .with_columns(
            at=pl.col("row") - begin(pl.col("place")),
            units=begin(pl.col("place") + 1) - begin(pl.col("place")) - UNATTACHED,
        )
        .with_columns(**_post())
        .with_columns(fault=pl.when(in_tps & spec.realistic).then(realistic.fault(seat)))
        .with_columns(who=pl.col("row").replace(copies) if copies else realistic.person_row())
        .with_columns(home=place("who"))
        .with_columns(nth=pl.col("who") - begin(pl.col("home")))
        .with_columns(
            day=(pl.col("nth") * _STRIDE + pl.col("home") * 331) % _DAYS,
            lap=pl.col("nth") // _DAYS,
            woman=_chance(1) % 2 == 1,
        )
    )


def _post() -> dict[str, pl.Expr]:
    """Return the numbers of a row's role, of its desa within the kecamatan, and of its TPS."""
    after = pl.col("at") - len(_PPK)
    nth_desa, position = after // _DESA_ROWS, after % _DESA_ROWS
    seats = (pl.col("units") - len(_PPK) - nth_desa * _DESA_ROWS).clip(0, _DESA_ROWS)
    tps, in_tps = (position - len(_PPS)) // len(_KPPS), (position - len(_PPS)) % len(_KPPS)
    is_ppk = (pl.col("units") >= len(_PPK)) & (after < 0)
    has_desa = (after >= 0) & (seats >= len(_PPS))
    is_pps = has_desa & (position < len(_PPS))
    is_kpps = has_desa & (tps >= 0) & (tps < (seats - len(_PPS)) // len(_KPPS))
    return {
        "post": pl.when(is_ppk)
        .then("at")
        .when(is_pps)
        .then(len(_PPK) + position)
        .when(is_kpps)
        .then(len(_PPK) + len(_PPS) + in_tps)
        .otherwise(_STAFF),
        "nth_desa": pl.when(is_pps | is_kpps).then(nth_desa),
        "nth_tps": pl.when(is_kpps).then(tps + 1),
    }


def _chance(salt: int, of: pl.Expr | str = "who") -> pl.Expr:
    """Return a pseudo-random, repeatable number for each person; a square mixes well modulo a prime."""
    number = pl.col(of) if isinstance(of, str) else of
    squared_input = (number * 1_103_515_245 + salt * 1_640_531_527) % _PRIME
    return (squared_input * squared_input % _PRIME * 69_621) % _PRIME // 7


def _choose(choices: Sequence[str] | pl.Series, number: pl.Expr | str) -> pl.Expr:
    """Look each number up; a list is begun again behind its end."""
    number = pl.col(number) if isinstance(number, str) else number
    if isinstance(choices, pl.Series):
        return pl.lit(choices).gather(number)
    return pl.lit(_texts(choices)).gather(number % len(choices))


def _pad_digits(number: pl.Expr, digits: int) -> pl.Expr:
    return number.cast(pl.String).str.zfill(digits)


def _people(numbers: pl.DataFrame, spec: RosterSpec, places: _Places) -> pl.DataFrame:
    born = (pl.lit(_OLDEST) + pl.duration(days=pl.col("day"))).cast(pl.Date)
    frame = numbers.with_columns(born=born)
    texts = {**_identity(places), **_life(places), **_work(spec, places)}
    return frame.select("row", **{key: texts.get(key, pl.col(key)) for key in NATIONAL})


def _identity(places: _Places) -> dict[str, pl.Expr]:
    """Return NIK, name and sex: of two people with one birth date, neither NIK nor name is the same."""
    woman = pl.col("woman")
    first = _chance(10, pl.col("home") * _DAYS + pl.col("day"))
    serial = (first + pl.col("lap") * 37) % _SERIALS + 9_000
    day = pl.col("born").dt.day().cast(pl.Int64) + woman.cast(pl.Int64) * 40
    code = _choose(places.code, "home")
    name = (pl.col("lap") * len(places.code) + pl.col("home")) * 7_001 + pl.col("day") * 13
    province = _choose(places.province, "home")
    number, rest = name % _NAMES % _FIRSTS, name % _NAMES // _FIRSTS
    first_name = province * _FIRSTS + number
    return {
        "nik": pl.format(
            "{}{}{}{}", code, _pad_digits(day, 2), pl.col("born").dt.strftime("%m%y"), serial
        ),
        "name": pl.format(
            "{} {} {}",
            pl.when(woman)
            .then(_choose(places.women, first_name))
            .otherwise(_choose(places.men, first_name)),
            _choose(places.second, province * _SECONDS + rest % _SECONDS),
            _choose(places.third, province * _THIRDS + rest // _SECONDS),
        ),
        "sex": pl.when(woman).then(pl.lit("P")).otherwise(pl.lit("L")),
    }


def _life(places: _Places) -> dict[str, pl.Expr]:
    """Return what else is known of a person."""
    kind, province = (_choose(of, "home") for of in (places.settlement_kind, places.province))
    return {
        "birthplace": _choose(places.regency_short_name, "home"),
        "address": pl.format(
            "{} {}{} RT {} RW {}",
            kind,
            _choose(places.settlements, pl.col("home") * _SETTLEMENTS + _chance(2) % _SETTLEMENTS),
            pl.when(kind == STREET)
            .then(pl.format(" No. {}", _chance(12) % 90 + 1))
            .otherwise(pl.lit("")),
            _pad_digits(_chance(3) % 8 + 1, 3),
            _pad_digits(_chance(4) % 5 + 1, 3),
        ),
        "mother": pl.format(
            "{} {}",
            _choose(places.women, province * _FIRSTS + _chance(5) % _FIRSTS),
            _choose(places.third, province * _THIRDS + _chance(6) % _THIRDS),
        ),
        "blood": _choose(("A", "B", "AB", "O"), _chance(7)),
        "married": _choose(("Y", "Y", "T"), _chance(8)),
        "postal": pl.format(
            "{}{}",
            _choose(places.postal_digit, "home"),
            _pad_digits(pl.col("home") * 13 % 10_000, 4),
        ),
        "phone": pl.format("0835{}", _pad_digits(_chance(9) % 100_000_000, 8)),
    }


def _work(spec: RosterSpec, places: _Places) -> dict[str, pl.Expr]:
    """Return where a person serves, as what, for how much, and from when to when."""
    nth = pl.col("place") * places.desa_per_kecamatan + pl.col("nth_desa")
    honor = pl.lit(pl.Series([role.honor for role in _ROLES], dtype=pl.Int64)).gather("post")
    start = pl.lit(pl.Series([role.start for role in _ROLES], dtype=pl.Date)).gather("post")
    end = pl.lit(pl.Series([role.end for role in _ROLES], dtype=pl.Date)).gather("post")
    if spec.distinct_contracts:
        honor -= pl.col("row") // _STARTS
        start = (start + pl.duration(days=pl.col("row") % _STARTS)).cast(pl.Date)
    return {
        "regency": _choose(places.regency, "place"),
        "kecamatan": _choose(places.name, "place"),
        "desa": _choose(places.desa, nth),
        "tps": _pad_digits(pl.col("nth_tps"), 3),
        "role": _choose(_texts([role.title for role in _ROLES]), "post"),
        "honor": honor,
        "start": start,
        "end": end,
    }


def _with_faults(batch: pl.DataFrame, faulty: dict[int, int]) -> pl.DataFrame:
    """Return a batch with its faults."""
    first, last = batch["row"][0], batch["row"][-1]
    faults_of_batch = {row: kind for row, kind in faulty.items() if first <= row <= last}
    if not faults_of_batch:
        return batch
    kinds = pl.DataFrame({"row": list(faults_of_batch), "kind": list(faults_of_batch.values())})
    rows = batch.join(kinds, on="row", how="inner")
    for kind, (column, cell) in enumerate(FAULTS.values()):
        invalid_cell = pl.when(pl.col("kind") == kind).then(cell).otherwise(column)
        rows = rows.with_columns(invalid_cell.alias(column))
    good = batch.join(kinds, on="row", how="anti")
    return pl.concat([good, rows.drop("kind")]).sort("row")


# ---- Files ----------------------------------------------------------------------------------------


def write(spec: RosterSpec, path: Path) -> RosterContent:
    """Write a roster in the format of the file's suffix; return its content."""
    {".parquet": _write_parquet, ".csv": _write_csv, ".xlsx": _write_sheet}[path.suffix](spec, path)
    return roster_content(spec)


def _write_parquet(spec: RosterSpec, path: Path) -> None:
    tables = (batch.select(**_columns_by_title(spec)) for batch in batches(spec))
    first = next(batches(RosterSpec(1, realistic=spec.realistic)))
    schema = first.select(**_columns_by_title(spec)).schema

    def source(*_: object) -> Iterator[pl.DataFrame]:
        yield from tables

    lazy = register_io_source(source, schema=schema)
    lazy.sink_parquet(path, row_group_size=ROW_GROUP, maintain_order=True)


def _write_csv(spec: RosterSpec, path: Path) -> None:
    with path.open("wb") as file:
        for number, batch in enumerate(batches(spec)):
            batch.select(**_columns_by_title(spec)).write_csv(
                file, include_header=number == 0, date_format="%d-%m-%Y"
            )


def _columns_by_title(spec: RosterSpec) -> dict[str, pl.Expr]:
    return {title: pl.col(key) for key, title in _titles(spec).items()}


def _titles(spec: RosterSpec) -> dict[str, str]:
    """Return the titles of the columns of a roster, by key."""
    return NATIONAL | (realistic.COLUMNS if spec.realistic else {})


def _write_sheet(spec: RosterSpec, path: Path) -> None:
    """Write a workbook of one sheet, as ``examples/generate.py`` writes Purwakarta."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("DATA ADHOC")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    amount = book.add_format({"num_format": "#,##0"})
    sheet.write_row(0, 0, generated.FLAT.values(), book.add_format({"bold": True}))
    for batch in batches(spec):
        for cells in batch.with_columns(no="row").iter_rows(named=True):
            for column, key in enumerate(generated.FLAT):
                _write_cell(sheet, (cells["no"], column), cells.get(key), (day, amount))
    book.close()


def write_workbooks(spec: RosterSpec, folder: Path, count: int) -> None:
    """Write the roster of a nation as so many workbooks into a new folder, as kecamatan send them."""
    folder.mkdir()
    rows = -(-spec.rows // count)
    parts = (part for batch in batches(spec) for part in batch.iter_slices(rows))
    for number, part in enumerate(parts, 1):
        book = xlsxwriter.Workbook(folder / f"{number:05d}.xlsx", {"constant_memory": True})
        sheet, day = book.add_worksheet("DATA"), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, _titles(spec).values())
        for row, cells in enumerate(part.iter_rows(named=True), 1):
            for column, key in enumerate(_titles(spec)):
                _write_cell(sheet, (row, column), cells[key], (day, None))
        book.close()


def _write_cell(
    sheet: Worksheet, at: tuple[int, int], value: object, formats: tuple[Format, Format | None]
) -> None:
    day, amount = formats
    match value:
        case str(text):
            sheet.write_string(*at, text)
        case int(number) if number < 0:
            sheet.write_string(*at, INVALID_WAGE)
        case int(number):
            sheet.write_number(*at, number, amount if at[1] else None)
        case date():
            sheet.write_datetime(*at, value, day)


def main() -> None:
    """Write one roster and print what is in it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True, help=".parquet, .csv or .xlsx")
    parser.add_argument("--faults", type=int, default=0, help="rows with a fault")
    parser.add_argument("--duplicates", type=int, default=0, help="people who are repeated")
    parser.add_argument("--distinct-contracts", action="store_true", help="no contract twice")
    parser.add_argument("--all-faulty", action="store_true", help="a fault in every row")
    parser.add_argument(
        "--realistic",
        action="store_true",
        help="1 %% faults of all kinds, cells as people type them",
    )
    parser.add_argument("--csv", action="store_true", help="the same as CSV beside it")
    arguments = parser.parse_args()
    spec = RosterSpec(
        arguments.rows,
        arguments.faults,
        arguments.duplicates,
        arguments.distinct_contracts,
        desk=arguments.out.suffix == ".xlsx",
        all_faulty=arguments.all_faulty,
        realistic=arguments.realistic,
    )
    truth = write(spec, arguments.out)
    if arguments.csv:
        write(spec, arguments.out.with_suffix(".csv"))
    if arguments.all_faulty:
        truth = RosterContent(
            truth.rows, truth.regencies, truth.kecamatan
        )  # it would be as long as the file
    sys.stdout.write(json.dumps(asdict(truth)) + "\n")


if __name__ == "__main__":
    main()
