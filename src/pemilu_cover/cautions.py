"""What follows from the law that an office would not expect: said on the bill, by `enrol` and by `quote`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.book import RateBook
from pemilu_cover.law.premium import Premium
from pemilu_cover.law.relief import refusal, reliefs_in, standing_of
from pemilu_cover.messages import Text
from pemilu_cover.values import dates


def cautions(premiums: Iterable[Premium], agreement: Agreement, book: RateBook) -> Iterator[Text]:
    """Give the cautions of some premiums, each once."""
    bpu = [premium for premium in premiums if premium.segment == "bpu"]
    if not bpu:
        return
    yield from _short_membership(bpu, book)
    yield from _budget_paid(bpu, agreement, book)


def _short_membership(bpu: list[Premium], book: RateBook) -> Iterator[Text]:
    """Tell what a BPU member leaves who dies before the waiting time is over, now or by the later law."""
    first = min(premium.contract.period.start for premium in bpu)
    shortest = min(premium.months.total for premium in bpu)
    for waiting in book.benefits.waiting:
        if "bpu" not in waiting.segments or shortest >= waiting.months:
            continue
        since, cited = waiting.valid_from, waiting.cited
        early = first < since
        yield Text(
            (f"Untuk kontrak sejak {dates.in_words(since)}: p" if early else "P")
            + f"eserta BPU yang meninggal sebelum {waiting.months} bulan kepesertaan hanya mendapat biaya "
            f"pemakaman dari JKM ({cited}).",
            (f"For contracts from {since.isoformat()} on: a" if early else "A")
            + f" BPU member who dies before {waiting.months} months of membership gets only the funeral "
            f"grant of JKM ({cited}).",
        )


def _budget_paid(bpu: list[Premium], agreement: Agreement, book: RateBook) -> Iterator[Text]:
    """Tell which reliefs BPU members would get if they paid themselves."""
    missed = {
        relief: None
        for premium in bpu
        for charge in premium.charges
        for relief in reliefs_in(charge.month, book)
        if refusal(relief, charge.month, standing_of(agreement, premium.contract.role))
        == "not-self-paid"
    }
    for relief in missed:
        yield Text(
            f"{relief.law} tidak mengurangi iuran ini: hanya bagi peserta BPU yang membayar sendiri, "
            f"bukan yang dibayar APBN atau APBD.",
            f"{relief.law} takes nothing off: it is for BPU members who pay themselves, not where a "
            f"public budget pays.",
        )
