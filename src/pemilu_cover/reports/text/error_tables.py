"""The exit statuses, and the codes of errors with theirs, as Markdown.

``python -m pemilu_cover.reports.text.error_tables`` writes them into ``docs/errors.md``; a test compares the
page with the program.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pemilu_cover.i18n.exit_status import ExitStatus
from pemilu_cover.i18n.messages import messages
from pemilu_cover.i18n.text import Language
from pemilu_cover.law.rates_folder import rates_dir


def error_page() -> str:
    """Return the page with both tables."""
    return "\n".join(
        [
            "# Exit statuses and error codes",
            "",
            "Generated from the program by `python -m pemilu_cover.reports.text.error_tables`.",
            "[scripts.md](scripts.md) shows how scripts use them.",
            "",
            "## Exit statuses",
            "",
            *exit_status_table("en"),
            "",
            "## Error codes",
            "",
            "With `--json`, an error on stderr has one of these codes. `pemilu-cover explain CODE` says why,",
            "and what to do.",
            "",
            *error_code_table("en"),
            "",
        ]
    )


def exit_status_table(language: Language) -> Iterator[str]:
    """Yield the rows of the table of exit statuses."""
    yield from _header("status", "meaning")
    for status in ExitStatus:
        yield _row((str(int(status)), status.meaning.in_language(language)))


def error_code_table(language: Language) -> Iterator[str]:
    """Yield the rows of the table of error codes: those of wrong usage first."""
    yield from _header("code", "status", "sentence")
    refusals = [page for page in messages().values() if page.level == "refusal"]
    for page in sorted(refusals, key=lambda page: page.exit):
        yield _row((f"`{page.code}`", str(int(page.exit)), page.says.with_ellipses(language)))


def _header(*titles: str) -> Iterator[str]:
    yield _row(titles)
    yield _row("---" for _ in titles)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"


if __name__ == "__main__":
    (rates_dir().parent / "docs" / "errors.md").write_text(error_page(), encoding="utf-8")
