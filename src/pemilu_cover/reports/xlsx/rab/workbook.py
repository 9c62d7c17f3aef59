"""``rab.xlsx``: a plan's cost as an Indonesian office puts it before a meeting (rencana anggaran biaya).

**RAB** has volume × months × unit price by role, **Bulanan** each month and when it is due, **Skenario** the
choices side by side with what they buy. Amounts are numbers; products and sums are formulas that carry
their value. There are no personal data in it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from xlsxwriter.utility import xl_rowcol_to_cell

from pemilu_cover.values import dates, rupiah, terbilang
from pemilu_cover.xlsx.workbook import BLUE, GREY, MONEY, SheetBuilder, WorkbookBuilder

# What nobody has said stands as a line to be filled in.
TO_FILL_IN = "…………………………………"
# Points of a row of plain text; Excel's own rows are higher than it needs.
_ROW = 13.5
# So many characters of small print stand where one of the width of a column does.
_SMALL = 1.3
_HEAD: dict[str, Any] = {
    "bold": True,
    "border": 1,
    "bg_color": BLUE,
    "align": "center",
    "text_wrap": True,
}
_SUM: dict[str, Any] = {"bold": True, "border": 1, "bg_color": GREY}


class RabLine(NamedTuple):
    """One line: people of a role in months of one price; the amounts are for one person and month, in sen."""

    role: str
    volume: str
    people: int
    months: int
    base_sen: int
    jkk_sen: int
    jkm_sen: int

    @property
    def total_sen(self) -> int:
        """All people, all months, both programmes."""
        return self.people * self.months * (self.jkk_sen + self.jkm_sen)


class RabSection(NamedTuple):
    """The lines of one body."""

    title: str
    lines: Sequence[RabLine]

    @property
    def total_sen(self) -> int:
        """All lines."""
        return sum(line.total_sen for line in self.lines)


class RabMonth(NamedTuple):
    """One billed month of a segment, and the day by which it is to be paid; amounts in sen."""

    month: date
    segment: str
    people: int
    jkk_sen: int
    jkm_sen: int
    due: date


class ScenarioColumn(NamedTuple):
    """One scenario: its cost in sen, and what is paid at a death, JKM and JKK, by role; None: not known."""

    title: str
    jkk_sen: int | None
    jkm_sen: int | None
    average_sen: int | None
    deaths: Sequence[tuple[int | None, int | None]]

    @property
    def total_sen(self) -> int | None:
        """Both programmes."""
        if self.jkk_sen is None or self.jkm_sen is None:
            return None
        return self.jkk_sen + self.jkm_sen


@dataclass(frozen=True)
class BudgetWorkbook:
    """All that the workbook says, decided before it is written."""

    office: str
    election: str
    units: str
    terms: str
    payer: str
    sections: Sequence[RabSection]
    legal_basis: Sequence[str]
    notes: Sequence[str]
    uncounted: Sequence[str]
    months: Sequence[RabMonth]
    choices: Sequence[ScenarioColumn]
    roles_compared: Sequence[str]
    choice_notes: Sequence[str]

    @property
    def total_sen(self) -> int:
        """What the plan costs."""
        return sum(section.total_sen for section in self.sections)


def write(rab: BudgetWorkbook) -> bytes:
    """Write the workbook; give its bytes."""
    book = WorkbookBuilder("Rencana anggaran biaya JKK dan JKM")
    _write_rab(book, rab)
    _write_months(book, rab)
    _write_choices(book, rab)
    return book.content()


# ---- RAB ----------------------------------------------------------------------------------------

_TITLES = (
    "No",
    "Uraian",
    "Rincian volume",
    "Orang",
    "Bulan",
    "Dasar iuran sebulan",
    "JKK sebulan",
    "JKM sebulan",
    "Harga satuan (orang-bulan)",
    "Jumlah (Rp)",
)
_WIDTHS = (4, 33, 22, 8, 7, 14, 12, 12, 13, 17)
_PEOPLE, _MONTHS, _BASE, _JKK, _JKM, _PRICE, _AMOUNT = range(3, 10)
_LAST = len(_TITLES) - 1


def _write_rab(book: WorkbookBuilder, rab: BudgetWorkbook) -> None:
    sheet = book.sheet("RAB")
    sheet.widths(_WIDTHS)
    sheet.raw.set_default_row(_ROW)
    row = _write_head(sheet, rab)
    sheet.texts(row, _TITLES, **_HEAD)
    sheet.raw.set_row(row, 40)
    sums, number = [], 0
    for letter, section in zip("ABCDEFGH", rab.sections, strict=False):
        row += 1
        _write_title(sheet, row, letter, section.title)
        first = row + 1
        for line in section.lines:
            row, number = row + 1, number + 1
            _write_line(sheet, row, number, line)
        row += 1
        _write_sum(sheet, row, f"Jumlah {letter}", section.total_sen, rows=(first, row - 1))
        sums.append(row)
    row += 1
    _write_sum(sheet, row, "JUMLAH SELURUHNYA", rab.total_sen, cells=sums)
    row = _write_in_words(sheet, row + 1, rab.total_sen)
    row = _write_signatures(sheet, row + 1)
    for title, lines in (
        ("Dasar hukum", rab.legal_basis),
        ("Catatan", rab.notes),
        ("Tidak dianggarkan", rab.uncounted),
    ):
        row = _write_paragraphs(sheet, title, lines, row + 1)
    # Upright, a plan of one body with its notes stands on one page.
    sheet.for_a4(landscape=False)


def _write_head(sheet: SheetBuilder, rab: BudgetWorkbook) -> int:
    title = sheet.book.format(bold=True, font_size=14, align="center")
    subtitle = sheet.book.format(align="center")
    sheet.raw.merge_range(0, 0, 0, _LAST, "RENCANA ANGGARAN BIAYA (RAB)", title)
    sheet.raw.merge_range(
        1,
        0,
        1,
        _LAST,
        "Iuran Jaminan Kecelakaan Kerja (JKK) dan Jaminan Kematian (JKM) BPJS Ketenagakerjaan",
        subtitle,
    )
    row = 3
    for label, text in (
        ("Satuan kerja", rab.office),
        ("Pemilihan", rab.election),
        ("Rencana", rab.units),
        ("Masa iuran", _span(rab.months)),
        ("Ketentuan", rab.terms),
        ("Dibayar oleh", rab.payer),
    ):
        named, plain = sheet.book.format(bold=True), sheet.book.format()
        sheet.raw.write_rich_string(row, 0, named, f"{label}: ", plain, text or TO_FILL_IN)
        row += 1
    return row + 1


def _span(months: Sequence[RabMonth]) -> str:
    words = [dates.format_month(month.month) for month in (months[0], months[-1])]
    return " s.d. ".join(dict.fromkeys(words))


def _write_title(sheet: SheetBuilder, row: int, letter: str, title: str) -> None:
    sheet.text(row, 0, letter, bold=True, border=1, align="center")
    look = sheet.book.format(bold=True, border=1)
    sheet.raw.merge_range(row, 1, row, _LAST, "", look)
    sheet.raw.write_string(row, 1, title, look)


def _write_line(sheet: SheetBuilder, row: int, number: int, line: RabLine) -> None:
    sheet.count(row, 0, number, border=1, align="center")
    sheet.text(row, 1, line.role, border=1, text_wrap=True)
    sheet.text(row, 2, line.volume, border=1, align="center")
    sheet.count(row, _PEOPLE, line.people, border=1)
    sheet.count(row, _MONTHS, line.months, border=1, align="center")
    for column, sen in ((_BASE, line.base_sen), (_JKK, line.jkk_sen), (_JKM, line.jkm_sen)):
        sheet.money(row, column, sen, border=1)
    at = {column: xl_rowcol_to_cell(row, column) for column in range(_PEOPLE, _AMOUNT)}
    price = line.jkk_sen + line.jkm_sen
    _formula(sheet, row, _PRICE, f"={at[_JKK]}+{at[_JKM]}", price, border=1)
    product = f"={at[_PEOPLE]}*{at[_MONTHS]}*{at[_PRICE]}"
    _formula(sheet, row, _AMOUNT, product, line.total_sen, border=1)


def _write_sum(
    sheet: SheetBuilder,
    row: int,
    title: str,
    sen: int,
    *,
    rows: tuple[int, int] | None = None,
    cells: Sequence[int] = (),
) -> None:
    """Write the sum of some rows, or of some cells, as a formula."""
    sheet.texts(row, ["", title, *[""] * (_LAST - 1)], **_SUM)
    if rows:
        sheet.total(row, _AMOUNT, *rows, sen / rupiah.SEN, num_format=MONEY, **_SUM)
    else:
        added = "+".join(xl_rowcol_to_cell(at, _AMOUNT) for at in cells)
        _formula(sheet, row, _AMOUNT, f"={added}", sen, **_SUM)


def _formula(
    sheet: SheetBuilder, row: int, column: int, formula: str, sen: int, **look: Any
) -> None:
    """Write a formula with its value, an amount in sen shown in rupiah."""
    shown = sheet.book.format(num_format=MONEY, **look)
    sheet.raw.write_formula(row, column, formula, shown, sen / rupiah.SEN)


def _write_in_words(sheet: SheetBuilder, row: int, sen: int) -> int:
    words = terbilang.in_rupiah(sen)
    box = sheet.book.format(bold=True, italic=True, text_wrap=True, border=1, bg_color=GREY)
    sheet.raw.merge_range(row, 0, row, _LAST, "", box)
    sheet.raw.write_string(row, 0, f"Terbilang: {words[0].upper()}{words[1:]}", box)
    sheet.raw.set_row(row, 30)
    return row + 1


def _write_paragraphs(sheet: SheetBuilder, title: str, lines: Sequence[str], row: int) -> int:
    if not lines:
        return row - 1
    sheet.text(row, 0, title, bold=True)
    return _write_small(sheet, (f"• {line}" for line in lines), row + 1, _WIDTHS)


def _write_small(
    sheet: SheetBuilder, lines: Iterable[str], row: int, widths: Sequence[float]
) -> int:
    """Write small print over all columns, each line as high as it needs; give the row behind it."""
    wrapped = sheet.book.format(text_wrap=True, valign="top")
    width = int(sum(widths) * _SMALL)
    for line in lines:
        sheet.raw.merge_range(row, 0, row, len(widths) - 1, "", wrapped)
        sheet.raw.write_string(row, 0, line, wrapped)
        sheet.raw.set_row(row, _ROW * len(textwrap.wrap(line, width)))
        row += 1
    return row


def _write_whose(sheet: SheetBuilder, title: str, rab: BudgetWorkbook) -> None:
    """Write a sheet's title, and whose plan it is: a page may be read without the others."""
    sheet.text(0, 0, title, bold=True, font_size=12)
    sheet.text(1, 0, f"{rab.office or TO_FILL_IN} · {rab.election}")
    if rab.units:
        sheet.text(2, 0, f"Rencana: {rab.units}")


