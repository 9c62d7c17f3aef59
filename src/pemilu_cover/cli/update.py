"""``update``: the next version of a result, from newer rosters or a list of changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from pemilu_cover.cli import options
from pemilu_cover.cli.app import command
from pemilu_cover.cli.option_values import parse_month_option
from pemilu_cover.cli.options import Lang
from pemilu_cover.cli.output import ignore_broken_pipe, print_json, stage_spinner
from pemilu_cover.cli.roster_options import enrol_options
from pemilu_cover.i18n.exit_status import ExitStatus

if TYPE_CHECKING:
    from pemilu_cover.commands.update import WrittenUpdate
    from pemilu_cover.i18n.text import Language


@command(
    "help.update",
    panel="help.panel-results",
    example="pemilu-cover update out rosters/*.xlsx --period 2024-12 --changes changes.xlsx --out out-12",
)
def update(
    context: typer.Context,
    result: options.ResultArgument,
    out: options.UpdateFolderOption,
    period: options.UpdatePeriodOption,
    rosters: options.NewerRostersArgument = None,
    changes: options.ChangesOption = None,
    members: options.MembersOption = None,
    end_of_term: options.EndOfTermOption = False,
    agreement: options.AgreementOption = None,
    columns: options.ColumnOption = None,
    corrections: options.CorrectionsOption = None,
    auto_fix: options.AutoFixOption = None,
    force: options.UpdateForceOption = False,
    json: options.JsonOption = False,
    quiet: options.QuietOption = False,
    lang: options.LangOption = Lang.id,
    rates: options.RatesOption = None,
) -> None:
    """Write the next version of a result; exit with 1 while something is asked."""
    month = parse_month_option(period, "--period")
    from pemilu_cover.roster.reading.reader import ParallelReader  # noqa: PLC0415
    from pemilu_cover.storage.result_folder import has_register  # noqa: PLC0415

    reader: ParallelReader = context.obj or ParallelReader()
    with reader, stage_spinner(silent=json or quiet) as show_stage:
        if has_register(result):  # a result in batches reads its rosters in batches
            reader.begin(rosters or ())
        import pemilu_cover.reports.text.update  # noqa: F401, PLC0415  for the end
        from pemilu_cover.commands.update import UpdateOptions, write_update  # noqa: PLC0415

        reading = enrol_options(
            agreement,
            None,
            rates,
            strict=False,
            columns=columns,
            corrections=corrections,
            auto_fixes=auto_fix,
        )
        update_options = UpdateOptions(
            month, rosters or (), changes, members or (), end_of_term, reading
        )
        written = write_update(
            result, update_options, out, force=force, on_stage=show_stage, reader=reader
        )
    with ignore_broken_pipe():
        _print_update(written, lang.value, json=json, quiet=quiet)
    if written.update.questions or written.has_errors:
        raise typer.Exit(ExitStatus.FINDINGS)


def _print_update(written: WrittenUpdate, language: Language, *, json: bool, quiet: bool) -> None:
    from pemilu_cover.reports.json.update import report  # noqa: PLC0415
    from pemilu_cover.reports.text.terminal import console  # noqa: PLC0415
    from pemilu_cover.reports.text.update import print_update  # noqa: PLC0415

    if json:
        print_json(report(written.update, written.findings, written.files, written.codes, language))
    elif not quiet:
        print_update(written.update, written.files, language, console())
