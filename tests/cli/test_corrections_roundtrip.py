"""The correction loop: a roster in, what is wrong back, that filled in, until everybody is enrolled."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from roster.builders import roster, sheet_of
from roster.test_finding_codes import OF_CORRECTIONS
from support.paths import DATA, EXAMPLES
from support.people import BORN, Cell, nik, people, person
from support.run import Run, invoke

pytestmark = pytest.mark.slow

MESSY = DATA / "messy.xlsx"
PONOROGO = EXAMPLES / "ponorogo-2020.xlsx"
YELLOW = "FFFFFF00"
Mend = Callable[[dict[str, Any]], None]


def enrol(out: Path, *arguments: object) -> Run:
    return invoke("enrol", *arguments, "--out", out, "--json")


def fill(file: Path, sheet: str, correction: Mend, to: Path | None = None) -> Path:
    """Fill a corrections file in as a clerk does: ``mend`` changes the cells of a row, by title."""
    book = openpyxl.load_workbook(file)
    rows = list(book[sheet].iter_rows())
    top = next(number for number, row in enumerate(rows) if any(c.value == "Berkas" for c in row))
    titles = [str(cell.value) for cell in rows[top]]
    for row in rows[top + 1 :]:
        cells = dict(zip(titles, row, strict=True))
        values = {title: cell.value for title, cell in cells.items()}
        correction(values)
        for title, value in values.items():
            cells[title].value = value
    book.save(to or file)
    return to or file


def table(file: Path, sheet: str) -> list[dict[str, Any]]:
    """Return the rows of a sheet of corrections by title."""
    matches: list[dict[str, Any]] = []
    fill(file, sheet, lambda row: matches.append(dict(row)), file.with_suffix(".read.xlsx"))
    return matches


def codes(done: Run) -> Counter[str]:
    return Counter(finding["code"] for finding in done.json["findings"])


def sipp(out: Path) -> list[dict[str, Any]]:
    """Return the rows of the sheet for SIPP by header."""
    pages = sorted(out.rglob("template_tk_*.xlsx"))
    rows = [row for page in pages for row in openpyxl.load_workbook(page)["data_tk_baru"].values]
    header = rows[0]
    return [dict(zip(header, row, strict=True)) for row in rows[1:]]


def one(folder: Path, *rows: Mapping[str, Cell], name: str = "roster.xlsx") -> Path:
    return roster(folder, list(rows), name=name)


# ---- the round trip -------------------------------------------------------------------------------


def corrected_cells(row: dict[str, Any], number: int) -> None:
    """Mend a row of the messy roster as somebody would who holds the person's identity card."""
    why = row["Yang harus dibetulkan"]
    born = row["Tanggal Lahir"] or BORN.strftime("%d-%m-%Y")
    if "sudah tercantum" in why:
        row["Hapus"] = "Y"
    elif "tertukar" in why or "berbeda dengan NIK" in why:
        return  # a warning: the person is enrolled
    elif "NIK" in why:
        day = int(born[:2]) + (40 if row["L/P"] == "P" else 0)
        row["NIK"] = f"321401{day:02}{born[3:5]}{born[8:]}{8000 + number}"
    if "ama kosong" in why or "rumus" in why:
        row["Nama Lengkap"] = "Sutisna"
    if "lahir kosong" in why:
        day, month, year = (row["NIK"][at : at + 2] for at in (6, 8, 10))
        century = "20" if year < "10" else "19"
        row["Tanggal Lahir"] = f"{int(day) % 40:02}-{month}-{century}{year}"
    if "Jabatan" in why:
        row["Jabatan"] = "Anggota KPPS"
    if "Honor" in why:
        row["Honor"] = "Rp 850.000,-"
    if "sebelum tanggal mulai" in why:
        row["Tgl Selesai"] = "27-01-2025" if "KPPS" not in row["Jabatan"] else "08-12-2024"


def test_corrections__messy_example__one_round_enrols_everybody(tmp_path: Path) -> None:
    first = enrol(tmp_path / "first", MESSY)
    assert (first.status, first.json["held_back"]) == (1, 84)
    numbers = iter(range(1, 1000))
    filled = fill(
        tmp_path / "first" / "corrections.xlsx",
        "Perbaikan",
        lambda row: corrected_cells(row, next(numbers)),
        tmp_path / "filled.xlsx",
    )
    second = enrol(
        tmp_path / "second", MESSY, "--corrections", filled, "--auto-fix", "birth-swapped"
    )
    assert second.status == 0
    counts = {name: second.json[name] for name in ("enrolled", "ready", "held_back", "excluded")}
    # 606 rows are 600 people: six are on the list twice.
    assert counts == {"enrolled": 600, "ready": 600, "held_back": 0, "excluded": 6}
    assert second.json["roster"]["rows"] == 606
    assert codes(second)["struck-out"] == 6
    assert len({row["NOMOR_IDENTITAS"] for row in sipp(tmp_path / "second")}) == 600


