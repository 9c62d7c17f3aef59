"""The files of a result and their columns, read from results that the program writes for the examples."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import load_workbook
from openpyxl.utils.cell import coordinate_from_string
from openpyxl.worksheet.worksheet import Worksheet

from pemilu_cover.i18n.text import Language
from site_pages.markdown import code, page, plain, table
from site_pages.repository import REPOSITORY
from site_pages.words import headings, texts, translate

_FILLED = ("--corrections", "messy-2024-filled.xlsx")
# One run after another, as an office has them; each writes the folder that it names last.
_RUNS = {
    "enrol": ("enrol", "messy-2024.xlsx", "--pdf", "--quiet", "--out", "waiting"),
    "enrol-split": (
        *("enrol", "messy-2024.xlsx", "--quiet", "--split-corrections-by", "kecamatan"),
        *("--agreement", "purwakarta-2024.toml", "--out", "split"),
    ),
    "members": ("enrol", "messy-2024.xlsx", *_FILLED, "--quiet", "--out", "listed"),
    "update": ("update", "listed", "--end-of-term", "--period", "2024-12", "--out", "ended"),
    "reconcile": ("reconcile", "listed", "messy-2024-rincian.pdf", "--out", "compared"),
}
# The names of the sheets that SIPP reads; their first row has the headers.
_SIPP_DATA = "data_"
_AFTER = {"members": ("members", "listed", "messy-2024-upah.xlsx")}


def pages(language: Language) -> Iterator[tuple[str, str]]:
    """Yield the page of the result files."""
    parts = [f"# {translate('results', language)}", translate("results-intro", language)]
    with TemporaryDirectory() as place:
        folder = Path(place) / "work"
        shutil.copytree(REPOSITORY / "examples", folder)
        shown: set[str] = set()
        for name, arguments in _RUNS.items():
            _run(folder, arguments, language)
            if name in _AFTER:
                _run(folder, _AFTER[name], language)
            parts.append(f"## {translate(f'run-{name}', language)}")
            for file, text in _files(folder / arguments[-1], language):
                if file not in shown:
                    parts += [f"### {code(file)}", text]
                    shown.add(file)
    yield f"reference/{language}/results.md", page(*parts)


def _run(folder: Path, arguments: tuple[str, ...], language: Language) -> None:
    """Run the program; findings of the examples are no failure."""
    done = subprocess.run(
        [sys.executable, "-m", "pemilu_cover", *arguments, "--lang", language],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode > 1:
        raise RuntimeError(done.stderr)


def _files(result: Path, language: Language) -> Iterator[tuple[str, str]]:
    """Yield each kind of file of a result with its description, and its sheets where it is a workbook."""
    seen: set[str] = set()
    for path in sorted(result.rglob("*")):
        if path.is_dir():
            continue
        name = path.relative_to(result).as_posix()
        pattern = next((key for key in texts("files") if fnmatch(name, key)), None)
        if pattern is None:
            raise KeyError(f"texts/files.toml does not describe {name}")
        if pattern in seen:
            continue
        seen.add(pattern)
        text = plain(texts("files")[pattern].in_language(language))
        sheets = _sheets(path, language) if path.suffix == ".xlsx" else ""
        yield pattern, "\n\n".join(filter(None, [text, sheets]))


def _sheets(path: Path, language: Language) -> str:
    """Return the visible sheets of a workbook with the headers of their columns."""
    book = load_workbook(path)
    rows = [
        [plain(sheet.title), ", ".join(map(code, _headers(sheet)))]
        for sheet in book.worksheets
        if sheet.sheet_state == "visible"
    ]
    return table(headings(language, "sheet", "columns-of-sheet"), rows)


def _headers(sheet: Worksheet) -> list[str]:
    """Return the headers of a table: the last row that is repeated on each page, or that is frozen."""
    titles, frozen = sheet.print_title_rows, sheet.freeze_panes
    if titles:
        number = int(titles.rpartition("$")[2])
    elif frozen:
        number = coordinate_from_string(str(frozen))[1] - 1
    else:
        number = int(sheet.title.startswith(_SIPP_DATA))
    cells = [cell.value for cell in sheet[number]] if number else []
    return [" ".join(str(cell).split()) for cell in cells if cell is not None]
