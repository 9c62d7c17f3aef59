"""What differs between the earlier and the newer row of one person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import polars as pl

from pemilu_cover.reconciliation.changes.events import (
    CONTACT,
    DATES,
    IDENTITY,
    ROLE,
    UNIT,
    WAGE,
)
from pemilu_cover.values import dates, rupiah
from pemilu_cover.values.text import normal_form

# SIPP's correction file takes contact data; it locks identities, which the branch corrects by letter.
FIELDS = {
    WAGE: ("wage_sen",),
    ROLE: ("role",),
    UNIT: ("kecamatan", "desa", "tps"),
    DATES: ("start", "end"),
    CONTACT: ("phone", "email", "address", "postal_code", "location"),
    IDENTITY: ("name", "birth_place", "birth_date", "sex", "mother", "npwp"),
}
KIND_OF_FIELD = {field: kind for kind, fields in FIELDS.items() for field in fields}
# Cells of a person that a newer roster may lack: what was known before still holds.
KEPT = (
    *(field for field in KIND_OF_FIELD if field not in ("role", "wage_sen")),
    "degree",
    "marital",
    "blood",
    "identity_valid_until",
    "regency",
)
# Cells that stay as they were, whatever a newer roster has.
_OWN = ("no_pegawai",)
_ASSUMED = ("default", "column")
_SPELLED = ("kecamatan", "desa", "tps", "name", "birth_place", "mother", "address")


def with_known_cells(pairs: pl.DataFrame) -> pl.DataFrame:
    """Return paired rows in which the earlier value fills a cell that the newer roster lacks.

    ``pairs`` has each column twice, the earlier one with the suffix ``_earlier``. Wage and days that a
    default supplied give way to those of an earlier cell. The first day in a new role is no first day of
    service: earlier months stay billed.
    """
    pairs = pairs.with_columns(
        pl.when(_is_assumed(name)).then(f"{column}_earlier").otherwise(column).alias(column)
        for name in ("wage_sen", "start", "end")
        for column in (name, _source(name))
    )
    has_new_role = (pl.col("role") != pl.col("role_earlier")) | (
        pl.col("start") <= pl.col("wage_since").dt.month_end()
    )
    serves_on = has_new_role & (pl.col("start") > pl.col("start_earlier"))
    # SIPP may still have somebody else under a corrected NIK.
    is_corrected, number = pl.col("former_nik").is_not_null(), pl.coalesce("kpj_earlier", "kpj")
    pairs = pairs.with_columns(
        pl.when(serves_on).then("start_earlier").otherwise("start").alias("start"),
        pl.when(is_corrected).then("kpj_earlier").otherwise(number).alias("kpj"),
    )
    return pairs.with_columns(
        *(pl.coalesce(name, f"{name}_earlier").alias(name) for name in KEPT),
        *(pl.coalesce(f"{name}_earlier", name).alias(name) for name in _OWN),
    )


def _source(name: str) -> str:
    return f"{name.removesuffix('_sen')}_source"


def _is_assumed(name: str) -> pl.Expr:
    """Return whether the newer value is a default and the earlier one, of the same role, is of a cell."""
    source = _source(name)
    is_same_role = pl.col("role") == pl.col("role_earlier")
    is_default = pl.col(source).is_in(_ASSUMED) & (pl.col(f"{source}_earlier") == "cell")
    return (is_default & (is_same_role if name == "wage_sen" else True)).fill_null(value=False)


def differs() -> pl.Expr:
    """Return whether a field of a pair differs, be it only in its spelling.

    An empty newer cell is no change, and an empty earlier one only where SIPP can take the contact data.
    """
    other = (
        (pl.col(name) != pl.col(f"{name}_earlier")).fill_null(value=False) for name in KIND_OF_FIELD
    )
    added = (
        pl.col(name).is_not_null() & pl.col(f"{name}_earlier").is_null() for name in FIELDS[CONTACT]
    )
    in_sipp = (pl.col("missing_earlier").list.len() == 0) | pl.col("kpj").is_not_null()
    return pl.any_horizontal(*other, pl.any_horizontal(added) & in_sipp)


def find_changes(pairs: pl.DataFrame) -> Iterator[tuple[dict[str, object], str, str, str]]:
    """Yield the row, the field, the earlier and the new value of each change, as texts.

    Two spellings of one place or name, in capitals or with other signs, are no change.
    """
    for row in pairs.filter(differs()).iter_rows(named=True):
        for field in KIND_OF_FIELD:
            before, after = row[f"{field}_earlier"], row[field]
            if after is None or (before is None and not _is_first_contact(row, field)):
                continue
            if before is None or not is_same(field, before, after):
                yield row, field, format_value(field, before), format_value(field, after)


def _is_first_contact(row: Mapping[str, object], field: str) -> bool:
    """Return whether contact data that SIPP has empty is known now; who was incomplete is not in SIPP yet."""
    return KIND_OF_FIELD[field] == CONTACT and (not row["missing_earlier"] or bool(row["kpj"]))


def is_same(field: str, before: object, after: object) -> bool:
    """Return whether two values of a field are the same, or two spellings of one place or name."""
    if field in _SPELLED:
        before, after = normal_form(str(before)), normal_form(str(after))
        if field == "tps":
            before, after = before.lstrip("0"), after.lstrip("0")
    return before == after


def format_value(field: str, value: object) -> str:
    """Return a value as a clerk writes it, ``""`` for none."""
    if value is None:
        return ""
    if isinstance(value, date):
        return dates.format_ddmmyyyy(value)
    if field.endswith("_sen") and isinstance(value, int):
        return rupiah.format_rupiah(value)
    return str(value)
