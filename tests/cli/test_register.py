"""The register of a result: everybody is in it once, and its charges are those of the invoice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from support.parameters import first
from support.paths import EXAMPLES, REPOSITORY
from support.run import Run, invoke
from support.workbooks import sen

from pemilu_cover.enrolment.register.schema import (
    FILE,
    FOLDER,
    SCHEMA,
    VERSION,
    VERSION_KEY,
    column_table,
)

EXCEL = ("messy-2024.xlsx", "ponorogo-2020.xlsx", "two-regencies-2024.csv")
MONEY = ("jkk_sen", "jkm_sen", "total_sen")


def read(out: Path) -> pl.DataFrame:
    """Return the register of a result, of a schema that every part has."""
    files = [out / FILE] if (out / FILE).exists() else sorted((out / FOLDER).iterdir())
    for file in files:
        assert pl.read_parquet_metadata(file)[VERSION_KEY] == str(VERSION)
        assert pl.read_parquet_schema(file) == SCHEMA
        assert file.stat().st_mode & 0o777 == 0o600
    return pl.concat(map(pl.read_parquet, files))


def assert_accounts_for_everybody(out: Path, report: dict[str, Any]) -> None:
    """Compare the register with the manifest: people, counts, sums, files."""
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    register = read(out)
    assert register["id"].to_list() == list(range(1, report["roster"]["rows"] + 1))
    assert register.select("file", "sheet", "row").is_unique().all()
    counts = dict(register["status"].value_counts().iter_rows())
    names = ("ready", "incomplete", "held_back", "excluded")
    assert {name: counts.get(name, 0) for name in names} == {
        name: manifest["counts"][name] for name in names
    }
    sums = register.select(pl.col(MONEY).sum()).row(0, named=True)
    for name, amount in sums.items():
        assert amount == sen(manifest["premium"][name.removesuffix("_sen")])
    months = (
        register.explode("charges").unnest("charges", separator=".").drop_nulls("charges.month")
    )
    for name in MONEY[:2]:
        assert months[f"charges.{name}"].sum() == sums[name]
    billed = sum(entry["people"] for entry in manifest["by_role"])
    enrolled = register.filter(pl.col("status").is_in(["ready", "incomplete"]))
    assert enrolled.height == billed
    others = register.filter(~pl.col("status").is_in(["ready", "incomplete"]))
    assert others.select(pl.col(*MONEY, "charges", "sipp", "segment").is_null().all()).row(0) == (
        (True,) * 6
    )
    assert (
        not enrolled.select(pl.col(*MONEY, "charges", "sipp", "segment").has_nulls())
        .row(0)
        .count(True)
    )
    assert any(name.startswith(("people.", "people/")) for name in manifest["outputs"])


def assert_everybody_knows_why(out: Path) -> None:
    """Compare statuses with findings: whoever is not enrolled has a reason."""
    register = read(out)
    has_error = (
        pl.col("findings").list.eval(pl.element().struct.field("level") == "error").list.any()
    )
    held_back = register.filter(pl.col("status") == "held_back")
    assert held_back.filter(~has_error).height == 0
    assert (
        register.filter(
            (pl.col("status") == "excluded") != pl.col("excluded_because").is_not_null()
        ).height
        == 0
    )
    incomplete = register.filter(pl.col("status") == "incomplete")
    assert (incomplete["missing"].list.len() > 0).all()


@pytest.mark.parametrize("name", EXCEL)
def test_register__example__accounts_for_everybody(name: str, tmp_path: Path) -> None:
    done = invoke("enrol", EXAMPLES / name, "--out", tmp_path, "--json")
    assert_accounts_for_everybody(tmp_path, done.json)
    assert_everybody_knows_why(tmp_path)


def test_register__purwakarta__accounts_for_everybody(purwakarta: tuple[Run, Path]) -> None:
    done, out = purwakarta
    assert_accounts_for_everybody(out, {"roster": {"rows": 14_456}})
    assert done.status == 0
    assert read(out)["invoice_row"].to_list() == list(range(1, 14_457))


@pytest.mark.parametrize("form", first(1, ["csv", "parquet"]))
def test_register__in_batches__accounts_for_everybody(form: str, tmp_path: Path) -> None:
    roster = EXAMPLES / "two-regencies-2024.csv"
    done = invoke("enrol", roster, "--out", tmp_path, "--json", "--output-format", form)
    assert_accounts_for_everybody(tmp_path, done.json)
    assert_everybody_knows_why(tmp_path)


def test_register__in_batches__is_that_of_the_desk(tmp_path: Path) -> None:
    """NO_PEGAWAI and the place of work differ, and a batch has no Rincian."""
    roster = EXAMPLES / "two-regencies-2024.csv"
    for form in ("xlsx", "parquet"):
        invoke("enrol", roster, "--out", tmp_path / form, "--output-format", form)
    desk, batch = (
        read(tmp_path / form).with_columns(
            pl.col("sipp").struct.with_fields(NO_PEGAWAI=None, LOKASI_PEKERJAAN=None),
            pl.col("findings").list.sort(),
            invoice_row=None,
        )
        for form in ("xlsx", "parquet")
    )
    assert [name for name in SCHEMA if not desk[name].equals(batch[name])] == []


def test_register__corrections__say_who_was_struck_out_and_replaced(tmp_path: Path) -> None:
    filled = EXAMPLES / "messy-2024-filled.xlsx"
    done = invoke(
        "enrol", EXAMPLES / "messy-2024.xlsx", "--corrections", filled, "--out", tmp_path, "--json"
    )
    assert_accounts_for_everybody(tmp_path, done.json)
    assert_everybody_knows_why(tmp_path)


def test_register__explain_of_batches__finds_the_person_by_id(tmp_path: Path) -> None:
    invoke(
        "enrol", EXAMPLES / "two-regencies-2024.csv", "--out", tmp_path, "--output-format", "csv"
    )
    last = read(tmp_path).filter(pl.col("total_sen").is_not_null())["id"].max()
    done = invoke("explain", "--of", tmp_path, "--row", last, "--lang", "en")
    assert (done.status, done.out.startswith(f"people/ id {last}: NIK ")) == (0, True)
    assert invoke("explain", "--of", tmp_path, "--row", 10_000).status == 2


def test_register__docs__have_the_table_of_its_columns() -> None:
    page = (REPOSITORY / "docs" / "register.md").read_text(encoding="utf-8")
    assert column_table() in page
    assert f"at present {VERSION}" in page
