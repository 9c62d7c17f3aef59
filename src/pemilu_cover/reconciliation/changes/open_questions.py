"""What the office is asked about an update: nobody leaves, or changes identity, by a guess."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import polars as pl

from pemilu_cover.enrolment.outcome import ENROLLED, EXCLUDED, HELD_BACK
from pemilu_cover.reconciliation.changes.change_list import Departure
from pemilu_cover.reconciliation.changes.events import Place, Question
from pemilu_cover.reconciliation.changes.person_matching import PersonMatches
from pemilu_cover.values.dates import format_ddmmyyyy
from pemilu_cover.values.nik import mask


def _who(person: Mapping[str, Any]) -> tuple[str, str]:
    """Return the masked NIK and the name of a person."""
    return mask(person["nik"] or ""), person["name"] or ""


def _ask(
    code: str, people: pl.DataFrame, details: Mapping[int, str] | None = None
) -> Iterator[Question]:
    for person in people.iter_rows(named=True):
        detail = (details or {}).get(person["id"], "")
        place = Place(person["file"], person["sheet"], person["row"])
        yield Question(code, *_who(person), place, detail=detail, earlier=person["id"])


def ask_about_missing(
    people: pl.DataFrame, later: pl.DataFrame, matches: PersonMatches
) -> Iterator[Question]:
    """Ask about everybody enrolled who is no longer listed, or is now listed as insured elsewhere."""
    missing = people.filter(
        pl.col("id").is_in(list(matches.vanished)) & (pl.col("status") == ENROLLED)
    )
    excluded = later.filter(pl.col("status") == EXCLUDED)["nik"].drop_nulls()
    is_excluded = pl.col("nik").is_in(excluded.implode()).fill_null(value=False)
    yield from _ask("now-excluded", missing.filter(is_excluded))
    yield from _ask("vanished", missing.filter(~is_excluded))


def ask_about_errors(pairs: pl.DataFrame) -> Iterator[Question]:
    """Ask about people whose row in the newer rosters has an error: their earlier data stays."""
    with_errors = pairs.filter(
        (pl.col("status_earlier") == ENROLLED) & (pl.col("status") == HELD_BACK)
    )
    for person in with_errors.iter_rows(named=True):
        codes = ", ".join(sorted({f["code"] for f in person["findings"] if f["level"] == "error"}))
        place = Place(person["file"], person["sheet"], person["row"])
        yield Question(
            "row-with-errors", *_who(person), place, detail=codes, earlier=person["earlier"]
        )


def ask_about_uncovered(
    people: pl.DataFrame, everybody: pl.DataFrame, matches: PersonMatches
) -> Iterator[Question]:
    """Ask about people who are no longer listed and never had cover, since their rows had errors."""
    is_asked = pl.col("id").is_in(list(matches.alike))
    held_back = people.filter((pl.col("status") == HELD_BACK) & ~is_asked)
    gone = held_back.join(
        everybody, left_on="id", right_on="earlier", how="anti", maintain_order="left"
    )
    yield from _ask("uncovered", gone)


def ask_about_unknown(departures: Iterable[Departure]) -> Iterator[Question]:
    """Ask about departures of people who are neither in the earlier result nor newcomers."""
    for departure in departures:
        number = mask(departure.nik or departure.kpj)
        yield Question("change-unknown-person", number, departure.name, departure.place)


def ask_about_overlaps(
    everybody: pl.DataFrame, successors: Mapping[int, int], people: pl.DataFrame
) -> Iterator[Question]:
    """Ask about newcomers who begin before the person whose seat they take over has left."""
    left = dict(people.filter(pl.col("left_on").is_not_null()).select("id", "left_on").iter_rows())
    for person in everybody.filter(pl.col("id").is_in(list(successors))).iter_rows(named=True):
        last = left.get(successors[person["id"]])
        if last and person["earlier"] is None and person["start"] <= last:
            place = Place(person["file"], person["sheet"], person["row"])
            days = f"{format_ddmmyyyy(person['start'])}, {format_ddmmyyyy(last)}"
            yield Question("successor-overlap", *_who(person), place, days)


def ask_about_listed_again(pairs: pl.DataFrame, events: pl.DataFrame) -> Iterator[Question]:
    """Ask about people in a list of newcomers who are enrolled already, and of whom nothing changed."""
    changed = events["earlier"].drop_nulls().implode()
    # A row with an error is asked about anyway, and nothing in it counts.
    is_read = (pl.col("status_earlier") == ENROLLED) & (pl.col("status") == ENROLLED)
    unchanged = is_read & ~pl.col("earlier").is_in(changed)
    for person in pairs.filter(unchanged).iter_rows(named=True):
        place = Place(person["file"], person["sheet"], person["row"])
        yield Question("already-enrolled", *_who(person), place, earlier=person["earlier"])


def ask_about_niks(
    people: pl.DataFrame, later: pl.DataFrame, matches: PersonMatches
) -> Iterator[Question]:
    """Ask which NIK is right where the newer rosters have another one for what is probably one person."""
    niks = dict(later.select("id", "nik").iter_rows())
    likely = {one: mask(niks[two] or "") for one, two in matches.alike.items()}
    yield from _ask("nik-differs", people.filter(pl.col("id").is_in(list(likely))), likely)
