"""``verify --json``: each result of the chain with its problems."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from typing_extensions import TypedDict

from pemilu_cover.reconciliation.verification import VerifiedResult
from pemilu_cover.values.text import sanitise_for_terminal


class ProblemJson(TypedDict):
    """What is not as it was written."""

    code: str
    file: str


class VerifiedResultJson(TypedDict):
    """A result of the chain; ``branches`` are other results that continue the same earlier one."""

    folder: str
    files: int
    problems: list[ProblemJson]
    branches: list[str]


class VerificationJson(TypedDict):
    """The document of ``verify``, the newest result first."""

    schema: Literal["pemilu-cover/verify/1"]
    results: list[VerifiedResultJson]
    intact: bool


def report(results: Sequence[VerifiedResult]) -> VerificationJson:
    """Return what ``verify --json`` prints, the newest result first."""
    return {
        "schema": "pemilu-cover/verify/1",
        "results": [
            {
                "folder": sanitise_for_terminal(str(result.folder)),
                "files": result.files,
                "problems": [
                    {"code": problem.code, "file": sanitise_for_terminal(problem.file)}
                    for problem in result.problems
                ],
                "branches": [sanitise_for_terminal(str(path)) for path in result.branches],
            }
            for result in results
        ],
        "intact": not any(result.problems for result in results),
    }
