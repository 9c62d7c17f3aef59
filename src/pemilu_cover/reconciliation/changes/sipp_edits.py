"""What an update changes in the files that SIPP lets an office download: wages and contact data.

A corrected NIK is unknown to SIPP until the branch office has corrected it: then the membership number
identifies the person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from pemilu_cover.enrolment.outcome import ENROLLED
from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.reconciliation.changes import events as kinds
from pemilu_cover.reconciliation.changes.roster_update import RosterUpdate
from pemilu_cover.reconciliation.sipp_downloads import SippDownload, read_sipp_download
from pemilu_cover.roster.reading.reader import unique_labels
from pemilu_cover.values import rupiah
from pemilu_cover.values.dates import add_months
from pemilu_cover.values.text import normal_form

# What becomes of a change.
FILLED, SAME, NOT_LISTED, AMBIGUOUS = "filled", "same", "not-listed", "ambiguous"
NO_FILE, NOT_IN_SIPP = "no-file", "not-in-sipp"


class SippFile(NamedTuple):
    """A file that SIPP wrote: its bytes, and a sheet of people in it."""

    content: bytes
    download: SippDownload


class FieldEdit(NamedTuple):
    """A new value of a field in a row of SIPP's sheet, as text; ``file`` is the index of the file."""

    file: int
    row: int
    field: str
    value: str


@dataclass(frozen=True)
class SippEdits:
    """The edits of SIPP's files, and what becomes of each person's changes, by ``id`` and field."""

    files: Sequence[SippFile]
    edits: Sequence[FieldEdit]
    outcome: Mapping[tuple[int, str], str]


def read_sipp_files(paths: Sequence[Path]) -> list[SippFile]:
    """Read files that SIPP wrote. Raise `RefusalError`."""
    by_label = dict(zip(unique_labels(paths), paths, strict=True))
    return [
        SippFile(by_label[download.label].read_bytes(), download)
        for download in read_sipp_download(paths)
    ]


def check_downloads(update: RosterUpdate, files: Sequence[SippFile]) -> None:
    """Raise `RefusalError` for files of another NPP or of another reporting period."""
    npp = update.totals.terms.agreement.employer.npp
    for _, download in files:
        npp = npp or download.npp
        if download.npp and download.npp != npp:
            raise RefusalError(
                "sipp-other-npp", file=download.label, npp=download.npp, expected=npp
            )
        if download.period and download.period != update.period:
            raise RefusalError(
                "sipp-other-period",
                file=download.label,
                period=f"{download.period:%Y-%m}",
                expected=f"{update.period:%Y-%m}",
            )


def wage_changes(update: RosterUpdate) -> pl.DataFrame:
    """Return the people whose wage changed, with ``wage_before`` and ``sipp_wage_before``.

    SIPP has a person once: the wage of somebody with several contracts is the sum of those of the period.
    """
    before = update.earlier.filter(pl.col("status") == ENROLLED).select(
        pl.col("id").alias("earlier"),
        pl.col("wage_sen").alias("wage_before"),
        pl.col("sipp_wage").alias("sipp_wage_before"),
    )
    enrolled = update.people.filter(pl.col("status") == ENROLLED)
    of_several = _summed_wages(update)
    is_changed = (pl.col("wage_sen") != pl.col("wage_before")) | (
        pl.col("sipp_wage").ne_missing(pl.col("sipp_wage_before"))
    )
    changed = (
        enrolled.select("id", "earlier", "wage_sen", "sipp_wage")
        .join(before, on="earlier")
        .filter(is_changed)
        .select("id", "wage_before", "sipp_wage_before")
    )
    single = enrolled.join(changed, on="id").join(of_several, on="nik", how="anti")
    several = of_several.select(single.columns).filter(is_changed)
    return pl.concat([single, several]).sort("id")


def _summed_wages(update: RosterUpdate) -> pl.DataFrame:
    """Return the latest contract of each wage earner who has several, with the wages of all in the period.

    ``wage_before`` and ``sipp_wage_before`` are those of the period before; who is in none of both is left
    out.
    """
    period = update.period
    earners = (pl.col("status") == ENROLLED) & (pl.col("segment") == "pu")
    people = update.people.filter(earners & pl.col("nik").is_duplicated())

    def sums(contracts: pl.DataFrame, month: date) -> pl.DataFrame:
        billed = (
            pl.col("charges").list.eval(pl.element().struct.field("month")).list.contains(month)
        )
        return (
            contracts.filter(billed)
            .group_by("nik")
            .agg(
                pl.col("wage_sen").sum(),
                pl.col("sipp_wage").cast(pl.Int64).sum().cast(pl.String),
            )
        )

    former = update.earlier.filter(earners & pl.col("nik").is_in(people["nik"].implode()))
    before = sums(former, add_months(period, -1)).rename(
        {"wage_sen": "wage_before", "sipp_wage": "sipp_wage_before"}
    )
    now = sums(people, period).join(before, on="nik")
    latest = people.sort("start", "id").unique("nik", keep="last", maintain_order=True)
    return latest.drop("wage_sen", "sipp_wage").join(now, on="nik")


