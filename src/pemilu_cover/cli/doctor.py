"""``doctor``: whether the installation can do its work."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from typer import Option

from pemilu_cover.cli import options
from pemilu_cover.cli.app import command
from pemilu_cover.cli.options import Lang
from pemilu_cover.cli.output import ignore_broken_pipe, print_json
from pemilu_cover.i18n.exit_status import ExitStatus
from pemilu_cover.i18n.text import localize
from pemilu_cover.values.text import sanitise_for_terminal

_MARKS = {"ok": "ok", "warning": "!!", "error": "XX"}

_DoctorFolderOption = Annotated[Path, Option("--out", metavar="FOLDER", help="help.doctor-out")]


@command("help.doctor", panel="help.panel-law", example="pemilu-cover doctor")
def doctor(
    folder: _DoctorFolderOption = Path(),
    json: options.JsonOption = False,
    lang: options.LangOption = Lang.id,
) -> None:
    """Print each check; exit with 1 where something needs attention."""
    from pemilu_cover.commands.doctor import as_json, check_health  # noqa: PLC0415

    checks = check_health(folder, date.today(), sys.stdout.encoding or "ascii")
    faults = sum(check.status != "ok" for check in checks)
    with ignore_broken_pipe():
        if json:
            print_json(as_json(checks, lang.value))
        else:
            for check in checks:
                text = sanitise_for_terminal(check.text.in_language(lang.value))
                print(f"  {_MARKS[check.status]}  {text}")  # noqa: T201
            end = (
                localize("doctor.unhealthy", count=faults) if faults else localize("doctor.healthy")
            )
            print(end.in_language(lang.value))  # noqa: T201
    if faults:
        raise typer.Exit(ExitStatus.FINDINGS)
