"""Print who is covered on a day: numbers, reasons with people, places, roles, days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pemilu_cover.i18n.messages import messages
from pemilu_cover.i18n.text import (
    Language,
    LocalizedText,
    localize,
    localized_days,
    verbatim,
)
from pemilu_cover.reconciliation.coverage.cover_spells import NOT_ENROLLED
from pemilu_cover.reconciliation.coverage.places import DESA, KECAMATAN, TPS
from pemilu_cover.reconciliation.coverage.report import CoverageReport
from pemilu_cover.reports.coverage_reasons import fix_text, person_reason, reason_text
from pemilu_cover.reports.people_labels import (
    mask_name,
    place_of_duty,
    regency_label,
    roster_place,
)
from pemilu_cover.reports.text.terminal import TerminalWriter
from pemilu_cover.values.nik import mask
from pemilu_cover.values.text import sanitise_for_terminal

_MAX_PEOPLE, _MAX_PLACES, _MAX_FOUND = 5, 12, 50


def print_coverage(
    report: CoverageReport, language: Language, out: Console, *, lists_uncovered: bool
) -> None:
    """Print the outcome of ``coverage``; ``lists_uncovered`` shows everybody without cover."""
    writer = TerminalWriter(language, out)
    title = "coverage.title-voting-day" if report.is_voting_day else "coverage.title"
    writer.print(localize(title, day=report.on_day.day), "bold", indent=0)
    if report.lacks_members:
        writer.print(localize("coverage.no-members"), "yellow", blank_line_before=True)
    if not report.has_match:
        writer.print(localize("coverage.nobody-found"), "yellow", blank_line_before=True)
        return
    if report.chosen.names_a_person:
        _print_found(writer, report.on_day.people)
        return
    _print_counts(writer, report)
    if report.on_day.uncovered.height:
        _print_reasons(writer, report, None if lists_uncovered else _MAX_PEOPLE)
    _print_places(writer, report)
    _print_calendar(writer, report)


def print_written(path: Path, language: Language, out: Console) -> None:
    """Print which file was written."""
    writer = TerminalWriter(language, out)
    writer.print(localize("coverage.written", path=path), blank_line_before=True)


def _print_counts(writer: TerminalWriter, report: CoverageReport) -> None:
    on_day = report.on_day
    on_duty, uncovered = on_day.on_duty.height, on_day.uncovered.height
    off_duty = on_day.off_duty
    writer.print_counts(
        [
            (localize("coverage.on-duty"), on_duty, "", 2, True),
            (localize("coverage.covered"), on_duty - uncovered, "green", 4, True),
            (localize("coverage.uncovered"), uncovered, "bold red", 4, True),
            (localize("coverage.off-duty"), sum(off_duty.values()), "", 2, False),
            *((reason_text(code), people, "", 4, True) for code, people in off_duty.items()),
        ]
    )
    if not on_duty:
        writer.print(localize("coverage.nobody-on-duty"), "yellow", blank_line_before=True)
    elif not uncovered:
        writer.print(localize("coverage.everybody-covered"), "green", blank_line_before=True)


# ---- people without cover ------------------------------------------------------------------------


def _print_reasons(writer: TerminalWriter, report: CoverageReport, most: int | None) -> None:
    on_day = report.on_day
    writer.print(localize("coverage.reasons-title"), "bold red", blank_line_before=True)
    for code, people in on_day.reasons.items():
        text = Text(f"{writer.translate(reason_text(code))}  ")
        text.append(f"[{code}]", style="dim")
        writer.print_hanging(f"{writer.count(people):>8}  ", text)
        if code == NOT_ENROLLED:
            _print_errors(writer, on_day.error_counts)
        group = on_day.uncovered.filter(pl.col("reason") == code)
        for fix in dict.fromkeys(
            fix_text(code, segment) for segment in group["segment"].unique(maintain_order=True)
        ):
            writer.print(fix, "cyan", indent=10)
        _print_people(writer, group, most)


def _print_errors(writer: TerminalWriter, errors: Mapping[str, int]) -> None:
    for code, people in errors.items():
        says = messages()[code].says.with_ellipses(writer.language)
        line = Text(f"{sanitise_for_terminal(says)}  ")
        line.append(f"[{code}]", style="dim")
        writer.print_hanging(f"{writer.count(people):>14}  ", line)


def _print_people(writer: TerminalWriter, people: pl.DataFrame, most: int | None) -> None:
    for person in people.head(most or people.height).iter_rows(named=True):
        writer.print(verbatim(_person_line(person)), "dim", indent=10)
    if most and people.height > most:
        number = writer.count(people.height - most)
        writer.print(localize("coverage.more-people-uncovered", number=number), "dim", indent=10)


def _person_line(person: Mapping[str, Any]) -> str:
    """Return one person: masked NIK, role, place of duty, and where the roster has them."""
    nik = mask(person["nik"]) if person["nik"] else "-" * 16
    duty = ", ".join(filter(None, (person["role_name"], place_of_duty(person))))
    return f"{nik}  {duty}  {roster_place(person)}"


# ---- people who are looked for -------------------------------------------------------------------


def _print_found(writer: TerminalWriter, people: pl.DataFrame) -> None:
    for person in people.head(_MAX_FOUND).iter_rows(named=True):
        _print_person(writer, person)
    if people.height > _MAX_FOUND:
        number = writer.count(people.height - _MAX_FOUND)
        writer.print(localize("coverage.more-people", number=number), blank_line_before=True)


def _print_person(writer: TerminalWriter, person: Mapping[str, Any]) -> None:
    name = mask_name(person["name"]) if person["name"] else None
    shown_name = name or writer.translate(localize("coverage.no-name"))
    writer.print(verbatim(f"{shown_name}  {_person_line(person)}"), "bold", blank_line_before=True)
    text, style = _person_state(person)
    writer.print(text, style, indent=4)
    if person["duty_from"] and person["duty_until"]:
        duty = localized_days(person["duty_from"], person["duty_until"])
        writer.print(localize("coverage.person-duty", days=duty), indent=4)
    if person["left_on"]:
        writer.print(localize("coverage.person-left", day=person["left_on"]), indent=4)
    if person["cover_from"] and not person["is_covered"]:
        cover = localized_days(person["cover_from"], person["cover_until"])
        other = localize("coverage.person-other-cover", days=cover, number=person["number"])
        writer.print(other, indent=4)
    if person["is_on_duty"] and not person["is_covered"]:
        writer.print(fix_text(person["reason"], person["segment"]), "cyan", indent=4)


def _person_state(person: Mapping[str, Any]) -> tuple[LocalizedText, str]:
    if person["is_covered"]:
        cover = localized_days(person["cover_from"], person["cover_until"])
        text = localize("coverage.person-covered", number=person["number"], days=cover)
        return text, "green"
    reason = person_reason(person)
    if person["is_on_duty"]:
        return localize("coverage.person-uncovered", reason=reason), "bold red"
    return localize("coverage.person-off-duty", reason=reason), "yellow"


# ---- places, roles and days ----------------------------------------------------------------------


def _print_places(writer: TerminalWriter, report: CoverageReport) -> None:
    on_day, chosen = report.on_day, report.chosen
    places = [KECAMATAN, DESA, TPS] if chosen.desa or chosen.tps else [KECAMATAN]
    for columns in places:
        shown = columns if on_day.has_several_regencies else columns[1:]
        _print_counts_by(writer, on_day.by(*columns), shown, columns[-1])
    _print_counts_by(writer, on_day.by("role_name"), ["role_name"], "role")


def _print_counts_by(
    writer: TerminalWriter, counts: pl.DataFrame, columns: Sequence[str], title: str
) -> None:
    most_first = counts.sort("uncovered", descending=True, maintain_order=True)
    rows = _place_rows(writer, most_first, columns)
    _print_table(writer, localize(f"coverage.by-{title}"), rows)


def _place_rows(
    writer: TerminalWriter, counts: pl.DataFrame, columns: Sequence[str]
) -> list[tuple[str, int, int]]:
    unnamed = writer.translate(localize("coverage.unnamed"))
    rows = [
        (_place_label(row, columns) or unnamed, row["on_duty"], row["covered"])
        for row in counts.head(_MAX_PLACES).iter_rows(named=True)
    ]
    rest = counts.slice(_MAX_PLACES)
    if rest.height:
        others = rest.select(pl.len(), pl.col("on_duty", "covered").sum()).row(0)
        name = writer.translate(localize("coverage.other-places", number=others[0]))
        rows.append((name, *others[1:]))
    return rows


def _place_label(row: Mapping[str, Any], columns: Sequence[str]) -> str:
    """Return a place from its smallest part to its largest."""
    parts = [regency_label(row[name]) if name == "regency" else row[name] for name in columns]
    return sanitise_for_terminal(", ".join(filter(None, reversed(parts))))


def _print_calendar(writer: TerminalWriter, report: CoverageReport) -> None:
    voting_day = writer.translate(localize("coverage.voting-day"))
    rows = []
    for days in report.calendar:
        span = writer.translate(
            localized_days(days.first, days.last if days.last > days.first else None)
        )
        label = f"{span}  ◄ {voting_day}" if days.is_voting_day else span
        rows.append((label, days.on_duty, days.covered))
    _print_table(writer, localize("coverage.calendar"), rows)


def _print_table(
    writer: TerminalWriter, title: LocalizedText, rows: Sequence[tuple[str, int, int]]
) -> None:
    """Print rows of a name, the people on duty and the people covered, with those who are not."""
    if not rows:
        return
    table = Table(box=None, padding=(0, 2, 0, 2), show_edge=False)
    table.add_column(Text(writer.translate(title), style="bold"))
    for key in ("on-duty", "covered", "uncovered"):
        table.add_column(writer.translate(localize(f"coverage.column-{key}")), justify="right")
    for name, on_duty, covered in rows:
        uncovered = on_duty - covered
        table.add_row(
            Text(name),
            writer.count(on_duty),
            writer.count(covered),
            Text(writer.count(uncovered), style="red" if uncovered else ""),
        )
    writer.out.print()
    writer.out.print(table)
