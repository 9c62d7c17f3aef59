"""Values from rows above are carried from batch to batch."""

from __future__ import annotations

from pathlib import Path

import pytest
from batches.builders import as_csv, crowd, rows_of, table
from batches.random_rosters import batch_result, workbook_result
from support.people import Row

from pemilu_cover.roster.tables.rows_above import Above, Blocks
from pemilu_cover.roster.tables.titles import LocationContext

FILES = Path(__file__).with_name("files")
PLACES = ("BARIS", "KECAMATAN", "DESA_KELURAHAN")


def with_lines(path: Path, lines: dict[int, str]) -> Path:
    """Put lines before the rows of these numbers, counted from 0, of a CSV file."""
    rows = path.read_text(encoding="utf-8").splitlines()
    blank = "," * rows[0].count(",")
    for at in sorted(lines, reverse=True):
        rows.insert(at, lines[at] + blank)
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("rows", [1, 2, 3, 50_000])
def test_ditto_marks__any_batch_border__are_the_cells_above(rows: int, tmp_path: Path) -> None:
    roster, out = FILES / "nation_ditto.csv", tmp_path / "out"
    expected_result, batches = workbook_result([roster]), batch_result([roster], out, rows)
    assert batches == expected_result
    names = ("TEMPAT_LAHIR", "ALAMAT", "KECAMATAN", "DESA_KELURAHAN")
    first, second, third = table(out, "enrolled").select(names).rows()[:3]
    assert first == second == third == ("Purwakarta", "Jl. Melati 36", "Plered", "Citeko")


def test_kecamatan_of_a_block__in_several_batches__applies_to_the_block(
    tmp_path: Path,
) -> None:
    people = crowd(1, 25)
    for number, one in enumerate(people):
        one |= {"Kecamatan": ["Plered", "Bojong", "Plered"][number // 9], "Desa": f"D{number // 5}"}
        if number % 9:
            one["Kecamatan"] = None
        if number % 5:
            one["Desa"] = None
    roster = as_csv(tmp_path / "roster.csv", people)
    expected_result = workbook_result([roster])
    for rows in (2, 7):
        assert batch_result([roster], tmp_path / f"{rows}", rows) == expected_result
    found = rows_of(tmp_path / "7", "enrolled", "KECAMATAN")
    assert found == [("Bojong",)] * 9 + [("Plered",)] * 16


def test_kecamatan_that_later_rows_repeat__is_not_filled_down(tmp_path: Path) -> None:
    """The first batches look like blocks; all rows show that each names its own kecamatan."""
    people = crowd(1, 12)
    for one in people[1:6]:
        one["Kecamatan"] = None
    roster = as_csv(tmp_path / "roster.csv", people)
    expected_result = workbook_result([roster])
    assert batch_result([roster], tmp_path / "out", 3) == expected_result
    assert {row["KECAMATAN"] for row in expected_result["enrolled"]} == {"Purwakarta", ""}


def test_headings_between_rows__in_batches__apply_below(tmp_path: Path) -> None:
    people: list[Row] = [
        {name: cell for name, cell in one.items() if name not in ("Kecamatan", "Desa")}
        for one in crowd(1, 40)
    ]
    roster = as_csv(tmp_path / "roster.csv", people)
    with_lines(roster, {1: "KECAMATAN PLERED", 5: "DESA CITEKO", 31: "KECAMATAN BOJONG"})
    expected_result = workbook_result([roster])
    for rows in (2, 15):
        assert batch_result([roster], tmp_path / f"{rows}", rows) == expected_result
    found = [row[1:] for row in table(tmp_path / "2", "enrolled").select(PLACES).rows()]
    assert found == [
        *[("Plered", None)] * 4,
        *[("Plered", "Citeko")] * 26,
        *[("Bojong", None)] * 10,
    ]


def test_signatures_above_a_repeated_header__in_batches__are_nobody(tmp_path: Path) -> None:
    roster = as_csv(tmp_path / "roster.csv", crowd(1, 9))
    header = roster.read_text(encoding="utf-8").splitlines()[0]
    with_lines(roster, {5: "\n,,Mengetahui\n,,Ketua KPU\n\n,,H. Sukardi\n" + header})
    expected_result = workbook_result([roster])
    assert (expected_result["people"], len(expected_result["held_back"])) == (9, 0)
    for rows in (1, 3, 5):
        assert batch_result([roster], tmp_path / f"{rows}", rows) == expected_result


def test_missing_column__in_batches__is_reported_with_the_people_of_the_table(
    tmp_path: Path,
) -> None:
    people = [{k: v for k, v in one.items() if k != "Honor"} for one in crowd(1, 11)]
    roster = as_csv(tmp_path / "roster.csv", people)
    assert batch_result([roster], tmp_path / "out", 3) == workbook_result([roster])


def test_above__as_json__is_read_back_the_same() -> None:
    above = Above(
        LocationContext(kecamatan="Plered"),
        {"address": "Jl. Melati 1"},
        Blocks({"desa": ""}, {"desa": "Citeko"}, ("desa",)),
    )
    assert Above.from_json(above.as_json()) == above
    assert Above.from_json(Above().as_json()) == Above()
