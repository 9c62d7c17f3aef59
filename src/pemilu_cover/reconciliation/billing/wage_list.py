"""SIPP's wage file as a bill that is to come: people and wages; it has no contributions."""

from __future__ import annotations

import polars as pl

from pemilu_cover.reconciliation.billing import bill_rows
from pemilu_cover.reconciliation.billing.bill_rows import (
    BILL_SCHEMA,
    BillFile,
    UnreadPage,
    count_people,
)
from pemilu_cover.reconciliation.sipp_downloads import SippDownload

# Without these a person cannot be compared.
_NEEDED = ("UPAH", "RAPEL")


def read_wage_list(
    download: SippDownload, page: int
) -> tuple[BillFile, pl.DataFrame, list[UnreadPage]]:
    """Return a wage file as rows of a bill; rows with unreadable cells are refused one by one."""
    faulty = {cell.row for cell in download.unreadable if cell.column in _NEEDED}
    people = download.rows
    has_nobody = pl.col("nik").is_null() & pl.col("kpj").is_null()
    is_faulty = pl.col("row").is_in(sorted(faulty)) | has_nobody | pl.col("wage_sen").is_null()
    unread = [
        UnreadPage(
            download.label,
            page,
            download.sheet,
            row,
            bill_rows.CELL,
            download.period,
            (nik,) if nik else (),
        )
        for row, nik in people.filter(is_faulty).select("row", "nik").iter_rows()
    ]
    rows = people.filter(~is_faulty).with_columns(
        pl.lit(download.label).alias("file"),
        pl.lit(page, dtype=pl.Int64).alias("page"),
        pl.lit(download.sheet).alias("sheet"),
        pl.lit(download.npp).alias("npp"),
        pl.lit("").alias("unit"),
        pl.lit(download.period, dtype=pl.Date).alias("period"),
        pl.col("is_masked").fill_null(value=False),
        pl.col("rapel_sen").fill_null(0),
        *(
            pl.lit(None, dtype=pl.Int64).alias(name)
            for name in ("jkk_sen", "jkm_sen", "other_sen", "total_sen")
        ),
    )
    file = BillFile(
        download.label,
        download.sha256,
        "upah",
        1,
        count_people(rows),
        (download.period,) if download.period else (),
        (),
        download.npp,
    )
    return file, rows.select(BILL_SCHEMA.names()), unread
