"""Earlier spellings of options and values: accepted, and shown nowhere."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from support.paths import EXAMPLES
from support.run import Run, invoke

from pemilu_cover.cli.aliases import ALIASES

MESSY, FILLED = EXAMPLES / "messy-2024.xlsx", EXAMPLES / "messy-2024-filled.xlsx"
NATION = EXAMPLES / "two-regencies-2024.csv"
_SHARED = [
    (MESSY, ("--complete", FILLED), ("--corrections", FILLED)),
    (MESSY, ("--map", "Nomer HP=phone"), ("--column", "Nomer HP=phone")),
    (MESSY, ("--fix", "birth-swapped"), ("--auto-fix", "birth-swapped")),
    (MESSY, ("--auto-fix", "swaps"), ("--auto-fix", "birth-swapped")),
    (MESSY, ("--auto-fix", "letters"), ("--auto-fix", "nik-letters")),
    (MESSY, ("--auto-fix", "sex"), ("--auto-fix", "sex-missing")),
]
CASES = [
    *(("check", *case) for case in _SHARED),
    ("check", MESSY, ("--format", "csv"), ("--findings-format", "csv")),
    *(("enrol", *case) for case in _SHARED),
    ("enrol", MESSY, ("--by", "kecamatan"), ("--split-corrections-by", "kecamatan")),
    ("enrol", MESSY, ("--paid-on", "2025-01-31"), ("--payment-date", "2025-01-31")),
    ("enrol", NATION, ("--format", "csv"), ("--output-format", "csv")),
    (
        "enrol",
        NATION,
        ("--output-format", "csv", "--sipp", "32.14"),
        ("--output-format", "csv", "--sipp-regency", "32.14"),
    ),
]


def result(command: str, roster: Path, options: tuple[object, ...], out: Path) -> Run:
    if command == "check":
        return invoke(command, roster, *options)
    shutil.rmtree(out, ignore_errors=True)
    return invoke(command, roster, *options, "--out", out)


@pytest.mark.parametrize(("command", "roster", "earlier", "current"), CASES)
def test_option__earlier_spelling__does_the_same(
    command: str,
    roster: Path,
    earlier: tuple[object, ...],
    current: tuple[object, ...],
    tmp_path: Path,
) -> None:
    expected = result(command, roster, current, tmp_path / "out")
    assert "Traceback" not in expected.err
    assert result(command, roster, earlier, tmp_path / "out") == expected


def test_aliases__every_one__has_a_case() -> None:
    tested = {
        (command, str(word).removeprefix("--"))
        for command, _, earlier, _ in CASES
        for word in earlier
    }
    for command, names in ALIASES.items():
        assert {(command, name) for name in names} <= tested


@pytest.mark.parametrize("command", sorted(ALIASES))
def test_help__earlier_spellings__are_not_shown(command: str) -> None:
    shown = re.sub(r"-\n\s+", "-", invoke(command, "--help").out)
    for earlier, current in ALIASES[command].items():
        assert re.search(rf"(?<![\w-])(--)?{current}\b", shown)
        assert not re.search(rf"--{earlier}\b(?!-)", shown)
