"""A budget as people read it, in tables of at most 110 columns, and as ``--json`` prints it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from pemilu_cover.estimates.budget import Budget, BudgetLine, BudgetMonth, Scenario, ScenarioName
from pemilu_cover.estimates.budget_notes import (
    SCENARIOS,
    Alternative,
    BudgetNote,
    alternatives,
    cautions,
    notes,
    scenario_title,
    suspicious_inputs,
    variants,
)
from pemilu_cover.estimates.quote import months_json
from pemilu_cover.estimates.staffing import UNIT_NAMES, StaffedRole, UncountedRole
from pemilu_cover.explain.death_cover import lowest_death_cover
from pemilu_cover.explain.law_text import tariff_json
from pemilu_cover.i18n.text import Language, localize
from pemilu_cover.law.elections import UnitSize
from pemilu_cover.values import dates, rupiah

WIDTH = 110
_INDENT = "  "
# The first column of a table is wrapped where it would be wider than what is left. Before it becomes narrower
# than the first of these the columns stand closer; the second is as long as its longest words.
_NARROW, _NARROWEST = 24, 14

# Who is meant by each role whose benefits are compared.
_RANKS = (
    localize("budget.most"),
    localize("budget.lowest-base"),
    localize("budget.highest-base"),
)
# The same where all have one base.
_WAGE_RANKS = (
    _RANKS[0],
    localize("budget.lowest-honorarium"),
    localize("budget.highest-honorarium"),
)
SAME = localize("budget.same")
BODY_NAMES = {"KPU": "KPU", "BAWASLU": "Bawaslu"}
UNKNOWN = "–"
_WITH_SEN = re.compile(r"\d,\d\d$")
_WHOLE = re.compile(r"-?[\d.]+|–")


# ---- for programs -------------------------------------------------------------------------------


def as_json(found: Budget, language: Language) -> dict[str, Any]:
    """Return the budget as ``--json`` prints it; money is decimal text in rupiah."""
    staff, chosen = found.staff, found.chosen
    return {
        "election": staff.election.id,
        "body": staff.body.lower() if staff.body else None,
        "units": staff.units,
        "scenario": chosen.name,
        "people": chosen.people,
        "premium": _premium_json(chosen),
        "least": {
            "people": sum(line.post.least for line in chosen.lines),
            "total": rupiah.to_decimal_string(chosen.least_sen),
        },
        "by_role": [_line_json(line) for line in chosen.lines],
        "by_body": [
            {
                "body": body.lower(),
                "people": sum(line.post.people for line in lines),
                "total": rupiah.to_decimal_string(sum(line.total_sen for line in lines)),
            }
            for body, lines in by_body(chosen)
        ],
        "by_month": [_month_json(month) for month in found.months],
        "scenarios": [
            _scenario_json(name, scenario, found, language)
            for name, scenario in found.scenarios.items()
        ],
        "not_counted": [
            {
                "role": entry.code,
                "name": entry.role.name,
                "reasons": [reason.code for reason in entry.reasons],
                "message": _why(entry, language),
            }
            for entry in staff.uncounted
        ],
        "rates": [tariff_json(*used) for used in _tariffs(chosen)],
        "assumed": [text.in_language(language) for text in staff.assumed],
        "variants": [_variant_json(one) for one in alternatives(found)],
        "notes": [_remark(note, language) for note in (*notes(found), *variants(found))],
        "cautions": [
            text.in_language(language) for text in (*suspicious_inputs(found), *cautions(found))
        ],
    }


def _premium_json(scenario: Scenario) -> dict[str, str]:
    return {
        "jkk": rupiah.to_decimal_string(scenario.of("JKK")),
        "jkm": rupiah.to_decimal_string(scenario.of("JKM")),
        "total": rupiah.to_decimal_string(scenario.total_sen),
    }


def _line_json(line: BudgetLine) -> dict[str, Any]:
    post, premium = line.post, line.premium
    period = premium.contract.period
    return {
        "role": post.code,
        "name": post.role.name,
        "body": post.role.body.lower(),
        "unit": post.role.unit,
        "units": post.units,
        "per_unit": _per_unit_json(post.per_unit),
        "people": post.people,
        "people_least": post.least,
        "segment": premium.segment,
        "wage": rupiah.to_decimal_string(premium.contract.wage_sen),
        "base": rupiah.to_decimal_string(premium.base_sen),
        "start": period.start.isoformat(),
        "end": period.end.isoformat() if period.end else None,
        "widest_term": post.widest,
        "months": months_json(premium.months.total),
        "jkk": rupiah.to_decimal_string(line.of("JKK")),
        "jkm": rupiah.to_decimal_string(line.of("JKM")),
        "per_person": rupiah.to_decimal_string(premium.total_sen),
        "total": rupiah.to_decimal_string(line.total_sen),
    }


def _per_unit_json(number: UnitSize | None) -> dict[str, Any] | None:
    if number is None:
        return None
    return {"min": number.min, "max": number.max, "law": number.law, "article": number.article}


def _variant_json(found: Alternative) -> dict[str, Any]:
    post, variant = found.line.post, found.variant
    return {
        "role": post.code,
        "budgeted": post.per_unit.max if post.per_unit else None,
        "number": variant.number,
        "where": variant.where,
        "people": found.people,
        "total": rupiah.to_decimal_string(found.total_sen),
        "law": variant.law,
        "article": variant.article,
        "confidence": variant.confidence,
    }


def _month_json(month: BudgetMonth) -> dict[str, Any]:
    return {
        "month": f"{month.month:%Y-%m}",
        "segment": month.segment,
        "people": month.people,
        "jkk": rupiah.to_decimal_string(month.jkk_sen),
        "jkm": rupiah.to_decimal_string(month.jkm_sen),
        "total": rupiah.to_decimal_string(month.total_sen),
        "due": month.due.isoformat(),
    }


def _scenario_json(
    name: ScenarioName, scenario: Scenario | None, found: Budget, language: Language
) -> dict[str, Any]:
    if scenario is None:
        return {"scenario": name, "total": None, "needs": "--minimum-wage"}
    wage_sen = scenario.minimum_wage_sen
    return {
        "scenario": name,
        "label": scenario_title(scenario).in_language(language),
        **({"minimum_wage": rupiah.to_decimal_string(wage_sen)} if wage_sen else {}),
        "people": scenario.people,
        **_premium_json(scenario),
        "per_person": rupiah.to_decimal_string(scenario.per_person_sen),
        "difference": rupiah.to_decimal_string(scenario.total_sen - found.chosen.total_sen),
        "paid_at_death": [_death_json(code, scenario, found) for code in found.shown],
    }


def _death_json(code: str, scenario: Scenario, found: Budget) -> dict[str, str | None]:
    premium = scenario.line(code).premium
    cover = lowest_death_cover(premium, found.book)
    return {
        "role": code,
        "base": rupiah.to_decimal_string(premium.base_sen),
        "not_by_accident": rupiah.to_decimal_string(cover.jkm_sen) if cover else None,
        "by_accident": rupiah.to_decimal_string(cover.jkk_sen) if cover else None,
    }


def _tariffs(scenario: Scenario) -> list[Any]:
    return list(dict.fromkeys(used for line in scenario.lines for used in line.premium.tariffs))


# ---- for people ---------------------------------------------------------------------------------


def as_text(found: Budget, language: Language) -> str:
    """Return the budget as a page for a meeting."""
    words = _WORDS[language]
    blocks = [
        _head(found, language),
        _by_role(found, language),
        _by_month(found, language),
        _side_by_side(found, language),
        _listed(words["cautions"], (text.in_language(language) for text in cautions(found))),
        _listed(
            words["notes"],
            (_remark(note, language) for note in (*notes(found), *variants(found))),
        ),
        _listed(words["not-counted"], format_uncounted(found.staff.uncounted, language)),
        _assumed(found, language),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def by_body(scenario: Scenario) -> list[tuple[str, list[BudgetLine]]]:
    """Return the lines of each body apart, in the order in which they come."""
    bodies: dict[str, list[BudgetLine]] = {}
    for line in scenario.lines:
        bodies.setdefault(line.post.role.body, []).append(line)
    return list(bodies.items())


def format_units(found: Budget, language: Language) -> str:
    """Return the units of the plan: ``17 kecamatan, 192 desa/kelurahan, 1.462 TPS``."""
    return ", ".join(
        f"{_count(number, language)} {UNIT_NAMES[unit].in_language(language)}"
        for unit, number in found.staff.units.items()
        if number is not None and unit != "kabkota"
    )


def volume_text(post: StaffedRole, language: Language) -> str:
    """Return how a number of people comes about: ``1.462 × 1–2``; nothing where it was typed."""
    each = post.per_unit
    if each is None or post.units is None:
        return ""
    number = f"{each.min}–{each.max}" if each.min < each.max else str(each.max)
    return f"{_count(post.units, language)} × {number}"


def compared_roles(found: Budget, language: Language) -> list[tuple[str, str]]:
    """Return the code and name of each role whose benefits are compared, and which it is of all."""
    lines = found.chosen.lines
    one_base = len({line.premium.base_sen for line in lines}) == 1
    most, lowest, highest = _WAGE_RANKS if one_base else _RANKS
    heights = {
        line.post.code: line.premium.contract.wage_sen if one_base else line.premium.base_sen
        for line in lines
    }
    low, high = min(heights.values()), max(heights.values())
    shown = []
    for number, code in enumerate(found.shown):
        ranks = [most] if number == 0 else []
        if low < high:
            ranks += [lowest] if heights[code] == low else []
            ranks += [highest] if heights[code] == high else []
        marks = ", ".join(rank.in_language(language) for rank in ranks)
        name = found.chosen.line(code).post.role.name
        shown.append((code, f"{name} ({marks})" if marks else name))
    return shown


def role_name(line: BudgetLine, scenario: Scenario) -> str:
    """Return a role's name, marked where it is insured without a wage and others are not."""
    alone = line.premium.segment == "pu" or len(scenario.segments) == 1
    return line.post.role.name if alone else f"{line.post.role.name} (BPU)"


