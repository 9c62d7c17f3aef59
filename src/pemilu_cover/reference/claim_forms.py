"""The labels of BPJS's forms for a claim of JKK, in the order and wording of the forms."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

import tomli

SEGMENT = "Segmen Kepesertaan :"
SEGMENTS = (
    "Penerima Upah (PU)",
    "Bukan Penerima Upah (BPU)",
    "Jasa Konstruksi (JAKON)",
    "Pekerja Migran Indonesia (PMI)",
)
# Choices that the program knows.
MONTHLY, DEAD = "per bulan", "meninggal dunia"


@dataclass(frozen=True, slots=True)
class FormField:
    """A field: ``fill`` names the value that fills it, ``chosen`` the value that ticks a choice."""

    label: str
    fill: str = ""
    choices: tuple[str, ...] = ()
    chosen: str = ""


@dataclass(frozen=True, slots=True)
class FormSection:
    """A numbered part: fields, lines to write on, boxes to tick, or a table."""

    heading: str
    fields: tuple[FormField, ...] = ()
    lines: int = 0
    ticks: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    closed: dict[str, int] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class ClaimForm:
    """A form: who fills it in, and whether it begins with the segment of membership."""

    code: str
    title: str
    band: str
    segment: bool
    filler: str
    statement: str
    signer: str
    notes: tuple[str, ...]
    sections: tuple[FormSection, ...]


@cache
def claim_forms() -> tuple[ClaimForm, ...]:
    """Return the forms 3 KK 1, 3a KK 2 and 3b KK 3.

    >>> [form.code for form in claim_forms()]
    ['3 KK 1', '3a KK 2', '3b KK 3']
    """
    source = resources.files(__package__).joinpath("claim_forms.toml")
    content = tomli.loads(source.read_text(encoding="utf-8"))
    return tuple(_form(table) for table in content["forms"])


def _form(table: dict[str, Any]) -> ClaimForm:
    sections = tuple(_section(section) for section in table.pop("sections"))
    return ClaimForm(**{**table, "notes": tuple(table["notes"]), "sections": sections})


def _section(table: dict[str, Any]) -> FormSection:
    fields = tuple(
        FormField(**{**entry, "choices": tuple(entry.get("choices", ()))})
        for entry in table.pop("fields", ())
    )
    lists = {name: tuple(table.get(name, ())) for name in ("ticks", "columns", "rows")}
    values: dict[str, Any] = {**table, **lists, "fields": fields}
    return FormSection(**values)
