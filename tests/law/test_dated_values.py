"""Rules that change on a day: chosen from the rate file by the day, and never stretched."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from law.conftest import Edited

from pemilu_cover.explain.death_cover import death_covers
from pemilu_cover.explain.premium_steps import explain_premium
from pemilu_cover.i18n.text import LocalizedText
from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.benefit_cover import death_cover
from pemilu_cover.law.dated_values import DatedValue, NoRateInForceError, find_in_force
from pemilu_cover.law.due_dates import due_date, late_payment, report_deadline
from pemilu_cover.law.premium import Contract, Premium, price
from pemilu_cover.law.proration import ContractPeriod, full_months
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.rate_files import RateFileError, Segment

BOOK = RateBook.load()
CITED = 'law = "PP 1/2024"\narticle = "pasal 1"\nconfidence = "inferred"\n'
LAST_DAY, FIRST_DAY = date(2024, 11, 30), date(2024, 12, 1)


def priced(book: RateBook, start: date = date(2024, 11, 7), **agreed: Any) -> Premium:
    """Return the premium of two months from a day."""
    period = ContractPeriod(start, months=2)
    return price(Contract("KPPS_ANGGOTA", 850_000_00, period), Agreement(**agreed), book)


def until(entry: str, head: str) -> tuple[str, str]:
    """Return an entry's head, and the same ended on 30 November 2024 with another one in front of it."""
    first = f"{head}{entry}from = 2015-07-01\nto = 2024-11-30\n{CITED}\n"
    return f"{head}{entry}from = 2015-07-01\n", f"{first}{head}{entry}from = 2024-12-01\n"


def test_due_date__rule_changes__follows_the_billed_month(edited: Edited) -> None:
    old, new = until("day = 15\nmonths_after = 1\n", "[[due]]\n")
    book = edited("contribution.toml", old, new.replace("day = 15", "day = 20", 1))
    assert due_date(LAST_DAY, "pu", book) == date(2024, 12, 20)
    assert due_date(FIRST_DAY, "pu", book) == date(2025, 1, 15)


def test_due_date__bpu_rule_changes__follows_the_billed_month(edited: Edited) -> None:
    old, new = until("day = 15\nmonths_after = 0\n", "[[due]]\n")
    book = edited("bpu.toml", old, new.replace("day = 15", "day = 20", 1))
    assert due_date(LAST_DAY, "bpu", book) == date(2024, 11, 20)
    assert due_date(FIRST_DAY, "bpu", book) == date(2024, 12, 16)


def test_late_payment__penalty_changes__follows_the_billed_month(edited: Edited) -> None:
    old, new = until("percent = 2\n", "[[penalty]]\n")
    book = edited("contribution.toml", old, new.replace("percent = 2", "percent = 5", 1))
    late = [
        late_payment(1_000_00, day, "pu", date(2025, 1, 16), book) for day in (LAST_DAY, FIRST_DAY)
    ]
    assert [one and one.amount_sen for one in late] == [50_00, 20_00]


def test_price__risk_class_changes__each_month_has_its_own(edited: Edited) -> None:
    ended = f"from = 2019-12-02\nto = 2024-11-30\n{CITED}\n"
    begun = '[[election_bodies]]\nrisk_class = "II"\nfrom = 2024-12-01\n'
    book = edited("jkk.toml", "from = 2019-12-02\n", ended + begun)
    jkk = [charge.amount_sen for charge in priced(book).charges if charge.programme == "JKK"]
    assert jkk == [2_040_00, 4_590_00]


def test_price__proration_rule_changes__follows_the_first_day(edited: Edited) -> None:
    head = '[[rules.contract-month]]\nname = { id = "bulan kontrak", en = "contract-month" }\n'
    old = f'{head}count = "anniversaries"\nforgiven_tail_days = 3\n'
    rest = 'days_per_month = 30\nrounded = "month"\n'
    new = (
        f'{head}count = "anniversaries"\nforgiven_tail_days = 0\n{rest}from = 2015-07-01\n'
        f"to = 2024-11-30\n{CITED}\n{old}"
    )
    book = edited("proration.toml", old, new)
    file = book.folder / "proration.toml"
    text = file.read_text(encoding="utf-8")
    position = text.index(old)
    text = text[:position] + text[position:].replace("from = 2015-07-01", "from = 2024-12-01", 1)
    file.write_text(text, encoding="utf-8")
    contracts = [
        Contract(
            "KPPS_ANGGOTA",
            850_000_00,
            ContractPeriod(date(2024, month, 7), date(2025, month - 10, 8)),
        )
        for month in (11, 12)
    ]
    assert [price(contract, Agreement(), book).months.total for contract in contracts] == [3, 2]
    assert set(book.proration.on(LAST_DAY)) == {"contract-month", "calendar-month", "daily"}


def test_price__rounding_has_a_gap__names_rounding_and_the_month(edited: Edited) -> None:
    book = edited("contribution.toml", 'mode = "half-up"\n', f'mode = "half-up"\nto = {LAST_DAY}\n')
    assert priced(book, start=date(2024, 10, 1)).total_sen == 2 * 4_590_00
    with pytest.raises(NoRateInForceError) as gap:
        priced(book)
    assert (gap.value.programme, gap.value.day) == ("rounding", FIRST_DAY)


def explained(book: RateBook, **agreed: Any) -> object:
    """Explain a premium of December 2024 on an income between two bands."""
    period = ContractPeriod(FIRST_DAY, months=1)
    agreement = Agreement(**agreed)
    premium = price(Contract("KPPS_ANGGOTA", 1_099_500_00, period), agreement, book)
    return explain_premium(premium, agreement, book, LocalizedText("", ""))


