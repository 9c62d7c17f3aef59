"""One NIK on several rows: the same contract again, two contracts of one person, or two people.

Whether rows are of one person is `evidence`'s to say, and does not depend on any other finding. Which of the
rows of one contract is kept does: a row that is kept out anyway must not keep out a good one. So
`identities` is asked first, and `repetitions` last, when everything else is known of every row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import combinations, islice
from typing import Any

import polars as pl

from pemilu_cover.i18n.text import LocalizedText, localize, localized_list
from pemilu_cover.roster.checks import identity_evidence
from pemilu_cover.roster.checks.identity_evidence import Verdict
from pemilu_cover.roster.checks.role_limits import ValidationRules
from pemilu_cover.roster.findings import Violation
from pemilu_cover.values.nik import LENGTH

# The codes of findings by which somebody who shares a NIK may be another person.
SHARED_NIK = ("nik-two-people", "nik-one-or-two")
# What is compared.
COLUMNS = ("nik", "election", "role", "start", "end", *identity_evidence.COLUMNS)
_MOST_PLACES = 3
# What a question calls the cells in which two rows differ.
_CALLED = {
    "birth_date": localize("findings.birth-date"),
    "birth_place": localize("findings.birthplace"),
    "mother": localize("findings.mother-s-name"),
    "sex": localize("findings.sex"),
}

Row = Mapping[str, Any]
Group = Sequence[Row]


def nik_groups(frame: pl.DataFrame) -> list[Group]:
    """Return the rows of each NIK that more than one row has, in the order of the roster.

    ``frame`` is everybody, settled. Excluded rows, and numbers of 15 or 17 digits, which are nobody's, are
    not compared.
    """
    people = frame.filter(~pl.col("excluded") & has_sure_nik())
    shared = people.filter(pl.col("nik").is_duplicated())
    groups: dict[str, list[Row]] = {}
    for row in shared.select("id", "file", "sheet", "row", *COLUMNS).iter_rows(named=True):
        groups.setdefault(row["nik"], []).append(row)
    return list(groups.values())


def identities(groups: Sequence[Group], sources: Sequence[str]) -> Iterator[tuple[int, Violation]]:
    """Yield an error for each row whose NIK is another person's, too, or may be.

    ``sources`` is what a place must name, as `distinguishing_columns` tells.
    """
    for rows in groups:
        worst = _verdict_of(rows)
        if worst is Verdict.ONE:
            continue
        for row in rows:
            doubted = (
                other for other in rows if identity_evidence.verdict(row, other) is not Verdict.ONE
            )
            others = list(islice(doubted, _MOST_PLACES + 1)) or rows
            detail: dict[str, object] = {"others": describe_locations(others, sources)}
            if worst is Verdict.TWO:
                yield row["id"], Violation("nik-two-people", "nik", detail)
            else:
                detail["cells"] = _contradictory(row, others[0])
                yield row["id"], Violation("nik-one-or-two", "nik", detail)


def repetitions(
    groups: Sequence[Group],
    held_back: Collection[int],
    rules: ValidationRules,
    sources: Sequence[str],
) -> Iterator[tuple[int, Violation]]:
    """Yield what follows where one person is on several rows.

    Of several rows of one contract the first stays that is not in ``held_back``, where there is one: a row is
    an error only because of one that is itself enrolled. Contracts of other roles at the same time are a
    warning; terms of one role that do not overlap are contracts of their own.
    """
    for rows in groups:
        if _verdict_of(rows) is not Verdict.ONE:
            continue
        kept: list[Row] = []
        for row in sorted(rows, key=partial(_preference, held_back=held_back, rules=rules)):
            same = [other for other in kept if _is_one_contract(row, other, rules)]
            if same:
                yield (
                    row["id"],
                    Violation("duplicate", "nik", {"others": describe_locations(same, sources)}),
                )
            else:
                kept.append(row)
        yield from _two_roles(sorted(kept, key=_number), rules, sources)


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
    """Return whether the NIK has all its digits; a number that Excel has cut is nobody's."""
    return (pl.col("nik").str.len_chars() == LENGTH) & ~pl.col("nik_is_number")


