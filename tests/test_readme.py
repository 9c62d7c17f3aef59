"""The READMEs and pages of docs/: commands run, print what is shown, and links lead somewhere."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from support.paths import EXAMPLES, REPOSITORY
from support.run import run_process

READMES = ("README.md", "README.id.md")
PAGES = {
    name: (REPOSITORY / name).read_text(encoding="utf-8")
    for name in (
        *READMES,
        "docs/agreement.md",
        "docs/claims.md",
        "docs/corrections.md",
        "docs/coverage.md",
        "docs/estimates.md",
        "docs/findings.md",
        "docs/large-rosters.md",
        "docs/lifecycle.md",
        "docs/papers.md",
        "docs/personal-data.md",
        "docs/pricing.md",
        "docs/reconcile.md",
        "docs/results.md",
        "docs/rosters.md",
        "docs/scripts.md",
    )
}
MOST_LINES_OF_README = 130
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


LINK = re.compile(r"\]\(([^()\s]+)\)")
CODE = re.compile(r"^```.*?^```$|`[^`\n]*`", re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def workplaces(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """For each page a folder with the examples, in which its commands are run one after another."""
    folders = {}
    for page in PAGES:
        folders[page] = tmp_path_factory.mktemp("reader")
        shutil.copytree(EXAMPLES, folders[page] / "examples")
    return folders


def test_readmes__commands_and_output__are_shown() -> None:
    for readme in READMES:
        assert sum(page == readme for page, _ in SHELL) >= 3
        assert sum(page == readme for page, _ in SHOWN) >= 1


@pytest.mark.slow
@pytest.mark.parametrize(("page", "command"), SHELL)
def test_page__command__exits_as_it_says(
    page: str, command: str, workplaces: dict[str, Path]
) -> None:
    status = re.search(r"# exit (\d)", command)
    may_find = "|| test $? -eq 1" in command
    words = shlex.split(
        command.split(" > ", maxsplit=1)[0].split("||", maxsplit=1)[0], comments=True
    )[1:]
    done = run_process(*words, cwd=workplaces[page])
    expected = {1} if may_find else {int(status[1])} if status else {0}
    assert done.status in expected, done.err


@pytest.mark.slow
@pytest.mark.parametrize(("page", "block"), SHOWN)
def test_page__console_block__is_what_the_command_prints(
    page: str, block: str, workplaces: dict[str, Path]
) -> None:
    command, _, shown = block.partition("\n")
    done = run_process(*shlex.split(command.removeprefix("$ "))[1:], cwd=workplaces[page])
    assert done.out.strip() == shown.strip()


def test_readmes__both_languages__are_short_and_alike() -> None:
    english, indonesian = (PAGES[readme] for readme in READMES)
    for text in (english, indonesian):
        assert len(text.splitlines()) <= MOST_LINES_OF_README
    assert english.count("\n## ") == indonesian.count("\n## ")
    rows = [
        re.findall(r"^\| `pemilu-cover (\w+)`", text, re.MULTILINE)
        for text in (english, indonesian)
    ]
    assert rows[0] == rows[1]


def test_index__pages_of_docs__are_all_listed() -> None:
    index = (REPOSITORY / "docs" / "README.md").read_text(encoding="utf-8")
    pages = {page.name for page in (REPOSITORY / "docs").glob("*.md")} - {"README.md"}
    assert pages <= {target.partition("#")[0] for target in LINK.findall(index)}


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    found: dict[str, int] = {}
    text = re.sub(
        r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE
    )
    for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE):
        anchor = re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")
        found[anchor] = found.get(anchor, -1) + 1
    return {
        f"{anchor}-{number}" if number else anchor
        for anchor, last in found.items()
        for number in range(last + 1)
    }


def markdown_files() -> list[Path]:
    """Return the Markdown files of the repository, without those of installed packages."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    return [REPOSITORY / name for name in listed.stdout.splitlines()]


def test_markdown__relative_links__lead_to_files_and_headings() -> None:
    pages, broken = markdown_files(), []
    if not pages:
        pytest.skip("not a checkout")
    for page in pages:
        for target in LINK.findall(CODE.sub("", page.read_text(encoding="utf-8"))):
            if re.match(r"[a-z]+:", target):
                continue
            path, _, anchor = target.partition("#")
            file = (page.parent / path).resolve() if path else page
            if not file.exists() or (anchor and anchor not in anchors(file)):
                broken.append(f"{page.relative_to(REPOSITORY)}: {target}")
    assert broken == []


COMMANDS = (
    *("enrol", "check", "template", "update", "members", "coverage", "claim", "verify"),
    *("quote", "benefits", "budget", "rates", "explain"),
)


@pytest.mark.slow
def test_readmes__every_command__is_listed() -> None:
    commands = re.findall(r"^  ([a-z]+)  ", run_process("--help").out, re.MULTILINE)
    assert set(COMMANDS) <= set(commands)
    for command in commands:
        for readme in READMES:
            assert f"| `pemilu-cover {command}` |" in PAGES[readme]


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_every_help_has_an_example_that_is_a_command(command: str) -> None:
    for flag in ("-h", "--help"):
        help_text = run_process(command, flag).out
        assert f"Contoh: pemilu-cover {command}" in " ".join(help_text.split())
