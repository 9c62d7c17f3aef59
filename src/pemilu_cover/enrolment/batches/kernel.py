"""The kernel: a piece of a roster in, what becomes of everybody in it out.

It keeps nothing between two pieces: what a row takes from those above comes in as `Above` and goes out with
the people. Rows that need none may be judged by any engine, on any machine, in any order: Arrow in, Arrow out
(a `polars.DataFrame` is both). What rows say of each other is ``across``'s.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import polars as pl

from pemilu_cover.enrolment import outcome
from pemilu_cover.enrolment.completion import (
    FROM_AGREEMENT,
    NOT_KNOWN,
    agreement_location,
    fill_sipp_fields,
)
from pemilu_cover.enrolment.notices import people_without_columns
from pemilu_cover.enrolment.options import DEFAULT_OPTIONS, EnrolOptions
from pemilu_cover.enrolment.outcome import HELD_BACK
from pemilu_cover.enrolment.pricing import PricedPeople, price_people
from pemilu_cover.enrolment.terms import EnrolmentTerms
from pemilu_cover.enrolment.validation import ValidatedRoster, validate_roster
from pemilu_cover.i18n.text import LocalizedText
from pemilu_cover.law.agreement import Agreement
from pemilu_cover.reference.sipp_locations import Location
from pemilu_cover.roster.batch_people import Batch, collect_batch, refuse_dependent_rows
from pemilu_cover.roster.columns import RAW
from pemilu_cover.roster.fields.date_order import day_first
from pemilu_cover.roster.fields.places import blocks_after
from pemilu_cover.roster.fields.remarks import count_unread
from pemilu_cover.roster.findings import Finding
from pemilu_cover.roster.people import NOT_UNDERSTOOD, NotUnderstoodCells, Roster
from pemilu_cover.roster.reading.cell_encoding import display_cell
from pemilu_cover.roster.tables.roster_table import RosterTable
from pemilu_cover.roster.tables.rows_above import NOTHING_ABOVE, Above, Blocks
from pemilu_cover.values.nik import LENGTH
from pemilu_cover.values.text import sanitise_for_terminal

# What a row is that is nobody's: blank, a total, a signature. Only `BatchKernel.each` returns them.
NOT_PEOPLE = "not_people"

# A NIK as that of the person with whom every piece of a great roster but the last ends.
SURE = "1" * LENGTH

FINDING = pl.Struct(
    {
        **dict.fromkeys(("level", "code", "field", "column", "cell", "message"), pl.String()),
        "suggestion": pl.String(),
    }
)
# The outcome for everybody, with findings; `typed` is a held back row as it was written, JSON by header.
SCHEMA = pl.Schema({**outcome.SCHEMA, "findings": pl.List(FINDING), "typed": pl.String()})


# Of rows out of the midst of a roster nothing is known of those above.
_NO_BLOCKS = Blocks(in_blocks=())


class BatchOutcome(NamedTuple):
    """Everybody in a piece (`SCHEMA`), the rows that are no people with why, and what holds below it.

    ``defaulted`` counts, by field, the people for whom a default stands in for a missing column, and under
    ``remark`` the remarks that are not understood.
    """

    people: pl.DataFrame
    skipped: list[tuple[int, str]]
    above: Above
    defaulted: Mapping[str, int]
    unread: Sequence[NotUnderstoodCells]


@dataclass(frozen=True)
class BatchKernel:
    """What everybody is judged and priced by.

    ``tables`` are those of all files, of which only the headers count; ``office`` is the place of work of
    those whose row names none.
    """

    terms: EnrolmentTerms
    tables: Sequence[RosterTable]
    office: tuple[Location | None, LocalizedText]
    options: EnrolOptions = DEFAULT_OPTIONS

    def __call__(self, piece: Batch, table: int = 0, above: Above = NOTHING_ABOVE) -> BatchOutcome:
        """Judge and price the rows of a piece of a table, which has ``above`` above it.

        Raise `RefusalError` where another table begins.
        """
        found = collect_batch(self.tables[table], piece, above, of=table)
        frame = day_first(found.frame, self.tables)
        judged, people = self._told(frame, table, above.blocks)
        if judged is None:
            return BatchOutcome(people, found.skipped, found.above, {}, found.unread)
        below = replace(found.above, blocks=blocks_after(judged.frame, above.blocks))
        counts = people_without_columns(judged.frame) | {"remark": count_unread(judged.frame)}
        return BatchOutcome(people, found.skipped, below, counts, found.unread)

    def each(self, rows: pl.DataFrame, numbers: pl.Series, table: int = 0) -> pl.DataFrame:
        """Judge and price rows out of the midst of a roster; give `SCHEMA`, a row for each, in their order.

        ``numbers`` are what the rows are called. A row that is no person is `NOT_PEOPLE`, with why as the
        code of its only finding. Since nobody knows here where the roster ends, no row is taken for what
        stands below its end, such as signatures. Raise `RefusalError` as a call does.
        """
        of_table = self.tables[table]
        first = of_table.sheet.first_row + of_table.header.first + of_table.header.height
        found = collect_batch(of_table, Batch(first, rows), NOTHING_ABOVE, of=table)
        refuse_dependent_rows(of_table, found, rows)
        at = (found.frame["row"] - first).alias("at")
        frame = day_first(found.frame, self.tables)
        frame = frame.with_columns(numbers.cast(pl.Int64).gather(at).alias("row"))
        _, told = self._told(frame, table, _NO_BLOCKS)
        why = {row - first: reason for row, reason in found.skipped}
        others = _not_people(why, at, numbers, of_table, table)
        return pl.concat([told.with_columns(at), others]).sort("at").drop("at")

    def _told(
        self, frame: pl.DataFrame, table: int, above: Blocks
    ) -> tuple[ValidatedRoster | None, pl.DataFrame]:
        """Judge and price everybody who was found: as the usual way has them, and as `SCHEMA`."""
        if not frame.height:
            return None, SCHEMA.to_frame()
        roster = Roster([], list(self.tables), frame.with_row_index("id"))
        judged = validate_roster(roster, self.terms, self.options, above=above)
        priced = price_people(judged.enrolled, judged.prices)
        people = fill_sipp_fields(priced, judged, self.office).people
        return judged, _outcome(judged, priced, people, self.tables[table])


def default_location(agreement: Agreement) -> tuple[Location | None, LocalizedText]:
    """Return the place of work of people whose row names none; NIKs do not show it in a national roster."""
    said = agreement_location(agreement)
    return (said, FROM_AGREEMENT) if said else (None, NOT_KNOWN)


def _not_people(
    why: Mapping[int, str], people: pl.Series, numbers: pl.Series, table: RosterTable, number: int
) -> pl.DataFrame:
    """Tell of the rows that are no people, with ``at``, the place of each among all."""
    at = pl.int_range(len(numbers), dtype=pl.Int64, eager=True).alias("at")
    at = at.filter(~at.is_in(people.implode()))
    told = {
        "table": [number] * len(at),
        "file": [table.sheet.file] * len(at),
        "sheet": [table.sheet.name] * len(at),
        "row": numbers.gather(at).to_list(),
        "status": [NOT_PEOPLE] * len(at),
        "findings": [[_why_nobody(why.get(place, "blank"))] for place in at],
    }
    frame = pl.DataFrame(told, schema={name: SCHEMA[name] for name in told})
    return pl.concat([SCHEMA.to_frame(), frame], how="diagonal").with_columns(at)


def _why_nobody(code: str) -> dict[str, str]:
    """Return the finding that says why a row is nobody's; one that is not understood is an error."""
    return {"level": "error" if code == NOT_UNDERSTOOD else "info", "code": code}


