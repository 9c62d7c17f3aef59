"""SIPP's own files with changed wages and contact data filled in; nothing else in them changes."""

from __future__ import annotations

from collections.abc import Iterable
from zipfile import BadZipFile

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.reconciliation.changes.sipp_edits import SippEdits
from pemilu_cover.reference.sipp_files import KOREKSI_FILE, UPAH_FILE
from pemilu_cover.xlsx.cell_edits import CellEdit, CellEditError, edit_cells

_NAMES = {"upah": UPAH_FILE, "koreksi": KOREKSI_FILE}


def fill_downloads(all_edits: Iterable[SippEdits], npp: str) -> dict[str, bytes]:
    """Return the files that have edits, under the names that SIPP expects. Raise `RefusalError`."""
    contents: dict[str, bytes] = {}
    for edits in all_edits:
        if edits.file is None or not edits.edits:
            continue
        content, download = edits.file
        cells = [
            CellEdit(edit.row, download.columns[edit.field], edit.value, edit.field == "wage_sen")
            for edit in edits.edits
        ]
        name = _NAMES[download.kind].format(npp=npp or download.npp or "NPP")
        try:
            contents[name] = edit_cells(content, download.sheet, cells)
        except (CellEditError, BadZipFile, KeyError) as error:
            raise RefusalError("sipp-not-fillable", file=download.label) from error
    return contents
