"""A roster has the same result with workbooks and in batches (`--output-format`).

The differences, with their reasons, are in docs/large-rosters.md. Those that these tests allow for:

- ``NO_PEGAWAI`` is a running number of the enrolled, or the number of the row;
- ``unit-too-few`` and ``unit-without`` are checked for all regencies together, or for each regency;
- the place of work of people who name no regency is that of most NIKs, or only from the agreement.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from batches.builders import (
    COUNTS,
    REGENCY,
    SUMS,
    as_csv,
    as_parquet,
    enrol,
    enrol_with_reader_process,
    enrol_workbooks,
    flat,
    table,
)
from support.paths import EXAMPLES, SIGNED_LATE
from support.people import Row
from support.run import Run
from support.workbooks import DATA_SHEET, grid, roster_rows, sen

from benchmarks.rosters import RosterSpec, roster_content, write
from pemilu_cover.reference.sipp_layout import COLUMNS

HEADERS = [column.header for column in COLUMNS]
NUMBERED = "NO_PEGAWAI"
# The sheet KPPS of messy-2024 calls its columns otherwise than DATA ADHOC does.
SAME = {
    "NO": "No",
    "JABATAN": "Jabatan",
    "NO TPS": "TPS",
    "DESA/KEL": "Desa/Kelurahan",
    "NAMA LENGKAP": "Nama Lengkap",
    "JK": "L/P",
    "TEMPAT LAHIR": "Tempat Lahir",
    "TGL LAHIR": "Tanggal Lahir",
    "NAMA IBU KANDUNG": "Nama Ibu Kandung",
    "ALAMAT": "Alamat",
    "KODE POS": "Kode Pos",
    "NO HP": "No. HP",
    "STATUS KAWIN": "Status Kawin",
    "GOL DARAH": "Gol. Darah",
    "MULAI": "Tgl Mulai",
    "SELESAI": "Tgl Selesai",
    "HONORARIUM": "Honor",
}
KPPS_FROM = 5  # below its titles


def totals(done: Run) -> dict[str, Any]:
    """Return the status, the counts and the sums of a run, without those of places and files."""
    counted = {name: done.json[name] for name in (*COUNTS, *SUMS)}
    counted["by_role"] = sorted(counted["by_role"], key=lambda entry: entry["role"])
    return {"status": done.status, "rows": done.json["roster"]["rows"], **counted}


def of_workbooks(done: Run) -> list[tuple[Any, ...]]:
    """Return the findings of a usual run: where, what, and what is said."""
    names = ("row", "level", "code", "column", "cell", "message", "suggestion")
    return sorted(tuple(found[name] or "" for name in names) for found in done.json["findings"])


def of_batches(out: Path) -> list[tuple[Any, ...]]:
    """Return the same of a run in batches, in whose tables NIKs of suggestions are masked, too."""
    found = table(out, "findings")
    if not found.height:
        return []
    names = ("BARIS", "level", "code", "column", "cell", "message", "suggestion")
    rows = found.select(names).fill_null("").iter_rows()
    return sorted((int(row), *rest) for row, *rest in rows)


def uploaded(folder: Path) -> dict[str, dict[str, str]]:
    """Return the cells of everybody in a folder's SIPP workbooks, by NIK."""
    people = {}
    for file in folder.rglob("template_tk_*.xlsx"):
        titles, *rows = grid(file, DATA_SHEET)
        assert titles == HEADERS
        for row in rows:
            cells = dict(zip(HEADERS, row, strict=True))
            people[cells["NOMOR_IDENTITAS"]] = cells
    return people


def enrolled(out: Path) -> dict[str, dict[str, str]]:
    """Return the SIPP cells of everybody in the table of the enrolled whom SIPP takes, by NIK."""
    found = table(out, "enrolled").filter(pl.col("LEMBAR") == "SIPP").select(HEADERS).fill_null("")
    return {cells["NOMOR_IDENTITAS"]: cells for cells in found.iter_rows(named=True)}


