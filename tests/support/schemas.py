"""Compare JSON documents with their schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from pemilu_cover.cli.documents import json_schema


def documents(text: str) -> Iterator[Any]:
    """Yield the JSON documents of an output: the one that it is, or one a line; none of other text."""
    if text.startswith("{"):
        try:
            yield json.loads(text)
        except ValueError:
            yield from (json.loads(line) for line in text.splitlines() if line.startswith("{"))


def document_name(document: Any) -> str:
    """Return the name of a document: ``quote`` for ``pemilu-cover/quote/1``."""
    program, name, version = document["schema"].split("/")
    assert program == "pemilu-cover"
    assert version.isdigit()
    return str(name)


def check_document(document: Any) -> None:
    """Fail if a document is none of those that its schema describes."""
    errors = list(_validator(document_name(document)).iter_errors(document))
    assert not errors, [f"{error.json_path}: {error.message[:300]}" for error in errors[:5]]


def check_output(*streams: str) -> None:
    """Fail if an output has a document that its schema does not describe."""
    for stream in streams:
        for document in documents(stream):
            if "$schema" not in document:
                check_document(document)


@cache
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json_schema(name))
