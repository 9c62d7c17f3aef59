"""Two NIKs that may be one person's: one birth date, nearly one name, NIKs a slip apart.

A NIK with one wrong digit is somebody else's, and no rule about a row can see it. Where the same person
stands twice, once with the slip, he is billed twice, and once under a number that is not his. Twins look
just the same, so this is only ever asked.

Compared are people of one birth date whose NIKs begin with the same kecamatan, or whose names are equal:
a national roster falls into small groups, and a slip in the kecamatan is found where the name has none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

import polars as pl

from pemilu_cover.reference import regions
from pemilu_cover.roster.checks.duplicates import (
    Row,
    describe_locations,
    distinguishing_columns,
    has_sure_nik,
)
from pemilu_cover.roster.findings import Violation
from pemilu_cover.values.similarity import name_similarity

# Two digits mistyped, or two pairs of neighbours turned around. This alone says little: NIKs of one day
# and kecamatan differ only by their serials.
SLIPS = 2
# Two NIKs speak against one person, so the names must be nearer than under one NIK: one slip in nine
# letters. Of people with names out of the same short list, one pair in 2,000 is as near by chance, and
# 14,456 of them have about 120 pairs with one birth date and NIKs as near.
NEARLY_EQUAL = 88
# A birth date that more people of one kecamatan have was filled in, not asked; they are not compared.
CROWD = 100


def check_similar_people(
    frame: pl.DataFrame, sources: list[str] | None = None
) -> Iterator[tuple[int, Violation]]:
    """Return a warning to both rows of each pair that may be one person; each names its others.

    ``frame`` is everybody, settled; ``sources`` is what a place must name, as `distinguishing_columns` says.
    People who are excluded, or have no whole NIK, name or birth date, are not compared.
    """
    columns = ("id", "file", "sheet", "row", "nik", "name", "birth_date")
    people = frame.filter(~pl.col("excluded") & has_sure_nik()).select(columns).drop_nulls()
    others: defaultdict[int, dict[int, Row]] = defaultdict(dict)
    for one, other in _pairs(people):
        others[one["id"]][other["id"]] = other
        others[other["id"]][one["id"]] = one
    sources = distinguishing_columns(frame) if sources is None else sources
    for number, alike in others.items():
        rows = [alike[other] for other in sorted(alike)]
        yield number, Violation("name-alike", "nik", {"others": describe_locations(rows, sources)})


def _pairs(people: pl.DataFrame) -> Iterator[tuple[Row, Row]]:
    home, name = pl.col("nik").str.head(regions.KECAMATAN), pl.col("name").str.to_lowercase()
    for same in (home, name):
        shared = pl.len().over("birth_date", same).is_between(2, CROWD)
        groups: defaultdict[tuple[object, str], list[Row]] = defaultdict(list)
        for row in people.with_columns(same.alias("same")).filter(shared).iter_rows(named=True):
            groups[row["birth_date"], row["same"]].append(row)
        for rows in groups.values():
            yield from (pair for pair in combinations(rows, 2) if may_be_same_person(*pair))


def may_be_same_person(one: Row, other: Row) -> bool:
    """Return whether two people of one birth date may be the same person with a slip in the NIK."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415  slow, and seldom needed

    slips = OSA.distance(one["nik"], other["nik"], score_cutoff=SLIPS)
    return 0 < slips <= SLIPS and name_similarity(one["name"], other["name"]) >= NEARLY_EQUAL
