"""Documents as Word files, for an office that wants to change a text before it prints it."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from functools import singledispatchmethod
from io import BytesIO

import docx
from docx.document import Document as WordFile
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table as WordTable
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph as WordParagraph

from pemilu_cover.documents.model import (
    Block,
    Bullets,
    Checklist,
    Document,
    Fields,
    Heading,
    PageBreak,
    Paragraph,
    Signatures,
    Table,
    WritingLines,
)

_BODY_PT, _SMALL_PT, _HEADING_PT, _TITLE_PT = 10, 8.5, 11, 13
_SHORT_SIDE_CM, _LONG_SIDE_CM, _MARGIN_CM = 21.0, 29.7, 1.8
_BOX_CM = 0.8
# The shares of the line of labels and values.
_FIELD_SHARES = {"wide": (0.32, 0.68), "compact": (0.16, 0.84), "right": (0.2, 0.4)}
_SIGNATURE_PT = 48
_LOGO_CM = 2.0
_SHORT_LINE = "." * 36
_EPOCH = (1980, 1, 1, 0, 0, 0)


def docx_bytes(document: Document) -> bytes:
    """Return a document as a Word file; equal documents have equal bytes."""
    word = docx.Document()
    _set_up_page(word, document)
    writer = _Writer(word, document)
    writer.write_head()
    for block in document.blocks:
        writer.write(block)
    return _without_times(word)


def _set_up_page(word: WordFile, document: Document) -> None:
    section = word.sections[0]
    sides = Cm(_SHORT_SIDE_CM), Cm(_LONG_SIDE_CM)
    if document.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = sides[::-1] if document.landscape else sides
    section.left_margin = section.right_margin = Cm(_MARGIN_CM)
    section.top_margin = section.bottom_margin = Cm(_MARGIN_CM)
    style = word.styles["Normal"]
    style.font.name, style.font.size = "Liberation Serif", Pt(_BODY_PT)
    style.paragraph_format.space_after = Pt(4)
    footer = section.footer.paragraphs[0]
    before, _, after = document.page_label.partition("{page}")
    between, _, last = after.partition("{pages}")
    for text, field in (
        (f"{document.footer}    {before}" if document.footer else before, "PAGE"),
        (between, "NUMPAGES"),
        (last, ""),
    ):
        _add_run(footer, text, _SMALL_PT)
        if field:
            _add_field(footer, field)


def _add_run(paragraph: WordParagraph, text: str, size_pt: float, *, bold: bool = False) -> None:
    run = paragraph.add_run(_printable(text))
    run.font.size, run.bold = Pt(size_pt), bold


def _add_field(paragraph: WordParagraph, name: str) -> None:
    """Add a field that Word computes, such as the number of the page."""
    run = paragraph.add_run()
    run.font.size = Pt(_SMALL_PT)
    for kind in ("begin", "", "end"):
        if kind:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText")
            element.text = name
        run._r.append(element)


def _printable(text: str) -> str:
    """Return a text without the control characters that XML cannot hold."""
    return "".join(
        character for character in text if character.isprintable() or character in "\n\t\u00a0"
    )


def _without_times(word: WordFile) -> bytes:
    """Return the package without the times at which its parts were written."""
    written, package = BytesIO(), BytesIO()
    word.save(written)
    with zipfile.ZipFile(written) as dated, zipfile.ZipFile(package, "w") as undated:
        for name in dated.namelist():
            part = zipfile.ZipInfo(name, _EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            undated.writestr(part, dated.read(name))
    return package.getvalue()


class _Writer:
    """Writes blocks at the end of a Word file."""

    def __init__(self, word: WordFile, document: Document) -> None:
        self._word, self._document = word, document
        page_cm = _LONG_SIDE_CM if document.landscape else _SHORT_SIDE_CM
        self._width_cm = page_cm - 2 * _MARGIN_CM

    def write_head(self) -> None:
        """Write letterhead and title."""
        if letterhead := self._document.letterhead:
            if letterhead.logo:
                self._centre_picture(letterhead.logo)
            self._centre(letterhead.name.upper(), 14, bold=True)
            for line in letterhead.lines:
                self._centre(line, _SMALL_PT)
        if self._document.title:
            self._centre(self._document.title, _TITLE_PT, bold=True)
        if self._document.subtitle:
            self._centre(self._document.subtitle, _BODY_PT)

    def _centre(self, text: str, size_pt: float, *, bold: bool = False) -> None:
        paragraph = self._word.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _add_run(paragraph, text, size_pt, bold=bold)

    def _centre_picture(self, image: bytes) -> None:
        paragraph = self._word.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run().add_picture(BytesIO(image), height=Cm(_LOGO_CM))

    @singledispatchmethod
    def write(self, block: Block) -> None:
        """Write a block."""
        raise TypeError(block)

    @write.register
    def _(self, block: Heading) -> None:
        paragraph = self._word.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.space_before = Pt(8)
        _add_run(paragraph, block.text, _HEADING_PT, bold=True)

    @write.register
    def _(self, block: Paragraph) -> None:
        size = _SMALL_PT if block.style == "small" else _BODY_PT
        bold = block.style in {"strong", "framed"}
        if block.style == "framed":
            grid = self._word.add_table(1, 1, style="Table Grid")
            _fill(grid.cell(0, 0), block.text, size, bold=bold)
            self._word.add_paragraph()
        else:
            paragraph = self._word.add_paragraph()
            paragraph.paragraph_format.keep_with_next = block.style == "strong"
            if block.style == "right":
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            _add_run(paragraph, block.text, size, bold=bold)

    @write.register
    def _(self, block: Bullets) -> None:
        for number, item in enumerate(block.items, start=1):
            paragraph = self._word.add_paragraph()
            paragraph.paragraph_format.left_indent = Cm(0.7)
            paragraph.paragraph_format.first_line_indent = Cm(-0.7)
            _add_run(paragraph, f"{f'{number}.' if block.numbered else '•'}\t{item}", _BODY_PT)

    @write.register
    def _(self, block: Fields) -> None:
        self._grid(
            [(label, f": {value or _SHORT_LINE}") for label, value in block.rows],
            _FIELD_SHARES[block.layout],
            is_right=block.layout == "right",
        )

    @write.register
    def _(self, block: Table) -> None:
        shares = [width / sum(block.widths) for width in block.widths]
        rows = (*block.rows, *_last_total(block))
        grid = self._word.add_table(1 + len(rows), len(block.head), style="Table Grid")
        self._set_widths(grid, shares)
        _set_row_property(grid.rows[0], "w:tblHeader")
        first_total = len(block.rows) - block.totals
        for index, row in enumerate((block.head, *rows)):
            bold = index == 0 or index > first_total
            _set_row_property(grid.rows[index], "w:cantSplit")
            for column, (cell, text) in enumerate(zip(grid.rows[index].cells, row, strict=True)):
                _fill(cell, text, _SMALL_PT, bold=bold, right=column in block.right_aligned)
        self._word.add_paragraph()

    @write.register
    def _(self, block: Checklist) -> None:
        box = _BOX_CM / self._width_cm
        rows = [
            ("☑" if item.is_done else "☐", "\n".join(filter(None, (item.text, item.remark))))
            for item in block.items
        ]
        self._grid(rows, (box, 1 - box))

    @write.register
    def _(self, block: WritingLines) -> None:
        for _ in range(block.number):
            stops = self._word.add_paragraph("\t").paragraph_format.tab_stops
            stops.add_tab_stop(Cm(self._width_cm), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)

    @write.register
    def _(self, block: Signatures) -> None:
        signatures = block.signatures
        if block.statement:
            self.write(Paragraph(block.statement, "strong"))
        columns = max(2, len(signatures))
        grid = self._word.add_table(1, columns)
        for column, signature in enumerate(signatures, start=columns - len(signatures)):
            is_last = column == columns - 1
            above = f"{block.place_and_date if is_last else ''}\n{signature.office}"
            if signature.stamp:
                above = f"{above}\n[{signature.stamp}]"
            cell = grid.cell(0, column)
            _fill(cell, above, _BODY_PT)
            cell.paragraphs[0].paragraph_format.space_after = Pt(_SIGNATURE_PT)
            cell.paragraphs[0].paragraph_format.keep_with_next = True
            _add_run(cell.add_paragraph(), signature.name or _SHORT_LINE, _BODY_PT, bold=True)
            if signature.line:
                _add_run(cell.add_paragraph(), signature.line, _BODY_PT)

    @write.register
    def _(self, block: PageBreak) -> None:
        self._word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        if block.with_head:
            self.write_head()

    def _grid(
        self, rows: list[tuple[str, str]], shares: tuple[float, float], *, is_right: bool = False
    ) -> None:
        """Write rows of two cells without borders, at the right margin if ``is_right``."""
        grid = self._word.add_table(len(rows), len(shares))
        if is_right:
            grid.alignment = WD_TABLE_ALIGNMENT.RIGHT
        self._set_widths(grid, shares)
        for row, texts in zip(grid.rows, rows, strict=True):
            _set_row_property(row, "w:cantSplit")
            for cell, text in zip(row.cells, texts, strict=True):
                _fill(cell, text, _BODY_PT)
        self._word.add_paragraph()

    def _set_widths(self, grid: WordTable, shares: Sequence[float]) -> None:
        """Set the widths of columns, and of their cells, which Word reads instead."""
        grid.autofit = False
        for column, share in zip(grid.columns, shares, strict=True):
            column.width = Cm(share * self._width_cm)
            for cell in column.cells:
                cell.width = Cm(share * self._width_cm)


def _fill(
    cell: _Cell, text: str, size_pt: float, *, bold: bool = False, right: bool = False
) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(1)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _add_run(paragraph, text, size_pt, bold=bold)


def _last_total(block: Table) -> list[tuple[str, ...]]:
    """Return the totals below the last row; a Word file has no running totals, as Word sets its pages."""
    running = block.running
    if running is None or not block.rows:
        return []
    sums = running.after_rows[-1]
    return [(running.total, *[""] * (len(block.head) - len(sums) - 1), *sums)]


def _set_row_property(row: _Row, name: str) -> None:
    """Set a property such as ``w:tblHeader``, which repeats a row on each page."""
    row._tr.get_or_add_trPr().append(OxmlElement(name))
