"""Membership numbers into a result: read SIPP's files, match people by NIK, write members.parquet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl

from pemilu_cover.enrolment.register.reader import RegisterError, read_register
from pemilu_cover.enrolment.register.result_record import read_manifest
from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.reconciliation import members_file
from pemilu_cover.reconciliation.members import COMPARED_COLUMNS, MembersRun, match_members
from pemilu_cover.reconciliation.members_file import MEMBERS_FILE, MembersError, MembersFile
from pemilu_cover.reconciliation.sipp_downloads import SippDownload, read_sipp_download
from pemilu_cover.storage import result_folder
from pemilu_cover.values.dates import add_months

# Exits belong to the period after the last billed month, and may be late.
_EXIT_MONTHS = 2


def update_members(folder: Path, files: Sequence[Path], period: date | None = None) -> MembersRun:
    """Read SIPP's files into the members.parquet of a result; ``period`` is that of `match_downloads`.

    Raises:
        RefusalError: The result or a file cannot be used; nothing was written.
    """
    # Read before the match: another run that replaces them meanwhile is noticed when they are written.
    manifest, earlier = read_manifest(folder), result_folder.read_members_file(folder)
    run = match_downloads(folder, read_sipp_download(files), period)
    if not run.outcome.has_listed:
        return run
    content = members_file.members_bytes(run.outcome.members, manifest.content, run.npp)
    if content != earlier:
        result_folder.write_members(folder, content, manifest.content, earlier)
    return replace(run, path=folder / MEMBERS_FILE)


def match_downloads(
    folder: Path, downloads: Sequence[SippDownload], period: date | None = None
) -> MembersRun:
    """Match the people of a result with SIPP's files, and write nothing.

    Args:
        folder: The result.
        downloads: What was read of SIPP's files.
        period: The first day of the reporting period that wage files must have; any of the contracts if None.

    Raises:
        RefusalError: The result or a file cannot be used.
    """
    manifest = read_manifest(folder)
    known = read_known_members(folder)
    npp = _check_npp(downloads, manifest.npp or known.npp)
    _check_period(downloads, period)
    try:
        parts = read_register(folder, manifest.outputs)
        people = pl.concat([part.select(COMPARED_COLUMNS) for part in parts])
    except RegisterError as error:
        raise error.refusal(folder) from error
    _check_contract_months(downloads, people)
    outcome = match_members(people, downloads, known.members)
    return MembersRun(folder, downloads, outcome, npp, bool(manifest.npp), None)


def read_known_members(folder: Path) -> MembersFile:
    """Return the members.parquet of a result, empty where it has none. Raise `RefusalError`."""
    content = result_folder.read_members_file(folder)
    if content is None:
        return MembersFile(members_file.MEMBERS_SCHEMA.to_frame(), "", "")
    try:
        return members_file.read_members_file(content)
    except MembersError as error:
        raise RefusalError("members-unreadable", folder=str(folder), file=MEMBERS_FILE) from error


def _check_npp(downloads: Sequence[SippDownload], expected: str) -> str:
    """Return the NPP of the result, that of the files where it has none. Raise `RefusalError`."""
    for download in downloads:
        expected = expected or download.npp
        if download.npp and download.npp != expected:
            raise RefusalError(
                "sipp-other-npp", file=download.label, npp=download.npp, expected=expected
            )
    return expected


def _check_period(downloads: Sequence[SippDownload], period: date | None) -> None:
    for download in downloads:
        if period and download.period and download.period != period:
            raise RefusalError(
                "sipp-other-period",
                file=download.label,
                period=f"{download.period:%Y-%m}",
                expected=f"{period:%Y-%m}",
            )


def _check_contract_months(downloads: Sequence[SippDownload], people: pl.DataFrame) -> None:
    """Refuse a period in which nobody of the result is on SIPP's list, or has just left it."""
    enrolled = people.filter(pl.col("segment").is_not_null())
    first, last = enrolled.select(pl.col("start").min(), pl.col("end").max()).row(0)
    for download in downloads:
        period = download.period
        if (
            period
            and first
            and not first.replace(day=1) <= period <= add_months(last, _EXIT_MONTHS)
        ):
            raise RefusalError(
                "sipp-period-outside",
                file=download.label,
                period=f"{period:%Y-%m}",
                first=f"{first:%Y-%m}",
                last=f"{last:%Y-%m}",
            )
