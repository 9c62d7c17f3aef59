"""What the fields are called that SIPP requires."""

from __future__ import annotations

from pemilu_cover.i18n.text import LocalizedText, localize
from pemilu_cover.roster.tables.column_names import fields

_FILLED_FIELDS = {
    "identity_valid_until": localize("summary.field-identity-valid-until"),
    "marital": localize("summary.field-marital-status"),
    "blood": localize("summary.field-blood-group"),
    "address": localize("summary.field-address"),
    "postal_code": localize("summary.field-postal-code"),
    "location": localize("summary.field-place-of-work"),
}


def filled_field_label(name: str) -> LocalizedText:
    """Return the name of a field that a default can fill."""
    return _FILLED_FIELDS[name]


def field_label(name: str) -> LocalizedText:
    """Return the name of a field: that of its column in the roster form, if it has one."""
    column = fields().get(name)
    return column.title if column else _FILLED_FIELDS[name]
