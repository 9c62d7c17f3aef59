"""The program: its name, its help, its version, and the options before a command."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

import typer

from pemilu_cover import __version__
from pemilu_cover.cli import command_table
from pemilu_cover.cli.aliases import context_settings
from pemilu_cover.cli.completion.setup import install_completion, show_completion
from pemilu_cover.cli.help import HelpCommand, HelpGroup
from pemilu_cover.cli.man_pages import install_man_pages
from pemilu_cover.cli.options import Lang

F = TypeVar("F", bound=Callable[..., Any])

app = typer.Typer(
    cls=HelpGroup,
    name="pemilu-cover",
    help="help.program",
    epilog="pemilu-cover enrol roster.xlsx --out out",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def command(help_key: str, *, panel: str, example: str) -> Callable[[F], F]:
    """Register a function as the command of its name, below a heading, with an example of its use."""

    def register(function: F) -> F:
        command_table.register(
            function,
            cls=HelpCommand,
            help=help_key,
            epilog=example,
            rich_help_panel=panel,
            context_settings=context_settings(function.__name__),
        )
        return function

    return register


def _print_version(is_requested: bool) -> None:
    if is_requested:
        print(f"pemilu-cover {__version__}")  # noqa: T201
        raise typer.Exit


@app.callback()
def _main(
    lang: Annotated[Lang, typer.Option("--lang", metavar="id|en", help="help.lang")] = Lang.id,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="help.version"),
    ] = False,
    install: Annotated[
        bool,
        typer.Option(
            "--install-completion",
            callback=install_completion,
            is_eager=True,
            help="help.install-completion",
        ),
    ] = False,
    show: Annotated[
        bool,
        typer.Option(
            "--show-completion",
            callback=show_completion,
            is_eager=True,
            help="help.show-completion",
        ),
    ] = False,
    man_pages: Annotated[
        bool,
        typer.Option(
            "--install-man-pages",
            callback=install_man_pages,
            is_eager=True,
            help="help.install-man-pages",
        ),
    ] = False,
) -> None:
    """Accept the options before a command."""
