"""Two NIKs that may be one person's: one birth date, similar names, NIKs with a small edit distance.

A NIK with one wrong digit is another person's, and no rule about a row can detect it. If one person is on two
rows, one of them with the slip, they are billed twice, once under a foreign number. Twins have the same
pattern, so the finding is only a warning.

Only people with one birth date are compared, whose NIKs begin with the same kecamatan, or whose names are
equal. That divides a national roster into small groups, and detects a slip in the kecamatan if the name has
none.
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

# Two mistyped digits, or two swapped pairs. This alone is weak evidence: NIKs of one day and kecamatan differ
# only by their serials.
SLIPS = 2
# Two NIKs are evidence against one person, so the names must be nearer than under one NIK: one slip in nine
# letters. Of people with names from the same short list, one pair in 2,000 is as near by chance, and
# 14,456 of them have about 120 pairs with one birth date and NIKs as near.
NEARLY_EQUAL = 88
# A birth date shared by more people of one kecamatan is a placeholder; they are not compared.
CROWD = 100


def check_similar_people(
    frame: pl.DataFrame, sources: list[str] | None = None
) -> Iterator[tuple[int, Violation]]:
    """Yield a warning for both rows of each pair that may be one person; each names its counterparts.

    ``frame`` has everybody, with defaults applied; ``sources`` has the columns of `distinguishing_columns`.
    People who are excluded, or have no complete NIK, name or birth date, are not compared.
    """
    columns = ("id", "file", "sheet", "row", "nik", "name", "birth_date")
    people = frame.filter(~pl.col("excluded") & has_sure_nik()).select(columns).drop_nulls()
    pairs: defaultdict[int, dict[int, Row]] = defaultdict(dict)
    for first, second in _pairs(people):
        pairs[first["id"]][second["id"]] = second
        pairs[second["id"]][first["id"]] = first
    sources = distinguishing_columns(frame) if sources is None else sources
    for number, alike in pairs.items():
        rows = [alike[key] for key in sorted(alike)]
        yield number, Violation("name-alike", "nik", {"others": describe_locations(rows, sources)})


def group_keys() -> tuple[pl.Expr, pl.Expr]:
    """Return what two people of one birth date share to be compared: the NIK's kecamatan, or the name."""
    return pl.col("nik").str.head(regions.KECAMATAN), pl.col("name").str.to_lowercase()


def _pairs(people: pl.DataFrame) -> Iterator[tuple[Row, Row]]:
    for same in group_keys():
        shared = pl.len().over("birth_date", same).is_between(2, CROWD)
        groups: defaultdict[tuple[object, str], list[Row]] = defaultdict(list)
        for row in people.with_columns(same.alias("same")).filter(shared).iter_rows(named=True):
            groups[row["birth_date"], row["same"]].append(row)
        for rows in groups.values():
            yield from (pair for pair in combinations(rows, 2) if may_be_same_person(*pair))


def may_be_same_person(first: Row, second: Row) -> bool:
    """Return whether two people of one birth date may be the same person with a slip in the NIK."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415  slow, and seldom needed

    slips = OSA.distance(first["nik"], second["nik"], score_cutoff=SLIPS)
    return 0 < slips <= SLIPS and name_similarity(first["name"], second["name"]) >= NEARLY_EQUAL
