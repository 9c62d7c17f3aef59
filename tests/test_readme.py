"""The README and docs/lifecycle.md are run: every command works, and what they show is what is printed."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from support.paths import EXAMPLES, REPOSITORY
from support.run import run_process

pytestmark = pytest.mark.slow

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
LIFECYCLE = (REPOSITORY / "docs" / "lifecycle.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(sh|console)\n(.*?)```", README + LIFECYCLE, re.DOTALL)
SHELL = [
    line
    for kind, block in BLOCKS
    if kind == "sh"
    for line in block.strip().splitlines()
    if line.startswith("pemilu-cover")
]
SHOWN = [block for kind, block in BLOCKS if kind == "console"]


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the examples, in which the README's commands are run one after another."""
    folder = tmp_path_factory.mktemp("reader")
    shutil.copytree(EXAMPLES, folder / "examples")
    return folder


def test_the_readme_shows_commands() -> None:
    assert len(SHELL) >= 5
    assert len(SHOWN) >= 2


@pytest.mark.parametrize("command", SHELL)
def test_a_command_of_the_readme_works(command: str, workplace: Path) -> None:
    told = re.search(r"# exit (\d)", command)
    may_find = "|| test $? -eq 1" in command
    words = shlex.split(
        command.split(" > ", maxsplit=1)[0].split("||", maxsplit=1)[0], comments=True
    )[1:]
    done = run_process(*words, cwd=workplace)
    expected = {1} if may_find else {int(told[1])} if told else {0}
    assert done.status in expected, done.err


@pytest.mark.parametrize("block", SHOWN)
def test_what_the_readme_shows_is_what_is_printed(block: str, workplace: Path) -> None:
    command, _, shown = block.partition("\n")
    done = run_process(*shlex.split(command.removeprefix("$ "))[1:], cwd=workplace)
    assert done.out.strip() == shown.strip()


COMMANDS = (
    *("enrol", "check", "template", "members", "verify", "quote", "benefits", "budget", "rates"),
    "explain",
)


def test_every_command_is_in_the_readme() -> None:
    commands = re.findall(r"^  ([a-z]+)  ", run_process("--help").out, re.MULTILINE)
    assert set(COMMANDS) <= set(commands)
    for command in commands:
        assert f"pemilu-cover {command}" in README


@pytest.mark.parametrize("command", COMMANDS)
def test_every_help_has_an_example_that_is_a_command(command: str) -> None:
    for flag in ("-h", "--help"):
        help_text = run_process(command, flag).out
        assert f"Contoh: pemilu-cover {command}" in " ".join(help_text.split())
