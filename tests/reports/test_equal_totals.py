"""The totals of a result are the same in each file and on each screen that shows them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import NamedTuple

import pytest
from support.paths import EXAMPLES
from support.pdf import pdf_pages
from support.people import CHAIR, LINMAS, PPK, person
from support.run import invoke
from support.workbooks import Grid, grid, roster, sen

from pemilu_cover.values.rupiah import format_rupiah


class Totals(NamedTuple):
    """JKK, JKM and both, in sen."""

    jkk: int
    jkm: int
    total: int


def amount(text: str) -> int:
    """Return an amount in Indonesian format in sen."""
    return sen(text.replace(".", "").replace(",", "."))


def of_json(premium: dict[str, str]) -> Totals:
    return Totals(*(sen(premium[key]) for key in Totals._fields))


def of_pdf(out: Path) -> Totals:
    (found, *_) = re.findall(
        r"JUMLAH [\d.]+ ([\d.,]+) ([\d.,]+) ([\d.,]+)", text(out / "tagihan.pdf")
    )
    return Totals(*map(amount, found))


def of_sheet(out: Path, name: str, width: int) -> Totals:
    """Return the totals of a sheet: the amounts in the row below ``JUMLAH``, of so many columns."""
    rows: Grid = grid(out / "invoice.xlsx", name)
    *_, totals = (row for row in rows if "JUMLAH" in row[:2])
    numbers = [cell for cell in totals[:width] if isinstance(cell, float | int)]
    return Totals(*map(sen, numbers[-3:]))


def text(pdf: Path) -> str:
    return " ".join(pdf_pages(pdf))


@pytest.fixture(scope="module", params=["messy", "odd wages", "bpu"])
def result(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Totals]:
    """A result, and the totals of ``--json``."""
    folder = tmp_path_factory.mktemp("result")
    rosters, options = EXAMPLES / "messy-2024.xlsx", []
    if request.param != "messy":
        pks = folder / "pks.toml"
        bpu = '[roles.LINMAS_TPS]\nsegment = "bpu"\n[payer]\nfund = "apbd"\n'
        pks.write_text(bpu if request.param == "bpu" else "", encoding="utf-8")
        options = ["--agreement", pks]
        wages = (850_001, 1_234_567, 999_999)
        people = [person(n, Honor=wages[n % 3]) for n in range(1, 20)]
        people += [
            person(30, **LINMAS),
            person(31, **PPK),
            person(32, **CHAIR, Kecamatan="Sukatani"),
        ]
        rosters = roster(folder / "roster.xlsx", *people)
    done = invoke("enrol", rosters, "--out", folder / "out", "--json", *options)
    assert done.status in (0, 1), done.err
    return folder / "out", of_json(done.json["premium"])


def test_totals__in_the_manifest__are_those_of_the_screen(result: tuple[Path, Totals]) -> None:
    out, totals = result
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert of_json(manifest["premium"]) == totals
    assert totals.jkk + totals.jkm == totals.total > 0


@pytest.mark.parametrize("name", ["Tagihan", "Wilayah", "Jadwal"])
def test_totals__on_a_sheet__are_those_of_the_screen(
    result: tuple[Path, Totals], name: str
) -> None:
    out, totals = result
    assert of_sheet(out, name, 8) == totals


def test_totals__on_paper__are_those_of_the_screen(result: tuple[Path, Totals]) -> None:
    out, totals = result
    assert of_pdf(out) == totals
    receipt = pdf_pages(out / "kuitansi.pdf")[0]
    (paid,) = re.findall(r"Jumlah uang : Rp([\d.,]+)", receipt)
    assert amount(paid) == totals.total


def test_totals__on_the_page__are_those_of_the_screen(result: tuple[Path, Totals]) -> None:
    out, totals = result
    page = (out / "ringkasan.html").read_text(encoding="utf-8")
    for sum_sen in totals:
        assert page.count(format_rupiah(sum_sen)) >= 3, "figure, months and roles"
