"""The form that ``pemilu-cover template`` writes: its example row and its generated sheets.

The example is skipped only as written. A row typed over it is a person, even if the mark in front remains.
Both languages are recognised.
"""

from __future__ import annotations

from pemilu_cover.i18n.text import LocalizedText, localize
from pemilu_cover.roster.reading.cell_encoding import is_number, plain_number
from pemilu_cover.roster.reading.sheet import Row, Sheet
from pemilu_cover.values import nik
from pemilu_cover.values.text import normal_form

MARK = localize("form.example-mark")
# Serials start at 0001 (PP 37/2007 art. 37): nobody can have this NIK.
NIK = "3214010107900000"
NAME = localize("form.example-name")

# The first text of the sheets that hold no people.
INSTRUCTIONS = localize("form.first-line-instructions")
LISTS = localize("form.first-line-lists")
# The first text of the list of findings that ``check --annotate`` puts in front of a roster.
FINDINGS = localize("annotate.first-line")


def is_example_row(columns: dict[str, int], row: Row) -> bool:
    """Return whether a row is the form's example, untouched in its number, NIK and name.

    ``columns`` has the index of each field's cell.
    """
    number = columns.get("no")
    # The mark is a word; most rows have a number there.
    if number is None or not row[number] or is_number(row[number]):
        return False
    if not {"nik", "name"} <= columns.keys():
        return False
    if nik.compact(plain_number(row[columns["nik"]])) != NIK:
        return False
    return _is_same(row[number], MARK) and _is_same(row[columns["name"]], NAME)


def is_generated_sheet(sheet: Sheet) -> bool:
    """Return whether a sheet is one that we write beside the people: instructions, lists, findings."""
    first = next((cell for row in sheet.rows for cell in row if cell), "")
    return any(title.matches(first) for title in (INSTRUCTIONS, LISTS, FINDINGS))


def _is_same(cell: str, text: LocalizedText) -> bool:
    return normal_form(cell) in map(normal_form, text.both)
