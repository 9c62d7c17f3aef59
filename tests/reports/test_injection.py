"""What a roster says is text: no cell of it runs, links or hides in a workbook that we write."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.cell import MergedCell
from openpyxl.workbook import Workbook
from support.paths import EXAMPLES
from support.people import Cell, Row, short_person
from support.run import invoke
from support.workbooks import (
    AMBER,
    BLUE,
    DATA_SHEET,
    RED,
    TEMPLATE,
    as_typed,
    color,
    enrolled,
    grid,
    roster,
    table,
    truth,
    xml_of,
)

pytestmark = pytest.mark.slow

LONG = "Jalan yang sangat panjang " * 1_000
EXCEL_S_LIMIT = 32_767

# Text that a spreadsheet, a terminal or a browser might act upon, in a cell that may hold any text.
HOSTILE: dict[str, str] = {
    "a formula": "=1+1",
    "a formula with a link": '=HYPERLINK("http://x.y","klik")',
    "a command": "+cmd|' /C calc'!A0",
    "a subtraction": "-2+3",
    "an old formula": "@SUM(A1:A9)",
    "an array formula": "{=1+1}",
    "a web address": "http://x.y/a?b=c",
    "a mail address": "mailto:a@b.co",
    "a file": "file:///tmp/x",
    "a sheet of this book": "internal:Rincian!A1",
    "another book": "external:c:\\x.xlsx",
    "terminal markup": "BUDI [/] [bold red]x[/bold red]",
    "web markup": "<b>BUDI</b> & <script>alert(1)</script>",
    "xml": "</t></si><si><t>x",
    "a template": "{0} {name} %s ${x}",
    "a very long text": LONG.strip(),
}

# Nobody's mother is called so: it counts as empty.
WITHOUT_LETTERS = frozenset({"a formula", "a subtraction", "an array formula"})

# Names that could be somebody's, and names that are formulas and are held back.
ODD_NAMES = [
    *("http://x.y", "BUDI [/]", "<b>BUDI</b>", "{0} BUDI", "mailto:a@b.co"),
    *(("BUDI " * 1_000).strip(), "O'BRIEN & <SONS>"),
]
FORMULA_NAMES = ["=1+1", "+cmd", "-1", "@x"]


def every_workbook(out: Path) -> list[Path]:
    return sorted(out.rglob("*.xlsx"))


def formulas(book: Workbook) -> list[str]:
    """Return every formula, and every link out, of a workbook."""
    cells = [cell for page in book.worksheets for row in page.iter_rows() for cell in row]
    linked = [cell.coordinate for cell in cells if cell.hyperlink and cell.hyperlink.target]
    return [str(cell.value) for cell in cells if cell.data_type == "f"] + linked


def assert_nothing_runs(file: Path) -> None:
    """Hold a workbook against what it may contain: sums of its own cells, and text."""
    sums = (
        r"SUM\(([A-Z]+)\d+:\1\d+\)",
        r"[A-Z]+\d+(?:\+[A-Z]+\d+)*",
        r"SUMIF\(\$A\$\d+:\$A\$\d+,\">0\",([A-Z]+)\d+:\2\d+\)",
    )
    ours = re.compile(f"=(?:{'|'.join(sums)})")
    assert [
        matches for matches in formulas(openpyxl.load_workbook(file)) if not ours.fullmatch(matches)
    ] == []
    parts = xml_of(file)
    assert not [name for name in parts if "externalLink" in name or "vbaProject" in name]
    assert not [name for name, xml in parts.items() if 'TargetMode="External"' in xml]
    assert not [name for name, xml in parts.items() if re.search(r"<hyperlink[^>]*r:id", xml)]


def people_of(out: Path) -> list[dict[str, Any]]:
    """Return the people of Rincian, without the sums of its pages."""
    rows = table(grid(out / "invoice.xlsx", "Rincian"), "No", "Nama")
    return [row for row in rows if isinstance(row["No"], float | int)]


KINDS = list(HOSTILE)


def place_of(kind: str) -> int:
    """Return the number of the person with a kind of hostile text."""
    return KINDS.index(kind)


# ---- Good rows ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A result whose people have hostile cells wherever a cell may hold any text."""
    columns = ("Alamat", "Tempat Lahir", "Desa", "TPS")
    crowd = [
        short_person(n)
        | dict.fromkeys(columns, text)
        | ({} if kind in WITHOUT_LETTERS else {"Nama Ibu": text})
        for n, (kind, text) in enumerate(HOSTILE.items())
    ]
    return enrolled(tmp_path_factory.mktemp("good"), *crowd)


