"""Every file is in the language of the run, and both languages can be read back."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from support.file_language import Language, foreign_texts, foreign_words
from support.parameters import first
from support.people import BORN, CHAIR, END, PPK, START, nik, person
from support.run import Run, invoke
from support.sipp_downloads import NPP, people_of, write_upah
from support.workbooks import roster

AT, NOW = "2024-11-27 22:10", "2024-11-28 10:00"
LANGUAGES = ("id", "en")
AGREEMENT = f"""\
number = "PER/1/112024"
date = 2024-11-20
employer = {{ name = "KPU Kabupaten Purwakarta", npp = "{NPP}", location = "3214" }}
"""
PEOPLE = [
    *(person(number) for number in range(1, 5)),
    person(5, **CHAIR),
    person(6, NIK="12"),
    person(7, **{"Nama Ibu Kandung": "tidak tahu", "Gol. Darah": ""}),
    person(8, **{"Tgl Selesai": dt.date(2024, 11, 1)}),
    person(9, Keterangan="PNS"),
    person(10, **{"No. KPJ": "24000000010", "Kecamatan": "Bungursari"}),
    person(11, **{"L/P": "P"}),
    person(12, **PPK),
]
# What SIPP, BPJS or the clerk prescribes is in Indonesian, whatever the language of the run.
OFFICIAL = ("template_*.xlsx", "*-isian-3*-kk-*")
SIPP_HEADERS = {"JABATAN"}
# Each kind of file, as a pattern in the folder of all.
KINDS = (
    *("form.xlsx", "changes.xlsx", "pks-init.toml", "marked.xlsx", "findings.html"),
    *("out/invoice.xlsx", "out/tagihan.pdf", "out/kuitansi.pdf", "out/ringkasan.html"),
    *("out/corrections.xlsx", "out/peserta_lanjutan.xlsx", "out/daftar-nominatif/*.pdf"),
    *("split/corrections/*.xlsx", "split/surat-pengantar/*.pdf"),
    *("next/perubahan.xlsx", "next/surat-*.pdf", "next/surat-*.docx"),
    *("selisih/selisih.xlsx", "selisih/berita-acara-*.pdf", "selisih/berita-acara-*.docx"),
    *("peserta.xlsx", "peserta.pdf", "accident/*.pdf", "accident/*.docx", "death/*.pdf", "death/*.docx"),
    *("rab.xlsx", "batches/**/*.xlsx", "batches/**/*.html"),
)  # fmt: skip


@pytest.fixture(scope="module")
def all_files(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Language], Path]:
    """A function that returns a folder with a file of each kind in a language."""

    @cache
    def write(language: Language) -> Path:
        folder = tmp_path_factory.mktemp(f"files-{language}")
        _write_all(folder, language)
        return folder

    return write


def _write_all(folder: Path, language: Language) -> None:
    def run(*arguments: object) -> Run:
        done = invoke(*arguments, "--lang", language, cwd=folder)
        assert done.status in (0, 1), done.err
        return done

    (folder / "pks.toml").write_text(AGREEMENT, encoding="utf-8")
    roster(folder / "roster.xlsx", *PEOPLE)
    election = ("--election", "pilkada-2024", "--regency", "32.14")
    run("init", "--out", "pks-init.toml", "--office", "KPU", "--npp", NPP, *election)
    run("template", "--out", "form.xlsx", "--regency", "32.14")
    run("template", "--changes", "--out", "changes.xlsx", "--regency", "32.14")
    run("check", "roster.xlsx", "--annotate", "marked.xlsx", "--report", "findings.html")
    run("enrol", "roster.xlsx", "--pdf", "--payment-date", "2025-03-20", "--out", "out")
    run("enrol", "roster.xlsx", "--split-corrections-by", "kecamatan", "--out", "split")
    people = people_of(pl.read_parquet(folder / "out" / "people.parquet"))
    people[1] = replace(people[1], wage=people[1].wage + 1)
    upah = write_upah(folder / "upah.xlsx", people[:3])
    run("members", "out", upah)
    _fill_changes(folder / "changes.xlsx", folder / "filled.xlsx", language)
    run("update", "out", "--period", "2024-12", "--changes", "filled.xlsx", "--out", "next")
    run("reconcile", "out", upah, "--out", "selisih")
    for suffix in ("xlsx", "pdf"):
        run("coverage", "out", "--on", "2024-11-27", "--out", f"peserta.{suffix}")
    for kind in ("accident", "death"):
        run("claim", "out", "--nik", nik(1), f"--{kind}", "--at", AT, "--now", NOW, "--out", kind)
    run("budget", "--kecamatan", "2", "--desa", "9", "--tps", "40", "--out", "rab.xlsx")
    rows = [[str(one.get(header, "") or "") for header in PEOPLE[0]] for one in PEOPLE]
    with (folder / "roster.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([list(PEOPLE[0]), *rows])
    run("enrol", "roster.csv", "--output-format", "csv", "--out", "batches")


def _fill_changes(form: Path, path: Path, language: Language) -> None:
    """Let two people leave, with events that the form offers."""
    book = openpyxl.load_workbook(form)
    page = book[{"id": "Keluar", "en": "Departures"}[language]]
    events = next(
        rule.formula1.strip('"').split(",")
        for rule in page.data_validations.dataValidation
        if rule.type == "list" and rule.formula1.startswith('"')
    )
    for row, (number, event) in enumerate(((1, events[0]), (2, events[4])), start=7):
        for column, value in (
            (2, nik(number)),
            (5, event),
            (6, dt.date(2024, 11, 28)),
            (7, "SK 1"),
        ):
            page.cell(row, column).value = value
    book.save(path)


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_file__of_each_kind__has_no_sentence_of_the_other_language(
    all_files: Callable[[Language], Path], kind: str, language: Language
) -> None:
    matches = [
        file
        for file in all_files(language).glob(kind)
        if not any(file.match(pattern) for pattern in OFFICIAL)
    ]
    assert matches
    for file in matches:
        typed = {header for one in PEOPLE for header in one} | SIPP_HEADERS
        found = [text for text in foreign_texts(file, language) if text not in typed]
        assert found == [], file
        assert foreign_words(file, language) == [], file


@pytest.mark.parametrize(("written", "read"), first(1, [("en", "id"), ("id", "en"), ("en", "en")]))
def test_corrections__written_in_one_language__are_read_in_any(
    tmp_path: Path, written: Language, read: Language
) -> None:
    people = [person(1), person(2, NIK="12"), person(3, **{"Nama Ibu Kandung": ""}), person(4)]
    first = roster(tmp_path / "roster.xlsx", *people)
    out = tmp_path / "out"
    assert invoke("enrol", first, "--out", out, "--lang", written).status == 1
    book = openpyxl.load_workbook(out / "corrections.xlsx")
    names = {"id": ("Perbaikan", "Lengkapi"), "en": ("Corrections", "Missing fields")}[written]
    nik_title, mother_title = {"id": ("NIK", "Nama Ibu Kandung"), "en": ("NIK", "Mother's name")}[
        written
    ]
    _fill(book[names[0]], nik_title, nik(2))
    _fill(book[names[1]], mother_title, "Siti Aminah")
    filled = tmp_path / "filled.xlsx"
    book.save(filled)
    arguments = ("--corrections", filled, "--out", out, "--force", "--json", "--lang", read)
    done = invoke("enrol", first, *arguments)
    assert done.status == 0, done.out + done.err
    assert done.json["complete"]["corrected"] == 1
    assert done.json["complete"]["filled"] == 1


def _fill(page: Worksheet, title: str, value: str) -> None:
    """Write a value into the only row of a sheet of corrections, below a title."""
    for row in page.iter_rows():
        for cell in row:
            if cell.value == title:
                page.cell(cell.row + 1, cell.column).value = value
                return
    raise AssertionError(title)


def test_form__filled_in_english__is_a_roster(tmp_path: Path) -> None:
    form = tmp_path / "form.xlsx"
    invoke("template", "--regency", "32.14", "--out", form, "--lang", "en")
    book = openpyxl.load_workbook(form)
    page = book["Entries"]
    titles = {str(cell.value): cell.column for cell in page[5]}
    one = {
        "NIK": nik(1),
        "Full name": "Asep Arifin",
        "Place of birth": "Purwakarta",
        "Date of birth": BORN,
        "Sex (L/P)": "L",
        "Mother's name": "Siti Aminah",
        "Married (Y/T)": "Y",
        "Blood group": "O",
        "Address": "Kp. Krajan RT 001 RW 002",
        "Postal code": "41162",
        "Kecamatan": "Plered",
        "Desa/Kelurahan": "Sindangsari",
        "TPS": "001",
        "Role": "Anggota KPPS",
        "Honorarium": 850_000,
        "First day": START,
        "Last day": END,
    }
    for title, value in one.items():
        page.cell(7, titles[title]).value = value
    book.save(form)
    done = invoke("enrol", form, "--out", tmp_path / "out", "--json", "--lang", "en")
    assert done.status == 0, done.out + done.err
    assert done.json["enrolled"] == 1


def test_changes__form_in_english__are_read(tmp_path: Path) -> None:
    first = roster(tmp_path / "roster.xlsx", *PEOPLE[:3])
    invoke("enrol", first, "--out", tmp_path / "out")
    form, filled = tmp_path / "changes.xlsx", tmp_path / "filled.xlsx"
    invoke("template", "--changes", "--regency", "32.14", "--out", form, "--lang", "en")
    _fill_changes(form, filled, "en")
    arguments = ("--period", "2024-12", "--changes", filled, "--out", tmp_path / "next", "--json")
    done = invoke("update", tmp_path / "out", *arguments)
    assert done.status in (0, 1), done.err
    assert (done.json["left"], done.json["died"], done.json["asked"]) == (1, 1, 0)


@pytest.mark.parametrize(
    ("variable", "options", "sheet"),
    [("", (), "Keluar"), ("en", (), "Departures"), ("en", ("--lang", "id"), "Keluar")],
)
def test_file__variable_and_option__option_wins(
    variable: str,
    options: tuple[str, ...],
    sheet: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PEMILU_COVER_LANG", variable)
    form = tmp_path / "form.xlsx"
    assert invoke("template", "--changes", "--out", form, *options).status == 0
    assert openpyxl.load_workbook(form, read_only=True).sheetnames[0] == sheet
