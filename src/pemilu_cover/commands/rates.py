"""The law that is in force on a day, each value with its article and how sure it is."""

from __future__ import annotations

import textwrap
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pemilu_cover.explain.citations import READ, count_by_confidence
from pemilu_cover.explain.law_text import (
    cited_json,
    confidence_label,
    format_percent,
    relief_json,
    tariff_json,
    text_table,
)
from pemilu_cover.i18n.text import Language
from pemilu_cover.law.dated_values import find_in_force
from pemilu_cover.law.due_dates import due_rule, penalty_rule
from pemilu_cover.law.elections import Election
from pemilu_cover.law.rate_book import ProgrammeRates, RateBook
from pemilu_cover.law.rate_files import Confidence
from pemilu_cover.values import rupiah

# The widest line of the page.
_WIDTH = 140


def rates_on(day: date, folder: Path | None = None) -> dict[str, Any]:
    """Return rates, rules and honoraria of a day, as ``rates --json`` prints them.

    Outside every entry the lists are empty: nothing is stretched. Raise `RateFileError` for a rate
    file that cannot be used.
    """
    book = RateBook.load(folder)
    used = book.jkk.risk_class(day)
    sure = sum((count_by_confidence(file) for file in book.files.values()), Counter[Confidence]())
    return {
        "on": day.isoformat(),
        "checked_on": book.checked_on.isoformat(),
        "known": book.laws.known.text.model_dump(),
        "values": sure.total(),
        "by_confidence": dict(sure),
        "rates": [
            {
                **tariff_json(programme.programme, rate),
                "risk_class": rate.risk_class,
                "election_bodies": rate.risk_class in (None, used and used.risk_class),
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


def as_text(found: dict[str, Any], language: Language) -> str:
    """Return the law of a day as a table for a person."""
    words = _WORDS[language]
    lines = [words["title"].format(day=found["on"]), ""]
    rows = [
        (
            f"{rate['programme']} {rate['risk_class'] or ''}".strip(),
            format_percent(Decimal(rate["rate"]) * 100),
            f"{rate['law']}, {rate['article']}",
            f"{words['since']} {rate['from']}",
            confidence_label(rate["confidence"], language)
            + (f" ← {words['used']}" if rate["election_bodies"] else ""),
        )
        for rate in found["rates"]
    ]
    lines += text_table(rows) or [f"  {words['nothing']}"]
    lines += _bpu_lines(found["bpu"], language)
    lines += _rule_lines(found["rules"], language)
    lines += _reliefs(found, language)
    for election in found["elections"]:
        lines += ["", f"{words['honoraria']} {election['election']}"]
        lines += text_table(
            [
                (
                    role["role"],
                    rupiah.format_rupiah(int(Decimal(role["honorarium"]) * 100)),
                    f"/ {words[role['per']]}",
                    role["law"],
                    confidence_label(role["confidence"], language),
                )
                for role in election["roles"]
            ]
        )
    lines += ["", _checked(found, words), found["known"][language]]
    if found["on"] > found["checked_on"]:
        lines.append(words["stale"])
    return "\n".join(lines)


def _checked(found: dict[str, Any], words: dict[str, str]) -> str:
    """Tell when the files were last looked through, and how much of them was read in the law itself."""
    return words["checked"].format(
        day=found["checked_on"],
        read=found["by_confidence"].get(READ, 0),
        values=found["values"],
    )


def _rule_lines(rules: dict[str, Any], language: Language) -> list[str]:
    """Tell by which article the rules hold; nothing where none is in force."""
    words = _WORDS[language]
    named = [(words[name], rules[name]) for name in ("risk_class", "rounding", "due", "penalty")]
    named += [
        (f"{words['proration']} {rule['name'] if language == 'id' else name}", rule)
        for name, rule in rules["proration"].items()
    ]
    rows = [
        (name, f"{rule['law']}, {rule['article']}", confidence_label(rule["confidence"], language))
        for name, rule in named
        if rule
    ]
    return ["", words["rules"], *text_table(rows)] if rows else []


def _reliefs(found: dict[str, Any], language: Language) -> list[str]:
    """Return which reliefs hold on the day, and which do not reach election bodies."""
    words = _WORDS[language]
    lines = [
        f"{format_percent(Decimal(relief['paid']) * 100)} {words['paid']}:"
        f" {'+'.join(relief['segments']).upper()}"
        f"{_not_paid_by(relief, words)} ({relief['law']}, {relief['article']};"
        f" {confidence_label(relief['confidence'], language)})"
        for relief in found["reliefs"]
    ]
    lines += [
        f"{words['elsewhere']}: {entry['name']} ({entry['law']}, {entry['article']}): {entry['why']}"
        for entry in found["reliefs_elsewhere"]
    ]
    wrapped = [row for line in lines for row in _wrapped(line)]
    return ["", words["reliefs"], *wrapped] if wrapped else []


def _wrapped(line: str) -> list[str]:
    """Set one long line below itself."""
    return textwrap.wrap(
        line, _WIDTH, initial_indent="  ", subsequent_indent=" " * 6, break_on_hyphens=False
    )


def _not_paid_by(relief: dict[str, Any], words: dict[str, str]) -> str:
    """Say whose payments a relief leaves out; nothing where it is nobody's."""
    funds = "/".join(fund.upper() for fund in relief["excluded_funds"])
    return words["not_paid_by"].format(funds=funds) if funds else ""


_WORDS: dict[Language, dict[str, str]] = {
    "id": {
        "title": "Tarif yang berlaku pada {day} (segmen penerima upah, persen dari upah sebulan)",
        "since": "sejak",
        "used": "badan penyelenggara pemilu",
        "nothing": "tidak ada tarif yang berlaku pada hari itu",
        "rules": "Aturan",
        "risk_class": "kelompok risiko",
        "rounding": "pembulatan",
        "due": "jatuh tempo",
        "penalty": "denda",
        "proration": "hitungan bulan:",
        "bpu": "Bukan penerima upah (BPU), sebulan",
        "bands": "{bands} kelompok penghasilan",
        "reliefs": "Keringanan iuran",
        "paid": "dibayar",
        "not_paid_by": ", bukan yang dibayar {funds}",
        "elsewhere": "tidak berlaku",
        "honoraria": "Honorarium (batas tertinggi) jabatan yang bertugas pada hari itu,",
        "month": "bulan",
        "term": "masa tugas",
        "checked": "Berkas tarif terakhir diperiksa pada {day} ({read} dari {values} nilai dari naskah"
        " peraturan; lihat rates --check).",
        "stale": "Hari yang ditanyakan sesudah itu: periksa apakah ada perubahan.",
    },
    "en": {
        "title": "Rates in force on {day} (segment of wage earners, percent of the monthly wage)",
        "since": "since",
        "used": "election bodies",
        "nothing": "no rate is in force on that day",
        "rules": "Rules",
        "risk_class": "risk class",
        "rounding": "rounding",
        "due": "due",
        "penalty": "penalty",
        "proration": "proration",
        "bpu": "Not paid a wage (BPU), a month",
        "bands": "{bands} bands of income",
        "reliefs": "Reliefs",
        "paid": "is paid",
        "not_paid_by": ", not paid by {funds}",
        "elsewhere": "not for them",
        "honoraria": "Honoraria (ceilings) of the roles that serve on that day,",
        "month": "month",
        "term": "term",
        "checked": "The rate files were last checked on {day} ({read} of {values} values from the text of the"
        " law; see rates --check).",
        "stale": "The day asked for lies later: check whether something has changed.",
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


def _bpu_lines(bpu: dict[str, Any], language: Language) -> list[str]:
    """Tell the segment BPU in a few lines; all bands stand in ``--json``."""
    words, rows = _WORDS[language], []
    for entry in bpu["jkk"]:
        least, most = (
            rupiah.format_rupiah(int(Decimal(entry["bands"][at]["jkk"]) * 100)) for at in (0, -1)
        )
        amounts = f"{least} – {most} ({words['bands'].format(bands=len(entry['bands']))})"
        sure = confidence_label(entry["confidence"], language)
        rows.append(("JKK", amounts, f"{entry['law']}, {entry['article']}", sure))
    for entry in bpu["jkm"]:
        amount = rupiah.format_rupiah(int(Decimal(entry["amount"]) * 100))
        sure = confidence_label(entry["confidence"], language)
        rows.append(("JKM", amount, f"{entry['law']}, {entry['article']}", sure))
    return ["", words["bpu"], *text_table(rows)] if rows else []


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
            "honorarium": rupiah.to_decimal_string(said.honorarium.amount_sen),
            "per": said.honorarium.per,
            "law": said.honorarium.law,
            "article": said.honorarium.article,
            "confidence": said.honorarium.confidence,
        }
        for code, said in election.roles.items()
        if said.honorarium and election.covers(code, day, day)
    ]
