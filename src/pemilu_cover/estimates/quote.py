"""The premium of one role, without a roster.

Needs no frame and no workbook, so that it starts fast.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pemilu_cover.estimates.contract_period import PeriodOptions, resolve_period
from pemilu_cover.estimates.inputs import (
    InputError,
    ResolvedValue,
    parse_choice,
    parse_day,
    parse_segment,
    resolve_election,
    resolve_role,
    resolve_wage,
)
from pemilu_cover.explain import death_cover
from pemilu_cover.explain.cautions import cautions, days_outside_term, unknown_reliefs
from pemilu_cover.i18n.text import LocalizedText, localize
from pemilu_cover.law.agreement import Agreement, read_agreement
from pemilu_cover.law.elections import Election
from pemilu_cover.law.office import Payer
from pemilu_cover.law.premium import Contract, Premium, RolePricer, price, proration_name
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.rate_files import FUNDS, Fund, Segment
from pemilu_cover.law.wage_bounds import likely_wage, wage_bounds
from pemilu_cover.values import rupiah

if TYPE_CHECKING:
    from pemilu_cover.explain.calculation_step import CalculationStep


class QuoteRequest(NamedTuple):
    """A quote's options as typed; None is left to the agreement or the election."""

    role: str
    position: str | None = None
    wage: str | None = None
    people: int = 1
    start: str | None = None
    end: str | None = None
    days: int | None = None
    months: int | None = None
    election: str | None = None
    proration: str | None = None
    segment: str | None = None
    paid_by: str | None = None
    honorer: bool = False


class Quote(NamedTuple):
    """The premium of one person, the number of people, what was assumed, and other prorations.

    ``cautions`` are consequences of the law that a clerk would not expect; ``derivation`` returns each
    step of the calculation.
    """

    role_name: str
    election: Election
    premium: Premium
    people: int
    assumptions: tuple[LocalizedText, ...]
    other_prorations: dict[str, Premium]
    cautions: tuple[LocalizedText, ...]
    cover: LocalizedText | None
    derivation: Callable[[], CalculationStep]

    @property
    def total_sen(self) -> int:
        """The premium of all people, in sen."""
        return self.premium.total_sen * self.people


class ResolvedRequest:
    """A request with its role, election, wage and period, and the assumptions of each."""

    def __init__(self, request: QuoteRequest, agreement: Agreement, book: RateBook) -> None:
        start, end = parse_day(request.start, "--start"), parse_day(request.end, "--end")
        options = PeriodOptions(start, end, request.days, request.months)
        role = resolve_role(request.role, request.position, book)
        agreed_terms = agreement.role(role.value)
        election = resolve_election(
            request.election or agreement.election,
            book,
            role.value,
            (start, end or start) if start else None,
        )
        # A typed wage counts for a question of days or months, for a contract the agreement's does.
        agreement_sen = agreed_terms.wage if options.is_contract or request.wage is None else None
        self.wage: ResolvedValue[int] = resolve_wage(
            request.wage, role.value, election.value, agreement_sen
        )
        self.role, self.election = role.value, election.value
        period = resolve_period(options, self.role, self.election, agreed_terms, book)
        self.contract = Contract(self.role, self.wage.value, period.value)
        self.assumptions = (
            *role.assumptions,
            *election.assumptions,
            *self.wage.assumptions,
            *period.assumptions,
        )


class PricedRequest(NamedTuple):
    """A request with its contract, the terms by which it is priced, and its premium."""

    resolved: ResolvedRequest
    terms: Agreement
    premium: Premium


class RequestPricer:
    """Prices requests by one agreement and one rate book; equal terms are one object."""

    def __init__(self, agreement: Agreement, book: RateBook) -> None:
        self._agreement, self._book = agreement, book
        self._terms: dict[tuple[object, ...], tuple[Agreement, RolePricer]] = {}

    def price(self, request: QuoteRequest) -> PricedRequest:
        """Price a request without what explains it. Raise what `quote` raises."""
        resolved = ResolvedRequest(request, self._agreement, self._book)
        key = (
            *(resolved.role, request.paid_by, request.segment),
            *(request.honorer, request.proration),
        )
        if key not in self._terms:
            terms = _terms(request, resolved.role, self._agreement, self._book)
            self._terms[key] = terms, RolePricer(resolved.role, terms, self._book)
        terms, pricer = self._terms[key]
        return PricedRequest(resolved, terms, pricer.price(resolved.contract))


