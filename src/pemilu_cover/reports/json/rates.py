"""The law of a day as ``rates --json`` prints it: each value with its article and how sure it is."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from datetime import date
from typing import Any

from pemilu_cover.explain.citations import count_by_confidence
from pemilu_cover.explain.law_text import cited_json, relief_json, tariff_json
from pemilu_cover.law.contribution_law import ProgrammeRates
from pemilu_cover.law.dated_values import Confidence, find_in_force
from pemilu_cover.law.due_dates import due_rule, penalty_rule
from pemilu_cover.law.elections import Election
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.values import rupiah


def rates_json(book: RateBook, day: date) -> dict[str, Any]:
    """Return rates, rules and honoraria of a day; the lists are empty where no entry is in force."""
    body_class = book.jkk.risk_class(day)
    counts_by_confidence = sum(
        (count_by_confidence(file) for file in book.files.values()), Counter[Confidence]()
    )
    return {
        "on": day.isoformat(),
        "checked_on": book.checked_on.isoformat(),
        "known": asdict(book.laws.known.text),
        "values": counts_by_confidence.total(),
        "by_confidence": dict(counts_by_confidence),
        "rates": [
            {
                **tariff_json(programme.programme, rate),
                "risk_class": rate.risk_class,
                "election_bodies": rate.risk_class in (None, body_class and body_class.risk_class),
                **_until(rate.valid_to),
            }
            for programme in (book.jkk, book.jkm)
            for rate in _on(programme, day)
        ],
        "bpu": _bpu(book, day),
        "rules": _rules(book, day),
        "reliefs": [relief_json(r) for r in book.relief.reliefs if r.in_force(day)],
        "reliefs_elsewhere": [
            {"name": entry.name, "why": entry.why, "law": entry.law, "article": entry.article}
            for entry in book.relief.elsewhere
            if entry.in_force(day)
        ],
        "elections": [
            {"election": election.id, "voting_day": election.voting_day.isoformat(), "roles": roles}
            for election in book.elections.values()
            if (roles := _honoraria(election, book, day))
        ],
    }


def _rules(book: RateBook, day: date) -> dict[str, Any]:
    """Return the rules of wage earners on a day; they are in force while a rate is."""
    if not any(_on(programme, day) for programme in (book.jkk, book.jkm)):
        return dict.fromkeys(("risk_class", "rounding", "due", "penalty")) | {"proration": {}}
    return {
        "risk_class": cited_json(book.jkk.risk_class(day)),
        "rounding": cited_json(find_in_force(book.contribution.rounding, day)),
        "due": cited_json(due_rule(day, "pu", book)),
        "penalty": cited_json(penalty_rule(day, "pu", book)),
        "proration": {
            name: rule.model_dump(mode="json", by_alias=True, exclude_defaults=True)
            for name, rule in book.proration.on(day).items()
        },
    }


def _bpu(book: RateBook, day: date) -> dict[str, Any]:
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


def _on(programme: ProgrammeRates, day: date) -> list[Any]:
    return [rate for rate in programme.rates if rate.in_force(day)]


def _until(day: date | None) -> dict[str, str]:
    return {"to": day.isoformat()} if day else {}


def _honoraria(election: Election, book: RateBook, day: date) -> list[dict[str, Any]]:
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
