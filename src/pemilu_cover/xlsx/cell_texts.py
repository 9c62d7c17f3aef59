"""Texts of cells as XML: markup, outer blanks and control characters are escaped."""

from __future__ import annotations

import re

import polars as pl

MAX_TEXT = 32_767
# Needs no escape in XML: no markup, nothing that readers of workbooks unescape, no outer blanks.
_PLAIN_TEXT = r"^[^\s&<>_\p{C}](?:[^&<>_\p{C}]*[^\s&<>_\p{C}])?$"
_LITERAL_ESCAPE = re.compile("(_x[0-9a-fA-F]{4}_)")
# Tabs and line ends need no escape.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")


def must_escape(name: str) -> pl.Expr:
    """Return whether a text needs an escape in XML."""
    text = pl.col(name)
    return (text != "") & (~text.str.contains(_PLAIN_TEXT) | (text.str.len_bytes() > MAX_TEXT))


def escape_texts(values: pl.Series) -> pl.Series:
    """Return texts with a ``<t>`` around each; equal texts are escaped once."""
    text = pl.col(values.name)
    is_escaped, tagged = values.to_frame().select(
        must_escape(values.name).fill_null(value=False).alias("odd"),
        pl.when(text != "").then("<t>" + text + "</t>").otherwise(text).alias("made"),
    )
    at = is_escaped.arg_true()
    texts = values.gather(at)
    distinct = texts.unique()
    escaped_texts = pl.Series(map(_escape_text, distinct), dtype=pl.String)
    tagged = tagged.scatter(
        at, texts.replace_strict(distinct, escaped_texts, return_dtype=pl.String)
    )
    return tagged.alias(values.name)


def _escape_text(text: str) -> str:
    """Return a text as XML that preserves blanks, with control characters as ``_x0001_``."""
    text = _LITERAL_ESCAPE.sub(r"_x005F\1", text[:MAX_TEXT])
    text = _CONTROL.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    for character, name in (("&", "amp"), ("<", "lt"), (">", "gt")):
        text = text.replace(character, f"&{name};")
    return f'<t xml:space="preserve">{text}</t>'
