"""What was typed, read: one column of values for each field, null where there is nothing to read.

Tolerant: whatever can be read in one way only is read. Nothing is judged here. A distinct text is
parsed once; texts that are plainly clean already are not touched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import TypeVar

import polars as pl

from pemilu_cover.roster.gather import NEAR, TYPED
from pemilu_cover.roster.headers import fields
from pemilu_cover.roster.read import DATE, NUMBER, as_typed
from pemilu_cover.values import dates, names, nik, phone, rupiah
from pemilu_cover.values.text import NOTHING_WORDS, clean, is_nothing, word_form

# `shown_<field>` is the cell as a person reads it, null where it stands for nothing.
SHOWN = "shown_"
_PLAIN = r"^[\x21-\x7e]+(?: [\x21-\x7e]+)*$"
_DATE_TEXT = r"\d{1,2}[\s./-]*(?:\d{1,2}|\p{L}+)[\s./,-]*\d{4}|\d{4}-\d{1,2}-\d{1,2}"
_PLACE_DATE = rf"^(.*?)[\s,;/.-]*((?:{_DATE_TEXT}).*)$"
_PERIOD = r"(?i)^(.*?\d{4})\s*(?:s\s*[/.]?\s*d\.?|sampai(?: dengan)?|hingga|[-–—])\s*(.*)$"
# PP 49/2023 art. 5 leaves out ASN (PNS and PPPK), TNI and Polri: Taspen and Asabri insure them.
_CIVIL_SERVANT = re.compile(r"\b(?:PNS|ASN|PPPK|P3K|CPNS|TNI|POLRI)\b")
_NOT_CIVIL_SERVANT = re.compile(r"\b(?:NON|BUKAN|TIDAK|TDK|PENSIUN\w*|PURN\w*|EKS|MANTAN)\b")
_YES = frozenset({"YA", "Y", "V", "X", "1", "IYA"})
_SHORT_YEAR = re.compile(r"(\d{1,2}[-/.]\d{1,2})([-/.])(\d{2})")
_NIP = re.compile(r"(?:19|20)\d{16}")
_MARITAL = {
    **dict.fromkeys("Y YA K KAWIN MENIKAH NIKAH SUDAH MARRIED".split(), "Y"),
    "SUDAH KAWIN": "Y",
    "SUDAH MENIKAH": "Y",
    **dict.fromkeys("T TIDAK TK BK BELUM LAJANG JANDA DUDA CERAI SINGLE".split(), "T"),
    **dict.fromkeys(
        ("BELUM KAWIN", "BELUM MENIKAH", "TIDAK KAWIN", "CERAI HIDUP", "CERAI MATI", "B KAWIN"), "T"
    ),
}
_SEX = {
    **dict.fromkeys("L LK LAKI PRIA M MALE LELAKI LAKILAKI".split(), "L"),
    "LAKI LAKI": "L",
    **dict.fromkeys("P PR PEREMPUAN WANITA F FEMALE W".split(), "P"),
}

Value = TypeVar("Value")


def normalise(
    frame: pl.DataFrame, find_role: Callable[[str], str | None], unit_of: Mapping[str, str]
) -> pl.DataFrame:
    """Add a column of values for each field.

    ``find_role`` gives a role's code by its name; ``unit_of`` the unit in which each code serves.
    """
    frame = _with_shown(_split_pairs(frame))
    typed, shown = _column(frame, TYPED), _column(frame, SHOWN)
    frame = frame.with_columns(
        *_identity(typed, shown),
        _each(shown("sex"), lambda text: _SEX.get(word_form(text))).alias("sex"),
        _roles(frame, find_role).alias("role"),
        _each(typed("wage"), _wage_sen, pl.Int64).alias("wage_sen"),
        *(
            _each(typed(name), _date, pl.Date).alias(name)
            for name in ("birth_date", "start", "end")
        ),
        *_for_sipp(shown),
        _civil_servant(frame).alias("is_civil_servant"),
        _each(shown("occupation"), _says_civil_servant, pl.Boolean)
        .fill_null(value=False)
        .alias("works_as_civil_servant"),
    )
    return _with_places(frame, unit_of)


def put_right(frame: pl.DataFrame) -> dict[str, int]:
    """Count, by field, the cells that were read as something else than they show."""
    dates_typed = ("birth_date", "start", "end")
    changed = {
        **{
            name: pl.col(SHOWN + name).is_not_null() & pl.col(name).ne(pl.col(TYPED + name))
            for name in ("nik", "name", "sex", "phone", "tps", "marital", "blood")
        },
        **{
            name: pl.col(name).is_not_null() & ~pl.col(TYPED + name).str.starts_with(DATE)
            for name in dates_typed
        },
        "wage": pl.col("wage_sen").is_not_null() & ~pl.col(TYPED + "wage").str.starts_with(NUMBER),
    }
    counts = frame.select(expression.sum().alias(name) for name, expression in changed.items())
    return {name: count for name, count in counts.row(0, named=True).items() if count}


def _column(frame: pl.DataFrame, prefix: str) -> Callable[[str], pl.Series]:
    return lambda name: frame[prefix + name]


def _each(
    cells: pl.Series, read: Callable[[str], Value | None], dtype: type[pl.DataType] = pl.String
) -> pl.Series:
    """Read each distinct text once; what cannot be read is null."""
    distinct = cells.drop_nulls().unique()
    values = pl.Series([read(text) for text in distinct], dtype=dtype)
    return cells.replace_strict(distinct, values, default=None, return_dtype=dtype)


def _split_pairs(frame: pl.DataFrame) -> pl.DataFrame:
    """Part "Tempat, Tgl Lahir" and "Masa Kerja" where a table has them in one column."""

    def part(pair: str, pattern: str, first: str, second: str) -> list[pl.Expr]:
        both = pl.col(TYPED + pair)
        is_date = both.str.starts_with(DATE)
        return [
            pl.when(pl.col(TYPED + name) == "")
            .then(
                pl.when(is_date & (name == second))
                .then(both)
                .otherwise(
                    both.str.strip_chars()
                    .str.extract(pattern, group)
                    .fill_null(
                        pl.when(is_date).then(pl.lit("")).otherwise(both)
                        if name == second
                        else pl.lit("")
                    )
                )
            )
            .otherwise(pl.col(TYPED + name))
            .alias(TYPED + name)
            for group, name in enumerate((first, second), start=1)
        ]

    return frame.with_columns(
        *part("birth_place_date", _PLACE_DATE, "birth_place", "birth_date"),
        *part("period", _PERIOD, "start", "end"),
    )


def _with_shown(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(_shown(frame[TYPED + name]).alias(SHOWN + name) for name in fields())


def _shown(cells: pl.Series) -> pl.Series:
    """Give cells as a person reads them; only texts that are not plainly clean are taken in hand."""
    plain = cells.str.contains(_PLAIN)
    if not plain.all():
        odd = _each(cells.filter(~plain), lambda cell: clean(as_typed(cell)) or None)
        cells = cells.scatter(plain.not_().arg_true(), odd)
    nothing = ~cells.str.contains(r"[\p{L}\p{N}]") | cells.str.to_lowercase().is_in(NOTHING_WORDS)
    maybe = cells.filter(nothing | cells.str.starts_with("#"))
    if maybe.len() == 0:
        return cells
    empty = pl.Series(
        [text for text in maybe.unique().drop_nulls() if is_nothing(text)], dtype=pl.String
    )
    return cells.set(cells.is_in(empty.implode()), None)


def _identity(
    typed: Callable[[str], pl.Series], shown: Callable[[str], pl.Series]
) -> list[pl.Series]:
    # In a CSV file, what Excel made of a number reads 3.21402E+15.
    number = typed("nik").str.contains(f"^{NUMBER}|^\\s*\\d[.,]\\d+[eE]\\+\\d+\\s*$")
    digits = shown("nik")
    plain = digits.str.contains(r"^\d+$").fill_null(value=True)
    if not plain.all():
        digits = digits.scatter(plain.not_().arg_true(), _each(digits.filter(~plain), nik.compact))
    whole = shown("name")
    name, degree = whole.clone(), shown("degree")
    titled = whole.str.contains(r"[.,]").fill_null(value=False)
    if titled.any():
        at = titled.arg_true()
        name = name.scatter(
            at, _each(whole.filter(titled), lambda text: names.split_degree(text)[0])
        )
        found = _each(whole.filter(titled), lambda text: names.split_degree(text)[1] or None)
        degree = degree.scatter(at, degree.filter(titled).zip_with(found.is_null(), found))
    return [
        digits.alias("nik"),
        number.alias("nik_is_number"),
        name.alias("name"),
        degree.alias("degree"),
    ]


def _for_sipp(shown: Callable[[str], pl.Series]) -> list[pl.Series]:
    """Read the cells that only the SIPP sheet needs."""
    digits = {name: shown(name).str.replace_all(r"[\s.\-']", "") for name in ("kpj", "npwp")}
    only = {"kpj": r"^(\d{11})$", "npwp": r"^(\d{15,16})$"}
    return [
        *(shown(name).alias(name) for name in ("birth_place", "address", "mother")),
        _each(shown("tps"), _tps).alias("tps"),
        _each(shown("phone"), _phone).alias("phone"),
        _each(shown("marital"), lambda text: _MARITAL.get(word_form(text))).alias("marital"),
        shown("blood")
        .str.to_uppercase()
        .str.extract(r"^(?:GOL\.? ?)?(A|B|AB|O|0)[+-]?$")
        .replace("0", "O")
        .alias("blood"),
        shown("postal_code").str.extract(r"^(\d{5})$").alias("postal_code"),
        shown("email").str.extract(r"^([^@\s]+@[^@\s]+\.[^@\s]+)$", 1).alias("email"),
        *(cells.str.extract(only[name], 1).alias(name) for name, cells in digits.items()),
    ]


def _roles(frame: pl.DataFrame, find_role: Callable[[str], str | None]) -> pl.Series:
    """Find each distinct role, with what the row or the sheet says of its body where it needs that."""

    def find(key: str) -> str | None:
        role, body, near = key.split("\x1f")
        bare = re.sub(r"\(.*?\)", " ", role)
        names = [role, bare, *(f"{bare} {more}" for more in (body, near) if more)]
        if not word_form(role):
            names = []
        return next((code for name in names if (code := find_role(name))), None)

    keys = frame.select(
        pl.concat_str(
            pl.col(SHOWN + "role").fill_null(""),
            pl.col(SHOWN + "body").fill_null(""),
            pl.col(NEAR + "body"),
            separator="\x1f",
        )
    ).to_series()
    return _each(keys, find)


def _civil_servant(frame: pl.DataFrame) -> pl.Series:
    """Find rows that say themselves that they are of civil servants."""
    told = [
        _each(frame[SHOWN + name], _says_civil_servant, pl.Boolean)
        for name in ("employment", "role")
    ]
    asked = _each(
        frame[SHOWN + "asn"],
        lambda text: _says_civil_servant(text) or word_form(text) in _YES,
        pl.Boolean,
    )
    remark = _each(
        frame[SHOWN + "remark"],
        lambda text: _says_civil_servant(text) and bool(_CIVIL_SERVANT.match(word_form(text))),
        pl.Boolean,
    )
    nip = (
        frame[SHOWN + "nip"].str.replace_all(r"[\s.\-']", "").str.contains(f"^(?:{_NIP.pattern})$")
    )
    marked = pl.Series([False], dtype=pl.Boolean).new_from_index(0, frame.height)
    for series in (*told, asked, remark, nip):
        marked |= series.fill_null(value=False)
    return marked


def _says_civil_servant(text: str) -> bool:
    words = word_form(text)
    return bool(_CIVIL_SERVANT.search(words) and not _NOT_CIVIL_SERVANT.search(words))


def _with_places(frame: pl.DataFrame, unit_of: Mapping[str, str]) -> pl.DataFrame:
    """Fill kecamatan and desa: from the cell, else from above in its block, else from the title."""
    unit = pl.col("role").replace_strict(unit_of, default="", return_dtype=pl.String)
    frame = frame.with_columns(unit.alias("unit"))
    for place, units, block in (
        ("kecamatan", ("kecamatan", "desa", "tps"), ["table"]),
        ("desa", ("desa", "tps"), ["table", "kecamatan"]),
    ):
        cell, needs = pl.col(SHOWN + place), pl.col("unit").is_in(units)
        in_blocks = pl.col("table").is_in(_tables_in_blocks(frame, place, units).implode())
        above = pl.when(needs & in_blocks).then(cell.forward_fill().over(block))
        near = pl.when(needs & (pl.col(NEAR + place) != "")).then(pl.col(NEAR + place))
        frame = frame.with_columns(
            pl.coalesce(cell, above, near).alias(place),
            pl.when(cell.is_not_null())
            .then(pl.lit("cell"))
            .when(above.is_not_null())
            .then(pl.lit("above"))
            .when(near.is_not_null())
            .then(pl.lit("title"))
            .alias(f"{place}_from"),
        )
    return frame


def _tables_in_blocks(frame: pl.DataFrame, place: str, units: tuple[str, ...]) -> pl.Series:
    """Find the tables that name a place only on the first row of its block.

    There, no two rows that follow each other name the same place, and many name none; a place that
    is missing from a list which names one in each row is missing, and is not taken from above.
    """
    cell = pl.col(SHOWN + place)
    repeated = (cell == cell.shift(1)).fill_null(value=False)
    told = (
        frame.filter(pl.col("unit").is_in(units))
        .group_by("table")
        .agg(
            (cell.is_null().mean() >= 0.2).alias("gaps"),  # noqa: PLR2004
            repeated.any().alias("repeated"),
        )
    )
    return told.filter(pl.col("gaps") & ~pl.col("repeated"))["table"]


def _date(cell: str) -> date | None:
    try:
        if cell.startswith(DATE):
            return date.fromisoformat(cell[1:])
        if cell.startswith(NUMBER):
            return dates.from_serial(float(cell[1:]))
        return dates.parse(clean(cell))
    except (ValueError, OverflowError):
        return None


def _contract_date(cell: str) -> date | None:
    """Read a date of service, in which a year of two digits can only be of this century."""
    found = _SHORT_YEAR.fullmatch(clean(cell))
    return _date(f"{found[1]}{found[2]}20{found[3]}" if found else cell)


def _wage_sen(cell: str) -> int | None:
    try:
        if cell.startswith(NUMBER):
            return rupiah.whole_sen(Decimal(cell[1:]))
        return rupiah.parse(clean(cell))
    except (ValueError, ArithmeticError):
        return None


def _phone(text: str) -> str | None:
    try:
        return phone.parse(text)
    except ValueError:
        return None


def _tps(text: str) -> str:
    """Give a TPS number in three digits ("TPS. 3" is 003), or the text where it holds no number."""
    found = re.search(r"\d+", text)
    return found[0].lstrip("0").zfill(3) if found else text
