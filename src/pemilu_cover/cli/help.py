"""Help pages and usage errors in the language of the run; their texts are in ``i18n/texts``."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from typer.core import TyperCommand, TyperGroup

from pemilu_cover.cli.arguments import (
    print_about_files,
    resolve_files,
    typed_words,
    undecodable_parameters,
)
from pemilu_cover.cli.command_reference import Command, Context, command_reference
from pemilu_cover.cli.command_table import CommandTable
from pemilu_cover.cli.completion import COMPLETE_VARIABLE
from pemilu_cover.cli.language import detect_language
from pemilu_cover.cli.stderr import print_error, print_note, prints_json
from pemilu_cover.cli.usage import (
    USAGE_ERROR,
    describe_usage_error,
    is_command_missing,
    usage_error,
)
from pemilu_cover.i18n.exit_status import ExitStatus
from pemilu_cover.i18n.text import activate, active_language, localize, translate
from pemilu_cover.values.shell import split_words, wrap_words

PAGE_WIDTH = 80
# Lines do not break within codes such as birth-swapped, which are to be copied.
_HARD_HYPHEN = "\u2011"
# typer does not export the type of its formatter.
Formatter: TypeAlias = Any


class HelpCommand(TyperCommand):
    """A command with its help page in the language of the run."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Parse the arguments; an error knows the command whose arguments they are.

        ``--help`` anywhere shows the help page, whatever else was typed.
        """
        asks_for_help = "--" not in args and not set(args).isdisjoint(ctx.help_option_names)
        try:
            rest = super().parse_args(ctx, ["--help"] if asks_for_help else args)
            for name in undecodable_parameters(ctx.params):
                param = next(param for param in self.params if param.name == name)
                option = param.opts[0] if param.param_type_name == "option" else str(param.metavar)
                usage_error(localize("usage.undecodable"), option)
        except USAGE_ERROR as error:
            error.ctx = getattr(error, "ctx", None) or ctx  # type: ignore[attr-defined]
            raise
        files = resolve_files(ctx.params)
        if not (ctx.params.get("json") or ctx.params.get("quiet")):
            print_about_files(files)
        return rest

    def get_help(self, ctx: Context) -> str:
        """Return the help page."""
        return super().get_help(ctx).replace(_HARD_HYPHEN, "-")

    def format_help(self, ctx: Context, formatter: Formatter) -> None:
        """Write the help page."""
        _write_page(self, ctx, formatter)


class HelpGroup(TyperGroup):
    """The program: it sets the language of the run and reports what its parser refuses."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = CommandTable()  # type: ignore[assignment]  # nothing writes to it

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        *rest: Any,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:  # noqa: ANN401
        """Run the command of the arguments. Unless standalone, return its status and raise its errors."""
        if COMPLETE_VARIABLE in os.environ:
            from pemilu_cover.cli.completion.protocol import answer_shell  # noqa: PLC0415

            sys.exit(answer_shell(self, os.environ))
        arguments = _help_as_option(typed_words(sys.argv[1:] if args is None else args))
        language = detect_language(arguments)
        activate(language)
        prints_json.set("--json" in arguments)
        defaults = {name: {"lang": language} for name in self.commands}
        options = {**extra, "standalone_mode": False, "default_map": defaults}
        try:
            status = super().main(arguments, prog_name, *rest, **options)
        except USAGE_ERROR as error:
            if not standalone_mode:
                raise
            self._report(error)
            sys.exit(ExitStatus.USAGE)
        if standalone_mode:
            sys.exit(status)
        return status

    def get_help(self, ctx: Context) -> str:
        """Return the help page."""
        return super().get_help(ctx).replace(_HARD_HYPHEN, "-")

    def format_help(self, ctx: Context, formatter: Formatter) -> None:
        """Write the help page."""
        _write_page(self, ctx, formatter)

    def _report(self, error: Exception) -> None:
        from pemilu_cover.values.text import sanitise_for_terminal  # noqa: PLC0415

        context = getattr(error, "ctx", None)
        if is_command_missing(error) and context:
            print_note(context.get_help())
            return
        fault = describe_usage_error(error)
        message = sanitise_for_terminal(fault.message.translate())
        option = sanitise_for_terminal(fault.option)
        print_error(
            {
                "code": fault.code,
                "message": message,
                "exit": ExitStatus.USAGE,
                "place": {"option": option} if option else {},
            }
        )
        if prints_json.get():
            return
        command = context.command if context else self
        path = context.command_path if context else self.name
        for line in _example(str(command.epilog)):
            print_note(line)
        print_note(translate("usage.see-help", command=path))


def _help_as_option(arguments: list[str]) -> list[str]:
    """Return the arguments with ``--help`` for the command ``help``, by which other programs show theirs.

    >>> _help_as_option(["--lang", "en", "help", "enrol"]), _help_as_option(["enrol", "help"])
    (['--lang', 'en', 'enrol', '--help'], ['enrol', 'help'])
    """
    words = [n for n, word in enumerate(arguments) if not word.startswith("-")]
    first = next((n for n in words if arguments[n - 1 : n] != ["--lang"]), None)
    if first is None or arguments[first] != "help":
        return arguments
    return [*arguments[:first], *arguments[first + 1 :], "--help"]


def _example(command: str) -> Iterator[str]:
    """Yield an example so that it can be copied from the screen."""
    heading = translate("help.example")
    first, *rest = wrap_words(split_words(command), PAGE_WIDTH - len(heading) - 4)
    yield f"{heading} {first}"
    yield from (f"  {line}" for line in rest)


def _write_page(command: Command, ctx: Context, formatter: Formatter) -> None:
    """Write usage, description, arguments, options, commands and the example of a command."""
    page = command_reference(command, ctx, active_language())
    formatter.write_usage(ctx.command_path, page.usage, f"{translate('help.usage')} ")
    for paragraph in page.paragraphs:
        _write_indented(paragraph, formatter)
    sections = {
        translate("help.arguments"): page.arguments,
        translate("help.options"): page.options,
        **page.commands,
    }
    for heading, rows in sections.items():
        if rows:
            with formatter.section(heading):
                formatter.write_dl([(name, _unbroken(text)) for name, text in rows])
    if page.example:
        formatter.write_paragraph()
        for line in _example(page.example):
            formatter.write(f"  {line}\n")


def _write_indented(text: str, formatter: Formatter) -> None:
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_text(_unbroken(text))


def _unbroken(text: str) -> str:
    return text.replace("-", _HARD_HYPHEN)
