"""Help pages and usage errors in the language of the run; their texts are in ``i18n/texts``.

``help`` of a command or an option is a key of the catalogue. The first paragraph of a command's text is its
line in the list of commands, and ``rich_help_panel`` is the key of the heading above it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, TypeAlias

from typer.core import TyperCommand, TyperGroup

from pemilu_cover.cli.language import detect_language
from pemilu_cover.cli.metavars import localized_metavar
from pemilu_cover.cli.output import print_error, print_error_json, prints_json
from pemilu_cover.cli.usage import USAGE_ERROR, describe_usage_error, is_command_missing
from pemilu_cover.i18n.text import Language, localize
from pemilu_cover.values.shell import split_words, wrap_words

EXIT_USAGE = 2
PAGE_WIDTH = 80
# The options that typer adds, with English texts.
_PARSER_OPTIONS = {
    "help": "help.help",
    "install_completion": "help.install-completion",
    "show_completion": "help.show-completion",
}
# typer does not export the types of its contexts, commands, parameters and formatters.
Context: TypeAlias = Any
Command: TypeAlias = Any
Parameter: TypeAlias = Any
Formatter: TypeAlias = Any


class HelpCommand(TyperCommand):
    """A command with its help page in the language of the run."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Parse the arguments; an error knows the command whose arguments they are."""
        try:
            return super().parse_args(ctx, args)
        except USAGE_ERROR as error:
            error.ctx = getattr(error, "ctx", None) or ctx  # type: ignore[attr-defined]
            raise

    def format_help(self, ctx: Context, formatter: Formatter) -> None:
        """Write the help page."""
        _write_page(self, ctx, formatter)


class HelpGroup(TyperGroup):
    """The program: it sets the language of the run and reports what its parser refuses."""

    language: Language = "id"

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        *rest: Any,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:  # noqa: ANN401
        """Run the command of the arguments. Unless standalone, return its status and raise its errors."""
        arguments = _help_as_option(sys.argv[1:] if args is None else list(args))
        self.language = detect_language(arguments)
        prints_json.set("--json" in arguments)
        defaults = {name: {"lang": self.language} for name in self.commands}
        options = {**extra, "standalone_mode": False, "default_map": defaults}
        try:
            status = super().main(arguments, prog_name, *rest, **options)
        except USAGE_ERROR as error:
            if not standalone_mode:
                raise
            self._report(error)
            sys.exit(EXIT_USAGE)
        if standalone_mode:
            sys.exit(status)
        return status

    def format_help(self, ctx: Context, formatter: Formatter) -> None:
        """Write the help page."""
        _write_page(self, ctx, formatter)

    def _report(self, error: Exception) -> None:
        from pemilu_cover.values.text import sanitise_for_terminal  # noqa: PLC0415

        context = getattr(error, "ctx", None)
        if is_command_missing(error) and context:
            print(context.get_help(), file=sys.stderr)  # noqa: T201
            return
        message = sanitise_for_terminal(describe_usage_error(error).in_language(self.language))
        if prints_json.get():
            option = getattr(error, "param_hint", None)
            print_error_json("usage", message, EXIT_USAGE, {"option": option} if option else {})
            return
        command = context.command if context else self
        path = context.command_path if context else self.name
        print_error(message)
        for line in _example(str(command.epilog), self.language):
            print(line, file=sys.stderr)  # noqa: T201
        hint = localize("usage.see-help", command=path).in_language(self.language)
        print(hint, file=sys.stderr)  # noqa: T201


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


def _example(command: str, language: Language) -> Iterator[str]:
    """Yield an example so that it can be copied from the screen."""
    heading = localize("help.example").in_language(language)
    first, *rest = wrap_words(split_words(command), PAGE_WIDTH - len(heading) - 4)
    yield f"{heading} {first}"
    yield from (f"  {line}" for line in rest)


def _write_page(command: Command, ctx: Context, formatter: Formatter) -> None:
    """Write usage, description, arguments, options, commands and the example of a command."""
    language = ctx.find_root().command.language
    visible = [param for param in command.get_params(ctx) if not getattr(param, "hidden", False)]
    formatter.write_usage(
        ctx.command_path,
        " ".join(_usage(command, visible, language)),
        localize("help.usage").in_language(language) + " ",
    )
    for paragraph in _paragraphs(command.help, language):
        _write_indented(paragraph, formatter)
    sections = {
        "help.arguments": [_row(p, language) for p in visible if not _is_option(p)],
        "help.options": [_row(p, language) for p in visible if _is_option(p)],
        **_command_rows(command, ctx, language),
    }
    for heading, rows in sections.items():
        if rows:
            with formatter.section(localize(heading).in_language(language)):
                formatter.write_dl(rows)
    if command.epilog:
        formatter.write_paragraph()
        for line in _example(command.epilog, language):
            formatter.write(f"  {line}\n")


def _write_indented(text: str, formatter: Formatter) -> None:
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_text(text)


def _usage(command: Command, visible: Sequence[Parameter], language: Language) -> Iterator[str]:
    """Yield the words of the usage line: required options, "[OPTIONS]", then arguments."""
    for param in visible:
        if _is_option(param) and param.required:
            yield _declaration(param, language)
    yield localize("help.usage-options").in_language(language)
    for param in visible:
        if not _is_option(param):
            name = _declaration(param, language)
            yield name if param.required else f"[{name}]"
    if hasattr(command, "commands"):
        yield localize("help.usage-command").in_language(language)


def _row(param: Parameter, language: Language) -> tuple[str, str]:
    key = _PARSER_OPTIONS.get(param.name, param.help)
    text = localize(key).in_language(language)
    if param.required:
        text = localize("help.required", text=text).in_language(language)
    return _declaration(param, language), text


def _declaration(param: Parameter, language: Language) -> str:
    names = ", ".join(sorted(param.opts, key=len))
    if _is_option(param) and param.is_flag:
        return names
    metavar = localized_metavar(param.metavar).in_language(language)
    return f"{names} {metavar}" if _is_option(param) else metavar


def _is_option(param: Parameter) -> bool:
    return bool(param.param_type_name == "option")


def _paragraphs(key: str, language: Language) -> list[str]:
    return [text.strip() for text in localize(key).in_language(language).split("\n\n")]


def _command_rows(
    group: Command, ctx: Context, language: Language
) -> dict[str, list[tuple[str, str]]]:
    """Return the commands of a group with their first paragraphs, by heading."""
    commands = [
        group.get_command(ctx, name)
        for name in (group.list_commands(ctx) if hasattr(group, "commands") else ())
    ]
    return {
        heading: [
            (command.name, _paragraphs(command.help, language)[0]) for command in commands_of_panel
        ]
        for heading, commands_of_panel in groupby(
            commands, key=lambda command: command.rich_help_panel
        )
    }
