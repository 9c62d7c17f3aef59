"""Print lists of people: how many each kecamatan has, and the first of them with a masked NIK and a place."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl
from rich.text import Text

from pemilu_cover.enrolment.kecamatan_counts import place_forms
from pemilu_cover.i18n.text import localize, verbatim
from pemilu_cover.reports.text.terminal import TerminalWriter
from pemilu_cover.values.nik import mask
from pemilu_cover.values.text import sanitise_for_terminal

_MAX_KECAMATAN, _MAX_PEOPLE = 12, 5


def print_by_kecamatan(writer: TerminalWriter, people: pl.DataFrame) -> None:
    """Print how many of these people each kecamatan has, then the first of them.

    ``people`` has the columns ``nik``, ``kecamatan``, ``file``, ``sheet`` and ``row``.
    """
    forms = place_forms(people["kecamatan"])
    counted = people.group_by(forms.alias("form"), maintain_order=True).agg(
        pl.col("kecamatan").first(), pl.len()
    )
    places = counted.sort("len", descending=True, maintain_order=True)
    for form, kecamatan, count in places.head(_MAX_KECAMATAN).iter_rows():
        unnamed = writer.translate(localize("membership.kecamatan-none"))
        name = sanitise_for_terminal(kecamatan) if form else unnamed
        writer.print_hanging(f"{writer.count(count):>8}  ", Text(name))
    if rest := int(places["len"].slice(_MAX_KECAMATAN).sum()):
        others = localize("membership.kecamatan-others", number=places.height - _MAX_KECAMATAN)
        writer.print_hanging(f"{writer.count(rest):>8}  ", Text(writer.translate(others)))
    rows = people.select("nik", "file", "sheet", "row").iter_rows()
    print_first(
        writer, (f"{mask(nik)}  {format_place(*place)}" for nik, *place in rows), people.height
    )


def print_first(writer: TerminalWriter, lines: Iterable[str], count: int) -> None:
    """Print the first lines, and how many more there are."""
    for _, line in zip(range(_MAX_PEOPLE), lines, strict=False):
        writer.print(verbatim(line), "dim", indent=10)
    if count > _MAX_PEOPLE:
        more = localize("membership.more", number=writer.count(count - _MAX_PEOPLE))
        writer.print(more, "dim", indent=10)


def format_place(file: object, sheet: object, row: object) -> str:
    """Return where a person is: file, sheet and row."""
    return f"{file} › {sheet}!{row}"
