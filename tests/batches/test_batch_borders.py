"""The result does not depend on where batches end; what no batch can know is refused."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Sequence
from itertools import takewhile
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from batches.builders import (
    REGENCY,
    as_csv,
    as_parquet,
    crowd,
    enrol,
    enrol_as_text,
    enrol_workbooks,
    everything,
    findings,
    in_batches_of,
    rows_of,
    table,
)
from support.people import Row, in_letters, short_person

from pemilu_cover.i18n.messages import messages
from pemilu_cover.roster.reading import batch_process

HEADER_ROWS = 1


def codes(out: Path) -> list[tuple[int, str]]:
    """Return the findings of a result by row."""
    return sorted((int(row), code) for row, code in rows_of(out, "findings", "BARIS", "code"))


def faulty_crowd() -> list[Row]:
    """Invent people with every kind of fault between rows, the two rows of each far apart."""
    people = crowd(1, 40)
    people[30] = {**people[2], "No": 31}  # the same person again
    people[35]["NIK"] = people[5]["NIK"]  # two people
    # Nearly one name, one birth date, NIKs a digit apart: one person?
    people[36] |= {"Nama": people[7]["Nama"], "NIK": f"{str(people[7]['NIK'])[:-1]}9"}
    # In one TPS one Ketua KPPS too many.
    for number in (10, 20, 38):
        people[number] |= {"Jabatan": "Ketua KPPS", "Honor": 900_000, "TPS": "900"}
    people[12]["NIK"] = "32140115079"
    people[13]["Nama"] = ""
    people[39]["NIK"] = "3214"  # the last row is a fault
    people[6]["NIK"] = people[14]["NIK"] = people[21]["NIK"] = "x"
    return people


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, dict[str, Any]]:
    """A roster with faults of all kinds, and its result in one batch."""
    folder = tmp_path_factory.mktemp("whole")
    source = as_csv(folder / "roster.csv", faulty_crowd())
    assert enrol(source, folder / "out").status == 1
    return source, folder / "out", everything(folder / "out")


def test_result__any_batch_border__is_equal(
    whole: tuple[Path, Path, dict[str, Any]], tmp_path: Path
) -> None:
    source, _, expected = whole
    with in_batches_of(5):
        enrol(source, tmp_path / "out")
    parts = len(list((tmp_path / "out" / "enrolled").iterdir()))
    assert parts > 3
    found = everything(tmp_path / "out")
    for name, value in expected.items():
        assert found[name] == value, name


def test_cross_checks__rows_of_different_batches__are_compared(
    whole: tuple[Path, Path, dict[str, Any]], tmp_path: Path
) -> None:
    source, out, _ = whole
    found = codes(out)
    for at, code in (
        *((32, "duplicate"), (7, "nik-two-people"), (37, "nik-two-people")),
        *((9, "name-alike"), (38, "name-alike"), (22, "unit-too-many")),
    ):
        assert (at, code) in found
    done = enrol_workbooks(source, tmp_path / "usual")
    assert sorted((entry["row"], entry["code"]) for entry in done.json["findings"]) == found


def test_rows_are_compared_across_files(tmp_path: Path) -> None:
    people = faulty_crowd()
    (tmp_path / "b").mkdir()
    one = as_csv(tmp_path / "one.csv", people[:25])
    two = as_parquet(tmp_path / "b" / "two.parquet", people[25:])
    with in_batches_of(10):
        done = enrol([one, two], tmp_path / "out", form="csv")
    counted = {"files": ["one.csv", "two.parquet"], "rows": 40, "not_understood": 0}
    assert done.json["roster"] == counted
    found = {entry[:4] for entry in findings(tmp_path / "out")}
    apart = enrol_workbooks([one, two], tmp_path / "usual").json["findings"]
    assert {(f, r, code) for f, r, _, code in found} == {
        (entry["file"], str(entry["row"]), entry["code"]) for entry in apart
    }
    said = [entry for entry in findings(tmp_path / "out") if entry[3] == "duplicate"]
    assert said[0][0] == "two.parquet"
    assert "one.csv, one, baris 4" in said[0][6]


def test_a_unit_is_one_however_its_kecamatan_is_spelled(tmp_path: Path) -> None:
    """A roster that names no regency is of one; in it "Plered" and "KEC. PLERED" are one kecamatan."""
    spelled = ("Plered", "PLERED", "Kec. Plered")
    people = [
        short_person(number, Kecamatan=spelled[number % 3], Jabatan="Ketua KPPS", Honor=900_000)
        for number in range(1, 7)
    ]
    source, out = as_csv(tmp_path / "roster.csv", people), tmp_path / "out"
    enrol(source, out)
    expected = enrol_workbooks(source, tmp_path / "usual").json["findings"]
    assert codes(out) == sorted((entry["row"], entry["code"]) for entry in expected)
    assert "unit-too-many" in {code for _, code in codes(out)}


def test_missing_column__many_batches__is_reported_once(tmp_path: Path) -> None:
    people = crowd(1, 12)
    for one in people:
        del one["Honor"], one["Selesai"]
    source = as_csv(tmp_path / "roster.csv", people)
    with in_batches_of(4):
        done = enrol(source, tmp_path / "out")
    assert (done.status, codes(tmp_path / "out")) == (0, [(2, "column-missing")] * 2)
    with in_batches_of(4):
        strict = enrol(source, tmp_path / "strict", "--strict")
    assert (strict.status, strict.json["held_back"]) == (1, 12)


def test_guess_of_a_file__many_batches__is_reported_once(tmp_path: Path) -> None:
    people = [
        {("Nomor Kartu" if name == "NIK" else name): cell for name, cell in one.items()}
        for one in crowd(1, 9)
    ]
    source = as_csv(tmp_path / "roster.csv", people)
    with in_batches_of(1):  # the header alone is the first batch
        enrol(source, tmp_path / "out")
    assert [row for row, code in codes(tmp_path / "out") if code == "column-guess"] == [1]
    mapped = ("--column", "Nomor Kartu=NIK", "--column", "No=no")
    assert enrol(source, tmp_path / "mapped", *mapped).status == 0
    text = source.read_text(encoding="utf-8").replace("Nomor Kartu", "NIK")
    source.write_bytes(text.replace("Krajan", "Krajän").encode("cp1252"))
    strict, out = enrol_workbooks(source, tmp_path / "u", "--strict"), tmp_path / "s"
    done = enrol(source, out, "--strict")
    assert done.json["findings_by_code"] == {"csv-encoding": 1}
    assert (done.status, done.json["held_back"]) == (strict.status, strict.json["held_back"])
    assert not out.exists()


# ---- Rows that are no people ---------------------------------------------------------------------


def with_rows_of_nobody(path: Path) -> Path:
    """Write a roster as it is typed: titles, totals, blank lines, the header again, signatures."""
    people = crowd(1, 12)
    as_csv(path, people)
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    blank = "," * header.count(",")

    def line(*cells: str) -> str:
        return ",".join(cells) + blank[len(cells) - 1 :]

    rows[4:4] = [line("JUMLAH", "", "4"), blank, header]
    rows[9:9] = [blank]
    foot = [blank, line("", "", "Purwakarta, 6 November 2024"), line("", "", "Mengetahui,")]
    signed = [line("", "", "Ketua KPU"), blank, line("", "", "H. Sukardi, S.Sos.")]
    titles = [line("DAFTAR ANGGOTA KPPS"), line("KABUPATEN PURWAKARTA"), blank]
    path.write_text("\n".join([*titles, header, *rows, *foot, *signed]) + "\n", encoding="utf-8")
    return path


def test_totals_titles_blank_lines_and_signatures_are_nobody(tmp_path: Path) -> None:
    source = with_rows_of_nobody(tmp_path / "roster.csv")
    out = tmp_path / "out"
    with in_batches_of(3):
        done = enrol(source, out)
    assert (done.status, done.json["roster"]["rows"], findings(out)) == (0, 12, [])
    numbers = [int(row) for (row,) in rows_of(out, "enrolled", "BARIS")]
    assert sorted(numbers) == [5, 6, 7, 8, 12, 13, 15, 16, 17, 18, 19, 20]
    expected = enrol_workbooks(source, tmp_path / "usual").json
    assert (expected["enrolled"], expected["findings"]) == (12, [])


def test_a_nik_that_is_a_number_is_read_as_one(tmp_path: Path) -> None:
    """In Parquet it keeps its digits; "3,21401E+15" of a CSV does not, and is held back."""
    people = [{**one, "NIK": int(str(one["NIK"]))} for one in crowd(1, 20)]
    source = as_parquet(tmp_path / "roster.parquet", people)
    with in_batches_of(6):
        done = enrol(source, tmp_path / "out")
    expected = enrol_workbooks(source, tmp_path / "usual").json
    assert done.json["enrolled"] == expected["enrolled"]
    found = sorted((entry["row"], entry["code"]) for entry in expected["findings"])
    assert codes(tmp_path / "out") == found


def test_batches__resumed_run__have_the_same_borders(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(batch_process, "HEIGHT", 50)
    monkeypatch.setattr(batch_process, "_TAIL", 20)
    chance = random.Random(0)  # noqa: S311  no secret
    for length in (0, 1, 49, 50, 51, 137, 160, 200):
        cells = [chance.choice(["1" * 16, "", "x"]) for _ in range(length)]
        cells[60:160] = ["x"] * len(cells[60:160])  # a stretch without anybody
        rows = pl.DataFrame({"0": pl.Series(cells, dtype=pl.String)})

        def cut(first: int, rows: pl.DataFrame = rows) -> list[tuple[int, list[str]]]:
            stretches = (rows.slice(at, end - at) for at, end in batch_process._spans(first))
            batches = takewhile(lambda batch: batch.height, stretches)
            return [
                (at, batch["0"].to_list())
                for at, batch in batch_process._end_with_people(batches, first)
            ]

        batches = cut(0)
        assert [cell for _, batch in batches for cell in batch] == cells
        for number in range(1, len(batches)):
            assert cut(batches[number][0]) == batches[number:]


# ---- What is refused -----------------------------------------------------------------------------


def two_tables(path: Path) -> Path:
    first = as_csv(path, crowd(1, 4)).read_text(encoding="utf-8")
    turned = [dict(reversed(one.items())) for one in crowd(5, 9)]
    second = as_csv(path, turned).read_text(encoding="utf-8")
    path.write_text(first + "\n\n" + second, encoding="utf-8")
    return path


def far_table(path: Path) -> Path:
    """Another table, which the head of the file does not hold."""
    first = as_csv(path, crowd(1, 260)).read_text(encoding="utf-8")
    turned = [dict(reversed(one.items())) for one in crowd(261, 269)]
    second = as_csv(path, turned).read_text(encoding="utf-8")
    path.write_text(first + "\n\n" + second, encoding="utf-8")
    return path


def corrections_file(path: Path) -> Path:
    faulty, usual = as_csv(path, [short_person(1, NIK="1")]), path.with_name("usual")
    enrol_workbooks(faulty, usual)
    made = (usual / "corrections.xlsx").rename(path.with_suffix(".xlsx"))
    faulty.unlink()
    shutil.rmtree(usual)
    return made


def old_workbook(path: Path) -> Path:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 64)
    return path


def nobody(path: Path) -> Path:
    return as_csv(path, [dict.fromkeys(short_person(1))])


def empty(path: Path) -> Path:
    path.write_bytes(b"")
    return path


def blank(path: Path) -> Path:
    path.write_bytes(b"\n\n\n")
    return path


def letter(path: Path) -> Path:
    path.write_text("Yth. Ketua KPU\nBersama ini kami sampaikan.\n", encoding="utf-8")
    return path


def broken_parquet(path: Path) -> Path:
    made = as_parquet(path.with_suffix(".parquet"), crowd(1, 9))
    made.write_bytes(made.read_bytes()[:-200])
    return made


def broken_csv(path: Path) -> Path:
    made = as_csv(path, crowd(1, 9))
    made.write_bytes(made.read_bytes() + b'"11,no end')
    return made


@pytest.mark.parametrize(
    ("make", "code", "row"),
    [
        (two_tables, "batch-tables", 8),
        (far_table, "batch-tables", 264),
        (corrections_file, "is-corrections", None),
        (old_workbook, "file-other-kind", None),
        (nobody, "no-people", None),
        (empty, "file-empty", None),
        (blank, "no-people", None),
        (letter, "no-people", None),
        (broken_parquet, "file-damaged", None),
        (broken_csv, "csv-broken", None),
    ],
)
def test_enrol_batches__unsuitable_file__is_refused(
    make: Callable[[Path], Path], code: str, row: int | None, tmp_path: Path
) -> None:
    source = make(tmp_path / "roster.csv")
    with in_batches_of(1_000):
        done = enrol_as_text(source, tmp_path / "out", "--lang", "en")
    assert (done.status, done.out, done.err.count("\n")) == (3, "", 1)
    assert done.err.startswith("pemilu-cover: ")
    says = messages()[code].says.en.partition("{file}")[2].partition("{")[0]
    assert says.strip() in done.err
    if row:
        assert f"row {row}:" in done.err
    assert [path.name for path in tmp_path.iterdir()] == [source.name]


def test_enrol_batches__small_file_of_two_tables__is_read_whole(tmp_path: Path) -> None:
    done = enrol(two_tables(tmp_path / "roster.csv"), tmp_path / "out")
    tables = json.loads((tmp_path / "out" / "manifest.json").read_bytes())["inputs"][0]["tables"]
    assert (done.status, len(tables)) == (0, 2)


def test_names_of_files_are_no_patterns(tmp_path: Path) -> None:
    folder = tmp_path / "hasil [2024]"
    folder.mkdir()
    sources = [
        as_parquet(folder / "roster [1].parquet", crowd(1, 3)),
        as_csv(folder / "roster {2}.csv", crowd(4, 6)),
    ]
    done = enrol(sources, folder / "out", "--sipp-regency", "32.14", form="csv")
    assert (done.status, done.json["ready"]) == (0, 6)
    assert (folder / "out" / "regencies" / "3214" / "template_tk_NPP.xlsx").is_file()


def test_everybody_may_be_held_back(tmp_path: Path) -> None:
    people = crowd(1, 5, Nama="")
    done = enrol(as_csv(tmp_path / "roster.csv", people), tmp_path / "out", "--sipp-regency", "all")
    assert (done.status, done.json["held_back"], done.json["premium"]["total"]) == (1, 5, "0.00")
    assert table(tmp_path / "out", "enrolled").height == 0
    assert [place["held_back"] for place in done.json["by_regency"]] == [5]


def test_bill__people_without_regency__have_their_own(tmp_path: Path) -> None:
    people: Sequence[Row] = [
        *crowd(1, 3),
        *crowd(4, 6, **{REGENCY: "Kota Bogor", "Kecamatan": "Bogor Selatan"}),
        *crowd(7, 8, **{REGENCY: None, "Nama": "Budi"}),
        *crowd(9, 9, **{REGENCY: "Negeri Dongeng", "Nama": in_letters(77)}),
    ]
    out = tmp_path / "out"
    done = enrol(as_csv(tmp_path / "roster.csv", people), out)
    places = {place["regency"]: place["enrolled"] for place in done.json["by_regency"]}
    assert places == {"3214": 3, "3271": 3, None: 3}
    assert (10, "regency-unknown") in codes(out)
    assert (out / "regencies" / "unknown" / "invoice.xlsx").is_file()
