"""Every workbook that a command writes is valid SpreadsheetML, which Excel opens without repairing it."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
import xlsxwriter
from support.paths import DATA, EXAMPLES
from support.people import short_person
from support.run import Run, invoke
from support.spreadsheetml.validator import faults
from support.workbooks import roster

pytestmark = pytest.mark.slow

MESSY, AGREEMENT = EXAMPLES / "messy-2024.xlsx", EXAMPLES / "purwakarta-2024.toml"
NATION = EXAMPLES / "two-regencies-2024.csv"
# What a command writes below a folder, and the workbooks that must be among it.
COMMANDS: dict[str, tuple[tuple[object, ...], set[str]]] = {
    "enrol": (
        ("enrol", MESSY),
        {"corrections.xlsx", "invoice.xlsx", "peserta_lanjutan.xlsx", "template_tk_NPP.xlsx"},
    ),
    "enrol by kecamatan": (
        (
            "enrol",
            MESSY,
            "--split-corrections-by",
            "kecamatan",
            "--agreement",
            AGREEMENT,
            "--payment-date",
            "2025-03-20",
        ),
        {"kec-plered.xlsx", "kec-bungursari.xlsx"},
    ),
    "enrol, fixed": (
        (
            "enrol",
            MESSY,
            "--auto-fix",
            "birth-swapped",
            "--auto-fix",
            "nik-letters",
            "--auto-fix",
            "sex-missing",
        ),
        {"corrections.xlsx"},
    ),
    "enrol all incomplete": (("enrol", DATA / "ponorogo-2020.xlsx"), {"corrections.xlsx"}),
    "enrol in pieces": (
        ("enrol", NATION, "--output-format", "csv", "--sipp-regency", "all"),
        {"invoice.xlsx", "template_tk_NPP.xlsx"},
    ),
    "template": (("template", "--regency", "32.14"), {"out.xlsx"}),
    "template without a regency": (("template",), {"out.xlsx"}),
    "budget": (("budget", "--kecamatan", "17", "--desa", "192", "--tps", "1500"), {"out.xlsx"}),
    "annotate": (("check", MESSY), {"out.xlsx"}),
    "annotate many sheets": (("check", DATA / "ponorogo-2020.xlsx"), {"out.xlsx"}),
}


def faults_below(folder: Path) -> dict[str, list[str]]:
    """Return the faults of each workbook in a folder by its name."""
    return {path.name: faults(path.read_bytes()) for path in sorted(folder.rglob("*.xlsx"))}


def without_faults(matches: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: [] for name in matches}


@pytest.mark.parametrize("command", COMMANDS)
def test_command__writes_workbooks__each_is_valid(command: str, tmp_path: Path) -> None:
    (name, *arguments), expected_value = COMMANDS[command]
    out = tmp_path / ("out" if name == "enrol" else "out.xlsx")
    invoke(name, *arguments, "--annotate" if name == "check" else "--out", out)
    matches = faults_below(tmp_path)
    assert expected_value <= matches.keys()
    assert matches == without_faults(matches)


def test_enrol__the_example_of_a_regency__each_workbook_is_valid(
    purwakarta: tuple[Run, Path],
) -> None:
    matches = faults_below(purwakarta[1])
    assert {"invoice.xlsx", "template_tk_00000000.xlsx"} <= matches.keys()
    assert matches == without_faults(matches)


def test_enrol__bpu_and_returning_workers__each_workbook_is_valid(tmp_path: Path) -> None:
    pks = tmp_path / "pks.toml"
    pks.write_text('[roles.KPPS_ANGGOTA]\nsegment = "bpu"\n', encoding="utf-8")
    people = [
        short_person(1),
        short_person(2, KPJ="12345678901"),
        short_person(3, Jabatan="Ketua KPPS"),
    ]
    people += [short_person(4, KPJ="12345678902", Jabatan="Ketua KPPS", Honor=900_000)]
    source = roster(tmp_path / "r.xlsx", *people)
    invoke("enrol", source, "--agreement", pks, "--out", tmp_path / "out")
    matches = faults_below(tmp_path / "out")
    assert {"peserta_bpu.xlsx", "peserta_lanjutan.xlsx"} <= matches.keys()
    assert matches == without_faults(matches)


def test_enrol__several_findings_in_many_rows__each_row_is_there_once(tmp_path: Path) -> None:
    """The rows of Perbaikan have comments and heights, which the library writes, too."""
    faulty = [
        {"NIK": "12", "L/P": "P"},
        {"NIK": "321401150790900"},
        {"Tanggal Lahir": "besok", "Honor": "banyak", "Gol Darah": "Z"},
        {"Jabatan": "Tukang", "TPS": "satu"},
        {"NIK": "12", "Honor": "Rp x"},
    ]
    people = [short_person(number, **changes) for number, changes in enumerate(faulty * 4, start=1)]
    invoke("enrol", roster(tmp_path / "r.xlsx", *people), "--out", tmp_path / "out")
    matches = faults_below(tmp_path / "out")
    assert matches["corrections.xlsx"] == []


# ---- The validator ------------------------------------------------------------------------------


def sound() -> bytes:
    """Make a workbook of what can be wrong."""
    content = BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet, other = book.add_worksheet("One"), book.add_worksheet("Other one")
        sheet.set_column(0, 1, 20, book.add_format({"bold": True}))
        for row in range(3):
            sheet.write_row(row, 0, ["text", row, "more"])
        sheet.merge_range("E1:F2", "wide")
        sheet.merge_range("E3:F4", "wide")
        sheet.data_validation("A2:A9", {"validate": "list", "source": "='Other one'!$A$1:$A$3"})
        sheet.data_validation("B2:B9", {"validate": "list", "source": ["Y", "T"]})
        red = book.add_format({"bg_color": "red", "num_format": "0.000"})
        sheet.conditional_format("C1:C9", {"type": "no_blanks", "format": red})
        sheet.write_url("C9", "internal:'Other one'!A1", string="there")
        sheet.write_url("C10", "https://example.org", string="away")
        sheet.write_comment("A1", "why")
        sheet.write_formula("B5", "=SUM(B1:B3)", red, 3)
        other.add_table("A1:B4", {"columns": [{"header": "a"}, {"header": "b"}]})
        book.define_name("Names", "='Other one'!$A$2:$A$4")
    return content.getvalue()


SHEET, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
# A part, what is replaced in it (a pattern), and a part of the message.
BREAKS = {
    "a row twice": (SHEET, r'<row r="2"', '<row r="1"', "row 1 behind row 1"),
    "a row too early": (SHEET, r'<row r="3"', '<row r="9"', "row 5 behind row 9"),
    "a row without end": (SHEET, r'<row r="9"', '<row r="1048577"', "row 1048577"),
    "a row too high": (SHEET, r'<row r="2"', '<row ht="410" r="2"', "height 410"),
    "a cell in another row": (SHEET, r'<c r="A2"', '<c r="A3"', "cell A3 in row 2"),
    "a cell twice": (SHEET, r'<c r="B2"', '<c r="A2"', "behind column 1"),
    "a cell outside": (SHEET, r'<c r="C10"', '<c r="ZZ10"', "outside of the dimension"),
    "a look too many": (SHEET, r's="1"', 's="99"', "no look 99"),
    "a text too many": (SHEET, r"<v>0</v>", "<v>99</v>", "s '99'"),
    "no number": (SHEET, r'<c r="B2" s="1"><v>1<', '<c r="B2" s="1"><v>1,5<', "n '1,5'"),
    "an unknown type": (SHEET, r't="s"', 't="x"', "x '"),
    "merges that overlap": (SHEET, r"E3:F4", "E2:F4", "overlap"),
    "merges miscounted": (SHEET, r'mergeCells count="2"', 'mergeCells count="3"', "count 3 of 2"),
    "order": (SHEET, r"(<mergeCells.*</mergeCells>)(.*)(<hyperlinks>)", r"\2\1\3", "behind"),
    "validations that overlap": (SHEET, r'sqref="B2:B9"', 'sqref="A9:B9"', "overlap"),
    "a list too long": (SHEET, r'"Y,T"', f'"{"Y," * 130}T"', "a list of 263 characters"),
    "a sheet that is not there": (SHEET, r"'Other one'!\$A", "'No one'!$A", "no sheet 'No one'"),
    "a rule's look": (SHEET, r'dxfId="0"', 'dxfId="7"', "no look 7"),
    "a link's place": (SHEET, r'<hyperlink ref="C9"', '<hyperlink ref="C0"', "no area"),
    "a relationship": (SHEET, r'r:id="rId1"', 'r:id="rId77"', "no relationship rId77"),
    "columns": (SHEET, r'<col min="1"', '<col min="3"', "columns 3 to 2"),
    "a name that is a cell": (BOOK, r'name="Names"', 'name="AB12"', "cannot be a defined name"),
    "a sheet's name": (BOOK, r'name="One"', 'name="O/ne"', "no name"),
    "two of a name": (BOOK, r'name="Other one"', 'name="ONE"', "name one twice"),
    "a broken name": (BOOK, r">'Other one'!\$A\$2", ">#REF!$A$2", "#REF!"),
    "no sheet to be seen": (BOOK, r'name="One"', 'name="One" state="hidden"', "not to be seen"),
    "a font": ("xl/styles.xml", r'fontId="1"', 'fontId="50"', "fontId 50"),
    "a format": ("xl/styles.xml", r'numFmtId="164" fontId', 'numFmtId="190" fontId', "format 190"),
    "a comment's place": ("xl/comments1.xml", r'ref="A1"', 'ref="A0"', "at no cell"),
    "a table's columns": ("xl/tables/table1.xml", r'ref="A1:B4"', 'ref="A1:C4"', "2 columns"),
    "a type": (
        "[Content_Types].xml",
        r'<Override PartName="/xl/styles.xml"[^>]*>',
        "",
        "xl/styles.xml has no type",
    ),
    "a part": ("xl/_rels/workbook.xml.rels", r"worksheets/sheet2", "worksheets/sheet7", "sheet7"),
}


def broken(content: bytes, change: Callable[[str, str], str]) -> bytes:
    """Return a package whose parts are changed."""
    made = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name).decode()))
    return made.getvalue()


def test_faults__a_sound_workbook__are_none() -> None:
    assert faults(sound()) == []


@pytest.mark.parametrize("name", BREAKS)
def test_faults__one_thing_is_broken__tell_it(name: str) -> None:
    part, old, new, report = BREAKS[name]
    changed: list[str] = []

    def change(of: str, text: str) -> str:
        if of != part:
            return text
        text, count = re.subn(old, new, text, count=1, flags=re.DOTALL)
        changed.extend([of] * count)
        return text

    matches = faults(broken(sound(), change))
    assert changed
    assert any(report in fault for fault in matches), matches
