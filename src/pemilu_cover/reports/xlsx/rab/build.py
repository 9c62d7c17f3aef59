"""What the RAB workbook of a budget says: its lines, its legal basis, its notes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from pemilu_cover.estimates.budget import Budget, BudgetLine, Scenario, ScenarioName
from pemilu_cover.estimates.budget_notes import (
    SCENARIOS,
    cautions,
    notes,
    scenario_title,
    suspicious_inputs,
    variants,
)
from pemilu_cover.estimates.staffing import UNIT_NAMES, StaffedRole
from pemilu_cover.explain.law_text import format_payer, format_tariff
from pemilu_cover.law.dated_values import get_in_force
from pemilu_cover.law.premium import MonthlyContribution
from pemilu_cover.law.rate_files import Citation
from pemilu_cover.reports.text.budget import (
    BODY_NAMES,
    SAME,
    by_body,
    compared_roles,
    cover_sen,
    format_units,
    role_name,
    volume_text,
)
from pemilu_cover.reports.xlsx.rab import workbook as sheet
from pemilu_cover.storage import result_folder
from pemilu_cover.values import dates


def write_rab(found: Budget, out: Path, *, force: bool) -> None:
    """Write the workbook; raise `RefusalError` where it cannot be written."""
    result_folder.write_file(out, sheet.write(build_rab(found)), force=force)


def build_rab(found: Budget) -> sheet.BudgetWorkbook:
    """Decide what the workbook of a budget says."""
    staff, chosen = found.staff, found.chosen
    shown = compared_roles(found, "id")
    return sheet.BudgetWorkbook(
        office=staff.agreement.employer.name,
        election=f"{staff.election.name} ({dates.format_long(staff.election.voting_day)})",
        units=format_units(found, "id"),
        terms=_terms(found),
        payer=_payers(found),
        sections=[
            sheet.RabSection(
                f"Badan ad hoc dan kantor {BODY_NAMES[body]}",
                [priced for line in lines for priced in _lines(line, chosen)],
            )
            for body, lines in by_body(chosen)
        ],
        legal_basis=list(_legal_basis(found)),
        notes=[
            *(text.id for text in suspicious_inputs(found)),
            *(note.text.id for note in notes(found)),
        ],
        uncounted=_uncounted(found),
        months=[sheet.RabMonth(*month) for month in found.months],
        choices=[
            _choice(name, scenario, found, [code for code, _ in shown])
            for name, scenario in found.scenarios.items()
        ],
        roles_compared=[name for _, name in shown],
        choice_notes=[
            SAME.id,
            *(note.text.id for note in variants(found)),
            *(text.id for text in cautions(found)),
        ],
    )


def _terms(found: Budget) -> str:
    """Return segment, base and rule of months in words."""
    agreement, chosen = found.staff.agreement, found.chosen
    rules = dict.fromkeys(line.premium.rule.name for line in chosen.lines)
    name, title = SCENARIOS[chosen.name].id, scenario_title(chosen).id
    if chosen.name == "agreement" and agreement.number:
        title = title.replace(name, f"{name} {agreement.number}", 1)
    return f"{title}; hitungan bulan: {', '.join(rules)}"


def _payers(found: Budget) -> str:
    """Return who pays, once where it is the same for all; empty where no agreement names anybody."""
    agreement, segments = found.staff.agreement, found.chosen.segments
    payers = {
        segment: format_payer(agreement, segment, agreement.employer.name) for segment in segments
    }
    if len(set(payers.values())) == 1:
        return payers[segments[0]]
    return "; ".join(
        f"{name or sheet.TO_FILL_IN} ({segment.upper()})" for segment, name in payers.items()
    )


def _lines(line: BudgetLine, scenario: Scenario) -> Iterator[sheet.RabLine]:
    """Return the lines of a role: one, or where its months cost not the same, one for each price."""
    post, premium = line.post, line.premium
    jkk, jkm = (
        [charge for charge in premium.charges if charge.programme == name]
        for name in ("JKK", "JKM")
    )
    months = list(zip(jkk, jkm, strict=True))
    alike = [list(run) for _, run in groupby(months, key=_price)]
    for run in alike:
        name = role_name(line, scenario)
        name = name if len(alike) == 1 else f"{name}, {_span(run)}"
        first_jkk, first_jkm = run[0]
        yield sheet.RabLine(
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
    months = [dates.format_month(run[at][0].month) for at in (0, -1)]
    return " s.d. ".join(dict.fromkeys(months))


def _volume(post: StaffedRole) -> str:
    if post.units is None:
        return ""
    return volume_text(post, "id").replace(" ×", f" {UNIT_NAMES[post.role.unit].id} ×")


def _uncounted(found: Budget) -> list[str]:
    """Name who is not in the plan, and why; how the program would be asked is of no use on paper."""
    here = (entry for entry in found.staff.uncounted if entry.reasons[0].code != "body")
    together: dict[str, list[str]] = {}
    for entry in here:
        why = "; ".join(reason.text.id for reason in entry.reasons)
        together.setdefault(why, []).append(entry.role.name)
    return [f"{', '.join(names)}: {why}." for why, names in together.items()]


def _choice(
    name: ScenarioName, scenario: Scenario | None, found: Budget, codes: list[str]
) -> sheet.ScenarioColumn:
    deaths = [
        (cover_sen("JKM", code, scenario, found), cover_sen("JKK", code, scenario, found))
        for code in codes
    ]
    if scenario is None:
        return sheet.ScenarioColumn(SCENARIOS[name].id, None, None, None, deaths)
    jkk, jkm = scenario.of("JKK"), scenario.of("JKM")
    return sheet.ScenarioColumn(
        scenario_title(scenario).id, jkk, jkm, scenario.per_person_sen, deaths
    )


def _legal_basis(found: Budget) -> Iterator[str]:
    """Name the law of the duty, the rates, the due day, and of numbers, honoraria and terms."""
    book, chosen = found.book, found.chosen
    bodies = {line.post.role.body for line in chosen.lines}
    for basis in book.contribution.legal_basis:
        reached = any(
            basis.in_force(month.month) and month.segment in basis.segments
            for month in found.months
        )
        if reached and bodies & set(basis.bodies):
            yield f"{basis.law}, {basis.article}: {basis.text}"
    used = dict.fromkeys(used for line in chosen.lines for used in line.premium.tariffs)
    for programme, tariff in used:
        yield f"{programme} {format_tariff(tariff)}: {tariff.cited}"
    payers = {"pu": ("Iuran", book.contribution.payer), "bpu": ("Iuran BPU", book.bpu.payer)}
    for segment, (what, payer_entries) in payers.items():
        months = [month.month for month in found.months if month.segment == segment]
        if months:
            payer = get_in_force(payer_entries, min(months), "payer")
            yield f"{what} ditanggung {payer.name}: {payer.cited}"
    posts = [line.post for line in chosen.lines]
    # Their articles are not named: of most, only reports in the press were read.
    sources: dict[str, list[Citation | None]] = {
        "Jumlah orang": [post.per_unit for post in posts],
        "Honorarium": [post.said.honorarium for post in posts if not post.wage_fixed],
        "Masa kerja": [post.said.term for post in posts if not post.term_fixed],
    }
    for title, entries in sources.items():
        cited = dict.fromkeys(entry.law for entry in entries if entry)
        if cited:
            yield f"{title}: {'; '.join(cited)}"
