"""Errors as JSON on stderr, for commands whose data are JSON."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from pemilu_cover.cli.json_text import json_text


def print_error_json(
    code: str, message: str, exit_status: int, place: Mapping[str, object]
) -> None:
    """Print an error as one JSON object on stderr."""
    error = {"code": code, "message": message, "exit": exit_status, "place": dict(place)}
    print(json_text({"error": error}, sys.stderr), file=sys.stderr)  # noqa: T201
