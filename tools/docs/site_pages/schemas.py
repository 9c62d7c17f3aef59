"""The JSON Schemas of the files that people write."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pemilu_cover.i18n.text import Language
from pemilu_cover.law.schema import schemas
from site_pages.markdown import code, page, plain, table
from site_pages.words import headings, say


def pages(language: Language) -> Iterator[tuple[str, str]]:
    """Yield the page that lists the schemas, and each schema as a file beside it."""
    rows = []
    for name, text in schemas().items():
        summary = str(json.loads(text).get("description", "")).partition("\n")[0]
        rows.append([f"[{code(f'{name}.json')}](../schemas/{name}.json)", plain(summary)])
    yield (
        f"reference/{language}/schemas.md",
        page(
            f"# {say('schemas', language)}",
            say("schemas-intro", language),
            table(headings(language, "file", "says"), rows),
        ),
    )


def files() -> Iterator[tuple[str, str]]:
    """Yield each schema as a file of the site."""
    for name, text in schemas().items():
        yield f"reference/schemas/{name}.json", text
