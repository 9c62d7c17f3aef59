"""The tables on the pages of a Formulir 2a, from words and their positions.

Words of one height are a line, whatever the order in which the file has them. A line with a NIK or a
membership number and amounts is the row of a person; it has as many amounts as the table has columns. Titles
above the first row name the columns. What is left between the rows belongs to names of several lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pemilu_cover.reconciliation.billing import bill_rows, columns
from pemilu_cover.reconciliation.billing.amounts import is_amount
from pemilu_cover.reconciliation.billing.page_control import PageControl
from pemilu_cover.reconciliation.billing.pdf_names import NameLine, full_names
from pemilu_cover.reconciliation.billing.pdf_reader import PdfFile, Word
from pemilu_cover.reconciliation.billing.unit_lines import is_total, read_unit_line
from pemilu_cover.values.text import normal_form

# Words of one line differ in height by less; words with a wider space between them are in two columns.
_LINE, _SPACE = 2.0, 3.5
_NIK = re.compile(r"[0-9]{16}")
_DATE = re.compile(r"[0-9]{2}-[0-9]{2}-[0-9]{4}")
_KPJ = re.compile(r"(?=.*[0-9])[A-Z0-9]{9,15}")


class Line(NamedTuple):
    """Words of one height, from left to right, and those that are amounts."""

    base: float
    words: Sequence[Word]
    amounts: Sequence[Word]

    @property
    def text(self) -> str:
        """The words with spaces between them."""
        return " ".join(word[3] for word in self.words)

    @property
    def niks(self) -> list[str]:
        """The numbers of 16 digits in the line."""
        return [word[3] for word in self.words if _NIK.fullmatch(word[3])]

    @property
    def nik(self) -> str:
        """The first number of 16 digits in the line, ``""`` without one."""
        return next(iter(self.niks), "")


class _Table(NamedTuple):
    """The lines of one table: texts above and between the rows, rows of people, sums."""

    texts: list[Line]
    rows: list[Line]
    totals: list[Line]


def read_tables(pdf: PdfFile, control: PageControl) -> bool:
    """Give the rows of a PDF to a control; return whether it has any table of people."""
    fields: list[str] = []
    has_table = False
    for number, words in enumerate(pdf.pages, start=1):
        control.start_page(number)
        first_row, is_empty = 1, True
        lines = _lines(words)
        for table in _tables(lines, control):
            is_empty = False
            has_table = has_table or bool(table.rows)
            fields = _fields(table) or fields
            _give(table, fields, first_row, control)
            first_row += len(table.rows)
        if is_empty and (reason := _why_no_rows(lines)):
            control.refuse(reason)
    control.finish()
    return has_table


def _why_no_rows(lines: Sequence[Line]) -> str:
    """Return why a page without rows or sums is refused, ``""`` for one that need not have any."""
    texts = [normal_form(line.text).split() for line in lines]
    known = {word for text in texts for word in text}
    has_heading = any(text[: len(columns.HEADING)] == columns.HEADING for text in texts)
    if has_heading or {"NIK", "UPAH"} <= known:
        return bill_rows.ROW_AMOUNTS
    return "" if known & (columns.TITLE_WORDS | columns.PROSE_WORDS) else bill_rows.NO_TEXT


def _lines(words: Sequence[Word]) -> list[Line]:
    """Return the lines of a page from top to bottom."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: -word[2]):
        if lines and abs(lines[-1][0][2] - word[2]) <= _LINE:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [_line(sorted(line), line[0][2]) for line in lines]


def _line(words: Sequence[Word], base: float) -> Line:
    return Line(base, words, [word for word in words if is_amount(word[3])])


def _tables(lines: Sequence[Line], control: PageControl) -> Iterator[_Table]:
    """Yield the tables of a page with their sums, and record in the control whose they are."""
    table = _Table([], [], [])
    for line in lines:
        amounts = line.amounts
        is_person = line.nik or any(_KPJ.fullmatch(word[3]) for word in line.words)
        unit = None if amounts else read_unit_line(line.text)
        if table.totals and len(amounts) < len(columns.AMOUNTS_NEEDED):
            is_person = False  # a code and a sum below the table
        if table.rows and (unit or (table.totals and amounts and is_person)):
            yield table
            table = _Table([], [], [])
        if unit:
            control.start_unit(*unit)
        elif amounts and is_person:
            table.rows.append(line)
        elif amounts and is_total(_words_before(line, amounts[0])):
            table.totals.append(line)
        elif not table.totals:
            table.texts.append(line)
    if table.rows or table.totals:  # the sum of a unit may be on a page of its own
        yield table


def _words_before(line: Line, word: Word) -> str:
    return " ".join(other[3] for other in line.words if other[0] < word[0])


# ---- Titles -------------------------------------------------------------------------------------


