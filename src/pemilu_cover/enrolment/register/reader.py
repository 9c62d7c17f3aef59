"""Reading the register of a result, checked against the manifest that lists it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
from polars.exceptions import PolarsError

from pemilu_cover.enrolment.register import schema


class RegisterError(Exception):
    """A register that is missing, was changed after it was written, or has another version."""


def read_register(folder: Path, outputs: Mapping[str, Any]) -> Iterator[pl.DataFrame]:
    """Yield the parts of a result's register, in the order of its people.

    ``outputs`` are the files that the manifest lists. Raise `RegisterError`.
    """
    names = sorted(
        name for name in outputs if name == schema.FILE or name.startswith(f"{schema.FOLDER}/")
    )
    if not names:
        raise RegisterError(schema.FILE)
    for name in names:
        yield _read_part(folder / name, outputs[name])


def _read_part(path: Path, output: object) -> pl.DataFrame:
    sha256 = output.get("sha256") if isinstance(output, Mapping) else None
    try:
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != sha256:
            raise RegisterError(path.name)
        version = pl.read_parquet_metadata(BytesIO(content)).get(schema.VERSION_KEY)
        if version != str(schema.VERSION):
            raise RegisterError(path.name)
        part = pl.read_parquet(BytesIO(content), columns=schema.SCHEMA.names())
        if part.schema["sipp"] != schema.SIPP:  # SIPP had other columns then
            raise RegisterError(path.name)
        return part
    except (OSError, PolarsError) as error:
        raise RegisterError(path.name) from error
