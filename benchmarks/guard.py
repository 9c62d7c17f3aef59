"""The cost of the guard before the reader on a valid file: `python benchmarks/guard.py`.

The same roster is read in turns: by the program, with the guard and in another process, and without either.
Ratios of medians are valid on a shared machine, too.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from python_calamine import CalamineWorkbook

from pemilu_cover.roster.reading import workbook_guard
from pemilu_cover.roster.reading.cell_encoding import encode_cells
from pemilu_cover.roster.reading.file_type import read_sheets
from pemilu_cover.roster.reading.reader import read_files
from pemilu_cover.roster.reading.sheet import Row
from pemilu_cover.roster.reading.workbook_index import document_part
from pemilu_cover.roster.reading.zip_archive import Archive

ROSTER = Path(__file__).parents[1] / "examples" / "purwakarta-2024.xlsx"
TURNS = 15
LIMIT = 0.40


def read_unguarded(content: bytes) -> list[list[Row]]:
    """Read every cell with its type, without the guard."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
    return [[encode_cells(row) for row in sheet.iter_rows()] for sheet in sheets]


def guard(content: bytes) -> object:
    """Run the guard alone."""
    archive = Archive(content)
    return workbook_guard.sanitise(archive, document_part(archive))


def seconds(work: Callable[[], object]) -> float:
    """Measure one run."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Measure in turns, print the medians and their ratios."""
    content = ROSTER.read_bytes()
    works: dict[str, Callable[[], object]] = {
        "bare reader, this process": lambda: read_unguarded(content),
        "guard alone": lambda: guard(content),
        "guard and reader, this process": lambda: read_sheets(content),
        "guard and reader, another process": lambda: read_files([ROSTER]),
    }
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(TURNS):
        for name, work in works.items():
            times[name].append(seconds(work))
    medians = {name: statistics.median(values) for name, values in times.items()}
    plain = medians["bare reader, this process"]
    for name, median in medians.items():
        print(f"{name:36}{median:8.3f} s{median / plain:8.2f}")  # noqa: T201
    guard_share = medians["guard alone"] / plain
    process_share = medians["guard and reader, another process"] / plain - 1
    summary = (
        f"the guard adds {guard_share:.0%} (allowed {LIMIT:.0%}), "
        f"with a process of its own {process_share:.0%}"
    )
    print(summary)  # noqa: T201
    sys.exit(guard_share > LIMIT)


if __name__ == "__main__":
    main()
