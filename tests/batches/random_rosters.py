"""Random rosters as offices type them, and what both ways of enrolling make of them."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import polars as pl
from batches.builders import enrol, in_batches_of, looking_ahead, rows_of, table
from support.people import Cell, Row, short_person
from support.workbooks import as_typed

from pemilu_cover.commands.enrol import evaluate
from pemilu_cover.enrolment.options import EnrolOptions
from pemilu_cover.enrolment.result import Enrolment
from pemilu_cover.reports import batch_tables
from pemilu_cover.values.text import sanitise_for_terminal

REGENCIES = {
    "Kabupaten Purwakarta": {
        "Purwakarta": ("Ciseureuh", "Nagri Kaler"),
        "Plered": ("Citeko", "Sindangsari"),
    },
    "Kabupaten Ponorogo": {"Babadan": ("Cekok", "Japan"), "Slahung": ("Galak", "Nailan")},
}
PEMILU = {"Mulai": date(2024, 1, 25), "Selesai": date(2024, 2, 25), "Honor": 1_100_000}
UNDATED: Row = {"Mulai": None, "Selesai": None, "Honor": None}
TERMS: Sequence[Row] = [
    *[{}] * 6,
    *[PEMILU] * 2,
    {"Mulai": date(2020, 11, 24), "Selesai": date(2020, 12, 23)},
    UNDATED,
    {**PEMILU, "Selesai": None, "Honor": None},
    {"Mulai": date(2022, 3, 1), "Selesai": date(2022, 3, 31)},
    {"Mulai": "kemarin", "Honor": "nihil"},
    {"Selesai": date(2024, 11, 1)},
]
ROLES: Sequence[Row] = [
    *[{}] * 6,
    {"Jabatan": "Ketua KPPS", "Honor": 900_000},
    {"Jabatan": "Anggota PPS", "Mulai": date(2024, 5, 26), "Selesai": date(2025, 1, 27)},
    {
        "Jabatan": "Ketua PPK",
        "Mulai": date(2024, 5, 16),
        "Selesai": date(2025, 1, 27),
        "Desa": None,
    },
    {"Jabatan": "Tukang Parkir"},
    {"Jabatan": None},
    {"Jabatan": "Sekretaris PPS"},
]
FAULTS: Sequence[Row] = [
    *[{}] * 12,
    {"NIK": None},
    {"NIK": "menyusul"},
    {"NIK": "3214 0115 0790 9123"},
    {"NIK": "32140115079"},
    {"Nama": None},
    {"Tanggal Lahir": date(1990, 7, 16)},
    {"Tanggal Lahir": "tahun 1990"},
    {"L/P": "P"},
    {"L/P": None},
    {"Alamat": None, "Kode Pos": None},
    {"Honor": 9_000_000},
    {"Honor": None},
    {"Keterangan": "mengundurkan diri"},
    {"Keterangan": "PNS"},
    {"Keterangan": "istri PNS"},
    {"Gol Darah": "?"},
    {"TPS": None},
]
REPEATED = (
    "Tempat Lahir",
    "Alamat",
    "Kecamatan",
    "Desa",
    "TPS",
    "Jabatan",
    "Honor",
    "Mulai",
    "Selesai",
)
DITTOS = ("sda", "idem", '"', "S.d.a.", "''")

Rows = list[list[Cell]]


def people(chance: Random, count: int, first: int) -> list[Row]:
    """Invent people with the faults, dittos and blocks of a list that was typed by hand."""
    regency = chance.choice(list(REGENCIES))
    in_blocks = chance.random() < 0.4
    dittos = chance.choice([0, 0, 0.2])
    found: list[Row] = []
    before: tuple[str, str] = ("", "")
    for number in range(first, first + count):
        if chance.random() < 0.1:
            regency = chance.choice(list(REGENCIES))
        kecamatan = chance.choice(list(REGENCIES[regency]))
        if found and chance.random() < 0.7:
            kecamatan = str(before[0]) if before[0] in REGENCIES[regency] else kecamatan
        desa = chance.choice(REGENCIES[regency][kecamatan])
        one = short_person(
            number, **{"Kabupaten/Kota": regency, "Kecamatan": kecamatan, "Desa": desa}
        )
        one |= {"Keterangan": None, "TPS": f"{chance.randint(1, 3):03d}"}
        for choices in (TERMS, ROLES, FAULTS):
            one |= chance.choice(choices)
        if in_blocks:
            one["Kecamatan"] = None if kecamatan == before[0] else kecamatan
            one["Desa"] = None if (kecamatan, desa) == before else one["Desa"]
        for name in REPEATED:
            if chance.random() < dittos:
                one[name] = chance.choice(DITTOS)
        found.append(one)
        before = (kecamatan, desa)
    return found


def with_doubles(chance: Random, everybody: list[Row]) -> list[Row]:
    """List people twice: again as they are, in another office or term, or under another's NIK."""
    for _ in range(chance.randint(0, 4)):
        one, other = chance.sample(range(len(everybody)), 2)
        everybody[other] |= {"NIK": everybody[one]["NIK"]}
        if chance.random() < 0.7:
            everybody[other] |= {
                name: everybody[one][name] for name in ("Nama", "Tanggal Lahir", "Nama Ibu")
            }
        if chance.random() < 0.5:
            everybody[other] |= chance.choice(TERMS)
    return everybody


