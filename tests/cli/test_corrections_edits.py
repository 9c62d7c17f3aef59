"""Corrections as clumsy hands return them: sorted in part, copied, typed over, remarked, sent again.

The files in ``tests/data/corrections`` were filled in by hand; everybody in them is invented. Other edits are
made here to fresh corrections.
"""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cli.test_corrections_roundtrip import codes, enrol, fill, one, sipp, table
from openpyxl.worksheet.worksheet import Worksheet
from roster.builders import roster
from support.paths import DATA
from support.people import Cell, nik, person
from support.run import Run, invoke

pytestmark = pytest.mark.slow

LOOP = DATA / "corrections"
SMALL = LOOP / "small.xlsx"


def returned(name: str, out: Path) -> Run:
    return enrol(out, SMALL, "--corrections", LOOP / f"{name}.xlsx")


def counts(done: Run) -> dict[str, int]:
    return {
        name: count for name, count in done.json["complete"].items() if name != "files" and count
    }


def findings_with(done: Run, code: str) -> list[dict[str, Any]]:
    return [finding for finding in done.json["findings"] if finding["code"] == code]


def header_of(page: Worksheet) -> int:
    return next(row[0].row for row in page.iter_rows() if any(c.value == "Berkas" for c in row))


def edit(file: Path, change: Callable[[openpyxl.Workbook], None], to: Path | None = None) -> Path:
    book = openpyxl.load_workbook(file)
    change(book)
    book.save(to or file)
    return to or file


def add_newcomer(file: Path, *people: Mapping[str, Cell], to: Path | None = None) -> Path:
    """Write people into the sheet Orang baru as a clerk does."""

    def write(book: openpyxl.Workbook) -> None:
        page = book["Orang baru"]
        top = next(row for row in page.iter_rows() if any(cell.value == "NIK" for cell in row))
        columns = {str(cell.value): cell.column for cell in top}
        for row, each in enumerate(people, start=top[0].row + 1):
            for title, value in each.items():
                if title in columns:
                    page.cell(row, columns[title], value)

    return edit(file, write, to)


# ---- the files that were returned --------------------------------------------------------------------


def test_enrol__columns_sorted_without_the_keys__holds_the_mixed_rows(tmp_path: Path) -> None:
    done = enrol(tmp_path / "o", SMALL, "--corrections", LOOP / "sc-misortP.xlsx", "--lang", "en")
    mixed = findings_with(done, "complete-sorted")
    assert (done.status, len(mixed), done.json["held_back"]) == (1, 5, 5)
    assert all("sorted without the key columns" in each["message"] for each in mixed)
    assert counts(done) == {"filled": 6, "held": 5}
    assert not findings_with(done, "corrected")


def test_enrol__row_copied_to_add_a_person__leaves_the_original(tmp_path: Path) -> None:
    done = returned("sc-copy", tmp_path / "o")
    (copy,) = findings_with(done, "complete-copied")
    assert (done.status, copy["level"], copy["cell"]) == (1, "error", "F12")
    names = {row["NAMA_LENGKAP"] for row in sipp(tmp_path / "o")}
    assert "Hendra Wijaya" in names
    assert "Lala Baru" not in names


@pytest.mark.parametrize(
    ("name", "sheet"), [("sc-hdrL", "Lengkapi"), ("sc-hdr", "Perbaikan"), ("sc-kode", "Perbaikan")]
)
def test_enrol__header_or_keys_deleted__is_an_empty_file_error(
    name: str, sheet: str, tmp_path: Path
) -> None:
    done = returned(name, tmp_path / "o")
    assert done.status == 3
    assert f"{name}.xlsx, lembar {sheet}" in done.err
    assert "Tidak satu isian pun" in done.err
    assert not (tmp_path / "o").exists()


