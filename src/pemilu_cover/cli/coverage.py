"""``coverage``: who is covered on a day, and who is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from pemilu_cover.cli import options
from pemilu_cover.cli.app import command
from pemilu_cover.cli.option_values import parse_date_option, parse_nik_option
from pemilu_cover.cli.options import Lang
from pemilu_cover.cli.output import exit_on_refusal, ignore_broken_pipe, print_json
from pemilu_cover.cli.usage import usage_error
from pemilu_cover.i18n.exit_status import ExitStatus
from pemilu_cover.i18n.text import localize

if TYPE_CHECKING:
    from pathlib import Path

    from pemilu_cover.reconciliation.coverage.report import CoverageReport

_LIST_SUFFIXES = (".xlsx", ".pdf")


@command(
    "help.coverage",
    panel="help.panel-results",
    example="pemilu-cover coverage out --on 2024-11-27",
)
def coverage(
    result: options.ResultArgument,
    on: options.CoverageDayOption = None,
    nik: options.NikOption = None,
    name: options.NameOption = None,
    desa: options.DesaNameOption = None,
    tps: options.TpsNumberOption = None,
    uncovered: options.UncoveredOption = False,
    out: options.ParticipantListOption = None,
    force: options.ForceOption = False,
    json: options.JsonOption = False,
    lang: options.LangOption = Lang.id,
    rates: options.RatesOption = None,
) -> None:
    """Print who is covered on a day; exit with 1 while somebody on duty is not."""
    day = parse_date_option(on, "--on")
    _check_list_file(out)
    for option, text in (("--name", name), ("--desa", desa), ("--tps", tps)):
        _check_text(text, option)
    from pemilu_cover.commands.coverage import read_coverage, write_participant_list  # noqa: PLC0415
    from pemilu_cover.reconciliation.coverage.search import PeopleFilter  # noqa: PLC0415

    chosen = PeopleFilter(parse_nik_option(nik, "--nik"), name or "", desa or "", tps or "")
    with exit_on_refusal():
        report = read_coverage(result, day, chosen, rates)
        if out:
            write_participant_list(report, out, force=force)
    with ignore_broken_pipe():
        _print_coverage(report, lang, out, json=json, uncovered=uncovered)
    if not report.is_complete:
        raise typer.Exit(ExitStatus.FINDINGS)


def _check_text(text: str | None, option: str) -> None:
    """Refuse an empty text, such as that of an unset variable: it would match everybody."""
    if text is not None and not any(map(str.isalnum, text)):
        usage_error(localize("usage.no-letter-or-digit"), option)


def _check_list_file(out: Path | None) -> None:
    if out is not None and out.suffix.lower() not in _LIST_SUFFIXES:
        usage_error(localize("usage.not-xlsx-or-pdf"), "--out")


def _print_coverage(
    report: CoverageReport, lang: Lang, out: Path | None, *, json: bool, uncovered: bool
) -> None:
    if json:
        from pemilu_cover.reports.json import coverage as as_json  # noqa: PLC0415

        print_json(as_json.report(report, lists_uncovered=uncovered))
        return
    from pemilu_cover.reports.text.coverage import print_coverage  # noqa: PLC0415
    from pemilu_cover.reports.text.terminal import console  # noqa: PLC0415

    print_coverage(report, lang.value, console(), lists_uncovered=uncovered)
    if out:
        from pemilu_cover.reports.text.coverage import print_written  # noqa: PLC0415

        print_written(out, lang.value, console())
