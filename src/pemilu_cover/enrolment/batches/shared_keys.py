"""Who shares a key with somebody else, in bounded memory: by the hashes of the key, part by part."""

from __future__ import annotations

import polars as pl

# So many hashes are compared at once.
_HASHES_IN_MEMORY = 2_000_000


def shared_hashes(people: pl.LazyFrame, key: pl.Expr, count: int) -> pl.Series:
    """Return the hashes of a key that several of ``count`` people have; nulls have none."""
    parts = count // _HASHES_IN_MEMORY + 1
    hashes = people.filter(key.is_not_null()).select(key.hash(seed=0).alias("hash"))
    found = []
    for part in range(parts):
        of_part = hashes.filter(pl.col("hash") % parts == part).collect(engine="streaming")["hash"]
        found.append(of_part.filter(of_part.is_duplicated()).unique().sort())
    return pl.concat(found)


def has_hash(key: pl.Expr, hashes: pl.Series) -> pl.Expr:
    """Return whether a key has one of these hashes: all who share it have, and hardly any others."""
    return key.is_not_null() & key.hash(seed=0).is_in(hashes.implode())
