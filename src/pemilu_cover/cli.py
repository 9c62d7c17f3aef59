"""Arguments in, exit status out. A job is imported only when its command runs.

Exit status: 0 all went through; 1 findings of level error (the good rows were still written); 2 misuse;
3 an input cannot be read or is refused; 4 an output cannot be written; 130 interrupted.
"""

from __future__ import annotations

import sys
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pemilu_cover import __version__
from pemilu_cover.options import (
    AgreementOption,
    By,
    CompleteOption,
    ElectionOption,
    Fix,
    FixOption,
    Format,
    JsonOption,
    Lang,
    LangOption,
    MapOption,
    RatesOption,
    Rosters,
    StrictOption,
)
from pemilu_cover.outward import (
    EXIT_FINDINGS,
    misuse,
    piped,
    print_bytes,
    print_json,
    refusals,
    telling,
)

if TYPE_CHECKING:
    from pemilu_cover.derivation import Step
    from pemilu_cover.enrol import Enrolment
    from pemilu_cover.judging import Asked
    from pemilu_cover.messages import Language, Text

app = typer.Typer(
    name="pemilu-cover",
    help="Insure election workers: rosters in, SIPP enrolment sheets and the JKK/JKM bill out.",
    epilog="Example: pemilu-cover enrol roster.xlsx --out out",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"pemilu-cover {__version__}")  # noqa: T201
        raise typer.Exit


