"""The kernel for engines that work on many machines (Daft, Spark): Arrow in, Arrow out.

The engine reads the roster, moves rows and adds up. It calls the kernel of `make_kernel` on each batch, in
any order, on any machine, and the kernel's comparisons on people who share a NIK, a birth date or a regency.
Rules and prices are those of one machine: `kernel` and `cross_checks`.

>>> from datetime import date
>>> rows = {"NIK": ["3214010101909001"], "Nama": ["Budi Arifin"], "Tanggal Lahir": [date(1990, 1, 1)]}
>>> batch = pl.DataFrame({**rows, "Kecamatan": ["Plered"], "Jabatan": ["KPPS"], "Honor": [850_000]})
>>> kernel = make_kernel(batch.columns, election="pilkada-2024")
>>> kernel.validate(batch).select("row", "status", "jkk_sen", "jkm_sen").row(0)
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
    BatchKernel,
    default_location,
    has_finding,
    header_only,
)
from pemilu_cover.enrolment.options import EnrolOptions, column_names
from pemilu_cover.enrolment.terms import named_terms
from pemilu_cover.enrolment.validation import term_matcher
from pemilu_cover.law.agreement import Agreement, read_agreement
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.roster.batch_people import Batch, collect_batch
from pemilu_cover.roster.batch_reader import detect_table
from pemilu_cover.roster.checks.duplicates import SHARED_NIK
from pemilu_cover.roster.fields.date_order import find_orders, with_table_orders
from pemilu_cover.roster.reading.typed_columns import marked_texts
from pemilu_cover.roster.tables.column_names import ColumnNames
from pemilu_cover.roster.tables.roster_table import RosterTable
from pemilu_cover.roster.tables.rows_above import NOTHING_ABOVE
from pemilu_cover.values.nik import LENGTH

# The result of a comparison: the row, the findings, and what follows from them. An error holds the person
# back; `EngineKernel.check_unit_counts` needs to know who shares the NIK with another person.
FINDINGS_SCHEMA = pl.Schema(
    {
        "file": pl.String(),
        "row": pl.Int64(),
        "held_back": pl.Boolean(),
        "shares_nik": pl.Boolean(),
        "findings": pl.List(FINDING),
    }
)
# The columns of `SCHEMA` that a comparison reads: the fewer, the less goes over the network.
NIK_COLUMNS, BIRTH_DATE_COLUMNS = cross_checks.NIK_COLUMNS, cross_checks.BIRTH_DATE_COLUMNS
UNIT_COLUMNS = cross_checks.UNIT_COLUMNS

_DDL = {
    pl.String(): "STRING",
    pl.Boolean(): "BOOLEAN",
    pl.Date(): "DATE",
    pl.Int32(): "INT",
    pl.Int64(): "BIGINT",
    pl.Float64(): "DOUBLE",
}
_PLACEHOLDER_NIK = "1" * LENGTH  # a row of cells that is a person below every header
_FIRST_ROW = 2  # below the header


def make_kernel(
    columns: Sequence[str],
    *,
    head: Any = None,  # noqa: ANN401  any engine's
    agreement: Path | None = None,
    election: str | None = None,
    rates: Path | None = None,
    label: str = "roster",
    row: str | None = None,
    file: str | None = None,
    strict: bool = False,
) -> EngineKernel:
    """Return the kernel of a table with these columns, the header of its Parquet files.

    Args:
        columns: The names of the columns.
        head: The first rows, whose dates decide the order of day and month, as those of the first batch do on
            one machine. Without it the day comes first.
        agreement: The agreement file.
        election: The id of the election; a batch is too small to guess it.
        rates: The folder of the rate files.
        label: The name of the file in findings; "plered.parquet" is of that kecamatan.
        row: A column with the number of each row. Without it, rows are counted from 0 in each batch: enough
            for sums, not for comparisons.
        file: A column with the name of each row's file, where there are several. With ``row`` it must
            distinguish all rows.
        strict: Treat every warning as an error.

    Raises:
        ValueError: Neither the option nor the agreement names the election.
        RefusalError: The columns are not those of a roster.
        RateFileError: A rate file or the agreement is wrong.
    """
    header = [name for name in columns if name not in {row, file}]
    book = RateBook.load(rates)
    agreed = read_agreement(agreement, book) if agreement else Agreement()
    terms = named_terms(book, agreed, election)
    if terms is None:
        raise ValueError("name the election, or an agreement that does: no batch may guess it")
    options = EnrolOptions(agreement=agreement, election=election, rates=rates, strict=strict)
    table = _table_below(header, label, column_names(agreed, options))
    if head is not None:
        rows = Batch(_FIRST_ROW, _cells(_frame(head), header))
        people = collect_batch(table, rows, NOTHING_ABOVE).frame
        table = with_table_orders(table, find_orders(people, term_matcher(book)).get(0, {}))
    kernel = BatchKernel(terms, [table], default_location(agreed), options)
    return EngineKernel(kernel, header, row, file)


def _table_below(header: Sequence[str], label: str, words: ColumnNames) -> RosterTable:
    # A table is only detected with a person below its header.
    columns = {str(at): [name, _PLACEHOLDER_NIK] for at, name in enumerate(header)}
    return header_only(detect_table(pl.DataFrame(columns), label, words))


@dataclass(frozen=True)
class EngineKernel:
    """What an engine calls. It can be pickled, and keeps no state between calls.

    Batches come in as Arrow or as anything with Arrow columns: a table or a batch of pyarrow, a frame of
    polars. Results are tables of pyarrow, which comes with the engines.
    """

    kernel: BatchKernel
    columns: Sequence[str]
    row: str | None = None
    file: str | None = None

    def __call__(self, batch: Any) -> Any:  # noqa: ANN401  any engine's
        """Validate and price a batch; return `schema`, a row for each row, in their order."""
        return _arrow(self.validate(batch), SCHEMA)

    def validate(self, batch: Any) -> pl.DataFrame:  # noqa: ANN401
        """Validate and price a batch; return a frame of polars (`SCHEMA`)."""
        frame = _frame(batch)
        cells = _cells(frame, self.columns)
        rows = pl.int_range(frame.height, dtype=pl.Int64, eager=True)
        numbers = frame[self.row] if self.row else rows
        if numbers.has_nulls():
            raise ValueError(f"column {self.row!r}: every row needs a number")
        people = self.kernel.validate_rows(cells, numbers)
        return people.with_columns(frame[self.file].alias("file")) if self.file else people

    @cached_property
    def schema(self) -> Any:  # noqa: ANN401
        """The schema of the result of a call, for pyarrow."""
        return _schema(SCHEMA)

    @property
    def type(self) -> Any:  # noqa: ANN401
        """The same as the type of one column, for engines whose functions return columns."""
        return import_module("pyarrow").struct(list(self.schema))

    @property
    def ddl(self) -> str:
        """The same as Spark's DDL."""
        return _ddl(SCHEMA)

    # ---- Comparison of rows ----------------------------------------------------------------------

    def check_same_nik(self, people: Any) -> Any:  # noqa: ANN401
        """Compare all rows of some NIKs (`NIK_COLUMNS`); return `FINDINGS_SCHEMA`."""
        partition = _partition(people)
        return _findings(partition, self._checks.same_nik(partition))

    def check_same_birth_date(self, people: Any) -> Any:  # noqa: ANN401
        """Compare all people of some birth dates (`BIRTH_DATE_COLUMNS`); return `FINDINGS_SCHEMA`."""
        partition = _partition(people)
        return _findings(partition, self._checks.same_birth_date(partition))

    def check_unit_counts(self, people: Any) -> Any:  # noqa: ANN401
        """Compare the units and boards of whole regencies (`UNIT_COLUMNS`); return `FINDINGS_SCHEMA`.

        People who name no regency do not count where the roster has a column for it. An additional column
        ``shares_nik``, from `check_same_nik`, says who shares the NIK with another person; they do not
        count as too many.
        """
        partition = _partition(people)
        if "regency" in self.kernel.tables[0].header.columns:
            partition = partition.drop_nulls("regency")
        sharing = partition.filter("shares_nik") if "shares_nik" in partition.columns else None
        shared_nik = set(sharing["person_id"]) if sharing is not None else set()
        return _findings(partition, self._checks.unit_counts(partition, shared_nik))

    @property
    def _checks(self) -> cross_checks.CrossChecks:
        sources = ["file"] if self.file else []
        rules, strict = self.kernel.terms.rules, self.kernel.options.strict
        return cross_checks.CrossChecks(self.kernel.tables, rules, strict, sources)

    @cached_property
    def findings_schema(self) -> Any:  # noqa: ANN401
        """The schema of the result of a comparison, for pyarrow."""
        return _schema(FINDINGS_SCHEMA)

    @property
    def findings_type(self) -> Any:  # noqa: ANN401
        """The same as the type of one column."""
        return import_module("pyarrow").struct(list(self.findings_schema))

    @property
    def findings_ddl(self) -> str:
        """The same as Spark's DDL."""
        return _ddl(FINDINGS_SCHEMA)


