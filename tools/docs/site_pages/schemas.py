"""The JSON Schemas of the files that people write, and of what the commands print."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from pemilu_cover.cli.documents import NAMES, schema_text
from pemilu_cover.i18n.text import Language
from pemilu_cover.law.schema import schemas
from site_pages.markdown import code, page, plain, table
from site_pages.words import headings, translate


def pages(language: Language) -> Iterator[tuple[str, str]]:
    """Yield the page that lists the schemas, and each schema as a file next to it."""
    yield (
        f"reference/{language}/schemas.md",
        page(
            f"# {translate('schemas', language)}",
            translate("schemas-intro", language),
            _table(language, "../schemas", schemas()),
            f"## {translate('schemas-output', language)}",
            translate("schemas-output-intro", language),
            # docs/schemas has them as files.
            _table(language, "../../schemas", {name: schema_text(name) for name in NAMES}),
        ),
    )


def _table(language: Language, folder: str, texts: Mapping[str, str]) -> str:
    rows = []
    for name, text in texts.items():
        summary = str(json.loads(text).get("description", "")).partition("\n")[0]
        rows.append([f"[{code(f'{name}.json')}]({folder}/{name}.json)", plain(summary)])
    return table(headings(language, "file", "says"), rows)


def files() -> Iterator[tuple[str, str]]:
    """Yield each schema as a file of the site."""
    for name, text in schemas().items():
        yield f"reference/schemas/{name}.json", text
