"""``enrol``: rosters in; SIPP sheets, invoice, corrections and manifest out."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from pemilu_cover.cli import options
from pemilu_cover.cli.app import command
from pemilu_cover.cli.enrol_each import enrol_offices, refuse_with_each
from pemilu_cover.cli.option_values import parse_date_option, parse_regency_option
from pemilu_cover.cli.options import Lang, OutputFormat
from pemilu_cover.cli.output import ignore_broken_pipe, print_json, progress_bar, stage_spinner
from pemilu_cover.cli.roster_options import agreement_beside, enrol_options
from pemilu_cover.cli.usage import exit_on_input_error, usage_error
from pemilu_cover.i18n.exit_status import ExitStatus
from pemilu_cover.i18n.text import localize
from pemilu_cover.roster.reading.standard_input import STDIN

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from pemilu_cover.enrolment.batches.resources import Resources
    from pemilu_cover.enrolment.batches.result import BatchResult
    from pemilu_cover.enrolment.options import EnrolOptions, OutputOptions
    from pemilu_cover.enrolment.result import Enrolment
    from pemilu_cover.i18n.text import Language
    from pemilu_cover.roster.reading.reader import ParallelReader


class _Job(NamedTuple):
    """Inputs and outputs of `enrol`; options are parsed while other processes read the rosters."""

    rosters: list[Path]
    read_options: Callable[..., EnrolOptions]
    out: Path | None
    split_by: options.SplitBy | None
    pdf: bool
    payment_date: date | None
    strict: bool
    force: bool
    language: Language
    json: bool
    quiet: bool

    @property
    def is_silent(self) -> bool:
        """Whether nothing is shown while the job runs."""
        return self.json or self.quiet

    def output(self) -> OutputOptions:
        """Return what is written, and where."""
        from pemilu_cover.enrolment.options import OutputOptions  # noqa: PLC0415

        return OutputOptions(self.out, self.split_by is not None, self.pdf, self.payment_date)


class _Kind(NamedTuple):
    """The options that some kinds of runs have: on workbooks, in batches, of each office."""

    corrections: list[Path] | None
    withdrawn: list[str] | None
    output_format: OutputFormat | None
    regencies: list[str]
    workers: str | None
    memory: str | None


@command(
    "help.enrol",
    panel="help.panel-rosters",
    example="pemilu-cover enrol kec-*.xlsx --agreement pks.toml --out out",
)
def enrol(
    context: typer.Context,
    rosters: options.RostersArgument,
    out: options.OutputFolderOption = None,
    agreement: options.RosterAgreementOption = None,
    no_agreement: options.NoAgreementOption = False,
    election: options.ElectionOption = None,
    corrections: options.CorrectionsOption = None,
    withdraw: options.WithdrawOption = None,
    auto_fix: options.AutoFixOption = None,
    columns: options.ColumnOption = None,
    split_by: options.SplitByOption = None,
    each: options.EachOption = False,
    pdf: options.PdfOption = False,
    payment_date: options.PaymentDateOption = None,
    force: options.ForceOption = False,
    output_format: options.OutputFormatOption = None,
    sipp_regency: options.SippRegencyOption = None,
    workers: options.WorkersOption = None,
    memory: options.MemoryOption = None,
    strict: options.StrictOption = False,
    json: options.JsonOption = False,
    quiet: options.QuietOption = False,
    lang: options.LangOption = Lang.id,
    rates: options.RatesOption = None,
) -> None:
    """Enrol rosters as one job with workbooks, or batch by batch whatever their size and number."""
    beside = [] if each else rosters
    agreement = agreement_beside(beside, agreement, ignore=no_agreement, silent=json or quiet)
    read_options = partial(
        enrol_options,
        agreement,
        election,
        rates,
        strict=strict,
        columns=columns,
        corrections=corrections,
        auto_fixes=auto_fix,
        no_agreement=no_agreement,
    )
    written = (out, split_by, pdf, parse_date_option(payment_date, "--payment-date"), strict, force)
    job = _Job(rosters, read_options, *written, lang.value, json, quiet)
    kind = _Kind(corrections, withdraw, output_format, sipp_regency or [], workers, memory)
    if each:
        raise typer.Exit(_enrol_offices(job, kind, context.obj))
    if output_format in (OutputFormat.parquet, OutputFormat.csv):
        raise typer.Exit(_enrol_batches(job, kind, output_format))
    raise typer.Exit(_enrol_workbooks(job, kind, context.obj))


def _refuse_batch_options(kind: _Kind, *, force: bool) -> None:
    """Refuse options that do nothing in a run on workbooks, each with its reason."""
    if kind.regencies:
        usage_error(localize("usage.sipp-without-batches"), "--sipp-regency")
    if kind.workers is not None or kind.memory is not None:
        option = "--memory" if kind.workers is None else "--workers"
        usage_error(localize("usage.only-in-batches"), option)
    if kind.withdrawn and not force:
        usage_error(localize("usage.withdraw-without-force"), "--withdraw")


def _refuse_workbook_options(job: _Job, kind: _Kind, output_format: OutputFormat) -> None:
    """Refuse what a run in batches does not support, each with its reason."""
    if STDIN in job.rosters:
        usage_error(localize("usage.stdin-with-batches"), "--output-format")
    if kind.corrections or kind.withdrawn:
        option = "--corrections" if kind.corrections else "--withdraw"
        usage_error(localize("usage.corrections-with-batches", format=output_format), option)
    if job.split_by:
        reason = localize("usage.split-with-batches", format=output_format)
        usage_error(reason, "--split-corrections-by")


def _enrol_workbooks(job: _Job, kind: _Kind, reader: ParallelReader | None) -> ExitStatus:
    """Enrol workbooks, print the result, and return the exit status."""
    _refuse_batch_options(kind, force=job.force)
    from pemilu_cover.roster.reading.reader import ParallelReader  # noqa: PLC0415

    # While other processes read, this one loads what the job needs.
    reader = reader or ParallelReader()
    with reader, stage_spinner(silent=job.is_silent) as show_stage:
        reader.begin(job.rosters)
        import pemilu_cover.reports.text.enrolment  # noqa: F401, PLC0415  for the end
        from pemilu_cover.commands.enrol import enrol as run  # noqa: PLC0415

        enrolment = run(
            job.rosters,
            job.read_options(),
            job.output(),
            force=job.force,
            withdrawn=kind.withdrawn or [],
            reader=reader,
            on_stage=show_stage,
        )
    with ignore_broken_pipe():
        _print_enrolment(enrolment, job)
    return _status(enrolment.is_accepted(strict=job.strict))


def _enrol_offices(job: _Job, kind: _Kind, reader: ParallelReader | None) -> ExitStatus:
    """Enrol each roster as an office of its own, and return the worst status."""
    refuse_with_each(kind.corrections, kind.withdrawn, kind.output_format, kind.regencies)
    _refuse_batch_options(kind, force=job.force)
    return enrol_offices(
        job.rosters,
        job.read_options(),
        job.output(),
        job.language,
        force=job.force,
        json=job.json,
        quiet=job.quiet,
        reader=reader,
    )


def _status(is_accepted: bool) -> ExitStatus:
    return ExitStatus.DONE if is_accepted else ExitStatus.FINDINGS


def _print_enrolment(enrolment: Enrolment, job: _Job) -> None:
    from pemilu_cover.reports.json.enrolment import report  # noqa: PLC0415
    from pemilu_cover.reports.text.enrolment import print_enrolment  # noqa: PLC0415
    from pemilu_cover.reports.text.terminal import console  # noqa: PLC0415

    if job.json:
        print_json(report(enrolment, job.language))
    elif not job.quiet:
        print_enrolment(enrolment, job.language, console())


def _enrol_batches(job: _Job, kind: _Kind, output_format: OutputFormat) -> ExitStatus:
    """Enrol rosters of any size batch by batch, and return the exit status."""
    _refuse_workbook_options(job, kind, output_format)
    from pemilu_cover.enrolment.batches import workers  # noqa: PLC0415

    resources = _parse_resources(kind)
    if resources.workers == 1:
        workers.use_one_core()
    from pemilu_cover.commands import enrol_batches  # noqa: PLC0415
    from pemilu_cover.reports.sipp_uploads import ALL  # noqa: PLC0415

    output = enrol_batches.BatchOutput(
        "csv" if output_format is OutputFormat.csv else "parquet",
        [
            ALL if text.lower() == ALL else parse_regency_option(text, "--sipp-regency")
            for text in kind.regencies
        ],
        papers_of_areas=job.pdf,
    )
    with progress_bar(silent=job.is_silent) as on_progress:
        result = enrol_batches.enrol_batches(
            job.rosters,
            output,
            job.read_options(),
            out=job.out,
            payment_date=job.payment_date,
            force=job.force,
            resources=resources,
            on_progress=on_progress,
        )
    with ignore_broken_pipe():
        _print_batches(result, job)
    return _status(result.is_accepted(strict=job.strict))


def _parse_resources(kind: _Kind) -> Resources:
    """Return what the run may use; refuse numbers of workers and sizes of memory that no run can use."""
    from pemilu_cover.enrolment.batches import resources  # noqa: PLC0415
    from pemilu_cover.estimates.inputs import parse_count  # noqa: PLC0415

    workers = None
    if kind.workers is not None:
        with exit_on_input_error():
            workers = parse_count(kind.workers, "--workers", 1, resources.MOST_WORKERS)
    if kind.memory is None:
        return resources.Resources(workers)
    try:
        memory_bytes = resources.parse_memory_bytes(kind.memory)
    except ValueError:
        usage_error(localize("usage.memory-size", value=kind.memory), "--memory")
    if memory_bytes < resources.LEAST_BYTES:
        least = f"{resources.LEAST_BYTES >> 20}M"
        usage_error(localize("usage.memory-small", value=kind.memory, least=least), "--memory")
    return resources.Resources(workers, memory_bytes)


def _print_batches(result: BatchResult, job: _Job) -> None:
    from pemilu_cover.reports.json.batches import report  # noqa: PLC0415
    from pemilu_cover.reports.text.batches import print_batches  # noqa: PLC0415
    from pemilu_cover.reports.text.terminal import console  # noqa: PLC0415

    if job.json:
        print_json(report(result, job.language))
    elif not job.quiet:
        print_batches(result, job.language, console())
