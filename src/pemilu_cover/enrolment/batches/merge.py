"""Merging batches: findings about whole tables once, and findings between rows of different batches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import polars as pl

from pemilu_cover.enrolment.batches.checkpoint import CompletedBatch
from pemilu_cover.enrolment.batches.kernel import has_finding
from pemilu_cover.enrolment.notices import missing_column
from pemilu_cover.enrolment.outcome import ENROLLED, HELD_BACK
from pemilu_cover.i18n.messages import messages
from pemilu_cover.values.text import sanitise_for_terminal

# Findings about a table that each of its batches reports at its first person.
_OF_TABLE = ("column-missing", "remark-unread")
_tells_of_table = pl.any_horizontal(has_finding("code", code) for code in _OF_TABLE)


def first_person_per_table(
    everybody: pl.LazyFrame, judged: Sequence[CompletedBatch]
) -> pl.DataFrame:
    """Return the first person of each table at whom something is told of a column, by the column's field.

    Its ``message`` counts the people, or the remarks, of all pieces of the table.
    """
    told = everybody.filter(_tells_of_table).select("table", "person_id", "findings").collect()
    first = _of_table(told).group_by("table", "field").agg(pl.col("person_id").min())
    people = Counter[tuple[int, str]]()
    for done in judged:
        people.update({(done.file, field): count for field, count in done.defaulted.items()})
    said = [
        sanitise_for_terminal(_counted(field, people[table, field]))
        if (table, field) in people
        else None
        for table, field in first.select("table", "field").iter_rows()
    ]
    return first.with_columns(pl.Series("message", said, dtype=pl.String))


def _counted(field: str, count: int) -> str:
    """Return the finding of a column with its count: a missing column, or remarks."""
    if field == "remark":
        return messages()["remark-unread"].says.format("id", {"cells": count})
    return messages()["column-missing"].says.format("id", missing_column(field, count))


def drop_repeated_findings(people: pl.DataFrame, first: pl.DataFrame) -> pl.DataFrame:
    """Return a judged piece in which a missing column is told at the first person of its table alone.

    Each piece tells of it, which knows of no other.
    """
    told = people.filter(_tells_of_table).select("person_id", "table", "findings")
    if not told.height:
        return people
    others = told.explode("findings").filter(
        ~pl.col("findings").struct.field("code").is_in(_OF_TABLE),
    )
    kept = (
        _of_table(told)
        .join(first.drop("table"), on=["person_id", "field"])
        .with_columns(
            pl.col("findings").struct.with_fields(
                message=pl.coalesce(pl.col("message"), pl.field("message"))
            )
        )
    )
    both = pl.concat([others.select("person_id", "findings"), kept.select("person_id", "findings")])
    once = both.group_by("person_id", maintain_order=True).agg(pl.col("findings").alias("once"))
    is_told = pl.col("person_id").is_in(told["person_id"].implode())
    return (
        people.join(once, on="person_id", how="left", maintain_order="left")
        .with_columns(pl.when(is_told).then("once").otherwise("findings").alias("findings"))
        .drop("once")
    )


def _of_table(told: pl.DataFrame) -> pl.DataFrame:
    field, code = (pl.col("findings").struct.field(name) for name in ("field", "code"))
    return told.explode("findings").filter(code.is_in(_OF_TABLE)).with_columns(field.alias("field"))


def merge_cross_findings(people: pl.DataFrame, across: pl.DataFrame) -> pl.DataFrame:
    """Return a judged piece with what was found between rows; an error there holds back, too."""
    if not across.height:
        return people
    found = people.join(across.rename({"findings": "more"}), on="person_id", maintain_order="left")
    none = pl.lit([], dtype=people.schema["findings"])
    findings = pl.concat_list(pl.col("findings").fill_null(none), "more")
    held = has_finding("level", "error", "more")
    status = (
        pl.when(held & (pl.col("status") == ENROLLED)).then(pl.lit(HELD_BACK)).otherwise("status")
    )
    told = found.with_columns(findings.alias("findings"), status.alias("status")).drop("more")
    return pl.concat([people.join(across, on="person_id", how="anti"), told]).sort("person_id")
