"""Reliefs as the rate files have them: months in which less is owed, by whom, and those of others."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from pydantic import Field

from pemilu_cover.law.contribution_law import (
    DueRule,
    LatePaymentRule,
)
from pemilu_cover.law.dated_values import (
    Citation,
    DatedValue,
)
from pemilu_cover.law.rate_files import (
    Fund,
    Programme,
    RateFile,
    Segment,
)


class Relief(DatedValue):
    """A part of the contribution that is still paid in some months, and by whom.

    ``percent_paid`` of the contribution is owed. With ``newcomers_from``, an employer who joined on that
    day or later pays ``newcomers_full`` months in full first. ``excluded_funds`` do not get it for those whom
    they pay for; with ``not_honorer``, honorary staff who are BPU members are not reached, by that citation.
    ``condition`` is what else the law asks and nobody here can see. ``due`` and ``penalty`` take the place of
    the employers' (contribution.toml) in its months.
    """

    name: str
    programmes: tuple[Programme, ...] = Field(min_length=1)
    segments: tuple[Segment, ...] = Field(min_length=1)
    percent_paid: Decimal = Field(ge=0, lt=100)
    newcomers_from: date | None = None
    newcomers_full: int = Field(default=0, ge=0, le=12)
    excluded_funds: tuple[Fund, ...] = ()
    not_honorer: Citation | None = None
    condition: str = ""
    due: DueRule | None = None
    penalty: LatePaymentRule | None = None

    @property
    def fraction(self) -> Fraction:
        """What is still paid, as an exact share of the contribution."""
        return Fraction(self.percent_paid) / 100


class InapplicableRelief(DatedValue):
    """What lowers nothing for election bodies, and why; ``relief`` unless it is none at all."""

    name: str
    why: str
    relief: bool = True


class ReliefLaw(RateFile):
    """Reliefs that reach election bodies, and those that do not."""

    reliefs: tuple[Relief, ...] = ()
    elsewhere: tuple[InapplicableRelief, ...] = ()
