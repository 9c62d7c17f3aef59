"""What was typed, read: one column of values for each field, null where there is nothing to read.

Tolerant: whatever can be read in one way only is read. Nothing is judged here. A distinct text is
parsed once; texts that are plainly clean already are not touched.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TypeVar

import polars as pl

from pemilu_cover.roster.gather import NEAR, TYPED
from pemilu_cover.roster.sheet import BROKEN, DATE, MAX_TEXT, NUMBER, as_typed
from pemilu_cover.roster.vocabulary import fields
from pemilu_cover.values import dates, names, nik, phone, regions, rupiah
from pemilu_cover.values.text import NOTHING_WORDS, clean, is_nothing, word_form

# `shown_<field>` is the cell as a person reads it, null where it stands for nothing.
SHOWN = "shown_"
# `flaws` names the cells of which nothing can be read, whatever their field: "wage formula-error".
FLAWS = "flaws"
FORMULA_ERROR, TOO_LONG = "formula-error", "cell-too-long"
# A formula that has failed: told by the workbook, or shown by the CSV that was made of it.
_FAILED = rf"^(?:{BROKEN}|#(?:REF|VALUE|DIV/0|NULL|NUM|SPILL|CALC)!$|#N/A$|#NAME\?$)"
# Two fields each: their cells are parted first.
_PARTED = frozenset({"birth_place_date", "period"})
_LONGEST_NOTHING = max(map(len, NOTHING_WORDS))
_PLAIN = r"^[\x21-\x7e]+(?: [\x21-\x7e]+)*$"
_NUMBER, _DAY = rf"^{NUMBER}[0-9]+$", rf"^{DATE}[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}$"
_DATE_TEXT = r"\d{1,2}[\s./-]*(?:\d{1,2}|[^\W\d_]+)[\s./,-]*\d{4}|\d{4}-\d{1,2}-\d{1,2}"
_PLACE_DATE = re.compile(
    rf"(.*?)[\s,;:/.-]*(?:\b(?:tgl|tanggal)\b[\s:.]*)?((?:{_DATE_TEXT}).*)", re.IGNORECASE
)
_UNTIL = r"\s*(?:s\s*[/.]?\s*d\.?|sampai(?: dengan)?|hingga|[-–—])\s*"
_PERIOD = re.compile(rf"({_DATE_TEXT}){_UNTIL}((?:{_DATE_TEXT}).*)", re.IGNORECASE)
# "7 November s.d. 8 Desember 2024", "8 s/d 30 November 2024"
_PERIOD_OF_A_YEAR = re.compile(
    rf"(\d{{1,2}})(?:\s+([^\W\d_]+))?{_UNTIL}(\d{{1,2}}\s+([^\W\d_]+)\s+(\d{{4}}))", re.IGNORECASE
)
# What stands in front of a cell to keep Excel's hands off it.
_APOSTROPHES = "'`´‘’"
# PP 49/2023 art. 5 leaves out ASN (PNS and PPPK), TNI and Polri: Taspen and Asabri insure them. A cell
# that says so, a grade or an office behind it, is a mark; one that only names them is asked about.
_CIVIL_SERVANT = re.compile(r"\b(?:PNS|ASN|PPPK|P3K|CPNS|TNI|POLRI)\b")
_MARKED = re.compile(r"(?:STATUS )?(?:P3K|(?:C?PNS|ASN|PPPK|TNI|POLRI)(?: .*)?)")
_MARKED_ROLE = re.compile(r".* (?:PNS|ASN|PPPK)")
_SOMEBODY_ELSE = re.compile(r"\b(?:ISTRI|SUAMI|ANAK|AYAH|IBU|BAPAK|KELUARGA|ORANG TUA)\w*\b")
_NOT_CIVIL_SERVANT = re.compile(r"\b(?:NON|BUKAN|TIDAK|TDK|PENSIUN\w*|PURN\w*|EKS|MANTAN)\b")
_YES = frozenset({"YA", "Y", "V", "IYA"})
_NO = frozenset({"TIDAK", "T", "TDK", "NO", "BUKAN", "NON"})
# What stands in a column to be ticked where there is no tick.
_NO_TICK = ("", "-", "0", f"{NUMBER}0", "T", "FALSE")
_SHORT_YEAR = re.compile(r"(\d{1,2}[-/.]\d{1,2})([-/.])(\d{2})")
_NIP = re.compile(r"(?:19|20)\d{16}")
# The unit of a role that is not known: where its holder serves is told all the same, to be asked there.
_UNKNOWN = ""
# A remark that its person serves no longer; "Pengganti Asep (mengundurkan diri)" is of who came.
_LEFT = re.compile(r"\b(?:MENGUNDURKAN|MUNDUR|MENINGGAL|WAFAT|DIGANTI|DIBERHENTIKAN|BERHENTI)\b")
_CAME = re.compile(r"(?:PENGGANTI|MENGGANTIKAN|GANTI)\b")
_PARENTS = frozenset({"KPU", "BAWASLU", "KPUD", "PANWASLIH", "KIP"})
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

# The smallest block has two rows, of which the second leaves its place empty.
_SHARE_IN_BLOCKS = 0.5

Value = TypeVar("Value")


def normalise(
    frame: pl.DataFrame, find_role: Callable[[str], str | None], unit_of: Mapping[str, str]
) -> pl.DataFrame:
    """Add a column of values for each field.

    ``find_role`` gives a role's code by its name; ``unit_of`` the unit in which each code serves.
    """
    frame = _with_shown(_split_pairs(_with_ticked_sex(frame)))
    typed, shown = _column(frame, TYPED), _column(frame, SHOWN)
    frame = frame.with_columns(
        _flaws(typed, frame.height),
        *_identity(typed, shown),
        _each(shown("sex"), lambda text: _SEX.get(word_form(text))).alias("sex"),
        _roles(frame, find_role).alias("role"),
        _each(typed("wage"), _wage_sen, pl.Int64).alias("wage_sen"),
        _days(typed("birth_date"), _date).alias("birth_date"),
        *(_days(typed(name), _contract_date).alias(name) for name in ("start", "end")),
        _regencies(shown("regency"), frame[NEAR + "regency"]),
        *_for_sipp(shown),
        *_civil_servants(frame),
        _each(shown("remark"), _says_left, pl.Boolean).fill_null(value=False).alias("has_left"),
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


def _days(cells: pl.Series, read: Callable[[str], date | None]) -> pl.Series:
    """Read days; those that the file held as dates are what they are, without being read one by one."""
    held = cells.str.contains(_DAY)
    days = cells.str.strip_prefix(DATE).str.to_date("%Y-%m-%d", strict=False)
    return days if held.all() else days.zip_with(held, _each(cells.set(held, None), read, pl.Date))


def _flaws(typed: Callable[[str], pl.Series], height: int) -> pl.Series:
    """Name the cells of each row whose formula has failed, or that hold more than Excel's can."""
    names = fields().keys() - _PARTED
    cells = pl.DataFrame({name: typed(name) for name in names})
    suspect = cells.select(
        pl.col(name).str.contains(_FAILED).any() | (pl.col(name).str.len_bytes().max() > MAX_TEXT)
        for name in names
    ).row(0, named=True)
    found: dict[int, list[str]] = defaultdict(list)
    for name in (name for name in names if suspect[name]):
        for code, flawed in (
            (FORMULA_ERROR, cells[name].str.contains(_FAILED)),
            (TOO_LONG, cells[name].str.len_chars() > MAX_TEXT),
        ):
            for row in flawed.arg_true():
                found[row].append(f"{name} {code}")
    flawed_rows = pl.DataFrame(
        {"at": list(found), FLAWS: [sorted(flaws) for flaws in found.values()]},
        schema={"at": pl.UInt32, FLAWS: pl.List(pl.String)},
    )
    everybody = pl.select(pl.int_range(height, dtype=pl.UInt32).alias("at"))
    lists = everybody.join(flawed_rows, on="at", how="left", maintain_order="left")[FLAWS]
    return lists.fill_null(pl.lit([], dtype=pl.List(pl.String)))


