"""The options of a run, and the names of columns that follow from them."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.i18n.text import localize, verbatim
from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.rate_files import AgreementError
from pemilu_cover.roster.people import Roster
from pemilu_cover.roster.reading.standard_input import as_file
from pemilu_cover.roster.tables.column_names import (
    ColumnNames,
    UnknownFieldError,
    resolve_field,
)
from pemilu_cover.values.text import normal_form, sanitise_file_name


@dataclass(frozen=True)
class EnrolOptions:
    """The options of a run, apart from the rosters.

    Attributes:
        agreement: The agreement file.
        election: The id of the election (``--election``).
        rates: The folder of the rate files.
        strict: Treat every warning as an error.
        columns: The field of a column, by its header (``--column``).
        corrections: Corrections files that were filled in, or folders of them.
        fixes: Codes of `pemilu_cover.roster.corrections.auto_fixes.FIXES`.
        rounds: The round of each corrections file that an earlier result keeps.
        ignores_agreement: Whether ``pks.toml`` next to the roster is not used (``--no-agreement``).
    """

    agreement: Path | None = None
    election: str | None = None
    rates: Path | None = None
    strict: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    corrections: Sequence[Path] = ()
    fixes: Sequence[str] = ()
    rounds: Mapping[Path, int] = field(default_factory=dict)
    ignores_agreement: bool = False


DEFAULT_OPTIONS = EnrolOptions()


@dataclass(frozen=True)
class OutputOptions:
    """What to write, and where.

    Args:
        out: The result folder; next to the first roster if None.
        by_kecamatan: Write the corrections of each kecamatan into a workbook of its own.
        nominative_lists: Write a nominative list of each kecamatan as PDF.
        payment_date: The day of payment, for the penalties on the bill.
    """

    out: Path | None = None
    by_kecamatan: bool = False
    nominative_lists: bool = False
    payment_date: date | None = None


DEFAULT_OUTPUT = OutputOptions()


def default_target(roster: Path, name: str = "") -> Path:
    """Return the result folder next to a roster, or next to a folder of them: ``<name>-enrolment``.

    >>> default_target(Path("a/bogor.xlsx")).name, default_target(Path("a/x.csv"), "a-x").name
    ('bogor-enrolment', 'a-x-enrolment')
    """
    file = as_file(roster) if roster.name else roster.resolve()
    is_folder = os.path.isdir(file)
    name = name or (file.name if is_folder else file.stem)
    return file.parent / f"{sanitise_file_name(name)}-enrolment"


def column_names(agreement: Agreement, options: EnrolOptions) -> ColumnNames:
    """Return the headers that the agreement and, over them, the options map to fields."""
    fields = {}
    for header, name in agreement.columns.items():
        try:
            fields[header] = resolve_field(name)
        except UnknownFieldError as error:
            assert options.agreement is not None  # noqa: S101  else there are no columns
            reason = localize(
                "enrolment.unknown-column-similar" if error.close else "enrolment.unknown-column",
                name=name,
                similar=error.close[0] if error.close else "",
            )
            raise AgreementError(
                options.agreement, f"columns.{header}", reason, is_unknown=True
            ) from error
    return ColumnNames({**fields, **options.columns})


def check_column_map(columns: Mapping[str, str], roster: Roster) -> None:
    """Refuse a ``--column`` whose header no table has: it is a typing error."""
    used = {
        normal_form(table.header.labels.get(name, ""))
        for table in roster.tables
        for name in table.header.columns
    }
    for header in columns:
        if normal_form(header) not in used:
            unknown = {label for t in roster.tables for label in t.header.unmapped.values()}
            unused = verbatim(", ".join(sorted(unknown))) if unknown else localize("words.none")
            raise RefusalError("map-unused", column=header, unused=unused)
