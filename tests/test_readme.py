"""The README and pages of docs/ are run: every command works, and what they show is what is printed."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from support.paths import EXAMPLES, REPOSITORY
from support.run import run_process

pytestmark = pytest.mark.slow

PAGES = {
    page.name: page.read_text(encoding="utf-8")
    for page in (
        REPOSITORY / "README.md",
        *(
            REPOSITORY / "docs" / name
            for name in (
                "corrections.md",
                "lifecycle.md",
                "reconcile.md",
                "coverage.md",
                "claims.md",
                "papers.md",
                "scripts.md",
            )
        ),
    )
}
README = PAGES["README.md"]
BLOCKS = [
    (page, kind, block)
    for page, text in PAGES.items()
    for kind, block in re.findall(r"```(sh|console)\n(.*?)```", text, re.DOTALL)
]
SHELL = [
    (page, line)
    for page, kind, block in BLOCKS
    if kind == "sh"
    for line in block.strip().splitlines()
    if line.startswith("pemilu-cover")
]
SHOWN = [(page, block) for page, kind, block in BLOCKS if kind == "console"]


@pytest.fixture(scope="module")
def workplaces(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """For each page a folder with the examples, in which its commands are run one after another."""
    folders = {}
    for page in PAGES:
        folders[page] = tmp_path_factory.mktemp("reader")
        shutil.copytree(EXAMPLES, folders[page] / "examples")
    return folders


def test_the_readme_shows_commands() -> None:
    assert len(SHELL) >= 5
    assert len(SHOWN) >= 2


@pytest.mark.parametrize(("page", "command"), SHELL)
def test_a_command_of_the_readme_works(
    page: str, command: str, workplaces: dict[str, Path]
) -> None:
    told = re.search(r"# exit (\d)", command)
    may_find = "|| test $? -eq 1" in command
    words = shlex.split(
        command.split(" > ", maxsplit=1)[0].split("||", maxsplit=1)[0], comments=True
    )[1:]
    done = run_process(*words, cwd=workplaces[page])
    expected = {1} if may_find else {int(told[1])} if told else {0}
    assert done.status in expected, done.err


@pytest.mark.parametrize(("page", "block"), SHOWN)
def test_what_the_readme_shows_is_what_is_printed(
    page: str, block: str, workplaces: dict[str, Path]
) -> None:
    command, _, shown = block.partition("\n")
    done = run_process(*shlex.split(command.removeprefix("$ "))[1:], cwd=workplaces[page])
    assert done.out.strip() == shown.strip()


COMMANDS = (
    *("enrol", "check", "template", "update", "members", "coverage", "claim", "verify"),
    *("quote", "benefits", "budget", "rates", "explain"),
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
