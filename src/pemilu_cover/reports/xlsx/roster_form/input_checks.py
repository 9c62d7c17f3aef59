"""The checks that Excel makes while a cell is typed: it refuses a value, or warns about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pemilu_cover.i18n.text import translate
from pemilu_cover.reports.xlsx.roster_form.layout import (
    DESA,
    DESA_KECAMATAN,
    FIRST,
    KECAMATAN,
    LAST,
    ROLES,
    cell_address,
    column_area,
    columns,
)
from pemilu_cover.reports.xlsx.roster_form.model import RosterForm
from pemilu_cover.values import dates, nik
from pemilu_cover.xlsx.workbook import SheetBuilder

_POSTAL_CODE, _KPJ = 5, 11
_PHONE = (9, 14)


def add_checks(sheet: SheetBuilder, form: RosterForm) -> None:
    """Add the check of each column to its cells."""
    spans = _spans(form)
    for column, (name, spec) in enumerate(columns().items()):
        rule = _check(name, form) or _list_formula(spec)
        if rule:
            key = f"form.error-{name.replace('_', '-')}"
            message = {
                "error_title": form.titles[name],
                "error_message": translate(key, **spans.get(name, {})),
                "error_type": "warning" if spec.get("soft") else "stop",
            }
            sheet.raw.data_validation(FIRST, column, LAST, column, rule | message)


def _spans(form: RosterForm) -> dict[str, dict[str, object]]:
    """Return the first and the last accepted day of each date column, for its message."""
    spans = {"birth_date": form.birth_range, "start": form.service_period}
    return {
        name: {"first": dates.format_ddmmyyyy(span[0]), "last": dates.format_ddmmyyyy(span[1])}
        for name, span in spans.items()
        if span
    }


def _list_formula(spec: Mapping[str, Any]) -> dict[str, Any]:
    return {"validate": "list", "source": spec["choices"]} if "choices" in spec else {}


def _check(name: str, form: RosterForm) -> dict[str, Any]:
    """Return the rule of a field, or none; formulas refer to the first row, and Excel shifts them."""
    start, end = cell_address("start"), cell_address("end")
    rules: dict[str, dict[str, Any]] = {
        "nik": _formula(is_digits(cell_address("nik"), nik.LENGTH)),
        # Excel accepts every value if a formula refers to an empty cell, unless blanks count.
        "name": _formula(f'OR({cell_address("nik")}="",{count_in_column("nik")}<=1)')
        | {"ignore_blank": False},
        "birth_date": date_between(form.birth_range),
        "postal_code": _formula(is_digits(cell_address("postal_code"), _POSTAL_CODE)),
        "kpj": _formula(is_digits(cell_address("kpj"), _KPJ)),
        "phone": _formula(_is_mobile()),
        "role": {"validate": "list", "source": f"={ROLES}"},
        "wage": {"validate": "integer", "criteria": ">", "value": 0},
        "start": date_between(form.service_period) if form.service_period else {},
        "end": _formula(f"AND(ISNUMBER({end}),{end}>={start})"),
    }
    if form.desa:
        rules["kecamatan"] = {"validate": "list", "source": f"={KECAMATAN}"}
        rules["desa"] = {"validate": "list", "source": f"={desa_list()}"}
    return rules.get(name, {})


def _formula(formula: str) -> dict[str, Any]:
    return {"validate": "custom", "value": f"={formula}"}


def date_between(span: tuple[date, date]) -> dict[str, Any]:
    """Return the check of a date from a first to a last day."""
    return {"validate": "date", "criteria": "between", "minimum": span[0], "maximum": span[1]}


def desa_list() -> str:
    """Return the formula of the desa of the kecamatan in the first row: adjacent cells of Daftar."""
    kecamatan = cell_address("kecamatan")
    first = f"MATCH({kecamatan},{DESA_KECAMATAN},0)-1"
    return f"OFFSET({DESA},{first},0,COUNTIF({DESA_KECAMATAN},{kecamatan}),1)"


def is_digits(cell: str, length: int) -> str:
    """Return the formula of a text of digits: in halves, since Excel's numbers have 15 digits."""
    half = length // 2
    halves = ((f"LEFT({cell},{half})", half), (f"RIGHT({cell},{length - half})", length - half))
    parts = ",".join(f'TEXT(--{part},"{"0" * size}")={part}' for part, size in halves)
    return f"AND(ISTEXT({cell}),LEN({cell})={length},{parts})"


def _is_mobile() -> str:
    cell, (fewest, most) = cell_address("phone"), _PHONE
    return f'AND(LEFT({cell},2)="08",LEN({cell})>={fewest},LEN({cell})<={most},ISNUMBER(--{cell}))'


def count_in_column(name: str) -> str:
    """Return the formula that counts a text in its column; COUNTIF would compare 15 digits."""
    return f"SUMPRODUCT(--({column_area(name)}={cell_address(name)}))"
