"""**Daftar**: the hidden sheet that feeds the drop-down lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pemilu_cover.i18n.text import translate
from pemilu_cover.reports.xlsx.roster_form.layout import (
    DESA,
    DESA_KECAMATAN,
    KECAMATAN,
    ROLE_TABLE,
    ROLES,
)
from pemilu_cover.reports.xlsx.roster_form.model import RoleSummary, RosterForm
from pemilu_cover.values import rupiah
from pemilu_cover.xlsx.workbook import SheetBuilder

_ROLE_TITLES = ("form.column-role", "form.list-ceiling", "form.list-earliest", "form.list-latest")


def write_lists(sheet: SheetBuilder, form: RosterForm) -> None:
    """Write the sheet."""
    sheet.text(0, 0, form.sheet_titles[1], bold=True)
    sheet.widths([44, 16, 14, 14, 3, 24, 3, 24, 30])
    sheet.texts(1, map(translate, _ROLE_TITLES), bold=True)
    for row, office in enumerate(form.roles, start=2):
        _write_office(sheet, row, office)
    _name_range(sheet, ROLES, "A", "A", len(form.roles))
    _name_range(sheet, ROLE_TABLE, "A", "D", len(form.roles))
    if form.desa:
        _write_places(sheet, form.desa)
    sheet.raw.hide()


def _write_office(sheet: SheetBuilder, row: int, office: RoleSummary) -> None:
    sheet.text(row, 0, office.name)
    if office.ceiling_sen:
        sheet.count(row, 1, office.ceiling_sen // rupiah.SEN)
    for column, day in enumerate(office.window, start=2):
        if day:
            sheet.date(row, column, day)


def _write_places(sheet: SheetBuilder, desa: Mapping[str, Sequence[str]]) -> None:
    """Write the kecamatan, and all desa with their kecamatan, ordered by kecamatan."""
    pairs = [(kecamatan, name) for kecamatan, names in desa.items() for name in names]
    for column, name in ((5, "kecamatan"), (7, "kecamatan"), (8, "desa")):
        sheet.text(1, column, translate(f"workbook.column-{name}"), bold=True)
    for row, kecamatan in enumerate(desa, start=2):
        sheet.text(row, 5, kecamatan)
    for row, pair in enumerate(pairs, start=2):
        sheet.text(row, 7, pair[0])
        sheet.text(row, 8, pair[1])
    _name_range(sheet, KECAMATAN, "F", "F", len(desa))
    _name_range(sheet, DESA_KECAMATAN, "H", "H", len(pairs))
    _name_range(sheet, DESA, "I", "I", len(pairs))


def _name_range(sheet: SheetBuilder, name: str, first: str, last: str, rows: int) -> None:
    sheet.book.define(name, f"={sheet.raw.get_name()}!${first}$3:${last}${rows + 2}")
