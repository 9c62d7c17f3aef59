"""The folder in which benchmarks run: rosters, which are reused, and results, which are not."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.measure import ProcessRun, python, run
from benchmarks.rosters import NATION_KECAMATAN, RosterSpec, write, write_workbooks

REPOSITORY = Path(__file__).resolve().parents[1]
EXAMPLE = REPOSITORY / "examples" / "purwakarta-2024.xlsx"


@dataclass(frozen=True)
class Sizes:
    """How many rows the rosters have; ``example`` is a workbook of desk size, or made if it is None."""

    desk: int = 14_456
    large: int = 100_000
    contracts: int = 100_000
    nation: int = 1_000_000
    nations: int = 10_000_000
    workbooks: int = 5_000
    faults: int = 60
    duplicates: int = 20
    example: Path | None = EXAMPLE

    def scaled(self, factor: float) -> Sizes:
        """Return sizes that are smaller or larger by a factor.

        >>> sizes = Sizes().scaled(0.001)
        >>> sizes.nation, sizes.desk, sizes.faults
        (1000, 14, 10)
        """
        if factor == 1:
            return self
        names = ("desk", "large", "contracts", "nation", "nations", "workbooks")
        sizes = {name: max(1, round(getattr(self, name) * factor)) for name in names}
        room = sizes["nation"] // NATION_KECAMATAN
        faults, duplicates = min(self.faults, room), min(self.duplicates, room // 2)
        return replace(self, **sizes, faults=faults, duplicates=duplicates, example=None)


@dataclass(frozen=True)
class Workspace:
    """A folder, the sizes of rosters, and where progress goes."""

    folder: Path
    sizes: Sizes
    log: Callable[[str], None]

    @property
    def results(self) -> Path:
        """The folder of the results of commands."""
        return self.folder / "results"

    def desk(self) -> Path:
        """Return the workbook of one regency without faults."""
        return self.sizes.example or self.roster("desk", RosterSpec(self.sizes.desk, desk=True))

    def roster(self, name: str, spec: RosterSpec, kind: str = ".xlsx") -> Path:
        """Return a roster, which is only written if the folder does not have it."""
        path = self.folder / f"{name}-{spec.rows}{kind}"
        if not path.exists():
            self.log(f"making {path.name}")
            temporary = path.with_name(f"unfinished-{path.name}")
            write(spec, temporary)
            temporary.rename(path)
        return path

    def workbooks(self, spec: RosterSpec) -> Path:
        """Return a folder with a roster in workbooks, which is only written if it is not there."""
        folder = self.folder / f"workbooks-{self.sizes.workbooks}"
        if not folder.exists():
            self.log(f"making {folder.name}")
            temporary = folder.with_name(f"unfinished-{folder.name}")
            shutil.rmtree(temporary, ignore_errors=True)
            write_workbooks(spec, temporary, self.sizes.workbooks)
            temporary.rename(folder)
        return folder

    def enrol(
        self, name: str, roster: Path, *more: str, memory: bool = False
    ) -> Callable[[], ProcessRun]:
        """Return a run of ``enrol`` into the folder of this name."""
        out = self.results / name
        return self.fresh(out, program("enrol", roster, *more, "--out", out), memory=memory)

    def enrol_nation(
        self, name: str, roster: Path, *more: str, memory: bool = False
    ) -> Callable[[], ProcessRun]:
        """Return a run of ``enrol`` in batches."""
        kind = "csv" if roster.suffix == ".csv" else "parquet"
        return self.enrol(name, roster, "--output-format", kind, *more, memory=memory)

    def fresh(
        self, out: Path, command: Sequence[str | Path], *, memory: bool = False
    ) -> Callable[[], ProcessRun]:
        """Return a run into an empty folder, which is left for the remark."""

        def begin() -> ProcessRun:
            self.clear(out)
            return run(command, memory=memory)

        return begin

    def clear(self, out: Path) -> None:
        """Remove a result, and what an unfinished run has left."""
        for folder in (out, out.with_name(f".{out.name}.pemilu-cover")):
            shutil.rmtree(folder, ignore_errors=True)
        self.results.mkdir(parents=True, exist_ok=True)


def program(*arguments: str | Path) -> list[str | Path]:
    """Return the command that runs the program."""
    return python("-m", "pemilu_cover", *arguments)


def short_form(rows: int) -> str:
    """Return a number of rows in short form.

    >>> short_form(10_000_000), short_form(2_500)
    ('10 M', '2,500')
    """
    return f"{rows // 10**6} M" if rows % 10**6 == 0 and rows else f"{rows:,}"