def _write_signatures(sheet: SheetBuilder, row: int) -> int:
    sheet.text(row, 6, "………………………, ………………… 20……")
    for column, title, office in (
        (1, "Menyetujui,", "Kuasa Pengguna Anggaran"),
        (6, "Disusun oleh,", "Pejabat Pembuat Komitmen"),
    ):
        sheet.text(row + 1, column, title)
        sheet.text(row + 2, column, office)
        sheet.text(row + 6, column, "(………………………………)")
        sheet.text(row + 7, column, "NIP")
    return row + 8


# The row of the column heads on the sheets that follow.
_HEAD_ROW = 4

# ---- Bulanan ------------------------------------------------------------------------------------


def _write_months(book: WorkbookBuilder, rab: BudgetWorkbook) -> None:
    sheet = book.sheet("Bulanan")
    widths = (20, 9, 11, 17, 17, 19, 14)
    sheet.widths(widths)
    _write_whose(sheet, "RENCANA PENARIKAN MENURUT BULAN", rab)
    titles = ("Bulan iuran", "Segmen", "Orang", "Iuran JKK", "Iuran JKM", "Jumlah", "Jatuh tempo")
    sheet.texts(_HEAD_ROW, titles, **_HEAD)
    row = _HEAD_ROW
    for month in rab.months:
        row += 1
        sheet.text(row, 0, dates.format_month(month.month), border=1)
        sheet.text(row, 1, month.segment.upper(), border=1, align="center")
        sheet.count(row, 2, month.people, border=1)
        sheet.money(row, 3, month.jkk_sen, border=1)
        sheet.money(row, 4, month.jkm_sen, border=1)
        both = f"={xl_rowcol_to_cell(row, 3)}+{xl_rowcol_to_cell(row, 4)}"
        _formula(sheet, row, 5, both, month.jkk_sen + month.jkm_sen, border=1)
        sheet.date(row, 6, month.due, border=1, align="center")
    sheet.texts(row + 1, ("JUMLAH", *[""] * 6), **_SUM)
    jkk, jkm = (
        sum(month.jkk_sen for month in rab.months),
        sum(month.jkm_sen for month in rab.months),
    )
    for column, sen in ((3, jkk), (4, jkm), (5, jkk + jkm)):
        sheet.total(row + 1, column, _HEAD_ROW + 1, row, sen / rupiah.SEN, num_format=MONEY, **_SUM)
    notes = (
        "Jatuh tempo pada hari Sabtu, Minggu, atau libur nasional bergeser ke hari kerja berikutnya; cuti "
        "bersama dihitung hari kerja. Libur keagamaan tahun yang belum ditetapkan adalah perkiraan.",
    )
    _write_small(sheet, notes, row + 3, widths)
    sheet.for_a4(landscape=False, repeat=_HEAD_ROW)


