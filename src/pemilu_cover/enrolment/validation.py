"""From files to people with findings: the steps that `enrol` and `check` share.

`validate_roster` is the only place that lists the steps, for a whole roster and for one batch of a roster.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from pathlib import Path

import polars as pl
import polars.selectors as cs

from pemilu_cover.enrolment import elections
from pemilu_cover.enrolment.elections import Share
from pemilu_cover.enrolment.eligibility import (
    Violations,
    between_rows,
    enrolled,
    held_back,
    people_held_back,
)
from pemilu_cover.enrolment.notices import change_notices, people_notices
from pemilu_cover.enrolment.options import (
    DEFAULT_OPTIONS,
    EnrolOptions,
    check_column_map,
    column_names,
)
from pemilu_cover.enrolment.pricing import KEY, PriceList
from pemilu_cover.enrolment.terms import EnrolmentTerms, initial_terms, terms_by_dates
from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.law.agreement import Agreement, read_agreement
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.roster.checks import column_contradictions, column_guesses, fast_screen
from pemilu_cover.roster.checks.role_limits import apply_defaults
from pemilu_cover.roster.columns import CONTEXT, HAS, LIMIT, RAW
from pemilu_cover.roster.corrections.applied import AppliedCorrections
from pemilu_cover.roster.corrections.apply import apply_corrections
from pemilu_cover.roster.corrections.auto_fixes import find_auto_fixes
from pemilu_cover.roster.corrections.changes import CellChange, apply_changes
from pemilu_cover.roster.corrections.newcomers import with_newcomers
from pemilu_cover.roster.corrections.reader import is_corrections_sheet, read_corrections
from pemilu_cover.roster.fields.date_order import Fits, with_orders
from pemilu_cover.roster.fields.normalise import normalise
from pemilu_cover.roster.findings import Finding, locate, not_understood
from pemilu_cover.roster.people import Roster, collect_people
from pemilu_cover.roster.reading.reader import RosterSource, read_files
from pemilu_cover.roster.reading.sheet import RosterFile
from pemilu_cover.roster.tables.roster_table import RosterTable
from pemilu_cover.roster.tables.rows_above import Blocks


@dataclass(frozen=True)
class ValidatedRoster:
    """A roster with its findings.

    Attributes:
        frame: A row per person, normalised, with defaults applied.
        prices: The premium of each contract.
        applied_corrections: The changes by corrections files.
        auto_fixes: The changes by ``--auto-fix``.
        folded: The findings about rows that an error of their column replaces.
    """

    terms: EnrolmentTerms
    roster: Roster
    frame: pl.DataFrame
    findings: list[Finding]
    prices: PriceList
    applied_corrections: AppliedCorrections = field(default_factory=AppliedCorrections)
    auto_fixes: Sequence[CellChange] = ()
    folded: Sequence[Finding] = ()

    @cached_property
    def elections(self) -> list[Share]:
        """The elections that people belong to, with the number of people."""
        return elections.election_shares(self.frame, self.terms.book)

    @cached_property
    def excluded(self) -> list[int]:
        """The people who are insured elsewhere, by number."""
        return self.frame.filter(pl.col("excluded"))["id"].to_list()

    @cached_property
    def held_back(self) -> frozenset[int]:
        """The people who have a finding of level error, by number."""
        errors = (f for f in self.findings if f.level == "error")
        return held_back(self.frame, ((f.id, f.code, f.field) for f in errors))

    @cached_property
    def has_errors(self) -> bool:
        """Whether an error keeps anybody out or is about cells that were not read."""
        return any(finding.level == "error" for finding in self.findings)

    @property
    def enrolled(self) -> pl.DataFrame:
        """The people who can be enrolled and billed: their values, and their cells as displayed."""
        columns = self.frame.select(~cs.starts_with(RAW, CONTEXT, HAS, LIMIT))
        return enrolled(columns, self.held_back)


def validate_files(
    paths: Sequence[Path],
    options: EnrolOptions = DEFAULT_OPTIONS,
    reader: RosterSource | None = None,
    agreement: Agreement | None = None,
    book: RateBook | None = None,
) -> ValidatedRoster:
    """Read rosters and validate everybody in them; ``reader`` may have begun to read them.

    ``agreement`` and ``book`` take precedence over the files of the options.
    Raise `RefusalError` for a file that cannot be read, `RateFileError` for a rate file or agreement.
    """
    book = book or RateBook.load(options.rates)
    book.read_all()  # while other processes read the rosters
    if agreement is None:
        agreement = read_agreement(options.agreement, book) if options.agreement else Agreement()
    files = reader.files(paths) if reader else read_files(paths)
    words = column_names(agreement, options)
    roster = collect_people(refuse_corrections(files), words)
    check_column_map(options.columns, roster)
    roster = with_orders(roster, term_matcher(book))
    applied_corrections = AppliedCorrections()
    if options.corrections:
        corrections = read_corrections(options.corrections, options.rounds)
        roster, newcomers = with_newcomers(roster, corrections, words)
        frame = normalise_roster(roster, book)
        applied_corrections = apply_corrections(frame, roster.as_read, corrections, newcomers)
    roster = apply_changes(roster, applied_corrections.changes.values())
    terms = initial_terms(book, agreement, options.election)
    return validate_roster(roster, terms, options, applied_corrections=applied_corrections)


def validate_roster(
    roster: Roster,
    terms: EnrolmentTerms,
    options: EnrolOptions,
    *,
    applied_corrections: AppliedCorrections | None = None,
    above: Blocks | None = None,
) -> ValidatedRoster:
    """Validate a roster, or one batch of a roster, and apply the automatic fixes of the options.

    Args:
        roster: The people; the changes by corrections files are applied.
        terms: The terms of the run. Where they depend on dates, a whole roster elects its own main election;
            a batch uses that of the terms.
        options: The options of the run.
        applied_corrections: What corrections files changed.
        above: For a batch: the places in the batches before it. A batch skips every check that needs the
            whole roster; `enrolment.batches` runs those when all batches are validated.
    """
    validate = partial(
        _validate,
        terms=terms,
        options=options,
        applied_corrections=applied_corrections or AppliedCorrections(),
        above=above,
    )
    validated = validate(roster)
    every_finding = [*validated.findings, *validated.folded]
    fixed = find_auto_fixes(validated.frame, every_finding, options.fixes)
    if not fixed:
        return validated
    return validate(apply_changes(roster, fixed), fixed)


def _validate(
    roster: Roster,
    fixed: Sequence[CellChange] = (),
    *,
    terms: EnrolmentTerms,
    options: EnrolOptions,
    applied_corrections: AppliedCorrections,
    above: Blocks | None,
) -> ValidatedRoster:
    """Validate a roster or a batch in which all changes are applied."""
    is_whole = above is None
    frame = normalise_roster(roster, terms.book, above)
    by_dates = elections.by_dates(frame, terms.book, terms.agreement) if terms.by_dates else None
    if by_dates is not None and is_whole:
        terms = terms_by_dates(elections.count_by_election(by_dates), terms.book, terms.agreement)
    frame = elections.with_elections(frame, by_dates, terms.election.id)
    frame = apply_defaults(frame, terms.rules)
    violations = [*people_notices(frame), *change_notices(applied_corrections, fixed)]
    rows: Violations = list(fast_screen.check_rows(frame, terms.rules))
    folded: Violations = []
    if is_whole:
        violations += column_guesses.check_columns(roster)
        rows, folded, columns = _fold_into_column_errors(frame, rows, roster.tables)
        violations += columns
    violations += rows
    held_back_by = partial(people_held_back, frame, strict=options.strict)
    prices = PriceList(terms.agreement, terms.book)
    contracts = frame.select("id", "excluded", *KEY)
    violations += prices.gaps(enrolled(contracts, held_back_by(violations)))
    if is_whole:
        violations += between_rows(frame, violations, terms.rules, held_back_by)
    findings = [
        *applied_corrections.lost,
        *not_understood(roster),
        *locate(roster, violations, strict=options.strict),
    ]
    return ValidatedRoster(
        terms, roster, frame, findings, prices, applied_corrections, fixed, locate(roster, folded)
    )


def _fold_into_column_errors(
    frame: pl.DataFrame, rows: Violations, tables: Sequence[RosterTable]
) -> tuple[Violations, Violations, Violations]:
    """Return the violations of rows, those that an error of their column replaces, and these errors."""
    counts = column_contradictions.counts(frame, rows)
    errors = [
        *column_guesses.column_errors(tables),
        *column_contradictions.column_faults(counts, tables),
    ]
    rows, folded = column_contradictions.fold(rows, frame["table"], errors)
    return rows, folded, list(column_contradictions.at_first_people(frame, errors))


def refuse_corrections(files: list[RosterFile]) -> list[RosterFile]:
    """Refuse a corrections file among rosters: it holds nobody new."""
    for file in files:
        if any(is_corrections_sheet(sheet) for sheet in file.sheets):
            raise RefusalError("is-corrections", file=file.label)
    return files


def normalise_roster(roster: Roster, book: RateBook, above: Blocks | None = None) -> pl.DataFrame:
    """Read what was typed in a roster, with the roles that the rate book knows."""
    units = {code: role.unit for code, role in book.roles.roles.items()}
    return normalise(roster.frame, book.roles.find, units, above)


def term_matcher(book: RateBook) -> Fits:
    """Return how well the days from one to another fit somebody of a role, over all elections.

    3: they are a whole term; 2: they lie within one; 1: within one of an election that was held in some
    regions only; 0: in none. Of a role that is not known, only the days of a whole term are sure.
    """
    elections = book.elections.values()
    terms = [(election, code) for election in elections for code in election.roles]
    whole = {
        (code, term.start, term.end)
        for election, code in terms
        if (term := election.role(code).term)
    }
    of_any_role = {(first, last) for _, first, last in whole}

    def fits(role: str, first: date, last: date) -> int:
        code = book.roles.find(role)
        if code is None:
            return 3 if (first, last) in of_any_role else 0
        if (code, first, last) in whole:
            return 3
        covering = (election for election in elections if election.covers(code, first, last))
        return max((1 if election.regional else 2 for election in covering), default=0)

    return fits
