"""The main job: rosters in, enrolment sheets, bill, corrections and manifest out.

This module names the stages in their order; what each does stands in its room.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

import polars as pl

from pemilu_cover.enrolling import keeping, manifest
from pemilu_cover.enrolling.account import Account, account_of
from pemilu_cover.enrolling.billing import bill_of
from pemilu_cover.enrolling.commands import Run, run_of
from pemilu_cover.enrolling.completing import Completed, complete
from pemilu_cover.enrolling.correcting import corrections_of
from pemilu_cover.enrolling.judging import NOTHING_ASKED, Asked, Judged, judge_files
from pemilu_cover.enrolling.pricing import Priced, price_people
from pemilu_cover.messages import RefusedError, Text
from pemilu_cover.roster.read import Reading
from pemilu_cover.sheets import apart, folder, invoice, sipp
from pemilu_cover.sheets.workbook import MAX_ROWS
from pemilu_cover.values.text import for_file_name

_ROOM_FOR_HEADS = 10


@dataclass(frozen=True)
class Enrolment:
    """The outcome of a run: who was found, who is enrolled, what it costs, what was written.

    ``paid_on`` is the day of payment that was asked about, ``run`` how the run is repeated. ``files`` is
    empty where ``--strict`` was asked for and a row is not in order.
    """

    judged: Judged
    priced: Priced
    completed: Completed
    paid_on: date | None = None
    out: Path | None = None
    files: Sequence[Path] = ()
    run: Run = field(default_factory=lambda: Run(()))

    @property
    def people(self) -> pl.DataFrame:
        """Everybody who is enrolled and billed, in the order of the roster."""
        return self.completed.people

    @property
    def is_in_order(self) -> bool:
        """Whether nothing is at fault and nobody lacks a cell that SIPP demands."""
        return not self.judged.has_errors and not self.incomplete.height

    @cached_property
    def account(self) -> Account:
        """What is billed, in sums; bill, manifest and screen tell the same."""
        return account_of(self)

    @cached_property
    def ready(self) -> pl.DataFrame:
        """Those of them who lack nothing that SIPP demands."""
        return self.people.filter(pl.col("missing").list.len() == 0)

    @cached_property
    def incomplete(self) -> pl.DataFrame:
        """Those of them who wait for a cell that nobody may invent."""
        return self.people.filter(pl.col("missing").list.len() > 0)


def enrol(
    paths: Sequence[Path],
    asked: Asked = NOTHING_ASKED,
    *,
    out: Path | None = None,
    by_kecamatan: bool = False,
    paid_on: date | None = None,
    force: bool = False,
    withdrawn: Sequence[str] = (),
    reading: Reading | None = None,
    tell: Callable[[Text], None] = lambda _: None,
) -> Enrolment:
    """Do the whole job. Raise `RefusedError` or `LawFileError` where an input or output fails.

    With ``asked.strict`` nothing is written unless every row is in order. ``by_kecamatan`` writes the
    corrections of each kecamatan into a workbook of its own. With ``force`` the filled corrections that
    the earlier result keeps count again, but for the ``withdrawn`` ones. ``paid_on`` shows what paying on
    that day costs. ``reading`` has begun to read the rosters. ``tell`` is called as each stage begins.
    """
    target = out or _beside(paths[0])
    run = run_of(paths, asked, out=out, by_kecamatan=by_kecamatan, paid_on=paid_on)
    run = run._replace(repeated=("enrol", "--strict" if asked.strict else "--force"))
    folder.put_in_order(target)  # the corrections that an earlier result keeps may stand aside
    given = keeping.given(target, asked.complete, force=force, withdrawn=withdrawn)
    asked = replace(asked, complete=given.paths, rounds=given.rounds)
    kept = keeping.lying_in(target, asked.complete)
    folder.check_free(target, force=force, kept=kept)
    examined = examine(paths, asked, reading=reading, tell=tell)
    enrolment = replace(examined, paid_on=paid_on, run=run)
    if asked.strict and not enrolment.is_in_order:
        return enrolment
    tell(Text("menulis berkas", "writing the files"))
    filled = keeping.named(enrolment.judged.returned.files)
    contents = _contents(enrolment, filled, by_kecamatan=by_kecamatan)
    files = folder.write_all(target, contents, force=force, kept=kept)
    return replace(enrolment, out=target, files=files)


def examine(
    paths: Sequence[Path],
    asked: Asked = NOTHING_ASKED,
    *,
    reading: Reading | None = None,
    tell: Callable[[Text], None] = lambda _: None,
) -> Enrolment:
    """Do all but the writing: read, judge, price, complete."""
    tell(Text("membaca dan memeriksa", "reading and judging"))
    judged = judge_files(paths, asked, reading)
    tell(Text("menghitung iuran", "pricing"))
    priced = price_people(judged.enrolled, judged.prices)
    return Enrolment(judged, priced, complete(priced, judged), run=run_of(paths, asked))


def _beside(roster: Path) -> Path:
    """Give the folder ``<roster>-enrolment`` beside the first roster."""
    if not roster.name:
        raise RefusedError("file-directory", file=str(roster))
    return roster.with_name(f"{for_file_name(roster.stem)}-enrolment")


def _contents(
    enrolment: Enrolment, filled: Mapping[str, bytes], *, by_kecamatan: bool
) -> dict[str, bytes]:
    """Make every file of the result, by its name within the folder."""
    if enrolment.people.height > MAX_ROWS - _ROOM_FOR_HEADS:
        raise RefusedError("out-too-large", people=enrolment.people.height)
    bill = bill_of(enrolment.account, enrolment.people)
    # The great sheets are made by code that leaves Python to others meanwhile: two cores, two workbooks.
    # The bill takes the longest, and comes first.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        billed = pool.submit(invoice.write, bill)
        sheets = {name: pool.submit(sipp.write, part) for name, part in _sipp_parts(enrolment)}
        contents = {name: made.result() for name, made in sheets.items()}
        contents["invoice.xlsx"] = billed.result()
    contents |= {**corrections_of(enrolment, by_kecamatan=by_kecamatan), **filled}
    contents |= apart.write_all(enrolment.ready)
    contents[folder.MANIFEST] = manifest.write(enrolment, contents)
    return contents


def _sipp_parts(enrolment: Enrolment) -> Iterator[tuple[str, pl.DataFrame]]:
    """Give who stands in each upload file, by its name."""
    new = enrolment.ready.filter(~apart.is_apart())
    return sipp.named(sipp.parts(new), enrolment.judged.terms.agreement.employer.npp)
