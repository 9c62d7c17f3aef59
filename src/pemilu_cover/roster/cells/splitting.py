"""Cells that hold two fields: "Citeko/001", "3214… - Budi", "Bojong Barat / TPS 01".

A split gives each field its part of a cell, by the kind of its values and regardless of their order; an
ambiguous cell is left unsplit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from pemilu_cover.reference import regions
from pemilu_cover.roster.reading.cell_encoding import display_cell, is_date, is_error
from pemilu_cover.values import dates, nik, rupiah
from pemilu_cover.values.text import clean, is_blank_value, normal_form

# The name of a part that belongs to no field.
UNKNOWN = ""
DUTY_FIELDS = ("kecamatan", "desa", "tps")
_PLACES = frozenset(DUTY_FIELDS)
_SEPARATORS = tuple(
    map(
        re.compile,
        (
            r"\n+",
            r"\s+/\s+",
            r"\s+[-–—]\s+",
            r"[|;]",
            r"/",
            r"[()\[\]]",
            r",",
            r"\\|&|\s\+\s",
            r"[-–—]",
        ),
    )
)
_EDGES = " \t\r\n/|;:,.-–—()[]"
_DATE_TEXT = re.compile(r"\d{1,2}[\s./-]*(?:\d{1,2}|[^\W\d_]+)[\s./,-]*\d{4}|\d{4}-\d{1,2}-\d{1,2}")
_BORN = re.compile(rf"[^\W\d].*?(?:{_DATE_TEXT.pattern})")
_OFFICE = re.compile(
    r"\b(?:KETUA|WAKIL|ANGG\w*|SEKR\w*|BENDAHARA|STAFF?|PELAKSANA|KPPS|PPS|PPK|PTPS|PKD|PANWAS\w*"
    r"|PANTARLIH|LINMAS|PENGAWAS|PETUGAS|KORSEK|KASEK)\b"
)
_TPS = re.compile(r"(?:TPS\W*)?(?:NO(?:MOR)?\W*)?\d{1,3}[A-Z]?", re.IGNORECASE)
_PHONE = re.compile(r"(?:\+?62|0)?[ \-]?8[\d \-.]{7,14}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_SEXES = frozenset("L P LK PR M F PRIA WANITA PEREMPUAN LAKI LELAKI MALE FEMALE".split()) | {
    "LAKI LAKI"
}
# Patterns of parts without a separator: "Citeko 001".
_UNSEPARATED = {
    "nik": re.compile(r"(?<!\d)\d{15,17}(?!\d)"),
    "email": re.compile(r"[^@\s/|,;()]+@[^@\s/|,;()]+"),
    "phone": re.compile(r"(?<!\d)(?:\+62|62|0)8\d{7,12}(?!\d)"),
    "tps": re.compile(
        r"\bTPS\W*(?:NO(?:MOR)?\W*)?\d{1,3}[A-Z]?\b|(?<=[\s–—/-])\d{1,3}$", re.IGNORECASE
    ),
    "birth_date": _DATE_TEXT,
}
_KECAMATAN = re.compile(r"\bKEC(?:AMATAN)?\b[.: ]*", re.IGNORECASE)
_DESA = re.compile(r"\b(?:DESA|DS|KEL(?:URAHAN)?|NAGARI|GAMPONG)\b[./: ]*", re.IGNORECASE)
_PLACE_WORD = re.compile(
    r"(?<=\w)\s+(?=(?:KEC(?:AMATAN)?|DESA|DS|KEL(?:URAHAN)?|TPS)\b)", re.IGNORECASE
)
_DUTY_PARTS = re.compile(r"[/,;|\n()]+|\s+[-–—]\s+")


def _is_text(part: str) -> bool:
    return any(map(str.isalpha, part)) and not re.search(r"\d{6}", part)


def _is_place(part: str) -> bool:
    return _is_text(part) and part[0].isalpha()


def _is_born(part: str) -> bool:
    """Return whether a part has a birthplace and a date behind it, and nothing else."""
    return _BORN.fullmatch(part) is not None


def _is_name(part: str) -> bool:
    return any(map(str.isalpha, part)) and not any(map(str.isdigit, part))


def _is_day(part: str) -> bool:
    try:
        return bool(dates.parse(clean(part)))
    except ValueError:
        return False


def _is_wage(part: str) -> bool:
    try:
        return rupiah.parse(clean(part)) > 0
    except ValueError:
        return False


def _is_nik(part: str) -> bool:
    digits = nik.compact(part)
    return digits.isascii() and digits.isdigit() and nik.LENGTH - 1 <= len(digits) <= nik.LENGTH + 1


KINDS: Mapping[str, Callable[[str], bool]] = {
    "nik": _is_nik,
    "email": lambda part: _EMAIL.fullmatch(part) is not None,
    "phone": lambda part: _PHONE.fullmatch(part) is not None,
    "tps": lambda part: _TPS.fullmatch(part) is not None,
    "birth_date": _is_day,
    "birth_place_date": _is_born,
    "sex": lambda part: normal_form(part) in _SEXES,
    "wage": _is_wage,
    "role": lambda part: _OFFICE.search(normal_form(part)) is not None,
    "postal_code": lambda part: re.fullmatch(r"\d{5}", part) is not None,
}
_TEXTS: Mapping[str, Callable[[str], bool]] = {
    **{"name": _is_name, "mother": _is_name},
    **dict.fromkeys(("regency", "kecamatan", "desa", "birth_place"), _is_place),
}
# The fields of which a column can hold two.
SPLITTABLE = frozenset({*KINDS, *_TEXTS, "address", "kpj", "npwp", "start", "end", "period"})


def split(cell: str, names: tuple[str, ...]) -> dict[str, str] | None:
    """Return each field's part of a cell, or None for an ambiguous one.

    ``names`` are the fields in the order of the header, `UNKNOWN` for an unknown one.

    >>> split("Citeko/001", ("desa", "tps")), split("Budi Santoso - 3214011205909001", ("nik", "name"))
    ({'tps': '001', 'desa': 'Citeko'}, {'nik': '3214011205909001', 'name': 'Budi Santoso'})
    """
    if is_error(cell):
        return None
    text = display_cell(cell).strip()
    if is_date(cell):
        return {"birth_date": cell} if "birth_date" in names else None
    if is_blank_value(clean(text)):
        return {}
    for parts in _candidate_splits(text, names):
        if fields := _assign(parts, names):
            return fields
    return _single_field(text, names)


def _candidate_splits(text: str, names: Sequence[str]) -> Iterable[list[str]]:
    """Yield the possible splits of a text, the plainest first."""
    for separator in _SEPARATORS:
        yield [part for section in separator.split(text) if (part := section.strip(_EDGES))]
    for name in names:
        match = _UNSEPARATED[name].search(text) if name in _UNSEPARATED else None
        if match:
            around = (text[: match.start()], match[0], text[match.end() :])
            yield [part for section in around if (part := section.strip(_EDGES))]


def _assign(parts: Sequence[str], names: Sequence[str]) -> dict[str, str] | None:
    """Return each field's part where each has one of its kind, the remaining ones in their order."""
    if len(parts) != len(names) or len(parts) == 1:
        return None
    remaining, parts_by_field = list(parts), dict[str, str]()
    for name in sorted((name for name in names if name in KINDS), key=_strictness):
        part = next((part for part in remaining if KINDS[name](part)), None)
        if part is None:
            return None
        parts_by_field[name] = part
        remaining.remove(part)
    for name in (name for name in names if name not in KINDS):
        part = remaining.pop(0)
        if name != UNKNOWN and not _TEXTS.get(name, _is_text)(part):
            return None
        parts_by_field[name] = part
    return {name: part for name, part in parts_by_field.items() if name != UNKNOWN}


