"""Enrol a roster with Spark: `python examples/cluster/with_spark.py ROSTER ELECTION OUT`."""

import sys
from collections.abc import Iterator

import pyarrow
from pyspark.sql import SparkSession
from pyspark.sql import functions as f

from pemilu_cover.enrolment.batches.engine_adapters import NIK_COLUMNS, make_kernel

roster, election, out = sys.argv[1:]
batches_of = "spark.sql.execution.arrow.maxRecordsPerBatch"
spark = SparkSession.builder.config(batches_of, 50_000).getOrCreate()
rows = spark.read.parquet(roster)
# Row numbers as on one machine: the header is row 1.
rows = rows.withColumns(
    {"_file": f.col("_metadata.file_name"), "_row": f.col("_metadata.row_index") + 2}
)
kernel = make_kernel(rows.columns, election=election, row="_row", file="_file")


def validate(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    """Validate and price the batches of a task."""
    for batch in batches:
        yield from kernel(batch).to_batches()


def compare(bucket: pyarrow.Table) -> pyarrow.Table:
    """Compare people who may have the same NIK."""
    return kernel.check_same_nik(bucket)


validated = rows.mapInArrow(validate, kernel.ddl)
validated.write.mode("overwrite").parquet(f"{out}/validated")
validated = spark.read.parquet(f"{out}/validated")

buckets = validated.select(*NIK_COLUMNS).dropna(subset="nik").groupBy(f.expr("pmod(hash(nik), 64)"))
findings = buckets.applyInArrow(compare, kernel.findings_ddl)
findings.write.mode("overwrite").parquet(f"{out}/findings")
held_back = spark.read.parquet(f"{out}/findings").where("held_back").select("file", "row")

enrolled = validated.where("status = 'enrolled'").join(
    f.broadcast(held_back), ["file", "row"], "left_anti"
)
sums = enrolled.groupBy("regency").agg(
    f.count("*").alias("people"), f.sum("jkk_sen"), f.sum("jkm_sen")
)
sums.orderBy("regency").write.mode("overwrite").parquet(f"{out}/sums")
