"""The rate book: every number of the law that a premium needs, each dated and cited.

>>> book = RateBook.load()
>>> book.rate("JKK", date(2024, 11, 1)).percent, book.rate("JKM", date(2024, 11, 1)).cited
(Decimal('0.24'), 'PP 44/2015, pasal 18 ayat (1)')
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from pemilu_cover.law.benefits import BODIES, BenefitLaw, Body
from pemilu_cover.law.bpu import BpuLaw, FixedContribution
from pemilu_cover.law.dated_values import Successive, find_in_force, get_in_force
from pemilu_cover.law.elections import Election, Roles
from pemilu_cover.law.law_texts import LawTexts
from pemilu_cover.law.rate_files import (
    SEGMENTS,
    Citation,
    CitedText,
    DatedDueRule,
    DatedLatePaymentRule,
    DatedValue,
    DueRule,
    Fund,
    LatePaymentRule,
    Programme,
    RateFile,
    RateFileError,
    Segment,
    rates_dir,
    read,
)
from pemilu_cover.values.rupiah import round_half_up

RiskClass = Literal["I", "II", "III", "IV", "V"]


class Rate(DatedValue):
    """The share of the wage that one programme costs a month, in percent."""

    percent: Decimal = Field(ge=0, le=100)
    risk_class: RiskClass | None = None

    @cached_property
    def fraction(self) -> Fraction:
        """The rate as an exact share of the wage: 0.24 % is 3/1250."""
        return Fraction(self.percent) / 100

    def owed(self, base_sen: int) -> Fraction:
        """Return a month's contribution of a base in sen, not yet rounded."""
        return base_sen * self.fraction


# What a month of one programme costs: a share of the wage (PU) or an amount (BPU).
Tariff = Rate | FixedContribution


class ElectionBodyRiskClass(DatedValue):
    """The risk class in which election bodies are."""

    risk_class: RiskClass


