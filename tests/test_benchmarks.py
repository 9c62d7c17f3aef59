"""The benchmark does not rot: each of its lines can be measured, and its rosters hold what they say."""

from __future__ import annotations

import csv
import os
import subprocess
import threading
from collections.abc import Callable
from importlib import import_module
from io import StringIO
from pathlib import Path

import polars as pl
import pytest
from python_calamine import CalamineWorkbook
from roster.test_finding_codes import OF_A_ROW
from support.run import Run, invoke

from benchmarks import desk, measure, nation, realistic, regression
from benchmarks.bills import write_bill
from benchmarks.lines import Group, Line, Measurement, measure_group, table
from benchmarks.local_names import FAMILIES, names_of
from benchmarks.measure import FailedError, ProcessRun, in_turns, kill_after, python, run, spread
from benchmarks.rosters import (
    FAULTS,
    INVALID_WAGE,
    NATIONAL,
    USUAL_NAMES,
    RosterSpec,
    batches,
    roster_content,
    write,
)
from benchmarks.workspace import Sizes, Workspace, program

TINY = Sizes(
    desk=150,
    large=600,
    contracts=50,
    nation=500,
    workbooks=5,
    nations=1_000,
    faults=2,
    duplicates=2,
    example=None,
)


# ---- The table ------------------------------------------------------------------------------------


def measured(
    folder: Path, group: Callable[[Workspace], Group]
) -> tuple[list[Measurement], str, list[str]]:
    """Return the measurements of one turn, the remark, and the reasons why lines are not measured."""
    made = group(Workspace(folder, TINY, lambda _: None))
    measurements = measure_group(made, turns=1)
    return measurements, made.remark(), [one.reason for one in measurements if one.reason]


@pytest.mark.parametrize(
    "group",
    [
        *(desk.faulty, desk.quote, desk.contracts, desk.later, desk.growth, desk.guarded),
        *(nation.nation, nation.workbooks, nation.killed, nation.nations, nation.update),
    ],
    ids=lambda group: group.__name__,
)
def test_group__small_sizes__each_line_is_measured(
    tmp_path: Path, group: Callable[[Workspace], Group]
) -> None:
    measurements, _, reasons = measured(tmp_path, group)
    assert measurements
    assert reasons == []


def test_desk__both_ways__bill_the_same(tmp_path: Path) -> None:
    pytest.importorskip("pandas")
    pytest.importorskip("lxml")
    _, remark, reasons = measured(tmp_path, desk.desk)
    assert reasons == []
    assert remark.startswith("Both ways bill Rp")
    assert remark.endswith("for 150 people.")
    ours, usual = (tmp_path / "results" / name for name in ("enrol", desk.BASELINE))
    template = "template_tk_NPP.xlsx"
    assert len(people_in(ours / template, "data_tk_baru")) == TINY.desk
    assert people_in(ours / template, "data_tk_baru") == people_in(usual / template, "data_tk_baru")
    invoice = "invoice.xlsx"
    assert people_in(ours / invoice, "Rincian") == people_in(usual / invoice, "Rincian")


def test_later__bill_of_bpjs__agrees_with_the_result(tmp_path: Path) -> None:
    space = Workspace(tmp_path, TINY, lambda _: None)
    space.enrol("first", space.desk())()
    write_bill(space.results / "first", tmp_path / "bill.csv")
    reconciled = invoke("reconcile", space.results / "first", tmp_path / "bill.csv", "--json")
    assert reconciled.status == 0


def people_in(book: Path, sheet: str) -> list[list[object]]:
    """Return the rows of a sheet that tell of one person each: those with a NIK."""
    rows = CalamineWorkbook.from_path(book).get_sheet_by_name(sheet).to_python()
    return [
        row for row in rows if any(len(str(cell)) == 16 and str(cell).isdigit() for cell in row)
    ]


