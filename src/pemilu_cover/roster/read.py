"""Files in, sheets out: every cell with the type that the file gave it, every row with its address.

Excel rosters are read with calamine, which keeps the type of a cell: only so can a NIK that was typed
as a number, and has lost its last digit, be told from one that is whole.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from pemilu_cover.messages import RefusedError, Text
from pemilu_cover.roster.package import facts_of

Row = list[str]

# A cell travels as text. What the file held as a number or a date carries a mark in front, so that a
# distinct text is parsed once and a text "45316" is not taken for the date serial 45316.
NUMBER, DATE = "\x01", "\x02"

_MARKS = (NUMBER, DATE)
_ZIP, _OLE, _PARQUET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PAR1"
_DELIMITERS = ",;\t|"
_LINES_LOOKED_AT = 50
_LONG_NUMBER = re.compile(r"\d{15,17}")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its rows of marked text, and the Excel addresses of the first row and column.

    ``merged`` has the cells that are one: first row and column, last row and column, counted as in
    ``rows``. ``hidden_rows`` has Excel's numbers of the rows that it does not show. ``since_1904`` says
    that the numbers of days count from 1904, as in workbooks of old Macs.
    """

    file: str
    name: str
    rows: list[Row]
    first_row: int = 1
    first_column: int = 1
    visible: bool = True
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    since_1904: bool = False


@dataclass(frozen=True, slots=True)
class RosterFile:
    """One input file: what findings call it, its SHA-256, its sheets."""

    label: str
    sha256: str
    sheets: list[Sheet] = field(repr=False)


def read_files(paths: Iterable[Path]) -> list[RosterFile]:
    """Read rosters; raise `RefusedError` for the first that cannot be read."""
    paths = list(paths)
    for path in paths:
        if sum(path.absolute() == other.absolute() for other in paths) > 1:
            raise RefusedError("file-twice", file=str(path))
    labels = _labels(paths)
    return [read_file(path, label) for path, label in zip(paths, labels, strict=True)]


def read_file(path: Path, label: str | None = None) -> RosterFile:
    """Read one roster of any kind that is taken. Raise `RefusedError` with the reason and the mend."""
    label = label or path.name
    content = _content(path)
    kind = _kind(content, path, label)
    if kind == "xlsx":
        sheets = _workbook(content, label)
    elif kind == "parquet":
        sheets = _parquet(content, label)
    else:
        sheets = [_csv(content, label)]
    return RosterFile(label, hashlib.sha256(content).hexdigest(), sheets)


def is_number(cell: str) -> bool:
    """Say whether the file held the cell as a number."""
    return cell.startswith(NUMBER)


def as_typed(cell: str) -> str:
    """Give a marked cell as a person sees it: dates as dd-mm-yyyy, numbers in plain digits."""
    if cell.startswith(DATE):
        year, month, day = cell[1:].split("-")
        return f"{day}-{month}-{year}"
    return cell.removeprefix(NUMBER)


def _labels(paths: list[Path]) -> list[str]:
    """Give each file the shortest name that no other file of the run has."""
    names = [path.name for path in paths]
    if len(set(names)) == len(names):
        return names
    parented = [str(Path(path.absolute().parent.name, path.name)) for path in paths]
    if len(set(parented)) == len(parented):
        return parented
    return [f"{number}/{name}" for number, name in enumerate(names, start=1)]


def _content(path: Path) -> bytes:
    if path.name.startswith("~$"):
        raise RefusedError("file-lock", file=str(path))
    try:
        if path.is_dir():
            raise RefusedError("file-directory", file=str(path))
        if path.exists() and not path.is_file():
            raise RefusedError("file-special", file=str(path))
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise RefusedError("file-missing", file=str(path)) from error
    except OSError as error:
        raise RefusedError("file-unreadable", file=str(path), why=error.strerror) from error
    if not content:
        raise RefusedError("file-empty", file=str(path))
    return content


# What is plainly no table, by its first bytes.
_NO_TABLES = {
    b"%PDF": Text("PDF", "a PDF"),
    b"\xff\xd8\xff": Text("gambar", "a picture"),
    b"\x89PNG": Text("gambar", "a picture"),
    b"GIF8": Text("gambar", "a picture"),
    b"{\\rtf": Text("dokumen", "a document"),
}


def _kind(content: bytes, path: Path, label: str) -> str:
    """Tell the kind of a file from its bytes; its ending may lie."""
    for start, kind in _NO_TABLES.items():
        if content.startswith(start):
            raise RefusedError("file-no-table", file=label, kind=kind)
    if content.startswith(_PARQUET):
        return "parquet"
    if content.startswith(_ZIP):
        return _kind_of_zip(content, label)
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise RefusedError("file-password", file=label)
        raise RefusedError("file-other-kind", file=label, kind=".xls")
    if content.lstrip()[:1] == b"<":
        raise RefusedError("file-other-kind", file=label, kind="HTML/XML")
    if path.suffix.lower() in {".xlsx", ".xlsm", ".xls", ".parquet"} and b"\0" in content:
        raise RefusedError("file-damaged", file=label)
    return "csv"


