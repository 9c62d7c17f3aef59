"""Corrections that other programs have saved: what guides a clerk stays, and every answer is read back."""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cli.test_corrections_edits import add_newcomer
from cli.test_corrections_roundtrip import codes, enrol, fill, one, sipp
from support.pdf import letter_sizes_pt, page_sizes_pt, pdf_pages
from support.people import nik, person
from support.run import HANG, Run

pytestmark = pytest.mark.slow

SOFFICE = shutil.which("soffice")
KECAMATAN = ["Plered", "Bungursari", "Sukatani", "Maniis", "Darangdan"]
FILTERS = {"pdf": "pdf", "xlsx": "xlsx:Calc MS Excel 2007 XML", "ods": "ods:calc8"}
ROWS = [
    person(1, NIK=nik(1)[:15]),
    person(2, Jabatan="Tukang", **{"L/P": "Q"}),
    person(3, **{"Tgl Selesai": date(2023, 12, 8)}, Kecamatan="Bungursari"),
    person(4, **{"Gol. Darah": "", "Kode Pos": "", "Nama Ibu Kandung": ""}),
    person(5, NIK="12", Kecamatan="Bungursari"),
    person(6, **{"Status Kawin": ""}, Kecamatan="Bungursari"),
    person(7),
]
NEW = person(8, NIK=nik(8), **{"Nama Lengkap": "Yaya Sutisna"})
CORRECTED: dict[str, dict[str, Any]] = {
    str(ROWS[0]["Nama Lengkap"]): {"NIK": nik(1)},
    str(ROWS[1]["Nama Lengkap"]): {"Jabatan": "Anggota KPPS", "L/P": "L"},
    str(ROWS[2]["Nama Lengkap"]): {"Tgl Selesai": "08-12-2024"},
    str(ROWS[4]["Nama Lengkap"]): {"Hapus": "Y"},
}
COMPLETED = {
    str(ROWS[3]["Nama Lengkap"]): {
        "Gol. Darah": "AB",
        "Kode Pos": "41162",
        "Nama Ibu Kandung": "Imas Suryani",
    },
    str(ROWS[5]["Nama Lengkap"]): {"Status Kawin": "T"},
}


def fill_in(sent: Path, to: Path) -> Path:
    """Fill in both sheets, and add a person."""
    fill(sent, "Perbaikan", lambda row: row.update(CORRECTED.get(row["Nama Lengkap"], {})), to)
    fill(to, "Lengkapi", lambda row: row.update(COMPLETED.get(row["Nama Lengkap"], {})))
    return add_newcomer(to, NEW)


def by_openpyxl(path: Path, folder: Path) -> Path:
    book = openpyxl.load_workbook(path)
    folder.mkdir()
    book.save(folder / path.name)
    return folder / path.name


def by_libreoffice(*kinds: str) -> Callable[[Path, Path], Path]:
    def save(path: Path, folder: Path) -> Path:
        if SOFFICE is None:
            pytest.skip("LibreOffice is not installed: soffice was not found")
        profile = f"-env:UserInstallation={(folder.parent / 'profile').as_uri()}"
        for number, kind in enumerate(kinds):
            target = folder / str(number)
            what = ["--headless", "--convert-to", FILTERS[kind], "--outdir", str(target)]
            command = [SOFFICE, profile, *what, str(path)]
            subprocess.run(command, check=True, capture_output=True, timeout=HANG)
            path = target / f"{path.stem}.{kind}"
        return path

    return save


PROGRAMS = {
    "openpyxl": by_openpyxl,
    "LibreOffice": by_libreoffice("xlsx"),
    "LibreOffice as ods": by_libreoffice("ods", "xlsx"),
}


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Run]:
    """A roster, its corrections filled in, and what these give as they are."""
    folder = tmp_path_factory.mktemp("sent")
    path = one(folder, *ROWS)
    enrol(folder / "first", path)
    filled = fill_in(folder / "first" / "corrections.xlsx", folder / "corrections.xlsx")
    done = enrol(folder / "direct", path, "--corrections", filled)
    assert (done.status, done.json["ready"], done.json["excluded"]) == (0, 7, 1)
    return path, filled, done


def results(done: Run, out: Path) -> tuple[object, ...]:
    """Return what a run makes of corrections, but for the places of the answers."""
    return done.status, codes(done), done.json["complete"], sipp(out)


