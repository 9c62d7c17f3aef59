"""The data of the read-only sheets: findings about columns, unread cells, exclusions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

from pemilu_cover.i18n.messages import messages
from pemilu_cover.i18n.text import LocalizedText, localize, translate
from pemilu_cover.reports.xlsx.corrections.read_only_sheets import (
    ColumnNote,
    ExcludedPerson,
    UnreadEntry,
)
from pemilu_cover.roster.corrections.changes import STRUCK, SUCCEEDED, CellChange
from pemilu_cover.roster.corrections.correction_rows import (
    REPLACES,
    STRIKE,
    SUCCESSOR,
    is_newcomers_sheet,
)
from pemilu_cover.roster.corrections.row_matching import TYPED, with_typed
from pemilu_cover.roster.findings import CELLS, COLUMN, Finding

if TYPE_CHECKING:
    from pemilu_cover.enrolment.validation import ValidatedRoster

_LEVELS = ("error", "warning", "info")
_WHO = frozenset("no nik name role kecamatan desa tps".split())


def unread_cells(validation: ValidatedRoster) -> list[UnreadEntry]:
    """Return the cells that may be somebody's and were not read, with the reason."""
    return [
        UnreadEntry(
            (finding.file, finding.sheet, str(finding.detail["cells"])),
            finding.message(),
            messages()[finding.code].fix.translate(),
        )
        for finding in validation.findings
        if finding.about == CELLS
    ]


def column_notes(validation: ValidatedRoster) -> Iterator[tuple[int, ColumnNote]]:
    """Yield the findings about columns, each with the number of its table."""
    tables = validation.frame["table"]
    counts = dict(
        validation.frame.filter(~pl.col("excluded")).group_by("table").agg(pl.len()).iter_rows()
    )
    for finding in validation.findings:
        if finding.about == COLUMN and finding.level != "info":
            table = tables[finding.id]
            yield table, _column_note(finding, counts.get(table, 0))


def _column_note(finding: Finding, people: int) -> ColumnNote:
    fix = messages()[finding.code].fix.translate()
    if finding.suggestion:
        fix = translate("corrections_file.fix", fix=fix, suggestion=finding.suggestion)
    place = finding.file, finding.sheet, finding.cell or "–"
    return ColumnNote(place, finding.column, people, finding.level, finding.message(), fix)


def excluded_people(
    validation: ValidatedRoster,
    ids: Collection[int],
    titles: Collection[str],
    hidden: Collection[str],
) -> list[ExcludedPerson]:
    """Return the excluded among these people, with the reason and the place to change it.

    ``titles`` are the fields that are shown, without the ``hidden`` ones.
    """
    findings: dict[int, list[Finding]] = {}
    for finding in validation.findings:
        findings.setdefault(finding.id, []).append(finding)
    numbers = pl.Series(sorted(set(validation.excluded) & set(ids)), dtype=pl.UInt32)
    rows = validation.frame[numbers]
    visible_fields = [name for name in titles if name not in hidden]
    typed = with_typed(rows, visible_fields).select(
        pl.col(TYPED + name).alias(name) for name in visible_fields
    )
    places = rows.select("id", "file", "sheet", "row").iter_rows(named=True)
    return [
        _excluded_person(validation, row, cells, findings.get(row["id"], []))
        for row, cells in zip(places, typed.iter_rows(named=True), strict=True)
    ]


def _excluded_person(
    validation: ValidatedRoster,
    row: Mapping[str, Any],
    cells: Mapping[str, str],
    findings: list[Finding],
) -> ExcludedPerson:
    marked_fields = frozenset(finding.field for finding in findings) & cells.keys()
    reasons = [finding.message() for finding in findings if finding.about != COLUMN]
    several = len(reasons) > 1
    return ExcludedPerson(
        (row["file"], row["sheet"], str(row["row"])),
        {
            name: text
            for name, text in cells.items()
            if name in marked_fields or (text and name in _WHO)
        },
        marked_fields,
        min((finding.level for finding in findings), key=_LEVELS.index, default="info"),
        "\n".join(f"{n}. {text}" if several else text for n, text in enumerate(reasons, start=1)),
        _where_to_fix(validation, row["id"], findings),
    )


def _where_to_fix(validation: ValidatedRoster, number: int, findings: list[Finding]) -> str:
    """Return the place of the statement that excludes a person, and what to change there."""
    strike_change = validation.applied_corrections.changes.get((number, STRUCK))
    if strike_change is not None and strike_change.origin is not None:
        return _in_corrections(strike_change)
    exclusion = next((finding for finding in findings if finding.code == "asn-excluded"), None)
    if exclusion is None:
        return ""
    rosters = {file.label for file in validation.roster.files}
    return translate(
        "corrections_file.fix-in-roster"
        if exclusion.file in rosters
        else "corrections_file.fix-in-corrections",
        column=exclusion.column,
        file=exclusion.file,
        sheet=exclusion.sheet,
        cell=_cell(exclusion.cell, exclusion.row),
    )


def _in_corrections(strike_change: CellChange) -> str:
    origin = strike_change.origin
    assert origin is not None  # noqa: S101  people are struck out by a cell
    if strike_change.because == SUCCEEDED:
        column = REPLACES if is_newcomers_sheet(origin.sheet) else SUCCESSOR
    else:
        column = STRIKE
    return translate(
        "corrections_file.clear-cell",
        column=column,
        file=origin.file,
        sheet=origin.sheet,
        cell=_cell(origin.cell, origin.row),
    )


def _cell(cell: str | None, row: int) -> LocalizedText:
    if cell:
        return localize("corrections_file.cell", cell=cell)
    return localize("words.row", row=row)
