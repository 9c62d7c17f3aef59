"""What cover a premium buys: what the family is paid if somebody dies, on whichever day of the contract."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from pemilu_cover.i18n.text import LocalizedText, localize
from pemilu_cover.law.benefit_cover import DeathCover, death_cover
from pemilu_cover.law.benefits import BenefitLaw
from pemilu_cover.law.premium import Premium
from pemilu_cover.law.proration import full_months
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.rate_files import Segment
from pemilu_cover.values import rupiah
from pemilu_cover.values.dates import add_months


def lowest_death_cover(premium: Premium, book: RateBook) -> DeathCover | None:
    """Return the least that a death on any day of a contract leaves, in sen, without scholarships.

    None where no benefit is in force on any of them.
    """
    return min(death_covers(premium, book), key=sum, default=None)


def death_covers(premium: Premium, book: RateBook) -> list[DeathCover]:
    """Return what deaths on the days of a contract leave, each once; law and membership change over time.

    Membership is counted from the contract's first day; what was before it is not known.
    """
    period = premium.contract.period
    return list(_covers(premium.base_sen, period.start, period.last, premium.segment, book))


@lru_cache(maxsize=10_000)
def _covers(
    base_sen: int, start: date, last: date, segment: Segment, book: RateBook
) -> tuple[DeathCover, ...]:
    covers = (
        death_cover(book.benefits, base_sen, day, segment, full_months(start, day)[0])
        for day in _days_of_change(start, last, book.benefits)
    )
    return tuple(dict.fromkeys(cover for cover in covers if cover))


def _days_of_change(start: date, last: date, law: BenefitLaw) -> list[date]:
    """Return the days of a contract on which its cover may change, in order.

    These are the first day, the ends of waiting periods, and the days on which an entry of the law begins or
    has ended.
    """
    membership_months = full_months(start, last)[0]
    ends = {
        add_months(start, months) for months in law.waiting_months if months <= membership_months
    }
    return sorted({start, *ends, *(day for day in law.days_of_change if start < day <= last)})


def format_covers(premiums: Iterable[Premium], book: RateBook) -> LocalizedText | None:
    """Return what premiums buy, as a range where they differ; None where nothing is in force."""
    covers = {cover for premium in premiums for cover in death_covers(premium, book)}
    if not covers:
        return None
    natural = _range(cover.jkm_sen for cover in covers)
    accident = _range(cover.jkk_sen for cover in covers)
    return localize("benefits.member-dies-family-receives", natural=natural, accident=accident)


def _range(amounts: Iterable[int]) -> str:
    distinct = sorted(set(amounts))
    if len(distinct) == 1:
        return rupiah.format_rupiah(distinct[0])
    return f"{rupiah.format_rupiah(distinct[0])} – {rupiah.format_rupiah(distinct[-1])}"
