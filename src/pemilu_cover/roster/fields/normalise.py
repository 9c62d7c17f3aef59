"""Normalisation: from typed cells to one column of values for each field, null for unreadable cells.

It is tolerant: a cell with only one reading is read. Nothing is validated here. A distinct text is parsed
once; clean texts are not processed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

import polars as pl

from pemilu_cover.roster.cells.dates import birth_date, confirmed_birth_dates, contract_date, days
from pemilu_cover.roster.cells.distinct import map_distinct
from pemilu_cover.roster.columns import APOSTROPHES, CONTEXT, DISPLAY, RAW
from pemilu_cover.roster.fields.civil_servants import civil_servants
from pemilu_cover.roster.fields.display import flaws, with_shown
from pemilu_cover.roster.fields.identity import identity
from pemilu_cover.roster.fields.notes import combined
from pemilu_cover.roster.fields.paired_columns import split_pairs, unticked_notes, with_ticked_sex
from pemilu_cover.roster.fields.personal_status import blood_group, marital_status
from pemilu_cover.roster.fields.place_spelling import spelling_notes
from pemilu_cover.roster.fields.places import regencies, with_places
from pemilu_cover.roster.fields.remarks import leaving_notes
from pemilu_cover.roster.fields.roles import office_notes, roles
from pemilu_cover.roster.fields.tps import tps_notes, tps_number
from pemilu_cover.roster.reading.cell_encoding import (
    are_dates,
    are_numbers,
    cell_content,
    is_number,
)
from pemilu_cover.roster.tables.rows_above import Blocks
from pemilu_cover.values import phone, rupiah
from pemilu_cover.values.text import clean, normal_form

_SEX = {
    **dict.fromkeys("L LK LAKI PRIA M MALE LELAKI LAKILAKI".split(), "L"),
    "LAKI LAKI": "L",
    **dict.fromkeys("P PR PEREMPUAN WANITA F FEMALE W".split(), "P"),
}


def normalise(
    frame: pl.DataFrame,
    find_role: Callable[[str], str | None],
    unit_of: Mapping[str, str],
    above: Blocks | None = None,
) -> pl.DataFrame:
    """Add a column of values for each field.

    ``find_role`` returns a role's code by its name; ``unit_of`` has the unit in which each code serves;
    ``above`` has the places of the batches before, where the frame is a batch of a table.
    """
    frame = with_shown(split_pairs(with_ticked_sex(frame)))
    typed, shown = _column(frame, RAW), _column(frame, DISPLAY)
    role_columns, role_notes = roles(frame, find_role)
    identity_columns, identity_notes = identity(typed, shown)
    born = days(typed("birth_date"), birth_date)
    born = confirmed_birth_dates(born, shown("birth_date"), identity_columns[0])
    regency = regencies(shown("regency"), frame[CONTEXT + "regency"])
    employed, asn_notes = civil_servants(frame)
    notes = [
        *identity_notes,
        *role_notes,
        *asn_notes,
        *leaving_notes(shown),
        office_notes(role_columns[0], shown("remark"), find_role),
        *spelling_notes(shown, regency, identity_columns[0], frame[CONTEXT + "kecamatan"]),
        unticked_notes(frame),
        *tps_notes(shown("tps"), role_columns[0], unit_of),
    ]
    frame = frame.with_columns(
        flaws(typed, frame.height),
        *identity_columns,
        map_distinct(shown("sex"), lambda text: _SEX.get(normal_form(text))).alias("sex"),
        *role_columns,
        map_distinct(typed("wage"), _wage_sen, pl.Int64).alias("wage_sen"),
        born.alias("birth_date"),
        *(days(typed(name), contract_date).alias(name) for name in ("start", "end")),
        regency,
        *_for_sipp(shown, frame["table"]),
        *employed,
        combined(notes, frame.height),
    )
    return with_places(frame, unit_of, above)


def count_normalised(frame: pl.DataFrame) -> dict[str, int]:
    """Count, by field, the cells whose value differs from the displayed text."""
    dates_typed = ("birth_date", "start", "end")
    changed = {
        **{
            name: pl.col(DISPLAY + name).is_not_null() & pl.col(name).ne(pl.col(RAW + name))
            for name in ("nik", "name", "sex", "phone", "tps", "marital", "blood")
        },
        **{
            name: pl.col(name).is_not_null() & ~are_dates(pl.col(RAW + name))
            for name in dates_typed
        },
        "wage": pl.col("wage_sen").is_not_null() & ~are_numbers(pl.col(RAW + "wage")),
    }
    counts = frame.select(expression.sum().alias(name) for name, expression in changed.items())
    return {name: count for name, count in counts.row(0, named=True).items() if count}


def _column(frame: pl.DataFrame, prefix: str) -> Callable[[str], pl.Series]:
    return lambda name: frame[prefix + name]


def _for_sipp(shown: Callable[[str], pl.Series], table: pl.Series) -> list[pl.Series]:
    """Parse the cells that only the SIPP sheet needs."""
    digits = {name: shown(name).str.replace_all(r"[\s.\-']", "") for name in ("kpj", "npwp")}
    only = {"kpj": r"^([0-9]{11})$", "npwp": r"^([0-9]{15,16})$"}
    return [
        *(shown(name).alias(name) for name in ("birth_place", "address")),
        map_distinct(shown("tps"), tps_number).alias("tps"),
        _phones(shown("phone")).alias("phone"),
        marital_status(shown("marital"), table),
        blood_group(shown("blood")),
        shown("postal_code").str.extract(r"^([0-9]{5})$").alias("postal_code"),
        shown("email").str.extract(r"^([^@\s]+@[^@\s]+\.[^@\s]+)$", 1).alias("email"),
        *(cells.str.extract(only[name], 1).alias(name) for name, cells in digits.items()),
    ]


def _wage_sen(cell: str) -> int | None:
    try:
        if is_number(cell):
            return rupiah.to_sen(Decimal(cell_content(cell)))
        return rupiah.parse(clean(cell))
    except (ValueError, ArithmeticError):
        return None


def _phones(shown: pl.Series) -> pl.Series:
    """Parse phone numbers; plain ones are unchanged."""
    odd = ~shown.str.contains(phone.PLAIN).fill_null(value=True)
    return (
        shown.scatter(odd.arg_true(), map_distinct(shown.filter(odd), _phone))
        if odd.any()
        else shown
    )


def _phone(text: str) -> str | None:
    try:
        return phone.parse(text.lstrip(APOSTROPHES))
    except ValueError:
        return None
