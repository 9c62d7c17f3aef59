"""`rates`: the law of a day with BPU, the history of a programme, and how well all of it is founded."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from support.paths import REPOSITORY
from support.run import invoke

CONFIDENCES = ("regulation text", "secondary source", "inferred")

# ---- BPU among the rates of a day -----------------------------------------------------------------


def test_a_day_has_the_33_bands_and_one_amount_of_jkm() -> None:
    bpu = invoke("rates", "--on", "2024-11-27", "--json").json["bpu"]
    [table] = bpu["jkk"]
    assert len(table["bands"]) == 33
    assert table["bands"][0] == {
        "income_to": "1099000.00",
        "base": "1000000.00",
        "jkk": "10000.00",
    }
    assert [entry["amount"] for entry in bpu["jkm"]] == ["6800.00"]
    assert (bpu["due"]["day"], bpu["due"]["months_after"]) == (15, 0)
    assert "pasal 24" in bpu["no_penalty"]["article"]
    assert bpu["between_bands"]["confidence"] == "inferred"


def test_rates__page__has_two_lines_of_bpu() -> None:
    shown = invoke("rates", "--on", "2024-11-27", "--lang", "en").out
    assert "Rp10.000 – Rp207.000 (33 bands of income)" in shown
    assert "Rp6.800" in shown
    assert "penalty" in shown


def test_before_the_law_there_is_no_bpu() -> None:
    bpu = invoke("rates", "--on", "2015-06-30", "--json").json["bpu"]
    assert (bpu["jkk"], bpu["jkm"]) == ([], [])
    assert "BPU" not in invoke("rates", "--on", "2015-06-30").out


def test_rates__relief_of_2026__names_its_members() -> None:
    shown = invoke("rates", "--on", "2026-05-01", "--lang", "en").out
    assert "BPU, not where paid by APBN or APBD" in shown
    [relief] = invoke("rates", "--on", "2026-05-01", "--json").json["reliefs"]
    assert (relief["segments"], relief["paid"]) == (["bpu"], "0.5")
    assert relief["excluded_funds"] == ["apbn", "apbd"]
    assert relief["not_honorer"]["confidence"] == "inferred"


# ---- in the language of the page -------------------------------------------------------------------


@pytest.mark.parametrize("day", ["2020-09-01", "2024-11-27", "2025-06-01", "2026-05-01"])
def test_the_indonesian_page_has_no_codes_and_no_line_is_wider_than_140(day: str) -> None:
    shown = invoke("rates", "--on", day).out
    for word in (*CONFIDENCES, "risk class", "rounding", "due", "penalty", "proration"):
        assert f" {word} " not in shown.replace("\n", " "), word
    for word in ("naskah peraturan", "sumber sekunder", "disimpulkan", "kelompok risiko"):
        assert word in shown, word
    for word in ("pembulatan", "jatuh tempo", "denda", "hitungan bulan: bulan kontrak"):
        assert word in shown, word
    assert [line for line in shown.splitlines() if len(line) > 140] == []


def test_rates__english_page_and_json__have_the_codes() -> None:
    shown = invoke("rates", "--on", "2024-11-27", "--lang", "en").out
    for word in (
        *CONFIDENCES,
        "risk class",
        "rounding",
        "due",
        "penalty",
        "proration contract-month",
    ):
        assert f" {word} " in shown.replace("\n", " "), word
    report = invoke("rates", "--on", "2024-11-27", "--json").json
    assert {rate["confidence"] for rate in report["rates"]} == {"regulation text"}
    assert report["rules"]["rounding"]["confidence"] == "secondary source"


@pytest.mark.parametrize("day", ["2014-04-09", "2015-06-30"])
def test_where_no_rate_is_in_force_no_rule_is(day: str) -> None:
    for language in ("id", "en"):
        shown = invoke("rates", "--on", day, "--lang", language).out
        assert "PP 44/2015" not in shown
        assert "Aturan" not in shown
        assert "Rules" not in shown
    report = invoke("rates", "--on", day, "--json").json
    assert not any(report["rules"].values())
    assert (report["rates"], report["bpu"]["due"], report["bpu"]["no_penalty"]) == ([], None, None)
    began = invoke("rates", "--on", "2015-07-01", "--json").json
    assert all(began["rules"].values())
    assert all(began["bpu"].values())


def test_rates__page__counts_values_read_in_the_law() -> None:
    report = invoke("rates", "--check", "--json").json
    read, values = report["by_confidence"]["regulation text"], report["values"]
    page = invoke("rates", "--on", "2024-11-27").out
    assert f"({read} dari {values} nilai dari naskah peraturan; lihat rates --check)" in page
    page = invoke("rates", "--on", "2024-11-27", "--lang", "en").out
    assert f"({read} of {values} values from the text of the law; see rates --check)" in page
    matches = invoke("rates", "--on", "2024-11-27", "--json").json
    assert (matches["values"], matches["by_confidence"]) == (values, report["by_confidence"])


def test_the_check_is_in_the_language_of_the_page() -> None:
    shown = invoke("rates", "--check").out
    assert "naskah peraturan  sumber sekunder  disimpulkan  terakhir diperiksa" in shown
    assert not [word for word in CONFIDENCES if word in shown]


# ---- history --------------------------------------------------------------------------------------


def test_the_history_of_jkk_has_its_rates_its_reliefs_and_its_benefits() -> None:
    entries = invoke("rates", "--history", "jkk", "--json").json["values"]
    by_file = {entry["file"] for entry in entries}
    assert by_file == {"jkk.toml", "bpu.toml", "relief.toml", "benefits.toml"}
    jkk = [entry["value"] for entry in entries if entry["file"] == "jkk.toml"]
    rates = [value["percent"] for value in jkk if "percent" in value]
    assert [value for value in jkk if "percent" not in value] == [{"risk_class": "I"}] * 2
    assert list(map(Decimal, rates)) == list(map(Decimal, ("0.24", "0.54", "0.89", "1.27", "1.74")))
    assert all(entry["law"] and entry["article"] and entry["confidence"] for entry in entries)
    assert all(entry["from"] for entry in entries)


def test_the_history_of_jkm_has_nothing_of_jkk() -> None:
    entries = invoke("rates", "--history", "JKM", "--json").json["values"]
    assert [entry["value"] for entry in entries if entry["file"] == "jkm.toml"] == [
        {"percent": "0.30"}
    ]
    assert not [entry for entry in entries if entry["file"] == "jkk.toml"]
    benefits = [entry for entry in entries if entry["file"] == "benefits.toml"]
    assert {entry["value"].get("programme") for entry in benefits if "id" in entry["value"]} == {
        "JKM"
    }


@pytest.mark.parametrize("topic", ["jkk", "jkm", "bpu", "relief", "benefits", "proration"])
def test_each_history_is_a_page_in_the_order_of_its_days(topic: str) -> None:
    shown = invoke("rates", "--history", topic, "--lang", "en").out
    assert "from 2015-07-01 " in shown or topic == "relief"
    entries = invoke("rates", "--history", topic, "--json").json["values"]
    for file in {entry["file"] for entry in entries}:
        days = [entry["from"] for entry in entries if entry["file"] == file]
        assert days == sorted(days)
    _, _, values = shown.partition("\n\n")
    began = [line for line in values.splitlines() if line[2] != " "]
    assert len(began) == len(entries)


TOPICS = ["jkk", "jkm", "bpu", "relief", "benefits", "proration", "contribution"]
CODES = [
    "regulation text",
    "secondary source",
    "inferred",
    "percent_of_wage",
    "risk_class",
    "wage-share",
    "programme JKK",
    "kind ",
    "income_",
    ".00 ",
    "[",
]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("topic", TOPICS)
def test_a_history_is_read_and_not_decoded(topic: str, language: str) -> None:
    shown = invoke("rates", "--history", topic, "--lang", language).out
    assert [line for line in shown.splitlines() if len(line) > 140] == []
    assert [line for line in shown.splitlines() if line != line.rstrip()] == []
    for code in CODES if language == "id" else CODES[3:]:
        assert code not in shown, code
    models = ("Benefit", "Rule", "Lapse", "Nominal", "BandTable", "Elsewhere", "LegalBasis")
    assert not [name for name in models if f"  {name}  " in shown]


@pytest.mark.parametrize(
    ("topic", "said"),
    [
        (
            "jkk",
            "sejak 2015-07-01 JKK 0,24 % kelompok risiko I naskah peraturan PP 44/2015, pasal 16",
        ),
        ("jkm", "sejak 2015-07-01 JKM 0,30 % naskah peraturan PP 44/2015, pasal 18 ayat (1)"),
        ("jkk", "JKK, cacat total tetap: santunan cacat total sumber sekunder"),
        ("jkk", "2015-07-01 s.d. 2019-12-01 klaim JKK gugur setelah 2 tahun sejak kecelakaan"),
        ("jkm", "sejak 2019-12-02 JKM, meninggal: biaya pemakaman: Rp10.000.000 naskah peraturan"),
        ("bpu", "sejak 2015-07-01 JKK BPU sebulan, 33 kelompok penghasilan: sumber sekunder"),
        ("bpu", " s.d. Rp1.099.000 dasar Rp1.000.000 JKK Rp10.000 "),
        ("bpu", " Rp1.100.000 s.d. Rp1.299.000 dasar Rp1.200.000 JKK Rp12.000 "),
        ("bpu", " mulai Rp20.200.000 dasar Rp20.700.000 JKK Rp207.000 "),
        ("bpu", "sejak 2015-07-01 JKM BPU Rp6.800 sebulan naskah peraturan"),
        ("relief", "2020-08-01 s.d. 2021-01-31 keringanan JKK+JKM: dibayar 1,00 %, PU+BPU:"),
        ("relief", "keringanan JKK+JKM: dibayar 50,00 %, BPU, bukan"),
        ("relief", "keringanan, bukan bagi badan pemilu: Keringanan"),
        ("benefits", "masa tunggu 3 bulan (BPU): Peserta BPU yang"),
        ("benefits", "sejak 2023-02-01 santunan Bawaslu sendiri, cacat permanen: s.d."),
        ("proration", "sisa sampai 3 hari tidak"),
        ("contribution", "dasar hukum tagihan (BPU): Iuran JKK dan JKM"),
    ],
)
def test_rates__history__describes_each_value(topic: str, said: str) -> None:
    assert said in " ".join(invoke("rates", "--history", topic).out.split())


def test_a_long_text_of_a_history_is_cut_and_the_json_has_it_all() -> None:
    shown = invoke("rates", "--history", "benefits").out
    assert " …" in shown
    assert "Ask your branch." not in invoke("rates", "--history", "benefits", "--lang", "en").out
    entries = invoke("rates", "--history", "benefits", "--json").json["values"]
    assert [one for one in entries if "Ask your branch." in str(one["value"].get("text"))]


def test_each_band_has_its_line() -> None:
    lines = invoke("rates", "--history", "bpu", "--lang", "en").out.splitlines()
    assert len([line for line in lines if " base " in line and " JKK " in line]) == 33


def test_an_unknown_topic_is_misuse_and_the_known_are_named() -> None:
    done = invoke("rates", "--history", "pajak")
    assert (done.status, "jkk, jkm" in done.err) == (2, True)


def test_one_question_at_a_time() -> None:
    assert invoke("rates", "--history", "jkk", "--check").status == 2
    assert invoke("rates", "--on", "2024-11-27", "--check").status == 2


# ---- check ----------------------------------------------------------------------------------------


def test_every_value_is_counted_once_by_how_sure_it_is() -> None:
    report = invoke("rates", "--check", "--json").json
    assert report["values"] == sum(report["by_confidence"].values()) > 300
    assert set(report["by_confidence"]) == {"regulation text", "secondary source", "inferred"}
    for sure, count in report["by_confidence"].items():
        assert count == sum(file["by_confidence"].get(sure, 0) for file in report["files"])
    assert (
        len(report["to_compare"]) == report["values"] - report["by_confidence"]["regulation text"]
    )
    folder = REPOSITORY / "rates"
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*.toml")}
    assert {file["file"] for file in report["files"]} == files
    page = invoke("rates", "--check").out
    assert [file for file in files if f"  {file} " not in page] == []
    assert all(file["checked_on"] >= "2026-01-01" for file in report["files"])


def test_rates__page__marks_values_not_read_in_the_law() -> None:
    shown = invoke("rates", "--check", "--lang", "en").out
    assert "last checked" in shown
    assert "days ago" in shown
    assert "PP 49/2020, pasal 23" in shown
    assert "dibaca" not in shown.partition("Not read")[0]


def test_a_value_without_a_citation_fails_the_check(tmp_path: Path) -> None:
    folder = tmp_path / "rates"
    shutil.copytree(REPOSITORY / "rates", folder)
    file = folder / "relief.toml"
    text = file.read_text(encoding="utf-8").replace('law = "PP 49/2020"\n', "", 1)
    file.write_text(text, encoding="utf-8")
    done = invoke("rates", "--check", "--rates", folder, "--lang", "en")
    assert (done.status, ": reliefs.0.law: is missing" in done.err) == (3, True)


# ---- where it was read, and what was not -----------------------------------------------------------


@pytest.mark.parametrize("asked", [("--history", "relief"), ("--check",)])
def test_rates__history_or_check__lists_what_was_not_read_at_the_top(
    asked: tuple[str, ...],
) -> None:
    shown = invoke("rates", *asked, "--lang", "en").out
    top, _, _ = shown.partition("\n\n")
    assert top.startswith("Changes up to 22 December 2025 are known. For 2026 no change was found")
    for law in ("PP tahun 2026", "Permenaker 1/2025", "PP 49/2020"):
        assert law in top


def test_rates__history__says_where_each_value_was_read() -> None:
    shown = invoke("rates", "--history", "relief", "--lang", "en").out
    assert "read in: https://github.com/mblonyox/data-peraturan/blob/67a9952/pp/2025/50/" in shown
    assert "read in: not recorded" in shown
    for entry in invoke("rates", "--history", "relief", "--json").json["values"]:
        assert entry["read_in"] or entry["confidence"] != "regulation text"


def test_rates__check__counts_what_was_read_in_2025s_regulations() -> None:
    report = invoke("rates", "--check", "--json").json
    assert report["known_until"] == "2025-12-22"
    assert {entry["law"] for entry in report["unread"]} >= {"PP tahun 2026", "Permenaker 1/2025"}
    assert report["by_confidence"]["regulation text"] >= 119
    unread = " ".join(f"{one['law']}, {one['article']}" for one in report["to_compare"])
    for law in ("PP 7/2025", "PP 36/2025", "PP 6/2025", "PP 49/2023, pasal 5"):
        assert law not in unread


@pytest.mark.parametrize(("day", "status"), [("2015-06-30", 1), ("2015-07-01", 0)])
@pytest.mark.parametrize("json", [(), ("--json",)])
def test_rates__day_on_which_nothing_holds__says_so_and_ends_with_1(
    day: str, status: int, json: tuple[str, ...]
) -> None:
    done = invoke("rates", "--on", day, *json)
    assert done.status == status
    assert json or ("tidak ada tarif yang berlaku pada hari itu" in done.out) == bool(status)


# ---- Lists of names ------------------------------------------------------------------------------


def test_list__roles__are_those_that_quote_takes() -> None:
    roles = invoke("rates", "--list", "roles", "--json").json["roles"]
    kpps = next(role for role in roles if role["code"] == "KPPS_ANGGOTA")
    assert kpps["honorarium"]["pilkada-2024"] == "850000.00"
    assert (kpps["family"], kpps["body"], kpps["unit"], kpps["insured"]) == (
        "KPPS",
        "KPU",
        "tps",
        True,
    )
    assert not next(role for role in roles if role["code"] == "KPU_KAB_SEKRETARIAT")["insured"]
    for role in roles:
        done = invoke("quote", "--role", role["code"], "--days", 30, "--wage", 850_000)
        assert done.status == 0, role["code"]


def test_list__elections__are_those_that_quote_takes() -> None:
    elections = invoke("rates", "--list", "elections", "--json").json["elections"]
    assert elections[0]["id"] == "pilkada-2024"
    assert elections[0]["voting_days"] == ["2024-11-27"]
    assert {election["id"] for election in elections if election["regional"]} >= {"psu-2025"}
    for election in elections:
        options = ("--days", 30, "--wage", 850_000, "--election", election["id"])
        assert invoke("quote", "--role", "KPPS", *options).status == 0, election["id"]


@pytest.mark.parametrize(
    ("names", "language", "texts"),
    [
        ("roles", "id", ("KPPS_ANGGOTA", "Rp850.000", "ASN, dijamin Taspen")),
        ("roles", "en", ("KPPS_ANGGOTA", "Rp850.000", "civil servants, insured by Taspen")),
        ("elections", "id", ("pilkada-2024", "27-11-2024", "sebagian daerah")),
        ("elections", "en", ("pilkada-2024", "2024-11-27", "some regions")),
    ],
)
def test_list__text__has_a_line_for_each_name(
    names: str, language: str, texts: tuple[str, ...]
) -> None:
    done = invoke("rates", "--list", names, "--lang", language)
    assert (done.status, done.err) == (0, "")
    assert all(text in done.out for text in texts)
    assert done.out.count("\n") == len(invoke("rates", "--list", names, "--json").json[names])


WITHOUT_RATES = {
    "nowhere": ("tidak ada", "no such file or folder"),
    "jkk.toml": (
        "sebagian dari alamatnya berkas, bukan folder",
        "a part of its path is a file, not a folder",
    ),
    "rosters": ("folder ini tidak berisi berkas tarif", "this folder has no rate files"),
}


@pytest.mark.parametrize(("name", "reasons"), WITHOUT_RATES.items(), ids=WITHOUT_RATES)
def test_rates__folder_without_rates__has_reason_and_advice(
    name: str, reasons: tuple[str, str], tmp_path: Path
) -> None:
    (tmp_path / "rosters").mkdir()
    (tmp_path / "rosters" / "people.csv").touch()
    (tmp_path / "jkk.toml").touch()
    indonesian, english = (
        invoke("rates", "--rates", name, "--lang", language, cwd=tmp_path).err
        for language in ("id", "en")
    )
    fix_id, fix_en = "Periksa nama folder pada --rates", "Check the name of the folder of --rates"
    assert indonesian.startswith(f"pemilu-cover: {name}: {reasons[0]}. {fix_id}")
    assert english.startswith(f"pemilu-cover: {name}: {reasons[1]}. {fix_en}")
    assert "init" not in indonesian + english


def test_quote__rate_file_is_missing__advice_is_about_rates(tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "rates", tmp_path / "rates")
    (tmp_path / "rates" / "roles.toml").unlink()
    done = invoke("quote", "--role", "KPPS", "--rates", "rates", "--lang", "en", cwd=tmp_path)
    place = Path("rates", "roles.toml")
    assert done.err.startswith(f"pemilu-cover: {place}: there is no such file. Check this file;")
    assert ("without --rates" in done.err, "init" in done.err) == (True, False)


def test_quote__agreement_is_missing__advice_is_about_agreements(tmp_path: Path) -> None:
    arguments = ("--role", "KPPS", "--agreement", "pks.toml", "--lang", "en")
    done = invoke("quote", *arguments, cwd=tmp_path)
    assert ("--rates" in done.err, "init" in done.err) == (False, True)
