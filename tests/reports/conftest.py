"""Enrolments that several files of this room look at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.paths import DATA, EXAMPLES
from support.run import Run, invoke
from support.workbooks import RosterRow, roster_rows

Fixed = tuple[Run, Path]


@pytest.fixture(scope="session")
def ponorogo(tmp_path_factory: pytest.TempPathFactory) -> Fixed:
    """The main job on 1,700 people on 21 sheets, whose roster lacks three cells of SIPP's."""
    out = tmp_path_factory.mktemp("ponorogo") / "out"
    return invoke("enrol", DATA / "ponorogo-2020.xlsx", "--out", out, "--json"), out


@pytest.fixture(scope="session")
def purwakarta_rows() -> list[RosterRow]:
    """The rows of the large example as openpyxl reads them."""
    return list(roster_rows(EXAMPLES / "purwakarta-2024.xlsx"))


@pytest.fixture(scope="session")
def purwakarta_roster(purwakarta_rows: list[RosterRow]) -> dict[str, dict[str, Any]]:
    """The people of the large example by NIK."""
    return {cells["NIK"]: cells for *_, cells in purwakarta_rows}
