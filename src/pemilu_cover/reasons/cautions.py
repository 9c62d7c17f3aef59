"""What follows from the law that an office would not expect: said on the bill, by `enrol` and by `quote`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pemilu_cover.law.book import RateBook
from pemilu_cover.law.files import Dated
from pemilu_cover.law.premium import Premium
from pemilu_cover.law.proration import full_months
from pemilu_cover.law.relief import refusal, reliefs_in
from pemilu_cover.messages import Text
from pemilu_cover.values import dates


def cautions(premiums: Iterable[Premium], book: RateBook) -> Iterator[Text]:
    """Give the cautions of some premiums, each once."""
    priced = list(premiums)
    yield from _short_membership(priced, book)
    yield from _budget_paid(priced, book)


def _short_membership(premiums: list[Premium], book: RateBook) -> Iterator[Text]:
    """Tell what a member leaves who dies in his first months, by the law of his days or a later one."""
    for waiting in book.benefits.waiting:
        short = {
            premium.segment
            for premium in premiums
            if _months_completed(premium, waiting) < waiting.months
        }
        if short & set(waiting.segments):
            since, cited = waiting.valid_from, waiting.cited
            yield Text(
                f"Peserta BPU yang meninggal sejak {dates.in_words(since)} dan sebelum {waiting.months} "
                f"bulan kepesertaan hanya meninggalkan biaya pemakaman dari JKM ({cited}).",
                f"A BPU member who dies from {since.isoformat()} on and before {waiting.months} months of "
                f"membership leaves only the funeral grant of JKM ({cited}).",
            )
        # Whether others wait, too, is disputed: the rule says by whom.
        for rule in book.benefits.rules:
            reached = {
                premium.segment
                for premium in premiums
                if premium.contract.period.last >= rule.valid_from
            }
            if rule.topic == "three-months" and short & reached & set(rule.segments):
                yield Text(rule.text.id, rule.text.en)


def _months_completed(premium: Premium, waiting: Dated) -> int:
    """Give the months of membership on the first day of a contract on which an entry holds.

    A contract that ended before the entry is judged by its first day: the next one will be like it.
    """
    period = premium.contract.period
    reached = period.start < waiting.valid_from <= period.last
    return full_months(period.start, waiting.valid_from if reached else period.start)[0]


def _budget_paid(premiums: list[Premium], book: RateBook) -> Iterator[Text]:
    """Tell which reliefs BPU members would get if they paid themselves."""
    missed = {
        relief: None
        for premium in premiums
        for charge in premium.charges
        for relief in reliefs_in(charge.month, book)
        if refusal(relief, charge.month, premium.standing) == "not-self-paid"
    }
    for relief in missed:
        yield Text(
            f"{relief.law} tidak mengurangi iuran ini: hanya bagi peserta BPU yang membayar sendiri, "
            f"bukan yang dibayar APBN atau APBD.",
            f"{relief.law} takes nothing off: it is for BPU members who pay themselves, not where a "
            f"public budget pays.",
        )