def test_enrol__notes_in_cells_and_columns__asks_about_each(tmp_path: Path) -> None:
    done = returned("sc-notes", tmp_path / "o")
    places = {
        cell
        for each in findings_with(done, "note-left")
        for cell in re.findall(r"\w+!\w+", each["message"])
    }
    assert places == {"Perbaikan!F7", "Perbaikan!P8", "Perbaikan!R9", "Lengkapi!P9"}
    assert [each["row"] for each in findings_with(done, "strike-unreadable")] == [8]
    unknown = {each["cell"] for each in findings_with(done, "complete-no-answer")}
    assert unknown == {"M7", "M8", "N8"}
    mothers = {row["NAMA_IBU_KANDUNG"] for row in sipp(tmp_path / "o")}
    assert not {"sudah meninggal", "tidak tahu"} & mothers


def test_enrol__extra_columns_and_sheet__reads_or_names_each(tmp_path: Path) -> None:
    done = returned("sc-extra", tmp_path / "o")
    assert {each["row"] for each in findings_with(done, "note-left")} == {3, 7}
    assert len(findings_with(done, "complete-differs")) == 1  # the phone that was asked of nobody
    assert done.json["complete"]["new"] == 1
    added = {each["code"] for each in done.json["findings"] if each["sheet"] == "Orang baru"}
    assert added >= {"role-missing", "birth-missing"}


@pytest.mark.parametrize(
    ("name", "sheet", "cell"), [("sc-mom", "Lengkapi", "M7"), ("sc-name", "Perbaikan", "G8")]
)
def test_enrol__no_answer_as_a_name__counts_as_empty(
    name: str, sheet: str, cell: str, tmp_path: Path
) -> None:
    done = returned(name, tmp_path / "o")
    (empty,) = findings_with(done, "complete-no-answer")
    assert (empty["sheet"], empty["cell"]) == (sheet, cell)
    assert done.json["ready"] == 9
    assert table(tmp_path / "o" / "corrections.xlsx", sheet)  # it is asked for again


def test_enrol__the_same_file_corrected_and_sent_again__takes_the_newer(tmp_path: Path) -> None:
    out = tmp_path / "o"
    file = tmp_path / "kec-plered.xlsx"
    for version in ("sc-again-1", "sc-again-2"):
        shutil.copy(LOOP / f"{version}.xlsx", file)
        done = enrol(out, SMALL, "--corrections", file, "--force")
    assert (done.status, done.json["ready"]) == (0, 10)
    mothers = {row["NAMA_LENGKAP"]: row["NAMA_IBU_KANDUNG"] for row in sipp(out)}
    assert mothers["Euis Kartika"] == "Siti Rohmah"


def test_enrol__rows_sorted__are_matched_and_new_people_are_reported(tmp_path: Path) -> None:
    done = returned("sc-sort", tmp_path / "o")
    assert counts(done) == {"filled": 4, "corrected": 4, "lost": 2}
    new = findings_with(done, "complete-new")
    assert [(each["sheet"], each["row"]) for each in new] == [("Perbaikan", 11), ("Lengkapi", 9)]
    assert "orang baru" in new[0]["message"]
    page = invoke("explain", "complete-new", "--lang", "id").out
    assert "lembar Orang baru" in " ".join(page.split())


def test_enrol__namesakes_without_nik_in_a_roster_sorted_anew__gives_neither_a_nik(
    tmp_path: Path,
) -> None:
    resorted = LOOP / "corrections_same_name_roster_resorted.xlsx"
    filled = LOOP / "corrections_same_name_filled.xlsx"
    done = enrol(tmp_path / "o", resorted, "--corrections", filled)
    assert (done.status, len(findings_with(done, "complete-lost"))) == (1, 2)
    assert {row["NAMA_LENGKAP"] for row in sipp(tmp_path / "o")} == {
        "Agus Ramdani Fauzi",
        "Maman Firmansyah Permana",
        "Budi Gunawan Pratama",
    }


# ---- rounds -----------------------------------------------------------------------------------------


def rounds(out: Path) -> Run:
    path = LOOP / "round2" / "roster.xlsx"
    enrol(out, path)
    enrol(out, path, "--corrections", LOOP / "round2" / "isi1.xlsx", "--force")
    return enrol(out, path, "--corrections", LOOP / "round2" / "isi2.xlsx", "--force")


