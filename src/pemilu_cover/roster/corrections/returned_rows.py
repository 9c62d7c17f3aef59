"""Returned rows of a corrections file, with the person whose code they have and the cells that were sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from pemilu_cover.roster.corrections.correction_rows import CorrectionRow, display_text
from pemilu_cover.roster.corrections.row_matching import TYPED, Match, PersonIndex
from pemilu_cover.values import nik
from pemilu_cover.values.nonanswers import is_non_answer
from pemilu_cover.values.text import normal_form

# Personal cells that no two people share by chance.
PERSONAL = ("birth_date", "phone", "address", "email", "npwp", "kpj")
# A text with fewer digits identifies nobody.
_FEWEST_DIGITS = 13
# A formula or an error value in place of a name.
_FORMULAS = ("=", "#")


@dataclass(frozen=True)
class ReturnedRow:
    """A returned row and the person whose code it has."""

    line: CorrectionRow
    match: Match
    sent: Mapping[str, str]

    @cached_property
    def sent_nik(self) -> str:
        """The NIK that was sent, "" where it identifies nobody."""
        return _digits(self.sent.get("nik", ""))

    @cached_property
    def returned_nik(self) -> str:
        """The NIK that came back."""
        return _digits(self.line.text("nik"))

    @cached_property
    def sent_name(self) -> str:
        """The name that was sent, in the form in which names are compared."""
        return _name(self.sent.get("name", ""))

    @cached_property
    def returned_name(self) -> str:
        """The name that came back."""
        return _name(self.line.text("name"))


def returned_rows(
    lines: Iterable[tuple[CorrectionRow, Match]], people: PersonIndex
) -> list[ReturnedRow]:
    """Return the rows with their cells as sent: by the file, else by the roster."""
    return [ReturnedRow(line, match, _sent(line, match, people)) for line, match in lines]


def _sent(line: CorrectionRow, match: Match, people: PersonIndex) -> Mapping[str, str]:
    row = people.row(match.number)
    own = {name: row[TYPED + name] for name in (*PERSONAL, "nik", "name")}
    if line.completes:
        known = {"nik": row["nik"] or "", "name": row["name"] or ""}
        # An unchanged line is its person's, whatever their present name in the roster.
        return (
            known
            if line.has_read_only_edit
            else {**known, "nik": line.text("nik"), "name": line.text("name")}
        )
    return own if line.sent is None else {**own, **line.sent}


def _digits(text: str) -> str:
    digits = nik.compact(display_text(text)).rstrip("?")
    return digits if len(digits) >= _FEWEST_DIGITS else ""


def _name(text: str) -> str:
    shown = display_text(text)
    return "" if shown.startswith(_FORMULAS) or is_non_answer(shown) else normal_form(shown)
