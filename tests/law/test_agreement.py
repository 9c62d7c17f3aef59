"""Agreements: what each key does, and that nothing is read which would not be priced."""

from __future__ import annotations

import os
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from law.conftest import Agreed

from pemilu_cover.law.agreement import Agreement, read_agreement
from pemilu_cover.law.premium import Premium, contract_for, price
from pemilu_cover.law.proration import ContractPeriod
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.rate_files import RateFileError
from pemilu_cover.law.relief import ReliefStatus, denial_reason, relief_status

KPPS_2024 = ContractPeriod(date(2024, 11, 7), date(2024, 12, 8))

# Every key that there is. The numbers are invented.
WHOLE = """
number = "1/PKS/KPU-PWK/2024"
date = 2024-11-20
election = "pilkada-2024"
segment = "pu"
proration = "calendar-month"
participant_since = 2020-02-01
employer = { name = "KPU Kabupaten Purwakarta", npp = "AB123456", location = "3214" }
payer = { name = "Pemerintah Kabupaten Purwakarta" }
base = { kind = "honor" }

[defaults]
identity_valid_until = 2090-01-01
marital = "T"
blood = "AB"
address = "Jalan Flamboyan 60"
postal_code = "41111"

[roles.KPPS_ANGGOTA]
months = 1
wage = 1_000_000.50
start = 2024-11-20
end = 2024-12-19
proration = "daily"
base = { kind = "honor" }
"""


def premium(
    agreement: Agreement,
    book: RateBook,
    role: str = "KPPS_ANGGOTA",
    period: ContractPeriod = KPPS_2024,
) -> Premium:
    """Price a role with a wage of Rp850.000 as a roster has it."""
    return price(contract_for(agreement, role, 850_000_00, period), agreement, book)


def test_every_key_is_read(agreed: Agreed) -> None:
    agreement = agreed(WHOLE)
    assert agreement.number == "1/PKS/KPU-PWK/2024"
    assert agreement.date == date(2024, 11, 20)
    assert agreement.election == "pilkada-2024"
    assert (agreement.segment, agreement.base.kind) == ("pu", "honor")
    assert agreement.proration == "calendar-month"
    assert agreement.participant_since == date(2020, 2, 1)
    assert agreement.employer.model_dump() == {
        "name": "KPU Kabupaten Purwakarta",
        "npp": "AB123456",
        "location": "3214",
    }
    assert agreement.payer is not None
    assert agreement.payer.name == "Pemerintah Kabupaten Purwakarta"
    assert agreement.defaults.model_dump() == {
        "identity_valid_until": date(2090, 1, 1),
        "marital": "T",
        "blood": "AB",
        "address": "Jalan Flamboyan 60",
        "postal_code": "41111",
    }
    fixed = agreement.role("KPPS_ANGGOTA")
    assert (fixed.months, fixed.wage, fixed.proration) == (1, 1_000_000_50, "daily")
    assert (fixed.start, fixed.end) == (date(2024, 11, 20), date(2024, 12, 19))


def test_an_empty_agreement_is_the_defaults(agreed: Agreed) -> None:
    assert agreed("") == Agreement()
    assert Agreement().role("KPPS_ANGGOTA").model_dump(exclude_none=True) == {}


def test_an_agreement_cannot_be_changed_once_read(agreed: Agreed) -> None:
    with pytest.raises(ValueError, match="frozen"):
        agreed(WHOLE).proration = "daily"  # type: ignore[misc]


# ---- what is fixed is seen in the price -----------------------------------------------------------


def test_without_an_agreement_the_roster_holds(book: RateBook) -> None:
    plain = premium(Agreement(), book)
    assert (plain.months.total, plain.total_sen) == (1, 4_590_00)


def test_price__fixed_months__ignores_the_dates(book: RateBook, agreed: Agreed) -> None:
    fixed = premium(agreed("[roles.KPPS_ANGGOTA]\nmonths = 3"), book)
    assert (fixed.months.total, fixed.total_sen) == (3, 3 * 4_590_00)


def test_price__fixed_wage__ignores_the_roster(book: RateBook, agreed: Agreed) -> None:
    fixed = premium(agreed("[roles.KPPS_ANGGOTA]\nwage = 1_000_000"), book)
    assert (fixed.contract.wage_sen, fixed.total_sen) == (1_000_000_00, 5_400_00)


def test_a_fixed_start_is_where_the_months_begin(book: RateBook, agreed: Agreed) -> None:
    fixed = premium(agreed("[roles.KPPS_ANGGOTA]\nstart = 2024-10-07"), book)
    assert (fixed.months.total, fixed.contract.period.start) == (2, date(2024, 10, 7))


