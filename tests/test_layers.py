"""What no layer of the package may do; `lint-imports` holds which layer may import which."""

from __future__ import annotations

import subprocess
import sys

import pytest
from support.paths import REPOSITORY

SOURCE = REPOSITORY / "src" / "pemilu_cover"


def _run_python(program: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={"PYTHONPATH": str(SOURCE.parent), "PATH": "", **environment},
        check=False,
    )


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
    done = _run_python(program)
    assert (done.returncode, done.stderr) == (0, "")


def test_quote__one_role__imports_no_other_command_and_reads_no_law_that_it_does_not_show() -> None:
    program = (
        "import sys; sys.argv = ['pemilu-cover', 'quote', '--role', 'KPPS', '--days', '30'];"
        "from pemilu_cover.cli.registry import app;"
        "from pemilu_cover.cli.command_table import CommandTable;"
        "app(standalone_mode=False);"
        "other = {f'pemilu_cover.cli.{name}' for name in CommandTable()} - {'pemilu_cover.cli.quote'};"
        "law = {f'pemilu_cover.law.{name}' for name in ('claim_law', 'law_texts', 'receipt_law')};"
        "needless = (other | law) & set(sys.modules);"
        "sys.exit(f'imported {needless}' if needless else 0)"
    )
    done = _run_python(program)
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
    done = _run_python(program, **(completion if line else {}))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout or line == "enrol "


def test_money_never_becomes_a_float_in_the_law() -> None:
    for file in (SOURCE / "law").rglob("*.py"):
        assert "float(" not in file.read_text(encoding="utf-8"), file.name
