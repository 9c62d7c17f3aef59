"""The catalogue: every hostile or broken file by its name, its builder, and its verdict.

A verdict is what ``check FILE --json`` must end with. Where several answers are equally right, a file
has several verdicts. Codes are those of ``messages.toml``; nobody in these files exists.
"""

from __future__ import annotations

from hostile_files.bombs import BIG, RESOURCE
from hostile_files.cell_values import VALUES
from hostile_files.containers import CONTAINERS, PARQUET, PLACES
from hostile_files.csv_files import CSV
from hostile_files.verdict import HostileFile
from hostile_files.workbook_structure import STRUCTURE

GROUPS: dict[str, list[HostileFile]] = {
    "resource": RESOURCE,
    "big": BIG,
    "structure": STRUCTURE,
    "container": CONTAINERS,
    "parquet": PARQUET,
    "place": PLACES,
    "csv": CSV,
    "values": VALUES,
}
FILES: dict[str, HostileFile] = {
    f"{group}/{file.name}": file for group, files in GROUPS.items() for file in files
}
