"""Files of BPJS as one bill: Formulir 2a as PDF, workbook or CSV, and SIPP's wage file.

A file is recognised by its content, whatever its name. One month of a unit must come in one form: people who
are in two would look as if they were billed twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import polars as pl

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.reconciliation.billing.bill_rows import (
    BILL_SCHEMA,
    REPEATED,
    Bill,
    BillFile,
    Form,
    UnreadPage,
    count_people,
)
from pemilu_cover.reconciliation.billing.page_control import PageControl
from pemilu_cover.reconciliation.billing.pdf_reader import is_pdf, read_pdf
from pemilu_cover.reconciliation.billing.pdf_tables import read_tables
from pemilu_cover.reconciliation.billing.sheet_tables import read_sheets
from pemilu_cover.reconciliation.billing.wage_list import read_wage_list
from pemilu_cover.reconciliation.sipp_downloads import find_downloads
from pemilu_cover.roster.reading.reader import ParallelReader, unique_labels
from pemilu_cover.roster.reading.sheet import RosterFile


class _Part(NamedTuple):
    """What one file, or one sheet of a wage file, says."""

    file: BillFile
    rows: pl.DataFrame
    unread: Sequence[UnreadPage]


def read_bill(paths: Sequence[Path], period: date | None = None) -> Bill:
    """Read files of BPJS.

    Args:
        paths: The files.
        period: The first day of the month to compare; all months of the files if None. Where a file does not
            say its month, this is it.

    Raises:
        RefusalError: A file cannot be read, is no bill, or is one in another form of the same month.
    """
    parts = list(_read(paths, period))
    _check_forms(parts)
    rows = pl.concat([part.rows for part in parts])
    unread = [page for part in parts for page in part.unread]
    if period:
        rows = rows.filter(pl.col("period") == period)
        unread = [page for page in unread if page.period in (period, None)]
        if not rows.height and not unread:
            raise RefusalError("bill-other-period", period=f"{period:%Y-%m}", **_periods(parts))
    repeated = [page for page in unread if page.reason == REPEATED]
    unread = [page for page in unread if page.reason != REPEATED]
    return Bill([part.file for part in parts], rows, unread, repeated)


def _periods(parts: Sequence[_Part]) -> dict[str, str]:
    months = sorted({month for part in parts for month in part.file.periods})
    return {"found": ", ".join(f"{month:%Y-%m}" for month in months) or "-"}


def _read(paths: Sequence[Path], period: date | None) -> Iterator[_Part]:
    tables = [path for path in paths if not is_pdf(path)]
    labels = unique_labels(paths)
    with ParallelReader() as reading:
        read = dict(zip(tables, reading.files(tables), strict=True))
    for number, (path, label) in enumerate(zip(paths, labels, strict=True)):
        if path in paths[:number]:
            raise RefusalError("file-twice", file=str(path))
        if path in read:
            yield from _table_parts(_relabelled(read[path], label), period)
        else:
            pdf = read_pdf(path, label)
            control = PageControl(label)
            if not read_tables(pdf, control):
                raise RefusalError("bill-unknown", file=label)
            yield _part(control, pdf.sha256, "pdf", len(pdf.pages), period)


def _relabelled(file: RosterFile, label: str) -> RosterFile:
    return RosterFile(label, file.sha256, file.sheets)


def _table_parts(file: RosterFile, period: date | None) -> Iterator[_Part]:
    downloads = find_downloads(file)
    for number, download in enumerate(downloads, start=1):
        if download.kind != "upah":
            raise RefusalError("bill-koreksi", file=file.label)
        yield _Part(*read_wage_list(download, number))
    if not downloads:
        control = PageControl(file.label)
        if not read_sheets(file, control):
            raise RefusalError("bill-unknown", file=file.label)
        yield _part(control, file.sha256, "sheet", len(file.sheets), period)


def _part(control: PageControl, sha256: str, form: Form, pages: int, period: date | None) -> _Part:
    """Return the rows that a control has proved; a month that the file does not say is the one asked for."""
    if not control.rows and not control.unread:
        raise RefusalError("bill-nobody", file=control.file)
    months = pl.col("period").fill_null(pl.lit(period, dtype=pl.Date))
    rows = pl.DataFrame(control.rows, schema=BILL_SCHEMA).with_columns(months)
    known = {*rows["period"].drop_nulls(), *(page.period for page in control.unread if page.period)}
    own = known.pop() if len(known) == 1 else None  # that of a page without text
    unread = [page._replace(period=page.period or period or own) for page in control.unread]
    if rows["period"].null_count() or any(page.period is None for page in unread):
        raise RefusalError("bill-no-period", file=control.file)
    found = sorted({*rows["period"], *(page.period for page in unread if page.period)})
    units = tuple(rows["unit"].unique(maintain_order=True).to_list())
    file = BillFile(
        control.file, sha256, form, pages, count_people(rows), tuple(found), units, control.npp
    )
    return _Part(file, rows, unread)


def _check_forms(parts: Sequence[_Part]) -> None:
    """Refuse one month of a unit in two forms, and files that have the same people."""
    for one, other in combinations(parts, 2):
        first, second = one.file, other.file
        months = sorted(set(first.periods) & set(second.periods))
        is_copy = first.label != second.label and first.sha256 == second.sha256
        is_again = first.form != second.form or _share_people(one, other, months)
        if months and (is_copy or (is_again and _share_unit(first, second))):
            raise RefusalError(
                "bill-two-forms",
                file=second.label,
                other=first.label,
                period=f"{months[0]:%Y-%m}",
            )


def _share_people(one: _Part, other: _Part, months: Sequence[date]) -> bool:
    """Return whether most people of the larger of two files are in the other, in the same months."""
    first, second = (
        part.rows.filter(pl.col("period").is_in(list(months)))
        .select(pl.coalesce("nik", "kpj"), "period")
        .unique()
        for part in (one, other)
    )
    common = first.join(second, on=["nik", "period"], how="semi").height
    return 2 * common > max(first.height, second.height)


def _share_unit(first: BillFile, second: BillFile) -> bool:
    """Return whether two files may be about one unit; a file that names none may be about any."""
    units = set(first.units or ("",)), set(second.units or ("",))
    return any("" in names for names in units) or bool(units[0] & units[1])
