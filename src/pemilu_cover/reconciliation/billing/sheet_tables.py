"""The tables of a Formulir 2a in workbooks and CSV files, recognised by titles and not by columns.

A converted PDF has its columns spread over 28 with merged titles in two rows; others are narrow. A sheet may
hold several tables, each with its own titles, or several units and months below each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.reconciliation.billing import bill_rows, columns
from pemilu_cover.reconciliation.billing.page_control import PageControl
from pemilu_cover.reconciliation.billing.unit_lines import is_total, read_unit_line
from pemilu_cover.roster.reading.cell_encoding import cell_content
from pemilu_cover.roster.reading.sheet import RosterFile, Row, Sheet
from pemilu_cover.values.text import clean, normal_form

_NEEDED = frozenset((columns.NIK, columns.KPJ, columns.NAME))
# So many different titles make a row the header of a form, though others may lack.
_HEADER = 5
_IDENTITY = frozenset((*_NEEDED, columns.NUMBER, columns.BIRTH_DATE))


class _Header(NamedTuple):
    """The index of each field's column, and how many rows the titles take."""

    fields: Mapping[str, int]
    height: int


class _PendingRow(NamedTuple):
    """A row whose name may go on in the next one."""

    row: int
    cells: dict[str, str]


def read_sheets(file: RosterFile, control: PageControl) -> bool:
    """Give the rows of a file to a control; return whether it has any table of people.

    Raises:
        RefusalError: A table has some titles of the form, and lacks others or has them twice.
    """
    tables = [_SheetReader(sheet, control) for sheet in file.sheets]
    for number, table in enumerate(tables, start=1):
        table.read(number)
    control.finish()
    has_table = any(table.has_table for table in tables)
    if not has_table and (faulty := next(filter(None, map(_faulty_titles, file.sheets)), None)):
        raise RefusalError("bill-columns", file=file.label, columns=", ".join(faulty))
    return has_table


def _faulty_titles(sheet: Sheet) -> list[str]:
    """Return the titles that the header of a sheet lacks or has twice; none where it has no header."""
    for row in sheet.rows:
        fields = Counter(columns.field_of(normal_form(cell).split()) for cell in row if cell)
        if len(fields.keys() & columns.TITLES.keys()) >= _HEADER:
            return [title for field, title in columns.TITLES.items() if fields[field] != 1]
    return []


class _SheetReader:
    """Reads one sheet from top to bottom."""

    def __init__(self, sheet: Sheet, control: PageControl) -> None:
        self.has_table = False
        self._sheet, self._control = sheet, control
        self._fields: Mapping[str, int] = {}
        self._pending: _PendingRow | None = None
        self._is_summed_up = False

    def read(self, number: int) -> None:
        """Read the sheet, the file's with this number."""
        self._control.start_page(number, self._sheet.name)
        rows, index = self._sheet.rows, 0
        while index < len(rows):
            header = find_header(rows[index : index + 2])
            if header:
                self._give_pending()
                self.has_table, self._fields = True, header.fields
                self._is_summed_up = False
                index += header.height
            else:
                self._read_row(self._sheet.first_row + index, rows[index])
                index += 1
        self._give_pending()

    def _read_row(self, number: int, row: Row) -> None:
        cells = {field: row[column] for field, column in self._fields.items() if column < len(row)}
        has_amount = any(cells[name] for name in cells.keys() - _IDENTITY)
        is_person = any(map(str.isdigit, cells.get(columns.NIK, "") + cells.get(columns.KPJ, "")))
        filled = [clean(cell_content(cell)) for cell in row if cell]
        if has_amount and any(map(is_total, filled)):
            self._give_pending()
            self._control.add_total(
                number, {name: cells[name] for name in cells.keys() - _IDENTITY if cells[name]}
            )
            self._is_summed_up = True
        elif has_amount and is_person:
            self._give_pending()
            self._pending = _PendingRow(number, cells)
        elif has_amount and not self._is_summed_up:
            self._give_pending()
            self._control.refuse(bill_rows.ROW_AMOUNTS, number)
        elif unit := read_unit_line(" ".join(filled)):
            self._give_pending()
            self._control.start_unit(*unit)
        elif self._pending and filled and filled == [clean(cells.get(columns.NAME, ""))]:
            name = self._pending.cells[columns.NAME]
            self._pending.cells[columns.NAME] = f"{name} {filled[0]}"

    def _give_pending(self) -> None:
        if self._pending:
            self._control.add_row(*self._pending)
            self._pending = None


def find_header(rows: Sequence[Row]) -> _Header | None:
    """Return the columns that a row and the one below it name; None where they are no titles of the form."""
    if not any(cell.strip().upper() == "NIK" for cell in rows[0]):
        return None
    upper = [normal_form(cell).split() for cell in rows[0]]
    lower = [normal_form(cell).split() for cell in rows[1]] if len(rows) > 1 else []
    height = 2 if any(map(columns.has_share, lower)) else 1
    width = max(len(upper), len(lower))
    titles = [
        (upper[at] if at < len(upper) else [])
        + (lower[at] if height > 1 and at < len(lower) else [])
        for at in range(width)
    ]
    identity: dict[str, int] = {}
    amounts = []
    for index, words in enumerate(titles):
        field = columns.identity_field(" ".join(words))
        if field:
            identity.setdefault(field, index)
        elif columns.is_amount_title(words):
            amounts.append(index)
    groups = [word for words in upper for word in words if word in columns.GROUPS]
    fields = columns.amount_fields([titles[index] for index in amounts], groups)
    if fields is None or not identity.keys() >= _NEEDED:
        return None
    identity.pop(columns.IGNORED, None)
    return _Header({**identity, **dict(zip(fields, amounts, strict=True))}, height)
