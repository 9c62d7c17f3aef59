"""``template``: an empty roster form for the villages."""

from __future__ import annotations

from pemilu_cover.cli import options
from pemilu_cover.cli.app import command
from pemilu_cover.cli.option_values import parse_regency_option
from pemilu_cover.cli.options import Lang
from pemilu_cover.cli.output import exit_on_refusal, ignore_broken_pipe, print_json
from pemilu_cover.cli.usage import require_xlsx
from pemilu_cover.values.text import sanitise_for_terminal


@command(
    "help.template",
    panel="help.panel-rosters",
    example="pemilu-cover template --regency 32.14 --out isian.xlsx",
)
def template(
    out: options.FormOption,
    election: options.FormElectionOption = None,
    regency: options.FormRegencyOption = None,
    changes: options.ChangesFormOption = False,
    force: options.ForceOption = False,
    json: options.JsonOption = False,
    lang: options.LangOption = Lang.id,
    rates: options.RatesOption = None,
) -> None:
    """Write the form, and print what it offers."""
    from pemilu_cover.commands import template as forms  # noqa: PLC0415

    require_xlsx(out, "--out")
    code = "" if regency is None else parse_regency_option(regency, "--regency")
    with exit_on_refusal():
        result = forms.write_template(
            out, election=election, regency=code, rates=rates, force=force, changes=changes
        )
    with ignore_broken_pipe():
        if json:
            print_json(forms.as_json(result))
            return
        for line in forms.summary(result, lang.value).splitlines():
            print(sanitise_for_terminal(line))  # noqa: T201
