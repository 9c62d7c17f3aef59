"""Cases after an accident or a death: write a folder, list folders, record steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from pemilu_cover.claims.case_file import (
    CASE_FILE,
    CaseFileError,
    case_bytes,
    case_file,
    case_folders,
    read_case,
)
from pemilu_cover.claims.case_list import CaseList, ListedCase
from pemilu_cover.claims.claim import ClaimOffice, WrittenClaim, build_claim
from pemilu_cover.claims.clocks import running_clocks
from pemilu_cover.claims.cover import cover_on
from pemilu_cover.claims.event import (
    Event,
    EventKind,
    Zone,
    current_time,
    parse_time,
    zone_of,
)
from pemilu_cover.claims.people import ClaimPerson, choose_person, find_contracts, read_people
from pemilu_cover.commands.members import read_known_members
from pemilu_cover.enrolment.register.result_record import read_result
from pemilu_cover.enrolment.shell_commands import shell_path
from pemilu_cover.estimates.inputs import InputError
from pemilu_cover.i18n.messages import RefusalError, messages
from pemilu_cover.i18n.text import LocalizedText, localize, localized_list
from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.claim_law import ClaimLaw, Step
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.reference.sipp_locations import sipp_location
from pemilu_cover.reports.documents.claims.papers import claim_papers
from pemilu_cover.reports.json.claim import write_manifest
from pemilu_cover.storage import result_folder
from pemilu_cover.storage.system_errors import system_reason
from pemilu_cover.values.nik import NikError, parse
from pemilu_cover.values.shell import quote_word
from pemilu_cover.values.text import clean, has_control

# A place is an address; longer texts belong into the account of the event.
_LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class ClaimRequest:
    """The options of a case as typed; ``now`` is None for the time of now."""

    nik: str
    kind: EventKind
    at: str
    place: str = ""
    treated_at: str = ""
    role: str = ""
    now: str | None = None


def write_claim(
    result: Path, request: ClaimRequest, out: Path, *, force: bool, rates: Path | None
) -> WrittenClaim:
    """Write the folder of a case. Raise `InputError` for an option, and `RefusalError`."""
    if out.resolve().is_relative_to(result.resolve()):
        raise InputError("--out", localize("claim.out-within-result"))
    advice = localize("claim.nik-in-roster", result=quote_word(shell_path(result)))
    nik = _parse_nik(request.nik, advice)
    at, zone_name = _parse_time(request.at, "--at")
    place = _parse_text(request.place, "--place")
    treated_at = _parse_text(request.treated_at, "--treated-at")
    book = RateBook.load(rates)
    record = read_result(result, book)
    members = read_known_members(result)
    contracts = find_contracts(record.parts(), nik)
    people = read_people(contracts, members.members)
    person = choose_person(people, nik, at.date(), request.role, advice)
    regency = _regency(person, record.agreement)
    zone = zone_of(regency)
    now = _now(request.now, zone)
    _check_time(at, zone_name, zone, now)
    agreement = record.agreement
    office = ClaimOffice(agreement, agreement.employer.npp or members.npp, regency)
    event = Event(request.kind, at, zone, place, treated_at)
    cover = cover_on(
        contracts.filter(pl.col("id") == person.id),
        members.members,
        person,
        at.date(),
        agreement=record.agreement,
        book=book,
    )
    claim = build_claim(people, person, event, office, cover=cover, now=now, book=book)
    files = {CASE_FILE: case_bytes(case_file(claim)), **claim_papers(claim)}
    files[result_folder.MANIFEST] = write_manifest(files)
    paths = tuple(result_folder.write_folder(out, files, force=force))
    return WrittenClaim(claim, result, out, paths)


def _regency(person: ClaimPerson, agreement: Agreement) -> str:
    """Return the code of the regency: the person's, the office's, or that of SIPP; ``""`` if unknown."""
    code = person.regency or agreement.employer.location or person.location
    place = sipp_location(code)
    return place.kemendagri if place else code


def _parse_nik(text: str, advice: LocalizedText) -> str:
    try:
        return parse(text).digits
    except NikError as error:
        shown = messages()[error.code].says.fill(error.detail)
        reason = localized_list((shown, advice), " ")
        raise InputError("--nik", reason, "value-unreadable") from error


def _parse_text(text: str, option: str) -> str:
    """Return a text in one line as papers show it."""
    line = clean(text)
    if has_control(line):
        raise InputError(option, localize("claim.control-character"))
    if len(line) > _LONGEST_TEXT:
        raise InputError(option, localize("claim.text-too-long", length=_LONGEST_TEXT))
    return line


def _parse_time(text: str, option: str) -> tuple[datetime, str]:
    try:
        return parse_time(text)
    except ValueError as error:
        reason = localize("claim.not-a-time", value=text)
        raise InputError(option, reason, "value-unreadable") from error


def _now(typed: str | None, zone: Zone) -> datetime:
    return _parse_time(typed, "--now")[0] if typed else current_time(zone)


def _check_time(at: datetime, zone_name: str, zone: Zone, now: datetime) -> None:
    if zone_name and zone.name and zone_name != zone.name:
        raise InputError("--at", localize("claim.other-zone", zone=zone.name))
    if at > now:
        shown = {name: f"{time:%Y-%m-%d %H:%M}" for name, time in (("at", at), ("now", now))}
        raise InputError("--at", localize("claim.at-future", **shown))


# ---- Cases on disk ------------------------------------------------------------------------------


def list_cases(folder: Path, now: str | None, rates: Path | None = None) -> CaseList:
    """Return the cases of a folder. Raise `RefusalError` where it cannot be read."""
    law = RateBook.load(rates).claims
    cases, unreadable = [], []
    try:
        folders = list(case_folders(folder))
    except FileNotFoundError as error:
        raise RefusalError("file-missing", file=str(folder)) from error
    except OSError as error:
        raise RefusalError("file-unreadable", file=str(folder), why=system_reason(error)) from error
    for path in folders:
        try:
            cases.append(_listed(path, law, now))
        except CaseFileError:
            unreadable.append(path)
    cases.sort(key=lambda listed: listed.sort_key)
    return CaseList(folder, tuple(cases), tuple(unreadable))


def _listed(folder: Path, law: ClaimLaw, now: str | None) -> ListedCase:
    case = read_case(folder)
    return ListedCase(
        folder, case, running_clocks(case.kind, case.steps, law), _now(now, case.zone)
    )


def record_step(
    folder: Path, step: Step, at: str, now: str | None, rates: Path | None = None
) -> ListedCase:
    """Record that a step of a case was done. Raise `InputError` and `RefusalError`."""
    try:
        case = read_case(folder)
    except CaseFileError as error:
        raise RefusalError("case-none", folder=str(folder)) from error
    done_at, zone_name = _parse_time(at, "--at")
    _check_time(done_at, zone_name, case.zone, _now(now, case.zone))
    if done_at < case.steps["event"]:
        event = f"{case.steps['event']:%Y-%m-%d %H:%M}"
        raise InputError("--at", localize("claim.at-before-event", at=at, event=event))
    case = case.with_step(step, done_at)
    result_folder.write_file(folder / CASE_FILE, case_bytes(case), force=True)
    return _listed(folder, RateBook.load(rates).claims, now)