def _verdict_of(rows: Group) -> Verdict:
    """Return the verdict on all rows of a NIK: that on the two which differ most."""
    distinct = {tuple(row[name] for name in identity_evidence.COLUMNS): row for row in rows}
    found = Verdict.ONE
    for one, other in combinations(distinct.values(), 2):
        verdict = identity_evidence.verdict(one, other)
        if verdict is Verdict.TWO:
            return verdict
        found = verdict if verdict is Verdict.ASKED else found
    return found


def _contradictory(one: Row, other: Row) -> LocalizedText:
    """Name the cells in which two rows differ that should be equal."""
    found = identity_evidence.evidence(one, other).contradicts
    return localized_list(called for name, called in _CALLED.items() if name in found)


def _number(row: Row) -> int:
    return int(row["id"])


def _preference(
    row: Row, held_back: Collection[int], rules: ValidationRules
) -> tuple[bool, bool, int]:
    """Return the order in which rows of one contract are kept: good ones, of this election, the first."""
    return row["id"] in held_back, _is_outside_term(row, rules), row["id"]


def _is_outside_term(row: Row, rules: ValidationRules) -> bool:
    """Return whether a contract begins or ends on a day that the election does not have for the role."""
    rule = rules.of(row["election"]).roles.get(row["role"])
    if rule is None:
        return False
    start, end = row["start"], row["end"]
    early = start is not None and rule.earliest is not None and start < rule.earliest
    return early or (end is not None and rule.latest is not None and end > rule.latest)


def _is_one_contract(one: Row, other: Row, rules: ValidationRules) -> bool:
    """Return whether two rows of one person are of one contract.

    Terms that do not overlap are two: the bodies of 2020 stopped in March and began again in June, and staff
    have a contract for each year. One that an election does not have, on the same days of another year than
    one that it has, is the same with a slip in the year.
    """
    if one["role"] != other["role"]:
        return False
    if _overlap(one, other):
        return True
    same_days = all(_day_of_year(one[day]) == _day_of_year(other[day]) for day in ("start", "end"))
    return same_days and _is_outside_term(one, rules) != _is_outside_term(other, rules)


def _day_of_year(day: date) -> tuple[int, int]:
    return day.month, day.day


def _two_roles(
    kept: Sequence[Row], rules: ValidationRules, sources: Sequence[str]
) -> Iterator[tuple[int, Violation]]:
    for one, other in combinations(kept, 2):
        if one["role"] == other["role"] or not (one["role"] and other["role"]):
            continue
        if not _overlap(one, other):
            continue
        for row, second in ((one, other), (other, one)):
            role = rules.roles[second["role"]].name
            yield (
                row["id"],
                Violation(
                    "two-roles",
                    "role",
                    {"role": role, "others": describe_locations([second], sources)},
                ),
            )


def _overlap(one: Row, other: Row) -> bool:
    """Return whether two terms overlap; one without two days in order is taken to last all the time."""
    if not all(row["start"] and row["end"] and row["start"] <= row["end"] for row in (one, other)):
        return True
    return bool(one["start"] <= other["end"] and other["start"] <= one["end"])


def distinguishing_columns(frame: pl.DataFrame) -> list[str]:
    """Return what a place must name in this run: file and sheet only where there is more than one."""
    return [column for column in ("file", "sheet") if frame[column].n_unique() > 1]


def describe_locations(rows: Sequence[Row], sources: Sequence[str]) -> LocalizedText:
    """Name the first rows, each as shortly as the run allows: "plered.xlsx, KPPS, baris 3"."""
    more = " …" if len(rows) > _MOST_PLACES else ""

    def listed(word: str) -> str:
        named = ([*(row[column] for column in sources), f"{word} {row['row']}"] for row in rows)
        return "; ".join(map(", ".join, list(named)[:_MOST_PLACES])) + more

    return LocalizedText(listed("baris"), listed("row"))
