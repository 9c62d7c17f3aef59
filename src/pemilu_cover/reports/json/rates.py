"""The law of a day as ``rates --json`` prints it: each value with its article and how sure it is."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Annotated, Any, Literal

from typing_extensions import TypedDict

from pemilu_cover.explain.citations import count_by_confidence
from pemilu_cover.i18n.text import LocalizedText
from pemilu_cover.law.bpu import IncomeBandTable
from pemilu_cover.law.contribution_law import (
    DatedDueRule,
    DatedLatePaymentRule,
    DueRule,
    ElectionBodyRiskClass,
    LatePaymentRule,
    ProgrammeRates,
    Rate,
    RiskClass,
    Rounding,
)
from pemilu_cover.law.dated_values import CitedText, Confidence, find_in_force
from pemilu_cover.law.due_dates import due_rule, penalty_rule
from pemilu_cover.law.elections import Election
from pemilu_cover.law.proration_rules import ProrationRule
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.reports.json.law_entries import (
    ReliefJson,
    TariffJson,
    cited_json,
    relief_json,
    tariff_json,
)
from pemilu_cover.values import rupiah
from pemilu_cover.values.json_types import Day, DumpOf, Money


class BothLanguagesJson(TypedDict):
    """A sentence of a rate file in both languages."""

    id: str
    en: str


class RateJson(TariffJson):
    """A rate; ``election_bodies`` is whether it is that of election bodies."""

    risk_class: RiskClass | None
    election_bodies: bool
    to: Day | None


class BpuJson(TypedDict):
    """What a BPU member pays."""

    jkk: list[Annotated[dict[str, Any], DumpOf(IncomeBandTable)]]
    jkm: list[TariffJson]
    between_bands: Annotated[dict[str, Any], DumpOf(CitedText)] | None
    due: Annotated[dict[str, Any], DumpOf(DatedDueRule)] | None
    no_penalty: Annotated[dict[str, Any], DumpOf(CitedText)] | None


class RulesJson(TypedDict):
    """The rules of wage earners."""

    risk_class: Annotated[dict[str, Any], DumpOf(ElectionBodyRiskClass)] | None
    rounding: Annotated[dict[str, Any], DumpOf(Rounding)] | None
    due: (
        Annotated[dict[str, Any], DumpOf(DatedDueRule)]
        | Annotated[dict[str, Any], DumpOf(DueRule)]
        | None
    )
    penalty: (
        Annotated[dict[str, Any], DumpOf(DatedLatePaymentRule)]
        | Annotated[dict[str, Any], DumpOf(LatePaymentRule)]
        | None
    )
    proration: dict[str, Annotated[dict[str, Any], DumpOf(ProrationRule)]]


class ElsewhereJson(TypedDict):
    """A law without a reduction for election bodies, and why."""

    name: BothLanguagesJson
    why: BothLanguagesJson
    law: str
    article: str


class HonorariumJson(TypedDict):
    """The honorarium of a role."""

    role: str
    name: str
    honorarium: Money
    per: Literal["month", "term"]
    law: str
    article: str
    confidence: Confidence


class HonorariaJson(TypedDict):
    """The honoraria of an election."""

    election: str
    voting_day: Day
    roles: list[HonorariumJson]


class RatesJson(TypedDict):
    """The document of ``rates``."""

    schema: Literal["pemilu-cover/rates/1"]
    on: Day
    checked_on: Day
    known: BothLanguagesJson
    values: int
    by_confidence: dict[Confidence, int]
    rates: list[RateJson]
    bpu: BpuJson
    rules: RulesJson
    reliefs: list[ReliefJson]
    reliefs_elsewhere: list[ElsewhereJson]
    elections: list[HonorariaJson]


def rates_json(book: RateBook, day: date) -> RatesJson:
    """Return rates, rules and honoraria of a day; the lists are empty where no entry is in force."""
    body_class = book.jkk.risk_class(day)
    counts_by_confidence = sum(
        (count_by_confidence(file) for file in book.files.values()), Counter[Confidence]()
    )
    known = book.laws.known.text
    return {
        "schema": "pemilu-cover/rates/1",
        "on": day.isoformat(),
        "checked_on": book.checked_on.isoformat(),
        "known": _both(known),
        "values": counts_by_confidence.total(),
        "by_confidence": dict(counts_by_confidence),
        "rates": [
            {
                **tariff_json(programme.programme, rate),
                "risk_class": rate.risk_class,
                "election_bodies": rate.risk_class in (None, body_class and body_class.risk_class),
                "to": rate.valid_to.isoformat() if rate.valid_to else None,
            }
            for programme in (book.jkk, book.jkm)
            for rate in _on(programme, day)
        ],
        "bpu": _bpu(book, day),
        "rules": _rules(book, day),
        "reliefs": [relief_json(r) for r in book.relief.reliefs if r.in_force(day)],
        "reliefs_elsewhere": [
            {
                "name": _both(entry.name),
                "why": _both(entry.why),
                "law": entry.law,
                "article": entry.article,
            }
            for entry in book.relief.elsewhere
            if entry.in_force(day)
        ],
        "elections": [
            {"election": election.id, "voting_day": election.voting_day.isoformat(), "roles": roles}
            for election in book.elections.values()
            if (roles := _honoraria(election, book, day))
        ],
    }


def _both(text: LocalizedText) -> BothLanguagesJson:
    return {"id": text.id, "en": text.en}


def _rules(book: RateBook, day: date) -> RulesJson:
    """Return the rules of wage earners on a day; they are in force while a rate is."""
    if not any(_on(programme, day) for programme in (book.jkk, book.jkm)):
        return {
            "risk_class": None,
            "rounding": None,
            "due": None,
            "penalty": None,
            "proration": {},
        }
    return {
        "risk_class": cited_json(book.jkk.risk_class(day)),
        "rounding": cited_json(find_in_force(book.contribution.rounding, day)),
        "due": cited_json(due_rule(day, "pu", book)),
        "penalty": cited_json(penalty_rule(day, "pu", book)),
        "proration": {name: cited_json(rule) for name, rule in book.proration.on(day).items()},
    }


def _bpu(book: RateBook, day: date) -> BpuJson:
    """Return what a BPU member pays on a day: the bands of JKK, and JKM."""
    bpu = book.bpu
    return {
        "jkk": [
            {
                **entry.model_dump(mode="json", by_alias=True, exclude_none=True),
                "bands": [
                    band.model_dump(mode="json", by_alias=True, exclude_none=True)
                    for band in entry.bands
                ],
            }
            for entry in bpu.jkk
            if entry.in_force(day)
        ],
        "jkm": [tariff_json("JKM", entry) for entry in bpu.jkm if entry.in_force(day)],
        "between_bands": cited_json(find_in_force(bpu.between_bands, day)),
        "due": cited_json(find_in_force(bpu.due, day)),
        "no_penalty": cited_json(find_in_force(bpu.no_penalty, day)),
    }


def _on(programme: ProgrammeRates, day: date) -> list[Rate]:
    return [rate for rate in programme.rates if rate.in_force(day)]


def _honoraria(election: Election, book: RateBook, day: date) -> list[HonorariumJson]:
    """Return the honoraria of the roles that serve on a day."""
    return [
        {
            "role": code,
            "name": book.roles.roles[code].name,
            "honorarium": rupiah.to_decimal_string(role.honorarium.amount_sen),
            "per": role.honorarium.per,
            "law": role.honorarium.law,
            "article": role.honorarium.article,
            "confidence": role.honorarium.confidence,
        }
        for code, role in election.roles.items()
        if role.honorarium and election.covers(code, day, day)
    ]
