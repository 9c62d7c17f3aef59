"""The commands that tell the law and explain: rates, explain."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pemilu_cover.cli.app import app
from pemilu_cover.cli.options import JsonOption, Lang, LangOption, RatesOption
from pemilu_cover.cli.output import (
    exit_on_refusal,
    ignore_broken_pipe,
    parse_date_option,
    print_json,
    print_tree,
    usage_error,
)

if TYPE_CHECKING:
    from pemilu_cover.i18n.text import Language, LocalizedText


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
            help="All dated values of jkk, jkm, bpu, relief, benefits or proration, and where each was read.",
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
    """Show the rates in force on a day, each with its law, its article and how sure it is.

    On a day without any, it says so and ends with status 1.
    """
    from pemilu_cover.commands.rates import rates_on  # noqa: PLC0415
    from pemilu_cover.explain import citations  # noqa: PLC0415
    from pemilu_cover.law.rate_book import RateBook  # noqa: PLC0415
    from pemilu_cover.reports.text import rate_history  # noqa: PLC0415
    from pemilu_cover.reports.text import rates as rates_text  # noqa: PLC0415

    if (on is not None) + (history is not None) + check > 1:
        usage_error("say one of them", "--on, --history, --check")
    day = parse_date_option(on, "--on") or date.today()
    language: Language = lang.value
    found: object
    is_empty = False
    with exit_on_refusal(language):
        if check:
            checked = citations.RateFileCheck(rates)
            found, text = checked.as_json(day), checked.as_text(day, language)
        elif history is not None:
            try:
                entries = citations.dated_values(history, rates)
            except citations.UnknownTopicError as error:
                usage_error(
                    f"{history!r} has no dated values; known: {', '.join(error.known)}", "--history"
                )
            texts = RateBook.load(rates).laws
            found = citations.history_json(entries, texts)
            text = rate_history.as_text(entries, texts, language)
        else:
            on_day = rates_on(day, rates)
            found, text = on_day, rates_text.as_text(on_day, language)
            is_empty = not (on_day["rates"] or on_day["bpu"]["jkk"] or on_day["bpu"]["jkm"])
    with ignore_broken_pipe():
        if json:
            print_json(found)
        else:
            print(text)  # noqa: T201
    if is_empty:
        raise typer.Exit(1)


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
        int | None,
        typer.Option(
            "--row", min=1, metavar="NO", help="With --of: the No in Rincian, or the id in people/."
        ),
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
    from pemilu_cover.commands import explain_code as pages  # noqa: PLC0415
    from pemilu_cover.reports.json.code_page import as_json  # noqa: PLC0415
    from pemilu_cover.reports.text.code_page import as_text, listing  # noqa: PLC0415

    try:
        found = [pages.code_page(code)] if code else pages.all_pages()
    except pages.UnknownCodeError as error:
        near = f"; did you mean {', '.join(error.close)}?" if error.close else ""
        usage_error(
            f"unknown code {error.args[0]!r}{near} `pemilu-cover explain` lists all codes.", "CODE"
        )
    with ignore_broken_pipe():
        if json:
            shown = [as_json(page, lang.value) for page in found]
            print_json(shown[0] if code else shown)
        else:
            text = as_text(found[0], lang.value) if code else listing(found, lang.value)
            print(text)  # noqa: T201


def _explain_row(
    of: Path | None,
    row: int | None,
    code: str | None,
    json: bool,
    language: Language,
    rates: Path | None,
) -> None:
    """Explain a billed person of a result."""
    from pemilu_cover.commands import explain_row  # noqa: PLC0415

    if of is None or row is None:
        usage_error("--of DIR and --row NO go together", "--of" if of is None else "--row")
    if code is not None:
        usage_error("explains a code or a row, not both", "--of")
    with exit_on_refusal(language):
        try:
            traced = explain_row.explain_billed_row(of, row, rates)
        except explain_row.RowNotFoundError as error:
            usage_error(f"the result has billed people with the numbers 1 to {error.last}", "--row")
    with ignore_broken_pipe():
        if json:
            print_json(explain_row.as_json(traced, language))
            return
        for note in (explain_row.heading(traced), *traced.notes):
            print(_plain(note, language))  # noqa: T201
        print_tree(traced.step, language)


def _plain(text: LocalizedText, language: Language) -> str:
    from pemilu_cover.values.text import sanitise_for_terminal  # noqa: PLC0415

    return sanitise_for_terminal(text.in_language(language))
