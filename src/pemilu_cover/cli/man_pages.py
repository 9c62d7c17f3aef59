"""Manual pages of all commands for ``man``, in both languages; ``--install-man-pages`` writes them.

English is the language of ``man1``, Indonesian that of ``id/man1``: ``man`` chooses by the locale.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import typer

from pemilu_cover import __version__
from pemilu_cover.cli.command_reference import (
    Command,
    CommandReference,
    Context,
    command_reference,
)
from pemilu_cover.cli.output import exit_on_refusal
from pemilu_cover.cli.user_folders import data_folder, refuse_unwritable
from pemilu_cover.i18n.exit_status import ExitStatus
from pemilu_cover.i18n.text import Language, localize, translate

_PROGRAM = "pemilu-cover"
_FOLDERS: dict[Language, str] = {"en": "man1", "id": "id/man1"}
_VARIABLES = ("PEMILU_COVER_LANG", "PEMILU_COVER_DOCS", "NO_COLOR", "PEMILU_COVER_TRACEBACK")


def install_man_pages(context: typer.Context, is_requested: bool) -> None:
    """Write the pages to where ``man`` finds them, say so, and exit."""
    if not is_requested:
        return
    folder = data_folder() / "man"
    with exit_on_refusal():
        pages = man_pages(context.command, context)
        for name, text in pages.items():
            file = folder / name
            with refuse_unwritable(file):
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
    print(translate("man.written", count=len(pages), folder=folder))  # noqa: T201
    raise typer.Exit


def man_pages(program: Command, context: Context) -> dict[str, str]:
    """Return the text of each page by its path within a folder of ``man``."""
    commands = [program, *program.commands.values()]
    return {
        f"{folder}/{_page_name(command.name)}.1": _page(
            command_reference(command, context, language), list(program.commands), language
        )
        for language, folder in _FOLDERS.items()
        for command in commands
    }


def _page_name(command: str) -> str:
    return command if command == _PROGRAM else f"{_PROGRAM}-{command}"


def _page(command: CommandReference, all_commands: Sequence[str], language: Language) -> str:
    """Return the page of a command as roff."""
    name = _page_name(command.name)
    call = name.replace(f"{_PROGRAM}-", f"{_PROGRAM} ")
    summary = command.paragraphs[0].rstrip(".")
    others = [other for other in (_PROGRAM, *all_commands) if other != command.name]
    sections: dict[str, list[str]] = {
        "name": [f"{_literal(name)} \\- {_literal(summary)}"],
        "synopsis": [f"\\fB{_literal(call)}\\fR {_literal(command.usage)}"],
        "description": _paragraphs(command.paragraphs),
        "commands": [
            line
            for heading, rows in command.commands.items()
            for line in (f'.SS "{_literal(heading)}"', *_entries(rows))
        ],
        "arguments": _entries(command.arguments),
        "options": _entries(command.options),
        "exit-status": _entries(
            (str(int(status)), status.meaning.in_language(language)) for status in ExitStatus
        ),
        "environment": _entries(
            (name, localize(f"man.variable-{name.lower().replace('_', '-')}").in_language(language))
            for name in _VARIABLES
        ),
        "example": [".nf", _text(command.example), ".fi"],
        "see-also": [", ".join(f"\\fB{_literal(_page_name(other))}\\fR(1)" for other in others)],
    }
    lines = [f'.TH {name.upper()} 1 "" "{_PROGRAM} {__version__}"']
    for heading, body in sections.items():
        if body:
            lines += [f".SH {localize(f'man.title-{heading}').in_language(language)}", *body]
    return "\n".join([*lines, ""])


def _paragraphs(texts: Sequence[str]) -> list[str]:
    first, *others = map(_text, texts)
    return [first, *(line for text in others for line in (".PP", text))]


def _entries(rows: Iterable[tuple[str, str]]) -> list[str]:
    """Return names in bold, each with its text below it."""
    return [
        line for name, text in rows for line in (".TP", f"\\fB{_literal(name)}\\fR", _text(text))
    ]


def _text(text: str) -> str:
    """Return a text that roff takes for no request."""
    text = _literal(" ".join(text.split()))
    return f"\\&{text}" if text.startswith((".", "'")) else text


def _literal(text: str) -> str:
    """Return a text with its backslashes and hyphens as they are."""
    return text.replace("\\", "\\e").replace("-", "\\-")
