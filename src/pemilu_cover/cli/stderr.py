"""What a run says on stderr: errors, as a sentence or as JSON, and notes."""

from __future__ import annotations

import sys
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pemilu_cover.reports.json.errors import ErrorDocumentJson, ErrorJson

_HARD_SPACE = "\xa0"
# Whether the data of the running command are JSON, and its errors, too.
prints_json: ContextVar[bool] = ContextVar("prints_json", default=False)


def print_error(error: ErrorJson) -> None:
    """Print an error as the command prints its data: a sentence, or one JSON object."""
    if prints_json.get():
        print_error_json(error)
    else:
        print_sentence(error["message"])


def print_error_json(error: ErrorJson) -> None:
    """Print an error as one JSON object."""
    from pemilu_cover.cli.json_text import json_text  # noqa: PLC0415

    document: ErrorDocumentJson = {"schema": "pemilu-cover/error/1", "error": error}
    print(json_text(document, sys.stderr), file=sys.stderr)  # noqa: T201


def print_sentence(sentence: str) -> None:
    """Print a sentence behind the name of the program: wrapped on a terminal, one line elsewhere."""
    import re  # noqa: PLC0415
    import textwrap  # noqa: PLC0415

    text = f"pemilu-cover: {sentence}"
    if width := terminal_width():
        # A command in backticks stays in one line, to be copied.
        text = re.sub("`[^`]*`", lambda command: command[0].replace(" ", _HARD_SPACE), text)
        text = textwrap.fill(text, width, break_long_words=False, break_on_hyphens=False)
        text = text.replace(_HARD_SPACE, " ")
    print(text, file=sys.stderr)  # noqa: T201


def print_note(line: str) -> None:
    """Print a line that is no error as it is."""
    print(line, file=sys.stderr)  # noqa: T201


def terminal_width() -> int | None:
    """Return the width at which sentences wrap; None where stderr is a file or a pipe."""
    import shutil  # noqa: PLC0415

    return shutil.get_terminal_size().columns if sys.stderr.isatty() else None
