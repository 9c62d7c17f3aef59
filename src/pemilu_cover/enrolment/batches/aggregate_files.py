"""The sums of each batch as files, and of all batches together."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from pemilu_cover.enrolment.aggregates import (
    KEYS,
    PERIOD_KEYS,
    SHARED,
    Aggregates,
    aggregate,
    aggregate_periods,
    merge,
)
from pemilu_cover.enrolment.batches.files import parquet_bytes, scan_parquet_files


def write_aggregates(people: pl.DataFrame, folder: Path, batch: int, is_shared: pl.Expr) -> None:
    """Write the sums of a batch; the order of its people does not matter for them."""
    sums = aggregate(people.with_columns(order=0)) | aggregate_periods(people, is_shared)
    for name, frame in sums.items():
        (folder / f"{name}-{batch:06d}.parquet").write_bytes(parquet_bytes(frame))


def read_aggregates(folder: Path) -> Aggregates:
    """Return the sums of all batches."""
    frames = {
        name: merge(_read(name, folder)).sort("regency", *keys)
        for name, keys in (KEYS | PERIOD_KEYS).items()
        if any(folder.glob(f"{name}-*"))  # an update counts no findings
    }
    return Aggregates(frames | {SHARED: _read(SHARED, folder)})


def _read(name: str, folder: Path) -> pl.DataFrame:
    return scan_parquet_files(folder, f"{name}-*").collect()
