"""The money of a result: by programme, month and role, with the days on which it is due."""

from __future__ import annotations

from collections.abc import Sequence

from pemilu_cover.enrolment.amounts import MonthTotal, RoleTotal
from pemilu_cover.enrolment.coverage_gaps import coverage_problems
from pemilu_cover.enrolment.totals import EnrolmentTotals
from pemilu_cover.reports.html.charts import Chart, Series, bar_chart
from pemilu_cover.reports.html.model import Card, Cell, Note, Section, Table
from pemilu_cover.reports.html.page_text import PageText
from pemilu_cover.reports.law_used import bill_cautions, format_reliefs
from pemilu_cover.values import rupiah

_PROGRAMMES = {"JKK": "jkk", "JKM": "jkm"}


def money_section(totals: EnrolmentTotals, text: PageText) -> Section:
    """Return the premium, its parts, and what is to be decided before it is paid."""
    cards = [
        Card(text("page.premium"), rupiah.format_rupiah(totals.jkk_sen + totals.jkm_sen)),
        Card("JKK", rupiah.format_rupiah(totals.jkk_sen), "jkk"),
        Card("JKM", rupiah.format_rupiah(totals.jkm_sen), "jkm"),
    ]
    if totals.payment_date:
        penalty = sum(month.penalty_sen for month in totals.months)
        label = text("page.penalty", day=totals.payment_date)
        cards.append(Card(label, rupiah.format_rupiah(penalty), "warn"))
    notes = [Note(text.of(gap.says), text.sentence(gap.fix)) for gap in coverage_problems(totals)]
    notes += [Note(text.of(each)) for each in (*format_reliefs(totals), *bill_cautions(totals))]
    month_names = [text.month(month.month) for month in totals.months]
    charts = [
        _chart("months-chart", month_names, totals.months, text),
        _chart("roles-chart", [role.role for role in totals.roles], totals.roles, text),
    ]
    tables = [_months_table(totals, text), _roles_table(totals, text)]
    return Section(
        "money", text("page.money"), cards=cards, notes=notes, charts=charts, tables=tables
    )


def _chart(
    name: str, labels: Sequence[str], amounts: Sequence[MonthTotal | RoleTotal], text: PageText
) -> Chart:
    """Return bars of both programmes; months of two segments have two bars."""
    unit, size = text.unit(amount.jkk_sen + amount.jkm_sen for amount in amounts)
    series = [
        Series("JKK", "jkk", [amount.jkk_sen / size for amount in amounts]),
        Series("JKM", "jkm", [amount.jkm_sen / size for amount in amounts]),
    ]
    return bar_chart(text(f"page.premium-{name}", unit=unit), labels, series, text.decimal)


def _months_table(totals: EnrolmentTotals, text: PageText) -> Table:
    months = totals.months
    has_segments = len({month.segment for month in months}) > 1
    is_late = totals.payment_date is not None
    keys = ["month", *(["segment"] if has_segments else []), "people"]
    columns = [*map(text, (f"page.column-{key}" for key in keys)), *_PROGRAMMES, text("page.total")]
    columns += [text("page.column-due"), *([text("page.column-late")] if is_late else [])]
    rows: list[list[Cell]] = [
        [
            text.month(month.month),
            *([month.segment.upper()] if has_segments else []),
            text.number(month.people),
            *_amounts(month, text),
            text.day(month.due),
            *([text.money(month.penalty_sen)] if is_late else []),
        ]
        for month in months
    ]
    total: list[Cell] = [
        text("page.total"),
        *([""] if has_segments else []),
        "",
        *_sums(totals, text),
        "",
        *([text.money(sum(month.penalty_sen for month in months))] if is_late else []),
    ]
    return Table(text("page.months-table"), columns, rows, total, is_wide=True)


def _roles_table(totals: EnrolmentTotals, text: PageText) -> Table:
    keys = ("role", "people", "person-months")
    columns = [*map(text, (f"page.column-{key}" for key in keys)), *_PROGRAMMES, text("page.total")]
    rows: list[list[Cell]] = [
        [
            role.role,
            text.number(role.people),
            text.months(role.person_months),
            *_amounts(role, text),
        ]
        for role in totals.roles
    ]
    months = sum(role.person_months for role in totals.roles)
    total = [
        text("page.total"),
        text.number(totals.people),
        text.months(months),
        *_sums(totals, text),
    ]
    return Table(text("page.roles-table"), columns, rows, total, is_wide=True)


def _amounts(amount: MonthTotal | RoleTotal, text: PageText) -> list[Cell]:
    return [
        text.money(sen) for sen in (amount.jkk_sen, amount.jkm_sen, amount.jkk_sen + amount.jkm_sen)
    ]


def _sums(totals: EnrolmentTotals, text: PageText) -> list[Cell]:
    both = totals.jkk_sen + totals.jkm_sen
    return [text.money(sen) for sen in (totals.jkk_sen, totals.jkm_sen, both)]
