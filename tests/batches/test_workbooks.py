"""Workbooks in batches, alone and among CSV and Parquet files, have the result of a run on workbooks."""

from __future__ import annotations

import json
import pickle
import shutil
import subprocess
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
from batches.builders import (
    as_csv,
    as_parquet,
    checkpoint_steps,
    crowd,
    enrol,
    enrol_as_text,
    environment_of_a_run,
    everything,
    in_batches_of,
    rows_of,
)
from batches.random_rosters import batch_result, random_workbook, workbook_result
from batches.test_elections import mixed
from batches.test_resume import people_with_faults
from roster.test_shapes import SHAPES, files_of
from support.locked import lock_folder
from support.paths import EXAMPLES
from support.people import Row
from support.run import HANG, in_process_batch_reader, in_process_reader, invoke
from support.workbooks import content

from pemilu_cover.enrolment.batches.table_file import read_tables, without_rows, write_tables
from pemilu_cover.roster.people import collect_people
from pemilu_cover.roster.reading.reader import list_rosters, read_files
from pemilu_cover.roster.reading.series_reader import SeriesReader
from pemilu_cover.roster.tables.column_names import ColumnNames

FAILING_RUN = Path(__file__).with_name("failing_run.py")
# A run in batches takes these only from the agreement: docs/large-rosters.md.
LOCATION = ("LOKASI_PEKERJAAN", "LEMBAR", "KURANG")


