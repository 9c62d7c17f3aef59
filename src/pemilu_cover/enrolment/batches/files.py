"""The files of a batch run: Parquet that is written atomically, and checksums."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection
from io import BytesIO
from pathlib import Path

import polars as pl

from pemilu_cover.storage.atomic_write import open_private
from pemilu_cover.values.json_types import FileRecord

_CHUNK_BYTES = 1 << 20


def write_parquet(frame: pl.DataFrame, path: Path) -> None:
    """Write a frame to a new file that replaces the old one when it is complete."""
    write_bytes(parquet_bytes(frame), path)


def write_bytes(content: bytes, path: Path) -> None:
    """Write a new file that replaces the old one when it is complete."""
    temporary = path.with_suffix(".new")
    with open(temporary, "wb", opener=open_private) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def parquet_bytes(frame: pl.DataFrame) -> bytes:
    """Return a frame as Parquet. Polars itself would not report a full disk as an `OSError`."""
    content = BytesIO()
    frame.write_parquet(content, compression="zstd", compression_level=1)
    return content.getvalue()


def scan_parquet_files(folder: Path, pattern: str = "*") -> pl.LazyFrame:
    """Return the rows of all Parquet files in a folder whose stems match a pattern, in order.

    The folder's own name is no pattern: "hasil [2024]" is a folder.
    """
    return pl.scan_parquet(sorted(folder.glob(f"{pattern}.parquet")), glob=False)


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file of any size."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def describe_files(folder: Path, but: Collection[str]) -> dict[str, FileRecord]:
    """Return the SHA-256 and the size of each file in a folder, without those of some names."""
    return {
        path.relative_to(folder).as_posix(): {
            "sha256": file_sha256(path),
            "bytes": path.stat().st_size,
        }
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in but
    }
