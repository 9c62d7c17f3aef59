"""Enrol a roster with daft: `DO_NOT_TRACK=1 python examples/cluster/with_daft.py ROSTER ELECTION OUT`."""

import sys
from collections.abc import Callable
from typing import Any

import daft
from daft import DataFrame, DataType, Series, col
from daft.functions import hash, monotonically_increasing_id, to_struct

from pemilu_cover.enrolment.batches.engine_adapters import (
    BIRTH_DATE_COLUMNS,
    NIK_COLUMNS,
    UNIT_COLUMNS,
    make_kernel,
)

roster, election, out = sys.argv[1:]
# Rows are numbered before they are split into batches; the header of a file is row 1.
rows = daft.read_parquet(roster).with_column("_row", monotonically_increasing_id() + 2)
head = rows.limit(50_000).to_arrow()
rows = rows.into_batches(50_000)
kernel = make_kernel(rows.column_names, head=head, election=election, row="_row")
people_type, findings_type = map(DataType.from_arrow_type, (kernel.type, kernel.findings_type))


def store(frame: DataFrame, name: str) -> DataFrame:
    """Write a table once, and return it for the next steps."""
    frame.write_parquet(f"{out}/{name}", write_mode="overwrite")
    return daft.read_parquet(f"{out}/{name}/*.parquet")


@daft.func.batch(return_dtype=people_type, unnest=True)
def validate(batch: Series) -> Series:
    """Validate and price a batch."""
    return Series.from_arrow(kernel(batch.to_arrow()).to_struct_array())


def compare(check: Callable[[Any], Any], people: DataFrame, key: str) -> DataFrame:
    """Compare people in buckets that have all people of a key."""

    @daft.func.batch(return_dtype=findings_type)
    def find(group: Series) -> Series:
        return Series.from_arrow(check(group.to_arrow()).to_struct_array())

    group = to_struct(*map(col, people.column_names))
    buckets = people.groupby(hash(col(key)) % 64)
    return buckets.map_groups(find(group).alias("f")).select(col("f").unnest())


people = store(rows.select(validate(to_struct(*map(col, rows.column_names)))), "validated")

same_nik = people.select(*NIK_COLUMNS).where(col("nik").not_null())
same_nik = compare(kernel.check_same_nik, same_nik, "nik")
same_nik = store(same_nik, "findings/nik")

born = people.select(*BIRTH_DATE_COLUMNS).where(col("birth_date").not_null())
born = compare(kernel.check_same_birth_date, born, "birth_date")
store(born, "findings/birth_date")

sharing, row = same_nik.select("file", "row", "shares_nik"), ["file", "row"]
units = people.select(*UNIT_COLUMNS).join(sharing, on=row, how="left")
store(compare(kernel.check_unit_counts, units, "regency"), "findings/units")

enrolled = people.where(col("status") == "enrolled")
enrolled = enrolled.join(same_nik.where(col("held_back")), on=row, how="anti")
counts, money = col("row").count().alias("people"), [col("jkk_sen").sum(), col("jkm_sen").sum()]
store(enrolled.groupby("regency").agg(counts, *money).sort("regency"), "sums")
