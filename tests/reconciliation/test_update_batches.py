"""``update`` of a result in batches: the same people, events, questions and sums as of one with workbooks."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from batches.builders import as_csv, crowd, in_batches_of
from support.people import Row
from support.run import Run, in_process_batch_reader, invoke
from support.updates import (
    CHANGES,
    EDITS,
    LEFT,
    NEWCOMER,
    PHONE,
    VANISHED,
    nik,
    pps,
    write_changes,
)
from support.workbooks import grid, sheets

from pemilu_cover.commands.update import UpdateOptions, write_update

pytestmark = pytest.mark.slow

PURWAKARTA: Row = {"Kabupaten/Kota": "Kabupaten Purwakarta"}
EXCLUDED, HELD_BACK, FAULTY, RETURNED = 21, 22, 23, 24
MISTYPED, TWICE, RENUMBERED, INCOMPLETE = 25, 26, 27, 28


def earlier_people() -> list[Row]:
    """Return people of whom most stay as they are."""
    people = {number: pps(number) | PURWAKARTA for number in [*range(1, 14), *range(21, 29)]}
    people[EXCLUDED]["Pekerjaan"] = "PNS"
    people[HELD_BACK]["NIK"] = "123"
    people[INCOMPLETE]["Nama Ibu"] = None
    kpps = crowd(31, 42)
    again = {**crowd(TWICE, TWICE)[0], "NIK": nik(TWICE), "Nama": people[TWICE]["Nama"]}
    return [*people.values(), *kpps, again]


def newer_people() -> list[Row]:
    """Return the newer roster: rows in another order, edits, faults, newcomers."""
    rows = {str(row["NIK"]): dict(row) for row in earlier_people()}
    for number in (*LEFT, VANISHED):
        del rows[nik(number)]
    for number, edit in EDITS.items():
        rows[nik(number)] |= edit
    rows[nik(FAULTY)]["Tanggal Lahir"] = date(2020, 1, 1)
    rows[nik(MISTYPED)]["NIK"] = nik(MISTYPED)[:-1] + "9"
    rows[nik(RENUMBERED)]["NIK"] = nik(RENUMBERED + 100)
    twice = [row for row in earlier_people() if row["NIK"] == nik(TWICE)]
    rows |= {f"twice {number}": row for number, row in enumerate(twice)}
    del rows[nik(TWICE)]
    seat = pps(1) | PURWAKARTA
    new = {"NIK": nik(NEWCOMER), "Nama": "Zainal Baru", "Mulai": date(2024, 11, 20)}
    return [seat | new, *reversed(rows.values())]


class Updates:
    """A result with workbooks and one in batches of a few rows, of the same CSV, and their updates."""

    def __init__(self, folder: Path, rows: int) -> None:
        self.folder, self.rows = folder, rows
        roster = as_csv(folder / "roster.csv", earlier_people())
        self.first = [folder / "workbooks", folder / "batches"]
        for out, options in zip(self.first, ((), ("--output-format", "csv")), strict=True):
            assert self._run("enrol", roster, "--out", out, *options).status == 1

    def _run(self, *arguments: object) -> Run:
        with in_batches_of(self.rows), in_process_batch_reader():
            return invoke(*arguments, "--json")

    def update(self, chain: str, *arguments: object) -> tuple[list[Path], list[Run]]:
        """Update both results, or the last ones of a chain of their own."""
        folder = self.folder / chain
        if not folder.exists():
            for result in self.first:
                shutil.copytree(result, folder / f"{result.name}-1")
        period = len([*folder.glob("workbooks-*")])
        outs = [folder / f"{result.name}-{period + 1}" for result in self.first]
        runs = [
            self._run("update", folder / f"{result.name}-{period}", *arguments, "--out", out)
            for result, out in zip(self.first, outs, strict=True)
        ]
        return outs, runs

    def changes(self) -> Path:
        return write_changes(self.folder / "changes.xlsx", CHANGES)


def register(folder: Path) -> pl.DataFrame:
    """Return a register without the numbers that differ between both kinds of results."""
    files = sorted((folder / "people").glob("*")) or [folder / "people.parquet"]
    people = pl.concat([pl.read_parquet(file) for file in files])
    sipp = people["sipp"].struct.unnest().drop("NO_PEGAWAI")
    return people.drop("sipp", "invoice_row").hstack(sipp)


def counts(done: Run) -> dict[str, Any]:
    """Return what both print; findings have tables, files differ."""
    assert done.status in (0, 1), done.err
    return {
        name: value
        for name, value in done.json.items()
        if name not in ("files", "findings", "findings_by_code")
    }


def assert_same(outs: Sequence[Path], runs: Sequence[Run]) -> None:
    """Compare register, counts, questions, sums and the sheets of the workbook of changes."""
    workbooks, batches = outs
    assert counts(runs[1]) == counts(runs[0])
    assert runs[1].status == runs[0].status
    expected, found = register(workbooks), register(batches)
    for name in expected.columns:
        assert found[name].to_list() == expected[name].to_list(), name
    manifests = [json.loads((out / "manifest.json").read_text(encoding="utf-8")) for out in outs]
    for key in ("changes", "counts", "premium", "schedule", "election"):
        assert manifests[1][key] == manifests[0][key], key
    assert grid(batches / "invoice.xlsx", "Periode SIPP") == grid(
        workbooks / "invoice.xlsx", "Periode SIPP"
    )
    for sheet in ("Ringkasan", "Masuk", "Keluar", "Upah", "Data", "Ditanyakan", "Selisih"):
        rows = [
            [row for row in grid(out / "perubahan.xlsx", sheet) if row[0] != "Melanjutkan hasil"]
            for out in outs
            if sheet in sheets(out / "perubahan.xlsx")
        ]
        assert rows[1:] == rows[:1], sheet
    assert invoke("verify", batches).status == 0


@pytest.fixture(scope="module")
def updates(tmp_path_factory: pytest.TempPathFactory) -> Updates:
    """Return the first results, read in batches of some rows."""
    return Updates(tmp_path_factory.mktemp("updates"), rows=7)


def test_newer_rosters__in_batches__are_compared_as_with_workbooks(updates: Updates) -> None:
    newer = as_csv(updates.folder / "newer.csv", newer_people())
    given = ("--changes", updates.changes())
    outs, runs = updates.update("newer", newer, "--period", "2024-12", *given)
    assert_same(outs, runs)
    outs, runs = updates.update("newer", newer, "--period", "2025-01", "--end-of-term", *given)
    assert_same(outs, runs)


def test_list_of_changes__alone__is_applied_as_with_workbooks(updates: Updates) -> None:
    changes = updates.changes()
    given = ("--changes", changes, "--period", "2024-12")
    outs, runs = updates.update("listed", *given)
    assert_same(outs, runs)


def test_newcomers__in_a_list_of_changes__are_compared_as_with_workbooks(updates: Updates) -> None:
    newcomers = [
        pps(NEWCOMER) | PURWAKARTA,
        {**pps(PHONE) | PURWAKARTA, **EDITS[PHONE]},
        {**pps(MISTYPED), "NIK": nik(MISTYPED)[:-1] + "9"} | PURWAKARTA,
        crowd(31, 31)[0],
    ]
    changes = write_changes(updates.folder / "newcomers.xlsx", CHANGES, newcomers)
    given = ("--changes", changes, "--period", "2024-12")
    outs, runs = updates.update("newcomers", *given)
    assert_same(outs, runs)
    newer = as_csv(updates.folder / "newer.csv", newer_people())
    refused = updates.update("both", newer, *given)[1][1]
    assert (refused.status, "newcomers.xlsx" in refused.err) == (3, True)


def test_people_to_whom_nothing_happens__go_on_part_by_part(updates: Updates) -> None:
    newer = as_csv(updates.folder / "newer.csv", newer_people())
    options = UpdateOptions(date(2024, 12, 1), [newer], updates.changes())
    with in_batches_of(updates.rows), in_process_batch_reader():
        written = write_update(updates.first[1], options, updates.folder / "parts", force=True)
    compared = set(written.update.people["nik"])
    assert written.update.unchanged.people == 15
    assert not compared & {nik(number) for number in range(31, 43)}
