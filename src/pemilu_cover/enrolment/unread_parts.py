"""Sheets that are no worksheets, and columns that nothing is read from: each is named."""

from __future__ import annotations

from collections.abc import Iterable

from pemilu_cover.i18n.text import Language, localize
from pemilu_cover.roster.corrections.applied import AppliedCorrections
from pemilu_cover.roster.corrections.newcomers import names_replaced
from pemilu_cover.roster.people import PassedOverSheet
from pemilu_cover.roster.tables.roster_table import RosterTable
from pemilu_cover.values.text import sanitise_for_terminal

_KINDS = {
    "chartsheet": localize("enrolment.chart-sheet"),
    "dialogsheet": localize("enrolment.dialog-sheet"),
    "xlMacrosheet": localize("enrolment.macro-sheet"),
    "xlIntlMacrosheet": localize("enrolment.macro-sheet"),
    "none": localize("enrolment.empty-sheet"),
}
_OTHER = localize("enrolment.no-worksheet")


def describe(sheets: Iterable[PassedOverSheet], language: Language) -> str:
    """Return the names of sheets, each with what it is."""
    return ", ".join(
        f"{sanitise_for_terminal(sheet.sheet)} ({_KINDS.get(sheet.reason, _OTHER).in_language(language)})"
        for sheet in sheets
    )


def unused_columns(table: RosterTable, applied_corrections: AppliedCorrections) -> list[str]:
    """Return the headers of a table's columns that nothing is read from."""
    is_corrections_file = any(table.sheet.file == file.file for file in applied_corrections.files)
    labels = table.header.unmapped.values()
    return [label for label in labels if not (is_corrections_file and names_replaced(label))]
