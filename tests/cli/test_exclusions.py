"""Who is excluded is said as plainly as who is not enrolled: on the screen, in JSON, in the next steps."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.people import short_person
from support.run import in_process_reader, invoke
from support.workbooks import roster

STATUSES = ("PNS", "PPPK Guru SDN 1", "PNS?", "Istri PNS", "Non ASN", "")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Six people of whom two are plainly civil servants by their remark, and a third by a tick."""
    rows = [
        short_person(number, TPS=f"{number:03}", Keterangan=status)
        for number, status in enumerate(STATUSES, start=1)
    ]
    ticked = short_person(9, TPS="009", ASN="√", Keterangan="")
    return roster(tmp_path / "roster.xlsx", *({**row, "ASN": ""} for row in rows), ticked)


def test_enrol__civil_servants__are_listed_by_reason_with_a_next_step(
    source: Path, tmp_path: Path
) -> None:
    with in_process_reader():
        done = invoke("enrol", source, "--out", tmp_path / "out", "--lang", "id")
    assert "Dikecualikan, TIDAK didaftarkan dan tidak ditagih" in done.out
    assert "keterangan menyatakan ASN, TNI, atau Polri" in done.out
    assert "kolom ASN dijawab ya" in done.out
    assert "periksa lembar Dikecualikan di corrections.xlsx (3 orang)" in done.out


def test_enrol__corrections_by_kecamatan__are_named_in_the_steps(
    source: Path, tmp_path: Path
) -> None:
    options = ("--split-corrections-by", "kecamatan", "--lang", "id")
    with in_process_reader():
        done = invoke("enrol", source, "--out", tmp_path / "out", *options)
    assert "periksa lembar Dikecualikan di folder corrections (3 orang)" in done.out
    assert "di corrections.xlsx" not in done.out


def test_check__civil_servants__are_counted_by_reason_in_json(source: Path) -> None:
    with in_process_reader():
        report = invoke("check", source, "--json").json
    assert report["excluded"] == 3
    assert [(each["reason"], each["people"]) for each in report["exclusions"]] == [
        ("remark", 2),
        ("asn", 1),
    ]
    query = [each["row"] for each in report["findings"] if each["code"] == "asn-asked"]
    assert query == [4, 5]


def test_check__nobody_excluded__says_nothing_of_exclusions(tmp_path: Path) -> None:
    clean = roster(tmp_path / "roster.xlsx", short_person(1))
    with in_process_reader():
        assert invoke("check", clean, "--json").json["exclusions"] == []
        assert "Dikecualikan, TIDAK" not in invoke("check", clean, "--lang", "id").out