def lines(chance: Random, everybody: Sequence[Row], *, odd_rows: bool) -> Iterator[list[Cell]]:
    """Yield the rows of a table: its header, people, and the rows between and below them."""
    columns = list(dict.fromkeys(name for one in everybody for name in one))
    for name in ("Honor", "Mulai", "Keterangan", "Kecamatan"):
        if chance.random() < 0.1:
            columns.remove(name)

    def line(*cells: Cell) -> list[Cell]:
        return [*cells, *[None] * (len(columns) - len(cells))]

    if odd_rows and chance.random() < 0.5:
        yield line("DAFTAR ANGGOTA KPPS")
        yield line(
            chance.choice(["KECAMATAN PLERED", "DESA CITEKO KECAMATAN PLERED", "TAHUN 2024"])
        )
    yield list(columns)
    between = [
        [line()],
        [line("JUMLAH", None, "12")],
        [list(columns)],
        [line("KECAMATAN SUKATANI")],
        [line("DESA CITEKO")],
        [line("ANGGOTA PPS")],
        [line(*range(1, len(columns) + 1))],
        [line(), line(None, None, "Mengetahui,"), line(None, None, "Ketua KPU"), list(columns)],
        [line(None, None, "catatan kaki")],
    ]
    for one in everybody:
        if odd_rows and chance.random() < 0.15:
            yield from chance.choice(between)
        yield [one.get(name) for name in columns]
    if odd_rows and chance.random() < 0.5:
        yield line()
        yield line(None, None, "Purwakarta, 6 November 2024")
        yield line(None, None, "Ketua KPU")
        yield line()
        yield line(None, None, "H. Sukardi, S.Sos.")


def written(path: Path, rows: Iterator[list[Cell]]) -> Path:
    """Write rows as a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(map(as_typed, row) for row in rows)
    return path


def random_files(chance: Random, folder: Path) -> list[Path]:
    """Write one roster or two, CSV or workbooks, each with up to some dozens of people."""
    count = chance.choice([1, 1, 2])
    files = []
    everybody = with_doubles(chance, people(chance, chance.randint(2, 40), 1))
    cut = len(everybody) if count == 1 else chance.randint(1, len(everybody) - 1)
    for number, some in enumerate((everybody[:cut], everybody[cut:])[:count]):
        if chance.random() < 0.4:
            files.append(random_workbook(chance, folder / f"roster-{number}.xlsx", some))
            continue
        rows = lines(chance, some, odd_rows=chance.random() < 0.6)
        files.append(written(folder / f"roster-{number}.csv", rows))
    return files


def random_workbook(chance: Random, path: Path, everybody: Sequence[Row]) -> Path:
    """Write people as a workbook of one sheet or several, each with a table or two below each other."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    size = chance.choice([3, 10, 40])
    for first in range(0, len(everybody), size):
        some = everybody[first : first + size]
        if not first or chance.random() < 0.7:
            page = book.create_sheet(f"KPPS {first}")
        for row in lines(chance, some, odd_rows=chance.random() < 0.6):
            page.append(row)
        page.append([])
    book.save(path)
    return path


