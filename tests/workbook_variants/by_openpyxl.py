"""Workbooks by openpyxl: the people, and one feature of workbooks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl import chart as charts
from openpyxl.cell.cell import WriteOnlyCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.formatting.rule import ColorScaleRule, DataBarRule, FormulaRule, IconSetRule
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.external_link import ExternalLink
from openpyxl.workbook.external_link.external import ExternalBook
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.scenario import InputCells, Scenario, ScenarioList
from openpyxl.worksheet.table import Table, TableStyleInfo
from workbook_variants.people import GRID, HEIGHT, SHEET, WIDTH, column

Feature = Callable[[Any, Any], object]
AREA = f"A1:{openpyxl.utils.get_column_letter(WIDTH)}{HEIGHT}"
HONOR, NAME = column("Honor") + 1, column("Nama Lengkap") + 1
CHARTS = {
    "bar": charts.BarChart, "line": charts.LineChart, "pie": charts.PieChart, "area": charts.AreaChart,
    "round": charts.DoughnutChart, "radar": charts.RadarChart, "solid": charts.BarChart3D,
    "surface": charts.SurfaceChart, "projected": charts.ProjectedPieChart,
}  # fmt: skip


def workbook(*features: Feature, before: Callable[[Any], object] = lambda _: None) -> bytes:
    """Write the people, after ``before`` has changed the workbook."""
    book = openpyxl.Workbook()
    before(book)
    sheet = book.active
    sheet.title = SHEET
    for row in GRID:
        sheet.append(row)
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            if isinstance(cell.value, date):
                cell.number_format = "dd/mm/yyyy"
            elif isinstance(cell.value, str):
                cell.data_type = "s"
    for feature in features:
        feature(book, sheet)
    return saved(book)


def saved(book: Any) -> bytes:
    """Return the bytes of a workbook."""
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def streamed() -> bytes:
    """Write the people row by row, with texts of no type."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    sheet.freeze_panes = "A2"
    for row in GRID:
        cells = [WriteOnlyCell(sheet, value=cell) for cell in row]
        for cell in cells:
            if isinstance(cell.value, date):
                cell.number_format = "yyyy-mm-dd"
        sheet.append(cells)
    return saved(book)


def chart(kind: str) -> Feature:
    """Add a chart to the sheet."""

    def add(_: Any, sheet: Any) -> None:
        made = CHARTS[kind]()
        made.add_data(charts.Reference(sheet, min_col=HONOR, min_row=2, max_row=HEIGHT))
        sheet.add_chart(made, "X2")

    return add


def rules(_: Any, sheet: Any) -> None:
    red = PatternFill(bgColor="FFC7CE")
    area = f"L2:L{HEIGHT}"
    sheet.conditional_formatting.add(area, FormulaRule(formula=["L2>1"], fill=red))
    sheet.conditional_formatting.add(
        area, ColorScaleRule("min", None, "FF0000", "max", None, "00FF00")
    )
    sheet.conditional_formatting.add(area, DataBarRule("min", None, "max", None, "FF638EC6"))
    sheet.conditional_formatting.add(area, IconSetRule("3Arrows", "percent", [0, 33, 67]))


def checks(_: Any, sheet: Any) -> None:
    choice = DataValidation(type="list", formula1='"L,P"', showDropDown=True, allow_blank=True)
    choice.add("F2:F1048576")
    sheet.add_data_validation(choice)


def commented(_: Any, sheet: Any) -> None:
    for row in range(1, HEIGHT + 1):
        sheet.cell(row, NAME).comment = Comment("periksa", "Kasubag", height=300, width=20)


def named(book: Any, sheet: Any) -> None:
    book.defined_names["Honor"] = DefinedName("Honor", attr_text=f"'{SHEET}'!$L$2:$L$6")
    book.defined_names["Rusak"] = DefinedName("Rusak", attr_text="#REF!$A$1", hidden=True)
    sheet.defined_names["Lokal"] = DefinedName("Lokal", attr_text=f"'{SHEET}'!$A$1")
    sheet.print_title_rows, sheet.print_area = "1:1", AREA


def tabled(_: Any, sheet: Any) -> None:
    table = Table(displayName="Petugas", ref=AREA)
    table.tableStyleInfo = TableStyleInfo(name="TableStyleMedium9", showRowStripes=True)
    sheet.add_table(table)


def protected(book: Any, sheet: Any) -> None:
    sheet.protection.sheet, sheet.protection.password = True, "rahasia"
    sheet["A2"].protection = Protection(locked=False, hidden=True)
    book.security = WorkbookProtection(workbookPassword="kunci", lockStructure=True)


def rich(_: Any, sheet: Any) -> None:
    for row in range(2, HEIGHT + 1):
        first, _, last = str(GRID[row - 1][NAME - 1]).partition(" ")
        sheet.cell(row, NAME).value = CellRichText(TextBlock(InlineFont(b=True), first), f" {last}")


def styled(book: Any, sheet: Any) -> None:
    thin = Side(style="thin")
    style = NamedStyle("Petugas", font=Font(name="Arial Narrow", strike=False, outline=True))
    style.border, style.alignment = (
        Border(thin, thin, thin, thin),
        Alignment(textRotation=90, wrapText=True),
    )
    book.add_named_style(style)
    for row in range(2, HEIGHT + 1):
        sheet.cell(row, NAME).style = "Petugas"


