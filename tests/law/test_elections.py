"""Elections and roles where the rate files hold no such case: terms without an end, words near none."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from pemilu_cover.law.book import RateBook
from pemilu_cover.law.elections import Election, Honorarium, RoleInElection, Roles, Term

VOTING = date(2029, 11, 14)
CITED: dict[str, Any] = {"law": "PKPU 1/2029", "article": "pasal 1", "confidence": "inferred"}


def serving(**days: date) -> Election:
    """An election in which PTPS have a term of the days, and no other role has one."""
    return Election(
        id="pemilu-2029",
        name="Pemilu 2029",
        voting_day=VOTING,
        checked_on=VOTING,
        roles={"PTPS": RoleInElection(term=Term(**CITED, **days))},
    )


# ---- whether a term covers a contract ------------------------------------------------------------

OPEN, DISSOLVED = date(2029, 10, 1), VOTING + timedelta(days=62)
OPEN_ENDED = {
    "from its first day to voting day": (OPEN, VOTING, True),
    "to the last day of two months after voting": (OPEN, DISSOLVED, True),
    "a day longer": (OPEN, DISSOLVED + timedelta(days=1), False),
    "a day earlier": (OPEN - timedelta(days=1), VOTING, False),
    "of one day": (VOTING, VOTING, True),
}


@pytest.mark.parametrize(("first", "last", "covered"), OPEN_ENDED.values(), ids=OPEN_ENDED.keys())
def test_a_term_without_an_end_runs_until_its_body_is_dissolved(
    first: date, last: date, covered: bool
) -> None:
    assert serving(start=OPEN).covers("PTPS", first, last) is covered


@pytest.mark.parametrize(("last", "covered"), [(VOTING, True), (VOTING + timedelta(days=1), False)])
def test_a_term_with_an_end_runs_until_then(last: date, covered: bool) -> None:
    assert serving(start=OPEN, end=VOTING).covers("PTPS", OPEN, last) is covered


def test_a_term_whose_first_day_is_not_known_covers_nothing() -> None:
    assert not serving(end=VOTING).covers("PTPS", VOTING, VOTING)


def test_a_role_without_a_term_is_not_covered() -> None:
    assert not serving(start=OPEN).covers("PPK_KETUA", VOTING, VOTING)


# ---- how a role is named -------------------------------------------------------------------------

NUMBERED = {
    "Anggota KPPS TPS 01": "KPPS_ANGGOTA",
    "Ketua KPPS TPS 12": "KPPS_KETUA",
    "Tukang Parkir TPS 01": None,
    "Tukang Parkir 4": None,
    "PPS 04": "PPS_ANGGOTA",
    "PPS 10": "PPS_ANGGOTA",
    "PPS 01": None,
    "PPS 00": None,
}


@pytest.mark.parametrize(("written", "code"), NUMBERED.items())
def test_the_number_of_a_tps_or_of_a_member_does_not_make_a_role(
    book: RateBook, written: str, code: str | None
) -> None:
    assert book.roles.find(written) == code


@pytest.mark.parametrize(
    ("family", "position"), [("PTPS", "ketua"), ("KPPS_KETUA", "anggota"), ("KPPS", "petugas")]
)
def test_a_position_that_the_family_does_not_have_is_not_overlooked(
    book: RateBook, family: str, position: str
) -> None:
    assert book.roles.named(family, position) is None


def saksi(**changed: object) -> dict[str, object]:
    role = {"family": "SAKSI", "position": "petugas", "body": "KPU", "unit": "tps", "asn": "never"}
    return {**role, "name": "Saksi Partai", "aliases": ("SAKSI PARTAI",), **changed}


def test_the_plain_member_of_a_family_is_its_anggota_or_its_petugas() -> None:
    roles = {"SAKSI_TPS": saksi()}
    assert Roles(checked_on=VOTING, roles=roles).named("saksi") == "SAKSI_TPS"  # type: ignore[arg-type]
    roles["SAKSI_LUAR"] = saksi(position="anggota", aliases=("SAKSI LUAR",))
    assert Roles(checked_on=VOTING, roles=roles).named("saksi") == "SAKSI_LUAR"  # type: ignore[arg-type]


# The nearest word is a civil servant's (KASUBBAG), or it is not near enough ("PANWAS DESA").
@pytest.mark.parametrize("written", ["Kasubbagg", "Kepala Desa", "Panitia", "Pendamping Desa"])
def test_nobody_is_called_a_civil_servant_or_something_far_by_a_suggestion(
    book: RateBook, written: str
) -> None:
    assert book.roles.nearest(written) is None


# ---- amounts -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("alternative", "ceiling"), [(None, 850_000_00), (900_000, 900_000_00), (800_000, 850_000_00)]
)
def test_the_ceiling_is_the_higher_of_what_decrees_allow(
    alternative: int | None, ceiling: int
) -> None:
    pay = Honorarium(**CITED, amount=850_000, alternative=alternative, per="month")
    assert (pay.amount_sen, pay.ceiling_sen) == (850_000_00, ceiling)
