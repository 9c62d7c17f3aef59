"""Sheets on paper: letters of at least 8 points (7 in Rincian), nothing cut, by the model and by LibreOffice.

The sheets are those of the files that commands write, so that a new sheet is tested without an entry here.
"""

from __future__ import annotations

import fnmatch
import re
from itertools import chain
from pathlib import Path
from zipfile import ZipFile

import pytest
from support.paths import EXAMPLES
from support.prints import (
    Page,
    PrintedSheet,
    libreoffice,
    print_files,
    printed_pages,
    printed_sheets,
    squeezed,
)
from support.run import Run, invoke
from support.updates import changed_result

from pemilu_cover.reports.xlsx.changes.files import write_all

# The sheets that are for screens, with the reason; the last part is the sheet.
NOT_PRINTED = {
    "*template_*.xlsx: *": "uploaded to SIPP",
    "*peserta_bpu.xlsx: *": "copied into SIPP cell by cell",
}
LEAST_POINTS = {"Rincian": 7.0}
OFFICE = """
[employer]
name = "KPU Kabupaten Purwakarta"
npp = "00000000"
location = "3214"
[payer]
name = "Pemerintah Kabupaten Purwakarta"
[letterhead]
address = ["Jalan Veteran 12, Purwakarta 41115", "Telepon (0264) 000000"]
[budget]
accounts = "apbd"
[signatories.treasurer]
name = "Drs. H. Muhammad Abdurrahman Wahid Hidayatullah, M.Si., Ak."
nip = "198504122010012003"
[base]
kind = "minimum-wage"
amount = 2249113
[roles.LINMAS_TPS]
segment = "bpu"
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Every workbook that the commands write for the examples."""
    folder = tmp_path_factory.mktemp("prints")
    (folder / "pks.toml").write_text(OFFICE, encoding="utf-8")
    messy, filled = EXAMPLES / "messy-2024.xlsx", EXAMPLES / "messy-2024-filled.xlsx"
    office, nation = folder / "office", EXAMPLES / "two-regencies-2024.csv"
    plan = ("--kecamatan", 17, "--desa", 192, "--tps", 1462)
    late = ("--agreement", folder / "pks.toml", "--payment-date", "2026-01-02")
    for arguments in (
        ("enrol", messy, *late, "--out", folder / "messy"),
        ("enrol", messy, "--corrections", filled, "--out", office),
        ("enrol", nation, "--output-format", "parquet", "--out", folder / "nation"),
        ("reconcile", office, EXAMPLES / "messy-2024-rincian.pdf", "--out", folder / "selisih"),
        ("coverage", office, "--on", "2024-11-27", "--out", folder / "peserta.xlsx"),
        ("budget", *plan, "--out", folder / "rab.xlsx"),
        ("template", "--regency", "32.14", "--changes", "--out", folder / "isian.xlsx"),
    ):
        done = invoke(*arguments)
        assert done.status in (0, 1), done.err
    (folder / "update").mkdir()
    changed = changed_result(folder / "update")
    for name, content in write_all(changed.update, changed.downloads, changed.members).items():
        if name.endswith(".xlsx"):
            file = folder / "changes" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
    sources = {"newer.xlsx", "changes.xlsx", "roster.xlsx"}
    return [
        file
        for file in sorted(folder.rglob("*.xlsx"))
        if file.name not in sources and "filled" not in file.parts
    ]


def is_printed(sheet: PrintedSheet) -> bool:
    """Return whether a sheet is for paper."""
    return not any(fnmatch.fnmatch(sheet.label, pattern) for pattern in NOT_PRINTED)


@pytest.fixture(scope="module")
def sheets(files: list[Path]) -> list[PrintedSheet]:
    """Their sheets that are for paper."""
    return [sheet for sheet in chain.from_iterable(map(printed_sheets, files)) if is_printed(sheet)]


def test_prints__every_kind_of_workbook__is_among_the_examples(files: list[Path]) -> None:
    names = {file.name for file in files}
    assert {"invoice.xlsx", "corrections.xlsx", "perubahan.xlsx", "selisih.xlsx"} < names
    assert {"rab.xlsx", "isian.xlsx", "peserta.xlsx", "peserta_lanjutan.xlsx"} < names


def test_prints__every_sheet_for_paper__has_letters_of_eight_points(
    sheets: list[PrintedSheet],
) -> None:
    small = {
        sheet.label: round(sheet.smallest, 2)
        for sheet in sheets
        if sheet.smallest < LEAST_POINTS.get(sheet.name, 8.0) - 0.01
    }
    assert small == {}


