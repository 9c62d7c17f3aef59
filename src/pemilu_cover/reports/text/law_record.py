"""The public record of the law: every cited value with its article, how sure it is, and where it was read.

``python -m pemilu_cover.reports.text.law_record`` writes it into ``docs/law.md``; a test compares the page
with the rate files.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from pemilu_cover.explain.citations import CitedValue, RateFileCheck
from pemilu_cover.law.dated_values import DatedValue
from pemilu_cover.law.rate_book import RateBook
from pemilu_cover.law.rate_files import rates_dir
from pemilu_cover.reports.text.cited_values import describe_value


def law_record(folder: Path | None = None) -> str:
    """Return the page as Markdown: what was not read at the top, then each file with its values."""
    book = RateBook.load(folder)
    values = RateFileCheck(folder).values
    lines = ["# The law: each value, its article, and where it was read", ""]
    lines += ["Generated from `rates/` by `python -m pemilu_cover.reports.text.law_record`.", ""]
    lines += ["## What was not read", "", book.laws.known.text.en, ""]
    lines += [f"- {entry.name}: {entry.text.en}" for entry in book.laws.unread]
    without_source = sum(not book.laws.text_sources(cited.value) for cited in values)
    lines += [
        "",
        f"Of {without_source} of {len(values)} values it is not recorded where they were read.",
    ]
    for file, group in groupby(values, key=lambda cited: cited.file):
        lines += ["", f"## {file}", "", "| value | from | article | confidence | read in |"]
        lines += ["| --- | --- | --- | --- | --- |", *(_row(cited, book) for cited in group)]
    return "\n".join(lines) + "\n"


def _row(cited: CitedValue, book: RateBook) -> str:
    value = cited.value
    text = describe_value(cited).en
    name = f"`{cited.place}`" if text == type(value).__name__ else f"`{cited.place}`: {text}"
    cells = (name, _days(cited), value.reference, value.confidence, " ".join(_places(cited, book)))
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"


def _days(cited: CitedValue) -> str:
    value = cited.value
    if not isinstance(value, DatedValue):
        return ""
    return f"{value.valid_from} to {value.valid_to}" if value.valid_to else f"{value.valid_from}"


def _places(cited: CitedValue, book: RateBook) -> Iterator[str]:
    for place in book.laws.text_sources(cited.value) or ("not recorded",):
        yield f"<{place}>" if "://" in place else place


if __name__ == "__main__":
    (rates_dir().parent / "docs" / "law.md").write_text(law_record(), encoding="utf-8")
