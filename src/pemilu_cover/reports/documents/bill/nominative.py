"""The nominative list of each kecamatan, an annex to the receipt: who is paid for, and how much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pemilu_cover.documents.model import Document, Fields, Signatures, Table
from pemilu_cover.documents.pdf import pdf_bytes
from pemilu_cover.i18n.text import active_language, translate
from pemilu_cover.reports import office
from pemilu_cover.reports.bill.model import Bill
from pemilu_cover.reports.documents.bill.amounts import figures_and_words, running_totals
from pemilu_cover.reports.local_formats import count_text
from pemilu_cover.reports.people_labels import NO_KECAMATAN, kecamatan_file_stem, place_of_duty
from pemilu_cover.values.months import format_months
from pemilu_cover.values.nik import mask
from pemilu_cover.values.rupiah import format_amount

FOLDER, RECAPITULATION = "daftar-nominatif", "rekapitulasi"
_HEADS = ("number", "name", "nik", "role-name", "unit", "wage", "months", "jkk", "jkm", "total")
_WIDTHS = (0.8, 4.2, 3.0, 3.0, 4.2, 2.2, 1.0, 1.8, 1.8, 2.0)
_RECAPITULATION_WIDTHS = (0.6, 4, 1.2, 2.2, 2.2, 2.4)
_SUMS = ("jkk_sen", "jkm_sen", "total_sen")

Person = Mapping[str, Any]


def write_nominative_lists(bill: Bill) -> dict[str, bytes]:
    """Return a PDF for each kecamatan by name, and the sums of several.

    People without a known kecamatan share one.
    """
    groups: dict[str, list[Person]] = {}
    if bill.people is not None:
        for person in bill.people.iter_rows(named=True):
            groups.setdefault(kecamatan_file_stem(person["kecamatan"]), []).append(person)
    files = {
        f"{FOLDER}/{stem}.pdf": pdf_bytes(build_nominative_list(bill, people))
        for stem, people in sorted(groups.items())
    }
    if len(groups) > 1:
        ordered = [people for _, people in sorted(groups.items())]
        files[f"{FOLDER}/{RECAPITULATION}.pdf"] = pdf_bytes(build_recapitulation(bill, ordered))
    return files


def build_nominative_list(bill: Bill, people: Sequence[Person]) -> Document:
    """Return the list of some people of a bill as a document."""
    total = sum(person["total_sen"] for person in people)
    kecamatan = _kecamatan_name(people)
    count = count_text(len(people))
    facts = (
        ("invoice.person-kecamatan", kecamatan),
        ("invoice.fact-employer", bill.employer),
        ("invoice.fact-npp", bill.npp),
        ("invoice.fact-months", bill.month_span),
        ("workbook.column-people", count),
        ("workbook.column-sum", figures_and_words(total)),
    )
    table = Table(
        tuple(translate(f"invoice.person-{head}") for head in _HEADS),
        tuple(_row(number, person) for number, person in enumerate(people, start=1)),
        _WIDTHS,
        frozenset({0, 5, 6, 7, 8, 9}),
        running=running_totals([tuple(person[name] for name in _SUMS) for person in people]),
    )
    statement = translate(
        "papers.nominative-sum",
        kecamatan=kecamatan,
        people=count,
        amount=f"Rp{format_amount(total)}",
    )
    title = translate("papers.nominative-title")
    return _document(bill, (title, kecamatan), facts, table, statement)


def build_recapitulation(bill: Bill, groups: Sequence[Sequence[Person]]) -> Document:
    """Return the sums of all lists, which are those of the bill."""
    heads = ("number", "kecamatan", "people", "jkk", "jkm", "sum")
    sums = [
        (len(people), *(sum(person[name] for person in people) for name in _SUMS))
        for people in groups
    ]
    table = Table(
        tuple(translate(f"workbook.column-{head}") for head in heads),
        tuple(
            (
                str(number),
                _kecamatan_name(people),
                count_text(count),
                *map(format_amount, amounts),
            )
            for number, (people, (count, *amounts)) in enumerate(
                zip(groups, sums, strict=True), start=1
            )
        ),
        _RECAPITULATION_WIDTHS,
        frozenset({0, 2, 3, 4, 5}),
        running=running_totals(sums, counts=1),
    )
    title = translate("papers.recapitulation-title")
    statement = translate("papers.sum", amount=figures_and_words(bill.total_sen))
    facts = (("invoice.fact-employer", bill.employer), ("invoice.fact-npp", bill.npp))
    return _document(bill, (title, ""), facts, table, statement)


def _document(
    bill: Bill,
    names: tuple[str, str],
    facts: Sequence[tuple[str, str]],
    table: Table,
    statement: str,
) -> Document:
    """Return a list; its last page says what is signed, and each page whose list it is.

    ``names`` are its title and its kecamatan.
    """
    footer = " · ".join(filter(None, (*names, translate("privacy.people"))))
    return Document(
        title=names[0],
        subtitle=translate("invoice.subtitle"),
        letterhead=office.letterhead(bill.agreement),
        blocks=(
            Fields(tuple((translate(key), value) for key, value in facts)),
            table,
            Signatures(
                (
                    office.signature(
                        "commitment_officer", bill.agreement, translate("invoice.approved-by")
                    ),
                    office.signature("treasurer", bill.agreement, translate("invoice.paid-by")),
                ),
                office.place_and_date(bill.agreement, bill.town, bill.date),
                statement,
            ),
        ),
        page_label=translate("office.page"),
        footer=footer,
        language=active_language(),
        landscape=True,
    )


def _kecamatan_name(people: Sequence[Person]) -> str:
    """Return the name of a kecamatan; cells that name none may hold anything."""
    name: str = people[0]["kecamatan"] or ""
    is_known = kecamatan_file_stem(name) != NO_KECAMATAN
    return name if is_known else translate("invoice.not-named")


def _row(number: int, person: Person) -> tuple[str, ...]:
    return (
        str(number),
        person["name"],
        mask(person["nik"]),
        person["role_name"],
        place_of_duty(person),
        format_amount(person["wage_sen"]),
        format_months(person["months"]),
        *(format_amount(person[name]) for name in _SUMS),
    )
