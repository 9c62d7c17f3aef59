"""``claim --list`` and ``claim --case``: open cases with their clocks, and the steps of a case."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from claims.conftest import COVERED, UNNUMBERED, claim
from support.run import Run, invoke

from pemilu_cover.commands import claim as commands_claim


@pytest.fixture(scope="module")
def three_cases(result: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three cases: an accident, a death, and an accident two days later."""
    folder = tmp_path_factory.mktemp("three") / "cases"
    events = {
        "b-accident": (COVERED, "--accident", "2024-11-27 22:10"),
        "a-death": (UNNUMBERED, "--death", "2024-11-27 08:00"),
        "c-later": (UNNUMBERED, "--accident", "2024-11-29 07:00"),
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(commands_claim, "claim_papers", lambda _: {"01-langkah.pdf": b""})
        for name, (number, kind, at) in events.items():
            claim(result, number, kind, "--at", at, out=folder / name, now="2024-11-29 09:00")
    (folder / "no case").mkdir()
    return folder


@pytest.fixture
def cases(three_cases: Path, without_papers: None, tmp_path: Path) -> Path:  # noqa: ARG001
    """A copy of the three cases."""
    return shutil.copytree(three_cases, tmp_path / "cases")


def listed(cases: Path, now: str, *more: str) -> Run:
    return invoke("claim", "--list", cases, "--now", now, *more)


def done(cases: Path, name: str, step: str, at: str, *more: str) -> Run:
    options = ("--done", step, "--at", at, "--now", "2024-12-20 09:00", *more)
    return invoke("claim", "--case", cases / name, *options)


def clock(run: Run, name: str) -> dict[str, object]:
    """Return a clock of a case that was printed as JSON."""
    return next(one for one in run.json["clocks"] if one["id"] == name)


def test_list__some_overdue__has_them_first_and_status_1(cases: Path) -> None:
    run = listed(cases, "2024-11-29 22:11", "--json")
    assert run.status == 1
    assert (run.json["open"], run.json["overdue"]) == (3, 2)
    folders = [Path(one["folder"]).name for one in run.json["cases"]]
    assert folders == ["a-death", "b-accident", "c-later"]
    late = [one["overdue"] for one in run.json["cases"]]
    assert late == [True, True, False]


def test_list__table__shows_the_next_clock_of_each(cases: Path) -> None:
    run = listed(cases, "2024-11-29 09:00")
    assert run.status == 1
    lines = run.out.splitlines()
    assert "Kasus terbuka: 3 (lewat batas: 1); selesai: 0" in lines[0]
    (row,) = (line for line in lines if line.startswith("b-accident"))
    for part in (
        "3214********9001",
        "Kecelakaan kerja, 27-11-2024 pukul 22:10 WIB",
        "(Formulir 3 KK 1)",
    ):
        assert part in row
    assert row.rstrip().endswith("29-11-2024 pukul 22:10 WIB  sisa 13 jam 10 menit")
    (death,) = (line for line in lines if line.startswith("a-death"))
    assert "(bila ragu)" in death
    assert "LEWAT 1 jam 0 menit" in death
    english = listed(cases, "2024-11-29 09:00", "--lang", "en").out
    assert "Open cases: 3 (overdue: 1)" in english


def test_list__none_overdue__has_status_0(cases: Path) -> None:
    assert listed(cases, "2024-11-29 07:30").status == 0
    assert listed(cases / "c-later", "2024-11-29 09:00").status == 0


def test_list__no_cases__says_so(tmp_path: Path) -> None:
    run = listed(tmp_path, "2024-11-29 09:00")
    assert (run.status, run.out.strip().startswith("Tidak ada kasus")) == (0, True)


def test_list__no_folder__is_refused(tmp_path: Path) -> None:
    assert listed(tmp_path / "none", "2024-11-29 09:00").status == 3


def test_list__case_at_the_end_of_the_calendar__is_named(cases: Path) -> None:
    file = cases / "a-death" / "case.json"
    file.write_text(file.read_text("utf-8").replace("2024-11-27", "9999-12-31"), "utf-8")
    run = listed(cases, "2024-11-29 07:30", "--json")
    assert [Path(path).name for path in run.json["unreadable"]] == ["a-death"]


def test_case__step_after_closed__opens_it_again(cases: Path) -> None:
    assert not done(cases, "a-death", "closed", "2024-11-29 08:00", "--json").json["open"]
    again = done(cases, "a-death", "certificate", "2024-11-29 07:00", "--json").json
    assert (again["open"], "closed" in again["steps"]) == (True, False)


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"version": 9}', "[" * 50_000, "\0"])
def test_list__damaged_case__is_named_and_the_others_are_shown(cases: Path, content: str) -> None:
    (cases / "a-death" / "case.json").write_text(content, encoding="utf-8")
    run = listed(cases, "2024-11-29 07:30", "--json")
    assert run.status == 1
    assert [Path(path).name for path in run.json["unreadable"]] == ["a-death"]
    assert run.json["open"] == 2
    assert done(cases, "a-death", "kk1", "2024-11-29 07:00").status == 3


