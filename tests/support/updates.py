"""An update of invented people with one change of each kind, and SIPP's files of its period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
from support.people import Cell, Row, short_person
from support.run import in_process_reader
from support.sipp_downloads import (
    NPP,
    SippPerson,
    people_of,
    write_koreksi,
    write_upah,
)
from support.workbooks import enrolled, roster

from pemilu_cover.commands.update import UpdateOptions, evaluate_update
from pemilu_cover.reconciliation.changes.roster_update import RosterUpdate
from pemilu_cover.reconciliation.changes.sipp_edits import SippFile, read_sipp_files

DECEMBER = date(2024, 12, 1)
AGREEMENT = (
    f'employer = {{ name = "KPU Kabupaten Purwakarta", npp = "{NPP}", location = "3214" }}\n'
)

Change = tuple[int, str, date | None, str]


def nik(number: int) -> str:
    """Return the NIK of an invented person."""
    return f"321401150790{9000 + number:04d}"


def pps(number: int, **changes: Cell) -> Row:
    """Invent a member of a PPS, who serves into January."""
    terms = {"Jabatan": "Anggota PPS", "Honor": 1_300_000, "TPS": None}
    days = {"Mulai": date(2024, 5, 26), "Selesai": date(2025, 1, 27)}
    return short_person(number, **{**terms, **days, **changes})


# 1 to 13 serve in PPS; the numbers of the people below say what happens to whom.
(
    RESIGNED,
    DISMISSED,
    DIED,
    UNNUMBERED,
    NEVER_SERVED,
    VANISHED,
    WAGE,
    PHONE,
    ADDRESS,
    NAME,
    LATE,
    EMAIL,
) = range(1, 13)
LEFT = (RESIGNED, DISMISSED, DIED, UNNUMBERED, NEVER_SERVED, LATE)
NEWCOMER = 101
CHANGES: Sequence[Change] = (
    (RESIGNED, "mengundurkan diri", date(2024, 11, 19), "SK PAW 12/2024"),
    (DISMISSED, "diberhentikan", date(2025, 1, 10), "SK 14/2024"),
    (DIED, "meninggal", date(2024, 11, 28), "Surat kematian 3/2024"),
    (UNNUMBERED, "mundur", date(2024, 11, 21), "SK PAW 13/2024"),
    (NEVER_SERVED, "tidak pernah bertugas", None, "BA 1/2024"),
    (LATE, "mundur", date(2024, 9, 10), "SK 2/2024"),
)
EDITS: Mapping[int, Row] = {
    WAGE: {"Honor": 1_500_000.5},
    PHONE: {"HP": "+62 835-999-0001"},
    ADDRESS: {"Alamat": "Kp. Baru RT 002 <& RW 003", "Kode Pos": "41115"},
    NAME: {"Nama": "Siti Baru"},
    EMAIL: {"Email": "baru@kpu.invalid"},
}


@dataclass(frozen=True)
class ChangedResult:
    """A result, the update of it, SIPP's list and the files that SIPP gave."""

    folder: Path
    update: RosterUpdate
    members: pl.DataFrame
    listed: Sequence[SippPerson]
    downloads: Sequence[SippFile]


def changed_result(folder: Path) -> ChangedResult:
    """Enrol thirteen people, change one in each way, and read SIPP's files for December."""
    people = {
        number: pps(number, HP=f"0835{number:07d}", Email=f"p{number}@kpu.invalid")
        for number in range(1, 14)
    }
    result = enrolled(folder, *people.values(), agreement=AGREEMENT)
    listed = [
        replace(one, kpj="") if one.nik == nik(UNNUMBERED) else one
        for one in people_of(pl.read_parquet(result / "people.parquet"))
    ]
    newer = [
        one | EDITS.get(number, {})
        for number, one in people.items()
        if number not in (*LEFT, VANISHED)
    ]
    newer.append(pps(NEWCOMER, Mulai=date(2024, 11, 20)))
    downloads = sipp_files(folder, listed)
    options = UpdateOptions(
        DECEMBER,
        [roster(folder / "newer.xlsx", *newer)],
        write_changes(folder / "changes.xlsx", CHANGES),
        [folder / f"template_upah_{NPP}.xlsx"],
    )
    with in_process_reader():
        evaluated = evaluate_update(result, options)
    return ChangedResult(result, evaluated.update, evaluated.members.members, listed, downloads)


def write_changes(path: Path, changes: Sequence[Change], newcomers: Sequence[Row] = ()) -> Path:
    """Write a list of changes, with a sheet of newcomers."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append(["NIK", "Nama", "Kejadian", "Tanggal", "Dokumen"])
    for number, event, day, document in changes:
        page.append([nik(number), "", event, day, document])
    if newcomers:
        page = book.create_sheet("Masuk")
        columns = list(dict.fromkeys(name for one in newcomers for name in one))
        page.append(columns)
        for one in newcomers:
            page.append([one.get(name) for name in columns])
    book.save(path)
    return path


def sipp_files(
    folder: Path, listed: Sequence[SippPerson], *, period: date = DECEMBER, npp: str = NPP
) -> list[SippFile]:
    """Write and read SIPP's two files of a list."""
    paths = [
        write_upah(folder / f"template_upah_{npp}.xlsx", listed, period=period, npp=npp),
        write_koreksi(folder / f"template_koreksi_tk_{npp}.xlsx", listed),
    ]
    with in_process_reader():
        return read_sipp_files(paths)
