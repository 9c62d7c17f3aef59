"""The days of each contract: on duty from and until, covered from and until, and what keeps cover away.

Cover needs a number: it begins when the number is issued (PP 44/2015 art. 6(3)), and is not retroactive. It
lasts as long as months are billed, and no longer than the contract. No file of SIPP says when a number was
issued; a number that is known counts from the first billed month on.
"""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from pemilu_cover.enrolment.outcome import EXCLUDED
from pemilu_cover.enrolment.register.schema import DEATH, EARLY_EXITS, INCOMPLETE, READY
from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.proration import ContractPeriod, count
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.values.dates import first_of_month

# Why somebody on duty has no cover, from what an office can do something about to what it cannot.
NOT_ENROLLED, WAITING_FOR_CELL, NO_NUMBER, NOT_ON_LIST = (
    "not-enrolled",
    "waiting-for-cell",
    "no-number",
    "not-on-list",
)
BEFORE_AGREEMENT, BILLED_MONTHS, TAIL = "before-agreement", "billed-months", "tail"
REASONS = (
    NOT_ENROLLED,
    WAITING_FOR_CELL,
    NO_NUMBER,
    NOT_ON_LIST,
    BEFORE_AGREEMENT,
    BILLED_MONTHS,
    TAIL,
)
# A row of somebody who is in the rosters with the same role already.
_DUPLICATE = "duplicate"
_SHOWN = (
    "id status excluded_because file sheet row regency kecamatan desa tps unit role role_name election nik "
    "former_nik name segment findings left_on exit_cause agreed_end"
).split()
# The columns of the register that count.
COLUMNS = (
    *_SHOWN,
    *"start end kpj proration charges uncovered_from uncovered_days".split(),
)
# The columns that say how long the contract of somebody who died was billed.
_AGREED = ["exit_cause", "role", "proration", "start", "agreed_end"]
# Who left before the contract ended and was alive: the agreement says whether their last month is billed.
_LEAVERS = tuple(cause for cause in EARLY_EXITS if cause != DEATH)


def cover_spells(
    register: pl.DataFrame, members: pl.DataFrame, agreement: Agreement, book: RateBook
) -> pl.DataFrame:
    """Return a row per contract with the days on duty and the days of cover.

    Beside columns of the register it has ``person``, equal for all contracts of a person; ``number``, the
    membership number; ``duty_from`` and ``duty_until``, null where the roster's dates have an error and for
    who never serves; ``cover_from`` and ``cover_until``, null without cover; ``obstacle``, the reason for
    having none, and ``end_reason``, that for the days after the cover.
    """
    known = _with_numbers(register.select(COLUMNS), members)
    rules = _rules(register, book)
    exit_month_is_billed = agreement.exit_month == "billed"
    by_months = pl.when(pl.col("exit_cause").is_in(_LEAVERS)).then(
        _end_of_billed_months(exit_month_is_billed=exit_month_is_billed)
    )
    last = pl.min_horizontal(
        "end", pl.col("uncovered_from") - timedelta(days=1), by_months, "agreed_until"
    )
    first = pl.col("start")
    if agreement.date:
        first = pl.max_horizontal(first, pl.lit(first_of_month(agreement.date)))
    is_covered = _obstacle(has_members=members.height > 0).is_null() & (first <= last)
    is_served = (
        (pl.col("status") != EXCLUDED) & (pl.col("start") <= pl.col("end")) & ~_has_date_error()
    )
    known = known.join(
        rules, on=["proration", "start"], how="left", maintain_order="left", nulls_equal=True
    )
    agreed = _agreed_until(register, agreement, book)
    return known.join(agreed, on=_AGREED, how="left", maintain_order="left").select(
        *_SHOWN,
        "number",
        _person(),
        pl.when(is_served).then("start").alias("duty_from"),
        pl.when(is_served).then("end").alias("duty_until"),
        pl.when(is_covered).then(first).alias("cover_from"),
        pl.when(is_covered).then(last).alias("cover_until"),
        _obstacle(has_members=members.height > 0).alias("obstacle"),
        _end_reason().alias("end_reason"),
    )


def _has_date_error() -> pl.Expr:
    """Return whether an error says that the dates of a contract are wrong: a year 2042 for 2024."""
    finding = pl.element().struct
    is_date_error = (finding.field("level") == "error") & finding.field("field").is_in(
        ["start", "end"]
    )
    return pl.col("findings").list.eval(is_date_error).list.any().fill_null(value=False)


