"""Colours of cells that are missing, wrong or doubtful; unlike checks they also reach pasted cells."""

from __future__ import annotations

from collections.abc import Iterator

from pemilu_cover.reports.xlsx.roster_form.input_checks import count_in_column, is_digits
from pemilu_cover.reports.xlsx.roster_form.layout import (
    COLORS,
    DESA,
    DESA_KECAMATAN,
    FIRST,
    LAST,
    REQUIRED,
    ROLE_TABLE,
    cell_address,
    column_area,
    columns,
)
from pemilu_cover.reports.xlsx.roster_form.model import RosterForm
from pemilu_cover.values import nik
from pemilu_cover.xlsx.workbook import SheetBuilder

_CEILING, _EARLIEST, _LATEST = 2, 3, 4


def add_colors(sheet: SheetBuilder, form: RosterForm) -> None:
    """Colour what is missing, wrong or doubtful, and rule the rows that hold somebody."""
    for name, kind, formula in _color_rules(form):
        cell_format = sheet.book.format(bg_color=COLORS[kind])
        rule = {"type": "formula", "criteria": f"={formula}", "format": cell_format}
        sheet.raw.conditional_format(column_area(name).replace("$", ""), rule)
    border_rule = {
        "type": "formula",
        "criteria": f"={_somebody()}",
        "format": sheet.book.format(border=1),
    }
    sheet.raw.conditional_format(FIRST, 0, LAST, len(columns()) - 1, border_rule)


def _color_rules(form: RosterForm) -> Iterator[tuple[str, str, str]]:
    """Return each rule of colour: the field, what it means, its formula. An earlier one wins."""
    digits, role, wage = cell_address("nik"), cell_address("role"), cell_address("wage")
    birth_date, start, end = cell_address("birth_date"), cell_address("start"), cell_address("end")
    yield "nik", "wrong", f'AND({digits}<>"",NOT(IFERROR({is_digits(digits, nik.LENGTH)},FALSE)))'
    yield "end", "wrong", f"AND(ISNUMBER({start}),ISNUMBER({end}),{end}<{start})"
    yield "nik", "doubtful", f'AND({digits}<>"",{count_in_column("nik")}>1)'
    day, month, year = (f"--MID({digits},{first},2)" for first in (7, 9, 11))
    is_same_date = ",".join(
        (
            f"MOD({day},{nik.WOMEN_DAY_OFFSET})=DAY({birth_date})",
            f"{month}=MONTH({birth_date})",
            f"{year}=MOD(YEAR({birth_date}),100)",
        )
    )
    yield "birth_date", "doubtful", f"AND(ISNUMBER({birth_date}),NOT(AND({is_same_date})))"
    sex = f'IF({day}>{nik.WOMEN_DAY_OFFSET},"P","L")'
    yield "sex", "doubtful", f'AND({cell_address("sex")}<>"",{cell_address("sex")}<>{sex})'
    ceiling, earliest, latest = (
        f"VLOOKUP({role},{ROLE_TABLE},{column},FALSE)" for column in (_CEILING, _EARLIEST, _LATEST)
    )
    yield "wage", "doubtful", f"AND(ISNUMBER({wage}),{ceiling}>0,{wage}>{ceiling})"
    yield "start", "doubtful", f"AND(ISNUMBER({start}),{start}<{earliest})"
    yield "end", "doubtful", f"AND(ISNUMBER({end}),{latest}>0,{end}>{latest})"
    if form.desa:
        known_count = (
            f"COUNTIFS({DESA_KECAMATAN},{cell_address('kecamatan')},{DESA},{cell_address('desa')})"
        )
        yield (
            "desa",
            "doubtful",
            f'AND({cell_address("desa")}<>"",{cell_address("kecamatan")}<>"",{known_count}=0)',
        )
    for name, spec in columns().items():
        if spec["need"] == REQUIRED:
            yield name, "missing", f"AND({_somebody()},LEN({cell_address(name)})=0)"


def _somebody() -> str:
    return f"LEN({cell_address('nik')}&{cell_address('name')})>0"
