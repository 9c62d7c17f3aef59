"""The output folder: all files or none, nothing of others touched, nothing old harmed."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.paths import EXAMPLES
from support.people import short_person
from support.run import Run, invoke
from support.workbooks import TEMPLATE, content, enrol_people, roster

from pemilu_cover.reports.xlsx import sipp
from pemilu_cover.reports.xlsx.invoice import workbook
from pemilu_cover.storage import atomic_write

MESSY = EXAMPLES / "messy-2024.xlsx"
CANNOT_WRITE = 4


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """A roster of two people, one of whom lacks a cell."""
    return roster(tmp_path / "roster.xlsx", short_person(1), short_person(2, Kode_Pos=None))


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A result of another roster."""
    folder = tmp_path_factory.mktemp("earlier")
    other = roster(folder / "other.xlsx", short_person(3))
    assert invoke("enrol", other, "--out", folder / "out").status == 0
    return folder / "out"


@pytest.fixture
def earlier(people: Path, result: Path, tmp_path: Path) -> Path:
    """The same next to the people's roster, where a run may replace it."""
    assert people.parent == tmp_path
    return Path(shutil.copytree(result, tmp_path / "out"))


def enrol(people: Path, out: Path, *options: str) -> Run:
    return invoke("enrol", people, "--out", out, *options)


# ---- A new folder -------------------------------------------------------------------------------


def test_only_the_owner_can_read_what_is_written(people: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert enrol(people, out).status == 0
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in [out, *out.rglob("*")]}
    assert modes == {
        "out": 0o700,
        TEMPLATE: 0o600,
        "invoice.xlsx": 0o600,
        "tagihan.pdf": 0o600,
        "kuitansi.pdf": 0o600,
        "corrections.xlsx": 0o600,
        "manifest.json": 0o600,
        "people.parquet": 0o600,
        "ringkasan.html": 0o600,
    }


def test_the_folders_of_parts_are_as_private(purwakarta: tuple[Run, Path]) -> None:
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in purwakarta[1].rglob("*")}
    folders = {path.name for path in modes if path.is_dir()}
    assert folders == {"part-01", "part-02"}
    assert all(mode == (0o700 if path.is_dir() else 0o600) for path, mode in modes.items())


def test_result_folder__after_a_run__has_no_siblings(people: Path, tmp_path: Path) -> None:
    before = {path.name for path in tmp_path.iterdir()}
    assert enrol(people, tmp_path / "out").status == 0
    assert enrol(people, tmp_path / "out", "--force").status == 0
    assert {path.name for path in tmp_path.iterdir()} == before | {"out"}


def test_the_folders_above_are_made(people: Path, tmp_path: Path) -> None:
    out = tmp_path / "a" / "b" / "out"
    assert enrol(people, out).status == 0
    assert (out / "manifest.json").is_file()


def test_result_folder__without_out__is_beside_the_roster(people: Path) -> None:
    assert invoke("enrol", people).status == 0
    assert (people.parent / "roster-enrolment" / "manifest.json").is_file()


