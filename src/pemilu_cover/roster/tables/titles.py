"""Titles and headings: the context that lines above a table, and between its rows, give its people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, replace

from pemilu_cover.reference import regions
from pemilu_cover.roster.reading.sheet import Row
from pemilu_cover.values.text import normal_form

_PLACE_ENDS = frozenset(
    "KECAMATAN KABUPATEN KOTA DESA KELURAHAN PROVINSI TAHUN BULAN PEMILU PEMILIHAN PILKADA SE PADA DI"
    " DALAM UNTUK DAN YANG KPPS PPS PPK TPS PKD PTPS LINMAS".split()
)
_SHORT = {"KEC": "KECAMATAN", "KAB": "KABUPATEN", "KEL": "KELURAHAN", "DS": "DESA"}
# How a sheet's name or a title names the body of a "Ketua", in short or spelled out.
_ELECTION = r"(?:PEMILU|PEMILIHAN(?: UMUM)?)"
_VILLAGE = r"(?:KELURAHAN DESA|DESA KELURAHAN|KELURAHAN|DESA)"
_BODIES = {
    "KPPS": r"KPPS|KELOMPOK PENYELENGGARA PEMUNGUTAN SUARA",
    "PPS": r"PPS|PANITIA PEMUNGUTAN SUARA",
    "PPK": r"PPK|PANITIA PEMILIHAN KECAMATAN",
    "PANTARLIH": r"PANTARLIH|PPDP|PETUGAS PEMUTAKHIRAN DATA PEMILIH",
    "PANWASCAM": rf"PANWASCAM|PANWASLUCAM|(?:PANWASLU|PANITIA PENGAWAS(?: {_ELECTION})?) KECAMATAN",
    "PKD": rf"PKD|(?:PANWASLU|(?:PANITIA )?PENGAWAS(?: {_ELECTION})?) {_VILLAGE}",
    "PTPS": r"PTPS|PENGAWAS (?:TPS|TEMPAT PEMUNGUTAN SUARA)",
    "LINMAS": r"LINMAS|PETUGAS KETERTIBAN|PERLINDUNGAN MASYARAKAT",
}
_BODY = re.compile(
    r"\b(?:" + "|".join(f"(?P<{body}>{words})" for body, words in _BODIES.items()) + r")\b"
)
# All members of these bodies hold one office, so that their lists need no column for it.
_OF_ONE_OFFICE = frozenset({"PANTARLIH", "PKD", "PTPS", "LINMAS"})
# The words that may be in a title before "DESA X": elsewhere the word means some desa, or all.
_BEFORE_DESA = frozenset(
    {
        *_BODIES,
        *"DAFTAR DATA NAMA ANGGOTA SUSUNAN CALON TPS NO NOMOR DESA KELURAHAN PEMERINTAH".split(),
        *"SEKRETARIAT PANITIA KELOMPOK PENYELENGGARA PEMUNGUTAN SUARA PETUGAS PEMUTAKHIRAN PEMILIH".split(),
        *"PENGAWAS PANWASLU PANWASLUCAM PPDP DAN".split(),
    }
)
# "TPS 3"; with more behind it, it counts TPS or runs from one to another.
_TPS = re.compile(
    r"\bTPS (?:NO |NOMOR )?(\d{1,3})\b( (?:\d+|S D|SD|S|SAMPAI|HINGGA|DAN|BUAH|LOKASI)\b)?"
)
_COUNTED = re.compile(r"\b(?:JUMLAH|JML|TOTAL|BANYAKNYA) TPS\b")
_ORDINAL = re.compile(r"[A-Z]|[IVXL]{1,5}|[0-9]{1,3}")
# A heading over all who hold an office: "KETUA", "ANGGOTA PPS".
_OFFICES = re.compile(
    r"(?:KETUA|ANGGOTA|SEKRETARIS|BENDAHARA|STAF|PELAKSANA)(?: (?:MERANGKAP ANGGOTA|PPK|PPS|KPPS))?"
)
# The sender of a list is spelled out at its top; its subject is in short form, or behind "DAFTAR".
_LETTERHEAD = re.compile(r"(?:PANITIA|SEKRETARIAT|KOMISI|BADAN PENGAWAS)\b.*")
# A decree is named by its signatory; its subject is behind "TENTANG".
_DECREE = re.compile(r"(?:LAMPIRAN|KEPUTUSAN|SURAT|BERITA ACARA)\b.*")
_SIGNED_BY = re.compile(r"^(?:LAMPIRAN |SURAT )*KEPUTUSAN (?:KETUA )?")
_OF_DECREE = re.compile(r"(?:LAMPIRAN|KEPUTUSAN|SURAT|BERITA|KETUA|NOMOR|NO|TAHUN|TANGGAL)\b.*")
_ABOUT = re.compile(r".*?\b(?:TENTANG|PENETAPAN|PENGANGKATAN|DAFTAR|SUSUNAN)\b(.*)")
# The address of an office is not the area that it serves.
_ADDRESS = re.compile(
    r".*\b(?:JL|JLN|JALAN|ALAMAT|TELP\w*|TELEPON|FAX|FAKS\w*|KODE POS|E ?MAIL|WEBSITE|WWW)\b.*"
)
_REST_OF_ADDRESS = re.compile(
    r"(?:KELURAHAN|KEL|DESA|DS|KECAMATAN|KEC|KABUPATEN|KAB|KOTA|PROVINSI)\b.*\b[0-9]{5}"
)
_PLACE_KIND = re.compile(
    r"(?:KECAMATAN|KEC|DESA|KELURAHAN|DESA KELURAHAN|KEL|KABUPATEN|KAB|KOTA|(?:NO |NOMOR )?TPS)"
)


@dataclass(frozen=True, slots=True)
class LocationContext:
    """The context of rows from titles and headings; ``""`` where they have none."""

    kecamatan: str = ""
    desa: str = ""
    tps: str = ""
    regency: str = ""
    body: str = ""
    role: str = ""

    def within(self, wider: LocationContext) -> LocationContext:
        """Return these places, completed by the wider ones."""
        return LocationContext(
            *(own or outer for own, outer in zip(astuple(self), astuple(wider), strict=True))
        )


def parse_heading(text: str) -> dict[str, str]:
    """Read "KECAMATAN X", "DESA Y" and "TPS 3" out of a title; only known kecamatan count."""
    words = [_SHORT.get(word, word) for word in _without_ordinal(normal_form(text)).split()]
    # Where a line begins with a TPS that cannot be read, that of the lines above no longer applies.
    tps = _tps(" ".join(words))
    places = {"tps": tps} if tps or words[:1] == ["TPS"] else {}
    for index, word in enumerate(words):
        if word not in ("KECAMATAN", "DESA", "KELURAHAN", "KABUPATEN", "KOTA"):
            continue
        name: list[str] = []
        for following in words[index + 1 :]:
            if following in _PLACE_ENDS or following.isdigit():
                break
            name.append(following)
        if word == "KECAMATAN":
            kecamatan = _longest(name, regions.kecamatan_names())
            places |= {"kecamatan": kecamatan.title()} if kecamatan else {}
        elif word in ("DESA", "KELURAHAN") and name and _begins(words, index):
            places["desa"] = " ".join(name).title()
        elif code := _regency(word, name):
            places["regency"] = code
    return places


def is_ordinal(text: str) -> bool:
    """Return whether a text is the ordinal of a heading: "A", "II" or "3"."""
    return _ORDINAL.fullmatch(normal_form(text)) is not None


def _begins(words: list[str], index: int) -> bool:
    """Return whether a desa's name follows: before its word are only list words and numbers."""
    return all(word in _BEFORE_DESA or word.isdigit() for word in words[:index])


