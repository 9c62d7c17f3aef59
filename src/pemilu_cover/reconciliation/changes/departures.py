"""Applying departures to the people of an earlier result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import polars as pl

from pemilu_cover.enrolment.outcome import EXCLUDED
from pemilu_cover.enrolment.register.schema import NEVER_SERVED
from pemilu_cover.reconciliation.changes.change_list import Departure
from pemilu_cover.reconciliation.changes.events import Question
from pemilu_cover.values.nik import mask
from pemilu_cover.values.text import normal_form


class AppliedDepartures(NamedTuple):
    """People with their exits, the departures by the number of the person, and what has to be asked."""

    people: pl.DataFrame
    departures: Mapping[int, Departure]
    questions: Sequence[Question]


class _Contract(NamedTuple):
    """A contract of the earlier result, with the numbers that identify its person."""

    id: int
    nik: str | None
    kpj: str | None
    role_name: str | None
    start: date | None
    end: date | None
    left_on: date | None


def apply_departures(people: pl.DataFrame, departures: Sequence[Departure]) -> AppliedDepartures:
    """Apply departures to the people of an earlier result; each needs a person, a day and a cause.

    A person who never served needs no day, and is billed nothing.
    """
    contracts = _contracts_by_number(people)
    applied: dict[int, Departure] = {}
    questions: list[Question] = []
    for departure in departures:
        found = _find_contracts(departure, contracts)
        contract = found[-1] if found else None
        code = "change-two-contracts" if len(found) > 1 else _problem(departure, contract, applied)
        if code:
            who = (mask(departure.nik or departure.kpj), departure.name)
            roles = ", ".join(one.role_name or "" for one in found)
            earlier = contract.id if contract else None
            questions.append(Question(code, *who, departure.place, roles, earlier))
        elif contract is not None and contract.left_on is None:
            applied[contract.id] = departure
    return AppliedDepartures(_with_exits(people, applied), applied, questions)


def _contracts_by_number(people: pl.DataFrame) -> dict[str, list[_Contract]]:
    """Return the contracts of each NIK and each membership number."""
    serving = people.filter(pl.col("status") != EXCLUDED).select(_Contract._fields)
    contracts: dict[str, list[_Contract]] = {}
    for contract in map(_Contract._make, serving.iter_rows()):
        for number in {contract.nik, contract.kpj} - {None, ""}:
            contracts.setdefault(str(number), []).append(contract)
    return contracts


def _find_contracts(
    departure: Departure, contracts: Mapping[str, list[_Contract]]
) -> list[_Contract]:
    """Return the contracts that a departure may end: those of its role, and of its day, as far as known."""
    own = contracts.get(departure.nik) or contracts.get(departure.kpj) or []
    role, day = normal_form(departure.role), departure.day
    of_role = [one for one in own if role and role == normal_form(one.role_name or "")] or own
    within = [
        one for one in of_role if day and one.start and one.end and one.start <= day <= one.end
    ]
    serving = [one for one in within or of_role if one.left_on is None]
    return serving or (within or of_role)[-1:]


def _problem(
    departure: Departure, contract: _Contract | None, applied: Mapping[int, Departure]
) -> str | None:
    """Return the code of the question that keeps a departure from being applied, or None."""
    if contract is None:
        return "change-unknown-person"
    if contract.left_on is not None:
        return None if contract.left_on == departure.day else "change-already-left"
    earlier = applied.get(contract.id)
    if earlier and (earlier.cause, earlier.day) != (departure.cause, departure.day):
        return "change-contradicts"
    return None if departure.cause == NEVER_SERVED else _problem_of_day(departure.day, contract)


def _problem_of_day(day: date | None, contract: _Contract) -> str | None:
    if day is None:
        return "change-without-day"
    if contract.start and day < contract.start:
        return "change-before-start"
    return "change-after-end" if contract.end and day > contract.end else None


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
    never_served = pl.col("cause") == NEVER_SERVED
    joined = people.join(exits, on="id", how="left", maintain_order="left")
    return joined.with_columns(
        pl.coalesce("exit_day", "left_on").alias("left_on"),
        pl.coalesce("cause", "exit_cause").alias("exit_cause"),
        pl.coalesce("document", "exit_document").alias("exit_document"),
        pl.coalesce("exit_day", "end").alias("end"),
        pl.when(never_served).then(pl.lit(EXCLUDED)).otherwise("status").alias("status"),
        (pl.col("excluded") | never_served.fill_null(value=False)).alias("excluded"),
        pl.when(never_served)
        .then(pl.lit(NEVER_SERVED))
        .otherwise("excluded_because")
        .alias("excluded_because"),
    ).drop("exit_day", "cause", "document")
