"""The empty form for a village, with the checks that Excel and LibreOffice make while it is filled.

**Isian** has the people, **Petunjuk** says what to write, the hidden **Daftar** feeds the drop-down lists.
A cell is refused only where `enrol` would hold the row back or could not use the cell; whatever can be
right in some office is asked about, or coloured. Colours also reach what was pasted, which no check does.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from xlsxwriter.utility import xl_col_to_name

from pemilu_cover.reports.xlsx.texts import workbook_text
from pemilu_cover.values import dates, nik, rupiah
from pemilu_cover.xlsx.workbook import (
    BLUE,
    DATE,
    GREY,
    TEXT,
    WHOLE_MONEY,
    YELLOW,
    SheetBuilder,
    WorkbookBuilder,
)

FORM, INSTRUCTIONS, LISTS = "Isian", "Petunjuk", "Daftar"
HEADER, ROWS = 4, 2_000
_FIRST, _LAST = HEADER + 1, HEADER + ROWS
_WANTED = "wajib"
_FROZEN_COLUMNS = 3
_EXAMPLE_COLOR = "#7F7F7F"
_FORMATS = {"text": TEXT, "date": DATE, "money": WHOLE_MONEY, "choice": "General"}
# The pale red and amber of other sheets look alike beside yellow; these can be told by their names.
_COLORS = {"missing": YELLOW, "wrong": "#FF7C80", "doubtful": "#F4B183"}
_LINE_HEIGHT = 14
_INSTRUCTION_WIDTHS = (36, 30, 74, 36)
_POSTAL_CODE, _KPJ = 5, 11
_PHONE = (9, 14)
# Names of the ranges of the sheet Daftar.
_ROLES, _ROLE_TABLE = "daftar_jabatan", "tabel_jabatan"
_KECAMATAN, _DESA, _DESA_KECAMATAN = "daftar_kecamatan", "daftar_desa", "kecamatan_desa"
_CEILING, _EARLIEST, _LATEST = 2, 3, 4

Cell = str | int | date


class RoleSummary(NamedTuple):
    """What the form says of a role; None is left blank. ``per`` says what the ceiling is paid for."""

    name: str
    ceiling_sen: int | None
    per: str
    wage_law: str
    term: tuple[date | None, date | None]
    window: tuple[date | None, date | None]
    term_law: str


class RosterForm(NamedTuple):
    """What a form is made of.

    ``titles`` gives each field its header, ``example`` the cells of the example row that are not the same
    in every form, ``heads`` what stands first on Petunjuk and Daftar, ``desa`` the desa of each kecamatan.
    ``born`` and ``served`` are the first and the last day that are plausible.
    """

    election: str
    regency: str
    titles: Mapping[str, str]
    example: Mapping[str, Cell]
    heads: tuple[str, str]
    offices: Sequence[RoleSummary]
    desa: Mapping[str, Sequence[str]]
    born: tuple[date, date]
    served: tuple[date, date] | None


@cache
def _texts() -> dict[str, Any]:
    source = resources.files(__package__).joinpath("roster_form.toml").read_text(encoding="utf-8")
    return tomllib.loads(source)


def columns() -> dict[str, dict[str, Any]]:
    """Return the form's columns by field, in their order, as ``template.toml`` has them."""
    found: dict[str, dict[str, Any]] = _texts()["columns"]
    return found


def write(form: RosterForm) -> bytes:
    """Write the form; give its bytes."""
    book = WorkbookBuilder(f"Formulir data petugas: {form.election}")
    _write_form(book.sheet(FORM), form)
    _write_instructions(book.sheet(INSTRUCTIONS), form)
    _write_lists(book.sheet(LISTS), form)
    return book.content()


# ---- Isian ---------------------------------------------------------------------------------------


