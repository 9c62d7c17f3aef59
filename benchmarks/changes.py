"""A newer roster and a list of changes: `python benchmarks/changes.py roster.csv newer.csv changes.csv`.

One row in a hundred changes: people leave, with or without somebody in their seat, are left out, or have
another wage, phone or address. The roster is one of ``benchmarks/rosters.py``.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import polars as pl

# Of so many rows, those with these numbers change.
EVERY = 1_000
LEFT, UNLISTED, REPLACED = (10, 20), (30,), (40, 41, 42)
WAGE, PHONE, ADDRESS = (50, 60), (70, 80), (90,)

_LAST_DAY, _FIRST_DAY = "20-11-2024", "21-11-2024"
_RISE = 50_000
# The birth date of newcomers; no roster has it.
_BORN, _BORN_IN_NIK = "29-02-1968", ("290268", "690268")


def change_roster(roster: Path, newer: Path, changes: Path) -> None:
    """Write the newer roster and the list of changes."""
    people = pl.read_csv(roster, infer_schema=False).with_row_index("number")
    turn = pl.col("number") % EVERY
    departed = people.filter(turn.is_in([*LEFT, *REPLACED]))
    departed.select(
        "NIK",
        "Nama",
        pl.lit("mengundurkan diri").alias("Kejadian"),
        pl.lit(_LAST_DAY).alias("Hari terakhir bertugas"),
        pl.lit("SK 1/2024").alias("Nomor dokumen"),
    ).write_csv(changes)
    wage = (pl.col("Upah/Honor").cast(pl.Int64) - _RISE).cast(pl.String)
    staying = people.filter(~turn.is_in([*LEFT, *UNLISTED, *REPLACED])).with_columns(
        pl.when(turn.is_in(WAGE)).then(wage).otherwise("Upah/Honor").alias("Upah/Honor"),
        pl.when(turn.is_in(PHONE)).then(pl.lit("083512345678")).otherwise("HP").alias("HP"),
        pl.when(turn.is_in(ADDRESS))
        .then(pl.lit("Kp. Pindahan RT 001 RW 001"))
        .otherwise("Alamat")
        .alias("Alamat"),
    )
    is_woman = pl.col("Jenis Kelamin") == "P"
    successors = people.filter(turn.is_in(REPLACED)).with_columns(
        (
            pl.col("NIK").str.head(6)
            + pl.when(is_woman).then(pl.lit(_BORN_IN_NIK[1])).otherwise(pl.lit(_BORN_IN_NIK[0]))
            + (turn + 9_000).cast(pl.String)
        ).alias("NIK"),
        pl.lit(_BORN).alias("Tanggal Lahir"),
        ("Pengganti " + pl.col("Nama").str.split(" ").list.reverse().list.join(" ")).alias("Nama"),
        pl.lit(_FIRST_DAY).alias("Mulai"),
    )
    after = pl.concat([staying, successors]).sort("number", maintain_order=True)
    after.drop("number").write_csv(newer)


def main() -> None:
    """Write the files that are named."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    for name in ("roster", "newer", "changes"):
        parser.add_argument(name, type=Path)
    options = parser.parse_args()
    change_roster(options.roster, options.newer, options.changes)


if __name__ == "__main__":
    main()
