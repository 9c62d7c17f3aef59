"""Print the findings of a roster: summed up by code, or one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from rich.text import Text

from pemilu_cover.i18n.messages import messages
from pemilu_cover.i18n.text import LocalizedText, localize
from pemilu_cover.reports.text.terminal import TerminalWriter
from pemilu_cover.roster.findings import CELLS, COLUMN, CORRECTIONS, PERSON, Finding
from pemilu_cover.values.text import sanitise_for_terminal

_STYLES = {"error": "red", "warning": "yellow", "info": "cyan"}
_LEVELS = {
    "error": localize("summary.level-error"),
    "warning": localize("summary.level-warning"),
    "info": localize("summary.level-info"),
}
_TITLES = {
    "error": localize("summary.findings-error"),
    "warning": localize("summary.findings-warning"),
    "info": localize("summary.findings-info"),
}
# Findings that are about no one person: their numbers do not count people.
_TITLES_BESIDE_PEOPLE = {
    CELLS: localize("summary.findings-cells"),
    COLUMN: localize("summary.findings-columns"),
    CORRECTIONS: localize("summary.findings-corrections"),
}
_MAX_PLACES = 3


def print_findings_by_code(
    writer: TerminalWriter, findings: Iterable[Finding], *, places: bool
) -> None:
    """Print how many findings each code has, with the first places if they are wanted."""
    # Excluded people have a section of their own.
    shown_findings = [finding for finding in findings if finding.code != "asn-excluded"]
    for level, title in _TITLES.items():
        group = [each for each in shown_findings if each.level == level and each.about == PERSON]
        _print_group(writer, title, _STYLES[level], group, places=places)
    for about, title in _TITLES_BESIDE_PEOPLE.items():
        group = [each for each in shown_findings if each.about == about]
        worst = next((level for level in _STYLES if any(f.level == level for f in group)), "info")
        _print_group(writer, title, _STYLES[worst], group, places=places)


def _print_group(
    writer: TerminalWriter,
    title: LocalizedText,
    style: str,
    findings: Sequence[Finding],
    *,
    places: bool,
) -> None:
    """Print a title and a line for each code, the most frequent first."""
    if not findings:
        return
    by_code: dict[str, list[Finding]] = {}
    for finding in findings:
        by_code.setdefault(finding.code, []).append(finding)
    writer.print(title, style, blank_line_before=True)
    for code, group in sorted(by_code.items(), key=lambda entry: -len(entry[1])):
        line = Text(f"{_sentence(code, group, writer)}  ")
        line.append(f"[{code}]", style="dim")
        if places:
            line.append(sanitise_for_terminal(f"  {_places(group)}"), style="dim")
        writer.print_hanging(f"{writer.count(len(group)):>8}  ", line)


def _sentence(code: str, findings: Sequence[Finding], writer: TerminalWriter) -> str:
    """Return the sentence that all findings share, or the code's own with "…" for the details."""
    sentences = {finding.message(writer.language) for finding in findings}
    return sanitise_for_terminal(
        sentences.pop()
        if len(sentences) == 1
        else messages()[code].says.with_ellipses(writer.language)
    )


def _places(findings: Sequence[Finding]) -> str:
    """Return the first places of findings, with the file where there are several files."""
    with_file = len({finding.file for finding in findings}) > 1
    first = dict.fromkeys(_address(each, with_file=with_file) for each in findings[:_MAX_PLACES])
    return ", ".join(first) + (" …" if len(findings) > _MAX_PLACES else "")


def _address(finding: Finding, *, with_file: bool) -> str:
    address = f"{finding.sheet}!{finding.cell or finding.row}"
    return f"{finding.file} › {address}" if with_file else address


def print_each_finding(writer: TerminalWriter, findings: Sequence[Finding]) -> None:
    """Print every finding: a heading for each sheet, below it a line for each finding."""
    width = max(len(finding.cell or str(finding.row)) for finding in findings)
    for (file, sheet), group in groupby(
        findings, key=lambda finding: (finding.file, finding.sheet)
    ):
        writer.out.print()
        writer.out.print(Text(sanitise_for_terminal(f"{file} › {sheet}"), style="bold"))
        for finding in group:
            _print_finding(writer, finding, width)


def _print_finding(writer: TerminalWriter, finding: Finding, width: int) -> None:
    head = Text(f"  {finding.cell or finding.row!s:<{width}}  ")
    level = writer.translate(_LEVELS[finding.level])
    head.append(f"{level:<10}  ", style=_STYLES[finding.level])
    line = Text(sanitise_for_terminal(f"{finding.column}: {finding.message(writer.language)}"))
    if finding.safe_suggestion:
        line.append(sanitise_for_terminal(f" → {finding.safe_suggestion}"), style="bold")
    line.append(f"  [{finding.code}]", style="dim")
    writer.print_hanging(head, line)
