"""What goes back to the kecamatan: rows with findings, people who lack cells, people left out."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING

import polars as pl

from pemilu_cover.enrolment.kecamatan_counts import place_forms
from pemilu_cover.i18n.messages import messages
from pemilu_cover.reports.people_labels import kecamatan_file_stem
from pemilu_cover.reports.xlsx.corrections import newcomers, workbook
from pemilu_cover.reports.xlsx.corrections.altered_cells import (
    SHOWN_FIELDS,
    altered_cells,
    altering_changes,
    replaced_answers,
    row_addresses,
)
from pemilu_cover.reports.xlsx.corrections.model import (
    ColumnTitles,
    CorrectionsData,
    FaultyRows,
    FindingMark,
)
from pemilu_cover.reports.xlsx.corrections.read_only_data import (
    column_notes,
    excluded_people,
    unread_cells,
)
from pemilu_cover.reports.xlsx.corrections.read_only_sheets import ColumnNote
from pemilu_cover.reports.xlsx.roster_form.layout import columns
from pemilu_cover.roster.columns import DISPLAY
from pemilu_cover.roster.corrections import correction_rows, corrections_sheets
from pemilu_cover.roster.corrections.cell_outcomes import NEVER_SHOWN
from pemilu_cover.roster.corrections.correction_rows import READ_ONLY_FIELDS
from pemilu_cover.roster.corrections.row_matching import (
    TYPED,
    row_checksum,
    row_codes,
    with_typed,
)
from pemilu_cover.roster.findings import PERSON, Finding
from pemilu_cover.roster.tables.column_names import fields

if TYPE_CHECKING:
    from pemilu_cover.enrolment.result import Enrolment
    from pemilu_cover.enrolment.validation import ValidatedRoster

# What SIPP demands of a person and a kecamatan can fill in.
_FIELDS_TO_FILL = ("birth_place", "sex", "mother", "marital", "blood", "address", "postal_code")
_FOLDER = "corrections"


def build_corrections(enrolment: Enrolment, *, update_period: str = "") -> dict[str, bytes]:
    """Write the corrections of an enrolment by file name; there is none if nothing is to be corrected.

    ``update_period``, ``YYYY-MM``, is that of an update.
    """
    validation = enrolment.validation
    incomplete = _incomplete_people(enrolment)
    ids = _reported_people(enrolment, incomplete)
    unread, notes = unread_cells(validation), [note for _, note in column_notes(validation)]
    if not ids and not unread and not notes:
        return {}
    contents = _contents(enrolment, ids, incomplete)._replace(
        unread=unread, columns=notes, update_period=update_period
    )
    return {f"{_FOLDER}.xlsx": write_corrections(contents)}


def corrections_by_kecamatan(enrolment: Enrolment) -> dict[str, CorrectionsData]:
    """Return the corrections of each kecamatan by file name, to be written by `write_corrections`."""
    validation = enrolment.validation
    incomplete = _incomplete_people(enrolment)
    ids = _reported_people(enrolment, incomplete)
    groups: dict[str, set[int]] = {}
    for number, kecamatan in validation.frame.select("id", "kecamatan").iter_rows():
        if number in ids:
            groups.setdefault(_file_name(kecamatan), set()).add(number)
    contents_by_file = {
        name: _contents(enrolment, of_group, incomplete) for name, of_group in groups.items()
    }
    empty = _contents(enrolment, set(), incomplete)
    for name, notes in _columns_by_file(validation, column_notes(validation)).items():
        contents_by_file[name] = contents_by_file.get(name, empty)._replace(columns=notes)
    if unread := unread_cells(validation):  # nobody knows whose they are
        name = _file_name(None)
        contents_by_file[name] = contents_by_file.get(name, empty)._replace(unread=unread)
    return dict(sorted(contents_by_file.items()))


def write_corrections(contents: CorrectionsData) -> bytes:
    """Return the workbook of some corrections."""
    return workbook.write(contents, _titles())


def _titles() -> ColumnTitles:
    level, reason, suggestion = (title.translate() for title in corrections_sheets.REASONS)
    return ColumnTitles(
        instructions=correction_rows.FIRST_LINE.translate(),
        faulty_rows=correction_rows.CORRECTIONS_SHEET.translate(),
        incomplete=correction_rows.COMPLETION_SHEET.translate(),
        choices=correction_rows.CHOICES.translate(),
        faulty_rows_copy=correction_rows.SENT.translate(),
        read_only_copy=correction_rows.READ_ONLY_SENT.translate(),
        address=[title.translate() for title in correction_rows.ADDRESS],
        origin=[title.translate() for title in correction_rows.FROM],
        strike=correction_rows.STRIKE.translate(),
        successor=correction_rows.SUCCESSOR.translate(),
        reasons=(level, reason, suggestion),
        enrolment_status=correction_rows.STATUS.translate(),
        titles={name: fields()[name].title.translate() for name in SHOWN_FIELDS},
        never_shown=NEVER_SHOWN,
        newcomers=newcomers.NewcomerTitles(
            correction_rows.NEWCOMERS.translate(),
            {name: fields()[name].title.translate() for name in columns()},
            correction_rows.REPLACES.translate(),
        ),
    )


def _columns_by_file(
    validation: ValidatedRoster, columns: Iterable[tuple[int, ColumnNote]]
) -> dict[str, list[ColumnNote]]:
    """Return the notes on columns by file: those of a table of one kecamatan are in its own file."""
    notes_by_file: dict[str, list[ColumnNote]] = {}
    for table, note in columns:
        places = validation.frame.filter(pl.col("table") == table)["kecamatan"].unique()
        names = {_file_name(place) for place in places}
        name = names.pop() if len(names) == 1 else _file_name(None)
        notes_by_file.setdefault(name, []).append(note)
    return notes_by_file


def _file_name(kecamatan: str | None) -> str:
    return f"{_FOLDER}/{kecamatan_file_stem(kecamatan)}.xlsx"


def _by_kecamatan(people: pl.DataFrame) -> pl.DataFrame:
    """Return people sorted by kecamatan, those without one last, with the column ``page`` of each."""
    pages = place_forms(people["kecamatan"]).alias("page")
    return people.with_columns(pages).sort("page", maintain_order=True, nulls_last=True)


def _reported_people(enrolment: Enrolment, incomplete: pl.DataFrame) -> set[int]:
    """Return the people who are on one of the sheets."""
    identity_fields = (
        f for f in enrolment.validation.findings if f.level != "info" and f.about == PERSON
    )
    findings = (f.id for f in identity_fields)
    altered_ids = [change.id for change in altering_changes(enrolment)]
    altered_ids += [each.earlier.id for each in replaced_answers(enrolment)]
    return {*findings, *enrolment.validation.excluded, *incomplete["id"], *altered_ids}


def _contents(enrolment: Enrolment, ids: set[int], incomplete: pl.DataFrame) -> CorrectionsData:
    """Return the data of the sheets for these people."""
    validation = enrolment.validation
    excluded = set(validation.excluded)
    findings = [f for f in validation.findings if f.id in ids and f.about == PERSON]
    return CorrectionsData(
        _rows(enrolment, (f for f in findings if f.id not in excluded and f.level != "info")),
        incomplete.filter(pl.col("id").is_in(pl.Series(sorted(ids), dtype=pl.UInt32).implode())),
        altered_cells(enrolment, ids),
        excluded_people(validation, ids, SHOWN_FIELDS, NEVER_SHOWN),
        _offices(validation),
    )


def _offices(validation: ValidatedRoster) -> list[str]:
    """Return the names of the roles that a corrected row may hold, in the order of the law's file."""
    elections = [share.election for share in validation.elections] or [validation.terms.election]
    codes = {code for election in elections for code in election.roles}
    roles = validation.terms.book.roles.roles.items()
    return [role.name for code, role in roles if code in codes and role.asn != "always"]


