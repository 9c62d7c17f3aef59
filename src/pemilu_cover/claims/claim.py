"""A case: its person, event and office, whether they were covered, the clocks and the benefits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pemilu_cover.claims.benefits import ClaimBenefits, claim_benefits
from pemilu_cover.claims.clocks import RunningClock, claim_lapses_on, running_clocks
from pemilu_cover.claims.cover import Cover
from pemilu_cover.claims.event import Event
from pemilu_cover.claims.people import ClaimPerson, enrolled_on
from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.claim_law import ClaimLaw
from pemilu_cover.law.rate_book import RateBook


@dataclass(frozen=True, slots=True)
class ClaimOffice:
    """The office that reports; what is not known of it is ``""``."""

    agreement: Agreement
    npp: str
    regency: str

    @property
    def name(self) -> str:
        """The name of the office."""
        return self.agreement.employer.name


@dataclass(frozen=True, slots=True)
class Claim:
    """A case as of a time, ``now``.

    ``others`` are further contracts of the person that hold on the day. ``lapses_on`` is when a claim of JKK
    is lost, with its article.
    """

    person: ClaimPerson
    others: tuple[ClaimPerson, ...]
    event: Event
    office: ClaimOffice
    now: datetime
    cover: Cover
    clocks: tuple[RunningClock, ...]
    lapses_on: tuple[datetime, str] | None
    benefits: ClaimBenefits
    law: ClaimLaw


@dataclass(frozen=True, slots=True)
class WrittenClaim:
    """A case of a result, and the files of its folder."""

    claim: Claim
    result: Path
    folder: Path
    files: tuple[Path, ...]


def build_claim(
    people: Sequence[ClaimPerson],
    person: ClaimPerson,
    event: Event,
    office: ClaimOffice,
    *,
    cover: Cover,
    now: datetime,
    book: RateBook,
) -> Claim:
    """Return the case of a person, one of the contracts ``people``, and an event."""
    day = event.at.date()
    return Claim(
        person=person,
        others=tuple(one for one in enrolled_on(people, day) if one.id != person.id),
        event=event,
        office=office,
        now=now,
        cover=cover,
        clocks=running_clocks(event.kind, {"event": event.at}, book.claims),
        lapses_on=claim_lapses_on(event.at, book.benefits),
        benefits=claim_benefits(person, day, book),
        law=book.claims,
    )
