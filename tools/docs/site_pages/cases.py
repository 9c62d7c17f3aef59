"""Worked cases: one premium step by step, and the cases with which the tests check the program."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from pemilu_cover.i18n.text import Language
from site_pages.markdown import page, plain, table
from site_pages.program import output_block
from site_pages.repository import REPOSITORY
from site_pages.words import headings, translate

_FOLDER = REPOSITORY / "tests" / "cases"
# Reported prices first, then the days on which the law changes, months and rounding.
_FILES = (
    "sulawesi-selatan-2024.toml",
    "cilegon-2024.toml",
    "purwakarta-2024.toml",
    "reported-since-2024.toml",
    "agreements-in-the-press.toml",
    "borders/the-first-day-of-the-rates.toml",
    "borders/laws-of-2023-to-2025.toml",
    "relief/borders-of-pp-49-2020.toml",
    "months.toml",
    "rounding.toml",
)
_SMALL_WORDS = {"of", "in", "to", "since", "and"}
_STEPS = ("quote", "--role", "KPPS", "--start", "2024-11-07", "--end", "2024-12-08", "--explain")


def pages(language: Language) -> Iterator[tuple[str, str]]:
    """Yield the page of worked cases."""
    tables = [part for name in _FILES for part in _file_parts(_FOLDER / name, language)]
    yield (
        f"law/{language}/cases.md",
        page(
            f"# {translate('cases', language)}",
            translate("cases-intro", language),
            f"## {translate('step-by-step', language)}",
            output_block(*_STEPS, language=language),
            *tables,
        ),
    )


def _file_parts(file: Path, language: Language) -> Iterator[str]:
    """Yield the heading, the remark at the head, and the cases of a file."""
    text = file.read_text(encoding="utf-8")
    head = " ".join(line.removeprefix("# ") for line in text.partition("\n\n")[0].splitlines())
    yield f"## {_title(file)}"
    yield plain(head)
    cases = tomllib.loads(text, parse_float=Decimal)
    names = headings(language, "case", "months", "per-person", "total", "source")
    rows = [_row(case) for case in (*cases.get("bill", ()), *cases.get("case", ()))]
    yield table(names, rows)


def _title(file: Path) -> str:
    """Return the name of a file as a heading.

    >>> _title(Path("relief/borders-of-pp-49-2020.toml"))
    'Borders of PP 49 2020'
    """
    words = file.stem.replace("pp-", "PP-").split("-")
    shown = [word if word in _SMALL_WORDS else word[0].upper() + word[1:] for word in words]
    return " ".join(shown)


def _row(case: Mapping[str, Any]) -> list[str]:
    expected = case["expected"]
    parts = [expected.get("jkk"), expected.get("jkm")]
    person = " + ".join(_amount(part) for part in parts) if None not in parts else ""
    return [
        plain(case["name"]),
        str(expected.get("months", "")),
        person,
        _amount(expected["total"]) if "total" in expected else expected.get("refused", ""),
        plain(case["source"]),
    ]


def _amount(amount: Decimal | int) -> str:
    return f"{amount:,}"
