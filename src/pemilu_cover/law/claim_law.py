"""The law and practice of claims: clocks, documents, heirs, and what is disputed.

What the benefits are, and when a claim lapses, is in `benefits`.
"""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from pemilu_cover.law.dated_values import Citation, DatedValue
from pemilu_cover.law.rate_files import NonEmptyText, RateFile, Sen, StrictModel

# What is claimed: treatment or a death by a work accident, another death, the office's own grant.
ClaimCase = Literal["jkk-treatment", "jkk-death", "jkm-death", "santunan-death", "santunan-injury"]
# What has happened in a case, in order.
Step = Literal["event", "kk1", "certificate", "kk2", "jkm", "closed"]
Supplier = Literal["office", "family", "doctor", "police", "payer"]
SUPPLIERS: tuple[Supplier, ...] = ("office", "doctor", "police", "payer", "family")


class Clock(DatedValue):
    """A time within which somebody has to act, counted from a step.

    Without ``counted_from`` it is counted from what only the other side knows. ``done_by`` is the step that
    ends it.
    """

    id: str
    counted_from: Step | None = None
    done_by: Step | None = None
    hours: int | None = Field(default=None, ge=1)
    working_days: int | None = Field(default=None, ge=1)
    days: int | None = Field(default=None, ge=1)
    duty: Literal["office", "bpjs"]
    cases: tuple[ClaimCase, ...] = Field(min_length=1)
    name: NonEmptyText
    recipient: NonEmptyText

    @property
    def length(self) -> tuple[int, Literal["hours", "working-days", "days"]]:
        """The number of hours, working days or days."""
        if self.hours:
            return self.hours, "hours"
        return (
            (self.working_days, "working-days") if self.working_days else (self.days or 0, "days")
        )

    @model_validator(mode="after")
    def _check_one_length(self) -> Self:
        if len([1 for length in (self.hours, self.working_days, self.days) if length]) != 1:
            raise ValueError("needs one of hours, working_days and days")
        return self


class ClaimDocument(Citation):
    """A document of a claim: who supplies it, in which cases, and when it is needed if not always.

    ``paper`` is the paper in a case's folder that helps to make it, ``known`` the field of the register
    that it shows.
    """

    id: str
    cases: tuple[ClaimCase, ...] = Field(min_length=1)
    supplier: Supplier
    name: NonEmptyText
    needed: NonEmptyText | None = None
    paper: str = ""
    known: Literal["", "kpj", "nik"] = ""


class HeirRank(Citation):
    """Heirs of one rank."""

    name: NonEmptyText


class Reading(Citation):
    """What somebody says of a disputed question."""

    text: NonEmptyText


class Dispute(StrictModel):
    """A question that is judged differently, the readings, and what an office does best."""

    id: str
    cases: tuple[ClaimCase, ...] = Field(min_length=1)
    question: NonEmptyText
    advice: NonEmptyText
    readings: tuple[Reading, ...] = Field(min_length=1)


class GrantByDays(Citation):
    """What one office paid out of its own grant, by the days in hospital."""

    days: NonEmptyText
    amount: Sen


class ClaimLaw(RateFile):
    """All clocks, documents, heirs and disputes."""

    clocks: tuple[Clock, ...] = Field(min_length=1)
    documents: tuple[ClaimDocument, ...] = Field(min_length=1)
    heirs: tuple[HeirRank, ...] = Field(min_length=1)
    disputes: tuple[Dispute, ...] = Field(min_length=1)
    santunan_by_days: tuple[GrantByDays, ...] = ()
