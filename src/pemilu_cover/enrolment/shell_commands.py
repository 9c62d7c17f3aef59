"""Commands that a clerk can paste into a shell: the same run with other options."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from pemilu_cover.enrolment.options import DEFAULT_OUTPUT, OutputOptions
from pemilu_cover.roster.reading.standard_input import STDIN
from pemilu_cover.roster.tables.column_names import fields
from pemilu_cover.values.shell import quote_word, wrap_words

PROGRAM = "pemilu-cover"
NO_AGREEMENT = "--no-agreement"
Command = tuple[str, ...]
_SPLIT: Command = ("--split-corrections-by", "kecamatan")


class RunOptions(Protocol):
    """The options of a run that its commands repeat."""

    @property
    def agreement(self) -> Path | None: ...  # noqa: D102
    @property
    def election(self) -> str | None: ...  # noqa: D102
    @property
    def rates(self) -> Path | None: ...  # noqa: D102
    @property
    def columns(self) -> Mapping[str, str]: ...  # noqa: D102
    @property
    def fixes(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def ignores_agreement(self) -> bool: ...  # noqa: D102


class RepeatableRun(NamedTuple):
    """The rosters of a run, and the options by which it is repeated."""

    rosters: Command
    options: Command = ()
    output: Command = ()
    has_agreement: bool = False
    repeated: Command = ("check",)

    def with_agreement(self, name: str) -> RepeatableRun:
        """Return the run with an agreement, which it does not have."""
        options = [option for option in self.options if option != NO_AGREEMENT]
        return self._replace(options=(*options, "--agreement", name))

    def again(self, *more: str) -> Command:
        """Return the command of the run itself, with more options."""
        verb, *options = self.repeated
        return (self.enrol if verb == "enrol" else self.check)(*options, *more)

    def enrol(self, *more: str) -> Command:
        """Return the command that enrols the same rosters, with more options."""
        return (PROGRAM, "enrol", *self.rosters, *self.options, *self.output, *more)

    def check(self, *more: str) -> Command:
        """Return the command that checks the same rosters, with more options."""
        return (PROGRAM, "check", *self.rosters, *self.options, *more)

    @property
    def splits_corrections(self) -> bool:
        """Whether each kecamatan gets a corrections file of its own."""
        return _SPLIT[0] in self.output

    def split_by_kecamatan(self) -> RepeatableRun:
        """Return the run with a corrections file for each kecamatan."""
        return self._replace(output=(*self.output, *_SPLIT))

    def without_paths(self) -> RepeatableRun:
        """Return the run with "…" for its rosters and options: equal wherever it runs."""
        output = _SPLIT if self.splits_corrections else ()
        return self._replace(rosters=("…",), options=(), output=output)


def repeatable_run(
    rosters: Sequence[Path],
    run_options: RunOptions,
    written: OutputOptions = DEFAULT_OUTPUT,
) -> RepeatableRun:
    """Return how a run is repeated; without ``--corrections``, since the result archives those files."""
    options: list[str] = []
    for name, path in (("--agreement", run_options.agreement), ("--rates", run_options.rates)):
        options += [name, shell_path(path)] if path else []
    options += [NO_AGREEMENT] if run_options.ignores_agreement else []
    options += ["--election", run_options.election] if run_options.election else []
    for header, field in run_options.columns.items():
        options += ["--column", f"{header}={fields()[field].title.translate()}"]
    for fix in run_options.fixes:
        options += ["--auto-fix", fix]
    output = ["--out", shell_path(written.out)] if written.out else []
    output += _SPLIT if written.by_kecamatan else ()
    output += ["--pdf"] if written.nominative_lists else []
    output += ["--payment-date", written.payment_date.isoformat()] if written.payment_date else []
    return RepeatableRun(
        tuple(map(shell_path, rosters)),
        tuple(options),
        tuple(output),
        run_options.agreement is not None,
    )


def shell_path(path: Path) -> str:
    """Return a path for the shell: relative if it is below the current folder, and never like an option."""
    text = str(path)
    if path == STDIN:
        return text
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        text = str(path.relative_to(Path.cwd()))
    return os.path.join(os.curdir, text) if text.startswith("-") else text  # noqa: PTH118


def wrap_command(command: Command, width: int) -> Iterator[str]:
    """Yield the lines of a command, each of at most ``width`` where its words allow it."""
    return wrap_words(map(quote_word, command), width)
