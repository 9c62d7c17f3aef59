"""CSV, as programs of several countries write it: in any encoding, with any delimiter."""

from __future__ import annotations

import csv
import re
from collections import Counter
from io import BytesIO, StringIO, TextIOWrapper
from itertools import islice

from pemilu_cover.messages import RefusedError
from pemilu_cover.roster.sheet import (
    LAST_COLUMN,
    MOST_CELLS,
    Row,
    Sheet,
    column_letter,
    marked,
    stretched,
)

_DELIMITERS = ",;\t|"
_LINES_LOOKED_AT, _LETTERS_LOOKED_AT = 50, 4_000
_LONG_NUMBER = re.compile(r"\d{15,17}")
_UTF_32 = (b"\xff\xfe\0\0", b"\0\0\xfe\xff")
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# What Excel wrote before it knew Unicode, and Windows programs still do.
_OLD_PAGE = "cp1252"


def read(content: bytes) -> Sheet:
    """Read a CSV file. Raise `RefusedError`."""
    csv.field_size_limit(len(content))  # how long a text may be is judged where its cell is known
    text, guessed = _decoded(content)
    first, _, rest = text.partition("\n")
    skipped = 0
    if first.strip().lower().startswith("sep=") and len(first.strip()) == len("sep=x"):
        delimiter, text, skipped = first.strip()[-1], rest, 1
    else:
        delimiter = _delimiter(text)
    rows = _rows(text, delimiter)
    width = max((len(row) for row in rows), default=0)
    if any("\n" in cell and _holds_rows(cell, delimiter, width) for row in rows for cell in row):
        raise RefusedError("csv-broken")
    if width * len(rows) > MOST_CELLS:
        raise stretched("CSV", f"{column_letter(width)}{len(rows)}")
    padded = [marked(map(_unwrapped, row)) + [""] * (width - len(row)) for row in rows]
    return Sheet("", "", padded, first_row=1 + skipped, guessed_encoding=guessed)


def _rows(text: str, delimiter: str) -> list[Row]:
    rows: list[Row] = []
    try:
        for row in csv.reader(_lines(text), delimiter=delimiter, strict=True):
            if len(row) > LAST_COLUMN:
                raise stretched("CSV", f"{column_letter(len(row))}{len(rows) + 1}")
            rows.append(row)
    except csv.Error as error:
        raise RefusedError("csv-broken") from error
    return rows


def _lines(text: str) -> TextIOWrapper:
    """Give the lines of a text with their ends, in a quarter of the memory that `StringIO` takes."""
    return TextIOWrapper(BytesIO(text.encode()), encoding="utf-8", newline="")


def _unwrapped(cell: str) -> str:
    """Give the text of ="0001", which programs write into a CSV so that Excel keeps the zeros."""
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell


def _holds_rows(cell: str, delimiter: str, width: int) -> bool:
    """Say whether a cell of several lines has swallowed rows between two stray quotation marks."""
    return _LONG_NUMBER.search(cell) is not None or cell.count(delimiter) >= max(width - 1, 1)


def _decoded(content: bytes) -> tuple[str, str]:
    """Decode by the byte order mark, else as strict UTF-8, else by a code page, which is named."""
    if content.startswith(_UTF_32):
        raise RefusedError("file-damaged")
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            try:
                return content.decode(encoding), ""
            except UnicodeDecodeError as error:
                raise RefusedError("file-damaged") from error
    if b"\0" in content:
        raise RefusedError("file-damaged")
    try:
        return content.decode("utf-8"), ""
    except UnicodeDecodeError:
        return content.decode(_OLD_PAGE, errors="replace"), _OLD_PAGE


def _delimiter(text: str) -> str:
    """Give the delimiter that parts most lines into one same number of cells, and then into most.

    Commas in addresses are many, but not in each line as many.
    """
    lines = islice(_lines(text), _LINES_LOOKED_AT)
    head = "".join(f"{line[:_LETTERS_LOOKED_AT].rstrip()}\n" for line in lines)

    def evenness(mark: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in csv.reader(StringIO(head, newline=""), delimiter=mark))
        return max(((rows, width) for width, rows in widths.items() if width > 1), default=(0, 0))

    return max(_DELIMITERS, key=evenness)
