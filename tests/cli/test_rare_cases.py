"""What a page says where a case is seldom: a relief, a member without a wage, a day of tomorrow, no end."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from support.people import short_person
from support.run import Run, invoke
from support.workbooks import roster

from pemilu_cover.commands import enrol
from pemilu_cover.law.rate_book import RateBook


def words(query: Run) -> str:
    """Return what was printed, without its line ends and columns."""
    return " ".join(query.out.split())


def agreement(folder: Path, text: str) -> Path:
    file = folder / "pks.toml"
    file.write_text(text, encoding="utf-8")
    return file


# PP 49/2020: 1 % of 0,54 % of Rp2.200.000 for each of two months.
def test_a_price_shows_the_relief_and_its_law(tmp_path: Path) -> None:
    since = agreement(tmp_path, 'election = "pilkada-2020"\nparticipant_since = 2020-02-01')
    report = words(
        invoke(
            *("quote", "--role", "PPK", "--position", "ketua", "--lang", "en"),
            *("--agreement", since, "--start", "2020-08-01", "--end", "2020-09-30"),
        )
    )
    assert "relief 1,00 % is paid PP 49/2020, pasal 9 (JKM) dan 15" in report
    assert "per person Rp237,60" in report


def test_quote__bpu__is_priced_by_income() -> None:
    report = words(
        invoke("quote", "--role", "KPPS", "--days", 30, "--segment", "bpu", "--lang", "en")
    )
    assert "segment BPU not paid a wage: an amount by the band of income" in report
    assert "per person Rp16.800" in report


def test_a_wage_earner_does_not_pay_for_himself() -> None:
    query = invoke(
        "quote", "--role", "KPPS", "--segment", "pu", "--paid-by", "self", "--lang", "en"
    )
    assert (query.status, query.out) == (2, "")
    assert "employers pay for wage earners" in " ".join(query.err.split())


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The requested day is later: check whether anything has changed."),
        ("id", "Hari yang ditanyakan sesudah itu: periksa apakah ada perubahan."),
    ],
)
def test_benefits__day_after_the_last_check__has_a_note(language: str, sentence: str) -> None:
    checked = RateBook.load().checked_on
    for day, message in ((checked, False), (checked + timedelta(days=1), True)):
        report = words(invoke("rates", "--on", day, "--lang", language))
        assert (sentence in report) == message


def test_benefits_of_a_wage_alone_are_those_of_today() -> None:
    before = date.today()
    report = words(invoke("benefits", "--wage", "1000000", "--lang", "en"))
    # Midnight may pass in between.
    assert any(f"today, {day:%d-%m-%Y}" in report for day in (before, date.today()))


def test_a_role_whose_term_ends_before_the_agreement_begins_is_not_counted(tmp_path: Path) -> None:
    late = agreement(tmp_path, 'election = "pilkada-2024"\n[roles.PTPS]\nstart = 2025-03-01')
    query = ("budget", "--kecamatan", 1, "--tps", 10, "--agreement", late)
    assert (
        "Pengawas TPS [PTPS]: ends on 04-12-2024, before the agreement's start on 01-03-2025."
        in words(invoke(*query, "--lang", "en"))
    )
    assert (
        "Pengawas TPS [PTPS]: selesai 04-12-2024, sebelum mulai 01-03-2025 menurut perjanjian."
        in words(invoke(*query, "--lang", "id"))
    )


def test_a_first_day_alone_is_no_term_where_the_last_is_not_known() -> None:
    query = ("--kecamatan", 1, "--term", "KPU_KAB_KETUA=2024-11-01", "--lang", "en")
    report = words(invoke("budget", "--election", "pilkada-2024", *query))
    assert "[KPU_KAB_KETUA]" in report
    assert "its term is not known: say --term FIRST..LAST, or --term CODE=FIRST..LAST" in report


def test_more_people_than_a_sheet_has_rows_are_refused_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enrol, "_ROOM_FOR_HEADS", enrol.MAX_ROWS - 2)
    for people, status in ((2, 0), (3, 4)):
        source = roster(tmp_path / f"{people}.xlsx", *map(short_person, range(1, people + 1)))
        out = tmp_path / f"out-{people}"
        query = invoke("enrol", source, "--out", out, "--lang", "en")
        assert (query.status, out.exists()) == (status, status == 0)
    assert "3 people" in query.err
