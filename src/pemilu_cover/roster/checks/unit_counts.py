"""The number of people in one unit, compared with the election: a TPS with eight KPPS, a desa without PPS.

Each election has units of its own: a TPS of Pemilu 2024 and one of Pilkada 2024 are counted separately. A
unit is identified by its places: a TPS by kecamatan, desa and number. A person without all of them in their
row, block or title is not counted. A run that names at most one regency belongs to that regency; with
several, a person without one is not counted. No column names the province or perwakilan of a person: those
offices are not validated.

Everybody present counts, also people held back by an error, or excluded as civil servants. A NIK counts once
in one office of one unit, and a successor counts only from their first day.

**Too many** is always reported. **Too few**, or none, only for a role that the roster lists completely: at
least `IN_FULL` of the comparable units have the number that the election requires. So a list of replacements,
or of KPPS alone, gets no warning, and at most every fifth unit does. Comparable are the units of one regency
in which, or within which, somebody of the same body (KPU or Bawaslu) serves. A unit with an unreadable role
is skipped: that finding comes first.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from textwrap import shorten

import polars as pl

from pemilu_cover.i18n.text import LocalizedText, localize
from pemilu_cover.reference import regions
from pemilu_cover.roster.checks.duplicates import has_sure_nik
from pemilu_cover.roster.checks.role_limits import ValidationRules
from pemilu_cover.roster.columns import LIMIT
from pemilu_cover.roster.fields.places import without_place_word
from pemilu_cover.roster.findings import Violation
from pemilu_cover.values.text import normal_form

# The share of units with enough of a role from which on the roster lists all of that role.
IN_FULL = 0.8
# The places that identify a unit, the widest first; people of a TPS serve within its desa, too.
_KEYS = {
    "kabkota": ["regency"],
    "kecamatan": ["regency", "kecamatan"],
    "desa": ["regency", "kecamatan", "desa"],
    "tps": ["regency", "kecamatan", "desa", "tps"],
}
_KINDS = list(_KEYS)
_NUMERALS = re.compile(r"(?<=[IVX]) (?=[IVX]+\b)")
_THIS_REGENCY = localize("findings.this-regency")
_NAMES = {
    "kecamatan": "Kecamatan {kecamatan}",
    "desa": "Desa/Kelurahan {desa}, Kecamatan {kecamatan}",
    "tps": "TPS {tps} {desa}, Kecamatan {kecamatan}",
}
_CODE = "^[0-9A-Za-z]{1,4}$"  # a number of a TPS
_LONGEST = 60  # no place has a longer name; other text in its cell is cut from the sentence
_FIELDS = {
    "kabkota": "role"
}  # most rosters have no column for it; other kinds have one of their name

# Distinguishes offices within a run.
_ELECTION = "election"
_OF_ROLE = ("body", "family", "least", "most")
_IS_DATED = pl.col("start") <= pl.col("end")
_FIRST_DAY = pl.when(_IS_DATED).then("start").otherwise(date.min)
_LAST_DAY = pl.when(_IS_DATED).then("end").otherwise(date.max)

# A person's number, a code, and the values of its sentence.
CountFault = tuple[int, str, dict[str, object]]


def check_unit_counts(
    frame: pl.DataFrame,
    civil_servants: Collection[int],
    nik_shared: Collection[int],
    rules: ValidationRules,
) -> Iterator[tuple[int, Violation]]:
    """Yield the faults in the numbers of each unit: one for a unit and role, with a person's number.

    ``frame`` has everybody, with defaults applied. Of the excluded only the ``civil_servants`` count;
    ``nik_shared`` are people who share their NIK with another person, and count on their own. A fault is at
    the first row that is too many (``unit-too-many``) or at the first of too few (``unit-too-few``). Missing
    roles of a unit are reported once for a family of roles (``unit-without``), at the unit's first row of
    that family, else of the same body.
    """
    people = _people(frame.filter(~pl.col("excluded") | _is_one_of(civil_servants)), nik_shared)
    served = people["unit"].unique()
    faults_by_kind = {
        kind: list(_check_units(kind, people, rules)) for kind in _KEYS if kind in served
    }
    if not any(faults_by_kind.values()):
        return
    regencies = _regency(frame["regency"])
    places = (_printable(frame[place], regencies) for place in _KEYS["tps"][1:])
    shown = frame.select("regency", *places)
    for kind, faults in faults_by_kind.items():
        for number, code, detail in faults:
            unit = _named(kind, *shown.row(number))
            yield number, Violation(code, _FIELDS.get(kind, kind), {"unit": unit, **detail})


def _printable(places: pl.Series, regencies: pl.Series) -> pl.Series:
    """Return the printable places.

    "…" replaces a place that only one row of its regency has: it may have slipped by a column.
    """
    forms = pl.DataFrame({"place": places, "form": _form(places), "regency": regencies})
    rows = pl.len().over("form", "regency")
    is_printable = pl.col("place").str.contains(_CODE) | (rows > 1)
    shown = pl.when(is_printable).then("place").otherwise(pl.lit("…"))
    return forms.select(shown.alias(places.name)).to_series()


def _check_units(kind: str, people: pl.DataFrame, rules: ValidationRules) -> Iterator[CountFault]:
    places = _KEYS[kind]
    keys = [_ELECTION, *places]
    within = pl.col("unit").is_in(_KINDS[_KINDS.index(kind) :])
    units = people.filter(within).drop_nulls(places)
    offices = _offices(units.filter(pl.col("unit") == kind), keys)
    # The election of an unreadable role is unknown.
    clear = units.join(people.filter(pl.col("role").is_null()), on=places, how="anti")
    missing = _too_few(clear, offices, keys)
    columns = (_ELECTION, "role", "found")
    yield from _number_faults("unit-too-many", offices.select(*columns, at="extra"), rules)
    yield from _number_faults("unit-too-few", missing.select(*columns, at="first"), rules)
    yield from _missing_roles(missing, clear, keys, rules)


def _people(frame: pl.DataFrame, nik_shared: Collection[int]) -> pl.DataFrame:
    """Return everybody with their identity (``who``) and the comparison form of their places."""
    who = pl.when(has_sure_nik() & ~_is_one_of(nik_shared)).then(pl.col("nik"))
    return frame.select(
        *("id", _ELECTION, "role", "unit", "start", "end"),
        *(pl.col(LIMIT + name).alias(name) for name in _OF_ROLE),
        who.otherwise(pl.col("id").cast(pl.String)).alias("who"),
        _regency(frame["regency"]).alias("regency"),
        *(_form(frame[place]).alias(place) for place in _KEYS["tps"][1:]),
    )


def _is_one_of(people: Collection[int]) -> pl.Expr:
    return pl.col("id").is_in(sorted(people))


def _regency(named: pl.Series) -> pl.Series:
    if named.drop_nulls().n_unique() > 1:
        return named
    return pl.repeat(named.max() or "", len(named), dtype=pl.String, eager=True)


def _form(places: pl.Series) -> pl.Series:
    """Number places so that "Desa Karang Anyar" and "KARANGANYAR" are one; null for an unnamed one."""
    distinct = places.drop_nulls().unique()
    numbers: dict[str, int | None] = {"": None}
    forms = [numbers.setdefault(_compared(text), len(numbers)) for text in distinct]
    return places.replace_strict(distinct, pl.Series(forms, dtype=pl.UInt32), default=None)


def _compared(text: str) -> str:
    """Return the comparison form of a name; "Lubuk Pakam I, II" and "Lubuk Pakam III" are neighbours."""
    return _NUMERALS.sub("-", normal_form(without_place_word(text))).replace(" ", "")


def _offices(people: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Return each role of each unit with the largest number of people at the same time, as ``found``.

    ``first`` is the first person, ``extra`` the first who is one too many, or null. A person without
    comparable dates is present all the time.
    """
    office = [*keys, "role"]
    once = _once_each(people, [*office, "who"])
    offices = once.group_by(*office, *_OF_ROLE).agg(
        pl.len().cast(pl.Int32).alias("found"),
        pl.col("id").min().alias("first"),
        pl.lit(None, pl.UInt32).alias("extra"),
        # On the last first day everybody is there, also who leaves on it.
        (_FIRST_DAY.max() <= _LAST_DAY.min()).alias("serve_together"),
    )
    is_enough = pl.col("serve_together") & ~(pl.col("found") > pl.col("most")).fill_null(
        value=False
    )
    others = once.join(offices.filter(~is_enough), on=office, how="semi", nulls_equal=True)
    offices = offices.filter(is_enough).drop("serve_together")
    return pl.concat([offices, _offices_by_day(others, office).select(offices.columns)])


