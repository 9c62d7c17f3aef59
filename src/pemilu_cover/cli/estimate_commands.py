"""The commands that price without a roster: quote, budget, benefits."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pemilu_cover.cli.app import app
from pemilu_cover.cli.options import (
    AgreementOption,
    ElectionOption,
    JsonOption,
    Lang,
    LangOption,
    RatesOption,
)
from pemilu_cover.cli.output import (
    exit_on_refusal,
    ignore_broken_pipe,
    parse_date_option,
    print_json,
    print_tree,
    usage_error,
)


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
    paid_by: Annotated[
        str | None,
        typer.Option(
            "--paid-by",
            metavar="apbn|apbd|self|other",
            help="Who pays for BPU members: a public budget, they themselves, or another fund"
            " (Korpri, Baznas, CSR). Reliefs depend on it.",
        ),
    ] = None,
    honorer: Annotated[
        bool,
        typer.Option("--honorer", help="BPU members who are enrolled as honorary staff."),
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
    from pemilu_cover.estimates import quote as quoting  # noqa: PLC0415

    question = quoting.QuoteRequest(
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
    with exit_on_refusal(lang.value):
        try:
            answer = quoting.quote_from_files(question, agreement, rates)
        except quoting.InputError as error:
            usage_error(str(error), error.option)
    with ignore_broken_pipe():
        if json:
            print_json(quoting.as_json(answer, lang.value, explained=explain))
        elif explain:
            print_tree(answer.derivation, lang.value)
        else:
            print(quoting.as_text(answer, lang.value))  # noqa: T201


@app.command(
    epilog="Example: pemilu-cover budget --body kpu --kecamatan 17 --desa 192 --tps 1462 --out rab.xlsx"
)
def budget(
    kecamatan: Annotated[
        str | None, typer.Option("--kecamatan", metavar="N", help="How many kecamatan.")
    ] = None,
    desa: Annotated[
        str | None, typer.Option("--desa", metavar="N", help="How many desa and kelurahan.")
    ] = None,
    tps: Annotated[str | None, typer.Option("--tps", metavar="N", help="How many TPS.")] = None,
    people: Annotated[
        list[str] | None,
        typer.Option(
            "--people",
            metavar="ROLE=N",
            help="How many hold a role, whatever the units: --people PPK_STAF=34; 0 leaves it out."
            " A body of several positions (KPPS) is not taken: say KPPS_KETUA, KPPS_ANGGOTA."
            " May be repeated.",
        ),
    ] = None,
    term: Annotated[
        list[str] | None,
        typer.Option(
            "--term",
            metavar="ROLE=FIRST..LAST",
            help="When a role is covered, if not for the election's term:"
            " --term PKD=2024-06-02..2025-01-27. One role each, as for --people. May be repeated."
            " Without a role, --term 2025-04-01..2025-04-30: all whose term is not known.",
        ),
    ] = None,
    asn: Annotated[
        list[str] | None,
        typer.Option(
            "--asn",
            metavar="ROLE",
            help="A role whose holders are civil servants (PNS, PPPK) and not insured here;"
            " 'sekretariat' is all clerks of ad hoc bodies. May be repeated.",
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
            help="pilkada-2024, psu-2025, pilkada-ulang-2025 …; else the agreement's or the newest that"
            " all regions held.",
        ),
    ] = None,
    minimum_wage: Annotated[
        str | None,
        typer.Option(
            "--minimum-wage",
            metavar="RUPIAH",
            help="The regency's a month, such as 2249113, for a scenario on that base.",
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
    from pemilu_cover.estimates import budget as planning  # noqa: PLC0415
    from pemilu_cover.estimates.quote import InputError  # noqa: PLC0415
    from pemilu_cover.estimates.staffing import BudgetRequest, parse_unit_count  # noqa: PLC0415
    from pemilu_cover.reports.json.budget import as_json  # noqa: PLC0415
    from pemilu_cover.reports.text.budget import as_text  # noqa: PLC0415
    from pemilu_cover.values.text import sanitise_for_terminal  # noqa: PLC0415

    if out is not None and out.suffix.lower() != ".xlsx":
        usage_error("must end in .xlsx", "--out")
    with exit_on_refusal(lang.value):
        try:
            asked = BudgetRequest(
                parse_unit_count("--kecamatan", kecamatan),
                parse_unit_count("--desa", desa),
                parse_unit_count("--tps", tps),
                tuple(people or ()),
                tuple(term or ()),
                body,
                election,
                minimum_wage,
                tuple(asn or ()),
            )
            found = planning.budget_from_files(asked, agreement, rates)
        except InputError as error:
            usage_error(str(error), error.option)
        if out is not None:
            from pemilu_cover.reports.xlsx.rab.build import write_rab  # noqa: PLC0415  slow, and not always wanted

            write_rab(found, out, force=force)
    with ignore_broken_pipe():
        if json:
            print_json(as_json(found, lang.value))
        else:
            print(as_text(found, lang.value))  # noqa: T201
    if out is not None:
        done = "ditulis" if lang is Lang.id else "written"
        print(f"pemilu-cover: {sanitise_for_terminal(str(out))}: {done}", file=sys.stderr)  # noqa: T201


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
    employers: Annotated[
        int,
        typer.Option("--employers", min=1, max=9, help="How many employers paid for the member."),
    ] = 1,
    json: JsonOption = False,
    lang: LangOption = Lang.id,
    rates: RatesOption = None,
) -> None:
    """Show what JKK and JKM pay on a day, with the law, the conditions and what is not known."""
    from pemilu_cover.estimates import benefits as paying  # noqa: PLC0415
    from pemilu_cover.estimates.quote import InputError  # noqa: PLC0415
    from pemilu_cover.reports.text.benefits import as_text  # noqa: PLC0415

    day = parse_date_option(on, "--on")
    question = paying.BenefitsRequest(
        role, position, wage, day, election, segment, months, employers
    )
    with exit_on_refusal(lang.value):
        try:
            found = paying.benefits_from_files(question, rates)
        except InputError as error:
            usage_error(str(error), error.option)
    with ignore_broken_pipe():
        if json:
            print_json(paying.as_json(found, lang.value))
        else:
            print(as_text(found, lang.value))  # noqa: T201