def _without_ordinal(text: str) -> str:
    """Return a heading without the letter or number in front: "A. KECAMATAN PLERED"."""
    first, _, rest = text.partition(" ")
    return rest if rest and _ORDINAL.fullmatch(first) else text


def _tps(text: str) -> str:
    """Return the one TPS that a title names, in three digits: "DI 12 TPS" and "TPS 1 S/D 12" name none."""
    named = _TPS.findall(text)
    if len(named) != 1 or named[0][1] or _COUNTED.search(text):
        return ""
    return str(named[0][0]).zfill(3)


def parse_office_heading(text: str) -> str:
    """Return the office that a heading names, and nothing else: "II. ANGGOTA"."""
    words = _without_ordinal(normal_form(text))
    return words if _OFFICES.fullmatch(words) else ""


def _longest(words: list[str], known: frozenset[str]) -> str:
    names = (" ".join(words[:length]) for length in range(min(len(words), 4), 0, -1))
    return next((name for name in names if name in known), "")


def _regency(kind: str, words: list[str]) -> str:
    names = (" ".join([kind, *words[:length]]) for length in range(min(len(words), 4), 0, -1))
    return next((code for name in names if (code := regions.regency_by_name(name))), "")


def row_texts(row: Row) -> list[str]:
    """Return the texts of a row; "KECAMATAN :" and the name in the next cell are one."""
    texts: list[str] = []
    for cell in row:
        if not cell or cell.isspace() or cell.strip() == ":":
            continue
        if texts and _PLACE_KIND.fullmatch(normal_form(texts[-1])):
            texts[-1] = f"{normal_form(texts[-1])} {cell}"
        else:
            texts.append(cell)
    return texts


