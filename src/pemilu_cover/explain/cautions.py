"""Consequences of the law that an office may not expect; `enrol`, `quote` and the bill show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pemilu_cover.explain.law_text import format_funds, format_percent
from pemilu_cover.i18n.text import LocalizedText, localize, localized_days
from pemilu_cover.law.dated_values import DatedValue
from pemilu_cover.law.elections import Election, elections_covering
from pemilu_cover.law.premium import Premium
from pemilu_cover.law.proration import ContractPeriod, full_months
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.relief import DenialReason, denial_reason, reliefs_in_month
from pemilu_cover.law.relief_law import Relief


def cautions(premiums: Iterable[Premium], book: RateBook) -> Iterator[LocalizedText]:
    """Return the cautions of some premiums, each once."""
    priced = list(premiums)
    yield from _short_membership(priced, book)
    yield from _lower_base(priced, book)
    yield from _paid_by(priced, book)


def unknown_reliefs(premiums: Iterable[Premium], book: RateBook) -> Iterator[LocalizedText]:
    """Return which reliefs might have lowered a premium, were the employer's first day known."""
    for relief in _missed(premiums, "joining-unknown", book):
        paid = format_percent(relief.percent_paid)
        yield localize("premium.caution-joining-unknown", law=relief.law, paid=paid)


def days_outside_term(
    role: str, period: ContractPeriod, election: Election, book: RateBook
) -> Iterator[LocalizedText]:
    """Report that days lie outside the term of a role in an election, and which election they fit."""
    first, last = period.start, period.end or period.start
    if election.role(role).term is None or election.covers(role, first, last):
        return
    fits = ", ".join(
        other.id for other in elections_covering(book.elections.values(), role, first, last)
    )
    yield localize(
        "premium.caution-days-of-other-election" if fits else "premium.caution-days-outside-term",
        days=localized_days(first, period.end),
        role=book.roles.roles[role].name,
        election=election.id,
        elections=fits or ", ".join(book.elections),
    )


def other_elections(
    premiums: Iterable[Premium], election: Election, book: RateBook
) -> Iterator[LocalizedText]:
    """Say whose contracts lie outside an election and fit another one, each other election once."""
    roles: dict[str, dict[str, None]] = {}
    for premium in premiums:
        role, period = premium.contract.role, premium.contract.period
        first, last = period.start, period.end or period.start
        if election.role(role).term is None or election.covers(role, first, last):
            continue
        fits = ", ".join(
            other.id for other in elections_covering(book.elections.values(), role, first, last)
        )
        if fits:
            roles.setdefault(fits, {})[book.roles.roles[role].name] = None
    for fits, role_names in roles.items():
        names = ", ".join(role_names)
        yield localize("premium.caution-other-election", names=names, id=election.id, fits=fits)


def _lower_base(premiums: list[Premium], book: RateBook) -> Iterator[LocalizedText]:
    """Return the roles whose benefits are computed from less than the wage."""
    lower = [
        premium
        for premium in premiums
        if premium.segment == "pu"
        and premium.base.kind != "per-head"
        and premium.base_sen < premium.contract.wage_sen
    ]
    starts = {premium.contract.period.start for premium in lower}
    for rule in book.benefits.rules:
        if rule.topic != "wage" or not any(map(rule.in_force, starts)):
            continue
        roles = dict.fromkeys(premium.contract.role for premium in lower)
        names = ", ".join(book.roles.roles[code].name for code in roles)
        yield localize(
            "premium.caution-base-below-wage", names=names, cited=rule.reference, text=rule.text
        )


def _short_membership(premiums: list[Premium], book: RateBook) -> Iterator[LocalizedText]:
    """Return the benefits at a death in the first months of membership, by the present law or a later one."""
    for waiting in book.benefits.waiting:
        short = {
            premium.segment
            for premium in premiums
            if _months_completed(premium, waiting) < waiting.months
        }
        if short & set(waiting.segments):
            since, cited = waiting.valid_from, waiting.reference
            yield localize(
                "premium.caution-first-months", months=waiting.months, cited=cited, since=since
            )
        # Whether others wait, too, is disputed: the rule says by whom.
        for rule in book.benefits.rules:
            reached = {
                premium.segment
                for premium in premiums
                if premium.contract.period.last >= rule.valid_from
            }
            if rule.topic == "three-months" and short & reached & set(rule.segments):
                yield rule.text


def _months_completed(premium: Premium, waiting: DatedValue) -> int:
    """Return the months of membership on the first day of a contract on which an entry holds.

    A contract that ended before the entry is judged by its first day: the next one will be like it.
    """
    period = premium.contract.period
    reached = period.start < waiting.valid_from <= period.last
    return full_months(period.start, waiting.valid_from if reached else period.start)[0]


def _paid_by(premiums: list[Premium], book: RateBook) -> Iterator[LocalizedText]:
    """Return which reliefs depend on who pays for BPU members, and on what they were enrolled as."""
    for relief in _missed(premiums, "public-budget", book):
        yield localize(
            "premium.caution-public-budget",
            law=relief.law,
            article=relief.article,
            funds=format_funds(relief.excluded_funds),
        )
    for relief in _missed(premiums, "payer-unknown", book):
        paid = format_percent(relief.percent_paid)
        yield localize(
            "premium.caution-payer-unknown",
            law=relief.law,
            paid=paid,
            funds=format_funds(relief.excluded_funds),
        )
    for relief in _missed(premiums, "honorer", book):
        by = relief.not_honorer.reference if relief.not_honorer else ""
        yield localize("premium.caution-honorer", law=relief.law, by=by)


def _missed(premiums: Iterable[Premium], why: DenialReason, book: RateBook) -> list[Relief]:
    """Return the reliefs that did not reach some premiums for one reason, each once."""
    missed = (
        relief
        for premium in premiums
        for charge in premium.charges
        for relief in reliefs_in_month(charge.month, book)
        if denial_reason(relief, charge.month, premium.relief_status) == why
    )
    return list(dict.fromkeys(missed))
