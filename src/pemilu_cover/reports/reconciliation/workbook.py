"""``selisih.xlsx``: the sums of both sides, and a sheet for each outcome with what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import polars as pl

from pemilu_cover.i18n.text import translate
from pemilu_cover.reconciliation.billing import outcome_codes as codes
from pemilu_cover.reconciliation.billing.reconcile import Reconciliation, ReconciliationRun
from pemilu_cover.reports.local_formats import month_text
from pemilu_cover.reports.people_labels import seat_label
from pemilu_cover.reports.reconciliation.texts import (
    format_detail,
    format_months,
    format_unread_place,
)
from pemilu_cover.reports.xlsx.table import (
    Block,
    Column,
    SheetTexts,
    TableRow,
    open_sheet,
    write_header,
    write_row,
    write_table,
)
from pemilu_cover.xlsx.workbook import WorkbookBuilder

FILE = "selisih.xlsx"
_SUMMARY = (
    Column("reconcile.column-outcome", 40),
    Column("reconcile.column-people", 9, "count"),
    Column("reconcile.column-money", 18, "money"),
    Column("reconcile.column-to-do", 85),
)
# The columns of people by outcome; in 10 points, all of a sheet fit on A4 in at least 8.
_COLUMNS = {
    "name": Column("reconcile.column-name", 24),
    "nik": Column("reconcile.column-nik", 18),
    "kpj": Column("reconcile.column-kpj", 13),
    "seat": Column("reconcile.column-seat", 25),
    "period": Column("reconcile.column-month", 15),
    "detail": Column("reconcile.column-detail", 20),
    "our_wage": Column("reconcile.column-our-wage", 14, "money"),
    "their_wage": Column("reconcile.column-their-wage", 14, "money"),
    "our_premium": Column("reconcile.column-our-premium", 13, "money"),
    "their_total": Column("reconcile.column-their-premium", 13, "money"),
    "ours": Column("reconcile.column-ours", 22),
    "theirs": Column("reconcile.column-theirs", 22),
    "money_sen": Column("reconcile.column-money", 13, "money"),
    "place": Column("reconcile.column-place", 20),
    "roster": Column("reconcile.column-roster", 22),
}
_ONE_SIDE = ("name", "nik", "kpj", "seat", "period", "their_wage", "money_sen", "detail", "place")
_BOTH = (
    *("name", "nik", "kpj", "period", "our_wage", "their_wage", "our_premium", "their_total"),
    *("money_sen", "place"),
)
_IDENTITY = ("name", "nik", "kpj", "seat", "detail", "ours", "theirs", "place")
_SHEETS: Mapping[str, tuple[str, ...]] = {
    codes.NOT_BILLED: (
        *("name", "nik", "kpj", "seat", "period", "our_wage", "money_sen", "roster"),
    ),
    codes.MONTH: ("name", "nik", "kpj", "seat", "period", "detail", "money_sen", "place"),
    codes.UNREAD: ("name", "nik", "kpj", "seat", "period", "our_wage", "money_sen", "place"),
    codes.NOT_OURS: _ONE_SIDE,
    codes.TWICE: tuple(name for name in _ONE_SIDE if name != "detail"),
    codes.SHARED_NUMBER: tuple(name for name in _ONE_SIDE if name != "detail"),
    codes.IDENTITY: _IDENTITY,
    codes.NAME: tuple(name for name in _IDENTITY if name != "detail"),
}


def write(run: ReconciliationRun) -> bytes:
    """Return the bytes of the workbook."""
    book = WorkbookBuilder(translate("reconcile.book-title"))
    found = run.reconciliation
    _write_summary(book, run)
    for code in found.counts:
        rows = found.outcomes.filter(pl.col("code") == code)
        if rows.height:
            names = _SHEETS.get(code, _BOTH)
            write_table(
                book,
                SheetTexts(
                    f"reconcile.sheet-{code}", f"reconcile.title-{code}", "privacy.reconciliation"
                ),
                [_COLUMNS[name] for name in names],
                [Block("", list(_rows(rows, names, code)))],
                translate(f"reconcile.todo-{code}"),
            )
    return book.content()


def _write_summary(book: WorkbookBuilder, run: ReconciliationRun) -> None:
    """Write both sums, people and money by outcome, and the pages that cannot be read."""
    found = run.reconciliation
    months = format_months(found.periods).translate()
    employer = run.agreement.employer.name or translate("reconcile.minutes-office")
    npp = run.npp or translate("reconcile.npp-unknown")
    note = translate("reconcile.summary-note", employer=employer, npp=npp, months=months)
    texts = SheetTexts(
        "reconcile.sheet-summary", "reconcile.title-summary", "privacy.reconciliation"
    )
    sheet = open_sheet(book, texts, _SUMMARY, note)
    row = 4
    write_header(sheet, row, _SUMMARY)
    for cells in _summary_rows(found):
        row += 1
        write_row(sheet, row, _SUMMARY, cells)
    if found.bill.unused:
        row += 2
        sheet.text(row, 0, translate("reconcile.unread-title"), bold=True)
        for page in found.bill.unused:
            row += 1
            reason = translate(f"reconcile.unread-{page.reason}")
            place = format_unread_place(page).translate()
            sheet.text(row, 0, f"• {place}: {reason}")
    sheet.for_a4(landscape=True)


def _summary_rows(found: Reconciliation) -> Iterator[TableRow]:
    yield TableRow((translate("reconcile.count-same"), found.same, None, None))
    for code, people in found.counts.items():
        todo = translate(f"reconcile.todo-{code}")
        money = found.money.get(code, 0)
        is_urgent = code in (codes.NOT_BILLED, codes.UNREAD)
        title = translate(f"reconcile.outcome-{code}")
        yield TableRow((title, people, money, todo), is_urgent)
    ours, theirs = found.ours, found.theirs
    for key, people, money in (
        ("reconcile.side-ours", ours.people, ours.total_sen),
        ("reconcile.side-theirs", theirs.people, theirs.total_sen),
        (
            "reconcile.side-difference",
            theirs.people - ours.people,
            theirs.total_sen - ours.total_sen,
        ),
    ):
        yield TableRow((translate(key), people, money, None))


def _rows(rows: pl.DataFrame, names: tuple[str, ...], code: str) -> Iterator[TableRow]:
    for row in rows.iter_rows(named=True):
        values = tuple(_DERIVED[name](row) if name in _DERIVED else row[name] for name in names)
        yield TableRow(values, is_urgent=code == codes.NOT_BILLED)


def _place(row: dict[str, Any]) -> str:
    if not row["file"]:
        return ""
    place = row["sheet"] or f"{translate('reconcile.column-page')} {row['page']}"
    number = f"{translate('reconcile.column-row').lower()} {row['row']}" if row["row"] else ""
    return "\n".join((row["file"], ", ".join(filter(None, (place, number)))))


def _roster(row: dict[str, Any]) -> str:
    if not row["our_file"]:
        return ""
    return f"{row['our_file']}\n{row['our_sheet']}, {row['our_row']}"


def _premium(row: dict[str, Any]) -> int | None:
    return None if row["our_jkk"] is None else int(row["our_jkk"] + row["our_jkm"])


def _identity(name: str) -> Callable[[dict[str, Any]], str]:
    def value(row: dict[str, Any]) -> str:
        if row["detail"] == codes.BIRTH_DATE and row[name]:
            year, month, day = row[name].split("-")
            return f"{day}-{month}-{year}"
        return row[name] or ""

    return value


_DERIVED: Mapping[str, Callable[[dict[str, Any]], Any]] = {
    "seat": seat_label,
    "period": lambda row: month_text(row["period"]),
    "detail": lambda row: format_detail(row["detail"]).translate() if row["detail"] else "",
    "our_premium": _premium,
    "ours": _identity("ours"),
    "theirs": _identity("theirs"),
    "place": _place,
    "roster": _roster,
}
