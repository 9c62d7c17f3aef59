"""Whom a result bills in which month: one row per person and month, as SIPP has a person once."""

from __future__ import annotations

import polars as pl

from pemilu_cover.enrolment.completion import sipp_wage
from pemilu_cover.enrolment.register.schema import INCOMPLETE, READY

# The columns of the register that are compared.
COMPARED_COLUMNS = tuple(
    "id status excluded_because segment file sheet row kecamatan desa tps role_name nik former_nik name "
    "birth_date kpj start end base_sen charges".split()
)
# Where the roster has a person, under names that a bill has no columns of.
PLACE = ("our_file", "our_sheet", "our_row")
_FIRST = (
    *("name", "birth_date", "kpj", "former_nik", "kecamatan", "desa", "tps", "role_name"),
    *PLACE,
)


def our_people(register: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Return everybody in a register who has a NIK, with the number that SIPP has given them.

    ``members`` has the columns of `members_file.MEMBERS_SCHEMA`.
    """
    numbers = members.select("nik", sipp_kpj="kpj").drop_nulls()
    people = register.filter(pl.col("nik").is_not_null()).join(
        numbers, on="nik", how="left", maintain_order="left"
    )
    former = numbers.rename({"nik": "former_nik", "sipp_kpj": "former_kpj"})
    people = people.join(former, on="former_nik", how="left", maintain_order="left")
    return people.rename(dict(zip(("file", "sheet", "row"), PLACE, strict=True))).with_columns(
        pl.coalesce("sipp_kpj", "former_kpj", "kpj").alias("kpj"),
        is_earner=pl.col("status").is_in([READY, INCOMPLETE]) & (pl.col("segment") == "pu"),
    )


def our_months(people: pl.DataFrame) -> pl.DataFrame:
    """Return what is billed for each person and month: ``our_wage``, ``our_jkk``, ``our_jkm``, in sen.

    With two contracts in a month, the sums of both. The wage is what SIPP is given.
    """
    charged = (
        people.filter("is_earner")
        .with_columns(reported=sipp_wage().cast(pl.Int64) * 100)
        .explode("charges")
        .unnest("charges")
        .filter(pl.col("month").is_not_null())
    )
    return (
        charged.group_by("nik", "month", maintain_order=True)
        .agg(
            pl.col(_FIRST).first(),
            pl.col("reported").sum().alias("our_wage"),
            pl.col("jkk_sen").sum().alias("our_jkk"),
            pl.col("jkm_sen").sum().alias("our_jkm"),
        )
        .rename({"month": "period"})
    )
