"""The main job for a roster of millions: CSV or Parquet in; tables, bills and manifest out.

This module names the stages in their order; ``enrolment.batches`` and ``reports`` carry them out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from pemilu_cover import __version__
from pemilu_cover.enrolment.aggregates import Aggregates
from pemilu_cover.enrolment.batches import column_errors, cross_checks
from pemilu_cover.enrolment.batches.aggregate_files import read_aggregates, write_aggregates
from pemilu_cover.enrolment.batches.checkpoint import (
    Checkpoint,
    CompletedBatch,
    file_sha256,
    write_parquet,
)
from pemilu_cover.enrolment.batches.kernel import BatchKernel, has_finding
from pemilu_cover.enrolment.batches.merge import (
    drop_repeated_findings,
    first_person_per_table,
    merge_cross_findings,
)
from pemilu_cover.enrolment.batches.result import BatchResult
from pemilu_cover.enrolment.batches.validation import PIECE, Judging, Step, Work
from pemilu_cover.enrolment.options import DEFAULT_OPTIONS, EnrolOptions
from pemilu_cover.enrolment.totals import EnrolmentTotals
from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.i18n.text import LocalizedText, localize
from pemilu_cover.law.agreement import Agreement, read_agreement
from pemilu_cover.law.dated_values import NoRateInForceError
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.rate_files import RateFileError
from pemilu_cover.reconciliation.members_file import take_over_members
from pemilu_cover.reports import batch_bills, batch_tables, sipp_uploads
from pemilu_cover.reports.json.batches import table_json, write_manifest
from pemilu_cover.roster.checks import column_contradictions
from pemilu_cover.roster.reading.batch_process import HEIGHT
from pemilu_cover.roster.reading.reader import require_readable, unique_labels
from pemilu_cover.storage import result_folder
from pemilu_cover.storage.atomic_write import StagingArea
from pemilu_cover.values.text import sanitise_file_name, sanitise_for_terminal


@dataclass(frozen=True)
class BatchOutput:
    """What is to be written: tables in which form, and the SIPP workbooks of which regencies (or all)."""

    form: batch_tables.Form
    upload: Sequence[str] = ()


def enrol_batches(
    paths: Sequence[Path],
    wanted: BatchOutput,
    asked: EnrolOptions = DEFAULT_OPTIONS,
    *,
    out: Path | None = None,
    payment_date: date | None = None,
    force: bool = False,
    step: Step = lambda _, __, ___: None,
) -> BatchResult:
    """Do the whole job batch by batch; the same job resumes where an earlier run was ended.

    Args:
        paths: CSV or Parquet files with one table each.
        wanted: What to write.
        asked: How to read, validate and price.
        out: The result folder; next to the first file if None.
        payment_date: The day of payment, for the penalties.
        force: Replace an earlier result.
        step: Called with the stage, the rows done and the expected rows.

    Raises:
        RefusalError: An input or output cannot be used.
        RateFileError: A rate file or an agreement is wrong.
    """
    for path in paths:
        require_readable(path)
    target = out or paths[0].with_name(f"{sanitise_file_name(paths[0].stem)}-enrolment")
    with result_folder.staging_run(target, force=force) as (shop, put):
        run = _BatchRun(paths, wanted, asked, shop, step, payment_date=payment_date)
        try:
            run.judging.judge()
            run.compare()
            if asked.strict and not run.is_in_order():
                run.add_up()
                result = run.result(is_in_order=False)
                shop.discard()
                return result
            run.finish()
            run.write_reports()
            result = run.result(is_in_order=run.is_in_order(), out=target)
        except (RefusalError, RateFileError, NoRateInForceError):
            shop.discard()  # a job that fails is not resumed
            raise
        put(run.ledger.folder / "result", take_over_members(target, run.ledger.folder / "result"))
    return result


class _BatchRun:
    """One run of the job: its checkpoint, and what it writes."""

    def __init__(
        self,
        paths: Sequence[Path],
        wanted: BatchOutput,
        asked: EnrolOptions,
        shop: StagingArea,
        step: Step,
        *,
        payment_date: date | None,
    ) -> None:
        self.payment_date = payment_date
        self.paths, self.wanted, self.asked, self.step = paths, wanted, asked, step
        self.book = RateBook.load(asked.rates)
        agreement = asked.agreement
        self.agreement = read_agreement(agreement, self.book) if agreement else Agreement()
        self.labels = unique_labels(list(paths))
        step(localize("batches.taking-files-fingerprints"), 0, 0)
        self.inputs = [
            {"file": sanitise_for_terminal(label), "sha256": file_sha256(path)}
            for path, label in zip(paths, self.labels, strict=True)
        ]
        self.ledger = Checkpoint(shop.path, self._order(), shop.clear)
        self.resumed = self.ledger.resumes
        self.judging = Judging(
            Work(paths, self.labels, asked, self.book, self.agreement), self.ledger, step
        )

    def _order(self) -> dict[str, Any]:
        files = ("agreement", "rates", "corrections", "rounds")
        asked = {name: value for name, value in asdict(self.asked).items() if name not in files}
        return {
            "version": __version__,
            "height": HEIGHT,
            "ledger": CompletedBatch._fields,
            "inputs": self.inputs,
            "law": {
                file.name: file_sha256(file) for file in sorted(self.book.folder.rglob("*.toml"))
            },
            "agreement": self.agreement.model_dump(mode="json"),
            "asked": asked,
            "wanted": asdict(self.wanted),
        }

    @property
    def people(self) -> int:
        """The number of people in all files."""
        return sum(done.people for done in self.ledger.judged)

    def compare(self) -> None:
        """Compare rows of different batches, once."""
        if "compared" in self.ledger.settled:
            return
        self.step(localize("batches.comparing-niks"), 0, 0)
        kernel = BatchKernel(self.judging.terms, self.judging.tables, self.judging.office)
        errors = column_errors.errors(self.ledger.everybody, self.judging.tables)
        found = cross_checks.run_cross_checks(
            self.ledger.everybody,
            self.people,
            self.judging.tables,
            kernel.terms.rules,
            errors,
            strict=self.asked.strict,
        )
        write_parquet(found, self._across)
        folded = column_contradictions.folded_codes(errors)
        self.ledger.settle("folded", [[table, sorted(codes)] for table, codes in folded.items()])
        self.ledger.settle("compared", value=True)

    @property
    def _across(self) -> Path:
        return self.ledger.folder / "across.parquet"

    def _found(self) -> pl.DataFrame:
        """Return the findings of the comparison."""
        return pl.read_parquet(self._across, glob=False)

    def is_in_order(self) -> bool:
        """Return whether nobody has an error or a missing cell, and every row was understood."""
        if any(done.not_understood for done in self.ledger.judged):
            return False
        faulty = has_finding("level", "error")
        gaps = pl.col("missing").list.len() > 0
        everybody = self.ledger.everybody
        wrong = everybody.select((faulty | gaps).any()).collect(engine="streaming").item()
        between = self._found().select(faulty.any()).item()
        return not (wrong or between)

    def finish(self) -> None:
        """Write the tables and save the sums, batch by batch."""
        result = self.ledger.folder / "result"
        written = 0
        settled = self._settled()
        for number, done in enumerate(self.ledger.judged):
            if number not in self.ledger.finished:
                people = settled(number)
                batch_tables.write(people, result, number, self.wanted.form)
                batch_tables.write_register(people, result, number, written + 1)
                write_aggregates(people, self.ledger.folder / "sums", number)
                self.ledger.finish(number)
            written += done.people
            self.step(localize("batches.writing-tables"), written, self.people)

    def add_up(self) -> None:
        """Save the sums without writing tables."""
        settled = self._settled()
        for number in range(len(self.ledger.judged)):
            write_aggregates(settled(number), self.ledger.folder / "sums", number)

    def _settled(self) -> Callable[[int], pl.DataFrame]:
        """Return a function that reads a batch by number with all its findings."""
        found = self._found()
        first = first_person_per_table(self.ledger.everybody, self.ledger.judged)
        folded = {table: frozenset(codes) for table, codes in self.ledger.settled["folded"]}

        def settled(number: int) -> pl.DataFrame:
            judged = pl.read_parquet(self.ledger.place("judged", number), glob=False)
            judged = column_errors.without_folded(judged, folded)
            of_piece = found.filter(pl.col("person_id") // PIECE == number)
            return merge_cross_findings(drop_repeated_findings(judged, first), of_piece)

        return settled

    @cached_property
    def total(self) -> Aggregates:
        """The sums of all batches."""
        return read_aggregates(self.ledger.folder / "sums")

    @cached_property
    def totals(self) -> EnrolmentTotals:
        """The totals of everybody."""
        return batch_bills.area_totals(
            self.total, self.judging.terms, self.judging.office[0], payment_date=self.payment_date
        )

    def write_reports(self) -> None:
        """Write bills, what SIPP takes, and the manifest."""
        result = self.ledger.folder / "result"
        contents = batch_bills.write(self.total, self.totals)
        self._put(contents, result, localize("batches.writing-bills"))
        self._put(self._upload(), result, localize("batches.writing-sipp-s-files"))
        outputs = {
            path.relative_to(result).as_posix(): {
                "sha256": file_sha256(path),
                "bytes": path.stat().st_size,
            }
            for path in sorted(result.rglob("*"))
            if path.is_file() and path.name not in result_folder.UNLISTED
        }
        inputs = [
            {
                **file,
                **table_json(table, [done for done in self.ledger.judged if done.file == number]),
            }
            for number, (file, table) in enumerate(
                zip(self.inputs, self.judging.tables, strict=True)
            )
        ]
        manifest = write_manifest(self.total, self.totals, self.judging.office, inputs, outputs)
        (result / result_folder.MANIFEST).write_bytes(manifest)

    def _upload(self) -> Iterator[tuple[str, bytes]]:
        """Return SIPP's workbooks of the requested regencies, several regencies at a time."""
        found, everybody = self._found(), self.ledger.everybody
        npp = self.agreement.employer.npp
        for group in sipp_uploads.group_regencies(self.total, self.wanted.upload):
            for regency, file, content in batch_tables.upload_files(everybody, found, group, npp):
                yield f"{batch_bills.regency_folder(regency)}/{file}", content

    def _put(
        self, contents: Iterator[tuple[str, bytes]], result: Path, said: LocalizedText
    ) -> None:
        for number, (name, content) in enumerate(contents):
            target = result / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            self.step(said, number, 0)

    def result(self, *, is_in_order: bool, out: Path | None = None) -> BatchResult:
        """Return the outcome."""
        return BatchResult(
            self.total,
            self.totals,
            self.labels,
            is_in_order,
            self.resumed,
            out,
            [cells for done in self.ledger.judged for cells in done.not_understood],
        )
