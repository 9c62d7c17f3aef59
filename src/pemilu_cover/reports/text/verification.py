"""Print whether a result and those that it continues are intact, and what is not as it was written."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from pemilu_cover.i18n.text import Language, localize
from pemilu_cover.reconciliation.verification import LINK_PROBLEMS, VerifiedResult
from pemilu_cover.reports.text.terminal import TerminalWriter

_MAX_PROBLEMS = 20


def print_verification(results: Sequence[VerifiedResult], language: Language, out: Console) -> None:
    """Print the outcome of ``verify``, the newest result first."""
    writer = TerminalWriter(language, out)
    for result in results:
        details = {"folder": result.folder, "files": writer.count(result.files)}
        if not result.problems:
            writer.print(localize("verification.result-intact", **details), "green")
            _print_branches(writer, result)
            continue
        is_link = {problem.code for problem in result.problems} <= LINK_PROBLEMS
        title = "verification.result-unlinked" if is_link else "verification.result-faulty"
        writer.print(localize(title, **details), "red")
        for problem in result.problems[:_MAX_PROBLEMS]:
            text = localize(f"verification.problem-{problem.code}", file=problem.file)
            writer.print(text, indent=4)
        if (more := len(result.problems) - _MAX_PROBLEMS) > 0:
            writer.print(localize("membership.more", number=writer.count(more)), indent=4)
        _print_branches(writer, result)
    is_intact = not any(result.problems for result in results)
    verdict = localize("verification.intact" if is_intact else "verification.not-intact")
    writer.print(verdict, "green" if is_intact else "red", blank_line_before=True)


def _print_branches(writer: TerminalWriter, result: VerifiedResult) -> None:
    for other in result.branches:
        writer.print(localize("verification.branched", next=other), "yellow", indent=4)
