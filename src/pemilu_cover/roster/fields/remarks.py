"""Remarks about a person: that they may no longer serve, or nothing relevant."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import polars as pl

from pemilu_cover.roster.cells.distinct import map_distinct
from pemilu_cover.roster.columns import DISPLAY
from pemilu_cover.roster.fields.civil_servants import statement
from pemilu_cover.roster.fields.notes import note
from pemilu_cover.roster.findings import Violation
from pemilu_cover.values.lazy_pattern import lazy_pattern
from pemilu_cover.values.text import is_blank_value, normal_form

_LEAVING = lazy_pattern(
    r"\b(?:\w*UNDUR\w*|MENINGGAL|WAFAT|ALMH?|ALMARHUM(?:AH)?|MD|(?:DI|TER)?GANTI(?:KAN)?"
    r"|(?:DI)?BERHENTI(?:KAN)?|DIBERHENTIKAN|PEMBERHENTIAN|RESIGN(?:ED)?|KELUAR|(?:DI)?BATAL(?:KAN)?"
    r"|(?:TIDAK|TDK|GAK|TAK|KURANG) (?:BERSEDIA|LULUS|LOLOS|JADI|DILANTIK|LAGI|SANGGUP|BERTUGAS|MEMENUHI"
    r"|IKUT|TERPILIH|MELANJUTKAN|MENERUSKAN|AKTIF|DITETAPKAN)|(?:BELUM|BLM) (?:BERSEDIA|DILANTIK|DITETAPKAN)"
    r"|(?:SUDAH|SDH|UDAH) (?:TIDAK|TDK|GAK)|MENOLAK|NON ?AKTIF|DINONAKTIFKAN|(?:DI)?CORET|(?:DI)?HAPUS"
    r"|(?:DI)?CADANGAN|CAD|TMS|PINDAH|DIPINDAH(?:KAN)?|PAW|PERGANTIAN ANTAR WAKTU|(?:DI)?PECAT"
    r"|CUTI|GUGUR|GANDA|DOBEL|DOUBLE|DUPLIKAT"
    r"|WAITING LIST|PURNA TUGAS|SELESAI TUGAS)\b"
)
# "Pengganti Asep (mengundurkan diri)" is about the new person.
_ARRIVING = lazy_pattern(
    r"(?:SEBAGAI )?(?:PENGGANTI|MENGGANTIKAN|GANTI(?:KAN)?|PINDAHAN DARI|PINDAH DARI|PAW DARI"
    r"|PAW MENGGANTIKAN|PAW PENGGANTI)\b"
)
# Remarks without any relevance to whether, or as what, a person serves.
_ORDINARY = lazy_pattern(
    r"(?:AKTIF|BARU|LAMA|HADIR|LENGKAP|SESUAI|OK|OKE|YA|ADA|VALID|BENAR|SUDAH|SDH|MS|MEMENUHI SYARAT|TETAP"
    r"|TERPILIH|LULUS|LOLOS|BERSEDIA|DILANTIK|SUDAH DILANTIK|PENGANTAR|PENGGANTI|NON BPJS|BELUM BPJS"
    r"|TANPA (?:BPJS|KPJ|EMAIL|NPWP)|LAKI LAKI|PEREMPUAN|L|P|V|X"
    r"|(?:KETUA|ANGGOTA|SEKRETARIS|BENDAHARA|LINMAS|KPPS|PPS|PPK|PTPS|PKD)(?: [A-Z0-9]+){0,3}"
    r"|(?:NO |NOMOR )?(?:SK|HP|WA|TELP|TLP|REK|REKENING|KTP|KK|NIK|NPWP|BPJS|KPJ|SURAT|EMAIL)\b.*"
    r"|(?:BELUM|BLM|SUDAH|SDH|TIDAK|TDK|ADA) (?:ADA |PUNYA |PAKAI )*(?:HP|WA|EMAIL|NPWP|REKENING|BPJS|KPJ|KK"
    r"|KTP|FOTO|BERKAS)\b.*"
    r"|(?:TPS|RT|RW|DESA|DS|KEL|KELURAHAN|KEC|KECAMATAN|DUSUN|KP|KAMPUNG|JL|TIM|GRUP|GELOMBANG)\b.*"
    r"|[0-9 ]*)"
)


def mentions_leaving(text: str) -> bool:
    """Return whether a text states that its person may no longer serve.

    >>> [mentions_leaving(text) for text in ("mundur", "Almarhum", "PAW", "tidak bersedia", "keluarga")]
    [True, True, True, True, False]
    >>> mentions_leaving("Pengganti Asep (mengundurkan diri)")
    False
    """
    words = normal_form(text)
    return _LEAVING.search(words) is not None and not _ARRIVING.match(words)


def is_understood(text: str) -> bool:
    """Return whether a remark is parsed here, or of a kind that is irrelevant to its person's service.

    >>> [is_understood(text) for text in ("aktif", "SK No. 12/2024", "mundur", "PNS", "sakit keras")]
    [True, True, True, True, False]
    """
    words = normal_form(text)
    known = _ORDINARY.fullmatch(words) or _ARRIVING.match(words) or _LEAVING.search(words)
    return bool(known) or is_blank_value(text) or statement(text) is not None


def leaving_notes(shown: Callable[[str], pl.Series]) -> list[pl.Series]:
    """Return the notes on remarks, and on statuses of employment, after which a person may have left."""
    columns = []
    for field in ("remark", "employment"):
        left = map_distinct(shown(field), lambda text: mentions_leaving(text) or None, pl.Boolean)
        by = pl.when(pl.lit(left)).then(pl.lit(field))
        columns.append(pl.select(note("left-asked", by)).to_series())
    return columns


def unread_remarks(frame: pl.DataFrame) -> Iterator[tuple[int, Violation]]:
    """Report once for each table, at the first person, how many of its remarks are not understood."""
    people = frame.filter(_are_unread(frame) & ~frame["excluded"])
    tables = people.group_by("table", maintain_order=True).agg(pl.col("id").first(), pl.len())
    for _, number, cells in tables.iter_rows():
        yield number, Violation("remark-unread", "remark", {"cells": cells})


def count_unread(frame: pl.DataFrame) -> int:
    """Return how many remarks of people who are not excluded are not understood."""
    return int((_are_unread(frame) & ~frame["excluded"]).sum())


def _are_unread(frame: pl.DataFrame) -> pl.Series:
    shown = frame[DISPLAY + "remark"]
    return map_distinct(shown, lambda text: not is_understood(text), pl.Boolean).fill_null(
        value=False
    )