def places_above(above: list[Row], sheet_name: str) -> LocationContext:
    """Return the context from the rows above the header and the sheet's name.

    The subject of a list takes precedence over the address of the office.
    """
    texts = [text for row in above for text in row_texts(row)]
    addresses = set(_addresses(texts))
    subjects = [text for text in texts if text not in addresses]
    places: dict[str, str] = {}
    for text in [*(text for text in texts if text in addresses), *subjects]:
        places |= parse_heading(_SIGNED_BY.sub("", normal_form(text)))
    if len({tps for text in texts if (tps := parse_heading(text).get("tps"))}) > 1:
        del places["tps"]
    places = _of_sheet_name(sheet_name) | {name: value for name, value in places.items() if value}
    return LocationContext(**places, **_serving(body_of([*_lists(subjects), sheet_name])))


def _addresses(texts: list[str]) -> Iterator[str]:
    """Yield the lines of an office's address, each with its continuation."""
    before = False
    for text in texts:
        words = normal_form(text)
        continues = before and _REST_OF_ADDRESS.fullmatch(words) is not None
        before = continues or _ADDRESS.fullmatch(words) is not None
        if before:
            yield text


def _lists(texts: list[str]) -> Iterator[str]:
    """Yield the subjects of the titles, without sender or signatory."""
    of_decree = False
    for text in texts:
        words = normal_form(text)
        of_decree = bool(_DECREE.fullmatch(words) or (of_decree and _OF_DECREE.fullmatch(words)))
        about = _ABOUT.fullmatch(words)
        if about and (of_decree or _LETTERHEAD.fullmatch(words)):
            yield about[1]
        elif not of_decree and not _LETTERHEAD.fullmatch(words):
            yield text


def _of_sheet_name(name: str) -> dict[str, str]:
    """Read a kecamatan or a TPS out of a sheet's name: "Plered", "1. Kec. Plered", "TPS 2"."""
    words = normal_form(name)
    places = {"tps": tps} if (tps := _tps(words)) else {}
    for text in (words, _without_ordinal(words)):
        kecamatan = text.removeprefix("KECAMATAN ").removeprefix("KEC ")
        if kecamatan in regions.kecamatan_names():
            return places | {"kecamatan": kecamatan.title()}
    return places


def body_of(texts: Iterable[str]) -> str:
    """Return the one body that titles and the sheet's name mention, or ``""`` where they name more.

    Guards are listed with the KPPS of their TPS; they have no chair and no members of their own.

    >>> body_of(["PENETAPAN KELOMPOK PENYELENGGARA PEMUNGUTAN SUARA"]), body_of(["PPS", "KPPS"])
    ('KPPS', '')
    >>> body_of(["DAFTAR KPPS DAN LINMAS"]), body_of(["LINMAS TPS"])
    ('KPPS', 'LINMAS')
    """
    words = (match.lastgroup for text in texts for match in _BODY.finditer(normal_form(text)))
    named = {body for body in words if body}
    if len(named) > 1:
        named.discard("LINMAS")
    return named.pop() if len(named) == 1 else ""


def _serving(body: str) -> dict[str, str]:
    """Return the context of all members of a body: the body, and their office where it has but one."""
    return {"body": body, "role": body if body in _OF_ONE_OFFICE else ""}


def below_heading(places: LocationContext, row: Row) -> LocationContext:
    """Return the places that apply below a heading row: a new kecamatan has no desa yet, a new desa no TPS.

    Offices do not carry over to another place or body.
    """
    text = row_texts(row)[-1]
    named, office, body = parse_heading(text), parse_office_heading(text), body_of([text])
    desa = named.get("desa", "" if "kecamatan" in named else places.desa)
    tps = places.tps if desa == places.desa else ""
    serving = _serving(body or places.body) if named or body else {}
    changes = {"tps": tps, **named, "desa": desa, **serving, **({"role": office} if office else {})}
    return replace(places, **changes)
