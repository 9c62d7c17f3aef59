"""``invoice.xlsx``: the bill that a treasurer signs, and everything that explains it.

**Tagihan** is the bill, **Rincian** each person, **Wilayah** each kecamatan and desa, **Jadwal** each
month and when it is due. Amounts are numbers; totals are formulas that carry their value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import polars as pl

from pemilu_cover.enrolment.amounts import AreaTotal, InvoiceLine, MonthTotal, RoleTotal
from pemilu_cover.reports import privacy_notices
from pemilu_cover.values import dates, rupiah, terbilang
from pemilu_cover.xlsx.fast_rows import CellColumn, in_rupiah
from pemilu_cover.xlsx.workbook import BLUE, GREY, MONEY, TEXT, SheetBuilder, WorkbookBuilder

NOT_NAMED = "(tidak disebut)"
_VARIOUS = "beragam"
# What stands for the desa of those who serve a whole kecamatan or regency.
_WHOLE = {"kecamatan": "(tingkat kecamatan)", "kabkota": "(tingkat kabupaten/kota)"}
# Characters of small print on one line of the bill.
_LINE = 140


class AreaSheet(NamedTuple):
    """A sheet of sums by area: its name, and its rows."""

    title: str
    rows: Sequence[AreaTotal]


@dataclass(frozen=True)
class Bill:
    """All that an invoice says, decided before it is written.

    ``people`` are told one by one where they are given, ``areas`` where a bill is of more than one regency.
    """

    employer: str
    npp: str
    location: str
    payer: str
    agreement: str
    election: str
    rates: Sequence[str]
    legal_basis: Sequence[str]
    base: Sequence[str]
    cover: Sequence[str]
    notes: Sequence[str]
    lines: Sequence[InvoiceLine]
    roles: Sequence[RoleTotal]
    months: Sequence[MonthTotal]
    paid_on: date | None
    schedule_notes: Sequence[str]
    people: pl.DataFrame | None = None
    areas: Sequence[AreaSheet] = ()

    @property
    def total_sen(self) -> int:
        """What is to be paid in all."""
        return sum(role.jkk_sen + role.jkm_sen for role in self.roles)


def write(bill: Bill) -> bytes:
    """Write the invoice; give its bytes."""
    book = WorkbookBuilder("Tagihan iuran JKK dan JKM")
    _write_bill(book, bill)
    if bill.people is not None:
        _write_people(book, bill, bill.people)
        _write_regions(book, bill.people)
    for areas in bill.areas:
        _write_areas(book, areas)
    _write_months(book, bill)
    return book.content()


# ---- Tagihan ------------------------------------------------------------------------------------


def _write_bill(book: WorkbookBuilder, bill: Bill) -> None:
    sheet = book.sheet("Tagihan")
    sheet.widths((5, 38, 16, 8, 9, 15, 15, 18))
    row = _write_head(sheet, bill)
    row = _write_lines(sheet, bill, row + 1)
    row = _write_sum(sheet, bill, row + 1)
    row = _write_paragraphs(sheet, "Manfaat", bill.cover, row + 1)
    row = _write_paragraphs(sheet, "Tarif yang dipakai", bill.rates, row + 1)
    row = _write_paragraphs(sheet, "Dasar iuran", bill.base, row + 1)
    row = _write_paragraphs(sheet, "Dasar hukum", bill.legal_basis, row + 1)
    row = _write_paragraphs(sheet, "Catatan", bill.notes, row + 1)
    row = _write_signatures(sheet, row + 1)
    sheet.raw.set_h_pagebreaks([row + 1])
    _write_chart(book, sheet, bill, row + 1)
    sheet.for_a4(landscape=False)


def _write_head(sheet: SheetBuilder, bill: Bill) -> int:
    title = sheet.book.format(bold=True, font_size=14, align="center")
    subtitle = sheet.book.format(align="center")
    sheet.raw.merge_range(0, 0, 0, 7, "TAGIHAN IURAN JAMINAN SOSIAL KETENAGAKERJAAN", title)
    sheet.raw.merge_range(
        1, 0, 1, 7, "Jaminan Kecelakaan Kerja (JKK) dan Jaminan Kematian (JKM)", subtitle
    )
    small = sheet.book.format(italic=True, font_size=8, align="center", valign="top")
    if bill.people is not None:
        sheet.raw.merge_range(2, 0, 2, 7, privacy_notices.BILL, small)
        sheet.raw.set_row(2, 22)
    facts = (
        ("Pemberi kerja", bill.employer),
        ("NPP", bill.npp),
        ("Lokasi pekerjaan", bill.location),
        ("Dibayar oleh", bill.payer),
        ("Perjanjian", bill.agreement),
        ("Pemilihan", bill.election),
        ("Masa iuran", _span(bill.months)),
        ("Jatuh tempo", _due(bill.months)),
    )
    row = 3
    for label, text in facts:
        sheet.text(row, 0, label)
        sheet.text(row, 2, f": {text or '…………………………………'}")
        row += 1
    return row


def _span(months: Sequence[MonthTotal]) -> str:
    if not months:
        return ""
    first, last = months[0].month, months[-1].month
    words = dates.format_month
    return words(first) if first == last else f"{words(first)} s.d. {words(last)}"


def _due(months: Sequence[MonthTotal]) -> str:
    days = sorted({month.due for month in months})
    if not days:
        return ""
    if len(days) == 1:
        return dates.format_long(days[0])
    return f"{dates.format_long(days[0])} s.d. {dates.format_long(days[-1])}, lihat Jadwal"


def _write_lines(sheet: SheetBuilder, bill: Bill, row: int) -> int:
    head = {"bold": True, "border": 1, "bg_color": BLUE, "align": "center", "text_wrap": True}
    wage = "Dasar iuran" if bill.base else "Upah sebulan"
    titles = ("No", "Jabatan", wage, "Bulan", "Orang", "Iuran JKK", "Iuran JKM", "Jumlah")
    sheet.texts(row, titles, **head)
    first = row + 1
    for number, line in enumerate(bill.lines, start=1):
        row += 1
        sheet.count(row, 0, number, border=1, align="center")
        sheet.text(row, 1, line.role, border=1, text_wrap=True)
        if line.base_sen is None:
            sheet.text(row, 2, _VARIOUS, border=1, align="right")
        else:
            sheet.money(row, 2, line.base_sen, border=1)
        sheet.text(row, 3, line.months, border=1, align="center")
        sheet.count(row, 4, line.people, border=1)
        for column, sen in enumerate(
            (line.jkk_sen, line.jkm_sen, line.jkk_sen + line.jkm_sen), start=5
        ):
            sheet.money(row, column, sen, border=1)
    return _write_totals(sheet, bill, first, row)


def _write_totals(sheet: SheetBuilder, bill: Bill, first: int, last: int) -> int:
    row, look = last + 1, {"bold": True, "border": 1, "bg_color": GREY}
    sheet.texts(row, ("", "JUMLAH", "", ""), **look)
    people = sum(role.people for role in bill.roles)
    jkk, jkm = (sum(getattr(role, name) for role in bill.roles) for name in ("jkk_sen", "jkm_sen"))
    if first > last:
        return row
    sheet.total(row, 4, first, last, people, num_format="#,##0", **look)
    for column, sen in ((5, jkk), (6, jkm), (7, jkk + jkm)):
        sheet.total(row, column, first, last, sen / 100, num_format=MONEY, **look)
    return row


def _write_sum(sheet: SheetBuilder, bill: Bill, row: int) -> int:
    words = terbilang.in_rupiah(bill.total_sen)
    box = sheet.book.format(bold=True, italic=True, text_wrap=True, border=1, bg_color=GREY)
    sheet.raw.merge_range(row, 0, row, 7, "", box)
    sheet.raw.write_string(row, 0, f"Terbilang: {words[0].upper()}{words[1:]}", box)
    sheet.raw.set_row(row, 32)
    penalty = sum(month.penalty_sen for month in bill.months)
    if bill.paid_on and penalty:
        day, added = dates.format_long(bill.paid_on), rupiah.format_rupiah(penalty)
        late = f"Bila dibayar pada {day}, ditambah denda {added}"
        total = rupiah.format_rupiah(bill.total_sen + penalty)
        sheet.text(row + 1, 0, f"{late}: {total} (lihat Jadwal).", bold=True)
        row += 1
    return row + 1


def _write_paragraphs(sheet: SheetBuilder, title: str, lines: Sequence[str], row: int) -> int:
    if not lines:
        return row - 1
    sheet.text(row, 0, title, bold=True)
    wrapped = sheet.book.format(text_wrap=True, font_size=9, valign="top")
    for line in lines:
        row += 1
        sheet.raw.merge_range(row, 0, row, 7, "", wrapped)
        sheet.raw.write_string(row, 0, f"• {line}", wrapped)
        sheet.raw.set_row(row, 13 * (1 + len(line) // _LINE))
    return row + 1


def _write_signatures(sheet: SheetBuilder, row: int) -> int:
    sheet.text(row, 5, "………………………, ………………… 20……")
    for column, title in ((1, "Disusun oleh,"), (2, "Setuju dibayar,"), (5, "Lunas dibayar,")):
        sheet.text(row + 1, column, title)
    for column, office in (
        (1, "Petugas pendaftaran"),
        (2, "Pejabat Pembuat Komitmen"),
        (5, "Bendahara Pengeluaran"),
    ):
        sheet.text(row + 2, column, office)
        sheet.text(row + 7, column, "(………………………………)")
        sheet.text(row + 8, column, "NIP")
    return row + 9


def _write_chart(book: WorkbookBuilder, sheet: SheetBuilder, bill: Bill, row: int) -> None:
    """Write premium by role, as a table and a chart: the bill's second page."""
    sheet.text(row, 0, "Iuran menurut jabatan", bold=True, font_size=12)
    head = {"bold": True, "border": 1, "bg_color": BLUE, "align": "center"}
    for column, title in enumerate(
        ("No", "Jabatan", "Orang", "Or.-bln", "", "Iuran JKK", "Iuran JKM", "Jumlah")
    ):
        sheet.text(row + 1, column, title, **head)
    first = row + 2
    for index, role in enumerate(bill.roles):
        sheet.count(first + index, 0, index + 1, border=1, align="center")
        sheet.text(first + index, 1, role.role, border=1)
        sheet.count(first + index, 2, role.people, border=1)
        sheet.count(first + index, 3, role.person_months, border=1)
        sheet.text(first + index, 4, "", border=1)
        amounts = (role.jkk_sen, role.jkm_sen, role.jkk_sen + role.jkm_sen)
        for column, sen in enumerate(amounts, start=5):
            sheet.money(first + index, column, sen, border=1)
    if not bill.roles:
        return
    last = first + len(bill.roles) - 1
    chart = book.chart("bar")
    for column, name, color in ((5, "JKK", "#2F5597"), (6, "JKM", "#C55A11")):
        chart.add_series(
            {
                "name": name,
                "categories": ["Tagihan", first, 1, last, 1],
                "values": ["Tagihan", first, column, last, column],
                "fill": {"color": color},
                "gap": 60,
            }
        )
    chart.set_title(
        {"name": "Iuran JKK dan JKM menurut jabatan (rupiah)", "name_font": {"size": 11}}
    )
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"num_format": "#,##0", "major_gridlines": {"visible": True}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 860, "height": 120 + 38 * len(bill.roles)})
    sheet.raw.insert_chart(last + 2, 0, chart, {"object_position": 2})


