"""Results that several modules about rosters use."""

from __future__ import annotations

import pytest
from support.paths import EXAMPLES

from pemilu_cover.enrolment.validation import ValidatedRoster, validate_files


@pytest.fixture(scope="session")
def clean_example() -> ValidatedRoster:
    """The example of 14,456 people without a fault, validated."""
    return validate_files([EXAMPLES / "purwakarta-2024.xlsx"])