def test_a_fixed_end_is_where_the_months_end(book: RateBook, agreed: Agreed) -> None:
    fixed = premium(agreed("[roles.KPPS_ANGGOTA]\nend = 2025-01-31"), book)
    assert (fixed.months.total, fixed.contract.period.end) == (3, date(2025, 1, 31))


def test_a_fixed_end_holds_against_a_number_of_days(book: RateBook, agreed: Agreed) -> None:
    agreement = agreed("[roles.KPPS_ANGGOTA]\nend = 2025-01-31")
    fixed = premium(agreement, book, period=ContractPeriod(date(2024, 11, 7), days=30))
    assert fixed.months.total == 3


def test_a_rule_for_all_counts_the_months_of_all(book: RateBook, agreed: Agreed) -> None:
    agreement = agreed('proration = "calendar-month"')
    assert premium(agreement, book).months.total == 2
    assert premium(agreement, book, "PPS_KETUA").months.total == 2


def test_a_rule_for_one_role_goes_before_the_rule_for_all(book: RateBook, agreed: Agreed) -> None:
    agreement = agreed('proration = "calendar-month"\n[roles.KPPS_ANGGOTA]\nproration = "daily"')
    assert premium(agreement, book).months.total == Fraction(32, 30)
    assert premium(agreement, book, "KPPS_KETUA").months.total == 2


def test_what_is_fixed_for_one_role_is_not_fixed_for_another(
    book: RateBook, agreed: Agreed
) -> None:
    agreement = agreed("[roles.KPPS_ANGGOTA]\nmonths = 3\nwage = 1_000_000")
    assert premium(agreement, book, "KPPS_KETUA") == premium(Agreement(), book, "KPPS_KETUA")


# ---- what is refused -------------------------------------------------------------------------------

