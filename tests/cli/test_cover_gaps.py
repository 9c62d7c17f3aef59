"""Months that buy nothing and days without cover: said on screen, bill, JSON and manifest."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from support.parameters import first
from support.paths import EXAMPLES
from support.people import Row, short_person
from support.run import Run, invoke
from support.workbooks import grid, roster

CLEAN = EXAMPLES / "purwakarta-2024.xlsx"
PPK: Row = {
    "Jabatan": "Ketua PPK",
    "Honor": 2_500_000,
    "Mulai": "16-05-2024",
    "Selesai": "27-01-2025",
}


def agreement(folder: Path, text: str) -> Path:
    path = folder / "pks.toml"
    path.write_text(text, encoding="utf-8")
    return path


def notes(out: Path) -> str:
    return "\n".join(
        str(cell) for row in grid(out / "invoice.xlsx", "Tagihan") for cell in row if cell
    )


def test_signed_late__the_example__is_in_json_and_manifest(
    purwakarta: tuple[Run, Path],
) -> None:
    """21.5 % of the bill is for May to October, due since 18 June; 13,158 are uncovered in December."""
    done, out = purwakarta
    report = done.json
    assert done.status == 0
    early = report["before_agreement"]
    assert (early["agreement"], early["due"], early["percent"]) == (
        "2024-11-20",
        "2024-06-18",
        "21.5",
    )
    assert early["months"] == [f"2024-{month:02}" for month in range(5, 11)]
    months = report["schedule"]["months"]
    sums = [Decimal(month["total"]) for month in months if month["month"] < "2024-11"]
    assert Decimal(early["total"]) == sum(sums)
    by_day = Counter[str]()
    for role in report["uncovered"]:
        by_day[role["from"]] += role["people"]
    # KPPS and guards, and the secretariats of PPS, who serve eight months and a day.
    assert by_day == {"2024-12-08": 13_158, "2025-01-27": 576}
    manifest = json.loads((out / "manifest.json").read_bytes())
    assert manifest["before_agreement"] == early
    assert manifest["uncovered"] == report["uncovered"]
    bill = notes(out)
    assert "13.734 dari 14.456 orang TIDAK terlindungi" in bill
    assert "(21,5 % dari tagihan), jatuh tempo sejak 18 Juni 2024" in bill


@pytest.mark.slow
def test_example__its_agreement__is_in_order(tmp_path: Path) -> None:
    query = ("--agreement", EXAMPLES / "purwakarta-2024.toml", "--out", tmp_path / "out")
    done = invoke("enrol", CLEAN, *query)
    assert done.status == 0
    assert "Semua sudah lengkap" in done.out
    assert "terlindung" not in done.out
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_bytes())
    assert (manifest["before_agreement"], manifest["uncovered"]) == (None, [])


@pytest.mark.parametrize(
    ("text", "early", "uncovered"),
    first(
        3,
        [
            ('proration = "calendar-month"\ndate = 2024-05-31', False, False),
            ('proration = "calendar-month"\ndate = 2024-06-01', True, False),
            ("date = 2024-11-20\n[roles.PPK_KETUA]\nstart = 2024-11-20", False, True),
            ("", False, True),
            ('proration = "calendar-month"', False, False),
            ('proration = "calendar-month"\ndate = 2024-11-20', True, False),
            ("date = 2024-11-20", True, True),
        ],
    ),
)
def test_enrol__gaps_in_the_cover__are_not_in_order(
    text: str, early: bool, uncovered: bool, tmp_path: Path
) -> None:
    source = roster(tmp_path / "r.xlsx", short_person(1), short_person(2, **PPK))
    query = ("--agreement", agreement(tmp_path, text), "--out", tmp_path / "out", "--force")
    done = invoke("enrol", source, *query)
    assert done.status == 0
    assert ("Semua sudah lengkap" in done.out) is not (early or uncovered)
    assert ("bulan sebelum perjanjian" in done.out) is early
    assert ("TIDAK terlindungi pada hari terakhir" in done.out) is uncovered
    report: dict[str, Any] = json.loads((tmp_path / "out" / "manifest.json").read_bytes())
    assert bool(report["before_agreement"]) is early
    assert bool(report["uncovered"]) is uncovered
    assert ("bulan sebelum perjanjian" in notes(tmp_path / "out")) is early


def test_enrol__months_before_the_agreement__are_shown_in_english(tmp_path: Path) -> None:
    source = roster(tmp_path / "r.xlsx", short_person(1), short_person(2, **PPK))
    pks = agreement(tmp_path, "date = 2024-11-20")
    query = ("enrol", source, "--agreement", pks, "--out", tmp_path / "out", "--lang", "en")
    lines = [line for line in invoke(*query).out.splitlines() if "before the agreement" in line]
    assert lines == [
        "  Billed for months before the agreement (2024-11-20): 2024-05 to 2024-10, 1 person, Rp81.000"
        " (64.2 % of the bill), due since 2024-06-18. Membership is not retroactive."
    ]


def test_enrol__in_batches__says_the_same_gaps(tmp_path: Path) -> None:
    source = roster(tmp_path / "r.xlsx", short_person(1), short_person(2, **PPK))
    pks = agreement(tmp_path, 'election = "pilkada-2024"\ndate = 2024-11-20')
    complete = invoke("enrol", source, "--agreement", pks, "--out", tmp_path / "out", "--json").json
    batches = invoke(
        *(
            "enrol",
            EXAMPLES / "two-regencies-2024.csv",
            "--output-format",
            "csv",
            "--agreement",
            pks,
        ),
        *("--out", tmp_path / "nation", "--json"),
    ).json
    assert complete["before_agreement"].keys() == batches["before_agreement"].keys()
    desk = invoke(
        *("enrol", EXAMPLES / "two-regencies-2024.csv", "--agreement", pks),
        *("--out", tmp_path / "desk", "--json"),
    ).json
    assert desk["before_agreement"] == batches["before_agreement"]
    assert {tuple(role.items()) for role in desk["uncovered"]} == {
        tuple(role.items()) for role in batches["uncovered"]
    }
