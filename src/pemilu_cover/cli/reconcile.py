"""``reconcile``: a result against the bill of BPJS, before and after it is paid."""

from __future__ import annotations

import typer

from pemilu_cover.cli import options
from pemilu_cover.cli.app import command
from pemilu_cover.cli.option_values import parse_month_option
from pemilu_cover.cli.options import Lang
from pemilu_cover.cli.output import ignore_broken_pipe, print_json, stage_spinner
from pemilu_cover.i18n.exit_status import ExitStatus


@command(
    "help.reconcile",
    panel="help.panel-results",
    example="pemilu-cover reconcile out rincian-iuran.pdf --out selisih",
)
def reconcile(
    result: options.ResultArgument,
    files: options.BillFilesArgument,
    period: options.BillPeriodOption = None,
    rounding: options.RoundingOption = None,
    out: options.ReconcileFolderOption = None,
    force: options.ForceOption = False,
    json: options.JsonOption = False,
    lang: options.LangOption = Lang.id,
    rates: options.RatesOption = None,
) -> None:
    """Compare a result with BPJS's files; exit with 1 unless all have cover, money agrees and all is read."""
    month = parse_month_option(period, "--period") if period else None
    with stage_spinner(silent=json) as show_stage:
        from pemilu_cover.commands.reconcile import reconcile_result  # noqa: PLC0415
        from pemilu_cover.i18n.text import localize  # noqa: PLC0415

        show_stage(localize("reconcile.reading"))
        run = reconcile_result(
            result,
            files,
            period=month,
            rounding=rounding.value if rounding else None,
            out=out,
            force=force,
            rates=rates,
        )
    with ignore_broken_pipe():
        if json:
            from pemilu_cover.reports.json.reconciliation import report  # noqa: PLC0415

            print_json(report(run))
        else:
            from pemilu_cover.reports.text.reconciliation import print_reconciliation  # noqa: PLC0415
            from pemilu_cover.reports.text.terminal import console  # noqa: PLC0415

            print_reconciliation(run, lang.value, console())
    if not run.reconciliation.agrees:
        raise typer.Exit(ExitStatus.FINDINGS)
