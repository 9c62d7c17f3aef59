"""What a roster's file holds, read in a process of its own: bytes in, sheets out.

A file comes from a stranger. Whatever is in it (a bomb, a cell a million rows away, what makes a native
reader panic, abort or eat the memory) ends this process and no other; the program that asked for it
says so in one line. ``python -m pemilu_cover.roster.reading`` is that process. The rooms, in the order in
which bytes pass through them:

* ``kinds``: what the bytes are, whatever the file's name says;
* ``package``: the guard before the reader of workbooks: size, parts, no document types;
* ``cells``: the guard of one sheet: where its cells stand, which formulas are broken;
* ``workbook``, ``text``, ``parquet``: the readers.
"""
