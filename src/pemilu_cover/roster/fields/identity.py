"""Identity: the NIK, the name without its degrees, the degrees, the mother's name."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import polars as pl

from pemilu_cover.roster.cells.distinct import map_distinct
from pemilu_cover.roster.fields.civil_servants import statement
from pemilu_cover.roster.fields.fractions import are_uncertain
from pemilu_cover.roster.fields.notes import note
from pemilu_cover.roster.fields.remarks import mentions_leaving
from pemilu_cover.roster.reading.cell_encoding import NUMBER_PATTERN
from pemilu_cover.values import names, nik
from pemilu_cover.values.nonanswers import MAY_BE_NON_ANSWER, is_non_answer, may_be_no_name
from pemilu_cover.values.text import normal_form

# A name that may contain more than a name: points, commas, brackets, titles, capitals at the end.
_MAY_CONTAIN_MORE = (
    rf"[.,()\[\]]|(?i:^(?:prof|dr[sagh]?|ir)\s|\balm)|\s[A-Z]{{2,6}}$|{MAY_BE_NON_ANSWER}"
    rf"|{names.TWO_NAMES}"
)
_NIK = re.compile(r"[0-9]{16}")
# Words around a NIK: "NIK: 3214…", "No. KTP 3214…", "3214… (e-KTP)".
_AROUND_NIK = re.compile(r"(?i)\b(?:e[ -]?ktp|ktp(?:[ -]?el)?|nik|no(?:mor)?)\b|[():;#]")
_DOUBTS = ("name-word", "name-two", "name-degree")
_BRACKETS = re.compile(r"[\s,]*[(\[]([^()\[\]]*)[)\]]")
# For a mother these two mean an unknown name; for a person they may be the name.
_NO_MOTHER = frozenset({"NIHIL", "NULL"})

Cells = Callable[[str], pl.Series]


class Name(NamedTuple):
    """The values from the cell of a name, and from its brackets."""

    name: str | None
    degree: str | None = None
    doubt: str | None = None
    has_left: bool = False
    may_be_civil_servant: bool = False


def identity(typed: Cells, shown: Cells) -> tuple[list[pl.Series], list[pl.Series]]:
    """Return the columns NIK, whether it is a number, name, degree and mother; and the notes on them."""
    # In a CSV file, a number that Excel has converted reads 3.21402E+15.
    number = typed("nik").str.contains(f"^{NUMBER_PATTERN}|^\\s*\\d[.,]\\d+[eE]\\+\\d+\\s*$")
    digits = shown("nik")
    plain = digits.str.contains(r"^[0-9]+$").fill_null(value=True)
    if not plain.all():
        digits = digits.scatter(
            plain.not_().arg_true(), map_distinct(digits.filter(~plain), _nik_digits)
        )
    number |= are_uncertain(shown("nik")).fill_null(value=False)
    named, notes = _names(shown)
    mother, of_mother = _mothers(shown("mother"), named[0])
    columns = [digits.alias("nik"), number.alias("nik_is_number"), *named, mother]
    return columns, [*notes, *of_mother]


def _nik_digits(text: str) -> str:
    """Return a NIK without separators, and without the words around it if 16 digits remain.

    >>> _nik_digits("NIK: 3214011205909001"), _nik_digits("KK 3214011205909001")
    ('3214011205909001', 'KK3214011205909001')
    """
    digits = nik.compact(_AROUND_NIK.sub(" ", text))
    return digits if _NIK.fullmatch(digits) else nik.compact(text)


def _names(shown: Cells) -> tuple[list[pl.Series], list[pl.Series]]:
    # "1. Asep": the running number is in the cell of the name.
    texts = shown("name").str.replace(r"^\d{1,4}[.)] *(\p{L})", "$1")
    odd = texts.set(~texts.str.contains(_MAY_CONTAIN_MORE), None)
    read = cache(read_name)

    def column(value: Callable[[Name], str | None]) -> pl.Series:
        return map_distinct(odd, lambda text: value(read(text)))

    name = texts.zip_with(odd.is_null(), column(lambda each: each.name))
    degree = column(lambda each: each.degree)
    notes = pl.DataFrame(
        {
            "doubt": column(lambda each: each.doubt),
            "left": column(lambda each: "name" if each.has_left else None),
            "asn": column(lambda each: "name" if each.may_be_civil_servant else None),
        }
    ).select(
        *(_note_where("doubt", code, "name") for code in _DOUBTS),
        note("left-asked", pl.col("left")),
        note("asn-asked", pl.col("asn")).alias("asn"),
    )
    degree = degree.zip_with(degree.is_not_null(), shown("degree"))
    return [name.alias("name"), degree.alias("degree")], notes.get_columns()


def _note_where(column: str, code: str, field: str) -> pl.Expr:
    return note(code, pl.when(pl.col(column) == code).then(pl.lit(field)))


def read_name(text: str) -> Name:
    """Return a name without its degrees, and without the remarks in its brackets.

    >>> read_name("Alm. Budi Santoso, S.Pd")
    Name(name='Budi Santoso', degree='S.Pd', doubt=None, has_left=True, may_be_civil_servant=False)
    """
    if is_non_answer(text):
        # A NIK in the cell of the name: the two are swapped, and the clerk is shown both.
        return Name(text if _NIK.fullmatch(nik.compact(text)) else None)
    alive = names.without_deceased(text)
    has_left, may_be_civil_servant = alive != text, False
    for match in reversed(list(_BRACKETS.finditer(alive))):
        leaves, civil = mentions_leaving(match[1]), statement(match[1]) is not None
        has_left, may_be_civil_servant = has_left or leaves, may_be_civil_servant or civil
        if leaves or civil:
            alive = (alive[: match.start()] + alive[match.end() :]).strip()
    name, degree = names.split_degree(alive)
    answers = (may_be_no_name(text), names.holds_two_names(name), names.may_hold_degree(name))
    doubt = next(
        (code for code, has_doubt in zip(_DOUBTS, answers, strict=True) if has_doubt), None
    )
    return Name(name or None, degree or None, doubt, has_left, may_be_civil_servant)


def _mothers(shown: pl.Series, name: pl.Series) -> tuple[pl.Series, list[pl.Series]]:
    odd = shown.set(~shown.str.contains(_MAY_CONTAIN_MORE), None)
    mother = shown.zip_with(odd.is_null(), map_distinct(odd, _mother)).alias("mother")
    if shown.null_count() == len(shown):
        return mother, []
    # A name that is also another person's mother's is a common one.
    is_rare = pl.len().over("mother") == 1
    same = pl.DataFrame([mother, name]).select(
        same=(pl.col("mother").str.to_lowercase() == pl.col("name").str.to_lowercase()) & is_rare,
        word=pl.lit(map_distinct(mother, may_be_no_name, pl.Boolean)),
        two=mother.str.contains(names.TWO_NAMES),
    )
    notes = same.select(
        note("mother-is-person", pl.when("same").then(pl.lit("mother"))),
        note("name-word", pl.when("word").then(pl.lit("mother"))),
        note("name-two", pl.when("two").then(pl.lit("mother"))),
    )
    return mother, notes.get_columns()


def _mother(text: str) -> str | None:
    if is_non_answer(text) or normal_form(text) in _NO_MOTHER:
        return None
    return names.without_deceased(text) or None
