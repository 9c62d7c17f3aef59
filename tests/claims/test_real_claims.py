"""Cases like those that were paid in fact: what the folder says is what was paid."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from claims.conftest import text
from support.parameters import first
from support.paths import REPOSITORY
from support.people import nik, person
from support.run import invoke
from support.workbooks import roster

pytestmark = pytest.mark.usefixtures("without_word")

FILE = REPOSITORY / "tests" / "claims" / "real_claims.toml"
CASES: dict[str, dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", first(3, CASES))
def test_claim__case_like_a_real_one__says_what_was_paid(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    agreement = tmp_path / "pks.toml"
    agreement.write_text(case.get("agreement", ""), encoding="utf-8")
    people = roster(tmp_path / "roster.xlsx", person(1, **case["person"]), person(2))
    invoke("enrol", people, "--agreement", agreement, "--out", tmp_path / "out")
    options = ["--nik", nik(1), *case["options"], "--now", "2026-11-30 12:00"]
    folder = tmp_path / "case"
    done = invoke("claim", tmp_path / "out", *options, "--out", folder, "--json")
    assert done.status == ("uncovered" in case), done.err
    benefits = done.json["benefits"]
    for programme in ("jkk", "jkm"):
        if programme in case:
            assert benefits[f"{programme}_death"] == case[programme]
    if "jkm_without_heirs" in case:
        assert benefits["jkm_without_heirs"] == case["jkm_without_heirs"]
    if "uncovered" in case:
        assert done.json["cover"] == {"state": "uncovered", "reason": case["uncovered"]}
    for paper, sentences in case["says"].items():
        for sentence in sentences:
            assert sentence.casefold() in text(folder, paper).casefold(), paper
