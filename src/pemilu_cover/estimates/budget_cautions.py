"""Consequences of the law for a plan that an office would not expect, and inputs that look wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pemilu_cover.estimates.budget import Budget, BudgetLine, Scenario
from pemilu_cover.estimates.budget_notes import scenario_title
from pemilu_cover.estimates.staffing import UNIT_NAMES, likely_swapped
from pemilu_cover.explain.cautions import cautions as cautions_of
from pemilu_cover.explain.death_cover import lowest_death_cover
from pemilu_cover.i18n.text import LocalizedText, localize, localized_count
from pemilu_cover.law.dated_values import DatedValue
from pemilu_cover.law.rate_files import Segment
from pemilu_cover.values import rupiah
from pemilu_cover.values.text import capitalise


def cautions(budget: Budget) -> list[LocalizedText]:
    """Return what follows from the law that an office would not expect, in any scenario, each once."""
    # What is said of a base below the wage is said here with its scenario and its amounts.
    of_bases = [rule.text.id for rule in budget.book.benefits.rules if rule.topic == "wage"]
    texts = [
        text
        for scenario in budget.scenarios.values()
        if scenario
        for text in cautions_of((line.premium for line in scenario.lines), budget.book)
        if not any(rule in text.id for rule in of_bases)
    ]
    return list(dict.fromkeys([*_lower_bases(budget), *texts, *_first_months(budget)]))


def suspicious_inputs(budget: Budget) -> list[LocalizedText]:
    """Ask about what was typed and can hardly be meant: more kecamatan than desa, more desa than TPS."""
    units = budget.staff.units
    questions = []
    for larger, smaller in likely_swapped(units):
        most, least = units[larger] or 0, units[smaller] or 0
        outer, inner = UNIT_NAMES[larger], UNIT_NAMES[smaller]
        questions.append(
            localize(
                "budget.units-swapped",
                most=localized_count(most),
                outer=outer,
                least=localized_count(least),
                inner=inner,
            )
        )
    return questions


def _first_months(budget: Budget) -> Iterator[LocalizedText]:
    """Return how many are members too short for all benefits, by what is law on voting day or later.

    A plan is often made for an election after the one whose honoraria it takes.
    """
    law, bpu = budget.book.benefits, budget.scenarios["bpu"]
    for waiting in law.waiting:
        lines = bpu.lines if bpu and not _is_past(waiting, budget) else ()
        short = sum(
            line.post.people for line in lines if line.premium.months.total < waiting.months
        )
        if short:
            people = budget.main_scenario.people
            yield _if_later(
                waiting,
                budget,
                localize(
                    "budget.caution-first-months",
                    months=waiting.months,
                    law=waiting.law,
                    short=localized_count(short),
                    people=localized_count(people),
                ),
            )
    for rule in law.rules:
        if rule.topic == "three-months" and not _is_past(rule, budget):
            yield _if_later(rule, budget, rule.text)


def _if_later(entry: DatedValue, budget: Budget, text: LocalizedText) -> LocalizedText:
    """Begin a sentence on law that began after all contracts of the plan with what it is for."""
    if any(
        line.premium.contract.period.last >= entry.valid_from for line in budget.main_scenario.lines
    ):
        return text
    return localize("budget.caution-later-election", text=text)


def _lower_bases(budget: Budget) -> Iterator[LocalizedText]:
    """Return the scenarios with bases below the honorarium, then who owes the rest of the benefits."""
    laws: dict[LocalizedText, None] = {}
    for scenario in budget.scenarios.values():
        for segment in scenario.segments if scenario else ():
            lower = (
                [line for line in scenario.lines if _is_lower(line, segment)] if scenario else ()
            )
            if scenario and lower:
                yield _lower_base(scenario, segment, lower, budget)
                laws |= dict.fromkeys(_lower_base_notes(segment, budget))
    yield from laws


def _is_lower(line: BudgetLine, segment: Segment) -> bool:
    premium = line.premium
    agreed = premium.base.kind not in ("honor", "per-head")
    return premium.segment == segment and agreed and premium.base_sen < premium.contract.wage_sen


def _lower_base_notes(segment: Segment, budget: Budget) -> Iterator[LocalizedText]:
    for rule in budget.book.benefits.rules:
        if (
            rule.topic == _TOPICS[segment]
            and segment in rule.segments
            and not _is_past(rule, budget)
        ):
            yield localize("budget.caution-cited", cited=rule.reference, text=rule.text)


# What the law says of a base that is lower than the pay, by segment.
_TOPICS: dict[Segment, str] = {"pu": "wage", "bpu": "base"}


def _lower_base(
    scenario: Scenario, segment: Segment, lower: Sequence[BudgetLine], budget: Budget
) -> LocalizedText:
    name = scenario_title(scenario)
    title = LocalizedText(capitalise(name.id), capitalise(name.en))
    roles = ", ".join(
        f"{line.post.role.name} ({rupiah.format_rupiah(line.premium.contract.wage_sen)})"
        for line in lower
    )
    most = max(lower, key=lambda line: line.premium.contract.wage_sen - line.premium.base_sen)
    whole = budget.scenarios["pu-honor" if segment == "pu" else "bpu"]
    before = lowest_death_cover(whole.line(most.post.code).premium, budget.book) if whole else None
    after = lowest_death_cover(most.premium, budget.book)
    if not (before and after and after.jkk_sen < before.jkk_sen):
        return localize("budget.caution-lower-base", scenario=title, roles=roles)
    return localize(
        "budget.caution-lower-base-and-cover",
        scenario=title,
        roles=roles,
        role=most.post.role.name,
        before=rupiah.format_rupiah(before.jkk_sen),
        after=rupiah.format_rupiah(after.jkk_sen),
    )


def _is_past(entry: DatedValue, budget: Budget) -> bool:
    return entry.valid_to is not None and entry.valid_to < budget.staff.election.voting_day
