"""The kernel that engines call, without an engine."""

from __future__ import annotations

import pickle
from importlib.util import find_spec

import polars as pl
import pytest
from support.paths import SIGNED_LATE

from benchmarks.rosters import RosterSpec, write
from pemilu_cover.enrolment.batches.engine_adapters import (
    BIRTH_DATE_COLUMNS,
    NIK_COLUMNS,
    UNIT_COLUMNS,
    EngineKernel,
    make_kernel,
)
from pemilu_cover.enrolment.batches.kernel import SCHEMA
from pemilu_cover.i18n.messages import RefusalError

ELECTION = "pilkada-2024"


@pytest.fixture(scope="module")
def roster(tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    path = tmp_path_factory.mktemp("engines") / "roster.parquet"
    write(RosterSpec(2_000, faults=12, duplicates=6), path)
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


def test_kernel__head_has_month_first__is_read_as_day_first(roster: pl.DataFrame) -> None:
    dates = pl.col("Tanggal Lahir", "Mulai", "Selesai")
    american = roster.with_columns(dates.dt.strftime("%m/%d/%Y"))
    head = american.head(500)
    kernel = make_kernel(american.columns, head=head, election=ELECTION, row="number")
    expected = make_kernel(roster.columns, election=ELECTION, row="number").validate(roster)
    columns = ["status", "birth_date", "start", "end", "total_sen"]
    assert kernel.validate(american).select(columns).equals(expected.select(columns))


def test_kernel__rows_without_people__are_returned(
    roster: pl.DataFrame, kernel: EngineKernel
) -> None:
    blank = roster.head(1).select(
        pl.lit(None, dtype=dtype).alias(name) for name, dtype in roster.schema.items()
    )
    blank = blank.with_columns(pl.lit(7_000, dtype=pl.UInt32).alias("number"))
    total = blank.with_columns(pl.lit("JUMLAH").alias("Nama"))
    people = kernel.validate(pl.concat([roster.head(1), blank, total, roster.slice(1, 1)]))
    assert people["status"].to_list() == ["enrolled", "not_people", "not_people", "enrolled"]
    why = people["findings"].explode().struct.field("code")
    assert why.to_list() == [None, "blank", "total", None]


def test_kernel__last_row_without_nik__is_a_person(
    roster: pl.DataFrame, kernel: EngineKernel
) -> None:
    blank = [pl.lit(None, dtype=dtype).alias(name) for name, dtype in roster.schema.items()]
    number = pl.lit(9, dtype=pl.UInt32).alias("number")
    gap = roster.head(1).select(blank).with_columns(number)
    lacking = roster.slice(1, 1).select("number", "Nama", "Jabatan", "Tanggal Lahir")
    people = kernel.validate(pl.concat([roster.head(1), gap, lacking], how="diagonal"))
    assert people["status"].to_list() == ["enrolled", "not_people", "held_back"]


def test_rows_are_counted_from_0_where_no_column_numbers_them(roster: pl.DataFrame) -> None:
    kernel = make_kernel(roster.columns, election=ELECTION)
    people = kernel.validate(roster.slice(10, 5))
    assert people["row"].to_list() == [0, 1, 2, 3, 4]
    if find_spec("pyarrow"):
        with pytest.raises(ValueError, match="two people of one row"):
            kernel.check_same_nik(pl.concat([people, people]))


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
    people = kernel.validate(pl.concat([roster, slip, stranger]))

    buckets = people.select(NIK_COLUMNS).drop_nulls("nik").group_by(pl.col("nik").hash() % 8)
    niks = pl.concat([pl.DataFrame(kernel.check_same_nik(bucket)) for _, bucket in buckets])
    assert niks.filter("held_back").height == 6 + 2
    assert sorted(niks.filter("shares_nik")["row"]) == [32, 5_001]

    alike = pl.DataFrame(kernel.check_same_birth_date(people.select(BIRTH_DATE_COLUMNS)))
    assert sorted(alike["row"]) == [22, 5_000]
    assert alike["held_back"].to_list() == [False, False]

    counted = people.select(UNIT_COLUMNS).join(
        niks.select("file", "row", "shares_nik"), on=["file", "row"], how="left"
    )
    counted = counted.with_columns(pl.col("shares_nik").fill_null(value=False))
    units = pl.DataFrame(kernel.check_unit_counts(counted))
    assert units.schema == niks.schema
    assert units["findings"].explode().struct.field("level").unique().to_list() == ["warning"]


def test_kernel__unit_of_people_without_regency__is_not_counted(
    roster: pl.DataFrame, kernel: EngineKernel
) -> None:
    pytest.importorskip("pyarrow")
    chairs = roster.filter(pl.col("Jabatan") == "Ketua KPPS").head(1)
    chairs = pl.concat([chairs, chairs.with_columns(NIK=pl.lit("3214010101909001"))])
    chairs = chairs.with_columns(number=pl.Series([2, 3], dtype=pl.UInt32))
    for regency, findings in ((chairs["Kabupaten/Kota"][0], 1), ("Kabupaten Atlantis", 0)):
        people = kernel.validate(chairs.with_columns(pl.lit(regency).alias("Kabupaten/Kota")))
        assert kernel.check_unit_counts(people.select(UNIT_COLUMNS)).num_rows == findings


def test_schema__each_engine__has_its_types(roster: pl.DataFrame, kernel: EngineKernel) -> None:
    assert kernel.ddl.startswith("`table` INT, `file` STRING")
    assert (
        "`charges` ARRAY<STRUCT<`month`: DATE, `jkk_sen`: BIGINT, `jkm_sen`: BIGINT>>" in kernel.ddl
    )
    assert kernel.findings_ddl.startswith("`file` STRING, `row` BIGINT, `held_back` BOOLEAN")
    arrow = pytest.importorskip("pyarrow")
    people = kernel(roster.to_arrow())
    assert people.schema == kernel.schema
    assert people.schema.names == SCHEMA.names()
    assert kernel.type == arrow.struct(list(kernel.schema))
    assert kernel.check_same_nik(kernel.validate(roster)).schema == kernel.findings_schema
    assert kernel.findings_type == arrow.struct(list(kernel.findings_schema))
