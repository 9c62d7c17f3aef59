"""The parts of a large result on their way to the next one, as files.

1. `UpdateParts.read_earlier` notes who is alone and not named in the list of changes.
2. `UpdateParts.add_newer` stores the newer rows of these people by the part of the earlier result that has
   them; all other rows stay in memory.
3. `UpdateParts.continue_unchanged` continues each part, and returns whoever has to be compared.
4. `UpdateParts.next_parts` puts both together, in the order of the earlier result; newcomers come last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl

from pemilu_cover.enrolment.batches.files import parquet_bytes, scan_parquet_files
from pemilu_cover.enrolment.outcome import ENROLLED
from pemilu_cover.reconciliation.changes.change_list import ChangeList
from pemilu_cover.reconciliation.changes.next_people import highest_number
from pemilu_cover.reconciliation.changes.roster_update import NOBODY, UnchangedPeople
from pemilu_cover.reconciliation.changes.unchanged import (
    IDENTITY,
    PeriodTerms,
    add_unchanged,
    alone,
    continue_part,
    is_named,
    named_numbers,
    without_likely_pairs,
)

_NEWCOMERS_PER_PART = 50_000


class UpdateParts:
    """The parts of an update in a folder.

    ``read_parts`` yields the people of the earlier result, ``with_numbers`` adds their membership numbers.
    ``earlier`` has `IDENTITY` and ``part`` of everybody.
    """

    earlier: pl.DataFrame
    unchanged: UnchangedPeople = NOBODY
    last_number = 0

    def __init__(
        self,
        folder: Path,
        read_parts: Callable[[], Iterator[pl.DataFrame]],
        with_numbers: Callable[[pl.DataFrame], pl.DataFrame],
    ) -> None:
        self._matched, self._continued = folder / "matched", folder / "continued"
        for path in (self._matched, self._continued):
            path.mkdir()
        self._read_parts, self._with_numbers = read_parts, with_numbers
        self._others: list[pl.DataFrame] = []
        self._niks: list[pl.Series] = []

    def _parts(self) -> Iterator[tuple[int, pl.DataFrame]]:
        return enumerate(map(self._with_numbers, self._read_parts()))

    def read_earlier(self, changes: ChangeList) -> None:
        """Read who is in the earlier result."""
        self.earlier = pl.concat(
            part.select(*IDENTITY, pl.lit(number, pl.UInt32).alias("part"))
            for number, part in self._parts()
        )
        self._named = named_numbers(changes)
        self._alone = alone(self.earlier, self._named)

    def add_newer(self, newer: pl.DataFrame, batch: int) -> None:
        """Add a batch of the newer rosters, with ``id``, `outcome.SCHEMA` and ``findings``."""
        self._niks.append(newer["nik"])
        owners = self._alone.rename({"id": "earlier"})
        matched = newer.filter((pl.col("status") == ENROLLED) & ~is_named(self._named)).join(
            owners, on=["nik", "role"], maintain_order="left"
        )
        self._others.append(newer.filter(~pl.col("id").is_in(matched["id"].implode())))
        for (part,), rows in matched.partition_by("part", as_dict=True, include_key=False).items():
            path = self._matched / f"{part:06d}-{batch:06d}.parquet"
            path.write_bytes(parquet_bytes(rows))

    def add_newcomers(self, newcomers: pl.DataFrame) -> None:
        """Add the people of a list of newcomers."""
        self._others.append(newcomers)

    def continue_unchanged(self, terms: PeriodTerms) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Continue the unchanged people of each part; return all others, the earlier and the newer ones."""
        twice = self._repeated_niks()
        candidates = self._alone
        if self._others and not terms.is_complete:
            later = pl.concat(self._others)
            candidates = without_likely_pairs(candidates, self.earlier, later)
        earlier, newer, sums = [], list(self._others), []
        for number, part in self._parts():
            rows = self._read_matched(number, part)
            once = rows.filter(~pl.col("nik").is_in(twice.implode()))
            pairs = once.select("earlier", pl.col("id").alias("later"))
            people = part.filter(pl.col("id").is_in(candidates["id"].implode()))
            continued = continue_part(people, once.drop("earlier"), pairs, terms)
            path = self._continued / f"{number:06d}.parquet"
            path.write_bytes(parquet_bytes(continued.people.drop("id")))
            self.last_number = max(self.last_number, highest_number(continued.people))
            sums.append(continued.sums)
            done = continued.people["earlier"].implode()
            earlier.append(part.filter(~pl.col("id").is_in(done)))
            newer.append(rows.filter(~pl.col("earlier").is_in(done)).drop("earlier"))
        self.unchanged = add_unchanged(sums)
        known = [rows for rows in newer if rows.height] or newer[-1:]
        return pl.concat(earlier), pl.concat(known).sort("id")

    def next_parts(self, compared: pl.DataFrame) -> Iterator[pl.DataFrame]:
        """Yield the parts of the next result; ``compared`` are those of its people who were compared."""
        compared = compared.drop("id")
        numbers = self.earlier.group_by("part").agg(
            pl.col("id").min().alias("first"), pl.col("id").max().alias("last")
        )
        for number, first, last in numbers.sort("part").iter_rows():
            continued = pl.read_parquet(self._continued / f"{number:06d}.parquet", glob=False)
            others = compared.filter(pl.col("earlier").is_between(first, last))
            people = pl.concat([continued, others.select(continued.columns)]).sort("earlier")
            if people.height:
                yield people
        yield from compared.filter(pl.col("earlier").is_null()).iter_slices(_NEWCOMERS_PER_PART)

    def _repeated_niks(self) -> pl.Series:
        niks = pl.concat([pl.Series([], dtype=pl.String), *self._niks])
        return niks.filter(niks.is_duplicated()).drop_nulls().unique()

    def _read_matched(self, number: int, part: pl.DataFrame) -> pl.DataFrame:
        """Return the newer rows of the people of a part, with ``earlier``."""
        pattern = f"{number:06d}-*"
        if any(self._matched.glob(f"{pattern}.parquet")):
            return scan_parquet_files(self._matched, pattern).collect()
        return part.clear().with_columns(pl.col("id").alias("earlier"))
