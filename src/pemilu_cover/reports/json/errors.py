"""Errors in JSON: on stderr for commands whose data are JSON, and in documents that have some."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from typing_extensions import TypedDict

if TYPE_CHECKING:
    from pemilu_cover.i18n.messages import RefusalError
    from pemilu_cover.i18n.text import Language

# Details of a refusal that say where it is.
_PLACES = frozenset(
    {"file", "folder", "path", "sheet", "cell", "row", "line", "column", "key", "period", "option"}
)


class ErrorJson(TypedDict):
    """An error: its code, what it says, the exit status, and its place as far as it is known."""

    code: str
    message: str
    exit: int
    place: dict[str, str | int]


class ErrorDocumentJson(TypedDict):
    """The document of an error, on stderr."""

    schema: Literal["pemilu-cover/error/1"]
    error: ErrorJson


def refusal_json(refusal: RefusalError, language: Language) -> ErrorJson:
    """Return a refusal with its place."""
    from pemilu_cover.values.text import sanitise_for_terminal  # noqa: PLC0415

    return {
        "code": refusal.code,
        "message": sanitise_for_terminal(refusal.in_language(language)),
        "exit": refusal.exit_status,
        "place": {
            name: value if isinstance(value, int) else sanitise_for_terminal(str(value))
            for name, value in refusal.detail.items()
            if name in _PLACES and value != ""
        },
    }
