"""CSV, as programs of several countries write it: in any encoding, with any delimiter."""

from __future__ import annotations

import csv
import re
from codecs import getincrementaldecoder
from collections import Counter
from collections.abc import Iterable, Iterator
from io import BytesIO, StringIO, TextIOWrapper
from itertools import takewhile
from typing import BinaryIO, NamedTuple

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
_CHUNK = 1 << 20
_LONG_NUMBER = re.compile(r"\d{15,17}")
_UTF_32 = (b"\xff\xfe\0\0", b"\0\0\xfe\xff")
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# What Excel wrote before it knew Unicode, and Windows programs still do.
_OLD_PAGE = "cp1252"


class Text(NamedTuple):
    """A CSV file, looked at but not yet read: how it is written, and the lines before its first row.

    ``guessed`` names the code page where nothing in the file says so.
    """

    content: BinaryIO
    encoding: str
    guessed: str
    delimiter: str
    skipped: int


def read(content: bytes) -> Sheet:
    """Read a CSV file. Raise `RefusedError`."""
    csv.field_size_limit(len(content))  # how long a text may be is judged where its cell is known
    text = opened(BytesIO(content))
    read = list(rows(text))
    width = max((len(row) for row in read), default=0)
    refuse_swallowed(read, text.delimiter, width)
    if width * len(read) > MOST_CELLS:
        raise stretched("CSV", f"{column_letter(width)}{len(read)}")
    return Sheet("", "", padded(read, width), 1 + text.skipped, guessed_encoding=text.guessed)


def opened(content: BinaryIO) -> Text:
    """Find out how a file is written. Raise `RefusedError`."""
    encoding, guessed = _encoding(content)
    lines = _lines(content, encoding)
    try:
        starts = (_start_of_line(lines) for _ in range(_LINES_LOOKED_AT))
        head = list(takewhile(bool, starts))
    except UnicodeError as error:
        raise RefusedError("file-damaged") from error
    finally:
        lines.detach()
    first = head[0].strip() if head else ""
    if first.lower().startswith("sep=") and len(first) == len("sep=x"):
        return Text(content, encoding, guessed, first[-1], 1)
    return Text(content, encoding, guessed, _delimiter(head), 0)


def rows(text: Text) -> Iterator[Row]:
    """Give the rows of a file as its cells are written. Raise `RefusedError`."""
    lines = _lines(text.content, text.encoding)
    for _ in range(text.skipped):
        lines.readline()
    try:
        for number, row in enumerate(csv.reader(lines, delimiter=text.delimiter, strict=True), 1):
            if len(row) > LAST_COLUMN:
                raise stretched("CSV", f"{column_letter(len(row))}{number}")
            yield row
    except csv.Error as error:
        raise RefusedError("csv-broken") from error
    except UnicodeError as error:
        raise RefusedError("file-damaged") from error


def padded(rows: Iterable[Row], width: int) -> list[Row]:
    """Give rows of one width, their cells as marked texts."""
    return [marked(map(unwrapped, row)) + [""] * (width - len(row)) for row in rows]


def refuse_swallowed(rows: Iterable[Row], delimiter: str, width: int) -> None:
    """Refuse a cell of several lines that has swallowed rows between two stray quotation marks."""
    if any("\n" in cell and _holds_rows(cell, delimiter, width) for row in rows for cell in row):
        raise RefusedError("csv-broken")


def _lines(content: BinaryIO, encoding: str) -> TextIOWrapper:
    """Give the lines of a text with their ends."""
    content.seek(0)
    errors = "replace" if encoding == _OLD_PAGE else "strict"
    return TextIOWrapper(content, encoding=encoding, errors=errors, newline="")


def _start_of_line(lines: TextIOWrapper) -> str:
    """Give as much of the next line as is looked at, and pass over the rest of it."""
    start = rest = lines.readline(_LETTERS_LOOKED_AT)
    while rest and not rest.endswith(("\n", "\r")):
        rest = lines.readline(_CHUNK)
    return start


def unwrapped(cell: str) -> str:
    """Give the text of ="0001", which programs write into a CSV so that Excel keeps the zeros."""
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell


def _holds_rows(cell: str, delimiter: str, width: int) -> bool:
    """Say whether a cell of several lines has swallowed rows between two stray quotation marks."""
    return _LONG_NUMBER.search(cell) is not None or cell.count(delimiter) >= max(width - 1, 1)


def _encoding(content: BinaryIO) -> tuple[str, str]:
    """Tell the encoding by the byte order mark, else strict UTF-8, else a code page, which is named."""
    content.seek(0)
    start = content.read(4)
    if start.startswith(_UTF_32):
        raise RefusedError("file-damaged")
    for mark, encoding in _MARKS.items():
        if start.startswith(mark):
            return encoding, ""
    content.seek(0)
    decoder = getincrementaldecoder("utf-8")()
    is_utf_8 = True
    while chunk := content.read(_CHUNK):
        if b"\0" in chunk:
            raise RefusedError("file-damaged")
        try:
            if is_utf_8:
                decoder.decode(chunk)
        except UnicodeDecodeError:
            is_utf_8 = False
    try:
        decoder.decode(b"", final=is_utf_8)
    except UnicodeDecodeError:
        is_utf_8 = False
    return ("utf-8", "") if is_utf_8 else (_OLD_PAGE, _OLD_PAGE)


def _delimiter(lines: Iterable[str]) -> str:
    """Give the delimiter that parts most lines into one same number of cells, and then into most.

    Commas in addresses are many, but not in each line as many.
    """
    head = "".join(f"{line.rstrip()}\n" for line in lines)

    def evenness(mark: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in csv.reader(StringIO(head, newline=""), delimiter=mark))
        return max(((rows, width) for width, rows in widths.items() if width > 1), default=(0, 0))

    return max(_DELIMITERS, key=evenness)
