"""The process that reads a great roster: a CSV or Parquet file in, piece by piece, its rows out.

``python -m pemilu_cover.roster.reading.batch_process FILE ROW`` gives the first rows of a file, which hold
its header, and then all from a row on, counted from 0 (the column names of a Parquet file are row 0).
What it prints is a run of messages (`HEADER`): a kind, a number, and so many bytes. A `HEAD` has about how
many rows there are, the code page that was guessed, and the first rows; a `PIECE` the number of its first row
and its rows; both as marked texts in Arrow's stream format. The last piece is the `REST`. Or it is `REFUSED`,
and why.
"""

from __future__ import annotations

import marshal
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from itertools import islice, starmap, takewhile
from pathlib import Path

import polars as pl

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.roster.reading import csv_reader, parquet_reader
from pemilu_cover.roster.reading.__main__ import limit_memory, to_wire
from pemilu_cover.roster.reading.cell_encoding import NUMBER_PATTERN
from pemilu_cover.roster.reading.csv_quoting import HEAD as _HEAD
from pemilu_cover.roster.reading.csv_quoting import column_kinds
from pemilu_cover.roster.reading.sheet import Row
from pemilu_cover.roster.reading.typed_columns import marked_texts

HEADER = struct.Struct(">BQQ")
PIECE, REFUSED, HEAD, REST = range(4)
# So many rows are in memory at one time, here and where they are judged.
HEIGHT = 50_000
_LONGEST_CELL = 16 << 20
# A NIK, and one with a digit lost or one too many, however it is parted.
_SOMEBODY = rf"^[{NUMBER_PATTERN}'`]?[0-9](?:[\s.,'`-]?[0-9]){{14,16}}\s*$"
# The last person of a piece mostly stands in its last rows.
_TAIL = 100
# So many rows without anybody are kept for the next piece: they may be the foot of a table.
_LONGEST_FOOT = 1_000


# About how many rows there are and the code page that was guessed, the head, and all from a row on.
_Opened = tuple[tuple[int, str], pl.DataFrame, Iterator[pl.DataFrame]]


def main() -> None:
    """Read the file and tell."""
    limit_memory()
    path, first = Path(sys.argv[1]), int(sys.argv[2])
    try:
        (count, guessed), head, rows = (
            _of_parquet(path, first) if _is_parquet(path) else _of_text(path, first)
        )
        _answer(HEAD, 0, marshal.dumps((count, guessed, _stream(head))))
        waiting: tuple[int, pl.DataFrame] | None = None
        for piece in _cut(rows, first):
            if waiting:
                _tell(PIECE, *waiting)
            waiting = piece
        if waiting:
            _tell(REST, *waiting)
    except RefusalError as refusal:
        _answer(REFUSED, 0, marshal.dumps((refusal.code, to_wire(refusal.detail))))


def _is_parquet(path: Path) -> bool:
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise RefusalError("not-for-pieces")
    return start == b"PAR1"


def _of_parquet(path: Path, first: int) -> _Opened:
    source = parquet_reader.ParquetBatches(path)
    names, height = _frame([source.names]), source.height

    def rows(start: int, end: int) -> pl.DataFrame:
        cells = source.rows(max(start - 1, 0), end - max(start, 1))
        cells = cells.rename(dict(zip(cells.columns, names.columns, strict=True)))
        return cells if start else pl.concat([names, cells])

    def pieces() -> Iterator[pl.DataFrame]:
        spans = takewhile(lambda span: span[0] <= height, _spans(first))
        yield from starmap(rows, spans)

    return (height, ""), rows(0, _HEAD), pieces()


def _spans(first: int) -> Iterator[tuple[int, int]]:
    """Return the rows from one on, stretch by stretch, each with the row behind it.

    The stretches of a whole file end at the same rows; where a run goes on at the row at which a piece was
    cut, it reads on to the end of the next one, as the run that was ended would have.
    """
    end = first // HEIGHT * HEIGHT + HEIGHT
    while True:
        yield first, end
        first, end = end, end + HEIGHT


def _of_text(path: Path, first: int) -> _Opened:
    csv_reader.accept_long_fields(_LONGEST_CELL)
    with path.open("rb") as file:
        found = csv_reader.sniff(file)
        lines = csv_reader.rows(found)
        head = list(islice(lines, _HEAD))
    width = max((len(row) for row in head), default=0)
    columns = column_kinds(head, found.delimiter)

    def pieces() -> Iterator[pl.DataFrame]:
        with path.open("rb") as file:
            rows = islice(csv_reader.rows(found._replace(content=file)), first, None)
            for start, end in _spans(first):
                if not (piece := list(islice(rows, end - start))):
                    return
                columns.refuse_swallowed(piece, 1 + found.skipped + start)
                yield _of_cells(piece, max(width, *map(len, piece)))

    letters = sum(len(cell.encode()) + 1 for row in head for cell in row)
    count = path.stat().st_size * len(head) // max(letters, 1)
    return (count, found.guessed), _of_cells(head, width), pieces()


def _of_cells(rows: list[Row], width: int) -> pl.DataFrame:
    """Return the rows of a CSV file as marked texts; what `text.padded` does, column by column."""
    frame = _frame([row if len(row) == width else row + [""] * (width - len(row)) for row in rows])
    return marked_texts(frame.select(map(_unwrapped, frame)))


def _unwrapped(cells: pl.Series) -> pl.Series:
    wrapped = cells.str.starts_with('="') | (cells == csv_reader.NO_VALUE)
    if not wrapped.any():
        return cells
    bare = pl.Series(map(csv_reader.strip_excel_wrapper, cells.filter(wrapped)), dtype=pl.String)
    return cells.scatter(wrapped.arg_true(), bare)


def _frame(rows: list[Row]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            pl.Series(str(number), cells, dtype=pl.String)
            for number, cells in enumerate(zip(*rows, strict=True))
        ]
    )


def _cut(pieces: Iterator[pl.DataFrame], first: int) -> Iterator[tuple[int, pl.DataFrame]]:
    """Let every piece but the last end with a row that is surely somebody's.

    What follows the last sure person of a table may be its signatures: that can only be told where all of it
    is seen, and is kept for the next piece.
    """
    kept = pl.DataFrame()
    for piece in pieces:
        whole = pl.concat([kept, piece], how="diagonal").fill_null("") if kept.height else piece
        ends = _behind_last(whole)
        if ends:
            yield first, whole.head(ends)
        first += ends
        kept = whole.slice(ends)
    if kept.height:
        yield first, kept


def _behind_last(rows: pl.DataFrame) -> int:
    """Return the row behind the last one that is surely somebody's, or 0 where it may yet come."""
    for height in (_TAIL, _LONGEST_FOOT):
        foot = rows.tail(height)
        sure = foot.select(pl.any_horizontal(pl.all().str.contains(_SOMEBODY))).to_series()
        if sure.any():
            return int(rows.height - foot.height + sure.arg_true()[-1] + 1)
    return rows.height if rows.height > _LONGEST_FOOT else 0


def _tell(kind: int, number: int, frame: pl.DataFrame) -> None:
    _answer(kind, number, _stream(frame))


def _stream(frame: pl.DataFrame) -> bytes:
    content = BytesIO()
    frame.write_ipc_stream(content)
    return content.getvalue()


def _answer(kind: int, number: int, content: bytes) -> None:
    with suppress(BrokenPipeError):
        sys.stdout.buffer.write(HEADER.pack(kind, number, len(content)))
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
