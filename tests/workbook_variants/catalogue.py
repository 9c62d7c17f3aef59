"""All varied workbooks by name: each holds the same people, and Excel opens each."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from random import Random

from workbook_variants import by_openpyxl, by_xlsxwriter, markup, sheet_types
from workbook_variants.features import FEATURES
from workbook_variants.linked_parts import CHANGES
from workbook_variants.other_parts import EXTRAS
from workbook_variants.parts import FLAVOURS, Parts, parts_of, zipped
from workbook_variants.styles import STYLES

Make = Callable[[], bytes]
BESIDE = {**CHANGES, **EXTRAS}
_MIXED = 80  # workbooks with several features at once


@cache
def _base(name: str) -> bytes:
    return by_openpyxl.workbook() if name == "openpyxl" else by_xlsxwriter.workbook()


def changed(content: bytes, *changes: Callable[[Parts], object], flavour: str = "") -> bytes:
    """Return a workbook whose parts are changed."""
    parts = parts_of(content)
    for change in changes:
        change(parts)
    return zipped(parts, flavour)


def _mixed(number: int) -> bytes:
    """Make a workbook of some features, changes and a flavour; the same ones for a number each time."""
    chance = Random(number)  # noqa: S311  no secret
    features = [FEATURES[name] for name in chance.sample(MIXABLE, 4)]
    style = STYLES[chance.choice(sorted(STYLES))]
    content = by_xlsxwriter.workbook(*features, styles=style)
    beside = chance.sample(sorted(BESIDE), 1) + chance.sample(sorted(sheet_types.SHEETS), 1)
    changes = {**BESIDE, **sheet_types.SHEETS}
    return changed(content, *(changes[name] for name in beside), flavour=chance.choice(FLAVOURS))


# Features that can be had together: each has its own place.
MIXABLE = (
    "a bar chart|a pie chart|rules for cells|colour scales|icons|a list to choose from|a check of lengths"
    "|formulas|names|panes that are frozen|a hidden column|a coloured tab|a page of A4|properties"
    "|an empty sheet|errors that are ignored|links to a sheet|no gridlines|widths and heights"
).split("|")


def variants() -> dict[str, Make]:
    """Return what makes each workbook, by its name."""
    made = {**by_xlsxwriter.variants(), **by_openpyxl.variants()}
    for group, changes in (("beside", BESIDE), ("sheets", sheet_types.SHEETS),
                           ("names", sheet_types.NAMES), ("form", markup.FORMS)):  # fmt: skip
        for name, change in changes.items():
            made[f"{group}, {name}"] = lambda change=change: changed(_base("xlsxwriter"), change)
    for name in FLAVOURS:
        for by in ("xlsxwriter", "openpyxl"):
            made[f"zip, {by} {name}"] = lambda by=by, name=name: changed(_base(by), flavour=name)
    made |= {f"mixed, {number}": lambda number=number: _mixed(number) for number in range(_MIXED)}
    return made


VARIANTS = variants()
