"""The process that reads a large roster: a CSV or Parquet file in, its rows out in batches.

``python -m pemilu_cover.roster.reading.batch_process FILE ROW`` writes the first rows of a file, which hold
its header, and then all from a row on, counted from 0 (the column names of a Parquet file are row 0). The
output is a sequence of messages (`HEADER`): a kind, a number, and a byte count. A `HEAD` has an estimate of
the number of rows, the guessed code page, and the first rows; a `BATCH` the number of its first row and its
rows; both as encoded cells in Arrow's stream format. The last batch is a `LAST_BATCH`. Or it is `REFUSED`,
with the reason.
"""

from __future__ import annotations

import marshal
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from itertools import chain, islice, starmap, takewhile
from pathlib import Path

import polars as pl

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.roster.reading import csv_reader, parquet_reader
from pemilu_cover.roster.reading.cell_encoding import NUMBER_PATTERN
from pemilu_cover.roster.reading.csv_quoting import HEAD as _HEAD
from pemilu_cover.roster.reading.csv_quoting import column_kinds
from pemilu_cover.roster.reading.file_type import is_parquet
from pemilu_cover.roster.reading.reader_process import encode_refusal, limit_memory
from pemilu_cover.roster.reading.sheet import Row
from pemilu_cover.roster.reading.typed_columns import marked_texts

HEADER = struct.Struct(">BQQ")
BATCH, REFUSED, HEAD, LAST_BATCH = range(4)
# The number of rows that are in memory at one time, here and during validation.
HEIGHT = 50_000
_LONGEST_CELL = 16 << 20
# A NIK, or one with a digit missing or added, with any separators.
_SOMEBODY = rf"^[{NUMBER_PATTERN}'`]?[0-9](?:[\s.,'`-]?[0-9]){{14,16}}\s*$"
# The last person of a batch is usually in its last rows.
_TAIL = 100
# The maximum of rows without a person that are carried over: they may be the foot of a table.
_LONGEST_FOOT = 1_000


# An estimate of the number of rows and the guessed code page, the head, and all from a row on.
_OpenFile = tuple[tuple[int, str], pl.DataFrame, Iterator[pl.DataFrame]]


def main() -> None:
    """Read the file and write its messages."""
    limit_memory()
    path, first = Path(sys.argv[1]), int(sys.argv[2])
    try:
        (count, code_page), head, rows = (
            _open_parquet(path, first) if is_parquet(path) else _open_csv(path, first)
        )
        _send(HEAD, 0, marshal.dumps((count, code_page, _stream(head))))
        pending: tuple[int, pl.DataFrame] | None = None
        for batch in _end_with_people(rows, first):
            if pending:
                _send_frame(BATCH, *pending)
            pending = batch
        if pending:
            _send_frame(LAST_BATCH, *pending)
    except RefusalError as refusal:
        _send(REFUSED, 0, marshal.dumps(encode_refusal(refusal)))


def _open_parquet(path: Path, first: int) -> _OpenFile:
    source = parquet_reader.ParquetBatches(path)
    names, height = _frame([source.names]), source.height

    def rows(start: int, end: int) -> pl.DataFrame:
        cells = source.rows(max(start - 1, 0), end - max(start, 1))
        return cells if start else pl.concat([names, cells])

    def batches() -> Iterator[pl.DataFrame]:
        spans = takewhile(lambda span: span[0] <= height, _spans(first))
        yield from starmap(rows, spans)

    return (height, ""), rows(0, _HEAD), batches()


def _spans(first: int) -> Iterator[tuple[int, int]]:
    """Yield the row ranges from a row on, each as its first row and the row behind it.

    Ranges end at the same rows wherever reading begins: a resumed run begins at the row at which a batch was
    cut, and reads to the end of the same range as the interrupted run.
    """
    end = first // HEIGHT * HEIGHT + HEIGHT
    while True:
        yield first, end
        first, end = end, end + HEIGHT


