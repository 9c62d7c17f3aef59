"""Headers: which column of a sheet holds which field, whatever it is called and wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pemilu_cover.roster.reading.cell_encoding import is_date, is_number_or_date
from pemilu_cover.roster.reading.sheet import Row, Sheet
from pemilu_cover.roster.tables.column_choice import choose
from pemilu_cover.roster.tables.column_draft import Neighbours, Note, Order
from pemilu_cover.roster.tables.column_names import (
    ColumnLabel,
    ColumnNames,
    is_foreign,
    label_candidates,
)
from pemilu_cover.values import dates
from pemilu_cover.values.text import clean, normal_form

# A row is a header when it names so many fields, one of them a person's.
FEWEST_HEADERS = 3
WHO = frozenset({"nik", "name"})
# So many columns that stand beside a group tell that its row belongs to the header.
_FEWEST_BESIDE = 2
_CURRENCY = frozenset({"RP", "IDR"})
_BRACKETS = re.compile(r"[(\[](.*?)[)\]]")


@dataclass(frozen=True, slots=True)
class Header:
    """The header of one table: which column (index in the row) holds a field, and what it is called.

    ``unmapped`` has the columns that are known by no name, with what they are called; ``splits``, ``homes``,
    ``more`` and ``notes`` are those of `pemilu_cover.roster.tables.column_draft.Choice`; ``orders`` says how
    the fields of days are written where the day does not come first.
    """

    first: int
    height: int
    columns: dict[str, int]
    labels: dict[str, str]
    unmapped: dict[int, str]
    words: ColumnNames
    splits: dict[int, tuple[str, ...]] = field(default_factory=dict)
    homes: dict[str, int] = field(default_factory=dict)
    more: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    orders: dict[str, Order] = field(default_factory=dict)
    neighbours: Neighbours = field(default_factory=Neighbours)

    def called(self, column: int) -> str:
        """Return what a column is called, ``""`` where nothing stands in its header."""
        named = (self.labels[name] for name, at in self.columns.items() if at == column)
        return next(named, self.unmapped.get(column, ""))

    def known_columns(self) -> set[int]:
        """Return the columns that are read: those of fields, and those that are joined to them."""
        joined = (column for parts in self.more.values() for _, column in parts)
        return {*self.columns.values(), *self.homes.values(), *joined}


def find_header(sheet: Sheet, index: int, words: ColumnNames) -> Header | None:
    """Read the header that starts at a row of a sheet, or give None where none does.

    Raise `RefusalError` where two columns carry the same name.
    """
    row, below, third = (
        sheet.rows[at] if at < len(sheet.rows) else [] for at in (index, index + 1, index + 2)
    )
    named = _names_fields(row, words)
    if not named and not _groups_stand_above(row, below, words):
        return None
    labels = [ColumnLabel(cell, label_candidates(cell), [], cell) for cell in row]
    if named and not _parts(labels, below, words):
        return _mapped(sheet, index, 1, labels, words)
    labels = list(_joined(labels, below))
    if not _parts(labels, third, words):
        return _mapped(sheet, index, 2, labels, words)
    return _mapped(sheet, index, 3, list(_joined(labels, third)), words)


def split_merged_period(header: Header, sheet: Sheet) -> Header:
    """Take the two columns of dates below one merged "Masa Kerja" for the first and the last day."""
    first = header.columns.get("period")
    below = sheet.rows[header.first + header.height :]
    if first is None or {"start", "end"} & set(header.columns):
        return header
    headless = [column for column in (first + 1, first + 2) if _is_headless(header, sheet, column)]
    last = next((column for column in headless if _holds_days(below, column)), None)
    if last is None or not _holds_days(below, first):
        return header
    title = header.labels["period"]
    columns = {name: column for name, column in header.columns.items() if name != "period"}
    labels = {name: label for name, label in header.labels.items() if name != "period"}
    return replace(
        header,
        columns=columns | {"start": first, "end": last},
        labels=labels | {"start": title, "end": title},
    )


def skip_currency_column(header: Header, sheet: Sheet) -> Header:
    """Take the amounts beside a column of nothing but "Rp", below one merged "Honor", for the wage."""
    wage = header.columns.get("wage")
    if wage is None or not _is_headless(header, sheet, wage + 1):
        return header
    below = sheet.rows[header.first + header.height :]
    cells = [row[wage] for row in below if row[wage]]
    if sum(normal_form(cell) in _CURRENCY for cell in cells) * 2 <= len(cells):
        return header
    return replace(header, columns=header.columns | {"wage": wage + 1})


def _is_headless(header: Header, sheet: Sheet, column: int) -> bool:
    rows = sheet.rows[header.first : header.first + header.height]
    return column < len(rows[0]) and not any(row[column] for row in rows)


def _holds_days(rows: list[Row], column: int) -> bool:
    """Return whether most of the cells of a column that are not empty are single days."""
    cells = [row[column] for row in rows if row[column]]
    return sum(map(_is_day, cells)) * 2 > len(cells)


def _is_day(cell: str) -> bool:
    if is_date(cell):
        return True
    try:
        return bool(dates.parse(clean(cell)))
    except ValueError:
        return False


def repeats_header(header: Header, row: Row) -> bool:
    """Return whether a row is the table's header once more."""
    same = sum(
        name in header.words.named(row[column])
        for name, column in header.columns.items()
        if row[column]
    )
    return same >= min(FEWEST_HEADERS, len(header.columns))


