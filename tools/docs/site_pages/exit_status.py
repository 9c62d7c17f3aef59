"""The exit statuses, and the codes of errors with theirs: a page of the site, and ``docs/errors.md``.

``PYTHONPATH=tools/docs python -m site_pages.exit_status`` writes ``docs/errors.md`` for readers of the
repository; a test compares it with the program.
"""

from __future__ import annotations

from collections.abc import Iterator

from pemilu_cover.i18n.exit_status import ExitStatus
from pemilu_cover.i18n.messages import messages
from pemilu_cover.i18n.text import Language
from site_pages.commands import references
from site_pages.markdown import code, page, plain, table
from site_pages.repository import REPOSITORY
from site_pages.words import headings, translate


def pages(language: Language) -> Iterator[tuple[str, str]]:
    """Yield the page of the exit statuses: of all commands, of each that says more, and of the errors."""
    marker = translate("exit-status-of-help", language)
    special = [
        [f"[{code(command.name)}](commands/{command.name}.md)", plain(marker + statement)]
        for command in references(language)[1:]
        if (statement := " ".join(command.paragraphs).partition(marker)[2])
    ]
    yield (
        f"reference/{language}/exit-status.md",
        page(
            f"# {translate('exit-status', language)}",
            _status_table(language),
            f"## {translate('by-command', language)}",
            table(headings(language, "command", "status"), special),
            f"## {translate('by-code', language)}",
            _code_table(language),
        ),
    )


def error_page() -> str:
    """Return ``docs/errors.md``."""
    return page(
        "# Exit statuses and error codes",
        "Generated from the program by `PYTHONPATH=tools/docs python -m site_pages.exit_status`.\n"
        "[scripts.md](scripts.md) shows how scripts use them.",
        "## Exit statuses",
        _status_table("en"),
        "## Error codes",
        "With `--json`, an error on stderr has one of these codes. `pemilu-cover explain CODE` says why,\n"
        "and what to do.",
        _code_table("en"),
    )


def _status_table(language: Language) -> str:
    rows = [
        [code(int(status)), plain(status.meaning.in_language(language))] for status in ExitStatus
    ]
    return table(headings(language, "status", "meaning"), rows)


def _code_table(language: Language) -> str:
    """Return the table of the codes of errors: those of wrong usage first."""
    rows = [
        [code(error.code), str(error.exit), plain(error.says.with_ellipses(language))]
        for error in sorted(messages().values(), key=lambda error: (error.exit, error.code))
        if error.exit
    ]
    return table(headings(language, "code", "status", "says"), rows)


if __name__ == "__main__":
    (REPOSITORY / "docs" / "errors.md").write_text(error_page(), encoding="utf-8")
