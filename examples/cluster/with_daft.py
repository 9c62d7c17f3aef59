"""Enrol a roster with daft: `DO_NOT_TRACK=1 python examples/cluster/with_daft.py ROSTER ELECTION OUT`."""

import sys

import daft
from daft import DataType, Series, col
from daft.functions import hash, monotonically_increasing_id, to_struct

from pemilu_cover.enrolment.batches.engine_adapters import FOR_NIKS, make_kernel

roster, election, out = sys.argv[1:]
# Rows are numbered before they are parted into batches.
rows = daft.read_parquet(roster).with_column("_row", monotonically_increasing_id())
rows = rows.into_batches(50_000)
kernel = make_kernel(rows.column_names, election=election, row="_row")
people, findings = map(DataType.from_arrow_type, (kernel.type, kernel.found_type))


@daft.func.batch(return_dtype=people, unnest=True)
def judge(batch: Series) -> Series:
    """Judge and price a batch."""
    return Series.from_arrow(kernel(batch.to_arrow()).to_struct_array())


@daft.func.batch(return_dtype=findings)
def compare(bucket: Series) -> Series:
    """Hold people against each other who may have one NIK."""
    return Series.from_arrow(kernel.niks(bucket.to_arrow()).to_struct_array())


judged = rows.select(judge(to_struct(*map(col, rows.column_names))))
judged.write_parquet(f"{out}/judged", write_mode="overwrite")
judged = daft.read_parquet(f"{out}/judged/*.parquet")

buckets = judged.select(*FOR_NIKS).where(col("nik").not_null()).groupby(hash(col("nik")) % 64)
found = buckets.map_groups(compare(to_struct(*map(col, FOR_NIKS))).alias("found"))
found = found.select(col("found").unnest())
found.write_parquet(f"{out}/found", write_mode="overwrite")
found = daft.read_parquet(f"{out}/found/*.parquet")

held_back = found.where(col("held_back")).select("file", "row")
enrolled = judged.where(col("status") == "enrolled").join(held_back, on=["file", "row"], how="anti")
people, money = col("nik").count().alias("people"), [col("jkk_sen").sum(), col("jkm_sen").sum()]
sums = enrolled.groupby("regency").agg(people, *money).sort("regency")
sums.write_parquet(f"{out}/sums", write_mode="overwrite")
