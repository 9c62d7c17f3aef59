"""``init``: an agreement from options or answers, which `enrol` uses as it is."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path

import pytest
from support.people import person
from support.run import invoke, run_at_terminal
from support.workbooks import roster

from pemilu_cover.law.agreement import Agreement, read_agreement
from pemilu_cover.law.rate_book import RateBook

OPTIONS = {
    "--office": 'KPU Kabupaten "Purwakarta"',
    "--npp": "ab123456",
    "--regency": "Purwakarta",
    "--election": "pilkada-2024",
    "--payer": "Pemerintah Kabupaten Purwakarta",
    "--number": "1/PKS\\2024",
    "--date": "02-05-2024",
}


def read(folder: Path) -> Agreement:
    return read_agreement(folder / "pks.toml", RateBook.load())


def init(folder: Path, *more: object) -> int:
    return invoke("init", *more, cwd=folder).status


def test_init__all_options__are_in_the_agreement(tmp_path: Path) -> None:
    assert init(tmp_path, *(word for pair in OPTIONS.items() for word in pair)) == 0
    agreement = read(tmp_path)
    assert agreement.employer.model_dump() == {
        "name": 'KPU Kabupaten "Purwakarta"',
        "npp": "AB123456",
        "location": "3214",
    }
    assert agreement.payer is not None
    assert agreement.payer.name == "Pemerintah Kabupaten Purwakarta"
    assert (agreement.number, str(agreement.date)) == ("1/PKS\\2024", "2024-05-02")
    assert agreement.election == "pilkada-2024"


@pytest.mark.parametrize("language", ["id", "en"])
def test_init__no_answers__is_an_agreement_that_changes_no_price(
    language: str, tmp_path: Path
) -> None:
    assert init(tmp_path, "--lang", language) == 0
    agreement = read(tmp_path)
    assert (agreement.election, agreement.payer, agreement.roles) == (None, None, {})
    people = roster(tmp_path / "roster.xlsx", person(1))
    with_it = invoke("enrol", people, "--out", tmp_path / "with", "--json")
    without = invoke("enrol", people, "--out", tmp_path / "without", "--no-agreement", "--json")
    assert with_it.json["premium"] == without.json["premium"]


COMMENTED_KEY = re.compile(r"^# (?=\[|[a-z_]+ = )", re.MULTILINE)
# Values in the place of the empty ones, which some keys do not take.
FILLED = {
    'election = ""': 'election = "pilkada-2024"',
    'blood = ""': 'blood = "O"',
    '[payer]\nname = ""': '[payer]\nname = "APBD"',
    'address = ["", ""]': 'address = ["Jalan Veteran 12"]',
}


@pytest.mark.parametrize("language", ["id", "en"])
def test_init__each_commented_line__is_a_key_that_an_agreement_takes(
    language: str, tmp_path: Path
) -> None:
    init(tmp_path, "--lang", language)
    text = (tmp_path / "pks.toml").read_text(encoding="utf-8")
    text, keys = COMMENTED_KEY.subn("", text)
    for empty, filled in FILLED.items():
        assert empty in text
        text = text.replace(empty, filled)
    assert keys > 20
    Agreement.model_validate(tomllib.loads(text))


@pytest.mark.parametrize(
    ("option", "value", "reason"),
    [
        ("--npp", "12", "must have eight capital letters or digits"),
        ("--regency", "Bandung", "Kabupaten Bandung (3204), Kota Bandung (3273)"),
        ("--election", "pilkada-2030", "Did you mean pilkada-2020? Choose from pilkada-2024"),
        ("--date", "kemarin", "kemarin"),
        ("--office", "KPU\nKota", "characters that are not printed"),
        ("--payer", "x" * 121, "at most 120"),
        ("--number", "1\x1b[31m", "characters that are not printed"),
    ],
)
def test_init__wrong_option__is_misuse_and_nothing_is_written(
    option: str, value: str, reason: str, tmp_path: Path
) -> None:
    done = invoke("init", option, value, "--lang", "en", cwd=tmp_path)
    assert done.status == 2
    assert option in done.err
    assert reason in done.err
    assert not (tmp_path / "pks.toml").exists()


@pytest.mark.parametrize(
    ("out", "command"),
    [
        ("pks.toml", "enrol roster.xlsx"),
        ("kota a/pks.toml", "enrol 'kota a/roster.xlsx'"),
        ("a b.toml", "enrol roster.xlsx --agreement 'a b.toml'"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="Windows quotes otherwise")
def test_init__next_step__uses_the_agreement(out: str, command: str, tmp_path: Path) -> None:
    (tmp_path / "kota a").mkdir()
    done = invoke("init", "--out", out, cwd=tmp_path)
    assert done.out.splitlines()[-1].strip() == f"pemilu-cover {command}"


def test_init__file_that_is_there__is_kept_without_force(tmp_path: Path) -> None:
    (tmp_path / "pks.toml").write_text("# milik kantor\n", encoding="utf-8")
    assert init(tmp_path, "--office", "KPU") == 4
    assert (tmp_path / "pks.toml").read_text(encoding="utf-8") == "# milik kantor\n"
    assert init(tmp_path, "--office", "KPU", "--force") == 0
    assert read(tmp_path).employer.name == "KPU"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
def test_init__terminal__asks_until_an_answer_is_right(tmp_path: Path) -> None:
    answers = "KPU Kota Contoh\n12\nAB123456\nBandung\nKota Bandung\n\n\n9/PKS\n2024-05-02\n"
    status, shown = run_at_terminal("init", "--lang", "en", cwd=tmp_path, answers=answers)
    assert status == 0, shown
    assert shown.count("NPP, eight letters or digits") == 2
    assert "must have eight capital letters or digits" in shown
    assert "Kabupaten Bandung (3204), Kota Bandung (3273)" in shown
    agreement = read(tmp_path)
    assert agreement.employer.model_dump() == {
        "name": "KPU Kota Contoh",
        "npp": "AB123456",
        "location": "3273",
    }
    assert (agreement.number, agreement.payer, agreement.election) == ("9/PKS", None, None)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
def test_init__terminal__does_not_ask_for_what_an_option_says(tmp_path: Path) -> None:
    given = [word for pair in OPTIONS.items() for word in pair]
    status, shown = run_at_terminal("init", *given, cwd=tmp_path, answers="")
    assert (status, shown) == (0, "")


def test_enrol__agreement_of_init__names_the_office(tmp_path: Path) -> None:
    init(tmp_path, "--office", "KPU Kota Contoh", "--npp", "AB123456")
    people = roster(tmp_path / "roster.xlsx", person(1))
    assert invoke("enrol", people, "--out", tmp_path / "out", "--quiet").status == 0
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["agreement"]["employer"]["name"] == "KPU Kota Contoh"
    assert (tmp_path / "out" / "template_tk_AB123456.xlsx").exists()
