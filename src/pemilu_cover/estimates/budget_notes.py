"""Notes on what the numbers of a plan rest on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple, get_args

from pemilu_cover.estimates.budget import Budget, BudgetLine, Scenario, ScenarioName
from pemilu_cover.estimates.staffing import UNIT_NAMES, StaffedRole
from pemilu_cover.explain.law_text import format_percent
from pemilu_cover.i18n.text import (
    LocalizedText,
    localize,
    localized_choice,
    localized_count,
    localized_days,
    localized_list,
    verbatim,
)
from pemilu_cover.law.elections import Variant
from pemilu_cover.law.relief import denial_reason, reliefs_in_month
from pemilu_cover.law.relief_law import Relief
from pemilu_cover.values import rupiah

SCENARIOS: dict[ScenarioName, LocalizedText] = {
    name: localize(f"budget.scenario-{name}") for name in get_args(ScenarioName)
}


def scenario_title(scenario: Scenario, number: str = "") -> LocalizedText:
    """Return a scenario's name with its amount or segments: ``PU, upah minimum Rp2.249.113``.

    ``number`` is the agreement's, where it is to be named.
    """
    if scenario.minimum_wage_sen:
        amount = rupiah.format_rupiah(scenario.minimum_wage_sen)
        return localize("budget.scenario-with-minimum-wage", amount=amount)
    if scenario.name != "agreement":
        return SCENARIOS[scenario.name]
    segments = " + ".join(scenario.segments).upper()
    if number:
        return localize("budget.scenario-with-number", number=number, segments=segments)
    return localize("budget.scenario-with-segments", segments=segments)


class BudgetNote(NamedTuple):
    """A remark on the plan, and the option that would change it."""

    text: LocalizedText
    hint: LocalizedText | None = None


def notes(found: Budget) -> Iterator[BudgetNote]:
    """Return what the budgeted scenario rests on."""
    lines = found.main_scenario.lines
    yield from _ranges(found)
    yield from _usually_civil_servants(lines)
    yield from _uncovered(found)
    yield from _terms(found)
    yield from _ceilings(lines)
    yield from _reliefs(found)
    if len({line.post.role.body for line in lines}) > 1:
        yield BudgetNote(
            localize("budget.note-two-bodies"),
            localize("budget.hint-body"),
        )


def _ranges(found: Budget) -> Iterator[BudgetNote]:
    """Return where a unit may have fewer people than are budgeted, and what the plan then costs."""
    posts = found.staff.posts
    ranges = [
        localize(
            "budget.range",
            role=post.role.name,
            least=each.min,
            most=each.max,
            unit=UNIT_NAMES[post.role.unit],
        )
        for post in posts
        if (each := post.per_unit) and each.min < each.max
    ]
    if ranges:
        yield BudgetNote(
            localize(
                "budget.note-most-people",
                ranges=localized_list(ranges),
                people=localized_count(sum(post.least for post in posts)),
                cost=rupiah.format_rupiah(found.main_scenario.least_sen),
            )
        )


class Alternative(NamedTuple):
    """Another number of a role in each unit: the people of the plan and its cost with it, in sen."""

    line: BudgetLine
    variant: Variant
    people: int
    total_sen: int


def alternatives(found: Budget) -> Iterator[Alternative]:
    """Return what the plan is with the numbers that some offices had, one role at a time."""
    chosen = found.main_scenario
    for line in chosen.lines:
        each, units = line.post.per_unit, line.post.units or 0
        for variant in each.variants if each else ():
            more = units * variant.number - line.post.people
            cost = chosen.total_sen + more * line.premium.total_sen
            yield Alternative(line, variant, chosen.people + more, cost)


def variants(found: Budget) -> Iterator[BudgetNote]:
    """Return which number was taken where some offices had another, and what the plan costs with that."""
    for line, variant, people, total_sen in alternatives(found):
        post, cost = line.post, rupiah.format_rupiah(total_sen)
        name, unit = post.role.name, UNIT_NAMES[post.role.unit]
        taken, number = post.per_unit.max if post.per_unit else 0, variant.number
        option = f"--people {post.code}={(post.units or 0) * number}"
        yield BudgetNote(
            localize(
                "budget.note-other-number",
                name=name,
                taken=taken,
                number=number,
                where=variant.where,
                cost=cost,
                unit=unit,
                people=localized_count(people),
            ),
            localize("budget.hint-other-number", option=option),
        )


def _usually_civil_servants(lines: Iterable[BudgetLine]) -> Iterator[BudgetNote]:
    posts = [line.post for line in lines if line.post.role.asn == "usually"]
    if posts:
        names, options = _names(posts), ", ".join(f"--people {post.code}=N" for post in posts)
        yield BudgetNote(
            localize("budget.note-civil-servants", names=names),
            localize("budget.hint-civil-servants", options=options),
        )


def _uncovered(found: Budget) -> Iterator[BudgetNote]:
    """Return which days at the end of terms lie outside the billed months, and once what would cover them."""
    left: defaultdict[tuple[date, int], list[StaffedRole]] = defaultdict(list)
    for line in found.main_scenario.lines:
        months = line.premium.months
        if months.uncovered_from:
            left[months.uncovered_from, months.uncovered_days].append(line.post)
    remedy = _remedy(found, [post for posts in left.values() for post in posts])
    for number, ((first, days), posts) in enumerate(left.items(), start=1):
        yield BudgetNote(
            localize("budget.note-days-not-covered", days=days, posts=_names(posts), first=first),
            remedy if number == len(left) else None,
        )


def _remedy(found: Budget, posts: Sequence[StaffedRole]) -> LocalizedText:
    """Return what in the agreement would cover all days; none if the agreement fixes the months."""
    start = min(line.premium.contract.period.start for line in found.main_scenario.lines)
    ways = [
        verbatim(f'proration = "{name}"')
        for name, rule in found.book.proration.on(start).items()
        if rule.count == "calendar" and not all(post.agreed_terms.months for post in posts)
    ]
    ways.append(localize("budget.more-months"))
    return localize("budget.hint-days-not-covered", ways=localized_choice(ways))


def _terms(found: Budget) -> Iterator[BudgetNote]:
    """Return whose months are not those of the election's usual term."""
    posts = found.staff.posts
    if widest := [post for post in posts if post.widest]:
        yield BudgetNote(
            localize("budget.note-widest-term", terms=localized_list(map(_term, widest))),
            localize("budget.hint-widest-term"),
        )
    if fixed := [post for post in posts if post.term_fixed]:
        yield BudgetNote(localize("budget.note-fixed-months", roles=_names(fixed)))


