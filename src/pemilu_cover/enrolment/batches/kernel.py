"""The kernel of a batch run: the rows of one batch in, their people with findings and premiums out.

The kernel keeps no state between batches. The values that rows take from rows above them come in as `Above`
and go out with the people, so that the caller passes them on. Rows that need no such values can be processed
by any engine, on any machine, in any order (`BatchKernel.validate_rows`). `cross_checks` compares rows.
"""

from __future__ import annotations

import json
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
from pemilu_cover.enrolment.pricing import PricedPeople, price_people
from pemilu_cover.enrolment.terms import EnrolmentTerms
from pemilu_cover.enrolment.validation import ValidatedRoster, validate_roster
from pemilu_cover.i18n.text import LocalizedText
from pemilu_cover.law.agreement import Agreement
from pemilu_cover.reference.sipp_locations import Location
from pemilu_cover.roster.batch_people import Batch, collect_batch, refuse_dependent_rows
from pemilu_cover.roster.columns import RAW
from pemilu_cover.roster.fields.date_order import day_first
from pemilu_cover.roster.fields.display import display_cells
from pemilu_cover.roster.fields.places import blocks_after, count_places
from pemilu_cover.roster.fields.remarks import count_unread
from pemilu_cover.roster.findings import Finding, sanitise_once
from pemilu_cover.roster.people import NOT_UNDERSTOOD, NotUnderstoodCells, Roster
from pemilu_cover.roster.tables.roster_table import RosterTable
from pemilu_cover.roster.tables.rows_above import NOTHING_ABOVE, Above, Blocks, PlaceCounts

# The status of a row that is no person: blank, a total, a signature. Only `validate_rows` returns such rows.
NOT_PEOPLE = "not_people"

FINDING = pl.Struct(
    {
        **dict.fromkeys(("level", "code", "field", "column", "cell", "message"), pl.String()),
        "suggestion": pl.String(),
    }
)
# The outcome for everybody, with findings; ``typed`` is a held back row as it was written, JSON by header.
SCHEMA = pl.Schema({**outcome.SCHEMA, "findings": pl.List(FINDING), "typed": pl.String()})

# What JSON writes for the characters that a text cannot hold.
_JSON_ESCAPES = {sign: json.dumps(sign)[1:-1] for sign in map(chr, (*range(32), *b'"\\'))}
_NO_BLOCKS = Blocks(in_blocks=())


class BatchOutcome(NamedTuple):
    """The people of a batch and what its record needs.

    Attributes:
        people: Everybody (`SCHEMA`).
        skipped: The numbers of rows that are no people, each with the reason.
        carried: The values that the rows of the next batch may take from above.
        takes_cells: Whether people or ``carried`` have cells from the rows above the batch.
        place_counts: How the people fill each place, by field.
        notice_counts: The numbers in findings about the table; see `checkpoint.BatchRecord`.
        not_understood: Cells that may be somebody's and were not read.
    """

    people: pl.DataFrame
    skipped: Sequence[tuple[int, str]]
    carried: Above
    takes_cells: bool
    place_counts: Mapping[str, PlaceCounts]
    notice_counts: Mapping[str, int]
    not_understood: Sequence[NotUnderstoodCells]


@dataclass(frozen=True)
class BatchKernel:
    """Validates, prices and completes the rows of a batch.

    Attributes:
        terms: The terms of the run.
        tables: The tables of all rosters; only their headers count.
        location: The place of work of people whose row names none, and its source.
        options: The options of the run; ``strict`` and ``fixes`` count.
    """

    terms: EnrolmentTerms
    tables: Sequence[RosterTable]
    location: tuple[Location | None, LocalizedText]
    options: EnrolOptions = DEFAULT_OPTIONS

    def __call__(self, batch: Batch, table: int = 0, above: Above = NOTHING_ABOVE) -> BatchOutcome:
        """Process a batch of a table with the values from the rows above it.

        Raise `RefusalError` where another table begins.
        """
        collected = collect_batch(self.tables[table], batch, above, of=table)
        frame = day_first(collected.frame, self.tables)
        validated, people = self._process(frame, above.blocks)
        carried, places, counts = collected.above, dict[str, PlaceCounts](), dict[str, int]()
        if validated is not None:
            carried = replace(carried, blocks=blocks_after(validated.frame, above.blocks))
            places = count_places(validated.frame)
            counts = people_without_columns(validated.frame)
            counts["remark"] = count_unread(validated.frame)
        takes_cells = collected.takes_cells
        return BatchOutcome(
            people, collected.skipped, carried, takes_cells, places, counts, collected.unread
        )

    def validate_tables(self, people: pl.DataFrame) -> pl.DataFrame:
        """Process the people of whole tables, by the number of their table; return `SCHEMA`."""
        return self._process(people, Blocks())[1]

    def validate_rows(self, rows: pl.DataFrame, numbers: pl.Series, table: int = 0) -> pl.DataFrame:
        """Process rows from the middle of a roster; return `SCHEMA`, a row for each, in their order.

        ``numbers`` are the row numbers to report. A row that is no person has the status `NOT_PEOPLE`, and
        the reason as the code of its only finding. As the end of the roster is not known, no row counts as
        a signature below it. Raise `RefusalError` where another table begins, and for a row that needs the
        rows above it.
        """
        roster_table = self.tables[table]
        header = roster_table.header
        first = roster_table.sheet.first_row + header.first + header.height
        collected = collect_batch(roster_table, Batch(first, rows), NOTHING_ABOVE, of=table)
        refuse_dependent_rows(roster_table, collected, rows)
        index = (collected.frame["row"] - first).alias("index")
        frame = day_first(collected.frame, self.tables)
        frame = frame.with_columns(numbers.cast(pl.Int64).gather(index).alias("row"))
        _, people = self._process(frame, _NO_BLOCKS)
        reasons = {row - first: reason for row, reason in collected.skipped}
        others = _rows_without_people(reasons, index, numbers, roster_table, table)
        return pl.concat([people.with_columns(index), others]).sort("index").drop("index")

    def _process(
        self, frame: pl.DataFrame, above: Blocks
    ) -> tuple[ValidatedRoster | None, pl.DataFrame]:
        """Validate, price and complete people; return the validated roster and `SCHEMA`."""
        if not frame.height:
            return None, SCHEMA.to_frame()
        roster = Roster([], list(self.tables), frame.with_row_index("id"))
        validated = validate_roster(roster, self.terms, self.options, above=above)
        priced = price_people(validated.enrolled, validated.prices)
        completed = fill_sipp_fields(priced, validated, self.location).people
        return validated, _outcome(validated, priced, completed)


