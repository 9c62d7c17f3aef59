"""Rosters of millions of rows in bounded memory: what ``enrol --output-format parquet|csv`` does.

The rows may be in one file or in thousands. One batch for each worker process is in memory at a time. A run
has four stages; ``commands/enrol_batches.py`` lists them. `workers` runs the tasks of the first three on as
many cores as `resources` allows.

1. **Validate** (`validation`). Each batch is read, validated, priced and completed by `kernel`, on its own:
   rows of a large file (`batch_task`), or some whole files together (`whole_files`). `batch_queue` records
   them in their order. The few rows that take values from rows above them (ditto marks, headings) wait for
   the batch before theirs. Two facts are only known at the end of all files: the main election, and the
   places that a file names once for a block of rows. `stale_batches` finds the batches that the end proves
   wrong, and they are read and validated again. So the result does not depend on the order of rows, and most
   rosters are read once.
2. **Compare** (`cross_checks`, `column_errors`). People who may be the same person share a NIK or a birth
   date (`shared_keys`), those of one unit a regency. They are partitioned by it and compared one partition at
   a time. The findings are stored next to the batches; `merge` adds them when a batch is read.
3. **Write** (`reports.batch_tables`, `aggregate_files`). Each batch becomes one part of each table, and its
   sums are stored.
4. **Report.** The sums of all batches become bills and the manifest, by the same code as for a workbook.

Each completed step is recorded in the `checkpoint`, and an interrupted run resumes after the last one.

`engine_adapters` offers the kernel and the comparisons to engines that work on many machines.
"""
