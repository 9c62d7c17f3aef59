"""What pyproject.toml says of the package: its version and its dependencies."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata

from support.paths import REPOSITORY
from support.run import invoke

from pemilu_cover import __version__

PYPROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
IMPORT = re.compile(r"^ *(?:from|import) (\w+)", re.MULTILINE)
# The sections of Keep a Changelog.
CHANGES = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
# Come with pydantic, in the versions that it needs.
BROUGHT_BY_OTHERS = {"markupsafe", "pydantic_core", "typing_extensions"}


def test_version__of_the_program__is_that_of_the_package() -> None:
    assert invoke("--version").out == f"pemilu-cover {__version__}\n"
    assert PYPROJECT["project"]["dynamic"] == ["version"]


def test_changelog__newest_version__is_that_of_the_program() -> None:
    changelog = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## \[(.+?)\](?: - \d{4}-\d\d-\d\d)?$", changelog, re.MULTILINE)
    assert versions[:2] == ["Unreleased", __version__]
    assert set(re.findall(r"^### (.+)$", changelog, re.MULTILINE)) <= CHANGES


def test_dependencies__are_what_the_package_imports() -> None:
    source = REPOSITORY / "src" / "pemilu_cover"
    modules = {
        module
        for file in source.rglob("*.py")
        for module in IMPORT.findall(file.read_text(encoding="utf-8"))
    }
    installed = metadata.packages_distributions()
    used = {name.lower() for module in modules for name in installed.get(module, [])}
    declared = {re.split(r"[<>=]", text)[0] for text in PYPROJECT["project"]["dependencies"]}
    assert used - BROUGHT_BY_OTHERS - {"pemilu-cover"} == declared
