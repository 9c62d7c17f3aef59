"""The office in a cell, with the body of its row or sheet.

"KPPS (Linmas)", "Ketua merangkap Anggota", "Anggota PPK Divisi Teknis": the text beside an office may be a
narrower office, a duty within it, a place, or a remark about its holder. Two different offices lead to a
finding, and so does an office that the place of the row contradicts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import polars as pl

from pemilu_cover.roster.cells.distinct import map_distinct
from pemilu_cover.roster.columns import CONTEXT, DISPLAY
from pemilu_cover.roster.fields.civil_servants import statement
from pemilu_cover.roster.fields.notes import note
from pemilu_cover.roster.fields.remarks import mentions_leaving
from pemilu_cover.values.text import normal_form

FindRole = Callable[[str], str | None]

# "KPU" and "Bawaslu" are above every body: the sheet's own body is nearer.
_PARENTS = frozenset({"KPU", "BAWASLU", "KPUD", "PANWASLIH", "KIP"})
_BOARDS = frozenset(
    {"KPPS", "PPS", "PPK", "PANWASCAM", "PTPS", "PKD", "PPLN", "KPPSLN", "KPU", "BAWASLU"}
)
_POSITION = re.compile(
    r"\b(?:KETUA|KET|KTUA|WAKIL|ANG+O?T?A?|ANGGT|AGT|AGGT|SEKRETARIS|SEKR?|STAFF?|KASEK|KORSEK|KOORSEK"
    r"|KEPALA|PELAKSANA|BENDAHARA|KOORDINATOR)\b"
)
_BRACKETS = re.compile(r"[(\[{]([^()\[\]{}]*)(?:[)\]}]|$)")
_JOINED = re.compile(r"\b(?:MERANGKAP|RANGKAP|SEKALIGUS|DAN)\b|[&+]", re.IGNORECASE)
_SEPARATED = re.compile(r"[/,;|]|\s[-–—]\s|[-–—]\s|\s[-–—]")
_CONCURRENT = re.compile(r"^\s*(?:JUGA )?(?:ME)?RANGKAP\b", re.IGNORECASE)
_DIVISION = re.compile(
    r"[\s,/–—-]*\b(?:KADIV|KORDIV|KOORDIV|(?:(?:KETUA|KOORD|KOORDINATOR) )?DIV(?:ISI)?|BIDANG|BID|SEKSI)\b.*",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"[\s,/–—-]*\b(?:DESA|DS|KELURAHAN|KEL|KECAMATAN|KEC|TPS|RT|RW|DUSUN|KAB|KABUPATEN)\b.*",
    re.IGNORECASE,
)
# "anggota 3" numbers a member of a board that only the title or the row names.
_NUMBERED = re.compile(r"(ang\w*|agt|aggt)\.?\s*(?:ke[\s-]*)?\d{1,2}\s*", re.IGNORECASE)
# Texts beside an office that name no other one.
_BESIDE = re.compile(
    r"(?:(?:KE|NO|NOMOR|TPS|RT|RW) ?)*[0-9]*(?: (?:RT|RW|TPS) ?[0-9]+)*|(?:KE ?)?(?:I{1,3}|I?V|VI{1,2})"
    r"|(?:OPERATOR|ADMIN|PETUGAS)?(?: ?SIREKAP)?|TERPILIH|BARU|LAMA|TETAP|AKTIF|PENGGANTI|L|P|LAKI LAKI"
    r"|PEREMPUAN|WANITA|AD ?HOC|BADAN AD ?HOC|PEMILU(?: 20\d\d)?|PILKADA(?: 20\d\d)?|PEMILIHAN(?: 20\d\d)?"
)
_OCCUPATION = re.compile(
    r"(?:TENAGA |GURU |PEGAWAI )?(?:HONORER|HONOR|SWASTA|WIRASWASTA|KARYAWAN(?: SWASTA)?|PETANI|BURUH"
    r"|PEDAGANG|GURU(?: NGAJI)?|MAHASISWA|PELAJAR|IRT|IBU RUMAH TANGGA|PERANGKAT DESA|KADER"
    r"|PPNPN|SUKWAN|KONTRAK)"
)
_DUTY = re.compile(r"(?:SEBAGAI )?(?:BENDAHARA|LOGISTIK|OPERATOR|ADMIN|KEUANGAN|TEKNIS|DATA|HUMAS)")
# "KPPS 01" may be the first of the board or any member at TPS 001.
_PARTS_OF_REMARK = re.compile(r"[;,/|\n]")
_BEFORE_OFFICE = re.compile(
    r"^(?:(?:SEBAGAI|JABATAN|BERTUGAS|TUGAS|MERANGKAP|RANGKAP|PETUGAS|DI) )+"
)
_AT_TPS = re.compile(r" (?:DI )?(?:TPS|NO TPS)\b.*$")
_PADDED = re.compile(r"KPPS 0+([1-9]\d?)")
_LARGEST_BOARD = 7
_SEPARATOR = "\x1f"


class Reading(NamedTuple):
    """The reading of an office: its code, the codes of an ambiguous one, whether a part is unread."""

    code: str | None = None
    choices: tuple[str, ...] = ()
    has_unread: bool = False


class _Extra(NamedTuple):
    text: str
    is_concurrent: bool


def roles(frame: pl.DataFrame, find: FindRole) -> tuple[list[pl.Series], list[pl.Series]]:
    """Return the columns ``role`` and ``role_choices`` (codes, joined by commas), and the notes."""
    readings: dict[str, Reading] = {}

    def read(key: str) -> Reading:
        if key not in readings:
            readings[key] = read_role(*key.split(_SEPARATOR), find=find)
        return readings[key]

    keys = _keys(frame)
    role = map_distinct(keys, lambda key: read(key).code).alias("role")
    choices = map_distinct(keys, lambda key: ",".join(read(key).choices) or None)
    unread = map_distinct(keys, lambda key: "role" if read(key).has_unread else None)
    left = map_distinct(
        frame[DISPLAY + "role"], lambda text: "role" if mentions_leaving(text) else None
    )
    notes = pl.DataFrame({"unread": unread, "left": left}).select(
        note("role-unread", pl.col("unread")), note("left-asked", pl.col("left"))
    )
    return [role, choices.alias("role_choices")], notes.get_columns()


def office_notes(role: pl.Series, remark: pl.Series, find: FindRole) -> pl.Series:
    """Return the notes on remarks that name an office other than the row's."""
    keys = pl.select(pl.concat_str(remark, role, separator=_SEPARATOR)).to_series()
    contradicts = map_distinct(
        keys, lambda key: _contradicts(*key.split(_SEPARATOR), find=find) or None, pl.Boolean
    )
    by = pl.when(pl.lit(contradicts)).then(pl.lit("remark"))
    return pl.select(note("remark-role", by)).to_series()