@pytest.mark.parametrize("name", [TEMPLATE, "invoice.xlsx"])
def test_nothing_runs_in_what_is_written_of_good_rows(name: str, good: Path) -> None:
    assert_nothing_runs(good / name)


def test_nobody_is_held_back_for_a_text_that_is_none_of_our_business(good: Path) -> None:
    names = {file.name for file in every_workbook(good)}
    assert {"invoice.xlsx", TEMPLATE} <= names
    assert len(table(grid(good / TEMPLATE, DATA_SHEET), "NO_PEGAWAI")) == len(HOSTILE)


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_text_in_a_good_row_is_uploaded_and_billed_as_it_is(
    kind: str, good: Path
) -> None:
    uploaded = table(grid(good / TEMPLATE, DATA_SHEET), "NO_PEGAWAI")[place_of(kind)]
    mother = () if kind in WITHOUT_LETTERS else ("NAMA_IBU_KANDUNG",)
    for header in ("ALAMAT", "TEMPAT_LAHIR", *mother):
        assert uploaded[header] == HOSTILE[kind]
    billed = people_of(good)[place_of(kind)]
    assert billed["Desa/Kelurahan"] == HOSTILE[kind]


def test_an_odd_name_is_uploaded_and_billed_as_it_is(tmp_path: Path) -> None:
    crowd = [short_person(n, Nama=name) for n, name in enumerate(ODD_NAMES, start=1)]
    out = enrolled(tmp_path, *crowd)
    for file in every_workbook(out):
        assert_nothing_runs(file)
    uploaded = table(grid(out / TEMPLATE, DATA_SHEET), "NO_PEGAWAI")
    assert [row["NAMA_LENGKAP"] for row in uploaded] == ODD_NAMES
    billed = people_of(out)
    assert [row["Nama"] for row in billed] == ODD_NAMES


