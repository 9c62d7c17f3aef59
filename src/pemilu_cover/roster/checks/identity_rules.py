"""Rules about identity: NIK, name, birth date and sex, and whether they agree."""

from __future__ import annotations

from datetime import date

import polars as pl

from pemilu_cover.reference import regions
from pemilu_cover.roster.checks.role_limits import ValidationRules
from pemilu_cover.roster.checks.row_rule import Breach, WorkerRow, rule
from pemilu_cover.roster.columns import LIMIT
from pemilu_cover.values import dates, names, nik
from pemilu_cover.values.nonanswers import is_non_answer

# Younger than this, a birth date is no election worker's but a typing error.
AGE_CHILD = 10


# ---- NIK ----------------------------------------------------------------------------------------


def _nik_well_formed(_: ValidationRules) -> pl.Expr:
    digits = pl.col("nik")
    is_text = ~pl.col("nik_is_number")
    return is_text & digits.str.contains(r"^[0-9]{16}$") & ~digits.str.ends_with("0000")


def _nik_region_known(_: ValidationRules) -> pl.Expr:
    return pl.col("nik").str.head(6).is_in(regions.kecamatan_codes())


def _nik_agrees(_: ValidationRules) -> pl.Expr:
    """Prove in one comparison that the NIK's date exists and that birth date and sex agree with it."""
    born, sex = pl.col("birth_date").dt, pl.col("sex")
    day = born.day().cast(pl.Int32) + pl.when(sex == "P").then(nik.WOMEN_DAY_OFFSET).otherwise(0)
    ddmmyy = day * 10_000 + born.month().cast(pl.Int32) * 100 + born.year() % 100
    digits = pl.col("nik").str.slice(6, 6).cast(pl.Int32, strict=False)
    is_of_a_nik = born.year().is_between(nik.FIRST_YEAR, nik.LAST_YEAR)
    return sex.is_not_null() & (digits == ddmmyy) & is_of_a_nik


def _nik_error(row: WorkerRow, code: str) -> Breach | bool:
    """Return the breach of a NIK that cannot exist for the reason of this code."""
    if row.nik is None:
        return False
    try:
        nik.parse(row.nik)
    except nik.NikError as error:
        if error.code != code:
            return False
        detail = dict(error.detail)
        suggestion = detail.pop("suggestion", None)
        return Breach(detail, suggestion if isinstance(suggestion, str) else None)
    return False


@rule("nik-missing", "nik", proof=_nik_well_formed)
def nik_missing(row: WorkerRow) -> bool:
    """Everybody has a NIK."""
    return row.nik is None and not row.has_failed_formula("nik")


@rule("nik-number", "nik", proof=_nik_well_formed)
def nik_number(row: WorkerRow) -> bool:
    """A NIK is text: Excel keeps 15 digits of a number."""
    return row.nik is not None and row.nik_is_number


@rule("nik-letters", "nik", proof=_nik_well_formed)
def nik_letters(row: WorkerRow) -> Breach | bool:
    """A NIK has digits only."""
    return _nik_error(row, "nik-letters")


@rule("nik-length", "nik", proof=_nik_well_formed)
def nik_length(row: WorkerRow) -> Breach | bool:
    """A NIK has 16 digits."""
    return _nik_error(row, "nik-length")


@rule("nik-serial", "nik", proof=_nik_well_formed)
def nik_serial(row: WorkerRow) -> Breach | bool:
    """The serial of a NIK starts at 0001."""
    return _nik_error(row, "nik-serial")


@rule("nik-date", "nik", proof=_nik_agrees)
def nik_date(row: WorkerRow) -> Breach | bool:
    """The birth date in a NIK exists."""
    return _nik_error(row, "nik-date")


@rule("nik-region", "nik", proof=_nik_region_known)
def nik_region(row: WorkerRow) -> bool:
    """A NIK begins with the code of a kecamatan."""
    return row.nik is not None and nik.Nik(row.nik).region not in regions.kecamatan_codes()


# ---- name ---------------------------------------------------------------------------------------


def _name_plain(_: ValidationRules) -> pl.Expr:
    return pl.col("name").str.contains(r"^[A-Za-z][A-Za-z .,'-]*$")


def _needs_name(row: WorkerRow) -> bool:
    return row.name is None and not row.has_failed_formula("name")


@rule("name-unreadable", "name", proof=_name_plain)
def name_unreadable(row: WorkerRow) -> bool:
    """A name is no answer such as "tidak ada"."""
    cell = row.display.get("name")
    return _needs_name(row) and cell is not None and is_non_answer(cell)


@rule("name-missing", "name", proof=_name_plain)
def name_missing(row: WorkerRow) -> bool:
    """Everybody has a name."""
    return _needs_name(row)


@rule("name-formula", "name", proof=_name_plain)
def name_formula(row: WorkerRow) -> bool:
    """A name is no formula."""
    return row.name is not None and names.is_formula(row.name)


