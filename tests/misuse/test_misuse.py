"""Misuses of each command: what they show is reviewed as text, and keeps some rules in both languages."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest
from support.paths import REPOSITORY
from support.texts import sentences

from misuse.office import write_office
from misuse.snapshots import WIDTH, Shown, commands, path_of, show_misuses, snapshot
from pemilu_cover.cli.command_table import CommandTable
from pemilu_cover.cli.metavars import localized_metavar
from pemilu_cover.i18n.exit_status import ExitStatus
from pemilu_cover.i18n.text import Language

FEWEST = 5
WORD = re.compile(r"[a-z]{2,}")
# What is no word of a sentence: a list of choices, quoted, an option, a file or folder, a code, a name in
# capitals, an amount.
NAMES = re.compile(
    r"(?:[Pp]ilihannya|melainkan opsi|[Cc]hoose from|but of) [^.]*|'[^']*'|`[^`]*`|\"[^\"]*\""
    r"|\S*[-_./\\=~|<>\d]\S*\w|\b[A-Z]\w*",
)
STOP_WORDS = {
    "id": "yang dan atau tidak ini itu dengan untuk dari pada bila sudah belum bukan harus tulis misalnya",
    "en": "the and or not this that with for from of is are if must write such there has cannot",
}
# Names that are the same in both languages.
TYPED = {"pemilu", "cover", "enrol"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_office(tmp_path_factory.mktemp("office"))


@cache
def vocabulary(language: Language) -> set[str]:
    """Return the words of all sentences in a language."""
    return {word for text in sentences(language) for word in WORD.findall(text.lower())}


def foreign_words(shown: Shown) -> set[str]:
    """Return the words of a sentence that its language does not have."""
    text = NAMES.sub(" ", shown.text.replace("\n", " "))
    typed = f"{shown.misuse.run} {shown.misuse.names}".lower()
    words = set(WORD.findall(text)) - set(WORD.findall(typed))
    other: Language = "en" if shown.language == "id" else "id"
    known = vocabulary(shown.language) | TYPED
    return (words - known) | (words & set(STOP_WORDS[other].split()))


def test_cases__each_command__has_the_typical_misuses(office: Path) -> None:
    assert set(commands()) == {*CommandTable(), "program"}
    for command in commands():
        assert len(show_misuses(command, office)) >= 2 * FEWEST, command


@pytest.mark.parametrize("command", commands())
def test_misuse__each_of_a_command__shows_what_was_reviewed(command: str, office: Path) -> None:
    assert snapshot(command, office) == path_of(command).read_text(encoding="utf-8")


@pytest.mark.parametrize("command", commands())
def test_misuse__each_of_a_command__keeps_the_rules(command: str, office: Path) -> None:
    for shown in show_misuses(command, office):
        text = " ".join(shown.text.split())
        assert foreign_words(shown) == set(), text
        for name in shown.misuse.names:
            is_word = name.startswith("{")
            word = (
                localized_metavar(name.strip("{}")).in_language(shown.language) if is_word else name
            )
            assert word in text, text
        assert has_next_step(shown), text
        assert shown.done.status in {*ExitStatus} - {ExitStatus.DONE, ExitStatus.FAULT}
        assert not re.search(r"Traceback|Error\b|/home|site-packages", text)
        assert str(office) not in text
        assert str(REPOSITORY) not in text
        assert set(re.findall(r"\d{16}", text)) <= {"3214015505909012"}  # the example of `claim`
        lines = [line for line in shown.done.err.splitlines() if not line.startswith("{")]
        assert max(map(len, lines), default=0) <= WIDTH, text


def has_next_step(shown: Shown) -> bool:
    """Return whether an error shows the help of its command, or says in a second sentence what to do."""
    if shown.done.err.startswith("{"):
        return "--" in json.loads(shown.done.err)["error"]["message"]
    return "--help" in shown.text or len(re.findall(r"[.?;] \w|: ", shown.text)) > 1