# ---- Rincian ------------------------------------------------------------------------------------


class _PeopleColumn(NamedTuple):
    """One column of a table of people: its title, width, the field, and how it is written."""

    title: str
    width: float
    field: str
    kind: str


_PEOPLE = (
    _PeopleColumn("No", 7, "number", "count"),
    _PeopleColumn("Nama", 28, "name", "text"),
    _PeopleColumn("NIK", 18, "nik", "text"),
    _PeopleColumn("Jabatan", 24, "role_name", "text"),
    _PeopleColumn("Kecamatan", 16, "kecamatan", "text"),
    _PeopleColumn("Desa/Kelurahan", 18, "desa", "text"),
    _PeopleColumn("TPS", 6, "tps", "text"),
    _PeopleColumn("Upah sebulan", 15, "wage_sen", "money"),
    _PeopleColumn("Mulai", 11, "start", "date"),
    _PeopleColumn("Selesai", 11, "end", "date"),
    _PeopleColumn("Bulan", 7, "months", "months"),
    _PeopleColumn("JKK", 13, "jkk_sen", "money"),
    _PeopleColumn("JKM", 13, "jkm_sen", "money"),
    _PeopleColumn("Jumlah", 14, "total_sen", "money"),
    _PeopleColumn("Berkas", 22, "file", "text"),
    _PeopleColumn("Lembar", 14, "sheet", "text"),
    _PeopleColumn("Baris", 7, "row", "count"),
)
# The row of the titles, counted from 0.
PEOPLE_HEADER_ROW = 3
_BPU = _PeopleColumn("Segmen", 9, "segment_name", "text")
_BASE = _PeopleColumn("Dasar iuran", 15, "base_sen", "money")
_SOURCE = ("file", "sheet", "row")
_SUMMED = ("jkk_sen", "jkm_sen", "total_sen")