def wage_edits(update: RosterUpdate, files: Sequence[SippFile]) -> SippEdits:
    """Return the changed wages as edits of the wage file of the period."""
    wages = [
        (person, "wage_sen", person["sipp_wage"])
        for person in wage_changes(update).iter_rows(named=True)
        if person["sipp_wage"] != person["sipp_wage_before"]
    ]
    return _edits(_of_kind("upah", files), wages)


def contact_edits(update: RosterUpdate, files: Sequence[SippFile]) -> SippEdits:
    """Return the changed contact data as edits of the correction file."""
    changed = update.events.filter(pl.col("kind") == kinds.CONTACT).select("earlier", "field")
    concerned = update.people.filter(pl.col("earlier").is_in(changed["earlier"].implode()))
    people = {person["earlier"]: person for person in concerned.iter_rows(named=True)}
    contacts = [
        (people[earlier], field, sipp_contact(people[earlier], field))
        for earlier, field in changed.iter_rows()
        if earlier in people
    ]
    return _edits(_of_kind("koreksi", files), contacts)


def sipp_contact(person: Mapping[str, Any], field: str) -> str:
    """Return a contact as SIPP's correction file takes it; it has no column for postal codes."""
    if field in ("address", "postal_code"):
        address, code = person["address"] or "", person["postal_code"] or ""
        has_code = normal_form(code) in normal_form(address)
        return address if has_code else f"{address}, {code}".removeprefix(", ")
    return str(person[field])


def _of_kind(kind: str, files: Sequence[SippFile]) -> list[SippFile]:
    """Return the files of a kind, each once."""
    return [*{file.download.sha256: file for file in files if file.download.kind == kind}.values()]


def _edits(files: Sequence[SippFile], values: Sequence[tuple[Any, str, str]]) -> SippEdits:
    outcome: dict[tuple[int, str], str] = {}
    edits: dict[tuple[int, int, str], FieldEdit] = {}
    listed = _ListedPeople([file.download for file in files])
    for person, field, value in values:
        key = person["id"], field
        if person["segment"] != "pu":
            outcome[key] = NOT_IN_SIPP
        elif not files:
            outcome[key] = NO_FILE
        else:
            column = "address" if field == "postal_code" else field
            rows = listed.rows(person)
            edit = FieldEdit(*rows[0], column, value) if len(rows) == 1 else None
            outcome[key] = _outcome(rows, edit, edits, listed)
            if edit and outcome[key] == FILLED:
                edits[edit[:3]] = edit
    return SippEdits(files, list(edits.values()), outcome)


def _outcome(
    rows: Sequence[tuple[int, int]],
    edit: FieldEdit | None,
    others: Mapping[tuple[int, int, str], FieldEdit],
    listed: _ListedPeople,
) -> str:
    if not rows:
        return NOT_LISTED
    if edit is None or others.get(edit[:3], edit) != edit:
        return AMBIGUOUS
    return SAME if listed.has_value(edit) else FILLED


class _ListedPeople:
    """The rows of SIPP's files, by file and number, by NIK and by membership number."""

    def __init__(self, downloads: Sequence[SippDownload]) -> None:
        self._people = {
            (file, row["row"]): row
            for file, download in enumerate(downloads)
            for row in download.rows.iter_rows(named=True)
        }
        self._rows: defaultdict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        for number, row in self._people.items():
            for key in ("nik", "kpj"):
                if row[key]:
                    self._rows[key, row[key]].append(number)

    def rows(self, person: Mapping[str, Any]) -> list[tuple[int, int]]:
        """Return file and number of a person's rows, by NIK; by the membership number where it has others."""
        of_nik, of_kpj = (self._rows.get((key, person[key]), []) for key in ("nik", "kpj"))
        return of_nik if of_nik and {*of_kpj} <= {*of_nik} else of_kpj

    def has_value(self, edit: FieldEdit) -> bool:
        """Return whether a cell has its new value already."""
        known = self._people[edit.file, edit.row][edit.field]
        if edit.field == "wage_sen":
            return bool(known == int(edit.value) * rupiah.SEN)
        return bool(known == edit.value)
