"""Which person of a result each row of a bill is about: by NIK, else by membership number, never by name."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from pemilu_cover.reconciliation.billing import outcome_codes as codes
from pemilu_cover.reconciliation.billing.bill_rows import UnreadPage

# By what a row was matched.
BY_NIK, BY_FORMER_NIK, BY_KPJ = "nik", "former_nik", "kpj"


def unread_people(pages: Sequence[UnreadPage], people: pl.DataFrame) -> pl.DataFrame:
    """Return the people of a result whose NIK is on an unread page: ``owner``, period and place."""
    seen = [
        {"nik": nik, "period": page.period, **dict(zip(codes.BILLED_PLACE, page[:4], strict=True))}
        for page in pages
        for nik in page.niks
    ]
    schema = {name: codes.OUTCOME_SCHEMA[name] for name in ("nik", "period", *codes.BILLED_PLACE)}
    keys = _nik_keys(people.filter("is_earner")).select("owner", nik="key")
    return (
        pl.DataFrame(seen, schema=schema)
        .join(keys, on="nik", how="inner", maintain_order="left")
        .drop("nik")
        .unique(["owner", "period"], keep="first", maintain_order=True)
    )


def match_rows(rows: pl.DataFrame, people: pl.DataFrame, unread: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of a bill with ``owner``, a NIK of the result, and ``matched_by``; null for strangers.

    A person has one row a month, ``is_first``. Further rows keep their owner if they have the NIK. A number
    of somebody who has a row of their own, perhaps on an unread page, matches nobody: ``has_owned_kpj``.
    ``shares_kpj`` marks numbers of two NIKs.

    Args:
        rows: The bill, with the columns of `bill_rows.BILL_SCHEMA`.
        people: Everybody in the result, as `our_months.our_people` returns them.
        unread: Those of them who are on unread pages, as `unread_people` returns them.
    """
    found = _with_candidates(rows.with_row_index("at"), people.filter("is_earner"))
    taken = pl.concat(
        side.select("period", kpj_owner="owner").drop_nulls("kpj_owner") for side in (found, unread)
    ).unique()
    may_be_kpj = found.filter(pl.col("owner").is_null() & pl.col("kpj_owner").is_not_null())
    # Of several NIKs under one number, the first on the bill is taken for the person.
    by_kpj = (
        may_be_kpj.join(taken, on=["period", "kpj_owner"], how="anti", maintain_order="left")
        .filter(pl.col("nik").eq_missing(pl.col("nik").first().over("period", "kpj")))
        .select("at", new_owner="kpj_owner", new_by=pl.lit(BY_KPJ))
    )
    matched = found.join(by_kpj, on="at", how="left", maintain_order="left").with_columns(
        pl.coalesce("owner", "new_owner").alias("owner"),
        pl.coalesce("by", "new_by").alias("matched_by"),
    )
    marked = _mark_first(_mark_shared(matched)).drop("by", "kpj_owner", "new_owner", "new_by")
    return marked.sort("at").drop("at")


def _with_candidates(rows: pl.DataFrame, earners: pl.DataFrame) -> pl.DataFrame:
    """Add ``owner`` by NIK, ``by`` which NIK, and ``kpj_owner``, whose number the row has."""
    keys = _nik_keys(earners)
    numbered = (
        earners.filter(pl.col("kpj").is_not_null())
        .unique("nik", keep="first", maintain_order=True)
        .filter(pl.col("kpj").is_unique())
        .select(kpj_owner="nik", key="kpj")
    )
    return rows.join(keys, left_on="nik", right_on="key", how="left", maintain_order="left").join(
        numbered, left_on="kpj", right_on="key", how="left", maintain_order="left"
    )


def _nik_keys(earners: pl.DataFrame) -> pl.DataFrame:
    """Return ``owner`` by ``key``, the NIK or the former one, with ``by`` and ``own_kpj``."""
    niks = earners.select(owner="nik", key="nik", by=pl.lit(BY_NIK), own_kpj="kpj")
    former = earners.filter(pl.col("former_nik").is_not_null()).select(
        owner="nik", key="former_nik", by=pl.lit(BY_FORMER_NIK), own_kpj="kpj"
    )
    return pl.concat([niks, former]).unique("key", keep="first", maintain_order=True)


def _mark_shared(matched: pl.DataFrame) -> pl.DataFrame:
    """Mark numbers that the bill has for two NIKs, and strangers with a number of somebody of the result."""
    is_stranger = pl.col("owner").is_null()
    owned = matched.filter(~is_stranger).select("period", "kpj").drop_nulls().unique()
    known = matched.join(
        owned.with_columns(is_owned=True), on=["period", "kpj"], how="left", maintain_order="left"
    )
    has_owner = pl.col("kpj_owner").is_not_null() | pl.col("is_owned").is_not_null()
    is_repeated = pl.col("nik").n_unique().over("period", "kpj") > 1
    return known.with_columns(
        has_owned_kpj=is_stranger & has_owner,
        shares_kpj=(is_stranger & has_owner) | (pl.col("kpj").is_not_null() & is_repeated),
    ).drop("is_owned")


def _mark_first(matched: pl.DataFrame) -> pl.DataFrame:
    """Mark the row of each person and month that counts: that with the known number, else the first."""
    person = pl.coalesce("owner", "nik", "kpj", pl.col("at").cast(pl.String))
    is_known = (pl.col("kpj") == pl.col("own_kpj")).fill_null(value=False)
    return (
        matched.with_columns(person=person, is_known=is_known)
        .sort("is_known", "at", descending=[True, False])
        .with_columns(is_first=pl.struct("person", "period").is_first_distinct())
        .drop("is_known", "own_kpj")
    )
