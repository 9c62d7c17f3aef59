"""What differs between a person in the result and on the bill: amounts to the sen, identity, name."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from pemilu_cover.reconciliation.billing import outcome_codes as codes
from pemilu_cover.reconciliation.billing.matching import BY_NIK
from pemilu_cover.reconciliation.billing.outcome_codes import outcomes
from pemilu_cover.values.names import split_degree
from pemilu_cover.values.text import normal_form


def amount_differences(pairs: pl.DataFrame, tolerance_sen: int) -> Iterator[pl.DataFrame]:
    """Yield the differences in money. Each sen of a person's difference counts under one outcome.

    Args:
        pairs: Rows of the bill with the same person and month of the result.
        tolerance_sen: The difference of a programme that rounding explains.
    """
    jkk, jkm = (pl.col(f"their_{name}") - pl.col(f"our_{name}") for name in ("jkk", "jkm"))
    compared = pairs.with_columns(
        _money=jkk + jkm,
        _of_wage=scaled("our_jkk") + scaled("our_jkm") - pl.col("our_jkk") - pl.col("our_jkm"),
        _is_wage=pl.col("their_wage") != pl.col("our_wage"),
        _is_rapel=pl.col("rapel_sen") != 0,
        _is_rounding=(jkk.abs() <= tolerance_sen) & (jkm.abs() <= tolerance_sen),
        _differs=(jkk != 0) | (jkm != 0),
        _other=pl.col("their_total") - pl.col("their_jkk") - pl.col("their_jkm"),
    )
    wage, rapel, rounding = (pl.col(name) for name in ("_is_wage", "_is_rapel", "_is_rounding"))
    with_both = pl.when(wage & rapel)
    amounts = ~wage & ~rapel & pl.col("_differs")
    rules = (
        (codes.WAGE, wage, with_both.then("_of_wage").otherwise("_money")),
        (
            codes.RAPEL,
            rapel,
            with_both.then(pl.col("_money") - pl.col("_of_wage")).otherwise("_money"),
        ),
        (codes.RATE, amounts & ~rounding, pl.col("_money")),
        (codes.ROUNDING, amounts & rounding, pl.col("_money")),
        (
            codes.OTHER_PROGRAMME,
            (pl.col("other_sen").fill_null(0) != 0) | (pl.col("_other") != 0),
            pl.col("_other"),
        ),
    )
    for code, applies, money in rules:
        yield _about(compared.filter(applies), code, money_sen=money)


def scaled(amount: str) -> pl.Expr:
    """Return a contribution of the result as it would be on the wage of the bill, rounded half up."""
    wage = pl.col("our_wage")
    exact = 2 * pl.col(amount) * pl.col("their_wage") + wage
    return pl.when(wage > 0).then(exact // (2 * wage)).otherwise(pl.col(amount))


def identity_differences(pairs: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Yield the identities and names that differ; what the bill masks or has not is not compared."""
    other_nik = pairs.filter((pl.col("matched_by") != BY_NIK) & pl.col("nik").is_not_null())
    yield _about(
        other_nik, codes.IDENTITY, detail=codes.NIK, ours=pl.col("owner"), theirs=pl.col("nik")
    )
    births = pairs.filter(pl.col("our_birth") != pl.col("birth_date"))
    yield _about(
        births,
        codes.IDENTITY,
        detail=codes.BIRTH_DATE,
        ours=pl.col("our_birth").cast(pl.String),
        theirs=pl.col("birth_date").cast(pl.String),
    )
    numbers = pairs.filter(pl.col("our_kpj") != pl.col("kpj"))
    yield _about(
        numbers, codes.IDENTITY, detail=codes.KPJ, ours=pl.col("our_kpj"), theirs=pl.col("kpj")
    )
    shown = pairs.filter(
        ~pl.col("is_masked") & pl.col("name").is_not_null() & pl.col("our_name").is_not_null()
    )
    differs = [
        _letters(ours) != _letters(theirs)
        for ours, theirs in shown.select("our_name", "name").iter_rows()
    ]
    names = shown.filter(pl.Series(differs, dtype=pl.Boolean))
    yield _about(names, codes.NAME, ours=pl.col("our_name"), theirs=pl.col("name"))


def _about(frame: pl.DataFrame, code: str, **values: pl.Expr | str) -> pl.DataFrame:
    money = {} if "money_sen" in values else {"money_sen": 0}
    return outcomes(
        frame,
        code,
        person=pl.col("owner"),
        nik=pl.col("owner"),
        name=pl.col("our_name"),
        kpj=pl.coalesce("our_kpj", "kpj"),
        **money,
        **values,
    )


def _letters(name: str) -> str:
    """Return the letters of a name without degrees and spaces: a line break on paper may be within a word.

    >>> _letters("Hj. Siti Nur'aini, S.Pd") == _letters("HJ SITI NUR AINI")
    True
    """
    return normal_form(split_degree(name)[0]).replace(" ", "")
