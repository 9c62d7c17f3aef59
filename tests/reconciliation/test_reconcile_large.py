"""14,456 people and a bill with 500 planted differences: all are found, none is invented, in every form."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest
from support.planted_bills import FORMS, NOVEMBER, OF_CONTRIBUTIONS, PLANTED, expected, found, plant
from support.run import Run, invoke
from support.sipp_downloads import people_of, write_upah

from pemilu_cover.commands.reconcile import reconcile_result

pytestmark = pytest.mark.slow

DIFFERENCES, OWN_NPP = 500, "00000000"


@pytest.fixture(scope="module")
def office(purwakarta: tuple[Run, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The result of 14,456 people with the numbers that SIPP has given them."""
    folder = tmp_path_factory.mktemp("large")
    out = Path(shutil.copytree(purwakarta[1], folder / "out"))
    register = pl.read_parquet(out / "people.parquet")
    upah = write_upah(folder / "upah.xlsx", people_of(register), npp=OWN_NPP)
    assert invoke("members", out, upah).status == 0
    return out


@pytest.mark.parametrize("form", FORMS)
def test_large_bill__500_planted_differences__are_all_found_and_none_else(
    form: str, office: Path, tmp_path: Path
) -> None:
    hidden = {"wide": frozenset(["beda-bulan"]), "upah": OF_CONTRIBUTIONS}
    codes = [code for code in PLANTED if code not in hidden.get(form, frozenset())]
    counts = {
        code: DIFFERENCES // len(codes) + (number < DIFFERENCES % len(codes))
        for number, code in enumerate(codes)
    }
    register = pl.read_parquet(office / "people.parquet")
    members = pl.read_parquet(office / "members.parquet")
    numbers = dict(members.select("nik", "kpj").iter_rows())
    bill = plant(register, counts, kpj=numbers)
    bill.npp = OWN_NPP
    period = NOVEMBER if form == "wide" else None
    result = reconcile_result(office, bill.write(form, tmp_path), period=period).reconciliation
    assert found(result.outcomes) == expected(bill, form)
    touched = set().union(*expected(bill, form).values())
    ours = set(result.months["nik"])
    assert result.same == len(ours - touched)
    assert sum(result.money.values()) == result.theirs.total_sen - result.ours.total_sen
