"""Whom a row of a filled corrections file is about: found by its code, or by who the person is.

A code changes with the sheet, the row, and the NIK and name that the file had. Where it is found, the
row is as it was when the corrections were written. Where it is not, the roster has changed since, and
only the person himself tells: his NIK with his name, or his name where the row has no whole NIK.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, NamedTuple

import polars as pl

from pemilu_cover.roster.gather import READ, TYPED
from pemilu_cover.roster.marks import SHOWN
from pemilu_cover.roster.sheet import as_typed, is_number
from pemilu_cover.roster.vocabulary import fields
from pemilu_cover.values import nik
from pemilu_cover.values.text import clean, word_form

# Excel has 1,048,576 rows.
_ROW_DIGITS = 7
_CODE_LENGTH, _CHECK_LENGTH = 8, 4
Address = tuple[str, str, str]


class Who(NamedTuple):
    """What a row of corrections says of its person: his address, his code, his NIK and name as sent."""

    address: Address
    code: str
    nik: str
    name: str


def code_of(row: Mapping[str, Any]) -> str:
    """Give the code of a row of the frame."""
    parts = (row["sheet"], row["row"], row[f"{READ}nik"], row[f"{READ}name"])
    return _hash(map(str, parts))[:_CODE_LENGTH]


def check_of(texts: Iterable[str]) -> str:
    """Give the check of cells that are told and not asked for: it shows whether one was changed."""
    return _hash(clean(text) for text in texts)[:_CHECK_LENGTH]


def cells_of(row: Mapping[str, Any], names: Iterable[str]) -> dict[str, str]:
    """Give a row's cells as corrections show them: as typed, and its places as they were understood.

    Of a NIK that is a number the last digit is not known: there stands a question mark.
    """
    typed = {name: as_typed(row[TYPED + name]) for name in names}
    places = {
        name: typed[name] or row[name] or "" for name in ("kecamatan", "desa") if name in typed
    }
    if is_number(row[TYPED + "nik"]) and len(typed.get("nik", "")) == nik.LENGTH:
        typed["nik"] = f"{typed['nik'][:-1]}?"
    return typed | places


class People:
    """The people of a roster, to be found by code, address or NIK."""

    def __init__(self, frame: pl.DataFrame) -> None:
        named = [name for name in fields() if name in frame.columns]
        self._frame = frame.select(
            *("id", "file", "sheet", "row", f"{READ}nik", f"{READ}name"),
            *(prefix + name for prefix in (TYPED, SHOWN) for name in fields()),
            *named,
        )

    def known(self, address: Address) -> list[str]:
        """Give those parts of an address that the roster has: its file, its sheet, the number of a row."""
        file, sheet, row = address
        told = [
            text
            for text, name in ((file, "file"), (sheet, "sheet"))
            if text in set(map(clean, self._frame[name].unique()))
        ]
        return [*told, row] if row.isdigit() and len(row) <= _ROW_DIGITS else told

    def row(self, number: int) -> dict[str, Any]:
        """Give what is read of a person, by column."""
        return self._frame.row(number, named=True)

    @cached_property
    def by_nik(self) -> dict[str, list[int]]:
        """The numbers of the people with each NIK."""
        return _grouped(self._frame.select("nik", "id").drop_nulls().iter_rows())

    @cached_property
    def _by_address(self) -> dict[Address, list[int]]:
        rows = self._frame.select("file", "sheet", pl.col("row").cast(pl.String), "id").iter_rows()
        return _grouped(((clean(f), clean(s), row), number) for f, s, row, number in rows)

    @cached_property
    def _by_code(self) -> dict[str, list[int]]:
        columns = ("sheet", "row", f"{READ}nik", f"{READ}name", "id")
        rows = self._frame.select(columns).iter_rows(named=True)
        return _grouped((code_of(row), row["id"]) for row in rows)

    def find(self, who: Who) -> tuple[int, bool] | None:
        """Give the person whom a row is about, and whether his row is as it was; None if it is nobody."""
        here = self._by_address.get(who.address, [])
        coded = self._by_code.get(who.code, [])
        for numbers in ([number for number in here if number in coded], coded):
            if len(numbers) == 1:
                return numbers[0], True
        same = [n for n in self.by_nik.get(nik.compact(who.nik), []) if self._has_name(n, who.name)]
        if len(same) == 1:
            return same[0], False
        named = [n for n in here if self._has_name(n, who.name) and not self._has_whole_nik(n)]
        return (named[0], False) if who.name and len(named) == 1 else None

    def _has_name(self, number: int, name: str) -> bool:
        row = self.row(number)
        known = {word_form(as_typed(row[TYPED + "name"])), word_form(row["name"] or "")}
        return word_form(name) in known or known == {""}

    def _has_whole_nik(self, number: int) -> bool:
        return len(self.row(number)["nik"] or "") == nik.LENGTH


def _grouped(pairs: Iterable[tuple[Any, int]]) -> dict[Any, list[int]]:
    groups: dict[Any, list[int]] = {}
    for key, number in pairs:
        groups.setdefault(key, []).append(number)
    return groups


def _hash(parts: Iterable[str]) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
