"""`check --annotate`: the workbook of a clerk with marks, which they correct and send back."""

from __future__ import annotations

import re
import warnings
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.workbook import Workbook
from support.parameters import first
from support.paths import DATA, EXAMPLES
from support.people import Row, short_person
from support.run import Run, invoke
from support.workbooks import RED, color, roster, sheets

MESSY = EXAMPLES / "messy-2024.xlsx"
LISTS = (
    '<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
    'uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"><x14:dataValidations '
    'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" count="1">'
    '<x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>Daftar!$A$1:$A$2</xm:f>'
    "</x14:formula1><xm:sqref>K2:K9</xm:sqref></x14:dataValidation></x14:dataValidations></ext>"
    "</extLst></worksheet>"
)


def annotated(source: Path, target: Path, *options: object) -> Run:
    """Annotate a roster and give what `check` found in it."""
    return invoke("check", source, "--annotate", target, "--json", *options)


def opened(path: Path) -> Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(path)


def comments(path: Path) -> dict[tuple[str, str], str]:
    return {
        (page.title, cell.coordinate): cell.comment.text
        for page in opened(path).worksheets
        for row in page.iter_rows()
        for cell in row
        if cell.comment
    }


def with_formulas(path: Path, *people: Row) -> Path:
    """Write a roster in which every cell of a person is a formula that carries its value."""
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("DATA")
        as_date = book.add_format({"num_format": "dd/mm/yyyy"})
        for column, name in enumerate(people[0]):
            page.write_string(0, column, name)
        for row, one in enumerate(people, start=1):
            for column, value in enumerate(one.values()):
                if isinstance(value, date):
                    serial = (value - date(1899, 12, 30)).days
                    page.write_formula(row, column, f"={serial}+0", as_date, serial)
                elif isinstance(value, str):
                    page.write_formula(row, column, f'=""&"{value} <&>"', None, value)
                elif value is not None:
                    page.write_formula(row, column, f"={value}+0", None, value)
    return path


# ---- The round trip -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source", first(1, [MESSY, DATA / "messy.xlsx", DATA / "ponorogo-2020.xlsx"])
)
def test_a_marked_roster_is_read_as_the_roster_itself(source: Path, tmp_path: Path) -> None:
    target = tmp_path / source.name
    first = annotated(source, target)
    again = invoke("check", target, "--json")
    assert (again.status, again.json) == (first.status, first.json)
    assert "TANPA judul" not in invoke("check", target).out


def test_annotate__formula__has_its_value(tmp_path: Path) -> None:
    people = (short_person(1), short_person(2, NIK="321401150790900"), short_person(3, Honor=None))
    source = with_formulas(tmp_path / "roster.xlsx", *people)
    target = tmp_path / "marked" / "roster.xlsx"
    target.parent.mkdir()
    first = annotated(source, target)
    assert [finding["code"] for finding in first.json["findings"]] == ["nik-length", "wage-default"]
    assert invoke("check", target, "--json").json == first.json
    before, after = opened(source)["DATA"], opened(target)["DATA"]
    for olds, news in zip(before.iter_rows(), after.iter_rows(), strict=True):
        assert [cell.value for cell in olds] == [cell.value for cell in news]


def test_annotate__any_type_of_formula__has_its_value(tmp_path: Path) -> None:
    source = roster(tmp_path / "roster.xlsx", short_person(1, NIK="1"), short_person(2))
    with xlsxwriter.Workbook(tmp_path / "other.xlsx") as book:
        page = book.add_worksheet("DATA")
        values: list[Any] = ["a <b> & c", 1.5, True, "#N/A", ""]
        for row, value in enumerate(values):
            page.write_formula(row, 0, f"=A{row + 9}", None, value)
        page.write_array_formula("B1:B2", "{=A1:A2&A1:A2}", None, "ab")
        page.write_dynamic_array_formula("C1:C2", "=A1:A2", None, "cd")
        header = opened(source)["DATA"]
        for row, line in enumerate(header.iter_rows(values_only=True), start=20):
            for column, cell in enumerate(line):
                page.write(row, column, str(cell))
    target = tmp_path / "marked.xlsx"
    annotated(tmp_path / "other.xlsx", target)
    before, after = (
        [
            (cell.coordinate, cell.value)
            for row in openpyxl.load_workbook(path, data_only=True)["DATA"].iter_rows(max_row=9)
            for cell in row
            if cell.value not in (None, "")
        ]
        for path in (tmp_path / "other.xlsx", target)
    )
    assert len(before) >= 6
    assert before == after


