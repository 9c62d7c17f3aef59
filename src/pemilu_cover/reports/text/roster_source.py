"""Print what was read: files, election, hidden parts, applied corrections, sheets and columns not used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from pemilu_cover.enrolment.elections import notices
from pemilu_cover.enrolment.unread_parts import describe, unused_columns
from pemilu_cover.enrolment.validation import ValidatedRoster
from pemilu_cover.i18n.text import LocalizedText, localize, localized_count, verbatim
from pemilu_cover.reports.json.corrections import count_labels
from pemilu_cover.reports.text.terminal import TerminalWriter
from pemilu_cover.roster.corrections.auto_fixes import FIX_REASONS
from pemilu_cover.roster.people import NO_HEADER, PassedOverSheet
from pemilu_cover.roster.tables.column_names import accepted_headers, fields
from pemilu_cover.roster.tables.repeated_sheets import REPEATED
from pemilu_cover.values.text import sanitise_for_terminal

_ROW_KINDS = {
    "header": localize("summary.row-repeated-header"),
    "numbering": localize("summary.row-column-numbers"),
    "total": localize("summary.row-total"),
    "heading": localize("summary.row-area-heading"),
    "foot": localize("summary.row-signature"),
    "empty": localize("summary.row-without-data"),
    "example": localize("summary.row-form-example"),
    REPEATED: localize("summary.row-of-other-sheet"),
}
# Without these columns nobody can be enrolled.
_REQUIRED_COLUMNS = ("nik", "name", "birth_date", "role")
_MAX_PLACES = 3


def print_source(writer: TerminalWriter, validation: ValidatedRoster) -> None:
    """Print which files and sheets were read, and what of them was not."""
    _print_files(writer, validation)
    _print_election(writer, validation)
    _print_hidden_parts(writer, validation)
    _print_changes(writer, validation)
    _print_passed_over_sheets(writer, validation.roster.passed_over)
    _print_skipped_rows(writer, validation)
    _print_columns(writer, validation)


def _print_files(writer: TerminalWriter, validation: ValidatedRoster) -> None:
    tables = validation.roster.tables
    text = localize(
        "summary.source",
        files=", ".join(file.label for file in validation.roster.files),
        people=localized_count(validation.frame.height),
        sheets=len({(table.sheet.file, table.sheet.name) for table in tables}),
    )
    writer.print(text, "bold", indent=0)


def _print_election(writer: TerminalWriter, validation: ValidatedRoster) -> None:
    """Print the election of the run, or how many people each has where there are several."""
    election = validation.terms.election
    if mixed := notices(validation.elections, election):
        for notice in mixed:
            writer.print(notice, "yellow", indent=0)
        return
    source = validation.terms.election_because
    writer.print(
        localize("summary.election", id=election.id, name=election.name, source=source), indent=0
    )


def _print_hidden_parts(writer: TerminalWriter, validation: ValidatedRoster) -> None:
    tables = validation.roster.tables
    if sheets := sorted({table.sheet.name for table in tables if not table.sheet.visible}):
        text = localize("summary.hidden-sheets", sheets=", ".join(sheets))
        writer.print(text, "yellow", indent=0)
    rows = [
        f"{table.sheet.name}!{row}"
        for table in tables
        for row, _ in table.rows
        if row in table.sheet.hidden_rows
    ]
    if rows:
        people, places = localized_count(len(rows)), _first_places(rows)
        text = localize("summary.hidden-rows", people=people, places=places)
        writer.print(text, "yellow", indent=0)


def _first_places(places: Sequence[str]) -> str:
    return ", ".join(places[:_MAX_PLACES]) + (" …" if len(places) > _MAX_PLACES else "")


def _print_changes(writer: TerminalWriter, validation: ValidatedRoster) -> None:
    """Print what corrections files and ``--auto-fix`` have changed."""
    for summary in validation.applied_corrections.files:
        counts = [(writer.count(n), text) for n, text in count_labels(summary) if n]
        parts = ", ".join(text.format(writer.language, {"n": n}) for n, text in counts)
        outcome = parts or writer.translate(localize("summary.corrections-empty"))
        style = "yellow" if summary.unused or summary.held or summary.lost else ""
        writer.print(verbatim(f"{summary.file}: {outcome}."), style, indent=0)
    for name, count in Counter(change.because for change in validation.auto_fixes).items():
        text = localize(
            "summary.auto-fix", name=name, cells=localized_count(count), what=FIX_REASONS[name]
        )
        writer.print(text, indent=0)


def _print_passed_over_sheets(writer: TerminalWriter, sheets: Iterable[PassedOverSheet]) -> None:
    """Print which sheets were not read: no worksheets, repetitions, sheets without a known header."""
    passed_over = list(sheets)
    if not_worksheets := [
        sheet for sheet in passed_over if sheet.reason not in (NO_HEADER, REPEATED)
    ]:
        names = LocalizedText(describe(not_worksheets, "id"), describe(not_worksheets, "en"))
        writer.print(localize("summary.sheets-not-read", sheets=names), "yellow", indent=0)
    if repeated_sheets := _names_with_rows(passed_over, REPEATED):
        writer.print(
            localize("summary.sheets-repeated", sheets=repeated_sheets), "yellow", indent=0
        )
    if unread_sheets := _names_with_rows(passed_over, NO_HEADER):
        writer.print(
            localize("summary.sheets-without-header", sheets=unread_sheets), "red", indent=0
        )


def _names_with_rows(sheets: Iterable[PassedOverSheet], reason: str) -> str:
    """Return the names of sheets that were passed over for a reason, each with its rows."""
    return ", ".join(
        f"{sanitise_for_terminal(sheet.sheet)} ({sheet.rows})"
        for sheet in sheets
        if sheet.reason == reason
    )


def _print_skipped_rows(writer: TerminalWriter, validation: ValidatedRoster) -> None:
    """Print which rows are not people, and the places of rows with other text."""
    skipped = validation.roster.skipped
    if not skipped:
        return
    counts = Counter(row.reason for row in skipped)
    kinds = ", ".join(
        f"{writer.count(n)} {writer.translate(_ROW_KINDS[kind])}" for kind, n in counts.items()
    )
    other_text_rows = [
        f"{row.sheet}!{row.row}" for row in skipped if row.reason in ("foot", "empty")
    ]
    text = (
        localize("summary.skipped-rows-at", kinds=kinds, places=_first_places(other_text_rows))
        if other_text_rows
        else localize("summary.skipped-rows", kinds=kinds)
    )
    writer.print(text, indent=0)


def _print_columns(writer: TerminalWriter, validation: ValidatedRoster) -> None:
    """Print which required columns are missing, and which columns are not used."""
    tables = validation.roster.tables
    for name in sorted({n for table in tables for n in _REQUIRED_COLUMNS if table.lacks(n)}):
        text = localize(
            "summary.missing-column", title=fields()[name].title, headers=accepted_headers(name)
        )
        writer.print(text, "yellow", indent=0)
    labels = {
        label for table in tables for label in unused_columns(table, validation.applied_corrections)
    }
    if labels:
        columns = ", ".join(sorted(labels))
        writer.print(localize("summary.unused-columns", columns=columns), indent=0)
