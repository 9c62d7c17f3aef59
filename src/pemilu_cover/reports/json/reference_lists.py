"""The names that commands take: elections, and roles with what they are paid."""

from __future__ import annotations

from typing import Any

from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.values.rupiah import to_decimal_string


def elections_json(book: RateBook) -> list[dict[str, Any]]:
    """Return the elections: the newest first, then those of some regions only."""
    return [
        {
            "id": election.id,
            "name": election.name,
            "voting_days": [day.isoformat() for day in election.days],
            "regional": election.regional,
            "roles": list(election.roles),
        }
        for election in book.elections.values()
    ]


def roles_json(book: RateBook) -> list[dict[str, Any]]:
    """Return the roles; ``honorarium`` has rupiah a month by election, as far as the law has it.

    ``insured`` is false for roles that only civil servants hold, whom Taspen insures.
    """
    return [
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
