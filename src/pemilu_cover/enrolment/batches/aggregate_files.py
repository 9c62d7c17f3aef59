"""The sums of each batch as files, and of all batches together."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from pemilu_cover.enrolment.aggregates import KEYS, Aggregates, aggregate, merge
from pemilu_cover.enrolment.batches.files import parquet_bytes, scan_parquet_files


def write_aggregates(people: pl.DataFrame, folder: Path, batch: int) -> None:
    """Write the sums of a batch; the order of its people does not matter for them."""
    for name, frame in aggregate(people.with_columns(order=0)).items():
        (folder / f"{name}-{batch:06d}.parquet").write_bytes(parquet_bytes(frame))


def read_aggregates(folder: Path) -> Aggregates:
    """Return the sums of all batches."""
    return Aggregates({name: _read(name, folder) for name in KEYS})


def _read(name: str, folder: Path) -> pl.DataFrame:
    merged = merge(scan_parquet_files(folder, f"{name}-*").collect())
    return merged.sort("regency", *KEYS[name])
