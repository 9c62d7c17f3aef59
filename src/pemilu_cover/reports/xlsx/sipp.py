"""``template_tk_<NPP>.xlsx``: new workers in the layout that SIPP Online takes.

Three sheets, the columns of `sipp_layout` in order, all cells text, dates dd-mm-yyyy, at most 10,000 rows a
file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from pemilu_cover.enrolment.sipp_cells import to_sipp_text
from pemilu_cover.reference.sipp_layout import COLUMNS
from pemilu_cover.reference.sipp_locations import locations
from pemilu_cover.reports.xlsx.texts import workbook_text
from pemilu_cover.xlsx.fast_rows import CellColumn
from pemilu_cover.xlsx.workbook import TEXT, YELLOW, WorkbookBuilder

MOST_ROWS = 10_000
DATA_SHEET = "data_tk_baru"

_INSTRUCTIONS = (
    "PETUNJUK PENGISIAN TEMPLATE TENAGA KERJA BARU",
    "",
    workbook_text("privacy.sipp"),
    "",
    f"1. Data pekerja ada di lembar {DATA_SHEET}, mulai baris 2, paling banyak 10.000 baris.",
    "2. Judul kolom berwarna kuning wajib diisi.",
    "3. Semua sel berupa teks; tanggal ditulis dd-mm-yyyy, misalnya 31-12-1992.",
    "4. Jangan mengubah susunan kolom, nama lembar, maupun nama berkas ini.",
    "5. NO_PEGAWAI adalah nomor baris pada lembar Rincian di invoice.xlsx.",
    "6. STATUS_PEGAWAI: Y = PKWT, T = PKWTT. STATUS_KAWIN: Y = kawin, T = belum kawin.",
    "7. LOKASI_PEKERJAAN: kode pada lembar Lokasi Pekerjaan.",
    "",
    "Tata letak: SIPP Online Oktober 2025. Cocokkan dengan template yang diunduh dari SIPP kantor",
    "Anda sebelum mengunggah; bila berbeda, template dari SIPP yang berlaku.",
)


def split_parts(people: pl.DataFrame, by: str = "kecamatan") -> list[pl.DataFrame]:
    """Part people into files of at most 10,000, whole kecamatan (a column) together where they fit."""
    files: list[list[pl.DataFrame]] = []
    room = 0
    for group in people.partition_by(by, maintain_order=True):
        for first in range(0, group.height, MOST_ROWS):
            piece = group.slice(first, MOST_ROWS)
            if piece.height > room:
                files.append([])
                room = MOST_ROWS
            files[-1].append(piece)
            room -= piece.height
    return [pl.concat(pieces) for pieces in files]


def name_parts(
    parts: Sequence[pl.DataFrame], npp: str | None
) -> Iterator[tuple[str, pl.DataFrame]]:
    """Return parts by the names of their files: one, or one in each of the folders ``part-01`` and so on."""
    name = f"template_tk_{npp or 'NPP'}.xlsx"
    for number, part in enumerate(parts, 1):
        yield name if len(parts) == 1 else f"part-{number:02d}/{name}", part


def write(people: pl.DataFrame) -> bytes:
    """Write one file for at most 10,000 complete people; give its bytes."""
    return write_texts(to_sipp_text(people))


def write_texts(cells: pl.DataFrame) -> bytes:
    """Write one file for at most 10,000 people whose cells are the texts that SIPP takes."""
    book = WorkbookBuilder("Template TK baru")
    _write_instructions(book)
    _write_data(book, cells)
    _write_locations(book)
    return book.content()


def _write_instructions(book: WorkbookBuilder) -> None:
    sheet = book.sheet("Petunjuk Pengisian")
    sheet.raw.set_column(0, 0, 110)
    for row, line in enumerate(_INSTRUCTIONS):
        sheet.text(row, 0, line, bold=row == 0)


def _write_data(book: WorkbookBuilder, cells: pl.DataFrame) -> None:
    sheet = book.sheet(DATA_SHEET)
    body = book.format(num_format=TEXT)
    for index, column in enumerate(COLUMNS):
        look: dict[str, Any] = {"num_format": column.number_format}
        if column.required:
            look |= {"bg_color": YELLOW}
        sheet.text(0, index, column.header, **look)
        sheet.raw.set_column(index, index, column.width)
    sheet.raw.freeze_panes(1, 0)
    headers = [column.header for column in COLUMNS]
    sheet.fill(1, [CellColumn(index, cells[header], body) for index, header in enumerate(headers)])


def _write_locations(book: WorkbookBuilder) -> None:
    sheet = book.sheet("Lokasi Pekerjaan")
    sheet.widths((40, 14))
    sheet.texts(0, ("NAMA", "KODE_LOKASI"), bold=True)
    for row, place in enumerate(locations(), start=1):
        sheet.text(row, 0, place.name)
        sheet.text(row, 1, place.code, num_format=TEXT)
