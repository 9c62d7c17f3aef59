"""Who somebody is: the NIK, the name without its degrees, the degrees."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from pemilu_cover.roster.distinct import map_distinct
from pemilu_cover.roster.fractions import are_uncertain
from pemilu_cover.roster.sheet import NUMBER
from pemilu_cover.values import names, nik


def identity(
    typed: Callable[[str], pl.Series], shown: Callable[[str], pl.Series]
) -> list[pl.Series]:
    """Return the columns NIK, whether it is a number, name and degree."""
    # In a CSV file, what Excel made of a number reads 3.21402E+15.
    number = typed("nik").str.contains(f"^{NUMBER}|^\\s*\\d[.,]\\d+[eE]\\+\\d+\\s*$")
    digits = shown("nik")
    plain = digits.str.contains(r"^[0-9]+$").fill_null(value=True)
    if not plain.all():
        digits = digits.scatter(
            plain.not_().arg_true(), map_distinct(digits.filter(~plain), nik.compact)
        )
    # "1. Asep": the running number stands in the cell of the name.
    whole = shown("name").str.replace(r"^\d{1,4}[.)] *(\p{L})", "$1")
    name, degree = whole.clone(), shown("degree")
    titled = whole.str.contains(r"[.,]").fill_null(value=False)
    if titled.any():
        at = titled.arg_true()
        name = name.scatter(
            at, map_distinct(whole.filter(titled), lambda text: names.split_degree(text)[0] or None)
        )
        found = map_distinct(whole.filter(titled), lambda text: names.split_degree(text)[1] or None)
        degree = degree.scatter(at, degree.filter(titled).zip_with(found.is_null(), found))
    return [
        digits.alias("nik"),
        (number | are_uncertain(shown("nik")).fill_null(value=False)).alias("nik_is_number"),
        name.alias("name"),
        degree.alias("degree"),
    ]
