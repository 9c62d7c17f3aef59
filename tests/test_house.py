"""The arrows of the house: data goes one way, and a room does not know who uses it."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import REPOSITORY

SOURCE = REPOSITORY / "src" / "pemilu_cover"
# What each room may import, besides the standard library, other packages and itself.
MAY_IMPORT = {
    "values": set[str](),
    "law": {"values"},
    "roster": {"values", "messages"},
    "sheets": {"values", "messages"},
    "reasons": {"values", "law", "messages", "roster", "sheets", "benefits"},
    "planning": {"values", "law", "messages", "sheets", "reasons", "quote", "budget"},
    "enrolling": {
        "values",
        "law",
        "messages",
        "roster",
        "sheets",
        "reasons",
        "enrol",
        "__version__",
    },
    "national": {
        "values",
        "law",
        "messages",
        "roster",
        "sheets",
        "reasons",
        "enrolling",
        "nation",
        "__version__",
    },
}


def imports(file: Path) -> Iterator[str]:
    """Give the parts of the package that a module imports: ``roster.read`` as ``roster``."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pemilu_cover"):
            parts = (node.module or "").split(".")[1:]
            yield from [parts[0]] if parts else [alias.name for alias in node.names]
        elif isinstance(node, ast.Import):
            yield from (
                alias.name.split(".")[1]
                for alias in node.names
                if alias.name.startswith("pemilu_cover.")
            )


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_what_lies_before_it(room: str) -> None:
    for file in (SOURCE / room).rglob("*.py"):
        foreign = set(imports(file)) - {room} - MAY_IMPORT[room]
        assert not foreign, f"{file.name} imports {foreign}"


def test_nothing_imports_the_command_line() -> None:
    files = [file for file in SOURCE.rglob("*.py") if SOURCE / "cli" not in file.parents]
    users = [file.name for file in files if "cli" in set(imports(file))]
    assert users == ["__main__.py"]


def test_law_and_values_never_see_a_frame() -> None:
    for room in ("law", "values"):
        for file in (SOURCE / room).rglob("*.py"):
            assert "polars" not in file.read_text(encoding="utf-8"), file.name


def test_quote_needs_neither_frames_nor_workbooks() -> None:
    program = (
        "import sys; sys.argv = ['pemilu-cover', 'quote', '--role', 'KPPS', '--days', '30'];"
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


def test_money_never_becomes_a_float_in_the_law() -> None:
    for file in (SOURCE / "law").rglob("*.py"):
        assert "float(" not in file.read_text(encoding="utf-8"), file.name
