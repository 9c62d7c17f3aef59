"""Who is excluded and why: civil servants are insured elsewhere, other rows were struck out by the office.

Exclusions are listed by statement, as prominently as who is not enrolled, and counted by kind for the bill.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from pemilu_cover.i18n.text import LocalizedText, localize
from pemilu_cover.roster.checks.duplicates import has_sure_nik
from pemilu_cover.roster.corrections.changes import SUCCEEDED
from pemilu_cover.values.text import sanitise_for_terminal

if TYPE_CHECKING:
    from pemilu_cover.enrolment.validation import ValidatedRoster

_STRUCK = "struck"
DUPLICATE = "duplicate"
_OFFICE = "office"
_REPLACED = "replaced"
STRUCK_OUT = (_STRUCK, _REPLACED)
REASONS = {
    "asn": localize("enrolment.asn-column"),
    "employment": localize("enrolment.asn-employment-status"),
    "role": localize("enrolment.asn-role-name"),
    "remark": localize("enrolment.asn-remark"),
    "nip": localize("enrolment.asn-nip"),
    _OFFICE: localize("enrolment.asn-role"),
    DUPLICATE: localize("enrolment.struck-out-duplicate"),
    _REPLACED: localize("enrolment.replaced"),
    _STRUCK: localize("enrolment.struck-out"),
}
_EXAMPLES = 3
_NOTES = {
    "civil_servants": localize("enrolment.excluded-civil-servants"),
    "duplicates": localize("enrolment.excluded-duplicates"),
    "struck_out": localize("enrolment.excluded-struck-out"),
}


class Exclusion(NamedTuple):
    """The people who are excluded for one reason, with the places of the first of them."""

    reason: str
    people: int
    places: tuple[str, ...]

    @property
    def text(self) -> LocalizedText:
        """The reason, in words."""
        return REASONS[self.reason]


def exclusions(validation: ValidatedRoster) -> list[Exclusion]:
    """Return the people who are excluded by reason, the commonest first."""
    reason = exclusion_reason(validation).alias("reason")
    excluded = validation.frame.filter("excluded").select("sheet", "row", reason)
    return sorted(_exclusion_groups(excluded), key=lambda group: -group.people)


def exclusion_reason(validation: ValidatedRoster) -> pl.Expr:
    """Return why a person is excluded, as a key of `REASONS`."""
    replaced_ids = [
        change.id
        for change in validation.applied_corrections.changes.values()
        if change.because == SUCCEEDED
    ]
    return (
        pl.when(is_struck_duplicate(validation.frame))
        .then(pl.lit(DUPLICATE))
        .when(pl.col("id").is_in(replaced_ids))
        .then(pl.lit(_REPLACED))
        .when("struck")
        .then(pl.lit(_STRUCK))
        .otherwise(pl.col("civil_servant_by").fill_null(_OFFICE))
    )


def _exclusion_groups(excluded: pl.DataFrame) -> Iterator[Exclusion]:
    for (reason,), group in excluded.group_by("reason", maintain_order=True):
        first = group.head(_EXAMPLES).select("sheet", "row").iter_rows()
        places = tuple(sanitise_for_terminal(f"{sheet}!{row}") for sheet, row in first)
        yield Exclusion(str(reason), group.height, places)


class Exclusions(NamedTuple):
    """How many rows are excluded, by reason.

    ``duplicates`` are rows that the office struck out and whose NIK is on another row that counts.
    """

    civil_servants: int = 0
    duplicates: int = 0
    struck_out: int = 0

    @property
    def total(self) -> int:
        """All excluded rows."""
        return sum(self)

    def reasons(self) -> Iterator[tuple[str, int]]:
        """Yield the reasons for which rows are excluded, each with its number."""
        return ((name, count) for name, count in self._asdict().items() if count)

    def notes(self) -> Iterator[tuple[LocalizedText, int]]:
        """Yield a sentence for each reason, with the number that fills it."""
        return ((_NOTES[name], count) for name, count in self.reasons())


def is_struck_duplicate(frame: pl.DataFrame) -> pl.Expr:
    """Return whether a row was struck out and its NIK is on another row that counts."""
    is_counted = ~pl.col("excluded") & has_sure_nik()
    counted_niks = frame.select(pl.col("nik").filter(is_counted).unique()).to_series()
    return pl.col("struck") & pl.col("nik").is_in(counted_niks.implode()).fill_null(value=False)
