"""Every hostile or broken file gets the verdict of the catalogue, in few lines and in time.

A file leads to a refusal that names it, or to findings at their cells while the good neighbours are enrolled;
never to a traceback, the last words of a native library, or more time and memory than an office's computer
has. Files that take long to build or to read run with ``--big``.
"""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest
from hostile_files.builders import MIB
from hostile_files.catalogue import FILES
from hostile_files.driver import Usage
from hostile_files.verdict import HostileFile, Verdict
from support.options import option
from support.paths import EXAMPLES, REPOSITORY
from support.run import HANG, Run, invoke

from pemilu_cover.i18n.messages import messages

pytestmark = pytest.mark.skipif(
    not hasattr(os, "pidfd_open"), reason="runs are measured as Linux measures them"
)

WITH_BIG = option("big")
# For each file: how often the time of the processor that checking the example of 14,456 people takes, here
# and now, so that neither a slow machine nor counted lines (.ci/run) make a difference.
YARDSTICK = EXAMPLES / "purwakarta-2024.xlsx"
MOST_TIMES, MOST_PEAK = 5, 500 * MIB
# Files just within the limits take more than others; and the size of the texts in Parquet is unknown before
# they are decompressed.
MOST_OF = {
    "big/blanks-just-within.xlsx": (2 * MOST_TIMES, 700 * MIB),
    "big/comments-just-within.xlsx": (2 * MOST_TIMES, 700 * MIB),
    "big/one-cell-of-300-mb.parquet": (MOST_TIMES, 1_800 * MIB),
}
MOST_LINES = 3

# Output that no user should see, and identities that nobody else should.
_LAST_WORDS = re.compile(r"Traceback|panicked|thread '|\.rs:|memory allocation|Fatal Python error")
_FULL_NIK = re.compile(r"(?<!\d)\d{16}(?!\d)")
_MOTHER = "Siti Aminah"
_TERMINAL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]")


class Answer(NamedTuple):
    """The program's output on a file, and the resources it used."""

    run: Run
    usage: Usage


Check = Callable[[Path], Answer]


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Check]:
    """Return a function that checks a file in a process of its own."""
    streams = tmp_path_factory.mktemp("streams")
    with subprocess.Popen(
        [sys.executable, Path(__file__).with_name("driver.py"), str(HANG)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY / "src"), "PYTHONUTF8": "1"},
    ) as process:
        yield partial(_driven, process, streams)


def _driven(process: subprocess.Popen[str], streams: Path, path: Path) -> Answer:
    assert process.stdin
    assert process.stdout
    out, err = streams / "out", streams / "err"
    process.stdin.write(json.dumps([_arguments(path), str(out), str(err)]) + "\n")
    process.stdin.flush()
    usage = Usage(*json.loads(process.stdout.readline()))
    streams_read = (stream.read_text(encoding="utf-8", errors="replace") for stream in (out, err))
    return Answer(Run(usage.status, *streams_read), usage)


@pytest.fixture
def within(capfd: pytest.CaptureFixture[str]) -> Check:
    """Return a function that checks a small file in this process, with the output of native libraries."""

    def check(path: Path) -> Answer:
        before = _cpu()
        run = invoke(*_arguments(path))
        usage = Usage(run.status, _cpu() - before, 0)
        return Answer(Run(run.status, run.out, run.err + capfd.readouterr().err), usage)

    return check


def _cpu() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


@pytest.fixture(scope="module")
def yardstick(driver: Check) -> float:
    """Return the CPU seconds that the example takes."""
    usage = driver(YARDSTICK).usage
    assert usage.status == 0
    return usage.cpu


def _arguments(path: Path) -> list[str]:
    return ["check", str(path), "--json", "--lang", "en"]


@pytest.fixture
def check(request: pytest.FixtureRequest, hostile_file: HostileFile) -> Check:
    """Return a function that checks the file: here, or in a process of its own."""
    name = "driver" if hostile_file.alone or WITH_BIG else "within"
    chosen: Check = request.getfixturevalue(name)
    return chosen


@pytest.fixture
def hostile_file(name: str) -> HostileFile:
    """Return the file of a name; skip those that take long without ``--big``."""
    file = FILES[name]
    if file.big and not WITH_BIG:
        pytest.skip("takes long; runs with --big")
    if file.needs_a_user and os.geteuid() == 0:
        pytest.skip("root may read every file")
    return file