def _open_csv(path: Path, first: int) -> _OpenFile:
    csv_reader.accept_long_fields(_LONGEST_CELL)
    with path.open("rb") as file:
        dialect = csv_reader.sniff(file)
        head = list(islice(_numbered_csv_rows(dialect), _HEAD))
    width = max((len(row) for row in head), default=0)
    columns = column_kinds(head, dialect.delimiter)

    def batches() -> Iterator[pl.DataFrame]:
        with path.open("rb") as file:
            rows = islice(_numbered_csv_rows(dialect._replace(content=file)), first, None)
            for start, end in _spans(first):
                if not (batch := list(islice(rows, end - start))):
                    return
                columns.refuse_swallowed(batch, 1 + start)
                yield _encode_csv_rows(batch, max(width, *map(len, batch)))

    letters = sum(len(cell.encode()) + 1 for row in head for cell in row)
    count = path.stat().st_size * len(head) // max(letters, 1)
    return (count, dialect.guessed), _encode_csv_rows(head, width), batches()


def _numbered_csv_rows(dialect: csv_reader.CsvDialect) -> Iterator[Row]:
    """Yield the rows of a CSV file; the lines before its first row are blank, so that they count."""
    return chain([[]] * dialect.skipped, csv_reader.rows(dialect))


def _encode_csv_rows(rows: list[Row], width: int) -> pl.DataFrame:
    """Return the rows of a CSV file as encoded cells, like `csv_reader.pad_rows` but column by column."""
    frame = _frame([row if len(row) == width else row + [""] * (width - len(row)) for row in rows])
    return marked_texts(frame.select(map(_without_wrappers, frame)))


def _without_wrappers(cells: pl.Series) -> pl.Series:
    is_wrapped = cells.str.starts_with('="') | (cells == csv_reader.NO_VALUE)
    if not is_wrapped.any():
        return cells
    texts = pl.Series(
        map(csv_reader.strip_excel_wrapper, cells.filter(is_wrapped)), dtype=pl.String
    )
    return cells.scatter(is_wrapped.arg_true(), texts)


def _frame(rows: list[Row]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            pl.Series(str(number), cells, dtype=pl.String)
            for number, cells in enumerate(zip(*rows, strict=True))
        ]
    )


def _end_with_people(
    chunks: Iterator[pl.DataFrame], first: int
) -> Iterator[tuple[int, pl.DataFrame]]:
    """Yield batches of which all but the last end with a row that is certainly a person.

    Rows behind the last certain person of a table may be its signatures. That can only be decided with the
    rows that follow, so they are carried over to the next batch.
    """
    remainder = pl.DataFrame()
    for chunk in chunks:
        rows = (
            pl.concat([remainder, chunk], how="diagonal").fill_null("")
            if remainder.height
            else chunk
        )
        ends = _end_of_people(rows)
        if ends:
            yield first, rows.head(ends)
        first += ends
        remainder = rows.slice(ends)
    if remainder.height:
        yield first, remainder


def _end_of_people(rows: pl.DataFrame) -> int:
    """Return the index behind the last row that is certainly a person, or 0 if more rows are needed."""
    for height in (_TAIL, _LONGEST_FOOT):
        foot = rows.tail(height)
        sure = foot.select(pl.any_horizontal(pl.all().str.contains(_SOMEBODY))).to_series()
        if sure.any():
            return int(rows.height - foot.height + sure.arg_true()[-1] + 1)
    return rows.height if rows.height > _LONGEST_FOOT else 0


def _send_frame(kind: int, number: int, frame: pl.DataFrame) -> None:
    _send(kind, number, _stream(frame))


def _stream(frame: pl.DataFrame) -> bytes:
    content = BytesIO()
    frame.write_ipc_stream(content, compression="lz4")  # quicker than to move so many bytes
    return content.getvalue()


def _send(kind: int, number: int, content: bytes) -> None:
    with suppress(BrokenPipeError):
        sys.stdout.buffer.write(HEADER.pack(kind, number, len(content)))
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
