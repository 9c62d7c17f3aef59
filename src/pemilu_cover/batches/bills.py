"""The bills of a nation: one for all, one for each province, one for each regency; and its manifest."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl

from pemilu_cover import __version__
from pemilu_cover.enrolment.aggregates import Aggregates
from pemilu_cover.enrolment.amounts import AreaTotal
from pemilu_cover.enrolment.coverage_gaps import before_agreement_json
from pemilu_cover.enrolment.elections import shares_json
from pemilu_cover.enrolment.totals import EnrolmentTotals, summarise
from pemilu_cover.enrolment.validation import EnrolmentTerms
from pemilu_cover.i18n.text import Language, LocalizedText
from pemilu_cover.reference import regions
from pemilu_cover.reference.sipp_locations import Location, sipp_location
from pemilu_cover.reports.json.totals import (
    by_role_json,
    format_cover,
    law_json,
    months_as_number,
    premium_json,
    schedule_json,
    uncovered_json,
)
from pemilu_cover.reports.law_used import bill_cautions
from pemilu_cover.reports.xlsx.invoice import workbook
from pemilu_cover.reports.xlsx.invoice.build import build_bill
from pemilu_cover.reports.xlsx.invoice.model import AreaSheet
from pemilu_cover.reports.xlsx.texts import workbook_text
from pemilu_cover.values import rupiah
from pemilu_cover.values.text import sanitise_for_terminal

NATION = ""
UNKNOWN = "unknown"


def write(sums: Aggregates, nation: EnrolmentTotals) -> Iterator[tuple[str, bytes]]:
    """Yield the names and bytes of all invoices: the nation's, whose totals are given, and of each area."""

    def bill(area: str | None, location: Location | None, areas: Sequence[AreaSheet]) -> bytes:
        return _bill(area_totals(sums, nation.terms, location, area, nation.paid_on), areas)

    regencies = sums.regencies()
    provinces = sorted({code[: regions.PROVINCE] for code in regencies if code})
    areas = [_areas("Provinsi", sums, NATION, regions.PROVINCE)]
    areas.append(_areas("Kabupaten-Kota", sums, NATION, regions.REGENCY))
    yield "invoice.xlsx", _bill(nation, areas)
    for code in provinces:
        areas = [_areas("Kabupaten-Kota", sums, code, regions.REGENCY)]
        yield f"provinces/{code}/invoice.xlsx", bill(code, None, areas)
    for regency in regencies:
        location = sipp_location(regency) if regency else None
        content = bill(regency, location, [_kecamatan(sums, regency)])
        yield f"{regency_folder(regency)}/invoice.xlsx", content


def area_totals(
    sums: Aggregates,
    terms: EnrolmentTerms,
    location: Location | None,
    area: str | None = NATION,
    paid_on: date | None = None,
) -> EnrolmentTotals:
    """Return the totals of an area of a result whose people who are held back are in a table."""
    return summarise(sums, terms, location, area, paid_on=paid_on, held_back_in="held_back/")


def regency_folder(regency: str | None) -> str:
    """Return the folder of a regency within the result."""
    return f"regencies/{regency or UNKNOWN}"


def _bill(account: EnrolmentTotals, areas: Sequence[AreaSheet]) -> bytes:
    return workbook.write(replace(build_bill(account), areas=areas))


def _areas(title: str, sums: Aggregates, area: str, length: int) -> AreaSheet:
    """Sum an area up by province or regency: by codes of so many digits."""
    found = sums.areas(area, pl.col("regency").str.head(length))
    return AreaSheet(
        title, [sum_._replace(code=code or "", name=_name(code)) for code, sum_ in found]
    )


def _kecamatan(sums: Aggregates, regency: str | None) -> AreaSheet:
    found = sums.areas(regency, pl.col("kecamatan"))
    return AreaSheet(
        "Kecamatan",
        [area._replace(name=area.name or workbook_text("invoice.not-named")) for _, area in found],
    )


def _name(code: str | None) -> str:
    return regions.region_name(code or "") or workbook_text("invoice.not-named")


def manifest(
    sums: Aggregates,
    account: EnrolmentTotals,
    office: tuple[Location | None, LocalizedText],
    files: Sequence[Mapping[str, Any]],
    outputs: Mapping[str, Mapping[str, Any]],
) -> bytes:
    """Write how the result came about, and what it is; give its bytes."""
    terms = account.terms
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
        "counts": {
            **sums.counts(),
            "excluded_by": account.excluded._asdict(),
            "findings": sums.codes(),
        },
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
    sums: Aggregates,
    account: EnrolmentTotals,
    files: Sequence[str],
    language: Language,
) -> dict[str, Any]:
    """Return what ``--json`` prints; findings are counted, since they stand in tables of their own."""
    terms = account.terms
    counts = sums.counts()
    people = counts["enrolled"] + counts["held_back"] + counts["excluded"]
    return {
        "roster": {"files": [sanitise_for_terminal(file) for file in files], "rows": people},
        **counts,
        "excluded_by": account.excluded._asdict(),
        "premium": premium_json(account),
        "by_role": by_role_json(account),
        "by_regency": by_regency_json(sums),
        "schedule": schedule_json(account),
        "uncovered": uncovered_json(account),
        "before_agreement": before_agreement_json(account),
        "cover": format_cover(account, language),
        "cautions": [text.in_language(language) for text in bill_cautions(account)],
        "election": terms.election.id,
        "elections": shares_json(sums.elections(NATION, terms.book)),
        "findings_by_code": sums.codes(),
    }


def by_regency_json(sums: Aggregates) -> list[dict[str, Any]]:
    """Return what becomes of the people of each regency, and what they cost; null where none is named."""
    amounts = dict(sums.areas(NATION, pl.col("regency")))
    nothing = AreaTotal("", "", 0, 0, 0, 0)
    return [
        {
            "regency": code,
            "name": regions.region_name(code) if code else None,
            **sums.counts(code),
            **_amounts_json(amounts.get(code, nothing)),
        }
        for code in sums.regencies()
    ]


def _amounts_json(area: AreaTotal) -> dict[str, Any]:
    return {
        "person_months": months_as_number(area.person_months),
        "jkk": rupiah.to_decimal_string(area.jkk_sen),
        "jkm": rupiah.to_decimal_string(area.jkm_sen),
        "total": rupiah.to_decimal_string(area.jkk_sen + area.jkm_sen),
    }