def format_uncounted(uncounted: Iterable[UncountedRole], language: Language) -> list[str]:
    """Return the roles that are not counted, those with the same reasons together."""
    together: dict[str, list[str]] = {}
    for entry in uncounted:
        name = f"{entry.role.name} [{entry.code}]" if needs_input(entry) else entry.role.name
        together.setdefault(_why(entry, language), []).append(name)
    return [f"{', '.join(names)}: {why}." for why, names in together.items()]


def _why(entry: UncountedRole, language: Language) -> str:
    return "; ".join(
        reason.text.in_language(language)
        + (f": {reason.mend.in_language(language)}" if reason.mend else "")
        for reason in entry.reasons
    )


def _remark(note: BudgetNote, language: Language) -> str:
    return f"{note.text.in_language(language)} {note.hint.in_language(language)}".strip()


def _head(found: Budget, language: Language) -> list[str]:
    words, staff, chosen = _WORDS[language], found.staff, found.chosen
    rules = ", ".join(dict.fromkeys(line.premium.rule_name for line in chosen.lines))
    facts = [
        format_units(found, language),
        BODY_NAMES[staff.body] if staff.body else "KPU + Bawaslu",
        scenario_title(chosen).in_language(language),
        rules,
    ]
    total = words["total"].format(
        total=rupiah.format_rupiah(chosen.total_sen), people=_count(chosen.people, language)
    )
    missing = sum(needs_input(entry) for entry in staff.uncounted)
    if missing:
        total += " " + words["missing"].format(roles=missing)
    return [
        *_wrapped(f"{words['title']} · {staff.election.name}"),
        *_wrapped(" · ".join(fact for fact in facts if fact)),
        *_wrapped(total),
        *(
            line
            for text in suspicious_inputs(found)
            for line in _wrapped(text.in_language(language))
        ),
    ]


