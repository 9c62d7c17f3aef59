"""**Petunjuk**: how to fill in and send back the form, its columns, and the roles of the election."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from pemilu_cover.i18n.text import translate
from pemilu_cover.reports.xlsx.blocks import write_sheet_title, write_wrapped
from pemilu_cover.reports.xlsx.roster_form.layout import COLORS, column_help, columns
from pemilu_cover.reports.xlsx.roster_form.model import Cell, RoleSummary, RosterForm
from pemilu_cover.values import dates, rupiah
from pemilu_cover.xlsx.page import count_lines, fit_height
from pemilu_cover.xlsx.workbook import BLUE, TEXT, SheetBuilder

_WIDTHS = (34, 25, 72, 32)
_STEPS, _RETURN_STEPS = 6, 4
_COLORS = ("header", "missing", "wrong", "doubtful")
_COLUMN_TITLES = (
    "form.column-column",
    "form.column-need",
    "form.column-says",
    "form.column-example",
)
_ROLE_TITLES = ("form.column-role", "form.column-ceiling", "form.column-law", "form.column-term")


def write_instructions(sheet: SheetBuilder, form: RosterForm) -> None:
    """Write the sheet."""
    sheet.widths(_WIDTHS)
    notice = translate("privacy.form")
    line = translate("form.privacy-line", election=form.election, notice=notice)
    write_sheet_title(sheet, form.sheet_titles[0], line, _WIDTHS)
    steps = [translate(f"form.step-{number}") for number in range(1, _STEPS + 1)]
    row = _write_steps(sheet, 3, translate("form.how-to-fill-in"), steps)
    row = _write_colors(sheet, row)
    steps = [translate(f"form.return-{number}") for number in range(1, _RETURN_STEPS + 1)]
    row = _write_steps(sheet, row, translate("form.sending-back"), steps)
    row = _write_table(sheet, row, _COLUMN_TITLES, _column_rows(form))
    row = _write_table(sheet, row, _ROLE_TITLES, map(_role_cells, form.roles))
    write_wrapped(sheet, row - 1, translate("form.roles-note"), _WIDTHS, italic=True)
    sheet.for_a4(landscape=True)


def _write_steps(sheet: SheetBuilder, row: int, title: str, steps: Sequence[str]) -> int:
    sheet.text(row, 0, title, bold=True)
    for number, step in enumerate(steps, start=1):
        write_wrapped(sheet, row + number, f"{number}. {step}", _WIDTHS)
    return row + len(steps) + 2


def _write_colors(sheet: SheetBuilder, row: int) -> int:
    sheet.text(row, 0, translate("form.colours"), bold=True)
    for number, name in enumerate(_COLORS, start=1):
        sheet.text(row + number, 0, "", border=1, bg_color=COLORS.get(name, BLUE))
        sheet.text(row + number, 1, translate(f"form.colour-{name}"))
    return row + len(_COLORS) + 2


def _write_table(
    sheet: SheetBuilder, row: int, title_keys: Sequence[str], lines: Iterator[Sequence[str]]
) -> int:
    """Write a table; return the second row after it."""
    sheet.texts(row, map(translate, title_keys), bold=True, border=1, bg_color=BLUE)
    for cells in lines:
        row += 1
        sheet.texts(row, cells, border=1, text_wrap=True, num_format=TEXT)
        counts = (count_lines(text, width) for text, width in zip(cells, _WIDTHS, strict=True))
        sheet.set_height(row, fit_height(*counts))
    return row + 2


def _column_rows(form: RosterForm) -> Iterator[Sequence[str]]:
    for name, spec in columns().items():
        example = _format_cell(form.example.get(name, spec.get("example", "")))
        if name == "nik":  # a NIK alone in its cell would be read as a person outside the table
            example = translate("form.nik-example", nik=example)
        need = translate(f"form.need-{spec['need']}")
        yield form.titles[name], need, column_help(name), example


def _format_cell(value: Cell) -> str:
    return dates.format_ddmmyyyy(value) if isinstance(value, date) else str(value)


def _role_cells(role: RoleSummary) -> Sequence[str]:
    by_decree = translate("form.by-decree")
    ceiling = by_decree
    if role.ceiling_sen:
        amount = rupiah.format_rupiah(role.ceiling_sen)
        ceiling = translate("form.ceiling", amount=amount, per=role.per)
    term = by_decree
    if any(role.term):
        first, last = (day or by_decree for day in role.term)
        term = translate("form.term", first=first, last=last)
    return role.name, ceiling, _format_law(role), term


def _format_law(role: RoleSummary) -> str:
    if role.wage_law and role.term_law:
        return translate("form.law-both", wage_law=role.wage_law, term_law=role.term_law)
    if role.wage_law:
        return translate("form.law-honorarium", law=role.wage_law)
    return translate("form.law-term", law=role.term_law) if role.term_law else ""