def _outcome(
    judged: ValidatedRoster, priced: PricedPeople, people: pl.DataFrame, table: RosterTable
) -> pl.DataFrame:
    everybody = outcome.combine(
        judged, priced, people, *(RAW + name for name in table.header.labels)
    )
    told = everybody.join(
        findings_frame(judged.findings), on="id", how="left", maintain_order="left"
    )
    told = told.with_columns(
        pl.col("row").cast(pl.String).str.zfill(8).alias("no_pegawai"), _as_typed(told, table)
    )
    return told.select(pl.col(name).cast(dtype) for name, dtype in SCHEMA.items())


def has_finding(field: str, value: str, column: str = "findings") -> pl.Expr:
    """Find who has a finding with a value in a field, in a column of lists of findings."""
    return pl.col(column).list.eval(pl.element().struct.field(field) == value).list.any()


def findings_frame(findings: Sequence[Finding]) -> pl.DataFrame:
    """Return findings as a list for each person, by number."""
    by_person: defaultdict[int, list[dict[str, str | None]]] = defaultdict(list)
    for finding in findings:
        by_person[finding.id].append(
            {
                "level": finding.level,
                "code": finding.code,
                "field": finding.field,
                "column": sanitise_for_terminal(finding.column),
                "cell": finding.cell,
                "message": sanitise_for_terminal(finding.message()),
                "suggestion": finding.safe_suggestion,
            }
        )
    return pl.DataFrame(
        {"id": list(by_person), "findings": list(by_person.values())},
        schema={"id": pl.UInt32, "findings": pl.List(FINDING)},
    )


def _as_typed(people: pl.DataFrame, table: RosterTable) -> pl.Series:
    """Return the rows that are held back as they were written."""
    held = people["status"] == HELD_BACK
    labels = {RAW + name: label for name, label in table.header.labels.items()}
    rows = people.filter(held).select(*labels)
    written = [
        json.dumps(
            dict(zip(labels.values(), map(display_cell, row), strict=True)), ensure_ascii=False
        )
        for row in rows.iter_rows()
    ]
    nothing = pl.Series("typed", [None], dtype=pl.String).new_from_index(0, people.height)
    return nothing.scatter(held.arg_true(), pl.Series(written, dtype=pl.String))


def header_only(table: RosterTable) -> RosterTable:
    """Return a table of which only the header and what its titles say are kept."""
    sheet = replace(table.sheet, rows=table.sheet.rows[: table.header.first + table.header.height])
    return replace(table, sheet=sheet, rows=[], places=table.places[:1], skipped=[], unread=[])
