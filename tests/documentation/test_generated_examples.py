"""The commands on generated pages of the documentation site: each runs, and prints what is shown."""

from __future__ import annotations

import re
import shlex
import shutil
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from site_pages.site import run_pages, table_pages
from support.page_examples import Example, fault, read_page, write_programs
from support.paths import EXAMPLES
from support.people import Row, person
from support.run import invoke
from support.workbooks import roster

from pemilu_cover.cli.registry import app

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed"),
]
# A page for each command, and the list of all.
PAGES = ["index", *(one.callback.__name__ for one in app.registered_commands if one.callback)]


@cache
def pages() -> dict[str, str]:
    """Return the pages that are read off the program's tables, by their place."""
    return dict(table_pages())


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with each file that an example of a command names."""
    folder = tmp_path_factory.mktemp("office")
    for name in ("roster.xlsx", "kec-plered.xlsx", "rosters/kec-plered.xlsx"):
        (folder / name).parent.mkdir(exist_ok=True)
        roster(folder / name, victim(), person(2))
    shutil.copy(EXAMPLES / "messy-2024-upah.xlsx", folder / "template_upah_00000000.xlsx")
    shutil.copy(EXAMPLES / "messy-2024-rincian.pdf", folder / "rincian-iuran.pdf")
    for command in (
        "init --office KPU --regency Purwakarta",
        "template --changes --regency 32.14 --out changes.xlsx",
        "enrol roster.xlsx --agreement pks.toml --out out",
    ):
        assert invoke(*shlex.split(command), cwd=folder).status == 0
    return folder


def victim() -> Row:
    """Return the person of the example of ``claim``."""
    found = re.search(r"--nik (\d{6}(\d\d)(\d\d)(\d\d)\d{4})", "".join(pages().values()))
    assert found
    day, month, year = map(int, found.groups()[1:])
    born, sex = date(1900 + year, month, day % 40), "P" if day > 40 else "L"
    return person(1, **{"NIK": found[1], "Tanggal Lahir": born, "L/P": sex})


@pytest.mark.parametrize("page", PAGES)
def test_command_page__its_example__runs(page: str, office: Path, tmp_path: Path) -> None:
    found = read_page(pages()[f"reference/id/commands/{page}.md"])
    assert found.unknown == []
    for example in found.examples:
        folder = tmp_path / "office"
        shutil.copytree(office, folder)
        written = re.findall(r"init|--out (\S+)", example.script)
        for name in written:
            remove(folder / (name or "pks.toml"))
        assert fault(_with_findings(example), folder, write_programs(tmp_path / "programs")) is None
    assert len(found.examples) == (page != "index")


def _with_findings(example: Example) -> Example:
    """Return an example that may find something: exit status 1."""
    return replace(example, script=f"{{ {example.script.strip()}; }} || [ $? -eq 1 ]")


def remove(path: Path) -> None:
    """Remove a file or a folder, if it is there."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def test_page_of_a_run__its_commands__print_what_is_shown(tmp_path: Path) -> None:
    programs = write_programs(tmp_path / "programs")
    found = {page: read_page(text) for page, text in run_pages()}
    assert any(page.examples for page in found.values())
    for name, page in found.items():
        assert page.unknown == [], name
        for example in page.examples:
            assert fault(example, tmp_path, programs) is None, name
