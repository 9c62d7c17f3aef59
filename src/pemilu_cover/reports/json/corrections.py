"""Applied corrections as JSON: counts by file and in total, never the content of a cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from typing_extensions import TypedDict

from pemilu_cover.i18n.text import LocalizedText, localize
from pemilu_cover.roster.corrections.applied import AppliedCorrections, CorrectionsFileSummary
from pemilu_cover.roster.people import CellLocation
from pemilu_cover.values.json_types import Sha256
from pemilu_cover.values.text import sanitise_for_terminal


class CorrectionCountsJson(TypedDict):
    """What became of corrections.

    ``filled`` and ``corrected`` are cells, ``struck`` rows, ``new`` and ``replaced_people`` people,
    ``replaced`` answers that a newer file gives otherwise, ``same`` answers that change nothing, ``unused``
    cells, columns and sheets that are not read, ``held`` rows that may be somebody else's, ``lost`` rows
    that fit nobody.
    """

    filled: int
    corrected: int
    struck: int
    new: int
    replaced_people: int
    replaced: int
    same: int
    unused: int
    held: int
    lost: int


class CorrectionsFileJson(CorrectionCountsJson):
    """What became of the corrections of one file."""

    file: str
    round: int | None


class CorrectionsJson(CorrectionCountsJson):
    """What became of the corrections of all files, and of each."""

    files: list[CorrectionsFileJson]


class AppliedFileJson(CorrectionsFileJson):
    """A file of corrections in the manifest, with the cells that it filled by field."""

    sha256: Sha256
    kept_as: str | None
    filled_by_field: dict[str, int]


class SupersededJson(TypedDict):
    """An answer that a newer file replaced: both places."""

    field: str
    earlier: str | None
    newer: str | None


_Counts = dict[str, int]
_COUNTS = "filled corrected struck new replaced_people replaced same unused held lost".split()


def corrections_json(applied_corrections: AppliedCorrections) -> CorrectionsJson:
    """Return the counts of ``--corrections``: of all files, and of each."""
    files = [_file_json(summary) for summary in applied_corrections.files]
    sums = {name: sum(cast(_Counts, file)[name] for file in files) for name in _COUNTS}
    return cast(CorrectionsJson, {**sums, "files": files})


def _file_json(summary: CorrectionsFileSummary) -> CorrectionsFileJson:
    return {
        "file": sanitise_for_terminal(summary.file),
        "round": summary.round,
        "filled": sum(summary.filled.values()),
        "corrected": summary.corrected,
        "struck": summary.struck,
        "new": summary.newcomers,
        "replaced_people": summary.succeeded,
        "replaced": summary.superseded,
        "same": summary.same,
        "unused": summary.unused + summary.no_answer,
        "held": summary.held,
        "lost": summary.lost,
    }


def count_labels(summary: CorrectionsFileSummary) -> Iterator[tuple[int, LocalizedText]]:
    """Yield the counts of a file for the terminal, each with its label."""
    yield sum(summary.filled.values()), localize("corrections.count-filled")
    yield summary.corrected, localize("corrections.count-corrected")
    yield summary.struck, localize("corrections.count-struck-out")
    yield summary.newcomers, localize("corrections.count-new-people")
    yield summary.succeeded, localize("corrections.count-replaced")
    replaced = localize("corrections.count-superseded")
    yield summary.superseded, replaced
    yield summary.same, localize("corrections.count-unchanged")
    yield summary.unused + summary.no_answer, localize("corrections.count-unused")
    yield summary.held, localize("corrections.count-doubtful")
    yield summary.lost, localize("corrections.count-unmatched")


def files_json(
    applied_corrections: AppliedCorrections, kept_as: Mapping[str, str]
) -> list[AppliedFileJson]:
    """Return each file for the manifest; ``kept_as`` has its name in the result by SHA-256."""
    return [
        {
            **_file_json(summary),
            "sha256": summary.sha256,
            "kept_as": kept_as.get(summary.sha256),
            "filled_by_field": dict(sorted((+summary.filled).items())),
        }
        for summary in applied_corrections.files
    ]


def superseded_json(applied_corrections: AppliedCorrections) -> list[SupersededJson]:
    """Return the places of superseded answers, and those of the newer ones."""
    return [
        {
            "field": superseded.earlier.field,
            "earlier": _place(superseded.earlier.origin),
            "newer": _place(superseded.by),
        }
        for superseded in applied_corrections.superseded
    ]


def _place(origin: CellLocation | None) -> str | None:
    if origin is None:
        return None
    return sanitise_for_terminal(f"{origin.file}, {origin.sheet}!{origin.cell or origin.row}")
