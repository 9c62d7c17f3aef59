"""The columns of the register, with their types and meanings; `docs/register.md` shows the same table.

Raise `VERSION` when a column is renamed, removed, or changes its type or meaning. A new column needs no new
version.
"""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from pemilu_cover.reference.sipp_layout import COLUMNS as SIPP_COLUMNS
from pemilu_cover.storage.result_folder import REGISTER

# The register of a result: one file, or a folder of parts for rosters that are read in batches.
FILE, FOLDER = REGISTER, "people"

VERSION = 1
# The key of the version in the metadata of a Parquet file.
VERSION_KEY = "pemilu_cover.register_version"

READY, INCOMPLETE = "ready", "incomplete"

CHARGE = pl.Struct({"month": pl.Date(), "jkk_sen": pl.Int64(), "jkm_sen": pl.Int64()})
FINDING = pl.Struct({"code": pl.String(), "level": pl.String(), "field": pl.String()})
SIPP = pl.Struct({column.header: pl.String() for column in SIPP_COLUMNS})


class RegisterColumn(NamedTuple):
    """A column of the register: its name, type and meaning."""

    name: str
    dtype: pl.DataType
    meaning: str


COLUMNS = (
    RegisterColumn(
        "id",
        pl.Int64(),
        "Number of the person in this result, from 1, in the order of the rosters.",
    ),
    RegisterColumn(
        "status",
        pl.String(),
        "`ready` (enrolled, complete for SIPP), `incomplete` (enrolled, a field that SIPP requires is "
        "missing), `held_back` (an error keeps the person out) or `excluded` (insured elsewhere or struck "
        "out).",
    ),
    RegisterColumn(
        "excluded_because",
        pl.String(),
        "Why an excluded person is excluded: `asn`, `employment`, `role`, `remark`, `nip` or `office` (civil "
        "servants, by what shows it), `duplicate`, `replaced` or `struck` (by a corrections file), or "
        "`never_served`.",
    ),
    RegisterColumn("file", pl.String(), "Roster in which the person was found."),
    RegisterColumn(
        "sheet", pl.String(), "Worksheet; the file's name without suffix for CSV and Parquet."
    ),
    RegisterColumn("row", pl.Int64(), "Row number as a spreadsheet shows it."),
    RegisterColumn("regency", pl.String(), "Code of the regency (4 digits)."),
    RegisterColumn("kecamatan", pl.String(), "District, as read."),
    RegisterColumn("desa", pl.String(), "Village, as read."),
    RegisterColumn("tps", pl.String(), "Number of the polling station."),
    RegisterColumn(
        "unit", pl.String(), "Kind of unit in which the role serves, such as `tps` or `desa`."
    ),
    RegisterColumn("election", pl.String(), "Id of the election, such as `pilkada-2024`."),
    RegisterColumn("role", pl.String(), "Code of the role in `rates/roles.toml`."),
    RegisterColumn("role_name", pl.String(), "Name of the role, as the invoice prints it."),
    RegisterColumn("nik", pl.String(), "NIK, 16 digits; null if it cannot be read."),
    RegisterColumn("name", pl.String(), "Full name without degrees."),
    RegisterColumn("birth_date", pl.Date(), "Date of birth."),
    RegisterColumn("sex", pl.String(), "`L` or `P`."),
    RegisterColumn("kpj", pl.String(), "BPJS membership number, if the roster has one."),
    RegisterColumn("start", pl.Date(), "First day of the contract."),
    RegisterColumn("end", pl.Date(), "Last day of the contract."),
    RegisterColumn("wage_sen", pl.Int64(), "Wage of a month, in sen."),
    RegisterColumn(
        "wage_source",
        pl.String(),
        "Where the wage comes from: `cell`, `agreement`, or the election's honorarium: `default` (the cell "
        "is empty) or `column` (the roster has no such column).",
    ),
    RegisterColumn(
        "start_source", pl.String(), "The same for `start`; the default is the election's term."
    ),
    RegisterColumn("end_source", pl.String(), "The same for `end`."),
    RegisterColumn(
        "segment", pl.String(), "`pu` or `bpu`. Null if not enrolled, as all columns up to `sipp`."
    ),
    RegisterColumn("base_sen", pl.Int64(), "Contribution base of a month, in sen."),
    RegisterColumn("proration", pl.String(), "Rule that counts the months."),
    RegisterColumn("months", pl.String(), "Billed months, exact: `1` or `16/15`."),
    RegisterColumn("charges", pl.List(CHARGE), "Charge of each billed month by programme, in sen."),
    RegisterColumn("jkk_sen", pl.Int64(), "JKK over the contract, in sen."),
    RegisterColumn("jkm_sen", pl.Int64(), "JKM over the contract, in sen."),
    RegisterColumn("total_sen", pl.Int64(), "JKK and JKM over the contract, in sen."),
    RegisterColumn(
        "payer",
        pl.String(),
        "Who pays, as an Indonesian invoice prints it; null if no name is known.",
    ),
    RegisterColumn(
        "fund", pl.String(), "For BPU: `apbn`, `apbd`, `self` or `other`; null if not known."
    ),
    RegisterColumn("reliefs", pl.List(pl.String()), "Reliefs that lowered a charge."),
    RegisterColumn(
        "uncovered_from", pl.Date(), "First day at the end of the contract without cover."
    ),
    RegisterColumn("uncovered_days", pl.Int32(), "Days without cover at the end of the contract."),
    RegisterColumn(
        "invoice_row", pl.Int64(), "No in the sheet Rincian; null in results without that sheet."
    ),
    RegisterColumn(
        "missing", pl.List(pl.String()), "Fields that SIPP requires and that are missing."
    ),
    RegisterColumn("sipp", SIPP, "Cells of SIPP's sheet for new workers, by its headers."),
    RegisterColumn(
        "findings", pl.List(FINDING), "Findings about the person; of a column, its errors alone."
    ),
    RegisterColumn("left_on", pl.Date(), "Last day of service of a person who has left or died."),
    RegisterColumn(
        "exit_cause",
        pl.String(),
        "Why they left: SIPP's code (`A1`, `A2`, `A3` or `A7`), `death` or `never_served`.",
    ),
    RegisterColumn("exit_document", pl.String(), "Document of the exit, as the office wrote it."),
    RegisterColumn(
        "exit_period",
        pl.Date(),
        "First day of the reporting period in whose file the person leaves SIPP; null until a file has "
        "them.",
    ),
    RegisterColumn(
        "predecessor", pl.String(), "NIK of the person whose seat this person took over."
    ),
    RegisterColumn(
        "agreed_end", pl.Date(), "Last day of the contract before the person left or died."
    ),
    RegisterColumn(
        "former_nik", pl.String(), "NIK before the office corrected it; SIPP may still have it."
    ),
    RegisterColumn(
        "wage_since",
        pl.Date(),
        "First day of the reporting period from which the wage and role count, where they changed; months "
        "before it are charged by the earlier ones.",
    ),
)

