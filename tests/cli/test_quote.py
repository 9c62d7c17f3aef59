"""`quote`: the price of one role, as a clerk types it and a script reads it."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.run import invoke

KPPS_IN_2024 = ("--start", "2024-11-07", "--end", "2024-12-08")


def test_kpps_for_30_days() -> None:
    quote = invoke("quote", "--role", "KPPS", "--days", "30", "--json").json
    assert quote["role"] == "KPPS_ANGGOTA"
    assert (quote["wage"], quote["months"], quote["people"]) == ("850000.00", 1, 1)
    assert (quote["jkk"], quote["jkm"]) == ("2040.00", "2550.00")
    assert quote["per_person"] == quote["total"] == "4590.00"
    assert [rate["programme"] for rate in quote["rates"]] == ["JKK", "JKM"]
    for rate in quote["rates"]:
        assert rate["law"] == "PP 44/2015"
        assert rate["article"].startswith("pasal 1")
        assert rate["from"] == "2015-07-01"


def test_quote__assumptions__are_shown() -> None:
    for arguments in ((), ("--json",)):
        shown = invoke("quote", "--role", "KPPS", "--days", "30", "--lang", "en", *arguments).out
        for assumed in ("anggota", "pilkada-2024", "Rp850.000", "07-11-2024"):
            assert assumed in shown


@pytest.mark.parametrize(
    ("arguments", "role", "jkk", "jkm"),
    [
        (("--role", "KPPS", "--position", "ketua"), "KPPS_KETUA", "2160.00", "2700.00"),
        (("--role", "Ketua KPPS"), "KPPS_KETUA", "2160.00", "2700.00"),
        (("--role", "kpps_ketua"), "KPPS_KETUA", "2160.00", "2700.00"),
        (("--role", "linmas"), "LINMAS_TPS", "1560.00", "1950.00"),
        (("--role", "PKD", "--months", "1"), "PKD", "2640.00", "3300.00"),
        (("--role", "KPPS", "--election", "pemilu-2024"), "KPPS_ANGGOTA", "2640.00", "3300.00"),
        # The commissioner's 12,823,000 (Perpres 11/2016) gives sen.
        (("--role", "Ketua KPU", "--months", "1"), "KPU_KAB_KETUA", "30775.20", "38469.00"),
        # KPU Sulawesi Selatan 2024: 13,500 and 8,100 a month (antaranews.com/berita/4115316).
        (
            ("--role", "PPK", "--position", "ketua", "--months", "1"),
            "PPK_KETUA",
            "6000.00",
            "7500.00",
        ),
        (
            ("--role", "PPS", "--position", "ketua", "--months", "1"),
            "PPS_KETUA",
            "3600.00",
            "4500.00",
        ),
    ],
)
def test_a_role_has_its_price(arguments: tuple[str, ...], role: str, jkk: str, jkm: str) -> None:
    quote = invoke("quote", *arguments, "--json").json
    assert (quote["role"], quote["jkk"], quote["jkm"]) == (role, jkk, jkm)


@pytest.mark.parametrize("typed", ["1.462", "1,462", "1 462", "1462"])
def test_quote__people_with_thousands_separator__is_the_same_number(typed: str) -> None:
    assert invoke("quote", "--role", "KPPS", "--people", typed, "--json").json["people"] == 1462


@pytest.mark.parametrize("typed", ["1.46", "1.5", "1.4620", "1.462.0"])
def test_quote__people_that_may_be_a_decimal__is_refused(typed: str) -> None:
    done = invoke("quote", "--role", "KPPS", "--people", typed, "--lang", "en")
    assert (done.status, "--people" in done.err, "1.462" in done.err) == (2, True, True)


def test_quote__people__multiplies_and_shows_one_person() -> None:
    quote = invoke("quote", "--role", "KPPS", "--days", "30", "--people", "8772", "--json").json
    assert (quote["per_person"], quote["total"]) == ("4590.00", "40263480.00")


@pytest.mark.parametrize(
    ("rule", "months", "per_person"),
    [
        ("contract-month", 1, "4590.00"),
        ("calendar-month", 2, "9180.00"),
        ("daily", "16/15", "4896.00"),
    ],
)
def test_the_rules_of_proration(rule: str, months: object, per_person: str) -> None:
    quote = invoke("quote", "--role", "KPPS", *KPPS_IN_2024, "--proration", rule, "--json").json
    assert (quote["months"], quote["per_person"], quote["proration"]) == (months, per_person, rule)
    assert rule not in quote["other_prorations"]
    assert len(quote["other_prorations"]) == 2
    shown = invoke("quote", "--role", "KPPS", *KPPS_IN_2024, "--proration", rule).out
    assert ("32/30" in shown, "16/15" in shown) == (True, False)


@pytest.mark.parametrize(
    ("start", "election", "wage"),
    [
        ("2020-11-24", "pilkada-2020", "850000.00"),
        ("2024-01-25", "pemilu-2024", "1100000.00"),
        ("2024-11-07", "pilkada-2024", "850000.00"),
        ("2031-11-07", "pilkada-2024", "850000.00"),  # in no term: the newest, and it is said
    ],
)
def test_the_election_is_the_one_in_whose_term_the_dates_fall(
    start: str, election: str, wage: str
) -> None:
    quote = invoke("quote", "--role", "KPPS", "--start", start, "--days", "30", "--json").json
    assert (quote["election"], quote["wage"]) == (election, wage)
    assert any(election in text for text in quote["assumed"])


def test_what_is_typed_holds_before_what_the_agreement_fixes(tmp_path: Path) -> None:
    agreement = tmp_path / "pks.toml"
    agreement.write_text(
        'proration = "daily"\n[roles.KPPS_ANGGOTA]\nmonths = 2\nwage = 1_000_000\n',
        encoding="utf-8",
    )
    asked = ("--role", "KPPS", "--agreement", agreement, "--json", "--lang", "en")
    fixed = invoke("quote", *asked).json
    assert (fixed["months"], fixed["wage"], fixed["jkk"]) == (2, "1000000.00", "4800.00")
    assert any("the agreement" in text for text in fixed["assumed"])
    typed = invoke("quote", *asked, "--months", "3", "--wage", "2000000").json
    assert (typed["months"], typed["wage"]) == (3, "2000000.00")
    days = invoke("quote", *asked, "--days", "45", "--proration", "contract-month").json
    assert (days["months"], days["proration"]) == (2, "contract-month")


def test_quote__uncovered_days__are_shown() -> None:
    quote = invoke("quote", "--role", "KPPS", *KPPS_IN_2024, "--json").json
    assert quote["uncovered_days"] == 1
    assert "not covered" in invoke("quote", "--role", "KPPS", *KPPS_IN_2024, "--lang", "en").out


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        ((), "--role"),
        (("--role", "Tukang Parkir"), "choose from"),
        (("--role", "KPPS", "--position", "bendahara"), "ketua, anggota"),
        (("--role", "KPPS", "--days", "0"), "--days"),
        (("--role", "KPPS", "--days", "thirty"), "--days"),
        (("--role", "KPPS", "--days", "30", "--months", "1"), "only one of"),
        (("--role", "KPPS", "--start", "7 Nov"), "is not a valid date"),
        (("--role", "KPPS", "--start", "2024-12-08", "--end", "2024-11-07"), "before --start"),
        (("--role", "KPPS", "--end", "2024-11-07"), "--start"),
        (("--role", "KPPS", "--wage", "sejuta"), "in digits"),
        (("--role", "KPPS", "--wage", "-5000"), "more than zero"),
        (("--role", "KPU_KAB", "--position", "nonasn", "--months", "1"), "give the wage"),
        (("--role", "KPPS", "--months", "999"), "60 months"),
        (("--role", "KPPS", "--proration", "weekly"), "contract-month"),
        (("--role", "KPPS", "--election", "pilkada-1999"), "pilkada-2024"),
        (("--role", "KPPS", "--start", "2014-01-01", "--days", "30"), "2014-01-01"),
        (("--role", "KPPS", "--people", "0"), "--people"),
        (("--rolle", "KPPS"), "--role"),
    ],
)
def test_misuse__any_option__ends_with_status_2_and_names_the_accepted_values(
    arguments: tuple[str, ...], hint: str
) -> None:
    done = invoke("quote", *arguments, "--lang", "en")
    assert done.status == 2
    assert hint in " ".join(done.err.split())
    assert done.out == ""
    assert "Traceback" not in done.err


# ---- cautions -------------------------------------------------------------------------------------


def cautions(*arguments: object) -> list[str]:
    texts: list[str] = invoke("quote", *arguments, "--json", "--lang", "en").json["cautions"]
    return texts


def test_quote__possible_relief__has_a_caution() -> None:
    asked = ("--role", "PANWASCAM", "--start", "2020-06-15", "--end", "2021-01-31")
    assert any("PP 49/2020 may lower this to 1,00 %" in text for text in cautions(*asked))
    assert "PP 49/2020 dapat mengurangi iuran ini" in invoke("quote", *asked).out


def test_a_wage_above_the_ceiling_is_questioned() -> None:
    [text] = cautions("--role", "PPK", "--wage", "22.000.000", "--months", "1")
    assert "above the ceiling of pilkada-2024, Rp2.200.000" in text
    assert cautions("--role", "PPK", "--wage", "2.200.000", "--months", "1") == []


# PP 44/2015 art. 32(2): what is paid too little for a wage that was reported too low, the employer owes.
def test_quote__base_below_the_wage__names_the_payer_of_the_rest(tmp_path: Path) -> None:
    agreement = tmp_path / "pks.toml"
    agreement.write_text('base = { kind = "flat", amount = 1_000_000 }', encoding="utf-8")
    ppk = ("--role", "PPK", "--months", "1", "--agreement", agreement)
    assert any("the base is lower than the wage" in text for text in cautions(*ppk))
    kpps = ("--role", "KPPS", "--months", "1", "--agreement", agreement)
    assert cautions(*kpps) == []


def test_a_family_in_an_agreement_is_answered_with_its_roles(tmp_path: Path) -> None:
    agreement = tmp_path / "pks.toml"
    agreement.write_text("[roles.KPPS]\nmonths = 1\n", encoding="utf-8")
    done = invoke("quote", "--role", "KPPS", "--days", "30", "--agreement", agreement)
    assert done.status == 3
    assert "KPPS_KETUA, KPPS_ANGGOTA" in done.err
    assert "PTPS" not in done.err


# ---- who pays -------------------------------------------------------------------------------------

MAY_2026 = ("--role", "KPPS", "--wage", "1000000", "--start", "2026-05-01", "--months", "1")


# PP 50/2025 art. 3(4), 3(5) and 4(1): half of 16,800, unless APBN or APBD pays; honorary staff by inference.
@pytest.mark.parametrize(
    ("who", "total", "caution"),
    [
        (("--paid-by", "self"), "8400.00", ""),
        (("--segment", "bpu", "--paid-by", "OTHER"), "8400.00", ""),
        (("--segment", "bpu", "--paid-by", "apbn"), "16800.00", "through APBN or APBD"),
        (("--segment", "bpu", "--paid-by", "apbd"), "16800.00", "through APBN or APBD"),
        (("--segment", "bpu"), "16800.00", "or --paid-by"),
        (("--honorer", "--paid-by", "other"), "16800.00", "honorary staff"),
        (("--paid-by", "other"), "5400.00", ""),
    ],
)
def test_quote__bpu_in_2026__relief_follows_who_pays(
    who: tuple[str, ...], total: str, caution: str
) -> None:
    matches = invoke("quote", *MAY_2026, *who, "--json", "--lang", "en").json
    assert matches["total"] == total
    message = [text for text in matches["cautions"] if "PP 50/2025" in text]
    assert len(message) == bool(caution)
    assert all(caution in text for text in message)


def test_quote__who_pays_is_unknown__explanation_says_what_is_asked() -> None:
    for who, why in (("apbd", "through APBN or APBD"), ("", "or --paid-by"), ("self", "")):
        asked = ("--paid-by", who) if who else ()
        shown = invoke(
            "quote", *MAY_2026, "--segment", "bpu", *asked, "--explain", "--lang", "en"
        ).out
        assert why in " ".join(shown.replace("│", " ").split())
        assert ("not honorary" in shown or "bukan tenaga honorer" in shown) == (who == "self")


@pytest.mark.parametrize(
    ("who", "message"),
    [
        (("--paid-by", "nphd"), "'nphd' is unknown; choose from apbn, apbd, self, other"),
        (("--segment", "pu", "--paid-by", "self"), "employers pay for wage earners"),
        (("--segment", "pu", "--honorer"), "members of BPU are honorary staff"),
        (("--self-paid",), "no option --self-paid"),
    ],
)
def test_quote__payer_that_is_none__is_refused(who: tuple[str, ...], message: str) -> None:
    refused = invoke("quote", *MAY_2026, *who, "--lang", "en")
    assert (refused.status, refused.out) == (2, "")
    assert message in " ".join(refused.err.replace("│", " ").split())


def test_quote__agreement_names_the_payer__fund_typed_goes_before(tmp_path: Path) -> None:
    agreement = tmp_path / "pks.toml"
    agreement.write_text('segment = "bpu"\npayer = { name = "Korpri", fund = "other" }\n')
    asked = ("quote", *MAY_2026, "--agreement", agreement, "--json")
    assert invoke(*asked).json["total"] == "8400.00"
    assert invoke(*asked, "--paid-by", "apbd").json["total"] == "16800.00"
    assert invoke(*asked, "--paid-by", "self").json["total"] == "8400.00"


# ---- dates outside the election --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "caution"),
    [
        (("--election", "pilkada-2024", "--start", "2025-04-01"), "they fit --election psu-2025"),
        (("--start", "2027-04-01"), "look at --election (pilkada-2024, "),
        (("--start", "2025-04-01"), ""),
        (("--start", "2024-11-07"), ""),
        (("--election", "psu-2025", "--start", "2024-11-07"), "they fit --election pilkada-2024"),
    ],
)
def test_quote__dates_outside_the_election__says_so_and_which_one_fits(
    asked: tuple[str, ...], caution: str
) -> None:
    days = (*asked, "--end", asked[-1][:-2] + "28")
    matches = invoke("quote", "--role", "KPPS", *days, "--json", "--lang", "en").json
    message = [text for text in matches["cautions"] if "lie outside the term" in text]
    assert len(message) == bool(caution)
    assert all(caution in text for text in message)


def test_quote__dates_of_two_elections__says_that_the_other_fits_too() -> None:
    days = ("--start", "2025-08-01", "--end", "2025-08-28")
    matches = invoke("quote", "--role", "KPPS", *days, "--json", "--lang", "en").json
    assert matches["election"] == "pilkada-ulang-2025"
    assert "election pilkada-ulang-2025 (by the dates; psu-2025 fits, too)" in matches["assumed"]