def _names_fields(row: Row, words: ColumnNames) -> bool:
    """Return whether a row names enough fields to be a header; two if the row holds nothing else."""
    named = [words.named(cell) for cell in row if cell and not cell.isspace()]
    found = {name for names in named for name in names}
    enough = FEWEST_HEADERS - 1 if all(named) else FEWEST_HEADERS
    return len(found) >= enough and bool(found & WHO)


def _groups_stand_above(row: Row, below: Row, words: ColumnNames) -> bool:
    """Return whether a row holds what stands above and beside a header: "IDENTITAS" over NIK and name.

    It names fields itself, in columns that the header below leaves empty.
    """
    if not below or not _names_fields(below, words):
        return False
    beside = {
        name
        for upper, lower in zip(row, below, strict=True)
        if upper and not lower
        for name in words.named(upper)
    }
    return len(beside) >= _FEWEST_BESIDE


def _parts(labels: Sequence[ColumnLabel], below: Row, words: ColumnNames) -> bool:
    """Return whether the row below parts the header's groups: "MASA KERJA" into "MULAI" and "SELESAI".

    Under the person's own columns it may hold a hint in brackets ("(16 digit)"), but nothing else; a
    single cell parts nothing.
    """
    if not any(below) or any(is_number_or_date(cell) for cell in below):
        return False
    filled = [cell for cell in below if cell and not cell.isspace()]
    if len(filled) == 1 and not is_hint(filled[0]):
        return False
    matches = [words.match(label) for label in labels]
    who = [column for column, match in enumerate(matches) if match and match[0] in WHO]
    if any(below[column] and not is_hint(below[column]) for column in who):
        return False
    parted = zip(_joined(labels, below), below, strict=True)
    return any(lower and words.match(label) is not None for label, lower in parted)


def is_hint(cell: str) -> bool:
    """Return whether a cell holds only a remark in brackets; a line to sign on, "(……)", is none."""
    return _BRACKETS.fullmatch(cell.strip()) is not None and any(map(str.isalnum, cell))


def _joined(labels: Sequence[ColumnLabel], below: Row) -> Iterator[ColumnLabel]:
    """Return each column's label where one more header row parts those above it.

    The lower word alone says less than with its group above, and nothing where the group is somebody
    else's: "NAMA" below "AHLI WARIS" is not the worker.
    """
    parent = ""
    for label, lower in zip(labels, below, strict=True):
        parent = label.text or parent
        if not lower or (label.text and is_hint(lower)):
            yield label
            continue
        last = parent.split()[-1] if parent.split() else ""
        forms = (f"{parent} {lower}", f"{lower} {parent}", f"{lower} {last}")
        foreign = is_foreign(parent)
        yield ColumnLabel(
            f"{parent} {lower}",
            [form for text in forms for form in label_candidates(text)],
            [] if foreign else label_candidates(lower),
            lower,
        )


def _mapped(
    sheet: Sheet, index: int, height: int, labels: list[ColumnLabel], words: ColumnNames
) -> Header:
    """Return the header with the columns that its labels and the cells below it give the fields."""
    chosen = choose(sheet, index + height, labels, words)
    texts = [label.text.strip() for label in labels]
    used = {
        *chosen.columns.values(),
        *chosen.homes.values(),
        *(column for more in chosen.more.values() for _, column in more),
    }
    return Header(
        index,
        height,
        chosen.columns,
        {name: texts[column] for name, column in chosen.columns.items()},
        {column: text for column, text in enumerate(texts) if text and column not in used},
        words,
        chosen.splits,
        chosen.homes,
        chosen.more,
        tuple(chosen.notes),
        neighbours=chosen.neighbours,
    )