def _incomplete_people(enrolment: Enrolment) -> pl.DataFrame:
    """Return the people who lack a cell that a kecamatan can fill in, with the code of their rows.

    The place of work follows from the regency, which is in the agreement or in the row.
    """
    cells = pl.col("missing").list
    fields_to_fill = cells.eval(pl.element().replace({"location": "regency"})).alias("missing")
    incomplete = enrolment.incomplete.with_columns(
        fields_to_fill, pl.lit(value=False).alias("kept_out")
    )
    identity_fields = ["role_name" if name == "role" else name for name in READ_ONLY_FIELDS]
    columns = ("id", "file", "sheet", "row", *identity_fields, "missing", "kept_out")
    everybody = pl.concat(
        [incomplete.select(columns), _held_back_people(enrolment).select(columns)]
    )
    to_complete = everybody.filter(pl.col("missing").list.len() > 0).sort("id")
    rows = row_codes(enrolment.validation.roster.as_read[to_complete["id"]])
    checksums = (
        row_checksum(text or "" for text in row)
        for row in to_complete.select(identity_fields).iter_rows()
    )
    codes = [str(code._replace(check=check)) for code, check in zip(rows, checksums, strict=True)]
    return _by_kecamatan(to_complete.with_columns(pl.Series("code", codes, dtype=pl.String)))


