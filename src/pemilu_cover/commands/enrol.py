"""The main job: rosters in, enrolment sheets, bill, corrections and manifest out.

This module names the stages in their order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl

from pemilu_cover.enrolment import corrections_archive
from pemilu_cover.enrolment.aggregates import Aggregates, aggregate
from pemilu_cover.enrolment.completion import fill_sipp_fields
from pemilu_cover.enrolment.options import (
    DEFAULT_OPTIONS,
    DEFAULT_OUTPUT,
    EnrolOptions,
    OutputOptions,
    default_target,
)
from pemilu_cover.enrolment.outcome import combine
from pemilu_cover.enrolment.pricing import price_people
from pemilu_cover.enrolment.register import schema as register_schema
from pemilu_cover.enrolment.register.build import build_register, finding_lists, register_bytes
from pemilu_cover.enrolment.reporting_periods import sipp_periods
from pemilu_cover.enrolment.result import Enrolment
from pemilu_cover.enrolment.shell_commands import repeatable_run
from pemilu_cover.enrolment.totals import summarise
from pemilu_cover.enrolment.validation import validate_files
from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.i18n.text import LocalizedText, localize
from pemilu_cover.law.agreement import Agreement
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.reconciliation.members_file import carry_members
from pemilu_cover.reports.bill.build import build_bill
from pemilu_cover.reports.corrections_files import write_corrections_by_kecamatan
from pemilu_cover.reports.documents.bill.files import write_papers
from pemilu_cover.reports.documents.bill.nominative import write_nominative_lists
from pemilu_cover.reports.file_pool import file_pool
from pemilu_cover.reports.html import enrolment_page
from pemilu_cover.reports.html.render import load_template
from pemilu_cover.reports.json import manifest
from pemilu_cover.reports.office import logo_files
from pemilu_cover.reports.xlsx import other_members, sipp
from pemilu_cover.reports.xlsx.corrections.build import build_corrections
from pemilu_cover.reports.xlsx.invoice import workbook
from pemilu_cover.roster.reading.reader import ParallelReader, RosterSource
from pemilu_cover.storage import result_folder
from pemilu_cover.xlsx.workbook import MAX_ROWS

_ROOM_FOR_HEADS = 10


def enrol(
    paths: Sequence[Path],
    options: EnrolOptions = DEFAULT_OPTIONS,
    output: OutputOptions = DEFAULT_OUTPUT,
    *,
    force: bool = False,
    withdrawn: Sequence[str] = (),
    reader: ParallelReader | None = None,
    on_stage: Callable[[LocalizedText], None] = lambda _: None,
) -> Enrolment:
    """Enrol rosters, or raise `RefusalError` or `RateFileError`. Write nothing if `strict` finds a fault.

    Args:
        paths: The rosters.
        options: How to read, validate and price.
        output: What to write, and where.
        force: Replace an earlier result; its archive of corrections counts again.
        withdrawn: Corrections files of that archive that no longer count.
        reader: A reader that has begun to read the rosters.
        on_stage: Called as each stage begins.
    """
    target = output.out or default_target(paths[0])
    run = repeatable_run(paths, options, output)
    run = run._replace(repeated=("enrol", "--strict" if options.strict else "--force"))
    result_folder.recover(target)  # the archive of a killed run's target may have been moved
    given = corrections_archive.corrections_to_apply(
        target, options.corrections, force=force, withdrawn=withdrawn
    )
    options = replace(options, corrections=given.paths, rounds=given.rounds)
    kept = corrections_archive.inputs_inside(target, options.corrections)
    result_folder.check_replaceable(target, force=force, retained_files=kept)
    load_template()  # while other processes read the rosters
    result = evaluate(
        paths, options, payment_date=output.payment_date, reader=reader, on_stage=on_stage
    )
    if output.by_kecamatan:
        totals = replace(result.totals, held_back_in="corrections/")
        result = replace(result, totals=totals)
    enrolment = replace(result, run=run)
    if options.strict and not enrolment.is_in_order:
        return enrolment
    on_stage(localize("enrolment.stage-writing"))
    filled = corrections_archive.archive_contents(enrolment.validation.applied_corrections.files)
    contents = _contents(enrolment, filled, output)
    earlier, members = carry_members(target, contents[result_folder.MANIFEST])
    files = result_folder.write_folder(
        target, contents | members, force=force, retained_files=kept, members=earlier
    )
    return replace(enrolment, out=target, files=files)


def evaluate(
    paths: Sequence[Path],
    options: EnrolOptions = DEFAULT_OPTIONS,
    *,
    payment_date: date | None = None,
    reader: RosterSource | None = None,
    agreement: Agreement | None = None,
    book: RateBook | None = None,
    on_stage: Callable[[LocalizedText], None] = lambda _: None,
) -> Enrolment:
    """Do everything except writing: read, validate, price, complete, sum up."""
    on_stage(localize("enrolment.stage-reading"))
    validation = validate_files(paths, options, reader, agreement, book)
    on_stage(localize("enrolment.stage-pricing"))
    priced = price_people(validation.enrolled, validation.prices)
    completed = fill_sipp_fields(priced, validation)
    everybody = combine(validation, priced, completed.people, "number")
    sums = Aggregates(aggregate(everybody.with_columns(order="id"), by_amount=True))
    totals = summarise(
        sums.whole,
        validation.terms,
        completed.location,
        premiums=priced.premiums,
        payment_date=payment_date,
    )
    return Enrolment(validation, completed, everybody, totals, run=repeatable_run(paths, options))


def _contents(
    enrolment: Enrolment, filled: Mapping[str, bytes], output: OutputOptions
) -> dict[str, bytes]:
    """Make every file of the result, by its name within the folder."""
    if enrolment.people.height > MAX_ROWS - _ROOM_FOR_HEADS:
        raise RefusalError("out-too-large", people=enrolment.people.height)
    periods = sipp_periods(enrolment.everybody, enrolment.totals.terms.book)
    bill = build_bill(enrolment.totals, enrolment.people, periods)
    with file_pool() as pool:  # the bill takes the longest, and comes first
        billed = pool.submit(workbook.write, bill)
        papers = pool.submit(write_papers, bill)
        sheets = {name: pool.submit(sipp.write, part) for name, part in _sipp_parts(enrolment)}
        register = _register(enrolment)
        page = pool.submit(enrolment_page.write, enrolment, register)
        contents = {name: made.result() for name, made in sheets.items()}
        contents[register_schema.FILE] = register_bytes(register)
        contents["invoice.xlsx"] = billed.result()
        contents |= papers.result() | logo_files(bill.agreement)
        contents[enrolment_page.FILE] = page.result()
        if output.nominative_lists:
            contents |= write_nominative_lists(bill)
    corrections = (
        write_corrections_by_kecamatan(enrolment)
        if output.by_kecamatan
        else build_corrections(enrolment)
    )
    contents |= {**corrections, **filled}
    contents |= other_members.write_all(enrolment.ready)
    contents[result_folder.MANIFEST] = manifest.write(enrolment, contents)
    return contents


def _register(enrolment: Enrolment) -> pl.DataFrame:
    """Return the register of everybody in the rosters."""
    findings = finding_lists(enrolment.validation)
    people = enrolment.everybody.join(findings, on="id", how="left", maintain_order="left")
    return build_register(people.rename({"number": "invoice_row"}))


def _sipp_parts(enrolment: Enrolment) -> Iterator[tuple[str, pl.DataFrame]]:
    """Return the people of each upload file, by its name."""
    new = enrolment.ready.filter(~other_members.needs_other_list())
    return sipp.name_parts(sipp.split_parts(new), enrolment.validation.terms.agreement.employer.npp)
