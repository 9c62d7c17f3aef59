"""The shapes of `shapes/`: rosters as offices send them, each with what a person reads in it, as data."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Self

import polars as pl
import pytest
import xlsxwriter
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from roster.builders import codes_of, validate
from xlsxwriter.utility import xl_cell_to_rowcol

from pemilu_cover.enrolment.validation import ValidatedRoster
from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.values.rupiah import SEN

FOLDER = Path(__file__).parent / "shapes"
FILES = FOLDER / "files"
FEWEST_SHAPES = 48
Text = Annotated[str, Field(min_length=1)]


class Strict(BaseModel):
    """A table that rejects unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Sheet(Strict):
    """One sheet of a workbook, or the text of one CSV file."""

    file: Text = "roster.xlsx"
    name: Text = "Sheet1"
    rows: list[list[str | bool | int | float | date]] = []
    merged: list[str] = []
    hidden: bool = False
    hidden_rows: list[int] = []
    bordered: str = ""
    table: str = ""
    text: str = ""
    encoding: str = "utf-8"


class Person(Strict):
    """The expected values of a person; a field that is left out is not compared, or empty."""

    row: int | None = None
    file: str | None = None
    sheet: str | None = None
    nik: str | None = None
    name: str | None = None
    degree: str | None = None
    birth_place: str | None = None
    birth_date: date | None = None
    sex: str | None = None
    role: str | None = None
    wage: int | None = None
    start: date | None = None
    end: date | None = None
    kecamatan: str | None = None
    desa: str | None = None
    tps: str | None = None
    address: str | None = None
    mother: str | None = None
    phone: str | None = None
    email: str | None = None
    marital: str | None = None
    blood: str | None = None
    npwp: str | None = None
    kpj: str | None = None
    postal_code: str | None = None
    excluded: bool | None = None


class Shape(Strict):
    """A shape as it is written in its file; README.md in that folder explains each key."""

    description: Text
    sheet: list[Sheet] = []
    files: list[Text] = []
    fixes: list[Text] = []
    date_1904: bool = False
    expected: list[Person] = []
    findings: list[tuple[int, str]] = []
    refused: str = ""
    open: str = ""

    @model_validator(mode="after")
    def _check_one_source(self) -> Self:
        """Refuse a shape that has neither its own sheets nor ready files, or both."""
        if bool(self.sheet) == bool(self.files):
            raise ValueError("a shape has either [[sheet]] or files")
        return self


def load(text: str) -> Shape:
    """Read a shape; raise `ValidationError` for an unknown or missing key."""
    return Shape.model_validate(_with_pairs(tomllib.loads(text)))


def _with_pairs(table: dict[str, Any]) -> dict[str, Any]:
    """Return the findings as pairs: TOML has arrays only."""
    return table | {"findings": [tuple(pair) for pair in table.get("findings", [])]}


