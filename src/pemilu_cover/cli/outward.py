"""What leaves a command: data on stdout, refusals on stderr, and the exit status of each.

Nothing here knows a job; a job is run inside these contexts, which turn what it refuses into one line.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import typer

if TYPE_CHECKING:
    from datetime import date

    from pemilu_cover.messages import Language, Text
    from pemilu_cover.reasons.derivation import Step

EXIT_FINDINGS, EXIT_OUTPUT = 1, 4


@contextmanager
def piped() -> Iterator[None]:
    """Print what a reader may not want to the end (``| head``): the job is done, its status counts."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        print(f"pemilu-cover: stdout: {error.strerror}", file=sys.stderr)  # noqa: T201
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(EXIT_OUTPUT) from error


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

        print(f"pemilu-cover: {for_screen(refusal.say(language))}", file=sys.stderr)  # noqa: T201
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


def misuse(message: str, option: str) -> NoReturn:
    """End the command as misuse: which option, and what would be right."""
    raise typer.BadParameter(message, param_hint=option)


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
