"""`check --findings-format`: the same findings for a spreadsheet, a program and a GitHub workflow."""

from __future__ import annotations

import csv
import os
import re
import subprocess
import sys
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
from support.parameters import first
from support.paths import DATA, EXAMPLES, SOURCE
from support.people import Cell, Row, short_person
from support.run import Run, invoke
from support.workbooks import roster
from typer.testing import CliRunner

from pemilu_cover.cli.registry import app
from pemilu_cover.reports.findings_export import COLUMNS

MESSY = EXAMPLES / "messy-2024.xlsx"
WHOLE_NIK = re.compile(r"\b\d{16}\b")
COMMAND = re.compile(r"::(\w+) file=([^,:]*),line=(\d+),title=([^,:]*)::(.*)")


@cache
def checked(source: Path, *arguments: str) -> Run:
    """Return the run of `check` on one of the examples, which no test changes."""
    return invoke("check", source, *arguments)


def printed(*arguments: object) -> bytes:
    """Return what a command prints, byte by byte."""
    return CliRunner().invoke(app, list(map(str, arguments))).stdout_bytes


def printed_by_process(*arguments: object, **environment: str) -> bytes:
    """Return what a process prints, byte by byte."""
    return subprocess.run(
        [sys.executable, "-m", "pemilu_cover", *map(str, arguments)],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(SOURCE), **environment},
        check=False,
    ).stdout


def records(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


def spoilt(path: Path, sheet: str = "DATA", *, role: str = "Jabatan") -> Path:
    """Write a roster with an unknown role below a header of one's own."""
    people: list[Row] = []
    for one in (short_person(1, Jabatan="Tukang"), short_person(2)):
        cells: dict[str, Cell] = dict(one)
        people.append({role if name == "Jabatan" else name: cell for name, cell in cells.items()})
    return roster(path, *people, sheet=sheet)


def test_text_is_the_default_and_json_has_two_names() -> None:
    assert invoke("check", MESSY, "--findings-format", "text").out == invoke("check", MESSY).out
    report = checked(MESSY, "--json")
    assert invoke("check", MESSY, "--findings-format", "json") == report
    assert invoke("check", MESSY, "--findings-format", "json", "--json") == report


@pytest.mark.parametrize("form", ["text", "csv", "github"])
def test_two_forms_at_once_are_misuse(form: str) -> None:
    done = invoke("check", MESSY, "--findings-format", form, "--json")
    assert (done.status, done.out) == (2, "")
    assert "--json" in done.err


@pytest.mark.parametrize("form", ["json", "csv", "github"])
@pytest.mark.parametrize("language", first(1, ["id", "en"]))
def test_check__every_format__has_all_findings_masked_and_the_same_status(
    form: str, language: str
) -> None:
    source = DATA / "messy.xlsx"
    query = checked(source, "--lang", language, "--json").json["findings"]
    done = invoke("check", source, "--lang", language, "--findings-format", form)
    assert (done.status, done.err) == (1, "")
    assert not WHOLE_NIK.search(done.out)
    for finding in query:
        assert finding["code"] in done.out
        assert finding["message"] in done.out.replace('""', '"')


def test_csv_has_the_findings_of_json_in_the_bytes_of_rfc_4180() -> None:
    content = printed("check", MESSY, "--findings-format", "csv")
    assert content.startswith(b"\xef\xbb\xbf" + ",".join(COLUMNS).encode() + b"\r\n")
    assert content.endswith(b"\r\n")
    assert content.count(b"\n") == content.count(b"\r\n")
    query = checked(MESSY, "--json").json["findings"]
    as_text = [
        {name: "" if value is None else str(value) for name, value in finding.items()}
        for finding in query
    ]
    assert records(content) == as_text


@pytest.mark.parametrize("form", first(1, ["csv", "github"]))
def test_check__any_console_encoding__writes_utf_8(form: str) -> None:
    query = ("check", MESSY, "--findings-format", form)
    assert printed_by_process(*query, PYTHONIOENCODING="cp1252") == printed(*query)


@pytest.mark.parametrize("start", ["=1+1", "+62", "-2", "@SUM(A1)", "a;=1+1", "a; -2", "＝1"])
def test_no_cell_of_csv_is_run_as_a_formula(start: str, tmp_path: Path) -> None:
    source = spoilt(tmp_path / f"{start}.xlsx", start)
    (matches,) = records(printed("check", source, "--findings-format", "csv"))
    assert matches["code"] == "role-unknown"
    for name in ("file", "sheet"):
        for part in re.split("[;,\t]", matches[name]):
            assert part.lstrip()[:1] not in "=+-@＝"
        assert matches[name].replace("'", "").startswith(start)


def test_the_header_that_a_clerk_typed_is_not_run_either(tmp_path: Path) -> None:
    source = spoilt(tmp_path / "roster.xlsx", role="@Jabatan")
    (matches,) = records(printed("check", source, "--findings-format", "csv"))
    assert matches["column"] == "'@Jabatan"


def test_github_has_a_command_for_each_finding() -> None:
    lines = invoke("check", MESSY, "--findings-format", "github").out.splitlines()
    query = checked(MESSY, "--json").json["findings"]
    kinds = {"error": "error", "warning": "warning", "info": "notice"}
    assert len(lines) == len(query)
    for line, finding in zip(lines, query, strict=True):
        command = COMMAND.fullmatch(line)
        assert command
        kind, file, row, title, message = command.groups()
        assert (kind, title) == (kinds[finding["level"]], finding["code"])
        assert (file, row) == (MESSY.as_posix(), str(finding["row"]))
        assert message.startswith(f"{finding['sheet']}!{finding['cell']}: {finding['column']}: ")
        assert finding["message"] in message


@pytest.mark.skipif(os.name == "nt", reason="Windows has no file names with a colon")
def test_no_name_breaks_out_of_a_github_command(tmp_path: Path) -> None:
    name = "a,line=9::b%0A 100%.xlsx"
    source = spoilt(tmp_path / name, "50%", role="Jabatan (100%)")
    (line,) = invoke("check", source, "--findings-format", "github", cwd=tmp_path).out.splitlines()
    command = COMMAND.fullmatch(line)
    assert command
    assert command[2].endswith("a%2Cline=9%3A%3Ab%250A 100%25.xlsx")
    assert command[5].startswith("50%25!")
    assert "Jabatan (100%25)" in command[5]


def test_check__no_findings__csv_has_a_header_and_github_is_empty(tmp_path: Path) -> None:
    clean = roster(tmp_path / "clean.xlsx", short_person(1), short_person(2))
    assert records(printed("check", clean, "--findings-format", "csv")) == []
    done = invoke("check", clean, "--findings-format", "github")
    assert (done.status, done.out) == (0, "")


def test_check__correction_of_nobody__is_in_every_format(tmp_path: Path) -> None:
    """A row of it that fits nobody has a place, but not in the roster."""
    (tmp_path / "other").mkdir()
    faulty = roster(tmp_path / "other" / "other.xlsx", short_person(1, NIK="1"), short_person(2))
    invoke("enrol", faulty, "--out", tmp_path / "out")
    corrections = tmp_path / "out" / "corrections.xlsx"
    source = spoilt(tmp_path / "roster.xlsx")
    query = ("check", source, "--corrections", corrections)
    report = {f["code"] for f in invoke(*query, "--json").json["findings"]}
    assert {"role-unknown"} < report
    for form in ("text", "csv", "github"):
        done = invoke(*query, "--findings-format", form)
        assert (done.status, done.err) == (1, "")
        assert all(code in done.out for code in report)
    assert invoke(*query, "--annotate", tmp_path / "marked.xlsx").status == 1
