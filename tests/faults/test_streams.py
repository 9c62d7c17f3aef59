"""What a shell script sees: the exit status, and stdout and stderr that are piped, closed or full."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from faults.processes import ALL, CALL_HOOK, PROGRAM, environment, start
from support.people import short_person
from support.run import Run
from support.workbooks import roster

if sys.platform == "win32":
    pytest.skip("needs the shells of POSIX", allow_module_level=True)

SHELLS = [shell for shell in ("bash", "sh") if shutil.which(shell)]
FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="needs a device that is full")


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with a roster that is in order and one that is not."""
    roster(tmp_path / "good.xlsx", short_person(1))
    roster(tmp_path / "bad.xlsx", short_person(1), short_person(2, NIK="12"))
    return tmp_path


def shell(script: str, here: Path, *, by: str = "sh") -> Run:
    """Run a script in which ``pemilu-cover`` is the program."""
    program = f'pemilu_cover() {{ {shlex.join(PROGRAM)} "$@"; }}\n'
    return start(by, "-c", program + script.replace("pemilu-cover", "pemilu_cover"), cwd=here)


COMMANDS = {
    "enrol": ("enrol good.xlsx --out out", 0),
    "enrol, with faults": ("enrol bad.xlsx --out out", 1),
    "enrol --json": ("enrol bad.xlsx --out out --json", 1),
    "check": ("check bad.xlsx", 1),
    "check --json": ("check good.xlsx --json", 0),
    "check --findings-format csv": ("check bad.xlsx --findings-format csv", 1),
    "check --findings-format github": ("check bad.xlsx --findings-format github", 1),
    "template": ("template --out form.xlsx", 0),
    "quote": ("quote --role KPPS", 0),
    "quote --explain": ("quote --role KPPS --explain", 0),
    "quote --json": ("quote --role KPPS --json", 0),
    "budget": ("budget --kecamatan 1 --desa 2 --tps 3", 0),
    "benefits": ("benefits --role KPPS", 0),
    "rates": ("rates", 0),
    "rates --history": ("rates --history jkk", 0),
    "rates --check": ("rates --check", 0),
    "explain": ("explain", 0),
    "explain CODE": ("explain nik-length", 0),
    "explain --json": ("explain --json", 0),
    "--help": ("--help", 0),
    "enrol --help": ("enrol --help", 0),
    "--version": ("--version", 0),
}
# One of each kind: a result, findings, a file, a page, a tree, a table, what the command line itself prints.
KINDS = ("enrol --json", "check", "template", "quote", "quote --explain", "rates", "--help")
SOME = COMMANDS if ALL else {kind: COMMANDS[kind] for kind in KINDS}
some_commands = pytest.mark.parametrize(("command", "status"), SOME.values(), ids=SOME)


# ---- Statuses ------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", SHELLS)
def test_exit_status__each_outcome__arrives_in_a_shell(by: str, here: Path) -> None:
    interrupt = shlex.join([*CALL_HOOK, "pemilu_cover.commands.enrol:price_people", "SIGINT"])
    script = f"""
        pemilu-cover enrol good.xlsx --out out -q; echo $?
        pemilu-cover check bad.xlsx >/dev/null; echo $?
        pemilu-cover enrol good.xlsx --no-such-option; echo $?
        pemilu-cover check missing.xlsx; echo $?
        pemilu-cover enrol good.xlsx --out out; echo $?
        {interrupt} enrol good.xlsx --out other; echo $?
        pemilu-cover quote --role KPPS >/dev/null && echo yes || echo no
    """
    assert shell(script, here, by=by).out.split() == ["0", "1", "2", "3", "4", "130", "yes"]


def test_quiet__any_command__prints_only_a_refusal(here: Path) -> None:
    for made, status in (("good", 0), ("bad", 1)):
        done = shell(f"pemilu-cover enrol {made}.xlsx --out {made} --quiet", here)
        assert (done.status, done.out, done.err) == (status, "", "")
        assert (here / made / "manifest.json").is_file()
    done = shell("pemilu-cover enrol good.xlsx --out good --quiet", here)
    assert (done.status, done.out, done.err.count("\n")) == (4, "", 1)


# ---- Readers that leave --------------------------------------------------------------------------


