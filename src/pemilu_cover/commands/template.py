"""`template`: an empty form for the villages, with the roles of an election and the places of a regency.

`enrol` reads the filled form as a roster.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from typing_extensions import TypedDict

from pemilu_cover.explain.law_text import find_election
from pemilu_cover.i18n.text import Language, translate
from pemilu_cover.law.elections import Election
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.roles import Role
from pemilu_cover.reference import regions, villages
from pemilu_cover.reports.text import form_summary
from pemilu_cover.reports.xlsx.roster_form import workbook
from pemilu_cover.reports.xlsx.roster_form.model import Cell, RoleSummary, RosterForm
from pemilu_cover.roster.checks.identity_rules import AGE_CHILD
from pemilu_cover.roster.tables import own_sheets as known
from pemilu_cover.roster.tables.column_names import fields
from pemilu_cover.storage import result_folder
from pemilu_cover.values import dates, nik
from pemilu_cover.values.text import sanitise_for_terminal

_PER = {"month": "form.per-month", "term": "form.per-term"}
_MONTHS = 12


@dataclass(frozen=True)
class TemplateResult:
    """A form: its path, election, regency (``""`` for any), and whether it lists departures."""

    path: Path
    election: Election
    regency: str
    kecamatan: int
    desa: int
    changes: bool = False


class WrittenFormJson(TypedDict):
    """The document of ``template``: the form, and the kecamatan and desa that it lists."""

    schema: Literal["pemilu-cover/template/1"]
    written: str
    election: str
    regency: str | None
    kecamatan: int
    desa: int
    changes: bool


def as_json(result: TemplateResult) -> WrittenFormJson:
    """Return what ``template --json`` prints."""
    return {
        "schema": "pemilu-cover/template/1",
        "written": sanitise_for_terminal(str(result.path)),
        "election": result.election.id,
        "regency": result.regency or None,
        "kecamatan": result.kecamatan,
        "desa": result.desa,
        "changes": result.changes,
    }


def write_template(
    out: Path,
    *,
    election: str | None = None,
    regency: str = "",
    rates: Path | None = None,
    force: bool = False,
    changes: bool = False,
) -> TemplateResult:
    """Write the form of an election, by default the newest, for the regency of a code or for any.

    Raise `RefusalError` if the election is unknown or ``out`` cannot be written, and `RateFileError` for a
    rate file.
    """
    book = RateBook.load(rates)
    selected_election = (
        find_election(election, book) if election else next(iter(book.elections.values()))
    )
    form = build_form(selected_election, regency, book)
    result_folder.write_file(out, workbook.write(form, with_departures=changes), force=force)
    desa = sum(map(len, form.desa.values()))
    return TemplateResult(out, selected_election, form.regency, len(form.desa), desa, changes)


def build_form(election: Election, regency: str, book: RateBook) -> RosterForm:
    """Return the data of a form; ``regency`` is a code of four digits, or ``""``."""
    roles = dict(_roles(election, book))
    places = villages.villages_by_kecamatan(regency) if regency else {}
    offices = [_office(election, code, role) for code, role in roles.items()]
    return RosterForm(
        election=election.name,
        regency=regions.region_name(regency) or "",
        titles={name: field.title.translate() for name, field in fields().items()},
        example=_example(election, roles, places),
        sheet_titles=(known.INSTRUCTIONS.translate(), known.LISTS.translate()),
        roles=offices,
        desa=places,
        birth_range=(
            dates.add_months(election.voting_day, -_MONTHS * (nik.AGE_OLDEST + 1)),
            dates.add_months(election.voting_day, -_MONTHS * AGE_CHILD),
        ),
        service_period=_service_period(offices),
    )


def summary(result: TemplateResult, language: Language) -> str:
    """Return the lines that name the form and the next step."""
    counts = result.kecamatan, result.desa
    return form_summary.as_text(
        result.path,
        result.election.name,
        result.regency,
        counts,
        language,
        changes=result.changes,
    )


def _roles(election: Election, book: RateBook) -> Iterator[tuple[str, Role]]:
    """Return the roles of an election that are insured here, in the order of the rate file."""
    for code, role in book.roles.roles.items():
        if code in election.roles and role.asn != "always":
            yield code, role


def _office(election: Election, code: str, role: Role) -> RoleSummary:
    election_role = election.role(code)
    pay, term = election_role.honorarium, election_role.term
    return RoleSummary(
        name=role.name,
        ceiling_sen=pay.ceiling_sen if pay else None,
        per=translate(_PER[pay.per]) if pay else "",
        wage_law=pay.law if pay else "",
        term=(term.start, term.end) if term else (None, None),
        window=term.window if term else (None, None),
        term_law=term.law if term else "",
    )


def _service_period(offices: list[RoleSummary]) -> tuple[date, date] | None:
    """Return the first and the last day of all terms that the election fixes."""
    first = [day for office in offices if (day := office.window[0])]
    last = [day for office in offices if (day := office.window[1])]
    return (min(first), max(last)) if first and last else None


def _example(
    election: Election, roles: dict[str, Role], places: dict[str, tuple[str, ...]]
) -> dict[str, Cell]:
    """Return the cells of the example that depend on the reader, the election and the regency."""
    cells: dict[str, Cell] = {
        "no": known.MARK.translate(),
        "nik": known.NIK,
        "name": known.NAME.translate(),
        "mother": translate("form.example-mother"),
    }
    cells |= _most_common_role(election, roles)
    if places:
        kecamatan = next(iter(places))
        cells |= {"kecamatan": kecamatan, "desa": places[kecamatan][0]}
    return cells


def _most_common_role(election: Election, roles: dict[str, Role]) -> dict[str, Cell]:
    """Return role, wage and days of the most frequent role of a TPS, or nothing if they are unknown."""
    candidates: list[tuple[int, dict[str, Cell]]] = []
    for code, role in roles.items():
        election_role = election.role(code)
        pay, term, most = election_role.honorarium, election_role.term, election_role.per_unit
        if role.unit == "tps" and most and pay and term and term.start and term.end:
            days = {"start": term.start, "end": term.end}
            candidates.append((most.max, {"role": role.name, "wage": pay.amount, **days}))
    return max(candidates, key=lambda entry: entry[0], default=(0, {}))[1]
