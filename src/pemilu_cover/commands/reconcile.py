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
from pemilu_cover.enrolment.register.result_record import read_result
from pemilu_cover.enrolment.shell_commands import PROGRAM, Command, shell_path
from pemilu_cover.law.dated_values import get_in_force
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.rate_files import PROGRAMMES
from pemilu_cover.reconciliation.billing.our_months import COMPARED_COLUMNS
from pemilu_cover.reconciliation.billing.reader import read_bill
from pemilu_cover.reconciliation.billing.reconcile import (
    Contribution,
    ReconciliationRun,
    reconcile,
)
from pemilu_cover.reconciliation.changes.preconditions import check_target
from pemilu_cover.reconciliation.file_checks import check_contract_months, check_npp
from pemilu_cover.storage import result_folder
from pemilu_cover.values.rupiah import SEN


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
    npp = check_npp(bill.files, record.agreement.employer.npp or known.npp)
    register = pl.concat([part.select(COMPARED_COLUMNS) for part in record.parts()])
    for file in bill.files:
        check_contract_months(file.label, file.periods, register)
    tolerance = SEN if (rounding or record.agreement.bill_rounding) == "rupiah" else 1
    found = reconcile(register, known.members, bill, _contribution(book), tolerance)
    repeated = _command(folder, files, period, rounding)
    run = ReconciliationRun(folder, record.sha256, record.agreement, npp, found, repeated)
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