def _split_pairs(frame: pl.DataFrame) -> pl.DataFrame:
    """Part "Tempat, Tgl Lahir" and "Masa Kerja" where a table has them in one column."""
    for pair, part, filled in (
        ("birth_place_date", _place_and_date, ("birth_place", "birth_date")),
        ("period", _first_and_last_day, ("start", "end")),
    ):
        cells = frame[TYPED + pair]
        if not (cells != "").any():
            continue
        distinct = cells.unique()
        parts = [part(cell) for cell in distinct]
        for index, name in enumerate(filled):
            values = pl.Series([each[index] for each in parts], dtype=pl.String)
            parted = cells.replace_strict(distinct, values, return_dtype=pl.String)
            own = pl.col(TYPED + name)
            frame = frame.with_columns(
                pl.when(own == "").then(parted).otherwise(own).alias(TYPED + name)
            )
    return frame


def _with_ticked_sex(frame: pl.DataFrame) -> pl.DataFrame:
    """Read L or P where one of two columns is ticked; of two ticks it is not known which counts."""
    male, female = (
        ~pl.col(TYPED + name).str.strip_chars().is_in(_NO_TICK)
        & ~pl.col(TYPED + name).str.starts_with(BROKEN)
        for name in ("sex_male", "sex_female")
    )
    ticked = (
        pl.when(male & female)
        .then(pl.lit("L + P"))
        .when(male)
        .then(pl.lit("L"))
        .when(female)
        .then(pl.lit("P"))
        .otherwise(pl.lit(""))
    )
    own = pl.col(TYPED + "sex")
    return frame.with_columns(pl.when(own == "").then(ticked).otherwise(own).alias(TYPED + "sex"))


