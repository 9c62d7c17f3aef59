"""``template_tk_<NPP>.xlsx``: new workers in the layout that SIPP Online takes.

Three sheets, 30 columns in order, all cells text, dates dd-mm-yyyy, at most 10,000 rows a file. The
layout is that of October 2025, on which independent public programs agree; the file that an office
downloads from SIPP itself wins where the two differ.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import polars as pl

from pemilu_cover.sheets import notice
from pemilu_cover.sheets.rows import Cells
from pemilu_cover.sheets.workbook import TEXT, YELLOW, Book

MOST_ROWS = 10_000
DATA_SHEET = "data_tk_baru"


class Column(NamedTuple):
    """One column: header, width (None is Excel's own), the header's number format, required or not.

    ``field`` names the person's field that fills it; ``fixed`` fills it where all rows are alike.
    """

    header: str
    width: float | None
    number_format: str
    required: bool
    field: str = ""
    fixed: str = ""


_DATE = "dd-mm-yyyy"
COLUMNS = (
    Column("NO_PEGAWAI", 17, TEXT, False, "no_pegawai"),
    Column("NAMA_LENGKAP", 50, "General", True, "name"),
    Column("GELAR", None, "General", False, "degree"),
    Column("TELEPON_AREA_RUMAH", 22, "General", False),
    Column("TELEPON_RUMAH", None, "General", False),
    Column("TELEPON_AREA_KANTOR", None, "General", False),
    Column("TELEPON_KANTOR", None, "General", False),
    Column("TELEPON_EXT_KANTOR", None, "General", False),
    Column("HP", 17, TEXT, False, "phone"),
    Column("EMAIL", 30, "General", False, "email"),
    Column("TEMPAT_LAHIR", None, "General", True, "birth_place"),
    Column("TANGGAL_LAHIR", 21, _DATE, True, "birth_date"),
    Column("NAMA_IBU_KANDUNG", 30, "General", True, "mother"),
    Column("JENIS_IDENTITAS", 17, "General", True, fixed="KTP"),
    Column("NOMOR_IDENTITAS", 21, TEXT, True, "nik"),
    Column("MASA_LAKU_IDENTITAS", 22, _DATE, True, "identity_valid_until"),
    Column("JENIS_KELAMIN", 17, "General", True, "sex"),
    Column("SURAT_MENYURAT_KE", 21, "General", True, fixed="S"),
    Column("TANGGAL_KEPESERTAAN", 22, _DATE, False),
    Column("STATUS_KAWIN", 17, "General", True, "marital"),
    Column("GOLONGAN_DARAH", 21, "General", True, "blood"),
    Column("NPWP", 21, TEXT, False, "npwp"),
    Column("KODE_NEGARA", 17, "General", True, fixed="ID"),
    Column("UPAH", 30, TEXT, True, "upah"),
    Column("ALAMAT", None, "General", True, "address"),
    Column("KODE_POS", 17, TEXT, True, "postal_code"),
    Column("LOKASI_PEKERJAAN", 22, TEXT, True, "location"),
    Column("STATUS_PEGAWAI", 17, "General", True, fixed="Y"),
    Column("TGL_AWAL_BEKERJA", 22, _DATE, True, "start"),
    Column("TGL_AKHIR_KONTRAK", None, _DATE, True, "end"),
)
REQUIRED = tuple(column.field for column in COLUMNS if column.required and column.field)
# What every row is given without being asked; the manifest names it.
FIXED = {column.header: column.fixed for column in COLUMNS if column.fixed}

_INSTRUCTIONS = (
    "PETUNJUK PENGISIAN TEMPLATE TENAGA KERJA BARU",
    "",
    notice.SIPP,
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


class Location(NamedTuple):
    """One place of work: SIPP's code, its name there, and the Ministry's code of today."""

    code: str
    name: str
    kemendagri: str


@cache
def locations() -> tuple[Location, ...]:
    """Give SIPP's 514 places of work, in its order."""
    source = resources.files(__package__).joinpath("sipp_locations.csv")
    with source.open(encoding="utf-8") as file:
        return tuple(Location(**row) for row in csv.DictReader(file))


def location_of(regency: str) -> Location | None:
    """Give SIPP's place of work for a regency code, the Ministry's of today or SIPP's own.

    Twenty-six regencies of Papua still have their codes from before 2022 in SIPP.

    >>> location_of("3214").name, location_of("9301").code
    ('PURWAKARTA', '9101')
    """
    places = locations()
    by_code = {place.code: place for place in places}
    return {place.kemendagri: place for place in places}.get(regency) or by_code.get(regency)


def missing(people: pl.DataFrame) -> pl.Series:
    """Give, for each person, the list of fields that SIPP demands and that are empty."""
    lacking = [
        pl.when(pl.col(name).is_null()).then(pl.lit(name))
        for name in REQUIRED
        if name in people.columns
    ]
    return people.select(pl.concat_list(lacking).list.drop_nulls().alias("missing")).to_series()


def parts(people: pl.DataFrame, by: str = "kecamatan") -> list[pl.DataFrame]:
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


def named(parts: Sequence[pl.DataFrame], npp: str | None) -> Iterator[tuple[str, pl.DataFrame]]:
    """Give parts by the names of their files: one, or one in each of the folders ``part-01`` and so on."""
    name = f"template_tk_{npp or 'NPP'}.xlsx"
    for number, part in enumerate(parts, 1):
        yield name if len(parts) == 1 else f"part-{number:02d}/{name}", part


def write(people: pl.DataFrame) -> bytes:
    """Write one file for at most 10,000 complete people; give its bytes."""
    return write_texts(texts(people))


def write_texts(cells: pl.DataFrame) -> bytes:
    """Write one file for at most 10,000 people whose cells are the texts that SIPP takes."""
    book = Book("Template TK baru")
    _write_instructions(book)
    _write_data(book, cells)
    _write_locations(book)
    return book.content()


def _write_instructions(book: Book) -> None:
    sheet = book.sheet("Petunjuk Pengisian")
    sheet.raw.set_column(0, 0, 110)
    for row, line in enumerate(_INSTRUCTIONS):
        sheet.text(row, 0, line, bold=row == 0)


def _write_data(book: Book, cells: pl.DataFrame) -> None:
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
    sheet.fill(1, [Cells(index, cells[header], body) for index, header in enumerate(headers)])


def texts(people: pl.DataFrame) -> pl.DataFrame:
    """Give people as SIPP takes them: 30 columns of texts, ``""`` where there is nothing to say."""
    return people.select(
        (_text(people, column.field) if column.field else pl.lit(column.fixed)).alias(column.header)
        for column in COLUMNS
    )


def _text(people: pl.DataFrame, field: str) -> pl.Expr:
    column = pl.col(field)
    if people.schema[field] == pl.Date:
        column = column.dt.strftime("%d-%m-%Y")
    return column.cast(pl.String).fill_null("")


def _write_locations(book: Book) -> None:
    sheet = book.sheet("Lokasi Pekerjaan")
    sheet.widths((40, 14))
    sheet.texts(0, ("NAMA", "KODE_LOKASI"), bold=True)
    for row, place in enumerate(locations(), start=1):
        sheet.text(row, 0, place.name)
        sheet.text(row, 1, place.code, num_format=TEXT)