@app.callback()
def _main(
    _: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    """Insure election workers: rosters in, SIPP enrolment sheets and the JKK/JKM bill out."""


@app.command(epilog="Example: pemilu-cover enrol kec-*.xlsx --agreement pks.toml --out out")
def enrol(
    rosters: Rosters,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="DIR", help="Output folder; else <roster>-enrolment beside the roster."
        ),
    ] = None,
    agreement: AgreementOption = None,
    election: ElectionOption = None,
    complete: CompleteOption = None,
    fix: FixOption = None,
    columns: MapOption = None,
    by: Annotated[
        By | None,
        typer.Option("--by", help="A workbook of corrections for each kecamatan, in corrections/."),
    ] = None,
    paid_on: Annotated[
        str | None,
        typer.Option(
            "--paid-on", metavar="DATE", help="Show in Jadwal what paying on this day costs more."
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an earlier result.")] = False,
    strict: StrictOption = False,
    json: JsonOption = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
    lang: LangOption = Lang.id,
    rates: RatesOption = None,
) -> None:
    """Read, judge and price rosters; write SIPP sheets, invoice, corrections and manifest.

    Exit status: 0 all went through, 1 some rows are held back (the others were written).
    """
    from pemilu_cover.enrol import enrol as run  # noqa: PLC0415
    from pemilu_cover.manifest import report  # noqa: PLC0415
    from pemilu_cover.summary import console, tell_enrolment  # noqa: PLC0415

    paid = _day(paid_on, "--paid-on")
    with telling(lang.value, silent=json or quiet) as tell:
        asked = _asked(agreement, election, rates, strict, columns, complete, fix)
        done = run(
            rosters,
            asked,
            out=out,
            by_kecamatan=by is not None,
            paid_on=paid,
            force=force,
            tell=tell,
        )
    with piped():
        if json:
            print_json(report(done, lang.value))
        elif not quiet:
            tell_enrolment(done, lang.value, console())
    if done.judged.has_errors or (strict and not done.is_in_order):
        raise typer.Exit(EXIT_FINDINGS)


@app.command(epilog="Example: pemilu-cover check roster.xlsx --json")
def check(
    rosters: Rosters,
    agreement: AgreementOption = None,
    election: ElectionOption = None,
    complete: CompleteOption = None,
    fix: FixOption = None,
    columns: MapOption = None,
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
        Format | None,
        typer.Option(
            "--format",
            help="text for people (the default), json, csv for a spreadsheet, github annotations.",
            show_default=False,
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    lang: LangOption = Lang.id,
    rates: RatesOption = None,
) -> None:
    """Show what is wrong in rosters, and where; write nothing (unless --annotate).

    Exit status: 0 nothing is to be mended, 1 some rows would be held back.
    """
    from pemilu_cover.enrol import examine  # noqa: PLC0415

    if json and form not in (None, Format.json):
        misuse(f"cannot go with --json, which is --format json, not {form}", "--format")
    form = Format.json if json else form or Format.text
    if annotate and len(rosters) > 1:
        misuse("takes one roster at a time", "--annotate")
    if annotate and annotate.suffix.lower() != ".xlsx":
        misuse("must end in .xlsx", "--annotate")
    with telling(lang.value, silent=form is not Format.text) as tell:
        asked = _asked(agreement, election, rates, strict, columns, complete, fix)
        done = examine(rosters, asked, tell=tell)
        if annotate:
            from pemilu_cover.check import annotate_roster  # noqa: PLC0415  slow, and seldom needed

            annotate_roster(rosters[0], done.judged, annotate, lang.value, force=force)
    with piped():
        _print_check(done, form, lang.value, rosters, annotate)
    if done.judged.has_errors or (strict and not done.is_in_order):
        raise typer.Exit(EXIT_FINDINGS)


@app.command(epilog="Example: pemilu-cover quote --role KPPS --days 30 --people 8772 --json")
def quote(
    role: Annotated[
        str, typer.Option("--role", help="KPPS, PPS, PPK, PKD, PTPS, ... or a whole role name.")
    ],
    position: Annotated[
        str | None, typer.Option("--position", help="ketua, anggota, sekretaris, staf, ...")
    ] = None,
    wage: Annotated[
        str | None,
        typer.Option(
            "--wage", metavar="RUPIAH", help="Wage a month; else the election's honorarium."
        ),
    ] = None,
    people: Annotated[int, typer.Option("--people", min=1, help="How many people.")] = 1,
    days: Annotated[
        int | None, typer.Option("--days", min=1, help="Length of the contract in days.")
    ] = None,
    months: Annotated[
        int | None, typer.Option("--months", min=1, help="Length in months, as billed.")
    ] = None,
    start: Annotated[
        str | None, typer.Option("--start", metavar="DATE", help="First day, 2024-11-07.")
    ] = None,
    end: Annotated[
        str | None, typer.Option("--end", metavar="DATE", help="Last day, 2024-12-08.")
    ] = None,
    election: ElectionOption = None,
    proration: Annotated[
        str | None,
        typer.Option(
            "--proration", metavar="RULE", help="contract-month, calendar-month or daily."
        ),
    ] = None,
    segment: Annotated[
        str | None,
        typer.Option(
            "--segment", metavar="pu|bpu", help="pu: paid a wage (the default); bpu: not."
        ),
    ] = None,
    self_paid: Annotated[
        bool,
        typer.Option("--self-paid", help="A BPU member pays himself, not a public budget."),
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show each step: months, base, rate, law, rounding.")
    ] = False,
    agreement: AgreementOption = None,
    json: JsonOption = False,
    lang: LangOption = Lang.id,
    rates: RatesOption = None,
) -> None:
    """Price one role: JKK and JKM for a contract, with the law, and what was assumed."""
    from pemilu_cover import quote as quoting  # noqa: PLC0415

    question = quoting.Question(
        role,
        position,
        wage,
        people,
        start,
        end,
        days,
        months,
        election,
        proration,
        segment,
        self_paid,
    )
    with refusals(lang.value):
        try:
            answer = quoting.answer(question, agreement, rates)
        except quoting.QuoteError as error:
            misuse(str(error), error.option)
    with piped():
        if json:
            print_json(quoting.as_json(answer, lang.value, explained=explain))
        elif explain:
            _print_tree(answer.derivation, lang.value)
        else:
            print(quoting.as_text(answer, lang.value))  # noqa: T201


@app.command(
    epilog="Example: pemilu-cover budget --body kpu --kecamatan 17 --desa 192 --tps 1462 --out rab.xlsx"
)
def budget(
    kecamatan: Annotated[
        int | None, typer.Option("--kecamatan", min=1, max=9_999_999, help="How many kecamatan.")
    ] = None,
    desa: Annotated[
        int | None,
        typer.Option("--desa", min=1, max=9_999_999, help="How many desa and kelurahan."),
    ] = None,
    tps: Annotated[
        int | None, typer.Option("--tps", min=1, max=9_999_999, help="How many TPS.")
    ] = None,
    people: Annotated[
        list[str] | None,
        typer.Option(
            "--people",
            metavar="ROLE=N",
            help="How many hold a role, whatever the units: --people PPK_STAF=34; 0 leaves it out."
            " May be repeated.",
        ),
    ] = None,
    term: Annotated[
        list[str] | None,
        typer.Option(
            "--term",
            metavar="ROLE=FIRST..LAST",
            help="When a role is covered, if not for the election's term:"
            " --term PKD=2024-06-02..2025-01-27. May be repeated.",
        ),
    ] = None,
    body: Annotated[
        str | None, typer.Option("--body", metavar="kpu|bawaslu", help="One body's people alone.")
    ] = None,
    election: Annotated[
        str | None,
        typer.Option(
            "--election",
            metavar="ID",
            help="pilkada-2024, pemilu-2024 or pilkada-2020; else the agreement's or the newest.",
        ),
    ] = None,
    minimum_wage: Annotated[
        str | None,
        typer.Option(
            "--minimum-wage", metavar="RUPIAH", help="The regency's, for a scenario on that base."
        ),
    ] = None,
    agreement: AgreementOption = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Write a RAB workbook, too (.xlsx)."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an earlier FILE.")] = False,
    json: JsonOption = False,
    lang: LangOption = Lang.id,
    rates: RatesOption = None,
) -> None:
    """Show what a plan costs before there is a roster: by role, month and scenario, with benefits."""
    from pemilu_cover import budget as planning  # noqa: PLC0415
    from pemilu_cover import budget_page as pages  # noqa: PLC0415
    from pemilu_cover.quote import QuoteError  # noqa: PLC0415
    from pemilu_cover.staffing import Question  # noqa: PLC0415
    from pemilu_cover.values.text import for_screen  # noqa: PLC0415

    if out is not None and out.suffix.lower() != ".xlsx":
        misuse("must end in .xlsx", "--out")
    asked = Question(
        kecamatan,
        desa,
        tps,
        tuple(people or ()),
        tuple(term or ()),
        body,
        election,
        minimum_wage,
    )
    with refusals(lang.value):
        try:
            found = planning.answer(asked, agreement, rates)
        except QuoteError as error:
            misuse(str(error), error.option)
        if out is not None:
            from pemilu_cover.rab import write_rab  # noqa: PLC0415  slow, and not always wanted

            write_rab(found, out, force=force)
    with piped():
        if json:
            print_json(pages.as_json(found, lang.value))
        else:
            print(pages.as_text(found, lang.value))  # noqa: T201
    if out is not None:
        done = "ditulis" if lang is Lang.id else "written"
        print(f"pemilu-cover: {for_screen(str(out))}: {done}", file=sys.stderr)  # noqa: T201


