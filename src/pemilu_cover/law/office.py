"""The office of an agreement, and what its papers show: letterhead, numbers, budget, who signs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PrivateAttr,
    StringConstraints,
    model_validator,
)

from pemilu_cover.law.rate_file_faults import LocalizedValueError
from pemilu_cover.law.rate_files import Budget, Fund, StrictModel


def _check_printable(text: str) -> str:
    """Refuse line breaks, control characters and marks that turn the direction of a sentence."""
    if not text.isprintable():
        raise LocalizedValueError("rate_files.not-printable")
    return text


Title = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=120),
    AfterValidator(_check_printable),
]
Line = Annotated[Title, StringConstraints(min_length=1)]

MAX_LOGO_BYTES = 500_000
_IMAGE_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


def _refuse_number(value: object) -> object:
    """Refuse a number, which pydantic takes for the seconds of a clock."""
    if isinstance(value, int | float):
        raise LocalizedValueError("rate_files.no-date")
    return value


Day = Annotated[dt.date, BeforeValidator(_refuse_number)]


class Employer(StrictModel):
    """The office that insures; ``location`` is SIPP's four-digit code of its regency."""

    name: Title = ""
    npp: str = Field(default="", pattern=r"^(?:[A-Z0-9]{8})?$")
    location: str = Field(default="", pattern=r"^(?:\d{4})?$")


class Payer(StrictModel):
    """The payer, if it is not the employer, and the fund from which the money comes.

    ``fund`` is ``apbn`` or ``apbd`` (a public budget), ``self`` (BPU members pay out of their own pockets),
    or ``other`` (Korpri, Baznas, CSR …). The reliefs of BPU members depend on it.
    """

    name: Title = ""
    fund: Fund | None = None

    @model_validator(mode="after")
    def _check_name_or_fund(self) -> Self:
        if not self.name and self.fund is None:
            raise LocalizedValueError("rate_files.payer-nobody")
        if self.name and self.fund == "self":
            raise LocalizedValueError("rate_files.payer-both")
        return self


class LetterheadTerms(StrictModel):
    """The letterhead: lines below the office's name, and a PNG or JPEG file next to the agreement."""

    address: tuple[Line, ...] = Field(default=(), max_length=4)
    logo: str = Field(default="", pattern=r"(?i)^(?:[^/\\:]{1,100}\.(?:png|jpe?g))?$")
    _image: bytes = PrivateAttr(default=b"")

    @property
    def image(self) -> bytes:
        """The content of the logo's file, empty without a logo."""
        return self._image

    @property
    def result_file(self) -> str:
        """The name of the logo in a result folder, ``""`` without a logo."""
        return f"logo{Path(self.logo).suffix.lower()}" if self.logo else ""

    def set_image(self, image: bytes) -> None:
        """Set the content of the logo. Raise `ValueError` where it is no PNG or JPEG file, or too large."""
        if len(image) > MAX_LOGO_BYTES:
            raise LocalizedValueError("rate_files.logo-large")
        if not image.startswith(_IMAGE_SIGNATURES):
            raise LocalizedValueError("rate_files.logo-no-picture")
        self._image = image


class PaperTerms(StrictModel):
    """What bill, receipt and letters show; a dotted line replaces what is empty.

    ``place`` is the town in which the papers are signed; letters are dated by hand.
    """

    place: Title = ""
    bill_number: Title = ""
    bill_date: Day | None = None
    receipt_number: Title = ""


class BudgetTerms(StrictModel):
    """The budget that pays: its year, the account, and the officer from whom the receipt takes the money.

    ``account`` is printed as it is; ``accounts = "apbd"`` prints the accounts of both programmes in the
    budgets of regions. Nobody has published those of the State's budget.
    """

    year: int | None = Field(default=None, ge=2000, le=2100, strict=True)
    account: Title = ""
    accounts: Budget | None = None
    received_from: Literal["kpa", "ppk"] = "kpa"

    @model_validator(mode="after")
    def _check_one_account(self) -> Self:
        if self.account and self.accounts:
            raise LocalizedValueError("rate_files.two-accounts")
        return self


class Signatory(StrictModel):
    """Who signs; ``title`` replaces the usual title of the office."""

    title: Title = ""
    name: Title = ""
    nip: str = Field(default="", pattern=r"^(?:[0-9]{8} ?[0-9]{6} ?[0-9] ?[0-9]{3})?$")


class Signatories(StrictModel):
    """Who signs the papers: the bill's author, who approves and who pays, and the head, who signs letters."""

    maker: Signatory = Signatory.model_construct()
    commitment_officer: Signatory = Signatory.model_construct()
    treasurer: Signatory = Signatory.model_construct()
    head: Signatory = Signatory.model_construct()
