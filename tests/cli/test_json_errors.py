"""With ``--json``, what is refused is one JSON object on stderr: code, message, status and place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.people import person
from support.run import Run, invoke
from support.workbooks import roster


def error(done: Run) -> dict[str, Any]:
    assert done.out == ""
    assert done.err.count("\n") == 1
    found: dict[str, Any] = json.loads(done.err)["error"]
    assert set(found) == {"code", "message", "exit", "place"}
    assert found["exit"] == done.status
    return found


def test_error__file_that_is_missing__has_code_and_file(tmp_path: Path) -> None:
    found = error(invoke("enrol", tmp_path / "nowhere.xlsx", "--json", "--lang", "en"))
    assert (found["code"], found["exit"]) == ("file-missing", 3)
    assert found["place"] == {"file": str(tmp_path / "nowhere.xlsx")}
    assert "file not found" in found["message"]


def test_error__faulty_agreement__has_key_line_and_column(tmp_path: Path) -> None:
    pks = tmp_path / "pks.toml"
    pks.write_text('number = "1"\n[employer]\n  np = "1"\n', encoding="utf-8")
    people = roster(tmp_path / "roster.xlsx", person(1))
    found = error(invoke("enrol", people, "--agreement", pks, "--json", "--lang", "en"))
    place = {"file": str(pks), "key": "employer.np", "line": 3, "column": 3}
    assert (found["code"], found["place"]) == ("law-file", place)


@pytest.mark.parametrize(
    ("arguments", "place"),
    [
        (("quote",), {"option": "--role"}),
        (("quote", "--role", "KPPX"), {"option": "--role"}),
        (("quote", "--role", "KPPS", "--dayz", "3"), {}),
        (("enrol",), {}),
    ],
)
def test_error__misuse__has_the_code_usage(arguments: tuple[str, ...], place: object) -> None:
    found = error(invoke(*arguments, "--json"))
    assert (found["code"], found["exit"], found["place"]) == ("usage", 2, place)


def test_error__result_that_exists__has_its_path(tmp_path: Path) -> None:
    people = roster(tmp_path / "roster.xlsx", person(1))
    assert invoke("enrol", people, "--out", tmp_path / "out").status == 0
    found = error(invoke("enrol", people, "--out", tmp_path / "out", "--json"))
    assert (found["exit"], found["place"]) == (4, {"path": str(tmp_path / "out")})


def test_error__without_json__is_a_sentence(tmp_path: Path) -> None:
    done = invoke("enrol", tmp_path / "nowhere.xlsx", "--lang", "en")
    assert done.err.startswith("pemilu-cover: ")
    # The run before may have been one with --json.
    assert invoke("quote").err.startswith("pemilu-cover: ")
