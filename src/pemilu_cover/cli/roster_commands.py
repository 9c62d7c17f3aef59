"""The commands that read or make rosters: enrol, check, template."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pemilu_cover.cli import aliases
from pemilu_cover.cli.app import app
from pemilu_cover.cli.options import (
    AgreementOption,
    AutoFix,
    AutoFixOption,
    ColumnOption,
    CorrectionsOption,
    ElectionOption,
    FindingsFormat,
    JsonOption,
    Lang,
    LangOption,
    OutputFormat,
    RatesOption,
    Rosters,
    SplitBy,
    StrictOption,
)
from pemilu_cover.cli.output import (
    EXIT_FINDINGS,
    exit_on_refusal,
    ignore_broken_pipe,
    parse_date_option,
    print_bytes,
    print_json,
    progress_bar,
    stage_spinner,
    usage_error,
)
from pemilu_cover.values.text import sanitise_for_terminal

if TYPE_CHECKING:
    from datetime import date

    from pemilu_cover.enrolment.options import EnrolOptions
    from pemilu_cover.enrolment.result import Enrolment
    from pemilu_cover.i18n.text import Language


@app.command(
    epilog="Example: pemilu-cover enrol kec-*.xlsx --agreement pks.toml --out out",
    context_settings=aliases.context_settings("enrol"),
)
def enrol(
    context: typer.Context,
    rosters: Rosters,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="DIR", help="Output folder; else <roster>-enrolment beside the roster."
        ),
    ] = None,
    agreement: AgreementOption = None,
    election: ElectionOption = None,
    corrections: CorrectionsOption = None,
    withdraw: Annotated[
        list[str] | None,
        typer.Option(
            "--withdraw",
            metavar="FILE",
            help="With --force: a filled file that the earlier result keeps in filled/ counts no longer."
            " May be repeated.",
        ),
    ] = None,
    auto_fix: AutoFixOption = None,
    columns: ColumnOption = None,
    split_by: Annotated[
        SplitBy | None,
        typer.Option(
            "--split-corrections-by",
            help="A workbook of corrections for each kecamatan, in corrections/.",
        ),
    ] = None,
    payment_date: Annotated[
        str | None,
        typer.Option(
            "--payment-date",
            metavar="DATE",
            help="Show in Jadwal what paying on this day costs more.",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an earlier result.")] = False,
    form: Annotated[
        OutputFormat | None,
        typer.Option(
            "--output-format",
            help="xlsx (the default), or parquet or csv: for CSV and Parquet rosters of any size, read piece"
            " by piece; a run that was ended goes on when it is started again.",
            show_default=False,
        ),
    ] = None,
    sipp_regency: Annotated[
        list[str] | None,
        typer.Option(
            "--sipp-regency",
            metavar="REGENCY",
            help="With --output-format parquet or csv: write the SIPP workbooks of a regency, too (32.14,"
            " a name, or all). May be repeated.",
        ),
    ] = None,
    strict: StrictOption = False,
    json: JsonOption = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
    lang: LangOption = Lang.id,
    rates: RatesOption = None,
) -> None:
    """Read, judge and price rosters; write SIPP sheets, invoice, corrections and manifest.

    Exit status: 0 all went through, 1 some rows are held back (the others were written).
    """
    if form in (OutputFormat.parquet, OutputFormat.csv):
        given_options = {
            "corrections": corrections,
            "withdraw": withdraw,
            "split-corrections-by": split_by,
        }
        for name, given in given_options.items():
            if given:
                usage_error(f"cannot go with --output-format {form}", f"--{name}")
        asked = _enrol_options(agreement, election, rates, strict, columns, None, auto_fix)
        _enrol_batches(
            rosters,
            asked,
            out,
            form,
            sipp_regency,
            lang.value,
            paid_on=parse_date_option(payment_date, "--payment-date"),
            force=force,
            json=json,
            quiet=quiet,
        )
        return
    if sipp_regency:
        usage_error(
            "needs --output-format parquet or csv; without it the SIPP files are written anyway",
            "--sipp-regency",
        )
    if withdraw and not force:
        usage_error("needs --force: it concerns the earlier result that is replaced", "--withdraw")
    from pemilu_cover.roster.reading.reader import ParallelReader  # noqa: PLC0415

    paid = parse_date_option(payment_date, "--payment-date")
    # While other processes read, this one loads what the job needs.
    reading: ParallelReader = context.obj or ParallelReader()
    with reading, stage_spinner(lang.value, silent=json or quiet) as tell:
        reading.begin(rosters)
        import holidays.countries.indonesia  # noqa: F401, PLC0415  what due days need

        from pemilu_cover.commands.enrol import enrol as run  # noqa: PLC0415
        from pemilu_cover.reports.json.manifest import report  # noqa: PLC0415
        from pemilu_cover.reports.text.enrolment import print_enrolment  # noqa: PLC0415
        from pemilu_cover.reports.text.terminal import console  # noqa: PLC0415

        asked = _enrol_options(agreement, election, rates, strict, columns, corrections, auto_fix)
        done = run(
            rosters,
            asked,
            out=out,
            by_kecamatan=split_by is not None,
            paid_on=paid,
            force=force,
            withdrawn=withdraw or (),
            reading=reading,
            tell=tell,
        )
    with ignore_broken_pipe():
        if json:
            print_json(report(done, lang.value))
        elif not quiet:
            print_enrolment(done, lang.value, console())
    if done.judged.has_errors or (strict and not done.is_in_order):
        raise typer.Exit(EXIT_FINDINGS)


def _enrol_batches(
    rosters: list[Path],
    asked: EnrolOptions,
    out: Path | None,
    form: OutputFormat,
    sipp_regency: list[str] | None,
    language: Language,
    *,
    paid_on: date | None,
    force: bool,
    json: bool,
    quiet: bool,
) -> None:
    """Enrol rosters of millions of rows in batches."""
    from pemilu_cover.commands import enrol_batches  # noqa: PLC0415
    from pemilu_cover.reports.json.batches import report  # noqa: PLC0415
    from pemilu_cover.reports.text.batches import print_batches  # noqa: PLC0415
    from pemilu_cover.reports.text.terminal import console  # noqa: PLC0415

    try:
        wanted = enrol_batches.BatchOutput(
            "csv" if form is OutputFormat.csv else "parquet",
            enrol_batches.parse_sipp_regencies(sipp_regency or ()),
        )
    except LookupError as error:
        usage_error(f"no regency is {error.args[0]!r}", "--sipp-regency")
    with progress_bar(language, silent=json or quiet) as step:
        done = enrol_batches.enrol_batches(
            rosters, wanted, asked, out=out, paid_on=paid_on, force=force, step=step
        )
    with ignore_broken_pipe():
        if json:
            told = report(done.sums, done.totals, done.files, language)
            unread = [cells.as_json() for cells in done.not_understood]
            shown = sanitise_for_terminal(str(done.out)) if done.out else None
            told["roster"]["not_understood"] = len(unread)
            print_json({**told, "not_understood": unread, "out": shown})
        elif not quiet:
            print_batches(done, language, console())
    if done.sums.has_errors() or done.not_understood or (asked.strict and not done.is_in_order):
        raise typer.Exit(EXIT_FINDINGS)


@app.command(
    epilog="Example: pemilu-cover check roster.xlsx --json",
    context_settings=aliases.context_settings("check"),
)
def check(
    context: typer.Context,
    rosters: Rosters,
    agreement: AgreementOption = None,
    election: ElectionOption = None,
    corrections: CorrectionsOption = None,
    auto_fix: AutoFixOption = None,
    columns: ColumnOption = None,
    annotate: Annotated[
        Path | None,
        typer.Option(
            "--annotate",
            metavar="FILE",
            help="Write the roster back with the faults marked (.xlsx).",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an earlier FILE.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as errors.")] = False,
    form: Annotated[
        FindingsFormat | None,
        typer.Option(
            "--findings-format",
            help="text for people (the default), json, csv for a spreadsheet, github annotations.",
            show_default=False,
        ),
    ] = None,
    json: Annotated[
        bool, typer.Option("--json", help="The same as --findings-format json.")
    ] = False,
    lang: LangOption = Lang.id,
    rates: RatesOption = None,
) -> None:
    """Show what is wrong in rosters, and where; write nothing (unless --annotate).

    Exit status: 0 nothing is to be mended, 1 some rows would be held back.
    """
    from pemilu_cover.roster.reading.reader import ParallelReader  # noqa: PLC0415

    if json and form not in (None, FindingsFormat.json):
        usage_error(
            f"cannot go with --json, which is --findings-format json, not {form}",
            "--findings-format",
        )
    form = FindingsFormat.json if json else form or FindingsFormat.text
    if annotate and len(rosters) > 1:
        usage_error("takes one roster at a time", "--annotate")
    if annotate and annotate.suffix.lower() != ".xlsx":
        usage_error("must end in .xlsx", "--annotate")
    silent = form is not FindingsFormat.text
    reading: ParallelReader = context.obj or ParallelReader()
    with reading, stage_spinner(lang.value, silent=silent) as tell:
        reading.begin(rosters)
        from pemilu_cover.commands.enrol import evaluate  # noqa: PLC0415

        asked = _enrol_options(agreement, election, rates, strict, columns, corrections, auto_fix)
        done = evaluate(rosters, asked, reading=reading, tell=tell)
        if annotate:
            from pemilu_cover.commands.annotate import annotate_roster  # noqa: PLC0415  slow, and seldom needed

            annotate_roster(rosters[0], done.judged, annotate, lang.value, force=force)
    with ignore_broken_pipe():
        _print_check(done, form, lang.value, rosters, annotate)
    if done.judged.has_errors or (strict and not done.is_in_order):
        raise typer.Exit(EXIT_FINDINGS)


@app.command(epilog="Example: pemilu-cover template --regency 32.14 --out isian.xlsx")
def template(
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="The workbook to write (.xlsx).")
    ],
    election: Annotated[
        str | None,
        typer.Option(
            "--election",
            metavar="ID",
            help="pilkada-2024, pemilu-2024 or pilkada-2020; else the newest.",
        ),
    ] = None,
    regency: Annotated[
        str | None,
        typer.Option(
            "--regency",
            metavar="CODE",
            help='32.14 or "Kabupaten Purwakarta": offers its kecamatan and desa.',
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an earlier FILE.")] = False,
    lang: LangOption = Lang.id,
    rates: RatesOption = None,
) -> None:
    """Write an empty form for the villages, with drop-down lists and checks; enrol reads it back."""
    from pemilu_cover.commands import template as forms  # noqa: PLC0415

    if out.suffix.lower() != ".xlsx":
        usage_error("must end in .xlsx", "--out")
    with exit_on_refusal(lang.value):
        try:
            written = forms.write_template(
                out, election=election, regency=regency, rates=rates, force=force
            )
        except forms.UnknownRegencyError as error:
            near = f"; did you mean {' or '.join(error.close)}?" if error.close else ""
            usage_error(f"no regency is {error.args[0]!r}{near}", "--regency")
    with ignore_broken_pipe():
        for line in forms.summary(written, lang.value).splitlines():
            print(sanitise_for_terminal(line))  # noqa: T201


def _print_check(
    done: Enrolment,
    form: FindingsFormat,
    language: Language,
    rosters: list[Path],
    marked: Path | None,
) -> None:
    """Print what `check` found, in the form that was asked for."""
    from pemilu_cover.reports import findings_export  # noqa: PLC0415
    from pemilu_cover.reports.json.manifest import check_report  # noqa: PLC0415
    from pemilu_cover.reports.text.enrolment import print_check  # noqa: PLC0415
    from pemilu_cover.reports.text.terminal import console  # noqa: PLC0415

    findings = done.judged.findings
    if form is FindingsFormat.json:
        print_json(check_report(done, language))
    elif form is FindingsFormat.csv:
        print_bytes(findings_export.as_csv(findings, language))
    elif form is FindingsFormat.github:
        labels = (file.label for file in done.judged.roster.files)
        paths = dict(zip(labels, rosters, strict=True))
        print_bytes(findings_export.as_github(findings, language, paths))
    else:
        print_check(done, language, console(), marked)


def _enrol_options(
    agreement: Path | None,
    election: str | None,
    rates: Path | None,
    strict: bool,
    columns: list[str] | None,
    corrections: list[Path] | None,
    fixes: list[AutoFix] | None,
) -> EnrolOptions:
    from pemilu_cover.enrolment.options import EnrolOptions  # noqa: PLC0415

    mapped = dict(_mapped(text) for text in columns or ())
    return EnrolOptions(agreement, election, rates, strict, mapped, corrections or (), fixes or ())


def _mapped(text: str) -> tuple[str, str]:
    """Part ``COLUMN=FIELD`` at its last sign."""
    from pemilu_cover.roster.tables.column_names import UnknownFieldError, resolve_field  # noqa: PLC0415

    header, _, name = text.rpartition("=")
    if not header.strip() or not name.strip():
        usage_error('is written "Column=field", such as "Nomor Kartu=nik"', "--column")
    try:
        return header.strip(), resolve_field(name.strip())
    except UnknownFieldError as error:
        near = f"; did you mean {error.close[0]!r}?" if error.close else ""
        usage_error(f"no roster has a field {name!r}{near}", "--column")
