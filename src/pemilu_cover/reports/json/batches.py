"""``manifest.json`` and ``--json`` of a result in batches; findings are counted, since they have tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from pemilu_cover.enrolment.aggregates import Aggregates
from pemilu_cover.enrolment.amounts import AreaTotal
from pemilu_cover.enrolment.batches.checkpoint import BatchRecord, sum_counters
from pemilu_cover.enrolment.totals import EnrolmentTotals
from pemilu_cover.i18n.text import Language, LocalizedText
from pemilu_cover.reference import regions
from pemilu_cover.reference.sipp_locations import Location
from pemilu_cover.reports.batch_bills import NATION
from pemilu_cover.reports.json.totals import (
    manifest_bytes,
    months_as_number,
    origin_json,
    remarks_json,
    sums_json,
)
from pemilu_cover.roster.tables.roster_table import RosterTable
from pemilu_cover.values import rupiah
from pemilu_cover.values.text import sanitise_for_terminal


def write_manifest(
    sums: Aggregates,
    totals: EnrolmentTotals,
    location: tuple[Location | None, LocalizedText],
    inputs: Sequence[Mapping[str, Any]],
    outputs: Mapping[str, Mapping[str, Any]],
) -> bytes:
    """Return the manifest of a result; ``inputs`` and ``outputs`` describe its files."""
    place_of_work, because = location
    return manifest_bytes(
        {
            **origin_json(totals, sums.elections(NATION, totals.terms.book), inputs),
            "defaults": {
                "location": {
                    "code": place_of_work.code if place_of_work else None,
                    "because": because.en,
                }
            },
            "counts": {**counts_json(sums, totals), "findings": sums.codes()},
            **sums_json(totals),
            "by_regency": by_regency_json(sums),
            "outputs": outputs,
        }
    )


def report(
    sums: Aggregates, totals: EnrolmentTotals, files: Sequence[str], language: Language
) -> dict[str, Any]:
    """Return what ``--json`` prints."""
    counts = sums.counts()
    people = counts["enrolled"] + counts["held_back"] + counts["excluded"]
    return {
        "roster": {"files": [sanitise_for_terminal(file) for file in files], "rows": people},
        **counts_json(sums, totals),
        **sums_json(totals),
        "by_regency": by_regency_json(sums),
        **remarks_json(totals, sums.elections(NATION, totals.terms.book), language),
        "findings_by_code": sums.codes(),
    }


def counts_json(sums: Aggregates, totals: EnrolmentTotals) -> dict[str, Any]:
    """Return what becomes of the people."""
    return {**sums.counts(), "excluded_by": totals.excluded._asdict()}


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


def table_json(table: RosterTable, batches: Sequence[BatchRecord]) -> dict[str, Any]:
    """Return how the table of a file was read, for the manifest."""
    header = table.header
    return {
        "header_row": table.sheet.first_row + header.first,
        "columns": {field: sanitise_for_terminal(label) for field, label in header.labels.items()},
        "unmapped": [sanitise_for_terminal(label) for label in header.unmapped.values()],
        "people": sum(record.people for record in batches),
        "not_people": sum_counters(record.skipped for record in batches),
        "not_understood": [
            cells.as_json() for record in batches for cells in record.not_understood
        ],
    }
