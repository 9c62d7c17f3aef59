"""Build the RAB workbook of a budget: its lines, its legal basis, its notes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from pemilu_cover.documents.model import Signature
from pemilu_cover.estimates.budget import Budget, BudgetLine, Scenario, ScenarioName
from pemilu_cover.estimates.budget_cautions import cautions, suspicious_inputs
from pemilu_cover.estimates.budget_notes import SCENARIOS, notes, scenario_title, variants
from pemilu_cover.estimates.staffing import UNIT_NAMES, StaffedRole
from pemilu_cover.explain.law_text import format_payer, format_tariff
from pemilu_cover.i18n.text import (
    active_language,
    localized_list,
    localized_month_span,
    translate,
)
from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.dated_values import Citation, get_in_force
from pemilu_cover.law.premium import MonthlyContribution
from pemilu_cover.reports import office
from pemilu_cover.reports.budget_labels import (
    BODY_NAMES,
    compared_roles,
    death_benefit_sen,
    format_units,
    format_volume,
    group_by_body,
    role_label,
)
from pemilu_cover.reports.xlsx.rab import workbook
from pemilu_cover.reports.xlsx.rab.cells import TO_FILL_IN
from pemilu_cover.reports.xlsx.rab.model import (
    BudgetWorkbook,
    RabLine,
    RabMonth,
    RabSection,
    ScenarioColumn,
)
from pemilu_cover.storage import result_folder


def write_rab(budget: Budget, out: Path, *, force: bool) -> None:
    """Write the workbook; raise `RefusalError` where it cannot be written."""
    result_folder.write_file(out, workbook.write(build_rab(budget)), force=force)


def build_rab(budget: Budget) -> BudgetWorkbook:
    """Return the data of a budget's workbook."""
    staff, main_scenario = budget.staff, budget.main_scenario
    compared = compared_roles(budget, active_language())
    return BudgetWorkbook(
        office=staff.agreement.employer.name,
        election=translate("rab.election", name=staff.election.name, day=staff.election.voting_day),
        units=format_units(budget, active_language()),
        terms=_terms(budget),
        payer=_payers(budget),
        sections=[
            RabSection(
                translate("rab.body-section", body=BODY_NAMES[body]),
                [rab_line for line in lines for rab_line in _lines(line, main_scenario)],
            )
            for body, lines in group_by_body(main_scenario)
        ],
        legal_basis=list(_legal_basis(budget)),
        notes=[
            *(text.translate() for text in suspicious_inputs(budget)),
            *(note.text.translate() for note in notes(budget)),
        ],
        uncounted=_uncounted_roles(budget),
        months=[RabMonth(*month) for month in budget.months],
        choices=[
            _choice(name, scenario, budget, [code for code, _ in compared])
            for name, scenario in budget.scenarios.items()
        ],
        roles_compared=[name for _, name in compared],
        choice_notes=[
            translate("budget_page.scenarios-note"),
            *(note.text.translate() for note in variants(budget)),
            *(text.translate() for text in cautions(budget)),
        ],
        place_and_date=office.place_and_date(staff.agreement),
        signatures=list(_signatures(staff.agreement)),
    )


def _signatures(agreement: Agreement) -> Iterator[Signature]:
    """Yield the budget authority, whom no agreement names, and the commitment officer."""
    approved, prepared = translate("rab.approved-by"), translate("rab.prepared-by")
    line = translate("office.nip", nip=translate("office.blank"))
    yield Signature(f"{approved}\n{translate('rab.budget-authority')}", line=line)
    yield office.signature("commitment_officer", agreement, prepared)


def _terms(budget: Budget) -> str:
    """Return segment, base and rule of months in words."""
    scenario, number = budget.main_scenario, budget.staff.agreement.number
    rules = dict.fromkeys(line.premium.rule.name for line in scenario.lines)
    title = scenario_title(scenario, number)
    return translate("rab.terms", scenario=title, rules=localized_list(rules))


def _payers(budget: Budget) -> str:
    """Return who pays, once where it is the same for all; empty where no agreement names anybody."""
    agreement, segments = budget.staff.agreement, budget.main_scenario.segments
    payers = {
        segment: format_payer(agreement, segment, agreement.employer.name).translate()
        for segment in segments
    }
    if len(set(payers.values())) == 1:
        return payers[segments[0]]
    return "; ".join(
        f"{name or TO_FILL_IN} ({segment.upper()})" for segment, name in payers.items()
    )


