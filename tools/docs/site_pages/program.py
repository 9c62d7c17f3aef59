"""The output of the program, as a page shows it."""

from __future__ import annotations

import shlex
import subprocess
import sys

from pemilu_cover.i18n.text import Language


def output_block(*arguments: str, language: Language) -> str:
    """Return a block with a command and what it prints."""
    words = [*arguments, *(("--lang", language) if language != "id" else ())]
    done = subprocess.run(
        [sys.executable, "-m", "pemilu_cover", *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return f"```console\n$ pemilu-cover {shlex.join(words)}\n{done.stdout.rstrip()}\n```"
