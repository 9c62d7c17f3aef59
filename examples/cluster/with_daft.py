"""Enrol a roster with daft: `DO_NOT_TRACK=1 python examples/cluster/with_daft.py ROSTER ELECTION OUT`."""

import sys

import daft
from daft import DataType, Series, col
from daft.functions import hash, monotonically_increasing_id, to_struct

from pemilu_cover.enrolment.batches.engine_adapters import NIK_COLUMNS, make_kernel

roster, election, out = sys.argv[1:]
# Rows are numbered before they are split into batches.
rows = daft.read_parquet(roster).with_column("_row", monotonically_increasing_id())
rows = rows.into_batches(50_000)
kernel = make_kernel(rows.column_names, election=election, row="_row")
people_type, findings_type = map(DataType.from_arrow_type, (kernel.type, kernel.findings_type))


@daft.func.batch(return_dtype=people_type, unnest=True)
def validate(batch: Series) -> Series:
    """Validate and price a batch."""
    return Series.from_arrow(kernel(batch.to_arrow()).to_struct_array())


@daft.func.batch(return_dtype=findings_type)
def compare(bucket: Series) -> Series:
    """Compare people who may have the same NIK."""
    return Series.from_arrow(kernel.check_same_nik(bucket.to_arrow()).to_struct_array())


validated = rows.select(validate(to_struct(*map(col, rows.column_names))))
validated.write_parquet(f"{out}/validated", write_mode="overwrite")
validated = daft.read_parquet(f"{out}/validated/*.parquet")

buckets = validated.select(*NIK_COLUMNS).where(col("nik").not_null()).groupby(hash(col("nik")) % 64)
findings = buckets.map_groups(compare(to_struct(*map(col, NIK_COLUMNS))).alias("findings"))
findings = findings.select(col("findings").unnest())
findings.write_parquet(f"{out}/findings", write_mode="overwrite")
findings = daft.read_parquet(f"{out}/findings/*.parquet")

held_back = findings.where(col("held_back")).select("file", "row")
enrolled = validated.where(col("status") == "enrolled").join(
    held_back, on=["file", "row"], how="anti"
)
people, money = col("nik").count().alias("people"), [col("jkk_sen").sum(), col("jkm_sen").sum()]
sums = enrolled.groupby("regency").agg(people, *money).sort("regency")
sums.write_parquet(f"{out}/sums", write_mode="overwrite")
