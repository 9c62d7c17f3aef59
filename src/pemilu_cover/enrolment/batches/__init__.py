"""Rosters of millions of rows in bounded memory: what ``enrol --output-format parquet|csv`` does.

`kernel` validates and prices a batch with the rules of any roster, `cross_checks` compares rows of different
batches, `batch_tables` writes, `aggregates` sums up, and `bills` writes invoices and manifest. `checkpoint`
records finished batches, so that an interrupted run can resume.
"""