def _write_form(sheet: SheetBuilder, form: RosterForm) -> None:
    sheet.text(0, 0, f"FORMULIR DATA PETUGAS: {form.election}", bold=True, font_size=13)
    sheet.text(1, 0, form.regency, bold=True)
    sheet.text(2, 0, workbook_text("privacy.form"), italic=True, font_size=9)
    help_line = (
        "Satu baris satu orang, mulai di bawah CONTOH. Kuning: belum diisi. Merah: salah. Oranye:"
    )
    sheet.text(
        3, 0, f"{help_line} periksa lagi. Lebih lengkap di lembar {INSTRUCTIONS}.", font_size=9
    )
    for column, (name, about) in enumerate(columns().items()):
        _write_column(sheet, column, about, form.titles[name])
        _write_example(sheet, column, form.example.get(name, about.get("example", "")), about)
    _add_checks(sheet, form)
    _add_colors(sheet, form)
    texts = [name for name, about in columns().items() if about.get("kind") == "text"]
    areas = " ".join(_area(name) for name in texts)
    sheet.raw.ignore_errors({"number_stored_as_text": areas})
    sheet.raw.set_row(HEADER, 32)
    sheet.raw.freeze_panes(_FIRST, _FROZEN_COLUMNS)
    sheet.for_a4(landscape=True, repeat=HEADER)
    # On one page the columns would be too small to read: who it is stands on both.
    sheet.raw.fit_to_pages(2, 0)
    sheet.raw.repeat_columns(0, _FROZEN_COLUMNS - 1)


def _write_column(sheet: SheetBuilder, column: int, about: Mapping[str, Any], title: str) -> None:
    """Write a header and the empty cells below it, each with the format of its kind."""
    color = BLUE if about["need"] == _WANTED else GREY
    sheet.text(HEADER, column, title, bold=True, border=1, bg_color=color, text_wrap=True)
    tip = {"validate": "any", "input_title": title, "input_message": about["says"]}
    sheet.raw.data_validation(HEADER, column, HEADER, column, tip)
    look = sheet.book.format(num_format=_number_format(about))
    # The column's format reaches every row in Excel; some programs see only that of the cells.
    sheet.raw.set_column(column, column, about["width"], look)
    for row in range(_FIRST + 1, _LAST + 1):
        sheet.raw.write_blank(row, column, None, look)


def _number_format(about: Mapping[str, Any]) -> str:
    return _FORMATS[about.get("kind", "choice")]


def _write_example(sheet: SheetBuilder, column: int, value: Cell, about: Mapping[str, Any]) -> None:
    look = {"italic": True, "font_color": _EXAMPLE_COLOR}
    if isinstance(value, str):
        sheet.text(_FIRST, column, value, num_format=_number_format(about), **look)
    elif isinstance(value, date):
        sheet.date(_FIRST, column, value, **look)
    else:
        sheet.count(_FIRST, column, value, **look)


# ---- Checks: what Excel refuses, or asks about -----------------------------------------------------


def _add_checks(sheet: SheetBuilder, form: RosterForm) -> None:
    blanks = _spans(form)
    for column, (name, about) in enumerate(columns().items()):
        rule = _check(name, form) or _list_formula(about)
        if rule:
            told = {
                "error_title": form.titles[name],
                "error_message": about["error"].format(**blanks.get(name, {})),
                "error_type": "warning" if about.get("soft") else "stop",
            }
            sheet.raw.data_validation(_FIRST, column, _LAST, column, rule | told)


def _spans(form: RosterForm) -> dict[str, dict[str, str]]:
    """Return the first and the last day that a column takes, as its message tells them."""
    spans = {"birth_date": form.born, "start": form.served}
    return {
        name: {"first": dates.format_ddmmyyyy(span[0]), "last": dates.format_ddmmyyyy(span[1])}
        for name, span in spans.items()
        if span
    }


def _list_formula(about: Mapping[str, Any]) -> dict[str, Any]:
    return {"validate": "list", "source": about["choices"]} if "choices" in about else {}


