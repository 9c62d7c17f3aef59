"""Sheets that are no worksheets, and columns that nothing is read from: each is named."""

from __future__ import annotations

from collections.abc import Iterable

from pemilu_cover.messages import Language, Text
from pemilu_cover.roster.gather import PassedOver
from pemilu_cover.roster.newcomers import names_replaced
from pemilu_cover.roster.returned import Returned
from pemilu_cover.roster.tables import Table
from pemilu_cover.values.text import for_screen

_KINDS = {
    "chartsheet": Text("lembar grafik", "a chart sheet"),
    "dialogsheet": Text("lembar dialog", "a dialog sheet"),
    "xlMacrosheet": Text("lembar makro", "a macro sheet"),
    "xlIntlMacrosheet": Text("lembar makro", "a macro sheet"),
    "none": Text("lembar tanpa isi di dalam berkas", "a sheet that has no content in the file"),
}
_OTHER = Text("bukan lembar kerja", "not a worksheet")


def describe(sheets: Iterable[PassedOver], language: Language) -> str:
    """Return the names of sheets, each with what it is."""
    return ", ".join(
        f"{for_screen(sheet.sheet)} ({_KINDS.get(sheet.reason, _OTHER).say(language)})"
        for sheet in sheets
    )


def unused_columns(table: Table, returned: Returned) -> list[str]:
    """Return the headers of a table's columns that nothing is read from."""
    is_added = any(table.sheet.file == taken.file for taken in returned.files)
    labels = table.header.unmapped.values()
    return [label for label in labels if not (is_added and names_replaced(label))]
