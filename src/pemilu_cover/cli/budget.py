"""``budget``: the cost of a plan before there is a roster."""

from __future__ import annotations

from pemilu_cover.cli import options
from pemilu_cover.cli.app import command
from pemilu_cover.cli.options import Lang
from pemilu_cover.cli.output import exit_on_refusal, ignore_broken_pipe, print_json
from pemilu_cover.cli.stderr import print_sentence
from pemilu_cover.cli.usage import exit_on_input_error, require_xlsx
from pemilu_cover.i18n.text import translate
from pemilu_cover.values.text import sanitise_for_terminal


@command(
    "help.budget",
    panel="help.panel-estimates",
    example="pemilu-cover budget --body kpu --kecamatan 17 --desa 192 --tps 1462 --out rab.xlsx",
)
def budget(
    kecamatan: options.KecamatanOption = None,
    desa: options.DesaOption = None,
    tps: options.TpsOption = None,
    people: options.RolePeopleOption = None,
    term: options.TermOption = None,
    asn: options.AsnOption = None,
    body: options.BodyOption = None,
    election: options.BudgetElectionOption = None,
    minimum_wage: options.MinimumWageOption = None,
    agreement: options.AgreementOption = None,
    out: options.RabOption = None,
    force: options.ForceOption = False,
    json: options.JsonOption = False,
    lang: options.LangOption = Lang.id,
    rates: options.RatesOption = None,
) -> None:
    """Print the budget; with ``--out`` also write its workbook."""
    from pemilu_cover.estimates import budget as budgets  # noqa: PLC0415
    from pemilu_cover.estimates.staffing_options import BudgetRequest  # noqa: PLC0415
    from pemilu_cover.reports.json.budget import as_json  # noqa: PLC0415
    from pemilu_cover.reports.text.budget import as_text  # noqa: PLC0415

    require_xlsx(out, "--out")
    with exit_on_refusal(), exit_on_input_error():
        request = BudgetRequest(
            kecamatan,
            desa,
            tps,
            tuple(people or ()),
            tuple(term or ()),
            body,
            election,
            minimum_wage,
            tuple(asn or ()),
        )
        result = budgets.budget_from_files(request, agreement, rates)
        if out is not None:
            from pemilu_cover.reports.xlsx.rab.build import write_rab  # noqa: PLC0415  slow, and seldom needed

            write_rab(result, out, force=force)
    with ignore_broken_pipe():
        if json:
            print_json(as_json(result, lang.value))
        else:
            print(as_text(result, lang.value))  # noqa: T201
    if out is not None:
        print_sentence(translate("budget.workbook-written", file=sanitise_for_terminal(str(out))))
