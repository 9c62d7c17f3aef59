"""Print the findings of a roster: summed up by code, or one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from rich.style import Style
from rich.text import Text

from pemilu_cover.i18n.messages import messages
from pemilu_cover.i18n.text import LocalizedText, localize
from pemilu_cover.reports.text.code_links import code_link
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
_LONG_RUN = 4  # findings that differ in the row alone, from which they share a line


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
        line.append(_code(code, writer))
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


def _code(code: str, writer: TerminalWriter) -> Text:
    """Return a code with a link to its page."""
    link = code_link(code, writer.language, writer.out.file)
    return Text(f"[{code}]", style=Style(dim=True, link=link))


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
    runs = {
        place: _runs(list(group))
        for place, group in groupby(findings, key=lambda finding: (finding.file, finding.sheet))
    }
    width = max(len(_range(run)) for group in runs.values() for run in group)
    for (file, sheet), group in runs.items():
        writer.out.print()
        writer.out.print(Text(sanitise_for_terminal(f"{file} › {sheet}"), style="bold"))
        for run in group:
            _print_run(writer, run, width)


def _runs(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Return the findings of a sheet, those that many successive rows have in common as one run."""
    last: dict[tuple[str, ...], list[Finding]] = {}
    run_of: list[list[Finding]] = []
    for finding in findings:
        key = (finding.code, finding.column, finding.message(), finding.safe_suggestion or "")
        if key not in last or finding.row != last[key][-1].row + 1:
            last[key] = []
        last[key].append(finding)
        run_of.append(last[key])
    return [
        run if len(run) >= _LONG_RUN else [finding]
        for finding, run in zip(findings, run_of, strict=True)
        if len(run) < _LONG_RUN or finding is run[0]
    ]


def _range(run: Sequence[Finding]) -> str:
    first, last = (each.cell or str(each.row) for each in (run[0], run[-1]))
    return first if len(run) == 1 else f"{first}–{last}"


def _print_run(writer: TerminalWriter, run: Sequence[Finding], width: int) -> None:
    finding = run[0]
    head = Text(f"  {_range(run):<{width}}  ")
    level = writer.translate(_LEVELS[finding.level])
    head.append(f"{level:<10}  ", style=_STYLES[finding.level])
    line = Text(sanitise_for_terminal(f"{finding.column}: {finding.message(writer.language)}"))
    if finding.safe_suggestion:
        line.append(sanitise_for_terminal(f" → {finding.safe_suggestion}"), style="bold")
    if len(run) > 1:
        count = localize("summary.rows-alike", number=writer.count(len(run)))
        line.append(f" {writer.translate(count)}")
    line.append("  ").append(_code(finding.code, writer))
    writer.print_hanging(head, line)
