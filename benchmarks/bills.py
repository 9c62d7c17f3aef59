"""The bill of BPJS for a result, for `reconcile`: a Formulir 2a as CSV that agrees with it."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import polars as pl

_MONTH = date(2024, 11, 1)
_TITLES = "NO;NIK;KPJ;NAMA TENAGA KERJA;TANGGAL LAHIR;UPAH;IURAN JKK;IURAN JKM;TOTAL IURAN".split(
    ";"
)


def write_bill(result: Path, path: Path) -> None:
    """Write what BPJS bills for November 2024, by the register of a result."""
    charges = (
        pl.read_parquet(result / "people.parquet")
        .explode("charges")
        .unnest("charges", separator="_")
        .filter(pl.col("charges_month") == _MONTH)
        .sort("id")
    )
    people = charges.select(
        *("nik", pl.lit("").alias("kpj"), "name"),
        pl.col("birth_date").dt.strftime("%d-%m-%Y"),
        *("base_sen", "charges_jkk_sen", "charges_jkm_sen"),
        (pl.col("charges_jkk_sen") + pl.col("charges_jkm_sen")).alias("total"),
    )
    totals = people.select(people.columns[-4:]).sum().row(0)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow((f"Periode Laporan : {_MONTH:%m %Y}",))
        rows.writerow(_TITLES)
        for number, (*identity, wage, jkk, jkm, total) in enumerate(people.iter_rows(), start=1):
            rows.writerow((number, *identity, *map(_money, (wage, jkk, jkm, total))))
        rows.writerow(("", "Jumlah Seluruhnya", "", "", "", *map(_money, totals)))


def _money(sen: int) -> str:
    return f"{sen // 100}.{sen % 100:02}"
