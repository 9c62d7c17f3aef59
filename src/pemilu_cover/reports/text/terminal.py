"""Print bilingual texts on the terminal.

Everything is built of `rich.text.Text`, which reads no markup: a name like ``BUDI [/]`` is a name.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pemilu_cover.i18n.text import Language, LocalizedText, localized_count
from pemilu_cover.values.text import sanitise_for_terminal

_MIN_BODY_WIDTH = 20
# In a file or a pipe each finding stays on its line, so that it can be searched for.
_UNWRAPPED_WIDTH = 10_000


class PipeAwareConsole(Console):
    """A console that re-raises `BrokenPipeError` instead of exiting with status 1 (``| head``)."""

    def on_broken_pipe(self) -> None:
        """Raise the error that rich would swallow."""
        raise BrokenPipeError


def console(*, stderr: bool = False) -> Console:
    """Return a console that wraps at the terminal's width, and not at all in a file or pipe."""
    console = PipeAwareConsole(stderr=stderr, highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = _UNWRAPPED_WIDTH
    return console


class TerminalWriter:
    """Prints texts in one language on one console."""

    def __init__(self, language: Language, out: Console) -> None:
        self.language = language
        self.out = out

    def print(
        self,
        text: LocalizedText,
        style: str = "",
        *,
        indent: int = 2,
        blank_line_before: bool = False,
    ) -> None:
        """Print a text in the language of the run."""
        if blank_line_before:
            self.out.print()
        self.print_hanging(
            " " * indent, Text(sanitise_for_terminal(self.translate(text)), style=style)
        )

    def print_hanging(self, head: str | Text, body: Text) -> None:
        """Print a head and a body; further lines of the body start below its first character."""
        head = Text(head) if isinstance(head, str) else head
        width = max(self.out.width - head.cell_len, _MIN_BODY_WIDTH)
        first, *rest = body.wrap(self.out, width) or [Text()]
        self.out.print(Text.assemble(head, first))
        for line in rest:
            self.out.print(Text.assemble(" " * head.cell_len, line))

    def print_counts(self, rows: Iterable[tuple[LocalizedText, int, str, int, bool]]) -> None:
        """Print counts below each other, after a blank line.

        A row has the text, the number, its style, the indent, and whether it is shown where the number is 0.
        """
        table = Table.grid(padding=(0, 3))
        table.add_column()
        table.add_column(justify="right")
        for text, count, style, indent, always in rows:
            if count or always:
                number = Text(self.count(count), style=style if count else "")
                table.add_row(Text(f"{' ' * indent}{self.translate(text)}"), number)
        self.out.print()
        self.out.print(table)

    def translate(self, text: LocalizedText) -> str:
        """Return a text in the language of the run."""
        return text.in_language(self.language)

    def count(self, number: int) -> str:
        """Return an integer with the thousands separator of the language."""
        return self.translate(localized_count(number))