def test_enrol__cell_wrong_in_round_one_and_right_in_round_two__enrols_everybody(
    tmp_path: Path,
) -> None:
    done = rounds(tmp_path / "o")
    assert (done.status, done.json["ready"]) == (0, 1)
    assert codes(done) == {"complete-replaced": 1}
    assert "isi1.xlsx, Lengkapi!K7" in findings_with(done, "complete-replaced")[0]["message"]
    assert counts(done) == {"filled": 1, "replaced": 1}
    changed = json.loads((tmp_path / "o" / "manifest.json").read_text("utf-8"))["changed"]
    assert [(file["round"], file["kept_as"]) for file in changed["by_corrections"]] == [
        (1, "filled/isi1.xlsx"),
        (2, "filled/isi2.xlsx"),
    ]
    assert changed["replaced"] == [
        {
            "field": "postal_code",
            "earlier": "isi1.xlsx, Lengkapi!K7",
            "newer": "isi2.xlsx, Lengkapi!K7",
        }
    ]
    again = enrol(tmp_path / "o", LOOP / "round2" / "roster.xlsx", "--force")
    assert again.json["ready"] == 1


def test_enrol__file_withdrawn_by_name__counts_its_answers_no_longer(tmp_path: Path) -> None:
    out, path = tmp_path / "o", LOOP / "round2" / "roster.xlsx"
    rounds(out)
    done = enrol(out, path, "--force", "--withdraw", "isi2.xlsx")
    assert (done.json["ready"], done.json["incomplete"]) == (0, 1)
    assert sorted(file.name for file in (out / "filled").iterdir()) == ["isi1.xlsx"]
    unknown = enrol(out, path, "--force", "--withdraw", "isi9.xlsx")
    assert (unknown.status, "isi1.xlsx" in unknown.err) == (2, True)
    assert enrol(out, path, "--withdraw", "isi1.xlsx").status == 2


def test_enrol__file_deleted_from_filled__counts_its_answers_no_longer(tmp_path: Path) -> None:
    out = tmp_path / "o"
    rounds(out)
    (out / "filled" / "isi2.xlsx").unlink()
    done = enrol(out, LOOP / "round2" / "roster.xlsx", "--force")
    assert done.json["incomplete"] == 1


def test_enrol__four_rounds_under_names_of_any_order__takes_the_newest_answer(
    tmp_path: Path,
) -> None:
    path, out = one(tmp_path, person(1, **{"Kode Pos": ""}), person(2)), tmp_path / "o"
    enrol(out, path)
    sent = shutil.copy(out / "corrections.xlsx", tmp_path / "sent.xlsx")
    for name, code in (("z", "41161"), ("a", "41162"), ("m", "41163"), ("b", "41164")):
        file = fill(
            Path(sent),
            "Lengkapi",
            lambda row, code=code: row.update({"Kode Pos": code}),  # type: ignore[misc]
            tmp_path / f"{name}.xlsx",
        )
        done = enrol(out, path, "--corrections", file, "--force")
    assert {row["KODE_POS"] for row in sipp(out)} == {"41164", "41162"}
    assert counts(done)["replaced"] == 3
    assert (done.status, codes(done)["complete-conflict"]) == (0, 0)


def test_enrol__two_files_of_one_run_contradict__asks_and_a_later_round_decides(
    tmp_path: Path,
) -> None:
    path, out = one(tmp_path, person(1, **{"Gol. Darah": ""})), tmp_path / "o"
    enrol(out, path)
    files = [
        fill(
            out / "corrections.xlsx",
            "Lengkapi",
            lambda row, blood=blood: row.update({"Gol. Darah": blood}),  # type: ignore[misc]
            tmp_path / f"{blood}.xlsx",
        )
        for blood in ("A", "B", "AB")
    ]
    both = enrol(out, path, "--corrections", files[0], "--corrections", files[1], "--force")
    assert (both.status, codes(both)["complete-conflict"]) == (1, 1)
    done = enrol(out, path, "--corrections", files[2], "--force")
    assert (done.status, codes(done)["complete-conflict"]) == (0, 0)
    assert [row["GOLONGAN_DARAH"] for row in sipp(out)] == ["AB"]


