"""Exits that an office still has to deal with: for a later file, without a document, without cover."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from pemilu_cover.enrolment.outcome import ENROLLED
from pemilu_cover.enrolment.register.schema import DEATH, EXIT_CODES, TERM_END
from pemilu_cover.reconciliation.changes import events as kinds
from pemilu_cover.reconciliation.changes.roster_update import RosterUpdate


def later_exits(update: RosterUpdate) -> pl.DataFrame:
    """Return the open exits that belong into the file of a later period: their month is still billed."""
    return update.open_exits.filter(
        pl.col("exit_cause").is_in(list(EXIT_CODES))
        & (pl.col("segment") == "pu")
        & pl.col("kpj").is_not_null()
        & pl.col("other_role").is_null()
        & ~pl.col("is_in_file")
        & (pl.col("off_in") > update.period)
    )


def lacks_document(person: Mapping[str, Any]) -> bool:
    """Return whether an exit or a death has no document; at the end of the term the appointment is one."""
    if person["exit_document"] or person["exit_cause"] not in (*EXIT_CODES, DEATH):
        return False
    is_full_term = person["exit_cause"] == TERM_END and person["left_on"] == person["agreed_end"]
    return not is_full_term


def uncovered_deaths(update: RosterUpdate) -> frozenset[int]:
    """Return the people, by ``id``, whose death is new and was on a day without cover as far as is known.

    They were not enrolled by then, could not be uploaded, have no number where SIPP has issued others, or
    died before the agreement or on a day that the earlier result did not bill.
    """
    since = update.totals.terms.agreement.date
    new = update.events.filter(pl.col("kind") == kinds.DIED)["earlier"]
    is_new = pl.col("earlier").is_null() | pl.col("earlier").is_in(new.drop_nulls().implode())
    died = update.people.filter((pl.col("exit_cause") == DEATH) & is_new)
    before = update.earlier.filter(pl.col("id").is_in(died["earlier"].drop_nulls().implode()))
    earlier = {person["id"]: person for person in before.iter_rows(named=True)}
    # SIPP's files were read; a roster may have numbers of former jobs.
    are_numbered = bool(update.sipp_npp) and update.people["kpj"].count() > 0
    return frozenset(
        person["id"]
        for person in died.iter_rows(named=True)
        if (are_numbered and not person["kpj"])
        or not _was_covered(earlier.get(person["earlier"]), person["left_on"], since)
    )


def _was_covered(earlier: Mapping[str, Any] | None, day: date, since: date | None) -> bool:
    if earlier is None or earlier["status"] != ENROLLED or earlier["missing"]:
        return False
    if since and day < since:
        return False
    months = {charge["month"] for charge in earlier["charges"] or ()}
    gap = earlier["uncovered_from"]
    return day.replace(day=1) in months and not (gap and day >= gap)