def _strictness(name: str) -> int:
    return list(KINDS).index(name)


def _single_field(text: str, names: Sequence[str]) -> dict[str, str] | None:
    """Return the one field that an unsplit cell can be of, or None for several."""
    typed = [name for name in names if name in KINDS and KINDS[name](text)]
    if typed:
        return {typed[0]: text}
    texts = [name for name in names if name not in KINDS and name != UNKNOWN]
    is_text_field = len(texts) == 1 and _TEXTS.get(texts[0], _is_text)(text)
    return {texts[0]: text} if is_text_field else None


@lru_cache(maxsize=50_000)
def split_duty(cell: str) -> dict[str, str]:
    """Return the places of duty that a cell names; ``place`` is one without its kind.

    >>> split_duty("Bojong Barat / TPS 01"), split_duty("Citeko")
    ({'tps': '01', 'desa': 'Bojong Barat'}, {'place': 'Citeko'})
    >>> split_duty("TPS 3 Desa Citeko Kec. Plered")
    {'tps': '3', 'desa': 'Citeko', 'kecamatan': 'Plered'}
    """
    text = _PLACE_WORD.sub(
        " / ", re.sub(r"(?i)(\bTPS\W*\d+[a-z]?)\s+", r"\1 / ", display_cell(cell))
    )
    places: dict[str, str] = {}
    unqualified = []
    for section in _DUTY_PARTS.split(text):
        part = section.strip(_EDGES)
        if not part or is_blank_value(part):
            continue
        if _TPS.fullmatch(part):
            places["tps"] = re.sub(r"(?i)^(?:TPS|NO(?:MOR)?|\W)*", "", part)
        elif (start := _KECAMATAN.match(part)) and part[start.end() :]:
            places["kecamatan"] = part[start.end() :].strip(_EDGES)
        elif (start := _DESA.match(part)) and part[start.end() :]:
            places["desa"] = part[start.end() :].strip(_EDGES)
        else:
            unqualified.append(part)
    return {**places, **_qualify_places(unqualified, places)}


def _qualify_places(unqualified: Sequence[str], places: Mapping[str, str]) -> dict[str, str]:
    """Return the kinds of places without "Desa" or "Kecamatan" in front, given the known places."""
    if (
        len(unqualified) == 1
        and ("tps" in places or "kecamatan" in places)
        and "desa" not in places
    ):
        return {"desa": unqualified[0]}
    if len(unqualified) == 1 and "kecamatan" not in places and "desa" in places:
        return {"kecamatan": unqualified[0]} if _is_kecamatan(unqualified[0]) else {}
    if len(unqualified) == 1 and not places:
        return {"place": unqualified[0]}
    known = [part for part in unqualified if _is_kecamatan(part)]
    if len(unqualified) == 2 and len(known) == 1 and not {"desa", "kecamatan"} & set(places):  # noqa: PLR2004
        (desa,) = (part for part in unqualified if part != known[0])
        return {"kecamatan": known[0], "desa": desa}
    return {}


def _is_kecamatan(part: str) -> bool:
    return normal_form(part) in regions.kecamatan_names()
