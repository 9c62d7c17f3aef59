"""Print the outcome of ``enrol`` and ``check`` on the terminal, in Indonesian or English."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from pemilu_cover.enrolment.coverage_gaps import coverage_problems
from pemilu_cover.enrolment.exclusions import exclusions
from pemilu_cover.enrolment.totals import CoverageGap
from pemilu_cover.i18n.text import Language, LocalizedText, localize, localized_count, verbatim
from pemilu_cover.reports.field_labels import field_label, filled_field_label
from pemilu_cover.reports.law_used import bill_cautions, format_reliefs
from pemilu_cover.reports.next_step import NextStep
from pemilu_cover.reports.text import next_steps
from pemilu_cover.reports.text.findings import print_each_finding, print_findings_by_code
from pemilu_cover.reports.text.kecamatan_table import print_kecamatan
from pemilu_cover.reports.text.roster_source import print_source
from pemilu_cover.reports.text.step_list import print_steps
from pemilu_cover.reports.text.terminal import TerminalWriter
from pemilu_cover.reports.xlsx import other_members
from pemilu_cover.roster.findings import PERSON
from pemilu_cover.values import rupiah

if TYPE_CHECKING:
    from pemilu_cover.enrolment.result import Enrolment
    from pemilu_cover.enrolment.validation import ValidatedRoster

# A list of this length, in which each code comes this often, is followed by a summary by code.
_LONG_LIST, _OFTEN = 10, 2


def print_enrolment(enrolment: Enrolment, language: Language, out: Console) -> None:
    """Print counts, findings, the premium, the files and the next steps."""
    writer = TerminalWriter(language, out)
    validation = enrolment.validation
    print_source(writer, validation)
    _print_counts(writer, enrolment)
    print_kecamatan(writer, enrolment)
    _print_exclusions(writer, validation)
    print_findings_by_code(writer, validation.findings, places=True)
    _print_missing_fields(writer, enrolment)
    _print_money(writer, enrolment)
    _print_defaults(writer, enrolment)
    written = _print_files(writer, enrolment)
    steps = next_steps.after_enrolment if written else next_steps.after_strict
    in_order = next_steps.is_in_order(enrolment) and not coverage_problems(enrolment.totals)
    _print_steps(writer, steps(enrolment), in_order=in_order)


def print_check(
    enrolment: Enrolment,
    language: Language,
    out: Console,
    marked: Path | None,
    page: Path | None = None,
) -> None:
    """Print every finding with its place, then how many people can be enrolled as they are."""
    writer = TerminalWriter(language, out)
    findings = enrolment.validation.findings
    print_source(writer, enrolment.validation)
    if findings:
        print_each_finding(writer, findings)
    _print_counts(writer, enrolment)
    print_kecamatan(writer, enrolment)
    if len(findings) >= max(_LONG_LIST, _OFTEN * len({finding.code for finding in findings})):
        print_findings_by_code(writer, findings, places=False)
    _print_exclusions(writer, enrolment.validation)
    _print_missing_fields(writer, enrolment)
    if marked:
        writer.print(localize("summary.marked-copy", path=marked), blank_line_before=True)
    if page:
        writer.print(localize("summary.page", path=page), blank_line_before=not marked)
    in_order = next_steps.is_in_order(enrolment)
    _print_steps(writer, next_steps.after_check(enrolment, marked), in_order=in_order)


def _print_counts(writer: TerminalWriter, enrolment: Enrolment) -> None:
    validation, ready = enrolment.validation, enrolment.ready
    warnings = (f for f in validation.findings if f.level == "warning" and f.about == PERSON)
    warned_people = len({f.id for f in warnings} - validation.held_back)
    bpu = int((ready["segment"] == "bpu").sum())
    returning = ready.filter(ready["segment"] == "pu")["kpj"].count()
    for_sipp = ready.filter(~other_members.needs_other_list()).height
    not_understood = len(validation.roster.not_understood)
    # The text, its number, its style, its indent, and whether it is shown where the number is 0.
    rows: Sequence[tuple[LocalizedText, int, str, int, bool]] = (
        (localize("summary.count-enrolled"), enrolment.people.height, "green", 2, True),
        (localize("summary.count-ready"), for_sipp, "", 4, False),
        (localize("summary.count-ready-bpu"), bpu, "", 4, False),
        (localize("summary.count-returning"), returning, "", 4, False),
        (localize("summary.count-incomplete"), enrolment.incomplete.height, "yellow", 4, False),
        (localize("summary.count-warned"), warned_people, "yellow", 4, False),
        (localize("summary.count-not-enrolled"), len(validation.held_back), "red", 2, True),
        (localize("summary.count-excluded"), len(validation.excluded), "cyan", 2, True),
        (localize("summary.count-not-understood"), not_understood, "red", 2, False),
    )
    writer.print_counts(rows)


def _print_exclusions(writer: TerminalWriter, validation: ValidatedRoster) -> None:
    """Print the exclusions by reason: a wrong exclusion leaves somebody without cover."""
    groups = exclusions(validation)
    if not groups:
        return
    writer.print(localize("summary.excluded-title"), "cyan", blank_line_before=True)
    for group in groups:
        line = Text(f"{writer.translate(group.text)}  ")
        places = ", ".join(group.places) + (" …" if group.people > len(group.places) else "")
        line.append(places, style="dim")
        writer.print_hanging(f"{writer.count(group.people):>8}  ", line)


def _print_missing_fields(writer: TerminalWriter, enrolment: Enrolment) -> None:
    """Print which fields that SIPP requires are missing, and for how many people."""
    missing = next_steps.missing_field_counts(enrolment)
    if not missing:
        return
    writer.print(localize("summary.missing-fields-title"), "yellow", blank_line_before=True)
    for name, people in missing.items():
        title = Text(writer.translate(field_label(name)))
        writer.print_hanging(f"{writer.count(people):>8}  ", title)


def _print_money(writer: TerminalWriter, enrolment: Enrolment) -> None:
    totals = enrolment.totals
    text = localize(
        "summary.premium",
        total=rupiah.format_rupiah(totals.jkk_sen + totals.jkm_sen),
        jkk=rupiah.format_rupiah(totals.jkk_sen),
        jkm=rupiah.format_rupiah(totals.jkm_sen),
    )
    writer.print(text, "bold", blank_line_before=True)
    _print_uncovered_days(writer, totals.uncovered)
    for gap in coverage_problems(totals):
        writer.print(gap.says, "yellow")
        writer.print(localize("summary.remedy", remedy=gap.fix), indent=4)
    for text in (*format_reliefs(totals), *bill_cautions(totals)):
        writer.print(text, "yellow")
    if enrolment.totals.payment_date is not None:
        penalty_sen = sum(month.penalty_sen for month in totals.months)
        penalty = rupiah.format_rupiah(penalty_sen)
        writer.print(
            localize("summary.penalty", day=enrolment.totals.payment_date, penalty=penalty)
        )


def _print_uncovered_days(writer: TerminalWriter, gaps: Sequence[CoverageGap]) -> None:
    """Print which days are without cover, the roles that share them in one line."""
    by_days: dict[tuple[date, int], list[CoverageGap]] = {}
    for gap in gaps:
        by_days.setdefault((gap.first_day, gap.days), []).append(gap)
    for (first_day, days), roles in by_days.items():
        text = localize(
            "summary.uncovered-days",
            days=days,
            first=first_day,
            people=localized_count(sum(role.people for role in roles)),
            roles=", ".join(role.role for role in roles),
        )
        writer.print(text, "yellow")


def _print_defaults(writer: TerminalWriter, enrolment: Enrolment) -> None:
    """Print the values that no cell gave."""
    completed = enrolment.completed
    writer.print(localize("summary.defaults-title"), blank_line_before=True)
    if not enrolment.validation.terms.agreement.model_fields_set:
        writer.print(localize("summary.default-agreement"), indent=4)
    if location := completed.location:
        text = localize(
            "summary.default-location",
            code=location.code,
            name=location.name,
            source=completed.location_because,
        )
    else:
        text = localize("summary.default-location-unknown")
    writer.print(text, indent=4)
    for name, count in completed.filled.items():
        text = localize(
            "summary.default-field",
            field=filled_field_label(name),
            cells=localized_count(count),
            source=completed.because[name],
        )
        writer.print(text, indent=4)


def _print_files(writer: TerminalWriter, enrolment: Enrolment) -> bool:
    """Print which files were written; return whether any was."""
    if enrolment.out is None or not enrolment.files:
        writer.print(localize("summary.no-files-strict"), "red", blank_line_before=True)
        return False
    writer.print(localize("summary.files-title", folder=enrolment.out), blank_line_before=True)
    for path in enrolment.files:
        writer.print(verbatim(str(path.relative_to(enrolment.out))), indent=4)
    return True


def _print_steps(writer: TerminalWriter, steps: Iterable[NextStep], *, in_order: bool) -> None:
    """Print what comes next, after a line that all is in order where it is."""
    if in_order:
        writer.print(localize("summary.all-in-order"), "green", blank_line_before=True)
    print_steps(writer, steps)