# ---- What both ways make of them -----------------------------------------------------------------


def of_units(code: str) -> bool:
    """Tell the findings that ask whether a roster keeps a role in full: by all regencies, or by each."""
    return code in ("unit-too-few", "unit-without")


def workbook_result(files: Sequence[Path], **asked: Any) -> dict[str, Any]:
    """Return people, findings and rows of a run with workbooks."""
    enrolment = evaluate(files, EnrolOptions(**asked))
    validated = enrolment.validation
    findings = [
        (sanitise_for_terminal(one.file), sanitise_for_terminal(one.sheet), one.row, one.level, one.code,
         sanitise_for_terminal(one.column), one.cell,
         sanitise_for_terminal(one.message()), one.safe_suggestion)
        for one in validated.findings
    ]  # fmt: skip
    skipped = Counter((row.file, row.reason) for row in validated.roster.skipped)
    held = validated.frame.filter(pl.col("id").is_in(sorted(validated.held_back)))
    return {
        "enrolled": _cells(batch_tables._enrolled(enrolment.people)),
        "held_back": sorted(held.select("file", "sheet", "row").rows()),
        "excluded": len(validated.excluded),
        "findings": _sorted(one for one in findings if not of_units(one[4])),
        "skipped": dict(skipped),
        "people": validated.frame.height,
        "money": _money(enrolment),
    }


def batch_result(
    files: Sequence[Path], out: Path, rows: int, *more: object, lookahead: int = 3
) -> dict[str, Any]:
    """Return the same of a run in batches of a number of rows.

    Batches are validated before the results of ``lookahead`` batches above them are known.
    """
    with in_batches_of(rows), looking_ahead(lookahead):
        done = enrol(files, out, *more)
    assert done.status in (0, 1), done.err
    names = (
        "BERKAS",
        "LEMBAR_KERJA",
        "BARIS",
        "level",
        "code",
        "column",
        "cell",
        "message",
        "suggestion",
    )
    found = table(out, "findings")
    findings = [
        (file, sheet, int(row), *rest)
        for file, sheet, row, *rest in (found.select(names).iter_rows() if found.height else ())
    ]
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    skipped = Counter[tuple[str, str]]()
    for file in manifest["inputs"]:
        for one in file["tables"]:
            skipped.update({(file["file"], why): n for why, n in one["not_people"].items()})
    enrolled = table(out, "enrolled")
    return {
        "enrolled": _cells(enrolled) if enrolled.height else [],
        "held_back": sorted(
            (file, sheet, int(row))
            for file, sheet, row in rows_of(out, "held_back", "BERKAS", "LEMBAR_KERJA", "BARIS")
        ),
        "excluded": done.json["excluded"],
        "findings": _sorted(one for one in findings if not of_units(one[4])),
        "skipped": dict(skipped),
        "people": sum(one["people"] for file in manifest["inputs"] for one in file["tables"]),
        "money": done.json["premium"]["total"],
    }


def _sorted(findings: Iterator[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return sorted(findings, key=lambda one: [str(cell) for cell in one])


def _cells(enrolled: pl.DataFrame) -> list[dict[str, Any]]:
    """Return the table of the enrolled, but for the running number, by file and row."""
    rows = enrolled.cast(pl.String).drop("NO_PEGAWAI").fill_null("").rows(named=True)
    return sorted(rows, key=lambda row: (row["BERKAS"], row["LEMBAR_KERJA"], int(row["BARIS"])))


def _money(enrolment: Enrolment) -> str:
    sen = enrolment.totals.jkk_sen + enrolment.totals.jkm_sen
    return f"{sen // 100}.{sen % 100:02d}"
