"""``benefits``: what JKK and JKM pay."""

from __future__ import annotations

from pemilu_cover.cli import options
from pemilu_cover.cli.app import command
from pemilu_cover.cli.option_values import parse_date_option
from pemilu_cover.cli.options import Lang
from pemilu_cover.cli.output import exit_on_refusal, ignore_broken_pipe, print_json
from pemilu_cover.cli.usage import exit_on_input_error


@command(
    "help.benefits",
    panel="help.panel-estimates",
    example="pemilu-cover benefits --role KPPS --on 2024-11-27",
)
def benefits(
    role: options.BenefitsRoleOption = None,
    position: options.PositionOption = None,
    wage: options.BenefitsWageOption = None,
    on: options.BenefitsDayOption = None,
    election: options.ElectionOption = None,
    segment: options.SegmentOption = None,
    months: options.MembershipOption = None,
    employers: options.EmployersOption = 1,
    json: options.JsonOption = False,
    lang: options.LangOption = Lang.id,
    rates: options.RatesOption = None,
) -> None:
    """Print the benefits of a day."""
    from pemilu_cover.estimates.benefits import BenefitsRequest, benefits_from_files  # noqa: PLC0415
    from pemilu_cover.reports.json.benefits import as_json  # noqa: PLC0415
    from pemilu_cover.reports.text.benefits import as_text  # noqa: PLC0415

    day = parse_date_option(on, "--on")
    request = BenefitsRequest(role, position, wage, day, election, segment, months, employers)
    with exit_on_refusal(), exit_on_input_error():
        result = benefits_from_files(request, rates)
    with ignore_broken_pipe():
        if json:
            print_json(as_json(result, lang.value))
        else:
            print(as_text(result, lang.value))  # noqa: T201
