"""SIPP's own files with changed wages and contact data filled in; nothing else in them changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from zipfile import BadZipFile

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.reconciliation.changes.sipp_edits import FieldEdit, SippEdits, SippFile
from pemilu_cover.reference.sipp_files import KOREKSI_FILE, UPAH_FILE
from pemilu_cover.xlsx.cell_edits import CellEdit, CellEditError, edit_cells

_NAMES = {"upah": UPAH_FILE, "koreksi": KOREKSI_FILE}


def fill_downloads(all_edits: Iterable[SippEdits], npp: str) -> dict[str, bytes]:
    """Return the files that have edits, under the names that SIPP expects. Raise `RefusalError`."""
    return {
        name: content
        for edits in all_edits
        for index, file in enumerate(edits.files)
        if (content := _fill(file, [edit for edit in edits.edits if edit.file == index]))
        for name in [_name(file, npp, index if len(edits.files) > 1 else None)]
    }


def _name(file: SippFile, npp: str, part: int | None) -> str:
    """Return the name that SIPP expects, in a folder of its own where there are several files of a kind."""
    name = _NAMES[file.download.kind].format(npp=npp or file.download.npp or "NPP")
    return name if part is None else f"part-{part + 1:02d}/{name}"


def _fill(file: SippFile, edits: Sequence[FieldEdit]) -> bytes | None:
    """Return a file with its edits, None without any. Raise `RefusalError`."""
    content, download = file
    cells = [
        CellEdit(edit.row, download.columns[edit.field], edit.value, edit.field == "wage_sen")
        for edit in edits
    ]
    try:
        return edit_cells(content, download.sheet, cells) if cells else None
    except (CellEditError, BadZipFile, KeyError) as error:
        raise RefusalError("sipp-not-fillable", file=download.label) from error
