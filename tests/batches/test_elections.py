"""Several elections in one run, with workbooks and in batches, in any order of rows and files."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from batches.builders import (
    as_csv,
    checkpoint_steps,
    crowd,
    enrol,
    enrol_as_text,
    enrol_workbooks,
    environment_of_a_run,
    in_batches_of,
    rows_of,
)
from support.people import Row
from support.run import Run
from support.workbooks import content

FILES = Path(__file__).with_name("files")
FIRST, SECOND = (FILES / f"election_first_file_{number}.csv" for number in (1, 2))
FAILING_RUN = Path(__file__).with_name("failing_run.py")
PEMILU = {"Mulai": date(2024, 1, 25), "Selesai": date(2024, 2, 25), "Honor": None}
UNDATED = {"Mulai": None, "Selesai": None, "Honor": None}
WAGES = {"pemilu-2024": "1100000.00", "pilkada-2024": "850000.00"}


def shares(done: Run) -> dict[str, int]:
    return {share["election"]: share["people"] for share in done.json["elections"]}


def priced(out: Path) -> list[tuple[str, str]]:
    """Return the elections and wages of everybody who is enrolled in batches."""
    return rows_of(out, "enrolled", "PEMILIHAN", "UPAH_SEBULAN")


def mixed() -> list[Row]:
    """Invent people of whom the first have no dates, some are of Pemilu, and most of Pilkada 2024."""
    return [
        *crowd(1, 3, **UNDATED),
        *crowd(4, 9, **PEMILU),
        *crowd(10, 11, **UNDATED),
        *crowd(12, 22, Honor=None),
    ]


@pytest.mark.parametrize("files", [[FIRST], [SECOND], [FIRST, SECOND], [SECOND, FIRST]])
def test_two_elections__in_any_order_of_files__are_priced_each_by_its_own(
    files: Sequence[Path], tmp_path: Path
) -> None:
    expected_result = enrol_workbooks(files, tmp_path / "expected_result")
    people = {"pemilu-2024": 3 * (FIRST in files), "pilkada-2024": 20 * (SECOND in files)}
    people = {election: number for election, number in people.items() if number}
    for rows in (4, 50_000):
        out = tmp_path / f"batches-{rows}"
        with in_batches_of(rows):
            done = enrol(files, out)
        expected = sorted(
            (one, WAGES[one]) for one, number in people.items() for _ in range(number)
        )
        assert priced(out) == expected
        assert shares(done) == shares(expected_result) == people
        assert done.json["premium"] == expected_result.json["premium"]


def test_people_without_dates__before_the_others_are_read__go_to_the_election_of_most(
    tmp_path: Path,
) -> None:
    roster = as_csv(tmp_path / "roster.csv", mixed())
    expected_result = enrol_workbooks(roster, tmp_path / "expected_result")
    with in_batches_of(4):
        done = enrol(roster, tmp_path / "out")
    assert shares(done) == shares(expected_result) == {"pilkada-2024": 16, "pemilu-2024": 6}
    assert done.json["premium"] == expected_result.json["premium"]
    assert done.json["elections"][0] == {"election": "pilkada-2024", "people": 16, "by_dates": 11}
    found = sorted(
        (one["row"], one["code"], one["message"]) for one in expected_result.json["findings"]
    )
    rows = rows_of(tmp_path / "out", "findings", "BARIS", "code", "message")
    assert sorted((int(row), *rest) for row, *rest in rows) == found


def test_killed_run__during_second_validation__gives_the_same_bytes(
    tmp_path: Path,
) -> None:
    people = mixed()
    people[12] |= UNDATED
    roster = as_csv(tmp_path / "roster.csv", people)
    with in_batches_of(4):
        enrol(roster, tmp_path / "whole", form="csv")
    # Of six batches the third and the fourth have people without dates, first validated by Pemilu.
    out = tmp_path / "out"
    place = ("pemilu_cover.enrolment.batches.batch_task:write_parquet", "8", "SIGKILL")
    command = [
        sys.executable,
        str(FAILING_RUN),
        "4",
        *place,
        "enrol",
        str(roster),
        "--output-format",
        "csv",
    ]
    killed = subprocess.run(
        [*command, "--out", str(out)], env=environment_of_a_run(), check=False, capture_output=True
    )
    assert killed.returncode == -9
    numbers = [step["number"] for step in checkpoint_steps(out) if step["step"] == "batch"]
    assert len(numbers) > len(set(numbers))
    with in_batches_of(4):
        enrol(roster, out, form="csv")
    assert content(out) == content(tmp_path / "whole")


def test_mixed_elections__workbook_and_batches__are_reported_with_counts(tmp_path: Path) -> None:
    roster = as_csv(tmp_path / "roster.csv", mixed())
    expected_result = enrol_workbooks(roster, tmp_path / "expected_result")
    assert expected_result.status == 0
    out = tmp_path / "out"
    screen = enrol_as_text(roster, out, "--lang", "en").out
    assert "More than one election: 16 people Pilkada 2024, 6 people Pemilu 2024." in screen
    assert "5 people have no dates, or dates outside all terms: Pilkada 2024 is used" in screen
    enrol_as_text(roster, out, "--force")
    for bill in (tmp_path / "expected_result" / "invoice.xlsx", out / "invoice.xlsx"):
        cells = [
            str(cell)
            for row in openpyxl.load_workbook(bill).worksheets[0].iter_rows(values_only=True)
            for cell in row
            if cell is not None
        ]
        assert any("16 orang; " in cell and cell.endswith(": 6 orang") for cell in cells)
        assert any("Lebih dari satu pemilihan: 16 orang" in cell for cell in cells)
        assert "Anggota KPPS (Pemilu 2024)" in cells
        assert "Anggota KPPS (Pilkada 2024)" in cells


def test_one_election__in_batches__has_no_notice(tmp_path: Path) -> None:
    roster = as_csv(tmp_path / "roster.csv", crowd(1, 3))
    assert (
        "More than one election" not in enrol_as_text(roster, tmp_path / "out", "--lang", "en").out
    )


def test_units__of_one_tps_in_two_elections__are_counted_separately(tmp_path: Path) -> None:
    """Six members of Pemilu and six of Pilkada without dates in one TPS are not twelve."""
    members = {"TPS": "001", "Jabatan": "Anggota KPPS"}
    people = [
        *crowd(1, 6, **members, **PEMILU),
        *crowd(7, 12, **members),
    ]
    roster = as_csv(tmp_path / "roster.csv", people)
    expected_result = enrol_workbooks(roster, tmp_path / "expected_result")
    assert [
        one["code"] for one in expected_result.json["findings"] if one["code"].startswith("unit")
    ] == []
    done = enrol(roster, tmp_path / "out")
    assert "unit-too-many" not in done.json["findings_by_code"]
