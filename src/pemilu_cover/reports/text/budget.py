"""A budget as a page for a meeting, in tables of at most 110 columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from pemilu_cover.estimates.budget import Budget, BudgetLine, BudgetMonth, Scenario
from pemilu_cover.estimates.budget_cautions import cautions, suspicious_inputs
from pemilu_cover.estimates.budget_notes import (
    SCENARIOS,
    BudgetNote,
    notes,
    scenario_title,
    variants,
)
from pemilu_cover.i18n.text import (
    Language,
    localize,
    localized_count,
    localized_date,
    localized_list,
    localized_month,
)
from pemilu_cover.reports.budget_labels import (
    BODY_NAMES,
    compared_roles,
    death_benefit_sen,
    format_uncounted,
    format_units,
    format_volume,
    group_by_body,
    needs_input,
    role_label,
)
from pemilu_cover.values import rupiah
from pemilu_cover.values.months import format_months
from pemilu_cover.values.text_layout import align, wrap

_WIDTH = 110
_INDENT = "  "
# The first column of a table is wrapped where it would be wider than what is left. Before it becomes narrower
# than the first of these the columns move closer; the second is as long as its longest words.
_NARROW_LABEL, _NARROWEST_LABEL = 24, 14
_UNKNOWN = "–"
_WITH_SEN = re.compile(r"\d,\d\d$")
_WHOLE_AMOUNT = re.compile(r"-?[\d.]+|–")


def as_text(budget: Budget, language: Language) -> str:
    """Return the page."""
    remarks = (*notes(budget), *variants(budget))
    blocks = [
        _head(budget, language),
        _by_role(budget, language),
        _by_month(budget, language),
        _scenarios(budget, language),
        _bullets(
            _text("budget_page.cautions", language),
            (text.in_language(language) for text in cautions(budget)),
        ),
        _bullets(
            _text("budget_page.notes", language), (format_note(note, language) for note in remarks)
        ),
        _bullets(
            _text("budget_page.not-counted", language),
            format_uncounted(budget.staff.uncounted, language),
        ),
        _assumptions(budget, language),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def format_note(note: BudgetNote, language: Language) -> str:
    """Return a note and its hint."""
    text = note.text.in_language(language)
    return f"{text} {note.hint.in_language(language)}" if note.hint else text


def _text(key: str, language: Language, /, **details: object) -> str:
    return localize(key, **details).in_language(language)


def _count(number: int, language: Language) -> str:
    return localized_count(number).in_language(language)


def _head(budget: Budget, language: Language) -> list[str]:
    staff, chosen = budget.staff, budget.main_scenario
    rules = dict.fromkeys(line.premium.rule.name for line in chosen.lines)
    facts = [
        format_units(budget, language),
        BODY_NAMES[staff.body] if staff.body else "KPU + Bawaslu",
        scenario_title(chosen).in_language(language),
        localized_list(rules).in_language(language),
    ]
    missing = sum(needs_input(entry) for entry in staff.uncounted)
    total = _text(
        "budget_page.total-without-roles" if missing else "budget_page.total",
        language,
        total=rupiah.format_rupiah(chosen.total_sen),
        people=localized_count(chosen.people),
        roles=missing,
    )
    title = _text("budget_page.title", language, election=staff.election.name)
    doubts = (text.in_language(language) for text in suspicious_inputs(budget))
    paragraphs = [title, " · ".join(fact for fact in facts if fact), total, *doubts]
    return [line for paragraph in paragraphs for line in wrap(paragraph, _WIDTH)]


def _by_role(budget: Budget, language: Language) -> list[str]:
    bodies = group_by_body(budget.main_scenario)
    keys = ("role", "units", "people", "base", "months", None, None, "sum")
    programmes = iter(("JKK", "JKM"))
    head = [
        _text(f"budget_page.column-{key}", language) if key else next(programmes) for key in keys
    ]
    rows: list[Sequence[str]] = [head]
    for body, lines in bodies:
        rows += [_role_row(line, budget.main_scenario, language) for line in lines]
        if len(bodies) > 1:
            title = _text("budget_page.subtotal", language, body=BODY_NAMES[body])
            rows.append(_sum_row(title, lines, language))
    rows.append(_sum_row(_text("budget_page.all", language), budget.main_scenario.lines, language))
    return [_text("budget_page.by-role", language), *_table(rows)]


def _role_row(line: BudgetLine, scenario: Scenario, language: Language) -> list[str]:
    post, premium = line.post, line.premium
    amounts = (line.programme_sen("JKK"), line.programme_sen("JKM"), line.total_sen)
    return [
        role_label(line, scenario),
        format_volume(post, language),
        _count(post.people, language),
        _amount(premium.base_sen),
        format_months(premium.months.total),
        *map(_amount, amounts),
    ]


def _sum_row(title: str, lines: Iterable[BudgetLine], language: Language) -> list[str]:
    lines = list(lines)
    people = _count(sum(line.post.people for line in lines), language)
    amounts = (
        sum(line.programme_sen("JKK") for line in lines),
        sum(line.programme_sen("JKM") for line in lines),
        sum(line.total_sen for line in lines),
    )
    return [title, "", people, "", "", *map(_amount, amounts)]


def _by_month(budget: Budget, language: Language) -> list[str]:
    both = len({month.segment for month in budget.months}) > 1
    month, people, total, due = (
        _text(f"budget_page.column-{key}", language) for key in ("month", "people", "sum", "due")
    )
    rows: list[Sequence[str]] = [[month, people, "JKK", "JKM", total, due]]
    rows += [_month_row(each, language, with_segment=both) for each in budget.months]
    chosen = budget.main_scenario
    amounts = (chosen.programme_sen("JKK"), chosen.programme_sen("JKM"), chosen.total_sen)
    rows.append([_text("budget_page.all", language), "", *map(_amount, amounts), ""])
    return [_text("budget_page.by-month", language), *_table(rows)]


def _month_row(month: BudgetMonth, language: Language, *, with_segment: bool) -> list[str]:
    name = localized_month(month.month).in_language(language)
    label = f"{name} ({month.segment.upper()})" if with_segment else name
    amounts = (month.jkk_sen, month.jkm_sen, month.total_sen)
    people = _count(month.people, language)
    return [label, people, *map(_amount, amounts), localized_date(month.due).in_language(language)]


def _scenarios(budget: Budget, language: Language) -> list[str]:
    """Return the scenarios side by side: what each costs, and what it pays."""
    names, scenarios = list(budget.scenarios), list(budget.scenarios.values())
    first = budget.main_scenario.total_sen
    costs = {
        "budget_page.cost": [s.total_sen if s else None for s in scenarios],
        "budget_page.difference": [s.total_sen - first if s else None for s in scenarios],
        "budget_page.average": [
            _round_to_rupiah(s.per_person_sen) if s else None for s in scenarios
        ],
    }
    rows: list[Sequence[str]] = [["", *(SCENARIOS[name].in_language(language) for name in names)]]
    rows += [_amount_row(_text(key, language), amounts) for key, amounts in costs.items()]
    for key, programme in (
        ("budget_page.natural-death", "JKM"),
        ("budget_page.accidental-death", "JKK"),
    ):
        rows += _benefit_rows(_text(key, language), programme, budget, language)
    remarks = [_text("budget_page.scenarios-note", language)]
    remarks += [
        _text("budget_page.minimum-wage-used", language, scenario=scenario_title(scenario))
        for scenario in scenarios
        if scenario and scenario.minimum_wage_sen
    ]
    if None in scenarios:
        remarks.append(_text("budget_page.minimum-wage-missing", language))
    lines = [line for remark in remarks for line in wrap(remark, _WIDTH)]
    return [_text("budget_page.scenarios", language), *_table(rows), *lines]


def _benefit_rows(
    title: str, programme: str, budget: Budget, language: Language
) -> Iterator[Sequence[str]]:
    """Yield what is paid at a death: by role, or in one row where it is the same for all of them."""
    paid = {
        name: [
            death_benefit_sen(programme, code, scenario, budget)
            for scenario in budget.scenarios.values()
        ]
        for code, name in compared_roles(budget, language)
    }
    first, *others = paid.values()
    if all(amounts == first for amounts in others):
        yield _amount_row(title, first)
        return
    yield [title, *("" for _ in first)]
    for name, amounts in paid.items():
        yield _amount_row(f"  {name}", amounts)


def _amount_row(label: str, amounts: Sequence[int | None]) -> list[str]:
    """Return a row of amounts; where one has sen all show them, so that they compare at a glance."""
    with_sen = any(sen is not None and sen % rupiah.SEN for sen in amounts)
    cells = []
    for sen in amounts:
        cell = _UNKNOWN if sen is None else _amount(sen)
        is_whole = sen is not None and not sen % rupiah.SEN
        cells.append(f"{cell},00" if with_sen and is_whole else cell)
    return [label, *cells]


def _assumptions(budget: Budget, language: Language) -> list[str]:
    texts = "; ".join(text.in_language(language) for text in budget.staff.assumptions)
    return wrap(_text("budget_page.assumed", language, texts=texts), _WIDTH) if texts else []


def _bullets(title: str, sentences: Iterable[str]) -> list[str]:
    lines = [
        line
        for sentence in sentences
        for line in wrap(sentence, _WIDTH, indent="  - ", hanging="    ")
    ]
    return [title, *lines] if lines else []


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return aligned columns: the first to the left, wrapped where it is too wide, the others right."""
    columns = [_pad_whole_amounts(column) for column in zip(*rows, strict=True)]
    widths = [max(map(len, column)) for column in columns]
    # Amounts with sen are wide: then the columns move closer.
    for gap in ("  ", " "):
        left = _WIDTH - len(_INDENT) - sum(len(gap) + width for width in widths[1:])
        if left >= min(widths[0], _NARROW_LABEL):
            break
    label_width = min(widths[0], max(left, _NARROWEST_LABEL))
    wrapped = []
    for label, *cells in zip(*columns, strict=True):
        indent = " " * (len(label) - len(label.lstrip()))
        *first, last = wrap(label, label_width, hanging=f"{indent}  ") or [""]
        wrapped += [[line, *("" for _ in cells)] for line in first]
        wrapped.append([last, *cells])
    return align(wrapped, "<>", gap=gap, indent=_INDENT)


def _pad_whole_amounts(column: Sequence[str]) -> list[str]:
    """Return a column in which whole amounts line up with those that have sen."""
    if not any(_WITH_SEN.search(cell) for cell in column):
        return list(column)
    return [f"{cell}   " if _WHOLE_AMOUNT.fullmatch(cell) else cell for cell in column]


def _round_to_rupiah(sen: int) -> int:
    """Return an average rounded half up to whole rupiah, in sen."""
    return rupiah.round_half_up(Fraction(sen, rupiah.SEN)) * rupiah.SEN


def _amount(sen: int) -> str:
    """Return an amount without its sign, which is in the title of the table."""
    return rupiah.format_rupiah(sen).replace("Rp", "")
