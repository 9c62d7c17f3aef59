"""The terms of a run: rate book, agreement and election, and the rules for a roster that follow from them.

The elections of the law become plain rules here, so that `law` and `roster` need not know each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from pemilu_cover.enrolment import elections
from pemilu_cover.enrolment.elections import BY_AGREEMENT, BY_OPTION
from pemilu_cover.enrolment.options import EnrolOptions
from pemilu_cover.explain.law_text import find_election
from pemilu_cover.i18n.text import LocalizedText
from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.elections import Election
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.wage_bounds import likely_wage, wage_bounds
from pemilu_cover.roster.checks.role_limits import ElectionRules, RoleLimits, ValidationRules


@dataclass(frozen=True)
class EnrolmentTerms:
    """What a run is judged and priced by: the rate book, the agreement, the election and why it.

    With ``by_dates`` each contract belongs to the election that its dates tell, and ``election`` is that of
    all others; else ``election`` is everybody's.
    """

    book: RateBook
    agreement: Agreement
    election: Election
    election_because: LocalizedText
    by_dates: bool = False


def resolve_terms(
    frame: pl.DataFrame, book: RateBook, agreement: Agreement, asked: EnrolOptions
) -> tuple[EnrolmentTerms, pl.Series | None]:
    """Return what a normalised frame is judged by, and the elections to which its dates point.

    The second is None where the election is named.
    """
    if named := named_terms(book, agreement, asked.election):
        return named, None
    found = elections.by_dates(frame, book, agreement)
    return terms_by_dates(elections.counted(found), book, agreement), found


def named_terms(book: RateBook, agreement: Agreement, asked: str | None) -> EnrolmentTerms | None:
    """Return the terms of the election that was named, by the option before the agreement, or None."""
    if asked is not None:
        return EnrolmentTerms(book, agreement, find_election(asked, book), BY_OPTION)
    if agreement.election is not None:
        return EnrolmentTerms(book, agreement, book.elections[agreement.election], BY_AGREEMENT)
    return None


def terms_by_dates(
    contracts: Mapping[str, int], book: RateBook, agreement: Agreement
) -> EnrolmentTerms:
    """Return the terms of a run in which each election has so many contracts by their dates."""
    main, because = elections.main_election(contracts, book)
    return EnrolmentTerms(book, agreement, main, because, by_dates=True)


def build_rules(terms: EnrolmentTerms) -> ValidationRules:
    """Turn what the elections and the agreement say into rules for a roster."""
    named = terms.book.elections.values() if terms.by_dates else [terms.election]
    return ValidationRules(
        {election.id: _rules_in(election, terms) for election in named}, terms.election.id
    )


def _rules_in(election: Election, terms: EnrolmentTerms) -> ElectionRules:
    """Turn what one election and the agreement say into rules."""
    book = terms.book
    rules = {}
    for code, role in book.roles.roles.items():
        said, fixed = election.role(code), terms.agreement.role(code)
        pay, term, age, count = said.honorarium, said.term, said.age, said.per_unit
        earliest, latest = term.window if term else (None, None)
        wages = wage_bounds(code, election, book)
        rules[code] = RoleLimits(
            name=role.name,
            known=code in election.roles,
            civil_servant=role.asn == "always",
            ceiling=wages.high,
            floor=wages.low,
            least_wage=wages.least,
            earliest=earliest,
            latest=latest,
            youngest=age.min if age else None,
            oldest=age.max if age else None,
            wage=pay.amount_sen if pay else None,
            start=term.start if term else None,
            end=term.end if term else None,
            fixed_wage=fixed.wage,
            fixed_start=fixed.start,
            fixed_end=fixed.end,
            body=role.body,
            family=role.family,
            # Who is a civil servant as a rule may rightly be missing: nobody insures him here.
            least=count.min if count and role.asn == "never" else None,
            most=count.max if count else None,
            wage_law=pay.law if pay else "",
            term_law=term.law if term else "",
            count_law=count.law if count else "",
        )
    return ElectionRules(
        election.name,
        election.voting_day,
        int(book.plausibility.longest_contract_months.value),
        rules,
        book.roles.meanings,
        book.roles.nearest,
        likely_wage,
    )