def test_corrections__readme_example__enrols_everybody(tmp_path: Path) -> None:
    filled = EXAMPLES / "messy-2024-filled.xlsx"
    done = enrol(tmp_path / "out", EXAMPLES / "messy-2024.xlsx", "--corrections", filled)
    assert {name: done.json[name] for name in ("enrolled", "held_back", "excluded")} == {
        "enrolled": 59,
        "held_back": 0,
        "excluded": 2,  # a civil servant, and a row that was struck out
    }
    assert codes(done) == {"corrected": 18, "struck-out": 1, "asn-excluded": 1, "kpj-returning": 1}
    assert done.status == 0


def test_corrections_that_nobody_has_filled_in_change_nothing_and_are_an_error(
    tmp_path: Path,
) -> None:
    first = enrol(tmp_path / "first", MESSY)
    again = enrol(
        tmp_path / "again", MESSY, "--corrections", tmp_path / "first" / "corrections.xlsx"
    )
    nothing, *others = again.json["findings"]
    assert (nothing["code"], nothing["level"]) == ("complete-nothing", "error")
    assert others == first.json["findings"]
    assert again.json["findings_about"]["corrections"]["error"] == 1
    for name in first.json.keys() - {"files", "findings", "findings_about", "complete"}:
        assert again.json[name] == first.json[name]


def test_corrections__second_round__applies_both_files(tmp_path: Path) -> None:
    path = one(tmp_path, person(1), person(2, NIK="3214", **{"Nama Lengkap": "-"}))
    enrol(tmp_path / "a", path)

    def halfway(row: dict[str, Any]) -> None:
        row["Nama Lengkap"] = "Cucu Arifin"

    first = fill(tmp_path / "a" / "corrections.xlsx", "Perbaikan", halfway, tmp_path / "1.xlsx")
    assert enrol(tmp_path / "b", path, "--corrections", first).json["held_back"] == 1
    second = fill(
        tmp_path / "b" / "corrections.xlsx",
        "Perbaikan",
        lambda row: row.update(NIK=nik(2)),
        tmp_path / "2.xlsx",
    )
    done = enrol(tmp_path / "c", path, "--corrections", first, "--corrections", second)
    assert (done.status, done.json["ready"]) == (0, 2)


def test_corrections__filled_in_the_result_folder__are_merged_and_archived(tmp_path: Path) -> None:
    path, out = one(tmp_path, person(1, **{"Nama Ibu Kandung": ""})), tmp_path / "out"
    enrol(out, path)
    fill(out / "corrections.xlsx", "Lengkapi", lambda row: row.update({"Nama Ibu Kandung": "Imas"}))
    done = enrol(out, path, "--corrections", out / "corrections.xlsx", "--force")
    assert (done.status, done.json["ready"]) == (0, 1)
    assert sorted(file.name for file in out.iterdir()) == [
        "filled",
        "invoice.xlsx",
        "kuitansi.pdf",
        "manifest.json",
        "people.parquet",
        "ringkasan.html",
        "tagihan.pdf",
        "template_tk_NPP.xlsx",
    ]
    assert enrol(out, path, "--corrections", out / "filled", "--force").json["ready"] == 1
    assert (out / "filled" / "corrections.xlsx").exists()


def test_ponorogo_is_completed_by_a_folder_of_kecamatan(tmp_path: Path) -> None:
    first = enrol(
        tmp_path / "first",
        PONOROGO,
        "--election",
        "pilkada-2020",
        "--split-corrections-by",
        "kecamatan",
    )
    files = sorted((tmp_path / "first" / "corrections").iterdir())
    assert len(files) == 21
    assert all(file.name.startswith("kec-") for file in files)
    known = {"Status Kawin": "Y", "Gol. Darah": "O", "Kode Pos": "63411"}
    filled = tmp_path / "filled"
    filled.mkdir()
    for file in files:
        fill(file, "Lengkapi", lambda row: row.update(known), filled / file.name)
    second = enrol(
        tmp_path / "second", PONOROGO, "--election", "pilkada-2020", "--corrections", filled
    )
    assert (first.json["incomplete"], second.json["incomplete"]) == (1700, 0)
    assert second.json["ready"] == 1700
    assert second.status == 0
    manifest = json.loads((tmp_path / "second" / "manifest.json").read_text(encoding="utf-8"))
    filled_in = Counter[str]()
    for file in manifest["changed"]["by_corrections"]:
        filled_in.update(file["filled_by_field"])
    assert filled_in == {"marital": 1700, "blood": 1700, "postal_code": 1700}


