"""A fault of our own shows one line: whose it is, where, how to report it; never what it was about."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from privacy.canaries import MOTHER, NIK, as_xlsx, canary_person, leaks
from support.paths import REPOSITORY
from support.run import HANG, Run, run_process

from pemilu_cover.cli.crash_report import crash_guard, innermost_frame
from pemilu_cover.cli.registry import app
from pemilu_cover.estimates import quote
from pemilu_cover.i18n.exit_status import ExitStatus

# A fault somewhere inside, with a person in the variable, the sentence and the notes.
FAIL = """
class Panic(BaseException):
    __module__ = "pyo3_runtime"

def fail(*arguments, **options):
    nik, mother = "{nik}", "{mother}"
    {fault}
"""
# A program with the fault.
DRIVER = """
import sys
from pemilu_cover.cli.registry import app
from pemilu_cover.cli.crash_report import crash_guard
from pemilu_cover.estimates import quote as broken
{fail}
broken.quote_from_files = fail
with crash_guard():
    app(sys.argv[1:])
"""
FAULTS = {
    "an exception": ("raise ValueError(f'cannot read {nik} {mother}')", "ValueError"),
    "a key": ("return {}[nik]", "KeyError"),
    "a chain": (
        "\n    try:\n        int(mother)\n    except ValueError as error:"
        "\n        raise RuntimeError(nik) from error",
        "RuntimeError",
    ),
    "a note": (
        "\n    error = LookupError(mother); error.add_note(nik); raise error",
        "LookupError",
    ),
    "a panic of Rust": ("raise Panic(mother)", "pyo3_runtime.Panic"),
    "a group": ("raise ExceptionGroup(nik, [ValueError(mother)])", "ExceptionGroup"),
    "an error of polars": (
        "import polars; polars.Series([mother]).cast(polars.Int64)",
        "polars.exceptions.InvalidOperationError",
    ),
}
HOOKED = {**os.environ, "PYTHONPATH": str(REPOSITORY / "src"), "PYTHONIOENCODING": "utf-8"}


def fail_source(kind: str) -> str:
    return FAIL.format(nik=NIK, mother=MOTHER, fault=FAULTS[kind][0])


def broken(kind: str, *options: str, python: tuple[str, ...] = (), **env: str) -> Run:
    """Run the command that loads least, with a program that breaks inside."""
    driver = DRIVER.format(fail=fail_source(kind))
    done = subprocess.run(
        [sys.executable, *python, "-c", driver, "quote", "--role", "KPPS", *options],
        capture_output=True,
        encoding="utf-8",
        env={**HOOKED, **env},
        timeout=HANG,
        check=False,
    )
    return Run(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_is_one_line_without_a_person(
    kind: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    names: dict[str, Any] = {}
    exec(fail_source(kind), names)  # noqa: S102  our own text
    monkeypatch.setattr(quote, "quote_from_files", names["fail"])
    monkeypatch.setattr(sys, "argv", ["pemilu-cover"])
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    with pytest.raises(SystemExit) as ended, crash_guard():
        app(["quote", "--role", "KPPS"])
    assert ended.value.code == ExitStatus.FAULT
    shown = capsys.readouterr()
    assert (shown.out, leaks(shown.err)) == ("", [])
    (line,) = shown.err.splitlines()
    assert line.startswith("pemilu-cover: kesalahan di program ini")
    assert FAULTS[kind][1] in line
    assert re.search(r"di pemilu_cover\.cli\.quote:\d+ ", line)
    assert "SECURITY.md" in line


def test_crash__language_option__is_used() -> None:
    for options in (("--lang", "en"), ("--lang=en",)):
        done = broken("a key", *options)
        assert done.err.startswith("pemilu-cover: a fault of this program")
        assert leaks(done.err) == []


def test_a_developer_gets_the_traceback_without_values_of_variables() -> None:
    for done in (
        broken("a key", PEMILU_COVER_TRACEBACK="1"),
        broken("a key", python=("-X", "dev", "-W", "ignore")),
    ):
        assert done.status == ExitStatus.FAULT
        assert "Traceback (most recent call last)" in done.err
        assert MOTHER not in done.err  # it stood in a variable only
        assert "jejak di atas dapat mengutip isi sel" in done.err


@pytest.mark.parametrize("value", ["", "0"])
def test_an_empty_wish_is_none(value: str) -> None:
    assert "Traceback" not in broken("a key", PEMILU_COVER_TRACEBACK=value).err


@pytest.mark.parametrize(
    ("leaving", "status"), [("raise SystemExit(3)", 3), ("raise KeyboardInterrupt", -2)]
)
def test_what_ends_a_program_on_purpose_passes(leaving: str, status: int) -> None:
    code = (
        f"from pemilu_cover.cli.crash_report import crash_guard\nwith crash_guard():\n    {leaving}"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, env=HOOKED, check=False
    )
    assert done.returncode == status


def test_crash__in_a_finalizer__is_reported_without_data() -> None:
    code = (
        "from pemilu_cover.cli.crash_report import crash_guard\n"
        "class Person:\n"
        f"    def __repr__(self): return {MOTHER!r}\n"
        f"    def __del__(self): raise ValueError({NIK!r})\n"
        "with crash_guard():\n    Person()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", env=HOOKED, check=False
    )
    assert done.returncode == 0
    assert "ValueError" in done.stderr
    assert leaks(done.stderr) == []


def test_a_closed_stderr_does_not_change_the_status() -> None:
    code = "from pemilu_cover.cli.crash_report import crash_guard\nwith crash_guard():\n    raise ValueError"
    done = subprocess.run(f'{sys.executable} -c "{code}" 2>&-', shell=True, env=HOOKED, check=False)  # noqa: S602  only a shell closes it
    assert done.returncode == ExitStatus.FAULT


def test_an_exception_from_nowhere_has_no_place() -> None:
    assert innermost_frame(None) == "?:0"


def test_crash__in_the_command_line__is_reported(tmp_path: Path) -> None:
    roster = as_xlsx(tmp_path / "roster.xlsx", [canary_person(1)])
    hook = tmp_path / "sitecustomize.py"
    hook.write_text(
        "import pemilu_cover.enrolment.validation as validation\n"
        f"def fail(*arguments, **options): raise ValueError({MOTHER!r})\n"
        "validation._validate = fail\n",
        encoding="utf-8",
    )
    path = os.pathsep.join([str(tmp_path), str(REPOSITORY / "src")])
    done = run_process("check", roster, PYTHONPATH=path)
    assert done.status == ExitStatus.FAULT
    assert leaks(done.err) == []
