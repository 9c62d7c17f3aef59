"""JSON for a stream, whatever its encoding."""

from __future__ import annotations

import json
from typing import TextIO


def json_text(value: object, stream: TextIO, indent: int | None = None) -> str:
    """Return data as JSON; characters are escaped where the encoding of the stream lacks one of them."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    try:
        text.encode(stream.encoding or "utf-8")
    except UnicodeEncodeError:
        return json.dumps(value, indent=indent)
    return text
