"""Findings for other programs: a table for a spreadsheet, annotations for a GitHub workflow.

Both are UTF-8, whatever the console's encoding, and have the content of ``--json``: NIKs are masked.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from io import StringIO
from pathlib import Path

from pemilu_cover.i18n.messages import Level
from pemilu_cover.i18n.text import Language
from pemilu_cover.roster.findings import Finding
from pemilu_cover.values.text import sanitise_for_terminal

COLUMNS = (
    *("level", "code", "about", "file", "sheet", "row", "column", "cell", "message"),
    "suggestion",
)

# Without this mark Excel reads a CSV file in the Windows code page, and shows "â€¦" for "…".
_MARK = b"\xef\xbb\xbf"
# What Excel runs at the start of a cell. Its Indonesian edition parts cells at ";", so that a cell may
# also start within ours; full-width signs count where Excel speaks an Asian language.
RUNS = re.compile(r"(^|[;,\t])(\s*)(?=[=+\-@\t＝＋－＠])")
_COMMANDS: dict[Level, str] = {"error": "error", "warning": "warning", "info": "notice"}


def as_csv(findings: Iterable[Finding], language: Language) -> bytes:
    """Return findings as CSV (RFC 4180): a header, a record each; nothing in it can run as a formula."""
    text = StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    for finding in findings:
        record: Mapping[str, object] = finding.as_json(language)
        writer.writerow({name: escape_formula(record[name]) for name in COLUMNS})
    return _MARK + text.getvalue().encode(errors="replace")


def as_github(findings: Iterable[Finding], language: Language, paths: Mapping[str, Path]) -> bytes:
    """Return findings as workflow commands, one a line; ``paths`` gives a roster's path by its label."""
    lines = [_command(finding, language, paths) for finding in findings]
    return "".join(f"{line}\n" for line in lines).encode(errors="replace")


def escape_formula(value: object) -> object:
    """Return a cell that no spreadsheet runs: an apostrophe precedes what would start a formula."""
    if not isinstance(value, str) or value.isalnum():  # as most are
        return value
    return RUNS.sub(r"\1\2'", value)


def _command(finding: Finding, language: Language, paths: Mapping[str, Path]) -> str:
    record = finding.as_json(language)
    path = sanitise_for_terminal(paths.get(finding.file, Path(finding.file)).as_posix())
    place = f"{record['sheet']}!{record['cell'] or record['row']}"
    suggestion = f" → {record['suggestion']}" if record["suggestion"] else ""
    properties = f"file={_property(path)},line={finding.row},title={_property(finding.code)}"
    message = _data(f"{place}: {record['column']}: {record['message']}{suggestion}")
    return f"::{_COMMANDS[finding.level]} {properties}::{message}"


def _data(text: str) -> str:
    """Escape a message as the runner unescapes it."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escape a property, which also ends at a colon or a comma."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
