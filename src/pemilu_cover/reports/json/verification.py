"""``verify --json``: each result of the chain with its problems."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pemilu_cover.reconciliation.verification import VerifiedResult
from pemilu_cover.values.text import sanitise_for_terminal


def report(results: Sequence[VerifiedResult]) -> dict[str, Any]:
    """Return what ``verify --json`` prints, the newest result first."""
    return {
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