# ---- what goes out --------------------------------------------------------------------------------


def test_each_kecamatan_gets_its_own_rows_and_all_rows_go_out(tmp_path: Path) -> None:
    rows = [
        person(1, NIK="1", Kecamatan="Plered"),
        person(2, NIK="2", Kecamatan="PLERED "),
        person(3, NIK="3", Kecamatan="Kec. Sukatani"),
        person(4, NIK="4", Kecamatan="../../etc/passwd"),
        person(5, NIK="5", Kecamatan=""),
        person(6),
    ]
    enrol(tmp_path / "out", one(tmp_path, *rows), "--split-corrections-by", "kecamatan")
    folder = tmp_path / "out" / "corrections"
    report = {
        file.name: [row["NIK"] for row in table(file, "Perbaikan")] for file in folder.iterdir()
    }
    assert report == {
        "kec-plered.xlsx": ["1", "2"],
        "kec-sukatani.xlsx": ["3"],
        # What is no kecamatan names no file, be it a path, a NIK or somebody's mother.
        "tanpa-kecamatan.xlsx": ["4", "5"],
    }


def test_corrections__faulty_cells__have_reasons_and_choices(tmp_path: Path) -> None:
    rows = [person(1, Jabatan="Tukang", **{"L/P": "Q"}), person(2, NIK=nik(2)[:15])]
    enrol(tmp_path / "out", one(tmp_path, *rows))
    file = tmp_path / "out" / "corrections.xlsx"
    book = openpyxl.load_workbook(file)
    assert book.sheetnames[:2] == ["Petunjuk", "Perbaikan"]
    page = book["Perbaikan"]
    reasons = " ".join(row["Yang harus dibetulkan"] for row in table(file, "Perbaikan"))
    assert all(text in reasons for text in ("Jabatan tidak dikenal", "L/P: ", "15 digit"))
    lists = [rule.formula1 for rule in page.data_validations.dataValidation]
    assert {'"L,P"', '"Y"', "Pilihan!$A$1:$A$28"} <= {str(text).replace("'", "") for text in lists}
    offered = [cell.value for cell in book["Pilihan"]["A"]]
    assert "Anggota KPPS" in offered
    assert {cell.number_format for row in page.iter_rows(min_row=5, max_col=4) for cell in row} == {
        "@"
    }


def test_corrections__faulty_mother__is_requested_and_never_shown(tmp_path: Path) -> None:
    path = one(tmp_path, person(1, **{"Nama Ibu Kandung": "Imas\x07Suryani"}))
    enrol(tmp_path / "out", path)
    file = tmp_path / "out" / "corrections.xlsx"
    assert [row["Nama Ibu Kandung"] or "" for row in table(file, "Perbaikan")] == [""]
    assert enrol(tmp_path / "b", path, "--corrections", file).json["held_back"] == 1
    fill(file, "Perbaikan", lambda row: row.update({"Nama Ibu Kandung": "Imas Suryani"}))
    done = enrol(tmp_path / "c", path, "--corrections", file)
    assert (done.status, done.json["ready"]) == (0, 1)
    assert "Imas Suryani" not in (tmp_path / "c" / "manifest.json").read_text(encoding="utf-8")


# ---- what comes back and does not fit -------------------------------------------------------------


@pytest.fixture(scope="module")
def posted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a roster of two, one incomplete and one held back, and its result."""
    folder = tmp_path_factory.mktemp("posted")
    enrol(folder / "sent", one(folder, person(1, **{"Gol. Darah": ""}), person(2, NIK=nik(2)[:15])))
    return folder


@pytest.fixture
def sent(posted: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A copy of the roster and its corrections."""
    shutil.copytree(posted, tmp_path, dirs_exist_ok=True)
    return tmp_path / "roster.xlsx", tmp_path / "sent" / "corrections.xlsx"


