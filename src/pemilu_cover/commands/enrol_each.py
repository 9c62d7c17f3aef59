"""Many offices in one run: each roster is enrolled by itself, and one that is refused stops no other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pemilu_cover.commands.enrol import enrol
from pemilu_cover.enrolment.offices import Office, OfficeResult, office_names, office_result
from pemilu_cover.enrolment.options import EnrolOptions, OutputOptions, default_target
from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.law.refusals import law_errors_as_refusals
from pemilu_cover.roster.reading.reader import ParallelReader, refuse_repeated


def list_offices(
    rosters: Sequence[Path], out: Path | None, find_agreement: Callable[[Path], Path | None]
) -> list[Office]:
    """Return the office of each roster. Raise `RefusalError` for a roster that is repeated."""
    refuse_repeated(rosters)
    return [
        Office(
            name,
            roster,
            default_target(roster, name) if out is None else out / name,
            find_agreement(roster),
        )
        for roster, name in zip(rosters, office_names(rosters), strict=True)
    ]


def enrol_each(
    offices: Sequence[Office],
    options: EnrolOptions,
    output: OutputOptions,
    *,
    force: bool,
    reader: ParallelReader,
) -> Iterator[OfficeResult]:
    """Enrol each office, and yield what became of it; the next roster is read meanwhile."""
    following: list[Office | None] = [*offices[1:], None]
    for office, after in zip(offices, following, strict=True):
        reader.begin([office.roster, *([after.roster] if after else [])])
        try:
            with law_errors_as_refusals():
                enrolment = enrol(
                    [office.roster],
                    replace(options, agreement=office.agreement),
                    replace(output, out=office.out),
                    force=force,
                    reader=reader,
                )
        except RefusalError as refusal:
            yield OfficeResult(office, refusal.exit_status, refusal=refusal)
        else:
            yield office_result(office, enrolment, strict=options.strict)
        reader.forget(office.roster)
