"""Rosters on engines for many machines: everybody's result is that of one machine.

The extra ``test`` has no engine, since each is large: ``pip install '.[daft]'`` and
``pip install 'pyspark[sql]>=4.1'`` (Java 17). ``--engine-rows 1000000`` takes a million rows.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from support.options import option
from support.paths import EXAMPLES, REPOSITORY
from support.run import HANG, run_process

from benchmarks.rosters import RosterSpec, write
from pemilu_cover.enrolment.batches.kernel import FINDING, SCHEMA

ROWS = option("engine-rows")
ELECTION = "pilkada-2024"
CLUSTER = EXAMPLES / "cluster"
NEEDS = {"daft": ["daft", "pyarrow"], "spark": ["pyspark", "pyarrow", "pandas"]}
# Columns of people whose values depend on where the roster lies.
PLACES = ["table", "file"]
# Counts the cells of a column: once for the file on one machine, once for each batch on an engine.
COLUMN_FINDING = "remark-unread"
FINDING_COLUMNS = [field.name for field in FINDING.fields if field.name != "field"]


@dataclass(frozen=True)
class Enrolment:
    """Everybody by row, all findings, and the sums of each regency."""

    people: pl.DataFrame
    findings: pl.DataFrame
    sums: pl.DataFrame


@pytest.fixture(scope="module")
def roster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A roster with faults of all kinds, and at its end people of all its parts again."""
    path = tmp_path_factory.mktemp("engines") / "roster.parquet"
    write(RosterSpec(ROWS, realistic=True), path)
    people = pl.read_parquet(path)
    again = people.gather_every(997)
    strangers = people.gather_every(1_009).with_columns(pl.lit("Zulkifli Wahab").alias("Nama"))
    pl.concat([people, again, strangers]).write_parquet(path, row_group_size=100_000)
    return path


@pytest.fixture(scope="module")
def one_machine(roster: Path) -> Enrolment:
    out = roster.with_name("enrolment")
    formats = ("--output-format", "parquet", "--out", out, "--quiet")
    assert run_process("enrol", roster, "--election", ELECTION, *formats).status == 1
    people = pl.read_parquet(out / "people" / "*.parquet")
    is_enrolled = pl.col("status").is_in(["ready", "incomplete"])
    status = pl.when(is_enrolled).then(pl.lit("enrolled")).otherwise("status")
    findings = pl.read_parquet(out / "findings" / "*.parquet").rename({"BARIS": "row"})
    return Enrolment(
        people.with_columns(status.alias("status")).sort("row"),
        _findings(findings),
        _sums(people.filter(is_enrolled)),
    )


def _findings(findings: pl.DataFrame) -> pl.DataFrame:
    others = findings.filter(pl.col("code") != COLUMN_FINDING)
    return others.select("row", *FINDING_COLUMNS).sort(pl.all())


def _sums(enrolled: pl.DataFrame) -> pl.DataFrame:
    money = [pl.col("jkk_sen").sum(), pl.col("jkm_sen").sum()]
    return enrolled.group_by("regency").agg(pl.len().alias("people"), *money).sort("regency")


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


def enrol_with(engine: str, roster: Path, out: Path) -> Enrolment:
    """Run the example as it is, on this machine alone, and return the result in the form of one machine."""
    environment = {
        "PYTHONPATH": str(REPOSITORY / "src"),
        "DO_NOT_TRACK": "1",
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYSPARK_SUBMIT_ARGS": "--master local[2] --driver-memory 2g --conf spark.ui.enabled=false"
        " pyspark-shell",
    }
    done = subprocess.run(
        [sys.executable, CLUSTER / f"with_{engine}.py", roster, ELECTION, out],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        timeout=HANG,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    people = pl.read_parquet(out / "validated" / "*.parquet")
    assert people.columns == SCHEMA.names()
    compared = pl.read_parquet(out / "findings" / "*" / "*.parquet")
    findings = pl.concat([part.select("row", "findings") for part in (people, compared)])
    findings = findings.explode("findings").drop_nulls().unnest("findings")
    # One machine names the file of a place only where there are several.
    message = pl.col("message").str.replace_all(rf"file:\S*{roster.name}, ", "")
    sums = pl.read_parquet(out / "sums" / "*.parquet")
    return Enrolment(
        _held_back(people, compared.filter("held_back")).sort("row"),
        _findings(findings.with_columns(message)),
        sums.rename(dict(zip(sums.columns[2:], ("jkk_sen", "jkm_sen"), strict=True)))
        .cast({"people": pl.UInt32})
        .sort("regency"),
    )


def _held_back(people: pl.DataFrame, held_back: pl.DataFrame) -> pl.DataFrame:
    """Hold people back whom a comparison holds back: they are no longer priced."""
    is_held_back = (pl.col("status") == "enrolled") & pl.col("row").is_in(
        held_back["row"].implode()
    )
    unpriced = people.filter(pl.col("status") == "held_back").head(1)
    priced = SCHEMA.names()[SCHEMA.names().index("segment") : SCHEMA.names().index("findings")]
    values = {"status": "held_back", **unpriced.select(priced).row(0, named=True)}
    return people.with_columns(
        pl.when(is_held_back).then(pl.lit(value, people.schema[name])).otherwise(name).alias(name)
        for name, value in values.items()
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_engine__result__equals_one_machine(
    engine: str, roster: Path, one_machine: Enrolment, tmp_path: Path
) -> None:
    result = enrol_with(engine, roster, tmp_path)
    columns = [
        name
        for name in SCHEMA.names()
        if name in one_machine.people.columns and name not in {*PLACES, "findings"}
    ]
    assert {"row", "status", "nik", "regency", "jkk_sen", "jkm_sen", "charges"} < set(columns)
    assert_frame_equal(result.people.select(columns), one_machine.people.select(columns))
    assert_frame_equal(result.findings, one_machine.findings)
    assert_frame_equal(result.sums, one_machine.sums)
    codes = set(one_machine.findings["code"])
    assert {"duplicate", "nik-two-people", "name-alike", "unit-without"} <= codes


def test_document__code__is_that_of_the_example() -> None:
    blocks = re.findall(r"```python\n(.*?)```", (REPOSITORY / "docs/cluster.md").read_text(), re.S)
    assert blocks == [(CLUSTER / "with_spark.py").read_text()]
