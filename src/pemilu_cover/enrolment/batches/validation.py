"""Everybody judged by the rules about one row, piece by piece.

What only the whole roster tells (which election has the most contracts) is not known while its first pieces
are judged. They are judged by what is known so far; where the whole tells otherwise, the pieces that depend
on it are read and judged once more. So the result does not depend on the order of rows and files, and nothing
is read twice where the first reading was right.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import dropwhile, takewhile
from pathlib import Path
from typing import NamedTuple

import polars as pl

from pemilu_cover.enrolment import elections
from pemilu_cover.enrolment.batches.checkpoint import Checkpoint, CompletedBatch, sum_counters
from pemilu_cover.enrolment.batches.kernel import (
    BatchKernel,
    default_location,
    findings_frame,
    header_only,
)
from pemilu_cover.enrolment.batches.merge import merge_cross_findings
from pemilu_cover.enrolment.options import EnrolOptions, check_column_map, column_names
from pemilu_cover.enrolment.outcome import ENROLLED, HELD_BACK
from pemilu_cover.enrolment.terms import EnrolmentTerms, named_terms, terms_by_dates
from pemilu_cover.enrolment.validation import term_matcher
from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.i18n.text import LocalizedText, localize
from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.reference.sipp_locations import Location
from pemilu_cover.roster.batch_people import Batch, collect_batch
from pemilu_cover.roster.batch_reader import BatchReader, detect_table
from pemilu_cover.roster.checks import column_guesses
from pemilu_cover.roster.fields.date_order import find_orders, with_table_orders
from pemilu_cover.roster.fields.places import places_in_blocks
from pemilu_cover.roster.findings import locate
from pemilu_cover.roster.people import NOT_UNDERSTOOD, Roster, locate_cells
from pemilu_cover.roster.tables.column_draft import Order
from pemilu_cover.roster.tables.column_names import ColumnNames
from pemilu_cover.roster.tables.roster_table import RosterTable
from pemilu_cover.roster.tables.rows_above import NOTHING_ABOVE, Above

PIECE = 2**32  # the numbers of the people of one piece

Step = Callable[[LocalizedText, int, int], None]


class Work(NamedTuple):
    """What is to be judged, and by what."""

    paths: Sequence[Path]
    labels: Sequence[str]
    asked: EnrolOptions
    book: RateBook
    agreement: Agreement


class Judging:
    """The judging of a run; ``ledger`` keeps what is done of it."""

    def __init__(self, work: Work, ledger: Checkpoint, step: Step) -> None:
        self._work, self._ledger, self._step = work, ledger, step
        self._named = named_terms(work.book, work.agreement, work.asked.election)
        self.tables: list[RosterTable] = []
        self._kernels: dict[str, BatchKernel] = {}

    @property
    def terms(self) -> EnrolmentTerms:
        """By what everybody is judged and priced, as far as the pieces that are judged tell."""
        return self._named or self._terms(
            sum_counters([done.elections for done in self._ledger.judged])
        )

    @cached_property
    def office(self) -> tuple[Location | None, LocalizedText]:
        """The place of work of those whose row names none, and why."""
        return default_location(self._work.agreement)

    def judge(self) -> None:
        """Judge and price everybody by the rules about one row."""
        words = column_names(self._work.agreement, self._work.asked)
        for file, label in enumerate(self._work.labels):
            if f"read-{file}" in self._ledger.settled:
                head, encoding = self._ledger.settled[f"head-{file}"]
                table = _table(head, label, words, encoding)
                self.tables.append(with_table_orders(table, self._orders(file)))
                continue
            self._read_file(file, words)
            self._ledger.settle(f"read-{file}", value=True)
        _refuse_nobody(self._ledger.judged, self._work.labels)
        for file in range(len(self._work.labels)):
            self._judge_again(file)

    def _read_file(self, file: int, words: ColumnNames) -> None:
        """Judge the pieces of a file that are not judged yet."""
        label, done = self._work.labels[file], self._pieces(file)
        first = self._ledger.judged[done[-1]].next_row if done else 0
        with BatchReader(self._work.paths[file], label, first) as stream:
            table = detect_table(stream.head, label, words, stream.guessed_encoding)
            if f"head-{file}" not in self._ledger.settled:
                head = [table.sheet.rows, stream.guessed_encoding]
                self._ledger.settle(f"head-{file}", head)
            self.tables.append(header_only(table))
            if len(self.tables) == len(self._work.paths):
                check_column_map(self._work.asked.columns, Roster([], self.tables, pl.DataFrame()))
            for piece in stream:
                self._judge_piece(piece, file, len(self._ledger.judged), table)
                self._tell(self._ledger.judged[-1].next_row, stream.rows)

    def _judge_again(self, file: int) -> None:
        """Judge the pieces of a file anew that were judged by what the whole does not confirm."""
        numbers = self._pieces(file)
        in_blocks = places_in_blocks(self._above(numbers[-1]).blocks.seen)
        stale = self._stale(numbers, in_blocks)
        if not stale:
            return
        before = list(takewhile(lambda number: number not in stale, numbers))
        first = self._ledger.judged[before[-1]].next_row if before else 0
        with BatchReader(self._work.paths[file], self._work.labels[file], first) as stream:
            words = column_names(self._work.agreement, self._work.asked)
            table = detect_table(
                stream.head, self._work.labels[file], words, stream.guessed_encoding
            )
            for number, piece in zip(numbers[len(before) :], stream, strict=False):
                if number in stale:
                    self._judge_piece(piece, file, number, table, in_blocks)
                    self._tell(self._ledger.judged[number].next_row, stream.rows)
                if number == max(stale):
                    break

    def _stale(self, numbers: Sequence[int], in_blocks: tuple[str, ...]) -> frozenset[int]:
        """Return the pieces of a file that went by another main election, or by other blocks.

        Behind a piece that took other places from above, what was carried on is not right either.
        """
        main = self.terms.election.id
        carried = dropwhile(
            lambda number: self._above(number).blocks.in_blocks in (None, in_blocks), numbers
        )
        by_main = (n for n in numbers if self._ledger.judged[n].main not in (None, main))
        return frozenset([*carried, *by_main])

    def _above(self, number: int) -> Above:
        """Return what holds below a judged piece."""
        return Above.from_json(self._ledger.judged[number].above)

    def _above_piece(self, file: int, number: int, in_blocks: tuple[str, ...] | None) -> Above:
        """Return what holds above a piece; ``in_blocks`` where the whole file is known."""
        before = [n for n in self._pieces(file) if n < number]
        above = self._above(before[-1]) if before else NOTHING_ABOVE
        return replace(above, blocks=replace(above.blocks, in_blocks=in_blocks))

    def _judge_piece(
        self,
        piece: Batch,
        file: int,
        number: int,
        table: RosterTable,
        in_blocks: tuple[str, ...] | None = None,
    ) -> None:
        """Judge a piece and keep it under its number."""
        table = self._with_orders(piece, file, table)
        kernel, above = self._kernel(self.terms), self._above_piece(file, number, in_blocks)
        told = kernel(piece, file, above)
        counts = _by_dates(told.people)
        if not self._ledger.judged and self._terms(counts).election != kernel.terms.election:
            kernel = self._kernel(self._named or self._terms(counts))
            told = kernel(piece, file, above)
        person_id = pl.int_range(
            number * PIECE, number * PIECE + told.people.height, dtype=pl.Int64
        )
        people = told.people.with_columns(person_id.alias("person_id"))
        if people.height and self._is_first(file, number):
            people = self._with_guesses(people, file, table)
        if f"held-{file}" in self._ledger.settled:
            people = _all_held_back(people)
        skipped, unread = list(told.skipped), list(told.unread)
        if [number] == [*self._pieces(file), number][:1]:  # what stands above the header
            skipped += [(cells.row, NOT_UNDERSTOOD) for cells in table.unread]
            unread += [locate_cells(table.sheet, cells) for cells in table.unread]
        reasons: list[Mapping[str, int]] = [{reason: 1} for _, reason in skipped]
        follows_main = (people["election_source"] == elections.MAIN).any()
        done = CompletedBatch(
            file,
            piece.number - 1 + piece.rows.height,
            people.height,
            sum_counters(reasons),
            counts,
            kernel.terms.election.id if follows_main else None,
            told.above.as_json(),
            told.defaulted,
            sorted(unread, key=lambda cells: (cells.row, cells.cells)),
        )
        self._ledger.judge(done, people, number)

    def _with_guesses(self, people: pl.DataFrame, file: int, table: RosterTable) -> pl.DataFrame:
        """Return what was guessed of a file, at its first person; with ``--strict`` that holds everybody."""
        first, faults = people.head(1), [(0, fault) for fault in column_guesses.check_table(table)]
        roster = Roster([], list(self.tables), first)
        found = locate(roster, faults, strict=self._work.asked.strict)
        told = findings_frame(found)
        if not told.height:
            return people
        if any(finding.level == "error" for finding in found):
            self._ledger.settle(f"held-{file}", value=True)
        told = told.select(first["person_id"], "findings")
        return pl.concat(
            [merge_cross_findings(first, told).select(people.columns), people.slice(1)]
        )

    def _with_orders(self, piece: Batch, file: int, table: RosterTable) -> RosterTable:
        """Return a table with the order of its days, which the first piece with people shows."""
        name, known = f"orders-{file}", self.tables[file]
        if name not in self._ledger.settled:
            frame = collect_batch(known, piece, NOTHING_ABOVE).frame
            if not frame.height:
                return table
            orders = find_orders(frame, term_matcher(self._work.book)).get(0, {})
            self._ledger.settle(name, {field: list(order) for field, order in orders.items()})
        if not known.header.orders:
            self.tables[file] = with_table_orders(known, self._orders(file))
        return with_table_orders(table, self._orders(file))

    def _orders(self, file: int) -> dict[str, Order]:
        """Return how the days of a file are written, as far as it is known."""
        settled = self._ledger.settled.get(f"orders-{file}", {})
        return {field: Order(*order) for field, order in settled.items()}

    def _terms(self, contracts: Mapping[str, int]) -> EnrolmentTerms:
        return terms_by_dates(contracts, self._work.book, self._work.agreement)

    def _kernel(self, terms: EnrolmentTerms) -> BatchKernel:
        """Return the kernel of an election; it has the tables so far."""
        if terms.election.id not in self._kernels:
            self._kernels[terms.election.id] = BatchKernel(
                terms, self.tables, self.office, self._work.asked
            )
        return self._kernels[terms.election.id]

    def _pieces(self, file: int) -> list[int]:
        """Return the numbers of the judged pieces of a file."""
        return [n for n, done in enumerate(self._ledger.judged) if done.file == file]

    def _is_first(self, file: int, number: int) -> bool:
        """Return whether nobody of a file stands before a piece."""
        return not any(self._ledger.judged[n].people for n in self._pieces(file) if n < number)

    def _tell(self, rows: int, of: int) -> None:
        self._step(localize("batches.judging-pricing"), rows, of)


def _by_dates(people: pl.DataFrame) -> dict[str, int]:
    """Count the contracts whose dates tell their election, by election."""
    dated = people.filter(pl.col(elections.ELECTION_SOURCE) == elections.DATES)
    return elections.count_by_election(dated[elections.ELECTION])


def _table(rows: list[list[str]], label: str, words: ColumnNames, encoding: str) -> RosterTable:
    head = pl.DataFrame(rows, schema=[str(at) for at in range(len(rows[0]))], orient="row")
    return header_only(detect_table(head, label, words, encoding))


def _all_held_back(people: pl.DataFrame) -> pl.DataFrame:
    """Return people of whom nobody is enrolled, since a column of their table is in doubt."""
    status = pl.when(pl.col("status") == ENROLLED).then(pl.lit(HELD_BACK))
    return people.with_columns(status.otherwise("status").alias("status"))


def _refuse_nobody(judged: Sequence[CompletedBatch], labels: Sequence[str]) -> None:
    for number, label in enumerate(labels):
        if not sum(done.people for done in judged if done.file == number):
            raise RefusalError("no-people", file=label)
