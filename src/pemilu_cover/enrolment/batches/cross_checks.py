"""Rows held against each other over a whole nation, a part of them at a time.

Who is compared with whom always has something in common: the NIK, the birth date, the regency. People are
parted by that, so that those who may be compared come together, and a part fits into memory however many
there are. The rules are those of any roster (`duplicates`, `similar_people`, `unit_counts`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import polars as pl

from pemilu_cover.enrolment.batches import column_errors
from pemilu_cover.enrolment.batches.kernel import FINDING, findings_frame
from pemilu_cover.enrolment.outcome import HELD_BACK
from pemilu_cover.roster.checks import duplicates, similar_people, unit_counts
from pemilu_cover.roster.checks.role_limits import ValidationRules
from pemilu_cover.roster.findings import Violation, locate
from pemilu_cover.roster.people import Roster
from pemilu_cover.roster.tables.roster_table import RosterTable

# People that are in memory at one time.
_MOST = 250_000
_WHO = "table file sheet row status excluded nik nik_is_number".split()
# What each comparison looks at.
FOR_NIK = list(dict.fromkeys([*_WHO, *duplicates.COLUMNS]))
FOR_BIRTH_DATE = [*_WHO, *"name birth_date".split()]
FOR_REGENCY = [*_WHO, *"regency kecamatan desa tps unit election role start end".split()]
# People of one key here may be compared, by the structure of units and boards.
UNIT = pl.coalesce("regency", "kecamatan").fill_null("")
SCHEMA = {"person_id": pl.Int64(), "findings": pl.List(FINDING)}


def run_cross_checks(
    judged: pl.LazyFrame,
    people: int,
    tables: Sequence[RosterTable],
    rules: ValidationRules,
    errors: column_errors.Errors = (),
    *,
    strict: bool,
) -> pl.DataFrame:
    """Return what is found between rows: `SCHEMA`, a row for each person of whom anything is.

    ``judged`` is everybody, with ``person_id``, the number that each of so many ``people`` has;
    ``errors`` are those of columns, which keep their tables out.
    """
    sources = ["file"] if len(tables) > 1 else []
    found = list(column_errors.findings(judged, tables, errors, strict=strict))
    judged = column_errors.without_column_errors(judged, errors)
    parts = _HashPartitions(judged, people)
    found += [
        check_same_nik(part, tables, rules, sources, strict=strict)
        for part in parts.by(pl.col("nik"), FOR_NIK)
    ]
    apart = {
        person_id
        for frame in found
        for person_id, findings in frame.iter_rows()
        if any(finding["code"] in duplicates.SHARED_NIK for finding in findings)
    }
    for part in parts.by(pl.col("birth_date"), FOR_BIRTH_DATE):
        found.append(check_same_birth_date(part, tables, sources, strict=strict))
    unit = _unit(judged, people)
    for part in parts.by(unit, FOR_REGENCY):
        known = part.filter(unit.is_not_null())
        found.append(check_unit_counts(known, apart, tables, rules, strict=strict))
    return (
        pl.concat([pl.DataFrame(schema=SCHEMA), *found])
        .group_by("person_id", maintain_order=True)
        .agg(pl.col("findings").explode())
    )


def _unit(judged: pl.LazyFrame, people: int) -> pl.Expr:
    """Tell by what people are parted, of whom those of one unit have to be together.

    Of several regencies, who is in none is not counted (null); of one or none, all are of that one, and are
    only parted where they are too many.
    """
    named = judged.select(pl.col("regency").drop_nulls().n_unique()).collect().item()
    if named > 1:
        return pl.col("regency")
    # A literal alone has one row, which a frame of several chunks does not take for a filter.
    everybody = pl.when(pl.col("person_id").is_not_null()).then(pl.lit(""))
    return everybody if people <= _MOST else UNIT


class _HashPartitions:
    def __init__(self, judged: pl.LazyFrame, people: int) -> None:
        self._judged = judged
        self._count = people // _MOST + 1

    def by(self, key: pl.Expr, columns: Iterable[str]) -> Iterator[pl.DataFrame]:
        """Return everybody, part by part, all with one key together; ``id`` counts a part's own."""
        names = ["person_id", *columns]
        for number in range(self._count):
            wanted = (key.hash(seed=0) % self._count == number) | (
                key.is_null() if number == 0 else pl.lit(False)
            )
            part = self._judged.filter(wanted).select(names).collect(engine="streaming")
            yield part.sort("person_id").with_row_index("id")


def check_same_nik(
    part: pl.DataFrame,
    tables: Sequence[RosterTable],
    rules: ValidationRules,
    sources: list[str],
    *,
    strict: bool,
) -> pl.DataFrame:
    """Find what rows with one NIK say of each other, in a part in which all such rows are; give `SCHEMA`.

    ``part`` has `FOR_NIK`, ``person_id`` and ``id``, in the order of the roster; ``sources`` is what a
    place must name.
    """
    shared = part.drop("id").filter(pl.col("nik").is_duplicated()).with_row_index("id")
    held_back = frozenset(shared.filter(pl.col("status") == HELD_BACK)["id"])
    civil_servants = shared.filter("excluded")["id"].to_list()
    groups = duplicates.nik_groups(shared)
    faults = [
        *duplicates.identities(groups, sources),
        *duplicates.repetitions(groups, held_back, rules, sources),
        *duplicates.billed_civil_servants(shared, civil_servants, sources),
    ]
    return _found(shared, faults, tables, strict=strict)


def check_same_birth_date(
    part: pl.DataFrame, tables: Sequence[RosterTable], sources: list[str], *, strict: bool
) -> pl.DataFrame:
    """Find who may be one person under two NIKs, where all of one birth date (`FOR_BIRTH_DATE`) are."""
    return _found(part, similar_people.check_similar_people(part, sources), tables, strict=strict)


def check_unit_counts(
    people: pl.DataFrame,
    apart: set[int],
    tables: Sequence[RosterTable],
    rules: ValidationRules,
    *,
    strict: bool,
) -> pl.DataFrame:
    """Hold units and boards, all of whom are in a part (`FOR_REGENCY`), against what the law says of them.

    ``apart`` are the ``person_id`` of those whose NIK two people bear: they are no one too many.
    """
    frame = people.drop("id").with_row_index("id")
    civil_servants = frame.filter("excluded")["id"].to_list()
    two_people = frame.filter(pl.col("person_id").is_in(sorted(apart)))["id"].to_list()
    faults = unit_counts.check_unit_counts(rules.join(frame), civil_servants, two_people, rules)
    return _found(frame, faults, tables, strict=strict)


def _found(
    frame: pl.DataFrame,
    faults: Iterable[tuple[int, Violation]],
    tables: Sequence[RosterTable],
    *,
    strict: bool,
) -> pl.DataFrame:
    findings = locate(Roster([], list(tables), frame), faults, strict=strict)
    return (
        findings_frame(findings)
        .join(frame.select("id", "person_id"), on="id", how="left")
        .select(SCHEMA.keys())
    )