@app.command(epilog="Example: pemilu-cover benefits --role KPPS --on 2024-11-27")
def benefits(
    role: Annotated[
        str | None, typer.Option("--role", help="KPPS, PPS, ...: its honorarium is the wage.")
    ] = None,
    position: Annotated[
        str | None, typer.Option("--position", help="ketua, anggota, sekretaris, staf, ...")
    ] = None,
    wage: Annotated[
        str | None,
        typer.Option("--wage", metavar="RUPIAH", help="Wage a month, with or without a role."),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option(
            "--on", metavar="DATE", help="The day it happens; else the voting day, or today."
        ),
    ] = None,
    election: ElectionOption = None,
    segment: Annotated[
        str | None,
        typer.Option(
            "--segment", metavar="pu|bpu", help="pu: paid a wage (the default); bpu: not."
        ),
    ] = None,
    months: Annotated[
        int | None,
        typer.Option("--months", min=0, help="Months of membership and contributions so far."),
    ] = None,
    json: JsonOption = False,
    lang: LangOption = Lang.id,
    rates: RatesOption = None,
) -> None:
    """Show what JKK and JKM pay on a day, with the law, the conditions and what is not known."""
    from pemilu_cover import benefits as paying  # noqa: PLC0415
    from pemilu_cover.benefits_page import as_text  # noqa: PLC0415
    from pemilu_cover.quote import QuoteError  # noqa: PLC0415

    day = _day(on, "--on")
    question = paying.Question(role, position, wage, day, election, segment, months)
    with refusals(lang.value):
        try:
            found = paying.answer(question, rates)
        except QuoteError as error:
            misuse(str(error), error.option)
    with piped():
        if json:
            print_json(paying.as_json(found, lang.value))
        else:
            print(as_text(found, lang.value))  # noqa: T201


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
    from pemilu_cover import template as forms  # noqa: PLC0415
    from pemilu_cover.values.text import for_screen  # noqa: PLC0415

    if out.suffix.lower() != ".xlsx":
        misuse("must end in .xlsx", "--out")
    with refusals(lang.value):
        try:
            written = forms.write_template(
                out, election=election, regency=regency, rates=rates, force=force
            )
        except forms.UnknownRegencyError as error:
            near = f"; did you mean {' or '.join(error.close)}?" if error.close else ""
            misuse(f"no regency is {error.args[0]!r}{near}", "--regency")
    with piped():
        for line in forms.as_text(written, lang.value).splitlines():
            print(for_screen(line))  # noqa: T201


