"""The language of the workbooks, and the texts of the catalogue in it."""

from __future__ import annotations

from pemilu_cover.i18n.text import Language, localize

# Offices, kecamatan and SIPP work in Indonesian, whatever the language of the terminal.
LANGUAGE: Language = "id"


def workbook_text(key: str, /, **details: object) -> str:
    """Return the text of a key, as `localize` makes it, in the language of the workbooks."""
    return localize(key, **details).in_language(LANGUAGE)
