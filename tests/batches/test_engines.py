"""The kernel on engines for many machines: they come to what one machine comes to.

Neither engine is asked for by the extra `test`, since both are great: ``pip install '.[daft]'`` and
``pip install 'pyspark[sql]>=4.1'`` (Java 17). ``--engine-rows 1000000`` takes a million rows.
"""

from __future__ import annotations

import json
import os
import pickle
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from support.options import option
from support.paths import EXAMPLES, REPOSITORY, SIGNED_LATE
from support.run import HANG

from pemilu_cover.enrolment.batches.engine_adapters import (
    BIRTH_DATE_COLUMNS,
    NIK_COLUMNS,
    UNIT_COLUMNS,
    EngineKernel,
    make_kernel,
)
from pemilu_cover.enrolment.batches.kernel import SCHEMA
from pemilu_cover.i18n.messages import RefusalError

ROWS = option("engine-rows")
ELECTION = "pilkada-2024"
CLUSTER = EXAMPLES / "cluster"
NEEDS = {"daft": ["daft", "pyarrow"], "spark": ["pyspark", "pyarrow", "pandas"]}
# How an engine calls the first row of a roster; on one machine it is row 2, below the header.
FIRST = {"daft": 0, "spark": 2}


@dataclass(frozen=True)
class Local:
    """A roster, what was made of it on one machine, and what its maker says is in it."""

    roster: Path
    report: dict[str, Any]
    truth: dict[str, Any]


def started(*arguments: object, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY / "src"), **environment},
        timeout=HANG,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr[-3000:]
    return done.stdout


def made(rows: int, faults: int, duplicates: int, roster: Path) -> dict[str, Any]:
    order = ("--rows", rows, "--faults", faults, "--duplicates", duplicates, "--out", roster)
    found: dict[str, Any] = json.loads(started("benchmarks/rosters.py", *order))
    return found


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Local:
    folder = tmp_path_factory.mktemp("engines")
    roster = folder / "roster.parquet"
    truth = made(ROWS, 60, 40, roster)
    order = (
        "--election",
        ELECTION,
        "--output-format",
        "parquet",
        "--json",
        "--out",
        folder / "local",
    )
    return Local(roster, json.loads(started("-m", "pemilu_cover", "enrol", roster, *order)), truth)


def lacking(engine: str) -> list[str]:
    """Return what an engine needs and is not installed."""
    absent = [name for name in NEEDS[engine] if not find_spec(name)]
    return absent + ["java"] * (engine == "spark" and not shutil.which("java"))


# A mark, so that no roster is made for an engine that is not there.
ENGINES = [
    pytest.param(
        engine,
        marks=pytest.mark.skipif(
            bool(lacking(engine)), reason=f"{', '.join(lacking(engine))}: not installed"
        ),
    )
    for engine in NEEDS
]


