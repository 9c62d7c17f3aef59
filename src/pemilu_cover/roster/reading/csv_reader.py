"""CSV in the dialects of several countries: any encoding, any delimiter."""

from __future__ import annotations

import csv
from codecs import getincrementaldecoder
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from io import BytesIO, StringIO, TextIOWrapper
from itertools import islice, takewhile
from typing import BinaryIO, NamedTuple

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.roster.reading.cell_encoding import encode_cells
from pemilu_cover.roster.reading.csv_quoting import column_kinds, is_escaped, unescaped
from pemilu_cover.roster.reading.sheet import (
    LAST_COLUMN,
    MOST_CELLS,
    Row,
    Sheet,
    column_letter,
    sheet_too_large,
)

_DELIMITERS = ",;\t|"
_SAMPLE_LINES, _SAMPLE_LINE_LENGTH = 50, 4_000
_CHUNK = 1 << 20
# A missing value, as databases write it.
NO_VALUE = r"\N"
_UTF_32 = (b"\xff\xfe\0\0", b"\0\0\xfe\xff")
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# The encoding of Excel before Unicode, and of some Windows programs still.
_OLD_PAGE = "cp1252"


class CsvDialect(NamedTuple):
    """A CSV file before it is read: its encoding and dialect, and the lines before its first row.

    ``guessed`` names the code page where nothing in the file declares one. ``escaped`` means that a
    quotation mark within quotes has a backslash before it.
    """

    content: BinaryIO
    encoding: str
    guessed: str
    delimiter: str
    skipped: int
    escaped: bool = False


def read(content: bytes) -> Sheet:
    """Read a CSV file. Raise `RefusalError`."""
    accept_long_fields(len(content))  # the length of a text is checked later, with its cell
    text = sniff(BytesIO(content))
    records = list(rows(text))
    width = max((len(row) for row in records), default=0)
    column_kinds(records, text.delimiter).refuse_swallowed(records, 1 + text.skipped)
    if width * len(records) > MOST_CELLS:
        raise sheet_too_large("CSV", f"{column_letter(width)}{len(records)}")
    return Sheet("", "", pad_rows(records, width), 1 + text.skipped, guessed_encoding=text.guessed)


def accept_long_fields(characters: int) -> None:
    """Raise the csv module's limit on the length of a field in this process; never lower it."""
    csv.field_size_limit(max(csv.field_size_limit(), characters))


def sniff(content: BinaryIO) -> CsvDialect:
    """Return the encoding and dialect of a file. Raise `RefusalError`."""
    encoding, guessed = _encoding(content)
    lines = _lines(content, encoding)
    try:
        starts = (_start_of_line(lines) for _ in range(_SAMPLE_LINES))
        head = list(takewhile(bool, starts))
    except UnicodeError as error:
        raise RefusalError("file-damaged") from error
    finally:
        lines.detach()
    first = head[0].strip() if head else ""
    if first.lower().startswith("sep=") and len(first) == len("sep=x"):
        dialect = CsvDialect(content, encoding, guessed, first[-1], 1)
    else:
        dialect = CsvDialect(content, encoding, guessed, _delimiter(head), 0)
    return dialect._replace(escaped=_is_escaped(dialect))


def rows(text: CsvDialect) -> Iterator[Row]:
    """Yield the rows of a file with their cells as written. Raise `RefusalError`."""
    lines: Iterable[str] = _Lines(text)
    number = text.skipped
    try:
        if text.escaped:
            lines = map(unescaped, lines)
        for row in csv.reader(lines, delimiter=text.delimiter, strict=True):
            number += 1
            if len(row) > LAST_COLUMN:
                raise sheet_too_large("CSV", f"{column_letter(len(row))}{number}")
            yield row
    except csv.Error as error:
        raise RefusalError("csv-broken", row=number + 1) from error
    except UnicodeError as error:
        raise RefusalError("file-damaged") from error


def pad_rows(rows: Iterable[Row], width: int) -> list[Row]:
    """Return rows of one width, their cells as encoded cells."""
    return [encode_cells(map(strip_excel_wrapper, row)) + [""] * (width - len(row)) for row in rows]


class _Lines:
    """The lines of a CSV file below the skipped ones; they can be iterated more than once."""

    def __init__(self, text: CsvDialect) -> None:
        self._text = text

    def __iter__(self) -> Iterator[str]:
        lines = _lines(self._text.content, self._text.encoding)
        try:
            yield from islice(lines, self._text.skipped, None)
        finally:
            with suppress(ValueError):  # closed already
                lines.detach()


def _is_escaped(text: CsvDialect) -> bool:
    """Return whether quotation marks are escaped by a backslash. Raise `RefusalError`."""
    text.content.seek(0)
    chunks = iter(lambda: text.content.read(_CHUNK), b"")
    if not any(b"\\" in chunk for chunk in chunks):
        return False
    try:
        lines = _Lines(text)
        return any('\\"' in line for line in lines) and is_escaped(lines, text.delimiter)
    except UnicodeError as error:
        raise RefusalError("file-damaged") from error


def _lines(content: BinaryIO, encoding: str) -> TextIOWrapper:
    """Return the lines of a text with their ends."""
    content.seek(0)
    errors = "replace" if encoding == _OLD_PAGE else "strict"
    return TextIOWrapper(content, encoding=encoding, errors=errors, newline="")


def _start_of_line(lines: TextIOWrapper) -> str:
    """Return the sampled start of the next line, and skip the rest of it."""
    start = rest = lines.readline(_SAMPLE_LINE_LENGTH)
    while rest and not rest.endswith(("\n", "\r")):
        rest = lines.readline(_CHUNK)
    return start


def strip_excel_wrapper(cell: str) -> str:
    r"""Return the text of ="0001", which programs write into a CSV so that Excel keeps the zeros.

    The databases' mark for a missing value becomes an empty text.

    >>> strip_excel_wrapper('="0001"'), strip_excel_wrapper(r"\N"), strip_excel_wrapper("Budi")
    ('0001', '', 'Budi')
    """
    if cell.startswith('="') and cell.endswith('"'):
        return cell[2:-1]
    return "" if cell == NO_VALUE else cell


def _encoding(content: BinaryIO) -> tuple[str, str]:
    """Return the encoding: that of a byte order mark, UTF-8, else a guessed code page with its name."""
    content.seek(0)
    start = content.read(4)
    if start.startswith(_UTF_32):
        raise RefusalError("file-damaged")
    for mark, encoding in _MARKS.items():
        if start.startswith(mark):
            return encoding, ""
    content.seek(0)
    decoder = getincrementaldecoder("utf-8")()
    is_utf_8 = True
    while chunk := content.read(_CHUNK):
        if b"\0" in chunk:
            raise RefusalError("file-damaged")
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
    """Return the delimiter that splits most lines into one same number of cells, the larger number on a tie.

    Addresses have many commas, but not the same number in each line.
    """
    head = "".join(f"{line.rstrip()}\n" for line in lines)

    def evenness(mark: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in csv.reader(StringIO(head, newline=""), delimiter=mark))
        return max(((rows, width) for width, rows in widths.items() if width > 1), default=(0, 0))

    return max(_DELIMITERS, key=evenness)
