"""``template``: an empty roster form for the villages."""

from __future__ import annotations

from pemilu_cover.cli import options
from pemilu_cover.cli.app import command
from pemilu_cover.cli.options import Lang
from pemilu_cover.cli.output import exit_on_refusal, ignore_broken_pipe, print_json
from pemilu_cover.cli.usage import require_xlsx, usage_error
from pemilu_cover.i18n.text import did_you_mean, localize
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
    with exit_on_refusal(lang.value):
        try:
            result = forms.write_template(
                out, election=election, regency=regency, rates=rates, force=force, changes=changes
            )
        except forms.UnknownRegencyError as error:
            hint = did_you_mean(error.close)
            reason = localize("usage.no-such-regency", value=error.args[0], hint=hint)
            usage_error(reason, "--regency", "name-unknown")
    with ignore_broken_pipe():
        if json:
            print_json(forms.as_json(result))
            return
        for line in forms.summary(result, lang.value).splitlines():
            print(sanitise_for_terminal(line))  # noqa: T201
