"""Who is on one side alone, twice, or in another month."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from pemilu_cover.enrolment.register.schema import INCOMPLETE, READY
from pemilu_cover.reconciliation.billing import outcome_codes as codes
from pemilu_cover.reconciliation.billing.outcome_codes import outcomes


def missing_people(
    matched: pl.DataFrame, months: pl.DataFrame, unread: pl.DataFrame
) -> Iterator[pl.DataFrame]:
    """Yield people of the result who are not on the bill: on an unread page, in another month, nowhere."""
    owned = matched.select(nik="owner", period="period").drop_nulls()
    missing = months.join(owned, on=["nik", "period"], how="anti", maintain_order="left")
    unread = unread.rename({"owner": "nik"})
    money = -(pl.col("our_jkk") + pl.col("our_jkm"))
    on_page = missing.join(unread, on=["nik", "period"], how="inner", maintain_order="left")
    yield outcomes(on_page, codes.UNREAD, person=pl.col("nik"), money_sen=money)
    nowhere = missing.join(unread, on=["nik", "period"], how="anti", maintain_order="left")
    is_known = pl.col("nik").is_in(owned["nik"].implode())
    yield outcomes(
        nowhere.filter(is_known),
        codes.MONTH,
        detail=codes.MISSING,
        person=pl.col("nik"),
        money_sen=money,
    )
    yield outcomes(
        nowhere.filter(~is_known), codes.NOT_BILLED, person=pl.col("nik"), money_sen=money
    )


def billed_outside(pairs: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Return people of the result who are billed in a month in which the result does not bill them."""
    outside = pairs.filter(pl.col("our_wage").is_null()).select(
        *("owner", "period", "kpj", *codes.BILLED_PLACE),
        *("their_wage", "their_jkk", "their_jkm", "their_total", "rapel_sen"),
    )
    person = people.filter("is_earner").unique("nik", keep="first", maintain_order=True)
    known = outside.join(
        person.select(*codes.PERSON, owner="nik", name="name", our_kpj="kpj"),
        on="owner",
        how="left",
        maintain_order="left",
    )
    return outcomes(
        known,
        codes.MONTH,
        detail=codes.BILLED,
        person=pl.col("owner"),
        nik=pl.col("owner"),
        kpj=pl.coalesce("our_kpj", "kpj"),
        money_sen=pl.col("their_total"),
    )


def repeated_rows(matched: pl.DataFrame, months: pl.DataFrame) -> pl.DataFrame:
    """Return the second and further rows of one NIK in one month: BPJS bills it again."""
    person = months.select(*codes.PERSON, owner="nik", period="period", our_name="name")
    again = matched.filter(~pl.col("is_first")).join(
        person, on=["owner", "period"], how="left", maintain_order="left"
    )
    return outcomes(
        again,
        codes.TWICE,
        nik=pl.coalesce("owner", "nik"),
        name=pl.coalesce("our_name", "name"),
        money_sen=pl.col("their_total"),
    )


def strangers(matched: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Return people of the bill whom the result does not enrol as wage earners, with the reason."""
    unknown = matched.filter(
        pl.col("owner").is_null() & pl.col("is_first") & ~pl.col("has_owned_kpj")
    )
    is_enrolled = pl.col("status").is_in([READY, INCOMPLETE])
    others = (
        people.filter(~pl.col("is_earner"))
        .with_columns(reason=pl.when(is_enrolled).then(pl.lit(codes.BPU)).otherwise("status"))
        .unique("nik", keep="last", maintain_order=True)
        .select("nik", "reason", *codes.PERSON, our_name="name")
    )
    return outcomes(
        unknown.join(others, on="nik", how="left", maintain_order="left"),
        codes.NOT_OURS,
        detail=pl.when(pl.col("nik").is_null())
        .then(pl.lit(codes.NO_NIK))
        .otherwise(pl.col("reason").fill_null(codes.NOT_IN_ROSTERS)),
        name=pl.coalesce("our_name", "name"),
        money_sen=pl.col("their_total"),
    )


def shared_numbers(matched: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Return everybody whose membership number the bill has for another NIK, too.

    A stranger with the number of somebody of the result counts here with the whole amount.
    """
    is_extra = pl.col("owner").is_null() & pl.col("has_owned_kpj") & pl.col("is_first")
    person = people.filter("is_earner").unique("nik", keep="first", maintain_order=True)
    shared = matched.filter(pl.col("shares_kpj") & pl.col("is_first")).join(
        person.select(*codes.PERSON, owner="nik", our_name="name"),
        on="owner",
        how="left",
        maintain_order="left",
    )
    return outcomes(
        shared.sort("kpj", "owner", nulls_last=True, maintain_order=True),
        codes.SHARED_NUMBER,
        nik=pl.coalesce("owner", "nik"),
        name=pl.coalesce("our_name", "name"),
        money_sen=pl.when(is_extra).then("their_total").otherwise(0),
    )
