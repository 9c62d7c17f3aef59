"""The folder of an office, in which the misuses are typed: good files, and those that clerks mix up."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import polars as pl
from support.people import nik, person
from support.run import in_process_reader, invoke
from support.sipp_downloads import NPP, people_of, write_upah
from support.updates import write_changes
from support.workbooks import roster

_AGREEMENT = (
    'election = "pilkada-2024"\n'
    f'employer = {{ name = "KPU Kabupaten Purwakarta", npp = "{NPP}", location = "3214" }}\n'
)
_HEADER = "NIK,Nama Lengkap,Jabatan\n"
_FILES = {
    "kosong.xlsx": b"",
    "pindaian.xlsx": b"%PDF-1.7 a scan",
    "rincian.pdf": b"%PDF-1.7 a scan",
    "rekap.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "~$lama.xlsx": b"\x05owner",
    "undangan.csv": b"Dengan hormat,\nbersama ini kami mengundang Saudara\n",
    "rapi.csv": f"{_HEADER}{nik(1)},Asep Arifin,KPPS\n".encode(),
    "kontrak.csv": b"jabatan,mulai\nKPPS,2024-11-07\n",
    "kontrak.txt": b"role,start\nKPPS,2024-11-07\n",
    "pks-2024.toml": _AGREEMENT.encode(),
    "pks-salah.toml": _AGREEMENT.replace("election", "elektion").encode(),
}
# Documents of other programs, by the part of the archive that says what they are.
_ARCHIVES = (
    ("surat.docx", "word/document.xml", "<document/>"),
    ("daftar.ods", "mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
)


def write_office(folder: Path) -> Path:
    """Write the files into a folder and return it."""
    for name, content in _FILES.items():
        (folder / name).write_bytes(content)
    for name, part, kind in _ARCHIVES:
        with zipfile.ZipFile(folder / name, "w") as archive:
            archive.writestr(part, kind)
    (folder / "kecamatan").mkdir()
    people = [person(1), person(2)]
    roster(folder / "rapi.xlsx", *people)
    roster(folder / "roster.xlsx", *people, person(3, NIK="12"))
    write_changes(folder / "keluar.xlsx", [(1, "mundur", date(2024, 11, 19), "SK 1")])
    with in_process_reader():
        for source, out in (("roster.xlsx", "hasil"), ("rapi.xlsx", "tidak-utuh")):
            invoke("enrol", source, "--out", out, "--agreement", "pks-2024.toml", cwd=folder)
    invoke("template", "--changes", "--out", "perubahan.xlsx", cwd=folder)
    listed = people_of(pl.read_parquet(folder / "hasil" / "people.parquet"))
    write_upah(folder / "template_upah.xlsx", listed, period=date(2024, 12, 1), npp=NPP)
    (folder / "tidak-utuh" / "people.parquet").unlink()
    return folder
