"""Print what comes next: numbered steps, and commands to paste."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.text import Text

from pemilu_cover.enrolment.shell_commands import wrap_command
from pemilu_cover.i18n.text import localize
from pemilu_cover.reports.next_step import NextStep
from pemilu_cover.reports.text.terminal import TerminalWriter
from pemilu_cover.values.text import sanitise_for_terminal

_STEP_INDENT = " " * 9
_COMMAND_INDENT = " " * 4


def print_steps(writer: TerminalWriter, steps: Iterable[NextStep]) -> None:
    """Print the steps, each with its lines and commands below it."""
    writer.print(localize("summary.next-steps-title"), "bold", blank_line_before=True)
    for number, step in enumerate(steps, start=1):
        text = Text(sanitise_for_terminal(writer.translate(step.text)))
        writer.print_hanging(f"    {number}. ", text)
        for line in step.lines:
            _print_line(writer, line, _STEP_INDENT)
        for command in step.commands:
            print_command(writer, command, _STEP_INDENT)


def print_command(
    writer: TerminalWriter, command: Sequence[str], indent: str = _COMMAND_INDENT
) -> None:
    """Print a command in the language of the run."""
    more = () if writer.language == "id" else ("--lang", writer.language)
    for line in wrap_command((*command, *more), writer.out.width - len(indent)):
        _print_line(writer, line, indent)


def _print_line(writer: TerminalWriter, line: str, indent: str) -> None:
    writer.print_hanging(indent, Text(sanitise_for_terminal(line), style="bold"))
