"""What cover a premium buys, in one line: what the family is paid if somebody dies."""

from __future__ import annotations

from collections.abc import Iterable

from pemilu_cover.law.benefits import DeathCover, death_cover
from pemilu_cover.law.book import RateBook
from pemilu_cover.law.premium import Premium
from pemilu_cover.messages import Text
from pemilu_cover.values import rupiah


def cover_of(premium: Premium, book: RateBook) -> DeathCover | None:
    """Give what a death in a contract's last billed month leaves, in sen, without scholarships.

    A member of that contract alone: months of membership before it are not known. None where no benefit is
    in force.
    """
    day = max(premium.months.billed[-1].month, premium.contract.period.start)
    months = int(premium.months.total)
    return death_cover(book.benefits, premium.base_sen, day, premium.segment, months)


def in_words(premiums: Iterable[Premium], book: RateBook) -> Text | None:
    """Say what premiums buy, as a range where they differ; None where nothing is in force."""
    found = {cover for premium in premiums if (cover := cover_of(premium, book))}
    if not found:
        return None
    natural = _range(cover.jkm_sen for cover in found)
    accident = _range(cover.jkk_sen for cover in found)
    return Text(
        f"Bila peserta meninggal dunia, ahli waris menerima {natural} (JKM), atau {accident} bila karena "
        "kecelakaan kerja (JKK, menurut dasar iuran); di luar beasiswa, perawatan, dan santunan cacat.",
        f"If a member dies, the family receives {natural} (JKM), or {accident} where it was a work accident "
        "(JKK, by the base); scholarships, treatment and disability grants come beside.",
    )


def _range(amounts: Iterable[int]) -> str:
    least, *_, most = sorted(set(amounts)) * 2
    if least == most:
        return rupiah.show(least)
    return f"{rupiah.show(least)} – {rupiah.show(most)}"
