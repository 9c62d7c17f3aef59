"""How every report of a budget names its units, volumes, roles and uncounted roles."""

from __future__ import annotations

from collections.abc import Iterable

from pemilu_cover.estimates.budget import Budget, BudgetLine, Scenario
from pemilu_cover.estimates.staffing import UNIT_NAMES, StaffedRole, UncountedRole
from pemilu_cover.explain.death_cover import lowest_death_cover
from pemilu_cover.i18n.text import Language, localize, localized_count

BODY_NAMES = {"KPU": "KPU", "BAWASLU": "Bawaslu"}
_MOST_PEOPLE = localize("budget_page.most-people")
# Lowest and highest, by contribution base, or by honorarium where all have one base.
_BASE_RANKS = (localize("budget_page.lowest-base"), localize("budget_page.highest-base"))
_WAGE_RANKS = (
    localize("budget_page.lowest-honorarium"),
    localize("budget_page.highest-honorarium"),
)


def group_by_body(scenario: Scenario) -> list[tuple[str, list[BudgetLine]]]:
    """Return the lines of each election body, in the order in which they come."""
    bodies: dict[str, list[BudgetLine]] = {}
    for line in scenario.lines:
        bodies.setdefault(line.post.role.body, []).append(line)
    return list(bodies.items())


def format_units(budget: Budget, language: Language) -> str:
    """Return the units of the plan: ``17 kecamatan, 192 desa/kelurahan, 1.462 TPS``."""
    return ", ".join(
        f"{localized_count(number).in_language(language)} {UNIT_NAMES[unit].in_language(language)}"
        for unit, number in budget.staff.units.items()
        if number is not None and unit != "kabkota"
    )


def format_volume(post: StaffedRole, language: Language) -> str:
    """Return how a number of people comes about: ``1.462 × 1–2``; nothing where it was typed."""
    each = post.per_unit
    if each is None or post.units is None:
        return ""
    number = f"{each.min}–{each.max}" if each.min < each.max else str(each.max)
    return f"{localized_count(post.units).in_language(language)} × {number}"


def role_label(line: BudgetLine, scenario: Scenario) -> str:
    """Return a role's name, marked where it is insured without a wage and others are not."""
    if line.premium.segment == "pu" or len(scenario.segments) == 1:
        return line.post.role.name
    return f"{line.post.role.name} (BPU)"


def compared_roles(budget: Budget, language: Language) -> list[tuple[str, str]]:
    """Return code and name of each role whose benefits are compared, with its rank among all."""
    lines = budget.main_scenario.lines
    one_base = len({line.premium.base_sen for line in lines}) == 1
    lowest, highest = _WAGE_RANKS if one_base else _BASE_RANKS
    amounts = {
        line.post.code: line.premium.contract.wage_sen if one_base else line.premium.base_sen
        for line in lines
    }
    low, high = min(amounts.values()), max(amounts.values())
    roles = []
    for number, code in enumerate(budget.compared_roles):
        ranks = [_MOST_PEOPLE] if number == 0 else []
        if low < high:
            ranks += [lowest] if amounts[code] == low else []
            ranks += [highest] if amounts[code] == high else []
        marks = ", ".join(rank.in_language(language) for rank in ranks)
        name = budget.main_scenario.line(code).post.role.name
        roles.append((code, f"{name} ({marks})" if marks else name))
    return roles


def death_benefit_sen(
    programme: str, code: str, scenario: Scenario | None, budget: Budget
) -> int | None:
    """Return what a programme pays at the death of a role's holder, in sen; None where it is not known."""
    cover = lowest_death_cover(scenario.line(code).premium, budget.book) if scenario else None
    if cover is None:
        return None
    return cover.jkk_sen if programme == "JKK" else cover.jkm_sen


def needs_input(entry: UncountedRole) -> bool:
    """Return whether a role would be counted with one more option."""
    return any(reason.code in ("unit", "number", "wage", "term") for reason in entry.reasons)


def format_reasons(entry: UncountedRole, language: Language) -> str:
    """Return why a role is not counted, and what would change that."""
    return "; ".join(
        reason.text.in_language(language)
        + (f": {reason.remedy.in_language(language)}" if reason.remedy else "")
        for reason in entry.reasons
    )


def format_uncounted(uncounted: Iterable[UncountedRole], language: Language) -> list[str]:
    """Return the roles that are not counted, those with the same reasons together."""
    names: dict[str, list[str]] = {}
    for entry in uncounted:
        name = f"{entry.role.name} [{entry.code}]" if needs_input(entry) else entry.role.name
        names.setdefault(format_reasons(entry, language), []).append(name)
    return [f"{', '.join(roles)}: {reasons}." for reasons, roles in names.items()]
