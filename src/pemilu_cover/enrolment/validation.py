"""Reading and validating rosters: what `enrol` and `check` have in common, up to the findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import polars as pl

from pemilu_cover.enrolment import elections
from pemilu_cover.enrolment.elections import Share
from pemilu_cover.enrolment.eligibility import (
    between_rows,
    enrolled,
    held_back,
    unpriced,
)
from pemilu_cover.enrolment.notices import change_notices, people_notices
from pemilu_cover.enrolment.options import (
    DEFAULT_OPTIONS,
    EnrolOptions,
    check_column_map,
    column_names,
)
from pemilu_cover.enrolment.pricing import PriceList
from pemilu_cover.enrolment.terms import EnrolmentTerms, build_rules, resolve_terms
from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.law.agreement import Agreement, read_agreement
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.roster.checks import column_contradictions, column_guesses, fast_screen
from pemilu_cover.roster.checks.role_limits import (
    ValidationRules,
    apply_defaults,
)
from pemilu_cover.roster.corrections.applied import AppliedCorrections
from pemilu_cover.roster.corrections.apply import apply_corrections
from pemilu_cover.roster.corrections.auto_fixes import find_auto_fixes
from pemilu_cover.roster.corrections.changes import (
    CellChange,
    apply_changes,
)
from pemilu_cover.roster.corrections.newcomers import with_newcomers
from pemilu_cover.roster.corrections.reader import is_corrections_sheet, read_corrections
from pemilu_cover.roster.fields.date_order import Fits, with_orders
from pemilu_cover.roster.fields.normalise import normalise
from pemilu_cover.roster.findings import Finding, locate, not_understood
from pemilu_cover.roster.people import Roster, collect_people
from pemilu_cover.roster.reading.reader import ParallelReader, read_files
from pemilu_cover.roster.reading.sheet import RosterFile
from pemilu_cover.roster.tables.rows_above import Blocks


@dataclass(frozen=True)
class ValidatedRoster:
    """A roster with its findings. ``frame`` has a row per person, read and settled.

    ``returned`` has the changes by corrections files, ``fixed`` those by ``--auto-fix``. ``prices`` has the
    premium of each contract. ``folded`` are the findings about rows for which an error of their column
    stands.
    """

    terms: EnrolmentTerms
    roster: Roster
    frame: pl.DataFrame
    findings: list[Finding]
    prices: PriceList
    returned: AppliedCorrections = field(default_factory=AppliedCorrections)
    fixed: Sequence[CellChange] = ()
    folded: Sequence[Finding] = ()

    @cached_property
    def elections(self) -> list[Share]:
        """The elections that people belong to, each with its number."""
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
        """Whether anything is to be mended before everybody has cover."""
        return any(finding.level == "error" for finding in self.findings)

    @property
    def enrolled(self) -> pl.DataFrame:
        """The people who can be enrolled and billed."""
        return enrolled(self.frame, self.held_back)


def validate_files(
    paths: Sequence[Path],
    asked: EnrolOptions = DEFAULT_OPTIONS,
    reading: ParallelReader | None = None,
) -> ValidatedRoster:
    """Read rosters, where ``reading`` has not begun to, and judge everybody in them.

    Raise `RefusalError` for a file that cannot be read, `RateFileError` for a rate file or agreement.
    """
    book = RateBook.load(asked.rates)
    agreement = read_agreement(asked.agreement, book) if asked.agreement else Agreement()
    files = reading.files(paths) if reading else read_files(paths)
    words = column_names(agreement, asked)
    roster = collect_people(_no_corrections(files), words)
    check_column_map(asked.columns, roster)
    roster = with_orders(roster, term_matcher(book))
    returned = AppliedCorrections()
    if asked.corrections:
        corrections = read_corrections(asked.corrections, asked.rounds)
        roster, newcomers = with_newcomers(roster, corrections, words)
        frame = normalise_roster(roster, book)
        returned = apply_corrections(frame, roster.as_read, corrections, newcomers)
    roster = apply_changes(roster, returned.changes.values())
    judged = _validate(roster, book, agreement, asked, returned=returned)
    fixed = find_auto_fixes(judged.frame, [*judged.findings, *judged.folded], asked.fixes)
    if not fixed:
        return judged
    roster = apply_changes(roster, fixed)
    return _validate(roster, book, agreement, asked, returned=returned, fixed=fixed)


def _validate(
    roster: Roster,
    book: RateBook,
    agreement: Agreement,
    asked: EnrolOptions,
    *,
    returned: AppliedCorrections,
    fixed: Sequence[CellChange] = (),
) -> ValidatedRoster:
    """Judge a roster in which all changes count."""
    frame = normalise_roster(roster, book)
    terms, found = resolve_terms(frame, book, agreement, asked)
    rules = build_rules(terms)
    frame = apply_defaults(elections.with_elections(frame, found, terms.election.id), rules)
    faults = [
        *people_notices(frame),
        *change_notices(returned, fixed),
        *column_guesses.check_columns(roster),
    ]
    rows = list(fast_screen.check_rows(frame, rules))
    counts = column_contradictions.counts(frame, rows)
    errors = [
        *column_guesses.column_errors(roster.tables),
        *column_contradictions.column_faults(counts, roster.tables),
    ]
    rows, folded = column_contradictions.fold(rows, frame["table"], errors)
    faults += [*column_contradictions.at_first_people(frame, errors), *rows]
    prices = PriceList(agreement, book)
    faults += unpriced(frame, faults, prices, strict=asked.strict)
    faults += between_rows(frame, faults, rules, strict=asked.strict)
    findings = [
        *returned.lost,
        *not_understood(roster),
        *locate(roster, faults, strict=asked.strict),
    ]
    return ValidatedRoster(
        terms, roster, frame, findings, prices, returned, fixed, locate(roster, folded)
    )


def validate_batch(
    roster: Roster,
    terms: EnrolmentTerms,
    rules: ValidationRules,
    above: Blocks,
    *,
    fixes: Sequence[str] = (),
    strict: bool,
) -> ValidatedRoster:
    """Validate a batch by all rules about one row, with the ``rules`` of the terms, and apply fixes.

    ``above`` are the places that the batches before it name. Rules about several rows (one NIK twice, a unit
    with too many people) are checked when all batches are there.
    """
    validated = _validate_rows(roster, terms, rules, above, strict=strict)
    fixed = find_auto_fixes(validated.frame, validated.findings, fixes)
    if not fixed:
        return validated
    return _validate_rows(apply_changes(roster, fixed), terms, rules, above, fixed, strict=strict)


def _validate_rows(
    roster: Roster,
    terms: EnrolmentTerms,
    rules: ValidationRules,
    above: Blocks,
    fixed: Sequence[CellChange] = (),
    *,
    strict: bool,
) -> ValidatedRoster:
    frame = normalise_roster(roster, terms.book, above)
    found = elections.by_dates(frame, terms.book, terms.agreement) if terms.by_dates else None
    frame = apply_defaults(elections.with_elections(frame, found, terms.election.id), rules)
    unchanged = AppliedCorrections()
    faults = [
        *people_notices(frame),
        *change_notices(unchanged, fixed),
        *fast_screen.check_rows(frame, rules),
    ]
    prices = PriceList(terms.agreement, terms.book)
    faults += unpriced(frame, faults, prices, strict=strict)
    findings = locate(roster, faults, strict=strict)
    return ValidatedRoster(terms, roster, frame, findings, prices, unchanged, fixed)


def _no_corrections(files: list[RosterFile]) -> list[RosterFile]:
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