def _columns(bill: Bill, people: pl.DataFrame) -> list[_PeopleColumn]:
    """Return the columns of Rincian: beside the wage the base and the segment, where they are others."""
    wage = next(at for at, column in enumerate(_PEOPLE) if column.field == "wage_sen")
    both = "bpu" in people["segment"]
    beside = [*([_BASE] if bill.base else ()), *([_BPU] if both else ())]
    return [*_PEOPLE[: wage + 1], *beside, *_PEOPLE[wage + 1 :]]


def _write_people(book: WorkbookBuilder, bill: Bill, people: pl.DataFrame) -> None:
    sheet, columns = book.sheet("Rincian"), _columns(bill, people)
    sheet.widths([column.width for column in columns])
    sheet.text(0, 0, "RINCIAN IURAN MENURUT ORANG", bold=True, font_size=12)
    sheet.text(1, 0, privacy_notices.PEOPLE, italic=True, font_size=9)
    head = {"bold": True, "border": 1, "bg_color": BLUE, "align": "center"}
    sheet.texts(3, (column.title for column in columns), **head)
    sheet.raw.freeze_panes(4, 2)
    last = sheet.fill(
        PEOPLE_HEADER_ROW + 1,
        [
            cells
            for index, column in enumerate(columns)
            for cells in _cells(book, index, column, people)
        ],
    )
    _sums(sheet, people, columns, last)
    if last > 3:  # noqa: PLR2004  the header's row
        sheet.raw.autofilter(3, 0, last, len(columns) - 1)
    # The address of the row is for the screen: on paper it would make the print too small.
    sheet.raw.print_area(0, 0, last + 1, len(columns) - 1 - len(_SOURCE))
    sheet.for_a4(landscape=True, repeat=3)


