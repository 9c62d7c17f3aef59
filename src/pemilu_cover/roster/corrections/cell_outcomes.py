"""What becomes of one cell of a corrections file: it changes something, or why it does not.

Of several answers to a cell that of the newest round counts. Within one round a file that was sent with the
other's answer is the newer; two that do not know of each other contradict each other, and are asked about.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from typing import Any, NamedTuple

from pemilu_cover.roster.columns import DISPLAY, RAW
from pemilu_cover.roster.corrections.changes import CellChange
from pemilu_cover.roster.corrections.correction_rows import (
    TOLD,
    CorrectionRow,
    display_text,
    says_left,
)
from pemilu_cover.roster.corrections.row_matching import display_cells
from pemilu_cover.roster.reading.cell_encoding import display_cell
from pemilu_cover.values.nonanswers import is_non_answer
from pemilu_cover.values.text import clean, is_blank_value, normal_form

# A mother's name is never shown in corrections; her cell is empty there, and only says what is filled in.
NEVER_SHOWN = frozenset({"mother"})
_NAMES = frozenset({"name", "mother"})
# Cells in which "sudah pindah" is a remark about the person, not a value.
_REMARKABLE = frozenset(
    "nik name birth_date role tps wage start end phone sex marital blood".split()
)
_NOT_KNOWN = re.compile(
    r"(?:TIDAK|TDK|BELUM|BLM|TAK|GAK|NGGAK|KURANG) (?:TAHU|TAU|DIKETAHUI|INGAT|JELAS|ADA|DITEMUKAN|PUNYA)"
    r"(?: .*)?|LUPA|MENYUSUL|NYUSUL|ENTAH|SDA|S D A|IDEM|UNKNOWN"
)


class Outcome(Enum):
    """What becomes of a cell."""

    UNCHANGED = "unchanged"
    CHANGES = "changes"
    REPLACES = "replaces"
    SAME = "same"
    NO_ANSWER = "no-answer"
    IS_NOTE = "is-note"
    CONFLICTS = "complete-conflict"
    DIFFERS = "complete-differs"


TAKES = frozenset({Outcome.CHANGES, Outcome.REPLACES})


class Before(NamedTuple):
    """What a cell is held against.

    ``row`` is its person as the roster has them, ``as_sent`` whether no cell of that row has changed since
    the file was sent, ``earlier`` the answer that counts so far, ``round`` the round of the new one.
    """

    row: Mapping[str, Any]
    as_sent: bool
    earlier: CellChange | None
    round: int


def cell_outcome(line: CorrectionRow, name: str, before: Before) -> Outcome:
    """Return what becomes of a cell."""
    return _filled(line, name, before) if line.completes else _mended(line, name, before)


def is_no_answer(name: str, text: str) -> bool:
    """Return whether a text that was filled in is no value of its field.

    >>> [is_no_answer("mother", text) for text in ("tidak tahu", "12345", "Siti")]
    [True, True, False]
    >>> [is_no_answer("blood", text) for text in ("belum tahu", "-", "O")]
    [True, True, False]
    """
    if name in _NAMES:
        return is_non_answer(text)
    return is_blank_value(text) or _NOT_KNOWN.fullmatch(normal_form(text)) is not None


def _mended(line: CorrectionRow, name: str, before: Before) -> Outcome:
    """Return what becomes of a cell of Perbaikan, which shows what was sent."""
    text = line.text(name)
    own = clean(display_cells(before.row, (name, "nik"))[name])
    sent = own if line.sent is None else display_text(line.sent.get(name, own))
    if name in NEVER_SHOWN:
        if not text or is_no_answer(name, text):
            return Outcome.NO_ANSWER if text else Outcome.UNCHANGED
    elif text == sent:
        return Outcome.UNCHANGED
    earlier = before.earlier
    now = display_text(earlier.cell) if earlier else own
    if text == now:
        return Outcome.SAME
    if name in _REMARKABLE and says_left(text):
        return Outcome.IS_NOTE
    if earlier:
        is_newer = before.round > earlier.round or now == sent
        return Outcome.REPLACES if is_newer else Outcome.CONFLICTS
    is_known = before.as_sent or own == sent or name in NEVER_SHOWN
    return Outcome.CHANGES if is_known else Outcome.DIFFERS


def _filled(line: CorrectionRow, name: str, before: Before) -> Outcome:
    """Return the same of a cell of Lengkapi, which fills what the roster lacks or has unreadably."""
    text, earlier = line.text(name), before.earlier
    if name in TOLD or not text:
        return Outcome.UNCHANGED
    if is_no_answer(name, text):
        return Outcome.NO_ANSWER
    if earlier:
        now = display_text(earlier.cell)
        knew = line.sent is not None and display_text(line.sent.get(name, "")) == now
        if now == text:
            return Outcome.SAME
        return Outcome.REPLACES if before.round > earlier.round or knew else Outcome.CONFLICTS
    shown, value = before.row[DISPLAY + name], before.row.get(name)
    if shown is None or value is None:
        return Outcome.CHANGES
    same = normal_form(text) in (normal_form(shown), normal_form(str(value)))
    return Outcome.SAME if same else Outcome.DIFFERS


def read_only_field(line: CorrectionRow, row: Mapping[str, Any]) -> str:
    """Return the field of a line of Lengkapi that was changed though it was only told."""
    for name in ("nik", "name"):
        known = (normal_form(row[name] or ""), normal_form(display_cell(row[RAW + name])))
        if normal_form(line.text(name)) not in known:
            return name
    return "role"
