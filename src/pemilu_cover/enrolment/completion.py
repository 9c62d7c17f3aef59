"""Completing people for SIPP: what the law, the agreement and the office add, and what still lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from pemilu_cover.enrolment.pricing import PricedPeople
from pemilu_cover.enrolment.validation import ValidatedRoster
from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.i18n.text import LocalizedText, localize
from pemilu_cover.law.agreement import Agreement
from pemilu_cover.reference import regions, sipp_layout
from pemilu_cover.reference.sipp_locations import Location, sipp_location

# An electronic identity card is valid for life and carries no date, but SIPP demands one. This is the
# date that a payroll program in production writes; an agreement may set another.
LIFELONG_CARD = date(2090, 1, 1)
_MAJORITY = 0.5

FROM_AGREEMENT = localize("enrolment.default-from-agreement")
FROM_TITLE = localize("enrolment.office-from-title")
FROM_COLUMN = localize("enrolment.office-from-column")
FROM_NIK = localize("enrolment.office-from-nik")
LIFELONG = localize("enrolment.valid-for-life")
NOT_KNOWN = localize("enrolment.office-unknown")


@dataclass(frozen=True)
class CompletedPeople:
    """Enrolled people with all fields of SIPP, and ``missing``, the list of missing ones.

    ``filled`` counts the cells filled by a default, by field; ``because`` is the source of each default.
    """

    people: pl.DataFrame
    location: Location | None
    location_because: LocalizedText
    filled: Mapping[str, int]
    because: Mapping[str, LocalizedText]


def fill_sipp_fields(
    priced: PricedPeople,
    validation: ValidatedRoster,
    office: tuple[Location | None, LocalizedText] | None = None,
) -> CompletedPeople:
    """Add what every sheet needs of a person: running number, names, SIPP's cells.

    ``office`` is its place of work and the reason, if they are known.
    """
    location, because = office or infer_location(validation)
    people = priced.people
    defaults = _defaults(validation)
    filled = {
        name: people.filter(pl.col(name).is_null() & pl.col(f"display_{name}").is_null()).height
        if name in people.columns
        else people.height
        for name in defaults
    }
    names = {code: role.name for code, role in validation.terms.book.roles.roles.items()}
    people = people.with_columns(
        *(_with_default(people, name, value) for name, (value, _) in defaults.items()),
        _places_of_work(people, location).alias("location"),
        pl.col("segment").str.to_uppercase().alias("segment_name"),
        pl.col("role").replace_strict(names, return_dtype=pl.String).alias("role_name"),
        sipp_wage().alias("sipp_wage"),
    ).with_row_index("number", offset=1)
    people = people.with_columns(pl.col("number").cast(pl.String).str.zfill(6).alias("no_pegawai"))
    # Returning members are enrolled by another template, which requires none of these cells.
    missing = pl.when(pl.col("kpj").is_null()).then(missing_required(people)).otherwise(pl.lit([]))
    return CompletedPeople(
        people.with_columns(missing.alias("missing")),
        location,
        because,
        {name: count for name, count in filled.items() if count},
        {name: why for name, (_, why) in defaults.items()},
    )


def _places_of_work(people: pl.DataFrame, office: Location | None) -> pl.Expr:
    """Return SIPP's code of each person's place of work: the row's own regency, else the office's."""
    codes = people.filter(pl.col("display_regency").is_not_null())["regency"].drop_nulls().unique()
    places = {code: place.code for code in codes if (place := sipp_location(code))}
    own_regency = pl.when(pl.col("display_regency").is_not_null()).then(
        pl.col("regency").replace_strict(places, default=None, return_dtype=pl.String)
    )
    return pl.coalesce(own_regency, pl.lit(office.code if office else None, dtype=pl.String))


def _defaults(validation: ValidatedRoster) -> dict[str, tuple[str | date, LocalizedText]]:
    """Return the cells that the agreement fills where a roster lacks them, and the lifelong card."""
    agreement_defaults = validation.terms.agreement.defaults
    card = agreement_defaults.identity_valid_until
    defaults: dict[str, tuple[str | date, LocalizedText]] = {
        "identity_valid_until": (card or LIFELONG_CARD, FROM_AGREEMENT if card else LIFELONG)
    }
    for name in ("marital", "blood", "address", "postal_code"):
        if value := getattr(agreement_defaults, name):
            defaults[name] = (value, FROM_AGREEMENT)
    return defaults


def _with_default(people: pl.DataFrame, name: str, value: str | date) -> pl.Expr:
    if name not in people.columns:
        return pl.lit(value).alias(name)
    # A default fills empty cells only: a cell that cannot be read is to be corrected.
    return (
        pl.when(pl.col(f"display_{name}").is_null())
        .then(pl.coalesce(name, pl.lit(value)))
        .otherwise(name)
    )


def sipp_wage() -> pl.Expr:
    """Return the wage that SIPP is given: the contribution base in whole rupiah, as SIPP bills a share of it.

    The premium is priced on the exact base.
    """
    return ((pl.col("base_sen") + 50) // 100).cast(pl.String)


def agreement_location(agreement: Agreement) -> Location | None:
    """Return the place of work that an agreement names; raise `RefusalError` where SIPP does not know it."""
    code = agreement.employer.location
    if code and sipp_location(code) is None:
        raise RefusalError("location-unknown", code=code)
    return sipp_location(code) if code else None


def infer_location(validation: ValidatedRoster) -> tuple[Location | None, LocalizedText]:
    """Return the office's place of work: by the agreement, the titles, or the commonest region of NIKs."""
    if location := agreement_location(validation.terms.agreement):
        return location, FROM_AGREEMENT
    frame = validation.frame
    regencies = frame["regency"].drop_nulls().unique()
    if len(regencies) == 1:
        in_cells = frame["display_regency"].count() > 0
        return sipp_location(regencies[0]), FROM_COLUMN if in_cells else FROM_TITLE
    regency = (
        frame["nik"].str.head(regions.REGENCY).value_counts(sort=True, name="people").drop_nulls()
    )
    if regency.height and regency["people"][0] > _MAJORITY * frame.height:
        return sipp_location(regency["nik"][0]), FROM_NIK
    return None, NOT_KNOWN


def missing_required(people: pl.DataFrame) -> pl.Series:
    """Give, for each person, the list of fields that SIPP demands and that are empty."""
    missing = [
        pl.when(pl.col(name).is_null()).then(pl.lit(name))
        for name in sipp_layout.REQUIRED
        if name in people.columns and people[name].null_count()
    ]
    fields = pl.concat_list(pl.lit(None, pl.String), *missing).list.drop_nulls()
    return people.select("id", missing=fields)["missing"]