def test_corrections__row_of_nobody__is_an_error(sent: tuple[Path, Path], tmp_path: Path) -> None:
    path, file = sent
    stranger = {"Baris": "99", "NIK": nik(7), "Nama Lengkap": "Gita", "Gol. Darah": "O", "Kode": ""}
    fill(file, "Lengkapi", lambda row: row.update(stranger))
    done = enrol(tmp_path / "out", path, "--corrections", file)
    lost = [finding for finding in done.json["findings"] if finding["code"] == "complete-lost"]
    assert [(f["level"], f["file"], f["sheet"]) for f in lost] == [
        ("error", "corrections.xlsx", "Lengkapi")
    ]
    assert done.status == 1
    assert done.json["held_back"] == 1
    assert done.json["roster"]["rows"] == done.json["enrolled"] + done.json["held_back"]


def test_corrections__moved_row__is_matched_by_nik(sent: tuple[Path, Path], tmp_path: Path) -> None:
    _, file = sent
    fill(file, "Lengkapi", lambda row: row.update({"Gol. Darah": "AB"}))
    moved = one(tmp_path, person(3), person(4), person(1, **{"Gol. Darah": ""}))
    done = enrol(tmp_path / "out", moved, "--corrections", file)
    blood = {row["NOMOR_IDENTITAS"]: row["GOLONGAN_DARAH"] for row in sipp(tmp_path / "out")}
    assert blood[nik(1)] == "AB"
    assert codes(done)["complete-lost"] == 1  # of the second person, who is no longer on the list


def test_corrections__contradicting_row__is_not_applied(
    sent: tuple[Path, Path], tmp_path: Path
) -> None:
    _, file = sent
    fill(file, "Lengkapi", lambda row: row.update({"Gol. Darah": "AB"}))
    since = one(tmp_path, person(1, **{"Gol. Darah": "O"}), person(2, NIK=nik(2)[:15]))
    done = enrol(tmp_path / "out", since, "--corrections", file)
    assert codes(done)["complete-differs"] == 1
    assert [row["GOLONGAN_DARAH"] for row in sipp(tmp_path / "out")] == ["O"]


def test_of_two_files_that_differ_neither_is_chosen(
    sent: tuple[Path, Path], tmp_path: Path
) -> None:
    path, file = sent
    one_, other = (
        fill(file, "Lengkapi", lambda row, b=blood: row.update({"Gol. Darah": b}), tmp_path / name)  # type: ignore[misc]
        for blood, name in (("A", "1.xlsx"), ("B", "2.xlsx"))
    )
    done = enrol(tmp_path / "out", path, "--corrections", one_, "--corrections", other)
    assert codes(done)["complete-conflict"] == 1
    assert done.json["enrolled"] == 0


def test_a_wrong_cell_in_the_corrections_is_named_there(
    sent: tuple[Path, Path], tmp_path: Path
) -> None:
    path, file = sent
    fill(file, "Lengkapi", lambda row: row.update({"Gol. Darah": "C"}))
    fill(file, "Perbaikan", lambda row: row.update({"NIK": nik(2) + "7"}))
    matches = enrol(tmp_path / "out", path, "--corrections", file).json["findings"]
    places = {f["code"]: (f["file"], f["sheet"], f["cell"][0]) for f in matches}
    assert places["blood-unreadable"][:2] == ("corrections.xlsx", "Lengkapi")
    assert places["nik-length"] == ("corrections.xlsx", "Perbaikan", "B")


def test_corrections__corrected_cell__counts_and_is_listed(
    sent: tuple[Path, Path], tmp_path: Path
) -> None:
    path, file = sent
    fill(file, "Perbaikan", lambda row: row.update({"NIK": nik(2)}))
    done = enrol(tmp_path / "out", path, "--corrections", file)
    assert codes(done) == {"corrected": 1}
    altered = table(tmp_path / "out" / "corrections.xlsx", "Lengkapi")
    assert [row["NIK"] for row in altered] == [nik(1)]
    book = openpyxl.load_workbook(tmp_path / "out" / "corrections.xlsx")
    assert list(book["Diubah"].values)[-1][1:4] == ("NIK", nik(2)[:15], nik(2))
    cells = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))["changed"]["cells"]
    assert [(cell["row"], cell["field"], cell["because"]) for cell in cells] == [
        (3, "nik", "corrected")
    ]


def test_corrections__struck_row__is_excluded_and_listed(
    sent: tuple[Path, Path], tmp_path: Path
) -> None:
    path, file = sent
    fill(file, "Perbaikan", lambda row: row.update({"Hapus": "Y"}))
    done = enrol(tmp_path / "out", path, "--corrections", file)
    assert (done.status, done.json["excluded"], done.json["enrolled"]) == (0, 1, 1)
    book = openpyxl.load_workbook(tmp_path / "out" / "corrections.xlsx")
    report = str(list(book["Dikecualikan"].values)[-1])
    assert "dihapus menurut berkas perbaikan (corrections.xlsx, Perbaikan!" in report


