"""One NIK on several rows: the same person twice, two people, or one person in two roles."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from itertools import combinations
from typing import Any

import polars as pl

from pemilu_cover.messages import Text
from pemilu_cover.roster.findings import Fault
from pemilu_cover.roster.rules import Rules
from pemilu_cover.values.likeness import likeness
from pemilu_cover.values.nik import LENGTH
from pemilu_cover.values.text import word_form

# From here on two spellings are taken for one name, in percent: "Boedi Ariffin" is Budi Arifin (83), but
# Siti Aisyah is not Siti Aminah (82).
ALIKE = 83
_MOST_PLACES = 3

Row = Mapping[str, Any]


def faults(
    frame: pl.DataFrame,
    held_back: Collection[int],
    rules: Rules,
    sources: list[str] | None = None,
) -> Iterator[tuple[int, Fault]]:
    """Give the faults between rows; ``sources`` is what a place must name, as `named_sources` tells.

    A row without faults of its own is kept before one that is held back anyway; among equals the
    first row stays. Numbers of 15 or 17 digits are nobody's and are not compared.
    """
    people = frame.filter(~pl.col("excluded") & has_sure_nik())
    shared = people.filter(pl.col("nik").is_duplicated())
    columns = ("id", "file", "sheet", "row", "nik", "name", "role", "start", "end", "birth_date")
    groups: dict[str, list[Row]] = {}
    for row in shared.select(columns).iter_rows(named=True):
        groups.setdefault(row["nik"], []).append(row)
    sources = named_sources(frame) if sources is None else sources
    for rows in groups.values():
        yield from _of_one_nik(rows, held_back, rules, sources)


def billed_civil_servants(
    frame: pl.DataFrame, civil_servants: Collection[int], sources: list[str] | None = None
) -> Iterator[tuple[int, Fault]]:
    """Give a warning to who is billed under a NIK that also stands on a row of the civil servants."""
    people = frame.filter(has_sure_nik())
    marked = people.filter(pl.col("id").is_in(sorted(civil_servants)))
    billed = people.filter(~pl.col("excluded")).join(marked, on="nik", how="semi")
    rows = marked.join(billed, on="nik", how="semi").select("nik", "file", "sheet", "row")
    by_nik: dict[str, list[Row]] = {}
    for row in rows.iter_rows(named=True):
        by_nik.setdefault(row["nik"], []).append(row)
    sources = named_sources(frame) if sources is None else sources
    for number, nik in billed.select("id", "nik").iter_rows():
        yield number, Fault("asn-billed", "nik", {"others": places(by_nik[nik], sources)})


def has_sure_nik() -> pl.Expr:
    """Find whose NIK has all its digits; a number that Excel has cut is nobody's."""
    return (pl.col("nik").str.len_chars() == LENGTH) & ~pl.col("nik_is_number")


def _of_one_nik(
    rows: list[Row], held_back: Collection[int], rules: Rules, sources: list[str]
) -> Iterator[tuple[int, Fault]]:
    if not all(_same_person(a, b) for a, b in combinations(rows, 2)):
        for row in rows:
            others = [other for other in rows if not _same_person(row, other)] or rows
            yield row["id"], Fault("nik-two-people", "nik", {"others": places(others, sources)})
        return
    kept: list[Row] = []
    for row in sorted(rows, key=lambda row: (row["id"] in held_back, row["id"])):
        same = [other for other in kept if other["role"] == row["role"]]
        if same:
            yield row["id"], Fault("duplicate", "nik", {"others": places(same, sources)})
            continue
        kept.append(row)
    for one, other in combinations(kept, 2):
        if _overlap(one, other) and one["role"] and other["role"]:
            for row, second in ((one, other), (other, one)):
                detail = {
                    "role": rules.roles[second["role"]].name,
                    "others": places([second], sources),
                }
                yield row["id"], Fault("two-roles", "role", detail)


def _same_person(one: Row, other: Row) -> bool:
    """Say whether two rows with one NIK are of one person.

    They are where their names are equal, or where they were born on one day and the names are alike or
    one within the other ("Muhammad" and "Muhammad Rizki" of two birth dates are two people).
    """
    first, second = word_form(one["name"] or ""), word_form(other["name"] or "")
    if not first or not second or first == second:
        return True  # a missing name is a finding of its own
    if not _one_birth(one["birth_date"], other["birth_date"]):
        return False
    words, more = set(first.split()), set(second.split())
    if words <= more or more <= words:
        return True
    return likeness(first, second) >= ALIKE


def _one_birth(one: date | None, other: date | None) -> bool:
    """Say whether two birth dates can be one; an English Excel swaps day and month."""
    if one is None or other is None or one == other:
        return True
    return (one.year, one.month, one.day) == (other.year, other.day, other.month)


def _overlap(one: Row, other: Row) -> bool:
    if None in (one["start"], one["end"], other["start"], other["end"]):
        return True
    return bool(one["start"] <= other["end"] and other["start"] <= one["end"])


def named_sources(frame: pl.DataFrame) -> list[str]:
    """Give what a place must name in this run: file and sheet only where there is more than one."""
    return [column for column in ("file", "sheet") if frame[column].n_unique() > 1]


def places(rows: list[Row], sources: list[str]) -> Text:
    """Name the first rows, each as shortly as the run allows: "plered.xlsx, KPPS, baris 3"."""
    more = " …" if len(rows) > _MOST_PLACES else ""

    def listed(word: str) -> str:
        named = ([*(row[column] for column in sources), f"{word} {row['row']}"] for row in rows)
        return "; ".join(map(", ".join, list(named)[:_MOST_PLACES])) + more

    return Text(listed("baris"), listed("row"))