def needs_input(entry: UncountedRole) -> bool:
    """Return whether a role would be counted if more were said."""
    return any(reason.code in ("unit", "number", "wage", "term") for reason in entry.reasons)


def _by_role(found: Budget, language: Language) -> list[str]:
    words, bodies = _WORDS[language], by_body(found.chosen)
    head = [words[name] for name in ("role", "units", "people", "base", "months")]
    rows: list[Sequence[str]] = [[*head, "JKK", "JKM", words["sum"]]]
    for body, lines in bodies:
        rows += [_role_row(line, found.chosen, language) for line in lines]
        if len(bodies) > 1:
            title = words["subtotal"].format(body=BODY_NAMES[body])
            rows.append(_sum_row(title, lines, language))
    rows.append(_sum_row(words["all"], found.chosen.lines, language))
    return [words["by-role"], *_table(rows)]


def _role_row(line: BudgetLine, scenario: Scenario, language: Language) -> list[str]:
    post, premium = line.post, line.premium
    amounts = (line.of("JKK"), line.of("JKM"), line.total_sen)
    return [
        role_name(line, scenario),
        volume_text(post, language),
        _count(post.people, language),
        _money(premium.base_sen),
        str(premium.months.total),
        *map(_money, amounts),
    ]


def _sum_row(title: str, lines: Iterable[BudgetLine], language: Language) -> list[str]:
    summed = list(lines)
    people = _count(sum(line.post.people for line in summed), language)
    amounts = (
        sum(line.of("JKK") for line in summed),
        sum(line.of("JKM") for line in summed),
        sum(line.total_sen for line in summed),
    )
    return [title, "", people, "", "", *map(_money, amounts)]


