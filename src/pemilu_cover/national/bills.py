"""The bills of a nation: one for all, one for each province, one for each regency; and its manifest."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from pemilu_cover import __version__
from pemilu_cover.enrolling.account import Account
from pemilu_cover.enrolling.accountjson import (
    by_role_json,
    cover_in_words,
    law_json,
    number,
    premium_json,
    schedule_json,
    uncovered_json,
)
from pemilu_cover.enrolling.billing import bill_of, cautions_of
from pemilu_cover.enrolling.elections import shares_json
from pemilu_cover.enrolling.gaps import before_agreement_json
from pemilu_cover.enrolling.judging import Terms
from pemilu_cover.messages import Language, Text
from pemilu_cover.national.sums import Sums
from pemilu_cover.sheets import invoice
from pemilu_cover.sheets.invoice import NOT_NAMED, Area, Areas
from pemilu_cover.sheets.sipp import Location, location_of
from pemilu_cover.values import regions, rupiah
from pemilu_cover.values.text import for_screen

NATION = ""
UNKNOWN = "unknown"


def write(sums: Sums, terms: Terms, office: Location | None) -> Iterator[tuple[str, bytes]]:
    """Make all invoices; give their names within the result, and their bytes."""
    regencies = sums.regencies()
    provinces = sorted({code[: regions.PROVINCE] for code in regencies if code})
    nation = [_areas("Provinsi", sums, NATION, regions.PROVINCE)]
    nation.append(_areas("Kabupaten-Kota", sums, NATION, regions.REGENCY))
    yield "invoice.xlsx", _bill(sums.account(NATION, terms, office), nation)
    for code in provinces:
        areas = [_areas("Kabupaten-Kota", sums, code, regions.REGENCY)]
        yield f"provinces/{code}/invoice.xlsx", _bill(sums.account(code, terms, None), areas)
    for regency in regencies:
        account = sums.account(regency, terms, location_of(regency) if regency else None)
        yield f"{folder_of(regency)}/invoice.xlsx", _bill(account, [_kecamatan(sums, regency)])


def folder_of(regency: str | None) -> str:
    """Give the folder of a regency within the result."""
    return f"regencies/{regency or UNKNOWN}"


def _bill(account: Account, areas: Sequence[Areas]) -> bytes:
    return invoice.write(replace(bill_of(account), areas=areas))


def _areas(title: str, sums: Sums, area: str, length: int) -> Areas:
    """Sum an area up by province or regency: by codes of so many digits."""
    found = sums.areas(area, pl.col("regency").str.head(length))
    return Areas(title, [sum_._replace(code=code or "", name=_name(code)) for code, sum_ in found])


def _kecamatan(sums: Sums, regency: str | None) -> Areas:
    found = sums.areas(regency, pl.col("kecamatan"))
    return Areas("Kecamatan", [area._replace(name=area.name or NOT_NAMED) for _, area in found])


def _name(code: str | None) -> str:
    return regions.name(code or "") or NOT_NAMED


def manifest(
    sums: Sums,
    terms: Terms,
    office: tuple[Location | None, Text],
    files: Sequence[Mapping[str, Any]],
    outputs: Mapping[str, Mapping[str, Any]],
) -> bytes:
    """Write how the result came about, and what it is; give its bytes."""
    account = sums.account(NATION, terms, office[0])
    agreement = terms.agreement
    told = {
        "program": {"name": "pemilu-cover", "version": __version__},
        "inputs": files,
        "election": {
            "id": terms.election.id,
            "name": terms.election.name,
            "because": terms.election_because.en,
            "of_contracts": shares_json(sums.elections(NATION, terms.book)),
        },
        "agreement": agreement.model_dump(mode="json", exclude_unset=True)
        if agreement.model_fields_set
        else None,
        "law": law_json(account),
        "defaults": {
            "location": {"code": office[0].code if office[0] else None, "because": office[1].en}
        },
        "counts": {**sums.counts(), "findings": sums.codes()},
        "premium": premium_json(account),
        "by_role": by_role_json(account),
        "by_regency": by_regency_json(sums),
        "schedule": schedule_json(account),
        "uncovered": uncovered_json(account),
        "before_agreement": before_agreement_json(account),
        "outputs": outputs,
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def report(
    sums: Sums, terms: Terms, office: Location | None, files: Sequence[str], language: Language
) -> dict[str, Any]:
    """Give what ``--json`` prints; findings are counted, since they stand in tables of their own."""
    account = sums.account(NATION, terms, office)
    counts = sums.counts()
    people = counts["enrolled"] + counts["held_back"] + counts["excluded"]
    return {
        "roster": {"files": [for_screen(file) for file in files], "rows": people},
        **counts,
        "premium": premium_json(account),
        "by_role": by_role_json(account),
        "by_regency": by_regency_json(sums),
        "schedule": schedule_json(account),
        "uncovered": uncovered_json(account),
        "before_agreement": before_agreement_json(account),
        "cover": cover_in_words(account, language),
        "cautions": [text.say(language) for text in cautions_of(account)],
        "election": terms.election.id,
        "elections": shares_json(sums.elections(NATION, terms.book)),
        "findings_by_code": sums.codes(),
    }


def by_regency_json(sums: Sums) -> list[dict[str, Any]]:
    """Give what becomes of the people of each regency, and what they cost; null where none is named."""
    amounts = dict(sums.areas(NATION, pl.col("regency")))
    nothing = Area("", "", 0, 0, 0, 0)
    return [
        {
            "regency": code,
            "name": regions.name(code) if code else None,
            **sums.counts(code),
            **_amounts_json(amounts.get(code, nothing)),
        }
        for code in sums.regencies()
    ]


def _amounts_json(area: Area) -> dict[str, Any]:
    return {
        "person_months": number(area.person_months),
        "jkk": rupiah.as_text(area.jkk_sen),
        "jkm": rupiah.as_text(area.jkm_sen),
        "total": rupiah.as_text(area.jkk_sen + area.jkm_sen),
    }
