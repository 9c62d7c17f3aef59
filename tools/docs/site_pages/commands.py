"""The commands: a page for each with every option, and the list of all."""

from __future__ import annotations

from collections.abc import Iterator

from typer.main import get_command

from pemilu_cover.cli.command_reference import CommandReference, command_reference
from pemilu_cover.cli.registry import app
from pemilu_cover.i18n.text import Language, localize
from site_pages.markdown import code, page, plain, table
from site_pages.words import headings, translate


def pages(language: Language) -> Iterator[tuple[str, str]]:
    """Yield the page of each command, and the list of all."""
    program, *commands = references(language)
    folder = f"reference/{language}"
    for command in commands:
        yield f"{folder}/commands/{command.name}.md", _command_page(command, language)
    lists = [
        f"## {plain(panel)}\n\n"
        + table(
            headings(language, "command", "what-it-does"),
            [[f"[{code(name)}]({name}.md)", plain(summary)] for name, summary in rows],
        )
        for panel, rows in program.commands.items()
    ]
    options = table(headings(language, "option", "what-it-does"), map(_row, program.options))
    yield (
        f"{folder}/commands/index.md",
        page(
            f"# {translate('commands', language)}", *map(plain, program.paragraphs), *lists, options
        ),
    )


def references(language: Language) -> list[CommandReference]:
    """Return what the program takes, then what each command takes."""
    program = get_command(app)
    context = program.make_context("pemilu-cover", [], resilient_parsing=True)
    commands = getattr(program, "commands", {}).values()
    return [
        command_reference(program, context, language),
        *(
            command_reference(
                command,
                command.make_context(command.name, [], parent=context, resilient_parsing=True),
                language,
            )
            for command in commands
        ),
    ]


def _command_page(command: CommandReference, language: Language) -> str:
    """Return the page of a command."""
    rows = {"argument": command.arguments, "option": command.options}
    usage = f"pemilu-cover {command.name} {command.usage}"
    return page(
        f"# pemilu-cover {command.name}",
        *map(plain, command.paragraphs),
        f"<!-- not run: the form of the command -->\n```text\n{usage}\n```",
        *(
            table(headings(language, name, "what-it-does"), map(_row, listed))
            for name, listed in rows.items()
            if listed
        ),
        localize("help.example").in_language(language),
        f"```sh\n{command.example}\n```",
        f"[{translate('commands', language)}](index.md)",
    )


def _row(row: tuple[str, str]) -> list[str]:
    return [code(row[0]), plain(row[1])]