def _by_month(found: Budget, language: Language) -> list[str]:
    words = _WORDS[language]
    both = len({month.segment for month in found.months}) > 1
    rows: list[Sequence[str]] = [
        [words["month"], words["people"], "JKK", "JKM", words["sum"], words["due"]]
    ]
    for month in found.months:
        name = dates.format_month(month.month) if language == "id" else f"{month.month:%Y-%m}"
        due = dates.format_ddmmyyyy(month.due) if language == "id" else month.due.isoformat()
        amounts = (month.jkk_sen, month.jkm_sen, month.total_sen)
        label = f"{name} ({month.segment.upper()})" if both else name
        rows.append([label, _count(month.people, language), *map(_money, amounts), due])
    chosen = found.chosen
    amounts = (chosen.of("JKK"), chosen.of("JKM"), chosen.total_sen)
    rows.append([words["all"], "", *map(_money, amounts), ""])
    return [words["by-month"], *_table(rows)]


def _side_by_side(found: Budget, language: Language) -> list[str]:
    words, names = _WORDS[language], list(found.scenarios)
    scenarios = list(found.scenarios.values())
    rows: list[Sequence[str]] = [["", *(SCENARIOS[name].in_language(language) for name in names)]]

    first = found.chosen.total_sen
    rows += [
        _amounts(words["cost"], [s.total_sen if s else None for s in scenarios]),
        _amounts(words["difference"], [s.total_sen - first if s else None for s in scenarios]),
        _amounts(words["average"], [_whole(s.per_person_sen) if s else None for s in scenarios]),
    ]
    for title, programme in ((words["natural"], "JKM"), (words["accident"], "JKK")):
        rows += _covers(title, programme, found, language)
    lines = [words["side-by-side"], *_table(rows)]
    lines += _wrapped(words["same"])
    for scenario in scenarios:
        if scenario and scenario.minimum_wage_sen:
            lines += _wrapped(f"{scenario_title(scenario).in_language(language)} {words['asked']}.")
    if None in scenarios:
        lines += _wrapped(words["minimum-wage"])
    return lines


def _covers(
    title: str, programme: str, found: Budget, language: Language
) -> Iterator[Sequence[str]]:
    """Return what is paid at a death: by role, or in one row where it is the same for all of them."""
    paid = {
        name: [cover_sen(programme, code, scenario, found) for scenario in found.scenarios.values()]
        for code, name in compared_roles(found, language)
    }
    first, *others = paid.values()
    if all(amounts == first for amounts in others):
        yield _amounts(title, first)
        return
    yield [title, *("" for _ in first)]
    for name, amounts in paid.items():
        yield _amounts(f"  {name}", amounts)


def cover_sen(programme: str, code: str, scenario: Scenario | None, found: Budget) -> int | None:
    """Return what a programme pays at the death of a role's holder, in sen; None where it is not known."""
    cover = lowest_death_cover(scenario.line(code).premium, found.book) if scenario else None
    if cover is None:
        return None
    return cover.jkk_sen if programme == "JKK" else cover.jkm_sen


def _amounts(label: str, amounts: Iterable[int | None]) -> list[str]:
    """Return a row of amounts; where one has sen all show them, so that they compare at a glance."""
    known = list(amounts)
    shown = [UNKNOWN if sen is None else _money(sen) for sen in known]
    if any(sen is not None and sen % rupiah.SEN for sen in known):
        shown = [
            f"{cell},00" if sen is not None and not sen % rupiah.SEN else cell
            for sen, cell in zip(known, shown, strict=True)
        ]
    return [label, *shown]


def _assumed(found: Budget, language: Language) -> list[str]:
    told = "; ".join(text.in_language(language) for text in found.staff.assumed)
    return _wrapped(f"{_WORDS[language]['assumed']}: {told}.") if told else []


