"""The data of a roster form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

Cell = str | int | date


class RoleSummary(NamedTuple):
    """A role on the form; None is left blank. ``per`` is the period of the ceiling."""

    name: str
    ceiling_sen: int | None
    per: str
    wage_law: str
    term: tuple[date | None, date | None]
    window: tuple[date | None, date | None]
    term_law: str


class RosterForm(NamedTuple):
    """The data of a form.

    ``titles`` has the header of each field, ``example`` the cells of the example row that depend on the form,
    ``sheet_titles`` the titles of Petunjuk and Daftar, ``desa`` the desa of each kecamatan. ``birth_range``
    and ``service_period`` are the first and the last plausible day.
    """

    election: str
    regency: str
    titles: Mapping[str, str]
    example: Mapping[str, Cell]
    sheet_titles: tuple[str, str]
    roles: Sequence[RoleSummary]
    desa: Mapping[str, Sequence[str]]
    birth_range: tuple[date, date]
    service_period: tuple[date, date] | None
