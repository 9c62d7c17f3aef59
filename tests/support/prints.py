"""How workbooks print: by Excel's page model, read from the file, and as LibreOffice prints them."""

from __future__ import annotations

import ctypes
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pypdfium2 as pdfium
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

# Points; Excel's columns have 7 pixels a digit, LibreOffice's the 5.56 points of a digit of Arial 10.
A4 = (595.3, 841.9)
_EXCEL_DIGIT, _LIBREOFFICE_DIGIT = 7 * 0.75, 5.56
_FOOTER = re.compile(r"(?P<file>[\w.-]+\.xlsx) – (?P<sheet>.+?)\s*Halaman \d+ dari \d+")


@dataclass
class PrintedSheet:
    """A visible sheet: its texts and formats, its smallest letters, and its widest page, in points."""

    file: str
    name: str
    texts: list[str] = field(default_factory=list)
    number_formats: set[str] = field(default_factory=set)
    smallest: float = 0.0
    used: float = 0.0
    room: float = 0.0

    @property
    def label(self) -> str:
        """The file and the name."""
        return f"{self.file}: {self.name}"


def printed_sheets(file: Path) -> Iterator[PrintedSheet]:
    """Yield the sheets of a workbook that have cells, but no hidden ones."""
    book = openpyxl.load_workbook(file)
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible" and sheet.max_row > 1:
            yield _printed(file, sheet)


def _printed(file: Path, sheet: Worksheet) -> PrintedSheet:
    area = sheet.print_area or sheet.dimensions
    left, _, right, bottom = (int(str(edge)) for edge in range_boundaries(area.split("!")[-1]))
    cells = [
        cell
        for row in sheet.iter_rows(max_row=bottom, min_col=left, max_col=right)
        for cell in row
        if cell.value not in (None, "") and not _is_hidden(sheet, cell.column)
    ]
    last = max(cell.column for cell in cells)
    widths = [_width(sheet, column) for column in range(left, last + 1)]
    margins = sheet.page_margins
    across = A4[1] if sheet.page_setup.orientation == "landscape" else A4[0]
    room = across - (margins.left + margins.right) * 72
    pages = [sum(widths)]
    if sheet.col_breaks.brk:
        [at] = [one.id for one in sheet.col_breaks.brk]
        repeated = sum(widths[: _repeated_columns(sheet)])
        pages = [sum(widths[:at]), repeated + sum(widths[at:])]
    fits = bool(sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage)
    scale = min(1, room / sum(widths)) if fits else (sheet.page_setup.scale or 100) / 100
    return PrintedSheet(
        file.name,
        sheet.title,
        [cell.value for cell in cells if isinstance(cell.value, str) and cell.data_type != "f"],
        {cell.number_format for cell in cells if not isinstance(cell.value, str)},
        min(cell.font.sz for cell in cells) * scale,
        max(pages) * scale,
        room,
    )


def _width(sheet: Worksheet, column: int) -> float:
    """Return the width of a column in LibreOffice's points, which are more than Excel's."""
    dimension = sheet.column_dimensions.get(get_column_letter(column))
    if dimension is None:  # one of several columns in one entry
        groups = sheet.column_dimensions.values()
        dimension = next((one for one in groups if one.min <= column <= one.max), None)
    if dimension is not None and dimension.hidden:
        return 0
    return (dimension.width if dimension else 9.14) * _LIBREOFFICE_DIGIT


def _is_hidden(sheet: Worksheet, column: int) -> bool:
    return _width(sheet, column) == 0


def _repeated_columns(sheet: Worksheet) -> int:
    titles = (sheet.print_title_cols or "").replace("$", "")
    return range_boundaries(f"{titles.split(':')[0]}1:{titles.split(':')[1]}1")[2] if titles else 0


@dataclass
class Page:
    """A page of a PDF: its text, the sizes of its letters, and pairs of letters that cover each other."""

    text: str
    sizes: set[float]
    covered: list[str]


def libreoffice() -> str | None:
    """Return the path of LibreOffice, None where it is not installed."""
    return shutil.which("soffice")


def print_files(files: Iterable[Path], folder: Path) -> None:
    """Print workbooks as PDFs into a folder."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [libreoffice(), profile, "--headless", "--convert-to", "pdf", "--outdir", folder]
    subprocess.run([*map(str, command), *map(str, files)], check=True, capture_output=True)


def printed_pages(pdf: Path) -> dict[str, list[Page]]:
    """Return the pages of a printed workbook by the name of the sheet, which each page has at its foot."""
    sheets: defaultdict[str, list[Page]] = defaultdict(list)
    for page in pdfium.PdfDocument(pdf):
        text = page.get_textpage()
        content = text.get_text_range()
        footer = _FOOTER.search(content.replace("\r\n", " "))
        assert footer, content[:200]
        sheets[footer["sheet"]].append(_page(text, content))
    return dict(sheets)


def _page(text: pdfium.PdfTextPage, content: str) -> Page:
    """Return a page with its letters; those of a turned or scaled text have the size they appear in."""
    sizes, boxes = set(), []
    matrix = pdfium.raw.FS_MATRIX()
    for at in range(text.count_chars()):
        letter = chr(pdfium.raw.FPDFText_GetUnicode(text, at))
        if letter.isspace() or not letter.isprintable() or _is_alone(content, at):
            continue
        pdfium.raw.FPDFText_GetMatrix(text, at, ctypes.byref(matrix))
        size = pdfium.raw.FPDFText_GetFontSize(text, at) * (abs(matrix.d) or abs(matrix.b) or 1)
        sizes.add(round(size, 1))
        boxes.append((at, letter, text.get_charbox(at)))
    return Page(content, sizes, _covered(boxes, content))


def _is_alone(content: str, at: int) -> bool:
    """Return whether a letter is a line of its own: LibreOffice writes texts of hidden columns so."""
    return content[at - 1 : at] == "\n" and content[at + 1 : at + 2] == "\r" and at > 1


def _covered(
    boxes: list[tuple[int, str, tuple[float, float, float, float]]], content: str
) -> list[str]:
    """Return what letters cover letters of another text: a text that is cut, or runs into its neighbour."""
    found = []
    grid: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for index, (at, _, (left, bottom, right, top)) in enumerate(boxes):
        middle = (left + right) / 2, (bottom + top) / 2
        cell = int(middle[0] // 8), int(middle[1] // 8)
        for near in (
            other
            for x in (-1, 0, 1)
            for y in (-1, 0, 1)
            for other in grid[cell[0] + x, cell[1] + y]
        ):
            other, _, (l2, b2, r2, t2) = boxes[near]
            across = min(right, r2) - max(left, l2)
            down = min(top, t2) - max(bottom, b2)
            if (
                at - other > 1
                and across > 0.5 * min(right - left, r2 - l2)
                and down > 0.5 * min(top - bottom, t2 - b2)
            ):
                found.append(content[max(at - 20, 0) : at + 20])
        grid[cell].append(index)
    return found


def squeezed(text: str) -> str:
    """Return a text without blanks and line ends, as wrapped texts are compared."""
    return re.sub(r"\s+", "", text)
