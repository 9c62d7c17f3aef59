"""Enrolments that several files of this room look at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import DATA, EXAMPLES, Run, run
from sheets.workbooks import roster_rows

Fixed = tuple[Run, Path]


@pytest.fixture(scope="session")
def ponorogo(tmp_path_factory: pytest.TempPathFactory) -> Fixed:
    """The main job on 1,700 people on 21 sheets, whose roster lacks three cells of SIPP's."""
    out = tmp_path_factory.mktemp("ponorogo") / "out"
    return run("enrol", DATA / "ponorogo-2020.xlsx", "--out", out, "--json"), out


@pytest.fixture(scope="session")
def purwakarta_roster() -> dict[str, dict[str, Any]]:
    """The people of the large example as openpyxl reads them, by NIK."""
    rows = [cells for _, _, cells in roster_rows(EXAMPLES / "purwakarta-2024.xlsx")]
    return {cells["NIK"]: cells for cells in rows}