def _offices_by_day(people: pl.DataFrame, office: Sequence[str]) -> pl.DataFrame:
    """Return the same of offices in which people follow each other, or are too many."""
    comings = people.with_columns(_FIRST_DAY.alias("day"), change=1)
    goings = people.filter(_IS_DATED).with_columns(pl.col("end").alias("day"), change=-1)
    # A person who leaves on the day on which another arrives is still there.
    days = pl.concat([comings, goings]).sort("day", "change", "id", descending=[False, True, False])
    serving = pl.col("change").cum_sum().over(office)
    return (
        days.with_columns(serving.alias("serving"))
        .group_by(*office, *_OF_ROLE)
        .agg(
            pl.col("serving").max().alias("found"),
            pl.col("id").min().alias("first"),
            pl.col("id").filter(pl.col("serving") > pl.col("most")).first().alias("extra"),
        )
    )


def _once_each(people: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Remove the rows of a person in an office that overlap an earlier one; two terms both count."""
    is_shared = pl.col("who").is_duplicated()  # nearly nobody, and groups of all people take long
    by_day = people.filter(is_shared).sort([*keys, _FIRST_DAY, "id"], maintain_order=True)
    latest = _LAST_DAY.cum_max().shift(1).over(keys)
    once = by_day.filter((latest.is_null() | (latest < _FIRST_DAY)).over(keys))
    return pl.concat([people.filter(~is_shared), once]).sort("id")


def _too_few(people: pl.DataFrame, offices: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Return the roles of each unit that have fewer people than the election requires.

    ``numbers`` is null for a role without people; ``of_body`` is the first person of the unit's body.
    """
    area = [_ELECTION, "regency", "body"]
    units = people.group_by(*keys, "body").agg(pl.col("id").min().alias("of_body"))
    enough = (pl.col("found") >= pl.col("least")).sum()
    complete_roles = (
        offices.filter(pl.col("least") > 0)
        .join(units, on=[*keys, "body"], how="semi")
        .group_by(_ELECTION, "regency", "role", "body", "family", "least")
        .agg(enough.alias("enough"))
        .join(units.group_by(area).len("units"), on=area)
        .filter(pl.col("enough") / pl.col("units") >= IN_FULL)
    )
    numbers = offices.select(*keys, "role", "found", "first")
    return (
        units.join(complete_roles, on=area)
        .join(numbers, on=[*keys, "role"], how="left")
        .filter(pl.col("found").fill_null(0) < pl.col("least"))
    )


def _number_faults(
    code: str, offices: pl.DataFrame, rules: ValidationRules
) -> Iterator[CountFault]:
    for election, role, count, number in offices.drop_nulls().sort("at").iter_rows():
        rule = rules.of(election).roles[role]
        fixed = rule.least in {None, rule.most}
        expected = str(rule.most) if fixed else f"{rule.least}–{rule.most}"
        detail = {"found": count, "role": rule.name, "expected": expected, "law": rule.count_law}
        yield number, code, detail


def _missing_roles(
    missing: pl.DataFrame, people: pl.DataFrame, keys: Sequence[str], rules: ValidationRules
) -> Iterator[CountFault]:
    family = [*keys, "family"]
    of_family = people.group_by(family).agg(pl.col("id").min().alias("of_family"))
    absent = (
        missing.filter(pl.col("found").is_null())
        .join(of_family, on=family, how="left")
        .group_by(family)
        .agg(pl.coalesce("of_family", "of_body").first().alias("at"), "role")
        .sort("at", "family")
    )
    for number, roles in absent.select("at", "role").iter_rows():
        names = [rule.name for role, rule in rules.roles.items() if role in roles]
        yield number, "unit-without", {"roles": ", ".join(names)}


def _named(
    kind: str, regency: str | None, kecamatan: str | None, desa: str | None, tps: str | None
) -> str | LocalizedText:
    """Return the name of the unit in which, or within which, a person serves, from their row."""
    if kind == "kabkota":
        return regions.region_name(regency or "") or _THIS_REGENCY
    places = [shorten(without_place_word(text or ""), _LONGEST) for text in (kecamatan, desa, tps)]
    return _NAMES[kind].format(**dict(zip(_KEYS["tps"][1:], places, strict=True)))
