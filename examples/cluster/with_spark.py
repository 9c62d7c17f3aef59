"""Enrol a roster with Spark: `python examples/cluster/with_spark.py ROSTER ELECTION OUT`."""

import sys
from collections.abc import Iterator

import pyarrow
from pyspark.sql import SparkSession
from pyspark.sql import functions as f

from pemilu_cover.enrolment.batches.engine_adapters import FOR_NIKS, make_kernel

roster, election, out = sys.argv[1:]
batches_of = "spark.sql.execution.arrow.maxRecordsPerBatch"
spark = SparkSession.builder.config(batches_of, 50_000).getOrCreate()
rows = spark.read.parquet(roster)
# A row is called what one machine calls it: the header is row 1.
rows = rows.withColumns(
    {"_file": f.col("_metadata.file_name"), "_row": f.col("_metadata.row_index") + 2}
)
kernel = make_kernel(rows.columns, election=election, row="_row", file="_file")


def judge(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    """Judge and price the batches of a task."""
    for batch in batches:
        yield from kernel(batch).to_batches()


def compare(bucket: pyarrow.Table) -> pyarrow.Table:
    """Hold people against each other who may have one NIK."""
    return kernel.niks(bucket)


judged = rows.mapInArrow(judge, kernel.ddl)
judged.write.mode("overwrite").parquet(f"{out}/judged")
judged = spark.read.parquet(f"{out}/judged")

buckets = judged.select(*FOR_NIKS).dropna(subset="nik").groupBy(f.expr("pmod(hash(nik), 64)"))
found = buckets.applyInArrow(compare, kernel.found_ddl)
found.write.mode("overwrite").parquet(f"{out}/found")
held_back = spark.read.parquet(f"{out}/found").where("held_back").select("file", "row")

enrolled = judged.where("status = 'enrolled'").join(
    f.broadcast(held_back), ["file", "row"], "left_anti"
)
sums = enrolled.groupBy("regency").agg(
    f.count("*").alias("people"), f.sum("jkk_sen"), f.sum("jkm_sen")
)
sums.orderBy("regency").write.mode("overwrite").parquet(f"{out}/sums")
