"""The columns of the frame of a roster: the input and output of each stage, with types.

`collect_people` returns `people_columns`; `normalise` adds `normalised_columns`; elections and
`apply_defaults` add `TERM_COLUMNS`, and the checks use all of them. Tests compare the frames of each stage.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

Schema = dict[str, pl.DataType]

# `raw_<field>` is the cell as `reading.cell_encoding` writes it.
RAW = "raw_"
# `display_<field>` is the cell as displayed, null where it is blank.
DISPLAY = "display_"
# `has_control` is whether a displayed cell has a control character.
HAS_CONTROL = "has_control"
# `context_<field>` is the context of the row from titles and headings.
CONTEXT = "context_"
# `has_<field>` is whether the table has a column for the field.
HAS = "has_"
# `limit_<name>` is a limit of the person's role in their election.
LIMIT = "limit_"
# Whether the header of the column about civil servants names others, too.
OFFERS_CHOICE = "asn_offers_choice"
# `flaws` names the unreadable cells of any field: "wage formula-error".
FLAWS = "flaws"
FORMULA_ERROR, TOO_LONG = "formula-error", "cell-too-long"
# The prefixes of a cell that prevent Excel from converting it.
APOSTROPHES = "'`´‘’"
# `notes` holds the warnings from parsing a row, in the form of `pemilu_cover.roster.fields.notes`.
NOTES = "notes"

_TEXT, _DAY, _SEN = pl.String(), pl.Date(), pl.Int64()
_FLAG, _COUNT = pl.Boolean(), pl.Int32()

# The fields for which it matters whether a table has a column, and those that titles may give.
HAS_FIELDS = ("wage", "start", "end", "sex_male", "sex_female")
CONTEXT_FIELDS = ("kecamatan", "desa", "tps", "regency", "body", "role")

# The values of a person, null where nothing is readable, and the sources of places.
VALUE_COLUMNS: Schema = {
    **dict.fromkeys(("nik", "name", "degree", "birth_place", "sex", "address", "mother"), _TEXT),
    **dict.fromkeys(("regency", "kecamatan", "desa", "tps", "unit", "role", "role_choices"), _TEXT),
    **dict.fromkeys(("phone", "marital", "blood", "postal_code", "email", "npwp", "kpj"), _TEXT),
    **dict.fromkeys(("kecamatan_source", "desa_source", "tps_source", "civil_servant_by"), _TEXT),
    **dict.fromkeys(("birth_date", "start", "end"), _DAY),
    "wage_sen": _SEN,
    **dict.fromkeys(("nik_is_number", "is_civil_servant"), _FLAG),
}
# The limits of a role: see `pemilu_cover.roster.checks.role_limits.RoleLimits`. Amounts are in sen.
LIMIT_COLUMNS: Schema = {
    LIMIT + "voting_day": _DAY,
    **dict.fromkeys((LIMIT + "ceiling", LIMIT + "floor"), _SEN),
    **dict.fromkeys((LIMIT + "earliest", LIMIT + "latest"), _DAY),
    **dict.fromkeys((LIMIT + "youngest", LIMIT + "oldest"), _COUNT),
    LIMIT + "known": _FLAG,
    LIMIT + "wage": _SEN,
    **dict.fromkeys((LIMIT + "start", LIMIT + "end"), _DAY),
    LIMIT + "fixed_wage": _SEN,
    **dict.fromkeys((LIMIT + "fixed_start", LIMIT + "fixed_end"), _DAY),
    **dict.fromkeys((LIMIT + "body", LIMIT + "family"), _TEXT),
    **dict.fromkeys((LIMIT + "least", LIMIT + "most"), _SEN),
}
# The columns of a person's election: its limits, the sources of wage and days, and who is not enrolled.
TERM_COLUMNS: Schema = {
    **dict.fromkeys(("election", "election_source"), _TEXT),
    **LIMIT_COLUMNS,
    **dict.fromkeys(("wage_source", "start_source", "end_source"), _TEXT),
    "excluded": _FLAG,
}


def people_columns(fields: Iterable[str]) -> Schema:
    """Return the columns of people before normalisation; ``row`` is Excel's number, ``table`` an index."""
    return {
        "id": pl.UInt32(),
        **dict.fromkeys(("file", "sheet"), _TEXT),
        "table": _COUNT,
        "row": pl.Int64(),
        "struck": _FLAG,
        **{HAS + name: _FLAG for name in HAS_FIELDS},
        OFFERS_CHOICE: _FLAG,
        **{RAW + name: _TEXT for name in fields},
        **{CONTEXT + name: _TEXT for name in CONTEXT_FIELDS},
    }


def normalised_columns(fields: Iterable[str]) -> Schema:
    """Return the columns that normalisation adds."""
    texts = pl.List(pl.String())
    return {
        **{DISPLAY + name: _TEXT for name in fields},
        HAS_CONTROL: _FLAG,
        FLAWS: texts,
        NOTES: texts,
        **VALUE_COLUMNS,
    }
