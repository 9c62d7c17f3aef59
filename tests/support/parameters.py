"""Parameters of which a quick run takes a few."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def first(number: int, values: Iterable[Any]) -> list[Any]:
    """Return parameters of which only the first ones are quick: the others show the same once more."""
    return [
        value if at < number else pytest.param(*_several(value), marks=pytest.mark.slow)
        for at, value in enumerate(values)
    ]


def _several(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)
