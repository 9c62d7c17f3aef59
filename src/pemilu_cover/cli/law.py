"""The commands that tell the law and explain: rates, explain."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pemilu_cover.cli.app import app
from pemilu_cover.cli.options import (
    JsonOption,
    Lang,
    LangOption,
    RatesOption,
)
from pemilu_cover.cli.outward import day_of, misuse, piped, print_json, print_tree, refusals

if TYPE_CHECKING:
    from pemilu_cover.messages import Language, Text


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
    from pemilu_cover import rates as law  # noqa: PLC0415
    from pemilu_cover.law.book import RateBook  # noqa: PLC0415
    from pemilu_cover.reasons import citations, history_page  # noqa: PLC0415

    if (on is not None) + (history is not None) + check > 1:
        misuse("say one of them", "--on, --history, --check")
    day = day_of(on, "--on") or date.today()
    language: Language = lang.value
    found: object
    is_empty = False
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
            texts = RateBook.load(rates).laws
            found = citations.history_json(entries, texts)
            text = history_page.as_text(entries, texts, language)
        else:
            on_day = law.in_force(day, rates)
            found, text = on_day, law.as_text(on_day, language)
            is_empty = not (on_day["rates"] or on_day["bpu"]["jkk"] or on_day["bpu"]["jkm"])
    with piped():
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
    from pemilu_cover.reasons import tracing  # noqa: PLC0415

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
        print_tree(traced.step, language)


def _plain(text: Text, language: Language) -> str:
    from pemilu_cover.values.text import for_screen  # noqa: PLC0415

    return for_screen(text.say(language))
