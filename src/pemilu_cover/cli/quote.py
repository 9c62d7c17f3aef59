"""``quote``: the premium of one role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pemilu_cover.cli import options
from pemilu_cover.cli.app import command
from pemilu_cover.cli.contract_lines import print_quotes
from pemilu_cover.cli.options import Lang
from pemilu_cover.cli.output import exit_on_refusal, ignore_broken_pipe, print_json, print_tree
from pemilu_cover.cli.usage import exit_on_input_error, usage_error
from pemilu_cover.i18n.text import localize

if TYPE_CHECKING:
    from pathlib import Path

    from pemilu_cover.estimates.quote import QuoteRequest
    from pemilu_cover.i18n.text import Language


@command(
    "help.quote",
    panel="help.panel-estimates",
    example="pemilu-cover quote --role KPPS --days 30 --people 8772 --json",
)
def quote(
    role: options.RoleOption = None,
    position: options.PositionOption = None,
    wage: options.WageOption = None,
    people: options.PeopleOption = 1,
    days: options.DaysOption = None,
    months: options.MonthsOption = None,
    start: options.StartOption = None,
    end: options.EndOption = None,
    election: options.ElectionOption = None,
    proration: options.ProrationOption = None,
    segment: options.SegmentOption = None,
    paid_by: options.PaidByOption = None,
    honorer: options.HonorerOption = False,
    explain: options.ExplainOption = False,
    contracts: options.ContractsOption = None,
    to: options.ContractsFormatOption = None,
    agreement: options.AgreementOption = None,
    json: options.JsonOption = False,
    lang: options.LangOption = Lang.id,
    rates: options.RatesOption = None,
) -> None:
    """Print the premium of a role, or each step of its calculation."""
    from pemilu_cover.estimates.quote import QuoteRequest  # noqa: PLC0415

    request = QuoteRequest(
        role or "",
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
        paid_by,
        honorer,
    )
    with exit_on_refusal(), exit_on_input_error():
        if contracts is not None:
            lines_format = _lines_format(to, json=json, explain=explain)
            print_quotes(contracts, lines_format, request, agreement, rates, lang.value)
        else:
            if to:
                usage_error(localize("usage.to-without-from"), "--to")
            _print_quote(request, agreement, rates, lang.value, json=json, explain=explain)


def _lines_format(
    to: options.LinesFormat | None, *, json: bool, explain: bool
) -> options.LinesFormat | None:
    """Return the format of many contracts, and refuse options that contradict it."""
    if explain:
        usage_error(localize("usage.one-contract"), "--explain")
    if json and to is options.LinesFormat.csv:
        usage_error(localize("usage.json-and-lines", format=to), "--to")
    return options.LinesFormat.jsonl if json else to


def _print_quote(
    request: QuoteRequest,
    agreement: Path | None,
    rates: Path | None,
    language: Language,
    *,
    json: bool,
    explain: bool,
) -> None:
    from pemilu_cover.estimates.quote import quote_from_files  # noqa: PLC0415

    if not request.role:
        usage_error(localize("usage.role-missing"), "--role", "value-missing")
    result = quote_from_files(request, agreement, rates)
    with ignore_broken_pipe():
        if json:
            from pemilu_cover.reports.json.quote import as_json  # noqa: PLC0415

            print_json(as_json(result, language, explained=explain))
        elif explain:
            print_tree(result.derivation(), language)
        else:
            from pemilu_cover.reports.text.quote import as_text  # noqa: PLC0415

            print(as_text(result, language))  # noqa: T201
