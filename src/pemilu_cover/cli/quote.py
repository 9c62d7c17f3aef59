"""``quote``: the premium of one role."""

from __future__ import annotations

from pemilu_cover.cli import options
from pemilu_cover.cli.app import command
from pemilu_cover.cli.options import Lang
from pemilu_cover.cli.output import exit_on_refusal, ignore_broken_pipe, print_json, print_tree
from pemilu_cover.cli.usage import exit_on_input_error


@command(
    "help.quote",
    panel="help.panel-estimates",
    example="pemilu-cover quote --role KPPS --days 30 --people 8772 --json",
)
def quote(
    role: options.RoleOption,
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
    agreement: options.AgreementOption = None,
    json: options.JsonOption = False,
    lang: options.LangOption = Lang.id,
    rates: options.RatesOption = None,
) -> None:
    """Print the premium of a role, or each step of its calculation."""
    from pemilu_cover.estimates.quote import QuoteRequest, quote_from_files  # noqa: PLC0415
    from pemilu_cover.reports.json.quote import as_json  # noqa: PLC0415
    from pemilu_cover.reports.text.quote import as_text  # noqa: PLC0415

    request = QuoteRequest(
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
        paid_by,
        honorer,
    )
    with exit_on_refusal(lang.value), exit_on_input_error():
        result = quote_from_files(request, agreement, rates)
    with ignore_broken_pipe():
        if json:
            print_json(as_json(result, lang.value, explained=explain))
        elif explain:
            print_tree(result.derivation, lang.value)
        else:
            print(as_text(result, lang.value))  # noqa: T201