def test_enrol__strike_removed_in_the_same_file__counts_the_person_again(tmp_path: Path) -> None:
    path, out = one(tmp_path, person(1), person(2, NIK=nik(2)[:15])), tmp_path / "o"
    enrol(out, path)
    file = shutil.copy(out / "corrections.xlsx", tmp_path / "plered.xlsx")
    fill(Path(file), "Perbaikan", lambda row: row.update(Hapus="Y"))
    assert enrol(out, path, "--corrections", file, "--force").json["excluded"] == 1
    fill(Path(file), "Perbaikan", lambda row: row.update(Hapus=None, NIK=nik(2)))
    done = enrol(out, path, "--corrections", file, "--force")
    assert (done.status, done.json["ready"], done.json["excluded"]) == (0, 2, 0)


# ---- new people, and whom they replace ----------------------------------------------------------------


@pytest.fixture(scope="module")
def posted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a roster of three, one of whom has a NIK of 15 digits, and its result."""
    folder = tmp_path_factory.mktemp("posted")
    enrol(folder / "sent", one(folder, person(1), person(2, NIK=nik(2)[:15]), person(3)))
    return folder


@pytest.fixture
def sent(posted: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A copy of the roster and its corrections."""
    shutil.copytree(posted, tmp_path, dirs_exist_ok=True)
    return tmp_path / "roster.xlsx", tmp_path / "sent" / "corrections.xlsx"


def newcomer(number: int, **changes: Cell) -> dict[str, Cell]:
    return dict(person(number, **changes))


def test_enrol__person_in_orang_baru__is_enrolled_with_the_address_of_the_row(
    sent: tuple[Path, Path], tmp_path: Path
) -> None:
    path, file = sent
    add_newcomer(file, newcomer(7), newcomer(8, NIK=nik(8)[:15]))
    done = enrol(tmp_path / "o", path, "--corrections", file)
    assert done.json["complete"]["new"] == 2
    assert nik(7) in {row["NOMOR_IDENTITAS"] for row in sipp(tmp_path / "o")}
    (faulty,) = [
        each for each in findings_with(done, "nik-length") if each["sheet"] == "Orang baru"
    ]
    assert (faulty["file"], faulty["level"]) == ("corrections.xlsx", "error")
    rows = table(tmp_path / "o" / "corrections.xlsx", "Perbaikan")
    assert [row["Lembar"] for row in rows] == ["DATA ADHOC", "Orang baru"]


def test_enrol__new_person_corrected_in_the_next_round__is_enrolled_once(
    sent: tuple[Path, Path], tmp_path: Path
) -> None:
    path, file = sent
    out = tmp_path / "o"
    add_newcomer(file, newcomer(8, NIK=nik(8)[:15]))
    fill(file, "Perbaikan", lambda row: row.update(NIK=nik(2)))
    enrol(out, path, "--corrections", shutil.copy(file, tmp_path / "isi1.xlsx"), "--force")
    second = fill(
        out / "corrections.xlsx",
        "Perbaikan",
        lambda row: row.update(NIK=nik(8)),
        tmp_path / "isi2.xlsx",
    )
    done = enrol(out, path, "--corrections", second, "--force")
    assert (done.status, done.json["ready"]) == (0, 4)


def test_enrol__new_person_written_again_in_a_later_round__counts_once(
    sent: tuple[Path, Path], tmp_path: Path
) -> None:
    path, file = sent
    out = tmp_path / "o"
    fill(file, "Perbaikan", lambda row: row.update(NIK=nik(2)))
    for name, changes in (("a", {"NIK": nik(8)[:15]}), ("b", {})):
        filled = add_newcomer(file, newcomer(8, **changes), to=tmp_path / f"{name}.xlsx")  # type: ignore[arg-type]
        done = enrol(out, path, "--corrections", filled, "--force")
    assert (done.status, done.json["ready"]) == (0, 4)


