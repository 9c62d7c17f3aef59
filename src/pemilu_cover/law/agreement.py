"""Agreements (PKS, perjanjian kerja sama) between an election office and BPJS Ketenagakerjaan.

An agreement is a TOML file: who insures whom, by which rules. It may fix a role's months, wage, start or
end, which then take precedence over the roster. Without an agreement the defaults apply, and the manifest
states that.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from pemilu_cover.documents.logo import MAX_PIXELS, is_printable
from pemilu_cover.i18n.text import LocalizedText, localize
from pemilu_cover.law.office import (
    MAX_LOGO_BYTES,
    BudgetTerms,
    Employer,
    LetterheadTerms,
    PaperTerms,
    Payer,
    Signatories,
    Title,
)
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.rate_file_faults import LocalizedValueError
from pemilu_cover.law.rate_files import (
    AgreementError,
    Fund,
    RateFileError,
    Segment,
    Sen,
    StrictModel,
    read_rate_file,
)


class ContributionBase(StrictModel):
    """The base of a month's contribution; ``amount`` is in sen.

    ``honor``: the wage of the roster. ``flat`` and ``minimum-wage``: the amount, whatever the wage.
    ``floor``: the wage, or the amount if that is more. ``per-head``: the amount is the price of both
    programmes a month, divided between them in proportion to their rates. The law has the wage alone (PP
    44/2015 art. 19); offices and BPJS have agreed on the others.
    """

    kind: Literal["honor", "flat", "floor", "minimum-wage", "per-head"] = "honor"
    amount: Sen | None = None

    @model_validator(mode="after")
    def _check_amount(self) -> Self:
        if self.kind == "honor" and self.amount is not None:
            raise LocalizedValueError("rate_files.base-with-amount")
        if self.kind != "honor" and self.amount is None:
            raise LocalizedValueError("rate_files.base-without-amount", kind=self.kind)
        return self

    def apply(self, wage_sen: int) -> int:
        """Return the base of a wage, both in sen a month; for a premium per head it is the wage.

        >>> ContributionBase(kind="floor", amount=1_000_000).apply(85_000_000)
        100000000
        >>> ContributionBase().apply(85_000_000)
        85000000
        """
        if self.kind in ("honor", "per-head") or self.amount is None:
            return wage_sen
        return max(wage_sen, self.amount) if self.kind == "floor" else self.amount


class Defaults(StrictModel):
    """Defaults of fields that SIPP requires and rosters lack; the manifest counts their uses.

    Name, mother and birth have no default: an identity is never invented.
    """

    identity_valid_until: dt.date | None = None
    marital: Literal["", "Y", "T"] = ""
    blood: Literal["", "A", "B", "AB", "O"] = ""
    address: str = ""
    postal_code: str = Field(default="", pattern=r"^(?:\d{5})?$")


class RoleTerms(StrictModel):
    """The terms of one role; None leaves a value to the roster and the defaults."""

    months: int | None = Field(default=None, ge=1, le=60, strict=True)
    wage: Sen | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    proration: str | None = None
    segment: Segment | None = None
    honorer: bool | None = None
    base: ContributionBase | None = None


_NO_TERMS = RoleTerms.model_construct()


class Agreement(StrictModel):
    """An agreement, or the defaults without one.

    With ``honorer``, BPU members are enrolled as honorary staff (PP 49/2023 art. 5(3)c), not as workers
    without an employer; a role may have its own value. ``columns`` maps headers of the office's rosters to
    fields, as ``--column`` does. ``exit_month`` says whether BPJS bills the month of an exit, and
    ``exit_date`` which day SIPP is given for it; no public rule settles them. ``bill_rounding`` says to what
    BPJS rounds the contributions on its bills; those that are known are to the sen. ``letterhead``,
    ``papers``, ``budget`` and ``signatories`` are what papers show, and change no amount.
    """

    number: Title = ""
    date: dt.date | None = None
    election: str | None = None
    segment: Segment = "pu"
    honorer: bool = False
    proration: str | None = None
    employer: Employer = Employer.model_construct()
    payer: Payer | None = None
    participant_since: dt.date | None = None
    exit_month: Literal["billed", "not-billed"] = "billed"
    exit_date: Literal["last-day", "day-after"] = "last-day"
    bill_rounding: Literal["sen", "rupiah"] = "sen"
    base: ContributionBase = ContributionBase.model_construct()
    defaults: Defaults = Defaults.model_construct()
    letterhead: LetterheadTerms = LetterheadTerms.model_construct()
    papers: PaperTerms = PaperTerms.model_construct()
    budget: BudgetTerms = BudgetTerms.model_construct()
    signatories: Signatories = Signatories.model_construct()
    columns: dict[str, str] = Field(default_factory=dict)
    roles: dict[str, RoleTerms] = Field(default_factory=dict)

    def role(self, code: str) -> RoleTerms:
        """Return the terms of a role; all None if the agreement does not name it."""
        return self.roles.get(code, _NO_TERMS)

    def base_for(self, code: str) -> ContributionBase:
        """Return the base of a role's contribution."""
        return self.role(code).base or self.base

    def segment_for(self, code: str) -> Segment:
        """Return the segment in which a role is insured."""
        return self.role(code).segment or self.segment

    def fund_for(self, code: str) -> Fund | None:
        """Return the fund that pays for a role of BPU members; None if it is unknown, and for PU."""
        return self.payer.fund if self.payer and self.segment_for(code) == "bpu" else None

    def is_honorer(self, code: str) -> bool:
        """Return whether a role's holders are BPU members who were enrolled as honorary staff."""
        role_honorer = self.role(code).honorer
        return self.segment_for(code) == "bpu" and (
            self.honorer if role_honorer is None else role_honorer
        )

    @property
    def segments(self) -> set[Segment]:
        """The segments that the agreement names."""
        role_segments = {terms.segment for terms in self.roles.values() if terms.segment}
        return {self.segment, *role_segments}

    @model_validator(mode="after")
    def _check_bpu_options(self) -> Self:
        if "bpu" in self.segments:
            return self
        if self.payer is not None and self.payer.fund == "self":
            raise LocalizedValueError("rate_files.payer-self-pu")
        if self.honorer or any(terms.honorer for terms in self.roles.values()):
            raise LocalizedValueError("rate_files.honorer-pu")
        return self