def quote(request: QuoteRequest, agreement: Agreement, book: RateBook) -> Quote:
    """Price a request.

    Raise `InputError` for a value that is not accepted, `NoRateInForceError` without a rate and
    `RefusalError` for an unknown election.

    >>> answer = quote(QuoteRequest("KPPS", days=30), Agreement(), RateBook.load())
    >>> answer.premium.contract.role, answer.total_sen
    ('KPPS_ANGGOTA', 459000)
    """
    resolved, terms, premium = RequestPricer(agreement, book).price(request)
    role, election, contract = resolved.role, resolved.election, resolved.contract

    def derivation() -> CalculationStep:
        from pemilu_cover.explain.premium_steps import explain_premium  # noqa: PLC0415

        wage_source = next(iter(resolved.wage.assumptions), localize("quote.as-asked"))
        return explain_premium(premium, terms, book, wage_source, people=request.people)

    return Quote(
        role_name=book.roles.roles[role].name,
        election=election,
        premium=premium,
        people=request.people,
        assumptions=resolved.assumptions,
        other_prorations=dict(_other_prorations(premium, terms, book)),
        cautions=(
            *cautions([premium], book),
            *unknown_reliefs([premium], book),
            *_wage_cautions(premium, election, book),
            *days_outside_term(role, contract.period, election, book),
        ),
        cover=death_cover.format_covers([premium], book),
        derivation=derivation,
    )


def quote_from_files(request: QuoteRequest, agreement: Path | None, rates: Path | None) -> Quote:
    """Price a request by files. Raise also what reading them raises."""
    book = RateBook.load(rates)
    return quote(request, read_agreement(agreement, book), book)


def _terms(request: QuoteRequest, role: str, agreement: Agreement, book: RateBook) -> Agreement:
    """Return the agreement with the options of the request; its roles are in the contract already."""
    fund = (
        parse_choice(request.paid_by, "--paid-by", FUNDS) if request.paid_by is not None else None
    )
    segment = _segment(request, fund, role, agreement)
    if segment == "pu" and fund == "self":
        raise InputError("--paid-by", localize("inputs.self-paid-wage-earners"))
    if segment == "pu" and request.honorer:
        raise InputError("--honorer", localize("inputs.honorer-wage-earners"))
    updates: dict[str, object] = {
        "payer": _payer(fund, agreement),
        "honorer": request.honorer or agreement.is_honorer(role),
        "proration": _proration(request, role, agreement, book),
        "base": agreement.base_for(role),
        "roles": {},
    }
    if segment != agreement.segment or request.segment:
        updates["segment"] = segment
    return agreement.model_copy(update=updates)


def _segment(request: QuoteRequest, fund: Fund | None, role: str, agreement: Agreement) -> Segment:
    if request.segment is not None:
        return parse_segment(request.segment)
    is_bpu = request.honorer or fund == "self"
    return "bpu" if is_bpu else agreement.segment_for(role)


def _payer(fund: Fund | None, agreement: Agreement) -> Payer | None:
    """Return who pays: the typed fund, else the agreement's payer."""
    if fund is None:
        return agreement.payer
    name = agreement.payer.name if agreement.payer and fund != "self" else ""
    return Payer(name=name, fund=fund)


def _proration(request: QuoteRequest, role: str, agreement: Agreement, book: RateBook) -> str:
    rules = book.proration.rules
    rule = request.proration or proration_name(agreement, role, book)
    if rule not in rules:
        reason = localize("inputs.not-one-of", value=rule, known=", ".join(rules))
        raise InputError("--proration", reason, "name-unknown")
    return rule


def _other_prorations(
    premium: Premium, terms: Agreement, book: RateBook
) -> Iterator[tuple[str, Premium]]:
    """Price the same contract by the other rules, unless its months are fixed."""
    if premium.contract.period.months is not None:
        return
    for name in book.proration.rules:
        if name != premium.rule_name:
            alternative = terms.model_copy(update={"proration": name})
            yield name, price(premium.contract, alternative, book)


def _wage_cautions(premium: Premium, election: Election, book: RateBook) -> Iterator[LocalizedText]:
    """Warn of a wage outside the bounds of its role, with the wage that was probably meant."""
    role, wage_sen = premium.contract.role, premium.contract.wage_sen
    pay, bounds = election.role(role).honorarium, wage_bounds(role, election, book)
    if bounds.low <= wage_sen <= bounds.high:
        return
    likely_sen = likely_wage(wage_sen, bounds.low, bounds.high)
    likely = rupiah.format_rupiah(likely_sen) if likely_sen else None
    low, high = rupiah.format_rupiah(bounds.low), rupiah.format_rupiah(bounds.high)
    if pay and wage_sen > bounds.high:
        yield _ceiling_caution(election, high, pay.law, likely)
    elif likely:
        yield localize("quote.wage-implausible-likely", low=low, high=high, likely=likely)
    else:
        yield localize("quote.wage-implausible", low=low, high=high)


def _ceiling_caution(
    election: Election, ceiling: str, law: str, likely: str | None
) -> LocalizedText:
    details = {"election": election.id, "high": ceiling, "law": law}
    if likely:
        return localize("quote.wage-above-ceiling-likely", **details, likely=likely)
    return localize("quote.wage-above-ceiling", **details)
