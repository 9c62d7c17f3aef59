"""JSON for a stream, whatever its encoding."""

from __future__ import annotations

import json
from typing import TextIO


def json_text(value: object, stream: TextIO, indent: int | None = None) -> str:
    """Return data as JSON; characters are escaped where the encoding of the stream lacks one of them.

    Bytes of a file's name that are no text become "?": half a surrogate pair is no Unicode.
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    text = text.encode("utf-8", "replace").decode()
    try:
        text.encode(stream.encoding or "utf-8")
    except UnicodeEncodeError:
        return json.dumps(json.loads(text), indent=indent)
    return text
