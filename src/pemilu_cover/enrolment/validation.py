"""Reading and validating rosters: what `enrol` and `check` have in common, up to the findings.

The elections of the law become plain rules here, so that `law` and `roster` need not know each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import polars as pl

from pemilu_cover.enrolment import elections
from pemilu_cover.enrolment.elections import BY_AGREEMENT, BY_OPTION, Share
from pemilu_cover.enrolment.eligibility import (
    between_rows,
    enrolled,
    held_back,
    unpriced,
    without_column,
)
from pemilu_cover.enrolment.pricing import PriceList
from pemilu_cover.explain.law_text import find_election
from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.i18n.text import LocalizedText
from pemilu_cover.law.agreement import Agreement, read_agreement
from pemilu_cover.law.elections import Election
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.rate_files import RateFileError
from pemilu_cover.law.wage_bounds import likely_wage, wage_bounds
from pemilu_cover.roster.checks import column_contradictions, column_guesses, fast_screen
from pemilu_cover.roster.checks.role_limits import (
    ElectionRules,
    RoleLimits,
    ValidationRules,
    apply_defaults,
)
from pemilu_cover.roster.corrections.applied import AppliedCorrections
from pemilu_cover.roster.corrections.apply import apply_corrections
from pemilu_cover.roster.corrections.auto_fixes import SAYS, find_auto_fixes
from pemilu_cover.roster.corrections.changes import (
    CORRECTED,
    STRUCK,
    SUCCEEDED,
    CellChange,
    apply_changes,
)
from pemilu_cover.roster.corrections.newcomers import with_newcomers
from pemilu_cover.roster.corrections.reader import is_corrections_sheet, read_corrections
from pemilu_cover.roster.fields.date_order import Fits, with_orders
from pemilu_cover.roster.fields.normalise import normalise
from pemilu_cover.roster.fields.remarks import unread_remarks
from pemilu_cover.roster.findings import Finding, Violation, locate, not_understood
from pemilu_cover.roster.people import Roster, collect_people
from pemilu_cover.roster.reading.reader import ParallelReader, read_files
from pemilu_cover.roster.reading.sheet import RosterFile
from pemilu_cover.roster.tables.column_names import (
    ColumnNames,
    UnknownFieldError,
    accepted_headers,
    fields,
    resolve_field,
)
from pemilu_cover.roster.tables.rows_above import Blocks
from pemilu_cover.values.text import normal_form

# The fields that an election fills where a roster is silent.
_DEFAULTED = ("wage", "start", "end")


@dataclass(frozen=True)
class EnrolOptions:
    """What the office asks of a run, beside the rosters.

    ``columns`` gives a field for the header of a column (``--column``); ``corrections`` are corrections files
    that were filled in, or folders of them, and ``rounds`` the round of each that an earlier result has
    kept; ``fixes`` are codes of `pemilu_cover.roster.corrections.auto_fixes.FIXES`. With ``strict`` every
    warning is an error.
    """

    agreement: Path | None = None
    election: str | None = None
    rates: Path | None = None
    strict: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    corrections: Sequence[Path] = ()
    fixes: Sequence[str] = ()
    rounds: Mapping[Path, int] = field(default_factory=dict)


DEFAULT_OPTIONS = EnrolOptions()


@dataclass(frozen=True)
class EnrolmentTerms:
    """What a run is judged and priced by: the rate book, the agreement, the election and why it.

    With ``by_dates`` each contract belongs to the election that its dates tell, and ``election`` is that of
    all others; else ``election`` is everybody's.
    """

    book: RateBook
    agreement: Agreement
    election: Election
    election_because: LocalizedText
    by_dates: bool = False


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
        *_told(frame),
        *_changes_told(returned, fixed),
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
        *_told(frame),
        *_changes_told(unchanged, fixed),
        *fast_screen.check_rows(frame, rules),
    ]
    prices = PriceList(terms.agreement, terms.book)
    faults += unpriced(frame, faults, prices, strict=strict)
    findings = locate(roster, faults, strict=strict)
    return ValidatedRoster(terms, roster, frame, findings, prices, unchanged, fixed)


def resolve_terms(
    frame: pl.DataFrame, book: RateBook, agreement: Agreement, asked: EnrolOptions
) -> tuple[EnrolmentTerms, pl.Series | None]:
    """Return what a normalised frame is judged by, and the elections to which its dates point.

    The second is None where the election is named.
    """
    if named := named_terms(book, agreement, asked.election):
        return named, None
    found = elections.by_dates(frame, book, agreement)
    return terms_by_dates(elections.counted(found), book, agreement), found


def named_terms(book: RateBook, agreement: Agreement, asked: str | None) -> EnrolmentTerms | None:
    """Return the terms of the election that was named, by the option before the agreement, or None."""
    if asked is not None:
        return EnrolmentTerms(book, agreement, find_election(asked, book), BY_OPTION)
    if agreement.election is not None:
        return EnrolmentTerms(book, agreement, book.elections[agreement.election], BY_AGREEMENT)
    return None


def terms_by_dates(
    contracts: Mapping[str, int], book: RateBook, agreement: Agreement
) -> EnrolmentTerms:
    """Return the terms of a run in which each election has so many contracts by their dates."""
    main, because = elections.main_election(contracts, book)
    return EnrolmentTerms(book, agreement, main, because, by_dates=True)


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


def column_names(agreement: Agreement, asked: EnrolOptions) -> ColumnNames:
    """Return the words for columns: those of the agreement, and over them those of the run."""
    kept = {}
    for header, name in agreement.columns.items():
        try:
            kept[header] = resolve_field(name)
        except UnknownFieldError as error:
            assert asked.agreement is not None  # noqa: S101  else there are no columns
            near = f"; did you mean {error.close[0]!r}?" if error.close else ""
            raise RateFileError(
                asked.agreement, f"columns.{header}", f"{name!r} is no column of a roster{near}"
            ) from error
    return ColumnNames({**kept, **asked.columns})


def check_column_map(columns: Mapping[str, str], roster: Roster) -> None:
    """Refuse a ``--column`` that no table has a column for: it is a typing fault."""
    used = {
        normal_form(table.header.labels.get(name, ""))
        for table in roster.tables
        for name in table.header.columns
    }
    for header in columns:
        if normal_form(header) not in used:
            unknown = {label for t in roster.tables for label in t.header.unmapped.values()}
            raise RefusalError(
                "map-unused", column=header, unused=", ".join(sorted(unknown)) or "–"
            )


def build_rules(terms: EnrolmentTerms) -> ValidationRules:
    """Turn what the elections and the agreement say into rules for a roster."""
    named = terms.book.elections.values() if terms.by_dates else [terms.election]
    return ValidationRules(
        {election.id: _rules_in(election, terms) for election in named}, terms.election.id
    )


def _rules_in(election: Election, terms: EnrolmentTerms) -> ElectionRules:
    """Turn what one election and the agreement say into rules."""
    book = terms.book
    rules = {}
    for code, role in book.roles.roles.items():
        said, fixed = election.role(code), terms.agreement.role(code)
        pay, term, age, count = said.honorarium, said.term, said.age, said.per_unit
        earliest, latest = term.window if term else (None, None)
        wages = wage_bounds(code, election, book)
        rules[code] = RoleLimits(
            name=role.name,
            known=code in election.roles,
            civil_servant=role.asn == "always",
            ceiling=wages.high,
            floor=wages.low,
            least_wage=wages.least,
            earliest=earliest,
            latest=latest,
            youngest=age.min if age else None,
            oldest=age.max if age else None,
            wage=pay.amount_sen if pay else None,
            start=term.start if term else None,
            end=term.end if term else None,
            fixed_wage=fixed.wage,
            fixed_start=fixed.start,
            fixed_end=fixed.end,
            body=role.body,
            family=role.family,
            # Who is a civil servant as a rule may rightly be missing: nobody insures him here.
            least=count.min if count and role.asn == "never" else None,
            most=count.max if count else None,
            wage_law=pay.law if pay else "",
            term_law=term.law if term else "",
            count_law=count.law if count else "",
        )
    return ElectionRules(
        election.name,
        election.voting_day,
        int(book.plausibility.longest_contract_months.value),
        rules,
        book.roles.meanings,
        book.roles.nearest,
        likely_wage,
    )


def _told(frame: pl.DataFrame) -> list[tuple[int, Violation]]:
    """Tell of people who are not judged as the others are: civil servants, returning members."""
    by = pl.col("civil_servant_by").fill_null("role")
    excluded = frame.filter(pl.col("excluded") & ~pl.col("struck")).select("id", by)
    returning = frame.filter(~pl.col("excluded") & pl.col("kpj").is_not_null())["id"]
    return [
        *((number, Violation("asn-excluded", name, {})) for number, name in excluded.iter_rows()),
        *((number, Violation("kpj-returning", "kpj", {})) for number in returning),
        *_missing_columns(frame),
        *unread_remarks(frame),
    ]


def _changes_told(
    returned: AppliedCorrections, fixed: Sequence[CellChange]
) -> Iterator[tuple[int, Violation]]:
    """Tell of each cell that counts otherwise than as it was typed; what was empty is only counted."""
    yield from returned.faults
    for change in returned.changes.values():
        if change.field == STRUCK and change.origin:
            at = change.origin
            where = f"{at.file}, {at.sheet}!{at.cell or at.row}"
            code = "replaced-out" if change.because == SUCCEEDED else "struck-out"
            yield change.id, Violation(code, "no", {"where": where})
        elif change.because == CORRECTED:
            yield change.id, Violation("corrected", change.field, {})
    for change in fixed:
        yield (
            change.id,
            Violation("fixed", change.field, {"fix": change.because, "why": SAYS[change.because]}),
        )


def people_without_columns(frame: pl.DataFrame) -> dict[str, int]:
    """Count, by field, the people for whom a default stands in, since their table lacks the column."""
    counts = frame.select(without_column(name).sum().alias(name) for name in _DEFAULTED)
    return {name: count for name, count in counts.row(0, named=True).items() if count}


def missing_column(name: str, people: int) -> dict[str, object]:
    """Return what the finding about a missing column says: its title, headers that are known, people."""
    return {
        "title": fields()[name].title,
        "headers": accepted_headers(name),
        "people": people,
    }


def _missing_columns(frame: pl.DataFrame) -> Iterator[tuple[int, Violation]]:
    """Tell once for each table, at its first person, which column it lacks and a default stood in."""
    for name in _DEFAULTED:
        filled = frame.filter(without_column(name))
        tables = filled.group_by("table", maintain_order=True).agg(pl.col("id").first(), pl.len())
        for _, number, people in tables.iter_rows():
            yield number, Violation("column-missing", name, missing_column(name, people))
