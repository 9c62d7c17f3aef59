"""What SIPP's files say otherwise than the register, one row per difference.

| column | meaning |
| --- | --- |
| `nik`, `field` | whose data differ, and in what: one of `FIELDS` |
| `ours`, `sipp` | the two values as text: ISO dates, sen, names, numbers |
| `our_file`, `our_sheet`, `our_row` | where the roster has the person; null where it has not |
| `source`, `sheet`, `row` | where SIPP's file has it |
"""

from __future__ import annotations

import polars as pl

from pemilu_cover.enrolment.completion import sipp_wage
from pemilu_cover.values.text import clean

BIRTH_DATE, WAGE, NAME = "birth_date", "wage", "name"
# The roster has another number; earlier files of SIPP had another.
KPJ, KPJ_EARLIER = "kpj", "kpj_earlier"
# One NIK with two numbers; one number with two NIKs; one NIK on two rows of a file, with one number or none.
TWO_KPJ, TWO_NIKS, TWO_ROWS = "nik_with_two_kpj", "kpj_with_two_niks", "listed_twice"
FIELDS = (TWO_KPJ, TWO_NIKS, TWO_ROWS, KPJ, KPJ_EARLIER, BIRTH_DATE, NAME, WAGE)

_PLACE = ("our_file", "our_sheet", "our_row")
_COLUMNS = ("nik", "field", "ours", "sipp", *_PLACE, "source", "sheet", "row")


def find_differences(
    listed: pl.DataFrame, enrolled: pl.DataFrame, known: pl.DataFrame
) -> pl.DataFrame:
    """Return the differences between rows of SIPP's files, newest first, and enrolled people.

    ``known`` has the members by earlier files of SIPP.
    """
    ours = enrolled.rename({"file": "our_file", "sheet": "our_sheet", "row": "our_row"})
    person = ours.unique("nik", keep="first", maintain_order=True)
    pairs = listed.join(
        person.select("nik", *_PLACE, our_birth="birth_date", our_name="name", our_kpj="kpj"),
        on="nik",
        how="left",
        maintain_order="left",
    )
    earlier = known.select("nik", earlier_kpj="kpj")
    two_numbers = _two_numbers(pairs)
    found = [
        two_numbers,
        _two_niks(pairs),
        _two_rows(pairs).join(two_numbers, on="nik", how="anti", maintain_order="left"),
        _unequal(pairs, KPJ, "our_kpj", "kpj"),
        _unequal(
            pairs.join(earlier, on="nik", how="left", maintain_order="left"),
            KPJ_EARLIER,
            "earlier_kpj",
            "kpj",
        ),
        _unequal(pairs, BIRTH_DATE, "our_birth", "birth_date"),
        _names(pairs),
        _wages(listed, ours),
    ]
    order = pl.Enum(FIELDS)
    return (
        pl.concat([frame.select(_COLUMNS) for frame in found])
        .unique(["nik", "field", "sipp"], keep="first", maintain_order=True)
        .sort("nik", pl.col("field").cast(order), maintain_order=True)
    )


def _unequal(pairs: pl.DataFrame, field: str, ours: str, sipp: str) -> pl.DataFrame:
    return pairs.filter(pl.col(ours) != pl.col(sipp)).with_columns(
        field=pl.lit(field), ours=pl.col(ours).cast(pl.String), sipp=pl.col(sipp).cast(pl.String)
    )


def _two_numbers(pairs: pl.DataFrame) -> pl.DataFrame:
    """Return a row for each NIK that has two numbers in SIPP's files."""
    numbers = pairs.filter(pl.col("kpj").is_not_null()).unique(
        ["nik", "kpj"], keep="first", maintain_order=True
    )
    return (
        numbers.filter(pl.col("nik").is_duplicated())
        .with_columns(both=pl.col("kpj").sort().implode().over("nik"))
        .unique("nik", keep="first", maintain_order=True)
        .with_columns(
            field=pl.lit(TWO_KPJ),
            ours=pl.lit(None, dtype=pl.String),
            sipp=pl.col("both").list.join(", "),
        )
    )


def _two_niks(pairs: pl.DataFrame) -> pl.DataFrame:
    """Return a row for each NIK whose number belongs to another NIK, too."""
    is_shared = pl.col("nik").n_unique().over("kpj") > 1
    return (
        pairs.filter(pl.col("kpj").is_not_null())
        .filter(is_shared)
        .unique("nik", keep="first", maintain_order=True)
        .with_columns(
            field=pl.lit(TWO_NIKS), ours=pl.lit(None, dtype=pl.String), sipp=pl.col("kpj")
        )
    )


def _two_rows(pairs: pl.DataFrame) -> pl.DataFrame:
    """Return the second row of each NIK that is on two rows of a file: BPJS bills it twice."""
    is_first = pl.struct("nik", "source_sha256", "sheet").is_first_distinct()
    nothing = pl.lit(None, dtype=pl.String)
    return (
        pairs.filter(~is_first)
        .unique("nik", keep="first", maintain_order=True)
        .with_columns(field=pl.lit(TWO_ROWS), ours=nothing, sipp=nothing)
    )


def _names(pairs: pl.DataFrame) -> pl.DataFrame:
    """Return the names that differ in a letter; a masked name is not compared."""
    shown = pairs.filter(~pl.col("is_masked") & pl.col("our_name").is_not_null())
    forms = {name: clean(name).upper() for name in {*shown["name"], *shown["our_name"]}}
    same = [
        forms[one] == forms[other] for one, other in shown.select("name", "our_name").iter_rows()
    ]
    return shown.filter(~pl.Series(same, dtype=pl.Boolean)).with_columns(
        field=pl.lit(NAME), ours="our_name", sipp="name"
    )


def _wages(listed: pl.DataFrame, ours: pl.DataFrame) -> pl.DataFrame:
    """Return the wages of upah files that are those of no contract in the file's period.

    Ours is what SIPP is given: the contribution base in whole rupiah. Where no contract is in the period, all
    contracts of the person count.
    """
    reported = (sipp_wage().cast(pl.Int64) * 100).alias("reported")
    contracts = ours.select("nik", *_PLACE, "start", "end", reported)
    month_end = pl.col("period").dt.month_end()
    covers = ((pl.col("start") <= month_end) & (pl.col("end") >= pl.col("period"))).fill_null(False)
    rows = listed.filter(pl.col("wage_sen").is_not_null() & pl.col("period").is_not_null())
    wage = ["nik", "period", "wage_sen"]
    agreed = rows.select(wage).join(contracts, left_on=wage[::2], right_on=["nik", "reported"])
    row = ["nik", "source_sha256", "sheet", "row"]
    return (
        rows.join(agreed.filter(covers), on=wage, how="anti", maintain_order="left")
        .join(contracts, on="nik", how="inner", maintain_order="left")
        .with_columns(covers=covers)
        .filter(pl.col("covers") | ~pl.col("covers").any().over(row))
        .filter(~(pl.col("reported") == pl.col("wage_sen")).any().over(row))
        .unique(row, keep="first", maintain_order=True)
        .with_columns(
            field=pl.lit(WAGE),
            ours=pl.col("reported").cast(pl.String),
            sipp=pl.col("wage_sen").cast(pl.String),
        )
    )