# ---- whom a row is about ----------------------------------------------------------------------------

SPACED = "KPPS "  # a sheet's name with a space behind it, as many have


def sent_from(folder: Path, *rows: Mapping[str, Cell], sheet: str = "KPPS") -> tuple[Path, Path]:
    path = roster(folder, list(rows), sheet=sheet)
    enrol(folder / "sent", path)
    return path, folder / "sent" / "corrections.xlsx"


def test_a_row_is_struck_out_only_as_it_was(tmp_path: Path) -> None:
    path, file = sent_from(tmp_path, person(1), person(2), person(1, **{"No. HP": "083599999999"}))
    fill(file, "Perbaikan", lambda row: row.update(Hapus="Y"))
    roster(tmp_path, [person(1), person(2)], sheet="KPPS")  # the clerk has deleted the row himself
    done = enrol(tmp_path / "out", path, "--corrections", file)
    assert (done.json["enrolled"], codes(done)["complete-lost"]) == (2, 1)


def test_corrections__all_rows_of_a_name_struck__is_a_finding(tmp_path: Path) -> None:
    path, file = sent_from(tmp_path, person(1), person(2, NIK=nik(1)))
    fill(file, "Perbaikan", lambda row: row.update(Hapus="Y"))
    done = enrol(tmp_path / "out", path, "--corrections", file)
    assert codes(done)["struck-all"] == 2


@pytest.mark.parametrize("mark", ["Y", "ya", "✓", "x", "1", "Ya, hapus"])
def test_a_mark_in_hapus_strikes(mark: str, sent: tuple[Path, Path], tmp_path: Path) -> None:
    fill(sent[1], "Perbaikan", lambda row: row.update(Hapus=mark))
    assert enrol(tmp_path / "out", sent[0], "--corrections", sent[1]).json["excluded"] == 1


def test_corrections__unknown_mark_in_hapus__is_a_finding(
    sent: tuple[Path, Path], tmp_path: Path
) -> None:
    fill(sent[1], "Perbaikan", lambda row: row.update(Hapus="ganti orang", NIK=nik(2)))
    done = enrol(tmp_path / "out", sent[0], "--corrections", sent[1])
    assert (done.json["excluded"], done.json["held_back"]) == (0, 1)
    assert codes(done)["strike-unreadable"] == 1


@pytest.mark.parametrize("renamed", ["roster.xlsx", "roster (2).xlsx"])
def test_a_sheet_with_a_space_behind_its_name_and_a_renamed_file_are_matched(
    renamed: str, tmp_path: Path
) -> None:
    path, file = sent_from(tmp_path, person(1), person(2, NIK=nik(2)[:15]), sheet=SPACED)
    fill(file, "Perbaikan", lambda row: row.update(NIK=nik(2)))
    path.rename(tmp_path / renamed)
    done = enrol(tmp_path / "out", tmp_path / renamed, "--corrections", file)
    assert (done.status, done.json["ready"]) == (0, 2)


def test_corrections__two_people_side_by_side__both_are_corrected(tmp_path: Path) -> None:
    head = ["No", "NIK", "Nama", "Jabatan"]
    left, right = [1, nik(1)[:15], "Budi Arifin", "KPPS"], [1, nik(2)[:15], "Cucu Arifin", "KPPS"]
    path = sheet_of(tmp_path, [[*head, None, *head], [*left, None, *right]])
    enrol(tmp_path / "sent", path)
    file = tmp_path / "sent" / "corrections.xlsx"
    complete = {nik(1)[:15]: nik(1), nik(2)[:15]: nik(2)}
    fill(file, "Perbaikan", lambda row: row.update(NIK=complete[row["NIK"]]))
    done = enrol(tmp_path / "out", path, "--corrections", file)
    found = codes(done)
    assert (found["corrected"], found["complete-lost"], found["nik-length"]) == (2, 0, 0)


def test_corrections__name_alone__receives_no_nik(tmp_path: Path) -> None:
    path, file = sent_from(tmp_path, person(1), person(2, NIK=nik(2)[:15]))
    fill(file, "Perbaikan", lambda row: row.update(NIK=nik(2)))
    roster(tmp_path, [person(1), person(2, NIK=nik(9))], sheet="KPPS")
    done = enrol(tmp_path / "out", path, "--corrections", file)
    assert codes(done) == {"complete-lost": 1}
    assert {row["NOMOR_IDENTITAS"] for row in sipp(tmp_path / "out")} == {nik(1), nik(9)}