def test_the_table_says_what_holds_and_what_could_not_be_measured() -> None:
    fast, slow, none = (Line(name, lambda _: 0, 2.0) for name in ("fast", "slow", "none"))
    memory = Line("memory", lambda _: 0, None, "GiB")
    rows = Line("rows", lambda _: 0, 100_000, at_least=True)
    found = {
        "some": [Measurement(fast, spread([1.0, 1.5, 2.0])), Measurement(slow, spread([3.0]))],
        "others": [
            Measurement(none, None, "exit status 3: a | b"),
            Measurement(memory, spread([0.5])),
            Measurement(rows, spread([99_000.4])),
        ],
    }
    assert list(table(found))[2:] == [
        "| fast | 1.50 | 1.25 – 1.75 | ≤ 2.00 | yes |",
        "| slow | 3.00 | 3.00 – 3.00 | ≤ 2.00 | **no** |",
        "| none | not measured | exit status 3: a / b | ≤ 2.00 |  |",
        "| memory | 0.500 GiB | 0.500 – 0.500 |  |  |",
        "| rows | 99,000 | 99,000 – 99,000 | ≥ 100,000 | **no** |",
    ]


# ---- The measuring --------------------------------------------------------------------------------


@pytest.mark.parametrize("script", ["__main__", "changes", "regression", "rosters"])
def test_script__help__is_printed(
    script: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", [script, "--help"])
    with pytest.raises(SystemExit, match="0"):
        import_module(f"benchmarks.{script}").main()
    assert "--help" in capsys.readouterr().out


def test_turns_alternate() -> None:
    order = []
    commands = {name: lambda name=name: order.append(name) or ProcessRun(1) for name in "ab"}
    assert len(in_turns(commands, 3)) == 3
    assert "".join(order) == "abbaab"


HELD = 100 * 2**20
# Holds memory until somebody opens the pipe at its other end.
HOLDS = f"held = bytearray({HELD}); open({{pipe!r}}).close()"


def looked_at(pipe: Path, command: str, held_bytes: int = HELD) -> int:
    """Return the highest memory of a command that holds so much until it has been looked at."""
    os.mkfifo(pipe)
    real = measure._resident
    seen: list[int] = []

    def resident(processes: list[int]) -> int:
        held = real(processes)
        if held > held_bytes and not seen:  # the process is held up by the pipe, or will be
            seen.append(held)
            threading.Thread(target=pipe.write_bytes, args=(b"",), daemon=True).start()
        return held

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(measure, "_resident", resident)
        peak = run(python("-c", command), memory=True).peak
    assert peak is not None
    return peak


@pytest.mark.skipif(
    not Path("/proc/self/statm").exists(), reason="only Linux shows the memory of a process"
)
def test_the_memory_of_children_counts(tmp_path: Path) -> None:
    alone = looked_at(tmp_path / "one", HOLDS.format(pipe=str(tmp_path / "one")))
    holds = HOLDS.format(pipe=str(tmp_path / "two"))
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {holds!r}])"
    both = looked_at(tmp_path / "two", f"held = bytearray({HELD}); {child}", 2 * HELD)
    assert HELD < alone < 2 * HELD < both < 3 * HELD


def test_kill_after__process_that_runs_longer__does_not_finish(tmp_path: Path) -> None:
    unwritten = tmp_path / "unwritten"
    code = f"import time; time.sleep(60); open({str(unwritten)!r}, 'w')"
    kill_after(0.2, python("-c", code))
    assert not unwritten.exists()


def test_what_fails_is_not_measured() -> None:
    with pytest.raises(FailedError, match=r"exit status 3: .*nowhere\.xlsx"):
        run(program("enrol", "nowhere.xlsx"))


# ---- The comparison with a recorded commit --------------------------------------------------------


def version(folder: Path, additions: int, status: int = 0) -> regression.Version:
    """Return a program that does nothing but add numbers."""
    package = folder / "src" / "pemilu_cover"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    main = f"import sys; sum(range({additions})); sys.exit({status})"
    (package / "__main__.py").write_text(main, encoding="utf-8")
    return regression.Version(package.parent, folder / "results")


