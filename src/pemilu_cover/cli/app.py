"""The program: its name, its help, its version. The commands register themselves with it."""

from __future__ import annotations

from typing import Annotated

import typer

from pemilu_cover import __version__

app = typer.Typer(
    name="pemilu-cover",
    help="Insure election workers: rosters in, SIPP enrolment sheets and the JKK/JKM bill out.",
    epilog="Example: pemilu-cover enrol roster.xlsx --out out",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"pemilu-cover {__version__}")  # noqa: T201
        raise typer.Exit


@app.callback()
def _main(
    _: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    """Insure election workers: rosters in, SIPP enrolment sheets and the JKK/JKM bill out."""