def test_corrections__roster_corrected_since__is_not_undone(tmp_path: Path) -> None:
    faulty = {"Honor": 8_500_000, "Gol. Darah": "C"}
    path, file = sent_from(tmp_path, person(1), person(2, **faulty))
    fill(file, "Perbaikan", lambda row: row.update({"Gol. Darah": "O"}))
    roster(tmp_path, [person(1), person(2, **{**faulty, "Honor": 850_000})], sheet="KPPS")
    done = enrol(tmp_path / "out", path, "--corrections", file)
    assert done.json["premium"]["total"] == "9180.00"
    assert codes(done) == {"corrected": 1}


def test_corrections__second_round__overrides_the_first(tmp_path: Path) -> None:
    born = {"Tanggal Lahir": date(1991, 5, 13)}
    path, out = roster(tmp_path, [person(1), person(2, **born)]), tmp_path / "out"
    enrol(out, path)
    for day in ("14-06-1991", "12-05-1990"):
        file = fill(
            out / "corrections.xlsx",
            "Perbaikan",
            lambda row, day=day: row.update({"Tanggal Lahir": day}),  # type: ignore[misc]
        )
        done = enrol(out, path, "--corrections", file, "--force")
    # Nothing of the first answer counts any more: its file gives way to the newer one of its name.
    assert sorted(file.name for file in (out / "filled").iterdir()) == ["corrections.xlsx"]
    assert {row["TANGGAL_LAHIR"] for row in sipp(out)} == {"12-05-1990"}
    assert codes(done) == {"corrected": 1, "complete-replaced": 1}
    again = enrol(out, path, "--force")  # what the result keeps counts without being named
    assert codes(again) == {"corrected": 1}


def test_a_later_round_does_not_forget_an_earlier_that_came_from_elsewhere(tmp_path: Path) -> None:
    path, out = roster(tmp_path, [person(1, NIK="1"), person(2, NIK="2")]), tmp_path / "out"
    enrol(out, path)
    for number in (1, 2):

        def correction(row: dict[str, Any], number: int = number) -> None:
            row["NIK"] = nik(number) if row["NIK"] == str(number) else row["NIK"]

        sent = fill(out / "corrections.xlsx", "Perbaikan", correction, tmp_path / f"{number}.xlsx")
        done = enrol(out, path, "--corrections", sent, "--force")
    assert (done.status, done.json["ready"]) == (0, 2)


def test_a_nik_that_is_a_number_can_be_confirmed(tmp_path: Path) -> None:
    digits = nik(1)[:15] + "0"
    path, file = sent_from(tmp_path, person(1, NIK=int(digits)))
    assert [row["NIK"] for row in table(file, "Perbaikan")] == [nik(1)[:15] + "?"]
    fill(file, "Perbaikan", lambda row: row.update(NIK=digits))
    done = enrol(tmp_path / "out", path, "--corrections", file)
    assert (done.status, done.json["ready"]) == (0, 1)


def test_corrections__nik_came_back_as_a_number__is_confirmed_as_text(tmp_path: Path) -> None:
    path, file = sent_from(tmp_path, person(1, NIK=nik(1)[:15]))
    fill(file, "Perbaikan", lambda row: row.update(NIK=int(nik(1))))
    out = tmp_path / "out"
    assert codes(enrol(out, path, "--corrections", file))["nik-number"] == 1
    again = fill(out / "corrections.xlsx", "Perbaikan", lambda row: row.update(NIK=nik(1)))
    done = enrol(out, path, "--corrections", again, "--force")
    assert (done.status, done.json["ready"]) == (0, 1)