SHAPES = {
    file.stem: load(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.toml"))
}
MARKED = [
    pytest.param(shape, id=name, marks=[pytest.mark.xfail(reason=shape.open)] if shape.open else [])
    for name, shape in SHAPES.items()
]


def files_of(shape: Shape, folder: Path) -> list[Path]:
    """Return the files of a shape, in the order in which it names them; write its own sheets."""
    if shape.files:
        return [FILES / name for name in shape.files]
    names = dict.fromkeys(sheet.file for sheet in shape.sheet)
    for name in names:
        sheets = [sheet for sheet in shape.sheet if sheet.file == name]
        if name.endswith(".csv"):
            (only,) = sheets
            (folder / name).write_bytes(only.text.replace("\n", "\r\n").encode(only.encoding))
        else:
            _workbook(folder / name, sheets, date_1904=shape.date_1904)
    return [folder / name for name in names]


def _workbook(path: Path, sheets: list[Sheet], *, date_1904: bool) -> None:
    with xlsxwriter.Workbook(path, {"date_1904": date_1904}) as book:
        dated = book.add_format({"num_format": "dd/mm/yyyy"})
        bordered = book.add_format({"border": 1})
        for sheet in sheets:
            made = book.add_worksheet(sheet.name)
            _dress(made, sheet, bordered)
            for at, row in enumerate(sheet.rows):
                for column, cell in enumerate(row):
                    _write(made, at, column, cell, dated)


def _dress(made: Any, sheet: Sheet, bordered: Any) -> None:
    """Return a sheet all that is no cell of its own: borders, merged cells, a table, what is hidden."""
    if sheet.bordered:
        top, left, bottom, right = _range(sheet.bordered)
        for at in range(top, bottom + 1):
            for column in range(left, right + 1):
                made.write_blank(at, column, None, bordered)
    for cells in sheet.merged:
        made.merge_range(cells, "", bordered)
    if sheet.table:
        top, left, _, right = _range(sheet.table)
        headers = [{"header": str(cell)} for cell in sheet.rows[top][left : right + 1]]
        made.add_table(sheet.table, {"columns": headers})
    for number in sheet.hidden_rows:
        made.set_row(number - 1, None, None, {"hidden": True})
    if sheet.hidden:
        made.hide()


def _range(cells: str) -> tuple[int, int, int, int]:
    first, last = cells.split(":")
    return (*xl_cell_to_rowcol(first), *xl_cell_to_rowcol(last))


def _write(made: Any, at: int, column: int, cell: str | float | date, dated: Any) -> None:
    if isinstance(cell, bool):
        made.write_boolean(at, column, cell)
    elif isinstance(cell, date):
        made.write_datetime(at, column, cell, dated)
    elif isinstance(cell, str):
        if cell:
            made.write_string(at, column, cell)
    else:
        made.write_number(at, column, cell)


def read_of(validation: ValidatedRoster, shape: Shape) -> list[dict[str, object]]:
    """Return what was read of everybody, of the fields that the shape has for anybody."""
    names = {name: None for person in shape.expected for name in person.model_fields_set}
    columns = {"wage": pl.col("wage_sen").floordiv(SEN).alias("wage")}
    frame = validation.frame.select(columns.get(name, pl.col(name)) for name in names)
    return [
        {name: None if value == "" else value for name, value in row.items()}
        for row in frame.to_dicts()
    ]


@pytest.mark.parametrize("shape", MARKED)
def test_shape__each_file__is_read_as_expected(shape: Shape, tmp_path: Path) -> None:
    paths = files_of(shape, tmp_path)
    if shape.refused:
        with pytest.raises(RefusalError) as refused:
            validate(*paths, fixes=shape.fixes)
        assert refused.value.code == shape.refused
        return
    validation = validate(*paths, fixes=shape.fixes)
    names = {name for person in shape.expected for name in person.model_fields_set}
    assert read_of(validation, shape) == [
        person.model_dump(include=names) for person in shape.expected
    ]
    findings = [(row, code) for row, code in codes_of(validation) if code != "column-missing"]
    assert findings == sorted(shape.findings)


def test_shapes__all_files__have_expectations() -> None:
    assert len(SHAPES) >= FEWEST_SHAPES
    for name, shape in SHAPES.items():
        assert bool(shape.expected) != bool(shape.refused), name
        assert all(person.model_fields_set for person in shape.expected), name


SOUND = """
description = "A roster."
expected = [{ name = "Asep Arifin" }]
findings = [[2, "nik-missing"]]
[[sheet]]
rows = [["Nama", "Jabatan"], ["Asep Arifin", "KPPS"]]
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("description =", "because ="),
        ("name =", "nama ="),
        ("rows =", "cells ="),
        ('"nik-missing"]', "7]"),
        ('description = "A roster."', 'description = ""'),
        ("[[sheet]]", "[[file]]"),
    ],
)
def test_shape__invalid_file__is_rejected(old: str, new: str) -> None:
    assert load(SOUND).expected[0].name == "Asep Arifin"
    with pytest.raises(ValidationError):
        load(SOUND.replace(old, new))
