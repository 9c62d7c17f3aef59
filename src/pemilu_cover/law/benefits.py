"""What JKK and JKM pay, by day: each benefit with its law, its article and how sure it is.

JKM pays where somebody dies, and not of a work accident; JKK where a work accident or an occupational
disease hurts, disables or kills. The two exclude each other. Amounts are fixed or follow the base, which
is the wage that was reported (PU) or the base of the band of income (BPU).

>>> from pemilu_cover.law.rate_files import rates_dir, read
>>> law = read(rates_dir() / "benefits.toml", BenefitLaw)
>>> death_cover(law, base_sen=1_000_000_00, day=date(2024, 11, 27))
DeathCover(jkm_sen=4200000000, jkk_sen=7000000000)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from pemilu_cover.law.dated_values import Successive, in_force
from pemilu_cover.law.rate_files import (
    SEGMENTS,
    Citation,
    CitedText,
    DatedValue,
    Programme,
    RateFile,
    Segment,
    Sen,
    StrictModel,
)
from pemilu_cover.values.rupiah import format_rupiah, round_half_up

Body = Literal["KPU", "BAWASLU"]
BODIES: tuple[Body, ...] = ("KPU", "BAWASLU")
# "accident" is any work accident, whatever comes of it.
Event = Literal[
    "death", "total-disability", "partial-disability", "temporary-inability", "accident"
]
# What kind of help it is: money at once, money by the month, schooling, treatment, travel.
Group = Literal["cash", "monthly", "scholarship", "care", "transport"]
_TOTAL_DISABILITY = "jkk-total-disability"


class BilingualText(StrictModel):
    """The same words in Indonesian and English."""

    id: str = Field(min_length=1)
    en: str = Field(min_length=1)


class FixedAmount(StrictModel):
    """One amount for everybody."""

    kind: Literal["fixed"]
    amount: Sen = Field(alias="rupiah")

    def due(self, _: int) -> int:
        """Return the amount in sen, whatever the base."""
        return self.amount

    @property
    def how(self) -> BilingualText:
        """How the amount comes about."""
        return BilingualText(id="jumlah tetap", en="a fixed amount")


class ReimbursementLimit(StrictModel):
    """What was spent, up to an amount."""

    kind: Literal["ceiling"]
    amount: Sen = Field(alias="rupiah")

    def due(self, _: int) -> int:
        """Return the most that is paid, in sen."""
        return self.amount

    @property
    def how(self) -> BilingualText:
        """How the amount comes about."""
        return BilingualText(id="penggantian biaya nyata", en="what was really spent")


class WageMultiple(StrictModel):
    """A percentage of some months' wages, and never less than a minimum."""

    kind: Literal["wage-share"]
    percent: Decimal = Field(alias="percent_of_wage", gt=0, le=100)
    months: int = Field(gt=0)
    minimum: Sen | None = None

    def due(self, base_sen: int) -> int:
        """Return the amount of a base, both in sen."""
        share = _share(self.percent) * self.months * base_sen
        return max(round_half_up(share), self.minimum or 0)

    @property
    def how(self) -> BilingualText:
        """How the amount comes about."""
        shown = f"{_percent(self.percent)} × {self.months} ×"
        if self.minimum is None:
            return BilingualText(id=f"{shown} upah", en=f"{shown} wage")
        least = format_rupiah(self.minimum)
        return BilingualText(
            id=f"{shown} upah, sedikitnya {least}", en=f"{shown} wage, at least {least}"
        )


class DisabilityTableShare(StrictModel):
    """A percentage that the table of disabilities names, of some months' wages."""

    kind: Literal["table-share"]
    months: int = Field(gt=0)

    def due(self, _: int) -> None:
        """Return no amount: it depends on what was lost."""
        return

    def each_percent(self, base_sen: int) -> int:
        """Return what one percent of the table is worth, in sen."""
        return round_half_up(Fraction(self.months * base_sen, 100))

    @property
    def how(self) -> BilingualText:
        """How the amount comes about."""
        return BilingualText(
            id=f"tiap persen tabel cacat: 1 % × {self.months} × upah",
            en=f"each percent of the table: 1 % × {self.months} × wage",
        )