@pytest.mark.parametrize(("additions", "status"), [(10_000_000, 1), (1_000, 0)])
def test_regression__commands_of_two_versions__fails_only_where_the_current_one_is_slower(
    tmp_path: Path, additions: int, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    recorded = version(tmp_path / "recorded", 2_000_000)
    current = version(tmp_path / "current", additions)
    command = regression.Command("`add`", lambda _: ("add",), turns=3)
    assert regression.print_table(regression.compare([command], recorded, current)) == status
    assert ("**no**" in capsys.readouterr().out) == bool(status)


def test_regression__command_fails__fails(tmp_path: Path) -> None:
    recorded, current = version(tmp_path / "old", 1), version(tmp_path / "new", 1, status=3)
    command = regression.Command("`add`", lambda _: ("add",), turns=1)
    measurements = regression.compare([command], recorded, current)
    assert measurements["`add`"][0].reason.startswith("exit status 3")
    assert regression.print_table(measurements) == 1


def test_regression__other_version_is_imported__is_not_measured(tmp_path: Path) -> None:
    empty = regression.Version(tmp_path, tmp_path)
    with pytest.raises(FailedError):
        regression.compare([], empty, version(tmp_path / "current", 1))


def test_recorded_commit__any_commit__is_checked_out_until_the_end(tmp_path: Path) -> None:
    repository = tmp_path / "repository"
    commit = repository_with_one_commit(repository)
    with regression.checked_out(commit, tmp_path / "tree", repository) as tree:
        assert (tree / "file").read_text(encoding="utf-8") == "old"
    assert not (tmp_path / "tree").exists()


def test_recorded_commit__not_in_the_clone__error_has_what_to_do(tmp_path: Path) -> None:
    repository = tmp_path / "repository"
    repository_with_one_commit(repository)
    commit = "0" * 40
    refused = pytest.raises(regression.NoCommitError, match=f"git fetch origin {commit}")
    with refused, regression.checked_out(commit, tmp_path / "tree", repository):
        pass


def repository_with_one_commit(repository: Path) -> str:
    repository.mkdir()
    (repository / "file").write_text("old", encoding="utf-8")
    git = ["git", "-C", str(repository), "-c", "user.name=A", "-c", "user.email=a@example.org"]
    for arguments in (["init", "--quiet"], ["add", "file"], ["commit", "--quiet", "-m", "One"]):
        subprocess.run([*git, *arguments], check=True)
    (repository / "file").write_text("new", encoding="utf-8")
    head = subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True)
    return head.stdout.strip()


# ---- The rosters ----------------------------------------------------------------------------------


def whole(order: RosterSpec, size: int = 250_000) -> pl.DataFrame:
    return pl.concat(list(batches(order, size)))


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_a_nation_has_exactly_the_faults_that_it_says(tmp_path: Path, kind: str) -> None:
    roster = tmp_path / f"nation.{kind}"
    truth = write(RosterSpec(3_000, faults=12, duplicates=5), roster)
    assert set(truth.faults) == set(FAULTS)
    expected = {(code, row + 1) for code, rows in truth.faults.items() for row in rows}
    expected |= {("duplicate", again + 1) for _, again in truth.duplicates}
    assert len(expected) == truth.held_back == 17
    assert found(invoke("check", roster, "--findings-format", "csv")) == expected


def test_a_sheet_has_no_finding_or_one_in_every_row(tmp_path: Path) -> None:
    roster = tmp_path / "desk.xlsx"
    write(RosterSpec(2_000, desk=True), roster)
    assert found(invoke("check", roster, "--findings-format", "csv")) == set()
    write(RosterSpec(30, desk=True, all_faulty=True), roster)
    codes = {"wage-unreadable" if code == "wage-not-positive" else code for code in FAULTS}
    errors = found(invoke("check", roster, "--findings-format", "csv"))
    assert {row for _, row in errors} == set(range(2, 32))
    assert codes <= {code for code, _ in errors}
    assert INVALID_WAGE == "Rp x"


