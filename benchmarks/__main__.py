"""Print the table of what is promised of speed and memory: `python benchmarks`.

It needs ``pip install -e '.[test,bench]'``. All figures are ratios of whole processes that ran in the same
turns, or the highest memory of one; the exit status is 0 whatever they are, since a machine may be busy.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from benchmarks.lines import Desk, Sizes, table, told  # noqa: E402
from benchmarks.measure import compile_all  # noqa: E402

LIBRARIES = (
    "pemilu-cover polars pydantic python-calamine xlsxwriter openpyxl typer pandas lxml".split()
)
GROUPS = ("desk", "quote", "growth", "faulty", "guard", "national")


def main() -> None:
    """Measure what was asked for and print it."""
    asked = argparse.ArgumentParser(
        prog="python benchmarks", description=__doc__.partition("\n")[0]
    )
    asked.add_argument("--only", choices=GROUPS, action="append", help="may be repeated")
    asked.add_argument("--turns", type=int, help="instead of each line's own number")
    asked.add_argument(
        "--folder", type=Path, help="keep the rosters here, and use those that lie here"
    )
    asked.add_argument("--quiet", action="store_true", help="nothing but the table")
    given = asked.parse_args()
    tell: Callable[[str], None] = _silent if given.quiet else _tell
    tell("compiling")
    compile_all()
    busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    found, remarks = {}, []
    with _folder(given.folder) as folder:
        for group in Desk(folder, Sizes(), tell).groups():
            if given.only and group.name not in given.only:
                continue
            tell(f"-- {group.name}")
            found[group.name] = told(group, given.turns)
            if remark := group.remark():
                remarks.append(remark)
    print("\n".join(table(found)), *remarks, " ".join(_where(busy)), sep="\n\n")  # noqa: T201


@contextmanager
def _folder(given: Path | None) -> Iterator[Path]:
    if given:
        given.mkdir(parents=True, exist_ok=True)
        yield given
        return
    with TemporaryDirectory(prefix="pemilu-cover-bench-") as made:
        yield Path(made)


def _where(busy: float | None) -> Iterator[str]:
    """Return when, on what machine and with which versions it was measured."""
    yield f"{datetime.now(UTC):%d %B %Y}, {_commit()}{os.cpu_count()} cores, {_processor()}"
    yield f"({platform.system()})" + (f", load {busy:.1f} before it began." if busy else ".")
    yield f"Python {platform.python_version()};"
    yield ", ".join(f"{name} {_version(name)}" for name in LIBRARIES) + "."
    yield "Medians of turns in which all ran one after the other;"
    yield "memory is that of a process and its children together."


def _commit() -> str:
    done = subprocess.run(
        ["git", "-C", str(HERE), "rev-parse", "--short", "HEAD"],
        capture_output=True,
        text=True,
        check=False,
    )
    return f"commit {done.stdout.strip()}, " if done.returncode == 0 else ""


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(models, platform.machine())


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return "not installed"


def _tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def _silent(_: str) -> None:
    pass


if __name__ == "__main__":
    main()
