"""Cells whose value differs from the roster: corrected, fixed, or replaced by a newer correction."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from pemilu_cover.i18n.text import translate
from pemilu_cover.reports.xlsx.corrections.read_only_sheets import AlteredCell, RowAddress
from pemilu_cover.roster.corrections.auto_fixes import FIX_REASONS
from pemilu_cover.roster.corrections.cell_outcomes import NEVER_SHOWN
from pemilu_cover.roster.corrections.changes import CORRECTED, STRUCK, CellChange, SupersededAnswer
from pemilu_cover.roster.corrections.row_matching import row_codes
from pemilu_cover.roster.reading.cell_encoding import display_cell
from pemilu_cover.roster.tables.column_names import fields

if TYPE_CHECKING:
    from pemilu_cover.enrolment.result import Enrolment

# Columns that Perbaikan would show twice, or that do not help to correct a row.
_OMITTED_FIELDS = frozenset({"birth_place_date", "period", "sex_male", "sex_female"})
SHOWN_FIELDS = tuple(name for name in fields() if name not in _OMITTED_FIELDS)


def row_addresses(enrolment: Enrolment, ids: Collection[int]) -> dict[int, RowAddress]:
    """Return file, sheet, row and code of the rows of people, by number."""
    numbers = sorted(ids)
    places = enrolment.validation.frame[numbers].select("file", "sheet", "row").iter_rows()
    codes = row_codes(enrolment.validation.roster.as_read[numbers])
    return {
        number: (file, sheet, str(row), str(code))
        for number, (file, sheet, row), code in zip(numbers, places, codes, strict=True)
    }


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


def altered_cells(enrolment: Enrolment, ids: Collection[int]) -> list[AlteredCell]:
    """Return the cells of these people that were corrected or fixed, and the answers that were replaced."""
    changes = [change for change in altering_changes(enrolment) if change.id in ids]
    replaced = [each for each in replaced_answers(enrolment) if each.earlier.id in ids]
    altered_ids = {*(change.id for change in changes), *(each.earlier.id for each in replaced)}
    addresses = row_addresses(enrolment, altered_ids)
    return [
        *(_altered_cell(enrolment, change, addresses[change.id]) for change in changes),
        *(_superseded_cell(enrolment, each, addresses[each.earlier.id]) for each in replaced),
    ]


def _superseded_cell(
    enrolment: Enrolment, replaced: SupersededAnswer, address: RowAddress
) -> AlteredCell:
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
        address,
        row["name"] or "",
        fields()[replaced.earlier.field].title.translate(),
        placeholder if is_hidden else display_cell(replaced.earlier.cell),
        placeholder if is_hidden else display_cell(replaced.now),
        why,
    )


def _altered_cell(enrolment: Enrolment, change: CellChange, address: RowAddress) -> AlteredCell:
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
        address,
        row["name"] or "",
        fields()[change.field].title.translate(),
        "" if is_hidden else display_cell(change.was),
        placeholder if is_hidden else display_cell(change.cell),
        why,
    )
