"""The vocabulary: which field a header names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache, lru_cache
from importlib import resources
from types import MappingProxyType
from typing import NamedTuple

import tomli

from pemilu_cover.i18n.text import LocalizedText
from pemilu_cover.roster.reading.cell_encoding import is_number_or_date
from pemilu_cover.roster.tables import header_qualifiers
from pemilu_cover.values.text import normal_form

# A row is a header when it names so many fields, one of them a person's.
FEWEST_HEADERS = 3
WHO = frozenset({"nik", "name"})
# A header that matches only by its beginning ranks below every listed name.
_LAST_RANK = 1_000
# The office's own names win over the listed ones, and a place of duty over any other.
_ADDED_RANK, DUTY_RANK = -2, -1
_PLACES = frozenset({"regency", "kecamatan", "desa", "tps"})
_OF_HOME = frozenset({"kecamatan", "desa"})
# A shorter word may be the beginning of another.
_FEWEST_LETTERS = 4
# A header of more parts is a sentence.
_MOST_FIELDS = 4
# Words that make a column somebody else's: the heir's name is not the worker's.
_FOREIGN = re.compile(
    r"\b(?:IBU|AYAH|BAPAK|ISTRI|SUAMI|PASANGAN|ANAK|ORANG TUA|ORTU|WALI|AHLI|WARIS|KELUARGA|KK|NKK|SAKSI"
    r"|REKENING|REK|BANK|ATASAN|DARURAT|KERABAT|PAJAK|PPH|POTONGAN|TOTAL|SELURUH\w*|SELAMA)\b"
)
# Words of headers that nobody writes in small letters.
_ABBREVIATED = frozenset("NIK KTP KPJ NPWP TPS TMT HP WA RT RW NIP ASN PNS".split())
_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SPACED_LETTERS = re.compile(r"(?:[A-Z] ){2,}[A-Z]")
_BRACKETS = re.compile(r"[(\[](.*?)[)\]]")
_PARTS = re.compile(r"[/\n\\|]| atau ", re.IGNORECASE)
# Separators between the names of two fields in one header.
_HYPHEN = re.compile(r"\s*[-–—]\s*")
_FIELD_SEPARATORS = re.compile(r"[/\n\\|&+;,]| atau | dan | and ", re.IGNORECASE)


class RosterField(NamedTuple):
    """One field: its name, its title in our own documents, its headers in rosters, best first."""

    name: str
    title: LocalizedText
    headers: tuple[str, ...]
    prefixes: tuple[str, ...]


@cache
def fields() -> dict[str, RosterField]:
    """Return all fields by name, in the order of ``columns.toml``."""
    source = resources.files(__package__).joinpath("columns.toml").read_text(encoding="utf-8")
    return {
        name: RosterField(
            name,
            LocalizedText(entry["title"], entry["title_en"]),
            tuple(entry["headers"]),
            tuple(entry.get("prefixes", ())),
        )
        for name, entry in tomli.loads(source).items()
    }


def accepted_headers(name: str, most: int = 4) -> str:
    """Return the best headers of a field, as a message names them.

    >>> accepted_headers("wage"), accepted_headers("nik", 2)
    ('"Honor", "Honorarium", "Honor Bulan", "Honor Per Bulan"', '"NIK", "No KTP"')
    """
    entry = fields()[name]
    shown = {normal_form(entry.title.id): entry.title.id}
    for header in entry.headers:
        shown.setdefault(header, " ".join(_in_title(word) for word in header.split()))
    return ", ".join(f'"{text}"' for text in list(shown.values())[:most])


def _in_title(word: str) -> str:
    return word if word in _ABBREVIATED else word.capitalize()


class UnknownFieldError(LookupError):
    """A field that no roster has, with similar names."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        headers = get_close_matches(normal_form(text), _by_header(), n=3, cutoff=0.75)
        self.close = list(dict.fromkeys(_by_header()[header][0] for header in headers))


def resolve_field(text: str) -> str:
    """Return the field of a name: our own, its title, or any header in the vocabulary.

    Raise `UnknownFieldError` where none matches.

    >>> resolve_field("nik"), resolve_field("Tgl Lahir"), resolve_field("birth_date")
    ('nik', 'birth_date', 'birth_date')
    """
    if text in fields():
        return text
    try:
        return _by_header()[normal_form(text)][0]
    except KeyError:
        raise UnknownFieldError(text) from None


@cache
def _by_header() -> dict[str, tuple[str, int]]:
    """Return, for each header of the vocabulary, its field and the rank of the match (0 is best)."""
    known: dict[str, tuple[str, int]] = {}
    for entry in fields().values():
        titles = map(normal_form, entry.title.both)
        for rank, header in enumerate((*titles, *entry.headers)):
            known.setdefault(header, (entry.name, rank))
    return known


@cache
def _run_together() -> dict[str, tuple[str, int]]:
    """Return the headers of the vocabulary without spaces: programs write "tanggallahir"."""
    return {
        form.replace(" ", ""): match
        for form, match in reversed(_by_header().items())
        if len(form) > _FEWEST_LETTERS
    }


@cache
def _by_prefix() -> dict[str, str]:
    """Return, for each beginning of a header that identifies a field, the field."""
    return {f"{prefix} ": entry.name for entry in fields().values() for prefix in entry.prefixes}


