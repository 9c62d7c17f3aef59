"""The terms of a run: rate book, agreement and election, and the rules for a roster that follow from them.

The elections of the law become plain rules here, so that `law` and `roster` need not know each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from pemilu_cover.enrolment import elections
from pemilu_cover.enrolment.elections import BY_AGREEMENT, BY_OPTION
from pemilu_cover.enrolment.pricing import PriceList
from pemilu_cover.explain.law_text import find_election
from pemilu_cover.i18n.text import LocalizedText
from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.elections import Election
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.wage_bounds import likely_wage, wage_bounds
from pemilu_cover.roster.checks.role_limits import ElectionRules, RoleLimits, ValidationRules


@dataclass(frozen=True)
class EnrolmentTerms:
    """The rate book, the agreement and the election of a run, and why it is that election.

    With ``by_dates`` each contract belongs to the election to which its dates point, and ``election`` is the
    main election, that of all others; else ``election`` is everybody's.
    """

    book: RateBook
    agreement: Agreement
    election: Election
    election_because: LocalizedText
    by_dates: bool = False

    @cached_property
    def rules(self) -> ValidationRules:
        """The rules for the rows of a roster that follow from the terms."""
        return _build_rules(self)

    @cached_property
    def prices(self) -> PriceList:
        """The premium of each contract by the terms."""
        return PriceList(self.agreement, self.book)


def initial_terms(book: RateBook, agreement: Agreement, election: str | None) -> EnrolmentTerms:
    """Return the terms before any row is read: those of the named election, else by dates."""
    return named_terms(book, agreement, election) or terms_by_dates({}, book, agreement)


def named_terms(
    book: RateBook, agreement: Agreement, election: str | None
) -> EnrolmentTerms | None:
    """Return the terms of the election that the option or, after it, the agreement names, or None."""
    if election is not None:
        return EnrolmentTerms(book, agreement, find_election(election, book), BY_OPTION)
    if agreement.election is not None:
        return EnrolmentTerms(book, agreement, book.elections[agreement.election], BY_AGREEMENT)
    return None


def terms_by_dates(
    contracts: Mapping[str, int], book: RateBook, agreement: Agreement
) -> EnrolmentTerms:
    """Return the terms of a run from the number of contracts whose dates point to each election."""
    main, because = elections.main_election(contracts, book)
    return EnrolmentTerms(book, agreement, main, because, by_dates=True)


def _build_rules(terms: EnrolmentTerms) -> ValidationRules:
    """Return the rules for a roster by the elections and the agreement."""
    election = terms.book.elections.values() if terms.by_dates else [terms.election]
    return ValidationRules(
        {election.id: _rules_in(election, terms) for election in election}, terms.election.id
    )


def _rules_in(election: Election, terms: EnrolmentTerms) -> ElectionRules:
    """Return the rules of one election and the agreement."""
    book = terms.book
    rules = {}
    for code, role in book.roles.roles.items():
        election_role, agreed = election.role(code), terms.agreement.role(code)
        pay, term, age, count = (
            election_role.honorarium,
            election_role.term,
            election_role.age,
            election_role.per_unit,
        )
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
            fixed_wage=agreed.wage,
            fixed_start=agreed.start,
            fixed_end=agreed.end,
            body=role.body,
            family=role.family,
            # Roles of civil servants have no minimum: they are not insured here.
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