def _listed(title: str, sentences: Iterable[str]) -> list[str]:
    items = [
        line
        for sentence in sentences
        for line in textwrap.wrap(
            sentence,
            WIDTH,
            initial_indent="  - ",
            subsequent_indent="    ",
            break_on_hyphens=False,
        )
    ]
    return [title, *items] if items else []


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, break_on_hyphens=False)


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Set rows in columns: the first to the left, wrapped where it is too wide, the others to the right."""
    rows = list(zip(*(_aligned(column) for column in zip(*rows, strict=True)), strict=True))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    # Amounts with sen are wide: then the columns stand closer.
    for gap in ("  ", " "):
        left = WIDTH - len(_INDENT) - sum(len(gap) + width for width in widths[1:])
        if left >= min(widths[0], _NARROW):
            break
    first = min(widths[0], max(left, _NARROWEST))
    lines = []
    for label, *cells in rows:
        indent = " " * (len(label) - len(label.lstrip()))
        names = textwrap.wrap(
            label, first, subsequent_indent=f"{indent}  ", break_on_hyphens=False
        ) or [""]
        right = [f"{cell:>{width}}" for cell, width in zip(cells, widths[1:], strict=True)]
        lines += [f"{_INDENT}{name}" for name in names[:-1]]
        lines.append(f"{_INDENT}{gap.join([f'{names[-1]:<{first}}', *right])}".rstrip())
    return lines


def _aligned(column: Sequence[str]) -> list[str]:
    """Set amounts without sen before those that have some."""
    if not any(_WITH_SEN.search(cell) for cell in column):
        return list(column)
    return [f"{cell}   " if _WHOLE.fullmatch(cell) else cell for cell in column]


def _whole(sen: int) -> int:
    """Round an average to whole rupiah, half up."""
    return rupiah.round_half_up(Fraction(sen, rupiah.SEN)) * rupiah.SEN


def _money(sen: int) -> str:
    """Return an amount without its sign: what a column holds is said above it."""
    return rupiah.format_rupiah(sen).replace("Rp", "")


def _count(number: int, language: Language) -> str:
    return rupiah.format_count(number) if language == "id" else f"{number:,}"


_WORDS: dict[Language, dict[str, str]] = {
    "id": {
        "title": "Rencana anggaran JKK dan JKM",
        "total": "Seluruhnya {total} untuk {people} orang.",
        "missing": "Belum termasuk {roles} jabatan: lihat Tidak dihitung.",
        "by-role": "Menurut jabatan (rupiah)",
        "role": "jabatan",
        "units": "satuan",
        "people": "orang",
        "base": "dasar iuran",
        "months": "bulan",
        "sum": "jumlah",
        "subtotal": "Jumlah {body}",
        "all": "JUMLAH",
        "by-month": "Menurut bulan (rupiah)",
        "month": "bulan iuran",
        "due": "jatuh tempo",
        "side-by-side": "Pilihan, dan apa yang didapat (rupiah)",
        "cost": "iuran seluruhnya",
        "difference": "selisih terhadap pilihan pertama",
        "average": "rata-rata seorang",
        "natural": "meninggal, bukan kecelakaan kerja (JKM)",
        "accident": "meninggal karena kecelakaan kerja (JKK)",
        "same": SAME.id,
        "asked": "sebulan (--minimum-wage)",
        "minimum-wage": "PU, upah minimum: tambahkan --minimum-wage RUPIAH; besarnya berbeda tiap "
        "kabupaten/kota.",
        "cautions": "Perhatikan",
        "notes": "Catatan",
        "not-counted": "Tidak dihitung",
        "assumed": "Diandaikan",
    },
    "en": {
        "title": "Budget of JKK and JKM",
        "total": "{total} in all, for {people} people.",
        "missing": "{roles} role(s) are not in it: see Not counted.",
        "by-role": "By role (rupiah)",
        "role": "role",
        "units": "units",
        "people": "people",
        "base": "base",
        "months": "months",
        "sum": "sum",
        "subtotal": "Sum of {body}",
        "all": "TOTAL",
        "by-month": "By month (rupiah)",
        "month": "billed month",
        "due": "due",
        "side-by-side": "The choices, and what they buy (rupiah)",
        "cost": "premium in all",
        "difference": "difference from the first choice",
        "average": "average of a person",
        "natural": "death, not by a work accident (JKM)",
        "accident": "death by a work accident (JKK)",
        "same": SAME.en,
        "asked": "a month (--minimum-wage)",
        "minimum-wage": "PU, minimum wage: add --minimum-wage RUPIAH; it differs from regency to regency.",
        "cautions": "Note",
        "notes": "Remarks",
        "not-counted": "Not counted",
        "assumed": "Assumed",
    },
}