@pytest.mark.parametrize("column", ["Kode", "Baris"])
def test_a_sheet_without_all_of_its_address_is_refused(
    column: str, sent: tuple[Path, Path], tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(sent[1])
    for row in book["Perbaikan"].iter_rows():
        for cell in row:
            cell.value = None if cell.value == column else cell.value
    book.save(sent[1])
    done = enrol(tmp_path / "out", sent[0], "--corrections", sent[1])
    assert (done.status, column in done.err) == (3, True)


def test_corrections__edit_of_a_read_only_cell__is_a_finding(
    sent: tuple[Path, Path], tmp_path: Path
) -> None:
    fill(sent[1], "Lengkapi", lambda row: row.update({"Jabatan": "Ketua PPK", "Gol. Darah": "O"}))
    done = enrol(tmp_path / "out", sent[0], "--corrections", sent[1])
    assert codes(done)["complete-differs"] == 1
    assert done.json["ready"] == 1


@pytest.mark.parametrize(
    "other",
    [
        {"Nama Lengkap": "Gita Gunawan", "NIK": nik(8)},
        {"Nama Lengkap": "Budhi Arifin", "NIK": nik(8, born=date(1971, 2, 3))},
    ],
)
def test_somebody_else_written_over_a_line_completes_nobody(
    other: dict[str, str], sent: tuple[Path, Path], tmp_path: Path
) -> None:
    fill(sent[1], "Lengkapi", lambda row: row.update(other | {"Gol. Darah": "AB"}))
    done = enrol(tmp_path / "out", sent[0], "--corrections", sent[1])
    assert codes(done)["complete-another"] == 1
    assert done.json["incomplete"] == 1


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (["ROSTER", "--corrections", "ROSTER"], 3, "bukan berkas perbaikan"),
        (["CORRECTIONS"], 3, "bukan daftar petugas"),
        (["ROSTER", "--corrections", "EMPTY"], 3, "tidak ada berkas .xlsx"),
        (["ROSTER", "--corrections", "missing.xlsx"], 3, "missing.xlsx"),
        (["ROSTER", "--auto-fix", "everything"], 2, "everything"),
        (["ROSTER", "--column", "Nomor Kartu"], 2, "Kolom=isi"),
        (["ROSTER", "--column", "Nomor Kartu=nomr hp"], 2, "Maksud Anda"),
        (["ROSTER", "--column", "Nomor Kartu=nik"], 2, "Nomor Kartu"),
        (["ROSTER", "--split-corrections-by", "desa"], 2, "kecamatan"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    arguments: list[str], status: int, says: str, sent: tuple[Path, Path], tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    named = {"ROSTER": sent[0], "CORRECTIONS": sent[1], "EMPTY": tmp_path / "empty"}
    done = enrol(tmp_path / "out", *(named.get(word, word) for word in arguments))
    assert done.status == status
    assert says in " ".join(done.err.replace("│", " ").split())
    assert "Traceback" not in done.err
    assert not (tmp_path / "out").exists()


# ---- what is put right where it is asked for ------------------------------------------------------

SWAPPED = {"Tanggal Lahir": date(1990, 12, 5)}
JSON_FIXES = {"birth-swapped": "swaps", "nik-letters": "letters", "sex-missing": "sex"}
LETTERS = {"NIK": nik(2)[:8] + "O" + nik(2)[9:]}


@pytest.mark.parametrize(
    ("changes", "fix", "field"),
    [
        (SWAPPED, "birth-swapped", "birth_date"),
        (LETTERS, "nik-letters", "nik"),
        ({"L/P": ""}, "sex-missing", "sex"),
    ],
)
def test_auto_fix__requested_code__fixes_and_lists_the_cell(
    changes: dict[str, Cell], fix: str, field: str, tmp_path: Path
) -> None:
    path = one(tmp_path, person(1), person(2, **changes))
    without, fixed = enrol(tmp_path / "a", path), enrol(tmp_path / "b", path, "--auto-fix", fix)
    assert "fixed" not in codes(without)
    assert codes(fixed) == {"fixed": 1}
    assert fixed.json["ready"] == 2
    row = next(row for row in sipp(tmp_path / "b") if row["NOMOR_IDENTITAS"] == nik(2))
    assert (row["TANGGAL_LAHIR"], row["JENIS_KELAMIN"]) == ("12-05-1990", "L")
    manifest = json.loads((tmp_path / "b" / "manifest.json").read_text("utf-8"))
    assert manifest["changed"]["by_fix"] == {JSON_FIXES[fix]: 1}
    assert [cell["field"] for cell in manifest["changed"]["cells"]] == [field]
    listed = openpyxl.load_workbook(tmp_path / "b" / "corrections.xlsx")["Diubah"]
    assert list(listed.values)[-1][-1] == "3"


def test_letters_are_no_digits_where_the_birth_date_does_not_agree(tmp_path: Path) -> None:
    doubtful = person(2, **LETTERS, **{"Tanggal Lahir": date(1991, 5, 12)})
    done = enrol(tmp_path / "out", one(tmp_path, person(1), doubtful), "--auto-fix", "nik-letters")
    assert codes(done) == {"nik-letters": 1}
    assert done.json["held_back"] == 1


def test_auto_fix__invalid_nik__fills_no_sex(tmp_path: Path) -> None:
    doubtful = person(2, NIK=nik(2)[:12] + "0000", **{"L/P": ""})
    done = enrol(tmp_path / "out", one(tmp_path, person(1), doubtful), "--auto-fix", "sex-missing")
    assert codes(done) == {"nik-serial": 1}


# ---- columns that no word tells -------------------------------------------------------------------


def strange(folder: Path, **more: Cell) -> Path:
    """A roster whose columns of NIKs, births and phones carry names of the office's own."""
    rows = [
        {
            "Nomor Kartu": row.pop("NIK"),
            "Hari Jadi": row.pop("Tanggal Lahir"),
            "Bisa Dihubungi": row.pop("No. HP"),
            **row,
            **more,
        }
        for row in people(3)
    ]
    return roster(folder, rows)


MAPS = (
    "--column",
    "Nomor Kartu=nik",
    "--column",
    "Hari Jadi=tgl lahir",
    "--column",
    "bisa dihubungi=No. HP",
)


def test_column__similar_header__is_only_suggested(tmp_path: Path) -> None:
    done = enrol(tmp_path / "out", strange(tmp_path))
    guessed = [f for f in done.json["findings"] if f["code"] == "column-guess"]
    assert [f["suggestion"] for f in guessed] == [
        '--column "Nomor Kartu=NIK"',
        '--column "Hari Jadi=Tanggal Lahir"',
        '--column "Bisa Dihubungi=No. HP"',
    ]
    assert done.json["held_back"] == 3


def test_a_wage_that_is_not_known_is_suggested(tmp_path: Path) -> None:
    rows = [{"Uang Lelah": row.pop("Honor"), **row} for row in people(3)]
    matches = enrol(tmp_path / "out", roster(tmp_path, rows)).json["findings"]
    assert [f["suggestion"] for f in matches if f["code"] == "column-guess"] == [
        '--column "Uang Lelah=Honor"'
    ]


def test_a_map_settles_it(tmp_path: Path) -> None:
    done = enrol(tmp_path / "out", strange(tmp_path), *MAPS)
    assert (done.status, done.json["ready"], done.json["findings"]) == (0, 3, [])


def test_column__mapped_in_the_agreement__is_used(tmp_path: Path) -> None:
    agreement = tmp_path / "pks.toml"
    agreement.write_text(
        '[columns]\n"Nomor Kartu" = "nik"\n"Hari Jadi" = "Tanggal Lahir"\n"Bisa Dihubungi" = "hp"\n'
        '"Kolom Lain" = "email"\n',
        encoding="utf-8",
    )
    done = enrol(tmp_path / "out", strange(tmp_path), "--agreement", agreement)
    assert (done.status, done.json["ready"]) == (0, 3)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("nikk", "'nikk' bukan kolom daftar petugas (maksud Anda 'nik'?)."),
        ("xyzzyxyzzy", "'xyzzyxyzzy' bukan kolom daftar petugas."),
    ],
)
def test_an_agreement_that_maps_to_no_field_is_refused(
    name: str, reason: str, tmp_path: Path
) -> None:
    agreement = tmp_path / "pks.toml"
    agreement.write_text(f'[columns]\n"Nomor Kartu" = "{name}"\n', encoding="utf-8")
    done = enrol(tmp_path / "out", strange(tmp_path), "--agreement", agreement)
    assert done.status == 3
    assert f"columns.Nomor Kartu: {reason}" in done.err


def test_a_family_card_is_no_nik(tmp_path: Path) -> None:
    rows = [{"No. KK": row.pop("NIK"), **row} for row in people(2)]
    assert codes(enrol(tmp_path / "out", roster(tmp_path, rows))) == {"nik-missing": 2}


def test_every_code_of_the_loop_has_a_case_here() -> None:
    others = ("corrections_edits", "corrections_mistakes", "corrections_notes", "successors")
    files = (Path(__file__), *(Path(__file__).with_name(f"test_{name}.py") for name in others))
    text = "".join(file.read_text(encoding="utf-8") for file in files)
    assert [code for code in OF_CORRECTIONS if f'"{code}"' not in text] == []


# ---- hidden ---------------------------------------------------------------------------------------


def test_enrol__hidden_rows__are_read_and_reported(tmp_path: Path) -> None:
    path = roster(tmp_path, people(3))
    book = openpyxl.load_workbook(path)
    book.active.row_dimensions[3].hidden = True  # type: ignore[union-attr]
    book.save(path)
    done = invoke("enrol", path, "--out", tmp_path / "out")
    assert "Baris tersembunyi ikut dibaca: 1 orang (DATA ADHOC!3)." in done.out
    assert len(sipp(tmp_path / "out")) == 3
