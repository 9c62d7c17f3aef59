"""Applying departures to the people of an earlier result."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import polars as pl

from pemilu_cover.enrolment.outcome import EXCLUDED
from pemilu_cover.enrolment.register.schema import DEATH, NEVER_SERVED
from pemilu_cover.reconciliation.changes.change_list import Departure
from pemilu_cover.reconciliation.changes.events import Question
from pemilu_cover.values.names import split_degree
from pemilu_cover.values.nik import mask
from pemilu_cover.values.similarity import name_similarity
from pemilu_cover.values.text import normal_form

# Names less alike than this are of two people.
_ALIKE = 75


class AppliedDepartures(NamedTuple):
    """People with their exits, what has to be asked, and the departures of people who are not among them."""

    people: pl.DataFrame
    questions: Sequence[Question]
    unknown: Sequence[Departure]


class _Contract(NamedTuple):
    """A contract of the earlier result, with what identifies its person, and its exit, if it has one."""

    id: int
    nik: str | None
    kpj: str | None
    name: str | None
    role_name: str | None
    start: date | None
    end: date | None
    agreed_end: date | None
    left_on: date | None
    exit_cause: str | None
    exit_document: str | None
    exit_period: date | None

    @property
    def last_day(self) -> date | None:
        """The last day of the contract, whether or not the person stayed so long."""
        return self.agreed_end or self.end

    def has_same_exit(self, departure: Departure) -> bool:
        """Return whether the person has left just so already."""
        if self.exit_cause != departure.cause:
            return False
        return departure.cause == NEVER_SERVED or self.left_on == departure.day

    def is_known(self, departure: Departure) -> bool:
        """Return whether a departure adds nothing; a document may be given later than the exit."""
        has_document = bool(self.exit_document) or not departure.document
        return self.has_same_exit(departure) and has_document


def apply_departures(
    people: pl.DataFrame, departures: Sequence[Departure], role_names: Collection[str] = ()
) -> AppliedDepartures:
    """Apply departures to the people of an earlier result; each needs a person, a day and a cause.

    A person who never served needs no day, and is billed nothing. A death ends all contracts of the person.
    A new day or cause replaces an exit that no file has reported yet.
    """
    contracts = _contracts_by_number(people, departures)
    served = people["role_name"].drop_nulls().unique()
    roles = set(map(normal_form, [*served, *role_names]))
    applied: dict[int, Departure] = {}
    questions: list[Question] = []
    unknown: list[Departure] = []
    for departure in departures:
        ended = _find_contracts(departure, contracts)
        if not ended:
            unknown.append(departure)
            continue
        if departure.cause == DEATH and departure.day:
            ended = [one for one in ended if _may_die_on(departure.day, one)] or ended
        code = _problem(departure, ended, applied, roles)
        if code:
            who = (mask(departure.nik or departure.kpj), departure.name)
            own = ", ".join(one.role_name or "" for one in ended)
            earlier = ended[-1].id if ended else None
            questions.append(Question(code, *who, departure.place, own, earlier))
            continue
        for contract in ended:
            if not contract.is_known(departure):
                applied[contract.id] = _departure_from(contract, departure)
    return AppliedDepartures(_with_exits(people, applied), questions, unknown)


def _may_die_on(day: date, contract: _Contract) -> bool:
    """Return whether a contract was not over, nor left, before a day."""
    return _is_on_or_before(day, contract.last_day) and _is_on_or_before(day, contract.left_on)


def _is_after_exit(departure: Departure, contract: _Contract) -> bool:
    """Return whether somebody died after they had left: this corrects no exit."""
    if departure.cause != DEATH or contract.exit_cause == DEATH or departure.day is None:
        return False
    return not _is_on_or_before(departure.day, contract.left_on)


def _is_on_or_before(day: date, last: date | None) -> bool:
    return last is None or day <= last


def _departure_from(contract: _Contract, departure: Departure) -> Departure:
    """Return the departure from a contract; one that would begin after a death was never served."""
    day, start = departure.day, contract.start
    begins_later = departure.cause == DEATH and day and start and start > day
    return departure._replace(cause=NEVER_SERVED) if begins_later else departure


def _contracts_by_number(
    people: pl.DataFrame, departures: Sequence[Departure]
) -> dict[str, list[_Contract]]:
    """Return the contracts of each NIK and each membership number that a departure names."""
    numbers = {number for one in departures for number in (one.nik, one.kpj) if number}
    served = (pl.col("status") != EXCLUDED) | (pl.col("excluded_because") == NEVER_SERVED)
    named = pl.any_horizontal(pl.col(name).is_in(list(numbers)) for name in ("nik", "kpj"))
    contracts: dict[str, list[_Contract]] = {}
    rows = people.filter(served.fill_null(value=True) & named).select(_Contract._fields)
    for contract in map(_Contract._make, rows.iter_rows()):
        for number in {contract.nik, contract.kpj} - {None, ""}:
            contracts.setdefault(str(number), []).append(contract)
    return contracts


def _find_contracts(
    departure: Departure, contracts: Mapping[str, list[_Contract]]
) -> list[_Contract]:
    """Return the contracts that a departure may end: those of its role, and of its day, as far as known."""
    own = contracts.get(departure.nik) or contracts.get(departure.kpj) or []
    if departure.cause == DEATH:
        return own
    role, day = normal_form(departure.role), departure.day
    of_role = [one for one in own if role and role == normal_form(one.role_name or "")] or own
    within = [
        one
        for one in of_role
        if day and one.start and one.last_day and one.start <= day <= one.last_day
    ]
    serving = [one for one in within or of_role if one.exit_cause is None]
    return serving or (within or of_role)[-1:]


def _problem(
    departure: Departure,
    ended: Sequence[_Contract],
    applied: Mapping[int, Departure],
    roles: set[str],
) -> str | None:
    """Return the code of the question that keeps a departure from being applied, or None."""
    role, own = normal_form(departure.role), {normal_form(one.role_name or "") for one in ended}
    if departure.cause != DEATH and role in roles - own:
        return "change-other-role"
    if departure.cause != DEATH and len(ended) > 1:
        return "change-two-contracts"
    if departure.name and not _is_name_of(departure.name, ended[-1]):
        return "change-other-name"
    for contract in ended:
        if contract.has_same_exit(departure):
            continue
        has_left = contract.exit_cause is not None
        if has_left and (contract.exit_period or _is_after_exit(departure, contract)):
            return "change-already-left"
        earlier = applied.get(contract.id)
        if earlier and (earlier.cause, earlier.day) != (departure.cause, departure.day):
            return "change-contradicts"
    return None if departure.cause == NEVER_SERVED else _problem_of_day(departure, ended)


def _is_name_of(name: str, contract: _Contract) -> bool:
    """Return whether a name in a list may be that of a contract's person, degrees and typing aside."""
    known = contract.name or ""
    return not known or name_similarity(split_degree(name)[0], known) >= _ALIKE


