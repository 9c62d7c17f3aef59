"""Manual pages: written for every command in both languages, and read by the programs that show them."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from support.run import invoke
from typer.main import get_command

from pemilu_cover.cli.registry import app

PROGRAM: Any = get_command(app)
NAMES = ["pemilu-cover", *(f"pemilu-cover-{name}" for name in PROGRAM.commands)]


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of `man` with the pages in it."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert invoke("--install-man-pages").status == 0
    return tmp_path / "man"


def test_install__each_command__has_a_page_in_both_languages_with_each_option(pages: Path) -> None:
    for folder, options in (("man1", "OPTIONS"), ("id/man1", "OPSI")):
        assert {file.stem for file in (pages / folder).iterdir()} == set(NAMES)
        for name in NAMES:
            page = (pages / folder / f"{name}.1").read_text(encoding="utf-8")
            command = PROGRAM.commands.get(name.removeprefix("pemilu-cover-"), PROGRAM)
            assert f".SH {options}\n" in page
            for option in (o for param in command.params for o in param.opts if o.startswith("--")):
                assert option.replace("-", "\\-") in page


def test_install__language_of_the_run__is_that_of_the_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert f"{2 * len(NAMES)} halaman ditulis ke" in invoke("--install-man-pages").out
    shown = invoke("--lang", "en", "--install-man-pages").out
    assert shown.startswith(f"Wrote {2 * len(NAMES)} pages to {tmp_path / 'man'}")


def test_install__folder_cannot_be_written__exits_with_4(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    (tmp_path / "man").touch()
    for language, reason in (("id", "bukan folder"), ("en", "a part of its path is a file")):
        done = invoke("--install-man-pages", "--lang", language)
        assert (done.status, done.out) == (4, "")
        assert reason in done.err


@pytest.mark.skipif(not shutil.which("mandoc"), reason="mandoc is not installed")
def test_pages__mandoc__finds_no_fault(pages: Path) -> None:
    files = sorted(pages.rglob("*.1"))
    done = subprocess.run(
        ["mandoc", "-T", "lint", "-W", "warning", *files],
        capture_output=True,
        text=True,
        check=False,
    )
    faults = [line for line in done.stdout.splitlines() if "missing date" not in line]
    assert faults == []


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("man"), reason="man is not installed")
def test_pages__man__shows_them_by_name_without_warnings(pages: Path) -> None:
    for language, heading in (("en", "NAME\n"), ("id", "NAMA\n")):
        for name in NAMES:
            done = subprocess.run(
                ["man", "--warnings=w", "-L", language, name],
                capture_output=True,
                text=True,
                encoding="utf-8",
                env={**os.environ, "MANPATH": str(pages), "LC_ALL": "C.UTF-8", "MANWIDTH": "80"},
                check=False,
            )
            assert (done.returncode, done.stderr) == (0, "")
            assert heading in done.stdout
            assert f"{name} - " in " ".join(done.stdout.split())
