"""Remarks in cells mean the same in batches as with workbooks."""

from __future__ import annotations

from pathlib import Path

from batches.builders import as_csv, crowd, enrol, enrol_workbooks, in_batches_of, rows_of
from batches.test_workbook_equivalence import assert_same, of_workbooks

from pemilu_cover.i18n.messages import messages

CHANGES: tuple[dict[str, object], ...] = (
    {"Keterangan": "PNS"},
    {"Keterangan": "PNS?"},
    {"Keterangan": "mengundurkan diri"},
    {"Keterangan": "sakit keras"},
    {"Keterangan": "kerja di Jakarta"},
    {"Jabatan": "KPPS (Linmas)", "Honor": 650_000},
    {"Jabatan": "Anggota KPPS (Ketua)"},
    {"Jabatan": "Anggota KPPS (hijau)"},
    {"Jabatan": "Anggota KPPS (Istri PNS)"},
    {"Nama": "Alm. Budi Santoso, S.Tr.Kes"},
    {"Nama": "tidak tahu"},
    {"Nama": "Nihil"},
    {"Nama Ibu": "sudah meninggal"},
    {"Kecamatan": "Pelered"},
    {"Kecamatan": "Plered", "Desa": "Anjum"},
    {"TPS": "001, 002"},
    {"Honor": "@ Rp 850.000,=/org"},
    {"Mulai": "Kamis, 7–11–2024", "Selesai": "s.d. 08-Des-24"},
    {"Status Kawin": "KAWIN BELUM TERCATAT"},
    {"Gol Darah": "TIDAK TAHU"},
)


def test_enrol__cells_with_words__are_read_alike_both_ways(tmp_path: Path) -> None:
    people = crowd(1, len(CHANGES) + 1)
    rows = [{"Keterangan": "", **one} for one in people]
    changed = [one | more for one, more in zip(rows, [*CHANGES, {}], strict=True)]
    source = as_csv(tmp_path / "roster.csv", changed)
    out = tmp_path / "batches"
    done = enrol_workbooks(source, tmp_path / "usual")
    assert_same(done, tmp_path / "usual", [(enrol(source, out), out)])
    assert {"asn-asked", "left-asked", "remark-unread", "role-unread"} <= {
        code for _, _, code, *_ in of_workbooks(done)
    }


def test_enrol__findings_about_a_table_in_english__have_english_sentences(tmp_path: Path) -> None:
    people = crowd(1, 9, Keterangan="kerja di Jakarta")
    with in_batches_of(3):
        enrol(as_csv(tmp_path / "roster.csv", people), tmp_path / "out", "--lang", "en")
    sentences = dict(rows_of(tmp_path / "out", "findings", "code", "message"))
    assert sentences["remark-unread"] == messages()["remark-unread"].says.format("en", {"cells": 9})
