"""The modules of the package, each parsed once."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from support.paths import SOURCE

PACKAGE = SOURCE / "pemilu_cover"


@cache
def modules() -> Mapping[Path, ast.Module]:
    """Return the tree of each module of the package, by its file."""
    return {
        file: ast.parse(file.read_text(encoding="utf-8")) for file in sorted(PACKAGE.rglob("*.py"))
    }


@cache
def calls() -> list[tuple[Path, str, ast.Call]]:
    """Return each call of a plain name in the package, with its file and the name."""
    return list(_calls())


def _calls() -> Iterator[tuple[Path, str, ast.Call]]:
    for file, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                yield file, node.func.id, node


def first_literals(*names: str) -> set[str]:
    """Return each text that the package writes as the first argument of these functions."""
    return {
        call.args[0].value
        for _, name, call in calls()
        if name in names
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    }