def default_location(agreement: Agreement) -> tuple[Location | None, LocalizedText]:
    """Return the place of work of people whose row names none, and its source.

    NIKs do not show it in a national roster.
    """
    location = agreement_location(agreement)
    return (location, FROM_AGREEMENT) if location else (None, NOT_KNOWN)


def _rows_without_people(
    reasons: Mapping[int, str],
    people: pl.Series,
    numbers: pl.Series,
    table: RosterTable,
    table_number: int,
) -> pl.DataFrame:
    """Return `SCHEMA` and ``index`` of the rows that are no people.

    ``people`` has the indices of all other rows, ``reasons`` the reasons by index.
    """
    index = pl.int_range(len(numbers), dtype=pl.Int64, eager=True).alias("index")
    index = index.filter(~index.is_in(people.implode()))
    columns = {
        "table": [table_number] * len(index),
        "file": [table.sheet.file] * len(index),
        "sheet": [table.sheet.name] * len(index),
        "row": numbers.gather(index).to_list(),
        "status": [NOT_PEOPLE] * len(index),
        "findings": [[_reason_finding(reasons.get(row, "blank"))] for row in index],
    }
    frame = pl.DataFrame(columns, schema={name: SCHEMA[name] for name in columns})
    return pl.concat([SCHEMA.to_frame(), frame], how="diagonal").with_columns(index)


def _reason_finding(code: str) -> dict[str, str]:
    """Return the finding of a row that is no person; a row that is not understood is an error."""
    return {"level": "error" if code == NOT_UNDERSTOOD else "info", "code": code}


def _outcome(
    validated: ValidatedRoster, priced: PricedPeople, completed: pl.DataFrame
) -> pl.DataFrame:
    everybody = outcome.combine(validated, priced, completed)
    for more in (findings_frame(validated.findings), _typed_rows(validated)):
        everybody = everybody.join(more, on="id", how="left", maintain_order="left")
    number = pl.col("row").cast(pl.String).str.zfill(8).alias("no_pegawai")
    return everybody.with_columns(number).select(
        pl.col(name).cast(dtype) for name, dtype in SCHEMA.items()
    )


def has_finding(field: str, value: str, column: str = "findings") -> pl.Expr:
    """Return whether a person has a finding with a value in a field, in a column of finding lists."""
    return pl.col(column).list.eval(pl.element().struct.field(field) == value).list.any()


def findings_frame(findings: Sequence[Finding]) -> pl.DataFrame:
    """Return findings as a list for each person, by number."""
    columns = {
        "id": [finding.id for finding in findings],
        "level": [finding.level for finding in findings],
        "code": [finding.code for finding in findings],
        "field": [finding.field for finding in findings],
        "column": [sanitise_once(finding.column) for finding in findings],
        "cell": [finding.cell for finding in findings],
        "message": [sanitise_once(finding.message()) for finding in findings],
        "suggestion": [finding.safe_suggestion for finding in findings],
    }
    flat = pl.DataFrame(columns, {"id": pl.UInt32, **dict(FINDING)})
    return flat.group_by("id", maintain_order=True).agg(
        pl.struct(field.name for field in FINDING.fields).alias("findings")
    )


def _typed_rows(validated: ValidatedRoster) -> pl.DataFrame:
    """Return the rows that are held back as they were written, by the number of the person."""
    ids = pl.Series(sorted(validated.held_back), dtype=pl.UInt32)
    held_back = validated.frame.filter(pl.col("id").is_in(ids.implode()))
    typed = [pl.DataFrame(schema={"id": pl.UInt32, "typed": pl.String})]
    for (number,), rows in held_back.partition_by("table", as_dict=True).items():
        cells = {
            json.dumps(label, ensure_ascii=False): display_cells(rows[RAW + name])
            for name, label in validated.roster.tables[number].header.labels.items()
        }
        parts: list[pl.Series | pl.Expr] = []
        for label, texts in cells.items():
            parts += [
                pl.lit(('", ' if parts else "{") + label + ': "'),
                texts.str.replace_many(_JSON_ESCAPES),
            ]
        typed.append(rows.select("id", pl.concat_str(*parts, pl.lit('"}')).alias("typed")))
    return pl.concat(typed)


def header_only(table: RosterTable) -> RosterTable:
    """Return a table with its header and titles, and without its rows."""
    sheet = replace(table.sheet, rows=table.sheet.rows[: table.header.first + table.header.height])
    return replace(table, sheet=sheet, rows=[], places=table.places[:1], skipped=[], unread=[])
