"""The output of a run in batches, other than the people themselves."""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from batches.builders import (
    REGENCY,
    as_csv,
    as_parquet,
    crowd,
    enrol,
    enrol_as_text,
    flat,
    table,
)
from privacy.canaries import MOTHER, NIK, leaks
from support.run import Run, invoke, run_at_terminal
from support.workbooks import DATA_SHEET, content, grid, sen

from pemilu_cover.reports.findings_export import RUNS

BOGOR = {REGENCY: "Kota Bogor", "Kecamatan": "Bogor Selatan", "Desa": "Empang"}


@pytest.fixture(scope="module")
def two_regencies(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Run]:
    """A roster of two regencies with many wages, some with sen, and its result with all SIPP workbooks."""
    folder = tmp_path_factory.mktemp("two")
    people = [*crowd(1, 6), *crowd(7, 10, **BOGOR)]
    for number, one in enumerate(people):
        one["Honor"] = 800_001 + 1_237 * number
    roster = as_csv(folder / "roster.csv", people)
    done = enrol(roster, folder / "out", "--sipp-regency", "all")
    return roster, folder / "out", done


# ---- Bills ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("option", "value", "reason"),
    [
        ("--corrections", "filled.xlsx", "matched with all rows of the rosters at once"),
        ("--withdraw", "filled.xlsx", "matched with all rows of the rosters at once"),
        ("--split-corrections-by", "kecamatan", "no corrections.xlsx is written"),
    ],
)
def test_option__needs_workbooks__is_refused_with_the_reason(
    option: str, value: str, reason: str, tmp_path: Path
) -> None:
    roster = as_csv(tmp_path / "roster.csv", crowd(1, 1))
    corrections = tmp_path / value
    corrections.touch()
    run = enrol_as_text(
        roster, tmp_path / "out", option, corrections if "." in value else value, "--lang", "en"
    )
    assert run.status == 2
    assert option in run.err
    assert reason in " ".join(run.err.split())
    assert not (tmp_path / "out").exists()


