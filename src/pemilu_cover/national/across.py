"""Rows held against each other over a whole nation, a part of them at a time.

Who is compared with whom always has something in common: the NIK, the birth date, the regency. People are
parted by that, so that those who may be compared come together, and a part fits into memory however many
there are. The rules are those of any roster (`duplicates`, `namesakes`, `structure`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import polars as pl

from pemilu_cover.national.kernel import FINDING, HELD_BACK, findings_frame
from pemilu_cover.roster import duplicates, namesakes, structure
from pemilu_cover.roster.findings import Fault, place
from pemilu_cover.roster.gather import Roster
from pemilu_cover.roster.rules import Rules
from pemilu_cover.roster.tables import Table

# People that are in memory at one time.
_MOST = 600_000
_COLUMNS = (
    "gid table file sheet row status excluded regency kecamatan desa tps unit role nik nik_is_number name"
    " birth_date start end"
).split()
_PLACES = ("regency", "kecamatan", "desa", "tps", "unit")
SCHEMA = {"gid": pl.Int64(), "findings": pl.List(FINDING)}


def compare(
    judged: Path, people: int, tables: Sequence[Table], rules: Rules, *, strict: bool
) -> pl.DataFrame:
    """Give what is found between rows: `SCHEMA`, a row for each person of whom anything is.

    ``judged`` holds the judged pieces, with ``gid``, the number that each of so many ``people`` has.
    """
    sources = ["file"] if len(tables) > 1 else []
    parts = _Parts(judged, people)
    found = [
        _of_one_nik(part, tables, rules, sources, strict=strict)
        for part in parts.by(pl.col("nik"), drop=_PLACES)
    ]
    apart = {
        gid
        for frame in found
        for gid, findings in frame.iter_rows()
        if any(finding["code"] == "nik-two-people" for finding in findings)
    }
    for part in parts.by(pl.col("birth_date"), drop=(*_PLACES, "role", "start", "end")):
        found.append(_found(part, namesakes.faults(part, sources), tables, strict=strict))
    unit = pl.coalesce("regency", "kecamatan").fill_null("")
    for part in parts.by(unit, drop=("name", "birth_date")):
        for _, regency in part.group_by(unit, maintain_order=True):
            found.append(_of_one_regency(regency, apart, tables, rules, strict=strict))
    return (
        pl.concat([SCHEMA_FRAME, *found])
        .group_by("gid", maintain_order=True)
        .agg(pl.col("findings").explode())
    )


SCHEMA_FRAME = pl.DataFrame(schema=SCHEMA)


class _Parts:
    def __init__(self, judged: Path, people: int) -> None:
        self._judged = judged
        self._count = people // _MOST + 1

    def by(self, key: pl.Expr, drop: Iterable[str]) -> Iterator[pl.DataFrame]:
        """Give everybody, part by part, all with one key together; ``id`` counts a part's own."""
        names = [name for name in _COLUMNS if name not in set(drop)]
        everybody = pl.scan_parquet(self._judged / "*.parquet")
        for number in range(self._count):
            wanted = (key.hash(seed=0) % self._count == number) | (
                key.is_null() if number == 0 else pl.lit(False)
            )
            part = everybody.filter(wanted).select(names).collect(engine="streaming")
            yield part.sort("gid").with_row_index("id")


def _of_one_nik(
    part: pl.DataFrame, tables: Sequence[Table], rules: Rules, sources: list[str], *, strict: bool
) -> pl.DataFrame:
    shared = part.drop("id").filter(pl.col("nik").is_duplicated()).with_row_index("id")
    held_back = frozenset(shared.filter(pl.col("status") == HELD_BACK)["id"])
    civil_servants = shared.filter("excluded")["id"].to_list()
    faults = [
        *duplicates.faults(shared, held_back, rules, sources),
        *duplicates.billed_civil_servants(shared, civil_servants, sources),
    ]
    return _found(shared, faults, tables, strict=strict)


def _of_one_regency(
    people: pl.DataFrame, apart: set[int], tables: Sequence[Table], rules: Rules, *, strict: bool
) -> pl.DataFrame:
    frame = people.drop("id").with_row_index("id")
    ruled = frame.join(rules.frame(), on="role", how="left", maintain_order="left")
    civil_servants = frame.filter("excluded")["id"].to_list()
    two_people = frame.filter(pl.col("gid").is_in(sorted(apart)))["id"].to_list()
    faults = structure.faults(ruled, civil_servants, two_people, rules)
    return _found(frame, faults, tables, strict=strict)


def _found(
    frame: pl.DataFrame,
    faults: Iterable[tuple[int, Fault]],
    tables: Sequence[Table],
    *,
    strict: bool,
) -> pl.DataFrame:
    findings = place(Roster([], list(tables), frame), faults, strict=strict)
    return (
        findings_frame(findings)
        .join(frame.select("id", "gid"), on="id", how="left")
        .select(SCHEMA.keys())
    )
