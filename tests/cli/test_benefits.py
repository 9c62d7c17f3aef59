"""`benefits`: what JKK and JKM pay, as a family or a treasurer reads it, and as a script does."""

from __future__ import annotations

import pytest
from support.run import invoke

KPPS = ("--role", "KPPS", "--on", "2024-11-27")


def test_page__role_and_day__has_amounts_and_laws() -> None:
    page = invoke("benefits", *KPPS)
    assert (page.status, page.err) == (0, "")
    for said in (
        "Manfaat JKK dan JKM pada 27 November 2024",
        "Anggota KPPS · Pemilihan Gubernur",
        "Rp850.000",
        "Rp42.000.000",
        "Rp62.800.000",
        "60 % × 80 × upah, sedikitnya Rp20.000.000",
        "Rp425.000 / bulan",
        "s.d. Rp5.000.000",
        "perguruan tinggi",
        "salah satu, tidak keduanya",
        "Klaim JKK gugur setelah 5 tahun",
        "Santunan KPU sendiri kepada badan ad hoc, di luar BPJS",
        "Rp36.000.000",
        "dikurangi bila BPJS membayar tidak ditemukan",
        "PP 44/2015 jo. PP 82/2019, pasal 34 ayat (1) huruf a: naskah peraturan",
        "sumber sekunder",
        "Asumsi: kedudukan anggota",
        "belum genap sebulan menjadi peserta",
    ):
        assert said in " ".join(page.out.split()), said


def test_in_english() -> None:
    shown = " ".join(invoke("benefits", *KPPS, "--lang", "en").out.split())
    for said in (
        "What JKK and JKM pay on 2024-11-27",
        "death, not by a work accident Rp42.000.000 JKM",
        "death by a work accident Rp62.800.000 JKK",
        "one of them, never both",
        "A claim to JKK lapses 5 years from the work accident",
        "secondary source",
        "NOT YET paid: only after 36 months",
    ):
        assert said in shown, said
    for word in ("upah", "meninggal", "santunan kematian", "sumber sekunder"):
        assert word not in shown


PAGES = [
    KPPS,
    ("--wage", "12823000", "--on", "2019-12-01"),
    ("--wage", "12823000", "--on", "2025-06-01", "--segment", "bpu"),
    ("--wage", "99999999999", "--on", "2026-01-01"),
    ("--role", "Ketua KPU", "--months", "60"),
    ("--wage", "850000.55", "--on", "2015-07-01", "--segment", "bpu", "--months", "3"),
]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("arguments", PAGES)
def test_no_line_is_wider_than_110(arguments: tuple[str, ...], language: str) -> None:
    page = invoke("benefits", *arguments, "--lang", language)
    assert page.status == 0
    assert [text for text in page.out.splitlines() if len(text) > 110] == []
    assert [text for text in page.out.splitlines() if text != text.rstrip()] == []


def test_page__amounts__are_aligned() -> None:
    page = invoke("benefits", *KPPS).out
    ends = {
        text.index("Rp20.000.000") + len("Rp20.000.000")
        for text in page.splitlines()
        if text.startswith(("  santunan sekaligus", "  perawatan di rumah"))
    }
    assert len(ends) == 1


def test_every_mark_has_its_source() -> None:
    for arguments in PAGES:
        page = invoke("benefits", *arguments).out
        body, _, sources = page.partition("\nSumber\n")
        number = 1
        while f"[{number}]" in body:
            assert sources.count(f"[{number}] ") == 1
            number += 1
        assert number > 10
        assert f"[{number}]" not in sources


def test_page__every_benefit_of_json__is_shown() -> None:
    report = invoke("benefits", *KPPS, "--json").json
    page = invoke("benefits", *KPPS).out
    for benefit in report["benefits"]:
        if benefit["id"] != "jkk-unable-to-work":  # there by month, below its own heading
            assert benefit["name"] in page
    assert "sementara tidak mampu bekerja (STMB)" in page
    for rule in report["rules"]:
        assert rule["text"].split()[0] in page


