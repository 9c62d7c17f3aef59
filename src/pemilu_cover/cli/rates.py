"""``rates``: the rates in force, their history, and the check of their citations."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from pemilu_cover.cli import options
from pemilu_cover.cli.app import command
from pemilu_cover.cli.option_values import parse_date_option
from pemilu_cover.cli.options import Lang, NameList
from pemilu_cover.cli.output import exit_on_refusal, ignore_broken_pipe, print_json
from pemilu_cover.cli.usage import usage_error
from pemilu_cover.i18n.exit_status import ExitStatus
from pemilu_cover.i18n.text import Language, localize

if TYPE_CHECKING:
    from pemilu_cover.values.json_types import Document


@command("help.rates", panel="help.panel-law", example="pemilu-cover rates --on 2024-11-27")
def rates(
    on: options.RatesDayOption = None,
    history: options.HistoryOption = None,
    check: options.RatesCheckOption = False,
    names: options.NameListOption = None,
    json: options.JsonOption = False,
    lang: options.LangOption = Lang.id,
    rates: options.RatesOption = None,
) -> None:
    """Print the rates of a day, the dated values of a topic, or the check of the rate files."""
    from pemilu_cover.commands.rates import rates_on  # noqa: PLC0415
    from pemilu_cover.explain import citations  # noqa: PLC0415
    from pemilu_cover.reports.text.rates import as_text  # noqa: PLC0415

    if (on is not None) + (history is not None) + check + (names is not None) > 1:
        usage_error(localize("usage.one-of-these"), "--on, --history, --check, --list")
    day = parse_date_option(on, "--on") or date.today()
    language: Language = lang.value
    data: Document
    is_empty = False
    with exit_on_refusal():
        if check:
            report = citations.RateFileCheck(rates)
            data, text = report.as_json(day), report.as_text(day, language)
        elif history is not None:
            data, text = _history(history, rates, language)
        elif names is not None:
            data, text = _names(names, rates, language)
        else:
            rates_of_day = rates_on(day, rates)
            data, text = rates_of_day, as_text(rates_of_day, language)
            is_empty = not (
                rates_of_day["rates"] or rates_of_day["bpu"]["jkk"] or rates_of_day["bpu"]["jkm"]
            )
    with ignore_broken_pipe():
        if json:
            print_json(data)
        else:
            print(text)  # noqa: T201
    if is_empty:
        raise typer.Exit(ExitStatus.FINDINGS)


def _history(topic: str, rates: Path | None, language: Language) -> tuple[Document, str]:
    """Return all dated values of a topic as JSON and as text."""
    from pemilu_cover.explain import citations  # noqa: PLC0415
    from pemilu_cover.law.rate_book import RateBook  # noqa: PLC0415
    from pemilu_cover.reports.text import rate_history  # noqa: PLC0415

    try:
        entries = citations.dated_values(topic, rates)
    except citations.UnknownTopicError as error:
        reason = localize("usage.no-such-topic", value=topic, known=", ".join(error.known))
        usage_error(reason, "--history", "name-unknown")
    texts = RateBook.load(rates).laws
    return citations.history_json(topic, entries, texts), rate_history.as_text(
        entries, texts, language
    )


def _names(names: NameList, rates: Path | None, language: Language) -> tuple[Document, str]:
    """Return all roles or elections as JSON and as text."""
    from pemilu_cover.law.rate_book import RateBook  # noqa: PLC0415
    from pemilu_cover.reports.json.reference_lists import elections_json, roles_json  # noqa: PLC0415
    from pemilu_cover.reports.text.reference_lists import elections_text, roles_text  # noqa: PLC0415

    book = RateBook.load(rates)
    if names is NameList.roles:
        return roles_json(book), roles_text(book, language)
    return elections_json(book), elections_text(book, language)
