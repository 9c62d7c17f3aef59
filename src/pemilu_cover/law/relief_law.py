"""Reliefs in rate files: the months and members of reduced contributions, and inapplicable reliefs."""

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
    NonEmptyText,
    Programme,
    RateFile,
    Segment,
)


class Relief(DatedValue):
    """A reduction of the contribution in some months.

    ``percent_paid`` of the contribution is paid. With ``newcomers_from``, an employer who joined on that
    day or later pays ``newcomers_full`` months in full first. ``excluded_funds`` do not get it for those whom
    they pay for; by ``not_honorer``, honorary staff who are BPU members do not get it either. ``condition``
    is another condition of the law that the program cannot check. ``due`` and ``penalty`` replace those of
    employers (contribution.toml) in its months.
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
        """The part that is paid, as an exact share of the contribution."""
        return Fraction(self.percent_paid) / 100


class InapplicableRelief(DatedValue):
    """A law without a reduction for election bodies, and why; ``relief`` is whether it is a relief."""

    name: NonEmptyText
    why: NonEmptyText
    relief: bool = True


class ReliefLaw(RateFile):
    """Reliefs of election bodies, and those that do not apply to them."""

    reliefs: tuple[Relief, ...] = ()
    elsewhere: tuple[InapplicableRelief, ...] = ()