def test_json() -> None:
    report = invoke("benefits", *KPPS, "--json", "--lang", "en").json
    assert (report["on"], report["role"], report["election"]) == (
        "2024-11-27",
        "KPPS_ANGGOTA",
        "pilkada-2024",
    )
    assert (report["segment"], report["months"]) == ("pu", 0)
    assert (report["wage"], report["base"]) == ("850000.00", "850000.00")
    assert report["paid_at_once"] == {
        "death_not_by_accident": "42000000.00",
        "death_by_accident": "62800000.00",
        "total_disability": "59600000.00",
        "death_without_heirs": "10000000.00",
        "death_not_by_accident_of_employers": None,
    }
    by_id = {(one["id"], one["event"]): one for one in report["benefits"]}
    lump = by_id["jkm-lump-sum", "death"]
    assert (lump["amount"], lump["law"], lump["from"]) == (
        "20000000.00",
        "PP 44/2015 jo. PP 82/2019",
        "2019-12-02",
    )
    assert (lump["article"], lump["confidence"]) == (
        "pasal 34 ayat (1) huruf a",
        "regulation text",
    )
    assert by_id["jkk-death", "death"]["how"] == "60 % × 80 × wage, at least Rp20.000.000"
    assert by_id["jkk-unable-to-work", "temporary-inability"]["monthly"] == [
        {"first": 1, "last": 12, "percent": "100", "amount": "850000.00"},
        {"first": 13, "last": None, "percent": "50", "amount": "425000.00"},
    ]
    assert by_id["jkk-anatomical", "partial-disability"]["each_percent"] == "680000.00"
    school = by_id["jkm-scholarship", "death"]
    assert (school["payable"], school["months_needed"], school["at_most"]) == (False, 36, True)
    assert [(one["amount_a_year"], one["years"]) for one in school["levels"]] == [
        ("1500000.00", 8),
        ("2000000.00", 3),
        ("3000000.00", 3),
        ("12000000.00", 5),
    ]
    assert report["claim_lapses"][0]["years"] == 5
    assert report["own_santunan"][0]["bodies"] == ["KPU"]
    assert [base["premium_a_month"] for base in report["bases"]] == [
        "4590.00",
        "5400.00",
        "8100.00",
        "10800.00",
    ]
    assert report["left_out"]
    for one in (
        report["benefits"] + report["rules"] + report["claim_lapses"] + report["own_santunan"]
    ):
        assert one["law"]
        assert one["article"]
        assert one["confidence"]


@pytest.mark.parametrize(
    ("day", "jkm", "jkk", "disability", "alone"),
    [
        ("2019-12-01", "24000000.00", "55800000.00", None, "3000000.00"),
        ("2019-12-02", "42000000.00", "70000000.00", "68000000.00", "10000000.00"),
        ("2 Desember 2019", "42000000.00", "70000000.00", "68000000.00", "10000000.00"),
    ],
)
def test_the_day_counts(day: str, jkm: str, jkk: str, disability: str | None, alone: str) -> None:
    report = invoke("benefits", "--wage", "1_000_000".replace("_", "."), "--on", day, "--json").json
    assert list(report["paid_at_once"].values()) == [jkm, jkk, disability, alone, None]


def test_page__unread_texts__are_listed() -> None:
    page = invoke("benefits", "--wage", "1000000", "--on", "2019-12-01").out
    assert "Lampiran III PP 44/2015 belum dibaca" in " ".join(page.split())
    assert "Santunan KPU dan Bawaslu sebelum 1 Februari 2023 tidak dimuat" in page
    assert "JKK cacat total" not in page  # no column without a number


def test_three_months_of_bpu() -> None:
    query = ("benefits", "--wage", "850000", "--segment", "bpu", "--on", "2025-06-01")
    early, later = invoke(*query, "--months", "2"), invoke(*query, "--months", "3")
    assert "BELUM dibayar: baru sesudah 3 bulan" in early.out
    assert "kelompok penghasilan s.d. Rp1.099.000" in early.out
    paid = [invoke(*query, "--months", n, "--json").json["paid_at_once"] for n in ("2", "3")]
    assert [one["death_not_by_accident"] for one in paid] == ["10000000.00", "42000000.00"]
    assert "sesudah 3 bulan: terpenuhi" in later.out
    withheld = invoke(*query, "--json").json["benefits"][0]
    assert (withheld["payable"], withheld["months_needed_by"]["law"]) == (
        False,
        "Permenaker 1/2025",
    )


def test_page__wage_earner__has_the_caution_of_three_months() -> None:
    page = " ".join(invoke("benefits", "--wage", "850000", "--on", "2025-06-01").out.split())
    assert "Rp42.000.000 JKM" in page
    assert "Pastikan pada kantor cabang" in page
    assert "Pastikan" not in invoke("benefits", *KPPS).out


