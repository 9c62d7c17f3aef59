"""The correction loop as a whole: whatever a clumsy clerk does, nobody gets another person's cells.

A roster with planted faults goes through several rounds. In each, a clerk fills in what they know, wrongly at
times, and does to the workbook what clerks do. In the last they fill in everything rightly.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cli.test_corrections_roundtrip import enrol, sipp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook
from roster.builders import roster
from support.people import Row, nik, person

pytestmark = pytest.mark.slow

PEOPLE = 6
NOTHING = ""
# By number: what the roster lacks or has wrongly of each person.
FAULTS: dict[int, dict[str, Any]] = {
    1: {"NIK": nik(1)[:15]},
    2: {"NIK": NOTHING, "Gol. Darah": NOTHING},
    3: {"Tanggal Lahir": "14-13-1990", "Nama Ibu Kandung": NOTHING},
    4: {"Kode Pos": NOTHING},
    5: {"Jabatan": "Tukang", "Kode Pos": NOTHING},
    6: {},
}
TRUTH = {
    number: person(number, **{"Tanggal Lahir": "12-05-1990", "Nama Ibu Kandung": f"Ibu {name}"})
    for number, name in zip(
        range(1, PEOPLE + 1), ("Imas", "Lilis", "Nining", "Oneng", "Popon", "Rukmini"), strict=True
    )
}
BY_NAME = {str(one["Nama Lengkap"]): one for one in TRUTH.values()}
# Cells that are wrong for everybody; the cells of other people are wrong, too.
WRONG = {"Kode Pos": "Plered 41162", "Gol. Darah": "C", "Nama Ibu Kandung": "tidak tahu"}
KEYS = ("Berkas", "Lembar", "Baris", "Kode")
Edit = Callable[[Workbook, int], None]


def made(folder: Path) -> Path:
    rows: list[Row] = [TRUTH[number] | FAULTS[number] for number in TRUTH]
    return roster(folder, rows)


def pages(book: Workbook) -> list[tuple[Any, int, list[str]]]:
    """Return the sheets to be filled in, with the row and the titles of their header."""
    matches = []
    for page in book.worksheets:
        tops = [cell.row for row in page.iter_rows() for cell in row if cell.value == "Berkas"]
        if tops and page.title in ("Perbaikan", "Lengkapi"):
            matches.append((page, tops[0], [str(cell.value) for cell in page[tops[0]]]))
    return matches


def fill_in(book: Workbook, *, wrongly: bool) -> int:
    """Fill in what is asked for: the coloured cells of each row, from the person's papers; count them."""
    count = 0
    for page, top, titles in pages(book):
        for row in page.iter_rows(min_row=top + 1):
            cells = dict(zip(titles, row, strict=False))
            known = BY_NAME.get(str(cells["Nama Lengkap"].value))
            if known is None:
                continue
            for title, cell in cells.items():
                query = cell.fill.fgColor.rgb in ("FFFFFF00", "FFF8CBAD", "FFFFE699")
                if query and title in known:
                    cell.value = WRONG.get(title, known[title]) if wrongly else known[title]
                    count += 1
    return count


def sort_all(book: Workbook, at: int) -> None:
    for page, top, _ in pages(book):
        _sort(page, top, 1, at)


def sort_without_keys(book: Workbook, at: int) -> None:
    for page, top, _ in pages(book):
        _sort(page, top, len(KEYS) + 1, at)


def _sort(page: Any, top: int, first: int, at: int) -> None:
    rows = [[cell.value for cell in row[first - 1 :]] for row in page.iter_rows(min_row=top + 1)]
    rows = rows[at % max(len(rows), 1) :] + rows[: at % max(len(rows), 1)]
    for row, values in enumerate(rows, start=top + 1):
        for column, value in enumerate(values, start=first):
            page.cell(row, column).value = value


def copy_row(book: Workbook, at: int) -> None:
    for page, top, titles in pages(book):
        values = [cell.value for cell in page[top + 1]]
        values[titles.index("NIK")] = nik(90 + at)
        values[titles.index("Nama Lengkap")] = "Wawan Baru"
        page.append(values)


def type_over(book: Workbook, at: int) -> None:
    for page, top, titles in pages(book):
        page.cell(top + 1, titles.index("NIK") + 1).value = nik(80 + at)
        page.cell(top + 1, titles.index("Nama Lengkap") + 1).value = "Yaya Baru"


def delete_row(book: Workbook, at: int) -> None:
    for page, top, _ in pages(book):
        if page.max_row > top + 1:
            page.delete_rows(top + 1 + at % (page.max_row - top))


def delete_column(book: Workbook, at: int) -> None:
    for page, _, titles in pages(book):
        page.delete_cols(1 + at % len(titles))


def delete_header(book: Workbook, at: int) -> None:
    del at
    for page, top, _ in pages(book):
        page.delete_rows(top)


def rename_sheets(book: Workbook, at: int) -> None:
    for page, _, _ in pages(book):
        page.title = f"{page.title} {at}"


def write_a_note(book: Workbook, at: int) -> None:
    for page, top, titles in pages(book):
        page.cell(top + 1, len(titles) + 1 + at % 3).value = "sudah pindah"


EDITS: list[Edit] = [
    sort_all,
    sort_without_keys,
    copy_row,
    type_over,
    delete_row,
    delete_column,
    delete_header,
    rename_sheets,
    write_a_note,
]
ROUNDS = st.lists(
    st.tuples(
        st.booleans(), st.lists(st.tuples(st.sampled_from(EDITS), st.integers(1, 9)), max_size=2)
    ),
    max_size=2,
)


def no_cell_is_anothers(out: Path) -> None:
    """Nobody in SIPP's sheet has another person's NIK, mother or phone."""
    for row in sipp(out):
        own = BY_NAME[row["NAMA_LENGKAP"]]
        assert row["NOMOR_IDENTITAS"] == own["NIK"]
        assert row["NAMA_IBU_KANDUNG"] == own["Nama Ibu Kandung"]
        assert row["HP"] == own["No. HP"]
        assert row["TANGGAL_LAHIR"] == "12-05-1990"


@settings(
    max_examples=6,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(ROUNDS)
def test_loop__clumsy_rounds_then_a_right_one__enrols_everybody_with_their_own_cells(
    played: list[tuple[bool, list[tuple[Edit, int]]]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, out = made(Path(folder)), Path(folder) / "out"
        assert enrol(out, path).json["held_back"] == 4
        for number, (wrongly, edits) in enumerate([*played, (False, [])]):
            book = openpyxl.load_workbook(out / "corrections.xlsx")
            filled = fill_in(book, wrongly=wrongly)
            for edit, at in edits:
                edit(book, at)
            file = Path(folder) / f"isi{number}.xlsx"
            book.save(file)
            done = enrol(out, path, "--corrections", file, "--force")
            if done.status == 3:  # the file cannot be read at all, and nothing has changed
                assert edits
                continue
            report = done.json["complete"]["files"][-1]
            # A file that asks for nothing waits beside the others.
            assert (
                not filled
                or sum(count for name, count in report.items() if name not in ("file", "round"))
                or "complete-nothing" in {finding["code"] for finding in done.json["findings"]}
            )
            assert done.json["roster"]["rows"] >= PEOPLE
            no_cell_is_anothers(out) if done.json["ready"] else None
            if not (out / "corrections.xlsx").exists():
                break
        assert done.json["ready"] == PEOPLE
