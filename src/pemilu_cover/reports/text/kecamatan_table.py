"""Print how many people of each kecamatan are enrolled, incomplete, not enrolled yet or excluded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from pemilu_cover.enrolment.kecamatan_counts import KecamatanCounts, count_by_kecamatan, sum_counts
from pemilu_cover.i18n.text import localize
from pemilu_cover.reports.text import next_steps
from pemilu_cover.reports.text.terminal import TerminalWriter

if TYPE_CHECKING:
    from pemilu_cover.enrolment.result import Enrolment

_COLUMNS = {
    "people": (localize("summary.kecamatan-people"), ""),
    "enrolled": (localize("summary.kecamatan-enrolled"), "green"),
    "incomplete": (localize("summary.kecamatan-incomplete"), "yellow"),
    "held_back": (localize("summary.kecamatan-not-enrolled"), "red"),
    "excluded": (localize("summary.kecamatan-excluded"), "cyan"),
}
_MIN_KECAMATAN = 2
# A screen has room for so many kecamatan; the others are summed, and --json has them all.
_MAX_KECAMATAN = 12
_NAME_WIDTH = 24


def print_kecamatan(writer: TerminalWriter, enrolment: Enrolment) -> None:
    """Print where something is to be fixed, if there is anything and more than one kecamatan."""
    if not enrolment.validation.held_back and not next_steps.kecamatan_field_counts(enrolment):
        return
    counts = count_by_kecamatan(enrolment)
    of_known_kecamatan = [each for each in counts if each.kecamatan is not None]
    if len(of_known_kecamatan) < _MIN_KECAMATAN:
        return
    shown = [each for each in of_known_kecamatan if each.to_correct][:_MAX_KECAMATAN]
    rows = [(str(each.kecamatan), each) for each in shown]
    if rest := of_known_kecamatan[len(shown) :]:
        others = localize("summary.kecamatan-others", number=len(rest))
        rows.append((writer.translate(others), sum_counts(rest)))
    no_kecamatan_label = writer.translate(localize("summary.kecamatan-none"))
    rows += [(no_kecamatan_label, each) for each in counts if each.kecamatan is None]
    writer.out.print()
    writer.out.print(_table(writer, rows))


def _table(writer: TerminalWriter, rows: Sequence[tuple[str, KecamatanCounts]]) -> Table:
    """Return the table; a column without people is left out."""
    everybody = sum_counts(counts for _, counts in rows)
    columns = [
        (title, style, name)
        for name, (title, style) in _COLUMNS.items()
        if getattr(everybody, name) or name in ("people", "held_back")
    ]
    table = Table.grid(padding=(0, 2))
    table.add_column(max_width=_NAME_WIDTH, no_wrap=True, overflow="ellipsis")
    for _ in columns:
        table.add_column(justify="right")
    table.add_row(
        Text(f"  {writer.translate(localize('summary.by-kecamatan'))}", style="bold"),
        *(Text(writer.translate(title), style="dim") for title, _, _ in columns),
    )
    for label, counts in rows:
        numbers = [(getattr(counts, name), style) for _, style, name in columns]
        table.add_row(
            Text(f"    {label}"),
            *(Text(writer.count(n), style=style if n else "dim") for n, style in numbers),
        )
    return table
