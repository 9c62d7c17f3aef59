"""Newer rows with the NIK of an enrolled person that are not taken over until the office has answered."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

import polars as pl

from pemilu_cover.enrolment.outcome import ENROLLED
from pemilu_cover.reconciliation.changes.events import Place, Question
from pemilu_cover.values.nik import mask
from pemilu_cover.values.similarity import name_similarity

# Names less alike than this are of two people.
_ALIKE = 75
OTHER_PERSON, OTHER_SEGMENT = "other-person", "other-segment"


class SplitPairs(NamedTuple):
    """The pairs that are taken over, and the questions about the others."""

    pairs: pl.DataFrame
    questions: list[Question]


def split_pairs(pairs: pl.DataFrame, confirmed: Collection[str]) -> SplitPairs:
    """Keep back the pairs of two people, and those that change between a wage earner and a BPU member.

    Args:
        pairs: A row for each pair, with the earlier columns as ``…_earlier``.
        confirmed: The NIKs whose people the list of changes confirms.
    """
    both = (pl.col("status") == ENROLLED) & (pl.col("status_earlier") == ENROLLED)
    changes_segment = both & (pl.col("segment") != pl.col("segment_earlier"))
    differs = both & (pl.col("birth_date") != pl.col("birth_date_earlier"))
    differs &= ~pl.col("nik").is_in(list(confirmed)).fill_null(value=False)
    others = [
        row["earlier"]
        for row in pairs.filter(differs).iter_rows(named=True)
        if name_similarity(row["name"] or "", row["name_earlier"] or "") < _ALIKE
    ]
    is_other = pl.col("earlier").is_in(others)
    by_code = {OTHER_PERSON: is_other, OTHER_SEGMENT: changes_segment & ~is_other}
    questions = [
        question
        for code, is_doubtful in by_code.items()
        for question in _ask(code, pairs.filter(is_doubtful))
    ]
    is_doubtful = pl.any_horizontal(by_code.values()).fill_null(value=False)
    return SplitPairs(pairs.filter(~is_doubtful), questions)


def _ask(code: str, pairs: pl.DataFrame) -> Iterator[Question]:
    for row in pairs.iter_rows(named=True):
        place = Place(row["file"], row["sheet"], row["row"])
        yield Question(
            code, mask(row["nik"]), row["name_earlier"] or "", place, earlier=row["earlier"]
        )
