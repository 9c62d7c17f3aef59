"""The process that reads a bill as PDF."""

from __future__ import annotations

from pathlib import Path

import pytest
from reconciliation.test_bill_pages import SECTIONS, refused
from support.formulir_2a import write_pdf_bill

from pemilu_cover.reconciliation.billing import pdf_reader
from pemilu_cover.reconciliation.billing.reader import read_bill

pytestmark = pytest.mark.reader_process


def test_pdf__any_bill__is_read_by_a_process_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read_bill([write_pdf_bill(tmp_path / "bill.pdf", SECTIONS)]).rows.height == 80
    monkeypatch.setattr(pdf_reader, "_PROCESS", "pemilu_cover.no_such_module")
    assert refused(tmp_path / "bill.pdf") == "bill-damaged"