@pytest.fixture(scope="module", params=PROGRAMS)
def saved(
    request: pytest.FixtureRequest,
    sent: tuple[Path, Path, Run],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """The filled file as a program saves it."""
    return PROGRAMS[request.param](sent[1], tmp_path_factory.mktemp("saved") / "by")


def test_corrections__saved_by_another_program__give_the_same_result(
    saved: Path, sent: tuple[Path, Path, Run], tmp_path: Path
) -> None:
    path, filled, direct = sent
    again = enrol(tmp_path / "o", path, "--corrections", saved)
    expected = results(direct, filled.parent / "direct")
    expected[2]["files"] = again.json["complete"]["files"]  # type: ignore[index]  # names and hashes
    assert results(again, tmp_path / "o") == expected


def looks(path: Path) -> dict[str, Any]:
    """Return what guides a clerk: locked cells, lists, colours, widths, hidden columns, page breaks."""
    book = openpyxl.load_workbook(path)
    seen: dict[str, Any] = {}
    for name in ("Perbaikan", "Lengkapi", "Orang baru"):
        page = book[name]
        columns = {
            number: column
            for column in page.column_dimensions.values()
            for number in range(column.min, min(column.max, page.max_column) + 1)
        }
        seen[name] = {
            "protected": page.protection.sheet,
            "open": [c.coordinate for row in page for c in row if not c.protection.locked],
            "colours": [c.fill.fgColor.rgb for row in page for c in row if c.fill.patternType],
            "wrapped": [c.coordinate for row in page for c in row if c.alignment.wrap_text],
            "lists": {
                str(rule.formula1).replace("'", ""): str(rule.sqref)
                for rule in page.data_validations.dataValidation
                if rule.type == "list"
            },
            "hidden": [n for n, column in columns.items() if column.hidden],
            "widths": [
                columns[n].width if n in columns else page.sheet_format.defaultColWidth
                for n in range(1, 15)
            ],
            "breaks": [brk.id for brk in page.row_breaks.brk],
            "titles": page.print_title_rows,
            "scale": page.page_setup.scale,
            "filter": page.auto_filter.ref,
        }
    seen["hidden sheets"] = [page.title for page in book if page.sheet_state != "visible"]
    return seen


def test_corrections__saved_by_another_program__guide_a_clerk_as_before(
    saved: Path, sent: tuple[Path, Path, Run]
) -> None:
    before, after = looks(sent[1]), looks(saved)
    for name in ("Perbaikan", "Lengkapi", "Orang baru"):
        widths, kept = (seen[name].pop("widths") for seen in (before, after))
        assert kept == pytest.approx(widths, abs=0.5)
        assert after[name] == before[name], name
    assert after["hidden sheets"] == before["hidden sheets"]


@pytest.mark.parametrize("separator", [",", ";"])
def test_corrections__sheet_as_csv__is_read(
    separator: str, sent: tuple[Path, Path, Run], tmp_path: Path
) -> None:
    path, filled, _ = sent
    returned = []
    for name in ("Perbaikan", "Lengkapi"):
        rows = openpyxl.load_workbook(filled)[name].iter_rows(values_only=True)
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=separator).writerows(rows)
        returned += ["--corrections", tmp_path / f"{name}.csv"]
    done = enrol(tmp_path / "o", path, *returned)
    assert (done.status, done.json["ready"], done.json["excluded"]) == (0, 6, 1)
    assert set(codes(done)) == {"corrected", "struck-out"}


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corrections of five kecamatan, with faults in many columns, as LibreOffice prints them."""
    folder = tmp_path_factory.mktemp("printed")
    faults = [{"NIK": "12"}, {"L/P": "Q", "Honor": "banyak"}, {"Tgl Selesai": date(2023, 12, 8)}]
    gaps = {"Gol. Darah": "", "Kode Pos": "", "Nama Ibu Kandung": "", "Status Kawin": ""}
    rows = [
        person(number, Kecamatan=KECAMATAN[number % 5], **faults[number % 3], **gaps)
        for number in range(1, 61)
    ]
    enrol(folder / "o", one(folder, *rows))
    return by_libreoffice("pdf")(folder / "o" / "corrections.xlsx", folder / "by")


def test_corrections__printed__are_landscape_pages_of_8_points_and_more(printed: Path) -> None:
    assert page_sizes_pt(printed) == {(842, 595), (595, 842)}  # Petunjuk is upright
    assert min(letter_sizes_pt(printed)) >= 8


def test_corrections__printed__have_one_kecamatan_on_a_page(printed: Path) -> None:
    pages = pdf_pages(printed)
    for title in ("Yang harus dibetulkan", "Status Kawin"):
        named = [
            [name for name in KECAMATAN if f" {name} " in page]
            for page in pages
            if "Nama Lengkap NIK Jabatan" in page and title in page
        ]
        assert [names for names in named if names] == [[name] for name in sorted(KECAMATAN)]
