"""Earlier spellings of options and values: accepted, and shown nowhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from support.paths import EXAMPLES
from support.run import invoke
from typer.main import get_command

from pemilu_cover.cli.aliases import ALIASES
from pemilu_cover.cli.registry import app

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


def parsed(command: str, roster: Path, options: tuple[object, ...]) -> dict[str, Any]:
    """Return the values with which a command would run."""
    arguments = [str(roster), *map(str, options)]
    program: Any = get_command(app)
    root = program.make_context("pemilu-cover", [command])
    context = program.commands[command].make_context(command, arguments, parent=root)
    values: dict[str, Any] = context.params
    return values


@pytest.mark.parametrize(("command", "roster", "earlier", "current"), CASES)
def test_option__earlier_spelling__does_the_same(
    command: str, roster: Path, earlier: tuple[object, ...], current: tuple[object, ...]
) -> None:
    expected = parsed(command, roster, current)
    assert expected != parsed(command, roster, ())
    assert parsed(command, roster, earlier) == expected


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