@app.command(epilog="Example: pemilu-cover rates --on 2024-11-27, or: rates --history jkk")
def rates(
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help="The day; else today.", show_default=False),
    ] = None,
    history: Annotated[
        str | None,
        typer.Option(
            "--history",
            metavar="NAME",
            help="All dated values of jkk, jkm, bpu, relief, benefits or proration.",
        ),
    ] = None,
    check: Annotated[
        bool,
        typer.Option("--check", help="How well founded: cited, how sure, when last compared."),
    ] = False,
    json: JsonOption = False,
    lang: LangOption = Lang.id,
    rates: RatesOption = None,
) -> None:
    """Show the rates in force on a day, each with its law, its article and how sure it is."""
    from pemilu_cover import citations  # noqa: PLC0415
    from pemilu_cover import rates as law  # noqa: PLC0415

    if (on is not None) + (history is not None) + check > 1:
        misuse("say one of them", "--on, --history, --check")
    day = _day(on, "--on") or date.today()
    language: Language = lang.value
    found: object
    with refusals(language):
        if check:
            checked = citations.Check(rates)
            found, text = checked.as_json(day), checked.as_text(day, language)
        elif history is not None:
            try:
                entries = citations.history(history, rates)
            except citations.UnknownTopicError as error:
                misuse(
                    f"{history!r} has no dated values; known: {', '.join(error.known)}", "--history"
                )
            found, text = citations.history_json(entries), citations.history_text(entries, language)
        else:
            on_day = law.in_force(day, rates)
            found, text = on_day, law.as_text(on_day, language)
    with piped():
        if json:
            print_json(found)
        else:
            print(text)  # noqa: T201


@app.command(epilog="Example: pemilu-cover explain nik-number, or: explain --of out --row 17")
def explain(
    code: Annotated[
        str | None, typer.Argument(help="A code, such as nik-length.", show_default=False)
    ] = None,
    of: Annotated[
        Path | None,
        typer.Option("--of", metavar="DIR", help="A result of enrol: explain what was billed."),
    ] = None,
    row: Annotated[
        int | None, typer.Option("--row", min=1, metavar="NO", help="Its No in Rincian, with --of.")
    ] = None,
    json: JsonOption = False,
    lang: LangOption = Lang.id,
    rates: RatesOption = None,
) -> None:
    """Explain a code (what it means, how to mend it), or each step of a billed person's premium.

    Without anything, list all codes.
    """
    if of is not None or row is not None:
        _explain_row(of, row, code, json, lang.value, rates)
        return
    from pemilu_cover import explain as pages  # noqa: PLC0415

    try:
        found = [pages.page(code)] if code else pages.all_pages()
    except pages.UnknownCodeError as error:
        near = f"; did you mean {', '.join(error.close)}?" if error.close else ""
        misuse(
            f"unknown code {error.args[0]!r}{near} `pemilu-cover explain` lists all codes.", "CODE"
        )
    with piped():
        if json:
            shown = [pages.as_json(message, lang.value) for message in found]
            print_json(shown[0] if code else shown)
        else:
            text = pages.as_text(found[0], lang.value) if code else pages.listing(lang.value)
            print(text)  # noqa: T201


