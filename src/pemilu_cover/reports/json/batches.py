"""``manifest.json`` and ``--json`` of a result in batches; findings are counted, since they have tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Literal

from typing_extensions import TypedDict

from pemilu_cover.enrolment.aggregates import Aggregates
from pemilu_cover.enrolment.amounts import AreaTotal
from pemilu_cover.enrolment.batches.checkpoint import BatchRecord, TableRecord, sum_counters
from pemilu_cover.enrolment.batches.result import BatchResult
from pemilu_cover.enrolment.totals import EnrolmentTotals
from pemilu_cover.i18n.text import Language, LocalizedText
from pemilu_cover.reference import regions
from pemilu_cover.reference.sipp_locations import Location
from pemilu_cover.reports.json.amounts import premium_json
from pemilu_cover.reports.json.people_counts import (
    EnrolCountsJson,
    PeopleCountsJson,
    enrol_counts_json,
    people_counts_json,
)
from pemilu_cover.reports.json.roster_files import TableJson, table_json
from pemilu_cover.reports.json.totals import (
    LocationJson,
    OriginJson,
    RemarksJson,
    SumsJson,
    manifest_bytes,
    months_as_number,
    origin_json,
    remarks_json,
    sums_json,
)
from pemilu_cover.roster.people import NotUnderstoodCellsJson, PassedOverSheetJson
from pemilu_cover.roster.tables.roster_table import RosterTable
from pemilu_cover.values.json_types import FileRecord, InputFile, Money
from pemilu_cover.values.text import sanitise_for_terminal


class BatchTableJson(TableJson):
    """How a table was read, and the sheet that has it."""

    sheet: str


class BatchFileJson(InputFile):
    """A file: how its tables were read, and what was not."""

    tables: list[BatchTableJson]
    passed_over: list[PassedOverSheetJson]
    not_understood: list[NotUnderstoodCellsJson]


class BatchManifestCountsJson(EnrolCountsJson):
    """What becomes of the people, and the findings by code."""

    findings: dict[str, int]


class RegencyJson(PeopleCountsJson):
    """What becomes of the people of a regency, and what they cost; null where none is named."""

    regency: str | None
    name: str | None
    person_months: int | float
    jkk: Money
    jkm: Money
    total: Money


class BatchDefaultsJson(TypedDict):
    """What was filled in."""

    location: LocationJson


class BatchManifestJson(OriginJson, SumsJson):
    """``manifest.json`` of ``enrol --output-format parquet`` or ``csv``."""

    schema: Literal["pemilu-cover/batch-manifest/1"]
    inputs: list[BatchFileJson]
    defaults: BatchDefaultsJson
    counts: BatchManifestCountsJson
    by_regency: list[RegencyJson]
    outputs: dict[str, FileRecord]


class BatchRosterJson(TypedDict):
    """The files and the number of people."""

    files: list[str]
    rows: int
    not_understood: int


class BatchesJson(EnrolCountsJson, SumsJson, RemarksJson):
    """The document of ``enrol --output-format parquet`` or ``csv``."""

    schema: Literal["pemilu-cover/enrol-batches/1"]
    roster: BatchRosterJson
    by_regency: list[RegencyJson]
    findings_by_code: dict[str, int]
    passed_over: list[PassedOverSheetJson]
    not_understood: list[NotUnderstoodCellsJson]
    out: str | None


def write_manifest(
    sums: Aggregates,
    totals: EnrolmentTotals,
    location: tuple[Location | None, LocalizedText],
    inputs: Sequence[BatchFileJson],
    outputs: dict[str, FileRecord],
) -> bytes:
    """Return the manifest of a result; ``inputs`` and ``outputs`` describe its files."""
    place_of_work, because = location
    manifest: BatchManifestJson = {
        "schema": "pemilu-cover/batch-manifest/1",
        **origin_json(totals, sums.whole.elections(totals.terms.book)),
        "inputs": list(inputs),
        "defaults": {
            "location": {
                "code": place_of_work.code if place_of_work else None,
                "because": because.en,
            }
        },
        "counts": {
            **enrol_counts_json(sums.whole.counts(), totals.excluded),
            "findings": sums.codes(),
        },
        **sums_json(totals),
        "by_regency": by_regency_json(sums),
        "outputs": outputs,
    }
    return manifest_bytes(manifest)


def report(result: BatchResult, language: Language) -> BatchesJson:
    """Return what ``--json`` prints."""
    sums, totals = result.sums, result.totals
    counts = sums.whole.counts()
    unread = [cells.as_json() for cells in result.not_understood]
    return {
        "schema": "pemilu-cover/enrol-batches/1",
        "roster": {
            "files": [sanitise_for_terminal(file) for file in result.files],
            "rows": counts["enrolled"] + counts["held_back"] + counts["excluded"],
            "not_understood": len(unread),
        },
        **enrol_counts_json(counts, totals.excluded),
        **sums_json(totals),
        "by_regency": by_regency_json(sums),
        **remarks_json(totals, sums.whole.elections(totals.terms.book), language),
        "findings_by_code": sums.codes(),
        "passed_over": [sheet.as_json() for sheet in result.passed_over],
        "not_understood": unread,
        "out": sanitise_for_terminal(str(result.out)) if result.out else None,
    }


def by_regency_json(sums: Aggregates) -> list[RegencyJson]:
    """Return what becomes of the people of each regency, and what they cost; null where none is named."""
    nothing = AreaTotal("", "", 0, 0, 0, 0)
    return [
        {
            "regency": part.code,
            "name": regions.region_name(part.code) if part.code else None,
            **people_counts_json(part.counts()),
            "person_months": months_as_number(total.person_months),
            **premium_json(total.jkk_sen, total.jkm_sen),
        }
        for part in sums.parts(regions.REGENCY)
        for total in [part.total() or nothing]
    ]


def input_files_json(
    labels: Sequence[str],
    checksums: Sequence[str],
    tables: Sequence[RosterTable],
    batches: Sequence[BatchRecord],
) -> list[BatchFileJson]:
    """Return how each file was read, for the manifest."""
    files: dict[str, BatchFileJson] = {
        label: {
            "file": sanitise_for_terminal(label),
            "sha256": checksum,
            "tables": [],
            "passed_over": [],
            "not_understood": [],
        }
        for label, checksum in zip(labels, checksums, strict=True)
    }
    parts: defaultdict[int, list[TableRecord]] = defaultdict(list)
    for record in batches:
        for number, part in enumerate(record.tables, record.first_table):
            parts[number].append(part)
        for cells in record.not_understood:
            files[cells.file]["not_understood"].append(cells.as_json())
        for sheet in record.passed_over:
            files[sheet.file]["passed_over"].append(sheet.as_json())
    for number, table in enumerate(tables):
        files[table.sheet.file]["tables"].append(_table_json(table, parts[number]))
    return list(files.values())


def _table_json(table: RosterTable, parts: Sequence[TableRecord]) -> BatchTableJson:
    people = sum(part.people for part in parts)
    not_people = sum_counters(part.not_people for part in parts)
    return {
        "sheet": sanitise_for_terminal(table.sheet.name),
        **table_json(table, table.header.unmapped.values(), people, not_people),
    }
