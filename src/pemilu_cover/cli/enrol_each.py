"""``enrol --each``: many offices in one run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pemilu_cover.cli.options import OutputFormat
from pemilu_cover.cli.output import ignore_broken_pipe, print_json, progress_bar
from pemilu_cover.cli.roster_options import office_agreement
from pemilu_cover.cli.stderr import print_sentence
from pemilu_cover.cli.usage import usage_error
from pemilu_cover.i18n.exit_status import ExitStatus
from pemilu_cover.i18n.text import Language, localize

if TYPE_CHECKING:
    from pemilu_cover.enrolment.offices import OfficeResult
    from pemilu_cover.enrolment.options import EnrolOptions, OutputOptions
    from pemilu_cover.roster.reading.reader import ParallelReader


def refuse_with_each(
    corrections: list[Path] | None,
    withdrawn: list[str] | None,
    output_format: OutputFormat | None,
    regencies: list[str] | None,
) -> None:
    """Refuse options that are about one office, or another kind of run."""
    if corrections or withdrawn:
        option = "--corrections" if corrections else "--withdraw"
        usage_error(localize("usage.one-office"), option)
    if regencies or output_format not in (None, OutputFormat.xlsx):
        option = "--sipp-regency" if regencies else "--output-format"
        usage_error(localize("usage.batches-with-each"), option)


def enrol_offices(
    rosters: Sequence[Path],
    options: EnrolOptions,
    output: OutputOptions,
    language: Language,
    *,
    force: bool,
    json: bool,
    quiet: bool,
    reader: ParallelReader | None,
) -> ExitStatus:
    """Enrol each roster as an office of its own, print the table, and return the worst status."""
    from pemilu_cover.commands.enrol_each import enrol_each, list_offices  # noqa: PLC0415
    from pemilu_cover.enrolment.offices import worst_status  # noqa: PLC0415
    from pemilu_cover.roster.reading.reader import ParallelReader  # noqa: PLC0415

    def find_agreement(roster: Path) -> Path | None:
        if options.agreement or options.ignores_agreement:
            return options.agreement
        return office_agreement(roster)

    results: list[OfficeResult] = []
    with (
        reader or ParallelReader() as reading,
        progress_bar(silent=json or quiet) as show,
    ):
        offices = list_offices(rosters, output.out, find_agreement)
        show(localize("offices.progress"), 0, len(offices))
        for result in enrol_each(offices, options, output, force=force, reader=reading):
            results.append(result)
            show(localize("offices.progress"), len(results), len(offices))
    _print_results(results, language, json=json, quiet=quiet)
    return worst_status(results)


def _print_results(
    results: Sequence[OfficeResult], language: Language, *, json: bool, quiet: bool
) -> None:
    from pemilu_cover.reports.json.offices import report  # noqa: PLC0415
    from pemilu_cover.reports.text.offices import print_offices  # noqa: PLC0415
    from pemilu_cover.reports.text.terminal import console  # noqa: PLC0415
    from pemilu_cover.values.text import sanitise_for_terminal  # noqa: PLC0415

    if json:
        with ignore_broken_pipe():
            print_json(report(results, language))
        return
    for result in results:
        if result.refusal:
            message = f"{result.office.name}: {result.refusal.in_language(language)}"
            print_sentence(sanitise_for_terminal(message))
    if not quiet:
        with ignore_broken_pipe():
            print_offices(results, language, console())
