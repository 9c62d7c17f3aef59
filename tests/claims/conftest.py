"""What the tests of claims share: a result with people in each state, and the texts of papers."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
import pypdfium2 as pdfium
import pytest
from support.people import CHAIR, nik, person
from support.run import Run, invoke
from support.sipp_downloads import people_of, write_upah
from support.workbooks import enrolled

from pemilu_cover.commands import claim as commands_claim
from pemilu_cover.reports.documents.claims import papers

NOW = "2024-11-28 10:00"
AT = "2024-11-27 22:10"
AGREEMENT = (
    "date = 2024-11-01\n"
    'employer = { name = "KPU Kabupaten Purwakarta", npp = "24109999", location = "3214" }\n'
)
COVERED, UNNUMBERED, HELD_BACK, EXCLUDED, INCOMPLETE, TWO_ROLES = range(1, 7)
PPS = {
    "Jabatan": "Anggota PPS",
    "Honor": 1_300_000,
    "TPS": None,
    "Tgl Mulai": date(2024, 5, 26),
    "Tgl Selesai": date(2025, 1, 27),
}


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A result in which somebody is in each state; numbers 1 and 5 have a membership number."""
    folder = tmp_path_factory.mktemp("claims")
    people = [
        person(COVERED, **CHAIR),
        person(UNNUMBERED),
        person(HELD_BACK, **{"Tgl Selesai": date(2024, 11, 1)}),
        person(EXCLUDED, Keterangan="PNS"),
        person(INCOMPLETE, **{"Nama Ibu Kandung": ""}),
        person(TWO_ROLES),
        person(TWO_ROLES, **PPS),
    ]
    out = enrolled(folder, *people, agreement=AGREEMENT, status=1)
    listed = [
        one for one in people_of(pl.read_parquet(out / "people.parquet")) if one.nik == nik(COVERED)
    ]
    invoke("members", out, write_upah(folder / "upah.xlsx", listed))
    return out


@pytest.fixture
def without_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write one empty paper instead of all, in tests that read none: they take most of the time."""
    monkeypatch.setattr(commands_claim, "claim_papers", lambda _: {"01-langkah.pdf": b""})


@pytest.fixture
def without_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write empty Word files, in tests that read PDF alone: they take two thirds of the time."""
    monkeypatch.setattr(papers, "docx_bytes", lambda _: b"")


def claim(result: Path, number: int, *options: object, out: Path, now: str = NOW) -> Run:
    """Run ``claim`` for a person of the result; ``options`` may set another time with --at."""
    at = () if "--at" in options else ("--at", AT)
    return invoke("claim", result, "--nik", nik(number), *at, *options, "--out", out, "--now", now)


@cache
def pages(path: Path) -> list[str]:
    """Return the text of each page of a PDF, with single blanks between words."""
    document = pdfium.PdfDocument(path.read_bytes())
    texts = [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    return [
        text.replace("\u2011", "-").replace("\ufffe", "-").replace("\x02", "-") for text in texts
    ]


def text(folder: Path, name: str) -> str:
    """Return the text of a paper by the end of its name."""
    (path,) = folder.glob(f"*-{name}.pdf")
    return " ".join(pages(path))
