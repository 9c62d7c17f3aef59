"""Aliases of options and of their values: scripts use them, help and messages do not show them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_BOTH = {
    "complete": "corrections",
    "map": "column",
    "fix": "auto-fix",
    "swaps": "birth-swapped",
    "letters": "nik-letters",
    "sex": "sex-missing",
}
ALIASES: Mapping[str, Mapping[str, str]] = {
    "enrol": {
        **_BOTH,
        "by": "split-corrections-by",
        "format": "output-format",
        "paid-on": "payment-date",
        "sipp": "sipp-regency",
    },
    "check": {**_BOTH, "format": "findings-format"},
}


def context_settings(command: str) -> dict[str, Any]:
    """Return the settings with which a command accepts its aliases."""
    names = ALIASES.get(command, {})
    return {"token_normalize_func": lambda token: names.get(token, token)}
