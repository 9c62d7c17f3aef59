"""The law that is in force on a day, each value with its article and how sure it is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pemilu_cover.law.book import RateBook, Rates
from pemilu_cover.law.due import due_of, penalty_of
from pemilu_cover.law.elections import Election
from pemilu_cover.messages import Language
from pemilu_cover.reasons.lawview import percent, relief_json, table, tariff_json
from pemilu_cover.values import rupiah


def in_force(day: date, folder: Path | None = None) -> dict[str, Any]:
    """Give rates, rules and honoraria of a day, as ``rates --json`` prints them.

    Outside every entry the lists are empty: nothing is stretched. Raise `LawFileError` for a rate
    file that cannot be used.
    """
    book = RateBook.load(folder)
    used, penalty = book.jkk.election_bodies, penalty_of(day, "pu", book)
    return {
        "on": day.isoformat(),
        "checked_on": book.checked_on.isoformat(),
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
        "rules": {
            "risk_class": used.model_dump(mode="json", exclude_defaults=True) if used else None,
            "rounding": book.contribution.rounding.model_dump(mode="json", exclude_defaults=True),
            "due": due_of(day, "pu", book).model_dump(mode="json", exclude_defaults=True),
            "penalty": penalty.model_dump(mode="json", exclude_defaults=True) if penalty else None,
            "proration": {
                name: rule.model_dump(mode="json", by_alias=True, exclude_defaults=True)
                for name, rule in book.proration.rules.items()
                if rule.in_force(day)
            },
        },
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


def as_text(found: dict[str, Any], language: Language) -> str:
    """Give the law of a day as a table for a person."""
    words = _WORDS[language]
    lines = [words["title"].format(day=found["on"]), ""]
    rows = [
        (
            f"{rate['programme']} {rate['risk_class'] or ''}".strip(),
            percent(Decimal(rate["rate"]) * 100),
            f"{rate['law']}, {rate['article']}",
            f"{words['since']} {rate['from']}",
            rate["confidence"] + (f" ← {words['used']}" if rate["election_bodies"] else ""),
        )
        for rate in found["rates"]
    ]
    lines += table(rows) or [f"  {words['nothing']}"]
    lines += _bpu_lines(found["bpu"], words)
    rules = found["rules"]
    lines += ["", words["rules"]]
    named = [
        ("risk class", rules["risk_class"]),
        ("rounding", rules["rounding"]),
        ("due", rules["due"]),
        ("penalty", rules["penalty"]),
    ]
    named += [(f"proration {name}", rule) for name, rule in rules["proration"].items()]
    lines += table(
        [
            (name, f"{rule['law']}, {rule['article']}", rule["confidence"])
            for name, rule in named
            if rule
        ]
    )
    lines += _reliefs(found, words)
    for election in found["elections"]:
        lines += ["", f"{words['honoraria']} {election['election']}"]
        lines += table(
            [
                (
                    role["role"],
                    rupiah.show(int(Decimal(role["honorarium"]) * 100)),
                    f"/ {words[role['per']]}",
                    role["law"],
                    role["confidence"],
                )
                for role in election["roles"]
            ]
        )
    lines += ["", words["checked"].format(day=found["checked_on"])]
    if found["on"] > found["checked_on"]:
        lines.append(words["stale"])
    return "\n".join(lines)


def _reliefs(found: dict[str, Any], words: dict[str, str]) -> list[str]:
    """Tell which reliefs hold on the day, and which do not reach election bodies."""
    rows = [
        (
            f"{percent(Decimal(relief['paid']) * 100)} {words['paid']}",
            f"{relief['law']}, {relief['article']}",
            f"{'+'.join(relief['segments']).upper()}"
            + (f", {words['self_paid']}" if relief["self_paid_only"] else "")
            + f" · {relief['confidence']}",
        )
        for relief in found["reliefs"]
    ]
    rows += [
        (
            words["elsewhere"],
            f"{entry['law']}, {entry['article']}",
            f"{entry['name']}: {entry['why']}",
        )
        for entry in found["reliefs_elsewhere"]
    ]
    return ["", words["reliefs"], *table(rows)] if rows else []


_WORDS: dict[Language, dict[str, str]] = {
    "id": {
        "title": "Tarif yang berlaku pada {day} (segmen penerima upah, persen dari upah sebulan)",
        "since": "sejak",
        "used": "badan penyelenggara pemilu",
        "nothing": "tidak ada tarif yang berlaku pada hari itu",
        "rules": "Aturan",
        "bpu": "Bukan penerima upah (BPU), sebulan",
        "bands": "{bands} kelompok penghasilan",
        "reliefs": "Keringanan iuran",
        "paid": "dibayar",
        "self_paid": "yang membayar sendiri",
        "elsewhere": "tidak berlaku",
        "honoraria": "Honorarium (batas tertinggi) jabatan yang bertugas pada hari itu,",
        "month": "bulan",
        "term": "masa tugas",
        "checked": "Berkas tarif terakhir dicocokkan dengan hukum pada {day}.",
        "stale": "Hari yang ditanyakan sesudah itu: periksa apakah ada perubahan.",
    },
    "en": {
        "title": "Rates in force on {day} (segment of wage earners, percent of the monthly wage)",
        "since": "since",
        "used": "election bodies",
        "nothing": "no rate is in force on that day",
        "rules": "Rules",
        "bpu": "Not paid a wage (BPU), a month",
        "bands": "{bands} bands of income",
        "reliefs": "Reliefs",
        "paid": "is paid",
        "self_paid": "who pay themselves",
        "elsewhere": "not for them",
        "honoraria": "Honoraria (ceilings) of the roles that serve on that day,",
        "month": "month",
        "term": "term",
        "checked": "The rate files were last compared with the law on {day}.",
        "stale": "The day asked for lies later: check whether something has changed.",
    },
}


def _bpu(book: RateBook, day: date) -> dict[str, Any]:
    """Give what a BPU member pays on a day: the bands of JKK, and JKM."""
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
        "between_bands": bpu.between_bands.model_dump(mode="json", exclude_defaults=True),
        "due": bpu.due.model_dump(mode="json", exclude_defaults=True),
        "no_penalty": bpu.no_penalty.model_dump(mode="json", exclude_defaults=True),
    }


def _bpu_lines(bpu: dict[str, Any], words: dict[str, str]) -> list[str]:
    """Tell the segment BPU in a few lines; all bands stand in ``--json``."""
    rows = []
    for entry in bpu["jkk"]:
        least, most = (rupiah.show(int(Decimal(entry["bands"][at]["jkk"]) * 100)) for at in (0, -1))
        amounts = f"{least} – {most} ({words['bands'].format(bands=len(entry['bands']))})"
        rows.append(("JKK", amounts, f"{entry['law']}, {entry['article']}", entry["confidence"]))
    for entry in bpu["jkm"]:
        amount = rupiah.show(int(Decimal(entry["amount"]) * 100))
        rows.append(("JKM", amount, f"{entry['law']}, {entry['article']}", entry["confidence"]))
    return ["", words["bpu"], *table(rows)] if rows else []


def _on(programme: Rates, day: date) -> list[Any]:
    return [rate for rate in programme.rates if rate.in_force(day)]


def _until(day: date | None) -> dict[str, str]:
    return {"to": day.isoformat()} if day else {}


def _honoraria(election: Election, book: RateBook, day: date) -> list[dict[str, Any]]:
    """Give the honoraria of the roles that serve on a day."""
    return [
        {
            "role": code,
            "name": book.roles.roles[code].name,
            "honorarium": rupiah.as_text(said.honorarium.amount_sen),
            "per": said.honorarium.per,
            "law": said.honorarium.law,
            "article": said.honorarium.article,
            "confidence": said.honorarium.confidence,
        }
        for code, said in election.roles.items()
        if said.honorarium and election.covers(code, day, day)
    ]
