"""What an office should know of an update although nothing is asked: shown on screen and in the workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import polars as pl

from pemilu_cover.enrolment.outcome import ENROLLED
from pemilu_cover.i18n.text import (
    localized_count,
    localized_list,
    localized_month,
    localized_month_span,
)
from pemilu_cover.reconciliation.changes import events as kinds
from pemilu_cover.reconciliation.changes.events import Advice
from pemilu_cover.reconciliation.changes.exits import (
    lacks_document,
    later_exits,
    uncovered_deaths,
)
from pemilu_cover.reconciliation.changes.roster_update import RosterUpdate, count_ended_contracts
from pemilu_cover.roster.findings import Finding
from pemilu_cover.roster.tables.column_names import fields
from pemilu_cover.values.dates import add_months

CEILING = "wage-ceiling"
# What a default replaces where a roster has no column for it.
_DATED = ("wage", "start", "end")


def all_advice(update: RosterUpdate) -> list[Advice]:
    """Return the advice on an update, urgent advice first."""
    found = [
        *_on_deaths(update),
        *update.given_advice,
        *_on_ended_contracts(update),
        *_on_exits(update),
        *_on_wages(update),
    ]
    return sorted(found, key=lambda advice: not advice.is_urgent)


def unread_columns(findings: Iterable[Finding], earlier: pl.DataFrame) -> Iterator[Advice]:
    """Yield advice on columns of the newer rosters that are not read, and probably are there.

    They have an unknown header, or the earlier rosters had them.
    """
    known = {name for name in _DATED if (earlier[f"{name}_source"] == "cell").any()}
    unread = {
        finding.field
        for finding in findings
        if finding.code == "column-guess"
        or (finding.code == "column-missing" and finding.field in known)
    }
    if unread:
        titles = localized_list(fields()[name].title for name in sorted(unread))
        yield Advice("unread-columns", {"columns": titles}, is_urgent=True)


def _on_ended_contracts(update: RosterUpdate) -> Iterator[Advice]:
    """Yield advice where SIPP still lists people who are no longer billed."""
    over, off = count_ended_contracts(update.people, update.period)
    over += update.unchanged.over
    off = max(filter(None, (off, update.unchanged.off)), default=None)
    if over:
        yield Advice("term-over", {"people": localized_count(over)}, is_urgent=True)
    if off and off < update.period:
        last = localized_month(add_months(off, -1))
        yield Advice("after-contracts", {"last": last, "off": localized_month(off)})


def _on_deaths(update: RosterUpdate) -> Iterator[Advice]:
    if uncovered := uncovered_deaths(update):
        yield Advice("death-uncovered", {"people": localized_count(len(uncovered))}, is_urgent=True)


def _on_exits(update: RosterUpdate) -> Iterator[Advice]:
    """Yield advice on exits that wait for a later period, and on those without a document."""
    later = later_exits(update)
    if later.height:
        first, last = later.select(pl.col("off_in").min(), pl.col("off_in").max().alias("l")).row(0)
        months = localized_month_span(first, last)
        yield Advice("later-exits", {"people": localized_count(later.height), "period": months})
    undocumented = sum(map(lacks_document, update.open_exits.iter_rows(named=True)))
    if undocumented:
        yield Advice("no-document", {"people": localized_count(undocumented)})


def _on_wages(update: RosterUpdate) -> Iterator[Advice]:
    """Yield advice on new wages above the ceiling of their role."""
    new = update.events.filter(pl.col("kind").is_in([kinds.JOINED, kinds.WAGE, kinds.ROLE]))
    codes = pl.col("findings").list.eval(pl.element().struct.field("code"))
    is_high = codes.list.contains(CEILING) & (pl.col("status") == ENROLLED)
    people = update.people.filter(is_high & pl.col("nik").is_in(new["nik"].implode()))
    if people.height:
        yield Advice("wage-ceiling", {"people": localized_count(people.height)})
