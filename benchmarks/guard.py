"""What the guard before the reader costs on a good file: `python benchmarks/guard.py`.

The same roster is read side by side, in turns: by the program (another process, with the guard), and as
it would be without either. Ratios of medians; the machine may be shared, the ratio stands.
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
ALLOWED = 0.40


def bare(content: bytes) -> list[list[Row]]:
    """Read every cell with its type, and believe the file."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    sheets = [book.get_sheet_by_name(name) for name in book.sheet_names]
    return [[encode_cells(row) for row in sheet.iter_rows()] for sheet in sheets]


def guard(content: bytes) -> object:
    """Do what the guard does, and no more."""
    opened = Archive(content)
    return workbook_guard.sanitise(opened, document_part(opened))


def seconds(work: Callable[[], object]) -> float:
    """Measure one run."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main() -> None:
    """Measure in turns, print the medians and their ratios."""
    content = ROSTER.read_bytes()
    works: dict[str, Callable[[], object]] = {
        "bare reader, this process": lambda: bare(content),
        "guard alone": lambda: guard(content),
        "guard and reader, this process": lambda: read_sheets(content),
        "guard and reader, a process apart": lambda: read_files([ROSTER]),
    }
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(TURNS):
        for name, work in works.items():
            times[name].append(seconds(work))
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    plain = medians["bare reader, this process"]
    for name, median in medians.items():
        print(f"{name:36}{median:8.3f} s{median / plain:8.2f}")  # noqa: T201
    added = medians["guard alone"] / plain
    apart = medians["guard and reader, a process apart"] / plain - 1
    told = (
        f"the guard adds {added:.0%} (allowed {ALLOWED:.0%}), with a process of its own {apart:.0%}"
    )
    print(told)  # noqa: T201
    sys.exit(added > ALLOWED)


if __name__ == "__main__":
    main()
