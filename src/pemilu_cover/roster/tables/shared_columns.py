"""Columns whose headers name several fields: split where the cells show how, otherwise noted as unclear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pemilu_cover.i18n.text import LocalizedText, localized_list, verbatim
from pemilu_cover.reference import regions
from pemilu_cover.roster.cells import splitting
from pemilu_cover.roster.reading.cell_encoding import display_cell
from pemilu_cover.roster.tables import header_qualifiers
from pemilu_cover.roster.tables.column_draft import MOSTLY, SAMPLE, Draft
from pemilu_cover.roster.tables.column_names import fields
from pemilu_cover.values.text import normal_form

# Fields that decide who is enrolled and where: a column that may be two of them is not read.
_DECISIVE = frozenset(
    "nik name birth_date birth_place_date sex role wage start end period kecamatan desa tps".split()
)


def split_columns(draft: Draft) -> None:
    """Assign to each field of a combined header its part of the cells."""
    for column, names in draft.combined.items():
        assigned = tuple(name if _is_unassigned(draft, name, column) else "" for name in names)
        known = [name for name in assigned if name]
        cells = draft.cells(column)
        parts = [splitting.split(cell, assigned) for cell in cells]
        is_splittable = sum(part is not None for part in parts) >= MOSTLY * max(len(cells), 1)
        if {"nik", "name"} <= set(known) and _alternate_in_rows(draft, column, assigned):
            draft.choice.columns.setdefault("name", column)
        elif known and is_splittable and not _is_single_field(cells, known):
            _assign_parts(draft, column, assigned, [part for part in parts if part])
        elif len(set(names) - {splitting.UNKNOWN}) > 1 and len(known) > 1 and cells:
            _note_unclear(draft, column, known)
        else:
            draft.choice.columns |= dict.fromkeys(known[:1], column)


def _alternate_in_rows(draft: Draft, column: int, names: tuple[str, ...]) -> bool:
    """Return whether names and NIKs are in alternate rows: a person in two rows is not split."""
    rows = draft.sheet.rows[draft.below : draft.below + SAMPLE]
    splits = (splitting.split(row[column], names) for row in rows if row[column])
    parts = [set(part) for part in splits if part]
    return {"nik"} in parts and {"name"} in parts and max(map(len, parts)) == 1


def _is_single_field(cells: Sequence[str], known: Sequence[str]) -> bool:
    """Return whether cells hold the one remaining field of those that their header names."""
    kind = splitting.KINDS.get(known[0])
    if len(known) > 1 or kind is None:
        return False
    return sum(kind(display_cell(cell).strip()) for cell in cells) >= MOSTLY * len(cells)


def _is_unassigned(draft: Draft, name: str, column: int) -> bool:
    """Return whether no other column has a field, or only one that is no place of duty, as this is."""
    current = draft.choice.columns.get(name, column)
    of_duty = header_qualifiers.duty_qualifier(normal_form(draft.labels[column].text)) is not None
    return bool(name) and (current == column or (of_duty and (draft.rank_of(name) or 0) >= 0))


def _assign_parts(
    draft: Draft, column: int, names: tuple[str, ...], parts: Sequence[Mapping[str, str]]
) -> None:
    names = _in_order_of_places(names, parts)
    draft.choice.splits[column] = names
    present = [name for name in names if any(name in part for part in parts)]
    draft.choice.columns |= dict.fromkeys(filter(None, names), column)
    if len(present) > 1 or splitting.UNKNOWN in names:
        more = [verbatim("…")] if splitting.UNKNOWN in names else []
        titles = localized_list([_titles(present), *more])
        draft.note("column-split", present[0], column, titles=titles)


def _note_unclear(draft: Draft, column: int, known: Sequence[str]) -> None:
    """Note a column whose parts cannot be distinguished; it is read only if no decisive field is involved."""
    draft.choice.columns.setdefault(known[0], column)
    code = "column-unclear" if _DECISIVE & set(known) else "column-unsplit"
    draft.note(code, known[0], column, titles=_titles(known))


def _in_order_of_places(
    names: tuple[str, ...], parts: Sequence[Mapping[str, str]]
) -> tuple[str, ...]:
    """Return kecamatan and desa in the order of the cells, where names are in the list."""
    if not {"kecamatan", "desa"} <= set(names):
        return names
    known = {
        name: sum(normal_form(part.get(name, "")) in regions.kecamatan_names() for part in parts)
        for name in ("kecamatan", "desa")
    }
    if known["kecamatan"] or known["desa"] < MOSTLY * len(parts):
        return names
    swapped = {"kecamatan": "desa", "desa": "kecamatan"}
    return tuple(swapped.get(name, name) for name in names)


def _titles(names: Sequence[str]) -> LocalizedText:
    return localized_list(fields()[name].title for name in names if name)
