"""One NIK on several rows: the same person twice, two people, or one person in two roles."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from difflib import SequenceMatcher
from itertools import combinations
from typing import Any

import polars as pl

from pemilu_cover.messages import Text
from pemilu_cover.roster.findings import Fault
from pemilu_cover.roster.rules import Rules
from pemilu_cover.values.nik import LENGTH
from pemilu_cover.values.text import word_form

# Above this two spellings are taken for one name ("Siti Aminah", "Sity Aminah").
ALIKE = 0.8
_MOST_PLACES = 3

Row = Mapping[str, Any]


def faults(
    frame: pl.DataFrame, held_back: Collection[int], rules: Rules
) -> Iterator[tuple[int, Fault]]:
    """Give the faults between rows.

    A row without faults of its own is kept before one that is held back anyway; among equals the
    first row stays. Numbers of 15 or 17 digits are nobody's and are not compared.
    """
    whole = pl.col("nik").str.len_chars() == LENGTH
    people = frame.filter(~pl.col("excluded") & whole & ~pl.col("nik_is_number"))
    shared = people.filter(pl.col("nik").is_duplicated())
    columns = ("id", "file", "sheet", "row", "nik", "name", "role", "start", "end", "birth_date")
    groups: dict[str, list[Row]] = {}
    for row in shared.select(columns).iter_rows(named=True):
        groups.setdefault(row["nik"], []).append(row)
    several = frame["file"].n_unique() > 1, frame["sheet"].n_unique() > 1
    for rows in groups.values():
        yield from _of_one_nik(rows, held_back, rules, several)


def _of_one_nik(
    rows: list[Row], held_back: Collection[int], rules: Rules, several: tuple[bool, bool]
) -> Iterator[tuple[int, Fault]]:
    if not all(_same_person(a, b) for a, b in combinations(rows, 2)):
        for row in rows:
            others = [other for other in rows if not _same_person(row, other)] or rows
            yield row["id"], Fault("nik-two-people", "nik", {"others": _places(others, several)})
        return
    kept: list[Row] = []
    for row in sorted(rows, key=lambda row: (row["id"] in held_back, row["id"])):
        same = [other for other in kept if other["role"] == row["role"]]
        if same:
            yield row["id"], Fault("duplicate", "nik", {"others": _places(same, several)})
            continue
        kept.append(row)
    for one, other in combinations(kept, 2):
        if _overlap(one, other) and one["role"] and other["role"]:
            for row, second in ((one, other), (other, one)):
                detail = {
                    "role": rules.roles[second["role"]].name,
                    "others": _places([second], several),
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
    if one["birth_date"] and other["birth_date"] and one["birth_date"] != other["birth_date"]:
        return False
    words, more = set(first.split()), set(second.split())
    if words <= more or more <= words:
        return True
    return SequenceMatcher(None, first, second).ratio() >= ALIKE


def _overlap(one: Row, other: Row) -> bool:
    if None in (one["start"], one["end"], other["start"], other["end"]):
        return True
    return bool(one["start"] <= other["end"] and other["start"] <= one["end"])


def _places(rows: list[Row], several: tuple[bool, bool]) -> Text:
    """Name rows as shortly as the run allows: file and sheet only where there is more than one."""
    more = " …" if len(rows) > _MOST_PLACES else ""
    named = [
        [row[column] for column, wanted in zip(("file", "sheet"), several, strict=True) if wanted]
        for row in rows[:_MOST_PLACES]
    ]

    def listed(word: str) -> str:
        each = zip(named, rows, strict=False)
        return "; ".join(", ".join([*place, f"{word} {row['row']}"]) for place, row in each) + more

    return Text(listed("baris"), listed("row"))
