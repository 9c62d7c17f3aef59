"""Merging batches: findings about whole tables once, and findings between rows of different batches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import polars as pl

from pemilu_cover.enrolment.batches.checkpoint import (
    BatchRecord,
    Checkpoint,
    is_in_batches,
    read_batch,
)
from pemilu_cover.enrolment.batches.column_errors import drop_replaced_findings
from pemilu_cover.enrolment.batches.kernel import has_finding
from pemilu_cover.enrolment.notices import missing_column
from pemilu_cover.enrolment.outcome import hold_back
from pemilu_cover.i18n.messages import messages
from pemilu_cover.i18n.text import active_language
from pemilu_cover.values.text import sanitise_for_terminal

# Findings about a table, which each of its batches has at its first person.
_TABLE_CODES = ("column-missing", "remark-unread")
_has_table_finding = pl.any_horizontal(has_finding("code", code) for code in _TABLE_CODES)


@dataclass(frozen=True)
class MergedBatches:
    """The batches of a run with all their findings, when the rows of all batches are compared.

    Attributes:
        validated: The folder of the batches, each validated on its own.
        cross_findings: The file of the findings between rows.
        replaced_codes: By table, the codes of findings that errors of columns replace.
        first: The first person of each table with a finding about it; see `first_person_per_table`.
    """

    validated: Path
    cross_findings: Path
    replaced_codes: Mapping[int, Collection[str]]
    first: pl.DataFrame

    @classmethod
    def of(cls, checkpoint: Checkpoint) -> Self:
        """Return the batches of a checkpoint."""
        first = first_person_per_table(checkpoint.scan_people(), checkpoint.batches)
        replaced_codes = checkpoint.replaced_codes or {}
        return cls(checkpoint.validated, checkpoint.cross_findings, replaced_codes, first)

    def read(self, number: int) -> pl.DataFrame:
        """Return the people of a batch."""
        people = read_batch(self.validated, number)
        people = drop_replaced_findings(people, self.replaced_codes)
        people = drop_repeated_findings(people, self.first)
        findings = pl.scan_parquet(self.cross_findings, glob=False)
        return add_findings(people, findings.filter(is_in_batches(number, number + 1)).collect())

    def read_cross_findings(self) -> pl.DataFrame:
        """Return the findings between rows of all batches (`cross_checks.SCHEMA`)."""
        return pl.read_parquet(self.cross_findings, glob=False)


def first_person_per_table(people: pl.LazyFrame, batches: Sequence[BatchRecord]) -> pl.DataFrame:
    """Return the first person of each table with a finding about the table, by the finding's field.

    ``message`` is the finding's sentence with the sum of all batches of the table.
    """
    with_finding = people.filter(_has_table_finding).select("table", "person_id", "findings")
    first = (
        _table_findings(with_finding.collect())
        .group_by("table", "field")
        .agg(pl.col("person_id").min())
    )
    counts = Counter[tuple[int, str]]()
    for record in batches:
        table = record.first_table
        counts.update({(table, field): n for field, n in record.notice_counts.items()})
    sentences = [
        sanitise_for_terminal(_sentence(field, counts[table, field]))
        if (table, field) in counts
        else None
        for table, field in first.select("table", "field").iter_rows()
    ]
    return first.with_columns(pl.Series("message", sentences, dtype=pl.String))


def _sentence(field: str, count: int) -> str:
    """Return the sentence of a finding about a table: a missing column, or remarks."""
    language = active_language()
    if field == "remark":
        return messages()["remark-unread"].says.format(language, {"cells": count})
    return messages()["column-missing"].says.format(language, missing_column(field, count))


def drop_repeated_findings(people: pl.DataFrame, first: pl.DataFrame) -> pl.DataFrame:
    """Return a batch in which only the first person of a table has the findings about the table.

    ``first`` is from `first_person_per_table`.
    """
    with_finding = people.filter(_has_table_finding).select("person_id", "table", "findings")
    if not with_finding.height:
        return people
    others = with_finding.explode("findings").filter(
        ~pl.col("findings").struct.field("code").is_in(_TABLE_CODES),
    )
    at_first = (
        _table_findings(with_finding)
        .join(first.drop("table"), on=["person_id", "field"])
        .with_columns(
            pl.col("findings").struct.with_fields(
                message=pl.coalesce(pl.col("message"), pl.field("message"))
            )
        )
    )
    once = (
        pl.concat(frame.select("person_id", "findings") for frame in (others, at_first))
        .group_by("person_id", maintain_order=True)
        .agg(pl.col("findings").alias("once"))
    )
    is_changed = pl.col("person_id").is_in(with_finding["person_id"].implode())
    return (
        people.join(once, on="person_id", how="left", maintain_order="left")
        .with_columns(pl.when(is_changed).then("once").otherwise("findings").alias("findings"))
        .drop("once")
    )


def _table_findings(people: pl.DataFrame) -> pl.DataFrame:
    field, code = (pl.col("findings").struct.field(name) for name in ("field", "code"))
    findings = people.explode("findings").filter(code.is_in(_TABLE_CODES))
    return findings.with_columns(field.alias("field"))


def add_findings(people: pl.DataFrame, findings: pl.DataFrame) -> pl.DataFrame:
    """Return a batch with more findings by ``person_id``; an error among them holds its person back."""
    if not findings.height:
        return people
    more = findings.select("person_id", pl.col("findings").alias("more"))
    none = pl.lit([], dtype=people.schema["findings"])
    changed = people.select("person_id", "findings", "status").join(more, on="person_id")
    changed = changed.select(
        "person_id",
        pl.concat_list(pl.col("findings").fill_null(none), "more").alias("findings"),
        hold_back(has_finding("level", "error", "more")),
    )
    return people.update(changed, on="person_id")