def as_book(path: Path, *sheets: Sequence[Row]) -> Path:
    """Write people as a workbook with a sheet for each list."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, people in enumerate(sheets, 1):
        page = book.create_sheet(f"Lembar {number}")
        page.append(list(people[0]))
        for one in people:
            page.append(list(one.values()))
    book.save(path)
    return path


def mixture(folder: Path) -> list[Path]:
    """Write rosters of all kinds into folders; return them in their order."""
    folder.joinpath("b").mkdir(parents=True)
    people = people_with_faults()
    return [
        as_book(folder / "a.xlsx", people[:6], people[6:9]),
        as_csv(folder / "b" / "b.csv", people[9:20]),
        as_book(folder / "b" / "c.xlsx", people[20:24]),
        random_workbook(Random(7), folder / "c.xlsx", crowd(101, 130)),  # noqa: S311  no secret
        as_parquet(folder / "d.parquet", people[24:32]),
        as_book(folder / "e.xlsx", people[32:]),
    ]


def without_location(result: dict[str, Any]) -> dict[str, Any]:
    enrolled = [{n: c for n, c in row.items() if n not in LOCATION} for row in result["enrolled"]]
    # Cells that were not understood are in the manifest.
    findings = [found for found in result["findings"] if found[4] != "not-understood"]
    return result | {"enrolled": enrolled, "findings": findings}


# ---- Results -------------------------------------------------------------------------------------


@pytest.mark.parametrize("lookahead", [0, 4])
def test_folder__rosters_of_all_kinds__equal_a_run_on_workbooks(
    lookahead: int, tmp_path: Path
) -> None:
    folder = tmp_path / "nation"
    files = mixture(folder)
    agreement = folder / "pks.toml"
    agreement.write_text('[employer]\nlocation = "3214"\n', encoding="utf-8")
    expected = workbook_result(files, agreement=agreement)
    (folder / "~$a.xlsx").write_bytes(b"lock")
    (folder / ".a.xlsx").write_bytes(b"hidden")
    enrol_as_text(files[0], folder / "earlier")
    assert batch_result([folder], tmp_path / "out", 5, lookahead=lookahead) == expected


def test_whole_files__several_in_a_batch__equal_a_batch_for_each(tmp_path: Path) -> None:
    files = mixture(tmp_path / "nation")
    enrol(files, tmp_path / "one")
    with in_batches_of(50):
        enrol(files, tmp_path / "many")
    assert len(list((tmp_path / "one" / "people").iterdir())) == 1
    assert len(list((tmp_path / "many" / "people").iterdir())) > len(files)
    one, many = everything(tmp_path / "one"), everything(tmp_path / "many")
    for name in ("manifest", "enrolled", "held_back", "findings"):
        assert one[name] == many[name]


@pytest.mark.parametrize(
    "path",
    [EXAMPLES / "messy-2024.xlsx", EXAMPLES / "ponorogo-2020.xlsx"],
    ids=lambda one: one.name,
)
def test_example__workbook_in_batches__equals_a_run_on_workbooks(
    path: Path, tmp_path: Path
) -> None:
    expected = without_location(workbook_result([path]))
    assert without_location(batch_result([path], tmp_path / "out", 5)) == expected


@pytest.mark.slow
@pytest.mark.parametrize("name", SHAPES)
def test_shape__workbook_in_batches__equals_a_run_on_workbooks(name: str, tmp_path: Path) -> None:
    shape = SHAPES[name]
    files = files_of(shape, tmp_path)
    if shape.refused or any(file.suffix != ".xlsx" for file in files):
        pytest.skip("no workbook that is enrolled")
    expected = without_location(workbook_result(files, fixes=shape.fixes))
    fixes = [word for code in shape.fixes for word in ("--auto-fix", code)]
    assert without_location(batch_result(files, tmp_path / "out", 5, *fixes)) == expected


def test_main_election__of_the_last_workbooks__is_that_of_all(tmp_path: Path) -> None:
    people = mixed()
    files = [
        as_book(tmp_path / "a.xlsx", people[:3]),
        as_book(tmp_path / "b.xlsx", people[3:11]),
        as_book(tmp_path / "c.xlsx", people[11:]),
    ]
    assert batch_result(files, tmp_path / "out", 5) == workbook_result(files)
    assert rows_of(tmp_path / "out", "enrolled", "PEMILIHAN")[0] == ("pemilu-2024",)


def test_manifest__workbook__has_its_tables_and_what_was_not_read(tmp_path: Path) -> None:
    book = as_book(tmp_path / "a.xlsx", crowd(1, 3), crowd(4, 5), [{"Catatan": "rapat"}])
    done = enrol(book, tmp_path / "out")
    (entry,) = json.loads((tmp_path / "out" / "manifest.json").read_bytes())["inputs"]
    tables = [(one["sheet"], one["people"]) for one in entry["tables"]]
    assert tables == [("Lembar 1", 3), ("Lembar 2", 2)]
    unread = [{"file": "a.xlsx", "sheet": "Lembar 3", "rows": 2, "reason": "no-header"}]
    assert entry["passed_over"] == done.json["passed_over"] == unread
    done = enrol_as_text(book, tmp_path / "text", "--lang", "en")
    assert "Sheets WITHOUT a known header row, NOT read (rows): a.xlsx!Lembar 3 (2)." in done.out


def test_column__of_one_workbook__is_read_and_a_wrong_one_refused(tmp_path: Path) -> None:
    people = [{"Penerimaan" if name == "Honor" else name: cell for name, cell in one.items()}
              for one in crowd(1, 3, Honor=800_000)]  # fmt: skip
    files = [as_book(tmp_path / "a.xlsx", people), as_book(tmp_path / "b.xlsx", crowd(4, 5))]
    assert enrol(files, tmp_path / "out", "--column", "Penerimaan=Honor").status == 0
    wages = rows_of(tmp_path / "out", "enrolled", "UPAH_SEBULAN")
    assert wages.count(("800000.00",)) == 3
    done = enrol_as_text(files, tmp_path / "out", "--force", "--column", "Penerimaam=Honor")
    assert done.status == 2
    assert "Penerimaam" in done.err


def test_warning_about_a_column__strict__holds_back_its_table_only(tmp_path: Path) -> None:
    guessed = crowd(1, 4, Sambungan="0835 1234 5678")
    book = as_book(tmp_path / "a.xlsx", guessed, crowd(5, 9))
    expected = workbook_result([book], strict=True)
    held_back = [("a.xlsx", "Lembar 1", row) for row in range(2, 6)]
    assert expected["held_back"] == held_back
    assert enrol(book, tmp_path / "out", "--strict").json["held_back"] == len(held_back)


# ---- Refusals ------------------------------------------------------------------------------------


def test_refused_rosters__in_batches__name_the_reason(tmp_path: Path) -> None:
    book = as_book(tmp_path / "a.xlsx", crowd(1, 3))
    done = enrol_as_text([book, tmp_path], tmp_path / "out", "--lang", "en")
    assert (done.status, "twice" in done.err) == (3, True)
    nobody = as_book(tmp_path / "b.xlsx", [dict.fromkeys(crowd(1, 1)[0])])
    done = enrol_as_text([book, nobody], tmp_path / "out", "--lang", "en")
    assert (done.status, "b.xlsx: there is nobody in it" in done.err) == (3, True)
    (tmp_path / "empty").mkdir()
    done = enrol_as_text(tmp_path / "empty", tmp_path / "out", "--lang", "en")
    assert (done.status, "there is no roster in this folder" in done.err) == (3, True)


def test_folder__one_of_its_folders_cannot_be_read__is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = tmp_path / "nation" / "locked"
    locked.mkdir(parents=True)
    as_book(locked.with_name("a.xlsx"), crowd(1, 3))
    lock_folder(locked, monkeypatch)
    done = enrol_as_text(locked.parent, tmp_path / "out", "--lang", "en")
    assert done.status == 3
    assert f"{locked}: cannot be opened (permission denied)" in done.err


def test_folder__with_links_to_folders__is_read_through_them(tmp_path: Path) -> None:
    folder, drive = tmp_path / "nation", tmp_path / "drive" / "kec. Plered"
    for place in (folder, drive / "desa"):
        place.mkdir(parents=True)
    files = [
        as_book(drive / "desa" / "b.xlsx", crowd(4, 6)),
        as_book(folder / "a.xlsx", crowd(1, 3)),
    ]
    (folder / "linked").symlink_to(drive, target_is_directory=True)
    assert list_rosters([folder]) == [folder / "a.xlsx", folder / "linked" / "desa" / "b.xlsx"]
    expected = batch_result(files[::-1], tmp_path / "expected", 5)
    assert batch_result([folder], tmp_path / "out", 5) == expected


@pytest.mark.parametrize("target", [".", "..", "../..", "../other"])
def test_folder__with_a_link_back_to_itself__is_refused(target: str, tmp_path: Path) -> None:
    folder = tmp_path / "nation"
    for place in ("kec", "other"):
        (folder / place).mkdir(parents=True)
    as_book(folder / "a.xlsx", crowd(1, 3))
    (folder / "kec" / "again").symlink_to(target, target_is_directory=True)
    (folder / "other" / "back").symlink_to("../kec", target_is_directory=True)
    done = enrol_as_text(folder, tmp_path / "out", "--lang", "en")
    assert done.status == 3
    assert "this link leads back to a folder that contains it. Delete the link" in done.err


def test_folder__linked_twice_or_gone__is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "nation"
    (folder / "kec").mkdir(parents=True)
    as_book(folder / "kec" / "a.xlsx", crowd(1, 3))
    (folder / "kec. Plered").symlink_to("gone", target_is_directory=True)
    done = enrol_as_text(folder, tmp_path / "out", "--lang", "en")
    assert (done.status, "Plered: there is no file or folder of this name" in done.err) == (3, True)
    (folder / "kec. Plered").unlink()
    (folder / "kec. Plered").symlink_to("kec", target_is_directory=True)
    done = enrol_as_text(folder, tmp_path / "out", "--lang", "en")
    assert (done.status, "named twice" in done.err) == (3, True)


def test_folders__with_several_links_to_the_next__are_each_walked_once(tmp_path: Path) -> None:
    """Followed each time, they would be a million."""
    folders = [tmp_path / f"level {number}" for number in range(20)]
    for folder, following in pairwise([*folders, tmp_path / "last"]):
        folder.mkdir()
        for link in ("a", "b"):
            (folder / link).symlink_to(following, target_is_directory=True)
    (tmp_path / "last" / "desa").mkdir(parents=True)
    as_csv(tmp_path / "last" / "desa" / "a.csv", crowd(1, 3))
    (roster,) = list_rosters(folders[:1])
    assert roster == Path(folders[0], *["a"] * 20, "desa", "a.csv")


def test_result__of_a_folder__is_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "kab. Purwakarta"
    folder.mkdir()
    as_book(folder / "a.xlsx", crowd(1, 3))
    with in_process_reader():
        done = invoke("enrol", folder, "--output-format", "csv")
    assert done.status == 0, done.err
    assert (tmp_path / "kab. Purwakarta-enrolment" / "manifest.json").exists()


def test_update__folder_of_newer_workbooks__continues_people_and_refuses_a_list_of_changes(
    tmp_path: Path,
) -> None:
    people, form = crowd(1, 9), tmp_path / "keluar.xlsx"
    first, newer = as_csv(tmp_path / "a.csv", people), tmp_path / "newer"
    newer.mkdir()
    as_book(newer / "b.xlsx", people[:6])
    as_book(newer / "c.xlsx", people[6:7], people[7:])
    enrol(first, tmp_path / "first")
    update = ("update", tmp_path / "first", newer, "--period", "2024-11", "--json")
    with in_process_reader(), in_process_batch_reader():
        assert invoke("template", "--changes", "--regency", "32.14", "--out", form).status == 0
        book = openpyxl.load_workbook(form)
        for sheet in book.worksheets[:2]:
            sheet.cell(7, 2, people[0]["NIK"])
            sheet.cell(7, 3, people[0]["Nama"])
        book.save(form)
        refused = invoke(*update, form, "--out", tmp_path / "refused")
        assert json.loads(refused.err)["error"]["code"] == "changes-as-roster"
        done = invoke(*update, "--out", tmp_path / "next")
    assert (done.status, done.json["stayed"]) == (0, len(people)), done.err


# ---- Processes -----------------------------------------------------------------------------------


def test_workbooks__one_or_three_workers__write_the_same_bytes(tmp_path: Path) -> None:
    files = mixture(tmp_path / "nation")
    with in_batches_of(5):
        for count in (1, 3):
            done = enrol(files, tmp_path / str(count), "--workers", count)
            assert done.status == 1, done.err
    assert content(tmp_path / "1") == content(tmp_path / "3")


@pytest.mark.skipif(sys.platform == "win32", reason="signals are of POSIX")
def test_killed_run__of_workbooks__reads_only_the_others_when_it_resumes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, out = mixture(tmp_path / "nation"), tmp_path / "out"
    place = "pemilu_cover.enrolment.batches.checkpoint:Checkpoint.record_batch"
    job = ["5", place, "6", "SIGKILL", "enrol", *map(str, files), "--output-format", "csv"]
    killed = subprocess.run(
        [sys.executable, str(FAILING_RUN), *job, "--out", str(out), "--workers", "1"],
        env=environment_of_a_run(),
        timeout=HANG,
        check=False,
        capture_output=True,
    )
    assert killed.returncode == -9, killed.stderr
    assert sum(step["step"] == "batch" for step in checkpoint_steps(out)) == 5
    read: list[str] = []
    usual = SeriesReader.read

    def recording(reader: SeriesReader, path: Path, label: str) -> Any:
        read.append(label)
        return usual(reader, path, label)

    monkeypatch.setattr(SeriesReader, "read", recording)
    with in_batches_of(5):
        enrol(files, out, form="csv")
        assert read == ["nation/c.xlsx", "nation/e.xlsx"]
        enrol(files, tmp_path / "whole", form="csv")
    assert content(out) == content(tmp_path / "whole")


# ---- The file of tables --------------------------------------------------------------------------


def test_tables__written_and_read__are_equal(tmp_path: Path) -> None:
    words = ColumnNames()
    with in_process_reader():
        files = read_files([EXAMPLES / "messy-2024.xlsx"])
    tables = [without_rows(table) for table in collect_people(files, words).tables]
    write_tables(tables, tmp_path / "000000.tables")
    assert read_tables(tmp_path / "000000.tables", words) == tables


def test_tables__file_of_something_else__is_not_loaded(tmp_path: Path) -> None:
    (tmp_path / "000000.tables").write_bytes(pickle.dumps(shutil.rmtree))
    with pytest.raises(pickle.UnpicklingError, match="rmtree"):
        read_tables(tmp_path / "000000.tables", ColumnNames())
