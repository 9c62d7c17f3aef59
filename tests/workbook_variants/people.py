"""The people of every workbook in this folder."""

from __future__ import annotations

from typing import Any

from roster.builders import Grid, grid
from support.people import CHAIR, LINMAS, Row, person

SHEET = "DATA ADHOC"
PEOPLE: list[Row] = [
    person(1, **CHAIR),
    person(2, Alamat="Jl. Melati & Mawar <blok B>", Email="dua@example.org"),
    person(3, TPS="002"),
    person(4, **LINMAS),
    person(5, **LINMAS),
]
GRID: Grid = grid(PEOPLE)
HEADER: list[Any] = GRID[0]
WIDTH, HEIGHT = len(HEADER), len(GRID)
# The fields of a person, and their columns.
COLUMNS = {
    "nik": "NIK",
    "name": "Nama Lengkap",
    "birth_place": "Tempat Lahir",
    "birth_date": "Tanggal Lahir",
    "sex": "L/P",
    "address": "Alamat",
    "kecamatan": "Kecamatan",
    "desa": "Desa/Kelurahan",
    "tps": "TPS",
    "start": "Tgl Mulai",
    "end": "Tgl Selesai",
    "phone": "No. HP",
    "mother": "Nama Ibu Kandung",
    "marital": "Status Kawin",
    "blood": "Gol. Darah",
    "postal_code": "Kode Pos",
}
EXPECTED_PEOPLE = [tuple(row[header] for header in COLUMNS.values()) for row in PEOPLE]
WAGES = [int(str(row["Honor"])) * 100 for row in PEOPLE]


def column(header: str) -> int:
    """Return the place of a column, counted from 0."""
    return HEADER.index(header)