@rule("name-characters", "name", proof=_name_plain)
def name_characters(row: WorkerRow) -> bool:
    """A name has letters only."""
    return row.name is not None and names.has_odd_characters(row.name)


# ---- birth date ---------------------------------------------------------------------------------


# A wrong first or last day is not used, and then the age on another day counts: a proof is about both days.
_DAYS_OF_AGE = ("start", LIMIT + "voting_day")


def _age_plausible(_: ValidationRules) -> pl.Expr:
    ages = (_age_on(pl.col(day)) for day in _DAYS_OF_AGE)
    return pl.all_horizontal(age.is_between(nik.AGE_YOUNGEST, nik.AGE_OLDEST) for age in ages)


def _age_within_limits(_: ValidationRules) -> pl.Expr:
    youngest, oldest = pl.col(LIMIT + "youngest"), pl.col(LIMIT + "oldest")
    ages = [_age_on(pl.col(day)) for day in _DAYS_OF_AGE]
    return pl.all_horizontal(
        (youngest.is_null() | (age >= youngest)) & (oldest.is_null() | (age <= oldest))
        for age in ages
    )


def _age_on(day: pl.Expr) -> pl.Expr:
    return (_yyyymmdd(day) - _yyyymmdd(pl.col("birth_date"))) // 10_000


def _yyyymmdd(day: pl.Expr) -> pl.Expr:
    """Return a day as a number, such as 20241127; the difference of two has the full years in front."""
    return day.dt.year() * 10_000 + day.dt.month().cast(pl.Int32) * 100 + day.dt.day()


def _birth_date_of_nik(row: WorkerRow) -> date | None:
    return nik.Nik(row.nik).birth_date(on=row.reference_day) if row.nik else None


def _breach_with_nik_date(row: WorkerRow) -> Breach:
    day = _birth_date_of_nik(row)
    return Breach(suggestion=dates.format_ddmmyyyy(day) if day else None)


def _needs_birth_date(row: WorkerRow) -> bool:
    return row.birth_date is None and not row.has_failed_formula("birth_date")


@rule("birth-missing", "birth_date", proof=_nik_agrees)
def birth_missing(row: WorkerRow) -> Breach | bool:
    """Everybody has a birth date."""
    is_missing = _needs_birth_date(row) and row.is_empty("birth_date")
    return _breach_with_nik_date(row) if is_missing else False


@rule("birth-unreadable", "birth_date", proof=_nik_agrees)
def birth_unreadable(row: WorkerRow) -> Breach | bool:
    """A birth date can be read."""
    return _breach_with_nik_date(row) if _needs_birth_date(row) else False


@rule("birth-implausible", "birth_date", proof=_age_plausible)
def birth_implausible(row: WorkerRow) -> Breach | bool:
    """A birth date is that of a person who can work."""
    if row.birth_date is None:
        return False
    years = nik.age(row.birth_date, row.reference_day)
    return False if AGE_CHILD <= years <= nik.AGE_OLDEST else _breach_with_nik_date(row)


def _has_swapped_days(row: WorkerRow) -> bool:
    born, of_nik = row.birth_date, _birth_date_of_nik(row)
    if born is None or of_nik is None or born == of_nik:
        return False
    return (born.year, born.day, born.month) == (of_nik.year, of_nik.month, of_nik.day)


@rule("birth-swapped", "birth_date", proof=_nik_agrees)
def birth_swapped(row: WorkerRow) -> Breach | bool:
    """Day and month of a birth date are in the order of the NIK."""
    return _breach_with_nik_date(row) if _has_swapped_days(row) else False


@rule("birth-nik", "birth_date", proof=_nik_agrees)
def birth_nik(row: WorkerRow) -> bool:
    """A birth date is that of the NIK."""
    of_nik = _birth_date_of_nik(row)
    if row.birth_date is None or of_nik is None or _has_swapped_days(row):
        return False
    return row.birth_date != of_nik


@rule("age-outside", "birth_date", proof=_age_within_limits)
def age_outside(row: WorkerRow) -> Breach | bool:
    """Age is within the limits of the role, on voting day where the contract covers it (PKPU 8/2022)."""
    limits, born, start, end = row.limits, row.birth_date, row.start, row.end
    if limits is None or born is None:
        return False
    voting = row.election.voting_day
    is_covered = start is None or end is None or start <= voting <= end
    years = nik.age(born, voting if is_covered or start is None else start)
    low, high = limits.youngest, limits.oldest
    if (low is None or years >= low) and (high is None or years <= high):
        return False
    window = f"{low or ''}–{high}" if high else f"≥ {low}"
    return Breach({"age": years, "role": limits.name, "limits": window})


@rule("sex-nik", "sex", proof=_nik_agrees)
def sex_nik(row: WorkerRow) -> Breach | bool:
    """Sex is that of the NIK."""
    if not row.sex or row.nik is None or nik.Nik(row.nik).sex == row.sex:
        return False
    return Breach(suggestion=nik.Nik(row.nik).sex)
