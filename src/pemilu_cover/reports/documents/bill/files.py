"""The PDF files of a bill."""

from __future__ import annotations

from pemilu_cover.documents.pdf import pdf_bytes
from pemilu_cover.reports.bill.model import Bill
from pemilu_cover.reports.documents.bill.bill_paper import build_bill_paper
from pemilu_cover.reports.documents.bill.receipt import build_receipt, has_receipt

BILL_FILE, RECEIPT_FILE = "tagihan.pdf", "kuitansi.pdf"


def write_papers(bill: Bill) -> dict[str, bytes]:
    """Return the bill and its receipt by name; no receipt where there is nothing to pay."""
    files = {BILL_FILE: pdf_bytes(build_bill_paper(bill))}
    if has_receipt(bill):
        files[RECEIPT_FILE] = pdf_bytes(build_receipt(bill))
    return files
