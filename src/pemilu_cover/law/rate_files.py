"""Rate files: their folder, and how they are read.

A rate file is TOML, read with ``parse_float=Decimal`` so that 0.24 is 0.24, and checked by a pydantic
model that rejects unknown keys. Errors name the file and the key.
"""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationError,
)

from pemilu_cover.i18n.text import LocalizedText
from pemilu_cover.values.rupiah import to_decimal_string, to_sen

Programme = Literal["JKK", "JKM"]
# PU are paid a wage (penerima upah), BPU are not.
Segment = Literal["pu", "bpu"]
# The source of a contribution's money: the budget of the State or of a region, the member, or another one (a
# Korpri fund, Baznas, CSR, an association).
Fund = Literal["apbn", "apbd", "self", "other"]
FUNDS: tuple[Fund, ...] = ("apbn", "apbd", "self", "other")
PROGRAMMES: tuple[Programme, ...] = ("JKK", "JKM")
SEGMENTS: tuple[Segment, ...] = ("pu", "bpu")


class RateFileError(Exception):
    """A rate file or agreement that cannot be used: which file, which key (or ""), and why."""

    def __init__(self, file: Path, key: str, reason: LocalizedText | str) -> None:
        shown = reason if isinstance(reason, str) else reason.in_language("en")
        super().__init__(f"{file.name}: {f'{key}: ' if key else ''}{shown}")
        self.file, self.key, self.reason = file, key, reason


def check_bounds(low: int | None, high: int | None) -> None:
    """Raise `ValueError` for bounds in the wrong order."""
    if low is not None and high is not None and high < low:
        raise ValueError("max is less than min")


def _rupiah_to_sen(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ValueError("must be an amount in rupiah, such as 1_500_000")
    try:
        return to_sen(Decimal(value))
    except ValueError as error:
        raise ValueError("is no wage; write rupiah without dots, such as 850_000") from error


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


# Clearer reasons than pydantic's for the authors of rate files.
_REASONS = {
    "extra_forbidden": "is not a known key",
    "unexpected_keyword_argument": "is not a known key",
    "dataclass_type": "is not a table",
    "missing": "is missing",
    "string_pattern_mismatch": "is not written in the form that is asked for",
    "string_too_short": "must not be empty",
}

# The largest rate file has 40 KB.
_MOST_BYTES = 1 << 20

Model = TypeVar("Model", bound=StrictModel)


def read_rate_file(file: Path, model: type[Model]) -> Model:
    """Read a TOML file into a model. Raise `RateFileError` with the file, the key and the reason."""
    try:
        table = tomllib.loads(_text(file), parse_float=Decimal)
        return model.model_validate(table)
    except OSError as error:
        raise RateFileError(file, "", error.strerror or "cannot be read") from error
    except RecursionError as error:
        raise RateFileError(file, "", "is nested too deeply") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        reason = _REASONS.get(first["type"], first["msg"].removeprefix("Value error, "))
        raise RateFileError(file, key, reason) from error
    except ValueError as error:
        # Of TOML, of the text's encoding, or of a number with thousands of digits.
        raise RateFileError(file, "", f"is not valid TOML: {error}") from error


def _text(file: Path) -> str:
    """Return the text of a regular file of at most 1 MiB; a pipe would never end."""
    if file.exists() and not (file.is_file() or file.is_dir()):
        raise RateFileError(file, "", "is not a regular file")
    with file.open("rb") as source:
        content = source.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise RateFileError(file, "", "is larger than 1 MiB")
    return content.decode("utf-8-sig")


def rates_dir() -> Path:
    """Return the folder of the rate files: inside the package, or next to ``src/`` in a checkout."""
    packaged = Path(__file__).parent / "rates"
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "rates"


def _in_both_languages(text: LocalizedText) -> LocalizedText:
    if not (text.id and text.en):
        raise ValueError("must not be empty")
    return text


# A sentence of a rate file, in both languages.
NonEmptyText = Annotated[LocalizedText, AfterValidator(_in_both_languages)]