def _lines(line: BudgetLine, scenario: Scenario) -> Iterator[RabLine]:
    """Return the lines of a role: one for each price of a month."""
    post, premium = line.post, line.premium
    jkk, jkm = (
        [charge for charge in premium.charges if charge.programme == name]
        for name in ("JKK", "JKM")
    )
    months = list(zip(jkk, jkm, strict=True))
    runs = [list(run) for _, run in groupby(months, key=_price)]
    for run in runs:
        name = role_label(line, scenario)
        name = name if len(runs) == 1 else f"{name}, {_span(run)}"
        first_jkk, first_jkm = run[0]
        yield RabLine(
            name,
            _volume(post),
            post.people,
            len(run),
            first_jkk.base_sen,
            first_jkk.amount_sen,
            first_jkm.amount_sen,
        )


def _price(month: tuple[MonthlyContribution, MonthlyContribution]) -> tuple[int, int]:
    jkk, jkm = month
    return jkk.amount_sen, jkm.amount_sen


def _span(run: list[tuple[MonthlyContribution, MonthlyContribution]]) -> str:
    return localized_month_span(run[0][0].month, run[-1][0].month).translate()


def _volume(post: StaffedRole) -> str:
    if post.units is None:
        return ""
    return format_volume(post, active_language()).replace(
        " ×", f" {UNIT_NAMES[post.role.unit].translate()} ×"
    )


def _uncounted_roles(budget: Budget) -> list[str]:
    """Return the roles that are not in the plan, with reasons; hints on options are of no use on paper."""
    own_body = (entry for entry in budget.staff.uncounted if entry.reasons[0].code != "body")
    roles_by_reason: dict[str, list[str]] = {}
    for entry in own_body:
        why = "; ".join(reason.text.translate() for reason in entry.reasons)
        roles_by_reason.setdefault(why, []).append(entry.role.name)
    return [f"{', '.join(names)}: {why}." for why, names in roles_by_reason.items()]


def _choice(
    name: ScenarioName, scenario: Scenario | None, budget: Budget, codes: list[str]
) -> ScenarioColumn:
    deaths = [
        (
            death_benefit_sen("JKM", code, scenario, budget),
            death_benefit_sen("JKK", code, scenario, budget),
        )
        for code in codes
    ]
    if scenario is None:
        return ScenarioColumn(SCENARIOS[name].translate(), None, None, None, deaths)
    jkk, jkm = scenario.programme_sen("JKK"), scenario.programme_sen("JKM")
    return ScenarioColumn(
        scenario_title(scenario).translate(), jkk, jkm, scenario.per_person_sen, deaths
    )


def _legal_basis(budget: Budget) -> Iterator[str]:
    """Name the law of the duty, the rates, the due day, and of numbers, honoraria and terms."""
    book, main_scenario = budget.book, budget.main_scenario
    bodies = {line.post.role.body for line in main_scenario.lines}
    for basis in book.contribution.legal_basis:
        is_in_force = any(
            basis.in_force(month.month) and month.segment in basis.segments
            for month in budget.months
        )
        if is_in_force and bodies & set(basis.bodies):
            yield f"{basis.law}, {basis.article}: {basis.text.translate()}"
    used = dict.fromkeys(used for line in main_scenario.lines for used in line.premium.tariffs)
    for programme, tariff in used:
        yield f"{programme} {format_tariff(tariff).translate()}: {tariff.reference}"
    payers = {
        "pu": ("rab.payer", book.contribution.payer),
        "bpu": ("rab.payer-bpu", book.bpu.payer),
    }
    for segment, (key, entries) in payers.items():
        months = [month.month for month in budget.months if month.segment == segment]
        if months:
            payer = get_in_force(entries, min(months), "payer")
            yield translate(key, name=payer.name, law=payer.reference)
    posts = [line.post for line in main_scenario.lines]
    # Their articles are not named: of most, only reports in the press were read.
    sources: dict[str, list[Citation | None]] = {
        "people": [post.per_unit for post in posts],
        "honorarium": [post.election_role.honorarium for post in posts if not post.wage_fixed],
        "term": [post.election_role.term for post in posts if not post.term_fixed],
    }
    for name, cited_entries in sources.items():
        laws = dict.fromkeys(entry.law for entry in cited_entries if entry)
        if laws:
            yield translate(f"rab.source-{name}", laws="; ".join(laws))
