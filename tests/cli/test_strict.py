"""What `--strict` counts: a missing column is one finding, and a fault of everybody below it."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.people import Row, short_person
from support.run import invoke
from support.workbooks import roster


def without(column: str, *people: Row) -> list[Row]:
    return [{name: cell for name, cell in one.items() if name != column} for one in people]


@pytest.mark.parametrize("column", ["Honor", "Mulai", "Selesai"])
def test_strict__missing_column__holds_back_the_table_with_one_finding(
    column: str, tmp_path: Path
) -> None:
    crowd = without(column, *(short_person(number) for number in range(1, 6)))
    source = roster(tmp_path / "roster.xlsx", *crowd)
    lax, strict = (invoke("check", source, "--json", *more).json for more in ((), ("--strict",)))
    for report in (lax, strict):
        assert [finding["code"] for finding in report["findings"]] == ["column-missing"]
        assert report["enrolled"] + report["held_back"] + report["excluded"] == 5
    assert (lax["held_back"], strict["held_back"]) == (0, 5)


def test_strict__missing_column__spares_other_tables_and_civil_servants(tmp_path: Path) -> None:
    complete = roster(tmp_path / "whole.xlsx", short_person(1), short_person(2))
    crowd = without(
        "Honor", short_person(3), short_person(4), short_person(5, Jabatan="Sekretaris PPS (PNS)")
    )
    part = roster(tmp_path / "part.xlsx", *crowd)
    report = invoke("check", complete, part, "--strict", "--json").json
    assert (report["enrolled"], report["held_back"], report["excluded"]) == (2, 2, 1)
