"""Rosters of millions of rows in bounded memory: what ``enrol --output-format parquet|csv`` does.

One batch is in memory at a time. A run has four stages; ``commands/enrol_batches.py`` lists them.

1. **Validate** (`validation`). Each batch is read, validated, priced and completed by `kernel`, on its own.
   Rows take values from rows above them (ditto marks, headings), so each batch passes these values on to the
   next one. Two facts are only known at the end of all files: the main election, and the places that a file
   names once for a block of rows. A batch uses what the batches before it show; `stale_batches` finds those
   that the end proves wrong, and they are read and validated again. So the result does not depend on the
   order of rows, and most rosters are read once.
2. **Compare** (`cross_checks`, `column_errors`). People who may be the same person share a NIK, a birth date
   or a regency. They are partitioned by the hash of it and compared one partition at a time. The findings are
   stored beside the batches; `merge` adds them when a batch is read.
3. **Write** (`reports.batch_tables`, `aggregate_files`). Each batch becomes one part of each table, and its
   sums are stored.
4. **Report.** The sums of all batches become bills and the manifest, by the same code as for a workbook.

Each completed step is recorded in the `checkpoint`, and an interrupted run resumes after the last one.

`engine_adapters` offers the kernel and the comparisons to engines that work on many machines.
"""
