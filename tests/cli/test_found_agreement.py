"""``pks.toml`` next to the rosters: found, announced, repeated in commands, and ignored on request."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.people import person
from support.run import invoke
from support.workbooks import roster


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with a roster and ``pks.toml``, which has another NPP than what is given by option."""
    roster(tmp_path / "roster.xlsx", person(1))
    (tmp_path / "pks.toml").write_text('employer = { npp = "AB123456" }\n', encoding="utf-8")
    return tmp_path


def written_npp(out: Path) -> object:
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    return manifest["agreement"] and manifest["agreement"]["employer"]["npp"]


def test_enrol__pks_next_to_the_roster__uses_and_announces_it(office: Path) -> None:
    done = invoke("enrol", office / "roster.xlsx", "--out", office / "out", "--lang", "en")
    assert done.status == 0
    assert f"Using the agreement {office / 'pks.toml'}" in done.err
    assert written_npp(office / "out") == "AB123456"


def test_enrol__no_agreement__ignores_it_and_says_nothing(office: Path) -> None:
    done = invoke("enrol", office / "roster.xlsx", "--no-agreement", "--out", office / "out")
    assert done.status == 0
    assert done.err == ""
    assert written_npp(office / "out") is None


def test_enrol__agreement_that_is_given__goes_before_it(office: Path) -> None:
    other = office / "lain.toml"
    other.write_text('employer = { npp = "ZZ999999" }\n', encoding="utf-8")
    invoke("enrol", office / "roster.xlsx", "--agreement", other, "--out", office / "out")
    assert written_npp(office / "out") == "ZZ999999"


@pytest.mark.parametrize("option", ["--json", "--quiet"])
def test_enrol__json_or_quiet__does_not_announce_it(office: Path, option: str) -> None:
    done = invoke("enrol", office / "roster.xlsx", "--out", office / "out", option)
    assert (done.status, done.err) == (0, "")
    assert written_npp(office / "out") == "AB123456"


@pytest.mark.parametrize("command", ["enrol", "check"])
def test_agreement__given_and_ignored__is_misuse(office: Path, command: str) -> None:
    options = ("--agreement", office / "pks.toml", "--no-agreement")
    done = invoke(command, office / "roster.xlsx", *options)
    assert done.status == 2
    assert "--no-agreement" in done.err


def test_agreement__beside_rosters_of_two_folders__is_used_once_and_never_guessed(
    office: Path,
) -> None:
    other = office / "lain"
    other.mkdir()
    roster(other / "more.xlsx", person(2))
    rosters = (other / "more.xlsx", office / "roster.xlsx")
    assert invoke("enrol", *rosters, "--out", office / "out").status == 0
    assert written_npp(office / "out") == "AB123456"
    (other / "pks.toml").write_text('employer = { npp = "ZZ999999" }\n', encoding="utf-8")
    done = invoke("enrol", *rosters, "--out", office / "out", "--force", "--lang", "en")
    assert (done.status, "several agreements" in done.err) == (2, True)


@pytest.mark.parametrize("ignored", [False, True])
def test_next_steps__a_run_that_found_it__repeat_what_was_used(office: Path, ignored: bool) -> None:
    roster(office / "roster.xlsx", person(1, **{"Nama Ibu Kandung": ""}))
    options = ["--no-agreement"] if ignored else []
    done = invoke("enrol", office / "roster.xlsx", "--out", office / "out", *options)
    (command,) = (line for line in done.out.splitlines() if "--corrections" in line)
    assert ("--no-agreement" in command) is ignored
    assert (f"--agreement {office / 'pks.toml'}" in command) is not ignored


def test_check__pks_next_to_the_roster__uses_and_announces_it(office: Path) -> None:
    (office / "pks.toml").write_text('[columns]\n"NIK" = "kpj"\n', encoding="utf-8")
    done = invoke("check", office / "roster.xlsx", "--lang", "en")
    assert (done.status, done.err) == (
        1,
        f"Using the agreement {office / 'pks.toml'} (--no-agreement: do not use it).\n",
    )
    done = invoke("check", office / "roster.xlsx", "--no-agreement")
    assert (done.status, done.err) == (0, "")
