"""The office of an agreement, and what its papers show: letterhead, numbers, budget, who signs."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from pemilu_cover.law.rate_files import Fund, StrictModel
from pemilu_cover.law.receipt_law import Budget

Line = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Title = Annotated[str, StringConstraints(max_length=120)]


class Employer(StrictModel):
    """The office that insures; ``location`` is SIPP's four-digit code of its regency."""

    name: str = ""
    npp: str = Field(default="", pattern=r"^(?:[A-Z0-9]{8})?$")
    location: str = Field(default="", pattern=r"^(?:\d{4})?$")


class Payer(StrictModel):
    """The payer, if it is not the employer, and the fund from which the money comes.

    ``fund`` is ``apbn`` or ``apbd`` (a public budget), ``self`` (BPU members pay out of their own pockets),
    or ``other`` (Korpri, Baznas, CSR …). The reliefs of BPU members depend on it.
    """

    name: str = ""
    fund: Fund | None = None

    @model_validator(mode="after")
    def _check_name_or_fund(self) -> Self:
        if not self.name and self.fund is None:
            raise ValueError("needs a name, or a fund: apbn, apbd, self or other")
        if self.name and self.fund == "self":
            raise ValueError("a name and fund = 'self' contradict each other: say once who pays")
        return self


class LetterheadTerms(StrictModel):
    """The letterhead: lines below the office's name, and a PNG or JPEG file beside the agreement."""

    address: tuple[Line, ...] = Field(default=(), max_length=4)
    logo: str = Field(default="", pattern=r"(?i)^(?:[^/\\:]{1,100}\.(?:png|jpe?g))?$")


class PaperTerms(StrictModel):
    """What bill, receipt and letters show; a dotted line replaces what is empty.

    ``place`` is the town in which the papers are signed.
    """

    place: Title = ""
    date: dt.date | None = None
    bill_number: Title = ""
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
            raise ValueError("account and accounts contradict each other: give one of them")
        return self


class Signatory(StrictModel):
    """Who signs; ``title`` replaces the usual title of the office."""

    title: Title = ""
    name: Title = ""
    nip: str = Field(default="", pattern=r"^(?:\d{8} ?\d{6} ?\d ?\d{3})?$")


class Signatories(StrictModel):
    """Who signs the papers: the bill's author, who approves and who pays, and the head, who signs letters."""

    maker: Signatory = Signatory()
    commitment_officer: Signatory = Signatory()
    treasurer: Signatory = Signatory()
    head: Signatory = Signatory()
