"""Who is a civil servant, soldier or police officer, by what the cells of a row say."""

from __future__ import annotations

import re
from collections.abc import Iterable

import polars as pl

from pemilu_cover.roster.distinct import map_distinct
from pemilu_cover.roster.marks import SHOWN
from pemilu_cover.values.text import word_form

# PP 49/2023 art. 5 leaves out ASN (PNS and PPPK), TNI and Polri: Taspen and Asabri insure them. A cell
# that says so, a grade or an office behind it, is a mark; one that only names them is asked about.
_CIVIL_SERVANT = re.compile(r"\b(?:PNS|ASN|PPPK|P3K|CPNS|TNI|POLRI)\b")
_MARKED = re.compile(r"(?:STATUS )?(?:P3K|(?:C?PNS|ASN|PPPK|TNI|POLRI)(?: .*)?)")
_MARKED_ROLE = re.compile(r".* (?:PNS|ASN|PPPK)")
_SOMEBODY_ELSE = re.compile(r"\b(?:ISTRI|SUAMI|ANAK|AYAH|IBU|BAPAK|KELUARGA|ORANG TUA)\w*\b")
_NOT_CIVIL_SERVANT = re.compile(r"\b(?:NON|BUKAN|TIDAK|TDK|PENSIUN\w*|PURN\w*|EKS|MANTAN)\b")
_YES = frozenset({"YA", "Y", "V", "IYA"})
_NO = frozenset({"TIDAK", "T", "TDK", "NO", "BUKAN", "NON"})
_NIP = re.compile(r"(?:19|20)\d{16}")


def civil_servants(frame: pl.DataFrame) -> list[pl.Expr]:
    """Find who is marked as a civil servant, by which field, and of whom it has to be asked.

    A column about employment decides; where it is silent, a remark or an NIP does. Where marks
    contradict each other, or a cell only mentions civil servants, nobody is left out: it is asked.
    """
    says = {name: map_distinct(frame[SHOWN + name], _says) for name in ("employment", "remark")}
    says["role"] = map_distinct(frame[SHOWN + "role"], _role_says)
    says["asn"] = map_distinct(frame[SHOWN + "asn"], _answers)
    says["nip"] = map_distinct(frame[SHOWN + "nip"], _nip_says)
    says["occupation"] = map_distinct(frame[SHOWN + "occupation"], _says)
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


def _nip_says(text: str) -> str | None:
    return "yes" if _NIP.fullmatch(re.sub(r"[\s.\-']", "", text)) else None


def _answers(text: str) -> str | None:
    """Give what a cell says below a header that asks: there a bare "Ya" or "Tidak" is an answer."""
    words = word_form(text)
    return "yes" if words in _YES else "no" if words in _NO else _says(text)
