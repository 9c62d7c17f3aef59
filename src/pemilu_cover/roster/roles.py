"""The office that a cell names, with what the row or the sheet says of its body."""

from __future__ import annotations

import re
from collections.abc import Callable

import polars as pl

from pemilu_cover.roster.distinct import map_distinct
from pemilu_cover.roster.gather import NEAR
from pemilu_cover.roster.marks import SHOWN
from pemilu_cover.values.text import word_form

_PARENTS = frozenset({"KPU", "BAWASLU", "KPUD", "PANWASLIH", "KIP"})


def roles(frame: pl.DataFrame, find_role: Callable[[str], str | None]) -> pl.Series:
    """Find each distinct role, with what the row or the sheet says of its body where it needs that."""

    def find(key: str) -> str | None:
        role, body, near = key.split("\x1f")
        bare = re.sub(r"\(.*?\)", " ", role)
        # "KPU" and "Bawaslu" stand above every body: what the sheet says is nearer.
        nearest_first = (near, body) if word_form(body) in _PARENTS else (body, near)
        names = [
            role,
            bare,
            *(f"{bare} {more}" for more in nearest_first if more and word_form(bare)),
        ]
        if not word_form(role):
            names = []
        return next((code for name in names if (code := find_role(name))), None)

    keys = frame.select(
        pl.concat_str(
            pl.coalesce(SHOWN + "role", NEAR + "role"),
            pl.col(SHOWN + "body").fill_null(""),
            pl.col(NEAR + "body"),
            separator="\x1f",
        )
    ).to_series()
    return map_distinct(keys, find)