def _ceilings(lines: Iterable[BudgetLine]) -> Iterator[BudgetNote]:
    """Report that honoraria are ceilings, and how sure their amounts are."""
    used = [
        pay
        for line in lines
        if (pay := line.post.election_role.honorarium) and not line.post.wage_fixed
    ]
    if used:
        if any(pay.confidence != "regulation text" for pay in used):
            yield BudgetNote(localize("budget.note-ceilings-secondary"))
        else:
            yield BudgetNote(localize("budget.note-ceilings"))


def _term(post: StaffedRole) -> LocalizedText:
    period = post.contract.period
    days = localized_days(period.start, period.end)
    return localize("budget.role-and-days", role=post.role.name, days=days)


def _reliefs(found: Budget) -> Iterator[BudgetNote]:
    """Return which reliefs were taken, and which were not since the day of joining is not known."""
    taken: dict[Relief, None] = {}
    unknown: dict[Relief, None] = {}
    for line in found.main_scenario.lines:
        taken |= dict.fromkeys(line.premium.reliefs)
        unknown |= {
            relief: None
            for charge in line.premium.charges
            for relief in reliefs_in_month(charge.month, found.book)
            if denial_reason(relief, charge.month, line.premium.relief_status) == "joining-unknown"
        }
    for relief in taken:
        paid = format_percent(relief.percent_paid)
        yield BudgetNote(
            localize(
                "budget.note-relief-taken",
                paid=paid,
                cited=relief.reference,
                name=LocalizedText(relief.name, relief.law),
            )
        )
    for relief in unknown:
        yield BudgetNote(
            localize(
                "budget.note-relief-joining-unknown",
                cited=relief.reference,
                name=LocalizedText(relief.name, relief.law),
            )
        )


def _names(posts: Iterable[StaffedRole]) -> str:
    return ", ".join(post.role.name for post in posts)
