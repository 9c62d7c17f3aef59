"""Conventions of command lines: terminals, pipes, names of options."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.paths import EXAMPLES
from support.run import invoke, run_at_terminal, run_process

CHECK = ("check", EXAMPLES / "two-regencies-2024.csv", "--lang", "en")
COLOR = re.compile(r"\x1b\[(?:3[0-7]|9[0-7])m")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("environment", "has_colors", "has_controls"),
    [({}, True, True), ({"NO_COLOR": "1"}, False, True), ({"TERM": "dumb"}, False, False)],
    ids=["terminal", "NO_COLOR", "dumb terminal"],
)
def test_terminal__colors__are_switched_off_by_the_environment(
    environment: dict[str, str], has_colors: bool, has_controls: bool
) -> None:
    _, shown = run_at_terminal(*CHECK, shows_stdout=True, **environment)
    assert bool(COLOR.search(shown)) == has_colors
    assert ("\x1b" in shown) == has_controls
    assert "NOT enrolled yet" in shown


@pytest.mark.slow
def test_pipe__output_and_errors__have_no_color_and_no_progress() -> None:
    done = run_process(*CHECK)
    assert "\x1b" not in done.out
    assert done.err == ""
    rows = [line for line in done.out.splitlines() if line.endswith("[duplicate]")]
    assert len(rows) == 1  # a finding has one line, for grep


def test_quote_from__standard_input_is_a_keyboard__says_how_to_end() -> None:
    arguments = ("quote", "--from", "-", "--to", "csv", "--lang", "en")
    status, shown = run_at_terminal(*arguments, answers="role,days\nKPPS,30\n\x04\x04")
    assert status == 0
    assert shown.count("end with Ctrl-D") == 1


@pytest.mark.parametrize(
    "arguments", [("quot", "--role", "KPPS"), ("quote", "--rol", "KPPS"), ("KPPS",)]
)
def test_abbreviation__of_command_or_option__is_refused(arguments: tuple[str, ...]) -> None:
    assert invoke(*arguments).status == 2


def test_options__any_order__mean_the_same() -> None:
    usual = invoke("quote", "--role", "KPPS", "--days", "30", "--lang", "en")
    assert usual.status == 0
    assert invoke("--lang", "en", "quote", "--days=30", "--role=KPPS") == usual


def test_rosters__path_of_a_folder__names_the_files_inside(tmp_path: Path) -> None:
    assert f"{tmp_path}/*.xlsx" in invoke("check", tmp_path, "--lang", "en").err
