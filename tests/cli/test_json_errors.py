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
    assert "there is no file" in found["message"]


def test_error__faulty_agreement__has_key_line_and_column(tmp_path: Path) -> None:
    pks = tmp_path / "pks.toml"
    pks.write_text('number = "1"\n[employer]\n  np = "1"\n', encoding="utf-8")
    people = roster(tmp_path / "roster.xlsx", person(1))
    found = error(invoke("enrol", people, "--agreement", pks, "--json", "--lang", "en"))
    place = {"file": str(pks), "key": "employer.np", "line": 3, "column": 3}
    assert (found["code"], found["place"]) == ("key-unknown", place)


MISUSE = {
    "quote": ("value-missing", "--role"),
    "enrol": ("value-missing", "ROSTER"),
    "quote --role KPPX": ("name-unknown", "--role"),
    "quote --role KPPS --position wakil": ("name-unknown", "--position"),
    "quote --role KPPS --dayz 3": ("name-unknown", "--dayz"),
    "quote --role KPPS --election pilkada-1999": ("election-unknown", "--election"),
    "quote --role KPU_KAB_NONASN": ("honorarium-missing", "--wage"),
    "quote --role KPU_KAB_KETUA": ("date-missing", "--start"),
    "quote --role KPPS --end 2024-12-01": ("date-missing", "--end"),
    "quote --role KPPS --days 1.5": ("value-unreadable", "--days"),
    "quote --role KPPS --start soon": ("value-unreadable", "--start"),
    "quote --role KPPS --wage lots": ("value-unreadable", "--wage"),
    "quote --role KPPS --days 3 --months 1": ("usage", "--days, --months, --end"),
    "budget --people KPPX=3": ("name-unknown", "--people"),
    "budget": ("value-missing", "--kecamatan, --desa, --tps"),
    "benefits --role BAWASLU_KAB_NONASN": ("honorarium-missing", "--wage"),
    "rates --on soon": ("value-unreadable", "--on"),
    "rates --history jkq": ("name-unknown", "--history"),
    "rates --list people": ("name-unknown", "--list"),
    "explain nik-lenght": ("name-unknown", "CODE"),
    "claim out --nik x": ("value-missing", "--accident, --death"),
    "coverage out --nik x": ("value-unreadable", "--nik"),
    "members out f.xlsx --period x": ("value-unreadable", "--period"),
    "update out --out next": ("value-missing", "--period"),
    "check x.csv --column NIK=nikk": ("name-unknown", "--column"),
    "enrol x.csv --output-format csv --sipp-regency Q": ("name-unknown", "--sipp-regency"),
}


@pytest.mark.parametrize(("command", "fault"), MISUSE.items(), ids=MISUSE)
def test_error__misuse__has_a_code_and_the_option(command: str, fault: tuple[str, str]) -> None:
    code, option = fault
    found = error(invoke(*command.split(), "--json"))
    assert (found["code"], found["place"], found["exit"]) == (code, {"option": option}, 2)
    assert invoke("explain", code).status == 0


NOWHERE = {
    "check nowhere.xlsx": "file-missing",
    "enrol nowhere.xlsx": "file-missing",
    "enrol people.xlsx --agreement nowhere.toml": "agreement-file",
    "enrol people.xlsx --corrections nowhere.xlsx": "file-missing",
    "update nowhere --period 2024-12 --out next": "file-missing",
    "members nowhere upah.xlsx": "file-missing",
    "reconcile nowhere rincian.pdf": "file-missing",
    "coverage nowhere": "file-missing",
    "claim nowhere --nik 3214011205909001 --death --at 2024-11-27T22:10 --out kasus": "file-missing",
    "claim --list nowhere": "file-missing",
    "claim --case nowhere --done kk1 --at 2024-11-27": "case-none",
    "verify nowhere": "file-missing",
    "explain --of nowhere --row 1": "file-missing",
    "quote --role KPPS --agreement nowhere.toml": "agreement-file",
    "quote --from nowhere.csv": "file-missing",
    "budget --tps 1 --agreement nowhere.toml": "agreement-file",
    "benefits --role KPPS --rates nowhere": "rates-folder",
    "rates --rates nowhere": "rates-folder",
    "rates --check --rates nowhere": "rates-folder",
    "rates --list roles --rates nowhere": "rates-folder",
}


@pytest.mark.parametrize(("command", "code"), NOWHERE.items(), ids=NOWHERE)
def test_error__input_that_cannot_be_read__ends_with_3(
    command: str, code: str, tmp_path: Path
) -> None:
    roster(tmp_path / "people.xlsx", person(1))
    found = error(invoke(*command.split(), "--json", cwd=tmp_path))
    assert (found["code"], found["exit"]) == (code, 3)


def test_error__agreement_with_an_unknown_name__has_a_code_of_its_own(tmp_path: Path) -> None:
    pks = tmp_path / "pks.toml"
    for text, code in {
        'election = "pilkada-1999"': "key-unknown",
        "[roles.KPPX]": "key-unknown",
        'proration = "x"': "key-unknown",
        "number = 1": "agreement-file",
    }.items():
        pks.write_text(text, encoding="utf-8")
        found = error(invoke("quote", "--role", "KPPS", "--agreement", pks, "--json"))
        assert (found["code"], found["exit"]) == (code, 3), text


def test_error__result_that_exists__has_its_path(tmp_path: Path) -> None:
    people = roster(tmp_path / "roster.xlsx", person(1))
    assert invoke("enrol", people, "--out", tmp_path / "out").status == 0
    found = error(invoke("enrol", people, "--out", tmp_path / "out", "--json"))
    assert (found["exit"], found["place"]) == (4, {"path": str(tmp_path / "out")})


def test_error__without_json__is_a_sentence(tmp_path: Path) -> None:
    assert invoke("quote", "--json").err.startswith("{")  # a run before changes nothing
    done = invoke("enrol", tmp_path / "nowhere.xlsx", "--lang", "en")
    missing = "there is no file or folder of this name. Check the name and the folder."
    assert done.err == f"pemilu-cover: {tmp_path / 'nowhere.xlsx'}: {missing}\n"
    assert invoke("quote", "--lang", "en").err.splitlines()[0] == (
        "pemilu-cover: --role: is missing, such as --role KPPS; or --from contracts.csv for many contracts."
    )


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--role", "KPPX"), "name-unknown"),
        (("--role", "KPPS", "--election", "pilkada-1999"), "election-unknown"),
        (("--role", "KPU_KAB_NONASN"), "honorarium-missing"),
        (("--role", "KPPS", "--end", "2024-12-01"), "date-missing"),
        (("--role", "KPPS", "--start", "2010-01-01", "--days", "30"), "law-gap"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_error__kinds_of_a_quote__differ_by_the_code_that_its_help_names(
    arguments: tuple[str, ...], code: str, language: str
) -> None:
    found = error(invoke("quote", *arguments, "--json", "--lang", language))
    assert (found["code"], found["exit"]) == (code, 2)
    page = " ".join(invoke("quote", "--help", "--lang", language).out.split())
    assert code in page.replace("- ", "-")
