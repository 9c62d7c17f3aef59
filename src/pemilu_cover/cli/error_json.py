"""Errors as JSON on stderr, for commands whose data are JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping


def print_error_json(
    code: str, message: str, exit_status: int, place: Mapping[str, object]
) -> None:
    """Print an error as one JSON object on stderr."""
    error = {"code": code, "message": message, "exit": exit_status, "place": dict(place)}
    print(json.dumps({"error": error}, ensure_ascii=False), file=sys.stderr)  # noqa: T201
