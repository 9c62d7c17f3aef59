"""Print the table of benchmarks of speed and memory: `python benchmarks`.

It needs ``pip install -e '.[bench]'``. Most figures are ratios of processes that ran in the same
turns. The exit status is always 0, since a machine may be busy.
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

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))

from benchmarks import desk, nation  # noqa: E402
from benchmarks.lines import measure_group, table  # noqa: E402
from benchmarks.measure import compile_all  # noqa: E402
from benchmarks.workspace import Sizes, Workspace  # noqa: E402

LIBRARIES = (
    "pemilu-cover polars pydantic python-calamine xlsxwriter openpyxl typer pandas lxml".split()
)
# In the order of the table.
GROUPS = (
    *(desk.desk, desk.faulty, desk.quote, desk.contracts, desk.later, desk.growth, desk.guarded),
    *(nation.nation, nation.workbooks, nation.killed, nation.nations, nation.update, desk.suite),
)


def main() -> None:
    """Measure and print the chosen groups."""
    parser = argparse.ArgumentParser(
        prog="python benchmarks", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--only", action="append", metavar="GROUP", help="may be repeated")
    parser.add_argument("--scale", type=float, default=1, help="0.01: a hundredth of the rows")
    parser.add_argument("--turns", type=int, help="instead of each line's own number")
    parser.add_argument(
        "--folder", type=Path, help="write the rosters here, and reuse those that are here"
    )
    parser.add_argument("--quiet", action="store_true", help="nothing but the table")
    options = parser.parse_args()
    log: Callable[[str], None] = _silent if options.quiet else _log
    log("compiling")
    compile_all()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    measurements, remarks = {}, []
    with _folder(options.folder) as folder:
        space = Workspace(folder, Sizes().scaled(options.scale), log)
        for group in (make(space) for make in GROUPS):
            if options.only and group.name not in options.only:
                continue
            log(f"-- {group.name}")
            measurements[group.name] = measure_group(group, options.turns)
            if remark := group.remark():
                remarks.append(remark)
    print("\n".join(table(measurements)), *remarks, " ".join(_environment(load)), sep="\n\n")  # noqa: T201


@contextmanager
def _folder(folder: Path | None) -> Iterator[Path]:
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        yield folder
        return
    with TemporaryDirectory(prefix="pemilu-cover-bench-") as temporary:
        yield Path(temporary)


def _environment(load: float | None) -> Iterator[str]:
    """Yield the date, the machine and the versions of the measurement."""
    yield f"{datetime.now(UTC):%d %B %Y}, {_commit()}{os.cpu_count()} cores, {_processor()}"
    yield f"({platform.system()})" + (f", load {load:.1f} before it began." if load else ".")
    yield f"Python {platform.python_version()};"
    yield ", ".join(f"{name} {_version(name)}" for name in LIBRARIES) + "."
    yield "Medians of turns in which all ran one after the other;"
    yield "memory is that of a process and its children together."


def _commit() -> str:
    result = subprocess.run(
        ["git", "-C", str(FOLDER), "rev-parse", "--short", "HEAD"],
        capture_output=True,
        text=True,
        check=False,
    )
    return f"commit {result.stdout.strip()}, " if result.returncode == 0 else ""


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


def _log(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def _silent(_: str) -> None:
    pass


if __name__ == "__main__":
    main()
