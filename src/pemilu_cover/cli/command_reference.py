"""What each command takes: read off the commands themselves, for help pages, man pages and completion.

``help`` of a command or an option is a key of the catalogue. The first paragraph of a command's text is its
line in the list of commands, and ``rich_help_panel`` is the key of the heading above it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple, TypeAlias

from pemilu_cover.cli.metavars import localized_metavar
from pemilu_cover.i18n.text import Language, localize

# typer does not export the types of its commands, parameters and contexts.
Command: TypeAlias = Any
Parameter: TypeAlias = Any
Context: TypeAlias = Any


class CommandReference(NamedTuple):
    """A command in one language: usage, paragraphs, rows of a name and its text, and an example.

    ``commands`` has the rows of the program's commands below their headings; a command has none.
    """

    name: str
    usage: str
    paragraphs: Sequence[str]
    arguments: Sequence[tuple[str, str]]
    options: Sequence[tuple[str, str]]
    commands: dict[str, list[tuple[str, str]]]
    example: str


def command_reference(command: Command, ctx: Context, language: Language) -> CommandReference:
    """Return what a command takes."""
    visible = [param for param in command.get_params(ctx) if not getattr(param, "hidden", False)]
    return CommandReference(
        command.name,
        " ".join(_usage(command, visible, language)),
        _paragraphs(command.help, language),
        [_row(param, language) for param in visible if not is_option(param)],
        [_row(param, language) for param in visible if is_option(param)],
        _commands(command, language),
        command.epilog,
    )


def is_option(param: Parameter) -> bool:
    """Return whether a parameter is an option, and no argument."""
    return bool(param.param_type_name == "option")


def help_text(param: Parameter, language: Language) -> str:
    """Return what an argument or an option is for."""
    key = (
        "help.help" if param.name == "help" else param.help
    )  # typer adds --help, with an English text
    return localize(key).in_language(language)


def command_summary(command: Command, language: Language) -> str:
    """Return the first paragraph of a command's text."""
    return _paragraphs(command.help, language)[0]


def _usage(command: Command, visible: Sequence[Parameter], language: Language) -> Iterator[str]:
    """Yield the words of the usage line: required options, "[OPTIONS]", then arguments."""
    for param in visible:
        if is_option(param) and param.required:
            yield _declaration(param, language)
    yield localize("help.usage-options").in_language(language)
    for param in visible:
        if not is_option(param):
            name = _declaration(param, language)
            yield name if param.required else f"[{name}]"
    if hasattr(command, "commands"):
        yield localize("help.usage-command").in_language(language)


def _row(param: Parameter, language: Language) -> tuple[str, str]:
    text = help_text(param, language)
    if param.required:
        text = localize("help.required", text=text).in_language(language)
    return _declaration(param, language), text


def _declaration(param: Parameter, language: Language) -> str:
    names = ", ".join(sorted(param.opts, key=len))
    if is_option(param) and param.is_flag:
        return names
    metavar = localized_metavar(param.metavar).in_language(language)
    return f"{names} {metavar}" if is_option(param) else metavar


def _paragraphs(key: str, language: Language) -> list[str]:
    return [text.strip() for text in localize(key).in_language(language).split("\n\n")]


def _commands(group: Command, language: Language) -> dict[str, list[tuple[str, str]]]:
    """Return the commands of a group with their first paragraphs, by heading."""
    commands = getattr(group, "commands", {}).values()
    return {
        localize(panel).in_language(language): [
            (command.name, command_summary(command, language)) for command in commands_of_panel
        ]
        for panel, commands_of_panel in groupby(
            commands, key=lambda command: command.rich_help_panel
        )
    }
