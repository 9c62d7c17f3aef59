"""Matching by NIK: whatever the order of files and rows and however names are masked, the same numbers."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from itertools import permutations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from support.examples import examples
from support.sipp_downloads import MASKS, SippPerson

from pemilu_cover.enrolment.register.schema import SCHEMA
from pemilu_cover.reconciliation.members import MEMBERS_SCHEMA, MembersOutcome, match_members
from pemilu_cover.reconciliation.sipp_cells import is_masked
from pemilu_cover.reconciliation.sipp_downloads import DOWNLOAD_SCHEMA, SippDownload

BORN = date(1990, 7, 15)
NIKS = [f"32140115079090{number:02d}" for number in range(1, 9)]
PERIODS = [date(2024, 11, 1), date(2024, 12, 1), None]


def register(count: int = 5) -> pl.DataFrame:
    """Return the register of so many people, who serve in November and December."""
    people = [
        {
            "id": number,
            "status": "ready",
            "file": "roster.xlsx",
            "sheet": "DATA",
            "row": number + 1,
            "nik": nik,
            "name": f"Orang {nik[-2:]}",
            "birth_date": BORN,
            "start": date(2024, 11, 7),
            "end": date(2024, 12, 31),
            "segment": "pu",
            "base_sen": 85_000_000,
            "charges": [{"month": month, "jkk_sen": 1, "jkm_sen": 1} for month in PERIODS[:2]],
        }
        for number, nik in enumerate(NIKS[:count], start=1)
    ]
    return pl.DataFrame(people, schema_overrides=SCHEMA).select(
        pl.col(name) if name in people[0] else pl.lit(None, dtype).alias(name)
        for name, dtype in SCHEMA.items()
    )


def download(period: date | None, people: list[SippPerson], label: str = "f") -> SippDownload:
    """Return SIPP's file of a period, of worker data for None."""
    rows = [
        {
            "row": number,
            "nik": one.nik,
            "kpj": one.kpj or None,
            "kode_tk": one.kode_tk or None,
            "name": one.shown_name,
            "is_masked": is_masked(one.shown_name),
            "birth_date": one.birth_date,
            "wage_sen": int(one.wage * 100) if period else None,
        }
        for number, one in enumerate(people, start=2)
    ]
    frame = pl.DataFrame(rows, schema_overrides=DOWNLOAD_SCHEMA).select(
        pl.col(name) if name in rows[0] else pl.lit(None, dtype).alias(name)
        for name, dtype in DOWNLOAD_SCHEMA.items()
    )
    kind = "upah" if period else "koreksi"
    digest = hashlib.sha256(f"{label} {period}".encode()).hexdigest()
    return SippDownload(kind, label, "data", "24109999", period, frame, (), digest, {})  # type: ignore[arg-type]


@st.composite
def files(draw: st.DrawFn) -> list[tuple[date | None, list[SippPerson]]]:
    """Draw up to three files of people with numbers, some of whom have none, two, or one of another."""
    kpj = st.sampled_from(["", "24000000001", "24000000002", "24000000003", "24000000004"])
    people = st.builds(
        lambda nik, number: SippPerson(nik, f"ORANG {nik[-2:]}", BORN, number),
        st.sampled_from(NIKS),
        kpj,
    )
    lists = st.lists(people, min_size=1, max_size=6)
    return draw(st.lists(st.tuples(st.sampled_from(PERIODS), lists), min_size=1, max_size=3))


def facts(outcome: MembersOutcome) -> list[object]:
    """Return what an outcome says, but for the names and files it has it from."""
    known = outcome.members.select("nik", "kpj", "kode_tk", "birth_date", "wage_sen", "period")
    return [
        known.rows(),
        outcome.matched["nik"].to_list(),
        outcome.without_number["nik"].to_list(),
        outcome.absent["nik"].to_list(),
        outcome.unknown.select("nik", "reason").rows(),
        sorted(outcome.differing.select("nik", "field").rows()),
    ]


@given(files(), st.randoms(use_true_random=False))
@examples(200)
def test_members__any_mix_of_masks_and_orders__are_the_same(
    drawn: list[tuple[date | None, list[SippPerson]]], random: st.Random
) -> None:
    masks = [name for name in MASKS if name != "none"]
    plain = [download(period, people, f"f{n}") for n, (period, people) in enumerate(drawn)]
    mixed = [
        download(
            period,
            random.sample([replace(one, mask=random.choice(masks)) for one in people], len(people)),
            f"f{number}",
        )
        for number, (period, people) in enumerate(drawn)
    ]
    random.shuffle(mixed)
    expected, found = (facts(match_members(register(), read)) for read in (plain, mixed))
    assert found == expected


@given(files(), files())
@examples(200)
def test_members__further_files__lose_no_number_and_repeat_to_the_same(
    first: list[tuple[date | None, list[SippPerson]]],
    second: list[tuple[date | None, list[SippPerson]]],
) -> None:
    known = MEMBERS_SCHEMA.to_frame()
    for drawn in (first, second):
        read = [download(period, people, f"f{n}") for n, (period, people) in enumerate(drawn)]
        before = dict(known.select("nik", "kpj").iter_rows())
        outcome = match_members(register(), read, known)
        after = dict(outcome.members.select("nik", "kpj").iter_rows())
        assert before.keys() <= after.keys()
        assert [nik for nik, kpj in before.items() if kpj and not after[nik]] == []
        again = match_members(register(), read, outcome.members)
        assert again.members.equals(outcome.members)
        known = outcome.members
        assert known["nik"].is_unique().all()
        assert known["nik"].is_sorted()


@given(files())
@examples(200)
def test_people__enrolled__are_counted_once_and_unknown_ones_are_none_of_them(
    drawn: list[tuple[date | None, list[SippPerson]]],
) -> None:
    read = [download(period, people, f"f{n}") for n, (period, people) in enumerate(drawn)]
    outcome = match_members(register(), read)
    ours = {*outcome.matched["nik"], *outcome.without_number["nik"]}
    assert ours == set(NIKS[:5])
    assert outcome.matched.height + outcome.without_number.height == 5
    listed = {one.nik for _, people in drawn for one in people}
    assert set(outcome.unknown["nik"]) == listed - ours
    assert set(outcome.absent["nik"]) == ours - listed


def test_files__in_each_order__have_the_latest_period_and_fill_gaps() -> None:
    one = SippPerson(NIKS[0], "ORANG", BORN, "24000000001", "210000000000001", wage=850_000)
    later = replace(one, kpj="", kode_tk="", wage=900_000)
    read = [download(PERIODS[0], [one], "a"), download(PERIODS[1], [later], "b")]
    read.append(download(None, [replace(one, name="ORANG LAIN")], "c"))
    for order in permutations(read):
        (row,) = match_members(register(), order).members.to_dicts()
        assert (row["kpj"], row["kode_tk"], row["wage_sen"]) == (one.kpj, one.kode_tk, 90_000_000)
        assert (row["period"], row["source"]) == (PERIODS[1], "b")
