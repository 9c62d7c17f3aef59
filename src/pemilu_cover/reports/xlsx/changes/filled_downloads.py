"""SIPP's own files with changed wages and contact data filled in; nothing else in them changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from zipfile import BadZipFile

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.reconciliation.changes.sipp_edits import FieldEdit, SippEdits, SippFile
from pemilu_cover.reference.sipp_files import KOREKSI_FILE, MAX_ROWS, UPAH_FILE
from pemilu_cover.xlsx.cell_edits import CellEdit, CellEditError, edit_cells
from pemilu_cover.xlsx.row_parts import RowSplitError, split_rows

_NAMES = {"upah": UPAH_FILE, "koreksi": KOREKSI_FILE}


def fill_downloads(all_edits: Iterable[SippEdits], npp: str) -> dict[str, bytes]:
    """Return the files that have edits, under the names that SIPP expects. Raise `RefusalError`.

    A file with more rows than SIPP takes becomes several.
    """
    files: dict[str, bytes] = {}
    for edits in all_edits:
        # A file without edits is not written, and has its number among the parts.
        parts = [
            (file, content)
            for index, file in enumerate(edits.files)
            for content in _fill(file, [edit for edit in edits.edits if edit.file == index])
        ]
        for number, (file, content) in enumerate(parts, start=1):
            if content is not None:
                files[_name(file, npp, number if len(parts) > 1 else None)] = content
    return files


def _name(file: SippFile, npp: str, part: int | None) -> str:
    """Return the name that SIPP expects, in a folder of its own where there are several files of a kind."""
    name = _NAMES[file.download.kind].format(npp=npp or file.download.npp or "NPP")
    return name if part is None else f"part-{part:02d}/{name}"


def _fill(file: SippFile, edits: Sequence[FieldEdit]) -> Sequence[bytes | None]:
    """Return a file with its edits, in parts that SIPP takes; None without edits. Raise `RefusalError`."""
    content, download = file
    cells = [
        CellEdit(edit.row, download.columns[edit.field], edit.value, edit.field == "wage_sen")
        for edit in edits
    ]
    if not cells:
        return [None]
    try:
        filled = edit_cells(content, download.sheet, cells)
        return split_rows(filled, download.sheet, download.rows["row"].to_list(), MAX_ROWS)
    except RowSplitError as error:
        raise RefusalError(
            "sipp-not-splittable", file=download.label, rows=download.rows.height, most=MAX_ROWS
        ) from error
    except (CellEditError, BadZipFile, KeyError) as error:
        raise RefusalError("sipp-not-fillable", file=download.label) from error
