"""The staffing plan of a request: the roles that are counted, those that are not, and assumptions."""

from __future__ import annotations

from pemilu_cover.estimates.inputs import InputError, resolve_election
from pemilu_cover.estimates.staffing import (
    StaffedRole,
    StaffingContext,
    StaffingPlan,
    UncountedRole,
    count_role,
    describe_uncounted,
)
from pemilu_cover.estimates.staffing_options import BudgetRequest, RoleOptionParser, parse_body
from pemilu_cover.i18n.text import localize
from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.rate_book import RateBook


def plan_staff(request: BudgetRequest, agreement: Agreement, book: RateBook) -> StaffingPlan:
    """Count the people of a plan, role by role in the order of the roles' file.

    Raise `InputError` for a value that is not accepted or where nobody can be counted, `RefusalError` for an
    unknown election.
    """
    election = resolve_election(request.election or agreement.election, book)
    body = parse_body(request.body)
    parser = RoleOptionParser(body, election.value, book)
    people = parser.people(request.people)
    terms = parser.terms(request.terms, agreement)
    civil_servants = parser.civil_servants(request.asn)
    if not (request.has_units or people.value or request.terms):
        reason = localize("inputs.units-missing")
        raise InputError("--kecamatan, --desa, --tps", reason, "value-missing")
    context = StaffingContext(
        request.units, people.value, body, terms.value, election.value, civil_servants.value
    )
    roles = [
        count_role(code, role, context)
        for code, role in book.roles.roles.items()
        if code in election.value.roles
    ]
    posts = tuple(entry for entry in roles if isinstance(entry, StaffedRole))
    uncounted = tuple(entry for entry in roles if isinstance(entry, UncountedRole))
    if not posts:
        raise InputError("--kecamatan, --desa, --tps, --people", describe_uncounted(uncounted))
    assumptions = (
        *election.assumptions,
        *people.assumptions,
        *terms.assumptions,
        *civil_servants.assumptions,
    )
    return StaffingPlan(
        agreement=terms.value,
        election=election.value,
        body=body,
        units=request.units,
        posts=posts,
        uncounted=uncounted,
        assumptions=tuple(dict.fromkeys(assumptions)),
    )
