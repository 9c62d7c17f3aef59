"""Reading the register of a result, checked against the manifest that lists it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
from polars.exceptions import PolarsError

from pemilu_cover.enrolment.register import schema
from pemilu_cover.i18n.messages import RefusalError


class RegisterError(Exception):
    """A register that is missing, was changed, is damaged, or was written by another version.

    ``code`` is that of the refusal.
    """

    def __init__(self, code: str, file: str) -> None:
        super().__init__(file)
        self.code = code

    def refusal(self, folder: Path) -> RefusalError:
        """Return the refusal of the result in a folder."""
        return RefusalError(self.code, folder=str(folder), file=str(self))


def read_register(folder: Path, outputs: Mapping[str, Any]) -> Iterator[pl.DataFrame]:
    """Yield the parts of a result's register, in the order of its people.

    ``outputs`` are the files that the manifest lists. Raise `RegisterError`.
    """
    names = sorted(
        name for name in outputs if name == schema.FILE or name.startswith(f"{schema.FOLDER}/")
    )
    if not names:
        raise RegisterError("register-missing", schema.FILE)
    for name in names:
        yield _read_part(folder / name, outputs[name])


def read_parts(folder: Path, columns: Sequence[str]) -> Iterator[pl.DataFrame]:
    """Yield columns of each part of a register that is being made; no manifest lists it yet."""
    for path in part_paths(folder):
        yield read_columns(path, columns)


def part_paths(folder: Path) -> list[Path]:
    """Return the files of the parts of a register that is being made."""
    return sorted((folder / schema.FOLDER).glob("*.parquet"))


def read_columns(path: Path, columns: Sequence[str]) -> pl.DataFrame:
    """Return columns of a part of a register that is being made."""
    return pl.read_parquet(path, columns=[*columns], glob=False)


def _read_part(path: Path, output: object) -> pl.DataFrame:
    sha256 = output.get("sha256") if isinstance(output, Mapping) else None
    try:
        content = path.read_bytes()
    except OSError as error:
        raise RegisterError("register-missing", path.name) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise RegisterError("register-changed", path.name)
    try:
        _check_version(content, path.name)
        part = pl.read_parquet(BytesIO(content), columns=schema.SCHEMA.names())
    except PolarsError as error:
        raise RegisterError("register-damaged", path.name) from error
    if part.schema["sipp"] != schema.SIPP:
        raise RegisterError("register-other-sipp", path.name)
    return part


def _check_version(content: bytes, name: str) -> None:
    """Raise `RegisterError` for a register of another version, or without columns that came later."""
    metadata = pl.read_parquet_metadata(BytesIO(content))
    version = metadata.get(schema.VERSION_KEY, "")
    if not version.isdigit():
        raise RegisterError("register-damaged", name)
    if int(version) > schema.VERSION:
        raise RegisterError("register-newer", name)
    columns = pl.read_parquet_schema(BytesIO(content))
    if int(version) < schema.VERSION or not schema.SCHEMA.keys() <= columns.keys():
        raise RegisterError("register-older", name)
