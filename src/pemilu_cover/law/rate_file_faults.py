"""What is wrong with a value of a rate file or agreement, in words that its author understands."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, get_args, get_origin

from pydantic import BaseModel

from pemilu_cover.i18n.text import LocalizedText, localize, verbatim

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


class LocalizedValueError(ValueError):
    """A fault of a value, in both languages."""

    def __init__(self, key: str, **details: object) -> None:
        self.text = localize(key, **details)
        super().__init__(self.text.en)


# The text for each of pydantic's types of errors, and its placeholders by the names that pydantic gives them.
_TEXTS: dict[str, tuple[str, dict[str, str]]] = {
    "missing": ("rate_files.missing", {}),
    "string_type": ("rate_files.no-text", {}),
    "string_too_short": ("rate_files.empty", {}),
    "string_too_long": ("rate_files.too-long", {"max_length": "most"}),
    "tuple_type": ("rate_files.no-list", {}),
    "too_long": ("rate_files.too-many", {"max_length": "most"}),
    "bool_type": ("rate_files.no-boolean", {}),
    "bool_parsing": ("rate_files.no-boolean", {}),
    "int_type": ("rate_files.no-integer", {}),
    "int_from_float": ("rate_files.no-integer", {}),
    "greater_than": ("rate_files.not-more", {"gt": "least"}),
    "greater_than_equal": ("rate_files.too-small", {"ge": "least"}),
    "less_than_equal": ("rate_files.too-large", {"le": "most"}),
    "literal_error": ("rate_files.no-choice", {"expected": "choices"}),
    "date_type": ("rate_files.no-date", {}),
    "date_from_datetime_parsing": ("rate_files.no-date", {}),
    "date_from_datetime_inexact": ("rate_files.no-date", {}),
    "date_parsing": ("rate_files.no-date", {}),
}
_NO_TABLE = {"model_type", "dict_type", "dataclass_type"}
UNKNOWN_KEY = {"extra_forbidden", "unexpected_keyword_argument"}
# The fields of an agreement that have a form, whose texts are ``form-<field>``.
_FORMS = {"npp", "location", "postal_code", "nip", "logo"}


def explain_fault(fault: ErrorDetails, model: type[BaseModel]) -> LocalizedText:
    """Return why pydantic refuses a value of a model; English alone for what only rate files have."""
    kind, context = fault["type"], fault.get("ctx", {})
    name = str(fault["loc"][-1]) if fault["loc"] else ""
    error = context.get("error")
    if kind in UNKNOWN_KEY:
        text = _unknown_key(name, model, fault["loc"][:-1])
    elif kind in _NO_TABLE:
        table = ".".join(map(str, fault["loc"]))
        text = localize("rate_files.no-table", name=table)
    elif kind == "string_pattern_mismatch" and name in _FORMS:
        text = localize(f"rate_files.form-{name.replace('_', '-')}")
    elif kind in _TEXTS:
        key, placeholders = _TEXTS[kind]
        details = {placeholder: context[given] for given, placeholder in placeholders.items()}
        if "choices" in details:
            details["choices"] = _choices(details["choices"])
        text = localize(key, **details)
    elif isinstance(error, LocalizedValueError):
        text = error.text
    else:
        text = verbatim(fault["msg"].removeprefix("Value error, "))
    return text


def _choices(expected: str) -> LocalizedText:
    """Return pydantic's choices, which are in English: ``'pu' or 'bpu'``."""
    choices = expected.replace("'", '"')
    return LocalizedText(choices.replace(" or ", " atau "), choices)


def _unknown_key(name: str, model: type[BaseModel], path: tuple[str | int, ...]) -> LocalizedText:
    table = _table_at(model, path)
    known = (
        [] if table is None else [field.alias or key for key, field in table.model_fields.items()]
    )
    similar = get_close_matches(name, known, n=1, cutoff=0.6)
    if not similar:
        return localize("rate_files.unknown-key")
    return localize("rate_files.unknown-key-similar", similar=similar[0])


def _table_at(annotation: object, path: tuple[str | int, ...]) -> type[BaseModel] | None:
    """Return the model that an annotation has at a path of keys, None where there is none."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if not path:
            return annotation
        fields = {field.alias or key: field for key, field in annotation.model_fields.items()}
        field = fields.get(str(path[0]))
        return _table_at(field.annotation, path[1:]) if field else None
    arguments = get_args(annotation)
    if get_origin(annotation) in (dict, tuple) and path:
        path = path[1:]
    found = (_table_at(argument, path) for argument in arguments)
    return next((table for table in found if table is not None), None)