def _check(name: str, form: RosterForm) -> dict[str, Any]:
    """Return the rule of a field, or none; formulas speak of the first row, the program moves them down."""
    start, end = _cell("start"), _cell("end")
    rules: dict[str, dict[str, Any]] = {
        "nik": _formula(_is_digits("nik", nik.LENGTH)),
        # Excel lets everything pass that looks at an empty cell, unless blanks count.
        "name": _formula(f'OR({_cell("nik")}="",{_times_in_row("nik")}<=1)')
        | {"ignore_blank": False},
        "birth_date": _between(form.born),
        "postal_code": _formula(_is_digits("postal_code", _POSTAL_CODE)),
        "kpj": _formula(_is_digits("kpj", _KPJ)),
        "phone": _formula(_is_mobile()),
        "role": {"validate": "list", "source": f"={_ROLES}"},
        "wage": {"validate": "integer", "criteria": ">", "value": 0},
        "start": _between(form.served) if form.served else {},
        "end": _formula(f"AND(ISNUMBER({end}),{end}>={start})"),
    }
    if form.desa:
        rules["kecamatan"] = {"validate": "list", "source": f"={_KECAMATAN}"}
        rules["desa"] = {"validate": "list", "source": f"={desa_list()}"}
    return rules.get(name, {})


def _formula(formula: str) -> dict[str, Any]:
    return {"validate": "custom", "value": f"={formula}"}


def _between(span: tuple[date, date]) -> dict[str, Any]:
    return {"validate": "date", "criteria": "between", "minimum": span[0], "maximum": span[1]}


def desa_list() -> str:
    """Return the formula of the desa of the kecamatan in the first row: they stand together in Daftar."""
    kecamatan = _cell("kecamatan")
    first = f"MATCH({kecamatan},{_DESA_KECAMATAN},0)-1"
    return f"OFFSET({_DESA},{first},0,COUNTIF({_DESA_KECAMATAN},{kecamatan}),1)"


def _is_digits(name: str, length: int) -> str:
    """Return the formula of a text of so many digits: in halves, as Excel keeps 15 digits of a number."""
    cell, half = _cell(name), length // 2
    halves = ((f"LEFT({cell},{half})", half), (f"RIGHT({cell},{length - half})", length - half))
    whole = ",".join(f'TEXT(--{part},"{"0" * size}")={part}' for part, size in halves)
    return f"AND(ISTEXT({cell}),LEN({cell})={length},{whole})"


def _is_mobile() -> str:
    cell, (fewest, most) = _cell("phone"), _PHONE
    return f'AND(LEFT({cell},2)="08",LEN({cell})>={fewest},LEN({cell})<={most},ISNUMBER(--{cell}))'


def _times_in_row(name: str) -> str:
    """Return the formula of how often a text stands in its column; COUNTIF would compare 15 digits."""
    return f"SUMPRODUCT(--({_area(name)}={_cell(name)}))"


# ---- Colours: what a pasted row shows too ----------------------------------------------------------


def _add_colors(sheet: SheetBuilder, form: RosterForm) -> None:
    """Colour what is missing, wrong or doubtful, and rule the rows that hold somebody."""
    for name, kind, formula in _colored(form):
        look = sheet.book.format(bg_color=_COLORS[kind])
        rule = {"type": "formula", "criteria": f"={formula}", "format": look}
        sheet.raw.conditional_format(_area(name).replace("$", ""), rule)
    ruled = {
        "type": "formula",
        "criteria": f"={_somebody()}",
        "format": sheet.book.format(border=1),
    }
    sheet.raw.conditional_format(_FIRST, 0, _LAST, len(columns()) - 1, ruled)


