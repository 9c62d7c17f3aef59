"""Errors of the law and of agreements as refusals."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.law.dated_values import NoRateInForceError
from pemilu_cover.law.rate_files import AgreementError, RateFileError


@contextmanager
def law_errors_as_refusals() -> Iterator[None]:
    """Raise `RefusalError` for a faulty rate file or agreement, and for a day without a rate."""
    try:
        yield
    except RateFileError as error:
        is_misspelt = error.is_unknown and isinstance(error, AgreementError)
        raise RefusalError(
            "key-unknown" if is_misspelt else error.code,
            file=str(error.file),
            reason=error.place_and_reason,
            key=error.key,
            **(error.position._asdict() if error.position else {}),
        ) from error
    except NoRateInForceError as gap:
        raise gap_refusal(gap) from gap


def gap_refusal(gap: NoRateInForceError) -> RefusalError:
    """Return the refusal of a day without a rate."""
    return RefusalError("law-gap", programme=gap.programme, day=gap.day.isoformat())
