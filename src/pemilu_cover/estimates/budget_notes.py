"""Notes on what the numbers of a plan rest on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from pemilu_cover.estimates.budget import Budget, BudgetLine, Scenario, ScenarioName
from pemilu_cover.estimates.staffing import UNIT_NAMES, StaffedRole
from pemilu_cover.explain.law_text import format_percent
from pemilu_cover.i18n.text import LocalizedText, localize, localized_count
from pemilu_cover.law.elections import Variant
from pemilu_cover.law.relief import denial_reason, reliefs_in_month
from pemilu_cover.law.relief_law import Relief
from pemilu_cover.values import dates, rupiah

SCENARIOS: dict[ScenarioName, LocalizedText] = {
    "agreement": localize("budget.scenario-agreement"),
    "pu-honor": localize("budget.scenario-pu-honor"),
    "pu-minimum-wage": localize("budget.scenario-pu-minimum-wage"),
    "bpu": localize("budget.scenario-bpu"),
}


def scenario_title(scenario: Scenario) -> LocalizedText:
    """Return a scenario's name with its amount or segments: ``PU, upah minimum Rp2.249.113``."""
    name = SCENARIOS[scenario.name]
    mark = (
        f" {rupiah.format_rupiah(scenario.minimum_wage_sen)}" if scenario.minimum_wage_sen else ""
    )
    if scenario.name == "agreement":
        mark = f" ({' + '.join(segment.upper() for segment in scenario.segments)})"
    return localize("budget.blank", mark=mark, name=name)


class BudgetNote(NamedTuple):
    """A remark on the plan, and which option would change what it tells."""

    text: LocalizedText
    hint: LocalizedText = localize("budget.blank-2")


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
    scenario = found.main_scenario
    ranged = [
        f"{post.role.name} {each.min}–{each.max} per {UNIT_NAMES[post.role.unit].id}"
        for post in found.staff.posts
        if (each := post.per_unit) and each.min < each.max
    ]
    if ranged:
        people, cost = (
            sum(p.least for p in found.staff.posts),
            rupiah.format_rupiah(scenario.least_sen),
        )
        told = ", ".join(ranged)
        yield BudgetNote(
            localize(
                "budget.note-most-people",
                told=told,
                cost=cost,
                people=localized_count(people),
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
            remedy if number == len(left) else localize("budget.blank-2"),
        )


def _remedy(found: Budget, posts: Sequence[StaffedRole]) -> LocalizedText:
    """Return what in the agreement would cover all days; none if the agreement fixes the months."""
    start = min(line.premium.contract.period.start for line in found.main_scenario.lines)
    whole = [
        f'proration = "{name}"'
        for name, rule in found.book.proration.on(start).items()
        if rule.count == "calendar" and not all(post.agreed_terms.months for post in posts)
    ]
    ways_id = " atau ".join([*whole, "months lebih banyak"])
    ways_en = " or ".join([*whole, "more months"])
    return localize("budget.hint-days-not-covered", ways_id=LocalizedText(ways_id, ways_en))


def _terms(found: Budget) -> Iterator[BudgetNote]:
    """Tell whose months are not those of the election's usual term."""
    posts = found.staff.posts
    if widest := [post for post in posts if post.widest]:
        days = ", ".join(f"{post.role.name} ({_days(post)})" for post in widest)
        yield BudgetNote(
            localize("budget.note-widest-term", days=days),
            localize("budget.hint-widest-term"),
        )
    if fixed := [post for post in posts if post.term_fixed]:
        yield BudgetNote(localize("budget.note-fixed-months", fixed=_names(fixed)))


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


def _days(post: StaffedRole) -> str:
    period = post.contract.period
    last = f" – {dates.format_ddmmyyyy(period.end)}" if period.end else ""
    return f"{dates.format_ddmmyyyy(period.start)}{last}"


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
