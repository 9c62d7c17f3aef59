"""Everything that an update writes for SIPP, the branch office and the office itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from pemilu_cover.reconciliation.changes.roster_update import RosterUpdate
from pemilu_cover.reconciliation.changes.sipp_edits import (
    SippEdits,
    SippFile,
    check_downloads,
    contact_edits,
    wage_edits,
)
from pemilu_cover.reports.documents.update_letters import write_letters
from pemilu_cover.reports.xlsx.changes import workbook
from pemilu_cover.reports.xlsx.changes.exits_file import write_exits
from pemilu_cover.reports.xlsx.changes.model import ChangesReport


def write_all(
    update: RosterUpdate,
    downloads: Sequence[SippFile] = (),
    members: pl.DataFrame | None = None,
    day: date | None = None,
) -> dict[str, bytes]:
    """Return the files of an update by name.

    Raises:
        RefusalError: A download is of another NPP or period, or its cells have no addresses.

    Args:
        update: The update.
        downloads: Files of SIPP, to be filled in.
        members: What SIPP knows of each NIK, with the columns of `MEMBERS_SCHEMA`.
        day: The day by which reports are overdue; the first of the reporting period if None.
    """
    check_downloads(update, downloads)
    agreement = update.totals.terms.agreement
    wages, contacts = wage_edits(update, downloads), contact_edits(update, downloads)
    codes = (
        {} if members is None else dict(members.select("kpj", "kode_tk").drop_nulls().iter_rows())
    )
    report = ChangesReport(
        update, wages, contacts, update.npp or "NPP", codes, day or update.period
    )
    return {
        **write_exits(update.exits_to_upload, agreement, update.npp),
        **(_filled((wages, contacts), update.npp) if downloads else {}),
        workbook.FILE: workbook.write(report),
        **write_letters(report),
    }


def _filled(edits: Sequence[SippEdits], npp: str) -> dict[str, bytes]:
    # Only files of SIPP need the library that reads workbooks.
    from pemilu_cover.reports.xlsx.changes.filled_downloads import fill_downloads  # noqa: PLC0415

    return fill_downloads(edits, npp)
