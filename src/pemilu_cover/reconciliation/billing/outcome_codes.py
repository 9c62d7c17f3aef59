"""The outcomes of a reconciliation by code, and the columns of one.

| column | meaning |
| --- | --- |
| `code`, `detail` | the outcome; which of its kinds, or why somebody is unknown |
| `person`, `period` | the NIK in the result, else what the bill has of the person; the month |
| `nik`, `kpj`, `name` | of the result, else of the bill |
| `kecamatan`, `desa`, `tps`, `role_name` | place and role in the result |
| `our_file`, `our_sheet`, `our_row` | where the roster has the person |
| `file`, `page`, `sheet`, `row` | where the bill has the person |
| `ours`, `theirs` | both values of an identity or a name |
| `our_…`, `their_…`, `rapel_sen` | wage, JKK and JKM of both sides; total and arrears on the bill; in sen |
| `money_sen` | the bill less the result; of people on unread pages, the result alone |
"""

from __future__ import annotations

import polars as pl

SAME, ROUNDING = "sama", "pembulatan"
NOT_BILLED, NOT_OURS = "tidak-di-tagihan", "tidak-di-daftar"
TWICE, SHARED_NUMBER = "ganda-nik", "ganda-kpj"
WAGE, RATE, OTHER_PROGRAMME, RAPEL = "beda-upah", "beda-tarif", "program-lain", "rapel"
MONTH, IDENTITY, NAME, UNREAD = "beda-bulan", "identitas-beda", "nama-beda", "halaman-tak-terbaca"
# Who has no cover, what costs money, whose identity is wrong.
CODES = (
    *(NOT_BILLED, MONTH, UNREAD, NOT_OURS, TWICE, WAGE, RATE, OTHER_PROGRAMME, RAPEL),
    *(SHARED_NUMBER, IDENTITY, NAME, ROUNDING),
)

# Kinds of `MONTH`: billed in a month outside the contract, or missing in one inside.
MISSING, BILLED = "missing", "billed"
# Why a person of a bill is unknown, beside the statuses of the register.
NOT_IN_ROSTERS, BPU, NO_NIK = "not_in_rosters", "bpu", "no_nik"
# What of an identity differs.
BIRTH_DATE, NIK, KPJ = "birth_date", "nik", "kpj"

PERSON = ("kecamatan", "desa", "tps", "role_name", "our_file", "our_sheet", "our_row")
BILLED_PLACE = ("file", "page", "sheet", "row")
_SEN = (
    *("our_wage", "our_jkk", "our_jkm", "their_wage", "their_jkk", "their_jkm", "their_total"),
    *("rapel_sen", "money_sen"),
)
_TEXTS = ("code", "detail", "person", "nik", "kpj", "name", "ours", "theirs")
OUTCOME_SCHEMA = pl.Schema(
    {
        **dict.fromkeys(_TEXTS, pl.String()),
        "period": pl.Date(),
        **{name: pl.Int64() if name == "our_row" else pl.String() for name in PERSON},
        **{name: pl.Int64() if name in ("page", "row") else pl.String() for name in BILLED_PLACE},
        **dict.fromkeys(_SEN, pl.Int64()),
    }
)


def outcomes(frame: pl.DataFrame, code: str, **values: pl.Expr | str | int | None) -> pl.DataFrame:
    """Return the rows of a frame as outcomes of a code; what neither it nor ``values`` has is null."""
    given = {
        name: value if isinstance(value, pl.Expr) else pl.lit(value)
        for name, value in {"code": code, **values}.items()
    }
    known = {**{name: pl.col(name) for name in frame.columns}, **given}
    return frame.select(
        known.get(name, pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in OUTCOME_SCHEMA.items()
    )


def no_cover() -> pl.Expr:
    """Return which outcomes are people who worked and are not on the bill."""
    is_missing = (pl.col("code") == MONTH) & (pl.col("detail") == MISSING)
    return (pl.col("code") == NOT_BILLED) | is_missing
