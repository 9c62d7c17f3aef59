"""The law of a day as a page of at most 140 columns, made of what ``rates --json`` prints."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pemilu_cover.explain.citations import READ
from pemilu_cover.explain.law_text import confidence_label, format_funds, format_percent
from pemilu_cover.i18n.text import Language, localize
from pemilu_cover.reports.json.rates import RatesJson
from pemilu_cover.values import rupiah
from pemilu_cover.values.text_layout import align, wrap

_PAGE_WIDTH = 140
_RULES = {
    "risk_class": localize("rates.rule-risk-class"),
    "rounding": localize("rates.rule-rounding"),
    "due": localize("rates.rule-due"),
    "penalty": localize("rates.rule-penalty"),
}
_PER = {"month": localize("rates.per-month"), "term": localize("rates.per-term")}


def as_text(rates: RatesJson, language: Language) -> str:
    """Return the page."""
    lines = [_text("rates.title", language, day=date.fromisoformat(rates["on"])), ""]
    lines += _rate_lines(rates, language) or [f"  {_text('rates.nothing', language)}"]
    lines += _bpu_lines(rates["bpu"], language)
    lines += _rule_lines(rates["rules"], language)
    lines += _relief_lines(rates, language)
    lines += _honorarium_lines(rates, language)
    checked = _text(
        "rates.checked",
        language,
        day=date.fromisoformat(rates["checked_on"]),
        read=rates["by_confidence"].get(READ, 0),
        values=rates["values"],
    )
    lines += ["", checked, rates["known"][language]]
    if rates["on"] > rates["checked_on"]:
        lines.append(_text("rates.stale", language))
    return "\n".join(lines)


def _text(key: str, language: Language, /, **details: object) -> str:
    return localize(key, **details).in_language(language)


def _rupiah(amount: str) -> str:
    return rupiah.format_rupiah(rupiah.to_sen(Decimal(amount)))


def _rate_lines(rates: RatesJson, language: Language) -> list[str]:
    return align(
        [
            (
                f"{rate['programme']} {rate['risk_class'] or ''}".strip(),
                format_percent(Decimal(rate["rate"] or 0) * 100),
                f"{rate['law']}, {rate['article']}",
                _text("rates.since", language, day=date.fromisoformat(rate["from"])),
                _confidence_of_rate(rate, language),
            )
            for rate in rates["rates"]
        ]
    )


def _confidence_of_rate(rate: Mapping[str, Any], language: Language) -> str:
    """Return how sure a rate is, marked where it is that of election bodies."""
    label = confidence_label(rate["confidence"], language)
    if not rate["election_bodies"]:
        return label
    return _text("rates.used-by-election-bodies", language, confidence=label)


def _bpu_lines(bpu: Mapping[str, Any], language: Language) -> list[str]:
    """Return the segment BPU in a few lines; ``--json`` has all bands."""
    rows = []
    for entry in bpu["jkk"]:
        bands = entry["bands"]
        amounts = _text(
            "rates.bands",
            language,
            least=_rupiah(bands[0]["jkk"]),
            most=_rupiah(bands[-1]["jkk"]),
            bands=len(bands),
        )
        rows.append(("JKK", amounts, *_citation(entry, language)))
    rows += [("JKM", _rupiah(entry["amount"]), *_citation(entry, language)) for entry in bpu["jkm"]]
    return ["", _text("rates.bpu", language), *align(rows)] if rows else []


def _citation(entry: Mapping[str, Any], language: Language) -> tuple[str, str]:
    label = confidence_label(entry["confidence"], language)
    return f"{entry['law']}, {entry['article']}", label


def _rule_lines(rules: Mapping[str, Any], language: Language) -> list[str]:
    """Return the article of each rule; nothing where none is in force."""
    titled_rules = [(title.in_language(language), rules[name]) for name, title in _RULES.items()]
    titled_rules += [
        (
            _text("rates.rule-months", language, name=rule["name"][language]),
            rule,
        )
        for rule in rules["proration"].values()
    ]
    rows = [(title, *_citation(rule, language)) for title, rule in titled_rules if rule]
    return ["", _text("rates.rules", language), *align(rows)] if rows else []


def _relief_lines(rates: RatesJson, language: Language) -> list[str]:
    """Return the reliefs of the day, and those that do not reach election bodies."""
    texts = [_relief_text(relief, language) for relief in rates["reliefs"]]
    texts += [
        _text(
            "rates.relief-elsewhere",
            language,
            name=entry["name"][language],
            law=f"{entry['law']}, {entry['article']}",
            why=entry["why"][language],
        )
        for entry in rates["reliefs_elsewhere"]
    ]
    lines = [
        line for text in texts for line in wrap(text, _PAGE_WIDTH, indent="  ", hanging=" " * 6)
    ]
    return ["", _text("rates.reliefs", language), *lines] if lines else []


def _relief_text(relief: Mapping[str, Any], language: Language) -> str:
    law, label = _citation(relief, language)
    funds = relief["excluded_funds"]
    return _text(
        "rates.relief-except-funds" if funds else "rates.relief",
        language,
        percent=format_percent(Decimal(relief["paid"]) * 100),
        segments="+".join(relief["segments"]).upper(),
        funds=format_funds(funds) if funds else "",
        law=law,
        confidence=label,
    )


def _honorarium_lines(rates: RatesJson, language: Language) -> list[str]:
    lines = []
    for election in rates["elections"]:
        rows = [
            (
                role["role"],
                _rupiah(role["honorarium"]),
                _PER[role["per"]].in_language(language),
                role["law"],
                confidence_label(role["confidence"], language),
            )
            for role in election["roles"]
        ]
        title = _text("rates.honoraria", language, election=election["election"])
        lines += ["", title, *align(rows)]
    return lines
