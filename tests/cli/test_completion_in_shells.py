"""Completion in real shells: installed as the program does, typed on a terminal with Tab."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.shells import Shell, interactive_shell

pytestmark = pytest.mark.slow

COMMANDS = {"bash": ["bash", "-i"], "zsh": ["zsh", "-i"], "fish": ["fish", "-i"]}
ERASE_LINE = "\x15"


@pytest.fixture(params=COMMANDS)
def shell(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shell]:
    """A shell with completion that the program installed, and a roster in its folder."""
    name: str = request.param
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")
    (tmp_path / "roster-a.xlsx").touch()
    (tmp_path / ".bashrc").write_text("PS1='ready> '\n", "utf-8")
    (tmp_path / ".zshrc").write_text("PS1='ready> '\n", "utf-8")
    config = tmp_path / ".config" / "fish"
    config.mkdir(parents=True)
    (config / "config.fish").write_text("function fish_prompt; echo 'ready> '; end\n", "utf-8")
    with interactive_shell(COMMANDS[name], tmp_path) as first:
        first.type("", until="ready>")
        first.type("pemilu-cover --install-completion\n", until="Tab setelah pemilu-cover.")
    with interactive_shell(COMMANDS[name], tmp_path) as second:
        second.type("", until="ready>")
        yield second


def test_tab__one_candidate__is_typed_for_the_user(shell: Shell) -> None:
    for line, expected in {
        "pemilu-cover quot": "pemilu-cover quote",
        "pemilu-cover quote --prorat": "--proration",
        "pemilu-cover explain nik-len": "nik-length",
        "pemilu-cover template --election pemilu": "pemilu-2024",
        "pemilu-cover template --regency 32.14 --election=pemilu": "--election=pemilu-2024",
        "pemilu-cover template --regency 'Kabupaten Purwak": "Kabupaten Purwakarta",
        "pemilu-cover init --regency 32.1": "32.1",
        "pemilu-cover check roster-a.xlsx --column Nama=birth_place_": "Nama=birth_place_date",
        "pemilu-cover enrol roster": "roster-a.xlsx",
    }.items():
        assert expected in shell.type(f"{line}\t", until=expected)
        shell.type(ERASE_LINE, until="")


def test_tab__several_candidates__are_listed(shell: Shell) -> None:
    shown = shell.type("pemilu-cover quote --role KPPS_\t\t", until="KPPS_KETUA")
    assert "KPPS_ANGGOTA" in shown


def test_tab__fault_of_the_program__shows_nothing(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "bin" / "pemilu-cover").write_text("#!/bin/sh\necho broken >&2; exit 70\n", "utf-8")
    assert "broken" not in shell.type("pemilu-cover enrol roster-a\t", until="roster-a.xlsx")
