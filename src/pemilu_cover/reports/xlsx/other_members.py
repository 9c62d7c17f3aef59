"""Lists of people whom SIPP does not accept by the template for new workers.

``peserta_lanjutan.xlsx`` has returning members, with a KPJ, ``peserta_bpu.xlsx`` members without a wage
(BPU). Their official layouts are not public; these lists are to be copied from.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from pemilu_cover.i18n.text import translate
from pemilu_cover.reports.xlsx.blocks import write_header, write_sheet_title, write_wrapped
from pemilu_cover.values import dates, rupiah
from pemilu_cover.xlsx.page import fitting_width
from pemilu_cover.xlsx.workbook import TEXT, WorkbookBuilder

_IS_BPU = pl.col("segment") == "bpu"
_RETURNS = pl.col("kpj").is_not_null()


class _List(NamedTuple):
    """One list: its people, the keys of its texts, its columns (header, field, width)."""

    is_member: pl.Expr
    sheet: str
    title: str
    notice: str
    note: str
    columns: Sequence[tuple[str, str, float]]


LISTS = {
    "peserta_lanjutan.xlsx": _List(
        _RETURNS & ~_IS_BPU,
        "members.sheet-returning",
        "members.returning-title",
        "privacy.returning-members",
        "members.returning-note",
        (
            ("KPJ", "kpj", 14),
            ("NIK", "nik", 17),
            ("NAMA_LENGKAP", "name", 26),
            ("TANGGAL_LAHIR", "birth_date", 14),
            ("JABATAN", "role_name", 22),
            ("KECAMATAN", "kecamatan", 17),
            ("UPAH", "sipp_wage", 14),
            ("TGL_AWAL_BEKERJA", "start", 17),
            ("TGL_AKHIR_KONTRAK", "end", 17),
        ),
    ),
    "peserta_bpu.xlsx": _List(
        _IS_BPU,
        "members.sheet-bpu",
        "members.bpu-title",
        "privacy.bpu-members",
        "members.bpu-note",
        (
            ("NIK", "nik", 19),
            ("NAMA_LENGKAP", "name", 28),
            ("TEMPAT_LAHIR", "birth_place", 16),
            ("TANGGAL_LAHIR", "birth_date", 14),
            ("NAMA_IBU_KANDUNG", "mother", 24),
            ("JENIS_KELAMIN", "sex", 16),
            ("STATUS_KAWIN", "marital", 15),
            ("GOLONGAN_DARAH", "blood", 18),
            ("HP", "phone", 15),
            ("ALAMAT", "address", 28),
            ("KODE_POS", "postal_code", 11),
            ("PEKERJAAN", "role_name", 22),
            ("KECAMATAN", "kecamatan", 16),
            ("PENGHASILAN", "wage_sen", 15),
            ("DASAR_IURAN", "base_sen", 15),
            ("MULAI", "start", 12),
            ("SELESAI", "end", 12),
            ("KPJ", "kpj", 13),
        ),
    ),
}


def needs_other_list() -> pl.Expr:
    """Return whether a person is on one of the lists, not in the template for new workers."""
    return _IS_BPU | _RETURNS


def list_names(people: pl.DataFrame) -> list[str]:
    """Return the file names of the lists that a person is on."""
    return [
        name for name, member_list in LISTS.items() if people.filter(member_list.is_member).height
    ]


def write_all(people: pl.DataFrame) -> dict[str, bytes]:
    """Return the bytes of all lists with people, by file name."""
    return {
        name: _write(LISTS[name], people.filter(LISTS[name].is_member))
        for name in list_names(people)
    }


def _write(member_list: _List, people: pl.DataFrame) -> bytes:
    title = translate(member_list.title)
    book = WorkbookBuilder(title.capitalize())
    sheet = book.sheet(translate(member_list.sheet))
    widths = [
        max(width, fitting_width([title], bold=True)) for title, _, width in member_list.columns
    ]
    sheet.widths(widths)
    write_sheet_title(sheet, title, translate(member_list.notice), widths)
    write_wrapped(sheet, 2, translate(member_list.note), widths)
    write_header(sheet, 4, (title for title, _, _ in member_list.columns), widths)
    fields = [field for _, field, _ in member_list.columns]
    for row, person in enumerate(people.iter_rows(named=True), start=5):
        for column, field in enumerate(fields):
            sheet.text(row, column, _text(field, person.get(field)), num_format=TEXT, border=1)
    sheet.for_a4(landscape=True, repeat=4)
    return book.content()


def _text(field: str, value: object) -> str:
    if field in ("birth_date", "start", "end"):
        return dates.format_ddmmyyyy(value)  # type: ignore[arg-type]
    if field.endswith("_sen"):
        return rupiah.to_decimal_string(value)  # type: ignore[arg-type]
    return str(value or "")
