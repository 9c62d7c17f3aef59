"""The big example, read once for all tests of this folder."""

from __future__ import annotations

import pytest
from conftest import EXAMPLES

from pemilu_cover.judging import Judged, judge_files


@pytest.fixture(scope="session")
def clean_example() -> Judged:
    """The example of 14,456 people without a fault, judged."""
    return judge_files([EXAMPLES / "purwakarta-2024.xlsx"])