# ---- a day of which no honorarium is known ---------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "in_words"),
    [
        ("2019-04-17", "17 April 2019"),  # the election before those that are known
        ("2024-11-06", "6 November 2024"),  # the eve of the term
        ("2024-12-09", "9 Desember 2024"),  # the day after it
        ("2029-02-14", "14 Februari 2029"),
    ],
)
def test_page__honorarium_of_another_election__has_a_caution_first(day: str, in_words: str) -> None:
    query = ("benefits", "--role", "KPPS", "--on", day)
    said = (
        f"Honorarium Pilkada 2024 dipakai; pada {in_words} honorariumnya tidak diketahui: "
        "sebutkan --wage."
    )
    page = invoke(*query).out
    assert f"PERHATIAN: {said}" in " ".join(page.split())
    assert page.index("PERHATIAN") < page.index("Rp")
    assert invoke(*query, "--json").json["cautions"] == [said]
    [english] = invoke(*query, "--json", "--lang", "en").json["cautions"]
    assert (
        english
        == f"The honorarium of Pilkada 2024 is used; that of {day} is not known: say --wage."
    )
    assert f"CAUTION: {english}" in " ".join(invoke(*query, "--lang", "en").out.split())


@pytest.mark.parametrize(
    "arguments",
    [
        KPPS,
        ("--role", "KPPS"),
        ("--role", "KPPS", "--on", "2024-11-07"),
        ("--role", "KPPS", "--on", "2024-12-08"),
        ("--role", "KPPS", "--on", "2020-12-09"),
        ("--role", "KPPS", "--on", "2019-04-17", "--wage", "500000"),
        ("--wage", "500000", "--on", "2019-04-17"),
        ("--role", "Pantarlih", "--on", "2024-07-01"),
    ],
)
def test_page__day_in_the_term_or_typed_wage__has_no_caution(
    arguments: tuple[str, ...],
) -> None:
    assert invoke("benefits", *arguments, "--json").json["cautions"] == []
    assert "PERHATIAN" not in invoke("benefits", *arguments).out


def test_page__election_outside_its_time__has_a_caution() -> None:
    query = ("benefits", "--role", "KPPS", "--on", "2024-02-14", "--election", "pilkada-2024")
    [said] = invoke(*query, "--json", "--lang", "en").json["cautions"]
    assert "but on 2024-02-14 the role serves in another election" in said
    [said] = invoke(*query, "--json").json["cautions"]
    assert said.startswith(
        "Honorarium Pilkada 2024 dipakai seperti diminta, tetapi pada 14 Februari"
    )


def test_benefits__honorarium_of_a_repeated_vote__names_it_as_its_file_does() -> None:
    query = ("benefits", "--role", "KPPS", "--on", "2019-04-17", "--election", "psu-2025")
    [said] = invoke(*query, "--json").json["cautions"]
    assert said.startswith("Honorarium PSU 2025 dipakai")


def test_the_voting_day_finds_its_election_where_a_role_has_no_term() -> None:
    report = invoke("benefits", "--role", "KPPSLN", "--on", "2024-02-14", "--json").json
    assert (report["election"], report["wage"], report["cautions"]) == (
        "pemilu-2024",
        "6000000.00",
        [],
    )
    assert "pemilihan pemilu-2024 (hari pemungutan suara)" in report["assumed"]


# ---- what a share is taken of ----------------------------------------------------------------------


def test_a_share_of_bpu_is_of_the_base_and_not_of_the_income() -> None:
    query = ("benefits", "--wage", "850000", "--segment", "bpu", "--on", "2024-11-27")
    page = " ".join(invoke(*query).out.split())
    for said in (
        "Rp48.000.000 60 % × 80 × dasar JKK, sedikitnya Rp20.000.000",
        "Rp56.000.000 70 % × 80 × dasar JKK",
        "tiap persen tabel cacat: 1 % × 80 × dasar JKK",
        "Rp1.000.000 / bulan 100 % dasar JKK",
        "Rp500.000 / bulan 50 % dasar JKK",
    ):
        assert said in page, said
    assert "× upah" not in page
    assert "% upah" not in page
    how = [one["how"] for one in invoke(*query, "--json", "--lang", "en").json["benefits"]]
    assert "60 % × 80 × JKK base, at least Rp20.000.000" in how
    assert "months 1–12: 100 % of the JKK base; month 13 on: 50 % of the JKK base" in how
    assert not [words for words in how if "wage" in words]


def test_page__wage_earner__shares_are_of_the_wage() -> None:
    assert "70 % × 80 × upah" in invoke("benefits", *KPPS).out
    assert "× dasar JKK" not in invoke("benefits", *KPPS).out


# ---- what is not known -------------------------------------------------------------------------------


