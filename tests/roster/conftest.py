"""What the tests of the roster share: the big example, read once, and the law, loaded once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from conftest import EXAMPLES

from pemilu_cover.enrolment.validation import ValidatedRoster, validate_files
from pemilu_cover.law.rate_book import RateBook

LOAD = cache(RateBook.load)


@pytest.fixture(scope="module", autouse=True)
def _law_is_loaded_once() -> Iterator[None]:
    """Rate files do not change here, and reading them is most of the time that a small roster takes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RateBook, "load", LOAD)
        yield


@pytest.fixture(scope="session")
def clean_example() -> ValidatedRoster:
    """The example of 14,456 people without a fault, judged."""
    return validate_files([EXAMPLES / "purwakarta-2024.xlsx"])
