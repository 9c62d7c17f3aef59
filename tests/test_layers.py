"""What no layer of the package may do; `lint-imports` holds which layer may import which."""

from __future__ import annotations

import subprocess
import sys

import pytest
from support.paths import REPOSITORY

SOURCE = REPOSITORY / "src" / "pemilu_cover"


def test_law_and_values_never_see_a_frame() -> None:
    for layer in ("law", "values"):
        for file in (SOURCE / layer).rglob("*.py"):
            assert "polars" not in file.read_text(encoding="utf-8"), file.name


@pytest.mark.parametrize(
    "command", [("quote", "--role", "KPPS", "--days", "30"), ("benefits", "--role", "KPPS")]
)
def test_command__answers_without_a_roster__loads_neither_frames_nor_workbooks(
    command: tuple[str, ...],
) -> None:
    program = (
        f"import sys; sys.argv = {['pemilu-cover', *command]};"
        "from pemilu_cover.cli.registry import app;"
        "app(standalone_mode=False);"
        "heavy = {'polars', 'xlsxwriter', 'openpyxl', 'python_calamine', 'rich'} & set(sys.modules);"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={"PYTHONPATH": str(SOURCE.parent), "PATH": ""},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


WORDS = (
    "template --regency 32.1",
    "enrol --column A=ni",
    "explain nik",
    "quote --role K",
    "enrol ",
)


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ("--help", None),
        ("--version", None),
        *(("", line) for line in WORDS),
    ],
)
def test_command_line__help_version_or_completion__loads_no_models(
    arguments: str, line: str | None
) -> None:
    program = (
        f"import sys; sys.argv = ['pemilu-cover', *{arguments.split()}];"
        "from pemilu_cover.cli.registry import run;"
        "run();"
        "heavy = {'polars', 'pydantic', 'openpyxl', 'xlsxwriter', 'rich'} & set(sys.modules);"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    completion = {
        "_PEMILU_COVER_COMPLETE": "complete_zsh",
        "_TYPER_COMPLETE_ARGS": f"pemilu-cover {line}",
    }
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={"PYTHONPATH": str(SOURCE.parent), "PATH": "", **(completion if line else {})},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout or line == "enrol "


def test_money_never_becomes_a_float_in_the_law() -> None:
    for file in (SOURCE / "law").rglob("*.py"):
        assert "float(" not in file.read_text(encoding="utf-8"), file.name
