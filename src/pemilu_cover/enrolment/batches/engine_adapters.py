"""The kernel for engines that work on many machines (daft, Spark): Arrow in, Arrow out.

An engine reads the roster, moves rows and adds up; nothing of that stands here. It calls what `make_kernel`
gives on each batch, in any order, on any machine, and the kernel's comparisons on people who have a NIK, a
birth date or a regency in common. All of it is `kernel` and `across`, as on one machine.

>>> from datetime import date
>>> rows = {"NIK": ["3214010101909001"], "Nama": ["Budi Arifin"], "Tanggal Lahir": [date(1990, 1, 1)]}
>>> batch = pl.DataFrame({**rows, "Kecamatan": ["Plered"], "Jabatan": ["KPPS"], "Honor": [850_000]})
>>> kernel = make_kernel(batch.columns, election="pilkada-2024")
>>> kernel.judge(batch).select("row", "status", "jkk_sen", "jkm_sen").row(0)
(0, 'enrolled', 204000, 255000)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

import polars as pl

from pemilu_cover.enrolment.batches import cross_checks
from pemilu_cover.enrolment.batches.kernel import (
    FINDING,
    SCHEMA,
    SURE,
    BatchKernel,
    default_location,
    has_finding,
    header_only,
)
from pemilu_cover.enrolment.options import EnrolOptions, column_names
from pemilu_cover.enrolment.terms import named_terms
from pemilu_cover.law.agreement import Agreement, read_agreement
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.roster.batch_reader import detect_table
from pemilu_cover.roster.checks.duplicates import SHARED_NIK
from pemilu_cover.roster.reading.typed_columns import marked_texts

# What a comparison gives: whose row, what is found of it, and what follows: an error holds the person
# back, and who shares the NIK with somebody else is told to `BatchKernel.units`.
FOUND = pl.Schema(
    {
        "file": pl.String(),
        "row": pl.Int64(),
        "held_back": pl.Boolean(),
        "two_people": pl.Boolean(),
        "findings": pl.List(FINDING),
    }
)
# The columns of `SCHEMA` that each comparison is to be sent: the fewer, the less goes over the network.
FOR_NIKS, FOR_BIRTH_DATES = cross_checks.FOR_NIK, cross_checks.FOR_BIRTH_DATE
FOR_UNITS = cross_checks.FOR_REGENCY

_DDL = {
    pl.String(): "STRING",
    pl.Boolean(): "BOOLEAN",
    pl.Date(): "DATE",
    pl.Int32(): "INT",
    pl.Int64(): "BIGINT",
    pl.Float64(): "DOUBLE",
}


def make_kernel(
    columns: Sequence[str],
    *,
    agreement: Path | None = None,
    election: str | None = None,
    rates: Path | None = None,
    label: str = "roster",
    row: str | None = None,
    file: str | None = None,
    strict: bool = False,
) -> EngineKernel:
    """Return the kernel of a table with these columns, the header of its Parquet files.

    ``label`` is what findings call the file, and stands for its name: "plered.parquet" is of that kecamatan.
    ``row`` names a column with the number of each row, ``file`` one with the name of its file, where there
    are more; together they must tell every row from every other. Without ``row``, rows are counted from 0 in
    each batch, which tells no row from those of other batches: good for sums, not for comparisons.

    Raise `ValueError` where no election is named, here or by the agreement: a batch may not guess it.
    Raise `RefusalError` where the columns are no roster's, `RateFileError` for a rate file or agreement.
    """
    own = {row, file} - {None}
    header = [name for name in columns if name not in own]
    book = RateBook.load(rates)
    agreed = read_agreement(agreement, book) if agreement else Agreement()
    terms = named_terms(book, agreed, election)
    if terms is None:
        raise ValueError("name the election, or an agreement that does: no batch may guess it")
    asked = EnrolOptions(agreement=agreement, election=election, rates=rates, strict=strict)
    # A table is one where somebody stands below its header.
    names = [str(at) for at in range(len(header))]
    head = pl.DataFrame([header, [SURE] * len(header)], schema=names, orient="row")
    table = header_only(detect_table(head, label, column_names(agreed, asked)))
    return EngineKernel(
        BatchKernel(terms, [table], default_location(agreed), asked), header, row, file
    )


@dataclass(frozen=True)
class EngineKernel:
    """What an engine calls; it can be pickled, and keeps nothing between two calls.

    In goes a batch as Arrow, or as whatever gives its columns as such: a table or batch of pyarrow, a frame
    of polars. A call gives a table of pyarrow, which comes with the engines; `judge` one of polars.
    """

    kernel: BatchKernel
    columns: Sequence[str]
    row: str | None = None
    file: str | None = None

    def __call__(self, batch: Any) -> Any:  # noqa: ANN401  any engine's
        """Judge and price a batch; give `schema`, a row for each row, in their order."""
        return _arrow(self.judge(batch), SCHEMA)

    def judge(self, batch: Any) -> pl.DataFrame:  # noqa: ANN401
        """Do what a call does; give it as a frame of polars, by `SCHEMA`."""
        frame = _frame(batch)
        cells = marked_texts(frame.select(self.columns))
        cells.columns = [str(at) for at in range(cells.width)]
        rows = pl.int_range(frame.height, dtype=pl.Int64, eager=True)
        numbers = frame[self.row] if self.row else rows
        if numbers.has_nulls():
            raise ValueError(f"column {self.row!r}: every row needs a number")
        told = self.kernel.each(cells, numbers)
        return told.with_columns(frame[self.file].alias("file")) if self.file else told

    @cached_property
    def schema(self) -> Any:  # noqa: ANN401
        """The schema of what a call gives, as pyarrow has it."""
        return _schema(SCHEMA)

    @property
    def type(self) -> Any:  # noqa: ANN401
        """The same as the type of one column, for engines whose functions give columns."""
        return import_module("pyarrow").struct(list(self.schema))

    @property
    def ddl(self) -> str:
        """The same as Spark's DDL."""
        return _ddl(SCHEMA)

    # ---- What rows say of each other -----------------------------------------------------------

    def niks(self, people: Any) -> Any:  # noqa: ANN401
        """Compare people in a part with all rows of each NIK in it (`FOR_NIKS`); give `FOUND`."""
        part = _part(people)
        rules, tables = self.kernel.terms.rules, self.kernel.tables
        found = cross_checks.check_same_nik(
            part, tables, rules, self._sources, strict=self.kernel.options.strict
        )
        return _told(part, found)

    def birth_dates(self, people: Any) -> Any:  # noqa: ANN401
        """Compare people in a part with all of each birth date in it (`FOR_BIRTH_DATES`); give `FOUND`."""
        part = _part(people)
        found = cross_checks.check_same_birth_date(
            part, self.kernel.tables, self._sources, strict=self.kernel.options.strict
        )
        return _told(part, found)

    def units(self, people: Any) -> Any:  # noqa: ANN401
        """Compare the units and boards of one regency, all of it (`FOR_UNITS`); give `FOUND`.

        Where a column ``two_people`` says who shares the NIK with somebody else, as `niks` has found, he
        counts on his own.
        """
        part = _part(people)
        apart = (
            set(part.filter("two_people")["person_id"]) if "two_people" in part.columns else set()
        )
        rules, tables = self.kernel.terms.rules, self.kernel.tables
        found = [
            cross_checks.check_unit_counts(
                regency, apart, tables, rules, strict=self.kernel.options.strict
            )
            for _, regency in part.group_by(cross_checks.UNIT, maintain_order=True)
        ]
        return _told(part, pl.concat([pl.DataFrame(schema=cross_checks.SCHEMA), *found]))

    @property
    def _sources(self) -> list[str]:
        return ["file"] if self.file else []

    @cached_property
    def found_schema(self) -> Any:  # noqa: ANN401
        """The schema of what a comparison gives, as pyarrow has it."""
        return _schema(FOUND)

    @property
    def found_type(self) -> Any:  # noqa: ANN401
        """The same as the type of one column."""
        return import_module("pyarrow").struct(list(self.found_schema))

    @property
    def found_ddl(self) -> str:
        """The same as Spark's DDL."""
        return _ddl(FOUND)


