"""A CSV file has the same rows, with the same numbers, as a whole and in batches."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from batches.builders import in_batches_of
from hypothesis import given
from hypothesis import strategies as st
from support.people import nik
from support.run import in_process_batch_reader

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.roster.batch_reader import BatchReader
from pemilu_cover.roster.reading import csv_reader
from pemilu_cover.roster.reading.sheet import Row

HEADER = ["No", "NIK", "Nama", "Alamat", "Keterangan"]
CELLS = [
    *("Kp. Krajan", "", " ", "001, 002", "a;b", "a\tb", "a|b", "Jalan Café"),
    *("Kp. Krajan\nRT 1", "RT 1\r\nRW 2", "RT 1\rRW 2", "\n", "1, 2\n3, 4\n5, 6"),
    *('Gang "Mawar"', '"', '""', "C:\\", '\\"', r"\N", '="0001"'),
]
Numbered = list[tuple[int, Row]]


def numbered(first: int, rows: Sequence[Sequence[str]]) -> Numbered:
    """Return the rows that are not blank with their numbers, without the cells that fill them up."""
    texts = ("\0".join(row).rstrip("\0") for row in rows)
    return [(number, text.split("\0")) for number, text in enumerate(texts, first) if text]


def whole(path: Path) -> Numbered:
    """Return the rows of a CSV file, read as a whole."""
    sheet = csv_reader.read(path.read_bytes())
    return numbered(sheet.first_row, sheet.rows)


def in_batches(path: Path) -> Numbered:
    """Return the rows of a CSV file, read in batches of a few rows."""
    with in_batches_of(3), in_process_batch_reader(), BatchReader(path, path.name) as reader:
        batches = [batch.decode() for batch in reader]
    return [row for batch in batches for row in numbered(batch.number, batch.rows.rows())]


def rows_or_refusal(
    read: Callable[[Path], Numbered], path: Path
) -> Numbered | tuple[str, Mapping[str, object]]:
    """Return the rows of a file, or why it is refused, and where."""
    try:
        return read(path)
    except RefusalError as refusal:
        return refusal.code, {"row": refusal.detail.get("row")}


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("csv") / "roster.csv"


class Dialect(NamedTuple):
    """How a program writes a CSV file."""

    delimiter: str
    line_end: str
    names_delimiter: bool
    doubles_quotes: bool
    encoding: str

    def written(self, rows: Sequence[Row]) -> bytes:
        """Return rows as CSV."""
        text = io.StringIO(newline="")
        if self.names_delimiter:
            text.write(f"sep={self.delimiter}{self.line_end}")
        csv.writer(
            text,
            delimiter=self.delimiter,
            lineterminator=self.line_end,
            doublequote=self.doubles_quotes,
            escapechar=None if self.doubles_quotes else "\\",
        ).writerows(rows)
        return text.getvalue().encode(self.encoding)


DIALECTS = st.builds(
    Dialect,
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
)


@given(
    cells=st.lists(st.tuples(st.sampled_from(CELLS), st.sampled_from(CELLS)), max_size=20),
    dialect=DIALECTS,
)
def test_batches__any_dialect__have_the_rows_of_the_whole_file(
    path: Path, cells: list[tuple[str, str]], dialect: Dialect
) -> None:
    rows = [[str(at), nik(at), "Asep", *pair] for at, pair in enumerate(cells, 1)]
    path.write_bytes(dialect.written([HEADER, *rows]))
    assert rows_or_refusal(in_batches, path) == rows_or_refusal(whole, path)