@pytest.mark.parametrize("name", FILES)
def test_hostile_file__each__has_its_verdict(
    name: str, hostile_file: HostileFile, check: Check, yardstick: float, tmp_path: Path
) -> None:
    answer = check(hostile_file.make(tmp_path))
    times, peak = MOST_OF.get(name, (MOST_TIMES, MOST_PEAK))
    assert [*noise(answer.run), *excess(answer.usage, times * yardstick, peak)] == []
    against = [differences(verdict, answer.run, hostile_file) for verdict in hostile_file.verdicts]
    assert [] in against, f"{against}\n{answer.run.err[:1_000]}"


def noise(run: Run) -> list[str]:
    """Return the faults of the output that nobody should read."""
    output = run.out + run.err
    return [
        fault
        for fault, is_there in {
            "last words": _LAST_WORDS.search(run.err),
            "many lines": len(run.err.splitlines()) > MOST_LINES,
            "a complete NIK": _FULL_NIK.search(output),
            "a mother": _MOTHER in output,
            "a terminal's orders": _TERMINAL.search(output),
            "words beside findings": run.status in {0, 1} and run.err,
            "findings beside a refusal": run.status not in {0, 1} and run.out,
        }.items()
        if is_there
    ]


def excess(usage: Usage, cpu: float, peak: int) -> list[str]:
    """Return the resources above their limit, in seconds and bytes."""
    return [
        f"{used:,.1f} {unit}"
        for used, most, unit in (
            (usage.cpu, cpu, "seconds"),
            (usage.peak / MIB, peak / MIB, "MiB"),
        )
        if used > most
    ]


def differences(verdict: Verdict, run: Run, hostile_file: HostileFile) -> list[str]:
    """Return the differences between an answer and the verdict."""
    if verdict.status is None:
        return [] if run.status in {0, 1, 3} else [f"status {run.status}"]
    if run.status != verdict.status:
        return [f"status {run.status} instead of {verdict.status}"]
    if verdict.status == 3:
        refusals = [code for code in verdict.refusals if is_refused(code, run, hostile_file)]
        return [] if refusals else [f"not {' or '.join(sorted(verdict.refusals))}"]
    return [*missing(verdict, run), *enrolled(verdict, run)]


def is_refused(code: str, run: Run, hostile_file: HostileFile) -> bool:
    """Return whether a refusal is the page of a code, filled in with the file's name."""
    page = messages().get(code)
    if page is None:
        return False
    blanks = re.sub(
        r"\\\{(\w+)\\\}", _filled(hostile_file.shown or hostile_file.name), re.escape(page.says.en)
    )
    advice = re.sub(r"\\\{\w+\\\}", ".+", re.escape(page.fix.en))
    try:
        error = json.loads(run.err)["error"]
    except ValueError:
        return False
    message = error["message"]
    return error["code"] == code and re.fullmatch(f"{blanks} {advice}", message) is not None


def _filled(name: str) -> Callable[[re.Match[str]], str]:
    named = f"(?:/.*/)?{re.escape(name)}"
    return lambda blank: named if blank[1] == "file" else ".+"


def missing(verdict: Verdict, run: Run) -> list[str]:
    """Return the missing findings, and the unexpected errors."""
    findings = run.json["findings"]
    at = {(each["code"], where) for each in findings for where in (each["cell"], str(each["row"]))}
    faulty = {where for _, where in verdict.findings}  # more may be reported there than is named
    lacking = [
        f"no {code} at {where}"
        for code, where in sorted(verdict.findings)
        if not any((either, where) in at for either in code.split("|"))
    ]
    return lacking + [
        f"{each['code']} at {each['cell']}"
        for each in findings
        if each["level"] == "error" and each["cell"] not in faulty
    ]


def enrolled(verdict: Verdict, run: Run) -> list[str]:
    """Return the number of enrolled people, where it is not the expected one."""
    count = run.json["enrolled"]
    return [] if verdict.enrolled in {None, count} else [f"{count} enrolled"]


def test_hostile_file__built_twice__has_the_same_bytes(tmp_path: Path) -> None:
    small = [file for file in FILES.values() if file.content and not file.alone]
    twice = [
        [file.make(folder).read_bytes() for file in small]
        for folder in (tmp_path / "a", tmp_path / "b")
        if folder.mkdir() is None
    ]
    assert twice[0] == twice[1]


def test_verdict__each_code__has_a_page() -> None:
    verdicts = [verdict for file in FILES.values() for verdict in file.verdicts]
    codes = {code for verdict in verdicts for code in verdict.refusals} | {
        code for verdict in verdicts for codes, _ in verdict.findings for code in codes.split("|")
    }
    assert codes - set(messages()) == set()