def _cells(
    book: WorkbookBuilder, index: int, column: _PeopleColumn, people: pl.DataFrame
) -> Iterator[CellColumn]:
    """Return one column of people."""
    values, form = people[column.field], book.format
    if column.kind == "text":
        yield CellColumn(index, values, form(num_format=TEXT))
    elif column.kind == "money":
        yield CellColumn(index, in_rupiah(values), form(num_format=MONEY), is_text=False)
    elif column.kind == "date":
        yield CellColumn(index, _serials(values), form(num_format="dd-mm-yyyy"), is_text=False)
    elif column.kind == "months":  # the daily rule bills parts of months, which are told as texts
        whole = values.str.contains("^[0-9]+$")
        yield CellColumn(index, _where(whole, values), form(num_format="0"), is_text=False)
        yield CellColumn(index, _where(~whole, values), form(num_format=TEXT))
    else:
        yield CellColumn(index, values.cast(pl.String), form(num_format="0"), is_text=False)


def _where(mask: pl.Series, values: pl.Series) -> pl.Series:
    return values.set(~mask, None)


def _serials(days: pl.Series) -> pl.Series:
    """Return dates as Excel's serial numbers, which is what a date cell holds."""
    return (days.to_physical() + 25_569).cast(pl.String)


def _sums(
    sheet: SheetBuilder, people: pl.DataFrame, columns: Sequence[_PeopleColumn], last: int
) -> None:
    look = {"bold": True, "top": 1, "bg_color": GREY}
    sheet.texts(last + 1, ["", "JUMLAH", *[""] * (len(columns) - 2)], **look)
    for index, column in enumerate(columns):
        if column.field in _SUMMED and people.height:
            total = int(people[column.field].sum())
            sheet.total(last + 1, index, 4, last, total / 100, num_format=MONEY, **look)