class ProgrammeRates(RateFile):
    """One programme: its rates by day, and by risk class where there are classes."""

    programme: Programme
    name: str
    election_bodies: Successive[ElectionBodyRiskClass] | None = None
    rates: tuple[Rate, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _one_rate_a_day(self) -> Self:
        for earlier, later in pairwise(
            sorted(self.rates, key=lambda r: (str(r.risk_class), r.valid_from))
        ):
            if earlier.risk_class != later.risk_class:
                continue
            if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
                raise ValueError(f"two rates are in force on {later.valid_from}")
        if list(self.rates) != sorted(self.rates, key=lambda r: r.valid_from):
            raise ValueError("the entries are not in the order of their dates")
        return self

    def on(self, day: date) -> Rate:
        """Return the rate in force on a day; raise `NoRateInForceError` where there is none."""
        body = self.risk_class(day)
        risk_class = body.risk_class if body else None
        same_class = (rate for rate in self.rates if rate.risk_class == risk_class)
        return get_in_force(same_class, day, self.programme)

    def risk_class(self, day: date) -> ElectionBodyRiskClass | None:
        """Return the risk class of election bodies on a day; None for a programme without classes."""
        return find_in_force(self.election_bodies or (), day)


class Rounding(DatedValue):
    """How one contribution becomes an amount that can be paid; other ways than this are not priced."""

    unit: Literal[Decimal("0.01")]  # type: ignore[valid-type]
    mode: Literal["half-up"]

    def apply(self, amount_sen: Fraction) -> int:
        """Return an exact amount, rounded, in sen."""
        return round_half_up(amount_sen)


class LegalBasis(DatedValue):
    """A law that a bill names for the people of some bodies and segments, and what it says."""

    text: str
    segments: tuple[Segment, ...] = SEGMENTS
    bodies: tuple[Body, ...] = BODIES


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


class ContributionLaw(RateFile):
    """What both programmes share."""

    rounding: Successive[Rounding]
    base: Successive[CitedText]
    honor_base: Successive[CitedText]
    payer: Successive[CitedText]
    due: Successive[DatedDueRule]
    penalty: Successive[DatedLatePaymentRule]
    legal_basis: tuple[LegalBasis, ...]


class ProrationRule(DatedValue):
    """How the months of a contract are counted, and where its amounts are rounded."""

    name: str
    count: Literal["anniversaries", "calendar", "days"]
    forgiven_tail_days: int = Field(ge=0, le=30)
    days_per_month: int = Field(ge=1, le=31)
    rounded: Literal["month", "programme"]


class ProrationLaw(RateFile):
    """The rules of proration by name, each with its entries by the first day of a contract."""

    default: str
    rules: dict[str, Successive[ProrationRule]]

    @model_validator(mode="after")
    def _default_exists(self) -> Self:
        if self.default not in self.rules:
            raise ValueError(f"the default rule {self.default!r} is not among the rules")
        return self

    def rule(self, name: str, day: date) -> ProrationRule:
        """Return the rule of a name for contracts that begin on a day. Raise `NoRateInForceError`."""
        return get_in_force(self.rules[name], day, name)

    def on(self, day: date) -> dict[str, ProrationRule]:
        """Return the rules for contracts that begin on a day, by name."""
        rules = {name: find_in_force(entries, day) for name, entries in self.rules.items()}
        return {name: rule for name, rule in rules.items() if rule}


class PlausibilityBound(Citation):
    """A bound beyond which a value is questioned."""

    value: Decimal = Field(gt=0)


class Plausibility(RateFile):
    """Bounds of plausible rosters; none of them is law."""

    lowest_wage_share: PlausibilityBound
    impossible_wage_share: PlausibilityBound
    highest_other_wage_rupiah: PlausibilityBound
    highest_minimum_wage_rupiah: PlausibilityBound
    longest_contract_months: PlausibilityBound


@dataclass(frozen=True)
class RateBook:
    """All rate files of one folder, read when first asked for."""

    folder: Path

    @classmethod
    def load(cls, folder: Path | None = None) -> Self:
        """Return the book of a folder, by default the one that comes with the program.

        Raise `RateFileError` where there is no such folder; a faulty file raises it when it is read.
        """
        folder = folder or rates_dir()
        if not folder.is_dir():
            raise RateFileError(folder, "", "is not a folder of rate files")
        return cls(folder)

    @cached_property
    def jkk(self) -> ProgrammeRates:
        """The rates of JKK."""
        return self._programme("jkk.toml", "JKK")

    @cached_property
    def jkm(self) -> ProgrammeRates:
        """The rates of JKM."""
        return self._programme("jkm.toml", "JKM")

    @cached_property
    def contribution(self) -> ContributionLaw:
        """Rounding, base, payer, due day, legal basis."""
        return read(self.folder / "contribution.toml", ContributionLaw)

    @cached_property
    def bpu(self) -> BpuLaw:
        """What members without a wage pay."""
        return read(self.folder / "bpu.toml", BpuLaw)

    @cached_property
    def benefits(self) -> BenefitLaw:
        """What both programmes pay, and on which conditions."""
        return read(self.folder / "benefits.toml", BenefitLaw)

    @cached_property
    def laws(self) -> LawTexts:
        """Where the laws were read, and what was not."""
        return read(self.folder / "laws.toml", LawTexts)

    @cached_property
    def relief(self) -> ReliefLaw:
        """The months in which less is owed."""
        return read(self.folder / "relief.toml", ReliefLaw)

    @cached_property
    def proration(self) -> ProrationLaw:
        """The rules by which months are counted."""
        return read(self.folder / "proration.toml", ProrationLaw)

    @cached_property
    def plausibility(self) -> Plausibility:
        """Bounds beyond which a value is questioned."""
        return read(self.folder / "plausibility.toml", Plausibility)

    @cached_property
    def roles(self) -> Roles:
        """The roles and their names."""
        return read(self.folder / "roles.toml", Roles)

    @cached_property
    def elections(self) -> dict[str, Election]:
        """The elections by id: the newest first, and behind them those of some regions only."""
        found: dict[str, Election] = {}
        for name, election in self._elections.items():
            try:
                found[name] = election.sharing(self._elections)
            except ValueError as error:
                raise RateFileError(
                    self.folder / "elections" / f"{name}.toml", "shares", str(error)
                ) from error
        newest = sorted(found.values(), key=lambda election: election.voting_day, reverse=True)
        return {one.id: one for one in sorted(newest, key=lambda election: election.regional)}

    @cached_property
    def _elections(self) -> dict[str, Election]:
        """The elections by id, as their files have them: without what they share."""
        found: dict[str, Election] = {}
        for file in sorted(self.folder.glob("elections/*.toml")):
            election = read(file, Election)
            if election.id in found:
                raise RateFileError(file, "id", f"{election.id!r} also stands in another file")
            named = {code for shares in election.shares for code in shares.roles}
            if unknown := {*election.roles, *named} - set(self.roles.roles):
                raise RateFileError(file, f"roles.{min(unknown)}", "is not a role of roles.toml")
            found[election.id] = election
        if not found:
            raise RateFileError(self.folder / "elections", "", "holds no election")
        return found

    def rate(self, programme: Programme, day: date) -> Rate:
        """Return a programme's rate on a day; raise `NoRateInForceError` where none is in force."""
        return (self.jkk if programme == "JKK" else self.jkm).on(day)

    def tariff(self, segment: Segment, programme: Programme, day: date, income_sen: int) -> Tariff:
        """Return what a programme costs a member of a segment on a day. Raise `NoRateInForceError`.

        ``income_sen`` is a month's, and chooses the band of a BPU member; a rate is the same for all.
        """
        if segment == "pu":
            return self.rate(programme, day)
        if programme == "JKM":
            return get_in_force(self.bpu.jkm, day, programme)
        return get_in_force(self.bpu.jkk, day, programme).of(income_sen)

    @cached_property
    def files(self) -> dict[str, RateFile]:
        """Every rate file by its name within the folder."""
        return {
            "jkk.toml": self.jkk,
            "jkm.toml": self.jkm,
            "contribution.toml": self.contribution,
            "bpu.toml": self.bpu,
            "relief.toml": self.relief,
            "proration.toml": self.proration,
            "benefits.toml": self.benefits,
            "plausibility.toml": self.plausibility,
            "roles.toml": self.roles,
            "laws.toml": self.laws,
            **{f"elections/{name}.toml": self._elections[name] for name in self.elections},
        }

    @property
    def checked_on(self) -> date:
        """The earliest day on which one of the files was last compared with the law."""
        return min(file.checked_on for file in self.files.values())

    def _programme(self, name: str, programme: Programme) -> ProgrammeRates:
        rates = read(self.folder / name, ProgrammeRates)
        if rates.programme != programme:
            raise RateFileError(self.folder / name, "programme", f"must be {programme}")
        return rates