@pytest.mark.parametrize("by", ["NIK", "Nama Lengkap"])
def test_enrol__newcomer_names_whom_they_replace__strikes_that_person_with_the_reason(
    by: str, sent: tuple[Path, Path], tmp_path: Path
) -> None:
    path, file = sent
    fill(file, "Perbaikan", lambda row: row.update(NIK=nik(2)))
    add_newcomer(file, newcomer(8, Menggantikan=person(3)[by]))
    done = enrol(tmp_path / "o", path, "--corrections", file)
    assert done.status == 0
    assert {row["NOMOR_IDENTITAS"] for row in sipp(tmp_path / "o")} == {nik(1), nik(2), nik(8)}
    (struck,) = findings_with(done, "replaced-out")
    assert (struck["row"], "Orang baru!" in struck["message"]) == (4, True)
    assert done.json["complete"]["replaced_people"] == 1
    report = openpyxl.load_workbook(tmp_path / "o" / "corrections.xlsx")["Dikecualikan"]
    assert "digantikan" in str(list(report.values)[-1])


def test_enrol__row_names_its_successor__strikes_it_and_enrols_the_newcomer(
    sent: tuple[Path, Path], tmp_path: Path
) -> None:
    path, file = sent
    fill(file, "Perbaikan", lambda row: row.update({"Diganti oleh": nik(8)}))
    add_newcomer(file, newcomer(8))
    done = enrol(tmp_path / "o", path, "--corrections", file)
    assert (done.status, done.json["ready"], done.json["excluded"]) == (0, 3, 1)
    assert codes(done) == {"replaced-out": 1}


def test_enrol__successor_who_is_nowhere__strikes_nobody_and_asks(
    sent: tuple[Path, Path], tmp_path: Path
) -> None:
    path, file = sent
    fill(file, "Perbaikan", lambda row: row.update({"Diganti oleh": "Gita", "NIK": nik(2)}))
    add_newcomer(file, newcomer(8, Menggantikan="Siapa Saja"))
    done = enrol(tmp_path / "o", path, "--corrections", file)
    assert (done.status, done.json["ready"], done.json["excluded"]) == (1, 4, 0)
    assert (codes(done)["successor-unknown"], codes(done)["replaced-unknown"]) == (1, 1)


def test_enrol__newcomer_begins_after_the_replaced_person__asks_whether_that_one_served(
    sent: tuple[Path, Path], tmp_path: Path
) -> None:
    path, file = sent
    fill(file, "Perbaikan", lambda row: row.update(NIK=nik(2)))
    later = newcomer(8, Menggantikan=nik(3), **{"Tgl Mulai": "20-11-2024"})
    done = enrol(tmp_path / "o", path, "--corrections", add_newcomer(file, later))
    assert codes(done)["replaced-served"] == 1


# ---- whose row it is ----------------------------------------------------------------------------------


def test_enrol__new_person_typed_over_an_old_one__holds_the_row(
    sent: tuple[Path, Path], tmp_path: Path
) -> None:
    path, file = sent
    other = {"NIK": nik(8), "Nama Lengkap": "Gita Gunawan"}
    fill(file, "Perbaikan", lambda row: row.update(other))
    done = enrol(tmp_path / "o", path, "--corrections", file)
    assert (done.status, codes(done)["complete-another"]) == (1, 1)
    assert nik(8) not in {row["NOMOR_IDENTITAS"] for row in sipp(tmp_path / "o")}


def test_enrol__name_alone_typed_over__gives_nobody_another_persons_nik(tmp_path: Path) -> None:
    path = one(tmp_path, person(1), person(2, Honor=1_100_000))
    enrol(tmp_path / "sent", path)
    file = tmp_path / "sent" / "corrections.xlsx"
    fill(file, "Perbaikan", lambda row: row.update({"Nama Lengkap": "Gita Gunawan"}))
    done = enrol(tmp_path / "o", path, "--corrections", file)
    assert codes(done)["complete-another"] == 1
    assert "Gita Gunawan" not in {row["NAMA_LENGKAP"] for row in sipp(tmp_path / "o")}


def test_enrol__name_spelt_otherwise__is_the_same_person(tmp_path: Path) -> None:
    path = one(tmp_path, person(1), person(2, **{"Nama Lengkap": "M. Rizki", "NIK": nik(2)[:15]}))
    enrol(tmp_path / "sent", path)
    file = tmp_path / "sent" / "corrections.xlsx"
    corrected_cells = {"Nama Lengkap": "Muhammad Rizki", "NIK": nik(2)}
    fill(file, "Perbaikan", lambda row: row.update(corrected_cells))
    done = enrol(tmp_path / "o", path, "--corrections", file)
    assert (done.status, done.json["ready"]) == (0, 2)