def _part(people: Any) -> pl.DataFrame:  # noqa: ANN401
    """Return people who are to be compared in the order of the roster, which tells who came first."""
    frame = _frame(people).sort("file", "row")
    if frame.select(pl.struct("file", "row").is_duplicated().any()).item():
        raise ValueError("two people of one row: give kernel_of a column with the rows' numbers")
    numbers = pl.int_range(frame.height, dtype=pl.Int64, eager=True)
    return frame.with_columns(numbers.alias("person_id")).with_row_index("id")


def _told(part: pl.DataFrame, found: pl.DataFrame) -> Any:  # noqa: ANN401
    findings = found.group_by("person_id", maintain_order=True).agg(pl.col("findings").explode())
    told = findings.join(part.select("person_id", "file", "row"), on="person_id", how="left")
    return _arrow(
        told.with_columns(
            has_finding("level", "error").alias("held_back"),
            pl.any_horizontal(has_finding("code", code) for code in SHARED_NIK).alias("two_people"),
        ).select(FOUND.names()),
        FOUND,
    )


# ---- Arrow ---------------------------------------------------------------------------------------


def _frame(batch: Any) -> pl.DataFrame:  # noqa: ANN401
    return batch if isinstance(batch, pl.DataFrame) else pl.DataFrame(batch)


def _arrow(frame: pl.DataFrame, schema: pl.Schema) -> Any:  # noqa: ANN401
    return frame.to_arrow(compat_level=pl.CompatLevel.oldest()).cast(_schema(schema))


def _schema(schema: pl.Schema) -> Any:  # noqa: ANN401
    fields = [(name, _arrow_type(dtype)) for name, dtype in schema.items()]
    return import_module("pyarrow").schema(fields)


def _arrow_type(dtype: pl.DataType) -> Any:  # noqa: ANN401
    """Return a type as engines know it: Spark has neither views nor the large types of polars."""
    arrow = import_module("pyarrow")
    if isinstance(dtype, pl.List):
        return arrow.list_(_arrow_type(_of(dtype.inner)))
    if isinstance(dtype, pl.Struct):
        return arrow.struct([(field.name, _arrow_type(_of(field.dtype))) for field in dtype.fields])
    if dtype == pl.String:
        return arrow.string()
    return pl.Series([], dtype=dtype).to_arrow().type


def _ddl(schema: pl.Schema) -> str:
    return ", ".join(f"`{name}` {_ddl_type(dtype)}" for name, dtype in schema.items())


def _ddl_type(dtype: pl.DataType) -> str:
    if isinstance(dtype, pl.List):
        return f"ARRAY<{_ddl_type(_of(dtype.inner))}>"
    if isinstance(dtype, pl.Struct):
        fields = (f"`{field.name}`: {_ddl_type(_of(field.dtype))}" for field in dtype.fields)
        return f"STRUCT<{', '.join(fields)}>"
    return _DDL[dtype]


def _of(dtype: Any) -> pl.DataType:  # noqa: ANN401
    """Return the type within another, which polars may hold as its class."""
    found: pl.DataType = dtype() if isinstance(dtype, type) else dtype
    return found