def _place_and_date(cell: str) -> tuple[str, str]:
    """Part "Bogor, 12 Mei 1990"; what is no place and date is left whole, to be judged as a date."""
    if cell.startswith((DATE, BROKEN)):
        return "", cell
    found = _PLACE_DATE.fullmatch(cell.strip())
    return (found[1], found[2]) if found else ("", cell)


def _first_and_last_day(cell: str) -> tuple[str, str]:
    """Part "7-11-2024 s/d 8-12-2024"; of one day alone it is not known which it is."""
    if cell.startswith(BROKEN):
        return cell, cell
    shown = as_typed(cell)
    if found := _PERIOD.fullmatch(shown.strip()):
        return found[1], found[2]
    if found := _PERIOD_OF_A_YEAR.fullmatch(shown.strip()):
        first = f"{found[1]} {found[2] or found[4]} {found[5]}"
        if (_date(first) or date.max) <= (_date(found[3]) or date.min):
            return first, found[3]
    return ("", "") if is_nothing(shown) else (f"{shown} ?", f"{shown} ?")


def _with_shown(frame: pl.DataFrame) -> pl.DataFrame:
    """Add each cell as a person reads it; only texts that are not plainly clean are taken in hand."""
    lengths = frame.select(pl.col(TYPED + name).str.len_bytes().max() for name in fields())
    filled = [name for name in fields() if lengths[TYPED + name].item()]
    plain = frame.select(pl.col(TYPED + name).str.contains(_PLAIN).alias(name) for name in filled)
    cells = {name: _cleaned(frame[TYPED + name], plain[name]) for name in filled}
    shown = {**{name: _no_texts(frame.height) for name in fields()}, **_without_nothing(cells)}
    return frame.with_columns(shown[name].alias(SHOWN + name) for name in fields())


def _no_texts(height: int) -> pl.Series:
    return pl.Series([None], dtype=pl.String).new_from_index(0, height)


def _cleaned(cells: pl.Series, plain: pl.Series) -> pl.Series:
    if plain.all():
        return cells
    at = plain.not_().arg_true()
    odd = cells.gather(at)
    # `as_typed` of most numbers and dates, which stand in every row.
    number = odd.str.contains(_NUMBER)
    if number.all():
        return cells.scatter(at, odd.str.strip_prefix(NUMBER))
    if number.any():
        odd = odd.str.strip_prefix(NUMBER).zip_with(number, odd)
    day = odd.str.contains(_DAY)
    if day.any():
        day_first = odd.str.slice(9, 2) + "-" + odd.str.slice(6, 2) + "-" + odd.str.slice(1, 4)
        odd = day_first.zip_with(day, odd)
    still = ~(number | day)
    if still.any():
        odd = odd.scatter(still.arg_true(), _each(odd.filter(still), _as_seen))
    return cells.scatter(at, odd)