def _fields(table: _Table) -> list[str] | None:
    """Return the fields of the columns of amounts; None where titles do not name them.

    Titles above each other are one stack; a title above two shares (JHT, JP, JKP) belongs to no stack.
    """
    phrases = [
        phrase
        for line in table.texts
        if line.base > (table.rows or table.totals)[0].base and _is_title(line)
        for phrase in _phrases(line)
    ]
    groups: list[str] = []
    stacks: list[tuple[float, list[str]]] = []
    for left, right, _, text in sorted(phrases):
        words = normal_form(text).split()
        if columns.is_group(words):
            groups += [word for word in words if word in columns.GROUPS]
        elif stacks and left < stacks[-1][0]:
            stacks[-1] = (max(right, stacks[-1][0]), stacks[-1][1] + words)
        else:
            stacks.append((right, words))
    titles = [words for _, words in stacks if not columns.identity_field(" ".join(words))]
    return columns.amount_fields(titles, groups)


def _is_title(line: Line) -> bool:
    words = normal_form(line.text).split()
    return bool(words) and columns.TITLE_WORDS.issuperset(words)


def _phrases(line: Line) -> Iterator[Word]:
    """Yield the words of a line that are close together as one."""
    phrase = line.words[0]
    for word in line.words[1:]:
        if word[0] - phrase[1] <= _SPACE:
            phrase = (phrase[0], word[1], phrase[2], f"{phrase[3]} {word[3]}")
        else:
            yield phrase
            phrase = word
    yield phrase


# ---- Rows and sums ------------------------------------------------------------------------------


def _give(table: _Table, fields: Sequence[str], first_row: int, control: PageControl) -> None:
    """Give the rows and sums of a table to a control."""
    if not fields:
        for line in table.rows:
            control.refuse(bill_rows.HEADER, niks=line.niks)
        return
    people = [_identity(line) for line in table.rows]
    rows = table.rows or table.totals
    names = _names(table, people)
    for row, (line, person, name) in enumerate(
        zip(table.rows, people, names, strict=True), start=first_row
    ):
        amounts = line.amounts
        if len(amounts) != len(fields) or _overlaps(line.words):
            control.refuse(bill_rows.ROW_AMOUNTS, row, line.niks)
            continue
        cells = dict(zip(fields, (word[3] for word in amounts), strict=True))
        control.add_row(row, {**person.cells, columns.NAME: name or "", **cells})
    spans = _spans(rows, len(fields))
    for line in table.totals:
        sums = {fields[_nearest(spans, word)]: word[3] for word in line.amounts if spans}
        control.add_total(first_row + len(table.rows), sums)


def _overlaps(words: Sequence[Word]) -> bool:
    """Return whether a word lies on another by more than half of it: they are of two rows."""
    return any(
        first[1] - second[0] > min(first[1] - first[0], second[1] - second[0]) / 2
        for first, second in pairwise(words)
    )


class _Person(NamedTuple):
    """Who a row is about: cells by field, the words of the name, and the edges between which they can be."""

    cells: dict[str, str]
    name: list[Word]
    name_start: float
    name_end: float


def _identity(line: Line) -> _Person:
    first_amount = line.amounts[0][0]
    words = [word for word in line.words if word[0] < first_amount]
    at = next((i for i, word in enumerate(words) if _NIK.fullmatch(word[3])), None)
    numbers = [word[3] for word in words[:at] if _KPJ.fullmatch(word[3])]
    after = words[at + 1 :] if at is not None else words
    dates = [word for word in after if _DATE.fullmatch(word[3])]
    end = dates[0][0] if dates else first_amount
    name = [w for w in after if w[0] < end and not any(map(str.isdigit, w[3]))]
    first = words[0][3] if words else ""
    cells = {
        columns.NUMBER: first if first not in (line.nik, *numbers) else "",
        columns.KPJ: numbers[0 if at is None else -1] if numbers else "",
        columns.NIK: line.nik,
        # The day of joining follows it: one date alone may be either.
        columns.BIRTH_DATE: dates[0][3] if len(dates) > 1 else "",
    }
    start = max((word[1] for word in words if word[0] < end and word not in name), default=0.0)
    return _Person(cells, name, start, end)


def _names(table: _Table, people: Sequence[_Person]) -> list[str | None]:
    """Return the name of each row with the lines above and below it."""
    left = max((person.name_start for person in people), default=0.0)
    right = min((person.name_end for person in people), default=0.0)
    bottom = max((line.base for line in table.totals), default=float("-inf"))
    fragments = [
        word
        for line in table.texts
        if line.base > bottom and not _is_title(line)
        for word in line.words
        if left <= word[0] and word[1] <= right
    ]
    rows = [
        NameLine(line.base, person.name) for line, person in zip(table.rows, people, strict=True)
    ]
    return full_names(rows, fragments)


def _spans(rows: Sequence[Line], number: int) -> list[float]:
    """Return the right edges of the columns of amounts."""
    full = [amounts for line in rows if len(amounts := line.amounts) == number]
    return [max(word[1] for word in column) for column in zip(*full, strict=True)]


def _nearest(edges: Sequence[float], word: Word) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - word[1]))