ROLE = "[roles.KPPS_ANGGOTA]\n"
REFUSED = {
    "an unknown key": ('numer = "1"', "numer", "not a known key"),
    "an unknown key of the employer": ('[employer]\nfax = "1"', "employer.fax", "not a known key"),
    "an unknown key of a role": (ROLE + "days = 30", "roles.KPPS_ANGGOTA.days", "not a known key"),
    "a default for an identity": ('[defaults]\nmother = "Ani"', "defaults.mother", "not a known key"),
    "an unknown election": ('election = "pilkada-2029"', "election", "pilkada-2024"),
    "an unknown role": ("[roles.TUKANG_PARKIR]\nmonths = 1", "roles.TUKANG_PARKIR", "not a role"),
    "a role in small letters": ("[roles.kpps_ketua]\nmonths = 1", "roles.kpps_ketua", "not a role"),
    "an unknown rule": ('proration = "weekly"', "proration", "contract-month, calendar-month"),
    "an unknown rule of a role": (
        ROLE + 'proration = "weekly"',
        "roles.KPPS_ANGGOTA.proration",
        "contract-month, calendar-month",
    ),
    "a flat base of nothing": ('base = { kind = "flat" }', "base", "needs an amount"),
    "a floor without an amount": ('base = { kind = "floor" }', "base", "needs an amount"),
    "a minimum wage of none": ('base = { kind = "minimum-wage" }', "base", "needs an amount"),
    "a head without a price": ('base = { kind = "per-head" }', "base", "needs an amount"),
    "a flat base in thousands": ('base = { kind = "flat", amount = 850 }', "base.amount", "850_000"),
    "a flat base of a role": (
        ROLE + 'base = { kind = "flat" }',
        "roles.KPPS_ANGGOTA.base",
        "needs an amount",
    ),
    "an unknown base": ('base = { kind = "guess" }', "base.kind", '"honor"'),
    "an amount for the honorarium": ('base = { amount = 1_000_000 }', "base", "takes no amount"),
    "wage earners who pay themselves": ('payer = { fund = "self" }', "", "is for the segment \"bpu\""),
    "wage earners who are honorary BPU": ("honorer = true", "", "honorer is for the segment \"bpu\""),
    "a role of wage earners who are honorary BPU": (
        ROLE + "honorer = true",
        "",
        "honorer is for the segment \"bpu\"",
    ),
    "an unknown fund": ('payer = { fund = "nphd" }', "payer.fund", '"apbd"'),
    "what is no more": ("self_paid = true", "self_paid", "is not a known key"),
    "an unknown segment": ('segment = "jakon"', "segment", '"pu"'),
    "no month": (ROLE + "months = 0", "roles.KPPS_ANGGOTA.months", "at least 1"),
    "more months than an office has": (ROLE + "months = 61", "roles.KPPS_ANGGOTA.months", "60"),
    "a month that is yes": (ROLE + "months = true", "roles.KPPS_ANGGOTA.months", "integer"),
    "half a month": (ROLE + "months = 1.5", "roles.KPPS_ANGGOTA.months", "integer"),
    "a wage of nothing": (ROLE + "wage = 0", "roles.KPPS_ANGGOTA.wage", "more than 0"),
    "a negative wage": (ROLE + "wage = -850_000", "roles.KPPS_ANGGOTA.wage", "more than 0"),
    "a wage finer than a sen": (ROLE + "wage = 850_000.001", "roles.KPPS_ANGGOTA.wage", "850_000"),
    "a wage in thousands": (ROLE + "wage = 850", "roles.KPPS_ANGGOTA.wage", "850_000"),
    "a wage in millions": (ROLE + "wage = 1.1", "roles.KPPS_ANGGOTA.wage", "850_000"),
    "a wage that nobody has": (ROLE + "wage = 1_000_000_000_001", "roles.KPPS_ANGGOTA.wage", "850_000"),
    "a wage in quotes": (ROLE + 'wage = "850000"', "roles.KPPS_ANGGOTA.wage", "1_500_000"),
    "a wage that is yes": (ROLE + "wage = true", "roles.KPPS_ANGGOTA.wage", "1_500_000"),
    "a day with an hour": (ROLE + "start = 2024-11-20T08:00:00", "roles.KPPS_ANGGOTA.start", "such as 2024"),
    "a day in words": (ROLE + 'start = "20 November 2024"', "roles.KPPS_ANGGOTA.start", "date"),
    "an end before its start": (
        ROLE + "start = 2024-11-20\nend = 2024-11-19",
        "roles.KPPS_ANGGOTA.end",
        "before its start",
    ),
    "an NPP that is too short": ('employer = { npp = "123" }', "employer.npp", "eight capital letters"),
    "a location that is no regency": ('employer = { location = "32" }', "employer.location", "four-digit"),
    "a postal code that is none": ('[defaults]\npostal_code = "4111"', "defaults.postal_code", "five digits"),
    "a blood group that is none": ('[defaults]\nblood = "C"', "defaults.blood", '"AB"'),
    "a text that is no TOML": ("number = 1/PKS", "", "not valid TOML"),
    "a key twice": ('number = "1"\nnumber = "2"', "", "already further up"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "key", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_a_faulty_agreement_is_refused_with_its_key_and_what_would_be_right(
    agreed: Agreed, text: str, key: str, reason: str
) -> None:
    with pytest.raises(RateFileError) as refused:
        agreed(text)
    assert refused.value.key == key
    assert reason in refused.value.reason.en
    place = refused.value.position
    shown = f"line {place.line}, column {place.column}: " if place else ""
    assert str(refused.value).startswith(f"pks.toml: {shown}{key}")
    assert place is not None or not key


@pytest.mark.parametrize(
    ("payer", "reason"),
    [
        ("{}", "needs a name, or a fund: apbn, apbd, self or other"),
        (
            '{ name = "Pemkab", fund = "self" }',
            'a name and fund = "self" contradict each other: say once who pays',
        ),
    ],
)
def test_payer__neither_or_both__is_refused(agreed: Agreed, payer: str, reason: str) -> None:
    with pytest.raises(RateFileError) as refused:
        agreed(f'segment = "bpu"\npayer = {payer}')
    assert (refused.value.key, refused.value.reason.en) == ("payer", reason)


def test_honorer__of_wage_earners__is_refused_with_the_segment_it_is_for(agreed: Agreed) -> None:
    with pytest.raises(RateFileError) as refused:
        agreed("honorer = true")
    reason = 'honorer is for the segment "bpu": it says which BPU members they are'
    assert (refused.value.key, refused.value.reason.en) == ("", reason)


def test_a_role_may_be_in_another_segment(agreed: Agreed) -> None:
    agreement = agreed('[roles.KPPS_ANGGOTA]\nsegment = "bpu"')
    assert (agreement.segment_for("KPPS_ANGGOTA"), agreement.segment_for("KPPS_KETUA")) == (
        "bpu",
        "pu",
    )
    assert agreement.segments == {"pu", "bpu"}


def test_only_members_without_a_wage_pay_themselves(agreed: Agreed) -> None:
    agreement = agreed(
        'segment = "bpu"\npayer = { fund = "self" }\n[roles.PPK_KETUA]\nsegment = "pu"'
    )
    assert relief_status(agreement, "KPPS_KETUA") == ReliefStatus("bpu", fund="self")
    assert relief_status(agreement, "PPK_KETUA") == ReliefStatus("pu", fund=None)


def test_a_role_may_be_honorary_staff_and_another_not(agreed: Agreed) -> None:
    agreement = agreed(
        'segment = "bpu"\nhonorer = true\n[roles.KPPS_KETUA]\nhonorer = false\n'
        '[roles.PPK_KETUA]\nsegment = "pu"'
    )
    matches = {
        code: agreement.is_honorer(code) for code in ("PPS_KETUA", "KPPS_KETUA", "PPK_KETUA")
    }
    assert matches == {"PPS_KETUA": True, "KPPS_KETUA": False, "PPK_KETUA": False}
    assert not relief_status(agreement, "KPPS_KETUA").honorer
    assert relief_status(agreement, "PPS_KETUA").honorer


# PP 50/2025 art. 3(4), 3(5): who pays decides, and whether they are honorary staff (inferred).
@pytest.mark.parametrize(
    ("status", "why"),
    [
        (ReliefStatus("bpu", fund="self"), None),
        (ReliefStatus("bpu", fund="other"), None),
        (ReliefStatus("bpu", fund="apbn"), "public-budget"),
        (ReliefStatus("bpu", fund="apbd"), "public-budget"),
        (ReliefStatus("bpu"), "payer-unknown"),
        (ReliefStatus("bpu", fund="self", honorer=True), "honorer"),
        (ReliefStatus("pu", fund="other"), "segment"),
    ],
)
def test_refusal__relief_of_2026__follows_who_pays(
    status: ReliefStatus, why: str | None, book: RateBook
) -> None:
    relief = book.relief.reliefs[1]
    assert denial_reason(relief, date(2026, 5, 1), status) == why


def test_relief_status__bpu__joins_with_the_contract(agreed: Agreed) -> None:
    agreement = agreed('participant_since = 2020-02-01\n[roles.KPPS_ANGGOTA]\nsegment = "bpu"')
    day = date(2020, 11, 7)
    assert relief_status(agreement, "KPPS_ANGGOTA").starting(day).since == day
    assert relief_status(agreement, "KPPS_ANGGOTA").starting(date(2020, 1, 1)).since == date(
        2020, 2, 1
    )
    assert relief_status(agreement, "KPPS_KETUA").since == date(2020, 2, 1)


def test_an_unknown_role_is_answered_with_the_nearest(agreed: Agreed) -> None:
    with pytest.raises(RateFileError, match=r"roles\.KPPS_ANGOTA: .* KPPS_ANGGOTA"):
        agreed("[roles.KPPS_ANGOTA]\nmonths = 1")


def test_an_agreement_that_notepad_saved_with_its_mark_is_read(
    book: RateBook, tmp_path: Path
) -> None:
    file = tmp_path / "pks.toml"
    file.write_text(WHOLE, encoding="utf-8-sig")
    assert read_agreement(file, book).number == "1/PKS/KPU-PWK/2024"


def test_an_agreement_that_is_not_there_is_refused(book: RateBook, tmp_path: Path) -> None:
    with pytest.raises(RateFileError, match=r"pks\.toml: there is no such file"):
        read_agreement(tmp_path / "pks.toml", book)


def test_an_agreement_that_is_a_folder_is_refused(book: RateBook, tmp_path: Path) -> None:
    with pytest.raises(RateFileError, match="is a folder"):
        read_agreement(tmp_path, book)


# TOML has these, and Decimal takes them.
@pytest.mark.parametrize("wage", ["inf", "-inf", "nan"])
def test_a_wage_that_is_no_number_is_refused(agreed: Agreed, wage: str) -> None:
    with pytest.raises(RateFileError) as refused:
        agreed(ROLE + f"wage = {wage}")
    assert refused.value.key == "roles.KPPS_ANGGOTA.wage"


HARMFUL = {
    "nested without end": (b"a = " + b"[" * 100_000, "pks.toml: is nested too deeply"),
    "key of too many parts": (b"a." * 20_000 + b"a = 1", "pks.toml: is nested too deeply"),
    "a number without end": (b"number = " + b"9" * 10_000, "pks.toml: is not valid TOML"),
    "larger than anybody writes": (b"#" * (2 << 20), "pks.toml: is larger than 1 MiB"),
    "no text": (b"\xff\xfe\x00", "pks.toml: is not valid TOML"),
}


@pytest.mark.parametrize("kind", HARMFUL)
def test_an_agreement_that_is_made_to_harm_is_refused(
    kind: str, book: RateBook, tmp_path: Path
) -> None:
    content, reason = HARMFUL[kind]
    (tmp_path / "pks.toml").write_bytes(content)
    with pytest.raises(RateFileError) as refused:
        read_agreement(tmp_path / "pks.toml", book)
    assert refused.value.key == ""
    assert str(refused.value).startswith(reason)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
def test_an_agreement_that_never_ends_is_not_begun(book: RateBook, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pks.toml")
    with pytest.raises(RateFileError, match=r"^pks.toml: is not a regular file$") as refused:
        read_agreement(tmp_path / "pks.toml", book)
    assert refused.value.key == ""


def test_read_agreement__exactly_1_mib__is_read(book: RateBook, tmp_path: Path) -> None:
    (tmp_path / "pks.toml").write_bytes(b'number = "1/PKS" #'.ljust(1 << 20, b"#"))
    assert read_agreement(tmp_path / "pks.toml", book).number == "1/PKS"
