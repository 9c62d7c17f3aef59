"""The next version of a result: newer rosters or a list of changes in, SIPP's files and the new bill out.

This module names the stages in their order; ``reconciliation.changes`` and ``reports`` carry them out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from pemilu_cover.commands.enrol import evaluate
from pemilu_cover.enrolment.options import DEFAULT_OPTIONS, EnrolOptions
from pemilu_cover.enrolment.outcome import SCHEMA
from pemilu_cover.enrolment.register.build import finding_lists
from pemilu_cover.enrolment.register.result_record import read_result
from pemilu_cover.enrolment.result import Enrolment
from pemilu_cover.law.agreement import Agreement, read_agreement
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.reconciliation.changes.change_list import ChangeList, read_change_list
from pemilu_cover.reconciliation.changes.roster_update import RosterUpdate
from pemilu_cover.reconciliation.changes.update import UpdateInput, find_update
from pemilu_cover.roster.reading.reader import FilesRead, read_files


@dataclass(frozen=True)
class UpdateOptions:
    """What an update takes: newer rosters, a list of changes, files of SIPP, and how rosters are read.

    ``period`` is the first day of the reporting period.
    """

    period: date
    rosters: Sequence[Path] = ()
    changes: Path | None = None
    members: Sequence[Path] = ()
    end_of_term: bool = False
    reading: EnrolOptions = DEFAULT_OPTIONS


def evaluate_update(result: Path, options: UpdateOptions) -> tuple[RosterUpdate, Enrolment | None]:
    """Find what changed since a result, and evaluate the newer rosters. Raise `RefusalError`."""
    book = RateBook.load(options.reading.rates)
    record = read_result(result, book)
    chosen = options.reading.agreement
    agreement = read_agreement(chosen, book) if chosen else record.agreement
    changes = ChangeList()
    if options.changes:
        changes = read_change_list(read_files([options.changes])[0])
    enrolment = _evaluate_rosters(options, changes, agreement)
    earlier = record.people()
    later = _with_findings(enrolment) if enrolment else earlier.clear()
    given = UpdateInput(
        record,
        earlier,
        later,
        changes,
        is_complete=bool(options.rosters),
        end_of_term=options.end_of_term,
    )
    return find_update(given, options.period, agreement, book), enrolment


def _evaluate_rosters(
    options: UpdateOptions, changes: ChangeList, agreement: Agreement
) -> Enrolment | None:
    """Evaluate the newer rosters and the newcomers of the list of changes as one roster."""
    files = read_files(options.rosters) if options.rosters else []
    files += [changes.newcomers] if changes.newcomers else []
    if not files:
        return None
    paths = [*options.rosters, *([options.changes] if options.changes else ())]
    return evaluate(paths, options.reading, reader=FilesRead(files), agreement=agreement)


def _with_findings(enrolment: Enrolment) -> pl.DataFrame:
    """Return everybody in the newer rosters with the findings about them."""
    findings = finding_lists(enrolment.validation)
    people = enrolment.everybody.join(findings, on="id", how="left", maintain_order="left")
    return people.select("id", *SCHEMA.names(), "findings")
