"""``reconcile``: each planted difference is found in every form, to the sen, and none is invented."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from reconciliation.conftest import AGREEMENT
from support.people import short_person
from support.planted_bills import (
    FORMS,
    NOVEMBER,
    OF_CONTRIBUTIONS,
    PLANTED,
    PlantedBill,
    expected,
    found,
    plant,
)
from support.run import invoke
from support.sipp_downloads import people_of, write_upah
from support.workbooks import enrolled

from pemilu_cover.commands.reconcile import reconcile_result
from pemilu_cover.reconciliation.billing.reconcile import Reconciliation

PEOPLE = 60


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A result of 60 people whose membership numbers are known."""
    folder = tmp_path_factory.mktemp("office")
    people = [
        short_person(number, Kecamatan=("Plered", "Bojong")[number % 2])
        for number in range(1, PEOPLE + 1)
    ]
    out = enrolled(folder, *people, agreement=AGREEMENT)
    upah = write_upah(folder / "upah.xlsx", people_of(register(out)))
    assert invoke("members", out, upah).status == 0
    return out


def register(result: Path) -> pl.DataFrame:
    return pl.read_parquet(result / "people.parquet")


def numbers(result: Path) -> dict[str, str]:
    return dict(pl.read_parquet(result / "members.parquet").select("nik", "kpj").iter_rows())


def planted(result: Path, **counts: int) -> PlantedBill:
    named = {code.replace("_", "-"): count for code, count in counts.items()}
    return plant(register(result), named, kpj=numbers(result))


def compared(result: Path, *files: Path, period: date | None = None) -> Reconciliation:
    return reconcile_result(result, files, period=period).reconciliation


def month_of(form: str) -> date | None:
    """Return the month that is to be given with a form that does not say it."""
    return NOVEMBER if form == "wide" else None


# ---- Each outcome in each form ------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_bill_that_agrees__any_form__has_no_difference(
    form: str, office: Path, tmp_path: Path
) -> None:
    files = planted(office).write(form, tmp_path)
    month = ["--period", "2024-11"] if form == "wide" else []
    done = invoke("reconcile", office, *files, *month, "--json")
    assert (done.status, done.json["same"], done.json["differences"]) == (0, PEOPLE, {})
    assert done.json["period"] == "2024-11"
    assert (
        done.json["ours"]
        == done.json["theirs"]
        == {
            "people": PEOPLE,
            "jkk": "122400.00",
            "jkm": "153000.00",
            "total": "275400.00",
        }
    )


@pytest.mark.parametrize("code", PLANTED)
@pytest.mark.parametrize("form", FORMS)
def test_planted_difference__is_the_only_one_found(
    form: str, code: str, office: Path, tmp_path: Path
) -> None:
    if form == "wide" and code == "beda-bulan":
        pytest.skip("a converted workbook does not say its month")
    bill = plant(register(office), {code: 3}, kpj=numbers(office))
    files = bill.write(form, tmp_path)
    result = compared(office, *files, period=month_of(form))
    assert found(result.outcomes) == expected(bill, form)
    assert result.agrees == (code in OF_CONTRIBUTIONS and form == "upah") or code in (
        "identitas-beda",
        "nama-beda",
        "pembulatan",
        "rapel",
    )


@pytest.mark.parametrize("form", FORMS)
def test_money__of_all_outcomes__adds_up_to_the_difference(
    form: str, office: Path, tmp_path: Path
) -> None:
    codes = [code for code in PLANTED if code != "halaman-tak-terbaca"]
    if form == "wide":
        codes.remove("beda-bulan")
    bill = plant(register(office), dict.fromkeys(codes, 3), kpj=numbers(office))
    result = compared(office, *bill.write(form, tmp_path), period=month_of(form))
    assert found(result.outcomes) == expected(bill, form)
    assert sum(result.money.values()) == result.theirs.total_sen - result.ours.total_sen
    billed = [one for people in bill.people.values() for one in people]
    if form != "upah":
        assert result.theirs.total_sen == sum(one.amounts[-1] for one in billed)
    touched = set().union(*expected(bill, form).values())
    assert result.same == PEOPLE - len(touched & set(register(office)["nik"]))
