"""`budget`: what a plan costs before there is a roster, as a meeting reads it and a script."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from support.paths import EXAMPLES, REPOSITORY, SIGNED_LATE
from support.run import invoke, run_process

PURWAKARTA = ("--election", "pilkada-2024", "--kecamatan", 17, "--desa", 192, "--tps", 1462)
ELECTIONS = ("pilkada-2024", "pemilu-2024", "pilkada-2020")
# Of one person over the whole contract: 0.54 % of the ceilings, for one month.
CHAIR, MEMBER, GUARD = 4_860, 4_590, 3_510


def query(*arguments: object) -> Any:
    """Run `budget` and give what it prints as JSON."""
    done = invoke("budget", *arguments, "--json")
    assert done.status == 0, done.err
    return done.json


def roles(budget: Any) -> dict[str, Any]:
    return {line["role"]: line for line in budget["by_role"]}


def test_a_tps_by_hand() -> None:
    """One chair, six members, two guards: 4,860 + 6 × 4,590 + 2 × 3,510 = 39,420."""
    budget = query(
        "--election", "pilkada-2024", "--body", "kpu", "--tps", 1, "--people", "PANTARLIH=0"
    )
    assert {code: line["people"] for code, line in roles(budget).items()} == {
        "KPPS_KETUA": 1,
        "KPPS_ANGGOTA": 6,
        "LINMAS_TPS": 2,
    }
    assert budget["premium"]["total"] == "39420.00"
    assert [(month["month"], month["total"]) for month in budget["by_month"]] == [
        ("2024-11", "39420.00")
    ]


def test_purwakarta_2024_has_the_people_that_the_press_counted() -> None:
    """17 × 8 + 192 × 6 = 1,288 of PPK and PPS, 10,234 KPPS, 2 guards at each of 1,462 TPS."""
    budget = roles(query(*PURWAKARTA))
    people = {code: line["people"] for code, line in budget.items()}
    assert sum(n for code, n in people.items() if code.startswith(("PPK", "PPS"))) == 1_288
    assert people["KPPS_KETUA"] + people["KPPS_ANGGOTA"] == 10_234
    assert people["LINMAS_TPS"] == 2_924
    kpps = Decimal(budget["KPPS_KETUA"]["total"]) + Decimal(budget["KPPS_ANGGOTA"]["total"])
    assert kpps == 1_462 * CHAIR + 8_772 * MEMBER
    assert budget["LINMAS_TPS"]["total"] == f"{2_924 * GUARD}.00"
    # Ketua PPK: 0.54 % of 2,500,000, nine months from 16 May to 27 January, 17 of them.
    assert budget["PPK_KETUA"]["total"] == f"{17 * 9 * 13_500}.00"


@pytest.mark.parametrize("election", ELECTIONS)
@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--body", "bawaslu"),
        ("--minimum-wage", "4499768"),
        ("--term", "KPU_KAB_KETUA=2024-01-15..2024-06-30"),
    ],
)
def test_all_sums_are_the_same_money(election: str, arguments: tuple[str, ...]) -> None:
    budget = query(*PURWAKARTA[2:], "--election", election, *arguments)
    for name in ("jkk", "jkm", "total"):
        total = Decimal(budget["premium"][name])
        assert sum(Decimal(line[name]) for line in budget["by_role"]) == total
        assert sum(Decimal(month[name]) for month in budget["by_month"]) == total
        assert Decimal(budget["scenarios"][0][name]) == total
    assert sum(Decimal(body["total"]) for body in budget["by_body"]) == total
    assert sum(line["people"] for line in budget["by_role"]) == budget["people"]
    for line in budget["by_role"]:
        assert Decimal(line["per_person"]) * line["people"] == Decimal(line["total"])
    for scenario in budget["scenarios"]:
        if scenario["total"] is not None:
            assert Decimal(scenario["jkk"]) + Decimal(scenario["jkm"]) == Decimal(scenario["total"])


@pytest.mark.parametrize("election", ELECTIONS)
@pytest.mark.parametrize(
    "units", [("--kecamatan", 3), ("--desa", 5), ("--tps", 7), ("--tps", 7, "--body", "kpu")]
)
def test_every_role_of_an_election_is_counted_or_named_with_a_reason(
    election: str, units: tuple[object, ...]
) -> None:
    done = invoke("budget", "--election", election, *units, "--json", "--lang", "en")
    if done.status == 2:
        assert "no role can be counted" in done.err
        return
    budget = done.json
    file = REPOSITORY / "rates" / "elections" / f"{election}.toml"
    known = tomllib.loads(file.read_text(encoding="utf-8"))["roles"]
    counted = [line["role"] for line in budget["by_role"]]
    left_out = {entry["role"]: entry["reasons"] for entry in budget["not_counted"]}
    assert sorted([*counted, *left_out]) == sorted(known)
    assert all(left_out.values())
    shown = invoke("budget", "--election", election, *units, "--lang", "en").out
    for entry in budget["not_counted"]:
        assert entry["message"]
        assert entry["name"] in " ".join(shown.split())


def test_budget__uncounted_role__has_the_missing_input() -> None:
    budget = query("--election", "pilkada-2024", "--body", "kpu", "--tps", 10)
    reasons = {entry["role"]: entry["reasons"] for entry in budget["not_counted"]}
    assert reasons["KPU_KAB_SEKRETARIAT"] == ["asn"]
    assert reasons["KPU_KAB_NONASN"] == ["number", "wage", "term"]
    assert reasons["KPU_KAB_KETUA"] == ["term"]
    assert reasons["KPU_PROV_KETUA"] == ["province"]
    assert reasons["PPK_KETUA"] == reasons["PPS_ANGGOTA"] == ["unit"]
    assert reasons["PTPS"] == ["body"]
    shown = invoke("budget", "--election", "pilkada-2024", "--body", "kpu", "--tps", 10).out
    assert "sebutkan --kecamatan N" in shown
    assert "sebutkan --desa N" in shown
    assert "Belum termasuk" in shown


def test_budget__range_of_people__budgets_the_maximum_and_shows_the_minimum() -> None:
    budget = query("--election", "pilkada-2024", "--body", "kpu", "--tps", 100)
    pantarlih = roles(budget)["PANTARLIH"]
    assert (pantarlih["people"], pantarlih["people_least"]) == (200, 100)
    assert (pantarlih["per_unit"]["min"], pantarlih["per_unit"]["max"]) == (1, 2)
    saved = Decimal(budget["premium"]["total"]) - Decimal(budget["least"]["total"])
    assert saved == 100 * 5_400
    assert budget["least"]["people"] == budget["people"] - 100
    shown = invoke("budget", "--election", "pilkada-2024", "--body", "kpu", "--tps", 100).out
    assert "Pantarlih 1–2 per TPS: dianggarkan yang terbanyak" in shown


def test_a_term_that_is_half_known_is_budgeted_at_its_longest() -> None:
    budget = query("--election", "pilkada-2024", "--kecamatan", 17, "--body", "kpu", "--lang", "en")
    secretary = roles(budget)["PPK_SEKRETARIS"]
    assert (secretary["widest_term"], secretary["start"], secretary["months"]) == (
        True,
        "2024-05-16",
        9,
    )
    assert any("longest term" in note and "Sekretaris PPK" in note for note in budget["notes"])
    assert any("civil servants" in note for note in budget["notes"])


@pytest.mark.parametrize(
    ("name", "code"),
    [("PPK_STAF", "PPK_STAF"), ("Staf PPK", "PPK_STAF"), ("angg. ppk 2", "PPK_ANGGOTA")],
)
def test_people_are_named_by_code_or_name(name: str, code: str) -> None:
    budget = query("--election", "pilkada-2024", "--kecamatan", 2, "--people", f"{name}=34")
    line = roles(budget)[code]
    assert (line["people"], line["units"], line["per_unit"]) == (34, None, None)
    assert (name == code) == (not any(name in text for text in budget["assumed"]))


def test_budget__zero_people__omits_the_role_with_a_reason() -> None:
    budget = query("--election", "pilkada-2024", "--kecamatan", 2, "--people", "PPK_SEKRETARIS=0")
    reasons = {entry["role"]: entry["reasons"] for entry in budget["not_counted"]}
    assert reasons["PPK_SEKRETARIS"] == ["left-out"]


def test_commissioners_are_counted_with_a_term() -> None:
    term = "KPU_KAB_ANGGOTA=2024-11-01..2025-01-31"
    budget = query("--election", "pilkada-2024", "--tps", 1, "--term", term)
    line = roles(budget)["KPU_KAB_ANGGOTA"]
    assert (line["people"], line["months"], line["base"]) == (4, 3, "11573000.00")
    alone = query("--election", "pilkada-2024", "--term", term)
    assert list(roles(alone)) == ["KPU_KAB_ANGGOTA"]


def test_the_scenarios_differ_in_segment_and_base_alone() -> None:
    budget = query(*PURWAKARTA, "--body", "kpu", "--minimum-wage", "Rp 4.499.768,-")
    honor, minimum, bpu = budget["scenarios"]
    assert [s["scenario"] for s in budget["scenarios"]] == ["pu-honor", "pu-minimum-wage", "bpu"]
    assert honor["people"] == minimum["people"] == bpu["people"] == budget["people"]
    # A member of KPPS: 48 × wage + 22 million by accident, 42 million otherwise.
    member = honor["paid_at_death"][0]
    assert member["role"] == "KPPS_ANGGOTA"
    assert member["by_accident"] == f"{48 * 850_000 + 22_000_000}.00"
    assert {death["not_by_accident"] for death in honor["paid_at_death"]} == {"42000000.00"}
    assert minimum["paid_at_death"][0]["by_accident"] == f"{48 * 4_499_768 + 22_000_000}.00"
    # BPU counts from the base of the lowest band.
    assert bpu["paid_at_death"][0]["base"] == "1000000.00"
    more = Decimal(bpu["total"]) - Decimal(honor["total"])
    assert Decimal(bpu["difference"]) == more
    person_months = sum(line["people"] * line["months"] for line in budget["by_role"])
    jkk, jkm = (
        Decimal("0.0024") * Decimal("4499768"),
        Decimal("0.0030") * Decimal("4499768"),
    )
    each = sum(amount.quantize(Decimal("0.01"), rounding="ROUND_HALF_UP") for amount in (jkk, jkm))
    assert Decimal(minimum["total"]) == person_months * each


def test_budget__no_minimum_wage__column_names_the_option() -> None:
    budget = query("--election", "pilkada-2024", "--tps", 3)
    assert budget["scenarios"][1] == {
        "scenario": "pu-minimum-wage",
        "total": None,
        "needs": "--minimum-wage",
    }
    assert (
        "tambahkan --minimum-wage" in invoke("budget", "--election", "pilkada-2024", "--tps", 3).out
    )


def test_an_agreement_comes_first_and_is_budgeted(tmp_path: Path) -> None:
    agreement = SIGNED_LATE
    budget = query(*PURWAKARTA, "--agreement", agreement)
    assert budget["scenario"] == budget["scenarios"][0]["scenario"] == "agreement"
    assert roles(budget)["PPK_KETUA"]["months"] == 3
    bpu = tmp_path / "bpu.toml"
    bpu.write_text('segment = "bpu"\n[roles.KPPS_KETUA]\nwage = 1_200_000\n', encoding="utf-8")
    budget = query("--election", "pilkada-2024", "--body", "kpu", "--tps", 1, "--agreement", bpu)
    first, *_, last = budget["scenarios"]
    assert first["total"] == last["total"] == budget["premium"]["total"]
    chair = roles(budget)["KPPS_KETUA"]
    assert (chair["segment"], chair["wage"], chair["total"]) == ("bpu", "1200000.00", "18800.00")
    # A BPU member pays by the 15th of the month itself: 15 November 2024.
    assert budget["by_month"][-1]["due"] == "2024-11-15"


def test_agreement_per_head(tmp_path: Path) -> None:
    agreement = tmp_path / "pks.toml"
    agreement.write_text('base = { kind = "per-head", amount = 16_800 }\n', encoding="utf-8")
    budget = query(
        "--election", "pilkada-2024", "--body", "bawaslu", "--tps", 10, "--agreement", agreement
    )
    assert budget["premium"]["total"] == f"{10 * 16_800}.00"


def test_budget__cautions__name_the_first_three_months() -> None:
    budget = query("--election", "pilkada-2024", "--body", "kpu", "--tps", 10, "--lang", "en")
    assert any("Permenaker 1/2025" in text and "funeral" in text for text in budget["cautions"])
    assert any("110 of 110 people" in text for text in budget["cautions"])
    assert any("NOT covered" in text and "Anggota KPPS" in text for text in budget["notes"])


def test_due_days_are_working_days() -> None:
    budget = query(*PURWAKARTA)
    due = {month["month"]: month["due"] for month in budget["by_month"]}
    assert due["2024-11"] == "2024-12-16"  # the 15th is a Sunday
    assert list(due) == sorted(due)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("election", ELECTIONS)
def test_the_page_is_at_most_110_columns_wide(election: str, language: str) -> None:
    shown = invoke(
        "budget",
        *PURWAKARTA[2:],
        *("--election", election, "--lang", language),
        *("--minimum-wage", "5396760.55", "--agreement", EXAMPLES / "ponorogo-2020.toml"),
        *("--term", "BAWASLU_KAB_ANGGOTA=2020-02-01..2020-12-31"),
    ).out
    assert shown
    assert max(map(len, shown.splitlines())) <= 110


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_widest_page_is_at_most_110_columns_wide(language: str, tmp_path: Path) -> None:
    """All columns with sen, long names that are marked, and more people than any regency has."""
    agreement = tmp_path / "pks.toml"
    agreement.write_text(
        'base = { kind = "flat", amount = 1_234_567.89 }\n[roles.PANWASCAM_KASEK]\nsegment = "bpu"\n',
        encoding="utf-8",
    )
    shown = invoke(
        *("budget", "--kecamatan", "999", "--desa", "192", "--tps", "14.620", "--lang", language),
        *("--minimum-wage", "5396760.55", "--agreement", agreement, "--election", "pilkada-2024"),
    ).out
    assert "(BPU)" in shown
    assert max(map(len, shown.splitlines())) <= 110


def test_budget__page__has_the_amounts_of_json() -> None:
    budget = query(*PURWAKARTA)
    shown = invoke("budget", *PURWAKARTA).out
    assert "Rp" + f"{int(Decimal(budget['premium']['total'])):,}".replace(",", ".") in shown
    for line in budget["by_role"]:
        assert f"{int(Decimal(line['total'])):,}".replace(",", ".") in shown


def test_budget__election__is_the_option_the_agreements_or_the_newest(tmp_path: Path) -> None:
    agreement = tmp_path / "pks.toml"
    agreement.write_text('election = "pilkada-2020"\n', encoding="utf-8")
    assert query("--tps", 1)["election"] == "pilkada-2024"
    assert "pilkada-2024" in query("--tps", 1)["assumed"][0]
    assert query("--tps", 1, "--agreement", agreement)["election"] == "pilkada-2020"
    chosen = query("--tps", 1, "--agreement", agreement, "--election", "PEMILU-2024")
    assert (chosen["election"], chosen["assumed"]) == ("pemilu-2024", [])


def test_budget__relief__has_a_note(tmp_path: Path) -> None:
    asking = ("--election", "pilkada-2020", "--tps", 10, "--body", "kpu", "--lang", "en")
    full = query(*asking)
    assert any("PP 49/2020: not taken" in note for note in full["notes"])
    agreement = tmp_path / "pks.toml"
    agreement.write_text("participant_since = 2020-02-01\n", encoding="utf-8")
    relieved = query(*asking, "--agreement", agreement)
    assert any("PP 49/2020: 1,00 %" in note for note in relieved["notes"])
    assert Decimal(relieved["premium"]["total"]) < Decimal(full["premium"]["total"])


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        ((), "--kecamatan, --desa, --tps"),
        (("--tps", "0"), "--tps"),
        (("--kecamatan", "-17"), "--kecamatan"),
        (("--desa", "many"), "--desa"),
        (("--tps", "1", "--people", "KPPS"), "ROLE=N"),
        (("--tps", "1", "--people", "KPPS_KETUA=-1"), "the least is 0"),
        (("--tps", "1", "--people", "KPPS_KETUA=1.5"), "not a whole number"),
        (("--tps", "1", "--people", "KPPS_KETUA=99.999.999"), "the most is 9999999"),
        (("--tps", "1.5"), "such as 30 or 1.462"),
        (("--tps", "1.500.0"), "such as 30 or 1.462"),
        (("--tps", "1", "--people", "KPPS=10500"), "choose from KPPS_KETUA, KPPS_ANGGOTA."),
        (("--people", "PPK=105"), "from PPK_KETUA, PPK_ANGGOTA, PPK_SEKRETARIS, PPK_STAF"),
        (("--people", "Panitia Pemungutan Suara=3"), "from PPS_KETUA, PPS_ANGGOTA"),
        (("--people", "Komisioner KPU=5"), "from KPU_KAB_KETUA, KPU_KAB_ANGGOTA, KPU_KAB_NONASN"),
        (("--tps", "1", "--term", "KPPS=2024-11-07"), "KPPS has several positions"),
        (("--tps", "1", "--people", "Tukang Parkir=2"), "choose from"),
        (("--tps", "1", "--people", "Kettua KPPS=2"), "KPPS_KETUA"),
        (("--tps", "1", "--people", "KETUA=2"), "can mean"),
        (("--tps", "1", "--people", "PPLN=2"), "has no Anggota PPLN"),
        (("--tps", "1", "--people", "PKD=2", "--people", "PPL=3"), "twice"),
        (("--tps", "1", "--people", "PKD=2", "--body", "kpu"), "--body kpu"),
        (("--tps", "1", "--people", "KPU_KAB_SEKRETARIAT=2"), "Taspen"),
        (("--tps", "1", "--body", "bpjs"), "--body"),
        (("--tps", "1", "--minimum-wage", "sejuta"), "--minimum-wage"),
        (("--tps", "1", "--minimum-wage", "-1000000"), "--minimum-wage"),
        (("--tps", "1", "--minimum-wage", "2.249"), "'2.249' means Rp2.249 a month"),
        (("--tps", "1", "--minimum-wage", "224911300"), "'224911300' means Rp224.911.300 a month"),
        (("--tps", "1", "--election", "pilkada-1999"), "pilkada-2024"),
        (("--tps", "1", "--term", "PTPS"), "FIRST..LAST"),
        (("--tps", "1", "--term", "PTPS=November"), "FIRST..LAST"),
        (("--tps", "1", "--term", "PTPS=2024-12-01..2024-11-01"), "after its end"),
        (("--tps", "1", "--term", "PANTARLIH=2024-11-20"), "after its end, 2024-07-25"),
        (("--tps", "1", "--term", "PTPS=2016-01-01"), "60 months"),
        (("--people", "KPU_KAB_KETUA=1"), "its term is not known"),
        (("--tps", "1", "--out", "rab.pdf"), ".xlsx"),
    ],
)
def test_misuse__any_option__ends_with_status_2_and_names_the_accepted_values(
    arguments: tuple[str, ...], hint: str
) -> None:
    done = invoke("budget", *arguments, "--lang", "en")
    assert done.status == 2
    assert hint in " ".join(done.err.split())
    assert done.out == ""


def test_an_amount_beyond_all_offices_is_refused(tmp_path: Path) -> None:
    agreement = tmp_path / "pks.toml"
    agreement.write_text('base = { kind = "flat", amount = 900_000_000_000 }\n', encoding="utf-8")
    done = invoke("budget", "--tps", 9_999_999, "--agreement", agreement, "--lang", "en")
    assert (done.status, done.out) == (2, "")
    assert "check the numbers" in done.err


def test_numbers_may_have_their_thousands_parted() -> None:
    typed = ("--election", "pilkada-2024", "--body", "kpu", "--tps")
    split_parts = query(*typed, "1.500", "--people", "LINMAS=2.200")
    assert split_parts["units"]["tps"] == 1_500
    assert roles(split_parts)["LINMAS_TPS"]["people"] == 2_200
    assert split_parts == query(*typed, "1500", "--people", "LINMAS=2200")


def test_budget__swapped_units__has_a_caution() -> None:
    plan = ("--election", "pilkada-2024", "--kecamatan", 307, "--desa", 21)
    assert query(*plan)["cautions"][0] == (
        "PERIKSA: 307 kecamatan, tetapi hanya 21 desa/kelurahan: tertukar?"
    )
    assert "PERIKSA" in invoke("budget", *plan).out.split("Menurut jabatan")[0]
    for right in (PURWAKARTA, ("--kecamatan", 5), ("--kecamatan", 3, "--desa", 3, "--tps", 3)):
        assert "PERIKSA" not in invoke("budget", *right).out
    assert (
        "192 desa/kelurahan, but only 14 TPS"
        in (query("--kecamatan", 17, "--desa", 192, "--tps", 14, "--lang", "en")["cautions"][0])
    )


def test_the_minimum_wage_is_named_and_whom_it_lowers() -> None:
    plan = ("--election", "pilkada-2024", "--kecamatan", 17, "--minimum-wage", "2.249.113")
    budget = query(*plan, "--body", "kpu")
    scenario = budget["scenarios"][1]
    assert scenario["label"] == "PU, upah minimum Rp2.249.113"
    assert scenario["minimum_wage"] == "2249113.00"
    assert budget["scenarios"][0]["minimum_wage"] is None
    # 48 × 2,500,000 + 22 million, against 48 × 2,249,113 + 22 million.
    [lowered] = [text for text in budget["cautions"] if "di bawah honorarium" in text]
    assert lowered == (
        "PU, upah minimum Rp2.249.113: dasar iuran di bawah honorarium Ketua PPK (Rp2.500.000). "
        "Santunan JKK bagi keluarga Ketua PPK turun dari Rp142.000.000 menjadi Rp129.957.424."
    )
    assert "PU, upah minimum Rp2.249.113 sebulan" in invoke("budget", *plan).out
    highest = query(*plan[:4], "--minimum-wage", "4.499.768")
    assert not any("di bawah honorarium" in text for text in highest["cautions"])


MIXED = """
election = "pilkada-2024"
number = "7/PKS/2024"
base = { kind = "flat", amount = 1_000_000 }
employer = { name = "KPU Kabupaten Contoh" }
[roles.PANTARLIH]
segment = "bpu"
"""


def test_budget__base_below_the_honorarium__has_a_caution_with_the_law(tmp_path: Path) -> None:
    agreement = tmp_path / "pks.toml"
    agreement.write_text(MIXED, encoding="utf-8")
    plan = ("--agreement", agreement, "--desa", 2, "--tps", 4, "--body", "kpu")
    cautions = query(*plan, "--lang", "en")["cautions"]
    # 48 × 1,500,000 + 22 million, against 48 × 1,000,000 + 22 million.
    assert cautions[0].startswith(
        "The agreement (PU + BPU): the base is below the honorarium of Ketua PPS ("
    )
    assert "Ketua PPS falls from Rp94.000.000 to Rp70.000.000" in cautions[0]
    assert "KPPS" not in cautions[0]
    assert "the employer owes the shortfall" in cautions[1]
    assert "PP 44/2015, pasal 32 ayat (1) dan (2)" in cautions[1]
    assert sum("pasal 32" in text for text in cautions) == 1
    plain = query("--election", "pilkada-2024", "--desa", 2)["cautions"]
    assert not any("pasal 32" in text for text in plain)


def test_roles_without_a_wage_are_marked_where_others_have_one(tmp_path: Path) -> None:
    agreement = tmp_path / "pks.toml"
    agreement.write_text(MIXED, encoding="utf-8")
    plan = ("--agreement", agreement, "--tps", 4, "--body", "kpu")
    shown = invoke("budget", *plan).out
    assert "Pantarlih (BPU) " in shown
    assert "Ketua KPPS (BPU)" not in shown
    assert "perjanjian (PU + BPU)" in shown
    agreement.write_text('segment = "bpu"\n', encoding="utf-8")
    alone = invoke("budget", *plan).out
    assert "perjanjian (BPU)" in alone
    assert "Pantarlih (BPU)" not in alone


def test_roles_of_one_base_are_ranked_by_their_honoraria(tmp_path: Path) -> None:
    agreement = tmp_path / "pks.toml"
    agreement.write_text('base = { kind = "flat", amount = 1_000_000 }\n', encoding="utf-8")
    plan = ("--agreement", agreement, "--election", "pilkada-2024", "--tps", 4, "--body", "kpu")
    shown = invoke("budget", *plan).out
    assert "()" not in shown
    assert "Pantarlih (honorarium tertinggi)" in shown


def test_budget__law_after_the_plan__has_a_note() -> None:
    later = "Bila rencana ini dipakai untuk pemilihan berikutnya: "
    plan = ("--election", "pilkada-2024", "--body", "kpu", "--tps", 10)
    cautions = query(*plan)["cautions"]
    assert (
        f"{later}110 dari 110 orang dalam rencana ini menjadi peserta kurang dari 3 bulan"
        in " ".join(cautions)
    )
    assert any(text.startswith(f"{later}Permenaker 1/2025 menunda") for text in cautions)
    reached = query(*plan, "--term", "PANTARLIH=2025-02-01..2025-03-31")["cautions"]
    assert any("menjadi peserta kurang dari 3 bulan" in text for text in reached)
    assert not any(later in text for text in reached)


def test_budget__uncovered_days__have_one_remedy(tmp_path: Path) -> None:
    notes = query(*PURWAKARTA, "--lang", "en")["notes"]
    assert sum("NOT covered" in note for note in notes) > 1
    assert sum('proration = "calendar-month" or more months' in note for note in notes) == 1
    agreement = tmp_path / "pks.toml"
    agreement.write_text("[roles.PPK_KETUA]\nmonths = 3\n", encoding="utf-8")
    plan = ("--agreement", agreement, "--election", "pilkada-2024", "--kecamatan", 2)
    fixed = " ".join(query(*plan, "--body", "kpu", "--lang", "en")["notes"])
    assert "To cover them: more months in the agreement" in fixed
    agreement.write_text('proration = "calendar-month"\n', encoding="utf-8")
    assert "To cover them" not in " ".join(query(*plan, "--lang", "en")["notes"])


def test_sen_are_shown_by_all_amounts_of_a_row_or_none() -> None:
    shown = invoke("budget", *PURWAKARTA, "--minimum-wage", "2.249.113").out
    [cost] = [line for line in shown.splitlines() if "iuran seluruhnya" in line]
    [more] = [line for line in shown.splitlines() if "selisih terhadap pilihan pertama" in line]
    for row in (cost, more):
        assert all(cell[-3] == "," for cell in row.split()[-3:])
    complete = invoke("budget", *PURWAKARTA).out
    assert ",00" not in complete


def test_a_missing_agreement_is_refused() -> None:
    assert invoke("budget", "--tps", 1, "--agreement", "nowhere.toml").status == 3


def test_the_same_question_has_the_same_answer() -> None:
    first, second = (
        run_process("budget", *PURWAKARTA, "--json", PYTHONHASHSEED=seed) for seed in "12"
    )
    assert first.out == second.out


# ---- repeated votes, variation, civil servants -----------------------------------------------------

APRIL = ("--term", "2025-04-01..2025-04-30")
SERANG = ("--election", "psu-2025", "--kecamatan", 29, "--desa", 326, "--tps", 2355)


# Radar Banten, 10 March 2025: 23,383 people for one month; 0.54 % of the honoraria of 2024, Rp20,044,350,000.
def test_budget__psu_of_serang__nothing_typed_but_units_and_term__adds_up_to_the_person() -> None:
    budget = query(*SERANG, *APRIL)
    assert budget["people"] == 23_383
    assert budget["premium"]["total"] == "108239490.00"
    pay = sum(line["people"] * Decimal(line["wage"]) for line in budget["by_role"])
    assert pay == 20_044_350_000
    assert {line["months"] for line in budget["by_role"]} == {1}
    wanting = {entry["role"] for entry in budget["not_counted"]}
    assert wanting == {"PANWASCAM_KETUA", "PANWASCAM_ANGGOTA", "PANWASCAM_KASEK", "PKD", "PTPS"}
    assert all(entry["reasons"] == ["wage"] for entry in budget["not_counted"])


def test_budget__psu_without_a_term__asks_for_it() -> None:
    refused = invoke("budget", *SERANG)
    assert refused.status == 2
    assert "masa kerja" in refused.err or "term is not known" in " ".join(refused.err.split())


# KPU Kabupaten Tasikmalaya (PSU), Kota Pangkalpinang (Pilkada ulang): 8, 6 and 9 in each unit.
@pytest.mark.parametrize(
    ("election", "units", "people"),
    [
        ("psu-2025", (39, 351, 2847), 28_041),
        ("pilkada-ulang-2025", (7, 42, 315), 3_143),
    ],
)
def test_budget__reported_heads_of_2025__are_met(
    election: str, units: tuple[int, int, int], people: int
) -> None:
    kecamatan, desa, tps = units
    asking = ("--election", election, "--kecamatan", kecamatan, "--desa", desa, "--tps", tps)
    assert query(*asking, "--body", "kpu", "--term", "2025-08-01..2025-08-31")["people"] == people


# Bangka 2025: 24 and 243 people of the secretariats were PPPK.
@pytest.mark.parametrize(
    "asn",
    [
        ("--asn", "sekretariat"),
        tuple(
            part
            for code in ("PPK_SEKRETARIS", "PPK_STAF", "PPS_SEKRETARIS", "PPS_STAF")
            for part in ("--asn", code)
        ),
    ],
)
def test_budget__secretariats_of_pppk__are_not_insured(asn: tuple[str, ...]) -> None:
    bangka = ("--election", "pilkada-ulang-2025", "--body", "kpu", "--kecamatan", 8, "--desa", 81)
    asking = (*bangka, "--tps", 459, "--term", "2025-08-01..2025-08-31")
    complete, without = query(*asking), query(*asking, *asn)
    assert complete["people"] - without["people"] == 24 + 243
    reasons = {entry["role"]: entry["reasons"] for entry in without["not_counted"]}
    clerks = ("PPK_SEKRETARIS", "PPK_STAF", "PPS_SEKRETARIS", "PPS_STAF")
    assert {code: reasons[code] for code in clerks} == {code: ["asn"] for code in clerks}


def test_budget__asn_role_that_is_none__is_refused() -> None:
    refused = invoke("budget", *SERANG, *APRIL, "--asn", "TUKANG_PARKIR", "--lang", "en")
    assert refused.status == 2
    assert "'TUKANG_PARKIR' is unknown" in " ".join(refused.err.replace("│", " ").split())


@pytest.mark.parametrize(
    ("term", "message"),
    [
        (
            ("--term", "2025-04-01..2025-04-30", "--term", "2025-05-01..2025-05-31"),
            "is given twice",
        ),
        (("--term", "April"), "write FIRST..LAST"),
        (("--term", "2025-04-30..2025-04-01"), "begins after its end"),
    ],
)
def test_budget__term_of_all_roles_that_is_none__is_refused(
    term: tuple[str, ...], message: str
) -> None:
    refused = invoke("budget", *SERANG, *term, "--lang", "en")
    assert refused.status == 2
    assert message in " ".join(refused.err.replace("│", " ").split())


def test_budget__term_of_all_roles__leaves_known_terms_and_roles_that_were_named() -> None:
    budget = roles(query(*SERANG, *APRIL, "--term", "KPPS_KETUA=2025-04-10..2025-04-25"))
    assert (budget["KPPS_KETUA"]["start"], budget["KPPS_ANGGOTA"]["start"]) == (
        "2025-04-10",
        "2025-04-01",
    )
    known = roles(query("--election", "pilkada-2024", "--body", "kpu", "--tps", 4, *APRIL))
    assert known["KPPS_KETUA"]["start"] == "2024-11-07"


# Sumatera Selatan 2024: one guard a TPS, 92,442 + 13,206; Kapuas Hulu 2024: 230 in 23 kecamatan, ten in each.
def test_budget__reported_variants__are_listed_with_their_cost() -> None:
    budget = query(
        "--election", "pilkada-2024", "--body", "kpu", "--tps", 13_206, "--people", "PANTARLIH=0"
    )
    [guards] = budget["variants"]
    assert (guards["role"], guards["budgeted"], guards["number"]) == ("LINMAS_TPS", 2, 1)
    assert guards["people"] == 92_442 + 13_206
    assert Decimal(budget["premium"]["total"]) - Decimal(guards["total"]) == 13_206 * GUARD
    assert any("--people LINMAS_TPS=13206" in note for note in budget["notes"])
    kapuas = query(
        *("--election", "pemilu-2024", "--body", "kpu", "--kecamatan", 23),
        *("--term", "PPK_SEKRETARIS=2024-01-01..2024-01-31"),
        *("--term", "PPK_STAF=2024-01-01..2024-01-31"),
    )
    assert [(one["role"], one["people"]) for one in kapuas["variants"]] == [("PPK_STAF", 230)]


def test_budget__variants__page_and_scenarios_name_them() -> None:
    page = " ".join(invoke("budget", *PURWAKARTA, "--body", "kpu", "--lang", "en").out.split())
    assert "2 in each TPS are budgeted. With 1, as in Sumatera Selatan 2024" in page
    assert "2 in each kecamatan are budgeted. With 4, as in Kapuas Hulu and Ponorogo" in page
