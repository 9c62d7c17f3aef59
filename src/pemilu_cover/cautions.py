"""What follows from the law that an office would not expect: said on the bill, by `enrol` and by `quote`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.book import RateBook
from pemilu_cover.law.premium import Premium
from pemilu_cover.law.relief import refusal, reliefs_in, standing_of
from pemilu_cover.messages import Text


def cautions(premiums: Iterable[Premium], agreement: Agreement, book: RateBook) -> Iterator[Text]:
    """Give the cautions of some premiums, each once."""
    bpu = [premium for premium in premiums if premium.segment == "bpu"]
    if not bpu:
        return
    yield from _budget_paid(bpu, agreement, book)


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
