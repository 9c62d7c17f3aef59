"""Applying corrected NIKs to the people of an earlier result."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from pemilu_cover.enrolment.outcome import EXCLUDED
from pemilu_cover.reconciliation.changes.change_list import NikCorrection
from pemilu_cover.reconciliation.changes.events import Question
from pemilu_cover.values.nik import mask


class CorrectedPeople(NamedTuple):
    """People with their corrected NIKs, the corrections that were applied, and what has to be asked."""

    people: pl.DataFrame
    corrections: Sequence[NikCorrection]
    questions: Sequence[Question]


def apply_nik_corrections(
    people: pl.DataFrame, corrections: Sequence[NikCorrection]
) -> CorrectedPeople:
    """Apply corrections: the old NIK, or the membership number, has to be of the result, the new one free.

    A correction that an earlier update applied changes nothing. ``former_nik`` keeps the old NIK, which SIPP
    may still have.
    """
    numbers = people.filter(pl.col("status") != EXCLUDED).select("nik", "kpj", "former_nik")
    owners = {nik: nik for nik in numbers["nik"].drop_nulls()}
    by_kpj = dict(numbers.select("kpj", "nik").drop_nulls().iter_rows())
    done = set(numbers.select("former_nik", "nik").drop_nulls().iter_rows())
    applied: list[NikCorrection] = []
    questions: list[Question] = []
    for correction in corrections:
        old = owners.get(correction.nik) or by_kpj.get(correction.kpj) or ""
        new = correction.new_nik
        if (correction.nik, new) in done or old == new:
            continue
        code = "change-unknown-person" if not old else "change-nik-taken" if new in owners else None
        if code:
            who = (mask(correction.nik or correction.kpj), correction.name)
            questions.append(Question(code, *who, correction.place))
        else:
            applied.append(correction._replace(nik=old))
            owners[new] = new
    niks = {correction.nik: correction.new_nik for correction in applied}
    corrected = pl.col("nik").is_in(list(niks))
    people = people.with_columns(
        pl.when(corrected).then("nik").otherwise("former_nik").alias("former_nik"),
        pl.col("nik").replace(niks).alias("nik"),
    )
    return CorrectedPeople(people, applied, questions)
