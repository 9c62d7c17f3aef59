"""`rates`: the law of a day with BPU, the history of a programme, and how well all of it is founded."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import REPOSITORY, run

# ---- BPU among the rates of a day -----------------------------------------------------------------


def test_a_day_has_the_33_bands_and_one_amount_of_jkm() -> None:
    bpu = run("rates", "--on", "2024-11-27", "--json").json["bpu"]
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


def test_the_page_tells_bpu_in_two_lines() -> None:
    shown = run("rates", "--on", "2024-11-27", "--lang", "en").out
    assert "Rp10.000 – Rp207.000 (33 bands of income)" in shown
    assert "Rp6.800" in shown
    assert "penalty" in shown


def test_before_the_law_there_is_no_bpu() -> None:
    bpu = run("rates", "--on", "2015-06-30", "--json").json["bpu"]
    assert (bpu["jkk"], bpu["jkm"]) == ([], [])
    assert "BPU" not in run("rates", "--on", "2015-06-30").out


def test_the_relief_of_2026_says_whom_it_reaches() -> None:
    shown = run("rates", "--on", "2026-05-01", "--lang", "en").out
    assert "BPU, who pay themselves" in shown
    [relief] = run("rates", "--on", "2026-05-01", "--json").json["reliefs"]
    assert (relief["segments"], relief["self_paid_only"], relief["paid"]) == (["bpu"], True, "0.5")


# ---- history --------------------------------------------------------------------------------------


def test_the_history_of_jkk_has_its_rates_its_reliefs_and_its_benefits() -> None:
    entries = run("rates", "--history", "jkk", "--json").json
    by_file = {entry["file"] for entry in entries}
    assert by_file == {"jkk.toml", "bpu.toml", "relief.toml", "benefits.toml"}
    rates = [entry["value"]["percent"] for entry in entries if entry["file"] == "jkk.toml"]
    assert list(map(Decimal, rates)) == list(map(Decimal, ("0.24", "0.54", "0.89", "1.27", "1.74")))
    assert all(entry["law"] and entry["article"] and entry["confidence"] for entry in entries)
    assert all(entry["from"] for entry in entries)


def test_the_history_of_jkm_has_nothing_of_jkk() -> None:
    entries = run("rates", "--history", "JKM", "--json").json
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
    shown = run("rates", "--history", topic, "--lang", "en").out
    assert "from 2015-07-01" in shown or topic == "relief"
    entries = run("rates", "--history", topic, "--json").json
    for file in {entry["file"] for entry in entries}:
        days = [entry["from"] for entry in entries if entry["file"] == file]
        assert days == sorted(days)
    bands = sum(len(entry["value"].get("bands", ())) for entry in entries)
    assert len(shown.splitlines()) == len(entries) + bands


def test_an_unknown_topic_is_misuse_and_the_known_are_named() -> None:
    done = run("rates", "--history", "pajak")
    assert (done.status, "jkk, jkm" in done.err) == (2, True)


def test_one_question_at_a_time() -> None:
    assert run("rates", "--history", "jkk", "--check").status == 2
    assert run("rates", "--on", "2024-11-27", "--check").status == 2


# ---- check ----------------------------------------------------------------------------------------


def test_every_value_is_counted_once_by_how_sure_it_is() -> None:
    told = run("rates", "--check", "--json").json
    assert told["values"] == sum(told["by_confidence"].values()) > 300
    assert set(told["by_confidence"]) == {"regulation text", "secondary source", "inferred"}
    for sure, count in told["by_confidence"].items():
        assert count == sum(file["by_confidence"].get(sure, 0) for file in told["files"])
    assert len(told["to_compare"]) == told["values"] - told["by_confidence"]["regulation text"]
    files = {path.name for path in (REPOSITORY / "rates").rglob("*.toml")}
    assert {Path(file["file"]).name for file in told["files"]} == files
    assert all(file["checked_on"] >= "2026-01-01" for file in told["files"])


def test_the_page_says_what_is_not_from_the_law_itself() -> None:
    shown = run("rates", "--check", "--lang", "en").out
    assert "last compared" in shown
    assert "day(s) ago" in shown
    assert "PP 49/2020, pasal 23 (menurut pers)" in shown
    assert "dibaca" not in shown.partition("Not read")[0]


def test_a_value_without_a_citation_fails_the_check(tmp_path: Path) -> None:
    folder = tmp_path / "rates"
    shutil.copytree(REPOSITORY / "rates", folder)
    file = folder / "relief.toml"
    text = file.read_text(encoding="utf-8").replace('law = "PP 49/2020"\n', "", 1)
    file.write_text(text, encoding="utf-8")
    done = run("rates", "--check", "--rates", folder, "--lang", "en")
    assert (done.status, "relief.toml: reliefs.0.law: is missing" in done.err) == (3, True)
