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

    A NIK that another correction changes becomes free: two people may get each other's. A correction that an
    earlier update applied changes nothing. ``former_nik`` keeps the old NIK, which SIPP may still have.
    """
    numbers = people.filter(pl.col("status") != EXCLUDED).select("nik", "kpj", "former_nik")
    owners = set(numbers["nik"].drop_nulls())
    by_kpj = dict(numbers.select("kpj", "nik").drop_nulls().iter_rows())
    done = set(numbers.select("former_nik", "nik").drop_nulls().iter_rows())
    known: list[NikCorrection] = []
    questions: list[Question] = []
    for correction in corrections:
        old = correction.nik if correction.nik in owners else by_kpj.get(correction.kpj, "")
        if (correction.nik, correction.new_nik) in done or old == correction.new_nik:
            continue
        if old:
            known.append(correction._replace(nik=old))
        else:
            questions.append(_ask("change-unknown-person", correction))
    applied = _with_free_niks(known, owners)
    questions += [_ask("change-nik-taken", one) for one in known if one not in applied]
    niks = {correction.nik: correction.new_nik for correction in applied}
    corrected = pl.col("nik").is_in(list(niks))
    people = people.with_columns(
        pl.when(corrected).then("nik").otherwise("former_nik").alias("former_nik"),
        pl.col("nik").replace(niks).alias("nik"),
    )
    return CorrectedPeople(people, applied, questions)


def _with_free_niks(
    corrections: Sequence[NikCorrection], owners: set[str]
) -> Sequence[NikCorrection]:
    """Return the corrections whose new NIK nobody has, or has after them, and gets once."""
    free = [*{one.new_nik: one for one in reversed(corrections)}.values()][::-1]
    while True:
        taken = owners - {one.nik for one in free}
        remaining = [one for one in free if one.new_nik not in taken]
        if len(remaining) == len(free):
            return free
        free = remaining


def _ask(code: str, correction: NikCorrection) -> Question:
    number = mask(correction.nik or correction.kpj)
    return Question(code, number, correction.name, correction.place)
