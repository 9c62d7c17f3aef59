"""Wages that no office pays: a finding names the likely slip."""

from __future__ import annotations

from pathlib import Path

import pytest
from roster.builders import roster, validate
from support.people import KPPS, NON_ASN, Row, person
from support.run import invoke

PKD: Row = {"Jabatan": "PKD", "Honor": 1_100_000}

# Role, what is typed, the finding and what it suggests.
WAGES = [
    (KPPS, 85_000, "wage-low", "850000"),
    (KPPS, "85.000", "wage-low", "850000"),
    (KPPS, 8_500_000, "wage-ceiling", "850000"),
    (KPPS, 8_500, "wage-impossible", "850000"),
    (KPPS, 300_000, "wage-low", None),
    (KPPS, 600_000, None, None),
    (PKD, 110_000, "wage-low", "1100000"),
    (PKD, 11_000_000, "wage-ceiling", "1100000"),
    (NON_ASN, 3_500, "wage-impossible", "3500000"),
    (NON_ASN, "3.500", "wage-impossible", "3500000"),
    (NON_ASN, 280_000, "wage-unlikely", "2800000"),
    (NON_ASN, 35_000_000, "wage-unlikely", "3500000"),
    (NON_ASN, 1_500_000, None, None),
    (NON_ASN, 5_800_000, None, None),
]


@pytest.mark.parametrize(("role", "typed", "code", "suggestion"), WAGES)
def test_wage__of_a_role__is_held_against_what_is_plausible(
    role: Row, typed: int | str, code: str | None, suggestion: str | None, tmp_path: Path
) -> None:
    validation = validate(roster(tmp_path, [person(1, **{**role, "Honor": typed})]))
    findings = [each for each in validation.findings if each.field == "wage"]
    assert [each.code for each in findings] == ([code] if code else [])
    assert [each.suggestion for each in findings] == ([suggestion] if code else [])
    assert validation.enrolled.height == (code != "wage-impossible")


@pytest.mark.parametrize(
    ("role", "wage", "meant"),
    [("KPPS", "85000", "Rp850.000"), ("PEGAWAI NON ASN KPU", "3500", "Rp3.500.000")],
)
def test_quote__of_an_implausible_wage__warns_with_the_likely_amount(
    role: str, wage: str, meant: str
) -> None:
    options = ("--role", role, "--wage", wage, "--days", "30", "--json")
    assert any(f"({meant}?)" in text for text in invoke("quote", *options).json["cautions"])
