"""Building the register: from the outcome for everybody to one documented row per person."""

from __future__ import annotations

from io import BytesIO

import polars as pl

from pemilu_cover.enrolment.eligibility import people_held_back_with
from pemilu_cover.enrolment.outcome import ENROLLED
from pemilu_cover.enrolment.register import schema
from pemilu_cover.enrolment.sipp_cells import to_sipp_text
from pemilu_cover.enrolment.validation import ValidatedRoster
from pemilu_cover.roster.findings import NOBODY

# Columns that come from pricing or completion: a person held back by another row has them all the same.
_IF_ENROLLED = (
    "segment base_sen proration months charges jkk_sen jkm_sen total_sen payer fund reliefs uncovered_from "
    "uncovered_days invoice_row missing sipp"
).split()


def build_register(people: pl.DataFrame, first_id: int = 1) -> pl.DataFrame:
    """Return the register of people with the columns of `SCHEMA`, ``findings`` and ``invoice_row``.

    ``findings`` are lists of structs with at least a code, a level and a field. ``first_id`` is the number of
    the first person. The columns of `CHANGES` are null where ``people`` lacks them.
    """
    is_enrolled = pl.col("status") == ENROLLED
    is_ready = pl.col("missing").list.len() == 0
    status = (
        pl.when(is_enrolled & is_ready)
        .then(pl.lit(schema.READY))
        .when(is_enrolled)
        .then(pl.lit(schema.INCOMPLETE))
        .otherwise("status")
    )
    numbers = pl.int_range(first_id, first_id + people.height, dtype=pl.Int64).alias("id")
    code = pl.element().struct
    findings = (
        pl.col("findings")
        .list.eval(pl.struct(code.field(field.name) for field in schema.FINDING.fields))
        .list.unique(maintain_order=True)
    )  # of two cells of a field
    people = people.with_columns(
        pl.lit(None, dtype).alias(name)
        for name, dtype in schema.CHANGES.items()
        if name not in people.columns
    )
    sipp = to_sipp_text(people).select(pl.struct(pl.all().fill_null("")).alias("sipp"))["sipp"]
    people = people.with_columns(sipp)
    people = people.with_columns(
        pl.when(is_enrolled).then(pl.col(name)).alias(name) for name in _IF_ENROLLED
    )
    people = people.with_columns(
        status.alias("status"), numbers, findings.fill_null([]).alias("findings")
    )
    return people.select(pl.col(name).cast(dtype) for name, dtype in schema.SCHEMA.items())


def finding_lists(validation: ValidatedRoster) -> pl.DataFrame:
    """Return the findings about each person as a list, by ``id``.

    People who are held back by an error of a column have that error, too.
    """
    findings = [finding for finding in validation.findings if finding.id != NOBODY]
    numbers = [finding.id for finding in findings]
    for finding in [finding for finding in findings if finding.level == "error"]:
        others = people_held_back_with(validation.frame, finding.id, finding.code, finding.field)
        numbers += others
        findings += [finding] * len(others)
    names = [field.name for field in schema.FINDING.fields]
    columns = {name: [getattr(finding, name) for finding in findings] for name in names}
    flat = pl.DataFrame(
        {"id": numbers, **columns}, schema={"id": pl.UInt32, **dict(schema.FINDING)}
    )
    lists = flat.unique(maintain_order=True).group_by("id", maintain_order=True)
    return lists.agg(pl.struct(names).alias("findings"))


def register_bytes(register: pl.DataFrame) -> bytes:
    """Return a register, or a part of one, as Parquet with the version of its schema."""
    content = BytesIO()
    register.write_parquet(
        content,
        compression="zstd",
        compression_level=1,
        statistics=False,  # of the many texts within SIPP's cells, they take longer than the rest
        metadata={schema.VERSION_KEY: str(schema.VERSION)},
    )
    return content.getvalue()
