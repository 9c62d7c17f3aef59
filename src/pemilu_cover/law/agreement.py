"""Agreements (PKS, perjanjian kerja sama) between an election office and BPJS Ketenagakerjaan.

An agreement is a TOML file. It says who insures whom, by which rules, and may fix a role's months,
wage, start or end: what it fixes holds whatever a roster says. Without one, the defaults hold and the
manifest says so.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, field_validator

from pemilu_cover.law.book import RateBook
from pemilu_cover.law.files import LawFileError, Strict, read
from pemilu_cover.values.rupiah import whole_sen

# What a later version prices: named here so that an agreement that asks for it is refused clearly.
_NOT_YET = {"flat", "floor", "minimum-wage", "per-head"}


def _rupiah_to_sen(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ValueError("must be an amount in rupiah, such as 1_500_000")
    try:
        return whole_sen(Decimal(value))
    except ValueError as error:
        raise ValueError("is no wage; write rupiah without dots, such as 850_000") from error


Sen = Annotated[int, BeforeValidator(_rupiah_to_sen), Field(gt=0)]


class Employer(Strict):
    """The office that insures; ``location`` is SIPP's four-digit code of its regency."""

    name: str = ""
    npp: str = Field(default="", pattern=r"^(?:[A-Z0-9]{8})?$")
    location: str = Field(default="", pattern=r"^(?:\d{4})?$")


class Payer(Strict):
    """Who pays, where that is not the employer."""

    name: str


class Base(Strict):
    """What the contribution is a share of."""

    kind: str = "honor"

    @field_validator("kind")
    @classmethod
    def _priced(cls, kind: str) -> str:
        if kind in _NOT_YET:
            raise ValueError(f"the base {kind!r} cannot be priced yet; only 'honor' can")
        if kind != "honor":
            raise ValueError("must be 'honor'")
        return kind


class Defaults(Strict):
    """Cells that SIPP demands and rosters lack; each use is counted in the manifest.

    Who somebody is (name, mother, birth) has no default: an identity is never invented.
    """

    identity_valid_until: dt.date | None = None
    marital: Literal["", "Y", "T"] = ""
    blood: Literal["", "A", "B", "AB", "O"] = ""
    address: str = ""
    postal_code: str = Field(default="", pattern=r"^(?:\d{5})?$")


class RoleTerms(Strict):
    """What the agreement fixes for one role; None leaves it to the roster and the defaults."""

    months: int | None = Field(default=None, ge=1, le=60, strict=True)
    wage: Sen | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    proration: str | None = None
    base: Base | None = None


class Agreement(Strict):
    """An agreement, or the defaults that hold without one.

    ``columns`` keeps what the office calls the columns of its rosters: header to field, as ``--map``.
    """

    number: str = ""
    date: dt.date | None = None
    election: str | None = None
    segment: Literal["pu"] = "pu"
    proration: str | None = None
    employer: Employer = Employer()
    payer: Payer | None = None
    participant_since: dt.date | None = None
    base: Base = Base()
    defaults: Defaults = Defaults()
    columns: dict[str, str] = Field(default_factory=dict)
    roles: dict[str, RoleTerms] = Field(default_factory=dict)

    def role(self, code: str) -> RoleTerms:
        """Give what is fixed for a role, which may be nothing."""
        return self.roles.get(code) or RoleTerms()

    @field_validator("segment", mode="before")
    @classmethod
    def _priced_segment(cls, segment: object) -> object:
        if segment == "bpu":
            raise ValueError("the segment 'bpu' cannot be priced yet; only 'pu' can")
        return segment


def read_agreement(file: Path, book: RateBook) -> Agreement:
    """Read an agreement; raise `LawFileError` where it names what the rate book does not know."""
    agreement = read(file, Agreement)
    if agreement.election is not None and agreement.election not in book.elections:
        known = ", ".join(book.elections)
        raise LawFileError(
            file, "election", f"{agreement.election!r} is unknown; known are {known}"
        )
    for code, terms in agreement.roles.items():
        if code not in book.roles.roles:
            near = get_close_matches(code, book.roles.roles, n=1, cutoff=0.5)
            hint = f"; did you mean {near[0]}?" if near else ", such as KPPS_ANGGOTA"
            raise LawFileError(file, f"roles.{code}", f"is not a role{hint}")
        if terms.start and terms.end and terms.end < terms.start:
            raise LawFileError(file, f"roles.{code}.end", "lies before its start")
    for key, rule in _rules(agreement):
        if rule is not None and rule not in book.proration.rules:
            known = ", ".join(book.proration.rules)
            raise LawFileError(file, key, f"{rule!r} is not a rule; the rules are {known}")
    return agreement


def _rules(agreement: Agreement) -> list[tuple[str, str | None]]:
    return [("proration", agreement.proration)] + [
        (f"roles.{code}.proration", terms.proration) for code, terms in agreement.roles.items()
    ]
