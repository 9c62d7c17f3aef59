"""Errors as JSON on stderr, for commands whose data are JSON."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Literal

from typing_extensions import TypedDict

from pemilu_cover.cli.json_text import json_text


class ErrorJson(TypedDict):
    """An error: its code, what it says, the exit status, and its place as far as it is known."""

    code: str
    message: str
    exit: int
    place: dict[str, str | int]


class ErrorDocumentJson(TypedDict):
    """The document of an error, on stderr."""

    schema: Literal["pemilu-cover/error/1"]
    error: ErrorJson


def print_error_json(
    code: str, message: str, exit_status: int, place: Mapping[str, str | int]
) -> None:
    """Print an error as one JSON object on stderr."""
    document: ErrorDocumentJson = {
        "schema": "pemilu-cover/error/1",
        "error": {"code": code, "message": message, "exit": exit_status, "place": dict(place)},
    }
    print(json_text(document, sys.stderr), file=sys.stderr)  # noqa: T201
