"""Modules have at most 300 lines, functions at most 50; exceptions are listed and may only go."""

from __future__ import annotations

import ast
from functools import cache

from support.paths import SOURCE
from support.source import modules

MOST_LINES_OF_MODULE, MOST_LINES_OF_FUNCTION = 300, 50
# Too long today. Split one and delete its entry; nothing is added here.
EXCEPTIONS = frozenset(
    {
        "pemilu_cover/storage/atomic_write.py",
    }
)


@cache
def too_long() -> set[str]:
    """Return the modules and functions of the package over their limit."""
    names = set()
    for file, tree in modules().items():
        module = file.relative_to(SOURCE).as_posix()
        if len(file.read_text(encoding="utf-8").splitlines()) > MOST_LINES_OF_MODULE:
            names.add(module)
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > MOST_LINES_OF_FUNCTION:
                    names.add(f"{module}:{node.name}")
    return names


def test_package__modules_and_functions__are_short() -> None:
    assert too_long() - EXCEPTIONS == set(), "split these"


def test_exceptions__entry_is_short_by_now__is_deleted() -> None:
    assert EXCEPTIONS - too_long() == set(), "delete these from EXCEPTIONS"