# ---- Skenario -----------------------------------------------------------------------------------


def _write_choices(book: WorkbookBuilder, rab: BudgetWorkbook) -> None:
    sheet, last = book.sheet("Skenario"), len(rab.choices)
    widths = (46, *[20] * last)
    sheet.widths(widths)
    _write_whose(sheet, "PILIHAN SEGMEN DAN DASAR IURAN", rab)
    sheet.texts(_HEAD_ROW, ("", *(choice.title for choice in rab.choices)), **_HEAD)
    sheet.raw.set_row(_HEAD_ROW, 28)
    first = rab.choices[0].total_sen or 0
    row = _write_cost(sheet, rab.choices, first)
    for title, programme in (
        ("Santunan meninggal, bukan kecelakaan kerja (JKM)", 0),
        ("Santunan meninggal karena kecelakaan kerja (JKK)", 1),
    ):
        sheet.texts(row, (title, *[""] * last), **_SUM)
        row += 1
        for number, role in enumerate(rab.roles_compared):
            sheet.text(row, 0, f"   {role}", border=1, text_wrap=True)
            for column, choice in enumerate(rab.choices, start=1):
                _write_known(sheet, row, column, choice.deaths[number][programme])
            row += 1
    _write_small(sheet, rab.choice_notes, row + 1, widths)
    sheet.for_a4(landscape=False)


