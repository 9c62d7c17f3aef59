"""Columns whose cells contradict their header: one error of the column, instead of one for each row.

If the sexes of a third of a table differ from the NIKs, they are no typing errors: the column was sorted
alone, has slipped, or holds another field. Nobody is enrolled on such a column.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import polars as pl

from pemilu_cover.i18n.text import localize
from pemilu_cover.roster.findings import Violation
from pemilu_cover.roster.tables.roster_table import RosterTable

# In real rosters one row in fifty has a mistyped sex or birth date: of nine people, three by chance would
# be one table in a thousand. Fewer may be chance in a small table; a smaller share may be in a large one.
_FEWEST, _LARGE_PART = 3, 3
_MANY, _PART = 5, 5
# Unknown offices hold their people back one by one; only a column of nothing else is not one of offices.
_UNKNOWN_PART = 0.8
# A cell that is no name holds its person back; a column with half of them is one of something else.
_ODD_PART = 0.5
_NIK = localize("findings.field-nik")
_OFFICES = localize("findings.list-of-roles")
_NAMES = localize("findings.form-of-names")
_COMPARED_WITH = {"sex": _NIK, "birth_date": _NIK, "role": _OFFICES, "name": _NAMES}
# A date in the place of a name is parsed as no name at all.
_NO_NAME = "name-unreadable"
# The findings about a row that the error of a column replaces.
FOLDED: Mapping[str, frozenset[str]] = {
    "sex": frozenset({"sex-nik"}),
    "birth_date": frozenset({"birth-nik", "birth-swapped"}),
    "role": frozenset({"role-unknown"}),
    "name": frozenset({"name-characters", _NO_NAME}),
}
_SWAPPED = "birth-swapped"
CONTRADICTED = frozenset({"column-contradicts", "dates-mixed"})


class Count(NamedTuple):
    """The number of people of a table with a testable field, and of those who contradict it."""

    table: int
    name: str
    tested: int
    contradicting: int
    swapped: int = 0


def tested() -> dict[str, pl.Expr]:
    """Return for each testable field an expression of the number of its people."""
    has_nik = pl.col("nik").str.contains("^[0-9]{16}$")
    tests = {
        "sex": pl.col("sex").is_not_null() & has_nik,
        "birth_date": pl.col("birth_date").is_not_null() & has_nik,
        "role": pl.col("role").is_not_null(),
        "name": pl.col("name").is_not_null(),
    }
    return {name: test.fill_null(value=False).sum() for name, test in tests.items()}


def odd_names() -> pl.Expr:
    """Return an expression of the number of names that are dates or numbers."""
    name = pl.col("name")
    odd = name.str.contains("[0-9]{2}") | ~name.str.contains(r"\p{L}")
    return odd.fill_null(value=False).sum()


def counts(frame: pl.DataFrame, faults: Iterable[tuple[int, Violation]]) -> list[Count]:
    """Return the counts of contradictions in a frame of people with these faults."""
    codes: defaultdict[int, Counter[str]] = defaultdict(Counter)
    tables = frame["table"].to_list()
    for number, fault in faults:
        if fault.suggestion is None or fault.code != "role-unknown":
            codes[tables[number]][fault.code] += 1
    by_table = (
        frame.filter(~pl.col("excluded"))
        .group_by("table", maintain_order=True)
        .agg(**tested(), odd_names=odd_names())
    )
    rows = by_table.iter_rows(named=True)
    return [count for row in rows for count in counted(row, codes[row["table"]])]


def at_first_people(
    frame: pl.DataFrame, errors: Iterable[tuple[int, Violation]]
) -> Iterator[tuple[int, Violation]]:
    """Yield the errors of columns, by table, at the first person of each table who is not excluded."""
    people = frame.filter(~pl.col("excluded")).group_by("table").agg(pl.col("id").min())
    firsts = dict(people.iter_rows())
    yield from ((firsts[table], fault) for table, fault in errors if table in firsts)


def counted(row: Mapping[str, int], codes: Mapping[str, int]) -> Iterator[Count]:
    """Yield the counts of one table, from the results of `tested` and `odd_names` and its codes."""
    for name, folded in FOLDED.items():
        contradicting = sum(codes.get(code, 0) for code in folded)
        unread = contradicting if name == "role" else 0
        if name == "name":
            unread = codes.get(_NO_NAME, 0)
            contradicting = row["odd_names"] + unread
        tests = row[name] + unread
        yield Count(row["table"], name, tests, contradicting, codes.get(_SWAPPED, 0))


def column_faults(
    counts: Sequence[Count], tables: Sequence[RosterTable]
) -> Iterator[tuple[int, Violation]]:
    """Yield for each table the errors of its columns.

    Tables of one file with the same header are of one form: they are also counted together.
    """
    forms: defaultdict[tuple[str, str, str], list[Count]] = defaultdict(list)
    for count in counts:
        table = tables[count.table]
        if not table.lacks(count.name):
            label = table.header.labels[table.source(count.name)]
            forms[table.sheet.file, count.name, label].append(count)
    for form_counts in forms.values():
        total = _sum_counts(form_counts)
        for count in form_counts:
            if _contradicts(count) or (count.contradicting and _contradicts(total)):
                yield count.table, _fault(count, tables[count.table])


def fold(
    faults: Iterable[tuple[int, Violation]],
    tables: pl.Series,
    errors: Collection[tuple[int, Violation]],
) -> tuple[list[tuple[int, Violation]], list[tuple[int, Violation]]]:
    """Split faults into those to report, and those that the error of a column replaces.

    ``tables`` has the table of each person, ``errors`` the errors by table.
    """
    codes = folded_codes(errors)
    reported: list[tuple[int, Violation]] = []
    folded: list[tuple[int, Violation]] = []
    for number, fault in faults:
        is_folded = bool(codes) and fault.code in codes.get(tables[number], ())
        (folded if is_folded else reported).append((number, fault))
    return reported, folded


def folded_codes(errors: Iterable[tuple[int, Violation]]) -> dict[int, frozenset[str]]:
    """Return the codes that the errors of a table's columns replace, by table."""
    codes: defaultdict[int, frozenset[str]] = defaultdict(frozenset)
    for table, fault in errors:
        if fault.code in CONTRADICTED:
            codes[table] |= FOLDED[fault.field]
    return dict(codes)


def _sum_counts(counts: Sequence[Count]) -> Count:
    return counts[0]._replace(
        tested=sum(count.tested for count in counts),
        contradicting=sum(count.contradicting for count in counts),
    )


def _contradicts(count: Count) -> bool:
    contradicting, tests = count.contradicting, count.tested
    if count.name == "role":
        return contradicting >= max(_MANY, _UNKNOWN_PART * tests)
    if count.name == "name":
        return contradicting >= max(_FEWEST, _ODD_PART * tests)
    return contradicting >= max(_FEWEST, tests / _LARGE_PART) or contradicting >= max(
        _MANY, tests / _PART
    )


def _fault(count: Count, table: RosterTable) -> Violation:
    column = table.header.columns[table.source(count.name)]
    mixed = count.name == "birth_date" and count.swapped * 2 > count.contradicting
    detail = {
        "by": _COMPARED_WITH[count.name],
        "found": count.swapped if mixed else count.contradicting,
        "tested": count.tested,
    }
    code = "dates-mixed" if mixed else "column-contradicts"
    return Violation(code, count.name, detail, column=column)
