"""The minutes of a reconciliation, to be signed by both sides: Berita Acara Rekonsiliasi."""

from __future__ import annotations

from collections.abc import Iterator

from pemilu_cover.documents.model import (
    Block,
    Document,
    Fields,
    Letterhead,
    Paragraph,
    Signature,
    Signatures,
    Table,
)
from pemilu_cover.i18n.text import localized_count, translate
from pemilu_cover.reconciliation.billing.reconcile import Reconciliation, ReconciliationRun
from pemilu_cover.reports import office
from pemilu_cover.reports.local_formats import count_text
from pemilu_cover.reports.reconciliation.texts import (
    format_doubts,
    format_months,
    format_unread_place,
)
from pemilu_cover.values.rupiah import format_rupiah

NAME = "berita-acara-rekonsiliasi"
_MAX_PAGES = 20


def build_minutes(run: ReconciliationRun) -> Document:
    """Return the minutes as a document."""
    months = format_months(run.reconciliation.periods).translate()
    employer = run.agreement.employer.name or translate("reconcile.minutes-office")
    return Document(
        title=translate("reconcile.minutes-title"),
        subtitle=translate("reconcile.minutes-subtitle", months=months),
        letterhead=office.letterhead(run.agreement) or Letterhead(employer),
        blocks=tuple(_blocks(run, employer, months)),
        page_label=translate("office.page"),
    )


def _blocks(run: ReconciliationRun, employer: str, months: str) -> Iterator[Block]:
    found = run.reconciliation
    ours, theirs, files = found.ours, found.theirs, found.bill.files
    is_wage_list = any(file.form == "upah" for file in files)
    yield Fields(
        (
            (translate("reconcile.minutes-number"), ""),
            (translate("reconcile.minutes-npp"), run.npp),
            (translate("reconcile.minutes-files"), ", ".join(file.label for file in files)),
        )
    )
    what = translate(f"reconcile.minutes-{'wages' if is_wage_list else 'bill'}")
    yield Paragraph(
        translate(
            "reconcile.minutes-body",
            employer=employer,
            what=what,
            months=months,
            our_people=localized_count(ours.people),
            our_total=format_rupiah(ours.total_sen),
            their_people=localized_count(theirs.people),
            their_total=format_rupiah(theirs.total_sen),
        )
    )
    yield from _findings(run)
    yield Paragraph(translate("reconcile.minutes-closing"))
    bpjs = Signature(translate("reconcile.minutes-bpjs"))
    yield Signatures(
        (
            office.signature("maker", run.agreement, translate("invoice.prepared-by")),
            office.signature("commitment_officer", run.agreement),
            bpjs,
        ),
        office.place_and_date(run.agreement),
    )


def _findings(run: ReconciliationRun) -> Iterator[Block]:
    found = run.reconciliation
    if uncovered := found.uncovered["person"].n_unique():
        people = localized_count(uncovered)
        text = translate("reconcile.minutes-uncovered", people=people)
        doubts = (doubt.translate() for doubt in format_doubts(found))
        yield Paragraph(" ".join((text, *doubts)), "framed")
    if found.counts:
        people = localized_count(found.outcomes["person"].n_unique())
        money = format_rupiah(_difference(found))
        yield Paragraph(translate("reconcile.minutes-difference", people=people, money=money))
        yield _table(run)
    else:
        yield Paragraph(translate("reconcile.minutes-same"))
    if unread := found.bill.unread:
        places = "; ".join(format_unread_place(page).translate() for page in unread[:_MAX_PAGES])
        pages = localized_count(len(unread))
        yield Paragraph(translate("reconcile.minutes-unread", pages=pages, places=places))


def _difference(found: Reconciliation) -> int:
    return found.theirs.total_sen - found.ours.total_sen


def _table(run: ReconciliationRun) -> Table:
    found = run.reconciliation
    titles = ("column-outcome", "column-people", "side-difference", "column-to-do")
    rows = [
        (
            translate(f"reconcile.outcome-{code}"),
            count_text(people),
            format_rupiah(found.money.get(code, 0)),
            translate(f"reconcile.todo-{code}"),
        )
        for code, people in found.counts.items()
    ]
    same = count_text(found.same)
    rows.insert(0, (translate("reconcile.count-same"), same, "Rp0", ""))
    difference = format_rupiah(_difference(found))
    rows.append((translate("reconcile.minutes-sum"), "", difference, ""))
    return Table(
        tuple(translate(f"reconcile.{title}") for title in titles),
        tuple(rows),
        (4, 1.3, 2.6, 8),
        frozenset({1, 2}),
        totals=1,
    )
