"""What leaves a command: data on stdout, refusals on stderr, and the exit status of each.

Nothing here knows a job; a job is run inside these contexts, which turn what it refuses into one line.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn, TextIO

import typer

if TYPE_CHECKING:
    from datetime import date

    from pemilu_cover.messages import Language, Text
    from pemilu_cover.reasons.derivation import Step

EXIT_FINDINGS, EXIT_OUTPUT = 1, 4


def say(line: str) -> None:
    """Print one line on stderr."""
    print(f"pemilu-cover: {line}", file=sys.stderr)  # noqa: T201


@contextmanager
def piped() -> Iterator[None]:
    """Print what a reader may not want to the end (``| head``): the job is done, its status counts.

    Where stdout cannot be written (a full disk, a closed stream), say so and end.
    """
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        _silence(sys.stdout)
    except OSError as error:
        if error.filename is not None:  # another file's fault is none of stdout's
            raise
        _silence(sys.stdout)
        say(f"stdout: {error.strerror}")
        raise SystemExit(EXIT_OUTPUT) from error


def _silence(stream: TextIO) -> None:
    """Let a stream that takes nothing more swallow what is still printed there."""
    hole = os.open(os.devnull, os.O_WRONLY)
    os.dup2(hole, stream.fileno())
    os.close(hole)


@contextmanager
def refusals(language: Language) -> Iterator[None]:
    """Turn refusals into one message on stderr and their exit status; nothing else is caught."""
    from pemilu_cover.law.book import LawGapError  # noqa: PLC0415
    from pemilu_cover.law.files import LawFileError  # noqa: PLC0415
    from pemilu_cover.messages import RefusedError, messages  # noqa: PLC0415

    try:
        try:
            yield
        except LawFileError as error:
            key = f"{error.key}: " if error.key else ""
            raise RefusedError(
                "law-file", file=str(error.file), key=key, reason=error.reason
            ) from error
        except LawGapError as gap:
            raise RefusedError("law-gap", programme=gap.programme, day=gap.day.isoformat()) from gap
    except RefusedError as refusal:
        from pemilu_cover.values.text import for_screen  # noqa: PLC0415

        say(for_screen(refusal.say(language)))
        raise typer.Exit(messages()[refusal.code].exit) from refusal


@contextmanager
def telling(language: Language, *, silent: bool) -> Iterator[Callable[[Text], None]]:
    """Show on a terminal which stage is running; elsewhere say nothing. Refusals end the command."""
    if silent or not sys.stderr.isatty():
        with refusals(language):
            yield lambda _: None
        return
    from pemilu_cover.enrolling.summary import console  # noqa: PLC0415

    with refusals(language), console(stderr=True).status("…") as status:
        yield lambda text: status.update(text.say(language))


@contextmanager
def counting(language: Language, *, silent: bool) -> Iterator[Callable[[Text, int, int], None]]:
    """Show on a terminal which stage is running, how many rows of how many are done, and the time left.

    Elsewhere say nothing. Refusals end the command.
    """
    if silent or not sys.stderr.isatty():
        with refusals(language):
            yield lambda _, __, ___: None
        return
    from rich import progress  # noqa: PLC0415

    from pemilu_cover.enrolling.summary import console  # noqa: PLC0415

    bar = progress.Progress(
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TimeRemainingColumn(),
        console=console(stderr=True),
        transient=True,
    )
    with refusals(language), bar:
        stages: dict[str, progress.TaskID] = {}

        def step(said: Text, done: int, of: int) -> None:
            text = said.say(language)
            if text not in stages:
                stages[text] = bar.add_task(text, total=of or None)
            bar.update(stages[text], completed=done, total=max(of, done) or None)

        yield step


def misuse(message: str, option: str) -> NoReturn:
    """End the command as misuse: which option, and what would be right."""
    from pemilu_cover.values.text import for_screen  # noqa: PLC0415

    raise typer.BadParameter(for_screen(message), param_hint=option)


def print_json(value: object) -> None:
    """Print data as JSON."""
    import json  # noqa: PLC0415

    print(json.dumps(value, ensure_ascii=False, indent=1))  # noqa: T201


def print_bytes(content: bytes) -> None:
    """Print what has its own encoding and line ends, which the console's must not change."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)


def print_tree(step: Step, language: Language) -> None:
    """Print how a premium came about."""
    from pemilu_cover.enrolling.summary import console  # noqa: PLC0415
    from pemilu_cover.reasons.derivation import as_tree  # noqa: PLC0415

    console().print(as_tree(step, language))


def day_of(text: str | None, option: str) -> date | None:
    """Read a day that was typed for an option; None where none was."""
    from pemilu_cover.values import dates  # noqa: PLC0415

    try:
        return None if text is None else dates.parse(text)
    except ValueError:
        misuse(f"{text!r} is not a date; write 2024-11-07", option)
