"""Headers: which column of a sheet holds which field, whatever it is called and wherever it stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import NamedTuple

from pemilu_cover.messages import RefusedError
from pemilu_cover.roster.read import DATE, NUMBER, Row, Sheet
from pemilu_cover.values.text import word_form

# A row is a header when it names so many fields, one of them a person's.
FEWEST_HEADERS = 3
WHO = frozenset({"nik", "name"})
# A header that is known by its beginning only is a worse name for a field than any that is listed.
_LAST_RANK = 1_000
# Words that make a column somebody else's: the heir's name is not the worker's.
_FOREIGN = re.compile(
    r"\b(?:IBU|AYAH|BAPAK|ISTRI|SUAMI|PASANGAN|ANAK|ORANG TUA|ORTU|WALI|AHLI|WARIS|KELUARGA|KK|SAKSI"
    r"|REKENING|REK|BANK|ATASAN|PAJAK|PPH|POTONGAN|TOTAL|SELURUH\w*|SELAMA)\b"
)
_SPACED_LETTERS = re.compile(r"(?:[A-Z] ){2,}[A-Z]")

_BRACKETS = re.compile(r"[(\[](.*?)[)\]]")
_PARTS = re.compile(r"[/\n\\|]| atau ", re.IGNORECASE)


class Field(NamedTuple):
    """One field: its name, its title in our own documents, its headers in rosters, best first."""

    name: str
    title: str
    headers: tuple[str, ...]
    prefixes: tuple[str, ...]


@cache
def fields() -> dict[str, Field]:
    """Give all fields by name, in the order of ``columns.toml``."""
    source = resources.files(__package__).joinpath("columns.toml").read_text(encoding="utf-8")
    return {
        name: Field(name, entry["title"], tuple(entry["headers"]), tuple(entry.get("prefixes", ())))
        for name, entry in tomllib.loads(source).items()
    }


@cache
def _by_header() -> dict[str, tuple[str, int]]:
    """Give, for each known header, its field and how good a name for it that is (0 is best)."""
    known: dict[str, tuple[str, int]] = {}
    for entry in fields().values():
        for rank, header in enumerate((word_form(entry.title), *entry.headers)):
            known.setdefault(header, (entry.name, rank))
    return known


@cache
def _by_prefix() -> dict[str, str]:
    """Give, for each beginning of a header that tells its field, the field."""
    return {f"{prefix} ": entry.name for entry in fields().values() for prefix in entry.prefixes}


@dataclass(frozen=True, slots=True)
class Header:
    """The header of one table: which column (index in the row) holds a field, and what it is called."""

    first: int
    height: int
    columns: dict[str, int]
    labels: dict[str, str]
    unmapped: tuple[str, ...]


def find_header(sheet: Sheet, index: int) -> Header | None:
    """Read the header that starts at a row of a sheet, or give None where none does.

    Raise `RefusedError` where two columns carry the same name.
    """
    row = sheet.rows[index]
    if not _names_fields(row):
        return None
    below = sheet.rows[index + 1] if index + 1 < len(sheet.rows) else []
    if _is_second_row(row, below):
        return _mapped(sheet, index, 2, list(_joined(row, below)))
    return _mapped(sheet, index, 1, [_Label(label, _candidates(label), []) for label in row])


def repeats(header: Header, row: Row) -> bool:
    """Say whether a row is the table's header once more."""
    same = sum(
        name in _named(row[column]) for name, column in header.columns.items() if row[column]
    )
    return same >= FEWEST_HEADERS


def _names_fields(row: Row) -> bool:
    found = {name for cell in row if cell for name in _named(cell)}
    return len(found) >= FEWEST_HEADERS and bool(found & WHO)


def _named(cell: str) -> set[str]:
    """Give the fields that a cell names outright: "NIK menyusul" in a person's row is no header."""
    known = _by_header()
    return {known[form][0] for form in _candidates(cell) if form in known}


def _field(label: str) -> str | None:
    return next((name for name, _ in _matches(_candidates(label))), None)


