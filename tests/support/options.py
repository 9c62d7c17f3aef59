"""Options of pytest that make suites larger. Modules read them as they are imported."""

from __future__ import annotations

from typing import Any

import pytest

_COUNTS = {
    "contracts": (3_000, "random contracts that the program and the oracle price"),
    "mutants": (400, "mutants of each kind of file that the reader is given"),
    "engine-rows": (20_000, "rows of the roster that engines read"),
}
_FLAGS = {
    "big": "also read hostile files that take long to make or to read",
    "every-fault": "let each command meet each full or missing place, not one of each kind",
}
_values: dict[str, Any] = {}


def add_options(parser: pytest.Parser) -> None:
    """Add the options to pytest's command line."""
    group = parser.getgroup("pemilu-cover")
    for name, (default, help_text) in _COUNTS.items():
        group.addoption(f"--{name}", type=int, default=default, metavar="N", help=help_text)
    for name, help_text in _FLAGS.items():
        group.addoption(f"--{name}", action="store_true", help=help_text)


def store_options(config: pytest.Config) -> None:
    """Keep the values for modules, which are imported without a configuration."""
    _values.update({name: config.getoption(f"--{name}") for name in (*_COUNTS, *_FLAGS)})


def option(name: str) -> Any:
    """Return the value of an option."""
    return _values[name]
