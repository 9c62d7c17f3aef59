"""``update`` of random changes finds the same in batches as with workbooks."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from batches.builders import as_csv
from reconciliation.test_update_batches import (
    PURWAKARTA,
    Updates,
    assert_same,
    earlier_people,
    newer_people,
)
from support.people import Row
from support.updates import nik, pps

SEEDS = 8
EVENTS = ("mundur", "diberhentikan", "meninggal", "tidak pernah bertugas", "koreksi NIK", "entah")


def changed(row: Row, draw: random.Random) -> list[Row]:
    """Return what becomes of a row: mostly itself."""
    number = draw.randrange(9000, 9060)
    first = row["Mulai"]
    assert isinstance(first, date)
    ways: list[list[Row]] = [
        [],
        [row, row],
        [row | {"NIK": f"{str(row['NIK'])[:12]}{number}"}],
        [row | {"Nama": "Nama Lain"}],
        [row | {"Nama": str(row["Nama"]).upper()}],
        [row | {"Honor": 900_000}],
        [row | {"Jabatan": "Ketua PPS", "Honor": 1_500_000}],
        [row | {"Desa": "Nagri Tengah"}],
        [row | {"Alamat": None}],
        [row | {"Nama Ibu": None}],
        [row | {"Pekerjaan": "PNS"}],
        [row | {"HP": "083599990000"}],
        [row | {"Mulai": first + timedelta(days=3)}],
        [row, row | {"Mulai": date(2025, 1, 1), "Selesai": date(2025, 1, 27)}],
        [row | {"Tanggal Lahir": date(1991, 7, 15)}],
        [row | {"KPJ": f"2400000{number}"}],
    ]
    return draw.choice(ways) if draw.random() < 0.4 else [row]


def change_list(path: Path, draw: random.Random) -> Path:
    """Write a list of random events."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append(["NIK", "Nama", "Jabatan", "Kejadian", "Tanggal", "Dokumen", "NIK baru"])
    for _ in range(draw.randrange(8)):
        day = date(2024, 10, 1) + timedelta(days=draw.randrange(100))
        new = nik(draw.randrange(1, 60))
        role = draw.choice(["", "", "Anggota PPS", "Ketua PPK"])
        event, document = draw.choice(EVENTS), draw.choice(["", "SK 1"])
        page.append([nik(draw.randrange(1, 45)), "", role, event, day, document, new])
    page.append([nik(99), "", "", "mundur", date(2024, 12, 1), "", ""])
    book.save(path)
    return path


@pytest.fixture(scope="module")
def updates(tmp_path_factory: pytest.TempPathFactory) -> Updates:
    return Updates(tmp_path_factory.mktemp("updates"), rows=9)


@pytest.mark.parametrize("seed", range(SEEDS))
@pytest.mark.parametrize("end_of_term", [False, True])
def test_random_changes__in_batches__are_those_of_workbooks(
    updates: Updates, seed: int, end_of_term: bool
) -> None:
    draw = random.Random(f"{seed} {end_of_term}")  # noqa: S311
    folder, chain = updates.folder, f"{seed}-{end_of_term}"
    people = draw.choice([earlier_people, newer_people])()
    rows = [one for row in people for one in changed(row, draw)]
    rows += [pps(number) | PURWAKARTA for number in draw.sample(range(50, 60), 3)]
    draw.shuffle(rows)
    newer = as_csv(folder / f"newer-{chain}.csv", rows)
    given = [newer] if draw.random() < 0.8 else []
    given += ["--changes", change_list(folder / f"list-{chain}.xlsx", draw)]
    given += ["--end-of-term"] if end_of_term else []
    assert_same(*updates.update(chain, *given, "--period", draw.choice(["2024-12", "2025-01"])))