@pytest.mark.skipif("bash" not in SHELLS, reason="only bash has pipefail")
@some_commands
def test_stdout__closed_by_head__is_silent_with_the_job_s_status(
    command: str, status: int, here: Path
) -> None:
    done = shell(f"set -o pipefail; pemilu-cover {command} | head -n 1", here, by="bash")
    assert (done.status, done.err, done.out.count("\n")) == (status, "", 1)


@some_commands
def test_stdout__reader_gone_before__is_silent(command: str, status: int, here: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [*PROGRAM, *command.split()],
        stdout=write,
        stderr=subprocess.PIPE,
        cwd=here,
        env=environment(),
        check=False,
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (status, b"")


def test_streams__both_to_a_leaving_reader__are_silent(here: Path) -> None:
    for command, status in {"check missing.xlsx": 3, "no-such-command": 2, "rates": 0}.items():
        script = f"set -o pipefail; pemilu-cover {command} 2>&1 | true"
        assert shell(script, here, by="bash").status == status, command


# ---- Streams that are closed or full --------------------------------------------------------------


@needs_full
@some_commands
def test_stdout__full_disk__ends_with_4_and_one_line(command: str, status: int, here: Path) -> None:
    done = shell(f"pemilu-cover {command} >/dev/full", here)
    assert (done.status, done.err) == (4, "pemilu-cover: stdout: disk penuh\n"), status


@pytest.mark.parametrize(
    "command", ["quote --role KPPS", "rates", "--help", "check bad.xlsx --json"]
)
def test_stdout__closed__ends_with_4_and_one_line(command: str, here: Path) -> None:
    done = shell(f"pemilu-cover {command} >&-", here)
    assert (done.status, done.err.count("\n")) == (4, 1)


def test_stdout__closed_without_output__is_not_needed(here: Path) -> None:
    done = shell("pemilu-cover enrol good.xlsx --out out --quiet >&-", here)
    assert (done.status, done.err) == (0, "")


@pytest.mark.parametrize("stream", ["2>&-", pytest.param("2>/dev/full", marks=needs_full)])
def test_stderr__without_a_reader__changes_no_status(stream: str, here: Path) -> None:
    quote = shell("pemilu-cover quote --role KPPS", here)
    expected = {
        "quote --role KPPS": (0, quote.out),
        "check missing.xlsx": (3, ""),
        "no-such-command": (2, ""),
        "enrol good.xlsx --out bad.xlsx": (4, ""),
        "enrol bad.xlsx --out out -q": (1, ""),
        "budget --kecamatan 1 --desa 2 --tps 3 --out rab.xlsx --json": (0, None),
    }
    for command, (status, out) in expected.items():
        done = shell(f"pemilu-cover {command} {stream}", here)
        assert done.status == status, command
        assert out is None or done.out == out
        assert done.err == ""


def test_streams__all_closed__result_is_the_same(here: Path) -> None:
    for out, streams in {"open": "", "closed": "<&- >&- 2>&-"}.items():
        done = shell(f"pemilu-cover enrol good.xlsx --out {out} --quiet {streams}", here)
        assert done.status == 0
    for path in (here / "open").iterdir():
        assert path.read_bytes() == (here / "closed" / path.name).read_bytes()


def test_stdin__any_command__is_not_read(here: Path) -> None:
    for streams in ("<&-", "</dev/null", "<good.xlsx"):
        done = shell(f"pemilu-cover check good.xlsx {streams}", here)
        assert (done.status, done.err) == (0, "")


def test_stdin__closed_where_it_is_read__is_empty(here: Path) -> None:
    for command in ("check -", "reconcile good.xlsx -"):
        done = shell(f"pemilu-cover {command} <&-", here)
        assert done.status == 3, done.err
    done = shell("pemilu-cover quote --from - --json <&-", here)
    assert (done.status, done.out, done.err) == (0, "", "")


def test_stdout__print_of_a_library__is_not_in_the_output(here: Path) -> None:
    """With stderr closed, the next file that is opened would get its number, and what is printed there."""
    script = (
        "import os, sys; from pemilu_cover.cli.stdio import ensure_stdio; ensure_stdio();"
        "file = open('result', 'wb'); os.write(2, b'noise'); sys.exit(0)"
    )
    assert (
        shell(f"{shlex.quote(sys.executable)} -c {shlex.quote(script)} 2>&- >&-", here).status == 0
    )
    assert (here / "result").read_bytes() == b""
