"""``verify``: whether a result and those that it continues are intact."""

from __future__ import annotations

import typer

from pemilu_cover.cli import options
from pemilu_cover.cli.app import command
from pemilu_cover.cli.options import Lang
from pemilu_cover.cli.output import exit_on_refusal, ignore_broken_pipe, print_json
from pemilu_cover.i18n.exit_status import ExitStatus


@command("help.verify", panel="help.panel-results", example="pemilu-cover verify out")
def verify(
    result: options.VerifiedArgument,
    json: options.JsonOption = False,
    lang: options.LangOption = Lang.id,
) -> None:
    """Print what is not as it was written."""
    from pemilu_cover.reconciliation.verification import verify_chain  # noqa: PLC0415

    with exit_on_refusal():
        results = verify_chain(result)
    with ignore_broken_pipe():
        if json:
            from pemilu_cover.reports.json.verification import report  # noqa: PLC0415

            print_json(report(results))
        else:
            from pemilu_cover.reports.text.terminal import console  # noqa: PLC0415
            from pemilu_cover.reports.text.verification import print_verification  # noqa: PLC0415

            print_verification(results, lang.value, console())
    if any(verified.problems for verified in results):
        raise typer.Exit(ExitStatus.FINDINGS)
