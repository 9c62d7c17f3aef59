"""``kuitansi.pdf``: the receipt of the whole bill, and one for each month of an office that pays by month.

The layout is that of eight public templates of government offices (Kuitansi/Bukti Pembayaran).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import NamedTuple

from pemilu_cover.documents.model import (
    Block,
    Document,
    Fields,
    PageBreak,
    Paragraph,
    Signature,
    Signatures,
)
from pemilu_cover.i18n.text import active_language, localized_count, translate
from pemilu_cover.law.dated_values import find_in_force
from pemilu_cover.law.rate_files import Programme
from pemilu_cover.reports import office
from pemilu_cover.reports.bill.model import Bill
from pemilu_cover.reports.documents.bill.amounts import in_words
from pemilu_cover.reports.local_formats import month_text
from pemilu_cover.values.rupiah import format_amount, format_rupiah


def build_receipt(bill: Bill) -> Document:
    """Return the receipts as a document, a page each."""
    return Document(
        title=translate("papers.receipt-title"),
        letterhead=office.letterhead(bill.agreement),
        blocks=tuple(_blocks(bill)),
        page_label=translate("office.page"),
        footer=translate("papers.receipt-footer"),
        language=active_language(),
    )


class _Payment(NamedTuple):
    """What one receipt is for; ``number`` and ``year`` are ``""`` where the office fills them in."""

    programme_sen: Mapping[Programme, int]
    people: int
    months: str
    due: date
    number: str = ""
    year: str = ""

    @property
    def sen(self) -> int:
        return sum(self.programme_sen.values())


def has_receipt(bill: Bill) -> bool:
    """Return whether anything is to be paid that no receipt states yet."""
    if bill.amends is None:
        return bill.total_sen > 0
    before = bill.amends.before_sen
    return before is not None and bill.total_sen > before


def _blocks(bill: Bill) -> Iterator[Block]:
    if bill.amends and bill.amends.before_sen is not None:
        yield Paragraph(translate("papers.receipt-of-difference"), "small")
        yield from _receipt(bill, bill.total_sen - bill.amends.before_sen, _at_once(bill))
        return
    by_month = _by_month(bill)
    if len(by_month) > 1:
        yield Paragraph(translate("papers.receipt-at-once"), "small")
    at_once = _at_once(bill)
    yield from _receipt(bill, at_once.sen, at_once)
    if len(by_month) == 1:
        return
    for payment in by_month:
        yield PageBreak(with_head=True)
        yield Paragraph(translate("papers.receipt-by-month", month=payment.months), "small")
        yield from _receipt(bill, payment.sen, payment)


def _at_once(bill: Bill) -> _Payment:
    """Return the payment of everything; a bill of several years has no budget year."""
    budget = bill.agreement.budget
    years = {month.month.year for month in bill.months}
    return _Payment(
        bill.programme_sen,
        sum(role.people for role in bill.roles),
        bill.month_span,
        max(month.due for month in bill.months),
        "" if bill.amends else bill.agreement.papers.receipt_number,
        str(budget.year) if years == {budget.year} else "",
    )


def _by_month(bill: Bill) -> list[_Payment]:
    """Return the payment of each month; of several segments, their sum."""
    year = bill.agreement.budget.year
    payments = []
    for month, group in groupby(bill.months, key=lambda total: total.month):
        totals = list(group)
        payments.append(
            _Payment(
                {
                    "JKK": sum(total.jkk_sen for total in totals),
                    "JKM": sum(total.jkm_sen for total in totals),
                },
                sum(total.people for total in totals),
                month_text(month),
                max(total.due for total in totals),
                year=str(year) if month.year == year else "",
            )
        )
    return payments


def _receipt(bill: Bill, sen: int, payment: _Payment) -> Iterator[Block]:
    """Yield one receipt for a sum; the accounts show amounts where all of the payment is received."""
    amounts = payment.programme_sen if sen == payment.sen else None
    yield Fields(
        (
            (translate("papers.receipt-year"), payment.year),
            (translate("papers.receipt-number"), payment.number),
            (
                translate("invoice.fact-account"),
                office.format_accounts(bill.agreement, bill.receipts, amounts),
            ),
        ),
        "right",
    )
    yield Fields(
        (
            (translate("papers.receipt-from"), _payer(bill)),
            (translate("papers.receipt-amount"), f"Rp{format_amount(sen)}"),
            (translate("papers.receipt-words"), in_words(sen)),
            (
                translate("papers.receipt-for"),
                translate(
                    "papers.receipt-purpose",
                    people=localized_count(payment.people),
                    employer=bill.employer or translate("office.blank"),
                    months=payment.months,
                    npp=bill.npp or translate("office.short-blank"),
                    blank=translate("office.blank"),
                ),
            ),
        )
    )
    receiver = Signature(
        translate("papers.receipt-receiver"),
        line=translate("papers.receipt-transfer"),
        stamp=_stamp(bill, sen, payment.due),
    )
    yield Signatures((receiver,), office.place_and_date(bill.agreement, bill.town))
    yield Signatures(
        (
            office.signature(
                "commitment_officer", bill.agreement, translate("papers.receipt-charged")
            ),
            office.signature("treasurer", bill.agreement, translate("papers.receipt-paid")),
        )
    )


def _payer(bill: Bill) -> str:
    """Return the officer from whom the money comes, of the office that pays."""
    officer = translate(f"papers.officer-{bill.agreement.budget.received_from}")
    return f"{officer} {bill.payer or bill.employer or translate('office.blank')}"


def _stamp(bill: Bill, sen: int, day: date) -> str:
    """Return the text of the box for a stamp where the sum may need one, ``""`` where it does not."""
    duty = find_in_force(bill.receipts.stamp_duty, day)
    if duty is None or sen <= duty.above:
        return ""
    return translate("papers.receipt-stamp", amount=format_rupiah(duty.amount))
