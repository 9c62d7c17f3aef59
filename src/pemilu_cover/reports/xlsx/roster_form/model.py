"""The data of a roster form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

Cell = str | int | date


class RoleSummary(NamedTuple):
    """What the form says of a role; None is left blank. ``per`` says what the ceiling is paid for."""

    name: str
    ceiling_sen: int | None
    per: str
    wage_law: str
    term: tuple[date | None, date | None]
    window: tuple[date | None, date | None]
    term_law: str


class RosterForm(NamedTuple):
    """What a form is made of.

    ``titles`` gives each field its header, ``example`` the cells of the example row that are not the same
    in every form, ``heads`` what stands first on Petunjuk and Daftar, ``desa`` the desa of each kecamatan.
    ``born`` and ``served`` are the first and the last day that are plausible.
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
