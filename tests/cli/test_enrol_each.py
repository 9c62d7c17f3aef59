"""``enrol --each``: many offices in one run, each with its result and its status."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.people import person
from support.run import invoke, run_at_terminal
from support.workbooks import roster

NPP = {"bogor": "24100001", "depok": "24100002"}


@pytest.fixture
def offices(tmp_path: Path) -> Path:
    """A folder of three rosters: all good, one person of three with a faulty NIK, and no workbook."""
    folder = tmp_path / "rosters"
    folder.mkdir()
    roster(folder / "bogor.xlsx", person(1), person(2))
    roster(folder / "depok.xlsx", person(3), person(4), person(5, NIK="1"))
    (folder / "cianjur.xlsx").write_bytes(b"PK")
    return folder


def rosters(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.xlsx"))


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def by_name(document: Any) -> dict[str, Any]:
    return {office["name"]: office for office in document["offices"]}


def agreement(path: Path, npp: str) -> None:
    path.write_text(
        f'employer = {{ name = "KPU", npp = "{npp}", location = "3214" }}\n', encoding="utf-8"
    )


def test_each__one_unreadable_roster__stops_no_other(offices: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = invoke("enrol", "--each", *rosters(offices), "--out", out, "--lang", "en")
    assert done.status == 3
    assert sorted(path.name for path in out.iterdir()) == ["bogor", "depok"]
    assert "cianjur: cianjur.xlsx: " in done.err
    rows = [line.split() for line in done.out.splitlines() if "Rp" in line or "–" in line]
    assert rows == [
        ["bogor", "0", "2", "0", "Rp9.180"],
        ["cianjur", "3", "–", "–", "–"],
        ["depok", "1", "2", "1", "Rp9.180"],
        ["Total", "(3)", "3", "4", "1", "Rp18.360"],
    ]


def test_each__result__has_the_bytes_of_a_run_of_its_own(offices: Path, tmp_path: Path) -> None:
    invoke("enrol", "--each", *rosters(offices), "--out", tmp_path / "out")
    invoke("enrol", offices / "depok.xlsx", "--out", tmp_path / "alone")
    assert files_of(tmp_path / "out" / "depok") == files_of(tmp_path / "alone")


def test_each__json__has_each_office_and_the_sums(offices: Path, tmp_path: Path) -> None:
    done = invoke("enrol", "--each", *rosters(offices), "--out", tmp_path / "out", "--json")
    assert (done.status, done.err) == (3, "")
    assert (done.json["exit"], done.json["by_exit"]) == (3, {"0": 1, "1": 1, "3": 1})
    assert done.json["total"]["enrolled"] == 4
    assert done.json["total"]["held_back"] == 1
    assert done.json["total"]["premium"]["total"] == "18360.00"
    found = by_name(done.json)
    assert {name: office["exit"] for name, office in found.items()} == {
        "bogor": 0,
        "cianjur": 3,
        "depok": 1,
    }
    assert found["depok"]["findings_by_code"] == {"nik-length": 1}
    assert found["depok"]["out"] == str(tmp_path / "out" / "depok")
    assert (found["cianjur"]["result"], found["cianjur"]["out"]) == (None, None)
    assert found["cianjur"]["error"]["place"] == {"file": "cianjur.xlsx"}
    assert found["bogor"]["error"] is None


@pytest.mark.parametrize(("language", "title"), [("id", "Kantor"), ("en", "Office")])
def test_each__all_good__has_status_0_and_one_language(
    offices: Path, tmp_path: Path, language: str, title: str
) -> None:
    done = invoke(
        "enrol", "--each", offices / "bogor.xlsx", "--out", tmp_path / "out", "--lang", language
    )
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines()[1].startswith(f"  {title} ")
    assert str(tmp_path / "out" / "bogor") in done.out


def test_each__quiet__prints_only_what_was_refused(offices: Path, tmp_path: Path) -> None:
    done = invoke("enrol", "--each", *rosters(offices), "--out", tmp_path / "out", "--quiet")
    assert (done.status, done.out) == (3, "")
    assert done.err.startswith("pemilu-cover: cianjur: ")
    assert done.err.count("\n") == 1


def test_each__same_file_names__take_the_names_of_their_folders(tmp_path: Path) -> None:
    files = [tmp_path / folder / "roster.xlsx" for folder in ("bogor", "depok")]
    for number, file in enumerate(files, start=1):
        file.parent.mkdir()
        roster(file, person(number))
    invoke("enrol", "--each", *files, "--out", tmp_path / "out")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "bogor-roster",
        "depok-roster",
    }


def test_each__same_names_in_one_folder__are_numbered(tmp_path: Path) -> None:
    roster(tmp_path / "bogor.xlsx", person(1))
    (tmp_path / "bogor.csv").write_text("NIK;Nama;Jabatan\n", encoding="utf-8")
    files = [tmp_path / "bogor.xlsx", tmp_path / "bogor.csv"]
    done = invoke("enrol", "--each", *files, "--out", tmp_path / "out", "--json")
    names = [office["name"] for office in done.json["offices"]]
    assert names == [f"{tmp_path.name}-bogor", f"{tmp_path.name}-bogor-2"]


def test_each__without_out__writes_beside_each_roster(offices: Path) -> None:
    done = invoke("enrol", "--each", offices / "bogor.xlsx", offices / "depok.xlsx", "--json")
    written = {office["out"] for office in done.json["offices"]}
    assert written == {str(offices / f"{name}-enrolment") for name in ("bogor", "depok")}


def test_each__agreements__are_those_beside_the_rosters(offices: Path, tmp_path: Path) -> None:
    agreement(offices / "bogor.toml", NPP["bogor"])
    agreement(offices / "pks.toml", NPP["depok"])
    done = invoke("enrol", "--each", *rosters(offices), "--out", tmp_path / "out", "--json")
    used = {name: office["agreement"] for name, office in by_name(done.json).items()}
    assert used["bogor"] == str(offices / "bogor.toml")
    assert used["depok"] == str(offices / "pks.toml")
    for name, npp in NPP.items():
        assert (tmp_path / "out" / name / f"template_tk_{npp}.xlsx").is_file()


def test_each__agreement_that_is_given_or_ignored__holds_for_all(
    offices: Path, tmp_path: Path
) -> None:
    agreement(offices / "bogor.toml", NPP["bogor"])
    agreement(tmp_path / "all.toml", NPP["depok"])
    command = ("enrol", "--each", *rosters(offices), "--json", "--force", "--out", tmp_path / "out")
    given = invoke(*command, "--agreement", tmp_path / "all.toml").json["offices"]
    assert {office["agreement"] for office in given} == {str(tmp_path / "all.toml")}
    ignored = invoke(*command, "--no-agreement").json["offices"]
    assert {office["agreement"] for office in ignored} == {None}


def test_each__faulty_agreement__is_the_fault_of_its_office(offices: Path, tmp_path: Path) -> None:
    (offices / "bogor.toml").write_text('numbr = "1"\n', encoding="utf-8")
    done = invoke("enrol", "--each", *rosters(offices), "--out", tmp_path / "out", "--json")
    found = by_name(done.json)
    assert found["bogor"]["error"]["code"] == "key-unknown"
    assert found["bogor"]["error"]["place"]["line"] == 1
    assert found["depok"]["exit"] == 1


def test_each__earlier_result__is_kept_without_force(offices: Path, tmp_path: Path) -> None:
    command = ("enrol", "--each", offices / "bogor.xlsx", "--out", tmp_path / "out")
    assert invoke(*command).status == 0
    earlier = files_of(tmp_path / "out")
    done = invoke(*command, offices / "depok.xlsx", "--json")
    assert {name: office["exit"] for name, office in by_name(done.json).items()} == {
        "bogor": 4,
        "depok": 1,
    }
    assert done.status == 4
    assert by_name(done.json)["bogor"]["error"]["code"] == "out-exists"
    assert (
        files_of(tmp_path / "out" / "bogor").items()
        <= {name.removeprefix("bogor/"): content for name, content in earlier.items()}.items()
    )
    assert invoke(*command, "--force").status == 0


def test_each__strict__writes_only_what_is_in_order(offices: Path, tmp_path: Path) -> None:
    files = [offices / "bogor.xlsx", offices / "depok.xlsx"]
    done = invoke("enrol", "--each", *files, "--strict", "--out", tmp_path / "out", "--json")
    assert done.status == 1
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["bogor"]
    assert by_name(done.json)["depok"]["out"] is None


def test_each__roster_that_is_named_twice__is_refused(offices: Path, tmp_path: Path) -> None:
    files = [*rosters(offices), offices / "bogor.xlsx"]
    done = invoke("enrol", "--each", *files, "--out", tmp_path / "out")
    assert done.status == 3
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "option",
    [
        ("--corrections", "corrections.xlsx"),
        ("--withdraw", "corrections.xlsx", "--force"),
        ("--output-format", "parquet"),
        ("--sipp-regency", "32.14"),
    ],
    ids=lambda option: option[0],
)
def test_each__option_of_another_kind_of_run__is_misuse(
    offices: Path, option: tuple[str, ...]
) -> None:
    done = invoke("enrol", "--each", *rosters(offices), *option, "--lang", "en")
    assert done.status == 2
    assert done.err.startswith(f"pemilu-cover: {option[0]}: cannot be used with --each")


@pytest.mark.slow
def test_each__on_a_terminal__shows_how_many_are_done(offices: Path, tmp_path: Path) -> None:
    status, shown = run_at_terminal(
        "enrol", "--each", *rosters(offices), "--out", tmp_path / "out", "--lang", "en"
    )
    assert status == 3
    assert "Offices" in shown
    assert "/3" in shown


def test_each__out_is_an_earlier_result__leaves_it_whole(offices: Path, tmp_path: Path) -> None:
    result = tmp_path / "result"
    assert invoke("enrol", offices / "bogor.xlsx", "--out", result).status == 0
    done = invoke("enrol", "--each", offices / "depok.xlsx", "--out", result, "--lang", "en")
    assert done.status == 4
    assert f"this folder is within another result ({result})" in done.err
    assert invoke("verify", result).status == 0


def test_each__current_folder__is_refused_by_its_name(offices: Path) -> None:
    done = invoke("enrol", "--each", ".", "--lang", "en", cwd=offices)
    assert done.status == 3
    assert done.err.startswith("pemilu-cover: rosters: .: ")


def test_each__roster_by_two_addresses__is_refused_before_anything_is_written(
    offices: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    again = Path("..", offices.name, "bogor.xlsx")
    done = invoke("enrol", "--each", "bogor.xlsx", again, "--out", out, "--json", cwd=offices)
    assert done.status == 3
    assert "file-twice" in done.err
    assert not out.exists()
