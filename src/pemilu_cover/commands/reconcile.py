"""A result against the bill of BPJS: read both, compare them, write what differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import polars as pl

from pemilu_cover.commands.members import read_known_members
from pemilu_cover.enrolment.register.reader import RegisterError, read_register
from pemilu_cover.enrolment.register.result_record import ResultRecord, read_result
from pemilu_cover.enrolment.shell_commands import PROGRAM, Command, shell_path
from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.law.dated_values import get_in_force
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.rate_files import PROGRAMMES
from pemilu_cover.reconciliation.billing.bill_rows import Bill
from pemilu_cover.reconciliation.billing.our_months import COMPARED_COLUMNS
from pemilu_cover.reconciliation.billing.reader import read_bill
from pemilu_cover.reconciliation.billing.reconcile import (
    Contribution,
    ReconciliationRun,
    reconcile,
)
from pemilu_cover.reconciliation.changes.preconditions import check_target
from pemilu_cover.storage import result_folder
from pemilu_cover.values.dates import add_months
from pemilu_cover.values.rupiah import SEN

# Exits are reported in the month after the last one, and may be late.
_EXIT_MONTHS = 2


def reconcile_result(
    folder: Path,
    files: Sequence[Path],
    *,
    period: date | None = None,
    rounding: Literal["sen", "rupiah"] | None = None,
    out: Path | None = None,
    force: bool = False,
    rates: Path | None = None,
) -> ReconciliationRun:
    """Compare a result with files of BPJS, and write the differences into ``out`` where it is given.

    Args:
        folder: The result.
        files: Formulir 2a as PDF, workbook or CSV, or SIPP's wage file.
        period: The first day of the month to compare; all months of the files if None.
        rounding: To what BPJS rounds contributions; what the agreement says if None.
        out: The folder to write.
        force: Whether the files of an earlier reconciliation there may be replaced.
        rates: A folder of rate files.

    Raises:
        RefusalError: The result, a file or the folder cannot be used; nothing was written.
    """
    book = RateBook.load(rates)
    record = read_result(folder, book)
    if out:
        check_target(out, folder)
        result_folder.check_replaceable(out, force=force)
    known = read_known_members(folder)
    bill = read_bill(files, period)
    npp = _check_npp(bill, record.agreement.employer.npp or known.npp)
    register = _read_people(record)
    _check_months(bill, register)
    tolerance = SEN if (rounding or record.agreement.bill_rounding) == "rupiah" else 1
    found = reconcile(register, known.members, bill, _contribution(book), tolerance)
    repeated = _command(folder, files, period, rounding)
    run = ReconciliationRun(
        folder, record.sha256, record.agreement.employer.name, npp, found, repeated
    )
    if out is None:
        return run
    from pemilu_cover.reports.reconciliation.files import write_all  # noqa: PLC0415  needs typst

    return replace(run, files=result_folder.write_folder(out, write_all(run), force=force))


def _command(
    folder: Path, files: Sequence[Path], period: date | None, rounding: str | None
) -> Command:
    """Return the command that compares the same again."""
    options = ("--period", f"{period:%Y-%m}") if period else ()
    chosen = ("--rounding", rounding) if rounding else ()
    return (PROGRAM, "reconcile", *map(shell_path, (folder, *files)), *options, *chosen)


def _read_people(record: ResultRecord) -> pl.DataFrame:
    try:
        parts = read_register(record.folder, record.manifest["outputs"])
        return pl.concat([part.select(COMPARED_COLUMNS) for part in parts])
    except RegisterError as error:
        raise RefusalError(
            "result-unreadable", folder=str(record.folder), file=str(error)
        ) from error


def _check_npp(bill: Bill, expected: str) -> str:
    """Return the NPP of the result, that of the files where it has none. Raise `RefusalError`."""
    for file in bill.files:
        expected = expected or file.npp
        if file.npp and file.npp != expected:
            raise RefusalError("sipp-other-npp", file=file.label, npp=file.npp, expected=expected)
    return expected


def _check_months(bill: Bill, register: pl.DataFrame) -> None:
    """Refuse a file whose months all lie before the contracts or long after them."""
    enrolled = register.filter(pl.col("segment").is_not_null())
    first, last = enrolled.select(pl.col("start").min(), pl.col("end").max()).row(0)
    for file in bill.files:
        within = [
            first.replace(day=1) <= month <= add_months(last, _EXIT_MONTHS)
            for month in file.periods
            if first
        ]
        if within and not any(within):
            raise RefusalError(
                "sipp-period-outside",
                file=file.label,
                period=f"{file.periods[0]:%Y-%m}",
                first=f"{first:%Y-%m}",
                last=f"{last:%Y-%m}",
            )


def _contribution(book: RateBook) -> Contribution:
    """Return the function that gives JKK and JKM of a wage earner's wage in a month."""

    @cache
    def contribution(wage_sen: int, month: date) -> tuple[int, int]:
        rounding = get_in_force(book.contribution.rounding, month, "rounding")
        jkk, jkm = (
            rounding.apply(book.rate(programme, month).contribution(wage_sen))
            for programme in PROGRAMMES
        )
        return jkk, jkm

    return contribution