def _problem_of_day(departure: Departure, ended: Sequence[_Contract]) -> str | None:
    day = departure.day
    if day is None:
        return "change-without-day"
    if all(one.start and day < one.start for one in ended):
        return "change-before-start"
    return None if any(_is_on_or_before(day, one.last_day) for one in ended) else "change-after-end"


def _with_exits(people: pl.DataFrame, applied: Mapping[int, Departure]) -> pl.DataFrame:
    exits = pl.DataFrame(
        [
            (
                number,
                one.day if one.cause != NEVER_SERVED else None,
                one.cause,
                one.document or None,
            )
            for number, one in applied.items()
        ],
        schema={
            "id": pl.UInt32,
            "exit_day": pl.Date,
            "cause": pl.String,
            "document": pl.String,
        },
        orient="row",
    )
    never_served = (pl.col("cause") == NEVER_SERVED).fill_null(value=False)
    has_left = pl.col("cause").is_not_null() & ~never_served
    joined = people.join(exits, on="id", how="left", maintain_order="left")
    return joined.with_columns(
        pl.when(has_left).then("exit_day").otherwise("left_on").alias("left_on"),
        pl.coalesce("cause", "exit_cause").alias("exit_cause"),
        pl.coalesce("document", "exit_document").alias("exit_document"),
        pl.when(has_left)
        .then(pl.coalesce("agreed_end", "end"))
        .otherwise("agreed_end")
        .alias("agreed_end"),
        pl.when(has_left).then("exit_day").otherwise("end").alias("end"),
        pl.when(never_served).then(pl.lit(EXCLUDED)).otherwise("status").alias("status"),
        (pl.col("excluded") | never_served).alias("excluded"),
        pl.when(never_served)
        .then(pl.lit(NEVER_SERVED))
        .otherwise("excluded_because")
        .alias("excluded_because"),
    ).drop("exit_day", "cause", "document")
