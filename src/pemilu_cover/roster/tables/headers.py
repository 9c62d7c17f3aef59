"""Headers: which column of a sheet holds which field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from pemilu_cover.roster.reading.cell_encoding import is_date, is_number_or_date
from pemilu_cover.roster.reading.sheet import Row, Sheet
from pemilu_cover.roster.tables.column_choice import choose
from pemilu_cover.roster.tables.column_names import (
    FEWEST_HEADERS,
    WHO,
    ColumnLabel,
    ColumnNames,
    is_foreign,
    label_candidates,
)
from pemilu_cover.roster.tables.header import Header, is_hint
from pemilu_cover.values import dates
from pemilu_cover.values.text import clean, normal_form

# The number of columns beside a group from which its row belongs to the header.
_FEWEST_BESIDE = 2
_CURRENCY = frozenset({"RP", "IDR"})
_NIK_LIKE = re.compile(r"\d{12}")


def find_headers(sheet: Sheet, words: ColumnNames) -> list[Header]:
    """Return the headers of a part of a sheet, from the top; a repeated one opens no new table.

    A header with two names counts where they are a NIK and a name, or where no fuller header exists: "Nama |
    Jabatan" may head signatures.
    """
    full_headers = list(_iter_headers(sheet, words, _is_full))
    return full_headers or list(_iter_headers(sheet, words, lambda _: True))


def _is_full(header: Header) -> bool:
    return len(header.columns) >= FEWEST_HEADERS or header.columns.keys() >= WHO


def _iter_headers(
    sheet: Sheet, words: ColumnNames, is_enough: Callable[[Header], bool]
) -> Iterator[Header]:
    index = 0
    current: Header | None = None
    while index < len(sheet.rows):
        row = sheet.rows[index]
        header = find_header(sheet, index, words) if _may_be_header(row, current) else None
        if header is not None and not is_enough(header):
            header = None
        if header is None or (current and header.columns == current.columns):
            index += 1
            continue
        header = skip_currency_column(split_merged_period(header, sheet), sheet)
        yield header
        current = header
        index = header.first + header.height


def _may_be_header(row: Row, current: Header | None) -> bool:
    """Return False for a row with a NIK below a NIK header, to skip the costly search."""
    if current is None:
        return True
    nik = current.columns.get("nik")
    return nik is None or not _NIK_LIKE.search(row[nik])


def find_header(sheet: Sheet, index: int, words: ColumnNames) -> Header | None:
    """Return the header that starts at a row of a sheet, or None where none does.

    Raise `RefusalError` where two columns have the same name.
    """
    row, below, third = (
        sheet.rows[at] if at < len(sheet.rows) else [] for at in (index, index + 1, index + 2)
    )
    named = _names_fields(row, words)
    if not named and not _has_groups_above(row, below, words):
        return None
    labels = [ColumnLabel(cell, label_candidates(cell), [], cell) for cell in row]
    if named and not _divides_groups(labels, below, words):
        return _mapped(sheet, index, 1, labels, words)
    labels = list(_joined(labels, below))
    if not _divides_groups(labels, third, words):
        return _mapped(sheet, index, 2, labels, words)
    return _mapped(sheet, index, 3, list(_joined(labels, third)), words)


def split_merged_period(header: Header, sheet: Sheet) -> Header:
    """Read the two date columns below one merged "Masa Kerja" as the first and the last day."""
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
    """Read the amounts beside a column of nothing but "Rp", below one merged "Honor", as the wage."""
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


def _names_fields(row: Row, words: ColumnNames) -> bool:
    """Return whether a row names enough fields to be a header; two if the row holds nothing else."""
    named = [words.named(cell) for cell in row if cell and not cell.isspace()]
    fields = {name for names in named for name in names}
    enough = FEWEST_HEADERS - 1 if all(named) else FEWEST_HEADERS
    return len(fields) >= enough and bool(fields & WHO)


def _has_groups_above(row: Row, below: Row, words: ColumnNames) -> bool:
    """Return whether a row belongs to the header above or next to it: "IDENTITAS" over NIK and name.

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


def _divides_groups(labels: Sequence[ColumnLabel], below: Row, words: ColumnNames) -> bool:
    """Return whether the row below divides the header's groups: "MASA KERJA" into "MULAI" and "SELESAI".

    Under the person's own columns it may hold a hint in brackets ("(16 digit)"), but nothing else; a
    single cell divides nothing.
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
    joined = zip(_joined(labels, below), below, strict=True)
    return any(lower and words.match(label) is not None for label, lower in joined)


def _joined(labels: Sequence[ColumnLabel], below: Row) -> Iterator[ColumnLabel]:
    """Yield each column's label where one more header row divides those above it.

    The lower word alone ranks below the form with its group, and is ignored where the group is about somebody
    else: "NAMA" below "AHLI WARIS" is not the worker.
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
    """Return the header with the columns of the fields, by its labels and the cells below it."""
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
