"""``claim``: the folder of a case after an accident or a death; the cases of a folder; steps of a case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer

from pemilu_cover.cli import claim_options, options
from pemilu_cover.cli.app import command
from pemilu_cover.cli.options import Lang
from pemilu_cover.cli.output import exit_on_refusal, ignore_broken_pipe, print_json
from pemilu_cover.cli.usage import MissingOptionError, exit_on_input_error, usage_error
from pemilu_cover.i18n.exit_status import ExitStatus
from pemilu_cover.i18n.text import localize

if TYPE_CHECKING:
    from pemilu_cover.claims.event import EventKind
    from pemilu_cover.commands.claim import ClaimRequest
    from pemilu_cover.i18n.text import Language

T = TypeVar("T")


@command(
    "help.claim",
    panel="help.panel-results",
    example='pemilu-cover claim out --nik 3214015505909012 --accident --at "2024-11-27 22:10" --out kasus-1',
)
def claim(
    result: claim_options.OptionalResultArgument = None,
    nik: claim_options.ClaimNikOption = None,
    accident: claim_options.AccidentOption = False,
    death: claim_options.DeathOption = False,
    at: claim_options.EventTimeOption = None,
    place: claim_options.PlaceOption = "",
    treated_at: claim_options.TreatedAtOption = "",
    role: claim_options.ClaimRoleOption = "",
    out: claim_options.CaseFolderOption = None,
    cases: claim_options.CaseListOption = None,
    case: claim_options.CaseOption = None,
    done: claim_options.CaseStepOption = None,
    now: claim_options.NowOption = None,
    force: options.ForceOption = False,
    json: options.JsonOption = False,
    lang: options.LangOption = Lang.id,
    rates: options.RatesOption = None,
) -> None:
    """Write a case, list cases, or record a step."""
    language: Language = lang.value
    if cases is not None:
        _list_cases(cases, now, language, json=json, rates=rates)
    elif case is not None:
        step = _required(done, "--done")
        _record_step(case, step, _required(at, "--at"), now, language, json=json, rates=rates)
    elif done is not None:
        usage_error(localize("claim.only-with"), "--done")
    else:
        from pemilu_cover.commands.claim import ClaimRequest  # noqa: PLC0415

        folder = _required(result, "RESULT")
        number = _required(nik, "--nik")
        kind = _event_kind(accident=accident, death=death)
        request = ClaimRequest(number, kind, _required(at, "--at"), place, treated_at, role, now)
        _write_case(folder, request, _required(out, "--out"), force, language, json, rates)


def _required(value: T | None, option: str) -> T:
    if value is None:
        raise MissingOptionError(option)
    return value


def _event_kind(*, accident: bool, death: bool) -> EventKind:
    if accident:
        return "accident-death" if death else "accident"
    if not death:
        usage_error(localize("claim.event-missing"), "--accident, --death", "value-missing")
    return "death"


def _write_case(
    result: Path,
    request: ClaimRequest,
    out: Path,
    force: bool,
    language: Language,
    json: bool,
    rates: Path | None,
) -> None:
    from pemilu_cover.commands.claim import write_claim  # noqa: PLC0415

    with exit_on_refusal(), exit_on_input_error():
        written = write_claim(result, request, out, force=force, rates=rates)
    with ignore_broken_pipe():
        if json:
            from pemilu_cover.reports.json.claim import report  # noqa: PLC0415

            print_json(report(written))
        else:
            from pemilu_cover.reports.text.claim import print_claim  # noqa: PLC0415
            from pemilu_cover.reports.text.terminal import console  # noqa: PLC0415

            print_claim(written, language, console())
    if written.claim.cover.state == "uncovered":
        raise typer.Exit(ExitStatus.FINDINGS)


def _list_cases(
    folder: Path, now: str | None, language: Language, *, json: bool, rates: Path | None
) -> None:
    from pemilu_cover.commands.claim import list_cases  # noqa: PLC0415

    with exit_on_refusal(), exit_on_input_error():
        listed = list_cases(folder, now, rates)
    with ignore_broken_pipe():
        if json:
            from pemilu_cover.reports.json.claim import list_report  # noqa: PLC0415

            print_json(list_report(listed))
        else:
            from pemilu_cover.reports.text.claim_list import print_cases  # noqa: PLC0415
            from pemilu_cover.reports.text.terminal import console  # noqa: PLC0415

            print_cases(listed, language, console())
    if listed.overdue or listed.unreadable:
        raise typer.Exit(ExitStatus.FINDINGS)


def _record_step(
    folder: Path,
    step: claim_options.CaseStep,
    at: str,
    now: str | None,
    language: Language,
    *,
    json: bool,
    rates: Path | None,
) -> None:
    from pemilu_cover.commands.claim import record_step  # noqa: PLC0415

    with exit_on_refusal(), exit_on_input_error():
        listed = record_step(folder, step.value, at, now, rates)
    with ignore_broken_pipe():
        if json:
            from pemilu_cover.reports.json.claim import case_report  # noqa: PLC0415

            print_json(case_report(listed))
        else:
            from pemilu_cover.reports.text.claim_list import print_recorded  # noqa: PLC0415
            from pemilu_cover.reports.text.terminal import console  # noqa: PLC0415

            print_recorded(listed, step.value, language, console())