def _matches(candidates: Sequence[str]) -> Iterator[tuple[str, int]]:
    known, prefixes = _by_header(), _by_prefix()
    yield from (known[form] for form in candidates if form in known)
    for form in candidates:
        for prefix, name in prefixes.items():
            if form.startswith(prefix) and not _FOREIGN.search(form):
                yield name, _LAST_RANK


def _candidates(label: str) -> list[str]:
    """Give the forms under which a header may be known, the fullest first."""
    if label[:1] in (NUMBER, DATE):
        return []
    without = _BRACKETS.sub(" ", label)
    inside = _BRACKETS.findall(label)
    forms = [word_form(text) for text in (label, without, *_PARTS.split(without), *inside)]
    # "N I K" and "N A M A" are spaced out to fill a wide column.
    return forms + [form.replace(" ", "") for form in forms if _SPACED_LETTERS.fullmatch(form)]


def _is_second_row(row: Row, below: Row) -> bool:
    """Say whether the row below parts the header's groups: "MASA KERJA" into "MULAI" and "SELESAI".

    Under the person's own columns it may hold a hint in brackets ("(16 digit)"), but nothing else.
    """
    if not any(below) or any(cell[:1] in (NUMBER, DATE) for cell in below):
        return False
    who = [column for column, cell in enumerate(row) if cell and _field(cell) in WHO]
    if any(below[column] and not is_hint(below[column]) for column in who):
        return False
    parted = zip(_joined(row, below), below, strict=True)
    return any(lower and _match(label) is not None for label, lower in parted)


def is_hint(cell: str) -> bool:
    """Say whether a cell holds only a remark in brackets; a line to sign on, "(……)", is none."""
    return _BRACKETS.fullmatch(cell.strip()) is not None and any(map(str.isalnum, cell))


class _Label(NamedTuple):
    """What a column is called, the forms by which it may be known, and those that say less."""

    text: str
    forms: list[str]
    weaker: list[str]


def _match(label: _Label) -> tuple[str, int] | None:
    """Give the field of a column and how good its name for it is, or None."""
    if found := next(_matches(label.forms), None):
        return found
    weak = next(_matches(label.weaker), None)
    return (weak[0], weak[1] + _LAST_RANK) if weak else None


def _joined(row: Row, below: Row) -> Iterator[_Label]:
    """Give each column's label where a second header row parts the first.

    The lower word alone says less than with its group above, and nothing where the group is somebody
    else's: "NAMA" below "AHLI WARIS" is not the worker.
    """
    parent = ""
    for upper, lower in zip(row, below, strict=True):
        parent = upper or parent
        if not lower or (upper and is_hint(lower)):
            yield _Label(upper, _candidates(upper), [])
            continue
        last = parent.split()[-1] if parent.split() else ""
        forms = (f"{parent} {lower}", f"{lower} {parent}", f"{lower} {last}")
        foreign = _FOREIGN.search(word_form(parent))
        yield _Label(
            f"{parent} {lower}",
            [form for text in forms for form in _candidates(text)],
            [] if foreign else _candidates(lower),
        )


def _mapped(sheet: Sheet, index: int, height: int, labels: list[_Label]) -> Header:
    """Give each field the column with its best name; a name that stands twice is refused."""
    best: dict[str, tuple[int, int]] = {}
    for column, label in enumerate(labels):
        match = _match(label)
        if match is None:
            continue
        name, rank = match
        if name not in best or rank < best[name][0]:
            best[name] = (rank, column)
        elif rank == best[name][0]:
            raise RefusedError(
                "two-headers",
                file=sheet.file,
                sheet=sheet.name,
                first=column_letter(sheet.first_column + best[name][1]),
                second=column_letter(sheet.first_column + column),
                title=fields()[name].title,
            )
    columns = {name: column for name, (_, column) in best.items()}
    used = set(columns.values())
    return Header(
        index,
        height,
        columns,
        {name: labels[column].text.strip() for name, column in columns.items()},
        tuple(
            label.text.strip()
            for column, label in enumerate(labels)
            if label.text.strip() and column not in used
        ),
    )


def column_letter(number: int) -> str:
    """Give a column's letters by its number.

    >>> column_letter(1), column_letter(27)
    ('A', 'AA')
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
