"""``check``: the findings of rosters, without a result."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from pemilu_cover.cli import options
from pemilu_cover.cli.app import command
from pemilu_cover.cli.options import FindingsFormat, Lang
from pemilu_cover.cli.output import (
    ignore_broken_pipe,
    print_bytes,
    print_json,
    stage_spinner,
)
from pemilu_cover.cli.roster_options import agreement_beside, enrol_options
from pemilu_cover.cli.usage import require_html, require_xlsx, usage_error
from pemilu_cover.i18n.exit_status import ExitStatus
from pemilu_cover.i18n.text import localize

if TYPE_CHECKING:
    from pemilu_cover.enrolment.result import Enrolment
    from pemilu_cover.i18n.text import Language
    from pemilu_cover.roster.reading.reader import ParallelReader


@command(
    "help.check",
    panel="help.panel-rosters",
    example="pemilu-cover check roster.xlsx --report temuan.html",
)
def check(
    context: typer.Context,
    rosters: options.RostersArgument,
    agreement: options.RosterAgreementOption = None,
    no_agreement: options.NoAgreementOption = False,
    election: options.ElectionOption = None,
    corrections: options.CorrectionsOption = None,
    auto_fix: options.AutoFixOption = None,
    columns: options.ColumnOption = None,
    annotate: options.AnnotateOption = None,
    report: options.ReportOption = None,
    force: options.ForceOption = False,
    strict: options.CheckStrictOption = False,
    findings_format: options.FindingsFormatOption = None,
    json: options.CheckJsonOption = False,
    lang: options.LangOption = Lang.id,
    rates: options.RatesOption = None,
) -> None:
    """Print the findings; ``--annotate`` and ``--report`` also write the annotated roster and a page."""
    from pemilu_cover.roster.reading.reader import ParallelReader  # noqa: PLC0415

    resolved_format = _findings_format(findings_format, json=json)
    _check_outputs(rosters, annotate, report)
    is_silent = resolved_format is not FindingsFormat.text
    agreement = agreement_beside(rosters, agreement, ignore=no_agreement, silent=is_silent)
    reader: ParallelReader = context.obj or ParallelReader()
    with reader, stage_spinner(silent=is_silent) as show_stage:
        reader.begin(rosters)
        from pemilu_cover.commands.enrol import evaluate  # noqa: PLC0415

        run_options = enrol_options(
            agreement,
            election,
            rates,
            strict=strict,
            columns=columns,
            corrections=corrections,
            auto_fixes=auto_fix,
            no_agreement=no_agreement,
        )
        enrolment = evaluate(rosters, run_options, reader=reader, on_stage=show_stage)
        _write_files(enrolment, rosters[0], annotate, report, lang.value, force=force)
    with ignore_broken_pipe():
        _print_findings(enrolment, resolved_format, lang.value, rosters, annotate, report)
    raise typer.Exit(0 if enrolment.is_accepted(strict=strict) else ExitStatus.FINDINGS)


def _check_outputs(rosters: list[Path], annotate: Path | None, report: Path | None) -> None:
    if annotate and len(rosters) > 1:
        usage_error(localize("usage.one-roster"), "--annotate")
    require_xlsx(annotate, "--annotate")
    require_html(report, "--report")


def _findings_format(findings_format: FindingsFormat | None, *, json: bool) -> FindingsFormat:
    if json and findings_format not in (None, FindingsFormat.json):
        usage_error(localize("usage.json-and-format", format=findings_format), "--findings-format")
    return FindingsFormat.json if json else findings_format or FindingsFormat.text


def _write_files(
    enrolment: Enrolment,
    roster: Path,
    marked: Path | None,
    page: Path | None,
    language: Language,
    *,
    force: bool,
) -> None:
    """Write the annotated roster and the page, which are slow to load and seldom needed."""
    if marked:
        from pemilu_cover.commands.annotate import annotate_roster  # noqa: PLC0415

        annotate_roster(roster, enrolment.validation, marked, force=force)
    if page:
        from pemilu_cover.commands.findings_page import write_findings_page  # noqa: PLC0415

        write_findings_page(enrolment, page, marked, language, force=force)


def _print_findings(
    enrolment: Enrolment,
    findings_format: FindingsFormat,
    language: Language,
    rosters: list[Path],
    annotated_path: Path | None,
    page: Path | None,
) -> None:
    from pemilu_cover.reports import findings_export  # noqa: PLC0415
    from pemilu_cover.reports.json.enrolment import check_report  # noqa: PLC0415
    from pemilu_cover.reports.text.enrolment import print_check  # noqa: PLC0415
    from pemilu_cover.reports.text.terminal import console  # noqa: PLC0415

    findings = enrolment.validation.findings
    if findings_format is FindingsFormat.json:
        print_json(check_report(enrolment, language))
    elif findings_format is FindingsFormat.csv:
        print_bytes(findings_export.as_csv(findings, language))
    elif findings_format is FindingsFormat.github:
        labels = (file.label for file in enrolment.validation.roster.files)
        paths = dict(zip(labels, rosters, strict=True))
        print_bytes(findings_export.as_github(findings, language, paths))
    else:
        print_check(enrolment, language, console(), annotated_path, page)
