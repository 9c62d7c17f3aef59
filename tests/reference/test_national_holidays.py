"""The table of national holidays is that of the library, in the version of ``pyproject.toml``."""

from __future__ import annotations

import runpy

from support.paths import REPOSITORY

from pemilu_cover.reference.national_holidays import national_holidays


def test_national_holidays__library__has_the_same() -> None:
    tool = runpy.run_path(str(REPOSITORY / "tools" / "national_holidays.py"))
    assert national_holidays() == tool["known_holidays"]()