def without_numbers(people: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    return {
        number: {name: cell for name, cell in cells.items() if name != NUMBERED}
        for number, cells in people.items()
    }


def assert_same(usual_run: Run, usual_out: Path, runs: Sequence[tuple[Run, Path]]) -> None:
    """Compare counts, sums, findings, who is held back, and each cell of those whom SIPP takes."""
    expected, found = totals(usual_run), of_workbooks(usual_run)
    for done, out in runs:
        assert totals(done) == expected
        assert of_batches(out) == found
        held = table(out, "held_back")
        assert held.height == expected["held_back"]
        errors = {row for row, level, *_ in found if level == "error"}
        assert set(held["BARIS"].cast(pl.Int64) if held.height else []) <= errors
        assert without_numbers(enrolled(out)) == without_numbers(uploaded(usual_out))
        numbers = [cells[NUMBERED] for cells in enrolled(out).values()]
        assert len(set(numbers)) == len(numbers)


def messy_people() -> list[Row]:
    """Return messy-2024 as one table, as an office would put its two sheets together."""
    book = EXAMPLES / "messy-2024.xlsx"
    people = [cells for sheet, _, cells in roster_rows(book) if sheet == "DATA ADHOC"]
    for sheet, number, cells in roster_rows(book, header=KPPS_FROM - 1):
        if sheet == "KPPS" and number >= KPPS_FROM:
            named = {SAME.get(name, name): cell for name, cell in cells.items()}
            people.append({**named, "Kecamatan": "Plered"})
    place = {REGENCY: "Kabupaten Purwakarta"}
    columns = dict.fromkeys([REGENCY, *people[0], *people[-1]])
    return [{name: (place | one).get(name) for name in columns} for one in people]


def test_the_messy_example_as_one_table(tmp_path: Path) -> None:
    people = messy_people()
    source = as_csv(tmp_path / "messy.csv", people)
    texts = as_parquet(tmp_path / "messy.parquet", [
        {name: None if cell is None else str(cell) for name, cell in one.items()}
        for one in flat(people)
    ])  # fmt: skip
    by_csv, by_parquet = tmp_path / "a", tmp_path / "b"
    runs = [
        (enrol(source, by_csv, form="csv"), by_csv),
        (enrol(texts, by_parquet), by_parquet),
    ]
    assert runs[0][0].json["held_back"] > 10
    assert_same(enrol_workbooks(source, tmp_path / "usual"), tmp_path / "usual", runs)


def test_a_kecamatan_of_the_clean_example(tmp_path: Path) -> None:
    """Its rows name no regency; its agreement names the place of work."""
    titles, *rows = grid(EXAMPLES / "purwakarta-2024.xlsx", "DATA ADHOC")
    everybody = [dict(zip(titles, [cell or None for cell in row], strict=True)) for row in rows]
    some = [cells for cells in everybody if cells["Kecamatan"] in (None, "Bojong")]
    source = as_parquet(tmp_path / "bojong.parquet", some)
    more = ("--agreement", SIGNED_LATE)
    out = tmp_path / "out"
    done = enrol(source, out, *more, "--sipp-regency", "all")
    assert done.json["ready"] > 500
    assert_same(
        enrol_workbooks(source, tmp_path / "usual", *more), tmp_path / "usual", [(done, out)]
    )
    assert uploaded(out) == enrolled(out)  # SIPP's workbooks are its rows of the table
    assert [path.name for path in (out / "regencies").iterdir()] == ["unknown"]


def test_auto_fix__messy_example__fixes_the_same_people(tmp_path: Path) -> None:
    source = as_csv(tmp_path / "messy.csv", messy_people())
    fixes = [
        word
        for code in ("nik-letters", "birth-swapped", "sex-missing")
        for word in ("--auto-fix", code)
    ]
    out = tmp_path / "out"
    done = enrol(source, out, *fixes, form="csv")
    assert done.json["findings_by_code"]["fixed"] == 1
    assert_same(
        enrol_workbooks(source, tmp_path / "usual", *fixes), tmp_path / "usual", [(done, out)]
    )


def test_the_example_of_two_regencies(tmp_path: Path) -> None:
    source, out = EXAMPLES / "two-regencies-2024.csv", tmp_path / "out"
    done = enrol(source, out)
    assert len(done.json["by_regency"]) == 2
    assert_same(enrol_workbooks(source, tmp_path / "usual"), tmp_path / "usual", [(done, out)])


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> tuple[RosterSpec, Path, dict[str, Run]]:
    """A roster over six regencies with faults and people who are there twice, enrolled all three ways."""
    order = RosterSpec(600, faults=6, duplicates=3)
    folder = tmp_path_factory.mktemp("generated")
    for kind in ("csv", "parquet"):
        write(order, folder / f"roster.{kind}")
    runs = {
        "usual": enrol_workbooks(folder / "roster.csv", folder / "usual"),
        "parquet": enrol_with_reader_process(folder / "roster.parquet", folder / "parquet"),
        "csv": enrol(folder / "roster.csv", folder / "csv", "--sipp-regency", "all", form="csv"),
    }
    return order, folder, runs


def test_a_roster_over_several_regencies(
    generated: tuple[RosterSpec, Path, dict[str, Run]],
) -> None:
    _, folder, runs = generated
    both = [(runs[form], folder / form) for form in ("parquet", "csv")]
    codes = [runs["usual"].json["findings"][at]["code"] for at in range(9)]
    assert not {"unit-too-few", "unit-without"} & set(codes)
    assert_same(runs["usual"], folder / "usual", both)
    assert uploaded(folder / "csv") == enrolled(folder / "parquet")


def test_the_faults_of_a_generated_roster_are_those_that_were_put_in(
    generated: tuple[RosterSpec, Path, dict[str, Run]],
) -> None:
    order, folder, runs = generated
    truth = roster_content(order)
    assert runs["csv"].json["held_back"] == truth.held_back
    found = {(code, row) for row, _, code, *_ in of_batches(folder / "csv")}
    put_in = {(code, row + 1) for code, rows in truth.faults.items() for row in rows}
    twice = {("duplicate", again + 1) for _, again in truth.duplicates}
    assert found == put_in | twice


def test_both_forms_hold_the_same(generated: tuple[RosterSpec, Path, dict[str, Run]]) -> None:
    _, folder, runs = generated
    parquet, plain = (folder / form for form in ("parquet", "csv"))
    for name in ("enrolled", "held_back", "findings"):
        one, other = (
            table(out, name).drop("BERKAS", "cell", strict=False).fill_null("")
            for out in (parquet, plain)
        )
        assert one.columns == other.columns
        # The rows that are held back are as typed, and a CSV has no other cells than texts.
        if name != "held_back":
            assert one.rows() == other.rows()
    for done in (runs["parquet"], runs["csv"]):
        assert done.err == ""


def test_json__sums__add_up(generated: tuple[RosterSpec, Path, dict[str, Run]]) -> None:
    done = generated[2]["parquet"].json
    places = done["by_regency"]
    counted = {"files": ["roster.parquet"], "rows": 600, "not_understood": 0}
    assert done["roster"] == counted
    assert sum(done[name] for name in ("enrolled", "held_back", "excluded")) == 600
    assert done["enrolled"] == done["ready"] + done["incomplete"]
    for name in COUNTS:
        assert sum(place[name] for place in places) == done[name]
    cents = {
        name: sum(int(place[name].replace(".", "")) for place in places)
        for name in ("jkk", "jkm", "total")
    }
    assert cents == {name: int(text.replace(".", "")) for name, text in done["premium"].items()}
    assert cents["total"] == cents["jkk"] + cents["jkm"]
    assert [place["regency"] for place in places] == sorted(place["regency"] for place in places)
    assert sum(done["findings_by_code"].values()) == 9
    assert json.loads((generated[1] / "parquet" / "manifest.json").read_text())["counts"] == {
        **{name: done[name] for name in COUNTS},
        "excluded_by": done["excluded_by"],
        "findings": done["findings_by_code"],
    }


def test_the_bills_add_up_to_the_sen(generated: tuple[RosterSpec, Path, dict[str, Run]]) -> None:
    """Regencies to provinces, provinces to the nation; each person's amount to his regency's."""
    _, folder, runs = generated
    out = folder / "parquet"
    nation = total_of(out / "invoice.xlsx")
    provinces = {path.parent.name: total_of(path) for path in out.glob("provinces/*/invoice.xlsx")}
    regencies = {path.parent.name: total_of(path) for path in out.glob("regencies/*/invoice.xlsx")}
    assert len(regencies) == 6
    assert nation == sum(provinces.values()) == sum(regencies.values())
    assert nation == sen(runs["parquet"].json["premium"]["total"])
    for code, amount in provinces.items():
        assert amount == sum(of for name, of in regencies.items() if name.startswith(code))
    people = pl.concat([pl.read_parquet(file) for file in (out / "enrolled").iterdir()])
    by_regency = people.group_by("KODE_KABUPATEN_KOTA").agg(pl.col("JUMLAH").sum())
    assert {code: int(amount * 100) for code, amount in by_regency.iter_rows()} == regencies
    book = openpyxl.load_workbook(out / "invoice.xlsx")
    for title in ("Provinsi", "Kabupaten-Kota"):
        assert title in book.sheetnames


def total_of(bill: Path) -> int:
    """Return what a bill says is to be paid, in sen; what its lines add up to."""
    rows = openpyxl.load_workbook(bill, data_only=True).worksheets[0].iter_rows(values_only=True)
    table_of_lines = [row for row in rows if row[1] is not None]
    heads = [at for at, row in enumerate(table_of_lines) if row[1] == "Jabatan"]
    ends = next(at for at, row in enumerate(table_of_lines) if row[1] == "JUMLAH")
    lines = [sen(row[-1]) for row in table_of_lines[heads[0] + 1 : ends]]
    total = sen(table_of_lines[ends][-1])
    assert total == sum(lines)
    return total
