"""A frozen program has the modules that PyInstaller does not see."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.paths import REPOSITORY, SOURCE

SCRIPT = 'from pemilu_cover.i18n.text import localize; print(localize("exit.status-done").en)'
FREEZE = """
from pathlib import Path
from build import freeze
freeze(Path(), Path("show.py"), "--onedir", "--collect-data", "pemilu_cover.i18n", excluded=())
"""


@pytest.mark.slow
def test_freeze__script_that_shows_a_text__shows_it_without_python(tmp_path: Path) -> None:
    pytest.importorskip("PyInstaller")
    (tmp_path / "show.py").write_text(SCRIPT, encoding="utf-8")
    paths = (str(REPOSITORY / "tools" / "single_file"), str(SOURCE), *sys.path)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    subprocess.run([sys.executable, "-c", FREEZE], cwd=tmp_path, env=environment, check=True)
    program = tmp_path / "show" / "pemilu-cover" / "pemilu-cover"
    shown = subprocess.run([program], capture_output=True, text=True, check=True).stdout
    assert shown.strip()
