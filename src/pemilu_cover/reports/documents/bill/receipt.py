"""``kuitansi.pdf``: the receipt of the whole bill, and one for each month of an office that pays by month.

The layout is that of eight public templates of government offices (Kuitansi/Bukti Pembayaran).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pemilu_cover.documents.model import (
    Block,
    Document,
    Fields,
    PageBreak,
    Paragraph,
    Signature,
    Signatures,
)
from pemilu_cover.i18n.text import localized_count, localized_month
from pemilu_cover.law.dated_values import find_in_force
from pemilu_cover.reports import office
from pemilu_cover.reports.bill.model import Bill
from pemilu_cover.reports.documents.bill.amounts import in_words
from pemilu_cover.reports.xlsx.texts import LANGUAGE, workbook_text
from pemilu_cover.values.rupiah import format_amount, format_rupiah


def build_receipt(bill: Bill) -> Document:
    """Return the receipts as a document, a page each."""
    return Document(
        title=workbook_text("papers.receipt-title"),
        letterhead=office.letterhead(bill.agreement),
        blocks=tuple(_blocks(bill)),
        page_label=workbook_text("office.page"),
        footer=workbook_text("papers.receipt-footer"),
        language=LANGUAGE,
    )


def _blocks(bill: Bill) -> Iterator[Block]:
    people = sum(role.people for role in bill.roles)
    by_month: dict[date, list[tuple[int, int]]] = {}
    for total in bill.months:
        by_month.setdefault(total.month, []).append((total.total_sen, total.people))
    several = len(by_month) > 1
    if several:
        yield Paragraph(workbook_text("papers.receipt-at-once"), "small")
    yield from _receipt(bill, bill.total_sen, people, bill.month_span)
    if not several:
        return
    for month, totals in by_month.items():
        name = localized_month(month).in_language(LANGUAGE)
        yield PageBreak(with_head=True)
        yield Paragraph(workbook_text("papers.receipt-by-month", month=name), "small")
        sen, month_people = (sum(column) for column in zip(*totals, strict=True))
        yield from _receipt(bill, sen, month_people, name)


def _receipt(bill: Bill, sen: int, people: int, months: str) -> Iterator[Block]:
    """Yield one receipt for a sum, a number of people and the months that are paid."""
    budget, papers = bill.agreement.budget, bill.agreement.papers
    yield Fields(
        (
            (workbook_text("papers.receipt-year"), str(budget.year or "")),
            (workbook_text("papers.receipt-number"), papers.receipt_number),
            (
                workbook_text("invoice.fact-account"),
                office.format_accounts(bill.agreement, bill.receipts),
            ),
        ),
        layout="right",
    )
    yield Fields(
        (
            (workbook_text("papers.receipt-from"), _payer(bill)),
            (workbook_text("papers.receipt-amount"), f"Rp{format_amount(sen)}"),
            (workbook_text("papers.receipt-words"), in_words(sen)),
            (
                workbook_text("papers.receipt-for"),
                workbook_text(
                    "papers.receipt-purpose",
                    people=localized_count(people),
                    employer=bill.employer or workbook_text("office.blank"),
                    months=months or workbook_text("office.blank"),
                    npp=bill.npp or workbook_text("office.short-blank"),
                    blank=workbook_text("office.blank"),
                ),
            ),
        )
    )
    stamp = _stamp(bill, sen)
    receiver = workbook_text("papers.receipt-receiver")
    place = office.bill_place_and_date(bill.agreement, bill.town)
    yield Signatures(
        (Signature(receiver, line=workbook_text("papers.receipt-transfer"), stamp=stamp),), place
    )
    yield Signatures(
        (
            office.signature(
                "commitment_officer", bill.agreement, workbook_text("papers.receipt-charged")
            ),
            office.signature("treasurer", bill.agreement, workbook_text("papers.receipt-paid")),
        )
    )


def _payer(bill: Bill) -> str:
    """Return the officer from whom the money comes, of the office that pays."""
    officer = workbook_text(f"papers.officer-{bill.agreement.budget.received_from}")
    return f"{officer} {bill.payer or bill.employer}".strip()


def _stamp(bill: Bill, sen: int) -> str:
    """Return the text of the box for a stamp where the sum may need one, ``""`` where it does not."""
    day = bill.agreement.papers.bill_date or max((month.due for month in bill.months), default=None)
    duty = find_in_force(bill.receipts.stamp_duty, day) if day else None
    if duty is None or sen <= duty.above:
        return ""
    return workbook_text("papers.receipt-stamp", amount=format_rupiah(duty.amount))
