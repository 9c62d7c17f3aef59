"""``quote --from``: many contracts in one process."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeVar

import typer

from pemilu_cover.cli.options import LinesFormat
from pemilu_cover.cli.output import ignore_broken_pipe
from pemilu_cover.cli.stderr import print_sentence, prints_json
from pemilu_cover.cli.usage import usage_error
from pemilu_cover.i18n.exit_status import ExitStatus
from pemilu_cover.i18n.text import localize, localized_count, translate
from pemilu_cover.values.text import sanitise_for_terminal

if TYPE_CHECKING:
    from pemilu_cover.estimates.contract_lines import LineFormat
    from pemilu_cover.estimates.quote import QuoteRequest
    from pemilu_cover.i18n.text import Language

STDIN = "-"
_CHUNK = 200
AnyAnswer = TypeVar("AnyAnswer")


def print_quotes(
    source: str,
    output_format: LinesFormat | None,
    defaults: QuoteRequest,
    agreement: Path | None,
    rates: Path | None,
    language: Language,
) -> None:
    """Print a line for each contract of a file; exit with 1 where one has no answer."""
    from pemilu_cover.estimates.contract_lines import quote_lines, read_lines  # noqa: PLC0415
    from pemilu_cover.law.agreement import read_agreement  # noqa: PLC0415
    from pemilu_cover.law.rate_book import RateBook  # noqa: PLC0415
    from pemilu_cover.reports.contract_lines import print_lines  # noqa: PLC0415

    book = RateBook.load(rates)
    terms = read_agreement(agreement, book)
    form: LineFormat = _input_format(source, output_format).value
    faults = 0  # of a reader that stops early, nobody counts them
    wanted: LineFormat = output_format.value if output_format else form
    with ignore_broken_pipe():
        lines = read_lines(_lines(source), form)
        # Many lines at a time are a tenth faster. Who writes into a pipe may wait for each answer.
        size = _CHUNK if Path(source).is_file() else 1
        answers = _in_chunks(quote_lines(_in_chunks(lines, size), defaults, terms, book), size)
        first = _first(answers, source)
        faults = print_lines(chain(first, answers), wanted, language, sys.stdout)
    if faults:
        count = localized_count(faults)
        if not prints_json.get():
            print_sentence(translate("usage.lines-without-answer", count=count))
        raise typer.Exit(ExitStatus.FINDINGS)


def _first(answers: Iterator[AnyAnswer], source: str) -> list[AnyAnswer]:
    """Return the first answer: a header that cannot be read is refused before anything is printed."""
    from pemilu_cover.estimates.inputs import InputError  # noqa: PLC0415

    try:
        return list(islice(answers, 1))
    except InputError as error:
        file = sanitise_for_terminal(source)
        reason = localize("usage.in-file", file=file, reason=error.reason)
        usage_error(reason, "--from", error.code)


def _in_chunks(lines: Iterator[AnyAnswer], size: int) -> Iterator[AnyAnswer]:
    """Yield the same lines, and make so many of them at a time."""
    while chunk := list(islice(lines, size)):
        yield from chunk


def _input_format(source: str, output_format: LinesFormat | None) -> LinesFormat:
    """Return the format by the name of the file; that of the output for standard input."""
    suffix = Path(source).suffix.lower()
    for form in LinesFormat:
        if suffix == f".{form.value}":
            return form
    if output_format is None:
        name = sanitise_for_terminal(source)
        usage_error(localize("usage.no-lines-format", name=name), "--from")
    return output_format


def _lines(source: str) -> Iterator[str]:
    """Yield the lines of a file or of standard input. Raise `RefusalError` where one cannot be read."""
    from pemilu_cover.i18n.messages import RefusalError  # noqa: PLC0415
    from pemilu_cover.storage.system_errors import system_reason  # noqa: PLC0415

    try:
        with _open(source) as file:
            while line := file.readline():
                yield line
    except FileNotFoundError as error:
        raise RefusalError("file-missing", file=source) from error
    except UnicodeDecodeError as error:
        raise RefusalError("file-not-utf8", file=source) from error
    except OSError as error:
        raise RefusalError("file-unreadable", file=source, why=system_reason(error)) from error


def _open(source: str) -> TextIO:
    if source != STDIN:
        return Path(source).open(encoding="utf-8-sig", newline="")
    if sys.stdin.isatty():
        print_sentence(translate("usage.reads-the-keyboard"))
    sys.stdin.reconfigure(encoding="utf-8-sig", newline="")  # type: ignore[union-attr]
    return sys.stdin
