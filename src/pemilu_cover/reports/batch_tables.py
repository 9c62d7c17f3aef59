"""The tables of each batch: the enrolled, the held back with their reasons, all findings, the register."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

import polars as pl

from pemilu_cover.enrolment.aggregates import is_reported
from pemilu_cover.enrolment.batches.files import parquet_bytes
from pemilu_cover.enrolment.batches.merge import add_findings
from pemilu_cover.enrolment.outcome import ENROLLED, HELD_BACK
from pemilu_cover.enrolment.register import schema as register_schema
from pemilu_cover.enrolment.register.build import build_register, register_bytes
from pemilu_cover.enrolment.sipp_cells import to_sipp_text
from pemilu_cover.reference import regions
from pemilu_cover.reference.sipp_layout import COLUMNS
from pemilu_cover.reports.findings_export import RUNS, escape_formula
from pemilu_cover.reports.xlsx import other_members, sipp

Format = Literal["parquet", "csv"]

REGENCY, SHEET = "KODE_KABUPATEN_KOTA", "LEMBAR"
# How a person is enrolled: by SIPP's sheet, by the list of returning members or of BPU, or only after a
# missing field is filled in.
SIPP, RETURNING, BPU, TO_FILL = "SIPP", "LANJUTAN", "BPU", "LENGKAPI"
_RUPIAH = pl.Decimal(20, 2)


def write(people: pl.DataFrame, result: Path, batch: int, table_format: Format) -> None:
    """Write the tables of a batch, each into a folder of its own; empty tables are not written."""
    write_enrolled(people, result, batch, table_format)
    write_findings(people, result, batch, table_format)


def write_enrolled(people: pl.DataFrame, result: Path, batch: int, table_format: Format) -> None:
    """Write the table of the enrolled of a batch."""
    tables = {"enrolled": _enrolled(people.filter(pl.col("status") == ENROLLED))}
    _write(tables, result, batch, table_format)


def write_findings(people: pl.DataFrame, result: Path, batch: int, table_format: Format) -> None:
    """Write the tables of the held back and of the findings of a batch."""
    tables = {
        "held_back": _held_back(people.filter(pl.col("status") == HELD_BACK)),
        "findings": _findings(people),
    }
    _write(tables, result, batch, table_format)


def _write(
    tables: Mapping[str, pl.DataFrame], result: Path, batch: int, table_format: Format
) -> None:
    for name, table in tables.items():
        path = result / name / f"part-{batch + 1:05d}.{table_format}"
        path.parent.mkdir(exist_ok=True)
        if table.height and table_format == "parquet":
            path.write_bytes(parquet_bytes(table))
        elif table.height:
            path.write_bytes(_escape_formulas(table).write_csv().encode())


def write_register(people: pl.DataFrame, result: Path, batch: int, first_id: int) -> None:
    """Write the part of the register for a batch; ``first_id`` is the number of its first person."""
    path = result / register_schema.FOLDER / f"part-{batch + 1:05d}.parquet"
    path.parent.mkdir(exist_ok=True)
    no_invoice = pl.lit(None, dtype=pl.Int64).alias("invoice_row")
    path.write_bytes(register_bytes(build_register(people.with_columns(no_invoice), first_id)))


def upload_files(
    everybody: pl.LazyFrame,
    cross_findings: pl.DataFrame,
    regencies: Sequence[str | None],
    npp: str | None,
) -> Iterator[tuple[str | None, str, bytes]]:
    """Yield SIPP's workbooks of regencies: the regency, the name and the bytes of each.

    All people of these regencies are in memory together. None is the regency of people without one.
    """
    is_wanted_regency = pl.col("regency").is_in(
        pl.Series(regencies, dtype=pl.String).implode(), nulls_equal=True
    )
    people = everybody.filter(is_wanted_regency).collect(engine="streaming")
    people = add_findings(people, cross_findings)
    enrolled = _enrolled(people.sort("person_id").filter(pl.col("status") == ENROLLED))
    sipp_people = enrolled.filter(pl.col(SHEET) == SIPP)
    for regency_people in sipp_people.partition_by(REGENCY, maintain_order=True):
        for name, part in sipp.name_parts(sipp.split_parts(regency_people, "KECAMATAN"), npp):
            yield regency_people[REGENCY][0], name, sipp.write_texts(part)


def _enrolled(people: pl.DataFrame) -> pl.DataFrame:
    is_incomplete = pl.col("missing").list.len() > 0
    sheet = (
        pl.when(is_incomplete)
        .then(pl.lit(TO_FILL))
        .when(pl.col("segment") == "bpu")
        .then(pl.lit(BPU))
        .when(other_members.needs_other_list())
        .then(pl.lit(RETURNING))
        .otherwise(pl.lit(SIPP))
    )
    sipp_header = pl.element().replace({column.field: column.header for column in COLUMNS})
    return pl.concat(
        [
            to_sipp_text(people),
            people.select(
                sheet.alias(SHEET),
                pl.col("kpj").alias("KPJ"),
                *_places(),
                pl.col("role_name").alias("JABATAN"),
                pl.col("election").alias("PEMILIHAN"),
                pl.col("segment").str.to_uppercase().alias("SEGMEN"),
                _rupiah("wage_sen").alias("UPAH_SEBULAN"),
                _rupiah("base_sen").alias("DASAR_IURAN"),
                pl.col("months").alias("BULAN"),
                _rupiah("jkk_sen").alias("IURAN_JKK"),
                _rupiah("jkm_sen").alias("IURAN_JKM"),
                _rupiah("total_sen").alias("JUMLAH"),
                pl.col("missing")
                .list.eval(sipp_header)
                .list.join(", ")
                .replace("", None)
                .alias("KURANG"),
                *_address(),
            ),
        ],
        how="horizontal",
    )


def _held_back(people: pl.DataFrame) -> pl.DataFrame:
    findings = pl.col("findings").list
    is_error = pl.element().struct.field("level") == "error"
    errors = findings.eval(pl.element().filter(is_error)).list
    message = pl.element().struct.field("column") + ": " + pl.element().struct.field("message")
    return people.select(
        *_address(),
        *_places(),
        pl.col("nik").alias("NIK"),
        pl.col("name").alias("NAMA"),
        pl.col("role_name").alias("JABATAN"),
        errors.eval(pl.element().struct.field("code")).list.join(", ").alias("KODE"),
        errors.eval(message).list.join(" ").alias("ALASAN"),
        _typed_rows(people).alias("DITULIS"),
    )


def _typed_rows(people: pl.DataFrame) -> pl.Series:
    """Return rows as they were written; who is held back for another row's sake was read without a fault."""
    is_unknown = people["typed"].is_null()
    read = people.filter(is_unknown).select("nik", "name", "role", "start", "end", "wage_sen")
    values = (
        {name: str(value) for name, value in row.items() if value is not None}
        for row in read.iter_rows(named=True)
    )
    texts = [json.dumps(row, ensure_ascii=False) for row in values]
    return people["typed"].scatter(is_unknown.arg_true(), pl.Series(texts, dtype=pl.String))