def _contradicts(remark: str, code: str, *, find: FindRole) -> bool:
    """Return whether a remark names an office that its person does not hold; "Ketua RT" is none here."""
    family = code.split("_", maxsplit=1)[0]
    for part in _PARTS_OF_REMARK.split(remark):
        if mentions_leaving(part) or statement(part) is not None:
            continue
        words = _AT_TPS.sub("", _BEFORE_OFFICE.sub("", normal_form(part)))
        is_body = words in _BOARDS or (words.split()[:1] != [family] and not _names_office(words))
        office = None if is_body else next(filter(None, _offices(words, family, find)), None)
        # A chair is a member, too.
        if office not in (None, code) and office != f"{family}_ANGGOTA":
            return True
    return False


def _names_office(words: str) -> bool:
    return _POSITION.search(words) is not None or "LINMAS" in words


def _keys(frame: pl.DataFrame) -> pl.Series:
    """Return the key of an office: its cell, the body, the nearest title, place and TPS."""
    role = pl.coalesce(DISPLAY + "role", CONTEXT + "role")
    place = (
        pl.when(
            pl.col(DISPLAY + "desa").is_not_null() | pl.col(DISPLAY + "kecamatan").is_not_null()
        )
        .then(pl.lit("1"))
        .otherwise(pl.lit(""))
    )
    padded = role.str.contains(r"(?i)^\W*KPPS\W*0[0-9]+\W*$")
    tps = pl.when(padded).then(pl.col(DISPLAY + "tps")).fill_null("")
    body = pl.col(DISPLAY + "body").fill_null("")
    return frame.select(
        pl.concat_str(role, body, pl.col(CONTEXT + "body"), place, tps, separator=_SEPARATOR)
    ).to_series()


def read_role(text: str, body: str, near: str, place: str, tps: str, *, find: FindRole) -> Reading:
    """Read an office; ``body``, ``near``, ``place`` and ``tps`` are from the row and the titles."""
    if not normal_form(text):
        return Reading()
    if padded := _PADDED.fullmatch(normal_form(text)):
        return _padded(int(padded[1]), tps, find)
    if code := find(text):
        return Reading(code)
    main, extras = _split_brackets(text)
    bodies = _Bodies(body, near, place, find)
    code = bodies.code(main)
    if code is None:
        main, more = _without_tail(main, bodies)
        extras = [*more, *extras]
        code = bodies.code(main) if main else None
    return _with_extras(code, main, extras, find) if code else Reading()


