"""What the sheets of changes share: the update, its people by number, and SIPP's files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from pemilu_cover.i18n.text import translate
from pemilu_cover.reconciliation.changes.roster_update import RosterUpdate
from pemilu_cover.reconciliation.changes.sipp_edits import SippEdits
from pemilu_cover.reports.local_formats import month_text
from pemilu_cover.reports.xlsx.table import MAX_ROWS, SheetTexts
from pemilu_cover.roster.tables.column_names import fields

Person = Mapping[str, Any]
# The columns of a person that the sheets show.
SHOWN = (
    *("nik", "name", "kpj", "role_name", "kecamatan", "desa", "tps", "segment", "start", "end"),
    *("charges", "left_on", "exit_cause", "exit_document", "exit_period", "missing"),
)


@dataclass(frozen=True)
class ChangesReport:
    """An update, and what becomes of wages and contact data in SIPP's files.

    ``npp`` is ``"NPP"`` where it is not known, as in the names of files. ``codes`` has the KODE_TK of
    each membership number. A report that was due before ``day`` is overdue.
    """

    update: RosterUpdate
    wages: SippEdits
    contacts: SippEdits
    npp: str
    codes: Mapping[str, str]
    day: date

    @cached_property
    def people(self) -> Mapping[int, Person]:
        """The people of the next result who are new, or whom something is about, by their number in it."""
        concerned = (
            pl.col("earlier").is_null()
            | (pl.col("missing").list.len() > 0)
            | pl.col("earlier").is_in(self._concerned)
            | pl.col("id").is_in(list(self.update.successors))
        )
        people = self.update.people.filter(concerned)
        return {
            person["id"]: person
            for person in people.select("id", "earlier", *SHOWN).iter_rows(named=True)
        }

    @cached_property
    def continued(self) -> Mapping[int, Person]:
        """The people of the next result by their number in the earlier one."""
        return {
            person["earlier"]: person
            for person in self.people.values()
            if person["earlier"] is not None
        }

    @cached_property
    def newcomers(self) -> frozenset[int]:
        """The people whom a file or a list of this update takes to SIPP, by their number."""
        return frozenset(self.update.newcomers["id"])

    @cached_property
    def earlier(self) -> Mapping[int, Person]:
        """The people of the earlier result whom something is about, by their number in it."""
        people = self.update.earlier.filter(pl.col("id").is_in(self._concerned))
        return {
            person["id"]: person for person in people.select("id", *SHOWN).iter_rows(named=True)
        }

    @cached_property
    def difference(self) -> pl.DataFrame:
        """The charges that differ, as many as a sheet lists."""
        return self.update.difference.head(MAX_ROWS)

    @cached_property
    def _concerned(self) -> list[int]:
        """The numbers in the earlier result of people with an event, a question or another premium."""
        update = self.update
        in_question = (
            question.earlier for question in update.questions if question.earlier is not None
        )
        numbers = {*update.successors.values(), *in_question}
        for frame in (update.events, self.difference):
            numbers |= set(frame["earlier"].drop_nulls())
        return sorted(numbers)

    def is_overdue(self, report_by: date | None) -> bool:
        """Return whether a change is reported late."""
        return report_by is not None and report_by < self.day


def format_period(month: date | None) -> str:
    """Return a month as workbooks write it, ``""`` for none."""
    return month_text(month) if month else ""


def field_title(field: str) -> str:
    """Return the title of a field, as rosters have it."""
    return (
        translate("changes.field-location")
        if field == "location"
        else fields()[field].title.translate()
    )


def sheet_texts(name: str) -> SheetTexts:
    """Return the texts of a sheet of ``perubahan.xlsx``."""
    return SheetTexts(f"changes.sheet-{name}", f"changes.title-{name}", "privacy.changes")
