"""Write rosters, enrol them in batches, and read the results."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from support.people import Row, short_person
from support.run import Run, in_process_batch_reader, invoke
from support.workbooks import as_typed

from pemilu_cover.enrolment.batches import whole_files
from pemilu_cover.enrolment.batches.workers import Workers
from pemilu_cover.roster.reading import batch_process

REGENCY = "Kabupaten/Kota"
SUMS = ("premium", "by_role", "schedule", "cover", "cautions", "election")
COUNTS = ("enrolled", "ready", "incomplete", "returning", "held_back", "excluded")

# ---- Rosters -------------------------------------------------------------------------------------


def crowd(first: int, last: int, **changes: Any) -> list[Row]:
    """Invent people, each in a TPS of his own, so that no unit has too many."""
    return [
        short_person(
            number, **{"TPS": f"{number:03d}", "Kabupaten/Kota": "Kabupaten Purwakarta"} | changes
        )
        for number in range(first, last + 1)
    ]


def as_csv(path: Path, people: Sequence[Row], before: str = "", behind: str = "") -> Path:
    """Write people as a CSV file, with lines before the header and behind them."""
    columns = list(dict.fromkeys(name for one in people for name in one))
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(before)
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([as_typed(one.get(name)) for name in columns] for one in people)
        file.write(behind)
    return path


def as_parquet(path: Path, people: Sequence[Row]) -> Path:
    """Write people as a Parquet file, each column of its type."""
    columns = list(dict.fromkeys(name for one in people for name in one))
    pl.DataFrame({name: [one.get(name) for one in people] for name in columns}).write_parquet(path)
    return path


def flat(people: Sequence[Row]) -> list[Row]:
    """Return people whose days are texts, so that a cell can hold what is none."""
    return [
        {name: as_typed(cell) if isinstance(cell, date) else cell for name, cell in one.items()}
        for one in people
    ]


# ---- Running -------------------------------------------------------------------------------------


@contextmanager
def in_batches_of(rows: int) -> Iterator[None]:
    """Read CSV and Parquet in batches of a number of rows, and each workbook as a batch."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(whole_files, "GROUP_BYTES", 1)
        patch.setattr(whole_files, "SMALL_FILE_BYTES", 0)
        patch.setattr(batch_process, "HEIGHT", rows)
        patch.setattr(batch_process, "_TAIL", min(batch_process._TAIL, rows))
        yield


@contextmanager
def looking_ahead(tasks: int) -> Iterator[None]:
    """Take the result of each task in this process as late as with several workers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Workers, "lookahead", tasks)
        yield


def enrol_with_reader_process(roster: Path, out: Path, *more: object, form: str = "parquet") -> Run:
    """Do as `enrol` does, with a reader process, as outside tests."""
    return invoke("enrol", roster, "--output-format", form, "--out", out, "--json", *more)


def enrol(roster: Path | Sequence[Path], out: Path, *more: object, form: str = "parquet") -> Run:
    """Enrol rosters in batches and print JSON."""
    return enrol_as_text(roster, out, "--json", *more, form=form)


def enrol_as_text(
    roster: Path | Sequence[Path], out: Path, *more: object, form: str = "parquet"
) -> Run:
    """Enrol rosters in batches and print the summary."""
    rosters = [roster] if isinstance(roster, Path) else roster
    with in_process_batch_reader():
        return invoke("enrol", *rosters, "--output-format", form, "--out", out, *more)


def enrol_workbooks(roster: Path | Sequence[Path], out: Path, *more: object) -> Run:
    """Enrol rosters with workbooks."""
    rosters = [roster] if isinstance(roster, Path) else roster
    return invoke("enrol", *rosters, "--out", out, "--json", *more)


# ---- Results -------------------------------------------------------------------------------------


def table(out: Path, name: str) -> pl.DataFrame:
    """Return a table of a result, all its parts, every cell as text."""
    files = sorted((out / name).iterdir()) if (out / name).exists() else []
    frames = [
        pl.read_parquet(file)
        if file.suffix == ".parquet"
        else pl.read_csv(file, infer_schema=False)
        for file in files
    ]
    return pl.concat([frame.cast(pl.String) for frame in frames]) if frames else pl.DataFrame()


def rows_of(out: Path, name: str, *columns: str) -> list[tuple[Any, ...]]:
    """Return columns of a table of a result as rows, in order."""
    found = table(out, name)
    return sorted(found.select(columns).fill_null("").iter_rows()) if found.height else []


def findings(out: Path) -> list[tuple[Any, ...]]:
    """Return the findings of a result: where, and what."""
    return rows_of(out, "findings", "BERKAS", "BARIS", "level", "code", "column", "cell", "message")


def status(out: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return who is enrolled and who is held back, by file and row."""
    names = ("enrolled", "held_back")
    return {name: rows_of(out, name, "BERKAS", "BARIS") for name in names}


def everything(out: Path) -> dict[str, Any]:
    """Return everything that must not depend on where batches end."""
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    del manifest["outputs"]
    enrolled = table(out, "enrolled")
    return {
        "manifest": manifest,
        "enrolled": enrolled.rows() if enrolled.height else [],
        "held_back": table(out, "held_back").rows(),
        "findings": findings(out),
        "bills": {
            file.relative_to(out).as_posix(): file.read_bytes() for file in out.rglob("*.xlsx")
        },
    }


def staging_folder(out: Path) -> Path:
    """Return the folder in which a run into a target works."""
    return out.with_name(f".{out.name}.pemilu-cover")


def checkpoint_steps(out: Path) -> list[dict[str, Any]]:
    """Return the steps of an interrupted run, behind the fingerprint of its job."""
    lines = (
        (staging_folder(out) / "work" / "checkpoint.jsonl").read_text(encoding="utf-8").splitlines()
    )
    return [json.loads(line) for line in lines[1:]]


def environment_of_a_run() -> dict[str, str]:
    """Return the environment in which `failing_run.py` finds what it needs."""
    here = Path(__file__).parents[1]
    source = here.parent / "src"
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(source), str(here)])}