def _findings(people: pl.DataFrame) -> pl.DataFrame:
    return (
        people.select("findings", *_address(), *_places())
        .explode("findings")
        .drop_nulls("findings")
        .filter(is_reported(pl.col("findings")))
        .select(
            pl.col("findings").struct.field("level", "code"),
            pl.col("BERKAS", "LEMBAR_KERJA"),
            _row_of_cell().alias("BARIS"),
            pl.col(REGENCY, "KABUPATEN_KOTA", "KECAMATAN"),
            pl.col("findings").struct.field("column", "cell", "message", "suggestion"),
        )
    )


def _row_of_cell() -> pl.Expr:
    """Return the row of a finding's cell: a finding about a column has its header's row."""
    row = pl.col("findings").struct.field("cell").str.extract("([0-9]+)$").cast(pl.Int64)
    return pl.coalesce(row, "BARIS")


def _address() -> tuple[pl.Expr, ...]:
    columns = {"file": "BERKAS", "sheet": "LEMBAR_KERJA", "row": "BARIS"}
    return tuple(pl.col(name).alias(title) for name, title in columns.items())


def _places() -> tuple[pl.Expr, ...]:
    names = {code: regions.region_name(code) for code in regions.regency_codes()}
    return (
        pl.col("regency").alias(REGENCY),
        pl.col("regency")
        .replace_strict(names, default=None, return_dtype=pl.String)
        .alias("KABUPATEN_KOTA"),
        pl.col("kecamatan").alias("KECAMATAN"),
        pl.col("desa").alias("DESA_KELURAHAN"),
        pl.col("tps").alias("TPS"),
    )


def _rupiah(name: str) -> pl.Expr:
    """Return an amount in sen as rupiah, exact."""
    # A quotient has no more decimals than its dividend.
    return (pl.col(name).cast(pl.Decimal(22, 2)) / 100).cast(_RUPIAH)


def _escape_formulas(table: pl.DataFrame) -> pl.DataFrame:
    """Return a table that no spreadsheet runs anything of; see `escape_formula`."""
    starts = RUNS.pattern.replace("(?=", "(?:")
    texts = [name for name, dtype in table.schema.items() if dtype == pl.String]
    for name in texts:
        is_formula = table[name].str.contains(starts).fill_null(value=False)
        if is_formula.any():
            escaped = pl.Series(
                [escape_formula(text) for text in table[name].filter(is_formula)], dtype=pl.String
            )
            table = table.with_columns(table[name].scatter(is_formula.arg_true(), escaped))
    return table
