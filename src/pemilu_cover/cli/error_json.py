"""Errors as JSON on stderr, for commands whose data are JSON."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pemilu_cover.reports.json.errors import ErrorDocumentJson, ErrorJson


def print_error_json(error: ErrorJson) -> None:
    """Print an error as one JSON object on stderr."""
    from pemilu_cover.cli.json_text import json_text  # noqa: PLC0415

    document: ErrorDocumentJson = {"schema": "pemilu-cover/error/1", "error": error}
    print(json_text(document, sys.stderr), file=sys.stderr)  # noqa: T201
