"""The job of a batch run: the rosters, the options, and the law and agreement that they name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

from pemilu_cover import __version__
from pemilu_cover.enrolment.batches import whole_files
from pemilu_cover.enrolment.batches.checkpoint import BatchRecord
from pemilu_cover.enrolment.batches.files import file_sha256
from pemilu_cover.enrolment.options import EnrolOptions
from pemilu_cover.i18n.text import active_language
from pemilu_cover.law.agreement import Agreement, read_agreement
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.roster.reading import batch_process
from pemilu_cover.roster.reading.reader import unique_labels

# Options that name files; the fingerprint has the content of those that a batch run uses.
_FILE_OPTIONS = ("agreement", "rates", "corrections", "rounds")


class BatchJob(NamedTuple):
    """The rosters with the names that findings use for them, the options, the law and the agreement."""

    paths: Sequence[Path]
    labels: Sequence[str]
    options: EnrolOptions
    book: RateBook
    agreement: Agreement

    @classmethod
    def load(cls, paths: Sequence[Path], options: EnrolOptions) -> BatchJob:
        """Return a job. Raise `RateFileError` for a rate file or agreement."""
        book = RateBook.load(options.rates)
        agreement = read_agreement(options.agreement, book) if options.agreement else Agreement()
        return cls(paths, unique_labels(list(paths)), options, book, agreement)

    def fingerprint(self, checksums: Sequence[str], output: Mapping[str, Any]) -> dict[str, Any]:
        """Return everything on which the steps of a run depend.

        A checkpoint is only resumed by a run with the same fingerprint. ``checksums`` are those of the
        rosters, ``output`` is what the run writes.
        """
        options = {
            name: value for name, value in asdict(self.options).items() if name not in _FILE_OPTIONS
        }
        return {
            "version": __version__,
            "language": active_language(),
            "rows_per_batch": batch_process.HEIGHT,
            "whole_file_bytes": [whole_files.GROUP_BYTES, whole_files.SMALL_FILE_BYTES],
            "record": BatchRecord._fields,
            "inputs": list(zip(self.labels, checksums, strict=True)),
            "law": {
                file.name: file_sha256(file) for file in sorted(self.book.folder.rglob("*.toml"))
            },
            "agreement": self.agreement.model_dump(mode="json"),
            "options": options,
            "output": output,
        }