def _held_back_people(enrolment: Enrolment) -> pl.DataFrame:
    """Return those who are not enrolled yet, with the cells that SIPP will demand of them.

    A cell with an error is on Perbaikan and not repeated here.
    """
    validation = enrolment.validation
    held_back = pl.Series(sorted(validation.held_back), dtype=pl.UInt32)
    frame = validation.frame.filter(pl.col("id").is_in(held_back.implode()))
    faulty_ids: dict[str, set[int]] = {}
    for finding in validation.findings:
        if finding.level == "error":
            faulty_ids.setdefault(finding.field, set()).add(finding.id)
    defaults = validation.terms.agreement.defaults
    missing = []
    for name in _FIELDS_TO_FILL:
        is_missing = pl.col(name).is_null()
        if getattr(defaults, name, ""):
            is_missing &= pl.col(DISPLAY + name).is_not_null()
        is_missing &= ~pl.col("id").is_in(sorted(faulty_ids.get(name, ())))
        missing.append(pl.when(is_missing & pl.col("kpj").is_null()).then(pl.lit(name)))
    names = {code: role.name for code, role in validation.terms.book.roles.roles.items()}
    return frame.with_columns(
        pl.col("role")
        .replace_strict(names, default=None, return_dtype=pl.String)
        .alias("role_name"),
        pl.concat_list(missing).list.drop_nulls().alias("missing"),
        pl.lit(value=True).alias("kept_out"),
    )


def _rows(enrolment: Enrolment, findings: Iterable[Finding]) -> FaultyRows:
    """Gather findings by row, each row with its cells as they were typed; rows are sorted by kecamatan."""
    by_row = {number: list(group) for number, group in groupby(findings, key=lambda f: f.id)}
    rows = _by_kecamatan(enrolment.validation.frame[sorted(by_row)])
    addresses = row_addresses(enrolment, by_row)
    return FaultyRows(
        [addresses[number] for number in rows["id"]],
        rows["page"].to_list(),
        with_typed(rows, SHOWN_FIELDS).select(
            pl.col(TYPED + name).alias(name) for name in SHOWN_FIELDS
        ),
        [list(map(_mark, by_row[number])) for number in rows["id"]],
    )


def _mark(finding: Finding) -> FindingMark:
    return FindingMark(
        finding.field,
        finding.column,
        finding.level,
        finding.message(),
        messages()[finding.code].fix.translate(),
        finding.suggestion or "",
    )
