"""``peserta_lanjutan.xlsx``: people who already have a KPJ, and so go into SIPP by another template.

The official layout of that template was not to be had; this is a list to fill it from.
"""

from __future__ import annotations

import polars as pl

from pemilu_cover.sheets.workbook import BLUE, PERSONAL_DATA, TEXT, Book
from pemilu_cover.values import dates

_COLUMNS = (
    ("KPJ", "kpj", 14),
    ("NIK", "nik", 19),
    ("NAMA_LENGKAP", "name", 28),
    ("TANGGAL_LAHIR", "birth_date", 14),
    ("JABATAN", "role_name", 24),
    ("KECAMATAN", "kecamatan", 18),
    ("UPAH", "upah", 14),
    ("TGL_AWAL_BEKERJA", "start", 18),
    ("TGL_AKHIR_KONTRAK", "end", 18),
)


def write(people: pl.DataFrame) -> bytes:
    """Write the list; give its bytes."""
    book = Book("Peserta lanjutan")
    sheet = book.sheet("Lanjutan")
    sheet.text(0, 0, "PESERTA LANJUTAN: SUDAH MEMILIKI KPJ", bold=True, font_size=12)
    sheet.text(1, 0, PERSONAL_DATA, italic=True, font_size=9)
    sheet.text(
        2,
        0,
        "Didaftarkan dengan template TK lanjutan dari SIPP, bukan template TK baru.",
        font_size=9,
    )
    sheet.texts(4, (title for title, _, _ in _COLUMNS), bold=True, border=1, bg_color=BLUE)
    sheet.widths([width for _, _, width in _COLUMNS])
    for row, person in enumerate(people.iter_rows(named=True), start=5):
        for column, (_, field, _) in enumerate(_COLUMNS):
            value = person[field]
            text = (
                dates.short(value) if field in ("birth_date", "start", "end") else str(value or "")
            )
            sheet.text(row, column, text, num_format=TEXT, border=1)
    sheet.for_a4(landscape=True, repeat=4)
    return book.content()
