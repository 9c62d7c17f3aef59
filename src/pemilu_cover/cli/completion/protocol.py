"""How the scripts of the shells ask for candidates. The names of the variables are those of typer."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from contextlib import suppress

from pemilu_cover.cli.command_reference import Command
from pemilu_cover.cli.completion import COMPLETE_VARIABLE
from pemilu_cover.cli.completion.candidates import complete_word
from pemilu_cover.cli.completion.values import Candidate
from pemilu_cover.cli.language import detect_language

# The exit status that leaves the word to the names of files.
FILES = 1


def answer_shell(program: Command, environment: Mapping[str, str]) -> int:
    """Print the candidates for a shell's line and return the exit status. Print nothing else, ever."""
    with suppress(Exception):
        shell = environment[COMPLETE_VARIABLE].removeprefix("complete_")
        words, typed = _bash_words(environment) if shell == "bash" else _words(environment)
        candidates = complete_word(program, words, typed, detect_language(words, environment))
        if candidates is not None:
            lines = [_line(shell, candidate, environment) for candidate in candidates]
            print("\n".join(lines), end="\n" if lines else "")  # noqa: T201
            return 0
    return FILES


def _words(environment: Mapping[str, str]) -> tuple[list[str], str]:
    """Return the complete words after the program's name, and the incomplete one."""
    line = environment["_TYPER_COMPLETE_ARGS"]
    words = _split(line)[1:]
    # PowerShell names the incomplete word, since its line has no space at the end.
    incomplete = environment.get("_TYPER_COMPLETE_WORD_TO_COMPLETE")
    if incomplete is None:
        incomplete = "" if line.endswith(" ") else (words or [""])[-1]
    return (words[:-1], words[-1]) if incomplete and words else (words, "")


def _bash_words(environment: Mapping[str, str]) -> tuple[list[str], str]:
    """Return the words of bash, which takes "=" for a word of its own."""
    line = re.sub("\n?=\n?", "=", "\n".join(_typed_in_bash(environment)))
    words = ["".join(_split(word)) for word in line.split("\n")]
    return words[1:-1], words[-1]


def _typed_in_bash(environment: Mapping[str, str]) -> list[str]:
    """Return the words up to the cursor as they were typed, with their quotes."""
    words = [*environment["COMP_WORDS"].split("\n"), ""]
    return words[: int(environment["COMP_CWORD"]) + 1]


def _split(line: str) -> list[str]:
    """Split a line as a shell does; quotes may still be open."""
    lexer = shlex.shlex(line, posix=True)
    lexer.whitespace_split, lexer.commenters = True, ""
    words: list[str] = []
    try:
        words.extend(lexer)
    except ValueError:
        words.append(lexer.token)
    return words


def _line(shell: str, candidate: Candidate, environment: Mapping[str, str]) -> str:
    """Return a candidate as the script of a shell reads it."""
    value, text = candidate.value, " ".join(candidate.text.split())
    if shell == "bash":
        if _typed_in_bash(environment)[-1].startswith(("'", '"')):
            return value
        value = value if value.endswith("=") else value.rpartition("=")[2]
        return re.sub(r"([^\w@%+=,./-])", r"\\\1", value)
    if shell == "zsh":
        value = value.replace(":", r"\:")
        return f"{value}:{text}" if text else value
    if shell == "fish":
        return f"{value}\t{text}"
    return f"{value}:::{text or value}"
