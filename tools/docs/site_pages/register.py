"""The columns of the register and of the membership numbers, with their types and meanings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from pemilu_cover.enrolment.register import schema
from pemilu_cover.i18n.text import Language
from pemilu_cover.reconciliation import members_file
from site_pages.markdown import code, page, table
from site_pages.words import headings, texts, translate


def pages(language: Language) -> Iterator[tuple[str, str]]:
    """Yield the page of the register."""
    yield (
        f"reference/{language}/register.md",
        page(
            f"# {translate('register', language)}",
            translate("register-intro", language),
            f"## {code(schema.FILE)}",
            translate("schema-version", language, version=schema.VERSION),
            _columns(schema.COLUMNS, language),
            f"## {code(members_file.MEMBERS_FILE)}",
            translate("schema-version", language, version=members_file.VERSION),
            _columns(members_file.COLUMNS, language),
        ),
    )


def _columns(
    columns: Sequence[schema.RegisterColumn] | Sequence[members_file.MembersColumn],
    language: Language,
) -> str:
    """Return the columns of a file with their types and meanings."""
    rows = [
        [code(column.name), _type_name(column.dtype), _meaning(column.meaning, language)]
        for column in columns
    ]
    return table(headings(language, "column", "type", "meaning"), rows)


def _meaning(english: str, language: Language) -> str:
    translated = {text.en: text for text in texts("register").values()}
    return translated[english].in_language(language)  # fails where the program says it otherwise


def _type_name(dtype: pl.DataType) -> str:
    if isinstance(dtype, pl.List):
        return f"List({_type_name(dtype.inner)})"  # type: ignore[arg-type]
    return str(dtype.base_type())