def test_bill__line_of_many_wages__is_marked_and_exact(
    two_regencies: tuple[Path, Path, Run],
) -> None:
    _, out, done = two_regencies
    wages = [800_001 + 1_237 * number for number in range(10)]
    # Each programme of each person is rounded to the sen, half up.
    jkk, jkm = ([(wage * rate + 50) // 100 for wage in wages] for rate in (24, 30))
    assert sen(done.json["premium"]["jkk"]) == sum(jkk)
    assert sen(done.json["premium"]["jkm"]) == sum(jkm)
    people = pl.concat([pl.read_parquet(file) for file in (out / "enrolled").iterdir()])
    assert people["IURAN_JKK"].to_list() == [Decimal(amount) / 100 for amount in jkk]
    assert people["IURAN_JKM"].to_list() == [Decimal(amount) / 100 for amount in jkm]
    assert people["UPAH_SEBULAN"].to_list() == wages
    sheet = openpyxl.load_workbook(out / "invoice.xlsx", data_only=True).worksheets[0]
    (line,) = [row for row in sheet.iter_rows(values_only=True) if row[1] == "Anggota KPPS"][:1]
    assert line[2] == "beragam"
    assert sen(line[-1]) == sum(jkk) + sum(jkm)
    assert [sen(amount) for amount in line[-3:-1]] == [sum(jkk), sum(jkm)]


@pytest.mark.parametrize("regencies", ["all", "ALL"])
def test_two_runs_give_the_same_bytes(
    regencies: str, two_regencies: tuple[Path, Path, Run], tmp_path: Path
) -> None:
    roster, out, _ = two_regencies
    enrol(roster, tmp_path / "again", "--sipp-regency", regencies)
    assert content(tmp_path / "again") == content(out)


def test_the_manifest_lists_every_file(two_regencies: tuple[Path, Path, Run]) -> None:
    _, out, _ = two_regencies
    listed = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["outputs"]
    there = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    assert set(listed) == there - {"manifest.json"}
    assert {name: entry["sha256"] for name, entry in listed.items()} == {
        name: content(out)[name] for name in listed
    }


# ---- SIPP ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "regencies"),
    [
        (("Kota Bogor", "32.14"), ["3214", "3271"]),
        (("3271", "Kota Bogor", "11.01"), ["3271"]),  # in Aceh Selatan nobody is
    ],
)
def test_the_workbooks_of_the_regencies_that_are_named(
    asked: tuple[str, ...],
    regencies: list[str],
    two_regencies: tuple[Path, Path, Run],
    tmp_path: Path,
) -> None:
    roster, whole, _ = two_regencies
    options = [word for regency in asked for word in ("--sipp-regency", regency)]
    assert enrol(roster, tmp_path / "out", *options).status == 0
    made = {
        path.parent.name: path for path in (tmp_path / "out").glob("regencies/*/template_tk_*.xlsx")
    }
    assert sorted(made) == regencies
    for code, path in made.items():
        same = whole / "regencies" / code / path.name
        assert path.read_bytes() == same.read_bytes()


def test_sipp_workbooks__in_several_groups__are_equal(
    two_regencies: tuple[Path, Path, Run], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    roster, whole, _ = two_regencies
    monkeypatch.setattr(
        "pemilu_cover.reports.sipp_uploads.MAX_PEOPLE_IN_MEMORY", 1
    )  # no two regencies fit into one look
    enrol(roster, tmp_path / "out", "--sipp-regency", "all")
    assert content(tmp_path / "out") == content(whole)


def test_sipp_regency__unknown_name__is_misuse_that_suggests_names(tmp_path: Path) -> None:
    roster = as_csv(tmp_path / "roster.csv", crowd(1, 1))
    done = enrol_as_text(roster, tmp_path / "out", "--sipp-regency", "Bandung", "--lang", "en")
    assert (done.status, done.out) == (2, "")
    assert done.err.splitlines()[0] == (
        "pemilu-cover: --sipp-regency: there is no regency 'Bandung'. Did you mean Kabupaten Bandung"
        " (3204), Kota Bandung (3273)? Write its name or code, such as 32.14."
    )
    assert [path.name for path in tmp_path.iterdir()] == ["roster.csv"]


def test_payment_date__in_batches__shows_the_penalty_as_with_workbooks(tmp_path: Path) -> None:
    roster = as_csv(tmp_path / "roster.csv", crowd(1, 3))
    late = ("--payment-date", "2025-03-01")
    batch = enrol(roster, tmp_path / "out", *late)
    expected_result = invoke(
        "enrol", roster, "--json", "--out", tmp_path / "expected_result", *late
    )
    assert batch.json["schedule"] == expected_result.json["schedule"]
    assert batch.json["schedule"]["penalty"] != "0.00"
    assert "1 Maret 2025: Rp" in enrol_as_text(roster, tmp_path / "out", "--force", *late).out
    bills = (tmp_path / "out").rglob("invoice.xlsx")
    assert all("Denda" in str(grid(bill, "Jadwal")) for bill in bills)


def test_summary__thousand_people__has_the_separator_of_the_language(tmp_path: Path) -> None:
    roster, out = as_csv(tmp_path / "roster.csv", crowd(1, 1_001)), tmp_path / "out"
    assert "1,001 people" in enrol_as_text(roster, out, "--lang", "en").out
    assert "1.001 orang" in enrol_as_text(roster, out, "--force").out


def test_enrol__sipp_regency_without_batches__is_misuse(tmp_path: Path) -> None:
    roster = as_csv(tmp_path / "roster.csv", crowd(1, 1))
    for form in ((), ("--output-format", "xlsx")):
        done = invoke("enrol", roster, *form, "--sipp-regency", "32.14", "--out", tmp_path / "out")
        assert done.status == 2
        assert "--sipp-regency" in done.err
    assert not (tmp_path / "out").exists()


def test_a_column_that_no_roster_has_is_a_typing_fault(tmp_path: Path) -> None:
    roster = as_csv(tmp_path / "roster.csv", crowd(1, 3))
    done = enrol_as_text(roster, tmp_path / "out", "--column", "Nomer Kartu=NIK")
    whole = invoke("enrol", roster, "--out", tmp_path / "out", "--column", "Nomer Kartu=NIK")
    assert (done.status, done.err) == (whole.status, whole.err)
    assert [path.name for path in tmp_path.iterdir()] == ["roster.csv"]


# ---- Status and screen ---------------------------------------------------------------------------


def test_strict_writes_nothing_unless_all_is_in_order(tmp_path: Path) -> None:
    out = tmp_path / "out"
    good = as_csv(tmp_path / "good.csv", crowd(1, 3))
    odd = as_csv(tmp_path / "odd.csv", [*crowd(1, 2), *crowd(3, 3, Nama_Ibu=None)])
    for roster in (odd, as_csv(tmp_path / "bad.csv", [*crowd(1, 2), *crowd(3, 3, NIK="x")])):
        done = enrol(roster, out, "--strict")
        assert (done.status, done.json["out"]) == (1, None)
        assert done.json["roster"]["rows"] == 3
        assert {path.name for path in tmp_path.iterdir()} <= {"good.csv", "odd.csv", "bad.csv"}
    assert "Tidak ada yang ditulis (--strict)." in enrol_as_text(odd, out, "--strict").out
    lax = enrol(odd, out)
    assert (lax.status, lax.json["incomplete"], lax.json["held_back"]) == (0, 1, 0)
    done = enrol(good, out, "--strict", "--force")
    assert (done.status, done.json["out"]) == (0, str(out))
    assert table(out, "enrolled").height == 3


def test_enrol_batches__quiet_and_summary__print_nothing_and_counts(tmp_path: Path) -> None:
    roster = as_csv(
        tmp_path / "roster.csv",
        [*crowd(1, 2), *crowd(3, 3, **{"Nama Ibu": ""}), *crowd(4, 4, NIK="x")],
    )
    quiet = enrol_as_text(roster, tmp_path / "quiet", "--quiet")
    assert (quiet.status, quiet.out, quiet.err) == (1, "", "")
    english = enrol_as_text(roster, tmp_path / "en", "--lang", "en").out
    for sentence in (
        "4 people, 1 file",
        "2 ready for SIPP",
        "1 enrolled, waiting for a cell",
        "1 HELD BACK: no cover yet",
        "1 × nik-",
        "of enrolled/ names the cells that are still missing",
    ):
        assert sentence in english
    indonesian = enrol_as_text(roster, tmp_path / "id").out
    for sentence in ("4 orang, 1 berkas", "1 BELUM terdaftar, belum terlindungi", "Iuran Rp13.770"):
        assert sentence in indonesian


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
def test_a_bar_is_seen_on_a_terminal_and_nowhere_else(
    two_regencies: tuple[Path, Path, Run], tmp_path: Path
) -> None:
    roster, _, done = two_regencies
    assert done.err == ""
    command = ("enrol", roster, "--output-format", "csv", "--force", "--out", tmp_path / "out")
    status, seen = run_at_terminal(*command, "--lang", "en")
    assert status == 0
    for stage in ("validating and pricing", "writing the tables", "writing bills and summaries"):
        assert stage in seen
    assert "10/10" in seen
    assert not leaks(seen)


# ---- Personal data -------------------------------------------------------------------------------


def test_nothing_of_the_people_is_seen_outside_the_tables(tmp_path: Path) -> None:
    people = crowd(1, 12, **{"Nama Ibu": MOTHER})
    people[0]["NIK"] = people[1]["NIK"] = NIK
    people[2]["NIK"] = f"{NIK}1"
    people[3]["NIK"] = NIK[:-1]
    people[4] |= {"Kecamatan": MOTHER, "Desa": NIK}
    people[5] |= {REGENCY: MOTHER}
    people[6] |= {"Jabatan": MOTHER, "Honor": MOTHER}
    people[7] |= {"TPS": NIK, "Mulai": MOTHER, "Selesai": NIK}
    columns = {"Nama": f"Nama {NIK}"}
    people = [{columns.get(name, name): cell for name, cell in one.items()} for one in people]
    roster = as_csv(tmp_path / f"daftar {NIK}.csv", flat(people))
    out, mapped = tmp_path / "out", ("--column", f"Nama {NIK}=Nama", "--force")
    for form in ("parquet", "csv"):
        for more in ((), ("--json",)):
            done = enrol_as_text(roster, out, "--sipp-regency", "all", *mapped, *more, form=form)
            assert done.status == 1
            assert not leaks(done.out + done.err)
        names = [path.relative_to(out).as_posix() for path in out.rglob("*")]
        assert not leaks("\n".join(names))
        assert not leaks((out / "manifest.json").read_text(encoding="utf-8"))
        texts = table(out, "findings").drop("BERKAS", "LEMBAR_KERJA", "KECAMATAN").rows()
        assert not leaks("\n".join(str(row) for row in texts))
    assert table(out, "held_back").height > 3


def test_no_cell_of_a_csv_is_run_by_a_spreadsheet(tmp_path: Path) -> None:
    people = crowd(1, 5)
    formula = "=HYPERLINK(1)"
    people[0] |= {"Alamat": formula, "Desa": "@SUM(A1)"}
    people[1] |= {"Nama": formula, "Alamat": "+1+1"}
    people[2] |= {"NIK": "=1+1", "Alamat": "\t-1"}
    people[3] |= {"Alamat": "Jl. Mawar;=1+1", "Kecamatan": "＝1+1"}
    roster = as_parquet(tmp_path / "roster.parquet", people)
    enrol(roster, tmp_path / "csv", "--sipp-regency", "all", form="csv")
    enrol(roster, tmp_path / "parquet", "--sipp-regency", "all")
    for name in ("enrolled", "held_back", "findings"):
        for row in table(tmp_path / "csv", name).iter_rows():
            assert not [cell for cell in row if cell and RUNS.search(cell)]
    # SIPP's workbooks hold texts that nothing runs: there the address is as it was written.
    named = "regencies/3214/template_tk_NPP.xlsx"
    titles, *rows = grid(tmp_path / "csv" / named, DATA_SHEET)
    assert formula in [row[titles.index("ALAMAT")] for row in rows]
    assert (tmp_path / "csv" / named).read_bytes() == (tmp_path / "parquet" / named).read_bytes()


def test_held_back__any_cells__are_json_of_what_was_typed(tmp_path: Path) -> None:
    odd = {"Alamat": 'Kp. "Krajan" \\ RT 1\nRT 2', "Desa": 'Desa\t"A"', "Honor": 850_000}
    people = [*crowd(1, 2), *crowd(3, 3, NIK="321401", **odd)]
    enrol(as_parquet(tmp_path / "roster.parquet", people), tmp_path / "out")
    (typed,) = table(tmp_path / "out", "held_back")["DITULIS"]
    cells = json.loads(typed)
    assert list(cells) == list(people[2])
    assert cells | {"NIK": "321401", **odd, "Honor": "850000"} == cells
    assert typed == json.dumps(cells, ensure_ascii=False)
