"""What each misuse shows, as text: a file for each command, with both languages.

``cases/COMMAND.toml`` has the misuses: when they happen, what is typed, and what the error has to name
(``{RESULT}`` stands for the word of the language). ``python tests/misuse/snapshots.py`` writes the
snapshots anew.
"""

from __future__ import annotations

import shlex
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

HERE = Path(__file__).parent
if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parent))

from support.people import nik  # noqa: E402
from support.run import Run, in_process_batch_reader, in_process_reader, invoke  # noqa: E402

from misuse.office import write_office  # noqa: E402  after the path is set
from pemilu_cover.cli import stderr  # noqa: E402
from pemilu_cover.i18n.text import Language  # noqa: E402

LANGUAGES: Sequence[Language] = ("id", "en")
WIDTH = 80
# Lines of data that a snapshot has of a page whose end changes with the law.
_DATA_LINES = 3


class Misuse(NamedTuple):
    """A command that somebody types by mistake, and what its error has to name."""

    when: str
    run: str
    names: Sequence[str]


class Shown(NamedTuple):
    """What a misuse shows in a language."""

    misuse: Misuse
    language: Language
    done: Run

    @property
    def text(self) -> str:
        """The start of what is on stdout, and all of stderr."""
        data = self.done.out.splitlines()[:_DATA_LINES]
        return "\n".join([*data, *self.done.err.splitlines()])


def commands() -> list[str]:
    """Return the commands that have cases."""
    return sorted(path.stem for path in (HERE / "cases").glob("*.toml"))


@cache
def show_misuses(command: str, office: Path) -> list[Shown]:
    """Run the misuses of a command in the folder of an office, in both languages."""
    cases = tomllib.loads((HERE / "cases" / f"{command}.toml").read_text(encoding="utf-8"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stderr, "terminal_width", lambda: WIDTH)
        return [
            Shown(misuse, language, _run(misuse, language, office))
            for misuse in (Misuse(**case) for case in cases["misuse"])
            for language in LANGUAGES
        ]


def _run(misuse: Misuse, language: Language, office: Path) -> Run:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PEMILU_COVER_LANG", language)
        return invoke(*shlex.split(misuse.run.replace("{nik}", nik(1))), cwd=office)


def snapshot(command: str, office: Path) -> str:
    """Return the snapshot of a command: each misuse with its output and exit status."""
    return "\n".join(_lines(show_misuses(command, office)))


def _lines(shown: Sequence[Shown]) -> Iterator[str]:
    for misuse, language, done in shown:
        if language == LANGUAGES[0]:
            yield from (f"# {misuse.when}", f"$ pemilu-cover {misuse.run}")
        yield f"[{language}, {done.status}]"
        yield Shown(misuse, language, done).text
        if language == LANGUAGES[-1]:
            yield ""


def path_of(command: str) -> Path:
    """Return the file of a command's snapshot."""
    return HERE / "snapshots" / f"{command}.txt"


def main() -> None:
    """Write all snapshots."""
    with (
        tempfile.TemporaryDirectory() as folder,
        in_process_reader(),
        in_process_batch_reader(),
    ):
        office = write_office(Path(folder))
        for command in commands():
            path_of(command).write_text(snapshot(command, office), encoding="utf-8")


if __name__ == "__main__":
    main()
