"""The elections of the people of a roster, as ``--json`` and the manifest have them."""

from __future__ import annotations

from collections.abc import Iterable

from typing_extensions import TypedDict

from pemilu_cover.enrolment.elections import Share


class ShareJson(TypedDict):
    """An election with its people, and how many of them are in it by their dates."""

    election: str
    people: int
    by_dates: int


def shares_json(shares: Iterable[Share]) -> list[ShareJson]:
    """Return the elections of people, each with its number."""
    return [
        {"election": share.election.id, "people": share.people, "by_dates": share.by_dates}
        for share in shares
    ]
