"""Many offices in one run: where the result of each goes, and what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from pemilu_cover.enrolment.result import Enrolment
from pemilu_cover.i18n.exit_status import ExitStatus
from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.roster.reading.standard_input import as_file
from pemilu_cover.values.text import sanitise_file_name


class Office(NamedTuple):
    """An office of a run: its name there, its roster, its result folder and its agreement."""

    name: str
    roster: Path
    out: Path
    agreement: Path | None = None


class OfficeSums(NamedTuple):
    """People and contributions of one office, or of several."""

    enrolled: int = 0
    ready: int = 0
    incomplete: int = 0
    returning: int = 0
    held_back: int = 0
    excluded: int = 0
    jkk_sen: int = 0
    jkm_sen: int = 0


class OfficeResult(NamedTuple):
    """What became of an office; ``sums`` is None where it was refused.

    ``files`` is empty if nothing was written: the office was refused, or ``--strict`` found a fault.
    """

    office: Office
    exit_status: ExitStatus
    sums: OfficeSums | None = None
    findings: Mapping[str, int] = MappingProxyType({})
    files: Sequence[Path] = ()
    refusal: RefusalError | None = None


def office_names(rosters: Sequence[Path]) -> list[str]:
    """Return the name of each roster's office: its file name without suffix.

    Offices of the same name get that of their folder before it, and then a number.

    >>> office_names([Path("a/roster.xlsx"), Path("b/roster.xlsx"), Path("b/Bogor.xlsx")])
    ['a-roster', 'b-roster', 'Bogor']
    >>> office_names([Path("a/x.xlsx"), Path("a/X.csv"), Path("a/y.csv")])
    ['a-x', 'a-X-2', 'y']
    """
    stems = [sanitise_file_name(as_file(roster).absolute().stem) for roster in rosters]
    counts = Counter(map(str.casefold, stems))
    names: list[str] = []
    taken: set[str] = set()
    for roster, stem in zip(rosters, stems, strict=True):
        folder = sanitise_file_name(roster.absolute().parent.name)
        name = first = stem if counts[stem.casefold()] == 1 else f"{folder}-{stem}"
        number = 1
        while name.casefold() in taken:
            number += 1
            name = f"{first}-{number}"
        taken.add(name.casefold())
        names.append(name)
    return names


def office_result(office: Office, enrolment: Enrolment, *, strict: bool) -> OfficeResult:
    """Return what became of an office that was read."""
    totals = enrolment.totals
    sums = OfficeSums(**enrolment.counts(), jkk_sen=totals.jkk_sen, jkm_sen=totals.jkm_sen)
    status = ExitStatus.DONE if enrolment.is_accepted(strict=strict) else ExitStatus.FINDINGS
    findings = Counter(finding.code for finding in enrolment.validation.findings)
    return OfficeResult(office, status, sums, findings, enrolment.files)


def sum_offices(results: Iterable[OfficeResult]) -> OfficeSums:
    """Return the sums of all offices that were read."""
    read = [result.sums for result in results if result.sums is not None]
    return OfficeSums(*(sum(column) for column in zip(*read, strict=True)))


def worst_status(results: Iterable[OfficeResult]) -> ExitStatus:
    """Return the highest exit status of offices."""
    return max((result.exit_status for result in results), default=ExitStatus.DONE)