def test_annotate__corrected_cell__loses_its_mark(tmp_path: Path) -> None:
    source = roster(
        tmp_path / "r.xlsx", short_person(1, NIK="1"), short_person(2, Jabatan="Tukang")
    )
    first, second, third = (tmp_path / f"{number}.xlsx" for number in (1, 2, 3))
    annotated(source, first)
    assert comments(first).keys() == {("DATA", "B2"), ("DATA", "K3")}
    book = opened(first)
    book["DATA"]["B2"] = short_person(1)["NIK"]
    book.save(first)
    assert [f["code"] for f in annotated(first, second).json["findings"]] == ["role-unknown"]
    assert comments(second).keys() == {("DATA", "K3")}
    assert color(opened(second)["DATA"]["B2"]) is None
    assert sheets(second) == ["Temuan", "DATA"]
    book = opened(second)
    book["DATA"]["K3"] = "Anggota KPPS"
    book.save(second)
    assert annotated(second, third).status == 0
    assert (comments(third), sheets(third)) == ({}, ["DATA"])


# ---- What is the clerk's own --------------------------------------------------------------------


def test_the_clerk_s_own_comments_stay_above_ours_and_after_it(tmp_path: Path) -> None:
    source = roster(tmp_path / "r.xlsx", short_person(1, NIK="1"), short_person(2))
    book = openpyxl.load_workbook(source)
    for address in ("B2", "B3"):
        book["DATA"][address].comment = Comment("cek KTP lagi", "Operator")
    book["DATA"]["C3"].fill = PatternFill("solid", fgColor="00FF00")
    book.save(source)
    first, second = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    annotated(source, first)
    message = comments(first)
    assert message["DATA", "B2"].startswith("cek KTP lagi\n")
    assert "NIK 1 digit" in message["DATA", "B2"]
    assert message["DATA", "B3"] == "cek KTP lagi"
    annotated(first, second)
    assert comments(second) == message
    book = opened(second)
    book["DATA"]["B2"] = short_person(1)["NIK"]
    book.save(second)
    annotated(second, tmp_path / "3.xlsx")
    assert set(comments(tmp_path / "3.xlsx").values()) == {"cek KTP lagi"}
    assert color(opened(tmp_path / "3.xlsx")["DATA"]["C3"]) == "00FF00"


def test_annotate__comment__fits_its_text(tmp_path: Path) -> None:
    source = roster(tmp_path / "r.xlsx", short_person(1, NIK="1"), short_person(2, Honor=9_000_000))
    annotated(source, tmp_path / "1.xlsx")
    with zipfile.ZipFile(tmp_path / "1.xlsx") as package:
        drawn = next(name for name in package.namelist() if name.endswith(".vml"))
        heights = re.findall(r"height:(\d+)px", package.read(drawn).decode())
    short, long = sorted(map(int, heights))
    assert 30 <= short < long


