"""A first agreement for an office, from what it answers."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path
from typing import Literal

import tomli
from pydantic import ValidationError

from pemilu_cover.i18n.messages import RefusalError
from pemilu_cover.i18n.text import Language, LocalizedText
from pemilu_cover.law.agreement import Agreement, check_agreement
from pemilu_cover.law.office import Employer
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.rate_file_faults import explain_fault
from pemilu_cover.reports.text.agreement_form import (
    AgreementAnswers,
    AgreementChoices,
    agreement_text,
)
from pemilu_cover.storage import result_folder


def choices(book: RateBook) -> AgreementChoices:
    """Return what an agreement can name."""
    return AgreementChoices(tuple(book.elections), tuple(book.proration.rules))


def answer_fault(key: Literal["name", "npp"], answer: str) -> LocalizedText | None:
    """Return why an answer is no NPP, or no text that an agreement has on one line; None if it is."""
    try:
        Employer.model_validate({key: answer})
    except ValidationError as error:
        return explain_fault(error.errors(include_url=False)[0], Employer)
    return None


def check_writable(out: Path, *, force: bool) -> None:
    """Raise `RefusalError` where a file is there already and is not to be replaced."""
    if os.path.exists(out) and not force:
        raise RefusalError("out-exists", path=str(out))


def write_agreement(
    out: Path, answers: AgreementAnswers, book: RateBook, *, language: Language, force: bool
) -> None:
    """Write the agreement. Raise `RefusalError` where it cannot be written."""
    text = agreement_text(answers, choices(book), language)
    agreement = Agreement.model_validate(tomli.loads(text, parse_float=Decimal))
    check_agreement(agreement, out, book)
    result_folder.write_file(out, text.encode(), force=force)
