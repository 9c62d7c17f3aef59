"""A typer program with one pydantic model and as many options as `quote`, which answers nothing.

No program with these libraries and options starts faster; `quote` is measured against it.
"""

# ruff: noqa: ARG001, PLR0917
from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from pydantic import BaseModel, Field


class Language(StrEnum):
    """A language of the output."""

    ID = "id"
    EN = "en"


class LinesFormat(StrEnum):
    """A format of many contracts."""

    CSV = "csv"
    JSONL = "jsonl"


class Rate(BaseModel):
    """A rate of the law."""

    name: str = Field(min_length=1)
    percent: Decimal = Field(ge=0, le=100)
    since: date


app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.callback()
def main() -> None:
    """Print premiums."""


@app.command()
def quote(
    role: Annotated[str | None, typer.Option("--role")] = None,
    position: Annotated[str | None, typer.Option("--position")] = None,
    wage: Annotated[str | None, typer.Option("--wage")] = None,
    people: Annotated[int, typer.Option("--people", min=1)] = 1,
    days: Annotated[int | None, typer.Option("--days", min=1)] = None,
    months: Annotated[int | None, typer.Option("--months", min=1)] = None,
    start: Annotated[str | None, typer.Option("--start")] = None,
    end: Annotated[str | None, typer.Option("--end")] = None,
    election: Annotated[str | None, typer.Option("--election")] = None,
    proration: Annotated[str | None, typer.Option("--proration")] = None,
    segment: Annotated[str | None, typer.Option("--segment")] = None,
    paid_by: Annotated[str | None, typer.Option("--paid-by")] = None,
    honorer: Annotated[bool, typer.Option("--honorer")] = False,
    explain: Annotated[bool, typer.Option("--explain")] = False,
    contracts: Annotated[str | None, typer.Option("--from")] = None,
    to: Annotated[LinesFormat | None, typer.Option("--to")] = None,
    agreement: Annotated[Path | None, typer.Option("--agreement")] = None,
    json: Annotated[bool, typer.Option("--json")] = False,
    lang: Annotated[Language, typer.Option("--lang")] = Language.ID,
    rates: Annotated[Path | None, typer.Option("--rates")] = None,
) -> None:
    """Print a rate."""
    rate = Rate.model_validate({"name": "JKK", "percent": "0.24", "since": date(2015, 7, 1)})
    print(role, days, rate.percent)  # noqa: T201


if __name__ == "__main__":
    app()
