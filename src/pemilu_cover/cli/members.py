"""``members``: membership numbers from SIPP's files into a result."""

from __future__ import annotations

import typer

from pemilu_cover.cli import options
from pemilu_cover.cli.app import command
from pemilu_cover.cli.option_values import parse_month_option
from pemilu_cover.cli.options import Lang
from pemilu_cover.cli.output import exit_on_refusal, ignore_broken_pipe, print_json
from pemilu_cover.i18n.exit_status import ExitStatus


@command(
    "help.members",
    panel="help.panel-results",
    example="pemilu-cover members out template_upah_00000000.xlsx",
)
def members(
    result: options.ResultArgument,
    files: options.SippFilesArgument,
    period: options.PeriodOption = None,
    json: options.JsonOption = False,
    lang: options.LangOption = Lang.id,
) -> None:
    """Read SIPP's files into a result, print who has a number, and say what differs."""
    from pemilu_cover.commands.members import update_members  # noqa: PLC0415

    month = parse_month_option(period, "--period") if period else None
    with exit_on_refusal():
        run = update_members(result, files, month)
    with ignore_broken_pipe():
        if json:
            from pemilu_cover.reports.json.members import report  # noqa: PLC0415

            print_json(report(run))
        else:
            from pemilu_cover.reports.text.members import print_members  # noqa: PLC0415
            from pemilu_cover.reports.text.terminal import console  # noqa: PLC0415

            print_members(run, lang.value, console())
    if not run.outcome.agrees:
        raise typer.Exit(ExitStatus.FINDINGS)