def test_enrol__nik_of_somebody_else_filled_in__harms_neither(
    sent: tuple[Path, Path], tmp_path: Path
) -> None:
    path, file = sent
    fill(file, "Perbaikan", lambda row: row.update(NIK=nik(3)))
    done = enrol(tmp_path / "o", path, "--corrections", file)
    assert codes(done)["complete-nik-taken"] == 1
    assert {row["NOMOR_IDENTITAS"] for row in sipp(tmp_path / "o")} == {nik(1), nik(3)}


def test_enrol__row_twice_with_two_answers__applies_neither(
    sent: tuple[Path, Path], tmp_path: Path
) -> None:
    path, file = sent

    def copy(book: openpyxl.Workbook) -> None:
        page = book["Perbaikan"]
        top = header_of(page)
        titles = [cell.value for cell in page[top]]
        page.append([cell.value for cell in page[top + 1]])
        for row, digits in ((top + 1, nik(2)), (page.max_row, nik(12))):
            page.cell(row, titles.index("NIK") + 1, digits)

    done = enrol(tmp_path / "o", path, "--corrections", edit(file, copy))
    assert codes(done)["complete-twice"] == 2
    assert done.json["held_back"] == 1


def test_enrol__moved_namesakes__are_matched_by_all_their_cells(tmp_path: Path) -> None:
    twins = [
        person(1),
        person(2, NIK="", **{"Nama Lengkap": "Siti Aminah"}),
        person(3, NIK="", **{"Nama Lengkap": "Siti Aminah"}),
    ]
    path = roster(tmp_path, twins)
    enrol(tmp_path / "sent", path)
    file = tmp_path / "sent" / "corrections.xlsx"
    niks = iter((nik(2), nik(3)))
    fill(file, "Perbaikan", lambda row: row.update(NIK=next(niks)))
    roster(tmp_path, [twins[0], twins[2], twins[1]])
    enrol(tmp_path / "o", path, "--corrections", file)
    phones = {row["NOMOR_IDENTITAS"]: row["HP"] for row in sipp(tmp_path / "o")}
    assert phones == {nik(n): person(n)["No. HP"] for n in (1, 2, 3)}


# ---- what is not used is reported ---------------------------------------------------------------------


def test_enrol__file_that_came_back_empty__is_an_error(
    sent: tuple[Path, Path], tmp_path: Path
) -> None:
    done = enrol(tmp_path / "o", sent[0], "--corrections", sent[1])
    (nothing,) = findings_with(done, "complete-nothing")
    assert (done.status, nothing["level"], nothing["file"]) == (1, "error", "corrections.xlsx")
    assert "tidak ada isian baru" in nothing["message"]


def test_enrol__corrections_of_another_roster__matches_no_row(tmp_path: Path) -> None:
    other = roster(tmp_path, [person(number) for number in (21, 22)], name="lain.xlsx")
    path = roster(tmp_path, [person(31, NIK="1"), person(32, NIK="2")], name="ini.xlsx")
    enrol(tmp_path / "a", path)
    file = tmp_path / "a" / "corrections.xlsx"
    done = enrol(tmp_path / "o", other, "--corrections", file)
    assert codes(done)["complete-lost"] == 2
    assert "tidak satu baris pun cocok" in findings_with(done, "complete-nothing")[0]["message"]


def test_enrol__sheet_of_the_clerks_own__is_named(sent: tuple[Path, Path], tmp_path: Path) -> None:
    path, file = sent

    def add(book: openpyxl.Workbook) -> None:
        book.create_sheet("Catatan").append(["tolong dicek"])
        book.create_sheet("Tambahan").append([nik(9), "Gita Gunawan"])

    fill(file, "Perbaikan", lambda row: row.update(NIK=nik(2)))
    done = enrol(tmp_path / "o", path, "--corrections", edit(file, add))
    assert [each["sheet"] for each in findings_with(done, "complete-sheet")] == ["Catatan"]
    assert [each["sheet"] for each in findings_with(done, "complete-sheet-people")] == ["Tambahan"]
    assert done.status == 1


