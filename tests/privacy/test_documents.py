"""What docs/personal-data.md and SECURITY.md say of personal data is what the program does."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from support.paths import EXAMPLES, REPOSITORY
from support.run import invoke

from pemilu_cover.cli.crash_report import TRACEBACK
from pemilu_cover.i18n.exit_status import ExitStatus
from pemilu_cover.reports.xlsx import other_members

PAGE = (REPOSITORY / "docs" / "personal-data.md").read_text(encoding="utf-8")
SECURITY = (REPOSITORY / "SECURITY.md").read_text(encoding="utf-8")
TABLE = "\n".join(line for line in PAGE.splitlines() if line.startswith("| "))


def test_the_table_names_every_file_that_a_result_can_have(tmp_path: Path) -> None:
    done = invoke("enrol", EXAMPLES / "messy-2024.xlsx", "--out", tmp_path / "out")
    assert done.status == 1
    written = {path.name for path in (tmp_path / "out").iterdir()} | set(other_members.LISTS)
    for name in written:
        assert name.replace("_NPP.", "_<NPP>.") in TABLE, name


def test_the_page_cites_articles_of_the_law_by_their_name() -> None:
    # Each was read in the law's text; a new one is to be looked up before it is written here.
    read = {4, 20, 30, 31, 32, 34, 43, 44, 46, 50, 53, 65, 67}
    cited = {int(number) for number in re.findall(r"Pasal (\d+)", PAGE + SECURITY)}
    cited |= {int(number) for number in re.findall(r"Pasal \d+, (\d+)", PAGE)}
    assert cited <= read


def test_security_md__data__matches_the_program() -> None:
    assert f"exit status {ExitStatus.FAULT}" in SECURITY
    assert f"{TRACEBACK}=1" in SECURITY


def test_a_source_package_has_the_page() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    assert "SECURITY.md" in project["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