def linked(book: Any, sheet: Any) -> None:
    sheet.cell(2, NAME).hyperlink = "https://example.org"
    sheet.cell(3, NAME).hyperlink = f"#'{SHEET}'!A1"
    sheet.cell(4, NAME).hyperlink = "mailto:a@example.org?subject=x"
    book._external_links.append(_link("tahun-lalu.xlsx"))


def _link(target: str) -> ExternalLink:
    link = ExternalLink(externalBook=ExternalBook(id="rId1"))
    link.file_link = openpyxl.packaging.relationship.Relationship(
        type="externalLinkPath", Target=target, TargetMode="External", Id="rId1"
    )
    return link


def laid_out(_: Any, sheet: Any) -> None:
    sheet.sheet_properties.tabColor = "FF0000"
    sheet.sheet_view.zoomScale, sheet.sheet_view.rightToLeft = 60, True
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = AREA
    sheet.column_dimensions.group("G", "H", hidden=True)
    sheet.row_dimensions.group(2, 3, outline_level=2)
    sheet.row_breaks.append(Break(3))
    sheet.oddHeader.center.text, sheet.evenFooter.left.text = "&[Tab]", "Halaman &[Page]"
    sheet.page_setup.fitToHeight = False


def computed(_: Any, sheet: Any) -> None:
    second = sheet.parent.create_sheet("Hitung")
    second["B3"] = "=1+1"
    second["C3"] = ArrayFormula("C3:C5", "=ROW(A1:A3)")
    second["D3"] = DataTableFormula(ref="D3:D5", dt2D=False, r1="A1")


def scenarios(_: Any, sheet: Any) -> None:
    cells = [InputCells(r="X9", val="1")]
    sheet.scenarios = ScenarioList(
        scenario=[Scenario(name="a", inputCells=cells, count=1, user="x")]
    )


def sheets(book: Any, _: Any) -> None:
    for state in ("hidden", "veryHidden", "visible"):
        page = book.create_sheet(f"Lain {state}")
        page["B2"], page.sheet_state = "catatan", state
    made = charts.PieChart()
    made.add_data(charts.Reference(book[SHEET], min_col=HONOR, min_row=2, max_row=HEIGHT))
    book.create_chartsheet("Grafik").add_chart(made)
    book.active = 3


def merged(book: Any, _: Any) -> None:
    page = book.create_sheet("Sampul")
    page["A1"] = "SEKRETARIAT"
    page.merge_cells("A1:F3")
    page.merge_cells("H1:H2000")


def days_as_times(_: Any, sheet: Any) -> None:
    for row in range(2, HEIGHT + 1):
        for header in ("Tanggal Lahir", "Tgl Mulai", "Tgl Selesai"):
            cell = sheet.cell(row, column(header) + 1)
            cell.value = datetime.combine(cell.value, time())
            cell.number_format = "dd/mm/yyyy"


def properties(book: Any, _: Any) -> None:
    book.properties.creator, book.properties.keywords = "Kasubag", "KPPS; 2024"
    book.custom_doc_props.append(StringProperty(name="Diperiksa", value="ya"))
    book.calculation.fullCalcOnLoad = True


FEATURES: dict[str, Feature] = {
    "nothing more": lambda *_: None,
    **{f"a {kind} chart": chart(kind) for kind in CHARTS},
    "rules": rules,
    "checks": checks,
    "comments": commented,
    "names": named,
    "a table": tabled,
    "protection": protected,
    "rich texts": rich,
    "a named style": styled,
    "links": linked,
    "a layout": laid_out,
    "formulas elsewhere": computed,
    "scenarios": scenarios,
    "sheets of all states": sheets,
    "merges elsewhere": merged,
    "days with a time": days_as_times,
    "properties": properties,
}
BEFORE: dict[str, Callable[[Any], object]] = {
    "1904": lambda book: setattr(book, "epoch", CALENDAR_MAC_1904),
    "days in words": lambda book: setattr(book, "iso_dates", True),
    "a code name": lambda book: setattr(book, "code_name", "ThisWorkbook"),
    "a template": lambda book: setattr(book, "template", True),
}


def _again() -> bytes:
    """Write a workbook of all but charts, some of which openpyxl cannot write again; read and write it."""
    features = [feature for name, feature in FEATURES.items() if "chart" not in name]
    return saved(openpyxl.load_workbook(BytesIO(workbook(*features))))


def variants() -> dict[str, Callable[[], bytes]]:
    """Return what makes each workbook, by its name."""
    made: dict[str, Callable[[], bytes]] = {
        name: lambda feature=feature: workbook(feature) for name, feature in FEATURES.items()
    }
    made |= {name: lambda do=do: workbook(before=do) for name, do in BEFORE.items()}
    made |= {f"1904, {name}": lambda feature=feature: workbook(feature, before=BEFORE["1904"])
             for name, feature in FEATURES.items() if "day" in name or "nothing" in name}  # fmt: skip
    made["row by row"] = streamed
    made["read and saved again"] = _again
    return {f"openpyxl, {name}": make for name, make in made.items()}