@pytest.mark.parametrize("name", FORMULA_NAMES)
def test_a_name_that_is_a_formula_is_held_back_and_shown_as_text(name: str, tmp_path: Path) -> None:
    out = enrolled(tmp_path, short_person(1, Nama=name), short_person(2), status=1)
    for file in every_workbook(out):
        assert_nothing_runs(file)
    (row,) = table(grid(out / "corrections.xlsx", "Perbaikan"), "Berkas", "Lembar")
    assert row["Nama Lengkap"] == name
    assert len(table(grid(out / TEMPLATE, DATA_SHEET), "NO_PEGAWAI")) == 1


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A result whose people are held back, incomplete or left out, with hostile cells."""
    crowd: list[Row] = []
    for n, text in enumerate(HOSTILE.values()):
        crowd += [
            short_person(3 * n, Jabatan=text, Honor=text, Selesai=text, Desa=text),
            short_person(3 * n + 1, Kode_Pos=None, Desa=text),
            short_person(3 * n + 2, Status_Pegawai="PNS", Desa=text),
        ]
    return enrolled(tmp_path_factory.mktemp("faulty"), *crowd, status=1)


@pytest.mark.parametrize("name", ["corrections.xlsx", "invoice.xlsx"])
def test_nothing_runs_in_what_is_written_of_faulty_rows(name: str, faulty: Path) -> None:
    assert_nothing_runs(faulty / name)


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_text_in_a_faulty_row_goes_back_as_it_is(kind: str, faulty: Path) -> None:
    file = faulty / "corrections.xlsx"
    held, waiting, left_out = (
        table(grid(file, sheet), *address)[place_of(kind)]
        for sheet, *address in (
            ("Perbaikan", "Berkas", "Lembar"),
            ("Lengkapi", "Berkas", "Lembar"),
            ("Dikecualikan", "Dari berkas", "Dari lembar"),
        )
    )
    for title in ("Jabatan", "Honor", "Tgl Selesai", "Desa/Kelurahan"):
        assert held[title] == HOSTILE[kind]
    assert waiting["Desa/Kelurahan"] == left_out["Desa/Kelurahan"] == HOSTILE[kind]


def test_a_hostile_sheet_and_file_name_are_text(tmp_path: Path) -> None:
    source = roster(tmp_path / "=1+1.xlsx", short_person(1), short_person(2, NIK="1"), sheet="=cmd")
    out = tmp_path / "out"
    assert invoke("enrol", source, "--out", out).status == 1
    for file in every_workbook(out):
        assert_nothing_runs(file)
    report = table(grid(out / "invoice.xlsx", "Rincian"), "No", "Nama")[0]
    assert (report["Berkas"], report["Lembar"]) == ("=1+1.xlsx", "=cmd")


def test_a_hostile_agreement_is_text(tmp_path: Path) -> None:
    evil = '=HYPERLINK("http://x.y")'
    defaults = f"number = '{evil}'\n[employer]\nname = '{evil}'\n[payer]\nname = '@x'\n"
    defaults += f"[defaults]\naddress = '{evil}'\n"
    out = enrolled(tmp_path, short_person(1, Alamat=None), agreement=defaults)
    for file in every_workbook(out):
        assert_nothing_runs(file)
    assert table(grid(out / TEMPLATE, DATA_SHEET), "NO_PEGAWAI")[0]["ALAMAT"] == evil


def test_a_member_who_returns_is_listed_as_text(tmp_path: Path) -> None:
    out = enrolled(
        tmp_path, short_person(1, Nama="http://x.y", Kecamatan="=1+1", No_KPJ="99000000123")
    )
    assert_nothing_runs(out / "peserta_lanjutan.xlsx")
    (row,) = table(grid(out / "peserta_lanjutan.xlsx", "Lanjutan"), "KPJ", "NIK")
    assert (row["NAMA_LENGKAP"], row["KECAMATAN"]) == ("http://x.y", "=1+1")


IN_CSV = {
    "as long as a cell": ("X" * EXCEL_S_LIMIT, "X" * EXCEL_S_LIMIT),
    "Excel's way to write an A": ("_x0041_", "_x0041_"),
}


@pytest.mark.parametrize("kind", IN_CSV)
def test_a_text_that_no_workbook_could_hold_breaks_none(kind: str, tmp_path: Path) -> None:
    text, expected = IN_CSV[kind]
    cells = {name: as_typed(cell) for name, cell in short_person(1, Alamat=text).items()}
    source = tmp_path / "roster.csv"
    source.write_text(f"{';'.join(cells)}\n{';'.join(cells.values())}\n", encoding="utf-8")
    out = tmp_path / "out"
    assert invoke("enrol", source, "--out", out).status == 0
    (row,) = table(grid(out / TEMPLATE, DATA_SHEET), "NO_PEGAWAI")
    assert row["ALAMAT"] == expected
    assert openpyxl.load_workbook(out / TEMPLATE)[DATA_SHEET].max_row == 2


def test_a_text_longer_than_a_cell_goes_back_and_nobody_is_dropped(tmp_path: Path) -> None:
    crowd = [short_person(1, Alamat="X" * (EXCEL_S_LIMIT + 1)), short_person(2)]
    rows = [";".join(as_typed(cell) for cell in one.values()) for one in crowd]
    source = tmp_path / "roster.csv"
    source.write_text("\n".join([";".join(crowd[0]), *rows]), encoding="utf-8")
    done = invoke("enrol", source, "--out", tmp_path / "out", "--json")
    assert (done.status, done.json["enrolled"], done.json["held_back"]) == (1, 1, 1)
    (row,) = table(grid(tmp_path / "out" / "corrections.xlsx", "Perbaikan"), "Berkas", "Lembar")
    assert row["Alamat"] == "X" * EXCEL_S_LIMIT


def test_markup_reaches_the_screen_as_it_is(tmp_path: Path) -> None:
    source = roster(
        tmp_path / "roster.xlsx", short_person(1, NIK="1"), short_person(2), sheet="x(bold)"
    )
    done = invoke("enrol", source, "--out", tmp_path / "[red]out")
    assert done.status == 1
    assert "[red]out" in done.out


# ---- check --annotate ---------------------------------------------------------------------------

MESSY = EXAMPLES / "messy-2024.xlsx"


@pytest.fixture(scope="module")
def annotated(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workbook, Workbook]:
    """The messy roster, and the same with its faults marked."""
    target = tmp_path_factory.mktemp("annotated") / "marked.xlsx"
    assert invoke("check", MESSY, "--annotate", target).status == 1
    return openpyxl.load_workbook(MESSY), openpyxl.load_workbook(target)


def column_of(page: Any, header: str) -> str:
    """Return the letter of the column with this header, wherever the header is."""
    cells = (cell for row in page.iter_rows(max_row=6) for cell in row)
    return next(str(cell.column_letter) for cell in cells if cell.value == header)


def marks(book: Workbook) -> dict[tuple[str, str], str]:
    """Return the colour of each cell with a comment."""
    return {
        (page.title, cell.coordinate): str(color(cell))
        for page in book.worksheets
        for row in page.iter_rows()
        for cell in row
        if cell.comment
    }


def test_exactly_the_faulty_cells_have_a_fill_and_a_comment(
    annotated: tuple[Workbook, Workbook],
) -> None:
    before, after = annotated
    report = truth("error", "warning", "excluded", "info")
    expected = {
        (one.sheet, f"{column_of(before[one.sheet], one.column)}{one.row}"): one.level
        for one in report
    }
    matches = marks(after)
    colors = {"error": RED, "warning": AMBER, "excluded": BLUE, "info": BLUE}
    assert matches == {place: colors[level] for place, level in expected.items()}


def test_annotate__comment__is_in_the_language_of_the_run(
    annotated: tuple[Workbook, Workbook], tmp_path: Path
) -> None:
    english = tmp_path / "english.xlsx"
    assert invoke("check", MESSY, "--annotate", english, "--lang", "en").status == 1
    message = [
        book["DATA ADHOC"]["B9"].comment.text
        for book in (annotated[1], openpyxl.load_workbook(english))
    ]
    assert "15 digit, seharusnya 16" in message[0]
    assert "15 digits instead of 16" in message[1]


def test_annotate__every_cell__has_its_value_and_format(
    annotated: tuple[Workbook, Workbook],
) -> None:
    before, after = annotated
    assert after.sheetnames == ["Temuan", *before.sheetnames]
    for old, new in zip(before.worksheets, after.worksheets[1:], strict=True):
        assert old.dimensions == new.dimensions
        assert old.merged_cells.ranges == new.merged_cells.ranges
        assert old.freeze_panes == new.freeze_panes
        widths = [{k: d.width for k, d in page.column_dimensions.items()} for page in (old, new)]
        assert widths[0] == widths[1]
        for olds, news in zip(old.iter_rows(), new.iter_rows(), strict=True):
            for one, other in zip(olds, news, strict=True):
                assert (one.value, one.data_type) == (other.value, other.data_type)
                assert one.number_format == other.number_format
                assert repr(one.font) == repr(other.font)
                assert other.comment or repr(one.fill) == repr(other.fill)


def test_a_marked_roster_is_judged_like_the_roster(tmp_path: Path) -> None:
    target = tmp_path / "messy-2024.xlsx"
    first = invoke("check", MESSY, "--annotate", target, "--json")
    second = invoke("check", target, "--json")
    assert first.json == second.json


def test_two_faults_of_one_cell_share_its_comment_and_the_worse_colours_it(
    tmp_path: Path,
) -> None:
    nowhere: Row = {"NIK": "9999991507909001", "Nama": "Budi"}  # a region that does not exist
    source = roster(
        tmp_path / "roster.xlsx", short_person(1, **nowhere), short_person(2, **nowhere)
    )
    target = tmp_path / "marked.xlsx"
    done = invoke("check", source, "--annotate", target, "--json")
    report = [(matches["cell"], matches["level"]) for matches in done.json["findings"]]
    assert sorted(report) == [("B2", "warning"), ("B3", "error"), ("B3", "warning")]
    book = openpyxl.load_workbook(target)
    assert marks(book) == {("DATA", "B2"): AMBER, ("DATA", "B3"): RED}
    assert len(book["DATA"]["B3"].comment.text.split("\n")) == 2


def test_a_hostile_text_stays_text_in_the_marked_roster(tmp_path: Path) -> None:
    crowd = [short_person(n, Jabatan=text, Alamat=text) for n, text in enumerate(HOSTILE.values())]
    # Where nearly no office is known, that is one error of the column.
    known = [short_person(n) for n in range(100, 110)]
    source = roster(tmp_path / "roster.xlsx", *crowd, *known)
    target = tmp_path / "marked.xlsx"
    assert invoke("check", source, "--annotate", target).status == 1
    assert_nothing_runs(target)
    page = openpyxl.load_workbook(target)["DATA"]
    for row, text in enumerate(HOSTILE.values(), start=2):
        assert (page[f"G{row}"].value, page[f"K{row}"].value) == (text, text)
        assert page[f"K{row}"].comment is not None


def test_a_formula_of_the_clerk_s_own_stays_his(tmp_path: Path) -> None:
    source = roster(tmp_path / "roster.xlsx", short_person(1, NIK="1"), short_person(2))
    book = openpyxl.load_workbook(source)
    book["DATA"]["Z1"] = "=COUNTA(B:B)"
    book.save(source)
    target = tmp_path / "marked.xlsx"
    assert invoke("check", source, "--annotate", target).status == 1
    assert openpyxl.load_workbook(target)["DATA"]["Z1"].value == "=COUNTA(B:B)"


def placed(path: Path, people: list[Row], *, row: int, column: int) -> Path:
    """Write a roster that does not begin in A1."""
    book = openpyxl.Workbook()
    page = book.create_sheet("DATA", 0)
    headers: list[Cell] = list(people[0])
    for down, cells in enumerate([headers, *(list(one.values()) for one in people)]):
        for right, cell in enumerate(cells):
            page.cell(row + down, column + right, cell)
    book.save(path)
    return path


@pytest.mark.parametrize(("row", "column", "cell"), [(1, 1, "K3"), (5, 3, "M7"), (2, 27, "AK4")])
def test_annotate__any_table_position__marks_the_cell(
    row: int, column: int, cell: str, tmp_path: Path
) -> None:
    people = [short_person(1), short_person(2, Jabatan="Tukang")]
    source = placed(tmp_path / "roster.xlsx", people, row=row, column=column)
    target = tmp_path / "marked.xlsx"
    assert invoke("check", source, "--annotate", target).status == 1
    assert marks(openpyxl.load_workbook(target)) == {("DATA", cell): RED}


def test_annotate__missing_column__marks_the_first_cell_of_the_row(tmp_path: Path) -> None:
    people = [
        {name: cell for name, cell in short_person(n).items() if name != "NIK"} for n in (1, 2)
    ]
    target = tmp_path / "marked.xlsx"
    source = roster(tmp_path / "roster.xlsx", *people)
    assert invoke("check", source, "--annotate", target).status == 1
    page = openpyxl.load_workbook(target)["DATA"]
    assert all(page[f"A{row}"].comment for row in (2, 3))


def test_a_fault_in_a_merged_cell_is_marked_too(tmp_path: Path) -> None:
    source = roster(tmp_path / "roster.xlsx", short_person(1, Jabatan="Tukang"), short_person(2))
    book = openpyxl.load_workbook(source)
    book["DATA"].merge_cells("K2:K3")
    book.save(source)
    target = tmp_path / "marked.xlsx"
    assert invoke("check", source, "--annotate", target).status == 1
    page = openpyxl.load_workbook(target)["DATA"]
    assert isinstance(page["K3"], MergedCell)
    assert page["K2"].comment is not None
    assert page["K2"].value == "Tukang"


@pytest.mark.parametrize("content", ["NIK;Nama\n3214011507909001;Budi\n"])
def test_a_roster_that_is_no_workbook_cannot_be_marked(content: str, tmp_path: Path) -> None:
    source = tmp_path / "roster.csv"
    source.write_text(content, encoding="utf-8")
    done = invoke("check", source, "--annotate", tmp_path / "marked.xlsx")
    assert done.status == 3
    assert not (tmp_path / "marked.xlsx").exists()