def rename_nik(title: str) -> Callable[[openpyxl.Workbook], None]:
    """Return an edit that renames the column NIK of Perbaikan."""

    def rename(book: openpyxl.Workbook) -> None:
        page = book["Perbaikan"]
        for cell in page[header_of(page)]:
            cell.value = {"NIK": title}.get(str(cell.value), cell.value)

    return rename


def test_enrol__header_renamed_to_an_alias_of_the_field__is_read(
    sent: tuple[Path, Path], tmp_path: Path
) -> None:
    path, file = sent
    fill(file, "Perbaikan", lambda row: row.update(NIK=nik(2)))
    done = enrol(tmp_path / "o", path, "--corrections", edit(file, rename_nik("No. KTP")))
    assert (done.status, done.json["ready"]) == (0, 3)


def test_enrol__header_renamed_to_an_unknown_name__is_reported(
    sent: tuple[Path, Path], tmp_path: Path
) -> None:
    path, file = sent
    done = enrol(tmp_path / "o", path, "--corrections", edit(file, rename_nik("ANGKA")))
    assert codes(done)["complete-column-gone"] == 1
    assert "NIK" in findings_with(done, "complete-column-gone")[0]["message"]


def test_enrol__column_added_with_many_cells__is_reported_once(tmp_path: Path) -> None:
    path = one(tmp_path, *(person(number, **{"Gol. Darah": ""}) for number in range(1, 6)))
    enrol(tmp_path / "sent", path)

    def add(book: openpyxl.Workbook) -> None:
        page = book["Lengkapi"]
        top, column = header_of(page), page.max_column + 1
        page.cell(top, column, "Ukuran Baju")
        for row in range(top + 1, page.max_row + 1):
            page.cell(row, column, "XL")

    file = edit(tmp_path / "sent" / "corrections.xlsx", add)
    done = enrol(tmp_path / "o", path, "--corrections", file)
    (report,) = findings_with(done, "complete-column")
    assert "'Ukuran Baju' (5 isian)" in report["message"]
    assert not findings_with(done, "note-unread")


def test_enrol__note_over_a_reason__is_reported(sent: tuple[Path, Path], tmp_path: Path) -> None:
    path, file = sent
    note = {"Yang harus dibetulkan": "NIK sudah dicek di KTP.", "NIK": nik(2)}
    fill(file, "Perbaikan", lambda row: row.update(note))
    done = enrol(tmp_path / "o", path, "--corrections", file)
    assert (done.status, codes(done)["note-unread"]) == (0, 1)


def test_enrol__pdf_returned__is_refused(sent: tuple[Path, Path], tmp_path: Path) -> None:
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.7\n" + b"x" * 500)
    done = enrol(tmp_path / "o", sent[0], "--corrections", scan)
    assert (done.status, "scan.pdf" in done.err) == (3, True)


# ---- one round is enough --------------------------------------------------------------------------------


def test_enrol__held_back_and_incomplete_person__needs_one_round(
    tmp_path: Path,
) -> None:
    gaps = {"Nama Ibu Kandung": "", "Gol. Darah": "", "Kode Pos": ""}
    path = one(tmp_path, person(1), person(2, NIK=nik(2)[:15], **gaps), person(3, **gaps))
    enrol(tmp_path / "sent", path)
    file = tmp_path / "sent" / "corrections.xlsx"
    assert [row["Status"] for row in table(file, "Lengkapi")] == [
        "belum terdaftar",
        "sudah ditagih",
    ]
    known = {"Nama Ibu Kandung": "Imas", "Gol. Darah": "A", "Kode Pos": "41162"}
    fill(file, "Perbaikan", lambda row: row.update(NIK=nik(2)))
    fill(file, "Lengkapi", lambda row: row.update(known))
    done = enrol(tmp_path / "o", path, "--corrections", file)
    assert (done.status, done.json["ready"]) == (0, 3)


