"""Enrol a roster with Spark: `python examples/cluster/with_spark.py ROSTER ELECTION OUT`."""

import sys
from collections.abc import Callable, Iterator

import pyarrow
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f

from pemilu_cover.enrolment.batches.engine_adapters import (
    BIRTH_DATE_COLUMNS,
    NIK_COLUMNS,
    UNIT_COLUMNS,
    make_kernel,
)

roster, election, out = sys.argv[1:]
builder = SparkSession.builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", 50_000)
# A task has one core, not all of its machine.
spark = builder.config("spark.executorEnv.POLARS_MAX_THREADS", 1).getOrCreate()
rows = spark.read.parquet(roster)
# Row numbers as on one machine: the header is row 1.
rows = rows.withColumns(
    {"_file": f.col("_metadata.file_path"), "_row": f.col("_metadata.row_index") + 2}
)
head = rows.limit(50_000).toArrow()
kernel = make_kernel(rows.columns, head=head, election=election, row="_row", file="_file")


def store(frame: DataFrame, name: str) -> DataFrame:
    """Write a table once, and return it for the next steps."""
    frame.write.mode("overwrite").parquet(f"{out}/{name}")
    return spark.read.parquet(f"{out}/{name}")


def validate(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    """Validate and price the batches of a task."""
    for batch in batches:
        yield from kernel(batch["cells"]).to_batches()


def compare(
    check: Callable[[pyarrow.Table], pyarrow.Table], people: DataFrame, key: str
) -> DataFrame:
    """Compare people in buckets that have all people of a key."""

    def find(group: pyarrow.Table) -> pyarrow.Table:  # a method would get the key, too
        return check(group)

    bucket = f.expr(f"pmod(hash({key}), 64)")
    return people.groupBy(bucket).applyInArrow(find, kernel.findings_ddl)


# As one column, since Spark takes the dot in a header such as "No. HP" for a path.
cells = rows.select(f.struct("*").alias("cells"))
people = store(cells.mapInArrow(validate, kernel.ddl), "validated")

same_nik = people.select(*NIK_COLUMNS).dropna(subset="nik")
same_nik = compare(kernel.check_same_nik, same_nik, "nik")
same_nik = store(same_nik, "findings/nik")

born = people.select(*BIRTH_DATE_COLUMNS).dropna(subset="birth_date")
born = compare(kernel.check_same_birth_date, born, "birth_date")
store(born, "findings/birth_date")

sharing, row = same_nik.select("file", "row", "shares_nik"), ["file", "row"]
units = people.select(*UNIT_COLUMNS).join(f.broadcast(sharing), row, "left")
store(compare(kernel.check_unit_counts, units, "regency"), "findings/units")

held_back = f.broadcast(same_nik.where("held_back"))
enrolled = people.where("status = 'enrolled'").join(held_back, row, "left_anti")
counts, money = f.count("*").alias("people"), [f.sum("jkk_sen"), f.sum("jkm_sen")]
store(enrolled.groupBy("regency").agg(counts, *money).orderBy("regency"), "sums")