def test_case__first_report__stops_its_clock_and_starts_that_of_bpjs(cases: Path) -> None:
    run = done(cases, "b-accident", "kk1", "2024-11-28 09:30", "--json")
    assert run.status == 0
    assert clock(run, "kk1")["done"] == "2024-11-28T09:30"
    assert clock(run, "kk1")["minutes_left"] is None
    assert clock(run, "status")["due"] == "2024-12-28T23:59"
    assert clock(run, "kk2")["due"] is None
    assert (cases / "b-accident" / "case.json").stat().st_mode & 0o777 == 0o600
    late = listed(cases, "2025-03-01 09:00", "--json").json["cases"]
    overdue = {Path(one["folder"]).name for one in late if one["overdue"]}
    assert overdue == {"a-death", "c-later"}  # BPJS is late in the other one, not the office


def test_case__certificate__starts_the_second_48_hours(cases: Path) -> None:
    done(cases, "b-accident", "kk1", "2024-11-28 09:30")
    run = done(cases, "b-accident", "certificate", "2024-12-13 17:45", "--json")
    assert clock(run, "kk2")["due"] == "2024-12-15T17:45"
    run = done(cases, "b-accident", "kk2", "2024-12-14 10:00", "--json")
    assert clock(run, "kk2")["done"] == "2024-12-14T10:00"
    # Seven working days from Saturday; Christmas is none.
    assert clock(run, "jkk-payment")["due"] == "2024-12-24T23:59"


def test_case__application_for_jkm__is_paid_within_three_working_days(cases: Path) -> None:
    run = done(cases, "a-death", "jkm", "2024-12-13 10:00", "--json")
    assert clock(run, "jkm-payment")["due"] == "2024-12-18T23:59"


def test_case__closed__is_no_longer_listed(cases: Path) -> None:
    run = done(cases, "a-death", "closed", "2024-12-19 09:00")
    assert "kasus selesai" in run.out
    after = listed(cases, "2024-12-20 09:00")
    assert "Kasus terbuka: 2 (lewat batas: 2); selesai: 1" in after.out
    assert "a-death" not in after.out


@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        (("--done", "kk1", "--at", "2024-11-27 22:09"), "--at"),
        (("--done", "kk1", "--at", "2024-12-20 09:01"), "--at"),
        (("--done", "kk1"), "--at"),
        (("--at", "2024-11-28 09:00"), "--done"),
    ],
)
def test_case__wrong_option__is_named(cases: Path, arguments: tuple[str, ...], option: str) -> None:
    folder = cases / "b-accident"
    before = (folder / "case.json").read_bytes()
    run = invoke("claim", "--case", folder, *arguments, "--now", "2024-12-20 09:00")
    assert run.status == 2
    assert run.err.startswith((f"pemilu-cover: {option}: ", f"pemilu-cover: {option} "))
    assert (folder / "case.json").read_bytes() == before


def test_done__without_a_case__is_refused() -> None:
    run = invoke("claim", "--done", "kk1", "--at", "2024-11-28 09:00")
    assert (run.status, "--done" in run.err) == (2, True)


def test_case__recorded_step__keeps_the_folder_from_being_replaced(
    result: Path, cases: Path
) -> None:
    done(cases, "b-accident", "kk1", "2024-11-28 09:30")
    again = claim(result, COVERED, "--accident", "--force", out=cases / "b-accident")
    assert again.status == 4
