"""Workbooks of every kind that Excel opens: each holds the same people, without any finding."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from support.run import in_process_reader, run_process
from workbook_variants import libreoffice
from workbook_variants.catalogue import VARIANTS
from workbook_variants.people import COLUMNS, EXPECTED_PEOPLE, WAGES

from pemilu_cover.enrolment.validation import validate_files
from pemilu_cover.roster.reading.file_type import read_sheets
from pemilu_cover.roster.reading.sheet import Sheet

# Read by the program as its users start it, too: a few of each group.
SAMPLED = [name for number, name in enumerate(VARIANTS) if number % 40 == 0]
_VALIDATIONS: dict[str, tuple[Any, ...]] = {}


def people_and_findings(content: bytes, folder: Path) -> tuple[Any, ...]:
    """Return the people of a workbook, their wages, and the findings; equal sheets are validated once."""
    key = _key(read_sheets(content))
    if key not in _VALIDATIONS:
        path = folder / "roster.xlsx"
        path.write_bytes(content)
        with in_process_reader():
            validation = validate_files([path])
        codes = [(finding.code, finding.cell) for finding in validation.findings]
        frame = validation.frame
        _VALIDATIONS[key] = frame.select(list(COLUMNS)).rows(), frame["wage_sen"].to_list(), codes
    return _VALIDATIONS[key]


def _key(sheets: Sequence[Sheet]) -> str:
    return repr([[getattr(sheet, name) for name in sheet.__slots__] for sheet in sheets])


def test_variants__all__are_more_than_three_hundred() -> None:
    assert len(VARIANTS) > 350


@pytest.mark.parametrize("name", VARIANTS)
def test_workbook__by_a_library_or_of_its_parts__holds_the_people(
    name: str, tmp_path: Path
) -> None:
    assert people_and_findings(VARIANTS[name](), tmp_path) == (EXPECTED_PEOPLE, WAGES, [])


@pytest.mark.parametrize("name", SAMPLED)
def test_check__a_varied_workbook__has_no_findings(name: str, tmp_path: Path) -> None:
    path = tmp_path / "roster.xlsx"
    path.write_bytes(VARIANTS[name]())
    done = run_process("check", path, "--json")
    assert (done.status, done.json["findings"], done.json["enrolled"]) == (
        0,
        [],
        len(EXPECTED_PEOPLE),
    )


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The workbooks that LibreOffice has saved."""
    if not libreoffice.SOFFICE:
        pytest.skip("LibreOffice is not installed: soffice was not found")
    return libreoffice.all_saved(tmp_path_factory.mktemp("office"))


@pytest.mark.parametrize("name", libreoffice.NAMES)
def test_workbook__saved_by_libreoffice__holds_the_people(
    name: str, saved: dict[str, bytes], tmp_path: Path
) -> None:
    assert people_and_findings(saved[name], tmp_path) == (EXPECTED_PEOPLE, WAGES, [])