def _without_nothing(cells: dict[str, pl.Series]) -> dict[str, pl.Series]:
    """Empty the cells that stand for nothing: they are short, or have no letter, or are error values."""
    maybe = pl.DataFrame(cells).select(
        pl.col(name)
        .filter(
            (pl.col(name).str.len_bytes() <= _LONGEST_NOTHING)
            | pl.col(name).str.starts_with("#")
            | ~pl.col(name).str.contains(r"[\p{L}\p{N}]")
        )
        .unique()
        .drop_nulls()
        .implode()
        for name in cells
    )
    found = maybe.row(0, named=True) if cells else {}
    nothing = {name: list(filter(is_nothing, texts)) for name, texts in found.items()}
    return {
        name: column.set(column.is_in(nothing[name]), None) if nothing[name] else column
        for name, column in cells.items()
    }


def _as_seen(cell: str) -> str | None:
    return None if cell.startswith(BROKEN) else clean(as_typed(cell)) or None


def _identity(
    typed: Callable[[str], pl.Series], shown: Callable[[str], pl.Series]
) -> list[pl.Series]:
    # In a CSV file, what Excel made of a number reads 3.21402E+15.
    number = typed("nik").str.contains(f"^{NUMBER}|^\\s*\\d[.,]\\d+[eE]\\+\\d+\\s*$")
    digits = shown("nik")
    plain = digits.str.contains(r"^[0-9]+$").fill_null(value=True)
    if not plain.all():
        digits = digits.scatter(plain.not_().arg_true(), _each(digits.filter(~plain), nik.compact))
    # "1. Asep": the running number stands in the cell of the name.
    whole = shown("name").str.replace(r"^\d{1,4}[.)] *(\p{L})", "$1")
    name, degree = whole.clone(), shown("degree")
    titled = whole.str.contains(r"[.,]").fill_null(value=False)
    if titled.any():
        at = titled.arg_true()
        name = name.scatter(
            at, _each(whole.filter(titled), lambda text: names.split_degree(text)[0] or None)
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
    only = {"kpj": r"^([0-9]{11})$", "npwp": r"^([0-9]{15,16})$"}
    return [
        *(shown(name).alias(name) for name in ("birth_place", "address", "mother")),
        _each(shown("tps"), _tps).alias("tps"),
        _phones(shown("phone")).alias("phone"),
        _each(shown("marital"), lambda text: _MARITAL.get(word_form(text))).alias("marital"),
        shown("blood")
        .str.to_uppercase()
        .str.extract(r"^(?:GOL\.? ?)?(A|B|AB|O|0)[+-]?$")
        .replace("0", "O")
        .alias("blood"),
        shown("postal_code").str.extract(r"^([0-9]{5})$").alias("postal_code"),
        shown("email").str.extract(r"^([^@\s]+@[^@\s]+\.[^@\s]+)$", 1).alias("email"),
        *(cells.str.extract(only[name], 1).alias(name) for name, cells in digits.items()),
    ]


def _regencies(shown: pl.Series, near: pl.Series) -> pl.Series:
    """Give the code of each person's regency: from the cell, else from the title where the cell is empty."""
    cell = _each(shown, regions.regency_meant)
    titled = near.replace("", None).zip_with(shown.is_null(), cell)
    return cell.zip_with(cell.is_not_null(), titled).alias("regency")


def _roles(frame: pl.DataFrame, find_role: Callable[[str], str | None]) -> pl.Series:
    """Find each distinct role, with what the row or the sheet says of its body where it needs that."""

    def find(key: str) -> str | None:
        role, body, near = key.split("\x1f")
        bare = re.sub(r"\(.*?\)", " ", role)
        # "KPU" and "Bawaslu" stand above every body: what the sheet says is nearer.
        nearest_first = (near, body) if word_form(body) in _PARENTS else (body, near)
        names = [
            role,
            bare,
            *(f"{bare} {more}" for more in nearest_first if more and word_form(bare)),
        ]
        if not word_form(role):
            names = []
        return next((code for name in names if (code := find_role(name))), None)

    keys = frame.select(
        pl.concat_str(
            pl.coalesce(SHOWN + "role", NEAR + "role"),
            pl.col(SHOWN + "body").fill_null(""),
            pl.col(NEAR + "body"),
            separator="\x1f",
        )
    ).to_series()
    return _each(keys, find)


def _civil_servants(frame: pl.DataFrame) -> list[pl.Expr]:
    """Find who is marked as a civil servant, by which field, and of whom it has to be asked.

    A column about employment decides; where it is silent, a remark or an NIP does. Where marks
    contradict each other, or a cell only mentions civil servants, nobody is left out: it is asked.
    """
    says = {name: _each(frame[SHOWN + name], _says) for name in ("employment", "remark")}
    says["role"] = _each(frame[SHOWN + "role"], _role_says)
    says["asn"] = _each(frame[SHOWN + "asn"], _answers)
    says["nip"] = _each(frame[SHOWN + "nip"], _nip_says)
    says["occupation"] = _each(frame[SHOWN + "occupation"], _says)
    deciding = ("asn", "employment", "role", "remark", "nip")

    def is_said(answer: str, names: Iterable[str]) -> pl.Expr:
        return pl.any_horizontal(
            pl.lit(says[name]).eq(answer).fill_null(value=False) for name in names
        )

    marked, denied = is_said("yes", deciding), is_said("no", ("asn", "employment"))
    mentioned = is_said("asked", says) | is_said("yes", ("occupation",))
    by = pl.coalesce(pl.when(is_said("yes", (name,))).then(pl.lit(name)) for name in deciding)
    return [
        (marked & ~denied).alias("is_civil_servant"),
        by.alias("civil_servant_by"),
        ((marked & denied) | (mentioned & ~marked & ~denied)).alias("works_as_civil_servant"),
    ]


def _says(text: str) -> str | None:
    """Give what a cell says of its person: ``yes`` a civil servant, ``no``, ``asked``, or nothing."""
    words = word_form(text)
    if not _CIVIL_SERVANT.search(words):
        return None
    if _NOT_CIVIL_SERVANT.search(words):
        return "no"
    marked = _MARKED.fullmatch(words) and not _SOMEBODY_ELSE.search(words)
    return "yes" if marked else "asked"


def _role_says(text: str) -> str | None:
    """Give what a role says: "Sekretaris PPK (PNS)" is marked behind it."""
    words = word_form(text)
    return "yes" if _MARKED_ROLE.fullmatch(words) and _says(text) != "no" else _says(text)


def _says_left(remark: str) -> bool:
    words = word_form(remark)
    return bool(_LEFT.search(words)) and not _CAME.match(words)


def _nip_says(text: str) -> str | None:
    return "yes" if _NIP.fullmatch(re.sub(r"[\s.\-']", "", text)) else None


def _answers(text: str) -> str | None:
    """Give what a cell says below a header that asks: there a bare "Ya" or "Tidak" is an answer."""
    words = word_form(text)
    return "yes" if words in _YES else "no" if words in _NO else _says(text)


def _with_places(frame: pl.DataFrame, unit_of: Mapping[str, str]) -> pl.DataFrame:
    """Fill kecamatan, desa and TPS: from the cell, else from above in its block, else from the title."""
    unit = pl.col("role").replace_strict(unit_of, default=_UNKNOWN, return_dtype=pl.String)
    frame = frame.with_columns(unit.alias("unit"))
    for place, units, block in (
        ("kecamatan", ("kecamatan", "desa", "tps", _UNKNOWN), ["table", NEAR + "kecamatan"]),
        ("desa", ("desa", "tps", _UNKNOWN), ["table", "kecamatan", NEAR + "desa"]),
        ("tps", ("tps", _UNKNOWN), ["table", "kecamatan", "desa", NEAR + "desa", NEAR + "tps"]),
    ):
        cell = pl.col(place if place == "tps" else SHOWN + place)
        needs = pl.col("unit").is_in(units)
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
        frame.select("table", "unit", SHOWN + place)
        .filter(pl.col("unit").is_in(units))
        .group_by("table")
        .agg(
            (cell.is_null().mean() >= _SHARE_IN_BLOCKS).alias("gaps"),
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
        return dates.parse(clean(cell).lstrip(_APOSTROPHES))
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


def _phones(shown: pl.Series) -> pl.Series:
    """Read phone numbers; those that are plainly whole are what they show."""
    odd = ~shown.str.contains(phone.PLAIN).fill_null(value=True)
    return shown.scatter(odd.arg_true(), _each(shown.filter(odd), _phone)) if odd.any() else shown


def _phone(text: str) -> str | None:
    try:
        return phone.parse(text.lstrip(_APOSTROPHES))
    except ValueError:
        return None


def _tps(text: str) -> str:
    """Give a TPS number in three digits ("RT 2 TPS. 3" is 003), or the text where it holds none."""
    found = re.search(r"TPS\D*(\d+)", text.upper()) or re.search(r"(\d+)", text)
    return found[1].lstrip("0").zfill(3) if found else text