def test_prints__every_sheet_for_paper__is_as_wide_as_its_pages(
    sheets: list[PrintedSheet],
) -> None:
    wide = {
        sheet.label: (sheet.used, sheet.room) for sheet in sheets if sheet.used > sheet.room + 1
    }
    assert wide == {}


def test_prints__every_font__is_the_one_that_widths_are_measured_in(files: list[Path]) -> None:
    """Excel shows the font of the theme instead of one that is part of a scheme."""
    for file in (one for one in files if any(map(is_printed, printed_sheets(one)))):
        with ZipFile(file) as package:
            styles = package.read("xl/styles.xml").decode()
        assert set(re.findall(r'<name val="([^"]+)"', styles)) == {"Arial"}, file.name
        assert "<scheme" not in styles, file.name


def test_prints__every_number__is_written_as_in_indonesia(sheets: list[PrintedSheet]) -> None:
    """Amounts and counts have the locale; numbers of rows, parts of months and dates need none."""
    plain = {"0", "0/30", "dd-mm-yyyy"}
    others = {
        sheet.label: formats
        for sheet in sheets
        if (
            formats := {
                one for one in sheet.number_formats - plain if not one.startswith("[$-421]")
            }
        )
    }
    assert others == {}


# ---- LibreOffice --------------------------------------------------------------------------------

# A page with fewer letters, if it is not the only one of its sheet, is almost empty.
LEAST_LETTERS = 150


Printed = dict[str, tuple[PrintedSheet, list[Page]]]


@pytest.fixture(scope="module")
def printed(files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """The pages of each sheet for paper, as LibreOffice prints them."""
    if not libreoffice():
        pytest.skip("needs LibreOffice")
    folder = tmp_path_factory.mktemp("pdf")
    copies = []
    for number, file in enumerate(files):
        if any(map(is_printed, printed_sheets(file))):
            copies.append(folder / f"{number}-{file.name}")
            copies[-1].write_bytes(file.read_bytes())
    print_files(copies, folder)
    found = {}
    for copy in copies:
        pages = printed_pages(copy.with_suffix(".pdf"))
        for sheet in printed_sheets(copy):
            if is_printed(sheet):
                found[sheet.label] = sheet, pages[sheet.name]
    return found


@pytest.mark.slow
def test_libreoffice__every_sheet_for_paper__has_letters_of_eight_points(printed: Printed) -> None:
    small = {
        label: smallest
        for label, (sheet, pages) in printed.items()
        if (smallest := min(min(page.sizes) for page in pages))
        < LEAST_POINTS.get(sheet.name, 8.0) - 0.05
    }
    assert small == {}


@pytest.mark.slow
def test_libreoffice__every_text__is_printed_whole(printed: Printed) -> None:
    """Each text is on one of its sheet's pages, no number is ``###``, and nothing covers another text."""
    lost = {
        label: texts
        for label, (sheet, pages) in printed.items()
        if (texts := _lost_texts(sheet, pages))
    }
    assert lost == {}
    assert [
        label for label, (_, pages) in printed.items() if any("###" in page.text for page in pages)
    ] == []
    assert {
        label: page.covered
        for label, (_, pages) in printed.items()
        for page in pages
        if page.covered
    } == {}


def _lost_texts(sheet: PrintedSheet, pages: list[Page]) -> list[str]:
    shown = "".join(squeezed(page.text) for page in pages)
    texts = (text for text in sheet.texts if squeezed(text) not in shown)
    # The words of wrapped texts are between those of their neighbours.
    return [text for text in texts if any(word not in shown for word in re.findall(r"\w+", text))]


@pytest.mark.slow
def test_libreoffice__every_page__is_filled(printed: Printed) -> None:
    empty = {
        label: [len(squeezed(page.text)) for page in pages]
        for label, (_, pages) in printed.items()
        if len(pages) > 1 and min(len(squeezed(page.text)) for page in pages) < LEAST_LETTERS
    }
    assert empty == {}


@pytest.mark.slow
def test_libreoffice__rincian_of_14456_people__has_sixty_people_a_page(
    purwakarta: tuple[Run, Path], tmp_path: Path
) -> None:
    if not libreoffice():
        pytest.skip("needs LibreOffice")
    invoice = purwakarta[1] / "invoice.xlsx"
    print_files([invoice], tmp_path)
    pages = printed_pages(tmp_path / "invoice.pdf")["Rincian"]
    assert len(pages) <= 14_456 / 60
    assert min(min(page.sizes) for page in pages) >= 6.95
    assert not any("###" in page.text or page.covered for page in pages)
    feet = [page.text for page in pages if "Jumlah halaman ini" in page.text]
    assert len(feet) == len(pages)
