"""The entries of a catalogue of files: a file, its builder, and its verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from hostile_files.builders import zipped

Finding = tuple[str, str]  # a code and the address of its cell, or of a row
Content = bytes | Iterable[bytes]


class Verdict(NamedTuple):
    """The expected answer: the exit status, and the refusal or the findings.

    ``refusals`` are codes any of which is right. ``findings`` must all be there, and no error at
    any other cell; a code may be two with ``|`` between. ``enrolled`` is the number of enrolled people. None
    requires nothing.
    """

    status: int | None
    refusals: frozenset[str] = frozenset()
    findings: frozenset[Finding] = frozenset()
    enrolled: int | None = None


def read(*findings: Finding, enrolled: int | None = 1) -> Verdict:
    """Return that all went through, with these warnings."""
    return Verdict(0, findings=frozenset(findings), enrolled=enrolled)


def held(*findings: Finding, enrolled: int | None = 1) -> Verdict:
    """Return that these findings hold rows back."""
    return Verdict(1, findings=frozenset(findings), enrolled=enrolled)


def refused(*codes: str) -> Verdict:
    """Return that the file is refused, with one of these codes."""
    return Verdict(3, refusals=frozenset(codes))


READ = read()
CLEAN = Verdict(None)  # any answer at all, as long as it is one
DAMAGED, SWELLS, ODD = refused("file-damaged"), refused("file-swells"), refused("file-odd")
STRETCHED, ADDRESS = refused("sheet-stretched"), refused("sheet-address")


@dataclass(frozen=True)
class HostileFile:
    """One file: its name, the builder of its bytes or of the file, and its verdicts.

    ``alone`` runs it in a process of its own, whose memory is measured; ``big`` takes long to make or to
    read. ``shown`` is its name as a message may show it. Root reads what no user may: ``needs_a_user``.
    """

    name: str
    verdicts: tuple[Verdict, ...]
    content: Callable[[], Content] | None = None
    place: Callable[[Path], None] | None = None
    alone: bool = False
    big: bool = False
    shown: str = ""
    needs_a_user: bool = False

    def make(self, folder: Path) -> Path:
        """Write the file into a folder and return its path."""
        path = folder / self.name
        if self.place:
            self.place(path)
        elif self.content:
            content = self.content()
            with path.open("wb") as file:
                file.writelines([content] if isinstance(content, bytes) else content)
        return path


def a_file(name: str, content: Callable[[], Content] | bytes, *verdicts: Verdict) -> HostileFile:
    """Return a file of bytes."""
    return HostileFile(name, verdicts, (lambda: content) if isinstance(content, bytes) else content)


def a_book(
    name: str, parts: Callable[[], Mapping[str, str | bytes]], *verdicts: Verdict
) -> HostileFile:
    """Return a workbook of parts."""
    return HostileFile(name, verdicts, lambda: zipped(parts()))


def alone(*files: HostileFile) -> list[HostileFile]:
    """Have files run in processes of their own: in the same one they could take others with them."""
    return [replace(file, alone=True) for file in files]


def big(*files: HostileFile) -> list[HostileFile]:
    """Return that files take long."""
    return [replace(file, alone=True, big=True) for file in files]
