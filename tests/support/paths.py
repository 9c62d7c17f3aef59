"""Folders and files of the repository that tests share."""

from __future__ import annotations

from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
SOURCE = REPOSITORY / "src"
EXAMPLES = REPOSITORY / "examples"
DATA = REPOSITORY / "tests" / "data"
# An agreement for the example of 14,456 people, signed late: it leaves people uncovered.
SIGNED_LATE = DATA / "purwakarta-signed-late.toml"
