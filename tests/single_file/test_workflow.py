"""The workflow that builds the single file: what it runs exists."""

from __future__ import annotations

import os
import re
import tomllib

import pytest
from support.paths import REPOSITORY

WORKFLOW = REPOSITORY / ".github" / "workflows" / "single-file.yml"
if not WORKFLOW.exists():
    pytest.skip("not a checkout", allow_module_level=True)


def test_workflow__scripts_and_extra_that_it_uses__exist() -> None:
    runs = "\n".join(re.findall(r"run: (.+)", WORKFLOW.read_text(encoding="utf-8")))
    scripts = [REPOSITORY / name for name in re.findall(r"tools/single_file/[\w.]+", runs)]
    assert {script.name for script in scripts} == {"build.py", "smoke", "smoke.ps1"}
    assert all(script.is_file() for script in scripts)
    assert os.access(REPOSITORY / "tools/single_file/smoke", os.X_OK)
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(re.findall(r"\.\[([\w-]+)\]", runs)) <= set(project["optional-dependencies"])
