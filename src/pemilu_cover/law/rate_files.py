"""Rate files: their folder, and how they are read.

A rate file is TOML, read with ``parse_float=Decimal`` so that 0.24 is 0.24, and checked by a pydantic
model that rejects unknown keys. Errors name the file and the key.

`tomli` is the parser of the standard library, compiled: a third of the time, which each start of the program
takes, and an error for a key of thousands of parts, on which the other spends minutes.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

import tomli
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationError,
)

from pemilu_cover.i18n.text import LocalizedText, localize
from pemilu_cover.law.rate_file_faults import UNKNOWN_KEY, LocalizedValueError, explain_fault
from pemilu_cover.values.rupiah import to_decimal_string, to_sen

if TYPE_CHECKING:
    from pemilu_cover.law.toml_positions import Position

Programme = Literal["JKK", "JKM"]
# PU are paid a wage (penerima upah), BPU are not.
Segment = Literal["pu", "bpu"]
# The source of a contribution's money: the budget of the State or of a region, the member, or another one (a
# Korpri fund, Baznas, CSR, an association).
Fund = Literal["apbn", "apbd", "self", "other"]
FUNDS: tuple[Fund, ...] = ("apbn", "apbd", "self", "other")
# The budgets whose accounts are known.
Budget = Literal["apbd"]
PROGRAMMES: tuple[Programme, ...] = ("JKK", "JKM")
SEGMENTS: tuple[Segment, ...] = ("pu", "bpu")


class RateFileError(Exception):
    """A rate file or agreement that cannot be used: which file, which key (or ""), where, and why.

    ``code`` is that of the refusal, ``is_unknown`` is whether the key, or the name that it has, is not known.
    """

    code = "rate-file"

    def __init__(
        self,
        file: Path,
        key: str,
        reason: LocalizedText,
        position: Position | None = None,
        *,
        is_unknown: bool = False,
    ) -> None:
        self.file, self.key, self.position, self.is_unknown = file, key, position, is_unknown
        self.reason = reason
        super().__init__(f"{file.name}: {self.place_and_reason.en}")

    @property
    def place_and_reason(self) -> LocalizedText:
        """The line and the column, the key, and the reason, as far as they are known."""
        key = f"{self.key}: " if self.key else ""
        if self.position is None:
            return localize("rate_files.key", key=key, reason=self.reason)
        return localize(
            "rate_files.at-line", **self.position._asdict(), key=key, reason=self.reason
        )


class RatesFolderError(RateFileError):
    """A folder without rate files."""

    code = "rates-folder"


class AgreementError(RateFileError):
    """An agreement that cannot be used."""

    code = "agreement-file"


def check_bounds(low: int | None, high: int | None) -> None:
    """Raise `ValueError` for bounds in the wrong order."""
    if low is not None and high is not None and high < low:
        raise ValueError("max is less than min")


def _rupiah_to_sen(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise LocalizedValueError("rate_files.no-amount")
    try:
        return to_sen(Decimal(value))
    except ValueError as error:
        raise LocalizedValueError("rate_files.no-wage") from error


# In rupiah in files, in sen in the program.
Sen = Annotated[
    int,
    BeforeValidator(_rupiah_to_sen),
    Field(gt=0),
    PlainSerializer(to_decimal_string, return_type=str, when_used="json"),
]


class StrictModel(BaseModel):
    """An immutable table that rejects unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)


class RateFile(StrictModel):
    """One rate file: ``checked_on`` is when a person last compared it with the law."""

    checked_on: date


# The largest rate file has 40 KB.
_MOST_BYTES = 1 << 20

Model = TypeVar("Model", bound=StrictModel)


def read_rate_file(file: Path, model: type[Model]) -> Model:
    """Read a TOML file into a model. Raise `RateFileError` with key, place and reason."""
    text = _text(file)
    try:
        return model.model_validate(tomli.loads(text, parse_float=Decimal))
    except RecursionError as error:
        raise RateFileError(file, "", localize("rate_files.nested")) from error
    except ValidationError as error:
        from pemilu_cover.law.toml_positions import find_key  # noqa: PLC0415

        fault = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in fault["loc"])
        raise RateFileError(
            file,
            key,
            explain_fault(fault, model),
            find_key(text, fault["loc"]),
            is_unknown=fault["type"] in UNKNOWN_KEY,
        ) from error
    except ValueError as error:  # of TOML, or of a number with thousands of digits
        raise _toml_error(file, str(error)) from error


def _toml_error(file: Path, message: str) -> RateFileError:
    """Return the error of a file that is not TOML, by the message of `tomli`, which ends with the place."""
    from pemilu_cover.law.toml_positions import Position  # noqa: PLC0415

    place = re.search(r" \(at line (\d+), column (\d+)\)$", message)
    position = Position(*map(int, place.groups())) if place else None
    is_repeated = message.startswith(("Cannot declare", "Cannot overwrite"))
    reason = localize("rate_files.repeated" if is_repeated else "rate_files.not-toml")
    return RateFileError(file, "", reason, position)


def _text(file: Path) -> str:
    """Return the text of a regular file of at most 1 MiB; a pipe would never end."""
    try:
        if file.exists() and not (file.is_file() or file.is_dir()):
            raise RateFileError(file, "", localize("rate_files.not-regular"))
        with file.open("rb") as source:
            content = source.read(_MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise RateFileError(file, "", localize("rate_files.no-file")) from error
    except OSError as error:
        raise RateFileError(file, "", localize("rate_files.unreadable")) from error
    if len(content) > _MOST_BYTES:
        raise RateFileError(file, "", localize("rate_files.large"))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RateFileError(file, "", localize("rate_files.not-toml")) from error


def _in_both_languages(text: LocalizedText) -> LocalizedText:
    if not (text.id and text.en):
        raise ValueError("must not be empty")
    return text


# A sentence of a rate file, in both languages.
NonEmptyText = Annotated[LocalizedText, AfterValidator(_in_both_languages)]
