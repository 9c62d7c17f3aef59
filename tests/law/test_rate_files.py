"""The rate files themselves: all cited, complete, and as the press and the decrees have them."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.rates_folder import rates_dir

FILES = {
    file.relative_to(rates_dir()).as_posix(): tomllib.loads(
        file.read_text(encoding="utf-8"), parse_float=Decimal
    )
    for file in sorted(rates_dir().rglob("*.toml"))
}
CITATION = {"law", "article", "confidence"}
# A table with one of these holds a value of the law, or a bound that somebody chose.
VALUES = frozenset(
    "from to percent risk_class amount min max start end not_before not_after day value".split()
)


def tables(value: Any, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Return every table in a TOML value with its path."""
    if isinstance(value, dict):
        yield path, value
        for key, inner in value.items():
            yield from tables(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from tables(inner, f"{path}[{number}]")


TABLES = [matches for name, content in FILES.items() for matches in tables(content, name)]
CITED = [(path, table) for path, table in TABLES if table.keys() & (VALUES | CITATION)]


# ---- citations -----------------------------------------------------------------------------------


def test_the_files_hold_hundreds_of_values() -> None:
    assert len(FILES) >= 9
    assert len(CITED) > 250


def test_every_value_has_its_law_its_article_and_its_confidence() -> None:
    lacking = {path: CITATION - table.keys() for path, table in CITED}
    assert {path: lack for path, lack in lacking.items() if lack} == {}


def test_no_citation_is_empty() -> None:
    assert [path for path, table in CITED if not all(table[key].strip() for key in CITATION)] == []


def test_confidence_is_one_of_three_words() -> None:
    assert {table["confidence"] for _, table in CITED} == {
        "regulation text",
        "secondary source",
        "inferred",
    }


def test_what_was_read_in_the_law_names_an_article() -> None:
    read = [(path, t["article"]) for path, t in CITED if t["confidence"] == "regulation text"]
    assert [path for path, article in read if "pasal" not in article] == []


def test_sources_are_addresses() -> None:
    sources = [link for _, table in TABLES for link in table.get("source", [])]
    assert len(sources) > 100
    assert [link for link in sources if not link.startswith(("https://", "http://"))] == []


@pytest.mark.parametrize("name", FILES)
def test_rate_files__every_file__has_checked_on(name: str) -> None:
    assert isinstance(FILES[name]["checked_on"], date)


# ---- roles ---------------------------------------------------------------------------------------

# Every office of an election, from the province to the TPS, of KPU and Bawaslu, at home and abroad.
CODES = """
KPU_PROV_KETUA KPU_PROV_ANGGOTA KPU_KAB_KETUA KPU_KAB_ANGGOTA KPU_KAB_SEKRETARIAT KPU_KAB_NONASN
PPK_KETUA PPK_ANGGOTA PPK_SEKRETARIS PPK_STAF PPS_KETUA PPS_ANGGOTA PPS_SEKRETARIS PPS_STAF PANTARLIH
KPPS_KETUA KPPS_ANGGOTA LINMAS_TPS PPLN_KETUA PPLN_ANGGOTA PPLN_SEKRETARIS PPLN_STAF PANTARLIH_LN
KPPSLN_KETUA KPPSLN_ANGGOTA LINMAS_LN BAWASLU_PROV_KETUA BAWASLU_PROV_ANGGOTA BAWASLU_KAB_KETUA
BAWASLU_KAB_ANGGOTA BAWASLU_KAB_NONASN PANWASCAM_KETUA PANWASCAM_ANGGOTA PANWASCAM_KASEK
PANWASCAM_STAF_PNS PANWASCAM_STAF_NONPNS PKD PTPS
""".split()


def test_there_are_the_38_roles_and_no_other(book: RateBook) -> None:
    assert set(book.roles.roles) == set(CODES)
    assert len(book.roles.roles) == 38


# Taspen insures them: never billed.
def test_only_roles_that_are_always_asn_are_left_out_of_the_bill(book: RateBook) -> None:
    always = {code for code, role in book.roles.roles.items() if role.asn == "always"}
    assert always == {"KPU_KAB_SEKRETARIAT", "PANWASCAM_STAF_PNS"}


ABROAD = {code for code in CODES if code.startswith(("PPLN", "KPPSLN")) or code.endswith("_LN")}


def test_only_a_general_election_has_bodies_abroad(book: RateBook) -> None:
    assert set(book.elections["pemilu-2024"].roles) == set(CODES)
    for local in ("pilkada-2024", "pilkada-2020"):
        assert set(book.elections[local].roles) == set(CODES) - ABROAD


# ---- honoraria -----------------------------------------------------------------------------------

# Typed from the press, apart from the rate files: Pilkada 2020 (S-735/MK.02/2018; Menkeu 138/2020 where
# it is higher), Pemilu 2024, Pilkada 2024. None: not found, or there is no such body.
# Permanent offices: Perpres 11/2016 (radartasik, cilacap.info) and 4/2019 (lelemuku). KPU bodies: Kompas
# 8 August 2022, Antara Babel; for 2020 RMOL Bengkulu, Nomorsatukaltim, Tribun Sumsel 9 December 2020.
# Bawaslu bodies: Kaltimtoday, Radar Seluma; for 2020 Tribun Pontianak 4 November 2019.
HONORARIA: dict[str, tuple[int | None, int | None, int | None, int | None]] = {
    "KPU_PROV_KETUA": (20_215_000, None, 20_215_000, 20_215_000),
    "KPU_PROV_ANGGOTA": (18_565_000, None, 18_565_000, 18_565_000),
    "KPU_KAB_KETUA": (12_823_000, None, 12_823_000, 12_823_000),
    "KPU_KAB_ANGGOTA": (11_573_000, None, 11_573_000, 11_573_000),
    "KPU_KAB_SEKRETARIAT": (None, None, None, None),
    "KPU_KAB_NONASN": (None, None, None, None),
    "PPK_KETUA": (2_200_000, 2_500_000, 2_500_000, 2_500_000),
    "PPK_ANGGOTA": (1_900_000, 2_200_000, 2_200_000, 2_200_000),
    "PPK_SEKRETARIS": (1_550_000, 1_850_000, 1_850_000, 1_850_000),
    "PPK_STAF": (1_000_000, 1_300_000, 1_300_000, 1_300_000),
    "PPS_KETUA": (1_200_000, 1_500_000, 1_500_000, 1_500_000),
    "PPS_ANGGOTA": (1_150_000, 1_300_000, 1_300_000, 1_300_000),
    "PPS_SEKRETARIS": (1_100_000, 1_150_000, 1_150_000, 1_150_000),
    "PPS_STAF": (1_000_000, None, 1_050_000, 1_050_000),
    "PANTARLIH": (1_000_000, None, 1_000_000, 1_000_000),
    "KPPS_KETUA": (900_000, None, 1_200_000, 900_000),
    "KPPS_ANGGOTA": (850_000, None, 1_100_000, 850_000),
    "LINMAS_TPS": (650_000, None, 700_000, 650_000),
    "PPLN_KETUA": (None, None, 8_400_000, None),
    "PPLN_ANGGOTA": (None, None, 8_000_000, None),
    "PPLN_SEKRETARIS": (None, None, 7_000_000, None),
    "PPLN_STAF": (None, None, 6_500_000, None),
    "PANTARLIH_LN": (None, None, 6_500_000, None),
    "KPPSLN_KETUA": (None, None, 6_500_000, None),
    "KPPSLN_ANGGOTA": (None, None, 6_000_000, None),
    "LINMAS_LN": (None, None, 4_500_000, None),
    "BAWASLU_PROV_KETUA": (18_194_000, None, 18_194_000, 18_194_000),
    "BAWASLU_PROV_ANGGOTA": (16_709_000, None, 16_709_000, 16_709_000),
    "BAWASLU_KAB_KETUA": (11_540_700, None, 11_540_700, 11_540_700),
    "BAWASLU_KAB_ANGGOTA": (10_415_700, None, 10_415_700, 10_415_700),
    "BAWASLU_KAB_NONASN": (None, None, None, None),
    "PANWASCAM_KETUA": (2_200_000, None, 2_200_000, 2_200_000),
    "PANWASCAM_ANGGOTA": (1_900_000, None, 1_900_000, 1_900_000),
    "PANWASCAM_KASEK": (None, None, 1_550_000, 1_550_000),
    "PANWASCAM_STAF_PNS": (None, None, 900_000, 900_000),
    "PANWASCAM_STAF_NONPNS": (None, None, 1_500_000, 1_500_000),
    "PKD": (1_100_000, None, 1_100_000, 1_100_000),
    "PTPS": (650_000, None, 1_000_000, 800_000),
}


@pytest.mark.parametrize("code", CODES)
def test_an_honorarium_is_the_reported_one(book: RateBook, code: str) -> None:
    pilkada_2020, other_2020, pemilu_2024, pilkada_2024 = HONORARIA[code]

    def paid(election: str) -> int | None:
        pay = book.elections[election].role(code).honorarium
        return pay.amount_sen // 100 if pay else None

    assert paid("pilkada-2020") == pilkada_2020
    assert paid("pemilu-2024") == pemilu_2024
    assert paid("pilkada-2024") == pilkada_2024
    early = book.elections["pilkada-2020"].role(code).honorarium
    assert (early.alternative if early else None) == other_2020


def test_the_higher_of_two_ceilings_is_the_ceiling(book: RateBook) -> None:
    pay = book.elections["pilkada-2020"].role("PPK_KETUA").honorarium
    assert pay is not None
    assert (pay.amount_sen, pay.ceiling_sen) == (2_200_000_00, 2_500_000_00)


# KPPS, linmas and PTPS serve about a month and are paid once for it.
def test_the_one_month_roles_are_paid_by_the_term(book: RateBook) -> None:
    by_term = {
        code
        for election in book.elections.values()
        for code, message in election.roles.items()
        if message.honorarium and message.honorarium.per == "term"
    }
    assert by_term == {"KPPS_KETUA", "KPPS_ANGGOTA", "LINMAS_TPS", "PTPS"}


# ---- terms, ages, numbers ------------------------------------------------------------------------

# Decrees by the press: Keputusan KPU 169/2020 (2020), 476/2022 jo. 534/2022 and 1669/2023 (Pemilu), 475
# and 638/2024 (Pilkada); Bawaslu 498/HK.01.01/K1/12/2023 and 301/HK.01.01/K1/09/2024 (PTPS).
TERMS = [
    ("pilkada-2020", "PPK_KETUA", date(2020, 6, 15), date(2021, 1, 31)),
    ("pilkada-2020", "PPS_ANGGOTA", date(2020, 6, 15), date(2021, 1, 31)),
    ("pilkada-2020", "PANTARLIH", date(2020, 7, 15), date(2020, 8, 13)),
    ("pilkada-2020", "KPPS_ANGGOTA", date(2020, 11, 24), date(2020, 12, 23)),
    ("pilkada-2020", "PTPS", date(2020, 11, 16), date(2020, 12, 16)),
    ("pemilu-2024", "PPK_ANGGOTA", date(2023, 1, 4), date(2024, 4, 4)),
    ("pemilu-2024", "PPS_KETUA", date(2023, 1, 24), date(2024, 4, 4)),
    ("pemilu-2024", "PANTARLIH", date(2023, 2, 12), date(2023, 4, 11)),
    ("pemilu-2024", "KPPS_KETUA", date(2024, 1, 25), date(2024, 2, 25)),
    ("pemilu-2024", "LINMAS_TPS", date(2024, 1, 25), date(2024, 2, 25)),
    ("pemilu-2024", "PTPS", date(2024, 1, 22), date(2024, 2, 21)),
    ("pilkada-2024", "PPK_KETUA", date(2024, 5, 16), date(2025, 1, 27)),
    ("pilkada-2024", "PPS_KETUA", date(2024, 5, 26), date(2025, 1, 27)),
    ("pilkada-2024", "PANTARLIH", date(2024, 6, 24), date(2024, 7, 25)),
    ("pilkada-2024", "KPPS_ANGGOTA", date(2024, 11, 7), date(2024, 12, 8)),
    ("pilkada-2024", "LINMAS_TPS", date(2024, 11, 7), date(2024, 12, 8)),
    ("pilkada-2024", "PANWASCAM_KETUA", date(2024, 5, 25), date(2025, 1, 27)),
    ("pilkada-2024", "PTPS", date(2024, 11, 4), date(2024, 12, 4)),
]


@pytest.mark.parametrize(("election", "code", "start", "end"), TERMS)
def test_a_role_serves_the_reported_term(
    book: RateBook, election: str, code: str, start: date, end: date
) -> None:
    term = book.elections[election].role(code).term
    assert term is not None
    assert (term.start, term.end) == (start, end)


def test_panwascam_may_serve_to_the_end_of_a_result_case(book: RateBook) -> None:
    term = book.elections["pilkada-2024"].role("PANWASCAM_ANGGOTA").term
    assert term is not None
    assert term.window == (date(2024, 5, 24), date(2025, 2, 28))


# PKPU 6/2020 art. 19 and 20 (2020); PKPU 8/2022, Perppu 1/2022, and the recruitments of Bawaslu (2024).
AGES = [
    ("pilkada-2020", "KPPS_ANGGOTA", 20, 50),
    ("pilkada-2020", "PANTARLIH", 20, 50),
    ("pilkada-2020", "PTPS", 25, None),
    ("pemilu-2024", "KPPS_KETUA", 17, 55),
    ("pilkada-2024", "KPPS_ANGGOTA", 17, 55),
    ("pilkada-2024", "PPK_KETUA", 17, None),
    ("pilkada-2024", "PKD", 21, None),
    ("pilkada-2024", "PTPS", 21, None),
]


@pytest.mark.parametrize(("election", "code", "youngest", "oldest"), AGES)
def test_a_role_has_the_reported_ages(
    book: RateBook, election: str, code: str, youngest: int, oldest: int | None
) -> None:
    age = book.elections[election].role(code).age
    assert age is not None
    assert (age.min, age.max) == (youngest, oldest)


def test_voting_days(book: RateBook) -> None:
    assert {election.id: election.voting_day for election in book.elections.values()} == {
        "pilkada-2024": date(2024, 11, 27),
        "pemilu-2024": date(2024, 2, 14),
        "pilkada-2020": date(2020, 12, 9),
        "psu-2025": date(2025, 4, 19),
        "pilkada-ulang-2025": date(2025, 8, 27),
        "psu-2024": date(2024, 7, 13),
        "psu-2021": date(2021, 6, 9),
    }


def plan(book: RateBook, election: str, units: dict[str, int]) -> Counter[str]:
    """Count the KPU's ad hoc people of a regency by body, from its units."""
    people: Counter[str] = Counter()
    for code, message in book.elections[election].roles.items():
        role = book.roles.roles[code]
        if role.body == "KPU" and role.unit in units and code != "PANTARLIH":
            assert message.per_unit is not None, code
            assert message.per_unit.min == message.per_unit.max, code
            clerks = role.position in {"sekretaris", "staf"}
            family = f"sekretariat {role.family}" if clerks else role.family
            people[family] += units[role.unit] * message.per_unit.max
    return people


# Reported to the person, part by part (ngopibareng.id).
def test_kabupaten_malang_2024_adds_up_to_the_person(book: RateBook) -> None:
    malang = plan(book, "pilkada-2024", {"kecamatan": 33, "desa": 390, "tps": 4_042})
    assert malang == {
        "PPK": 165,
        "sekretariat PPK": 99,
        "PPS": 1_170,
        "sekretariat PPS": 1_170,
        "KPPS": 28_294,
        "LINMAS": 8_084,
    }
    assert malang.total() == 38_982


# 1,288 PPK, PPS and secretariats and 10,234 KPPS (RMOL 26 January 2025), 1,462 TPS (JPNN 3 November 2024).
# With 2 linmas a TPS that is 14,446, ten short of the 14,456 that were insured; those sit at the office.
def test_kabupaten_purwakarta_2024_adds_up(book: RateBook) -> None:
    purwakarta = plan(book, "pilkada-2024", {"kecamatan": 17, "desa": 192, "tps": 1_462})
    assert purwakarta["PPK"] + purwakarta["sekretariat PPK"] == 136
    assert purwakarta["PPS"] + purwakarta["sekretariat PPS"] == 1_152
    assert purwakarta["KPPS"] == 10_234
    assert purwakarta.total() == 14_446


# ---- what both programmes share ------------------------------------------------------------------


def test_contributions_are_due_on_the_15th_of_the_next_month(book: RateBook) -> None:
    [due] = book.contribution.due
    assert (due.day, due.months_after) == (15, 1)
    assert "pasal 21" in due.article


def test_rounding_is_declared_and_not_in_python_alone(book: RateBook) -> None:
    [rounding] = book.contribution.rounding
    assert (rounding.unit, rounding.mode) == (Decimal("0.01"), "half-up")


# PP 49/2020 art. 9 and the press on it: 1 % is paid from August 2020 to January 2021.
def test_rate_files__relief_of_2020__has_its_law(book: RateBook) -> None:
    relief = book.relief.reliefs[0]
    assert (relief.valid_from, relief.valid_to) == (date(2020, 8, 1), date(2021, 1, 31))
    assert (relief.law, relief.percent_paid, relief.newcomers_full) == ("PP 49/2020", 1, 2)


# PP 50/2025 art. 3(5), 4(1), 7 b: half, April to December, unless APBN or APBD pays.
def test_the_relief_of_2026_leaves_out_public_budgets_and_honorary_staff(book: RateBook) -> None:
    relief = book.relief.reliefs[1]
    assert (relief.valid_from, relief.valid_to) == (date(2026, 4, 1), date(2026, 12, 31))
    assert (relief.law, relief.percent_paid, relief.segments) == ("PP 50/2025", 50, ("bpu",))
    assert (relief.excluded_funds, relief.confidence) == (("apbn", "apbd"), "regulation text")
    assert "pasal 3 ayat (5)" in relief.article
    assert "pasal 7 huruf b" in relief.article
    assert relief.not_honorer is not None
    assert relief.not_honorer.confidence == "inferred"


def test_rate_files__inapplicable_reliefs__have_reasons(book: RateBook) -> None:
    assert {entry.law for entry in book.relief.elsewhere} == {
        "PP 7/2025",
        "PP 36/2025",
        "PP 50/2025",
        "PP 37/2021",
        "PP 44/2015 jo. PP 49/2023",
        "PP 37/2021 jo. PP 6/2025",
    }
    assert all(entry.why for entry in book.relief.elsewhere)


# The days since which each is in force, or was written.
@pytest.mark.parametrize(
    ("law", "since"),
    [
        ("PP 44/2015 jo. PP 82/2019", date(2015, 7, 1)),
        ("Inpres 2/2021", date(2021, 3, 25)),
        ("PP 44/2015 jo. PP 49/2023", date(2023, 10, 6)),
        ("Surat Mendagri 400.5.7/4295/SJ", date(2024, 9, 3)),
        ("Surat Ketua KPU 2564/SDM.06.7-SD/01/2024", date(2024, 11, 8)),
    ],
)
def test_a_legal_basis_holds_from_its_day(book: RateBook, law: str, since: date) -> None:
    named = [basis for basis in book.contribution.legal_basis if basis.law.startswith(law)]
    assert {basis.valid_from for basis in named} == {since}