def test_result_folder__files_of_json__exist(people: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    report = enrol(people, out, "--json").json["files"]
    assert sorted(report) == sorted(str(path) for path in out.rglob("*"))


def test_the_roster_is_only_read(people: Path, tmp_path: Path) -> None:
    before = people.read_bytes(), people.stat().st_mtime_ns
    assert enrol(people, tmp_path / "out").status == 0
    assert (people.read_bytes(), people.stat().st_mtime_ns) == before


def test_an_empty_folder_is_used(people: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    assert enrol(people, out).status == 0
    assert (out / "manifest.json").is_file()


# ---- A folder that is there ---------------------------------------------------------------------


def refused(people: Path, out: Path, *options: str) -> Run:
    """Run; it must refuse to write, say where, and leave everything as it is."""
    around = out.parent
    before = content(around)
    done = enrol(people, out, *options)
    assert done.status == CANNOT_WRITE
    assert str(out) in done.err
    assert done.out == ""
    assert content(around) == before
    return done


def test_result_folder__without_force__is_not_replaced(people: Path, earlier: Path) -> None:
    assert "--force" in refused(people, earlier).err


def test_result_folder__force__replaces_all_files(
    people: Path, earlier: Path, tmp_path: Path
) -> None:
    assert enrol(people, earlier, "--force").status == 0
    fresh = tmp_path / "fresh"
    assert enrol(people, fresh).status == 0
    assert content(earlier) == content(fresh)


def test_force_leaves_no_part_of_a_larger_result(
    people: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as small:
        small.setattr(sipp, "MOST_ROWS", 1)
        enrol_people(tmp_path, short_person(1), short_person(2))
        out = tmp_path / "out"
        assert (out / "part-02").is_dir()
    assert enrol(people, out, "--force").status == 0
    assert not list(out.glob("part-*"))
    assert (out / TEMPLATE).is_file()


def test_force__nothing_to_replace__writes_the_result(people: Path, tmp_path: Path) -> None:
    for name, options in (("forced", ["--force"]), ("out", [])):
        assert enrol(people, tmp_path / name, *options).status == 0
    assert content(tmp_path / "forced") == content(tmp_path / "out")


def test_force__file_of_the_result_is_missing__writes_it_again(
    people: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert enrol(people, out).status == 0
    before = content(out)
    (out / "invoice.xlsx").unlink()
    assert enrol(people, out, "--force").status == 0
    assert content(out) == before


def add_file(out: Path) -> None:
    (out / "catatan.txt").write_text("penting", encoding="utf-8")


def add_hidden_file(out: Path) -> None:
    (out / ".catatan").touch()


def add_file_in_a_folder(out: Path) -> None:
    (out / "arsip").mkdir()
    (out / "arsip" / "foto.jpg").touch()


def add_link_to_a_file(out: Path) -> None:
    (out / "tautan").symlink_to(out.parent / "roster.xlsx")


def add_link_to_nothing(out: Path) -> None:
    (out / "tautan").symlink_to("tidak-ada")


def add_link_to_a_folder(out: Path) -> None:
    (out.parent / "elsewhere").mkdir()
    (out / "tautan").symlink_to(out.parent / "elsewhere", target_is_directory=True)


def fill_in_corrections(out: Path) -> None:
    with (out / "invoice.xlsx").open("ab") as file:
        file.write(b"somebody's work")


def lose_manifest(out: Path) -> None:
    (out / "manifest.json").unlink()


def spoil_manifest(out: Path) -> None:
    (out / "manifest.json").write_text("{", encoding="utf-8")


FOREIGN = [
    add_file,
    add_hidden_file,
    add_file_in_a_folder,
    add_link_to_a_file,
    add_link_to_nothing,
    add_link_to_a_folder,
    fill_in_corrections,
    lose_manifest,
    spoil_manifest,
]


@pytest.mark.parametrize("change", FOREIGN)
def test_force_refuses_a_folder_in_which_others_have_worked(
    change: Callable[[Path], None], people: Path, earlier: Path
) -> None:
    change(earlier)
    refused(people, earlier, "--force")


def test_force_refuses_a_folder_with_another_program_s_manifest(
    people: Path, tmp_path: Path
) -> None:
    out = tmp_path / "website"
    out.mkdir()
    (out / "manifest.json").write_text('{"name": "a web app"}', encoding="utf-8")
    refused(people, out, "--force")


def make_file(out: Path) -> None:
    out.write_text("a file", encoding="utf-8")


def make_link_to_a_file(out: Path) -> None:
    out.symlink_to(out.parent / "roster.xlsx")


def make_link_to_an_empty_folder(out: Path) -> None:
    (out.parent / "empty").mkdir()
    out.symlink_to(out.parent / "empty", target_is_directory=True)


def make_link_to_nothing(out: Path) -> None:
    out.symlink_to("tidak-ada")


@pytest.mark.parametrize("option", [[], ["--force"]], ids=["plain", "force"])
@pytest.mark.parametrize(
    "make", [make_file, make_link_to_a_file, make_link_to_an_empty_folder, make_link_to_nothing]
)
def test_what_is_no_folder_is_refused(
    make: Callable[[Path], None], option: list[str], people: Path, tmp_path: Path
) -> None:
    make(tmp_path / "out")
    refused(people, tmp_path / "out", *option)


# ---- When writing fails: more of it in tests/faults ----------------------------------------------


class Failing:
    """A function of the system that fails on some of its calls, as on a full or broken disk."""

    def __init__(
        self, real: Callable[..., Any], on: Callable[[int], bool], why: BaseException
    ) -> None:
        self.real, self.on, self.why, self.calls = real, on, why, 0

    def call(self, *arguments: Any, **options: Any) -> Any:
        self.calls += 1
        if self.on(self.calls):
            raise self.why
        return self.real(*arguments, **options)


FULL = OSError(28, "No space left on device")


def breaking(
    monkeypatch: pytest.MonkeyPatch,
    where: Any,
    name: str,
    on: Callable[[int], bool],
    why: BaseException = FULL,
) -> Failing:
    """Let a function fail on the calls that ``on`` names, counted from 1."""
    failing = Failing(getattr(where, name), on, why)

    def replacement(*arguments: Any, **options: Any) -> Any:
        return failing.call(*arguments, **options)

    monkeypatch.setattr(where, name, replacement)
    return failing


DISKS = {
    "the first flush": (os, "fsync", 1),
    "a later flush": (os, "fsync", 3),
    "putting the new result in": (atomic_write, "_exchange_paths", 1),
}


@pytest.mark.parametrize("disk", DISKS)
def test_result_folder__failure__leaves_the_earlier_result(
    disk: str, people: Path, earlier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where, name, call = DISKS[disk]
    failing = breaking(monkeypatch, where, name, lambda calls: calls == call)
    done = refused(people, earlier, "--force")
    assert failing.calls >= call
    assert "disk penuh" in done.err


@pytest.mark.parametrize("disk", ["the first flush", "a later flush"])
def test_nothing_is_there_after_a_failure_where_nothing_was(
    disk: str, people: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where, name, call = DISKS[disk]
    breaking(monkeypatch, where, name, lambda calls: calls == call)
    refused(people, tmp_path / "out")


@pytest.mark.parametrize("writer", [workbook, sipp], ids=["invoice", "sipp"])
def test_a_sheet_that_cannot_be_made_changes_nothing(
    writer: Any, people: Path, earlier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = breaking(monkeypatch, writer, "write", lambda _: True)
    before = content(earlier.parent)
    with pytest.raises(OSError, match="No space left"):
        enrol(people, earlier, "--force")
    assert failing.calls == 1
    assert content(earlier.parent) == before


def test_an_interruption_in_the_middle_puts_the_earlier_result_back(
    people: Path, earlier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content(earlier.parent)
    breaking(monkeypatch, os, "fsync", lambda calls: calls == 2, KeyboardInterrupt())
    assert enrol(people, earlier, "--force").status == 130
    assert content(earlier.parent) == before


def test_a_file_cannot_be_a_parent(people: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file", encoding="utf-8")
    before = content(tmp_path)
    done = enrol(people, tmp_path / "file" / "out")
    assert (done.status, done.out) == (CANNOT_WRITE, "")
    assert content(tmp_path) == before


# ---- Strict -------------------------------------------------------------------------------------


def test_strict_writes_nothing_where_a_row_is_held_back(tmp_path: Path) -> None:
    done = enrol(MESSY, tmp_path / "out", "--strict", "--json")
    assert (done.status, done.json["files"]) == (1, [])
    assert not list(tmp_path.iterdir())


def test_strict_writes_nothing_where_somebody_lacks_a_cell(people: Path, tmp_path: Path) -> None:
    assert enrol(people, tmp_path / "out", "--strict").status == 1
    assert list(tmp_path.iterdir()) == [people]


def test_strict_writes_nothing_where_there_is_a_warning(tmp_path: Path) -> None:
    dear = roster(tmp_path / "dear.xlsx", short_person(1, Honor=1_100_000))
    assert enrol(dear, tmp_path / "out", "--strict").status == 1
    assert list(tmp_path.iterdir()) == [dear]


def test_result_folder__strict_failure__leaves_the_earlier_result(
    people: Path, earlier: Path
) -> None:
    before = content(earlier)
    assert enrol(people, earlier, "--strict", "--force").status == 1
    assert content(earlier) == before


# ---- One file: check --annotate -----------------------------------------------------------------


@pytest.fixture
def marked(people: Path, tmp_path: Path) -> Path:
    """A roster that was marked before."""
    target = tmp_path / "marked.xlsx"
    assert invoke("check", people, "--annotate", target).status == 0
    return target


def test_a_marked_roster_is_private(marked: Path) -> None:
    assert stat.S_IMODE(marked.stat().st_mode) == 0o600


def test_annotate__target_exists_without_force__is_refused(people: Path, marked: Path) -> None:
    before = content(marked.parent)
    assert invoke("check", people, "--annotate", marked).status == CANNOT_WRITE
    assert content(marked.parent) == before


def test_a_marked_roster_is_replaced_with_force(marked: Path, tmp_path: Path) -> None:
    before = content(tmp_path)
    assert invoke("check", MESSY, "--annotate", marked, "--force").status == 1
    after = content(tmp_path)
    assert before.keys() == after.keys()
    assert before["marked.xlsx"] != after["marked.xlsx"]


def test_annotate__failure__leaves_the_earlier_file(
    people: Path, marked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content(marked.parent)
    breaking(monkeypatch, os, "fsync", lambda calls: calls == 1)
    assert invoke("check", people, "--annotate", marked, "--force").status == CANNOT_WRITE
    assert content(marked.parent) == before


@pytest.mark.parametrize("way", ["{}", "./{}", "../{parent}/{}"])
def test_the_roster_itself_is_never_overwritten(
    way: str, people: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(people.parent)
    before = content(people.parent)
    target = way.format(people.name, parent=people.parent.name)
    assert invoke("check", people, "--annotate", target, "--force").status == CANNOT_WRITE
    assert content(people.parent) == before


def test_check_alone_writes_nothing(people: Path) -> None:
    before = content(people.parent)
    assert invoke("check", people).status == 0
    assert content(people.parent) == before