def _explain_row(
    of: Path | None,
    row: int | None,
    code: str | None,
    json: bool,
    language: Language,
    rates: Path | None,
) -> None:
    """Explain a row of a result's Rincian."""
    from pemilu_cover import tracing  # noqa: PLC0415

    if of is None or row is None:
        misuse("--of DIR and --row NO go together", "--of" if of is None else "--row")
    if code is not None:
        misuse("explains a code or a row, not both", "--of")
    with refusals(language):
        try:
            traced = tracing.trace(of, row, rates)
        except tracing.NoSuchRowError as error:
            misuse(f"Rincian has the numbers 1 to {error.last}", "--row")
    with piped():
        if json:
            print_json(tracing.as_json(traced, language))
            return
        for note in (tracing.heading(traced), *traced.notes):
            print(_plain(note, language))  # noqa: T201
        _print_tree(traced.step, language)


def _plain(text: Text, language: Language) -> str:
    from pemilu_cover.values.text import for_screen  # noqa: PLC0415

    return for_screen(text.id if language == "id" else text.en)


def _print_check(
    done: Enrolment, form: Format, language: Language, rosters: list[Path], marked: Path | None
) -> None:
    """Print what `check` found, in the form that was asked for."""
    from pemilu_cover import listing  # noqa: PLC0415
    from pemilu_cover.manifest import check_report  # noqa: PLC0415
    from pemilu_cover.summary import console, tell_check  # noqa: PLC0415

    findings = done.judged.findings
    if form is Format.json:
        print_json(check_report(done, language))
    elif form is Format.csv:
        print_bytes(listing.as_csv(findings, language))
    elif form is Format.github:
        labels = (file.label for file in done.judged.roster.files)
        paths = dict(zip(labels, rosters, strict=True))
        print_bytes(listing.as_github(findings, language, paths))
    else:
        tell_check(done, language, console(), marked)


def main() -> None:
    """Run the command line and leave with its exit status."""
    for stream in (sys.stdout, sys.stderr):
        # A console that lacks a character (cp1252 on Windows) shows "?" for it, and goes on.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    app()


def _print_tree(step: Step, language: Language) -> None:
    """Print how a premium came about."""
    from pemilu_cover.derivation import as_tree  # noqa: PLC0415
    from pemilu_cover.summary import console  # noqa: PLC0415

    console().print(as_tree(step, language))


def _day(text: str | None, option: str) -> date | None:
    from pemilu_cover.values import dates  # noqa: PLC0415

    try:
        return None if text is None else dates.parse(text)
    except ValueError:
        misuse(f"{text!r} is not a date; write 2024-11-07", option)


def _asked(
    agreement: Path | None,
    election: str | None,
    rates: Path | None,
    strict: bool,
    columns: list[str] | None,
    complete: list[Path] | None,
    fixes: list[Fix] | None,
) -> Asked:
    from pemilu_cover.judging import Asked  # noqa: PLC0415

    mapped = dict(_mapped(text) for text in columns or ())
    return Asked(agreement, election, rates, strict, mapped, complete or (), fixes or ())


def _mapped(text: str) -> tuple[str, str]:
    """Part ``COLUMN=FIELD`` at its last sign."""
    from pemilu_cover.roster.headers import UnknownFieldError, field_named  # noqa: PLC0415

    header, _, name = text.rpartition("=")
    if not header.strip() or not name.strip():
        misuse('is written "Column=field", such as "Nomor Kartu=nik"', "--map")
    try:
        return header.strip(), field_named(name.strip())
    except UnknownFieldError as error:
        near = f"; did you mean {error.close[0]!r}?" if error.close else ""
        misuse(f"no roster has a field {name!r}{near}", "--map")
