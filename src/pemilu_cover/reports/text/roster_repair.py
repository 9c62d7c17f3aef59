"""The advice where wrong cells of a roster are corrected."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pemilu_cover.enrolment.shell_commands import Command, shell_path
from pemilu_cover.i18n.text import LocalizedText, localize, translate

# Excel opens a text file, and shortens every NIK of it.
_TEXT_FILES = frozenset({".csv", ".tsv", ".txt"})


def roster_repair(rosters: Sequence[Path]) -> tuple[LocalizedText, Command]:
    """Return the advice and the options of ``check`` for it; only a single workbook can be annotated."""
    kinds = [roster.suffix.lower() for roster in rosters]
    if kinds == [".xlsx"]:
        marked = rosters[0].with_name(translate("next_steps.marked-copy", name=rosters[0].stem))
        return localize("next_steps.mark-roster"), ("--annotate", shell_path(marked))
    has_text = not _TEXT_FILES.isdisjoint(kinds)
    return localize(f"next_steps.fix-{'text-file' if has_text else 'roster'}"), ()
