"""The start of the single file: it unpacks the program once, and runs it from the user's cache."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from support.paths import REPOSITORY, SOURCE
from support.run import Run

if sys.platform == "win32":
    pytest.skip("its program is a shell script", allow_module_level=True)

FOLDER = REPOSITORY / "tools" / "single_file"
PROGRAM = '#!/bin/sh\necho "$0" "$@"\nenv >&2\nexit 7\n'
LAUNCH = """
import runpy, sys, types
key = types.ModuleType("build_key")
key.KEY, key.PAYLOAD_BYTES = "1.0-abc", {payload}
sys.modules["build_key"] = key
sys.executable, sys.argv = sys.argv[1], sys.argv[1:]
runpy.run_path({launcher!r}, run_name="__main__")
"""
# Has the folder open at the first two tries.
SCANNER = """
import os
rename, tries = os.rename, []
def refuse(*arguments, **options):
    tries.append(arguments)
    if len(tries) < 3:
        raise PermissionError(13, "Permission denied")
    rename(*arguments, **options)
os.rename = refuse
"""


class SingleFile:
    """A single file as `build.py` makes it, with a script for the program, and the home of its user."""

    def __init__(self, folder: Path) -> None:
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            entry = zipfile.ZipInfo("pemilu-cover/pemilu-cover")
            entry.external_attr = 0o100755 << 16
            archive.writestr(entry, PROGRAM)
            archive.writestr("pemilu-cover/_internal/data", "x")
        payload = content.getvalue()
        modules = b"modules" + b"MEI\014\013\012\013\016" + (7 + 88).to_bytes(4, "big") + bytes(76)
        self.file = folder / "pemilu-cover"
        self.file.write_bytes(b"executable" + payload + modules)
        self.home = folder / "home"
        self.home.mkdir()
        self.cache = self.home / ".cache" / "pemilu-cover"
        self.code = LAUNCH.format(payload=len(payload), launcher=str(FOLDER / "launch.py"))

    def start(self, *arguments: str, **environment: str) -> Run:
        """Start the file with arguments, in the environment that PyInstaller makes."""
        done = subprocess.run(
            [sys.executable, "-c", self.code, self.file, *arguments],
            env={
                **{"HOME": str(self.home), "PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCE)},
                **environment,
            },
            capture_output=True,
            text=True,
            check=False,
        )
        return Run(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def single(tmp_path: Path) -> SingleFile:
    return SingleFile(tmp_path)


def test_start__first__unpacks_the_program_privately_and_runs_it(single: SingleFile) -> None:
    done = single.start("quote", "--role", "KPPS (a)")
    folder = single.cache / "1.0-abc" / "pemilu-cover"
    assert (done.status, done.out) == (7, f"{folder / 'pemilu-cover'} quote --role KPPS (a)\n")
    assert (folder / "_internal" / "data").read_text() == "x"
    assert single.cache.stat().st_mode & 0o077 == 0
    assert [path.name for path in single.cache.iterdir()] == ["1.0-abc"]


def test_start__second__does_not_unpack_again(single: SingleFile) -> None:
    single.start()
    single.file.write_bytes(b"")
    assert single.start().status == 7


def test_start__environment__is_that_of_the_user(single: SingleFile) -> None:
    mine = {"_PYI_ARCHIVE_FILE": "x", "LD_LIBRARY_PATH": "/opt/_MEI"}
    seen = single.start(**mine, LD_LIBRARY_PATH_ORIG="/opt/lib").err.splitlines()
    assert "LD_LIBRARY_PATH=/opt/lib" in seen
    assert "PYINSTALLER_RESET_ENVIRONMENT=1" in seen
    assert not any(line.startswith(("_PYI_", "LD_LIBRARY_PATH_ORIG")) for line in seen)
    assert "LD_LIBRARY_PATH" not in single.start(**mine).err


@pytest.mark.parametrize("home", ["file", "/dev/null"])
def test_start__home_that_cannot_be_written__runs_from_a_temporary_folder(
    home: str, single: SingleFile, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "tmp").mkdir()
    done = single.start("rates", HOME=str(tmp_path / home), TMPDIR=str(tmp_path / "tmp"))
    assert done.status == 7
    assert done.out.startswith(str(tmp_path / "tmp" / "pemilu-cover-"))
    assert list((tmp_path / "tmp").iterdir()) == []


def test_start__no_place_to_unpack__is_said_in_the_language_of_the_run(single: SingleFile) -> None:
    single.file.unlink()
    done = single.start("--lang", "en")
    assert done.status == 4
    assert done.err.startswith("pemilu-cover: the program cannot be prepared in /")
    assert list(single.cache.iterdir()) == []


def test_start__file_that_was_cut_off__is_to_be_downloaded_again(single: SingleFile) -> None:
    single.file.write_bytes(single.file.read_bytes()[:200])
    assert single.start("--lang=en").err == (
        "pemilu-cover: the file of this program is damaged: download it again.\n"
    )


def test_start__version_unused_for_a_week__is_removed(single: SingleFile) -> None:
    for name, days in (("0.9-old", 8), ("0.9-used", 6)):
        (single.cache / name).mkdir(parents=True)
        used = time.time() - days * 24 * 3600
        os.utime(single.cache / name, (used, used))
    single.start()
    assert {path.name for path in single.cache.iterdir()} == {"0.9-used", "1.0-abc"}


def test_start__virus_scanner_reads_what_was_unpacked__waits(
    single: SingleFile, tmp_path: Path
) -> None:
    (tmp_path / "scanner").mkdir()
    (tmp_path / "scanner" / "sitecustomize.py").write_text(SCANNER)
    done = single.start(PYTHONPATH=f"{tmp_path / 'scanner'}{os.pathsep}{SOURCE}")
    assert done.status == 7, done.err
    assert done.out.startswith(str(single.cache))


def test_start__another_start_unpacks_meanwhile__runs_what_is_there(single: SingleFile) -> None:
    first, second = (
        subprocess.Popen(
            [sys.executable, "-c", single.code, single.file],
            env={"HOME": str(single.home), "PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCE)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(2)
    )
    assert (first.wait(), second.wait()) == (7, 7)
    assert [path.name for path in single.cache.iterdir()] == ["1.0-abc"]