def _colored(form: RosterForm) -> Iterator[tuple[str, str, str]]:
    """Return each rule of colour: the field, what it means, its formula. An earlier one wins."""
    digits, role, wage = _cell("nik"), _cell("role"), _cell("wage")
    born, start, end = _cell("birth_date"), _cell("start"), _cell("end")
    yield "nik", "wrong", f'AND({digits}<>"",NOT(IFERROR({_is_digits("nik", nik.LENGTH)},FALSE)))'
    yield "end", "wrong", f"AND(ISNUMBER({start}),ISNUMBER({end}),{end}<{start})"
    yield "nik", "doubtful", f'AND({digits}<>"",{_times_in_row("nik")}>1)'
    day, month, year = (f"--MID({digits},{first},2)" for first in (7, 9, 11))
    same = f"MOD({day},{nik.WOMEN_DAY_OFFSET})=DAY({born}),{month}=MONTH({born}),{year}=MOD(YEAR({born}),100)"
    yield "birth_date", "doubtful", f"AND(ISNUMBER({born}),NOT(AND({same})))"
    sex = f'IF({day}>{nik.WOMEN_DAY_OFFSET},"P","L")'
    yield "sex", "doubtful", f'AND({_cell("sex")}<>"",{_cell("sex")}<>{sex})'
    ceiling, earliest, latest = (
        f"VLOOKUP({role},{_ROLE_TABLE},{column},FALSE)" for column in (_CEILING, _EARLIEST, _LATEST)
    )
    yield "wage", "doubtful", f"AND(ISNUMBER({wage}),{ceiling}>0,{wage}>{ceiling})"
    yield "start", "doubtful", f"AND(ISNUMBER({start}),{start}<{earliest})"
    yield "end", "doubtful", f"AND(ISNUMBER({end}),{latest}>0,{end}>{latest})"
    if form.desa:
        known = f"COUNTIFS({_DESA_KECAMATAN},{_cell('kecamatan')},{_DESA},{_cell('desa')})"
        yield "desa", "doubtful", f'AND({_cell("desa")}<>"",{_cell("kecamatan")}<>"",{known}=0)'
    for name, about in columns().items():
        if about["need"] == _WANTED:
            yield name, "missing", f"AND({_somebody()},LEN({_cell(name)})=0)"


def _somebody() -> str:
    return f"LEN({_cell('nik')}&{_cell('name')})>0"


def _cell(name: str) -> str:
    """Return a field's cell in the first row, its column fixed."""
    return f"${_letter(name)}{_FIRST + 1}"


def _area(name: str) -> str:
    """Return a field's cells in all rows."""
    return f"${_letter(name)}${_FIRST + 1}:${_letter(name)}${_LAST + 1}"


def _letter(name: str) -> str:
    letters: str = xl_col_to_name(list(columns()).index(name))
    return letters


# ---- Petunjuk ------------------------------------------------------------------------------------


def _write_instructions(sheet: SheetBuilder, form: RosterForm) -> None:
    sheet.widths(_INSTRUCTION_WIDTHS)
    sheet.text(0, 0, form.heads[0], bold=True, font_size=13)
    sheet.text(1, 0, f"{form.election}. {workbook_text('privacy.form')}", italic=True, font_size=9)
    row = _write_points(sheet, 3, "Cara mengisi", _texts()["steps"])
    row = _write_colors(sheet, row)
    row = _write_points(sheet, row, "Mengirim kembali", _texts()["returning"])
    row = _write_table(sheet, row, ("Kolom", "Diisi", "Yang ditulis", "Contoh"), _columns(form))
    sheet.raw.set_h_pagebreaks([row])
    heads = ("Jabatan", "Honor paling tinggi", "Dasar hukum", "Masa kerja yang lazim")
    row = _write_table(sheet, row, heads, map(_office_cells, form.offices))
    note = "Tulis honor dan tanggal menurut SK. Yang di atas ini batas dan kelaziman, bukan pengganti SK."
    sheet.text(row - 1, 0, note, italic=True, font_size=9)
    sheet.for_a4(landscape=True)


def _write_points(sheet: SheetBuilder, row: int, title: str, points: Sequence[str]) -> int:
    sheet.text(row, 0, title, bold=True)
    for number, point in enumerate(points, start=1):
        sheet.text(row + number, 0, f"{number}. {point}")
    return row + len(points) + 2


