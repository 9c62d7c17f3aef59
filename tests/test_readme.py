"""The READMEs and pages of docs/: commands run, print what is shown, and links lead somewhere."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from support.page_examples import fault, read_page, write_programs
from support.paths import EXAMPLES, REPOSITORY
from support.run import run_process

READMES = ("README.md", "README.id.md")
PAGES = {
    str(path.relative_to(REPOSITORY)): path.read_text(encoding="utf-8")
    for path in (
        *(REPOSITORY / name for name in READMES),
        *sorted((REPOSITORY / "docs").rglob("*.md")),
        EXAMPLES / "README.md",
        *(REPOSITORY / name for name in ("CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")),
    )
}
MOST_LINES_OF_README = 130


LINK = re.compile(r"\]\(([^()\s]+)\)")
CODE = re.compile(r"^```.*?^```$|`[^`\n]*`", re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("page", PAGES)
def test_page__every_block__is_run_or_says_why_not(page: str) -> None:
    found = read_page(PAGES[page])
    assert found.unknown == []
    if page in READMES:
        assert len(found.examples) >= 2
        assert any(example.shown for example in found.examples)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
@pytest.mark.parametrize("page", [page for page, text in PAGES.items() if read_page(text).examples])
def test_page__commands_in_order__exit_and_print_as_shown(page: str, tmp_path: Path) -> None:
    programs = write_programs(tmp_path / "programs")
    folder = tmp_path / "reader"
    shutil.copytree(EXAMPLES, folder / "examples")
    faults = [fault(example, folder, programs) for example in read_page(PAGES[page]).examples]
    assert [found for found in faults if found] == []


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


def test_conventions__tests_that_they_name__exist() -> None:
    named = re.findall(
        r"`((?:tests|src|tools)/[\w/]+\.py)(?:::(\w+))?`", PAGES["docs/conventions.md"]
    )
    assert named
    for file, function in named:
        text = (REPOSITORY / file).read_text(encoding="utf-8")
        assert not function or f"def {function}(" in text, function


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