class ColumnNames:
    """The vocabulary of headers: that of ``columns.toml``, and the names that the office adds.

    ``added`` has a field (by its own name) for each header; added names win over listed ones.
    """

    def __init__(self, added: Mapping[str, str] = MappingProxyType({})) -> None:
        more = {normal_form(header): (name, _ADDED_RANK) for header, name in added.items()}
        self._known = _run_together() | _by_header() | more

    def named(self, cell: str) -> set[str]:
        """Return the fields that a cell names outright: "NIK menyusul" in a person's row is no header."""
        parts = _FIELD_SEPARATORS.split(cell) if not is_number_or_date(cell) else ()
        texts = (cell, *parts) if 1 < len(parts) <= _MOST_FIELDS else (cell,)
        forms = (form for text in texts for form in label_candidates(text))
        return {self._known[form][0] for form in forms if form in self._known}

    def field(self, cell: str) -> str | None:
        """Return the field that a header names, or None."""
        return next((name for name, _ in self.matches(label_candidates(cell))), None)

    def matches(self, candidates: Sequence[str]) -> Iterator[tuple[str, int]]:
        """Yield the fields that the forms of a header may name, best first, each with its rank.

        A qualified place or part of an address has a name of `header_qualifiers`. The fullest form comes
        first: of "Desa (KTP)" the brackets count.
        """
        for some in (candidates[:1], candidates[1:]):
            yield from (self._known[form] for form in some if form in self._known)
            yield from (match for form in some if (match := self._qualified(form)))
        for form in candidates:
            for prefix, name in _by_prefix().items():
                if form.startswith(prefix) and not _FOREIGN.search(form):
                    yield name, _LAST_RANK

    def _qualified(self, form: str) -> tuple[str, int] | None:
        """Return the field of a qualified header: a place of duty, of a home, a part of an address."""
        if (base := header_qualifiers.duty_qualifier(form)) is not None:
            return self._of_duty(base)
        if header_qualifiers.is_name_of_members(form):
            return "name", _LAST_RANK
        if header_qualifiers.is_kpj_header(form):
            return "kpj", _LAST_RANK
        home = header_qualifiers.home_qualifier(form)
        if part := header_qualifiers.address_or_name_part(home or form, within=home is not None):
            return part, 0
        name, _ = self._known.get(home or "", ("", 0))
        return (header_qualifiers.HOME + name, 0) if name in _OF_HOME else None

    def _of_duty(self, base: str) -> tuple[str, int] | None:
        if not base:
            return header_qualifiers.DUTY, 0
        name, _ = self._known.get(base, ("", 0))
        return (name, DUTY_RANK) if name in _PLACES else None

    def match(self, label: ColumnLabel) -> tuple[str, int] | None:
        """Return the field of a column and the rank of the match, or None."""
        match = next(self.matches(label.forms), None)
        if match is None and (weak := next(self.matches(label.weaker), None)):
            match = (weak[0], weak[1] + _LAST_RANK)
        if match and match[0] == "wage" and match[1] > _ADDED_RANK and _is_other_pay(label):
            return header_qualifiers.OTHER_PAY, 0
        return ("address", _LAST_RANK) if match and _is_address(label, match[0]) else match

    def _parts(self, parts: Sequence[str]) -> list[str]:
        """Return the field of each part of a header, ``""`` where it is unknown; of a sentence, none."""
        if not 1 < len(parts) <= _MOST_FIELDS:
            return []
        return [next(self.matches(label_candidates(part)), ("", 0))[0] for part in parts]

    def combined_fields(self, label: ColumnLabel) -> tuple[str, ...]:
        """Return the fields that a combined header names in turn, ``""`` for an unknown one.

        The result is empty where the full header is in the vocabulary ("Tempat, Tanggal Lahir") or names one
        field only; "Nama/Jabatan" names two, though "Nama Jabatan" is one.
        """
        for text in dict.fromkeys((label.text, label.own)):
            names = self._parts(_FIELD_SEPARATORS.split(text.replace("(", ",").replace(")", "")))
            is_listed = normal_form(text) in self._known
            if names and (not is_listed or (all(names) and len(set(names)) > 1)):
                return tuple(dict.fromkeys(names))
            hyphened = self._parts(_HYPHEN.split(text))
            if hyphened and all(hyphened) and not is_listed:
                return tuple(dict.fromkeys(hyphened))
        return ()


def _is_address(label: ColumnLabel, name: str) -> bool:
    """Return whether a column that names a part of an address has all of it: "Alamat (RT/RW)"."""
    is_alone = label.text == label.own and normal_form(label.text).startswith("ALAMAT ")
    return is_alone and name in header_qualifiers.ADDRESS_PARTS


def _is_other_pay(label: ColumnLabel) -> bool:
    return bool(label.forms) and header_qualifiers.is_other_pay(label.forms[0])


class ColumnLabel(NamedTuple):
    """The header of a column, the forms it may match by, and less specific ones.

    ``own`` is the text of its own cell, without the group above.
    """

    text: str
    forms: list[str]
    weaker: list[str]
    own: str


@lru_cache(maxsize=20_000)
def label_candidates(label: str) -> list[str]:
    """Return the forms under which a header may be listed, the fullest first."""
    if is_number_or_date(label):
        return []
    without = _BRACKETS.sub(" ", label)
    inside = _BRACKETS.findall(label)
    # "namaLengkap" is how programs name the columns of their exports.
    spaced = _HUMPS.sub(" ", without)
    texts = dict.fromkeys((label, without, spaced, *_PARTS.split(without), *inside))
    forms = list(dict.fromkeys(map(normal_form, texts)))
    # "N I K" and "N A M A" are spaced out to fill a wide column.
    return forms + [form.replace(" ", "") for form in forms if _SPACED_LETTERS.fullmatch(form)]


def is_foreign(label: str) -> bool:
    """Return whether a header is about somebody other than the worker, or about an account."""
    return _FOREIGN.search(normal_form(label)) is not None
