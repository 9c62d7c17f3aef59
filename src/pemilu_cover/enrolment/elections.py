"""Which election each contract belongs to: the one in whose terms its dates fall.

Where an election is named (``--election``, the agreement), every contract is of that one. Otherwise a
contract belongs to the election whose term for its role covers it, or else to the only one whose term it
overlaps. A contract without dates, outside all terms, or in the terms of several goes to the main election:
the one with the most contracts, whatever the order of rows and files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

import polars as pl

from pemilu_cover.i18n.text import LocalizedText, localize, localized_count, localized_list
from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.elections import Election
from pemilu_cover.law.rate_book import RateBook

BY_AGREEMENT = localize("enrolment.election-by-agreement")
BY_OPTION = localize("enrolment.election-by-option")
BY_DATES = localize("enrolment.election-by-dates")
BY_DEFAULT = localize("enrolment.election-by-default")

ELECTION, ELECTION_SOURCE = "election", "election_source"
# The source of a person's election: the run, the contract's dates, or the majority of contracts.
NAMED, DATES, MAIN = "named", "dates", "main"


class Share(NamedTuple):
    """How many people belong to an election, and how many of them by their contract's own dates."""

    election: Election
    people: int
    by_dates: int


def election_by_dates(
    role: str | None, start: date | None, end: date | None, book: RateBook
) -> str | None:
    """Return the id of the election to whose terms a contract's dates point, or None.

    One known day is enough. An end before its start points nowhere.
    """
    first, last = start or end, end or start
    if role is None or first is None or last is None or last < first:
        return None
    elections = book.elections.values()
    matches = [election.id for election in elections if election.covers(role, first, last)]
    if not matches:
        matches = [election.id for election in elections if election.overlaps(role, first, last)]
    return matches[0] if len(matches) == 1 else None


def by_dates(frame: pl.DataFrame, book: RateBook, agreement: Agreement) -> pl.Series:
    """Return the election to which each contract's dates point, null where they point to none.

    ``frame`` is normalised. A date that the agreement fixes counts before that of a cell.
    """
    days = (_contract_day(name, agreement).alias(name) for name in ("start", "end"))
    contracts = frame.select("role", *days)
    distinct = contracts.unique()
    matches = [
        election_by_dates(role, start, end, book) for role, start, end in distinct.iter_rows()
    ]
    found = distinct.with_columns(pl.Series(ELECTION, matches, dtype=pl.String))
    joined = contracts.join(
        found, on=contracts.columns, how="left", maintain_order="left", nulls_equal=True
    )
    return joined[ELECTION]


def main_election(contracts: Mapping[str, int], book: RateBook) -> tuple[Election, LocalizedText]:
    """Return the election with the most contracts, by its id, and why: the newest of equals.

    >>> book = RateBook.load()
    >>> main_election({"pemilu-2024": 3, "pilkada-2024": 20}, book)[0].id, main_election({}, book)[1].en
    ('pilkada-2024', 'the newest election')
    """
    best = max(book.elections.values(), key=lambda election: contracts.get(election.id, 0))
    return best, BY_DATES if contracts.get(best.id) else BY_DEFAULT


def count_by_election(elections: pl.Series) -> dict[str, int]:
    """Count people by election; who has none is not counted."""
    return dict(elections.drop_nulls().value_counts().sort(elections.name).iter_rows())


def with_elections(frame: pl.DataFrame, elections: pl.Series | None, main: str) -> pl.DataFrame:
    """Add each person's election and its source; ``elections`` is None if the election is named."""
    if elections is None:
        return frame.with_columns(
            pl.lit(main).alias(ELECTION), pl.lit(NAMED, dtype=pl.String).alias(ELECTION_SOURCE)
        )
    source = pl.when(pl.col(ELECTION).is_null()).then(pl.lit(MAIN)).otherwise(pl.lit(DATES))
    return frame.with_columns(elections.alias(ELECTION)).with_columns(
        pl.col(ELECTION).fill_null(main), source.alias(ELECTION_SOURCE)
    )


def shares(counts: Iterable[tuple[str, int, int]], book: RateBook) -> list[Share]:
    """Return the elections with somebody in them, of so many people by their id; most people first."""
    order = list(book.elections)
    shares = [Share(book.elections[name], people, dated) for name, people, dated in counts]
    return sorted(shares, key=lambda share: (-share.people, order.index(share.election.id)))


def election_shares(frame: pl.DataFrame, book: RateBook) -> list[Share]:
    """Return the elections of people, each with its number."""
    dated = (pl.col(ELECTION_SOURCE) == DATES).sum()
    return shares(frame.group_by(ELECTION).agg(pl.len(), dated.alias("dated")).iter_rows(), book)


def notices(shares: list[Share], main: Election) -> list[LocalizedText]:
    """Return which elections a mixed roster holds and how many people each; nothing where there is one."""
    if len(shares) < 2:  # noqa: PLR2004
        return []
    listed = localized_list(
        localize(
            "enrolment.people-of-election",
            people=localized_count(share.people),
            election=share.election.label,
        )
        for share in shares
    )
    found = [localize("enrolment.several-elections", shares=listed)]
    undated = sum(share.people - share.by_dates for share in shares)
    if undated:
        found.append(
            localize(
                "enrolment.people-without-election",
                label=main.label,
                undated=localized_count(undated),
            )
        )
    return found


def _contract_day(name: str, agreement: Agreement) -> pl.Expr:
    """Return the day that counts: what the agreement fixes for the role, else the cell's."""
    fixed = {code: day for code, terms in agreement.roles.items() if (day := getattr(terms, name))}
    if not fixed:
        return pl.col(name)
    agreed_day = pl.col("role").replace_strict(fixed, default=None, return_dtype=pl.Date)
    return pl.coalesce(agreed_day, name)