# ---- Wilayah ------------------------------------------------------------------------------------


def _write_regions(book: WorkbookBuilder, people: pl.DataFrame) -> None:
    sheet = book.sheet("Wilayah")
    sheet.widths((22, 26, 10, 14, 16, 16, 18))
    sheet.text(0, 0, "IURAN MENURUT WILAYAH", bold=True, font_size=12)
    titles = (
        "Kecamatan",
        "Desa/Kelurahan",
        "Orang",
        "Orang-bulan",
        "Iuran JKK",
        "Iuran JKM",
        "Jumlah",
    )
    sheet.texts(2, titles, bold=True, border=1, bg_color=BLUE, align="center")
    sheet.raw.freeze_panes(3, 0)
    row = 3
    regions = _by_region(people)
    for kecamatan in regions["kecamatan"].unique(maintain_order=True):
        within = regions.filter(pl.col("kecamatan") == kecamatan)
        for values in within.iter_rows():
            _write_region(sheet, row, values)
            row += 1
        _write_region(
            sheet, row, _summed(within, kecamatan, "Jumlah kecamatan"), bold=True, bg_color=GREY
        )
        row += 1
    if regions.height:
        _write_region(sheet, row, _summed(regions, "JUMLAH", ""), bold=True, bg_color=BLUE)
    sheet.for_a4(landscape=False, repeat=2)


def _by_region(people: pl.DataFrame) -> pl.DataFrame:
    return people.group_by(
        _named("kecamatan"),
        _named("desa"),
        maintain_order=True,
    ).agg(pl.len(), pl.col("person_months").sum(), *(pl.col(name).sum() for name in _SUMMED))


def _named(place: str) -> pl.Expr:
    whole = pl.col("unit").replace_strict(_WHOLE, default=NOT_NAMED, return_dtype=pl.String)
    return pl.coalesce(pl.col(place), whole).alias(place)


def _summed(regions: pl.DataFrame, kecamatan: str, desa: str) -> tuple[object, ...]:
    numbers = regions.select(pl.col("len", "person_months", *_SUMMED).sum()).row(0)
    return (kecamatan, desa, *numbers)


def _write_region(
    sheet: SheetBuilder, row: int, values: tuple[object, ...], **look: object
) -> None:
    kecamatan, desa, people, months, *amounts = values
    sheet.text(row, 0, str(kecamatan), border=1, **look)
    sheet.text(row, 1, str(desa), border=1, **look)
    sheet.count(row, 2, int(str(people)), border=1, **look)
    sheet.count(row, 3, float(str(months)), border=1, **look)
    for column, sen in enumerate(amounts, start=4):
        sheet.money(row, column, int(str(sen)), border=1, **look)


# ---- Provinsi, Kabupaten-Kota ---------------------------------------------------------------------


def _write_areas(book: WorkbookBuilder, areas: AreaSheet) -> None:
    sheet = book.sheet(areas.title)
    sheet.widths((8, 34, 12, 14, 18, 18, 20))
    sheet.text(0, 0, f"IURAN MENURUT {areas.title.upper()}", bold=True, font_size=12)
    titles = ("Kode", areas.title, "Orang", "Orang-bulan", "Iuran JKK", "Iuran JKM", "Jumlah")
    sheet.texts(2, titles, bold=True, border=1, bg_color=BLUE, align="center")
    sheet.raw.freeze_panes(3, 0)
    row = 2
    for row, area in enumerate(areas.rows, start=3):
        sheet.text(row, 0, area.code, border=1, num_format=TEXT)
        _write_region_from(sheet, row, area.name, area[2:], border=1)
    look = {"bold": True, "border": 1, "bg_color": BLUE}
    sheet.text(row + 1, 0, "", **look)
    sums = [sum(column) for column in zip(*(area[2:] for area in areas.rows), strict=True)]
    _write_region_from(sheet, row + 1, "JUMLAH", sums or [0] * len(AreaTotal._fields[2:]), **look)
    sheet.for_a4(landscape=True, repeat=2)


