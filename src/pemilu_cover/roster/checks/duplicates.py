"""One NIK on several rows: the same contract again, two contracts of one person, or two people.

Whether rows are of one person is decided by `identity_evidence`, independently of any other finding. Which of
the rows of one contract is enrolled is not: a row that is held back anyway must not hold back a good one. So
`identities` comes first, and `repetitions` last, when all other findings of every row exist.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import combinations, islice
from typing import Any

import polars as pl

from pemilu_cover.i18n.text import LocalizedText, localize, localized_list, verbatim
from pemilu_cover.roster.checks import identity_evidence
from pemilu_cover.roster.checks.identity_evidence import Verdict
from pemilu_cover.roster.checks.role_limits import ValidationRules
from pemilu_cover.roster.findings import Violation
from pemilu_cover.values.nik import LENGTH

# The codes of findings that a shared NIK may be another person's.
SHARED_NIK = ("nik-two-people", "nik-one-or-two")
# The compared columns.
COLUMNS = ("nik", "election", "role", "start", "end", *identity_evidence.COLUMNS)
_MOST_PLACES = 3
# The names of cells in which two rows differ.
_CELL_NAMES = {
    "birth_date": localize("findings.birth-date"),
    "birth_place": localize("findings.birthplace"),
    "mother": localize("findings.mother-name"),
    "sex": localize("findings.sex"),
}

Row = Mapping[str, Any]
Group = Sequence[Row]


def nik_groups(frame: pl.DataFrame) -> list[Group]:
    """Return the rows of each NIK that more than one row has, in the order of the roster.

    ``frame`` has everybody, with defaults applied. Excluded rows, and invalid numbers of 15 or 17 digits, are
    not compared.
    not compared.
    """
    people = frame.filter(~pl.col("excluded") & has_sure_nik())
    shared = people.filter(pl.col("nik").is_duplicated())
    groups: dict[str, list[Row]] = {}
    for row in shared.select("id", "file", "sheet", "row", *COLUMNS).iter_rows(named=True):
        groups.setdefault(row["nik"], []).append(row)
    return list(groups.values())


def identities(groups: Sequence[Group], sources: Sequence[str]) -> Iterator[tuple[int, Violation]]:
    """Yield an error for each row whose NIK is, or may be, another person's, too.

    ``sources`` has the columns of `distinguishing_columns`, which a place names.
    """
    for rows in groups:
        worst = _verdict_of(rows)
        if worst is Verdict.ONE:
            continue
        for row in rows:
            conflicting = (
                candidate
                for candidate in rows
                if identity_evidence.verdict(row, candidate) is not Verdict.ONE
            )
            rivals = list(islice(conflicting, _MOST_PLACES + 1)) or rows
            detail: dict[str, object] = {"others": describe_locations(rivals, sources)}
            if worst is Verdict.TWO:
                yield row["id"], Violation("nik-two-people", "nik", detail)
            else:
                detail["cells"] = _contradictory(row, rivals[0])
                yield row["id"], Violation("nik-one-or-two", "nik", detail)


def repetitions(
    groups: Sequence[Group],
    held_back: Collection[int],
    rules: ValidationRules,
    sources: Sequence[str],
) -> Iterator[tuple[int, Violation]]:
    """Yield the findings about one person on several rows.

    Of several rows of one contract the first that is not in ``held_back`` is enrolled, where there is one: a
    row is an error only because of an enrolled one. Contracts of other roles at the same time are a warning;
    terms of one role that do not overlap are contracts of their own.
    """
    for rows in groups:
        if _verdict_of(rows) is not Verdict.ONE:
            continue
        distinct: list[Row] = []
        for row in sorted(rows, key=partial(_preference, held_back=held_back, rules=rules)):
            same = [first for first in distinct if _is_one_contract(row, first, rules)]
            if same:
                yield (
                    row["id"],
                    Violation("duplicate", "nik", {"others": describe_locations(same, sources)}),
                )
            else:
                distinct.append(row)
        yield from _two_roles(sorted(distinct, key=_number), rules, sources)


def billed_civil_servants(
    frame: pl.DataFrame, civil_servants: Collection[int], sources: Sequence[str] | None = None
) -> Iterator[tuple[int, Violation]]:
    """Yield a warning for each billed row whose NIK is also on a row of the civil servants."""
    people = frame.filter(has_sure_nik())
    marked = people.filter(pl.col("id").is_in(sorted(civil_servants)))
    billed = people.filter(~pl.col("excluded")).join(marked, on="nik", how="semi")
    rows = marked.join(billed, on="nik", how="semi").select("nik", "file", "sheet", "row")
    by_nik: dict[str, list[Row]] = {}
    for row in rows.iter_rows(named=True):
        by_nik.setdefault(row["nik"], []).append(row)
    sources = distinguishing_columns(frame) if sources is None else sources
    for number, nik in billed.select("id", "nik").iter_rows():
        yield (
            number,
            Violation("asn-billed", "nik", {"others": describe_locations(by_nik[nik], sources)}),
        )


def has_sure_nik() -> pl.Expr:
    """Return whether the NIK has all its digits; a number that Excel has truncated is invalid."""
    return (pl.col("nik").str.len_chars() == LENGTH) & ~pl.col("nik_is_number")


def _verdict_of(rows: Group) -> Verdict:
    """Return the verdict on all rows of a NIK: that on the two which differ most."""
    distinct = {tuple(row[name] for name in identity_evidence.COLUMNS): row for row in rows}
    worst = Verdict.ONE
    for first, second in combinations(distinct.values(), 2):
        verdict = identity_evidence.verdict(first, second)
        if verdict is Verdict.TWO:
            return verdict
        worst = verdict if verdict is Verdict.UNCERTAIN else worst
    return worst


def _contradictory(first: Row, second: Row) -> LocalizedText:
    """Return the names of the cells in which two rows differ that should be equal."""
    contradicting = identity_evidence.evidence(first, second).contradicts
    return localized_list(
        cell_name for name, cell_name in _CELL_NAMES.items() if name in contradicting
    )


def _number(row: Row) -> int:
    return int(row["id"])


def _preference(
    row: Row, held_back: Collection[int], rules: ValidationRules
) -> tuple[bool, bool, int]:
    """Return the sort key of rows of one contract: good ones, of this election, come first."""
    return row["id"] in held_back, _is_outside_term(row, rules), row["id"]


def _is_outside_term(row: Row, rules: ValidationRules) -> bool:
    """Return whether a contract begins or ends on a day that the election does not have for the role."""
    rule = rules.of(row["election"]).roles.get(row["role"])
    if rule is None:
        return False
    start, end = row["start"], row["end"]
    early = start is not None and rule.earliest is not None and start < rule.earliest
    return early or (end is not None and rule.latest is not None and end > rule.latest)


def _is_one_contract(first: Row, second: Row, rules: ValidationRules) -> bool:
    """Return whether two rows of one person are of one contract.

    Terms that do not overlap are two: the bodies of 2020 stopped in March and began again in June, and staff
    have a contract for each year. A contract outside the election's term is the same with a slip in the year,
    if it has the days of one inside the term.
    """
    if first["role"] != second["role"]:
        return False
    if _overlap(first, second):
        return True
    same_days = all(
        _day_of_year(first[day]) == _day_of_year(second[day]) for day in ("start", "end")
    )
    return same_days and _is_outside_term(first, rules) != _is_outside_term(second, rules)


def _day_of_year(day: date) -> tuple[int, int]:
    return day.month, day.day


def _two_roles(
    distinct: Sequence[Row], rules: ValidationRules, sources: Sequence[str]
) -> Iterator[tuple[int, Violation]]:
    for first, second in combinations(distinct, 2):
        if first["role"] == second["role"] or not (first["role"] and second["role"]):
            continue
        if not _overlap(first, second):
            continue
        for row, colleague in ((first, second), (second, first)):
            role = rules.roles[colleague["role"]].name
            yield (
                row["id"],
                Violation(
                    "two-roles",
                    "role",
                    {"role": role, "others": describe_locations([colleague], sources)},
                ),
            )


def _overlap(first: Row, second: Row) -> bool:
    """Return whether two terms overlap; one without two days in order is unlimited."""
    if not all(
        row["start"] and row["end"] and row["start"] <= row["end"] for row in (first, second)
    ):
        return True
    return bool(first["start"] <= second["end"] and second["start"] <= first["end"])


def distinguishing_columns(frame: pl.DataFrame) -> list[str]:
    """Return the columns that a place names in this run: file and sheet only where there is more than one."""
    return [column for column in ("file", "sheet") if frame[column].n_unique() > 1]


def describe_locations(rows: Sequence[Row], sources: Sequence[str]) -> LocalizedText:
    """Return the first rows, each as short as the run allows: "plered.xlsx, KPPS, baris 3"."""
    places = localized_list((_location(row, sources) for row in rows[:_MOST_PLACES]), "; ")
    return localize("findings.and-more", places=places) if len(rows) > _MOST_PLACES else places


def _location(row: Row, sources: Sequence[str]) -> LocalizedText:
    names = (verbatim(row[column]) for column in sources)
    return localized_list([*names, localize("words.row", row=row["row"])])