def _partition(people: Any) -> pl.DataFrame:  # noqa: ANN401
    """Return the people of a comparison in the order of the roster, which decides who came first."""
    frame = _frame(people).sort("file", "row")
    if frame.select(pl.struct("file", "row").is_duplicated().any()).item():
        raise ValueError("two people of one row: give make_kernel a column with the row numbers")
    numbers = pl.int_range(frame.height, dtype=pl.Int64, eager=True)
    return frame.with_columns(numbers.alias("person_id")).with_row_index("id")


def _findings(partition: pl.DataFrame, findings: pl.DataFrame) -> Any:  # noqa: ANN401
    by_person = findings.group_by("person_id", maintain_order=True).agg(
        pl.col("findings").explode()
    )
    rows = by_person.join(partition.select("person_id", "file", "row"), on="person_id", how="left")
    return _arrow(
        rows.with_columns(
            has_finding("level", "error").alias("held_back"),
            pl.any_horizontal(has_finding("code", code) for code in SHARED_NIK).alias("shares_nik"),
        ).select(FINDINGS_SCHEMA.names()),
        FINDINGS_SCHEMA,
    )


# ---- Arrow ---------------------------------------------------------------------------------------


def _frame(batch: Any) -> pl.DataFrame:  # noqa: ANN401
    return batch if isinstance(batch, pl.DataFrame) else pl.DataFrame(batch)