def _write_region_from(
    sheet: SheetBuilder, row: int, name: str, sums: Sequence[float], **look: object
) -> None:
    people, months, jkk, jkm = sums
    sheet.text(row, 1, name, **look)
    sheet.count(row, 2, people, **look)
    sheet.count(row, 3, months, **look)
    for column, sen in enumerate((jkk, jkm, jkk + jkm), start=4):
        sheet.money(row, column, int(sen), **look)


# ---- Jadwal -------------------------------------------------------------------------------------


class _ScheduleColumn(NamedTuple):
    """One column of the schedule: its title, width, kind, and what it shows of a month."""

    title: str
    width: float
    kind: str
    value: Callable[[MonthTotal], Any]


_SCHEDULE = (
    _ScheduleColumn("Bulan iuran", 20, "text", lambda month: dates.format_month(month.month)),
    _ScheduleColumn("Orang", 10, "count", lambda month: month.people),
    _ScheduleColumn("Iuran JKK", 16, "money", lambda month: month.jkk_sen),
    _ScheduleColumn("Iuran JKM", 16, "money", lambda month: month.jkm_sen),
    _ScheduleColumn("Jumlah", 18, "money", lambda month: month.total_sen),
    _ScheduleColumn("Jatuh tempo", 14, "date", lambda month: month.due),
)
_SEGMENT = _ScheduleColumn("Segmen", 9, "text", lambda month: month.segment.upper())
_LATE = (
    _ScheduleColumn("Bulan terlambat", 11, "count", lambda month: month.months_late),
    _ScheduleColumn("Denda", 15, "money", lambda month: month.penalty_sen),
    _ScheduleColumn(
        "Iuran dan denda", 18, "money", lambda month: month.total_sen + month.penalty_sen
    ),
)


def _write_months(book: WorkbookBuilder, bill: Bill) -> None:
    sheet, columns = book.sheet("Jadwal"), _scheduled(bill)
    sheet.widths([column.width for column in columns])
    sheet.text(0, 0, "JADWAL PEMBAYARAN IURAN", bold=True, font_size=12)
    if bill.paid_on:
        sheet.text(1, 0, f"Bila seluruhnya dibayar pada {dates.format_long(bill.paid_on)}.")
    head = {"bold": True, "border": 1, "bg_color": BLUE, "align": "center", "text_wrap": True}
    sheet.texts(2, (column.title for column in columns), **head)
    last = 2 + len(bill.months)
    look = {"bold": True, "border": 1, "bg_color": GREY}
    write: dict[str, Callable[..., None]] = {
        "text": sheet.text,
        "count": sheet.count,
        "money": sheet.money,
        "date": sheet.date,
    }
    for index, column in enumerate(columns):
        for row, month in enumerate(bill.months, start=3):
            write[column.kind](row, index, column.value(month), border=1)
        sheet.text(last + 1, index, "" if index else "JUMLAH", **look)
        if column.kind == "money" and bill.months:
            total = sum(column.value(month) for month in bill.months)
            sheet.total(last + 1, index, 3, last, total / 100, num_format=MONEY, **look)
    wrapped = sheet.book.format(text_wrap=True, font_size=9, valign="top")
    width = int(sum(column.width for column in columns))
    for row, note in enumerate(_schedule_paragraphs(bill), start=last + 3):
        sheet.raw.merge_range(row, 0, row, len(columns) - 1, "", wrapped)
        sheet.raw.write_string(row, 0, note, wrapped)
        sheet.raw.set_row(row, 13 * (1 + len(note) // width))
    sheet.for_a4(landscape=bool(bill.paid_on), repeat=2)


def _scheduled(bill: Bill) -> list[_ScheduleColumn]:
    """Return the columns of the schedule: segments where there are two, penalties where a day is given."""
    both = len({month.segment for month in bill.months}) > 1
    first, *others = _SCHEDULE
    return [first, *([_SEGMENT] if both else []), *others, *(_LATE if bill.paid_on else ())]


def _schedule_paragraphs(bill: Bill) -> Iterator[str]:
    penalty = sum(month.penalty_sen for month in bill.months)
    yield f"Jumlah seluruhnya {rupiah.format_rupiah(bill.total_sen)}." + (
        f" Dengan denda {rupiah.format_rupiah(bill.total_sen + penalty)}." if penalty else ""
    )
    yield from bill.schedule_notes
