"""``perubahan.xlsx`` and the letters: every change is somewhere, and the sums agree."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from support.pdf import letter_sizes_pt, page_sizes_pt, pdf_pages
from support.run import invoke
from support.sipp_downloads import NPP
from support.updates import (
    DIED,
    DISMISSED,
    LATE,
    NAME,
    NEVER_SERVED,
    NEWCOMER,
    RESIGNED,
    UNNUMBERED,
    VANISHED,
    WAGE,
    ChangedResult,
    changed_result,
    nik,
)
from support.word import word_tables

from pemilu_cover.enrolment.reporting_periods import sipp_periods
from pemilu_cover.reports.xlsx.changes.files import write_all

Row = Mapping[str, Any]
SHEETS = [
    "Ringkasan",
    "Masuk",
    "Keluar",
    "Ganti kursi",
    "Upah",
    "Data",
    "Ditanyakan",
    "Selisih",
]
HEADER = 4


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> ChangedResult:
    return changed_result(tmp_path_factory.mktemp("changes"))


@pytest.fixture(scope="module")
def files(changed: ChangedResult) -> dict[str, bytes]:
    return write_all(changed.update, changed.downloads, changed.members)


@pytest.fixture(scope="module")
def book(files: dict[str, bytes]) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(files["perubahan.xlsx"]))


def rows(book: openpyxl.Workbook, sheet: str) -> list[Row]:
    """Return the numbered rows of a sheet by title."""
    page = book[sheet]
    titles = [cell.value for cell in page[HEADER]]
    values = page.iter_rows(min_row=HEADER + 1, values_only=True)
    return [
        dict(zip(titles, row, strict=True)) for row in values if isinstance(row[0], int | float)
    ]


def by_nik(book: openpyxl.Workbook, sheet: str) -> dict[int, Row]:
    """Return the rows of a sheet by the number of the invented person."""
    return {int(row["NIK"][-4:]) - 9000: row for row in rows(book, sheet)}


def texts(page: Worksheet) -> str:
    return "\n".join(
        str(cell.value) for row in page.iter_rows() for cell in row if cell.value is not None
    )


def test_workbook__sheets__are_those_with_rows(
    changed: ChangedResult, book: openpyxl.Workbook
) -> None:
    assert book.sheetnames == SHEETS
    quiet = replace(
        changed.update,
        people=changed.update.people.filter(pl.col("exit_cause").is_null()),
        events=changed.update.events.clear(),
        earlier=changed.update.people.drop("earlier"),
        questions=(),
        successors={},
    )
    quiet = replace(quiet, people=quiet.people.with_columns(pl.col("id").alias("earlier")))
    content = write_all(quiet)["perubahan.xlsx"]
    assert openpyxl.load_workbook(BytesIO(content)).sheetnames[0] == "Ringkasan"
    assert {"Masuk", "Keluar", "Ganti kursi", "Data", "Ditanyakan"} & set(
        openpyxl.load_workbook(BytesIO(content)).sheetnames
    ) == set()


def test_joined__newcomer__has_predecessor_file_and_deadline(book: openpyxl.Workbook) -> None:
    (row,) = rows(book, "Masuk")
    assert row == {
        "No": 1,
        "Nama": "Sanosa Sanosa",
        "NIK": nik(NEWCOMER),
        "Jabatan dan unit": "Anggota PPS\nCiseureuh, Purwakarta",
        "Hari pertama": datetime(2024, 11, 20),
        "Bulan iuran pertama": "November 2024",
        "Menggantikan": "Sa Sa",
        "Yang harus dilakukan": f"Unggah template_tk_{NPP}.xlsx. Bulan iuran November 2024 mendahului "
        "periode ini: bila sudah Posting, sampaikan ke kantor cabang",
        "Lapor paling lambat": datetime(2024, 12, 2),
    }


def test_left__overdue_exits__come_first_and_are_marked(book: openpyxl.Workbook) -> None:
    left = rows(book, "Keluar")
    numbers = [int(row["NIK"][-4:]) - 9000 for row in left]
    assert numbers == [LATE, RESIGNED, UNNUMBERED, DISMISSED, NEVER_SERVED, DIED]
    late = [row["Yang harus dilakukan"].startswith("TERLAMBAT") for row in left]
    assert late == [True, True, False, False, False, False]
    colors = [row[1].fill.fgColor.rgb for row in book["Keluar"].iter_rows(min_row=5, max_row=8)]
    assert [rgb.endswith("F8CBAD") for rgb in colors] == [True, True, False, False]


def test_left__each_exit__says_what_sipp_needs(book: openpyxl.Workbook) -> None:
    left = by_nik(book, "Keluar")
    report = {number: row["Yang harus dilakukan"] for number, row in left.items()}
    assert f"template_tk_na_{NPP}.xlsx" in report[RESIGNED]
    assert "Januari 2025" in report[DISMISSED]
    assert report[UNNUMBERED].startswith("Tanpa nomor: hapus di Peserta Baru")
    assert report[DIED].startswith("Bukan upload NA: ajukan klaim")
    assert "hapus di Peserta Baru" not in report[NEVER_SERVED]
    assert {left[number]["Periode file NA"] for number in (RESIGNED, LATE)} == {"Desember 2024"}
    assert left[DIED]["Periode file NA"] is None
    assert left[RESIGNED]["Sebab"] == "A1 Mengundurkan Diri"
    assert left[RESIGNED]["Dokumen"] == "SK PAW 12/2024"
    assert "MENINGGAL DUNIA: BUKAN UPLOAD NA" in texts(book["Keluar"])


def test_seats__successor__has_gap_and_months_paid_twice(
    changed: ChangedResult, book: openpyxl.Workbook
) -> None:
    (row,) = rows(book, "Ganti kursi")
    assert (row["Digantikan"], row["Pengganti"]) == ("Sa Sa", "Sanosa Sanosa")
    people = changed.update.people
    successor = people.filter(pl.col("nik") == nik(NEWCOMER))["id"].item()
    predecessor = changed.update.earlier.filter(pl.col("nik") == nik(RESIGNED))["id"].item()
    swapped = replace(changed.update, successors={successor: predecessor})
    content = write_all(swapped)["perubahan.xlsx"]
    (row,) = rows(openpyxl.load_workbook(BytesIO(content)), "Ganti kursi")
    assert row["Hari di antaranya"] == "Langsung diganti, tanpa hari kosong"
    assert row["Iuran kursi"] is None or "dibayar 2 kali: dua orang bertugas" in row["Iuran kursi"]


def test_wages__changed_wage__is_filled_into_the_download(book: openpyxl.Workbook) -> None:
    row = by_nik(book, "Upah")[WAGE]
    assert (row["Sebelum"], row["Sesudah"]) == (1_300_000, 1_500_000.5)
    assert row["Mulai periode"] == "Desember 2024"
    assert row["Yang harus dilakukan"] == f"Sudah diisi di template_upah_{NPP}.xlsx: unggah"


def test_data__identity__goes_to_the_branch(book: openpyxl.Workbook) -> None:
    row = by_nik(book, "Data")[NAME]
    assert (row["Isian"], row["Sesudah"]) == ("Nama Lengkap", "Siti Baru")
    assert "surat-koreksi-identitas.pdf" in row["Yang harus dilakukan"]


def test_data__without_downloads__asks_for_them(changed: ChangedResult) -> None:
    content = write_all(changed.update)["perubahan.xlsx"]
    report = {
        row["Yang harus dilakukan"]
        for row in rows(openpyxl.load_workbook(BytesIO(content)), "Data")
        if row["Isian"] != "Nama Lengkap"
    }
    assert report == {
        f"Unduh template_koreksi_tk_{NPP}.xlsx dari SIPP, lalu jalankan lagi dengan --members"
    }


def test_questions__each__has_person_place_and_way_to_answer(book: openpyxl.Workbook) -> None:
    row = by_nik(book, "Ditanyakan")[VANISHED]
    assert row["Tempat"] == "roster.xlsx, lembar DATA, baris 7"
    assert row["Pertanyaan dan cara menjawab"].startswith("Tidak ada lagi di daftar baru")


def sums(page: Worksheet) -> list[tuple[float, float, float]]:
    """Return the sums that the rows above each total really have."""
    matches, amounts = [], []
    for row in page.iter_rows(min_row=HEADER + 1, values_only=True):
        if row[1] == "JUMLAH":
            matches.append(tuple(sum(column) for column in zip(*amounts, strict=True)))
            amounts = []
        elif isinstance(row[0], int | float):
            amounts.append(row[-3:])
    return matches  # type: ignore[return-value]


def test_difference__months_and_people__add_up_to_the_difference(
    changed: ChangedResult, book: openpyxl.Workbook
) -> None:
    by_month, by_person = sums(book["Selisih"])
    assert by_month == by_person
    before, after, difference = by_month
    assert difference == after - before == changed.update.difference_sen / 100


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)), min_size=1, max_size=30))
def test_difference__any_amounts__add_up(amounts: list[tuple[int, int]]) -> None:
    from pemilu_cover.reports.xlsx.changes.difference_sheet import sum_by_month  # noqa: PLC0415

    rows = pl.DataFrame(
        [(date(2024, 1 + at % 12, 1), *pair) for at, pair in enumerate(amounts)],
        schema={"month": pl.Date, "before_sen": pl.Int64, "after_sen": pl.Int64},
        orient="row",
    )
    months = sum_by_month(rows)
    assert months["month"].is_unique().all()
    for name in ("before_sen", "after_sen"):
        assert months[name].sum() == rows[name].sum()


def test_summary__numbers_of_sipp__are_those_of_the_period(
    changed: ChangedResult, book: openpyxl.Workbook
) -> None:
    shown = {row[0].value: row[1].value for row in book["Ringkasan"].iter_rows(min_row=5)}
    (period,) = [
        one
        for one in sipp_periods(changed.update.people, changed.update.totals.terms.book).periods
        if one.month == changed.update.period
    ]
    assert [
        shown[title]
        for title in (
            "Tenaga kerja aktif",
            "Penambahan tenaga kerja",
            "Pengurangan tenaga kerja",
            "Iuran dihitung",
            "Denda",
            "Total",
        )
    ] == [
        period.active,
        period.added,
        period.removed,
        period.contribution_sen / 100,
        0,
        period.total_sen / 100,
    ]
    assert shown["Iuran sekarang"] - shown["Iuran sebelumnya"] == pytest.approx(shown["Selisih"])
    assert shown["Selisih"] == changed.update.difference_sen / 100


def test_sheets__on_paper__are_a4_with_a_repeated_header_and_print_of_8_points(
    book: openpyxl.Workbook,
) -> None:
    for page in book.worksheets[1:]:
        assert page.page_setup.paperSize == 9
        assert page.sheet_properties.pageSetUpPr.fitToPage
        pixels = sum(round(7 * column.width) for column in page.column_dimensions.values())
        paper = (297 / 25.4 - 1) * 96
        assert 10 * paper / pixels >= 8, (page.title, pixels)
        assert page.print_title_rows or page.title == "Selisih"


def test_letters__identities__are_listed_with_key_and_both_values(
    changed: ChangedResult, files: dict[str, bytes]
) -> None:
    letter, annex = pdf_pages(files["surat-koreksi-identitas.pdf"])
    assert f"1 peserta NPP {NPP}" in letter
    person = next(one for one in changed.listed if one.nik == nik(NAME))
    (row,) = word_tables(files["surat-koreksi-identitas.docx"])[-1]
    assert [*row.values()] == [
        person.kpj,
        person.kode_tk,
        "Siti Baru",
        "Nama Lengkap",
        "Sano Sano",
        "Siti Baru",
    ]
    assert all(cell in annex for cell in row.values())


def test_letters__covering_letter__has_the_counts_of_the_period(files: dict[str, bytes]) -> None:
    (text,) = pdf_pages(files["surat-pengantar.pdf"])
    assert f"NPP {NPP} bulan Desember 2024" in text
    assert re.findall(r"([A-Z][a-z ]+?)(?: \([a-z ]*\))? : (\d+) orang", text) == [
        ("Keluar", "2"),
        ("Masuk", "1"),
        ("Perubahan upah", "1"),
        ("Perubahan alamat atau kontak", "3"),
        ("Perbaikan identitas", "1"),
        ("Meninggal dunia", "1"),
    ]
    assert "Dasar: SK 2/2024; SK PAW 12/2024" in text


@pytest.mark.parametrize("stem", ["surat-koreksi-identitas", "surat-pengantar"])
def test_letters__any_letter__are_a4_in_10_points_and_a_word_file(
    files: dict[str, bytes], stem: str
) -> None:
    content = files[f"{stem}.pdf"]
    assert page_sizes_pt(content) == {(595, 842)}
    assert min(letter_sizes_pt(content)) >= 8
    assert "Yth. Kepala Kantor Cabang" in pdf_pages(content)[0]
    assert files[f"{stem}.docx"].startswith(b"PK")


def test_write_all__two_runs__give_the_same_bytes(
    changed: ChangedResult, files: dict[str, bytes]
) -> None:
    assert write_all(changed.update, changed.downloads, changed.members) == files


def test_update__with_downloads__writes_all_files(changed: ChangedResult, tmp_path: Path) -> None:
    folder = changed.folder.parent
    done = invoke(
        "update",
        changed.folder,
        folder / "newer.xlsx",
        *("--changes", folder / "changes.xlsx", "--period", "2024-12"),
        *("--members", folder / f"template_upah_{NPP}.xlsx"),
        *("--members", folder / f"template_koreksi_tk_{NPP}.xlsx"),
        *("--out", tmp_path / "next"),
    )
    assert done.status == 1, "somebody vanished"
    expected = write_all(changed.update, changed.downloads, changed.members)
    assert {name: (tmp_path / "next" / name).read_bytes() for name in expected} == expected


def test_summary__steps__are_those_with_a_file(
    changed: ChangedResult, book: openpyxl.Workbook
) -> None:
    def steps(page: Worksheet) -> list[str]:
        return re.findall(r"^\d\. (.+)$", texts(page), re.MULTILINE)

    assert [step.split(" (")[0] for step in steps(book["Ringkasan"])] == [
        f"Unggah template_tk_na_{NPP}.xlsx",
        "Yang keluar tanpa KPJ: hapus di Peserta Baru; sesudah Posting, jalankan pemilu-cover members, "
        "lalu update lagi.",
        "Yang tidak pernah bertugas: hapus di Peserta Baru; sesudah Posting, surati kantor cabang.",
        f"Unggah template_tk_{NPP}.xlsx",
        f"Unggah template_upah_{NPP}.xlsx",
        f"Unggah template_koreksi_tk_{NPP}.xlsx",
        "Kirim surat-koreksi-identitas.pdf dengan fotokopi KTP/KK ke kantor cabang.",
        "Hitung Iuran, cocokkan angka di atas, baru Finalisasi.",
        "Untuk yang meninggal dunia, ajukan klaim; jangan dinonaktifkan.",
    ]
    without = openpyxl.load_workbook(BytesIO(write_all(changed.update)["perubahan.xlsx"]))
    for name in (f"template_upah_{NPP}.xlsx", f"template_koreksi_tk_{NPP}.xlsx"):
        assert any(step.startswith(f"Unduh {name}") for step in steps(without["Ringkasan"]))


def test_summary__people_died_or_never_served__says_by_how_much_sipp_differs(
    changed: ChangedResult, book: openpyxl.Workbook
) -> None:
    text = texts(book["Ringkasan"])
    assert "1 orang yang meninggal sebelum periode ini" in text
    assert "1 orang yang tidak pernah bertugas" in text
    died = changed.update.people.filter(pl.col("nik") == nik(DIED)).row(0, named=True)
    month = max(charge["jkk_sen"] + charge["jkm_sen"] for charge in died["charges"]) // 100
    assert text.count(f"Rp{month:,}".replace(",", ".")) >= 2