def found(ran: Run) -> set[tuple[str, int]]:
    """Return the code and the row of each finding."""
    rows = csv.DictReader(StringIO(ran.out.removeprefix("\ufeff")))
    return {(row["code"], int(row["row"])) for row in rows}


def test_realistic_roster__checked__has_every_kind_of_fault_and_no_other(tmp_path: Path) -> None:
    roster = tmp_path / "nation.csv"
    write(RosterSpec(30_000, realistic=True), roster)
    findings = found(invoke("check", roster, "--findings-format", "csv"))
    assert {code for code, _ in findings} == set(realistic.FAULTS)
    # Of a column, and of a number in a workbook.
    assert set(OF_A_ROW) - set(realistic.FAULTS) == {"column-missing", "nik-number"}
    assert 250 < len({row for _, row in findings}) < 400


def test_realistic_roster__parquet__is_that_of_csv(tmp_path: Path) -> None:
    spec = RosterSpec(1_200, realistic=True)
    write(spec, tmp_path / "a.parquet")
    write(spec, tmp_path / "a.csv")
    texts = pl.read_csv(tmp_path / "a.csv", infer_schema=False)
    assert pl.read_parquet(tmp_path / "a.parquet").equals(texts)


@pytest.mark.parametrize(
    "order",
    [RosterSpec(2_500, faults=6, duplicates=3), RosterSpec(2_500, realistic=True)],
    ids=["clean", "realistic"],
)
def test_pieces_make_the_same_roster_whatever_their_size(order: RosterSpec) -> None:
    assert whole(order, 100).equals(whole(order))


def test_both_files_hold_the_same(tmp_path: Path) -> None:
    order = RosterSpec(1_200)
    write(order, tmp_path / "a.parquet")
    write(order, tmp_path / "a.csv")
    typed = pl.read_parquet(tmp_path / "a.parquet")
    texts = pl.read_csv(tmp_path / "a.csv", infer_schema=False)
    assert typed.columns == texts.columns == list(NATIONAL.values())
    assert (typed.schema["NIK"], typed.schema["Upah/Honor"]) == (pl.String, pl.Int64)
    days = pl.col(pl.Date).dt.strftime("%d-%m-%Y")
    assert typed.with_columns(days).cast(pl.String).equals(texts)


def test_names__of_each_province__are_as_many_and_distinct() -> None:
    usual = names_of("32", USUAL_NAMES)
    for province in ("32", *FAMILIES):
        names = names_of(province, USUAL_NAMES)
        for key, values in vars(names).items():
            assert len(set(values)) == len(values) == len(vars(usual)[key])


def test_roster__any_size__repeats_no_nik_and_no_name_of_a_birth_date() -> None:
    people = whole(RosterSpec(60_000))
    assert people["nik"].is_unique().all()
    assert people.select(pl.struct("name", "born").is_unique().all()).item()


def test_a_nation_has_all_regencies() -> None:
    truth = roster_content(RosterSpec(1_000_000, faults=60, duplicates=20))
    assert (truth.regencies, truth.held_back) == (514, 80)
    assert all(again - first > 400_000 for first, again in truth.duplicates)


def test_roster__distinct_contracts__repeats_no_contract() -> None:
    people = whole(RosterSpec(20_000, distinct_contracts=True))
    assert people.select(pl.struct("role", "honor", "start", "end").is_unique().all()).item()
    assert people.select((pl.col("start") <= pl.col("end")).all()).item()


@pytest.mark.parametrize("rows", [1, 2, 7, 12, 13, 20, 99, 100, 101, 850])
def test_a_roster_may_be_small(rows: int) -> None:
    assert whole(RosterSpec(rows)).height == rows
    assert whole(RosterSpec(rows, desk=True)).height == rows


def test_more_faults_than_there_is_room_for_are_refused() -> None:
    with pytest.raises(ValueError, match="room for 1 faults"):
        RosterSpec(150, faults=2)