def test_lists_checks_colours_and_widths_of_the_roster_survive(tmp_path: Path) -> None:
    made, source = tmp_path / "made.xlsx", tmp_path / "r.xlsx"
    with xlsxwriter.Workbook(made) as book:
        page = book.add_worksheet("DATA")
        book.add_worksheet("Daftar").write_column(0, 0, ["Ketua KPPS", "Anggota KPPS"])
        people = [short_person(1, NIK="1"), short_person(2)]
        for row, cells in enumerate([list(people[0]), *(list(one.values()) for one in people)]):
            for column, cell in enumerate(cells):
                if isinstance(cell, date):
                    page.write_datetime(row, column, cell)
                else:
                    page.write(row, column, cell)
        page.data_validation("F2:F9", {"validate": "list", "source": ["L", "P"]})
        page.conditional_format("B2:B9", {"type": "duplicate", "format": book.add_format()})
        page.set_column(2, 2, 33)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(source, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                text = text.replace(b"</worksheet>", LISTS.encode())
            new.writestr(name, text)
    target = tmp_path / "marked.xlsx"
    done = annotated(source, target)
    assert (done.status, done.err) == (1, "")
    page = opened(target)["DATA"]
    assert [str(rule.sqref) for rule in page.data_validations.dataValidation] == ["F2:F9"]
    assert len(page.conditional_formatting) == 1
    assert page.column_dimensions["C"].width == pytest.approx(33, abs=1)
    with zipfile.ZipFile(target) as package:
        remaining = [
            name for name in package.namelist() if b"x14:dataValidation" in package.read(name)
        ]
        assert remaining == ["xl/worksheets/sheet2.xml"]
        assert package.read(remaining[0]).endswith(LISTS.encode())


def test_annotate__cell_far_out__is_fast(tmp_path: Path) -> None:
    source = roster(tmp_path / "r.xlsx", short_person(1, NIK="1"), short_person(2))
    book = openpyxl.load_workbook(source)
    book["DATA"]["XFD1048000"].fill = PatternFill("solid", fgColor="00FF00")
    book.save(source)
    done = annotated(source, tmp_path / "marked.xlsx")
    assert (done.status, [each["code"] for each in done.json["findings"]]) == (1, ["nik-length"])


# ---- The list in front --------------------------------------------------------------------------


def test_the_list_has_every_finding_with_a_link_to_its_cell(tmp_path: Path) -> None:
    target = tmp_path / "marked.xlsx"
    report = annotated(MESSY, target).json["findings"]
    book = opened(target)
    page = book["Temuan"]
    top = next(row for row in range(1, 9) if page.cell(row, 1).value == "Lembar")
    rows = list(page.iter_rows(min_row=top + 1))
    assert len(rows) == len(report)
    for (sheet, cell, level, text), finding in zip(rows, report, strict=True):
        assert (sheet.value, cell.value) == (finding["sheet"], finding["cell"])
        assert cell.hyperlink.location == f"'{finding['sheet']}'!{finding['cell']}"
        assert color(level) == color(book[finding["sheet"]][finding["cell"]])
        assert finding["message"] in text.value
        assert (finding["suggestion"] or "") in text.value
    held = sum(finding["level"] == "error" for finding in report)
    assert page["A2"].value.startswith(f"{held} merah")


def test_annotate__list__is_the_active_sheet_and_masks_niks(tmp_path: Path) -> None:
    target = tmp_path / "marked.xlsx"
    complete = str(short_person(1)["NIK"])
    # The letter is in the month, where the birth date confirms the digit.
    slip = complete[:8] + complete[8].replace("0", "O") + complete[9:]
    annotated(roster(tmp_path / "roster.xlsx", short_person(1, NIK=slip)), target)
    book = opened(target)
    assert [page.title for page in book.worksheets if page.sheet_view.tabSelected] == ["Temuan"]
    texts = [str(cell.value) for row in book["Temuan"].iter_rows() for cell in row if cell.value]
    assert not any(part.isdigit() and len(part) > 12 for text in texts for part in text.split())
    assert f"3214********{complete[-4:]}" in " ".join(texts)
    assert any("→ 3214" in message and "*" not in message for message in comments(target).values())


def test_a_sheet_of_the_clerk_s_that_is_called_temuan_stays(tmp_path: Path) -> None:
    source = roster(tmp_path / "r.xlsx", short_person(1, NIK="1"), short_person(2), sheet="Temuan")
    annotated(source, tmp_path / "1.xlsx")
    annotated(tmp_path / "1.xlsx", tmp_path / "2.xlsx")
    assert sheets(tmp_path / "2.xlsx") == ["Temuan1", "Temuan"]
    assert invoke("check", tmp_path / "2.xlsx", "--json").json["roster"]["rows"] == 2


def test_annotate__list_with_a_long_finding__gives_its_row_the_height(tmp_path: Path) -> None:
    annotated(MESSY, tmp_path / "marked.xlsx")
    page = opened(tmp_path / "marked.xlsx").worksheets[0]
    heights = {
        len(str(page.cell(row, 4).value)): page.row_dimensions[row].height
        for row in range(7, page.max_row + 1)
    }
    assert heights[max(heights)] >= 2 * 12  # LibreOffice keeps a line's height where none is given
    assert heights[min(heights)] is None


def test_annotate__list__is_in_the_language_of_the_run(tmp_path: Path) -> None:
    annotated(MESSY, tmp_path / "en.xlsx", "--lang", "en")
    page = opened(tmp_path / "en.xlsx")["Findings"]
    assert "NOT enrolled" in page["A2"].value
    assert invoke("check", tmp_path / "en.xlsx", "--json").json["roster"]["rows"] == 61


def test_a_roster_without_a_finding_gets_no_list(tmp_path: Path) -> None:
    source = roster(tmp_path / "r.xlsx", short_person(1), short_person(2))
    assert annotated(source, tmp_path / "marked.xlsx").status == 0
    assert sheets(tmp_path / "marked.xlsx") == ["DATA"]
    assert RED not in {color(cell) for row in opened(source)["DATA"].iter_rows() for cell in row}
