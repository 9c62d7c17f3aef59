"""``update``: a result that is continued twice, months that are left out, and periods after the contracts."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from support.people import Row, short_person
from support.run import Run, invoke
from support.workbooks import enrolled

pytestmark = pytest.mark.slow


@pytest.fixture
def result(tmp_path: Path) -> Path:
    """Return the first result of two PPS members until January 2025."""
    return enrolled(tmp_path, *(staff(number) for number in (1, 2)))


def staff(number: int) -> Row:
    return short_person(number, Jabatan="Anggota PPS", Honor=1_300_000, TPS="", Mulai=date(2024, 9, 1),
                        Selesai=date(2025, 1, 27))  # fmt: skip


def update(result: Path, out: Path, period: str = "2024-11", *options: str) -> Run:
    return invoke("update", result, "--period", period, "--out", out, "--json", *options)


def advice(done: Run) -> Sequence[str]:
    assert done.status == 0, done.out + done.err
    return [one["code"] for one in done.json["advice"]]


def test_update__result_is_continued_already__is_refused_and_names_the_newer_one(
    result: Path, tmp_path: Path
) -> None:
    assert advice(update(result, tmp_path / "november")) == []
    done = update(result, tmp_path / "december", "2024-12")
    assert done.status == 4
    assert str(tmp_path / "november") in done.err
    assert "2024-11" in done.err
    assert not (tmp_path / "december").exists()


def test_update__result_is_continued_elsewhere__is_noticed_beside_either_folder(
    result: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    update(result, folder / "november")
    assert update(result, folder / "december", "2024-12").status == 4


def test_update__result_is_continued_twice_with_force__warns_in_all_places(
    result: Path, tmp_path: Path
) -> None:
    update(result, tmp_path / "november")
    done = update(result, tmp_path / "other", "2024-11", "--force")
    assert advice(done) == ["branched"]
    assert str(tmp_path / "november") in done.json["advice"][0]["message"]
    summary = openpyxl.load_workbook(tmp_path / "other" / "perubahan.xlsx")["Ringkasan"]
    assert any(str(tmp_path / "november") in str(row[0]) for row in summary.values)
    shown = invoke("update", result, "--period", "2024-11", "--out", tmp_path / "other", "--force")
    assert "dua versi" in shown.out
    for lang, words in (("id", "dua versi"), ("en", "two versions")):
        verified = invoke("verify", tmp_path / "other", "--lang", lang)
        assert (verified.status, words in verified.out) == (0, True)
    found = invoke("verify", tmp_path / "other", "--json").json["results"]
    assert [one["branches"] for one in found] == [[str(tmp_path / "november")], []]


def test_update__same_folder_again__repeats_the_period(result: Path, tmp_path: Path) -> None:
    update(result, tmp_path / "november")
    assert advice(update(result, tmp_path / "november", "2024-11", "--force")) == []


def test_update__folder_is_continued_itself__is_not_replaced(result: Path, tmp_path: Path) -> None:
    update(result, tmp_path / "november")
    update(tmp_path / "november", tmp_path / "december", "2024-12")
    done = update(result, tmp_path / "november", "2024-11", "--force")
    assert (done.status, str(tmp_path / "december") in done.err) == (4, True)
    assert invoke("verify", tmp_path / "december").status == 0
    shutil.rmtree(tmp_path / "december")
    assert update(result, tmp_path / "november", "2024-11", "--force").status == 0


@pytest.mark.parametrize(
    ("period", "months"), [("2024-10", None), ("2024-11", "2024-10"), ("2025-01", "2024-10")]
)
def test_update__months_are_left_out__are_named(
    period: str, months: str | None, result: Path, tmp_path: Path
) -> None:
    update(result, tmp_path / "september", "2024-09")
    done = update(tmp_path / "september", tmp_path / "next", period, "--lang", "en")
    assert advice(done) == (["skipped"] if months else [])
    assert all(months in one["message"] for one in done.json["advice"] if months)


@pytest.mark.parametrize("changes", [None, [], {"period": 12}, {"period": "2024-13"}])
def test_update__period_of_the_earlier_result_is_unreadable__skips_no_month(
    changes: object, result: Path, tmp_path: Path
) -> None:
    update(result, tmp_path / "september", "2024-09")
    path = tmp_path / "september" / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8")) | {"changes": changes}
    path.write_text(json.dumps(manifest), encoding="utf-8")
    assert advice(update(tmp_path / "september", tmp_path / "next", "2024-11")) == []


@pytest.mark.parametrize(
    ("period", "options", "codes"),
    [
        ("2025-01", [], []),
        ("2025-02", [], ["term-over"]),
        ("2025-02", ["--end-of-term"], []),
        ("2025-04", [], ["term-over", "after-contracts"]),
        ("2025-04", ["--end-of-term"], ["after-contracts"]),
    ],
)
def test_update__contracts_are_over__says_who_is_still_on_the_list_of_sipp(
    period: str, options: Sequence[str], codes: Sequence[str], tmp_path: Path
) -> None:
    agreement = 'proration = "calendar-month"\n'
    first = enrolled(tmp_path, staff(1), staff(2), agreement=agreement)
    assert advice(update(first, tmp_path / "next", period, *options)) == codes


def test_update__more_than_a_year_after_all_contracts__is_refused_with_the_reason(
    result: Path, tmp_path: Path
) -> None:
    done = update(result, tmp_path / "next", "2026-03", "--lang", "en")
    assert (done.status, "more than a year" in done.err, "2025-01" in done.err) == (3, True, True)
