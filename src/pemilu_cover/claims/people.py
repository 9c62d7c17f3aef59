"""Finding the person of a case in a register, by NIK."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from pemilu_cover.enrolment.register.schema import INCOMPLETE, READY
from pemilu_cover.estimates.inputs import InputError
from pemilu_cover.i18n.text import LocalizedText, localize
from pemilu_cover.law.rate_files import Segment
from pemilu_cover.values.nik import mask

_ENROLLED = frozenset({READY, INCOMPLETE})
# So many days beside a contract a day is taken for what happened, and further away for a typing error.
_NEAR_DAYS = 31
# Columns of the register that are taken as they are.
_SAME = (
    "id status birth_date sex regency role start end wage_sen wage_since base_sen segment uncovered_from "
    "left_on"
).split()


@dataclass(frozen=True, slots=True)
class ClaimPerson:
    """A person of the register as a case needs them.

    ``id`` is their number in the register, ``location`` SIPP's code of the place of work.
    """

    id: int
    nik: str
    status: str
    errors: tuple[str, ...]
    missing: tuple[str, ...]
    name: str
    birth_date: date | None
    sex: str | None
    kpj: str
    address: str
    phone: str
    regency: str | None
    location: str
    kecamatan: str
    desa: str
    tps: str
    role: str | None
    role_name: str
    start: date | None
    end: date | None
    wage_sen: int | None
    wage_since: date | None
    base_sen: int | None
    segment: Segment | None
    months: tuple[date, ...]
    uncovered_from: date | None
    left_on: date | None

    @property
    def is_enrolled(self) -> bool:
        """Whether the person is billed."""
        return self.status in _ENROLLED

    def rank_on(self, day: date) -> tuple[bool, bool, int]:
        """Return a key by which a contract of that day, and an enrolled one, is before others."""
        distance = self.days_from_contract(day)
        return distance > 0, not self.is_enrolled, distance

    def days_from_contract(self, day: date) -> int:
        """Return by how many days a day is outside the contract; 0 within, and for unknown contracts."""
        before = (self.start - day).days if self.start else 0
        after = (day - self.end).days if self.end else 0
        return max(before, after, 0)


def find_contracts(parts: Iterable[pl.DataFrame], nik: str) -> pl.DataFrame:
    """Return the rows of a NIK in the parts of a register, also of one that was corrected."""
    is_wanted = (pl.col("nik") == nik) | (pl.col("former_nik") == nik).fill_null(value=False)
    return pl.concat(part.filter(is_wanted) for part in parts)


def read_people(contracts: pl.DataFrame, members: pl.DataFrame) -> list[ClaimPerson]:
    """Return each contract as a case needs it, with the number that SIPP's files have."""
    numbers = dict(members.select("nik", "kpj").drop_nulls().iter_rows())
    return [_person(row, numbers) for row in contracts.iter_rows(named=True)]


def _person(row: dict[str, Any], numbers: Mapping[str, str]) -> ClaimPerson:
    sipp = row["sipp"] or {}
    texts = ("nik", "name", "kecamatan", "desa", "tps", "role_name")
    known = numbers.get(row["nik"]) or numbers.get(row["former_nik"])
    values: dict[str, Any] = {
        **{name: row[name] for name in _SAME},
        **{name: row[name] or "" for name in texts},
    }
    errors = (one["code"] for one in row["findings"] or () if one["level"] == "error")
    return ClaimPerson(
        kpj=known or row["kpj"] or "",
        errors=tuple(dict.fromkeys(errors)),
        missing=tuple(row["missing"] or ()),
        address=sipp.get("ALAMAT") or "",
        phone=sipp.get("HP") or "",
        location=sipp.get("LOKASI_PEKERJAAN") or "",
        months=tuple(charge["month"] for charge in row["charges"] or ()),
        **values,
    )


def choose_person(
    people: Sequence[ClaimPerson], nik: str, day: date, role: str, advice: LocalizedText
) -> ClaimPerson:
    """Return the one who served on a day, or the one whose contract is nearest.

    Raise `InputError`: nobody has the NIK (with advice), several contracts hold that day, or none is near it.
    """
    if not people:
        raise InputError(
            "--nik",
            localize("claim.nik-unknown", nik=mask(nik), advice=advice),
        )
    if role:
        wanted = role.casefold()
        chosen = [
            one
            for one in people
            if wanted in {(one.role or "").casefold(), one.role_name.casefold()}
        ]
        if not chosen:
            reason = localize("claim.role-other", roles=_roles(people))
            raise InputError("--role", reason, "name-unknown")
        people = chosen
    first = min(people, key=lambda one: one.rank_on(day))
    if first.days_from_contract(day) > _NEAR_DAYS and first.start and first.end:
        raise InputError(
            "--at", localize("claim.day-outside", day=day, start=first.start, end=first.end)
        )
    serving = enrolled_on(people, day)
    if len(serving) > 1 and not role:
        raise InputError(
            "--role", localize("claim.role-several", nik=mask(nik), day=day, roles=_roles(serving))
        )
    return first


def enrolled_on(people: Iterable[ClaimPerson], day: date) -> list[ClaimPerson]:
    """Return the enrolled contracts that hold on a day."""
    return [one for one in people if one.is_enrolled and not one.days_from_contract(day)]


def _roles(people: Iterable[ClaimPerson]) -> str:
    return ", ".join(dict.fromkeys(one.role or one.role_name for one in people))
