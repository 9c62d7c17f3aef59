"""The cost of a plan without a roster.

People follow from the units (kecamatan, desa, TPS) and the numbers that the election's law has for each;
wages and months from its honoraria and terms, or from the agreement. Each role is priced
once by the same law as a roster. `staffing` counts the people, `budget_notes` has the notes on the plan;
`pemilu_cover.reports` shows it as text, JSON and workbook.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Literal, NamedTuple

from pemilu_cover.estimates.inputs import InputError, parse_wage
from pemilu_cover.estimates.staffing import StaffedRole, StaffingPlan
from pemilu_cover.estimates.staffing_options import BudgetRequest
from pemilu_cover.estimates.staffing_plan import plan_staff
from pemilu_cover.i18n.text import localize
from pemilu_cover.law.agreement import Agreement, ContributionBase, read_agreement
from pemilu_cover.law.due_dates import due_date
from pemilu_cover.law.elections import Election
from pemilu_cover.law.premium import Premium, price
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.rate_files import SEGMENTS, Programme, Segment
from pemilu_cover.values import rupiah

ScenarioName = Literal["agreement", "pu-honor", "pu-minimum-wage", "bpu"]
# Beyond it the numbers of a workbook are not exact; it is 90 trillion rupiah.
_LARGEST_SEN = 2**53


@dataclass(frozen=True)
class BudgetLine:
    """What one role costs: the premium of one of its holders, times the people; amounts in sen."""

    post: StaffedRole
    premium: Premium

    def programme_sen(self, programme: Programme) -> int:
        """Return the contributions of one programme."""
        return self.premium.programme_sen(programme) * self.post.people

    @property
    def total_sen(self) -> int:
        """Both programmes."""
        return self.premium.total_sen * self.post.people


class BudgetMonth(NamedTuple):
    """One calendar month of a segment: who is billed, what it costs in sen, and when it is due."""

    month: date
    segment: Segment
    people: int
    jkk_sen: int
    jkm_sen: int
    due: date

    @property
    def total_sen(self) -> int:
        """Both programmes."""
        return self.jkk_sen + self.jkm_sen


@dataclass(frozen=True)
class Scenario:
    """The same people and months under one segment and one base."""

    name: ScenarioName
    agreement: Agreement
    lines: tuple[BudgetLine, ...]

    @property
    def minimum_wage_sen(self) -> int | None:
        """The minimum wage, in sen a month; None for the other scenarios."""
        amount = self.agreement.base.amount
        return int(amount) if self.name == "pu-minimum-wage" and amount else None

    @property
    def segments(self) -> list[Segment]:
        """The segments in which people are insured."""
        used_segments = {line.premium.segment for line in self.lines}
        return [segment for segment in SEGMENTS if segment in used_segments]

    def line(self, code: str) -> BudgetLine:
        """Return the line of a role."""
        return next(line for line in self.lines if line.post.code == code)

    @property
    def people(self) -> int:
        """All who are counted."""
        return sum(line.post.people for line in self.lines)

    def programme_sen(self, programme: Programme) -> int:
        """Return the contributions of one programme, in sen."""
        return sum(line.programme_sen(programme) for line in self.lines)

    @property
    def total_sen(self) -> int:
        """What the plan costs, in sen."""
        return sum(line.total_sen for line in self.lines)

    @property
    def least_sen(self) -> int:
        """What the plan costs where every unit has the fewest people that the law allows, in sen."""
        return sum(line.premium.total_sen * line.post.least for line in self.lines)

    @property
    def per_person_sen(self) -> int:
        """The average cost of a person over all months, in sen."""
        return rupiah.round_half_up(Fraction(self.total_sen, self.people))


@dataclass(frozen=True)
class Budget:
    """A budget; the first scenario is the one that is budgeted, None is one without the option it needs.

    ``compared_roles`` are the roles whose benefits are compared: most holders, lowest base, highest base (or
    lowest and highest wage if all have one base).
    """

    staff: StaffingPlan
    scenarios: dict[ScenarioName, Scenario | None]
    months: tuple[BudgetMonth, ...]
    compared_roles: tuple[str, ...]
    book: RateBook

    @property
    def main_scenario(self) -> Scenario:
        """The scenario that is budgeted: the agreement, or where there is none PU on the honorarium."""
        return next(scenario for scenario in self.scenarios.values() if scenario)


def budget_from_files(request: BudgetRequest, agreement: Path | None, rates: Path | None) -> Budget:
    """Answer a question by the files that were named; raise also what reading them raises."""
    book = RateBook.load(rates)
    return budget(request, read_agreement(agreement, book) if agreement else None, book)


def budget(request: BudgetRequest, agreement: Agreement | None, book: RateBook) -> Budget:
    """Price a plan. Raise `InputError` for a value that is none, `RefusalError` for an unknown election.

    >>> plan = budget(BudgetRequest(tps=1, people=("PTPS=0", "PANTARLIH=0")), None, RateBook.load())
    >>> plan.main_scenario.people, plan.main_scenario.total_sen
    (9, 3942000)
    """
    staff = plan_staff(request, agreement or Agreement(), book)
    scenarios = _scenarios(staff, request, has_agreement=agreement is not None, book=book)
    scenarios_in_use = [scenario for scenario in scenarios.values() if scenario]
    if max(scenario.total_sen for scenario in scenarios_in_use) > _LARGEST_SEN:
        raise InputError("--people, --minimum-wage", localize("inputs.total-implausible"))
    main_scenario = scenarios_in_use[0]
    return Budget(
        staff=staff,
        scenarios=scenarios,
        months=tuple(_months(main_scenario, book)),
        compared_roles=_compared_roles(main_scenario),
        book=book,
    )


def _scenarios(
    staff: StaffingPlan, request: BudgetRequest, *, has_agreement: bool, book: RateBook
) -> dict[ScenarioName, Scenario | None]:
    """Price the plan under each scenario; the agreement, where there is one, comes first."""
    agreement, minimum = staff.agreement, _minimum_wage(request, staff.election, book)
    terms: dict[ScenarioName, Agreement | None] = {"agreement": agreement} if has_agreement else {}
    terms |= {
        "pu-honor": _under(agreement, "pu", ContributionBase()),
        "pu-minimum-wage": _under(agreement, "pu", minimum) if minimum else None,
        "bpu": _under(agreement, "bpu", ContributionBase()),
    }
    return {
        name: Scenario(
            name, scenario_agreement, _price_lines(staff.posts, scenario_agreement, book)
        )
        if scenario_agreement
        else None
        for name, scenario_agreement in terms.items()
    }


def _minimum_wage(
    request: BudgetRequest, election: Election, book: RateBook
) -> ContributionBase | None:
    """Read the minimum wage; refuse one that lacks digits ("2.249") or has too many of them."""
    text = request.minimum_wage
    if text is None:
        return None
    wage_sen = parse_wage(text, "--minimum-wage")
    least, most = _plausible(election, book)
    if not least <= wage_sen <= most:
        amount, low, high = (rupiah.format_rupiah(sen) for sen in (wage_sen, least, most))
        reason = localize(
            "inputs.minimum-wage-implausible", value=text, amount=amount, low=low, high=high
        )
        raise InputError("--minimum-wage", reason)
    return ContributionBase(kind="minimum-wage", amount=Decimal(wage_sen) / rupiah.SEN)


def _plausible(election: Election, book: RateBook) -> tuple[int, int]:
    """Return the lowest and the highest minimum wage that is not questioned, in sen a month."""
    bounds = book.plausibility
    honoraria = [role.honorarium for role in election.roles.values() if role.honorarium]
    lowest = min((pay.amount_sen for pay in honoraria), default=0)
    most = bounds.highest_minimum_wage_rupiah.value * rupiah.SEN
    return int(lowest * bounds.lowest_wage_share.value), int(most)


def _under(agreement: Agreement, segment: Segment, base: ContributionBase) -> Agreement:
    """Return an agreement with another segment and base for all; months and wages stay as they are."""
    terms_by_role = {
        code: terms.model_copy(update={"segment": None, "base": None})
        for code, terms in agreement.roles.items()
    }
    return agreement.model_copy(update={"segment": segment, "base": base, "roles": terms_by_role})


def _price_lines(
    posts: Sequence[StaffedRole], agreement: Agreement, book: RateBook
) -> tuple[BudgetLine, ...]:
    return tuple(BudgetLine(post, price(post.contract, agreement, book)) for post in posts)


def _months(scenario: Scenario, book: RateBook) -> Iterator[BudgetMonth]:
    """Sum all roles by calendar month and segment."""
    amounts: defaultdict[tuple[date, Segment, Programme], int] = defaultdict(int)
    people: defaultdict[tuple[date, Segment], int] = defaultdict(int)
    for line in scenario.lines:
        segment, holders = line.premium.segment, line.post.people
        for charge in line.premium.charges:
            amounts[charge.month, segment, charge.programme] += holders * charge.amount_sen
        for month in {charge.month for charge in line.premium.charges}:
            people[month, segment] += holders
    for month, segment in sorted(people):
        jkk, jkm = amounts[month, segment, "JKK"], amounts[month, segment, "JKM"]
        due = due_date(month, segment, book)
        yield BudgetMonth(month, segment, people[month, segment], jkk, jkm, due)


def _compared_roles(scenario: Scenario) -> tuple[str, ...]:
    """Return the roles with the most holders, the lowest base and the highest base, each once."""
    lines = scenario.lines
    most = max(lines, key=lambda line: line.post.people)
    lowest, highest = min(lines, key=_by_base), max(lines, key=_by_base)
    return tuple(dict.fromkeys(line.post.code for line in (most, lowest, highest)))


def _by_base(line: BudgetLine) -> tuple[int, int]:
    return line.premium.base_sen, line.premium.contract.wage_sen
