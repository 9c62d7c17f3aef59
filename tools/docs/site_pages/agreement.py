"""The keys of an agreement, from its JSON Schema; what each means is in ``texts/agreement.toml``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

from pemilu_cover.i18n.text import Language
from pemilu_cover.law.schema import schemas
from site_pages.markdown import code, page, plain, table
from site_pages.words import headings, texts, translate

_ROLE = "<ROLE>"
_REFERENCE = "#/$defs/"


class Key(NamedTuple):
    """A key of an agreement: its table ("" for none), its name, and its schema."""

    table: str
    name: str
    schema: Mapping[str, Any]


def pages(language: Language) -> Iterator[tuple[str, str]]:
    """Yield the page of the agreement's keys."""
    parts = [f"# {translate('agreement', language)}", translate("agreement-intro", language)]
    for name, group in groupby(keys(), key=lambda key: key.table):
        rows = [
            [
                code(key.name),
                _kind(key.schema, language),
                _default(key.schema),
                plain(meaning(key, language)),
            ]
            for key in group
        ]
        parts += [f"## {code(f'[{name}]') if name else translate('top-level', language)}"]
        parts += [table(headings(language, "key", "kind", "default", "meaning"), rows)]
    yield f"reference/{language}/agreement.md", page(*parts)


def keys() -> list[Key]:
    """Return all keys, those of a table together."""
    root = json.loads(schemas()["agreement"])
    listed = list(_keys(root, (), root["$defs"]))
    order = dict.fromkeys(key.table for key in listed)
    return [key for name in order for key in listed if key.table == name]


def meaning(key: Key, language: Language) -> str:
    """Return what a key means. A key of a role, or of one who signs, has the text of all of them."""
    parts = [part for part in key.table.split(".") if part and part != _ROLE]
    for start in range(len(parts) + 1):
        for path in (".".join([*parts[start:], key.name]), ".".join([*parts[:1], key.name])):
            if text := texts("agreement").get(path):
                return text.in_language(language)
    raise KeyError(f"texts/agreement.toml does not say what {key.table}.{key.name} means")


def _keys(
    schema: Mapping[str, Any], path: tuple[str, ...], tables: Mapping[str, Any]
) -> Iterator[Key]:
    """Yield the keys below a path of the schema."""
    for name, inner in schema["properties"].items():
        of_each = inner.get("additionalProperties", {})
        if subtable := _table_of(inner, tables):
            yield from _keys(subtable, (*path, name), tables)
        elif subtable := _table_of(of_each, tables) if isinstance(of_each, dict) else None:
            yield from _keys(subtable, (*path, name, _ROLE), tables)
        else:
            yield Key(".".join(path), name, inner)


def _table_of(schema: Mapping[str, Any], tables: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the schema of the table that a key holds, or None for a value."""
    choices = [schema, *schema.get("anyOf", ())]
    names = [choice["$ref"].removeprefix(_REFERENCE) for choice in choices if "$ref" in choice]
    return tables[names[0]] if names else None


def _kind(schema: Mapping[str, Any], language: Language) -> str:
    """Return what may be given: the choices, or the kind of value."""
    choices = [schema, *schema.get("anyOf", ())]
    for choice in choices:
        values = choice.get("enum") or ([choice["const"]] if "const" in choice else [])
        if values:
            return ", ".join(code(_toml(value)) for value in values if value != "")
    kinds = [choice.get("format") or choice["type"] for choice in choices if "type" in choice]
    return translate(f"kind-{kinds[0]}", language)


def _default(schema: Mapping[str, Any]) -> str:
    value = schema.get("default")
    return "" if value in (None, "", [], {}) else code(_toml(value))


def _toml(value: object) -> str:
    return json.dumps(value)  # of texts, numbers and booleans as TOML has them