def enrolled_by(engine: str, roster: Path, out: Path) -> None:
    """Run the example as it stands, on this machine alone."""
    started(
        CLUSTER / f"with_{engine}.py",
        roster,
        ELECTION,
        out,
        DO_NOT_TRACK="1",
        PYSPARK_PYTHON=sys.executable,
        SPARK_LOCAL_IP="127.0.0.1",
        PYSPARK_SUBMIT_ARGS="--master local[2] --driver-memory 2g --conf spark.ui.enabled=false"
        " pyspark-shell",
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_engine__result__equals_one_machine(engine: str, local: Local, tmp_path: Path) -> None:
    enrolled_by(engine, local.roster, tmp_path)
    validated, findings, sums = (
        pl.scan_parquet(tmp_path / name / "*.parquet") for name in ("validated", "findings", "sums")
    )
    assert validated.collect_schema().names() == SCHEMA.names()

    held_back = findings.filter("held_back").select("file", "row").collect()
    statuses = dict(validated.group_by("status").len().collect().iter_rows())
    assert statuses.pop("enrolled") - held_back.height == local.report["enrolled"]
    assert statuses.pop("held_back") + held_back.height == local.report["held_back"]
    assert statuses == {}
    assert held_back.height == len(local.truth["duplicates"])

    by_regency = {
        regency: (people, jkk, jkm) for regency, people, jkk, jkm in sums.collect().rows()
    }
    assert by_regency == {
        entry["regency"]: (entry["enrolled"], sen(entry["jkk"]), sen(entry["jkm"]))
        for entry in local.report["by_regency"]
        if entry["enrolled"]
    }

    # The rows that are too many, as its maker counts them: from 1.
    again = [row - 1 + FIRST[engine] for _, row in local.truth["duplicates"]]
    assert held_back["row"].sort().to_list() == sorted(again)


def sen(rupiah: str) -> int:
    return int(Decimal(rupiah) * 100)


@pytest.mark.parametrize("engine", NEEDS)
def test_the_document_shows_the_examples(engine: str) -> None:
    blocks = re.findall(r"```python\n(.*?)```", (REPOSITORY / "docs/cluster.md").read_text(), re.S)
    assert (CLUSTER / f"with_{engine}.py").read_text() in blocks
    assert len(blocks) == len(NEEDS)


# ---- The kernel itself, without an engine ---------------------------------------------------------


@pytest.fixture(scope="module")
def roster(tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    path = tmp_path_factory.mktemp("engines") / "roster.parquet"
    made(2_000, 12, 6, path)
    return pl.read_parquet(path).with_row_index("number", offset=2)


@pytest.fixture(scope="module")
def kernel(roster: pl.DataFrame) -> EngineKernel:
    kernel = make_kernel(roster.columns, election=ELECTION, row="number")
    again: EngineKernel = pickle.loads(pickle.dumps(kernel))  # noqa: S301  our own
    return again


def test_kernel__any_batch_size__gives_the_same(roster: pl.DataFrame, kernel: EngineKernel) -> None:
    whole = kernel.validate(roster)
    assert whole.schema == SCHEMA
    assert whole["row"].to_list() == roster["number"].to_list()
    parts = [kernel.validate(part) for part in roster.iter_slices(333)]
    assert pl.concat(parts).equals(whole)
    assert kernel.validate(roster.clear()).equals(SCHEMA.to_frame())


def test_columns_may_come_in_another_order(roster: pl.DataFrame, kernel: EngineKernel) -> None:
    turned = roster.select(reversed(roster.columns)).with_columns(pl.lit(1).alias("more"))
    assert kernel.validate(turned).equals(kernel.validate(roster))


def test_kernel__rows_without_people__are_returned(
    roster: pl.DataFrame, kernel: EngineKernel
) -> None:
    blank = roster.head(1).select(
        pl.lit(None, dtype=dtype).alias(name) for name, dtype in roster.schema.items()
    )
    blank = blank.with_columns(pl.lit(7_000, dtype=pl.UInt32).alias("number"))
    total = blank.with_columns(pl.lit("JUMLAH").alias("Nama"))
    told = kernel.validate(pl.concat([roster.head(1), blank, total, roster.slice(1, 1)]))
    assert told["status"].to_list() == ["enrolled", "not_people", "not_people", "enrolled"]
    why = told["findings"].explode().struct.field("code")
    assert why.to_list() == [None, "blank", "total", None]


def test_kernel__last_row_without_nik__is_a_person(
    roster: pl.DataFrame, kernel: EngineKernel
) -> None:
    blank = [pl.lit(None, dtype=dtype).alias(name) for name, dtype in roster.schema.items()]
    number = pl.lit(9, dtype=pl.UInt32).alias("number")
    gap = roster.head(1).select(blank).with_columns(number)
    lacking = roster.slice(1, 1).select("number", "Nama", "Jabatan", "Tanggal Lahir")
    told = kernel.validate(pl.concat([roster.head(1), gap, lacking], how="diagonal"))
    assert told["status"].to_list() == ["enrolled", "not_people", "held_back"]


def test_rows_are_counted_from_0_where_no_column_numbers_them(roster: pl.DataFrame) -> None:
    kernel = make_kernel(roster.columns, election=ELECTION)
    told = kernel.validate(roster.slice(10, 5))
    assert told["row"].to_list() == [0, 1, 2, 3, 4]
    if find_spec("pyarrow"):
        with pytest.raises(ValueError, match="two people of one row"):
            kernel.check_same_nik(pl.concat([told, told]))


def test_a_row_without_a_number_is_refused(roster: pl.DataFrame, kernel: EngineKernel) -> None:
    nothing = pl.lit(None, dtype=pl.Int64).alias("number")
    with pytest.raises(ValueError, match="'number': every row needs a number"):
        kernel.validate(roster.with_columns(nothing))


def test_no_batch_guesses_the_election(roster: pl.DataFrame) -> None:
    with pytest.raises(ValueError, match="name the election"):
        make_kernel(roster.columns)
    agreed = make_kernel(roster.columns, agreement=SIGNED_LATE)
    assert agreed.kernel.terms.election.id == "pilkada-2024"
    assert agreed.validate(roster)["location"].unique().to_list() != [None]


def test_columns_of_no_roster_are_refused() -> None:
    with pytest.raises(RefusalError, match="no header row"):
        make_kernel(["a", "b"], election=ELECTION)


def test_kernel__file_column__separates_files(roster: pl.DataFrame) -> None:
    pytest.importorskip("pyarrow")
    two = pl.concat([roster.head(3).with_columns(pl.lit(name).alias("of")) for name in ("a", "b")])
    kernel = make_kernel(two.columns, election=ELECTION, row="number", file="of")
    found = pl.DataFrame(kernel.check_same_nik(kernel.validate(two).select(NIK_COLUMNS)))
    assert found.select("file", "row", "held_back").rows() == [
        ("b", 2, True),
        ("b", 3, True),
        ("b", 4, True),
    ]
    assert "a, baris 2" in found["findings"][0][0]["message"]


def test_kernel__cross_checks__are_computed(roster: pl.DataFrame, kernel: EngineKernel) -> None:
    pytest.importorskip("pyarrow")
    slip = roster.slice(20, 1).with_columns(
        pl.col("NIK").str.head(15)
        + pl.col("NIK").str.tail(1).replace({"1": "2"}).replace("3", "4"),
        pl.lit(5_000, dtype=pl.UInt32).alias("number"),
    )
    slip = slip.with_columns(NIK=pl.col("NIK").str.head(14) + pl.lit("77"))
    stranger = roster.slice(30, 1).with_columns(
        pl.lit("Zulkifli Wahab").alias("Nama"), pl.lit(5_001, dtype=pl.UInt32).alias("number")
    )
    told = kernel.validate(pl.concat([roster, slip, stranger]))

    buckets = told.select(NIK_COLUMNS).drop_nulls("nik").group_by(pl.col("nik").hash() % 8)
    niks = pl.concat([pl.DataFrame(kernel.check_same_nik(bucket)) for _, bucket in buckets])
    assert niks.filter("held_back").height == 6 + 2
    assert sorted(niks.filter("shares_nik")["row"]) == [32, 5_001]

    alike = pl.DataFrame(kernel.check_same_birth_date(told.select(BIRTH_DATE_COLUMNS)))
    assert sorted(alike["row"]) == [22, 5_000]
    assert alike["held_back"].to_list() == [False, False]

    people = told.select(UNIT_COLUMNS).join(
        niks.select("file", "row", "shares_nik"), on=["file", "row"], how="left"
    )
    people = people.with_columns(pl.col("shares_nik").fill_null(value=False))
    units = pl.DataFrame(kernel.check_unit_counts(people))
    assert units.schema == niks.schema
    assert units["findings"].explode().struct.field("level").unique().to_list() != ["error"]


def test_schema__each_engine__has_its_types(roster: pl.DataFrame, kernel: EngineKernel) -> None:
    assert kernel.ddl.startswith("`table` INT, `file` STRING")
    assert (
        "`charges` ARRAY<STRUCT<`month`: DATE, `jkk_sen`: BIGINT, `jkm_sen`: BIGINT>>" in kernel.ddl
    )
    assert kernel.findings_ddl.startswith("`file` STRING, `row` BIGINT, `held_back` BOOLEAN")
    arrow = pytest.importorskip("pyarrow")
    told = kernel(roster.to_arrow())
    assert told.schema == kernel.schema
    assert told.schema.names == SCHEMA.names()
    assert kernel.type == arrow.struct(list(kernel.schema))
    assert kernel.check_same_nik(kernel.validate(roster)).schema == kernel.findings_schema
    assert kernel.findings_type == arrow.struct(list(kernel.findings_schema))
