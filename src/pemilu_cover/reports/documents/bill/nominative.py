"""The nominative list of each kecamatan, an annex to the receipt: who is paid for, and how much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pemilu_cover.documents.model import Document, Fields, Signatures, Table
from pemilu_cover.documents.pdf import pdf_bytes
from pemilu_cover.reports import office
from pemilu_cover.reports.bill.model import Bill
from pemilu_cover.reports.documents.bill.amounts import in_figures_and_words, running_totals
from pemilu_cover.reports.people_labels import kecamatan_file_stem, place_of_duty
from pemilu_cover.reports.xlsx.texts import LANGUAGE, workbook_text
from pemilu_cover.values.nik import mask
from pemilu_cover.values.rupiah import format_amount, format_count

FOLDER = "daftar-nominatif"
_HEADS = ("number", "name", "nik", "role-name", "unit", "wage", "months", "jkk", "jkm", "total")
_WIDTHS = (0.8, 4.2, 3.0, 3.0, 4.2, 2.2, 1.0, 1.8, 1.8, 2.0)
_SUMS = ("jkk_sen", "jkm_sen", "total_sen")

Person = Mapping[str, Any]


def write_nominative_lists(bill: Bill) -> dict[str, bytes]:
    """Return a PDF for each kecamatan by name; people without a known kecamatan share one."""
    groups: dict[str, list[Person]] = {}
    if bill.people is not None:
        for person in bill.people.iter_rows(named=True):
            groups.setdefault(kecamatan_file_stem(person["kecamatan"]), []).append(person)
    return {
        f"{FOLDER}/{stem}.pdf": pdf_bytes(build_nominative_list(bill, people))
        for stem, people in sorted(groups.items())
    }


def build_nominative_list(bill: Bill, people: Sequence[Person]) -> Document:
    """Return the list of some people of a bill as a document."""
    total = sum(person["total_sen"] for person in people)
    kecamatan = people[0]["kecamatan"] or workbook_text("invoice.not-named")
    facts = (
        ("invoice.person-kecamatan", kecamatan),
        ("invoice.fact-employer", bill.employer),
        ("invoice.fact-npp", bill.npp),
        ("invoice.fact-months", bill.month_span),
        ("workbook.column-people", format_count(len(people))),
        ("workbook.column-sum", in_figures_and_words(total)),
    )
    return Document(
        title=workbook_text("papers.nominative-title"),
        subtitle=workbook_text("invoice.subtitle"),
        letterhead=office.letterhead(bill.agreement),
        blocks=(
            Fields(tuple((workbook_text(key), value) for key, value in facts)),
            Table(
                tuple(workbook_text(f"invoice.person-{head}") for head in _HEADS),
                tuple(_row(person) for person in people),
                _WIDTHS,
                frozenset({0, 5, 6, 7, 8, 9}),
                running=running_totals(
                    [tuple(person[name] for name in _SUMS) for person in people]
                ),
            ),
            Signatures(
                (
                    office.signature(
                        "commitment_officer", bill.agreement, workbook_text("invoice.approved-by")
                    ),
                    office.signature("treasurer", bill.agreement, workbook_text("invoice.paid-by")),
                ),
                office.bill_place_and_date(bill.agreement, bill.town),
            ),
        ),
        page_label=workbook_text("office.page"),
        footer=workbook_text("privacy.people"),
        language=LANGUAGE,
        landscape=True,
    )


def _row(person: Person) -> tuple[str, ...]:
    return (
        str(person["number"]),
        person["name"],
        mask(person["nik"]),
        person["role_name"],
        place_of_duty(person),
        format_amount(person["wage_sen"]),
        person["months"],
        *(format_amount(person[name]) for name in _SUMS),
    )
