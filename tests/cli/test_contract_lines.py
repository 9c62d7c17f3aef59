"""``quote --from``: many contracts as CSV or JSON lines, each as `quote` prices it alone."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from support.paths import SOURCE
from support.run import Run, invoke, run_process

CONTRACTS: list[dict[str, str]] = [
    {"role": "KPPS", "days": "30"},
    {"role": "KPPS", "position": "ketua", "start": "2024-11-07", "end": "2024-12-08", "people": "8772"},
    {"role": "PPK", "months": "8", "wage": "Rp 2.500.000,-", "proration": "daily"},
    {"role": "KPPS", "start": "07-11-2024", "end": "08-12-2024", "proration": "daily"},
    {"role": "PTPS", "days": "30", "election": "pilkada-2020"},
    {"role": "LINMAS_TPS", "days": "30", "segment": "bpu", "paid_by": "apbd"},
    {"role": "KPPS", "days": "30", "wage": "850001"},
]  # fmt: skip
SAME = ("role", "segment", "wage", "start", "end", "months", "people", "jkk", "jkm", "per_person")
SAME += ("total", "election", "proration", "uncovered_days")


def csv_text(rows: list[dict[str, str]], delimiter: str = ",") -> str:
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, names, restval="", delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def jsonl(done: Run) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.out.splitlines()]


def quote_alone(contract: dict[str, str]) -> dict[str, Any]:
    options = [
        word for name, cell in contract.items() for word in (f"--{name.replace('_', '-')}", cell)
    ]
    done = invoke("quote", *options, "--json")
    assert done.status == 0, done.err
    answer: dict[str, Any] = done.json
    return answer


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_quote_from__csv__prices_each_contract_as_quote_does(
    tmp_path: Path, delimiter: str
) -> None:
    file = tmp_path / "contracts.csv"
    file.write_text(csv_text(CONTRACTS, delimiter), encoding="utf-8-sig")
    done = invoke("quote", "--from", file, "--to", "jsonl")
    assert (done.status, done.err) == (0, "")
    for contract, answer in zip(CONTRACTS, jsonl(done), strict=True):
        alone = quote_alone(contract)
        assert {name: answer[name] for name in SAME} == {name: alone[name] for name in SAME}


def test_quote_from__json_lines__prices_them_and_keeps_ids(tmp_path: Path) -> None:
    file = tmp_path / "contracts.jsonl"
    lines = [
        json.dumps(contract | {"id": number}) for number, contract in enumerate(CONTRACTS, 100)
    ]
    file.write_text("\n\n".join(lines) + "\n", encoding="utf-8")
    answers = jsonl(invoke("quote", "--from", file))
    assert [answer["id"] for answer in answers] == [str(100 + n) for n in range(len(CONTRACTS))]
    assert [answer["line"] for answer in answers] == [1 + 2 * n for n in range(len(CONTRACTS))]
    assert answers[1]["total"] == quote_alone(CONTRACTS[1])["total"]


def test_quote_from__json_numbers__are_exact(tmp_path: Path) -> None:
    file = tmp_path / "contracts.jsonl"
    file.write_text(
        '{"role": "KPPS", "days": 30, "wage": 850000.25, "people": 3}\n', encoding="utf-8"
    )
    (answer,) = jsonl(invoke("quote", "--from", file))
    assert (answer["wage"], answer["people"]) == ("850000.25", 3)


def test_quote_from__csv_output__has_the_same_values_as_json_lines(tmp_path: Path) -> None:
    file = tmp_path / "contracts.csv"
    file.write_text(csv_text(CONTRACTS), encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(invoke("quote", "--from", file).out)))
    answers = jsonl(invoke("quote", "--from", file, "--to", "jsonl"))
    for row, answer in zip(rows, answers, strict=True):
        assert {name: row[name] for name in SAME} == {name: str(answer[name]) for name in SAME}
        assert row["error"] == ""


def test_quote_from__id_that_a_spreadsheet_would_run__is_text_in_csv(tmp_path: Path) -> None:
    file = tmp_path / "contracts.csv"
    file.write_text("id,role,days\n=1+1,KPPS,30\n@x,KPPS,=2\n", encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(invoke("quote", "--from", file).out)))
    assert [row["id"] for row in rows] == ["'=1+1", "'@x"]
    answers = jsonl(invoke("quote", "--from", file, "--to", "jsonl"))
    assert [answer["id"] for answer in answers] == ["=1+1", "@x"]


FAULTS = [
    ("role,days\nKPPX,30\n", "role", "KPPX"),
    ("role,days\nKPPS,0\n", "days", "the least is 1"),
    ("role,days,people\nKPPS,30,1.46\n", "people", "not a whole number"),
    ("role,days\nKPPS,1e3\n", "days", "not a whole number"),
    (f"role,days\nKPPS,{'9' * 5000}\n", "days", "not a whole number"),
    ("role,days\nKPPS,100000\n", "days", "60 months"),
    ("role,days,wage\nKPPS,30,seribu\n", "wage", "rupiah"),
    ("role,start,end\nKPPS,2024-11-07,2024-11-01\n", "end", ""),
    ("role,days,election\nKPPS,30,pilkada-1999\n", "election", "pilkada-1999"),
    ("role,days,segment\nKPPS,30,x\n", "segment", "bpu"),
    ("role,days,honorer\nKPPS,30,mungkin\n", "honorer", "true or false"),
    ("role,start,end\nKPPS,1990-01-01,1990-02-01\n", "", "1990"),
    ("role,days\n,30\n", "role", ""),
    ("role,days\nKPPS,30,8\n", "", "more cells than the header"),
    ('role,days\n"KPPS,30\n', "", "check its quotation marks"),
    ('role,days\n"KPPS"x,30\n', "", "check its quotation marks"),
]


@pytest.mark.parametrize(("text", "field", "reason"), FAULTS)
def test_quote_from__faulty_line__is_one_error_and_the_others_are_priced(
    text: str, field: str, reason: str, tmp_path: Path
) -> None:
    header, fault = text.splitlines()
    good = {"role": "KPPS", "days": "30", "start": "2024-11-07", "end": "2024-12-06"}
    names = header.split(",")
    right = ",".join(good.get(name, "") for name in names)
    file = tmp_path / "contracts.csv"
    file.write_text("\n".join((header, right, fault, right)) + "\n", encoding="utf-8")
    done = invoke("quote", "--from", file, "--to", "jsonl", "--lang", "en")
    first, error, last = jsonl(done)
    assert done.status == 1
    assert "Lines without an answer: 1" in done.err
    assert (first["line"], error["line"], last["line"]) == (2, 3, 4)
    assert first["per_person"] == last["per_person"] == "4590.00"
    assert error["error"]["field"] == field
    assert reason in error["error"]["message"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("x", "is not valid JSON"),
        ("[" * 100_000, "is not valid JSON"),
        ("[1]", "must be a JSON object"),
        ('{"role": ["KPPS"]}', "must be a text or a number"),
        ('{"peran": "KPPS"}', "peran is unknown"),
        ('{"rol": "KPPS"}', "the nearest is role"),
        ('{"role": "KPPS", "role": "PPS"}', "role is there twice"),
    ],
)
def test_quote_from__line_that_is_no_contract__is_one_error(
    line: str, reason: str, tmp_path: Path
) -> None:
    file = tmp_path / "contracts.jsonl"
    file.write_text(f'{line}\n{{"role": "KPPS", "days": 30}}\n', encoding="utf-8")
    error, answer = jsonl(invoke("quote", "--from", file, "--lang", "en"))
    assert reason in error["error"]["message"]
    assert answer["per_person"] == "4590.00"


def test_quote_from__options__are_defaults_of_each_line(tmp_path: Path) -> None:
    file = tmp_path / "contracts.csv"
    file.write_text("role,days\nKPPS,30\nPTPS,\n", encoding="utf-8")
    done = invoke("quote", "--from", file, "--days", 60, "--people", 2, "--to", "jsonl")
    kpps, ptps = jsonl(done)
    assert (kpps["months"], ptps["months"]) == (1, 2)
    assert kpps["people"] == ptps["people"] == 2


def test_quote_from__standard_input__is_read(tmp_path: Path) -> None:
    file = tmp_path / "stdin"
    file.write_text("role,days\nKPPS,30\n", encoding="utf-8")
    with file.open(encoding="utf-8") as source:
        done = subprocess.run(
            [sys.executable, "-m", "pemilu_cover", "quote", "--from", "-", "--to", "csv"],
            stdin=source,
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONPATH": str(SOURCE)},
        )
    assert "KPPS_ANGGOTA" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "status", "reason"),
    [
        ((), 2, "--role"),
        (("--from", "nowhere.csv"), 3, "there is no file"),
        (("--from", "."), 2, "ends neither in .csv nor in .jsonl"),
        (("--from", "-"), 2, "--to csv or --to jsonl"),
        (("--role", "KPPS", "--days", "30", "--to", "csv"), 2, "is only for --from"),
        (("--from", "x.csv", "--json", "--to", "csv"), 2, "means --to jsonl"),
        (("--from", "x.csv", "--explain"), 2, "is only for one contract"),
    ],
)
def test_quote__misuse_of_from__says_what_is_accepted(
    arguments: tuple[str, ...], status: int, reason: str, tmp_path: Path
) -> None:
    done = invoke("quote", *arguments, "--lang", "en", cwd=tmp_path)
    assert done.status == status
    assert reason in done.err
    assert done.out == ""


def test_quote_from__header_or_bytes_that_cannot_be_used__are_refused(tmp_path: Path) -> None:
    twice = tmp_path / "twice.csv"
    twice.write_text("role,days,days\nKPPS,30,60\n", encoding="utf-8")
    done = invoke("quote", "--from", twice, "--lang", "en")
    assert (done.status, done.out, "days is there twice" in done.err) == (2, "", True)
    long = tmp_path / "long.csv"
    long.write_text(f"role,{'x' * 200_000}\n", encoding="utf-8")
    assert invoke("quote", "--from", long).status == 2
    unknown, binary = tmp_path / "unknown.csv", tmp_path / "binary.csv"
    unknown.write_text("jabatan,days\nKPPS,30\n", encoding="utf-8")
    binary.write_bytes(b"role,days\nKPPS,30\n\xff\xfe\x00\n")
    done = invoke("quote", "--from", unknown, "--lang", "en")
    assert (done.status, "the column jabatan is unknown" in done.err) == (2, True)
    done = run_process("quote", "--from", binary, "--lang", "en")
    assert (done.status, "not UTF-8 text" in done.err, "Traceback" in done.err) == (3, True, False)


def test_quote__contract_by_dates__has_start_and_end_in_json() -> None:
    answer = invoke(
        "quote", "--role", "KPPS", "--start", "2024-11-07", "--end", "2024-12-08", "--json"
    ).json
    assert (answer["start"], answer["end"]) == ("2024-11-07", "2024-12-08")


def test_quote_from__blank_lines_and_empty_columns__are_left_out(tmp_path: Path) -> None:
    file = tmp_path / "contracts.csv"
    file.write_bytes(b"\xef\xbb\xbf\r\nrole,days,,\r\n\r\nKPPS,30,,\r\n")
    (answer,) = jsonl(invoke("quote", "--from", file, "--to", "jsonl"))
    assert (answer["line"], answer["per_person"]) == (4, "4590.00")


def test_quote_from__nik_in_the_place_of_a_role__is_masked(tmp_path: Path) -> None:
    file = tmp_path / "contracts.csv"
    file.write_text("role,days\n3214011507909001,30\n", encoding="utf-8")
    done = invoke("quote", "--from", file, "--to", "jsonl", "--lang", "en")
    (answer,) = jsonl(done)
    assert answer["error"]["message"].startswith("the role '3214********9001' is unknown;")
    assert "3214011507909001" not in done.out + done.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
def test_quote_from__full_disk__is_an_output_that_cannot_be_written(tmp_path: Path) -> None:
    file = tmp_path / "contracts.csv"
    file.write_text("role,days\nKPPS,30\n", encoding="utf-8")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "pemilu_cover", "quote", "--from", str(file)],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": str(SOURCE)},
        )
    assert done.returncode == 4
    assert "cannot be read" not in done.stderr


def test_quote_from__no_role_or_two_lengths__names_the_fields_as_columns(tmp_path: Path) -> None:
    file = tmp_path / "contracts.jsonl"
    lines = [{"days": 30}, {"role": "KPPS", "days": 30, "months": 1}]
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    errors = [line["error"] for line in jsonl(invoke("quote", "--from", file, "--lang", "en"))]
    assert errors[0] == {"field": "role", "code": "value-missing", "message": "is missing"}
    assert errors[1]["field"] == "days, months, end"


@pytest.mark.skipif(sys.platform == "win32", reason="a shell's pipe")
def test_quote_from__reader_that_stops_early__is_no_error(tmp_path: Path) -> None:
    file = tmp_path / "contracts.csv"
    file.write_text("role,days\n" + "KPPS,30\n" * 5000, encoding="utf-8")
    command = f"{sys.executable} -m pemilu_cover quote --from {file}"
    done = subprocess.run(
        ["bash", "-c", f"{command} | head -1; exit ${{PIPESTATUS[0]}}"],
        env=os.environ | {"PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