@pytest.mark.parametrize("day", ["2015-07-01", "2019-04-17", "2024-11-27", "2029-02-14"])
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("id", "Meninggal mendadak atau karena kelelahan saat bertugas: apakah JKK atau JKM"),
        ("en", "A sudden death, or one of exhaustion, while on duty: whether JKK or JKM pays"),
    ],
)
def test_sudden_death_at_work_is_the_first_thing_that_is_not_known(
    day: str, language: str, said: str
) -> None:
    query = ("benefits", "--wage", "850000", "--on", day, "--lang", language)
    assert invoke(*query, "--json").json["left_out"][0].startswith(said)
    assert said in " ".join(invoke(*query).out.split())


def test_page__footer__counts_values_read_in_the_law() -> None:
    files = invoke("rates", "--check", "--json").json["files"]
    [sure] = [file["by_confidence"] for file in files if file["file"] == "benefits.toml"]
    counted = f"{sure['regulation text']} dari {sum(sure.values())} nilai dari naskah peraturan"
    assert counted in " ".join(invoke("benefits", *KPPS).out.split())


def test_bawaslu_has_its_own_santunan() -> None:
    assert "Santunan Bawaslu sendiri" in invoke("benefits", "--role", "PTPS").out
    both = invoke("benefits", "--wage", "1000000", "--on", "2024-11-27").out
    assert "Santunan KPU dan Bawaslu sendiri" in both


@pytest.mark.parametrize(
    ("arguments", "status", "hint"),
    [
        ((), 2, "give --role or --wage"),
        (("--role", "Tukang Parkir"), 2, "choose from"),
        (("--role", "KPPS", "--position", "bendahara"), 2, "ketua, anggota"),
        (("--position", "ketua"), 2, "needs --role"),
        (("--wage", "sejuta"), 2, "in digits"),
        (("--wage", "-5000"), 2, "more than zero"),
        (("--wage", "1000000", "--on", "besok"), 2, "is not a valid date"),
        (("--wage", "1000000", "--segment", "pns"), 2, "--segment"),
        (("--wage", "1000000", "--months", "-1"), 2, "--months"),
        (("--wage", "1000000", "--election", "pilkada-1999"), 2, "pilkada-2024"),
        (("--role", "KPU_KAB", "--position", "nonasn"), 2, "give the wage"),
        (("--wage", "1000000", "--on", "2015-06-30"), 2, "2015-06-30"),
        (("--wage", "1000000", "--rates", "/nowhere"), 3, "no such file or folder"),
    ],
)
def test_benefits__misuse__names_the_accepted_values(
    arguments: tuple[str, ...], status: int, hint: str
) -> None:
    done = invoke("benefits", *arguments, "--lang", "en")
    assert done.status == status
    assert hint in " ".join(done.err.split())
    assert done.out == ""
    assert "Traceback" not in done.err


def test_the_help_has_an_example() -> None:
    shown = " ".join(invoke("benefits", "--help").out.split())
    assert "Contoh: pemilu-cover benefits --role KPPS --on 2024-11-27" in shown


# Kabupaten Malang, 5 December 2024: without heirs Rp10 million; Kapuas Hulu, January 2024: two, Rp84 million.
def test_benefits__no_heirs_or_two_employers__summary_says_so() -> None:
    page = invoke("benefits", "--role", "KPPS", "--on", "2024-12-05", "--employers", "2").out
    summary = page[: page.index("Asumsi")]
    assert (
        "idem, tanpa ahli waris dan wasiat             Rp10.000.000  JKM, biaya pemakaman saja"
        in summary
    )
    assert "idem, iuran dari 2 pemberi kerja              Rp84.000.000  JKM" in summary
    report = invoke(
        "benefits", "--wage", "1000000", "--on", "2025-06-01", "--employers", "2", "--json"
    ).json
    assert report["paid_at_once"]["death_without_heirs"] == "10000000.00"
    assert report["paid_at_once"]["death_not_by_accident_of_employers"] == "74000000.00"
    assert report["employers"] == 2


def test_benefits__disability_of_bawaslu__shows_both_amounts() -> None:
    page = invoke("benefits", "--role", "PTPS", "--on", "2024-11-27", "--lang", "en").out
    [line] = [line for line in page.splitlines() if "another source" in line]
    assert "up to Rp16.500.000" in line
    assert "another source: Rp30.800.000" in line
    santunan = invoke("benefits", "--role", "PTPS", "--on", "2024-11-27", "--json").json[
        "own_santunan"
    ]
    disputed = [one["disputed"]["amount"] for one in santunan if one["disputed"]]
    assert disputed == ["30800000.00"]
