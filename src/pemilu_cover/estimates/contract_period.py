"""The contract period of a quote: typed, fixed by the agreement, or the term of the election."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from pemilu_cover.estimates.inputs import InputError, Resolved
from pemilu_cover.i18n.text import LocalizedText, localize
from pemilu_cover.law.agreement import RoleTerms
from pemilu_cover.law.elections import Election
from pemilu_cover.law.proration import ContractPeriod
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.values import dates

_DAYS_A_MONTH = 31


class PeriodOptions(NamedTuple):
    """The period as it was typed."""

    start: date | None
    end: date | None
    days: int | None
    months: int | None

    @property
    def is_contract(self) -> bool:
        """Whether a contract is asked about, as a roster has one.

        What the agreement fixes holds for it, as in `enrol`. The agreement has no say in a question about a
        number of days or months.
        """
        return self.days is None and self.months is None


def resolve_period(
    typed: PeriodOptions, role: str, election: Election, agreed: RoleTerms, book: RateBook
) -> Resolved[ContractPeriod]:
    """Return the period that was typed, else the agreement's, else the election's term.

    Raise `InputError` for options that contradict each other, and for a period that no office has.
    """
    _check_options(typed)
    start = _resolve_start(typed, role, election, agreed)
    if typed.is_contract:
        term = election.role(role).term
        period = _resolve_end(start.value, typed.end, agreed, term.end if term else None)
    else:
        length = ContractPeriod(start.value, typed.end, typed.days, typed.months)
        period = Resolved(length, _unused_agreement(typed, agreed))
    _check_length(period.value, typed, book)
    return Resolved(period.value, (*start.assumptions, *period.assumptions))


def _check_options(typed: PeriodOptions) -> None:
    if sum(value is not None for value in (typed.days, typed.months, typed.end)) > 1:
        raise InputError("--days, --months, --end", localize("inputs.one-length"))
    if typed.end and typed.start is None:
        raise InputError("--start", localize("inputs.end-without-start"))
    if typed.start and typed.end and typed.end < typed.start:
        raise InputError("--end", localize("inputs.end-before-start"))


def _resolve_start(
    typed: PeriodOptions, role: str, election: Election, agreed: RoleTerms
) -> Resolved[date]:
    if typed.start and not (typed.is_contract and agreed.start):
        return Resolved(typed.start)
    if typed.start and agreed.start:
        return Resolved(agreed.start, (_agreed_start(agreed.start, typed.start),))
    term = election.role(role).term
    start = agreed.start or (term.start if term else None)
    if start is None and typed.is_contract and not agreed.months:
        reason = localize("inputs.start-unknown", election=election.id, role=role)
        raise InputError("--start", reason)
    start = start or election.voting_day
    return Resolved(start, (localize("quote.start", day=dates.format_ddmmyyyy(start)),))


def _resolve_end(
    start: date, typed: date | None, agreed: RoleTerms, usual: date | None
) -> Resolved[ContractPeriod]:
    """Return the period of a contract: its last day and months as the agreement fixes them, if it does."""
    end = agreed.end or typed or usual
    assumptions = [_agreed_end(agreed.end, typed)] if typed and agreed.end else []
    if agreed.months:
        assumptions.append(_agreed_months(agreed.months, end_typed=typed is not None))
        return Resolved(ContractPeriod(start, end, months=agreed.months), tuple(assumptions))
    if end is None or end < start:
        raise InputError("--days", localize("inputs.length-unknown"))
    if typed is None:
        assumptions.append(localize("quote.end", day=dates.format_ddmmyyyy(end)))
    return Resolved(ContractPeriod(start, end), tuple(assumptions))


def _agreed_start(agreed: date, typed: date) -> LocalizedText:
    day = dates.format_ddmmyyyy(agreed)
    if agreed == typed:
        return localize("quote.start-agreement", day=day)
    return localize("quote.start-agreement-instead", day=day)


def _agreed_end(agreed: date, typed: date) -> LocalizedText:
    day = dates.format_ddmmyyyy(agreed)
    if agreed == typed:
        return localize("quote.end-agreement", day=day)
    return localize("quote.end-agreement-instead", day=day)


def _agreed_months(months: int, *, end_typed: bool) -> LocalizedText:
    if end_typed:
        return localize("quote.months-agreement-instead", months=months)
    return localize("quote.months-agreement", months=months)


def _unused_agreement(typed: PeriodOptions, agreed: RoleTerms) -> tuple[LocalizedText, ...]:
    """Return what the agreement fixes otherwise than the typed number of days or months."""
    if agreed.months and agreed.months != typed.months:
        return (localize("quote.agreement-months-unused", months=agreed.months),)
    if agreed.end:
        day = dates.format_ddmmyyyy(agreed.end)
        return (localize("quote.agreement-end-unused", day=day),)
    return ()


def _check_length(period: ContractPeriod, typed: PeriodOptions, book: RateBook) -> None:
    """Refuse a period that no office has, and one beyond the calendar."""
    longest = int(book.plausibility.longest_contract_months.value)
    try:
        last = dates.add_months(period.start, longest)
        end = period.end or period.start + timedelta(days=period.days or 0)
    except OverflowError as error:
        if typed.days and typed.days > _DAYS_A_MONTH * longest:
            raise _too_long(typed, longest) from error
        raise InputError("--start", localize("inputs.year-too-late")) from error
    if (period.months or 0) > longest or end > last:
        raise _too_long(typed, longest)


def _too_long(typed: PeriodOptions, longest: int) -> InputError:
    """Return the refusal of a period, by the option that makes it so long."""
    if typed.days:
        option = "--days"
    elif typed.months:
        option = "--months"
    else:
        option = "--end" if typed.end else "--start" if typed.start else "--agreement"
    return InputError(option, localize("inputs.length-too-long", months=longest))
