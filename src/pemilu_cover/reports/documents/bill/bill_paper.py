"""``tagihan.pdf``: the bill to print and sign, its months, what SIPP will bill, and the law behind it."""

from __future__ import annotations

from collections.abc import Iterator

from pemilu_cover.documents.model import (
    Block,
    Bullets,
    Document,
    Fields,
    Heading,
    Paragraph,
    Signatures,
    Table,
)
from pemilu_cover.enrolment.amounts import InvoiceLine, MonthTotal
from pemilu_cover.i18n.text import active_language, translate
from pemilu_cover.reports import office
from pemilu_cover.reports.bill.model import Bill
from pemilu_cover.reports.documents.bill.amounts import figures_and_words, running_totals
from pemilu_cover.reports.documents.bill.sipp_page import sipp_page
from pemilu_cover.reports.local_formats import count_text, day_text, month_text
from pemilu_cover.values.months import format_months
from pemilu_cover.values.rupiah import format_amount, format_rupiah

_LINE_WIDTHS = (0.6, 3.4, 2.0, 1.1, 1.0, 2.1, 2.1, 2.3)
_MONTH_WIDTHS = (2.4, 1.2, 2, 2, 2.2, 1.8)


def build_bill_paper(bill: Bill) -> Document:
    """Return the bill as a document."""
    return Document(
        title=translate("papers.amendment-title" if bill.amends else "invoice.title"),
        subtitle=translate("invoice.subtitle"),
        letterhead=office.letterhead(bill.agreement),
        blocks=tuple(_blocks(bill)),
        page_label=translate("office.page"),
        footer=translate("papers.bill-footer"),
        language=active_language(),
    )


def _blocks(bill: Bill) -> Iterator[Block]:
    yield Fields(tuple(_facts(bill)))
    if bill.amends:
        yield Paragraph(_amendment(bill, bill.amends.before_sen), "framed")
    yield _lines_table(bill)
    if bill.has_reliefs:
        yield Paragraph(translate("papers.after-reliefs"), "small")
    yield Paragraph(translate("papers.sum", amount=figures_and_words(bill.total_sen)), "framed")
    if bill.payment_date and bill.penalty_sen:
        yield Paragraph(
            translate(
                "papers.total-with-penalty",
                day=bill.payment_date,
                penalty=format_rupiah(bill.penalty_sen),
                total=format_rupiah(bill.total_sen + bill.penalty_sen),
            ),
            "strong",
        )
    yield Heading(translate("papers.section-months"))
    yield _months_table(bill)
    yield _signatures(bill)
    for key, lines in (
        ("invoice.section-benefits", bill.cover),
        ("invoice.section-rates", bill.rates),
        ("invoice.section-base", bill.base),
        ("invoice.section-legal-basis", bill.legal_basis),
        ("invoice.section-notes", (*bill.notes, *bill.schedule_notes)),
    ):
        if lines:
            yield Heading(translate(key))
            yield Bullets(tuple(lines))
    if bill.periods is not None and bill.periods.groups:
        yield from sipp_page(bill.periods, bill.npp)


def _amendment(bill: Bill, before_sen: int | None) -> str:
    """Return what the bill replaces, and the difference."""
    if before_sen is None:
        return translate("papers.amendment-of-area")
    difference = bill.total_sen - before_sen
    key = "more" if difference > 0 else "less" if difference < 0 else "none"
    return translate(
        "papers.amendment",
        before=f"Rp{format_amount(before_sen)}",
        after=f"Rp{format_amount(bill.total_sen)}",
        difference=translate(
            f"papers.difference-{key}", amount=f"Rp{format_amount(abs(difference))}"
        ),
    )


def _facts(bill: Bill) -> Iterator[tuple[str, str]]:
    for key, value in (
        ("papers.fact-number", bill.number),
        ("invoice.fact-employer", bill.employer),
        ("invoice.fact-npp", bill.npp),
        ("invoice.fact-location", bill.location),
        ("invoice.fact-payer", bill.payer),
        (
            "invoice.fact-account",
            office.format_accounts(bill.agreement, bill.receipts, bill.programme_sen),
        ),
        ("invoice.fact-agreement", bill.agreement_label),
        ("invoice.fact-election", bill.election),
        ("invoice.fact-months", bill.month_span),
        ("invoice.fact-due", bill.due_span),
    ):
        yield translate(key), value


def _lines_table(bill: Bill) -> Table:
    wage = "workbook.column-base" if bill.base else "workbook.column-wage"
    keys = ("number", "role", None, "months", "people", "jkk", "jkm", "sum")
    return Table(
        tuple(translate(f"workbook.column-{key}" if key else wage) for key in keys),
        tuple(_line(number, line) for number, line in enumerate(bill.lines, start=1)),
        _LINE_WIDTHS,
        frozenset({0, 2, 3, 4, 5, 6, 7}),
        running=running_totals(
            [
                (line.people, line.jkk_sen, line.jkm_sen, line.jkk_sen + line.jkm_sen)
                for line in bill.lines
            ],
            counts=1,
        ),
    )


def _line(number: int, line: InvoiceLine) -> tuple[str, ...]:
    base = line.base_sen
    return (
        str(number),
        line.role,
        translate("invoice.base-various") if base is None else format_amount(base),
        format_months(line.months),
        count_text(line.people),
        *map(format_amount, (line.jkk_sen, line.jkm_sen, line.jkk_sen + line.jkm_sen)),
    )


def _months_table(bill: Bill) -> Table:
    heads = ("billed-month", "people", "jkk", "jkm", "sum", "due")
    total = (
        translate("workbook.total"),
        "",
        *(
            format_amount(sum(getattr(month, name) for month in bill.months))
            for name in ("jkk_sen", "jkm_sen", "total_sen")
        ),
        "",
    )
    return Table(
        tuple(translate(f"workbook.column-{head}") for head in heads),
        (*(_month(bill, month) for month in bill.months), total),
        _MONTH_WIDTHS,
        frozenset({1, 2, 3, 4}),
        totals=1,
    )


def _month(bill: Bill, month: MonthTotal) -> tuple[str, ...]:
    name = month_text(month.month)
    if len({total.segment for total in bill.months}) > 1:
        name = f"{name} ({month.segment.upper()})"
    amounts = map(format_amount, (month.jkk_sen, month.jkm_sen, month.total_sen))
    return (name, count_text(month.people), *amounts, day_text(month.due))


def _signatures(bill: Bill) -> Signatures:
    return Signatures(
        (
            office.signature("maker", bill.agreement, translate("invoice.prepared-by")),
            office.signature(
                "commitment_officer", bill.agreement, translate("invoice.approved-by")
            ),
            office.signature("treasurer", bill.agreement, translate("invoice.paid-by")),
        ),
        office.place_and_date(bill.agreement, bill.town, bill.date),
        translate("papers.bill-sum", amount=f"Rp{format_amount(bill.total_sen)}"),
    )