def _with_numbers(people: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Return people with ``number``, and ``is_listed``: whether SIPP's files have them."""
    numbers = members.select("nik", sipp_kpj="kpj", is_listed=pl.lit(value=True))
    former = members.select(former_nik="nik", former_kpj="kpj", was_listed=pl.lit(value=True))
    own = people.join(numbers, on="nik", how="left", maintain_order="left")
    both = own.join(former, on="former_nik", how="left", maintain_order="left")
    return both.with_columns(
        number=pl.coalesce("sipp_kpj", "former_kpj", "kpj"),
        is_listed=pl.coalesce("is_listed", "was_listed", pl.lit(value=False)),
    )


def _person() -> pl.Expr:
    """Return what all contracts of a person share; two people who were given one NIK stay two."""
    is_enrolled = pl.col("status").is_in([READY, INCOMPLETE])
    is_repeated = pl.col("findings").list.eval(pl.element().struct.field("code") == _DUPLICATE)
    by_nik = pl.when(is_enrolled | is_repeated.list.any()).then("nik")
    return pl.coalesce(by_nik, pl.format("#{}", "id")).alias("person")


def _obstacle(*, has_members: bool) -> pl.Expr:
    """Return why somebody has no cover on any day; null for who has it on some."""
    lacks_number = pl.col("number").is_null()
    return (
        pl.when(~pl.col("status").is_in([READY, INCOMPLETE]))
        .then(pl.lit(NOT_ENROLLED))
        .when(lacks_number & (pl.col("status") == INCOMPLETE))
        .then(pl.lit(WAITING_FOR_CELL))
        .when(lacks_number)
        .then(pl.lit(NO_NUMBER))
        .when(pl.lit(has_members) & (pl.col("segment") == "pu") & ~pl.col("is_listed"))
        .then(pl.lit(NOT_ON_LIST))
    )


def _rules(register: pl.DataFrame, book: RateBook) -> pl.DataFrame:
    """Return how each rule of proration counts contracts that begin on a day."""
    contracts = register.select("proration", "start").drop_nulls().unique()
    rules = [book.proration.rule(name, day) for name, day in contracts.iter_rows()]
    return contracts.with_columns(
        pl.Series("count", [rule.count for rule in rules], pl.String),
        pl.Series("forgiven_days", [rule.forgiven_tail_days for rule in rules], pl.Int64),
    )


def _agreed_until(register: pl.DataFrame, agreement: Agreement, book: RateBook) -> pl.DataFrame:
    """Return the last day that the billed months of contracts reached before a death ended them.

    The month of a death is billed afterwards; it gives no cover to a day that had none.
    """
    died = register.filter(pl.col("exit_cause") == DEATH).select(_AGREED).drop_nulls().unique()
    until = []
    for _, role, proration, start, end in died.iter_rows():
        period = ContractPeriod(start, end, months=agreement.role(role).months)
        uncovered_from = count(book.proration.rule(proration, start), period).uncovered_from
        until.append(uncovered_from - timedelta(days=1) if uncovered_from else end)
    return died.with_columns(pl.Series("agreed_until", until, pl.Date))


def _end_of_billed_months(*, exit_month_is_billed: bool) -> pl.Expr:
    """Return the last day of a leaver's billed months: by anniversaries of the first day, or by the calendar.

    A month of exit that is not billed has no cover from its first day on.
    """
    months = pl.col("charges").list.eval(pl.element().struct.field("month"))
    anniversary = pl.col("start").dt.offset_by(pl.format("{}mo", months.list.len()))
    if not exit_month_is_billed:
        exit_month = pl.col("left_on").dt.month_start()
        has_tail = pl.col("uncovered_from").is_null() & (pl.col("left_on") > anniversary)
        is_unbilled = has_tail & ~months.list.contains(exit_month)
        day_before = pl.when(is_unbilled).then(exit_month - timedelta(days=1))
        anniversary = pl.min_horizontal(anniversary, day_before)
    by_calendar = months.list.max().dt.month_end()
    return pl.when(pl.col("count") == "anniversaries").then(anniversary).otherwise(by_calendar)


def _end_reason() -> pl.Expr:
    """Return why days after the cover have none."""
    is_tail = pl.col("uncovered_days") <= pl.col("forgiven_days")
    return (
        pl.when(is_tail.fill_null(value=False)).then(pl.lit(TAIL)).otherwise(pl.lit(BILLED_MONTHS))
    )
