"""Roles of election workers, and the names by which rosters call them."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cached_property, lru_cache
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from pemilu_cover.law.rate_files import RateFile, StrictModel
from pemilu_cover.values.lazy_pattern import lazy_pattern
from pemilu_cover.values.text import normal_form

Unit = Literal["provinsi", "kabkota", "kecamatan", "desa", "tps", "perwakilan"]


# Abbreviations that rosters use inside a role's name, in the form of `normal_form`.
_ABBREVIATIONS = {
    **dict.fromkeys(("ANGG", "ANGGT", "AGT", "AGGT", "ANGT", "ANGGOT"), "ANGGOTA"),
    **dict.fromkeys(("KET", "KTUA", "KEUTA"), "KETUA"),
    **dict.fromkeys(("SEKR", "SEK", "SEKT", "SEKRE"), "SEKRETARIS"),
    "STAFF": "STAF",
}


# A number after a name: of a member ("KPPS 4", "KPPS4", "PPS ke-2", "KPPS III") or of a TPS.
_NUMBERED_ROLE = lazy_pattern(
    r"(?P<core>.*?[A-Z])(?: KE)? ?(?:(?P<digits>[0-9]{1,3})|(?<= )(?P<word>I{1,3}|I?V|VI{1,2}|SATU|DUA|TIGA"
    r"|EMPAT|LIMA|ENAM|TUJUH|PERTAMA|KESATU|KEDUA|KETIGA|KEEMPAT|KELIMA|KEENAM|KETUJUH))"
)


# "ANGGOTA KPPS TPS 01": the TPS is a place and no part of the role.
_ROLE_AT_TPS = lazy_pattern(r"(?P<role>.+) TPS [0-9]{1,3}")


_FIRST_ORDINALS = frozenset("1 I SATU PERTAMA KESATU".split())


def role_form(text: str) -> str:
    """Return a role's name in the normal form of aliases.

    >>> role_form("Angg. KPPS"), role_form("staff  Sekretariat PPS")
    ('ANGGOTA KPPS', 'STAF SEKRETARIAT PPS')
    """
    return " ".join(_ABBREVIATIONS.get(word, word) for word in normal_form(text).split())


class Role(StrictModel):
    """A role, independent of an election."""

    family: str
    position: str
    body: Literal["KPU", "BAWASLU"]
    unit: Unit
    name: str
    aliases: tuple[str, ...]
    asn: Literal["never", "usually", "always"]

    @field_validator("aliases")
    @classmethod
    def _check_role_form(cls, aliases: tuple[str, ...]) -> tuple[str, ...]:
        for alias in aliases:
            if alias != role_form(alias):
                raise ValueError(f"alias {alias!r} must be written {role_form(alias)!r}")
        return aliases


@lru_cache(maxsize=10_000)
def _closest(form: str, names: tuple[str, ...]) -> str | None:
    """Return the most similar name; cached, since rosters repeat a misspelling on many rows."""
    return next(iter(get_close_matches(form, names, n=1, cutoff=0.75)), None)


class Roles(RateFile):
    """All roles by code, and words that can mean several of them."""

    roles: dict[str, Role]
    ambiguous: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _check_unique_aliases(self) -> Self:
        owner: dict[str, str] = {}
        for code, role in self.roles.items():
            for alias in role.aliases:
                if alias in self.ambiguous or owner.setdefault(alias, code) != code:
                    raise ValueError(f"alias {alias!r} of {code} is also used elsewhere")
        return self

    @model_validator(mode="after")
    def _check_ambiguous_words(self) -> Self:
        for word, codes in self.ambiguous.items():
            if unknown := set(codes) - set(self.roles):
                raise ValueError(f"ambiguous {word!r} names the unknown role {min(unknown)}")
        return self

    @cached_property
    def by_alias(self) -> dict[str, str]:
        """The code of every alias and of every code itself."""
        aliases = {alias: code for code, role in self.roles.items() for alias in role.aliases}
        return aliases | {role_form(code): code for code in self.roles}

    @cached_property
    def _insured_aliases(self) -> tuple[str, ...]:
        return tuple(
            alias for alias, code in self.by_alias.items() if self.roles[code].asn != "always"
        )

    def find(self, text: str) -> str | None:
        """Return the code of a role's name, or None if it is unknown or ambiguous.

        A number after a name counts the members ("Angg. KPPS 4", "KPPS III"); "KPPS 1" is the chair.

        >>> from pemilu_cover.law.rate_book import RateBook
        >>> roles = RateBook.load().roles
        >>> roles.find("Angg. KPPS 4"), roles.find("KPPS 1"), roles.find("Tukang Parkir")
        ('KPPS_ANGGOTA', 'KPPS_KETUA', None)
        """
        form = role_form(text)
        if form in self.by_alias:
            return self.by_alias[form]
        if (at_tps := _ROLE_AT_TPS.fullmatch(form)) and at_tps["role"] in self.by_alias:
            return self.by_alias[at_tps["role"]]
        numbered = _NUMBERED_ROLE.fullmatch(form)
        code = self.by_alias.get(numbered["core"]) if numbered else None
        if numbered is None or code is None:
            return None
        position = self.roles[code].position
        number = numbered["word"] or numbered["digits"].lstrip("0")
        if not number:
            return None
        # "PPS 1" may be the chair or the first member: not resolved unless an alias says so.
        is_member = "ANGGOTA" in numbered["core"].split()
        is_ambiguous = number in _FIRST_ORDINALS and position == "anggota" and not is_member
        return None if is_ambiguous or position == "ketua" else code

    def meanings(self, text: str) -> tuple[str, ...]:
        """Return the names of the roles that an ambiguous word can mean."""
        return tuple(self.roles[code].name for code in self.ambiguous.get(role_form(text), ()))

    def nearest(self, text: str) -> str | None:
        """Return the name of the role whose alias is most similar to a text, as a suggestion only.

        Roles of civil servants are not suggested: a wrong choice would leave somebody without cover.
        """
        nearest_alias = _closest(role_form(text), self._insured_aliases)
        return self.roles[self.by_alias[nearest_alias]].name if nearest_alias else None

    def find_by_position(self, family: str, position: str | None = None) -> str | None:
        """Return the code of a family's position ("KPPS", "ketua"); without one, the plain member."""
        family_code = normal_form(family).replace(" ", "_")
        if position is None and family_code in self.roles:
            return family_code
        members = {
            role.position: code for code, role in self.roles.items() if role.family == family_code
        }
        if position is not None:
            return members.get(position.strip().lower())
        return members.get("anggota") or members.get("petugas") or self.find(family)