def _write_cost(sheet: SheetBuilder, choices: Sequence[ScenarioColumn], first_sen: int) -> int:
    """Write what each choice costs; give the row behind it."""
    labels = ("Iuran JKK", "Iuran JKM", "Iuran seluruhnya", "Selisih terhadap pilihan pertama")
    jkk, jkm, total, more, average = rows = range(_HEAD_ROW + 1, _HEAD_ROW + 6)
    for row, label in zip(rows, (*labels, "Rata-rata seorang"), strict=True):
        sheet.text(row, 0, label, border=1, bold=row == total)
    for column, choice in enumerate(choices, start=1):
        _write_known(sheet, jkk, column, choice.jkk_sen)
        _write_known(sheet, jkm, column, choice.jkm_sen)
        _write_known(sheet, average, column, choice.average_sen)
        if choice.total_sen is None:
            _write_known(sheet, total, column, None)
            _write_known(sheet, more, column, None)
            continue
        both = f"={xl_rowcol_to_cell(jkk, column)}+{xl_rowcol_to_cell(jkm, column)}"
        _formula(sheet, total, column, both, choice.total_sen, border=1, bold=True)
        first = xl_rowcol_to_cell(total, 1, col_abs=True)
        formula = f"={xl_rowcol_to_cell(total, column)}-{first}"
        _formula(sheet, more, column, formula, choice.total_sen - first_sen, border=1)
    return average + 1


def _write_known(sheet: SheetBuilder, row: int, column: int, sen: int | None) -> None:
    if sen is None:
        sheet.text(row, column, "–", border=1, align="right")
    else:
        sheet.money(row, column, sen, border=1)