class MonthlyStep(StrictModel):
    """From which month to which (None: until the end) what share of the wage is paid."""

    first: int = Field(ge=1)
    last: int | None = Field(default=None, ge=1)
    percent: Decimal = Field(alias="percent_of_wage", gt=0, le=100)

    def due(self, base_sen: int) -> int:
        """Return what one of these months brings, in sen."""
        return round_half_up(_share(self.percent) * base_sen)

    @property
    def months(self) -> BilingualText:
        """The months, counted from the accident."""
        if self.last is None:
            return BilingualText(id=f"bulan {self.first} dst.", en=f"month {self.first} on")
        return BilingualText(
            id=f"bulan {self.first}–{self.last}", en=f"months {self.first}–{self.last}"
        )

    @property
    def how(self) -> BilingualText:
        """What share of the wage it is."""
        shown = _percent(self.percent)
        return BilingualText(id=f"{shown} upah", en=f"{shown} of the wage")


class MonthlyWageShare(StrictModel):
    """A share of the wage for every month, which changes with time."""

    kind: Literal["monthly"]
    steps: tuple[MonthlyStep, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _without_gap(self) -> Self:
        if self.steps[0].first != 1 or self.steps[-1].last is not None:
            raise ValueError("the months begin with 1, and the last step has no 'last'")
        for earlier, later in pairwise(self.steps):
            if earlier.last is None or later.first != earlier.last + 1:
                raise ValueError(
                    f"the step from month {later.first} does not follow the one before"
                )
        return self

    def due(self, _: int) -> None:
        """Return no amount: it depends on how long somebody cannot work."""
        return

    @property
    def how(self) -> BilingualText:
        """How the amount comes about."""
        return BilingualText(
            id="; ".join(f"{s.months.id}: {s.how.id}" for s in self.steps),
            en="; ".join(f"{s.months.en}: {s.how.en}" for s in self.steps),
        )


class SchoolLevel(StrictModel):
    """A level of schooling: what a year of it brings, and for how many years at most."""

    name: BilingualText
    amount: Sen = Field(alias="rupiah_a_year")
    years: int = Field(ge=1)


class Scholarship(StrictModel):
    """Money for each year at school, for some of the children."""

    kind: Literal["schooling"]
    children: int = Field(ge=1)
    most: Sen
    levels: tuple[SchoolLevel, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _levels_make_the_most(self) -> Self:
        if self.most != self.children * self.per_child:
            raise ValueError(
                f"'most' is not what the levels make: {format_rupiah(self.per_child)} a child"
            )
        return self

    @property
    def per_child(self) -> int:
        """The most that one child can get, in sen."""
        return sum(level.amount * level.years for level in self.levels)

    def due(self, _: int) -> int:
        """Return the most that all children get, in sen."""
        return self.most

    @property
    def how(self) -> BilingualText:
        """How the amount comes about."""
        most = format_rupiah(self.per_child)
        return BilingualText(
            id=f"menurut jenjang, paling banyak {self.children} anak, {most} seorang",
            en=f"by level of school, at most {self.children} children, {most} each",
        )


class InKindBenefit(StrictModel):
    """Help that is no sum of money."""

    kind: Literal["service"]
    text: BilingualText

    def due(self, _: int) -> None:
        """Return no amount."""
        return

    @property
    def how(self) -> BilingualText:
        """What is given."""
        return self.text


Payment = Annotated[
    FixedAmount
    | ReimbursementLimit
    | WageMultiple
    | DisabilityTableShare
    | MonthlyWageShare
    | Scholarship
    | InKindBenefit,
    Field(discriminator="kind"),
]


class Benefit(DatedValue):
    """One benefit, as its law words it, from a day to a day.

    ``months_paid`` is the time of contributions (masa iur) without which it is not paid.
    """

    id: str = Field(pattern=r"^[a-z]+(-[a-z]+)*$")
    programme: Programme
    events: tuple[Event, ...] = Field(min_length=1)
    group: Group
    name: BilingualText
    pays: Payment
    months_paid: int = Field(default=0, ge=0)
    condition: BilingualText | None = None


class WaitingPeriod(DatedValue):
    """Benefits that members of a segment do not get in their first months."""

    segments: tuple[Segment, ...] = Field(min_length=1)
    benefits: tuple[str, ...] = Field(min_length=1)
    months: int = Field(ge=1)
    text: BilingualText


class BenefitCondition(DatedValue):
    """A condition or a duty, in words."""

    topic: str
    segments: tuple[Segment, ...] = SEGMENTS
    text: BilingualText


class ClaimDeadline(DatedValue):
    """After how many years a claim is lost, counted from the day of the accident or the diagnosis."""

    programme: Programme
    years: int = Field(ge=1)
    text: BilingualText


class Choice(DatedValue):
    """Some of the benefits: those that are paid once to members of several employers, or without heirs."""

    benefits: tuple[str, ...] = ()
    text: BilingualText


class Report(Citation):
    """An amount that another source has, in rupiah."""

    amount: Sen


class Santunan(DatedValue):
    """What an election body itself pays to its ad hoc people; this is no insurance.

    ``disputed`` is another amount, which a source that is less well founded has.
    """

    bodies: tuple[Body, ...] = Field(min_length=1)
    name: BilingualText
    amount: Sen
    at_most: bool = False
    disputed: Report | None = None


class KnownOmission(DatedValue):
    """What the files leave out, because its text was not seen: said, so that nobody takes it for nothing."""

    text: BilingualText


class BenefitLaw(RateFile):
    """All that is paid, on which conditions, and what is not known of it."""

    rounding: Successive[CitedText]
    benefits: tuple[Benefit, ...] = Field(min_length=1)
    waiting: tuple[WaitingPeriod, ...] = ()
    paid_once: tuple[Choice, ...] = ()
    without_heirs: tuple[Choice, ...] = ()
    rules: tuple[BenefitCondition, ...] = ()
    lapses: tuple[ClaimDeadline, ...] = ()
    santunan: tuple[Santunan, ...] = ()
    unread: tuple[KnownOmission, ...] = ()

    @model_validator(mode="after")
    def _one_amount_a_day(self) -> Self:
        for earlier, later in pairwise(sorted(self.benefits, key=lambda b: (b.id, b.valid_from))):
            if earlier.id != later.id:
                continue
            if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
                raise ValueError(f"two entries of {later.id} are in force on {later.valid_from}")
        return self

    @model_validator(mode="after")
    def _waiting_names_benefits(self) -> Self:
        known = {benefit.id for benefit in self.benefits}
        for key in ("waiting", "paid_once", "without_heirs"):
            named = {name for entry in getattr(self, key) for name in entry.benefits}
            if unknown := named - known:
                raise ValueError(f"{key!r} names the unknown benefit {min(unknown)}")
        return self


@dataclass(frozen=True)
class PayableBenefit:
    """A benefit on a day, of a base: what is paid at an event.

    ``amount_sen`` is the sum, or the most, in sen; None where it depends on more than the base. Before
    ``months_needed`` months it is not paid, by ``source``: then it is not ``payable``.
    """

    benefit: Benefit
    event: Event
    base_sen: int
    amount_sen: int | None
    months_needed: int
    payable: bool
    source: Citation

    @property
    def how(self) -> BilingualText:
        """How the amount comes about."""
        return self.benefit.pays.how

    @property
    def at_most(self) -> bool:
        """Whether the amount is a ceiling and no sum."""
        return isinstance(self.benefit.pays, ReimbursementLimit | Scholarship)

    @property
    def counts(self) -> bool:
        """Whether it belongs to the sum that is paid at once."""
        return self.payable and self.benefit.group == "cash"


class DeathCover(NamedTuple):
    """What is paid at once at a death, in sen: not by a work accident (JKM), and by one (JKK)."""

    jkm_sen: int
    jkk_sen: int


def benefits_on(
    law: BenefitLaw, day: date, base_sen: int, segment: Segment = "pu", months: int = 0
) -> list[PayableBenefit]:
    """Return what is paid for what happens on a day, one line for each benefit and event.

    ``base_sen`` is a month's wage in sen, or the base of the band of a BPU member; ``months`` is how long
    he has been a member and has paid. On a day without an entry there is no line: nothing is stretched.
    """
    return [
        PayableBenefit(
            benefit, event, base_sen, benefit.pays.due(base_sen), needed, months >= needed, source
        )
        for benefit in in_force(law.benefits, day)
        for needed, source in [_wait(benefit, law, day, segment)]
        for event in benefit.events
    ]


def paid_at_once(lines: Iterable[PayableBenefit], programme: Programme, event: Event) -> int:
    """Return the sum of what a programme pays at once at an event, in sen; scholarships are not in it."""
    return sum(
        line.amount_sen or 0
        for line in lines
        if line.counts and (line.benefit.programme, line.event) == (programme, event)
    )


def paid_by_employers(
    law: BenefitLaw, lines: Iterable[PayableBenefit], day: date, employers: int
) -> tuple[int, Choice] | None:
    """Return what JKM pays for a member of several employers on a day, in sen, and the entry that says so.

    None where no entry is in force. ``lines`` are those of one employer.
    """
    for entry in in_force(law.paid_once, day):
        return sum(
            (line.amount_sen or 0) * (1 if line.benefit.id in entry.benefits else employers)
            for line in lines
            if line.counts and (line.benefit.programme, line.event) == ("JKM", "death")
        ), entry
    return None


def paid_without_heirs(
    law: BenefitLaw, lines: Iterable[PayableBenefit], day: date
) -> tuple[int, Choice] | None:
    """Return what JKM pays at a death on a day to whoever buries a member without heirs, in sen.

    None where no entry is in force.
    """
    for entry in in_force(law.without_heirs, day):
        kept = [line for line in lines if line.benefit.id in entry.benefits]
        return paid_at_once(kept, "JKM", "death"), entry
    return None


def death_cover(
    law: BenefitLaw, base_sen: int, day: date, segment: Segment = "pu", months: int = 0
) -> DeathCover | None:
    """Return what is paid at once at a death on a day, or None where no benefit of it is in force.

    Both are sums in sen, without scholarships; ``base_sen``, ``segment`` and ``months`` as in
    `benefits_on`. The two are alternatives: a death is by a work accident or it is not.
    """
    lines = benefits_on(law, day, base_sen, segment, months)
    if {line.benefit.programme for line in lines if line.event == "death"} != {"JKK", "JKM"}:
        return None
    return DeathCover(paid_at_once(lines, "JKM", "death"), paid_at_once(lines, "JKK", "death"))


def disability_cover(
    law: BenefitLaw, base_sen: int, day: date, segment: Segment = "pu", months: int = 0
) -> int | None:
    """Return what is paid at once at a total permanent disability on a day, in sen, without scholarships.

    None where the grant itself is not in the files: a part of the sum would be taken for the whole.
    """
    lines = benefits_on(law, day, base_sen, segment, months)
    if _TOTAL_DISABILITY not in {line.benefit.id for line in lines}:
        return None
    return paid_at_once(lines, "JKK", "total-disability")


def _wait(benefit: Benefit, law: BenefitLaw, day: date, segment: Segment) -> tuple[int, Citation]:
    """Return after how many months a benefit is paid, and the entry that says so."""
    needed: int = benefit.months_paid
    source: Citation = benefit
    for waiting in in_force(law.waiting, day):
        if segment in waiting.segments and benefit.id in waiting.benefits:
            needed, source = max(needed, waiting.months), waiting
    return needed, source


def _share(percent: Decimal) -> Fraction:
    return Fraction(percent) / 100


def _percent(value: Decimal) -> str:
    return f"{value.normalize():f} %".replace(".", ",")
