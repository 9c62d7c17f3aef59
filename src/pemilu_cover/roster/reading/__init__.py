"""Roster files, read in a process of their own: bytes in, sheets out.

Input files are untrusted. Anything in one (a zip bomb, a cell a million rows away, input that makes a native
reader panic or exhausts the memory) ends only this process, and the program reports it in one line.
``python -m pemilu_cover.roster.reading`` is that process; `series_process` reads many files, each in a fork
of its own, and `batch_process` a large one in batches.

* ``reader_process``: what they share: their start, the memory limit, how they send a refusal;
* ``file_type``: the type of a file by its bytes, whatever its name;
* ``workbook_guard``: checks a workbook before it is read: size, parts, no document types;
* ``plain_cells``: matches cells in the form that all programs write, without a parser;
* ``sheet_guard``: checks one sheet: the positions of its cells, broken formulas, hidden rows;
* ``xlsx_reader``, ``csv_reader``, ``parquet_reader``: the readers.
"""
