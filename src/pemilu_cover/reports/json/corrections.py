"""What JSON says of the corrections that came back: counts, by file and in all; never what a cell holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pemilu_cover.i18n.text import LocalizedText, localize
from pemilu_cover.roster.corrections.applied import AppliedCorrections, CorrectionsFileSummary
from pemilu_cover.roster.people import CellLocation
from pemilu_cover.values.text import sanitise_for_terminal

_COUNTS = "filled corrected struck new replaced_people replaced same unused held lost".split()


def corrections_json(returned: AppliedCorrections) -> dict[str, Any]:
    """Return the counts of ``--corrections``: of all files, and of each.

    ``filled`` and ``corrected`` are cells, ``struck`` rows, ``new`` and ``replaced_people`` people,
    ``replaced`` answers that a newer file gives otherwise, ``same`` answers that change nothing, ``unused``
    cells, columns and sheets that are not read, ``held`` rows that may be somebody else's, ``lost`` rows
    that fit nobody.
    """
    files = [_of_file(taken) for taken in returned.files]
    return {**{name: sum(file[name] for file in files) for name in _COUNTS}, "files": files}


def _of_file(taken: CorrectionsFileSummary) -> dict[str, Any]:
    return {
        "file": sanitise_for_terminal(taken.file),
        "round": taken.round,
        "filled": sum(taken.filled.values()),
        "corrected": taken.corrected,
        "struck": taken.struck,
        "new": taken.newcomers,
        "replaced_people": taken.succeeded,
        "replaced": taken.superseded,
        "same": taken.same,
        "unused": taken.unused + taken.no_answer,
        "held": taken.held,
        "lost": taken.lost,
    }


def count_labels(taken: CorrectionsFileSummary) -> Iterator[tuple[int, LocalizedText]]:
    """Return what the screen says of a file: each count with its words."""
    yield sum(taken.filled.values()), localize("corrections.cells-filled")
    yield taken.corrected, localize("corrections.corrected")
    yield taken.struck, localize("corrections.rows-struck-out")
    yield taken.newcomers, localize("corrections.new-people")
    yield taken.succeeded, localize("corrections.people-replaced")
    replaced = localize("corrections.answers-replaced-newer-ones")
    yield taken.superseded, replaced
    yield taken.same, localize("corrections.answers-change-nothing")
    yield taken.unused + taken.no_answer, localize("corrections.used")
    yield taken.held, localize("corrections.doubtful-rows")
    yield taken.lost, localize("corrections.fit-nobody")


def files_json(returned: AppliedCorrections, kept_as: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return what the manifest says of each file; ``kept_as`` has its name in the result by SHA-256."""
    return [
        {
            **_of_file(taken),
            "sha256": taken.sha256,
            "kept_as": kept_as.get(taken.sha256),
            "filled": dict(sorted((+taken.filled).items())),
            "struck_out": taken.struck,
            "fits_nobody": taken.lost,
        }
        for taken in returned.files
    ]


def superseded_json(returned: AppliedCorrections) -> list[dict[str, Any]]:
    """Return the places of superseded answers, and those of the newer ones."""
    return [
        {
            "field": superseded.earlier.field,
            "earlier": _place(superseded.earlier.origin),
            "newer": _place(superseded.by),
        }
        for superseded in returned.superseded
    ]


def _place(origin: CellLocation | None) -> str | None:
    if origin is None:
        return None
    return sanitise_for_terminal(f"{origin.file}, {origin.sheet}!{origin.cell or origin.row}")
