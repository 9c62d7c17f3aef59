"""Output of a command: data on stdout, progress and refusals on stderr, with their exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

import typer

from pemilu_cover.cli.stderr import print_error, print_sentence
from pemilu_cover.i18n.exit_status import ExitStatus
from pemilu_cover.i18n.text import active_language

if TYPE_CHECKING:
    from pemilu_cover.explain.calculation_step import CalculationStep
    from pemilu_cover.i18n.text import Language, LocalizedText
    from pemilu_cover.values.json_types import Document


@contextmanager
def ignore_broken_pipe() -> Iterator[None]:
    """Print for a reader that may stop early (``| head``), which is no error.

    If stdout cannot be written (full disk, closed stream), print an error and exit.
    """
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        _silence(sys.stdout)
    except OSError as error:
        if error.filename is not None:  # the error of another file
            raise
        _silence(sys.stdout)
        from pemilu_cover.storage.system_errors import system_reason  # noqa: PLC0415

        print_sentence(f"stdout: {system_reason(error).translate()}")
        raise SystemExit(ExitStatus.OUTPUT) from error


def _silence(stream: TextIO) -> None:
    """Discard everything that is printed to a stream from now on."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, stream.fileno())
    os.close(devnull)


@contextmanager
def exit_on_refusal() -> Iterator[None]:
    """Turn refusals into one message on stderr and their exit status; nothing else is caught."""
    from pemilu_cover.i18n.messages import RefusalError  # noqa: PLC0415
    from pemilu_cover.law.refusals import law_errors_as_refusals  # noqa: PLC0415

    try:
        with law_errors_as_refusals():
            yield
    except RefusalError as refusal:
        from pemilu_cover.reports.json.errors import refusal_json  # noqa: PLC0415

        print_error(refusal_json(refusal, active_language()))
        raise typer.Exit(refusal.exit_status) from refusal


@contextmanager
def stage_spinner(*, silent: bool) -> Iterator[Callable[[LocalizedText], None]]:
    """Show on a terminal which stage is running, elsewhere nothing. Refusals end the command."""
    if silent or not sys.stderr.isatty():
        with exit_on_refusal():
            yield lambda _: None
        return
    from pemilu_cover.reports.text.terminal import console  # noqa: PLC0415

    with exit_on_refusal(), console(stderr=True).status("…") as status:
        yield lambda text: status.update(text.translate())


@contextmanager
def progress_bar(*, silent: bool) -> Iterator[Callable[[LocalizedText, int, int], None]]:
    """Show on a terminal the running stage, its rows done and in total, and the time left.

    Elsewhere show nothing. Refusals end the command.
    """
    if silent or not sys.stderr.isatty():
        with exit_on_refusal():
            yield lambda _, __, ___: None
        return
    from rich import progress  # noqa: PLC0415

    from pemilu_cover.reports.text.terminal import console  # noqa: PLC0415

    bar = progress.Progress(
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TimeRemainingColumn(),
        console=console(stderr=True),
        transient=True,
    )
    with exit_on_refusal(), bar:
        stages: dict[str, progress.TaskID] = {}

        def step(stage: LocalizedText, done: int, total: int) -> None:
            text = stage.translate()
            if text not in stages:
                stages[text] = bar.add_task(text, total=total or None)
            bar.update(stages[text], completed=done, total=max(total, done) or None)

        yield step


def print_json(document: Document) -> None:
    """Print a document as JSON."""
    from pemilu_cover.cli.json_text import json_text  # noqa: PLC0415

    print(json_text(document, sys.stdout, indent=1))  # noqa: T201


def print_bytes(content: bytes) -> None:
    """Print bytes whose encoding and line ends the console must not change."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)


def print_tree(step: CalculationStep, language: Language) -> None:
    """Print the steps of a premium."""
    from pemilu_cover.reports.text.premium_tree import as_tree  # noqa: PLC0415
    from pemilu_cover.reports.text.terminal import console  # noqa: PLC0415

    console().print(as_tree(step, language))
