"""``update`` of a nation: what changed is found, in bounded memory, and as with workbooks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NoReturn

import polars as pl
import pytest
from batches.builders import everything, staging_folder
from support.options import option
from support.run import in_process_batch_reader, in_process_reader, invoke

from benchmarks.changes import ADDRESS, EVERY, LEFT, PHONE, REPLACED, UNLISTED, WAGE, change_roster
from benchmarks.measure import GIB, run
from benchmarks.rosters import RosterSpec, write
from benchmarks.workspace import program
from pemilu_cover.commands import update_batches

BIG = option("big")
ROWS, MOST_MEMORY = (1_000_000, 1.5) if BIG else (200_000, 1.0)
# Rows of the same nation that workbooks can hold, too.
FEW = 3 * EVERY
INTERRUPTED = 130
PERIOD = ("--period", "2024-11")


def write_files(folder: Path, rows: int) -> tuple[Path, Path, Path]:
    """Write a roster, the newer one and the list of changes."""
    roster, newer, changes = (folder / f"{name}.csv" for name in ("roster", "newer", "changes"))
    write(RosterSpec(rows), roster)
    change_roster(roster, newer, changes)
    return roster, newer, changes


def register(folder: Path) -> pl.DataFrame:
    files = sorted((folder / "people").glob("*")) or [folder / "people.parquet"]
    people = pl.concat([pl.read_parquet(file) for file in files])
    return people.drop("sipp", "invoice_row").hstack(
        people["sipp"].struct.unnest().drop("NO_PEGAWAI")
    )


def test_nation__one_row_in_a_hundred__is_found_in_bounded_memory(tmp_path: Path) -> None:
    roster, newer, changes = write_files(tmp_path, ROWS)
    first, following = tmp_path / "first", tmp_path / "next"
    run(program("enrol", roster, "--output-format", "csv", "--out", first))
    command = program("update", first, newer, "--changes", changes, *PERIOD, "--out", following)
    done = run(command, memory=True)
    assert done.peak is None or done.peak < MOST_MEMORY * GIB
    manifest = json.loads((following / "manifest.json").read_text(encoding="utf-8"))
    times = ROWS // EVERY
    gone = len(LEFT) + len(REPLACED)
    expected = {
        "stayed": ROWS - gone * times,
        "joined": len(REPLACED) * times,
        "left": gone * times,
        "replaced": len(REPLACED) * times,
        "changed": (len(WAGE) + len(PHONE) + len(ADDRESS)) * times,
        "asked": len(UNLISTED) * times,
    }
    assert {name: manifest["changes"][name] for name in expected} == expected
    assert manifest["counts"]["enrolled"] == ROWS + len(REPLACED) * times
    assert invoke("verify", following).status == 0


def test_interrupted_update__run_again__has_the_result_of_one_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    roster, newer, changes = write_files(tmp_path, FEW)
    first, out = tmp_path / "first", tmp_path / "next"
    command = ("update", first, newer, "--changes", changes, *PERIOD, "--out", out)
    with in_process_reader(), in_process_batch_reader():
        invoke("enrol", roster, "--output-format", "csv", "--out", first)
        with monkeypatch.context() as patch:
            patch.setattr(update_batches, "change_files", interrupt)
            assert invoke(*command).status == INTERRUPTED
        assert (staging_folder(out).exists(), out.exists()) == (True, False)
        assert invoke(*command).status == 1
        assert not staging_folder(out).exists()
        once = everything(out)
        assert invoke(*command, "--force").status == 1
    assert everything(out) == once


def interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


@pytest.mark.parametrize("with_rosters", [True, False])
def test_nation__in_batches_and_with_workbooks__is_the_same(
    tmp_path: Path, with_rosters: bool
) -> None:
    roster, newer, changes = write_files(tmp_path, FEW)
    given = [*([newer] if with_rosters else []), "--changes", changes, *PERIOD]
    runs, outs = [], []
    with in_process_reader(), in_process_batch_reader():
        for name, options in (("workbooks", ()), ("batches", ("--output-format", "csv"))):
            first, following = tmp_path / f"first-{name}", tmp_path / f"next-{name}"
            assert invoke("enrol", roster, "--out", first, *options).status == 0
            runs.append(invoke("update", first, *given, "--out", following, "--json"))
            outs.append(following)
    for key in ("stayed", "joined", "left", "changed", "questions", "premium", "difference"):
        assert runs[1].json[key] == runs[0].json[key], key
    expected, found = map(register, outs)
    for name in expected.columns:
        assert found[name].to_list() == expected[name].to_list(), name
