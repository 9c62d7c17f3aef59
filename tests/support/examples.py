"""How many random examples a property is tried on."""

from __future__ import annotations

from hypothesis import settings

_FULL = 100  # the examples of the profile `full`, see tests/conftest.py


def examples(number: int) -> settings:
    """Return settings for so many examples in the profile `full`, and for a share of them in `quick`."""
    return settings(max_examples=max(1, number * settings.default.max_examples // _FULL))
