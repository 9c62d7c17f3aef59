"""The columns of a roster: what each holds, and the headers by which it is found."""

from __future__ import annotations

from collections.abc import Iterator

from pemilu_cover.i18n.text import Language, localize
from pemilu_cover.reports.xlsx.roster_form.layout import columns as form_columns
from pemilu_cover.roster.tables.column_names import RosterField, fields
from site_pages.markdown import code, page, plain
from site_pages.words import translate


def pages(language: Language) -> Iterator[tuple[str, str]]:
    """Yield the page of the columns."""
    parts = [part for field in fields().values() for part in _field_parts(field, language)]
    intro = translate("columns-intro", language)
    yield (
        f"reference/{language}/columns.md",
        page(f"# {translate('columns', language)}", intro, *parts),
    )


def _field_parts(field: RosterField, language: Language) -> Iterator[str]:
    """Yield the heading of a column, what to write into it, and its headers."""
    yield f"## {plain(field.title.in_language(language))} {{ #{field.name} }}"
    form = form_columns().get(field.name)
    if form:
        yield plain(localize(f"form.says-{field.name.replace('_', '-')}").in_language(language))
    need = form["need"] if form else "not-on-form"
    yield f"{translate(f'need-{need}', language)} {translate('field-name', language, name=code(field.name))}"
    headers = ", ".join(code(header) for header in field.headers)
    yield translate("accepted-headers", language, headers=headers)
    if field.prefixes:
        begins = ", ".join(code(f"{prefix} …") for prefix in field.prefixes)
        yield translate("accepted-prefixes", language, headers=begins)
