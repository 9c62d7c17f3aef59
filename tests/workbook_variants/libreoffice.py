"""Workbooks that LibreOffice saves: it reads those of the libraries, and writes them in its own way."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from support.run import HANG
from workbook_variants.catalogue import VARIANTS

SOFFICE = shutil.which("soffice")
_BY_LIBRARY = (
    "xlsxwriter, nothing more|xlsxwriter, a table|xlsxwriter, icons|xlsxwriter, comments"
    "|xlsxwriter, rich texts"
    "|xlsxwriter, formulas|xlsxwriter, merges elsewhere|xlsxwriter, protection|xlsxwriter, names"
    "|xlsxwriter, a very hidden sheet|xlsxwriter, panes that are frozen|xlsxwriter, a print setup"
    "|xlsxwriter, a column chart|xlsxwriter, a list to choose from|xlsxwriter, 1904|xlsxwriter, decorated"
    "|xlsxwriter, days with Indonesian|xlsxwriter, wages with accounts|xlsxwriter, moved by 4 and 0"
    "|openpyxl, comments|openpyxl, a layout|openpyxl, days in words|openpyxl, sheets of all states"
    "|beside, a link to a sheet|beside, a pivot|sheets, a dialog|form, strict|form, shared formulas"
).split("|")
# A filter of LibreOffice and the ending of what it writes; the second is converted from the first.
_WAYS = {
    "xlsx": (("xlsx", "Calc MS Excel 2007 XML"),),
    "xlsm": (("xlsm", "Calc MS Excel 2007 VBA XML"),),
    "ods and xlsx": (("ods", "calc8"), ("xlsx", "Calc MS Excel 2007 XML")),
}
NAMES = [f"{name} as {way}" for name in _BY_LIBRARY for way in _WAYS]


def all_saved(folder: Path) -> dict[str, bytes]:
    """Return all workbooks as LibreOffice saves them, by name."""
    made: dict[str, bytes] = {}
    for way, steps in _WAYS.items():
        source = folder / way / "0"
        source.mkdir(parents=True)
        for number, name in enumerate(_BY_LIBRARY):
            (source / f"{number}.xlsx").write_bytes(VARIANTS[name]())
        for step, (ending, filter_) in enumerate(steps, start=1):
            source = _converted(source, folder / way / str(step), ending, filter_)
        for number, name in enumerate(_BY_LIBRARY):
            made[f"{name} as {way}"] = (source / f"{number}.{steps[-1][0]}").read_bytes()
    return made


def _converted(source: Path, target: Path, ending: str, filter_: str) -> Path:
    profile = f"-env:UserInstallation={(target.parents[1] / 'profile').as_uri()}"
    what = ["--headless", "--convert-to", f"{ending}:{filter_}", "--outdir", str(target)]
    files = sorted(map(str, source.iterdir()))
    command = [str(SOFFICE), profile, *what, *files]
    subprocess.run(command, check=True, capture_output=True, timeout=HANG)
    return target
