"""A result of six invented people, and SIPP's list of them."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from support.people import short_person
from support.sipp_downloads import NPP, SippPerson, people_of
from support.workbooks import enrolled

AGREEMENT = f'employer = {{ name = "KPU", npp = "{NPP}", location = "3214" }}\n'


@pytest.fixture
def result(tmp_path: Path) -> Path:
    """A result with five enrolled people and one who is held back."""
    people = [short_person(number) for number in range(1, 6)]
    held_back = short_person(6, Tanggal_Lahir=None)
    return enrolled(tmp_path, *people, held_back, agreement=AGREEMENT, status=1)


@pytest.fixture
def listed(result: Path) -> list[SippPerson]:
    """SIPP's list of the five, each with a number."""
    return people_of(pl.read_parquet(result / "people.parquet"))
