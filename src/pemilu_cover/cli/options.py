"""The options that commands share, as they are typed: one name, one help, whichever command takes it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Lang(StrEnum):
    """The language of findings and talk."""

    id = "id"
    en = "en"


class FindingsFormat(StrEnum):
    """How findings are told: to people, to programs, to a spreadsheet, to a GitHub workflow."""

    text = "text"
    json = "json"
    csv = "csv"
    github = "github"


class OutputFormat(StrEnum):
    """In which form a result is written: workbooks, or tables that hold millions of rows."""

    xlsx = "xlsx"
    parquet = "parquet"
    csv = "csv"


class AutoFix(StrEnum):
    """The findings whose cell may be corrected automatically."""

    birth_swapped = "birth-swapped"
    nik_letters = "nik-letters"
    sex_missing = "sex-missing"


class SplitBy(StrEnum):
    """By what the corrections are parted."""

    kecamatan = "kecamatan"


Rosters = Annotated[
    list[Path],
    typer.Argument(
        metavar="ROSTER...", help="Rosters: .xlsx, .csv or .parquet.", show_default=False
    ),
]
AgreementOption = Annotated[
    Path | None,
    typer.Option("--agreement", metavar="FILE", help="The agreement (PKS) with BPJS, a TOML file."),
]
ElectionOption = Annotated[
    str | None,
    typer.Option(
        "--election",
        metavar="ID",
        help="pilkada-2024, pemilu-2024, pilkada-2020, psu-2025 …; else by the dates.",
    ),
]
ColumnOption = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="COLUMN=FIELD",
        help='What an unknown column holds: --column "Nomor Kartu=nik". May be repeated.',
    ),
]
CorrectionsOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--corrections",
        metavar="FILE",
        help="A filled corrections.xlsx, or a folder of them, merged in; its answers count before those of"
        " earlier runs. May be repeated.",
    ),
]
AutoFixOption = Annotated[
    list[AutoFix] | None,
    typer.Option(
        "--auto-fix",
        help="Correct and list: birth-swapped (day and month swapped, taken from the NIK), nik-letters"
        " (O for 0 in a NIK), sex-missing (empty L/P, taken from the NIK). May be repeated.",
    ),
]
RatesOption = Annotated[
    Path | None, typer.Option("--rates", metavar="DIR", help="Another folder of rate files.")
]
LangOption = Annotated[Lang, typer.Option("--lang", help="Language of findings and talk.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON on stdout.")]
StrictOption = Annotated[
    bool,
    typer.Option(
        "--strict", help="Warnings and incomplete rows count as errors; then nothing is written."
    ),
]
