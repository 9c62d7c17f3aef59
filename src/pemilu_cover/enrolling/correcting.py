"""What goes back to the kecamatan: rows with findings, people who lack cells, people left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

import polars as pl

from pemilu_cover.roster.changes import CORRECTED, STRUCK, Change
from pemilu_cover.roster.findings import NOBODY, Finding
from pemilu_cover.roster.fixes import SAYS
from pemilu_cover.roster.gather import READ
from pemilu_cover.roster.matching import cells_of, check_of, code_of
from pemilu_cover.roster.returned import ADDRESS, NEVER_SHOWN, REASON, SENT, STRIKE, TOLD
from pemilu_cover.roster.sheet import as_typed
from pemilu_cover.roster.vocabulary import fields
from pemilu_cover.sheets import corrections
from pemilu_cover.sheets.corrections import Altered, Contents, Faulty, Heads, Mark
from pemilu_cover.values import regions
from pemilu_cover.values.text import word_form

if TYPE_CHECKING:
    from pemilu_cover.enrol import Enrolment
    from pemilu_cover.enrolling.judging import Judged

# The columns that Perbaikan shows twice over, or that say nothing to who mends a row.
_LEFT_OUT = frozenset({"birth_place_date", "period", "sex_male", "sex_female"})
_TITLES = {name: entry.title for name, entry in fields().items() if name not in _LEFT_OUT}
_HEADS = Heads(ADDRESS, STRIKE, REASON, SENT, tuple(TOLD.values()), _TITLES, NEVER_SHOWN)
_FOLDER = "corrections"


def corrections_of(enrolment: Enrolment, *, by_kecamatan: bool = False) -> dict[str, bytes]:
    """Write the corrections of an enrolment by file name: one workbook, or one for each kecamatan.

    Where nothing is to be mended, there is none.
    """
    lacking, altering = _lacking(enrolment), _altering(enrolment)
    ids = _to_tell(enrolment, lacking, altering)
    if not ids:
        return {}
    if not by_kecamatan:
        contents = _contents(enrolment, ids, lacking, altering)
        return {f"{_FOLDER}.xlsx": corrections.write(contents, _HEADS)}
    groups: dict[str, set[int]] = {}
    for number, kecamatan in enrolment.judged.frame.select("id", "kecamatan").iter_rows():
        if number in ids:
            groups.setdefault(_file_name(kecamatan), set()).add(number)
    return {
        name: corrections.write(_contents(enrolment, of_group, lacking, altering), _HEADS)
        for name, of_group in sorted(groups.items())
    }


def _file_name(kecamatan: str | None) -> str:
    """Give a file's name: what a cell says of its kecamatan counts only where it names a known one."""
    words = word_form(kecamatan or "").removeprefix("KECAMATAN ").removeprefix("KEC ")
    if words not in regions.kecamatan_names():
        return f"{_FOLDER}/tanpa-kecamatan.xlsx"
    return f"{_FOLDER}/kec-{words.lower().replace(' ', '-')}.xlsx"


def _to_tell(enrolment: Enrolment, lacking: pl.DataFrame, altering: Sequence[Change]) -> set[int]:
    """Give everybody who stands on one of the sheets."""
    findings = (f.id for f in enrolment.judged.findings if f.level != "info" and f.id != NOBODY)
    altered = (change.id for change in altering)
    return {*findings, *enrolment.judged.excluded, *lacking["id"], *altered}


def _contents(
    enrolment: Enrolment, ids: set[int], lacking: pl.DataFrame, altering: Sequence[Change]
) -> Contents:
    """Gather what the sheets tell of these people."""
    judged = enrolment.judged
    excluded = set(judged.excluded)
    findings = [finding for finding in judged.findings if finding.id in ids]
    return Contents(
        _rows(enrolment, (f for f in findings if f.id not in excluded and f.level != "info")),
        lacking.filter(pl.col("id").is_in(pl.Series(sorted(ids), dtype=pl.UInt32).implode())),
        [_altered(enrolment, change) for change in altering if change.id in ids],
        _rows(enrolment, (f for f in findings if f.id in excluded)),
        _offices(judged),
    )


def _offices(judged: Judged) -> list[str]:
    """Return the names of the roles that a corrected row may hold, in the order of the law's file."""
    elections = [share.election for share in judged.elections] or [judged.terms.election]
    known = {code for election in elections for code in election.roles}
    roles = judged.terms.book.roles.roles.items()
    return [role.name for code, role in roles if code in known and role.asn != "always"]


def _lacking(enrolment: Enrolment) -> pl.DataFrame:
    """Give the people who lack a cell that a kecamatan can fill in, with the code of their rows.

    The place of work is the office's to say, once for all.
    """
    lacking = enrolment.incomplete.with_columns(
        pl.col("missing").list.set_difference(["location"])
    ).filter(pl.col("missing").list.len() > 0)
    told = ["role_name" if name == "role" else name for name in TOLD]
    keys = ("sheet", "row", f"{READ}nik", f"{READ}name", *told)
    codes = [
        f"{code_of(row)}-{check_of(row[name] or '' for name in told)}"
        for row in lacking.select(keys).iter_rows(named=True)
    ]
    return lacking.with_columns(pl.Series("code", codes, dtype=pl.String))


def _rows(enrolment: Enrolment, findings: Iterable[Finding]) -> list[Faulty]:
    """Gather findings by row, each row with its cells as they were typed."""
    by_row = {number: list(group) for number, group in groupby(findings, key=lambda f: f.id)}
    numbers = pl.Series(sorted(by_row), dtype=pl.UInt32)
    frame = enrolment.judged.frame.filter(pl.col("id").is_in(numbers.implode()))
    return [
        Faulty(_address(row), cells_of(row, _TITLES), list(map(_mark, by_row[row["id"]])))
        for row in frame.iter_rows(named=True)
    ]


def _address(row: Mapping[str, Any]) -> tuple[str, str, str, str]:
    return row["file"], row["sheet"], str(row["row"]), code_of(row)


def _mark(finding: Finding) -> Mark:
    message, suggestion = finding.message("id"), finding.suggestion or ""
    return Mark(finding.field, finding.column, finding.level, message, suggestion)


def _altering(enrolment: Enrolment) -> list[Change]:
    """Give the changes that replace what was typed; what filled an empty cell is only counted."""
    judged = enrolment.judged
    corrected = [
        change
        for change in judged.returned.changes.values()
        if change.because == CORRECTED and change.field != STRUCK
    ]
    return sorted([*corrected, *judged.fixed], key=lambda change: change.id)


def _altered(enrolment: Enrolment, change: Change) -> Altered:
    row = enrolment.judged.frame.row(change.id, named=True)
    hidden = change.field in NEVER_SHOWN
    why = SAYS[change.because].id if change.because in SAYS else "dibetulkan di berkas perbaikan"
    return Altered(
        _address(row),
        row["name"] or "",
        _TITLES[change.field],
        "" if hidden else as_typed(change.was),
        "(diisi)" if hidden else as_typed(change.cell),
        why,
    )
