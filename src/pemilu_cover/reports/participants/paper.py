"""The list of participants as a PDF: a summary, a page for each unit, and who is not covered."""

from __future__ import annotations

from collections.abc import Iterator

from pemilu_cover.documents.model import (
    Block,
    Document,
    Fields,
    Heading,
    PageBreak,
    Paragraph,
    Table,
)
from pemilu_cover.documents.pdf import pdf_bytes
from pemilu_cover.i18n.text import active_language, translate
from pemilu_cover.reconciliation.coverage.places import KECAMATAN
from pemilu_cover.reconciliation.coverage.report import CoverageReport
from pemilu_cover.reports import office
from pemilu_cover.reports.coverage_reasons import fix_text, person_reason
from pemilu_cover.reports.local_formats import count_text, day_text
from pemilu_cover.reports.participants.units import DutyUnit, Person, group_by_unit, shown_nik
from pemilu_cover.reports.people_labels import place_of_duty, regency_label

_LIST_HEADS = (
    *("workbook.column-number", "coverage.head-name", "coverage.head-nik", "coverage.head-role"),
    *("coverage.head-number", "coverage.head-from", "coverage.head-until"),
    *("coverage.head-receipt-date", "coverage.head-initials"),
)
_LIST_WIDTHS = (0.5, 3, 2.2, 2.2, 1.9, 1.5, 1.5, 1.6, 1.4)
_UNCOVERED_HEADS = (
    *("workbook.column-number", "coverage.head-name", "coverage.head-nik", "coverage.head-role"),
    *("coverage.head-unit", "coverage.head-reason", "coverage.head-fix"),
)
_UNCOVERED_WIDTHS = (0.5, 2.4, 2.1, 1.9, 2.6, 3, 4)


def write_pdf(report: CoverageReport) -> bytes:
    """Return the list as a PDF."""
    return pdf_bytes(
        Document(
            title=translate("coverage.title-participants"),
            subtitle=translate("coverage.subtitle", day=report.on_day.day),
            letterhead=office.letterhead(report.record.agreement),
            blocks=tuple(_blocks(report)),
            page_label=translate("office.page"),
            footer=translate("privacy.coverage"),
            language=active_language(),
            landscape=True,
        )
    )


def _blocks(report: CoverageReport) -> Iterator[Block]:
    on_day = report.on_day
    yield from _summary(report)
    for unit in group_by_unit(on_day.on_duty.filter("is_covered")):
        yield PageBreak()
        yield from _unit_page(report, unit)
    if on_day.uncovered.height:
        yield PageBreak()
        yield Heading(translate("coverage.title-uncovered"))
        yield _uncovered_table(report)


def _summary(report: CoverageReport) -> Iterator[Block]:
    on_day = report.on_day
    on_duty, uncovered = on_day.on_duty.height, on_day.uncovered.height
    yield Fields(
        (
            (translate("coverage.field-npp"), report.npp),
            (translate("coverage.on-duty"), count_text(on_duty)),
            (translate("coverage.head-covered"), count_text(on_duty - uncovered)),
            (translate("coverage.head-uncovered"), count_text(uncovered)),
        )
    )
    rows = [
        (
            _kecamatan_label(regency if on_day.has_several_regencies else None, kecamatan),
            *map(count_text, numbers),
        )
        for regency, kecamatan, *numbers in on_day.by(*KECAMATAN).iter_rows()
    ]
    heads = ("by-kecamatan", "head-on-duty", "head-covered", "head-uncovered")
    yield Table(
        tuple(translate(f"coverage.{head}") for head in heads),
        tuple(rows),
        (4, 1.5, 1.5, 1.5),
        frozenset({1, 2, 3}),
    )


def _kecamatan_label(regency: str | None, kecamatan: str | None) -> str:
    name = ", ".join(filter(None, (kecamatan, regency_label(regency))))
    return name or translate("coverage.unnamed")


def _unit_page(report: CoverageReport, unit: DutyUnit) -> Iterator[Block]:
    yield Heading(f"{translate('coverage.title-participants')}: {unit.name}")
    day = day_text(report.on_day.day)
    npp = report.npp or "…………………"
    yield Paragraph(
        f"{translate('coverage.field-npp')} {npp}   {translate('coverage.field-day')} {day}"
    )
    yield Table(
        tuple(map(translate, _LIST_HEADS)),
        tuple(_list_row(number, person) for number, person in enumerate(unit.people, start=1)),
        _LIST_WIDTHS,
    )
    yield Paragraph(translate("coverage.emergency"), "small")


def _list_row(number: int, person: Person) -> tuple[str, ...]:
    return (
        str(number),
        person["name"],
        shown_nik(person),
        person["role_name"],
        person["number"],
        day_text(person["cover_from"]),
        day_text(person["cover_until"]),
        "",
        "",
    )


def _uncovered_table(report: CoverageReport) -> Table:
    people = (person for unit in group_by_unit(report.on_day.uncovered) for person in unit.people)
    return Table(
        tuple(map(translate, _UNCOVERED_HEADS)),
        tuple(
            (
                str(number),
                person["name"] or "",
                shown_nik(person),
                person["role_name"] or "",
                place_of_duty(person),
                person_reason(person).translate(),
                fix_text(person["reason"], person["segment"]).translate(),
            )
            for number, person in enumerate(people, start=1)
        ),
        _UNCOVERED_WIDTHS,
    )
