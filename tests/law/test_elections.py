"""Elections and roles where the rate files hold no such case: terms without an end, words near none."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from pemilu_cover.law.elections import (
    Age,
    Dissolution,
    Election,
    ElectionRole,
    Honorarium,
    SharedRoles,
    Term,
    VotingDay,
    elections_covering,
)
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.rate_files import RateFileError
from pemilu_cover.law.roles import Roles

VOTING = date(2029, 11, 14)
CITED: dict[str, Any] = {"law": "PKPU 1/2029", "article": "pasal 1", "confidence": "inferred"}


def serving(**days: date) -> Election:
    """An election in which PTPS have a term of the days, and no other role has one."""
    return Election(
        id="pemilu-2029",
        name="Pemilu 2029",
        label="Pemilu 2029",
        voting_day=VOTING,
        checked_on=VOTING,
        dissolved=Dissolution(**CITED, months=2),
        roles={"PTPS": ElectionRole(term=Term(**CITED, **days))},
    )


# ---- whether a term covers a contract ------------------------------------------------------------

OPEN, DISSOLVED = date(2029, 10, 1), date(2030, 1, 14)
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
def test_find_by_position__unknown_position__returns_none(
    book: RateBook, family: str, position: str
) -> None:
    assert book.roles.find_by_position(family, position) is None


def saksi(**changed: object) -> dict[str, object]:
    role = {"family": "SAKSI", "position": "petugas", "body": "KPU", "unit": "tps", "asn": "never"}
    return {**role, "name": "Saksi Partai", "aliases": ("SAKSI PARTAI",), **changed}


def test_the_plain_member_of_a_family_is_its_anggota_or_its_petugas() -> None:
    roles = {"SAKSI_TPS": saksi()}
    assert Roles(checked_on=VOTING, roles=roles).find_by_position("saksi") == "SAKSI_TPS"  # type: ignore[arg-type]
    roles["SAKSI_LUAR"] = saksi(position="anggota", aliases=("SAKSI LUAR",))
    assert Roles(checked_on=VOTING, roles=roles).find_by_position("saksi") == "SAKSI_LUAR"  # type: ignore[arg-type]


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


# ---- elections of some regions, on several days ----------------------------------------------------


def test_election__psu_2025__has_the_days_of_the_courts_clusters(book: RateBook) -> None:
    psu = book.elections["psu-2025"]
    days = [(3, 22), (4, 5), (4, 9), (4, 19), (5, 24), (8, 6)]
    assert psu.days == tuple(date(2025, month, day) for month, day in days)
    assert psu.label == "PSU 2025"
    assert "Serang" in next(one for one in psu.voting_days if one.day == psu.voting_day).where


@pytest.mark.parametrize("name", ["psu-2025", "pilkada-ulang-2025"])
def test_election__shares_with_pilkada_2024__has_its_honoraria_and_numbers(
    book: RateBook, name: str
) -> None:
    shared, source = book.elections[name], book.elections["pilkada-2024"]
    for code in ("PPK_KETUA", "PPS_STAF", "KPPS_ANGGOTA", "LINMAS_TPS"):
        assert shared.role(code).honorarium == source.role(code).honorarium
        assert shared.role(code).per_unit == source.role(code).per_unit
        term = shared.role(code).term
        assert term is not None
        assert (term.by_region, term.start, term.end) == (True, None, None)
    assert shared.role("PTPS").honorarium is None


def test_election__of_some_regions__is_counted_without_what_it_shares(book: RateBook) -> None:
    assert "honorarium" not in book.files["elections/psu-2025.toml"].model_dump_json(
        exclude={"shares"}, exclude_none=True
    )


PSU: dict[str, Any] = {
    "id": "psu-2030",
    "name": "PSU",
    "label": "PSU 2030",
    "voting_day": VOTING,
    "checked_on": VOTING,
}
SHARES: dict[str, Any] = {**CITED, "election": "pemilu-2029", "roles": ("PTPS",)}


def voting(*days: date) -> tuple[VotingDay, ...]:
    return tuple(VotingDay(**CITED, day=day, where=("Serang",)) for day in days)


@pytest.mark.parametrize(
    "days",
    [(VOTING - timedelta(days=1),), (VOTING, VOTING), (VOTING, VOTING - timedelta(days=1))],
)
def test_election__voting_days_without_the_main_one_or_out_of_order__are_refused(
    days: tuple[date, ...],
) -> None:
    with pytest.raises(
        ValidationError,
        match=r"error, 'voting_days' must be in order and hold the day of 'voting_day' \[",
    ):
        Election(**PSU, voting_days=voting(*days))


def test_election__open_term__runs_two_months_from_the_last_voting_day() -> None:
    later = VOTING + timedelta(days=30)
    term = Term(**CITED, start=OPEN)
    roles = {"PTPS": ElectionRole(term=term)}
    ends = {None: later, Dissolution(**CITED, months=2): date(2030, 2, 14)}
    for dissolved, last in ends.items():
        psu = Election(**PSU, voting_days=voting(VOTING, later), roles=roles, dissolved=dissolved)
        assert psu.covers("PTPS", OPEN, last)
        assert not psu.covers("PTPS", OPEN, last + timedelta(days=1))


def test_term__by_region_with_days_of_its_own__is_refused() -> None:
    with pytest.raises(
        ValidationError, match=r"error, a term by region has no start and no end of its own \["
    ):
        Term(**CITED, by_region=True, start=VOTING)
    assert Term(**CITED, by_region=True, not_before=VOTING).window == (VOTING, None)


def test_sharing__role_has_its_own__own_goes_before() -> None:
    pay = Honorarium(**CITED, amount=1, per="month")
    other = Honorarium(**CITED, amount=2, per="month")
    shares = SharedRoles(**{**SHARES, "fields": ("honorarium", "age")})
    source = serving(start=OPEN).model_copy(
        update={"roles": {"PTPS": ElectionRole(honorarium=other)}}
    )
    for own, remaining in ((pay, pay), (None, other)):
        psu = Election(**PSU, shares=(shares,), roles={"PTPS": ElectionRole(honorarium=own)})
        assert psu.with_shared_fields({"pemilu-2029": source}).role("PTPS").honorarium == remaining


def test_with_shared_fields__two_entries_for_a_new_role__has_the_fields_of_both() -> None:
    pay, age = Honorarium(**CITED, amount=2, per="month"), Age(**CITED, min=17)
    source = serving(start=OPEN).model_copy(
        update={"roles": {"PTPS": ElectionRole(honorarium=pay, age=age)}}
    )
    shares = tuple(SharedRoles(**{**SHARES, "fields": (name,)}) for name in ("honorarium", "age"))
    psu = Election(**PSU, shares=shares).with_shared_fields({"pemilu-2029": source})
    assert psu.roles == {"PTPS": ElectionRole(honorarium=pay, age=age)}


def test_sharing__unknown_election_or_nothing_to_share__is_refused() -> None:
    psu = Election(**PSU, shares=(SharedRoles(**{**SHARES, "fields": ("age",)}),))
    with pytest.raises(ValueError, match="the unknown election 'pemilu-2029'"):
        psu.with_shared_fields({})
    with pytest.raises(ValueError, match="says nothing of PTPS"):
        psu.with_shared_fields({"pemilu-2029": serving(start=OPEN)})


def test_book__election_shares_what_is_not_there__file_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "rates"
    shutil.copytree(RateBook.load().folder, folder)
    file = folder / "elections" / "psu-2025.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('election = "pilkada-2024"', 'election = "pilkada-2023"'))
    with pytest.raises(RateFileError, match=r"psu-2025\.toml: shares: .*'pilkada-2023'") as refused:
        _ = RateBook.load(folder).elections
    assert refused.value.file == file
    file.write_text(text.replace('"PPK_KETUA", ', '"PPK_KETUU", '))
    with pytest.raises(RateFileError, match="PPK_KETUU: is not a role"):
        _ = RateBook.load(folder).elections


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (date(2024, 11, 7), date(2024, 12, 8), ["pilkada-2024"]),
        (date(2025, 4, 1), date(2025, 4, 30), ["psu-2025"]),
        (date(2025, 8, 1), date(2025, 8, 31), ["pilkada-ulang-2025", "psu-2025"]),
        (date(2021, 5, 9), date(2021, 6, 9), ["psu-2021"]),
        (date(2027, 4, 1), date(2027, 4, 30), []),
    ],
)
def test_fitting__days_of_kpps__names_each_election_that_covers_them(
    book: RateBook, first: date, last: date, found: list[str]
) -> None:
    fits = elections_covering(book.elections.values(), "KPPS_ANGGOTA", first, last)
    assert [election.id for election in fits] == found


@pytest.mark.parametrize(
    ("first", "last", "reached"),
    [
        (OPEN - timedelta(days=9), OPEN, True),
        (OPEN - timedelta(days=9), OPEN - timedelta(days=1), False),
        (DISSOLVED, DISSOLVED + timedelta(days=9), True),
        (DISSOLVED + timedelta(days=1), DISSOLVED + timedelta(days=9), False),
    ],
)
def test_overlaps__one_day_of_the_term_or_none__returns_it(
    first: date, last: date, reached: bool
) -> None:
    assert serving(start=OPEN).overlaps("PTPS", first, last) is reached
    assert not serving(start=OPEN).overlaps("PKD", first, last)