def read_agreement(file: Path | None, book: RateBook) -> Agreement:
    """Read an agreement and its logo, or return the defaults without a file.

    Raise `AgreementError` where it cannot be used, as for names that are not in the rate book.
    """
    if file is None:
        return Agreement.model_construct()
    try:
        agreement = read_rate_file(file, Agreement)
    except RateFileError as error:
        raise AgreementError(
            file, error.key, error.reason, error.position, is_unknown=error.is_unknown
        ) from error
    check_agreement(agreement, file, book)
    _read_logo(agreement, file)
    return agreement


def _read_logo(agreement: Agreement, file: Path) -> None:
    """Read the logo next to an agreement. Raise `AgreementError` where it cannot be used."""
    letterhead = agreement.letterhead
    if not letterhead.logo:
        return
    path = file.with_name(letterhead.logo)
    try:
        if not path.is_file():  # a pipe would never end
            raise LocalizedValueError("rate_files.logo-missing", name=letterhead.logo)
        with path.open("rb") as source:
            letterhead.set_image(source.read(MAX_LOGO_BYTES + 1))
        if not is_printable(letterhead.image):
            raise LocalizedValueError("rate_files.logo-unprintable", pixels=MAX_PIXELS)
    except LocalizedValueError as error:
        raise _fault(file, ("letterhead", "logo"), error.text) from error
    except OSError as error:
        text = localize("rate_files.unreadable")
        raise _fault(file, ("letterhead", "logo"), text) from error


def _fault(
    file: Path, path: tuple[str, ...], reason: LocalizedText, *, is_unknown: bool = False
) -> AgreementError:
    """Return the error about a key, with its place in the file, if that is an agreement in TOML."""
    from pemilu_cover.law.toml_positions import find_key  # noqa: PLC0415

    position = None
    with suppress(OSError, UnicodeDecodeError):
        position = find_key(file.read_text(encoding="utf-8-sig"), path)
    return AgreementError(file, ".".join(path), reason, position, is_unknown=is_unknown)


def check_agreement(agreement: Agreement, file: Path, book: RateBook) -> None:
    """Raise `AgreementError` if an agreement has names that are not in the rate book."""
    if agreement.election is not None and agreement.election not in book.elections:
        known = ", ".join(book.elections)
        text = localize("rate_files.unknown-election", name=agreement.election, known=known)
        raise _fault(file, ("election",), text, is_unknown=True)
    for code, terms in agreement.roles.items():
        if code not in book.roles.roles:
            raise _fault(file, ("roles", code), _unknown_role(code, book), is_unknown=True)
        if terms.start and terms.end and terms.end < terms.start:
            raise _fault(file, ("roles", code, "end"), localize("rate_files.end-before-start"))
    for path, rule in _rules(agreement):
        if rule is not None and rule not in book.proration.rules:
            known = ", ".join(book.proration.rules)
            text = localize("rate_files.unknown-rule", name=rule, known=known)
            raise _fault(file, path, text, is_unknown=True)


def _unknown_role(code: str, book: RateBook) -> LocalizedText:
    """Return what to write for an unknown role: the family's positions, or the nearest code."""
    roles = book.roles.roles
    family = [name for name, role in roles.items() if role.family == code.upper()]
    if family:
        return localize("rate_files.unknown-role-family", family=code, known=", ".join(family))
    similar = get_close_matches(code.upper(), roles, n=1, cutoff=0.5)
    if similar:
        return localize("rate_files.unknown-role-similar", similar=similar[0])
    return localize("rate_files.unknown-role")


def _rules(agreement: Agreement) -> list[tuple[tuple[str, ...], str | None]]:
    return [(("proration",), agreement.proration)] + [
        (("roles", code, "proration"), terms.proration) for code, terms in agreement.roles.items()
    ]
