"""Columns and addresses of the form, which its formulas name."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import tomli
from xlsxwriter.utility import xl_col_to_name

from pemilu_cover.i18n.text import translate
from pemilu_cover.xlsx.workbook import YELLOW

HEADER, ROWS = 4, 2_000
FIRST, LAST = HEADER + 1, HEADER + ROWS
REQUIRED = "required"
# The pale red and amber of other sheets are too similar to yellow.
COLORS = {"missing": YELLOW, "wrong": "#FF7C80", "doubtful": "#F4B183"}
# Names of the ranges of the sheet Daftar.
ROLES, ROLE_TABLE = "daftar_jabatan", "tabel_jabatan"
KECAMATAN, DESA, DESA_KECAMATAN = "daftar_kecamatan", "daftar_desa", "kecamatan_desa"


@cache
def columns() -> dict[str, dict[str, Any]]:
    """Return the form's columns by field, in their order, as ``columns.toml`` has them."""
    source = resources.files(__package__).joinpath("columns.toml").read_text(encoding="utf-8")
    return tomli.loads(source)


def column_help(name: str) -> str:
    """Return what to write into a column; Excel shows at most 255 characters."""
    return translate(f"form.says-{name.replace('_', '-')}")


def cell_address(name: str) -> str:
    """Return a field's cell in the first row, its column fixed."""
    return f"${_letter(name)}{FIRST + 1}"


def column_area(name: str) -> str:
    """Return a field's cells in all rows."""
    return f"${_letter(name)}${FIRST + 1}:${_letter(name)}${LAST + 1}"


def _letter(name: str) -> str:
    letters: str = xl_col_to_name(list(columns()).index(name))
    return letters