def test_enrol__blood_group_that_nobody_knows__says_where_to_learn_it_and_what_the_office_can_do(
    tmp_path: Path,
) -> None:
    path = one(tmp_path, person(1, **{"Gol. Darah": ""}), person(2))
    done = invoke("enrol", path, "--out", tmp_path / "o")
    assert "Puskesmas" in done.out
    assert "[defaults]" in done.out
    book = openpyxl.load_workbook(tmp_path / "o" / "corrections.xlsx")
    assert "Unit Donor Darah PMI" in str(list(book["Petunjuk"].values))
    agreement = tmp_path / "pks.toml"
    agreement.write_text('[defaults]\nblood = "O"\n', encoding="utf-8")
    defaults = invoke("enrol", path, "--out", tmp_path / "p", "--agreement", agreement)
    assert "golongan darah: 1 sel (dari perjanjian)" in defaults.out


def test_template__blood_group__says_where_to_learn_it(tmp_path: Path) -> None:
    invoke("template", "--out", tmp_path / "form.xlsx")
    page = openpyxl.load_workbook(tmp_path / "form.xlsx")["Petunjuk"]
    assert "PMI" in str(list(page.values))


def test_enrol__counts_of_the_corrections__are_in_json_of_enrol_and_check(
    sent: tuple[Path, Path], tmp_path: Path
) -> None:
    path, file = sent
    fill(file, "Perbaikan", lambda row: row.update(NIK=nik(2)))
    add_newcomer(file, newcomer(8))
    expected = Counter({"corrected": 1, "new": 1})
    enrolled = enrol(tmp_path / "o", path, "--corrections", file)
    checked = invoke("check", path, "--corrections", file, "--json")
    assert counts(enrolled) == counts(checked) == expected
    shown = invoke("check", path, "--corrections", file).out
    assert "corrections.xlsx: 1 sel dibetulkan, 1 orang baru." in shown
    assert enrolled.json["complete"]["files"][0]["round"] == 1


# ---- whole sheets under clumsy hands -------------------------------------------------------------------


def _rename_sheets(book: openpyxl.Workbook) -> None:
    book["Perbaikan"].title, book["Lengkapi"].title = "Sudah dibetulkan", "LENGKAPI (ok)"


def _move_the_table(book: openpyxl.Workbook) -> None:
    book["Perbaikan"].insert_cols(1)
    book["Perbaikan"].insert_rows(1, 2)


def _copy_a_sheet(book: openpyxl.Workbook) -> None:
    book.copy_worksheet(book["Perbaikan"])


def _merge_two_mothers(book: openpyxl.Workbook) -> None:
    page = book["Lengkapi"]
    column = next(cell.column for cell in page[header_of(page)] if cell.value == "Nama Ibu Kandung")
    last = page.max_row
    page.merge_cells(start_row=last - 1, end_row=last, start_column=column, end_column=column)


@pytest.mark.parametrize(
    ("change", "mothers"),
    [
        (_rename_sheets, {2: "Ibu Dua", 3: "Ibu Tiga"}),
        (_move_the_table, {2: "Ibu Dua", 3: "Ibu Tiga"}),
        (_copy_a_sheet, {2: "Ibu Dua", 3: "Ibu Tiga"}),
        (_merge_two_mothers, {2: "Ibu Dua"}),
    ],
)
def test_enrol__sheets_renamed_moved_copied_or_merged__gives_nobody_anothers_cells(
    change: Callable[[openpyxl.Workbook], None], mothers: dict[int, str], tmp_path: Path
) -> None:
    lacking: dict[str, Cell] = {"Nama Ibu Kandung": ""}
    path = one(tmp_path, person(1, NIK="12"), person(2, **lacking), person(3, **lacking))
    enrol(tmp_path / "sent", path)
    file = tmp_path / "sent" / "corrections.xlsx"
    fill(file, "Perbaikan", lambda row: row.update(NIK=nik(1)))
    names = {nik(2): "Ibu Dua", nik(3): "Ibu Tiga"}
    fill(file, "Lengkapi", lambda row: row.update({"Nama Ibu Kandung": names[row["NIK"]]}))
    done = enrol(tmp_path / "o", path, "--corrections", edit(file, change))
    assert done.json["enrolled"] == 3
    report = {row["NOMOR_IDENTITAS"]: row["NAMA_IBU_KANDUNG"] for row in sipp(tmp_path / "o")}
    assert report == {nik(1): "Siti Aminah"} | {nik(n): name for n, name in mothers.items()}