@pytest.mark.parametrize(
    ("file", "head", "name", "ask"),
    [
        (
            "contribution.toml",
            "[[due]]\nday = 15\n",
            "PU due",
            lambda book: due_date(FIRST_DAY, "pu", book),
        ),
        (
            "bpu.toml",
            "[[due]]\nday = 15\n",
            "BPU due",
            lambda book: due_date(FIRST_DAY, "bpu", book),
        ),
        (
            "contribution.toml",
            "[[penalty]]\npercent = 2\n",
            "PU penalty",
            lambda book: late_payment(1, FIRST_DAY, "pu", date(2025, 6, 1), book),
        ),
        (
            "contribution.toml",
            "[[change_report]]\nworking_days = 7\n",
            "change report",
            lambda book: report_deadline(FIRST_DAY, book),
        ),
        ("jkk.toml", '[[election_bodies]]\nrisk_class = "I"\nfrom = 2019-12-02\n', "JKK", priced),
        (
            "proration.toml",
            '[[rules.contract-month]]\nname = { id = "bulan kontrak", en = "contract-month" }\n',
            "contract-month",
            lambda book: priced(book, FIRST_DAY),
        ),
        ("contribution.toml", "[[payer]]\n", "payer", explained),
        ("contribution.toml", "[[base]]\n", "base", explained),
        ("contribution.toml", "[[honor_base]]\n", "honor_base", explained),
        ("bpu.toml", "[[payer]]\n", "payer", lambda book: explained(book, segment="bpu")),
        (
            "bpu.toml",
            "[[between_bands]]\n",
            "between_bands",
            lambda book: explained(book, segment="bpu"),
        ),
    ],
)
def test_rule__ended_before_the_day__is_not_stretched(
    edited: Edited, file: str, head: str, name: str, ask: Callable[[RateBook], object]
) -> None:
    book = edited(file, head, f"{head}to = {LAST_DAY}\n")
    with pytest.raises(NoRateInForceError) as gap:
        ask(book)
    assert (gap.value.programme, gap.value.day) == (name, FIRST_DAY)


def test_law_texts_of_bpu__any_day_of_the_law__are_in_force(book: RateBook) -> None:
    for entries in (book.bpu.no_penalty, book.benefits.rounding):
        assert find_in_force(entries, date(2015, 7, 1))
        assert find_in_force(entries, date(2015, 6, 30)) is None


def test_dated_value__ends_on_its_first_day__is_in_force_on_it_alone() -> None:
    entry = DatedValue.model_validate(
        {
            "law": "PP 1/2030",
            "article": "pasal 1",
            "confidence": "inferred",
            "from": FIRST_DAY,
            "to": FIRST_DAY,
        }
    )
    days = LAST_DAY, FIRST_DAY, FIRST_DAY + timedelta(days=1)
    assert [find_in_force([entry], day) for day in days] == [None, entry, None]


@pytest.mark.parametrize(
    ("begins", "reason"),
    [
        ("2024-11-30", "two entries are in force on 2024-11-30"),
        ("2015-07-01", "two entries are in force on 2015-07-01"),
        ("2014-01-01", "the entries are not in the order of their dates"),
    ],
)
def test_successive_entries__overlap_or_wrong_order__are_refused(
    edited: Edited, begins: str, reason: str
) -> None:
    old, new = until("percent = 2\n", "[[penalty]]\n")
    book = edited("contribution.toml", old, new.replace("2024-12-01", begins))
    with pytest.raises(RateFileError) as refused:
        _ = book.contribution
    assert (refused.value.key, refused.value.reason.en) == ("penalty", reason)


def test_successive_entries__earlier_one_has_no_end__are_refused(edited: Edited) -> None:
    old, new = until("percent = 2\n", "[[penalty]]\n")
    book = edited("contribution.toml", old, new.replace("to = 2024-11-30\n", ""))
    with pytest.raises(RateFileError, match="two entries are in force on 2024-12-01"):
        _ = book.contribution


def test_death_covers__benefits_edited_and_loaded_again__are_those_of_the_new_file(
    edited: Edited,
) -> None:
    before = edited("benefits.toml", "checked_on", "checked_on")
    premium = priced(before)
    [cover] = death_covers(premium, before)
    file = before.folder / "benefits.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("rupiah = 20_000_000", "rupiah = 21_000_000"), encoding="utf-8")
    [later] = death_covers(premium, RateBook.load(before.folder))
    assert later.jkm_sen - cover.jkm_sen == 1_000_000_00


@given(
    start=st.dates(min_value=date(2019, 11, 1), max_value=date(2025, 12, 31)),
    days=st.integers(min_value=1, max_value=4 * 366),
    segment=st.sampled_from(["pu", "bpu"]),
)
@settings(max_examples=25)
def test_death_covers__any_contract__are_those_of_all_its_days(
    start: date, days: int, segment: Segment
) -> None:
    law = BOOK.benefits
    contract = Contract("KPPS_ANGGOTA", 850_000_00, ContractPeriod(start, days=days))
    premium = price(contract, Agreement(segment=segment), BOOK)
    every_day = (start + timedelta(days=number) for number in range(days))
    covers = {
        death_cover(law, premium.base_sen, day, segment, full_months(start, day)[0])
        for day in every_day
    }
    assert set(death_covers(premium, BOOK)) == covers - {None}


def test_death_covers__benefit_ends_within_a_month__include_the_days_after(edited: Edited) -> None:
    book = edited(
        "benefits.toml",
        'en = "funeral grant" }\nfrom = 2019-12-02\n',
        'en = "funeral grant" }\nfrom = 2019-12-02\nto = 2024-11-17\n',
    )
    before, after = death_covers(priced(book), book)
    assert before.jkm_sen - after.jkm_sen == 10_000_000_00
