"""The events of an update: a row for each change of each person, and the successor of each seat."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import polars as pl

from pemilu_cover.enrolment.outcome import ENROLLED, HELD_BACK
from pemilu_cover.enrolment.register.schema import DEATH, NEVER_SERVED, TERM_END
from pemilu_cover.law.due_dates import report_deadline
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.reconciliation.changes import events as kinds
from pemilu_cover.reconciliation.changes.change_list import NikCorrection
from pemilu_cover.reconciliation.changes.events import EVENTS
from pemilu_cover.reconciliation.changes.field_changes import KIND_OF_FIELD, find_changes
from pemilu_cover.reconciliation.changes.person_matching import with_keys
from pemilu_cover.reconciliation.changes.seats import Move, match_successors

_EXIT_KINDS = {DEATH: kinds.DIED, NEVER_SERVED: kinds.NEVER_SERVED}


class ChangedPeople(NamedTuple):
    """The people of the earlier result before and after departures, the pairs, and the next result."""

    earlier: pl.DataFrame
    people: pl.DataFrame
    pairs: pl.DataFrame
    everybody: pl.DataFrame


def find_events(
    changed: ChangedPeople, corrections: Sequence[NikCorrection], period: date, book: RateBook
) -> pl.DataFrame:
    """Return the events, a row each; exits come first, then newcomers, then changed fields."""
    earlier, people, pairs, everybody = changed
    rows: list[dict[str, object]] = []
    exits = everybody.filter(pl.col("exit_cause").is_not_null())
    new_exits = exits.join(
        earlier.select(pl.col("id").alias("earlier"), "exit_cause", "left_on"),
        on=["earlier", "exit_cause", "left_on"],
        how="anti",
        nulls_equal=True,
        maintain_order="left",
    )
    for person in new_exits.iter_rows(named=True):
        kind = _EXIT_KINDS.get(person["exit_cause"], kinds.LEFT)
        details = {"cause": person["exit_cause"], "document": person["exit_document"]}
        day = person["left_on"] or person["start"]  # who never served has no last day
        rows.append(_event(kind, person, person["earlier"], day, book, **details))
    was_enrolled = earlier.filter(pl.col("status") == ENROLLED)["id"].implode()
    is_new = ~pl.col("earlier").is_in(was_enrolled).fill_null(value=False)
    joined = everybody.filter((pl.col("status") == ENROLLED) & is_new)
    for person in joined.iter_rows(named=True):
        rows.append(_event(kinds.JOINED, person, person["earlier"], person["start"], book))
    gone = people.filter(pl.col("status") == HELD_BACK).join(
        everybody, left_on="id", right_on="earlier", how="anti", maintain_order="left"
    )
    for person in gone.iter_rows(named=True):
        rows.append(_event(kinds.UNLISTED, person, person["id"], None, book))
    rows += _nik_events(people, corrections, period, book)
    for row, field, before, after in find_changes(pairs.filter(pl.col("status") == ENROLLED)):
        details = {"field": field, "before": before, "after": after}
        kind = KIND_OF_FIELD[field]
        rows.append(_event(kind, row, row["earlier"], period, book, **details))
    return pl.DataFrame(rows, schema=EVENTS, orient="row")


def _nik_events(
    people: pl.DataFrame, corrections: Sequence[NikCorrection], day: date, book: RateBook
) -> Iterator[dict[str, object]]:
    by_new = {correction.new_nik: correction for correction in corrections}
    for person in people.filter(pl.col("nik").is_in(list(by_new))).iter_rows(named=True):
        one = by_new[person["nik"]]
        details = {
            "field": "nik",
            "before": one.nik,
            "after": one.new_nik,
            "document": one.document,
        }
        yield _event(kinds.IDENTITY, person, person["id"], day, book, **details)


def _event(
    kind: str,
    person: Mapping[str, Any],
    earlier: object,
    day: date | None,
    book: RateBook,
    **details: str | None,
) -> dict[str, object]:
    names = ("nik", "name", "role_name", "kecamatan", "desa", "tps", "kpj")
    return {
        "kind": kind,
        "earlier": earlier,
        **{name: person[name] for name in names},
        "day": day,
        "report_by": report_deadline(day, book) if day else None,
        **details,
    }


def find_successors(
    events: pl.DataFrame, people: pl.DataFrame, everybody: pl.DataFrame
) -> dict[int, int]:
    """Return the predecessor (earlier ``id``) of each successor (``id`` in the next result).

    A seat that somebody left in an earlier period is free until it is taken; one whose term ended is not.
    """
    moved = set(events.filter(pl.col("kind").is_in([kinds.ROLE, kinds.UNIT]))["earlier"])
    gone = pl.col("exit_cause").is_not_null() & (pl.col("exit_cause") != TERM_END)
    is_succeeded = pl.col("nik").is_in(people["predecessor"].drop_nulls().implode())
    vacant = gone & ~is_succeeded.fill_null(value=False)
    freed = [
        Move(_seat(one), one["id"], one["left_on"])
        for one in with_keys(people.filter(vacant | pl.col("id").is_in(list(moved)))).iter_rows(
            named=True
        )
    ]
    was = dict(everybody.select("earlier", "id").drop_nulls().iter_rows())
    numbers = [was[one] for one in moved if one in was]
    newcomers = pl.col("earlier").is_null() & (pl.col("status") == ENROLLED)
    takers = everybody.filter(newcomers | pl.col("id").is_in(numbers))
    taken = [
        Move(_seat(one), one["id"], one["start"]) for one in with_keys(takers).iter_rows(named=True)
    ]
    return match_successors(freed, taken)


def _seat(person: Mapping[str, Any]) -> tuple[str, str, str, str]:
    return (person["role"], person["kecamatan_key"], person["desa_key"], person["tps_key"])