SCHEMA = pl.Schema({column.name: column.dtype for column in COLUMNS})

# What happens after the first enrolment; `update` fills these columns.
_CHANGES = (
    "left_on",
    "exit_cause",
    "exit_document",
    "exit_period",
    "predecessor",
    "agreed_end",
    "former_nik",
    "wage_since",
)
CHANGES = pl.Schema({name: SCHEMA[name] for name in _CHANGES})
NEVER_SERVED, DEATH, TERM_END = "never_served", "death", "A3"
EXIT_CODES = ("A1", "A2", TERM_END, "A7")
EARLY_EXITS = ("A1", "A2", "A7", DEATH)


def column_table() -> str:
    """Return the columns as a table in Markdown."""
    rows = [f"| `{name}` | {_type_name(dtype)} | {meaning} |" for name, dtype, meaning in COLUMNS]
    return "\n".join(["| column | type | meaning |", "| --- | --- | --- |", *rows])


def _type_name(dtype: pl.DataType) -> str:
    if isinstance(dtype, pl.List):
        return f"List({dtype.inner.base_type()})"
    return str(dtype.base_type())


def pricing_exit() -> pl.Expr:
    """Return the cause of an exit as pricing takes it: an end of term before the contract's end is early."""
    is_early = (pl.col("exit_cause") == TERM_END) & (pl.col("left_on") < pl.col("agreed_end"))
    early = pl.when(is_early.fill_null(value=False)).then(pl.lit(EARLY_EXITS[0]))
    return early.otherwise("exit_cause").alias("exit_cause")
