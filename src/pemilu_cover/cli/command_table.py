"""The commands by name. A command is imported when it runs, or when help or completion shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Any

import typer
from typer.main import get_command

# Each is the name of its module, in the order of the help.
_NAMES = (
    *("init", "enrol", "check", "template"),
    *("update", "members", "reconcile", "coverage", "claim", "verify"),
    *("quote", "budget", "benefits"),
    *("rates", "explain", "schema", "doctor"),
)
_programs: dict[str, typer.Typer] = {}


def register(function: Callable[..., Any], **settings: Any) -> None:
    """Register a function as the command of its name."""
    program = typer.Typer(
        add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False
    )
    program.command(**settings)(function)
    _programs[function.__name__] = program


class CommandTable(Mapping[str, Any]):
    """All commands, whose types typer does not export; a module is imported when its command is read."""

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401
        """Return a command."""
        if name not in _NAMES:
            raise KeyError(name)
        return _command(name)

    def __iter__(self) -> Iterator[str]:
        """Yield the names."""
        return iter(_NAMES)

    def __len__(self) -> int:
        """Return the number of commands."""
        return len(_NAMES)


@cache
def _command(name: str) -> Any:  # noqa: ANN401
    import_module(f"{__package__}.{name}")
    return get_command(_programs[name])
