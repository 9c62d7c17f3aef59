"""``members.parquet``: what SIPP knows of each NIK, stored in a result; `docs/members.md` has its columns.

The file is no output of the manifest: it changes each time SIPP's files are read, and the manifest's SHA-256
links later results to this one. Its metadata name the manifest instead, and hold a SHA-256 of its rows.
"""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import polars as pl
from polars.exceptions import PanicException, PolarsError

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.storage import result_folder

MEMBERS_FILE = result_folder.MEMBERS

# Raised when a column is renamed, removed, or changes its type or meaning.
VERSION = 1
_PREFIX = "pemilu_cover."
VERSION_KEY = f"{_PREFIX}members_version"
MANIFEST_KEY, ROWS_KEY, NPP_KEY = (
    f"{_PREFIX}{name}" for name in ("manifest_sha256", "rows_sha256", "npp")
)


class MembersColumn(NamedTuple):
    """A column of members.parquet: its name, type and meaning."""

    name: str
    dtype: pl.DataType
    meaning: str


COLUMNS = (
    MembersColumn("nik", pl.String(), "NIK, 16 digits; each occurs once, in ascending order."),
    MembersColumn(
        "kpj", pl.String(), "Membership number; null until SIPP's files have one for this NIK."
    ),
    MembersColumn("kode_tk", pl.String(), "SIPP's own key of the person (KODE_TK, KODE)."),
    MembersColumn(
        "sipp_name", pl.String(), "Name as SIPP's file has it, with hidden letters where masked."
    ),
    MembersColumn("name_is_masked", pl.Boolean(), "Whether `sipp_name` has hidden letters."),
    MembersColumn("birth_date", pl.Date(), "Date of birth in SIPP."),
    MembersColumn("wage_sen", pl.Int64(), "Wage of a month in SIPP, in sen."),
    MembersColumn(
        "period",
        pl.Date(),
        "First day of the reporting period (BLTH) of the row; null if only a koreksi file has it.",
    ),
    MembersColumn("source", pl.String(), "Name of the file from which the row was read last."),
    MembersColumn("source_sha256", pl.String(), "SHA-256 of that file."),
)

MEMBERS_SCHEMA = pl.Schema({column.name: column.dtype for column in COLUMNS})


class MembersError(Exception):
    """A members.parquet that was changed, is damaged, or has another version."""


class MembersFile(NamedTuple):
    """The content of a members.parquet; ``npp`` is ``""`` where no file or agreement named one."""

    members: pl.DataFrame
    npp: str
    manifest_sha256: str


def read_members(folder: Path) -> pl.DataFrame:
    """Return the members of a result, no rows where it has no members.parquet. Raise `MembersError`."""
    try:
        content = (folder / MEMBERS_FILE).read_bytes()
    except FileNotFoundError:
        return MEMBERS_SCHEMA.to_frame()
    except OSError as error:
        raise MembersError(MEMBERS_FILE) from error
    return read_members_file(content).members


def read_members_file(content: bytes) -> MembersFile:
    """Return the content of a members.parquet. Raise `MembersError`."""
    try:
        metadata = pl.read_parquet_metadata(BytesIO(content))
        if metadata.get(VERSION_KEY) != str(VERSION):
            raise MembersError(MEMBERS_FILE)
        members = pl.read_parquet(BytesIO(content), columns=MEMBERS_SCHEMA.names())
    except (PolarsError, PanicException, OSError) as error:
        raise MembersError(MEMBERS_FILE) from error
    npp = metadata.get(NPP_KEY, "")
    if members.schema != MEMBERS_SCHEMA or _digest(members, npp) != metadata.get(ROWS_KEY):
        raise MembersError(MEMBERS_FILE)
    return MembersFile(members, npp, metadata.get(MANIFEST_KEY, ""))


def members_bytes(members: pl.DataFrame, manifest: bytes, npp: str) -> bytes:
    """Return the members.parquet of the result with a manifest."""
    content = BytesIO()
    members.write_parquet(
        content,
        compression="zstd",
        compression_level=1,
        metadata={
            VERSION_KEY: str(VERSION),
            MANIFEST_KEY: hashlib.sha256(manifest).hexdigest(),
            ROWS_KEY: _digest(members, npp),
            NPP_KEY: npp,
        },
    )
    return content.getvalue()


def carry_members(target: Path, manifest: bytes) -> tuple[bytes | None, dict[str, bytes]]:
    """Return the members.parquet in a target, and it as a file of the result that takes its place.

    The numbers belong to people, not to a result. Raise `RefusalError`.
    """
    earlier = result_folder.read_members_file(target)
    if earlier is None:
        return None, {}
    try:
        known = read_members_file(earlier)
    except MembersError as error:
        raise RefusalError("members-unreadable", folder=str(target), file=MEMBERS_FILE) from error
    return earlier, {MEMBERS_FILE: members_bytes(known.members, manifest, known.npp)}


def take_over_members(target: Path, result: Path) -> bytes | None:
    """Add the members of the result in a target to the finished folder that takes its place.

    Return the members.parquet in the target. Raise `RefusalError`.
    """
    manifest = (result / result_folder.MANIFEST).read_bytes()
    earlier, files = carry_members(target, manifest)
    (result / MEMBERS_FILE).unlink(missing_ok=True)  # of a run that was killed and resumed
    for name, content in files.items():
        (result / name).write_bytes(content)
    return earlier


def column_table() -> str:
    """Return the columns as a table in Markdown."""
    rows = [f"| `{name}` | {dtype.base_type()} | {meaning} |" for name, dtype, meaning in COLUMNS]
    return "\n".join(["| column | type | meaning |", "| --- | --- | --- |", *rows])


def _digest(members: pl.DataFrame, npp: str) -> str:
    return hashlib.sha256(f"{npp}\n{members.write_csv()}".encode()).hexdigest()
