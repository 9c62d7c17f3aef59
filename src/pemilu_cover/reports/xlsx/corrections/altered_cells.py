"""Cells whose value differs from the roster: corrected, fixed, or replaced by a newer correction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pemilu_cover.i18n.text import translate
from pemilu_cover.reports.xlsx.corrections.read_only_sheets import AlteredCell
from pemilu_cover.roster.corrections.auto_fixes import FIX_REASONS
from pemilu_cover.roster.corrections.cell_outcomes import NEVER_SHOWN
from pemilu_cover.roster.corrections.changes import CORRECTED, STRUCK, CellChange, SupersededAnswer
from pemilu_cover.roster.corrections.row_matching import row_code
from pemilu_cover.roster.reading.cell_encoding import display_cell
from pemilu_cover.roster.tables.column_names import fields

if TYPE_CHECKING:
    from pemilu_cover.enrolment.result import Enrolment

# Columns that Perbaikan would show twice, or that do not help to correct a row.
_OMITTED_FIELDS = frozenset({"birth_place_date", "period", "sex_male", "sex_female"})
SHOWN_FIELDS = tuple(name for name in fields() if name not in _OMITTED_FIELDS)


def row_address(enrolment: Enrolment, row: Mapping[str, Any]) -> tuple[str, str, str, str]:
    """Return file, sheet, row and code of a row."""
    code = row_code(enrolment.validation.roster.as_read.row(row["id"], named=True))
    return row["file"], row["sheet"], str(row["row"]), str(code)


def altering_changes(enrolment: Enrolment) -> list[CellChange]:
    """Return the changes that replace what was typed; what filled an empty cell is only counted."""
    validation = enrolment.validation
    corrected = [
        change
        for change in validation.applied_corrections.changes.values()
        if change.because == CORRECTED and change.field != STRUCK
    ]
    return sorted([*corrected, *validation.auto_fixes], key=lambda change: change.id)


def replaced_answers(enrolment: Enrolment) -> list[SupersededAnswer]:
    """Return the answers that a newer one has replaced."""
    return [
        replaced
        for replaced in enrolment.validation.applied_corrections.superseded
        if replaced.earlier.field != STRUCK
    ]


def superseded_cell(enrolment: Enrolment, replaced: SupersededAnswer) -> AlteredCell:
    """Return an answer that is no longer used, and the newer one."""
    row = enrolment.validation.frame.row(replaced.earlier.id, named=True)
    is_hidden, origin = replaced.earlier.field in NEVER_SHOWN, replaced.earlier.origin
    placeholder = translate("corrections_file.hidden-value")
    why = (
        translate(
            "corrections_file.superseded-at",
            place=f"{origin.file}, {origin.sheet}!{origin.cell or origin.row}",
        )
        if origin
        else translate("corrections_file.superseded")
    )
    return AlteredCell(
        row_address(enrolment, row),
        row["name"] or "",
        fields()[replaced.earlier.field].title.translate(),
        placeholder if is_hidden else display_cell(replaced.earlier.cell),
        placeholder if is_hidden else display_cell(replaced.now),
        why,
    )


def altered_cell(enrolment: Enrolment, change: CellChange) -> AlteredCell:
    """Return a cell that was corrected or fixed, with its value before and after."""
    row = enrolment.validation.frame.row(change.id, named=True)
    is_hidden, placeholder = (
        change.field in NEVER_SHOWN,
        translate("corrections_file.hidden-value"),
    )
    why = (
        FIX_REASONS[change.because].translate()
        if change.because in FIX_REASONS
        else translate("corrections_file.corrected")
    )
    return AlteredCell(
        row_address(enrolment, row),
        row["name"] or "",
        fields()[change.field].title.translate(),
        "" if is_hidden else display_cell(change.was),
        placeholder if is_hidden else display_cell(change.cell),
        why,
    )
