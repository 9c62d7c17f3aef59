"""A reason in corrections.xlsx names the cell that the sheet does not show."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from support.parameters import first
from support.people import Row, short_person
from support.run import invoke
from support.workbooks import enrolled, grid, roster

PAIR = "Tempat, Tgl Lahir"
PAIRED: Row = {
    name: cell for name, cell in short_person(1).items() if not name.endswith("Lahir")
} | {PAIR: "Purwakarta, 15 Juli 1990"}
NO_TEXT = ("No", "L/P", PAIR, "TPS", "NIK")  # of which the last three come first


def reasons(out: Path) -> list[str]:
    rows = grid(out / "corrections.xlsx", "Perbaikan")
    header = next(row for row in rows if "Berkas" in row)
    at = header.index("Yang harus dibetulkan")
    return [row[at] for row in rows[rows.index(header) + 1 :]]


def test_a_cell_that_is_shown_is_not_named_twice(tmp_path: Path) -> None:
    (reason,) = reasons(enrolled(tmp_path, short_person(1, NIK="321"), short_person(2), status=1))
    assert reason == "NIK 3 digit, seharusnya 16. Cocokkan dengan KTP dan lengkapi."


COLUMNS = first(3, [PAIR, "TPS", "NIK", *(name for name in PAIRED if name not in NO_TEXT)])


@pytest.mark.parametrize("name", COLUMNS)
def test_every_marked_cell_is_shown_or_named(name: str, tmp_path: Path) -> None:
    """A control character anywhere: the marked column is on the sheet, or the reason names it."""
    spoilt = PAIRED | {name: f"{PAIRED[name]}\x7f"}
    source = roster(tmp_path / "roster.xlsx", spoilt, PAIRED | {"NIK": short_person(2)["NIK"]})
    invoke("enrol", source, "--out", tmp_path / "out")
    page = openpyxl.load_workbook(tmp_path / "out" / "corrections.xlsx")["Perbaikan"]
    colored = any(
        cell.fill.patternType == "solid" for row in page.iter_rows(min_row=5) for cell in row
    )
    assert colored or name in reasons(tmp_path / "out")[0], name
