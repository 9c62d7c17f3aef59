"""Laws that may come: a new Lampiran II within a contract, a waiting time for the disabled."""

from __future__ import annotations

from datetime import date

import pytest
from law.conftest import Edited

from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.benefit_cover import benefits_on, death_cover, disability_cover
from pemilu_cover.law.premium import Contract, price
from pemilu_cover.law.proration import ContractPeriod
from pemilu_cover.law.rate_files import Segment

EARLIER_TABLE = """[[jkk]]
from = 2015-07-01
to = 2024-11-30
law = "PP 1/2015"
article = "Lampiran"
confidence = "inferred"
bands = [{ base = 900_000, jkk = 9_000 }]

[[jkk]]
from = 2024-12-01
"""


def test_a_contract_across_two_tables_pays_by_each_and_shows_the_first_base(
    edited: Edited,
) -> None:
    book = edited("bpu.toml", "[[jkk]]\nfrom = 2015-07-01\n", EARLIER_TABLE)
    contract = Contract("KPPS_ANGGOTA", 850_000_00, ContractPeriod(date(2024, 11, 7), months=2))
    premium = price(contract, Agreement(segment="bpu"), book)
    assert [c.base_sen for c in premium.charges] == [900_000_00, 1_000_000_00] * 2
    assert premium.base_sen == 900_000_00
    assert premium.programme_sen("JKK") == 9_000_00 + 10_000_00


WAITING = '[[waiting]]\nsegments = ["bpu"]\nbenefits = ["jkm-lump-sum", "jkm-periodic"]\n'
FOR_THE_DISABLED = '[[waiting]]\nsegments = ["{0}"]\nbenefits = ["jkk-total-disability"]\n'


@pytest.mark.parametrize("segment", ["pu", "bpu"])
def test_a_waiting_time_holds_for_its_segment_and_until_it_is_over(
    edited: Edited, segment: Segment
) -> None:
    law = edited("benefits.toml", WAITING, FOR_THE_DISABLED.format(segment)).benefits
    day, other = date(2025, 12, 1), "bpu" if segment == "pu" else "pu"
    complete = disability_cover(law, 1_000_000_00, day, other)  # type: ignore[arg-type]
    assert complete is not None
    lacking = complete - 56_000_000_00  # 70 % x 80 months
    of_months = [disability_cover(law, 1_000_000_00, day, segment, months) for months in (0, 2, 3)]
    assert of_months == [lacking, lacking, complete]
    # Nothing said is a wage earner in his first month.
    assert disability_cover(law, 1_000_000_00, day) == (lacking if segment == "pu" else complete)


def test_benefits__defaults__are_pu_and_no_months(edited: Edited) -> None:
    first_month = """[[waiting]]
segments = ["pu"]
benefits = ["jkk-total-disability", "jkm-lump-sum"]
months = 1
"""
    law = edited("benefits.toml", f"{WAITING}months = 3\n", first_month).benefits
    base, day = 1_000_000_00, date(2025, 12, 1)
    assert disability_cover(law, base, day) == disability_cover(law, base, day, "pu", 0)
    assert disability_cover(law, base, day) != disability_cover(law, base, day, "pu", 1)
    now, later = (death_cover(law, base, day, "pu", months) for months in (0, 1))
    assert now is not None
    assert later is not None
    assert death_cover(law, base, day) == now
    assert benefits_on(law, day, base) == benefits_on(law, day, base, "pu", 0)
    assert benefits_on(law, day, base) != benefits_on(law, day, base, "pu", 1)
    assert later.jkm_sen - now.jkm_sen == 20_000_000_00