def _cells(frame: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """Return the cells of a batch, by the numbers of their columns."""
    return marked_texts(pl.DataFrame([frame[name] for name in columns]))


def _arrow(frame: pl.DataFrame, schema: pl.Schema) -> Any:  # noqa: ANN401
    return frame.to_arrow(compat_level=pl.CompatLevel.oldest()).cast(_schema(schema))


def _schema(schema: pl.Schema) -> Any:  # noqa: ANN401
    fields = [(name, _arrow_type(dtype)) for name, dtype in schema.items()]
    return import_module("pyarrow").schema(fields)


def _arrow_type(dtype: pl.DataType) -> Any:  # noqa: ANN401
    """Return a type that every engine has: Spark has neither views nor the large types of polars."""
    arrow = import_module("pyarrow")
    if isinstance(dtype, pl.List):
        return arrow.list_(_arrow_type(_instance(dtype.inner)))
    if isinstance(dtype, pl.Struct):
        return arrow.struct(
            [(field.name, _arrow_type(_instance(field.dtype))) for field in dtype.fields]
        )
    if dtype == pl.String:
        return arrow.string()
    return pl.Series([], dtype=dtype).to_arrow().type


def _ddl(schema: pl.Schema) -> str:
    return ", ".join(f"`{name}` {_ddl_type(dtype)}" for name, dtype in schema.items())


def _ddl_type(dtype: pl.DataType) -> str:
    if isinstance(dtype, pl.List):
        return f"ARRAY<{_ddl_type(_instance(dtype.inner))}>"
    if isinstance(dtype, pl.Struct):
        fields = (f"`{field.name}`: {_ddl_type(_instance(field.dtype))}" for field in dtype.fields)
        return f"STRUCT<{', '.join(fields)}>"
    return _DDL[dtype]


def _instance(dtype: Any) -> pl.DataType:  # noqa: ANN401
    """Return an inner type, for which polars may store the class, as an instance."""
    instance: pl.DataType = dtype() if isinstance(dtype, type) else dtype
    return instance
