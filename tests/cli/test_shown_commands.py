"""Commands within sentences of the program: they exist, have their options, and run as they are shown."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from support.run import invoke
from support.texts import sentences
from typer.main import get_command

from pemilu_cover.cli.registry import app

PROGRAM: Any = get_command(app)
SHOWN = re.compile(r"pemilu-cover ([a-z]+)\b([^`.;:()]*)")
IN_BACKTICKS = re.compile(r"`pemilu-cover ([^`<{]*)`")
SENTENCES = [*sentences("id"), *sentences("en")]
# Words of sentences that follow the name of the program.
PROSE = {"and", "has", "menulis", "wrote"}


def runnable() -> list[str]:
    """Return the commands in backticks that have no word to replace and need no file."""
    shown = {command for text in SENTENCES for command in IN_BACKTICKS.findall(text)}
    return sorted(each for each in shown if not re.search(r"\b[A-Z]{4,}", each))


def test_sentences__commands_in_them__exist_with_their_options() -> None:
    faults = []
    for text in SENTENCES:
        for name, rest in SHOWN.findall(text):
            if name in PROSE:
                continue
            command = PROGRAM.commands.get(name)
            known = (
                {option for param in command.params for option in param.opts} if command else set()
            )
            typed = {word for word in re.findall(r"--[a-z-]+", rest) if word != "--help"}
            if command is None or typed - known:
                faults.append((name, sorted(typed - known), text))
    assert faults == []


@pytest.mark.parametrize("shown", runnable())
def test_sentences__command_in_backticks__runs_as_shown(
    shown: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words = shlex.split(shown)
    done = invoke(*words)
    # A command that needs a result or a roster is the name of the command, which shows what it needs.
    needs = done.status == 2 and len(words) == 1 and "belum diisi" in done.err
    assert done.status == 0 or needs, done.err