def _write_colors(sheet: SheetBuilder, row: int) -> int:
    sheet.text(row, 0, "Arti warna", bold=True)
    for number, (kind, meaning) in enumerate(_texts()["colours"].items(), start=1):
        sheet.text(row + number, 0, "", border=1, bg_color=_COLORS.get(kind, BLUE))
        sheet.text(row + number, 1, meaning)
    return row + len(_texts()["colours"]) + 2


def _write_table(
    sheet: SheetBuilder, row: int, heads: Sequence[str], lines: Iterator[Sequence[str]]
) -> int:
    """Write a table; give the row two below it."""
    sheet.texts(row, heads, bold=True, border=1, bg_color=BLUE)
    for cells in lines:
        row += 1
        sheet.texts(row, cells, border=1, text_wrap=True, num_format=TEXT)
        broken = (
            len(text) // width for text, width in zip(cells, _INSTRUCTION_WIDTHS, strict=True)
        )
        sheet.raw.set_row(row, _LINE_HEIGHT * (1 + max(broken)))
    return row + 2


def _columns(form: RosterForm) -> Iterator[Sequence[str]]:
    for name, about in columns().items():
        example = _shown(form.example.get(name, about.get("example", "")))
        # A NIK that stands alone in its cell would be somebody outside the table.
        unit = " (16 angka)" if name == "nik" else ""
        yield form.titles[name], about["need"], about["says"], f"{example}{unit}"


def _shown(value: Cell) -> str:
    return dates.format_ddmmyyyy(value) if isinstance(value, date) else str(value)


def _office_cells(office: RoleSummary) -> Sequence[str]:
    pay = (
        f"{rupiah.format_rupiah(office.ceiling_sen)} {office.per}"
        if office.ceiling_sen
        else "menurut SK"
    )
    first, last = (dates.format_long(day) if day else "menurut SK" for day in office.term)
    term = f"{first} – {last}" if any(office.term) else "menurut SK"
    laws = {"Honor": office.wage_law, "Masa kerja": office.term_law}
    law = ". ".join(f"{what}: {cited}" for what, cited in laws.items() if cited)
    return office.name, pay, law, term


# ---- Daftar --------------------------------------------------------------------------------------


def _write_lists(sheet: SheetBuilder, form: RosterForm) -> None:
    sheet.text(0, 0, form.heads[1], bold=True)
    sheet.widths([44, 16, 14, 14, 3, 24, 3, 24, 30])
    heads = ("Jabatan", "Honor tertinggi", "Paling awal", "Paling akhir")
    sheet.texts(1, heads, bold=True)
    for row, office in enumerate(form.offices, start=2):
        _write_office(sheet, row, office)
    _name_range(sheet, _ROLES, "A", "A", len(form.offices))
    _name_range(sheet, _ROLE_TABLE, "A", "D", len(form.offices))
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
    """Write the kecamatan, and all desa with their kecamatan in front: those of one stand together."""
    pairs = [(kecamatan, name) for kecamatan, names in desa.items() for name in names]
    for column, head in ((5, "Kecamatan"), (7, "Kecamatan"), (8, "Desa/Kelurahan")):
        sheet.text(1, column, head, bold=True)
    for row, kecamatan in enumerate(desa, start=2):
        sheet.text(row, 5, kecamatan)
    for row, pair in enumerate(pairs, start=2):
        sheet.text(row, 7, pair[0])
        sheet.text(row, 8, pair[1])
    _name_range(sheet, _KECAMATAN, "F", "F", len(desa))
    _name_range(sheet, _DESA_KECAMATAN, "H", "H", len(pairs))
    _name_range(sheet, _DESA, "I", "I", len(pairs))


def _name_range(sheet: SheetBuilder, name: str, first: str, last: str, rows: int) -> None:
    sheet.book.define(name, f"={LISTS}!${first}$3:${last}${rows + 2}")