def _kind_of_zip(content: bytes, label: str) -> str:
    if b"word/document.xml" in content or b"ppt/presentation.xml" in content:
        raise RefusedError("file-no-table", file=label, kind=Text("dokumen", "a document"))
    for part, kind in ((b"xl/workbook.bin", ".xlsb"), (b"vnd.oasis.opendocument", ".ods")):
        if part in content:
            raise RefusedError("file-other-kind", file=label, kind=kind)
    return "xlsx"


def _workbook(content: bytes, label: str) -> list[Sheet]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        facts = facts_of(content)
        metas = [meta for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
        read = [(meta, book.get_sheet_by_name(meta.name)) for meta in metas]
        return [
            Sheet(
                label,
                meta.name,
                [_marked(row) for row in sheet.iter_rows()],
                first_row=1,
                first_column=(sheet.start or (0, 0))[1] + 1,
                visible=meta.visible == SheetVisibleEnum.Visible,
                merged=_merged(sheet.merged_cell_ranges, (sheet.start or (0, 0))[1]),
                hidden_rows=facts.hidden_rows.get(meta.name, frozenset()),
                since_1904=facts.since_1904,
            )
            for meta, sheet in read
        ]
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic of the native reader is no Exception
        raise RefusedError("file-damaged", file=label) from error


def _merged(
    ranges: list[tuple[tuple[int, int], tuple[int, int]]] | None, left: int
) -> tuple[tuple[int, int, int, int], ...]:
    """Give merged cells as they are counted in the rows, which begin at the first used column."""
    return tuple(
        (top, first - left, bottom, last - left) for (top, first), (bottom, last) in ranges or ()
    )


def _marked(row: list[Any]) -> Row:
    return [
        cell if cell.__class__ is str and cell[:1] not in _MARKS else _mark(cell) for cell in row
    ]


def _mark(cell: object) -> str:
    """Give a typed cell as marked text; what is neither text, number nor date is shown as it is."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"\x03{cell[1:]}"  # a text that begins with a mark of ours: a control character all the same
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, int | float):
        whole = isinstance(cell, float) and cell.is_integer()
        return f"{NUMBER}{int(cell) if whole else cell}"
    if isinstance(cell, date):
        day = cell.date() if isinstance(cell, datetime) else cell
        return f"{DATE}{day.isoformat()}"
    return str(cell)


def _parquet(content: bytes, label: str) -> list[Sheet]:
    import polars as pl  # noqa: PLC0415

    try:
        frame = pl.read_parquet(content)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise RefusedError("file-damaged", file=label) from error
    rows = [_marked(list(row)) for row in frame.iter_rows()]
    return [Sheet(label, Path(label).stem, [list(frame.columns), *rows])]


def _csv(content: bytes, label: str) -> Sheet:
    text = _decoded(content, label)
    first, _, rest = text.partition("\n")
    skipped = 0
    if first.strip().lower().startswith("sep=") and len(first.strip()) == len("sep=x"):
        delimiter, text, skipped = first.strip()[-1], rest, 1
    else:
        delimiter = _delimiter(text)
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise RefusedError("csv-broken", file=label) from error
    width = max((len(row) for row in rows), default=0)
    if any("\n" in cell and _holds_rows(cell, delimiter, width) for row in rows for cell in row):
        raise RefusedError("csv-broken", file=label)
    padded = [_marked(list(map(_unwrapped, row))) + [""] * (width - len(row)) for row in rows]
    return Sheet(label, Path(label).stem, padded, first_row=1 + skipped)


def _unwrapped(cell: str) -> str:
    """Give the text of ="0001", which programs write into a CSV so that Excel keeps the zeros."""
    return cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell


def _holds_rows(cell: str, delimiter: str, width: int) -> bool:
    """Say whether a cell of several lines has swallowed rows between two stray quotation marks."""
    return _LONG_NUMBER.search(cell) is not None or cell.count(delimiter) >= max(width - 1, 1)


def _decoded(content: bytes, label: str) -> str:
    """Decode by the byte order mark, else as strict UTF-8, else as the Windows page of old Excel."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError as error:
                raise RefusedError("file-damaged", file=label) from error
    if b"\0" in content:
        raise RefusedError("file-damaged", file=label)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    """Give the delimiter that parts most lines into one same number of cells, and then into most.

    Commas in addresses are many, but not in each line as many.
    """
    head = "\n".join(text.splitlines()[:_LINES_LOOKED_AT])

    def evenness(mark: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in csv.reader(StringIO(head, newline=""), delimiter=mark))
        return max(((rows, width) for width, rows in widths.items() if width > 1), default=(0, 0))

    return max(_DELIMITERS, key=evenness)
