"""Places of duty: which spellings of a kecamatan or desa mean one place."""

from __future__ import annotations

import re

import polars as pl

from pemilu_cover.roster.cells.distinct import map_distinct
from pemilu_cover.values.text import clean, normal_form

# The columns that name a place of each kind.
KECAMATAN = ("regency", "kecamatan")
DESA = (*KECAMATAN, "desa")
TPS = (*DESA, "tps")
_KIND = re.compile(r"^(?:KECAMATAN|KEC|(?:DESA )?(?:KELURAHAN|KEL)|DESA|DS) ")


def place_form(name: str) -> str:
    """Return the form in which names of kecamatan and desa are compared.

    >>> place_form("Kec. Plered"), place_form("PLERED "), place_form("Desa/Kel. Ciwangi")
    ('PLERED', 'PLERED', 'CIWANGI')
    """
    return _KIND.sub("", normal_form(name)) or clean(name)


def unify_places(people: pl.DataFrame) -> pl.DataFrame:
    """Return people with one spelling for each kecamatan of a regency and each desa of a kecamatan."""
    within = ["regency"]
    for name in ("kecamatan", "desa"):
        form = f"{name}_form"
        people = people.with_columns(map_distinct(people[name], place_form).alias(form))
        within = [*within, form]
        people = people.with_columns(pl.col(name).first().over(within))
    return people.drop("kecamatan_form", "desa_form")
