"""The names that commands take: elections, and roles with what they are paid."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.roles import Unit
from pemilu_cover.values.json_types import Day, Money
from pemilu_cover.values.rupiah import to_decimal_string


class ElectionJson(TypedDict):
    """An election with its roles."""

    id: str
    name: str
    voting_days: list[Day]
    regional: bool
    roles: list[str]


class ElectionsJson(TypedDict):
    """The document of ``rates --list elections``."""

    schema: Literal["pemilu-cover/elections/1"]
    elections: list[ElectionJson]


class RoleJson(TypedDict):
    """A role; ``honorarium`` has rupiah a month by election, as far as the law has it.

    ``insured`` is false for roles that only civil servants hold, whom Taspen insures.
    """

    code: str
    name: str
    family: str
    position: str
    body: Literal["KPU", "BAWASLU"]
    unit: Unit
    insured: bool
    honorarium: dict[str, Money]


class RolesJson(TypedDict):
    """The document of ``rates --list roles``."""

    schema: Literal["pemilu-cover/roles/1"]
    roles: list[RoleJson]


def elections_json(book: RateBook) -> ElectionsJson:
    """Return the elections: the newest first, then those of some regions only."""
    elections: list[ElectionJson] = [
        {
            "id": election.id,
            "name": election.name,
            "voting_days": [day.isoformat() for day in election.days],
            "regional": election.regional,
            "roles": list(election.roles),
        }
        for election in book.elections.values()
    ]
    return {"schema": "pemilu-cover/elections/1", "elections": elections}


def roles_json(book: RateBook) -> RolesJson:
    """Return the roles."""
    roles: list[RoleJson] = [
        {
            "code": code,
            "name": role.name,
            "family": role.family,
            "position": role.position,
            "body": role.body,
            "unit": role.unit,
            "insured": role.asn != "always",
            "honorarium": {
                election.id: to_decimal_string(pay.amount_sen)
                for election in book.elections.values()
                if code in election.roles and (pay := election.role(code).honorarium)
            },
        }
        for code, role in book.roles.roles.items()
    ]
    return {"schema": "pemilu-cover/roles/1", "roles": roles}
