"""Print what became of many offices: one table, a row and an exit status for each."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pemilu_cover.enrolment.offices import OfficeResult, OfficeSums, sum_offices, worst_status
from pemilu_cover.i18n.exit_status import ExitStatus
from pemilu_cover.i18n.text import Language, localize
from pemilu_cover.reports.text.terminal import TerminalWriter
from pemilu_cover.values import rupiah
from pemilu_cover.values.text import sanitise_for_terminal

_COLUMNS = {
    "enrolled": (localize("summary.kecamatan-enrolled"), "green"),
    "incomplete": (localize("summary.kecamatan-incomplete"), "yellow"),
    "held_back": (localize("summary.kecamatan-not-enrolled"), "red"),
    "excluded": (localize("summary.kecamatan-excluded"), "cyan"),
}
_STATUS_STYLES = {ExitStatus.DONE: "green", ExitStatus.FINDINGS: "yellow"}
_NAME_WIDTH = 28


def print_offices(results: Sequence[OfficeResult], language: Language, out: Console) -> None:
    """Print the table of all offices, where their results are, and what the statuses mean."""
    writer = TerminalWriter(language, out)
    out.print()
    out.print(_table(writer, results))
    writer.out.print()
    for status in sorted({result.exit_status for result in results}):
        number = sum(result.exit_status is status for result in results)
        text = localize(f"offices.status-{status.name.lower()}", number=writer.count(number))
        writer.print_hanging(
            f"  {int(status)}  ", Text(writer.translate(text), style=_style(status))
        )
    agreements = sum(result.office.agreement is not None for result in results)
    text = localize("offices.agreements", number=agreements, offices=len(results))
    writer.print(text, blank_line_before=True)
    if written := next((result.office.out for result in results if result.files), None):
        writer.print(localize("offices.written", example=written))


def _table(writer: TerminalWriter, results: Sequence[OfficeResult]) -> Table:
    """Return the table; a column without people is left out."""
    total = sum_offices(results)
    columns = [
        (name, title, style)
        for name, (title, style) in _COLUMNS.items()
        if getattr(total, name) or name in ("enrolled", "held_back")
    ]
    titles = [title for _, title, _ in columns] + [localize("offices.premium")]
    table = Table.grid(padding=(0, 2))
    table.add_column(max_width=_NAME_WIDTH, no_wrap=True, overflow="ellipsis")
    for _ in range(1 + len(titles)):
        table.add_column(justify="right", no_wrap=True)
    table.add_row(
        Text(f"  {writer.translate(localize('offices.office'))}", style="bold"),
        Text(writer.translate(localize("offices.status")), style="dim"),
        *(Text(writer.translate(title), style="dim") for title in titles),
    )
    rows = [(result.office.name, result.exit_status, result.sums) for result in results]
    everything = writer.translate(localize("offices.total", number=writer.count(len(results))))
    for name, status, sums in (*rows, (everything, worst_status(results), total)):
        table.add_row(
            Text(f"  {sanitise_for_terminal(name)}"),
            Text(str(int(status)), style=_style(status)),
            *_cells(writer, sums, [(name, style) for name, _, style in columns]),
        )
    return table


def _cells(
    writer: TerminalWriter, sums: OfficeSums | None, columns: Sequence[tuple[str, str]]
) -> list[Text]:
    """Return the numbers of an office; dashes where it was refused."""
    if sums is None:
        return [Text("–", style="dim") for _ in range(len(columns) + 1)]
    numbers = [(getattr(sums, name), style) for name, style in columns]
    return [
        *(Text(writer.count(n), style=style if n else "dim") for n, style in numbers),
        Text(rupiah.format_rupiah(sums.jkk_sen + sums.jkm_sen)),
    ]


def _style(status: ExitStatus) -> str:
    return _STATUS_STYLES.get(status, "red")
