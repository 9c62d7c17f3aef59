"""The contract period of a quote: typed, fixed by the agreement, or the term of the election."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from pemilu_cover.estimates.inputs import InputError, ResolvedValue
from pemilu_cover.i18n.text import LocalizedText, localize
from pemilu_cover.law.agreement import RoleTerms
from pemilu_cover.law.elections import Election
from pemilu_cover.law.proration import ContractPeriod
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.values import dates

_DAYS_A_MONTH = 31
# Of days, months and end, at most one is typed.
_ABSENT_LENGTHS = 2
_months_later = lru_cache(4096)(dates.add_months)


class PeriodOptions(NamedTuple):
    """The period as it was typed."""

    start: date | None
    end: date | None
    days: int | None
    months: int | None

    @property
    def is_contract(self) -> bool:
        """Whether the options describe a contract, as a roster has one.

        The terms of the agreement apply to a contract, as in `enrol`, but not to a number of days or months.
        """
        return self.days is None and self.months is None


def resolve_period(
    options: PeriodOptions, role: str, election: Election, terms: RoleTerms, book: RateBook
) -> ResolvedValue[ContractPeriod]:
    """Return the period that was typed, else the agreement's, else the election's term.

    Raise `InputError` for options that contradict each other, and for a period that no office has.
    """
    _check_options(options)
    start = _resolve_start(options, role, election, terms)
    if options.is_contract:
        term = election.role(role).term
        period = _resolve_end(start.value, options.end, terms, term.end if term else None)
    else:
        length = ContractPeriod(start.value, options.end, options.days, options.months)
        period = ResolvedValue(length, _unused_agreement(options, terms))
    _check_length(period.value, options, book)
    if not start.assumptions:
        return period
    return ResolvedValue(period.value, (*start.assumptions, *period.assumptions))


def _check_options(options: PeriodOptions) -> None:
    if (options.days, options.months, options.end).count(None) < _ABSENT_LENGTHS:
        raise InputError("--days, --months, --end", localize("inputs.one-length"))
    if options.end and options.start is None:
        raise InputError("--end", localize("inputs.end-without-start"), "date-missing")
    if options.start and options.end and options.end < options.start:
        raise InputError("--end", localize("inputs.end-before-start"))


def _resolve_start(
    options: PeriodOptions, role: str, election: Election, terms: RoleTerms
) -> ResolvedValue[date]:
    if options.start and not (options.is_contract and terms.start):
        return ResolvedValue(options.start)
    if options.start and terms.start:
        return ResolvedValue(terms.start, (_start_of_agreement(terms.start, options.start),))
    term = election.role(role).term
    start = terms.start or (term.start if term else None)
    if start is None and options.is_contract and not terms.months:
        reason = localize("inputs.start-unknown", election=election.id, role=role)
        raise InputError("--start", reason, "date-missing")
    start = start or election.voting_day
    return ResolvedValue(start, (localize("quote.start", day=dates.format_ddmmyyyy(start)),))


def _resolve_end(
    start: date, options: date | None, terms: RoleTerms, default_end: date | None
) -> ResolvedValue[ContractPeriod]:
    """Return the period of a contract: its last day and months as the agreement fixes them, if it does."""
    end = terms.end or options or default_end
    assumptions = [_end_of_agreement(terms.end, options)] if options and terms.end else []
    if terms.months:
        assumptions.append(_months_of_agreement(terms.months, end_typed=options is not None))
        return ResolvedValue(ContractPeriod(start, end, months=terms.months), tuple(assumptions))
    if end is None or end < start:
        raise InputError("--days", localize("inputs.length-unknown"), "date-missing")
    if options is None:
        assumptions.append(localize("quote.end", day=dates.format_ddmmyyyy(end)))
    return ResolvedValue(ContractPeriod(start, end), tuple(assumptions))


def _start_of_agreement(terms: date, options: date) -> LocalizedText:
    day = dates.format_ddmmyyyy(terms)
    if terms == options:
        return localize("quote.start-agreement", day=day)
    return localize("quote.start-agreement-instead", day=day)


def _end_of_agreement(terms: date, options: date) -> LocalizedText:
    day = dates.format_ddmmyyyy(terms)
    if terms == options:
        return localize("quote.end-agreement", day=day)
    return localize("quote.end-agreement-instead", day=day)


def _months_of_agreement(months: int, *, end_typed: bool) -> LocalizedText:
    if end_typed:
        return localize("quote.months-agreement-instead", months=months)
    return localize("quote.months-agreement", months=months)


def _unused_agreement(options: PeriodOptions, terms: RoleTerms) -> tuple[LocalizedText, ...]:
    """Return what the agreement fixes otherwise than the typed number of days or months."""
    if terms.months and terms.months != options.months:
        return (localize("quote.agreement-months-unused", months=terms.months),)
    if terms.end:
        day = dates.format_ddmmyyyy(terms.end)
        return (localize("quote.agreement-end-unused", day=day),)
    return ()


@lru_cache
def _longest_months(book: RateBook) -> int:
    return int(book.plausibility.longest_contract_months.value)


def _check_length(period: ContractPeriod, options: PeriodOptions, book: RateBook) -> None:
    """Refuse a period that no office has, and one beyond the calendar."""
    longest = _longest_months(book)
    try:
        last = _months_later(period.start, longest)
        end = period.end or period.start + timedelta(days=period.days or 0)
    except OverflowError as error:
        if options.days and options.days > _DAYS_A_MONTH * longest:
            raise _too_long(options, longest) from error
        raise InputError("--start", localize("inputs.year-too-late")) from error
    if (period.months or 0) > longest or end > last:
        raise _too_long(options, longest)


def _too_long(options: PeriodOptions, longest: int) -> InputError:
    """Return the refusal of a period, by the option that makes it so long."""
    if options.days:
        option = "--days"
    elif options.months:
        option = "--months"
    else:
        option = "--end" if options.end else "--start" if options.start else "--agreement"
    return InputError(option, localize("inputs.length-too-long", months=longest))
