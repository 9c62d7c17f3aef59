"""Nothing goes out: no socket, no other program, no file but the result; and nothing stays behind."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from privacy.canaries import as_xlsx, canary_person, faulty, leaks
from support.formulir_2a import Section, billed_people, write_pdf_bill
from support.parameters import first
from support.paths import EXAMPLES, REPOSITORY
from support.people import short_person
from support.run import HANG, Run, run_process
from support.sipp_downloads import people_of, write_upah
from support.source import PACKAGE

FORBIDDEN = 99


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with a watcher, a roster, an agreement, and an empty home, temp and result."""
    return _write_desk(tmp_path)


def _write_desk(folder: Path) -> Path:
    for name in ("watch", "home", "temp", "work"):
        (folder / name).mkdir()
    shutil.copy(
        Path(__file__).with_name("sandbox_sitecustomize.py"),
        folder / "watch" / "sitecustomize.py",
    )
    as_xlsx(folder / "work" / "roster.xlsx", faulty())
    as_xlsx(folder / "work" / "good.xlsx", [short_person(1), canary_person(2, Nama_Ibu=None)])
    shutil.copy(EXAMPLES / "purwakarta-2024.toml", folder / "work" / "agreement.toml")
    return folder


@pytest.fixture(scope="module")
def enrolled_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk on which the good roster is enrolled."""
    folder = _write_desk(tmp_path_factory.mktemp("desk"))
    assert watched(folder, "enrol", "good.xlsx", "--out", "out").status == 0
    return folder


@pytest.fixture
def enrolled(enrolled_once: Path, tmp_path: Path) -> Path:
    """A copy of that desk, on which nothing is noted."""
    desk = shutil.copytree(enrolled_once, tmp_path / "desk")
    (desk / "watch" / "log").unlink()
    return desk


def watched(desk: Path, *arguments: object, code: str = "") -> Run:
    """Run the program, or a piece of code, in a process that is watched."""
    work, home, temp = (desk / name for name in ("work", "home", "temp"))
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join([str(desk / "watch"), str(REPOSITORY / "src")]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "WATCH_MAY_WRITE": os.pathsep.join([str(work), str(temp)]),
        "WATCH_LOG": str(desk / "watch" / "log"),
        **dict.fromkeys(("HOME", "USERPROFILE", "APPDATA", "XDG_CACHE_HOME"), str(home)),
        **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temp)),
    }
    program = ["-c", code] if code else ["-m", "pemilu_cover", *map(str, arguments)]
    done = subprocess.run(
        [sys.executable, *program],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        cwd=work,
        env=environment,
        timeout=HANG,
        check=False,
    )
    return Run(done.returncode, done.stdout, done.stderr)


GOES_OUT = {
    "a socket": "import socket; socket.socket()",
    "a name": "import socket; socket.getaddrinfo('localhost', 80)",
    "a page": "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
    "a program": "import subprocess; subprocess.run(['true'])",
    "a shell": "import os; os.system('true')",
    "a file elsewhere": "import os, pathlib; pathlib.Path(os.environ['HOME'], 'x').write_text('x')",
    "a folder elsewhere": "import os; os.mkdir(os.environ['HOME'] + '/x')",
}


@pytest.mark.parametrize("way", first(2, GOES_OUT))
def test_the_watcher_sees_each_way_out(way: str, desk: Path) -> None:
    assert watched(desk, code=GOES_OUT[way]).status == FORBIDDEN


COMMANDS = {
    "enrol": (1, "enrol roster.xlsx --out out"),
    "quote": (0, "quote --role KPPS --days 30 --explain"),
    "check --annotate": (1, "check roster.xlsx --annotate marked.xlsx"),
    "enrol with an agreement": (
        0,
        "enrol good.xlsx --agreement agreement.toml --split-corrections-by kecamatan --json",
    ),
    "check": (
        1,
        "check roster.xlsx --auto-fix birth-swapped --auto-fix nik-letters --auto-fix sex-missing",
    ),
    "budget": (0, "budget --kecamatan 1 --desa 2 --tps 3 --out rab.xlsx"),
    "benefits": (0, "benefits --wage 850000"),
    "rates": (0, "rates --check"),
    "explain": (0, "explain nik-length"),
    "template": (0, "template --regency 32.14 --out isian.xlsx"),
}


@pytest.mark.parametrize("command", first(2, COMMANDS))
def test_a_command_reaches_nothing_and_nobody(command: str, desk: Path) -> None:
    status, line = COMMANDS[command]
    done = watched(desk, *line.split())
    assert done.status == status, done.err
    assert "watch: forbidden" not in done.err
    for folder in ("home", "temp"):
        assert [path.name for path in (desk / folder).rglob("*")] == []
    left = {path.name for path in (desk / "work").iterdir() if path.name.startswith(".")}
    assert left == set()


def test_a_result_and_its_corrections_stay_on_the_desk(enrolled_once: Path, enrolled: Path) -> None:
    work = enrolled / "work"
    shutil.copy(work / "out" / "corrections.xlsx", work / "back.xlsx")
    done = watched(enrolled, *"enrol good.xlsx --corrections back.xlsx --out out --force".split())
    assert done.status == 1, done.err  # nothing was filled in
    assert watched(enrolled, *"explain --of out --row 1".split()).status == 0
    for desk in (enrolled_once, enrolled):
        log = set((desk / "watch" / "log").read_text(encoding="utf-8").splitlines())
        # Written are the result and the folder beside it in which it is made; what holds both must exist.
        own = re.compile(re.escape(str((desk / "work").resolve())) + r"(/\.?out(\.[^/]+)?(/.*)?)?")
        assert [path for path in log if not own.fullmatch(path)] == []


def test_members_and_verify__reach_nothing_but_the_result(enrolled: Path) -> None:
    listed = people_of(pl.read_parquet(enrolled / "work" / "out" / "people.parquet"))
    write_upah(enrolled / "work" / "upah.xlsx", listed)
    done = watched(enrolled, "members", "out", "upah.xlsx")
    assert (done.status, leaks(done.out)) == (0, []), done.err
    assert watched(enrolled, "verify", "out").status == 0
    log = set((enrolled / "watch" / "log").read_text(encoding="utf-8").splitlines())
    own = re.compile(re.escape(str((enrolled / "work").resolve())) + r"/\.?out(\.[^/]+)?(/.*)?")
    assert [path for path in log if not own.fullmatch(path)] == []
    assert [path.name for path in (enrolled / "work").iterdir() if path.name.startswith(".")] == []


def test_reconcile__reaches_nothing_but_its_folder(enrolled: Path) -> None:
    people = billed_people(pl.read_parquet(enrolled / "work" / "out" / "people.parquet"))
    stranger = replace(people[0], nik="3214012303870418", kpj="24099999999")
    write_pdf_bill(enrolled / "work" / "bill.pdf", [Section([*people[1:], stranger])])
    for options in (("--json",), ("--lang", "en", "--out", "selisih")):
        done = watched(enrolled, "reconcile", "out", "bill.pdf", *options)
        assert (done.status, leaks(done.out)) == (1, []), done.err
    log = set((enrolled / "watch" / "log").read_text(encoding="utf-8").splitlines())
    own = re.compile(
        re.escape(str((enrolled / "work").resolve())) + r"(/\.?selisih(\.[^/]+)?(/.*)?)?"
    )
    assert [path for path in log if not own.fullmatch(path)] == []
    assert [path.name for path in (enrolled / "work").iterdir() if path.name.startswith(".")] == []


def test_claim__reaches_nothing_but_its_folder(enrolled: Path) -> None:
    register = pl.read_parquet(enrolled / "work" / "out" / "people.parquet")
    nik, start = register.filter(pl.col("segment") == "pu").select("nik", "start").row(0)
    options = ("--nik", nik, "--death", "--at", f"{start} 22:10", "--out", "case")
    done = watched(enrolled, "claim", "out", *options)
    assert (done.status, leaks(done.out)) == (0, []), done.err
    assert watched(enrolled, "claim", "--list", "case").status in {0, 1}
    log = set((enrolled / "watch" / "log").read_text(encoding="utf-8").splitlines())
    own = re.compile(re.escape(str((enrolled / "work").resolve())) + r"(/\.?case(\.[^/]+)?(/.*)?)?")
    assert [path for path in log if not own.fullmatch(path)] == []
    assert [path.name for path in (enrolled / "work").iterdir() if path.name.startswith(".")] == []


# ---- The source ---------------------------------------------------------------------------------

NETWORK = frozenset(
    "socket ssl http urllib urllib3 requests httpx aiohttp websockets ftplib smtplib imaplib poplib"
    " telnetlib xmlrpc socketserver asyncio webbrowser sentry_sdk posthog analytics boto3 paramiko".split()
)


def imported(path: Path) -> set[str]:
    """Return the first names of all modules that a file imports, wherever in it."""
    text = path.read_text(encoding="utf-8")
    return set(re.findall(r"^ *(?:from|import) ([A-Za-z_]\w*)", text, re.MULTILINE))


def test_no_module_can_reach_a_network() -> None:
    matches = {path.name: imported(path) & NETWORK for path in PACKAGE.rglob("*.py")}
    assert {name: modules for name, modules in matches.items() if modules} == {}


def test_no_module_knows_an_address_to_call() -> None:
    addresses = re.compile(
        r"\b(?:https?|ftp|wss?)://(?!schemas\.|json-schema\.org/draft/|www\.w3\.org|purl\.org|purl\.oclc\.org/ooxml/|docs\.example)"
    )
    assert [p.name for p in PACKAGE.rglob("*.py") if addresses.search(p.read_text("utf-8"))] == []


def test_the_program_needs_no_library_for_a_network() -> None:
    listed = re.search(
        r"^dependencies = \[(.*?)\]",
        (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"),
        re.DOTALL | re.MULTILINE,
    )
    assert listed
    names = set(re.findall(r'"([A-Za-z0-9_-]+)', listed[1]))
    assert names
    assert names & NETWORK == set()


def test_help_and_version_are_silent_too(desk: Path) -> None:
    assert watched(desk, "--version").status == 0
    assert watched(desk, "--help").status == 0
    assert run_process("--version").status == 0
