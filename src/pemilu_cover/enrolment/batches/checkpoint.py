"""What a long run has done: pieces judged and written, each told once it is whole on the disk."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from pemilu_cover.roster.people import NotUnderstoodCells

_CHUNK = 1 << 20


class CompletedBatch(NamedTuple):
    """A judged piece: its file, the row behind it, its people, and its rows of no people by reason.

    ``elections`` counts the contracts whose dates tell their election; ``main`` is the election by which all
    others were judged, or None where there are none; ``above`` is what holds below the piece, as JSON;
    ``defaulted`` counts, by field, the people for whom a default stands in for a missing column, and under
    ``remark`` the remarks that are not understood.
    ``not_understood`` has the cells that may be somebody's and were not read.
    """

    file: int
    next_row: int
    people: int
    skipped: Mapping[str, int]
    elections: Mapping[str, int]
    main: str | None
    above: Mapping[str, Any]
    defaulted: Mapping[str, int]
    not_understood: Sequence[NotUnderstoodCells] = ()


class Checkpoint:
    """The book of a run in its folder: another run of the same work reads it and goes on.

    ``order`` is what the work is: files, agreement, law, options. The folder is cleared (``clear``) where it
    holds the work of another order.
    """

    def __init__(self, folder: Path, order: Mapping[str, Any], clear: Callable[[], None]) -> None:
        self.folder = folder
        self._book = folder / "ledger.jsonl"
        self._order = json.loads(json.dumps(order))
        entries = self._read()
        if entries[:1] != [self._order]:
            clear()
            for name in ("judged", "sums", "result"):
                (folder / name).mkdir()
            entries = []
            self._write(self._order)
        self.resumes = len(entries) > 1
        self.settled: dict[str, Any] = {}
        self.judged: list[CompletedBatch] = []
        self.finished: set[int] = set()
        for entry in entries[1:]:
            self._take(entry)

    def settle(self, name: str, value: Any) -> None:  # noqa: ANN401  whatever JSON holds
        """Remember what was decided for the whole run."""
        self._write({"settled": name, "value": value})
        self.settled[name] = value

    def judge(self, done: CompletedBatch, people: pl.DataFrame, number: int) -> None:
        """Keep a judged piece: the next one, or in the place of one that was judged before."""
        write_parquet(people, self.place("judged", number))
        entry = {"judged": done._asdict(), "number": number}
        self._write(entry)
        self._take(entry)

    def finish(self, piece: int) -> None:
        """Remember that all of a piece is written."""
        self._write({"finished": piece})
        self.finished.add(piece)

    def place(self, kind: str, piece: int) -> Path:
        """Return the file of a piece."""
        return self.folder / kind / f"{piece:06d}.parquet"

    @property
    def everybody(self) -> pl.LazyFrame:
        """Everybody who was judged, as the rules about one row judge him."""
        return read_parquets(self.folder / "judged", "*")

    def _take(self, entry: Mapping[str, Any]) -> None:
        if "settled" in entry:
            self.settled[entry["settled"]] = entry["value"]
        elif "judged" in entry:
            number = entry["number"]
            done = CompletedBatch(**entry["judged"])
            unread = [NotUnderstoodCells(*cells) for cells in done.not_understood]
            self.judged[number : number + 1] = [done._replace(not_understood=unread)]
        else:
            self.finished.add(entry["finished"])

    def _read(self) -> list[dict[str, Any]]:
        """Return the entries; what a kill has broken off ends them."""
        entries: list[dict[str, Any]] = []
        try:
            lines = self._book.read_bytes().splitlines(keepends=True)
            for line in lines:
                if not line.endswith(b"\n"):
                    break
                entries.append(json.loads(line))
        except (OSError, ValueError):
            return []
        whole = b"".join(lines[: len(entries)])
        if len(whole) < self._book.stat().st_size:
            self._book.write_bytes(whole)
        return entries

    def _write(self, entry: Mapping[str, Any]) -> None:
        with open(self._book, "ab", opener=_private) as book:
            book.write(json.dumps(entry, ensure_ascii=False).encode() + b"\n")
            book.flush()
            os.fsync(book.fileno())


def write_parquet(frame: pl.DataFrame, place: Path) -> None:
    """Write a frame whole or not at all."""
    made = place.with_suffix(".new")
    with open(made, "wb", opener=_private) as file:
        file.write(parquet_bytes(frame))
        file.flush()
        os.fsync(file.fileno())
    made.replace(place)


def parquet_bytes(frame: pl.DataFrame) -> bytes:
    """Return a frame as Parquet; of a disk that takes nothing polars would not say so with an `OSError`."""
    content = BytesIO()
    frame.write_parquet(content, compression="zstd", compression_level=1)
    return content.getvalue()


def read_parquets(folder: Path, pattern: str) -> pl.LazyFrame:
    """Return the rows of all files of a folder whose names, but for ``.parquet``, are of a pattern.

    The folder's own name is none: "hasil [2024]" is a folder.
    """
    return pl.scan_parquet(sorted(folder.glob(f"{pattern}.parquet")), glob=False)


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file of any size."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()


def sum_counters(counts: list[Mapping[str, int]]) -> dict[str, int]:
    """Add up counts by name."""
    total: Counter[str] = Counter()
    for count in counts:
        total.update(count)
    return dict(sorted(total.items()))


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
