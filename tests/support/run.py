"""Run the program: within the test process, or as a process of its own."""

from __future__ import annotations

import json
import marshal
import os
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from support.paths import REPOSITORY, SOURCE
from support.schemas import check_output
from typer import testing

from pemilu_cover.cli.registry import app
from pemilu_cover.reconciliation.billing import pdf_process, pdf_reader
from pemilu_cover.roster import batch_reader
from pemilu_cover.roster.reading import batch_process, reader
from pemilu_cover.roster.reading.__main__ import answer_to
from pemilu_cover.roster.reading.series_reader import SeriesReader

# Seconds after which a process counts as hung. No test waits for less: a slow or busy machine is no fault.
HANG = 3600
# The examples of 14,456 and of 1,700 people are larger, the rosters that tests write are not.
_LARGE_BYTES = 150_000
# A runner builds all commands anew for each run: it takes as long as a quote.
testing._get_command = cache(testing._get_command)


@dataclass(frozen=True)
class Run:
    """The exit status and the output of one run."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The JSON on stdout."""
        return json.loads(self.out)


def invoke(*arguments: object, cwd: Path | None = None, stdin: bytes | None = None) -> Run:
    """Run a command within this process, which saves the start of an interpreter.

    JSON on stdout and stderr must be as its schema says.
    """
    with chdir(cwd or Path.cwd()):
        result = testing.CliRunner().invoke(app, list(map(str, arguments)), input=stdin)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    check_output(result.stdout, result.stderr)
    return Run(result.exit_code, result.stdout, result.stderr)


def run_process(*arguments: object, cwd: Path | None = None, **environment: str) -> Run:
    """Run a command as a shell would: for tests of the process, its environment or its streams."""
    result = subprocess.run(
        [sys.executable, "-m", "pemilu_cover", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        cwd=cwd or REPOSITORY,
        env={**os.environ, "PYTHONPATH": str(SOURCE), **environment},
        timeout=HANG,
        check=False,
    )
    return Run(result.returncode, result.stdout, result.stderr)


def run_at_terminal(
    *command: object,
    cwd: Path | None = None,
    answers: str | None = None,
    shows_stdout: bool = False,
    **environment: str,
) -> tuple[int, str]:
    """Run the program with a terminal for stderr, and for stdin where there are answers.

    Return its status and what the terminal shows; stdout is no terminal unless it is to be shown.
    """
    ours, its = os.openpty()
    done = subprocess.Popen(
        [sys.executable, "-m", "pemilu_cover", *map(str, command)],
        stdin=its if answers is not None else subprocess.DEVNULL,
        stdout=its if shows_stdout else subprocess.DEVNULL,
        stderr=its,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(SOURCE), "TERM": "xterm", **environment},
    )
    os.close(its)
    if answers:
        os.write(ours, answers.encode())
    seen = b""
    try:
        while chunk := os.read(ours, 1 << 16):
            seen += chunk
    except OSError:  # Linux raises it when nobody writes there any more
        pass
    finally:
        os.close(ours)
    return done.wait(timeout=HANG), seen.decode()


@contextmanager
def in_process_reader() -> Iterator[None]:
    """Read rosters and bills within this process: starting another takes longer than reading a small one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "_answer_to", lambda content, _: read_in_process(content))
        patch.setattr(SeriesReader, "_answer", lambda _, content: read_in_process(content))
        patch.setattr(pdf_reader, "run_reader", lambda _, content: pdf_process.answer_to(content))
        yield


def read_in_process(content: bytes) -> dict[str, Any]:
    """Return the answer of a reader process to a file, as it is sent; large files are parsed once."""
    sent = _sent(content) if len(content) < _LARGE_BYTES else _sent_once(content)
    answer: dict[str, Any] = marshal.loads(sent)  # noqa: S302  written by ourselves
    return answer


def _sent(content: bytes) -> bytes:
    return marshal.dumps(answer_to(content))


_sent_once = lru_cache(maxsize=4)(_sent)


class _FinishedBatchReader:
    """A reader process of batches that has ended, with its output."""

    def __init__(self, module: str, *arguments: str, **_: object) -> None:
        self.stdout = BytesIO()
        with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
            warnings.simplefilter(
                "ignore", ResourceWarning
            )  # the end of a process closes its files
            patch.setattr(sys, "argv", [module, *arguments])
            patch.setattr(sys, "stdout", SimpleNamespace(buffer=self.stdout))
            patch.setattr(batch_process, "limit_memory", lambda: None)
            batch_process.main()
        self.stdout.seek(0)

    def wait(self) -> int:
        return 0

    def kill(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        pass


@contextmanager
def in_process_batch_reader() -> Iterator[None]:
    """Read batches within this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch_reader, "start_reader", _FinishedBatchReader)
        yield
