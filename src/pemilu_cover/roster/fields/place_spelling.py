"""Kecamatan and desa with a spelling near an official name: suggestions for what was meant.

The regency is that of the row, else the one of its NIK. The kecamatan is that of the row, else the one of a
title or heading, which is not questioned itself. An official name anywhere near is never questioned, and a
name that resembles several official names is left unchanged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache, lru_cache

import polars as pl

from pemilu_cover.reference import regions, villages
from pemilu_cover.roster.fields.notes import note
from pemilu_cover.roster.fields.places import without_place_word
from pemilu_cover.values.nik import LENGTH
from pemilu_cover.values.text import normal_form

# Names of fewer letters differ by one letter from too many others.
_SHORTEST, _SHORT = 4, 7
_KEYS = ["regency", "kecamatan", "desa"]


def spelling_notes(
    shown: Callable[[str], pl.Series], regency: pl.Series, nik: pl.Series, heading: pl.Series
) -> list[pl.Series]:
    """Return the notes on misspelt kecamatan and desa, with the suggested names.

    ``heading`` is the kecamatan of titles and headings, or "".
    """
    kecamatan = shown("kecamatan")
    is_cell = kecamatan.is_not_null()
    home = nik.set(nik.str.len_chars() != LENGTH, None).str.head(regions.REGENCY)
    places = pl.DataFrame(
        {
            "regency": regency.zip_with(regency.is_not_null(), home),
            "kecamatan": kecamatan.zip_with(is_cell, heading.replace("", None)),
            "desa": shown("desa"),
        }
    )
    distinct = places.drop_nulls(["regency", "kecamatan"]).unique()
    suggestions = [nearest_places(*row) for row in distinct.iter_rows()]
    if not any(any(each) for each in suggestions):
        return []
    with_suggestions = distinct.with_columns(
        pl.Series("for_kecamatan", [each[0] for each in suggestions], dtype=pl.String),
        pl.Series("for_desa", [each[1] for each in suggestions], dtype=pl.String),
    )
    joined = places.join(
        with_suggestions, on=_KEYS, how="left", nulls_equal=True, maintain_order="left"
    ).with_columns(pl.when(is_cell).then("for_kecamatan").alias("for_kecamatan"))
    return joined.select(
        note(
            f"{field}-misspelt",
            pl.when(pl.col(f"for_{field}").is_not_null()).then(pl.lit(field)),
            pl.col(f"for_{field}"),
        )
        for field in ("kecamatan", "desa")
    ).get_columns()


@lru_cache(maxsize=100_000)
def nearest_places(
    regency: str, kecamatan: str, village: str | None
) -> tuple[str | None, str | None]:
    """Return the official kecamatan and desa within a small edit distance of two names, or None for each.

    >>> nearest_places("3214", "Pelered", "Anjun"), nearest_places("3214", "Plered", "Anjum")
    (('Plered', None), (None, 'Anjun'))
    >>> nearest_places("3214", "Plered", "Anjun"), nearest_places("3215", "Plered", "Anjum")
    ((None, None), (None, None))
    """
    name, here = _compact(kecamatan), _kecamatan_of(regency)
    if name not in here:
        nearest = None if name in _kecamatan_codes() else _nearest(name, here)
        return (regions.region_name(here[nearest]) if nearest else None), None
    if village is None or village in villages.villages_of_kecamatan(here[name]):
        return None, None
    form, desa = _compact(village), _desa_of(here[name])
    nearest = None if form in desa else _nearest(form, desa)
    # It may be in a kecamatan of the same name in another regency.
    if nearest is None or any(form in _desa_of(code) for code in _kecamatan_codes()[name]):
        return None, None
    return None, desa[nearest]


def _nearest(form: str, known: Iterable[str]) -> str | None:
    """Return the only known name within an edit distance of one or two, or None."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415  slow, and seldom needed

    if len(form) < _SHORTEST:
        return None
    most = 1 if len(form) <= _SHORT else 2
    near: defaultdict[int, list[str]] = defaultdict(list)
    for name in known:
        slips = OSA.distance(form, name, score_cutoff=most)
        if slips <= most:
            near[slips].append(name)
    closest = near[min(near)] if near else []
    return closest[0] if len(closest) == 1 else None


@lru_cache(maxsize=100_000)
def _compact(text: str) -> str:
    return normal_form(without_place_word(text)).replace(" ", "")


@cache
def _kecamatan_codes() -> dict[str, list[str]]:
    """Return the codes of each kecamatan by its compact name."""
    codes: defaultdict[str, list[str]] = defaultdict(list)
    for code in regions.kecamatan_codes():
        codes[_compact(regions.region_name(code) or "")].append(code)
    return dict(codes)


@lru_cache(maxsize=1_000)
def _kecamatan_of(regency: str) -> dict[str, str]:
    """Return the codes of the kecamatan of a regency by their compact names."""
    codes = regions.kecamatan_by_regency().get(regency, [])
    return {_compact(regions.region_name(code) or ""): code for code in codes}


@lru_cache(maxsize=10_000)
def _desa_of(code: str) -> dict[str, str]:
    """Return the names of the desa of a kecamatan by their compact names."""
    return {_compact(name): name for name in villages.villages_of_kecamatan(code)}
