"""The outcome of one cell of a corrections file: a change, or the reason why there is none.

Of several answers to a cell that of the newest round wins. Within one round a file that was sent with the
earlier answer is newer; two that were sent without each other's answer are a conflict, and reported.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from typing import Any, NamedTuple

from pemilu_cover.roster.columns import DISPLAY, RAW
from pemilu_cover.roster.corrections.changes import CellChange
from pemilu_cover.roster.corrections.correction_rows import (
    READ_ONLY_FIELDS,
    CorrectionRow,
    display_text,
    may_have_left,
)
from pemilu_cover.roster.corrections.row_matching import TYPED
from pemilu_cover.roster.reading.cell_encoding import display_cell, is_number
from pemilu_cover.values.nonanswers import is_non_answer
from pemilu_cover.values.text import clean, is_blank_value, normal_form

# A mother's name is never shown in corrections; her cell is empty there, and any text in it is an answer.
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
    """The outcome of a cell."""

    UNCHANGED = "unchanged"
    CHANGES = "changes"
    REPLACES = "replaces"
    SAME = "same"
    NO_ANSWER = "no-answer"
    IS_NOTE = "is-note"
    CONFLICTS = "complete-conflict"
    DIFFERS = "complete-differs"


APPLIED_OUTCOMES = frozenset({Outcome.CHANGES, Outcome.REPLACES})


class Baseline(NamedTuple):
    """The state of a cell before its answer.

    ``row`` is its person in the roster, ``as_sent`` whether no cell of that row has changed since the file
    was sent, ``earlier`` the answer in force so far, ``round`` the round of the new one.
    """

    row: Mapping[str, Any]
    as_sent: bool
    earlier: CellChange | None
    round: int


def cell_outcome(line: CorrectionRow, name: str, baseline: Baseline) -> Outcome:
    """Return the outcome of a cell."""
    return (
        _completion_outcome(line, name, baseline)
        if line.completes
        else _correction_outcome(line, name, baseline)
    )


def is_no_answer(name: str, text: str) -> bool:
    """Return whether an answer is no value of its field.

    >>> [is_no_answer("mother", text) for text in ("tidak tahu", "12345", "Siti")]
    [True, True, False]
    >>> [is_no_answer("blood", text) for text in ("belum tahu", "-", "O")]
    [True, True, False]
    """
    if name in _NAMES:
        return is_non_answer(text)
    return is_blank_value(text) or _NOT_KNOWN.fullmatch(normal_form(text)) is not None


def _correction_outcome(line: CorrectionRow, name: str, baseline: Baseline) -> Outcome:
    """Return the outcome of a cell of Perbaikan, which shows the cell as sent."""
    text = line.text(name)
    own = clean(baseline.row[TYPED + name])
    sent = own if line.sent is None else display_text(line.sent.get(name, own))
    if name in NEVER_SHOWN:
        if not text or is_no_answer(name, text):
            return Outcome.NO_ANSWER if text else Outcome.UNCHANGED
    elif text == sent:
        return Outcome.UNCHANGED
    earlier = baseline.earlier
    now = display_text(earlier.cell) if earlier else own
    if text == now and not (earlier and _is_certain_at_last(name, earlier.cell, line.cells[name])):
        return Outcome.SAME
    if name in _REMARKABLE and may_have_left(text):
        return Outcome.IS_NOTE
    if earlier:
        is_newer = baseline.round > earlier.round or now == sent
        return Outcome.REPLACES if is_newer else Outcome.CONFLICTS
    is_known = baseline.as_sent or own == sent or name in NEVER_SHOWN
    return Outcome.CHANGES if is_known else Outcome.DIFFERS


def _is_certain_at_last(name: str, earlier: str, now: str) -> bool:
    """Return whether a NIK that came back as a number, its last digits uncertain, is now a text."""
    return name == "nik" and is_number(earlier) and not is_number(now)


def _completion_outcome(line: CorrectionRow, name: str, baseline: Baseline) -> Outcome:
    """Return the outcome of a cell of Lengkapi, which fills a missing or unreadable cell of the roster."""
    text, earlier = line.text(name), baseline.earlier
    if name in READ_ONLY_FIELDS or not text:
        return Outcome.UNCHANGED
    if is_no_answer(name, text):
        return Outcome.NO_ANSWER
    if earlier:
        now = display_text(earlier.cell)
        was_sent_with = line.sent is not None and display_text(line.sent.get(name, "")) == now
        if now == text:
            return Outcome.SAME
        return (
            Outcome.REPLACES
            if baseline.round > earlier.round or was_sent_with
            else Outcome.CONFLICTS
        )
    shown, value = baseline.row[DISPLAY + name], baseline.row.get(name)
    if shown is None or value is None:
        return Outcome.CHANGES
    same = normal_form(text) in (normal_form(shown), normal_form(str(value)))
    return Outcome.SAME if same else Outcome.DIFFERS


def read_only_field(line: CorrectionRow, row: Mapping[str, Any]) -> str:
    """Return the field of a line of Lengkapi that was changed though it is read-only."""
    for name in ("nik", "name"):
        known = (normal_form(row[name] or ""), normal_form(display_cell(row[RAW + name])))
        if normal_form(line.text(name)) not in known:
            return name
    return "role"
