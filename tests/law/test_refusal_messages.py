"""What is said of an agreement or a law file that is refused: whole sentences, with the key."""

from __future__ import annotations

from datetime import date

import pytest
from law.conftest import Agreed, Edited
from pydantic import ValidationError

from pemilu_cover.explain.law_text import format_band
from pemilu_cover.law.bpu import IncomeBandTable
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.rate_files import RateFileError

NO_WAGE = "is no wage; write rupiah without dots, such as 850_000"
NO_AMOUNT = "must be an amount in rupiah, such as 1_500_000"
RULES = "the rules are contract-month, calendar-month, daily"
REPEATED = "this table or key is already further up; write it where it comes first, and delete the second one"
AGREEMENTS = {
    'election = "pilkada-2030"': (
        "election",
        "pilkada-2030 is unknown; known are pilkada-2024, pemilu-2024, pilkada-2020, "
        "pilkada-ulang-2025, psu-2025, psu-2024, psu-2021",
    ),
    "[roles.KPPS_ANGOTA]": (
        "roles.KPPS_ANGOTA",
        "is not a role; the nearest is KPPS_ANGGOTA",
    ),
    "[roles.kpps]": (
        "roles.kpps",
        "is not a role; the roles of kpps are KPPS_KETUA, KPPS_ANGGOTA",
    ),
    "[roles.PANWAS]": ("roles.PANWAS", "is not a role; the nearest is PANWASCAM_KETUA"),
    "[roles.TUKANG_PARKIR]": ("roles.TUKANG_PARKIR", "is not a role, such as KPPS_ANGGOTA"),
    "[roles.PTPS]\nstart = 2024-12-04\nend = 2024-12-03": (
        "roles.PTPS.end",
        "lies before its start",
    ),
    'proration = "weekly"': ("proration", f"weekly is not a rule; {RULES}"),
    '[roles.PTPS]\nproration = "weekly"': (
        "roles.PTPS.proration",
        f"weekly is not a rule; {RULES}",
    ),
    'payer = { fund = "self" }': (
        "",
        'payer.fund = "self" is for the segment "bpu": an employer pays for wage earners',
    ),
    'base = { kind = "honor", amount = 1_000_000 }': (
        "base",
        'the base "honor" takes no amount: it is what the roster says',
    ),
    '[roles.PTPS]\nbase = { kind = "flat" }': (
        "roles.PTPS.base",
        'the base "flat" needs an amount, such as amount = 1_000_000',
    ),
    '[roles.PTPS]\nwage = "850.000"': ("roles.PTPS.wage", NO_AMOUNT),
    "[roles.PTPS]\nwage = 1e99999999": ("roles.PTPS.wage", NO_WAGE),
    "[roles.PTPS]\nwage = true": ("roles.PTPS.wage", NO_AMOUNT),
    "[roles.PTPS]\nwage = 850": ("roles.PTPS.wage", NO_WAGE),
    "[roles.PTPS]\nwage = 850.5": ("roles.PTPS.wage", NO_WAGE),
    '[employer]\nnpp = "123"': (
        "employer.npp",
        "must have eight capital letters or digits, as in SIPP",
    ),
    "[roles.PTPS]\nwages = 850_000": (
        "roles.PTPS.wages",
        "is not a known key; the nearest is wage",
    ),
    '[defaults]\nblood = "O"\n[defaults]\npostal_code = "41115"': ("", REPEATED),
    'number = "1"\nnumber = "2"': ("", REPEATED),
}


@pytest.mark.parametrize(
    ("text", "said"), AGREEMENTS.items(), ids=[text.replace("\n", " ") for text in AGREEMENTS]
)
def test_an_agreement_is_refused_in_these_words(
    agreed: Agreed, text: str, said: tuple[str, str]
) -> None:
    with pytest.raises(RateFileError) as refused:
        agreed(text)
    assert (refused.value.key, refused.value.reason.en) == said
    assert refused.value.file.name == "pks.toml"


def test_a_role_may_begin_and_end_on_one_day(agreed: Agreed) -> None:
    terms = agreed("[roles.PTPS]\nstart = 2024-12-04\nend = 2024-12-04").role("PTPS")
    assert terms.start == terms.end == date(2024, 12, 4)


BENEFITS = {
    "two amounts on one day": (
        "to = 2019-12-01",
        "to = 2019-12-02",
        "",
        "two entries of jkm-lump-sum are in force on 2019-12-02",
    ),
    "months with a gap": (
        "first = 7, last = 12",
        "first = 8, last = 12",
        None,
        "the step from month 8 does not follow the one before",
    ),
    "months that begin late": (
        "first = 1, last = 6",
        "first = 2, last = 6",
        None,
        "the months begin with 1, and the last step has no 'last'",
    ),
    "a scholarship that does not add up": (
        "most = 174_000_000",
        "most = 175_000_000",
        None,
        "'most' is not what the levels make: Rp87.000.000 a child",
    ),
    "a rule for a benefit that is not there": (
        'benefits = ["jkm-lump-sum", "jkm-periodic"]',
        'benefits = ["jkm-lumpsum"]',
        "",
        "'waiting' names the unknown benefit jkm-lumpsum",
    ),
}


@pytest.mark.parametrize(("old", "new", "key", "reason"), BENEFITS.values(), ids=BENEFITS.keys())
def test_a_file_of_benefits_is_refused_in_these_words(
    edited: Edited, old: str, new: str, key: str | None, reason: str
) -> None:
    book = edited("benefits.toml", old, new)
    with pytest.raises(RateFileError) as refused:
        _ = book.benefits
    assert refused.value.reason.en == reason
    assert key is None or refused.value.key == key


LOW = {"income_to": 1_099_000, "base": 1_000_000, "jkk": 10_000}
HIGH = {"income_from": 1_100_000, "base": 1_200_000, "jkk": 12_000}
OVERLAP = "a band begins before the one below it ends"
OUTER = "the lowest band has no 'income_from' and the highest no 'income_to'"


@pytest.mark.parametrize(
    ("bands", "reason"),
    [
        ((LOW, {**HIGH, "income_from": 1_099_000}), OVERLAP),
        ((LOW, LOW), OVERLAP),
        ((HIGH, HIGH), OVERLAP),
        (({**HIGH, "income_to": 2_000_000},), OUTER),
        (({**LOW, "income_from": 1_000},), OUTER),
        ((HIGH,), OUTER),
        ((LOW,), OUTER),
    ],
)
def test_a_table_of_bands_is_refused_in_these_words(
    bands: tuple[dict[str, int], ...], reason: str
) -> None:
    cited = {"law": "PP", "article": "1", "confidence": "inferred"}
    with pytest.raises(ValidationError) as refused:
        IncomeBandTable.model_validate({"from": date(2015, 7, 1), **cited, "bands": bands})
    [error] = refused.value.errors()
    assert error["msg"] == f"Value error, {reason}"


# As Lampiran II words its bands, the lowest, one between and the highest.
@pytest.mark.parametrize(
    ("income", "band"),
    [
        (850_000, "s.d. Rp1.099.000"),
        (1_100_000, "Rp1.100.000 s.d. Rp1.299.000"),
        (30_000_000, "mulai Rp20.200.000"),
    ],
)
def test_a_band_is_worded_as_in_the_annex(book: RateBook, income: int, band: str) -> None:
    [table] = book.bpu.jkk
    nominal = table.tariff_for(income * 100)
    assert nominal.band is not None
    assert format_band(nominal.band).id == band
    assert (nominal.law, nominal.confidence) == (table.law, table.confidence)
