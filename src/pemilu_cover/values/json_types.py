"""The types of JSON documents, from which their schemas are generated.

A document is a `TypedDict` beside the function that builds it, so that mypy compares the two. Its key
``schema`` has the document's name and version: ``pemilu-cover/quote/1``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

# pydantic reads the TypedDict of typing only from Python 3.12 on.
from typing_extensions import ReadOnly, TypedDict

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema


class Document(TypedDict):
    """What every JSON document has."""

    schema: ReadOnly[str]


class Keywords:
    """Keywords of JSON Schema for an annotated type."""

    def __init__(self, **keywords: object) -> None:
        self._keywords = keywords

    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Return the schema of the type with the keywords."""
        return {**handler(core_schema), **self._keywords}


class DumpOf:
    """Marks a value that a pydantic model was dumped into: its schema is the model's."""

    def __init__(self, model: type) -> None:
        self._model = model

    def __get_pydantic_core_schema__(self, _: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401
        """Return the schema of the model."""
        return handler.generate_schema(self._model)


Money: TypeAlias = Annotated[
    str,
    Keywords(pattern=r"^-?[0-9]+\.[0-9]{2}$", description="rupiah as decimal text"),
]
# A share of 1 as decimal text: 0.0024 is 0.24 %.
Share: TypeAlias = Annotated[str, Keywords(pattern=r"^[0-9]+(\.[0-9]+)?$")]
Day: TypeAlias = Annotated[str, Keywords(format="date")]
Month: TypeAlias = Annotated[str, Keywords(pattern="^[0-9]{4}-[0-9]{2}$")]
Minute: TypeAlias = Annotated[
    str, Keywords(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$")
]
Sha256: TypeAlias = Annotated[str, Keywords(pattern="^[0-9a-f]{64}$")]
MaskedNik: TypeAlias = Annotated[
    str, Keywords(description="a NIK with asterisks in place of some digits")
]
# A number of months: an integer, or the exact fraction as text ("16/15").
Months: TypeAlias = int | Annotated[str, Keywords(pattern="^[0-9]+/[0-9]+$")]
# "from" is a word of Python, and no name of a class attribute.
Since = TypedDict("Since", {"from": Day})
Period = TypedDict("Period", {"from": Day, "to": Day})
DatesInForce = TypedDict("DatesInForce", {"from": Day | None, "to": Day | None})


class FileRecord(TypedDict):
    """The content of a file."""

    sha256: Sha256
    bytes: int


class InputFile(TypedDict):
    """A file that was read."""

    file: str
    sha256: Sha256
