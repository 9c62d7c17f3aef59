"""Membership numbers into a result: read SIPP's files, match people by NIK, write members.parquet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl

from pemilu_cover.enrolment.register.result_record import read_manifest, register_parts
from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.reconciliation import members_file
from pemilu_cover.reconciliation.file_checks import check_contract_months, check_npp
from pemilu_cover.reconciliation.members import COMPARED_COLUMNS, MembersRun, match_members
from pemilu_cover.reconciliation.members_file import MEMBERS_FILE, MembersError, MembersFile
from pemilu_cover.reconciliation.sipp_downloads import SippDownload, read_sipp_download
from pemilu_cover.storage import result_folder


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
    npp = check_npp(downloads, manifest.npp or known.npp)
    _check_period(downloads, period)
    parts = register_parts(folder, manifest.outputs)
    people = pl.concat([part.select(COMPARED_COLUMNS) for part in parts])
    for download in downloads:
        check_contract_months(download.label, filter(None, [download.period]), people)
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


def _check_period(downloads: Sequence[SippDownload], period: date | None) -> None:
    for download in downloads:
        if period and download.period and download.period != period:
            raise RefusalError(
                "sipp-other-period",
                file=download.label,
                period=f"{download.period:%Y-%m}",
                expected=f"{period:%Y-%m}",
            )