class _Bodies(NamedTuple):
    """The bodies that a row and its titles name, which complete an office without its body."""

    body: str
    near: str
    place: str
    find: FindRole

    def code(self, main: str) -> str | None:
        """Return the code of an office, alone or with its body, or None."""
        if code := self.find(main):
            return code
        is_parent = normal_form(self.body) in _PARENTS
        nearest = (self.near, self.body) if is_parent else (self.body, self.near)
        for more in nearest:
            # A secretary of the KPU who serves in a desa is one of its PPS, or the place is their home.
            contradicted = more == self.body and is_parent and self.place
            if more and normal_form(main) and (code := self.find(f"{main} {more}")):
                return None if contradicted else code
        return None


def _padded(number: int, tps: str, find: FindRole) -> Reading:
    member, chair = find("KPPS"), find("KPPS 1")
    digits = re.sub(r"\D", "", tps)
    if number > 1 or member is None or chair is None:
        return Reading(find(f"KPPS {number}") if number <= _LARGEST_BOARD else member)
    if digits and int(digits) != number:
        return Reading(chair)
    return Reading(choices=(chair, member))


def _split_brackets(text: str) -> tuple[str, list[_Extra]]:
    """Split an office from the text in brackets."""
    extras = [
        _Extra(_CONCURRENT.sub("", inside), bool(_CONCURRENT.search(inside)))
        for inside in _BRACKETS.findall(text)
    ]
    return _BRACKETS.sub(" ", text).strip(), extras


def _without_tail(main: str, bodies: _Bodies) -> tuple[str, list[_Extra]]:
    """Split an office from the words joined to it, until the rest is one."""
    if (numbered := _NUMBERED.fullmatch(main)) and bodies.code(numbered[1]):
        return numbered[1], []
    for tail in (_DIVISION, _PLACE):
        head = tail.sub("", main)
        if head and head != main and bodies.code(head):
            return head, []
    for joint, is_concurrent in ((_JOINED, True), (_SEPARATED, False)):
        head, *tails = joint.split(main)
        if tails and bodies.code(head):
            more = [_Extra(_CONCURRENT.sub("", each), is_concurrent) for each in tails]
            return head, [extra for extra in more if normal_form(extra.text)]
    words = main.split()
    for end in range(len(words) - 1, 0, -1):
        tail_text = " ".join(words[end:])
        if mentions_leaving(tail_text) or statement(tail_text):
            head = " ".join(words[:end])
            if bodies.code(head):
                return head, []
    return "", []


def _with_extras(code: str, main: str, extras: list[_Extra], find: FindRole) -> Reading:
    """Return the reading of an office together with the texts beside it."""
    reading = Reading(code)
    is_explicit = _POSITION.search(normal_form(main)) is not None
    for extra in extras:
        reading = _with_extra(reading, extra, find, is_explicit=is_explicit)
    return reading


def _with_extra(reading: Reading, extra: _Extra, find: FindRole, *, is_explicit: bool) -> Reading:
    words = normal_form(extra.text)
    if reading.code is None or _is_irrelevant(extra.text, words, is_explicit=is_explicit):
        return reading
    family = reading.code.split("_")[0]
    second = next(filter(None, _offices(words, family, find)), None)
    if second is None:
        return reading._replace(has_unread=True)
    is_chair_too = extra.is_concurrent and reading.code.endswith("_KETUA")
    if second == reading.code or words == family or is_chair_too:
        return reading
    if is_explicit or words.split()[0] in _BOARDS - {family}:
        return Reading(choices=(reading.code, second))
    return Reading(second)


def _offices(words: str, family: str, find: FindRole) -> Iterator[str | None]:
    yield find(f"{words} {family}")
    yield find(words)


def _is_irrelevant(text: str, words: str, *, is_explicit: bool) -> bool:
    """Return whether the text beside an office is irrelevant to which office it is."""
    if mentions_leaving(text) or statement(text) is not None:
        return True
    if is_explicit and _DUTY.fullmatch(words):
        return True
    patterns = (_BESIDE, _OCCUPATION, _DIVISION, _PLACE)
    return any(pattern.fullmatch(words) for pattern in patterns)
