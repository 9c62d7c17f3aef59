"""The column of the sex, by its cells: a column of L and P is the sex, whatever its header."""

from __future__ import annotations

from pemilu_cover.roster.reading.cell_encoding import display_cell, is_error
from pemilu_cover.roster.tables.column_draft import MOSTLY, Draft
from pemilu_cover.roster.tables.column_names import is_foreign
from pemilu_cover.values.text import normal_form

BOTH_SEXES = frozenset({"sex_male", "sex_female"})
# A column under an unknown header is the sex only where nearly all cells match; two may be two offices.
_SEX_SHARE, _FEWEST_SEXES = 0.9, 2
# Fields that cannot hold L and P: "KEL" is a sex as often as a kelurahan.
_MISTAKEN_FOR_SEX = BOTH_SEXES | {"desa"}
_MALE = frozenset("L LK LAKI PRIA M MALE LELAKI".split()) | {"LAKI LAKI"}
_FEMALE = frozenset("P PR PEREMPUAN WANITA F FEMALE W".split())
_LETTERS = {"L": "sex_male", "P": "sex_female"}
# The cells of a tick column that mean no tick.
_NO_TICK = frozenset({"", "-", "–", "—", "0", "T", "TIDAK", "FALSE"})
# Ticks in any column, and the letters that are a tick in their own; "P" among the men is none.
_ANY_TICK = frozenset("V VV X XX Y YA IYA 1 OK TRUE C U".split())
_TICKS = {"L": _ANY_TICK | _MALE, "P": _ANY_TICK | _FEMALE}


def tick(cell: str, letter: str) -> str:
    """Return the letter of a ticked column; any other text is appended to its letter, for a finding.

    >>> tick("v", "L"), tick("-", "L"), tick("P", "L")
    ('L', '', 'L: P')
    """
    text = display_cell(cell).strip()
    if text.upper() in _NO_TICK or is_error(cell):
        return ""
    words = normal_form(text)
    is_tick = words in _TICKS[letter] if words else True
    return letter if is_tick else f"{letter}: {text}"


def match_sex(draft: Draft) -> None:
    """Assign a column of L and P to the sex, whatever its header: ticks never use both letters."""
    if draft.ranked("sex"):
        return
    _match_letters(draft)
    ticked = {column: name for column, (name, _) in draft.matches.items() if name in BOTH_SEXES}
    both = [column for column in sorted(draft.free) if _may_be_sex_column(draft, column)]
    if not both and len(ticked) == 1:
        both = [column for column in ticked if _are_sexes(draft, column)]
    if both:
        for column in ticked:
            del draft.matches[column]
        draft.matches[both[0]] = ("sex", 0)


def _may_be_sex_column(draft: Draft, column: int) -> bool:
    name, _ = draft.matches.get(column, ("", 0))
    is_free = (not name and column not in draft.combined) or name in _MISTAKEN_FOR_SEX
    is_free = is_free and not (name in BOTH_SEXES and _has_opposite_ticks(draft, column, name))
    return is_free and not is_foreign(draft.labels[column].text) and _holds_both(draft, column)


def _has_opposite_ticks(draft: Draft, column: int, name: str) -> bool:
    """Return whether a row is ticked only in the column of the opposite sex."""
    opposites = [draft.first(opposite) for opposite in BOTH_SEXES - {name}]
    return any(
        row[opposite] and not row[column]
        for opposite in opposites
        if opposite is not None
        for row in draft.rows
    )


def _holds_both(draft: Draft, column: int) -> bool:
    cells = [normal_form(display_cell(cell)) for cell in draft.cells(column)]
    male, female = (sum(cell in some for cell in cells) for some in (_MALE, _FEMALE))
    enough = male + female >= max(_FEWEST_SEXES, _SEX_SHARE * len(cells))
    return bool(male and female) and enough


def _are_sexes(draft: Draft, column: int) -> bool:
    """Return whether a single column "JK L/P" holds the letter of each sex; ticks need a column for women."""
    cells = [normal_form(display_cell(cell)) for cell in draft.cells(column)]
    return bool(cells) and all(cell in _MALE | _FEMALE for cell in cells)


def _match_letters(draft: Draft) -> None:
    """Assign two columns side by side with the headers "L" and "P", with ticks below, to the sexes."""
    if any(draft.ranked(name) for name in BOTH_SEXES):
        return
    headed = {normal_form(label.text): column for column, label in enumerate(draft.labels)}
    if not _LETTERS.keys() <= headed.keys() or abs(headed["L"] - headed["P"]) != 1:
        return
    ticks = [tick(cell, letter) for letter in _LETTERS for cell in draft.cells(headed[letter])]
    if any(ticks) and sum(text in ("", *_LETTERS) for text in ticks) >= MOSTLY * len(ticks):
        draft.matches |= {headed[letter]: (name, 0) for letter, name in _LETTERS.items()}
