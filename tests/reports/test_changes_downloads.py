"""SIPP's own files with changes filled in: only those cells differ, part by part and byte by byte."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from support.run import in_process_reader
from support.sipp_downloads import NPP
from support.updates import (
    ADDRESS,
    DECEMBER,
    EMAIL,
    PHONE,
    WAGE,
    ChangedResult,
    changed_result,
    nik,
    sipp_files,
)

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.reconciliation.changes.sipp_edits import (
    AMBIGUOUS,
    FILLED,
    NO_FILE,
    NOT_LISTED,
    SAME,
    SippFile,
    contact_edits,
    wage_edits,
)
from pemilu_cover.reconciliation.sipp_downloads import read_sipp_download
from pemilu_cover.reports.xlsx.changes import filled_downloads, steps
from pemilu_cover.reports.xlsx.changes.files import write_all
from pemilu_cover.xlsx.cell_edits import CellEdit, CellEditError, edit_cells
from pemilu_cover.xlsx.row_parts import RowSplitError, split_rows

UPAH, KOREKSI = f"template_upah_{NPP}.xlsx", f"template_koreksi_tk_{NPP}.xlsx"
NIK_COLUMN = {UPAH: 1, KOREKSI: 3}
SHEETS = {UPAH: "data_upah", KOREKSI: "update_data_tk"}


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> ChangedResult:
    return changed_result(tmp_path_factory.mktemp("downloads"))


@pytest.fixture(scope="module")
def files(changed: ChangedResult) -> dict[str, bytes]:
    return write_all(changed.update, changed.downloads)


def original(changed: ChangedResult, name: str) -> bytes:
    kind = "upah" if name == UPAH else "koreksi"
    return next(file.content for file in changed.downloads if file.download.kind == kind)


def differing_cells(before: bytes, after: bytes, name: str) -> dict[tuple[str, str], object]:
    """Return the cells that differ in value, type or style, by NIK and header."""
    old, new = (
        openpyxl.load_workbook(BytesIO(content))[SHEETS[name]] for content in (before, after)
    )
    assert isinstance(old, Worksheet)
    assert isinstance(new, Worksheet)
    assert old.dimensions == new.dimensions
    return {
        (str(new.cell(cell.row, NIK_COLUMN[name]).value), str(new.cell(1, cell.column).value)): (
            cell.value,
            cell.data_type,
        )
        for row in new.iter_rows()
        for cell in row
        for was in [old.cell(cell.row, cell.column)]
        if (cell.value, cell.data_type, cell.style_id) != (was.value, was.data_type, was.style_id)
    }


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_upah__changed_wage__is_filled_as_a_number(
    changed: ChangedResult, files: dict[str, bytes]
) -> None:
    assert differing_cells(original(changed, UPAH), files[UPAH], UPAH) == {
        (nik(WAGE), "UPAH"): (1_500_001, "n")
    }


def test_koreksi__changed_contacts__are_filled_as_text(
    changed: ChangedResult, files: dict[str, bytes]
) -> None:
    assert differing_cells(original(changed, KOREKSI), files[KOREKSI], KOREKSI) == {
        (nik(PHONE), "HANDPHONE"): ("08359990001", "s"),
        (nik(EMAIL), "EMAIL"): ("baru@kpu.invalid", "s"),
        (nik(ADDRESS), "ALAMAT_LENGKAP_DOMISILI"): ("Kp. Baru RT 002 <& RW 003, 41115", "s"),
    }


@pytest.mark.parametrize("name", [UPAH, KOREKSI])
def test_filled_file__all_but_the_cells__is_byte_identical(
    name: str, changed: ChangedResult, files: dict[str, bytes]
) -> None:
    before, after = parts(original(changed, name)), parts(files[name])
    assert list(before) == list(after)
    (sheet,) = [part for part in before if before[part] != after[part]]
    cell = re.compile(rb"<c [^>]*?(?:/>|>.*?</c>)", re.DOTALL)
    assert cell.sub(b"<c/>", before[sheet]) == cell.sub(b"<c/>", after[sheet])
    old, new = cell.findall(before[sheet]), cell.findall(after[sheet])
    assert sum(one != other for one, other in zip(old, new, strict=True)) == len(
        differing_cells(original(changed, name), files[name], name)
    )


def test_filled_file__entries__keep_order_and_dates(
    changed: ChangedResult, files: dict[str, bytes]
) -> None:
    with (
        zipfile.ZipFile(BytesIO(original(changed, UPAH))) as old,
        zipfile.ZipFile(BytesIO(files[UPAH])) as new,
    ):
        for one, other in zip(old.infolist(), new.infolist(), strict=True):
            assert (one.filename, one.date_time, one.compress_type, one.external_attr) == (
                other.filename,
                other.date_time,
                other.compress_type,
                other.external_attr,
            )


def test_edits__outcomes__say_what_became_of_each_change(changed: ChangedResult) -> None:
    ids = {person["nik"]: person["id"] for person in changed.update.people.to_dicts()}
    contacts = contact_edits(changed.update, changed.downloads)
    assert contacts.outcome == {
        (ids[nik(PHONE)], "phone"): FILLED,
        (ids[nik(ADDRESS)], "address"): FILLED,
        (ids[nik(ADDRESS)], "postal_code"): FILLED,
        (ids[nik(EMAIL)], "email"): FILLED,
    }
    assert wage_edits(changed.update, ()).outcome == {(ids[nik(WAGE)], "wage_sen"): NO_FILE}


def test_edits__filled_file__has_nothing_left_to_fill(
    changed: ChangedResult, files: dict[str, bytes], tmp_path: Path
) -> None:
    again = []
    for name in (UPAH, KOREKSI):
        (tmp_path / name).write_bytes(files[name])
        with in_process_reader():
            (download,) = read_sipp_download([tmp_path / name])
        again.append(SippFile(files[name], download))
    assert set(wage_edits(changed.update, again).outcome.values()) == {SAME}
    assert set(contact_edits(changed.update, again).outcome.values()) == {SAME}
    assert {UPAH, KOREKSI} & set(write_all(changed.update, again)) == set()


def test_edits__person_not_on_the_list__is_not_filled(
    changed: ChangedResult, tmp_path: Path
) -> None:
    others = [one for one in changed.listed if one.nik != nik(WAGE)]
    edits = wage_edits(changed.update, sipp_files(tmp_path, others))
    assert (list(edits.edits), set(edits.outcome.values())) == ([], {NOT_LISTED})


def test_edits__nik_is_listed_twice__is_not_filled(changed: ChangedResult, tmp_path: Path) -> None:
    twice = [*changed.listed, *(one for one in changed.listed if one.nik == nik(WAGE))]
    edits = wage_edits(changed.update, sipp_files(tmp_path, twice))
    assert (list(edits.edits), set(edits.outcome.values())) == ([], {AMBIGUOUS})


def test_write_all__list_in_two_files__fills_both_in_folders(
    changed: ChangedResult, tmp_path: Path
) -> None:
    halves = [
        sipp_files(tmp_path, [one for one in changed.listed if (one.nik == nik(WAGE)) is first])
        for first in (True, False)
    ]
    files = write_all(changed.update, [*halves[0], *halves[1], *halves[1]])
    names = [name for name in files if name.startswith("part-")]
    assert names == [f"part-01/{UPAH}", f"part-02/{KOREKSI}"]
    assert list(differing_cells(halves[0][0].content, files[names[0]], UPAH)) == [
        (nik(WAGE), "UPAH")
    ]


def test_edits__sipp_has_the_former_nik__finds_the_membership_number(
    changed: ChangedResult, tmp_path: Path
) -> None:
    former = [replace(one, nik=nik(77)) if one.nik == nik(WAGE) else one for one in changed.listed]
    edits = wage_edits(changed.update, sipp_files(tmp_path, former))
    assert set(edits.outcome.values()) == {FILLED}


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"period": DECEMBER.replace(month=11)}, "sipp-other-period"),
        ({"npp": "24100001"}, "sipp-other-npp"),
    ],
)
def test_write_all__file_of_another_period_or_npp__is_refused(
    other: dict[str, str], code: str, changed: ChangedResult, tmp_path: Path
) -> None:
    downloads = sipp_files(tmp_path, changed.listed, **other)  # type: ignore[arg-type]
    with pytest.raises(RefusalError) as refusal:
        write_all(changed.update, downloads)
    assert refusal.value.code == code


def test_write_all__csv_of_sipp__is_refused(changed: ChangedResult) -> None:
    downloads = [SippFile(b"NIK,UPAH\n", file.download) for file in changed.downloads]
    with pytest.raises(RefusalError) as refusal:
        write_all(changed.update, downloads)
    assert refusal.value.code == "sipp-not-fillable"


def book_with(sheet: str) -> bytes:
    """Return a small workbook with this XML of a sheet."""
    book = openpyxl.Workbook()
    saved, content = BytesIO(), BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(content, "w") as new:
        for entry in old.infolist():
            is_sheet = entry.filename == "xl/worksheets/sheet1.xml"
            new.writestr(entry, sheet.encode() if is_sheet else old.read(entry))
    return content.getvalue()


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def test_edit_cells__prefixes_comments_and_missing_cells__are_kept() -> None:
    row = (
        '<x:row r="2" spans="1:4"><x:c r="A2" s="0" t="s" ><x:v>0</x:v></x:c><!-- > -->'
        "<x:c r='C2' s='0'/></x:row>"
    )
    sheet = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{row}</x:sheetData></x:worksheet>'
    edited = edit_cells(
        book_with(sheet),
        "Sheet",
        [
            CellEdit(2, 1, "a < b"),
            CellEdit(2, 2, "7", is_number=True),
            CellEdit(2, 3, "8", is_number=True),
            CellEdit(2, 4, "end"),
        ],
    )
    text = parts(edited)["xl/worksheets/sheet1.xml"].decode()
    assert text == sheet.replace(
        row,
        '<x:row r="2" spans="1:4"><x:c r="A2" s="0" t="inlineStr"><x:is><x:t xml:space="preserve">'
        'a &lt; b</x:t></x:is></x:c><!-- > --><x:c r="B2"><x:v>7</x:v></x:c>'
        "<x:c r='C2' s='0'><x:v>8</x:v></x:c>"
        '<x:c r="D2" t="inlineStr"><x:is><x:t xml:space="preserve">end</x:t></x:is></x:c></x:row>',
    )
    cells = openpyxl.load_workbook(BytesIO(edited))["Sheet"][2]
    assert [cell.value for cell in cells] == ["a < b", 7, 8, "end"]


def test_edit_cells__number_for_a_text_cell__stays_text() -> None:
    sheet = (
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="2"><c r="A2" t="inlineStr"><is><t>1</t></is></c>'
        "</row></sheetData></worksheet>"
    )
    edited = edit_cells(book_with(sheet), "Sheet", [CellEdit(2, 1, "900000", is_number=True)])
    cell = openpyxl.load_workbook(BytesIO(edited))["Sheet"]["A2"]
    assert (cell.value, cell.data_type) == ("900000", "s")


@pytest.mark.parametrize("row", ['<row r="2"><c><v>1</v></c></row>', '<row r="3"/>'])
def test_edit_cells__cells_without_addresses_or_no_row__are_an_error(row: str) -> None:
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{row}</sheetData></worksheet>'
    with pytest.raises(CellEditError):
        edit_cells(book_with(sheet), "Sheet", [CellEdit(2, 1, "x")])


def test_edit_cells__no_edits__give_the_same_bytes() -> None:
    assert edit_cells(b"anything", "Sheet", []) == b"anything"


def numbered(rows: int, head: str = "", tail: str = "") -> bytes:
    """Return a workbook with a header and so many rows, each with its number."""
    cells = "".join(
        f'<row r="{row}" spans="1:2"><c r="A{row}" s="0"><v>{row}</v></c><c r="B{row}" t="inlineStr">'
        f"<is><t>r=&quot;C{row}</t></is></c></row>"
        for row in range(1, rows + 2)
    )
    return book_with(
        f'<worksheet xmlns="{MAIN}"><dimension ref="A1:B{rows + 1}"/>{head}'
        f"<sheetData>{cells}</sheetData>{tail}</worksheet>"
    )


@pytest.mark.parametrize(("rows", "sizes"), [(4, [4]), (5, [4, 1]), (8, [4, 4]), (9, [4, 4, 1])])
def test_split_rows__more_than_fit__are_in_order_below_the_header(
    rows: int, sizes: list[int]
) -> None:
    content = numbered(rows)
    found = split_rows(content, "Sheet", range(2, rows + 2), 4)
    assert len(found) > 1 or found == [content]
    sheets = [openpyxl.load_workbook(BytesIO(part))["Sheet"] for part in found]
    values = [[row[0] for row in sheet.iter_rows(values_only=True)] for sheet in sheets]
    assert {column[0] for column in values} == {1}
    assert [value for column in values for value in column[1:]] == list(range(2, rows + 2))
    assert [len(column) - 1 for column in values] == sizes
    assert [sheet.dimensions for sheet in sheets] == [f"A1:B{size + 1}" for size in sizes]
    last = sheets[-1].cell(sizes[-1] + 1, 2).value
    assert last == f'r="C{rows + 1}'  # a text that looks like an address stays
    for part in found:
        old, new = parts(content), parts(part)
        assert {name for name in old if old[name] != new[name]} <= {"xl/worksheets/sheet1.xml"}


def test_split_rows__row_without_a_person__stays_behind_the_one_above() -> None:
    found = split_rows(numbered(6), "Sheet", [2, 3, 5, 6, 7], 2)
    values = [
        [
            row[0]
            for row in openpyxl.load_workbook(BytesIO(part))["Sheet"].iter_rows(values_only=True)
        ]
        for part in found
    ]
    assert values == [[1, 2, 3, 4], [1, 5, 6], [1, 7]]


@pytest.mark.parametrize(
    ("head", "tail"),
    [
        ("", '<mergeCells><mergeCell ref="A3:B3"/></mergeCells>'),
        ("", '<autoFilter ref="A1:B9"/>'),
        ("", '<hyperlinks><hyperlink ref="A3"/></hyperlinks>'),
    ],
)
def test_split_rows__something_refers_to_rows__is_an_error(head: str, tail: str) -> None:
    with pytest.raises(RowSplitError):
        split_rows(numbered(5, head, tail), "Sheet", range(2, 7), 4)


@pytest.mark.parametrize(
    ("damage", "code"), [("", None), ('<autoFilter ref="A1:B9"/>', "sipp-not-splittable")]
)
def test_write_all__more_people_than_sipp_takes__fills_parts(
    damage: str, code: str | None, changed: ChangedResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (filled_downloads, steps):
        monkeypatch.setattr(module, "MAX_ROWS", 5)
    downloads = [
        file._replace(content=_with_end_of_rows(file.content, damage)) for file in changed.downloads
    ]
    if code:
        with pytest.raises(RefusalError) as refusal:
            write_all(changed.update, downloads)
        assert refusal.value.code == code
        return
    files = write_all(changed.update, downloads)
    summary = openpyxl.load_workbook(BytesIO(files["perubahan.xlsx"]))["Ringkasan"]
    assert sum("folder part-01, part-02" in str(row[0]) for row in summary.values) == 2
    names = [f"part-{number:02d}/{name}" for name in (UPAH, KOREKSI) for number in (1, 2, 3)]
    assert [name for name in files if name.startswith("part-")] == names
    for name, whole in ((UPAH, 13), (KOREKSI, 13)):
        sheets = [
            openpyxl.load_workbook(BytesIO(files[part]))[SHEETS[name]]
            for part in names
            if part.endswith(name)
        ]
        niks = [
            row[NIK_COLUMN[name] - 1]
            for sheet in sheets
            for row in sheet.iter_rows(min_row=2, values_only=True)
        ]
        before = openpyxl.load_workbook(BytesIO(original(changed, name)))[SHEETS[name]]
        assert niks == [
            row[NIK_COLUMN[name] - 1] for row in before.iter_rows(min_row=2, values_only=True)
        ]
        assert len(niks) == whole


def _with_end_of_rows(content: bytes, xml: str) -> bytes:
    """Return SIPP's workbook with this XML behind the rows of each sheet."""
    result = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(result, "w") as new:
        for entry in old.infolist():
            text = old.read(entry)
            new.writestr(entry, text.replace(b"</sheetData>", b"</sheetData>" + xml.encode()))
    return result.getvalue()
